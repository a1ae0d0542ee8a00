from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aligner.formats.alignment_file import load_alignment
from tests.fakes import english_sentences, to_german

Run = Callable[..., Result]
ENGLISH = english_sentences(12, 2)
GERMAN = [to_german(sentence) for sentence in ENGLISH]


@pytest.fixture
def work(run: Run) -> Path:
    """Write a work of two versions, a segment a paragraph, in the folder ``texts/ferry``, and build it."""
    folder = Path("texts", "ferry")
    folder.mkdir(parents=True)
    (folder / "en.txt").write_text("\n\n".join(ENGLISH) + "\n", "utf-8")
    (folder / "de.txt").write_text("\n\n".join(GERMAN) + "\n", "utf-8")
    assert run("build", folder, "--to", "tmx").exit_code == 0
    return folder


BUILT = Path("alignments", "ferry", "en-de.jsonl")


def merge(first: int, second: int) -> None:
    """Merge two beads of the built alignment file, as a person does in an editor: by numbers, from 0, and texts."""
    header, *lines = BUILT.read_text("utf-8").splitlines()
    one, other = json.loads(lines[first]), json.loads(lines[second])
    for key in ("source", "target", "source_text", "target_text"):
        one[key] += other[key]
    one.update(shape="2-2", confidence=1.0)
    lines[first : second + 1] = [json.dumps(one, ensure_ascii=False)]
    BUILT.write_text("\n".join([header, *lines]) + "\n", "utf-8")


def beads() -> list[tuple[range, range]]:
    """Return the beads of the built alignment file."""
    return [(bead.source, bead.target) for bead in load_alignment(BUILT).ladder]


def test_build_takes_corrections_as_pins(run: Run, work: Path) -> None:
    """A file that was edited is not overwritten before its corrections are pins; they hold in the next build."""
    assert not (work / "pins").exists()
    merge(3, 4)
    said = run("build", work, "--to", "tmx").output
    assert "en-de.jsonl: edited by hand; 1 pin added to texts/ferry/pins/en-de.jsonl" in said
    assert (range(3, 5), range(3, 5)) in beads()
    assert [json.loads(line)["pin"] for line in (work / "pins" / "en-de.jsonl").read_text("utf-8").splitlines()] == [
        "same"
    ]
    files = {path: path.read_bytes() for path in (*BUILT.parent.iterdir(), work / "pins" / "en-de.jsonl")}
    assert b'<prop type="x-state">confirmed</prop>' in files[BUILT.parent / "ferry.tmx"]
    again = run("build", work, "--to", "tmx")
    assert "edited by hand" not in again.output
    assert {path: path.read_bytes() for path in files} == files


def test_a_file_that_says_nothing_of_its_making_is_kept(run: Run, work: Path) -> None:
    """Of a file of an earlier version the beads of confidence 1 count, and a copy stays."""
    merge(3, 4)
    header, *lines = BUILT.read_text("utf-8").splitlines()
    older = {key: value for key, value in json.loads(header).items() if key != "written"}
    BUILT.write_text("\n".join([json.dumps(older), *lines]) + "\n", "utf-8")
    before = BUILT.read_bytes()
    said = run("build", work, "--to", "tmx").output
    assert "written by an earlier version and aligned otherwise now; kept as en-de.jsonl.bak" in said
    assert BUILT.with_name("en-de.jsonl.bak").read_bytes() == before
    assert (range(3, 5), range(3, 5)) in beads()


def test_changed_words_are_never_overwritten(run: Run, work: Path) -> None:
    """A typo mended in an alignment file stops the build, and ``pin --write-text`` mends it in the text."""
    mended = GERMAN[5].replace(" ", "  ", 1)[:-1] + " immer."
    BUILT.write_text(BUILT.read_text("utf-8").replace(GERMAN[5], mended), "utf-8")
    before = BUILT.read_bytes()
    refused = run("build", work, "--to", "tmx")
    assert refused.exit_code == 1
    assert f"en-de.jsonl, line 7: {GERMAN[5]!r} was changed to" in refused.output
    assert BUILT.read_bytes() == before
    offered = run("pin", BUILT, work)
    assert f'de.txt, line 11: "{GERMAN[5]}" was changed to' in offered.output
    assert "Give --write-text" in offered.output
    assert GERMAN[5] in (work / "de.txt").read_text("utf-8")
    assert run("pin", BUILT, work, "--write-text").exit_code == 0
    assert (work / "de.txt").read_text("utf-8") == "\n\n".join(
        [*GERMAN[:5], " ".join(mended.split()), *GERMAN[6:]]
    ) + "\n"
    assert run("build", work, "--to", "tmx").exit_code == 0


