"""What a run is to align: manifests, folders, patterns, and what is left out of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.batch.plan import Pair, plan_folders, plan_manifest, plan_pattern, plan_works
from aligner.errors import InputError

Write = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.tsv", 'id\tsource\ttarget\ttarget_lang\nferry\ten/a "1".txt\tde/a.txt\tDE\n\n'),
        ("m.csv", 'target,source,id,target_lang,note\nde/a.txt,"en/a ""1"".txt",ferry,de,"x,y"\n'),
        ("m.jsonl", '{"source": "en/a \\"1\\".txt", "target": "de/a.txt", "id": "ferry", "target_lang": "de"}\n\n'),
    ],
)
def test_a_manifest_is_a_table_or_lines_of_json(write: Write, name: str, content: str) -> None:
    """TSV, CSV and JSON Lines say the same, and their paths count from the manifest's folder."""
    path = write(f"lists/{name}", content)
    pair = Pair("ferry", str(path.parent / 'en/a "1".txt'), str(path.parent / "de/a.txt"), "", "de")
    assert plan_manifest(path).pairs == (pair,)


def test_a_pair_without_an_id_is_named_after_its_files(write: Write) -> None:
    """Source and target make an id, and the same two files under two ids are named as repeated."""
    path = write("m.tsv", "source\ttarget\tid\na\tb\t\na\tb\tagain\n")
    plan = plan_manifest(path)
    assert [pair.id for pair in plan.pairs] == ["a – b", "again"]
    assert plan.repeated == ("again: the same files as a – b",)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.tsv", "a\tb\n", "line 1: no columns source and target"),
        ("m.tsv", "", "line 1: no columns source and target"),
        ("m.tsv", "source\ttarget\na\t\n", "line 2: source and target are both needed"),
        ("m.tsv", "source\ttarget\tsource_lang\na\tb\tjp\n", "line 2: 'jp' is not a BCP 47 language tag"),
        ("m.tsv", "source\ttarget\tid\na\tb\tx\nc\td\tx\n", "two pairs have the id 'x'"),
        ("m.jsonl", '{"source": "a"', "line 1: not JSON"),
        ("m.jsonl", "[" * 100_000, "line 1: not JSON"),
        ("m.jsonl", "[1]", "line 1: not an object"),
        ("m.jsonl", '{"source": "a", "target": 7}', "line 1: source, target, id"),
        ("m.tsv", b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_a_manifest_that_is_wrong_says_where(write: Write, name: str, content: str | bytes, said: str) -> None:
    """What is wrong in a manifest is a sentence with its line, before anything is aligned."""
    with pytest.raises(InputError, match=said):
        plan_manifest(write(name, content))


def test_folders_are_paired_by_relative_path(write: Write) -> None:
    """Ending and language do not count, folders do; what has no counterpart or several is named."""
    for name in ("en/x/ferry.en.epub", "en/ferry.txt", "en/two.txt", "en/two.html", "en/only.txt", "en/.hidden.txt"):
        write(name, "")
    for name in ("de/x/ferry.txt", "de/ferry_de.txt", "de/two.txt", "de/picture.png"):
        write(name, "")
    root = write("x", "").parent
    plan = plan_folders(root / "en", root / "de")
    found = {pair.id: (Path(pair.source).name, Path(pair.target).name) for pair in plan.pairs}
    assert found == {"ferry": ("ferry.txt", "ferry_de.txt"), "x/ferry": ("ferry.en.epub", "ferry.txt")}
    reasons = [line.removeprefix(str(root)) for line in plan.unpaired]
    assert reasons == [
        "/en/only.txt: no counterpart",
        "/en/two.html: one of several files for two",
        "/en/two.txt: one of several files for two",
        "/de/two.txt: one of several files for two",
    ]


def test_a_pattern_pairs_by_id(write: Write) -> None:
    """Files that match a pattern are paired by their id; with three languages the two must be named."""
    for name in ("b/one.en.txt", "b/one.de.txt", "b/two.en.txt", "b/note.txt"):
        root = write(name, "").parent.parent
    pattern = f"{root}/b/{{id}}.{{lang}}.{{ext}}"
    plan = plan_pattern(pattern, [])
    assert plan.pairs == (Pair("one", f"{root}/b/one.en.txt", f"{root}/b/one.de.txt", "en", "de"),)
    assert plan.unpaired == (f"{root}/b/two.en.txt: no counterpart for two",)
    write("b/one.fr.txt", "")
    with pytest.raises(InputError, match=r"3 languages \(en, de, fr\); give --source-lang"):
        plan_pattern(pattern, [])
    assert plan_pattern(pattern, ["fr", "en"]).pairs[0].source.endswith("one.fr.txt")
    with pytest.raises(InputError, match="a pattern has"):
        plan_pattern("b/{id}.txt", [])


def test_a_folder_that_is_no_work_is_left_out(write: Write) -> None:
    """Of several works one that cannot be read is named, and the others are planned."""
    good = write("good/en.txt", "One.").parent
    write("good/de.txt", "Eins.")
    bad = write("bad/en.txt", "One.").parent
    plan = plan_works([good, bad])
    assert [pair.id for pair in plan.pairs] == ["good/en-de"]
    assert "a work needs two" in plan.unpaired[0]