def test_align_takes_corrections_as_pins(run: Run, work: Path) -> None:
    """``align -o`` over an edited file keeps its corrections beside it; ``--pins`` names another file of pins."""
    texts = work / "en.txt", work / "de.txt"
    assert run("align", *texts, "-o", BUILT, "--force").exit_code == 0
    merge(7, 8)
    said = run("align", *texts, "-o", BUILT, "--force").output
    assert "1 pin added to alignments/ferry/en-de.pins.jsonl" in said
    assert (range(7, 9), range(7, 9)) in beads()
    assert run("align", *texts, "-o", BUILT, "--force").exit_code == 0
    assert (range(7, 9), range(7, 9)) in beads()
    ladder = run("align", *texts, "--to", "ladder", "--pins", "alignments/ferry/en-de.pins.jsonl").output
    assert "[7, 8]:[7, 8]:1.000" in ladder
    assert run("align", *texts, "--pins", "nowhere.jsonl").exit_code == 2


def test_edited_tables_become_pins(run: Run, work: Path) -> None:
    """Rows merged, set apart and moved in a table become pins; exports keep a moved pair as a pair of its own."""
    assert run("export", BUILT, "--to", "tsv", "-o", "en-de.tsv").exit_code == 0
    lines = Path("en-de.tsv").read_text("utf-8-sig").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    rows[1][3:] = [f"{rows[1][3]} {rows[2][3]}", f"{rows[1][4]} {rows[2][4]}"]  # merged with the next
    rows[5:6] = [[*rows[5][:4], ""], [*rows[5][:3], "", rows[5][4]]]  # set apart
    rows[9][4], rows[12][4] = rows[12][4], rows[9][4]  # 8 and 11 belong together, and 11 and 8
    del rows[2]
    Path("en-de.tsv").write_text("\n".join([lines[0], *("\t".join(row) for row in rows)]) + "\n", "utf-8")
    assert run("pin", "en-de.tsv", work, "--by", "anna").exit_code == 0
    pins = [json.loads(line) for line in (work / "pins" / "en-de.jsonl").read_text("utf-8").splitlines()]
    assert {pin["by"] for pin in pins} == {"anna"}
    assert [pin["pin"] for pin in pins].count("same") >= 1
    assert {"same", "alone", "moved"} == {pin["pin"] for pin in pins}
    assert run("build", work, "--to", "tmx,tsv,xliff").exit_code == 0
    found = beads()
    assert (range(1, 3), range(1, 3)) in found
    assert (range(5, 6), range(0)) in found or (range(5, 6), range(5, 5)) in found
    memory = (BUILT.parent / "ferry.tmx").read_text("utf-8")
    moved = load_alignment(BUILT).moved
    assert len(moved) == 2  # 9 and 10 between them keep their places
    source, target = (ENGLISH[moved[0][0].start], GERMAN[moved[0][1].start])
    unit = next(unit for unit in memory.split("<tu ") if source in unit)
    assert target in unit
    assert 'state="final"' in (BUILT.parent / "ferry.xlf").read_text("utf-8")
    table = (BUILT.parent / "ferry.tsv").read_text("utf-8-sig").splitlines()
    assert table[0].split("\t") == ["row", "shape", "confidence", "state", "en", "de"]
    assert sum(target in row for row in table) == 1


def test_pins_are_checked_listed_and_pruned(run: Run, work: Path) -> None:
    """A pin whose words are gone is stale: named with file, line and texts, kept, and an error where it is to be."""
    merge(3, 4)
    run("build", work, "--to", "tmx")
    assert "1 pin, 1 as they were set" in run("pins", "check", work, "--fail-on", "stale").output
    text = (work / "de.txt").read_text("utf-8")
    changed = text.replace(GERMAN[3], "Ganz andere Worte.").replace(GERMAN[4], "Und noch mehr davon.")
    (work / "de.txt").write_text(changed, "utf-8")
    checked = run("pins", "check", work, "--fail-on", "stale")
    assert checked.exit_code == 1
    assert 'en-de.jsonl, line 1: stale: same "' in checked.output
    assert ENGLISH[3] in checked.output
    assert run("pins", "check", work).exit_code == 0
    assert "stale\tsame" in run("pins", "list", work).output
    built = run("build", work, "--to", "tmx")
    assert (built.exit_code, "stale: same" in built.output) == (0, True)
    assert len((work / "pins" / "en-de.jsonl").read_text("utf-8").splitlines()) == 1
    assert "1 pin dropped" in run("pins", "prune", work).output
    assert (work / "pins" / "en-de.jsonl").read_text("utf-8") == ""
    assert run("pins", "check", work, "--fail-on", "lost").exit_code == 2
