"""Work on memories from the command line: what goes in, what comes out, and what is said of it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aligner.alignment import Alignment
from aligner.formats.alignment_file import load_alignment, save_alignment
from aligner.formats.tmx_rules import check_memory
from aligner.ladder import Bead, Ladder
from tests.cli.conftest import Run
from tests.fakes import align_texts, session_of, text_of

Write = Callable[..., Path]

HEAD = (
    '<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" '
    'o-tmf="x" adminlang="en" srclang="{}" datatype="plaintext"><note>kept</note></header><body>'
)


def unit(source: str, target: str, attributes: str = "", inside: str = "", target_code: str = "de") -> str:
    """Return a unit in English and another language."""
    return (
        f'<tu{" " if attributes else ""}{attributes}>{inside}<tuv xml:lang="en"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="{target_code}"><seg>{target}</seg></tuv></tu>'
    )


def memory(*units: str, source: str = "en") -> str:
    """Return a TMX file of units."""
    return HEAD.format(source) + "\n".join(units) + "</body></tmx>"


def units_of(text: str) -> list[str]:
    """Return the units of a TMX file as they stand."""
    return re.findall(r"<tu\b.*?</tu>", text, re.DOTALL)


OPEN = unit("Open the door.", "Öffnen Sie die Tür.")
CLOSE = unit("Close the door.", "Schließen Sie die Tür.")


def good(result: Result) -> list[str]:
    """Return the units on stdout of a command that succeeded, whose memory keeps the rules of TMX."""
    assert result.exit_code == 0, result.output
    assert [each.message for each in check_memory(result.stdout.encode()) if each.is_fault] == []
    return units_of(result.stdout)


def test_merge_writes_each_unit_once_and_both_translations(run: Run, write: Write) -> None:
    """Repeats across files, of any kind, are written once; another translation stays and is counted."""
    write("a.tmx", memory(OPEN, CLOSE))
    write("b.tmx", memory(OPEN, unit("Close the door.", "Tür schließen."), unit("Press.", "Drücken.")))
    Path("c.tmx.gz").write_bytes(gzip.compress(memory(unit("Press.", "Drücken."), unit("Go.", "Los.")).encode()))
    assert run("import", "a.tmx", "-o", "d.jsonl").exit_code == 0
    result = run("memory", "merge", "a.tmx", "b.tmx", "c.tmx.gz", "d.jsonl")
    texts = [re.findall("<seg>(.*?)</seg>", each)[1] for each in good(result)]
    assert texts == ["Öffnen Sie die Tür.", "Schließen Sie die Tür.", "Tür schließen.", "Drücken.", "Los."]
    assert result.stderr.splitlines() == [
        "5 units written",
        "4 repeated units, left out",
        "1 sources with several translations",
    ]
    assert "<note>kept</note>" in result.stdout


def test_units_pass_through_unchanged(run: Run, write: Write) -> None:
    """Codes, notes, dates, properties, line breaks and spaces of a unit stay."""
    kept = (
        '<tu tuid="42" creationdate="20200101T000000Z" usagecount="3"><note>a note</note>'
        '<prop type="client">ACME</prop>'
        '<tuv xml:lang="en" creationid="ANNA"><prop type="x-len">3</prop><seg> Press <bpt i="1">&lt;b&gt;</bpt>Enter'
        '<ept i="1">&lt;/b&gt;</ept>,\nor  <hi>wait</hi>.\t</seg></tuv><tuv xml:lang="de"><seg>Ja</seg></tuv></tu>'
    )
    write("a.tmx", memory(kept))
    for command in (["merge"], ["dedupe", "--keep", "newest"], ["filter", "--grep", "Enter"]):
        assert good(run("memory", *command, "a.tmx")) == [kept]


def test_codes_make_another_unit(run: Run, write: Write) -> None:
    """Two units that differ in their codes only are both kept: a tool with tags takes them for different."""
    write("a.tmx", memory(unit('A<ph x="1"/>', "B"), unit("A", "B"), unit("A", "B")))
    assert len(good(run("memory", "dedupe", "a.tmx"))) == 2


@pytest.mark.parametrize(("keep", "wanted"), [("first", "eins"), ("newest", "zwei"), ("confident", "drei")])
def test_one_translation_for_each_source(run: Run, write: Write, keep: str, wanted: str) -> None:
    """Of units with the same source the first, the newest or the most confident one stays, in the first one's place."""
    sure = '<prop type="x-confidence">0.{}</prop>'
    write(
        "a.tmx",
        memory(
            unit("One", "eins", 'changedate="20200101T000000Z"', sure.format(5)),
            CLOSE,
            unit("One", "zwei", 'changedate="20220101T000000Z"', sure.format(4)),
            unit("One", "drei", 'creationdate="20210101T000000Z"', sure.format(9)),
        ),
    )
    result = run("memory", "dedupe", "a.tmx", "--keep", keep)
    assert [wanted in good(result)[0], good(result)[1]] == [True, CLOSE]
    assert "2 units with the source of another, left out" in result.stderr


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (["--min-confidence", "0.5"], [1, 2, 3, 4, 5]),
        (["--length-ratio", "3"], [0, 2, 3, 4, 5]),
        (["--since", "2021-01-01"], [2]),
        (["--until", "2020-06-01"], [0]),
        (["--until", "2021-03-04"], [0, 2]),
        (["--author", "anna"], [2]),
        (["--property", "client=ACME"], [3]),
        (["--grep", "^Well"], [4]),
        (["--no-copies"], [0, 1, 2, 3, 4]),
        (["--check-languages"], [0, 2, 3, 4, 5]),
    ],
)
def test_each_condition(run: Run, write: Write, options: list[str], kept: list[int]) -> None:
    """A condition keeps the units that meet it, and says of the others why not."""
    long = "Il gatto vive vicino al fiume e ogni mattina il traghettatore gli porta un pesce fresco dal mercato."
    units = [
        unit("One.", "Eins.", 'changedate="20200101T000000Z"', '<prop type="x-confidence">0.499</prop>'),
        unit("Short text.", long),
        unit("Two.", "Zwei.", 'changedate="20210304T050607Z" changeid="anna"'),
        unit("Three.", "Drei.", "", '<prop type="client">ACME</prop>'),
        unit("Well then.", "Na dann."),
        unit("OK 4", "OK 4"),
    ]
    write("a.tmx", memory(*units))
    result = run("memory", "filter", "a.tmx", *options)
    assert good(result) == [units[number] for number in kept]
    assert result.stderr.count("left out") >= 1


def test_units_with_findings_are_left_out(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the units stay in which coverage finds nothing, such as another number."""
    monkeypatch.setattr("aligner.cli.memory.make_session", lambda *_a, **_o: session_of())
    units = [unit(f"The dog sees the cat {n}.", f"Der Hund sieht die Katze {n}.") for n in (11, 12, 13)]
    write("a.tmx", memory(*units, unit("The cat sees 1917 houses.", "Die Katze sieht 2024 Haus.")))
    result = run("memory", "filter", "a.tmx", "--no-findings")
    assert good(result) == units
    assert "1 units with a finding of coverage (number), left out" in result.stderr


def test_split_by_pair_and_by_size(run: Run, write: Write) -> None:
    """A file for each pair of languages, or files of so many units; nothing is lost and nothing overwritten."""
    both = (
        '<tu><tuv xml:lang="en"><seg>Yes</seg></tuv><tuv xml:lang="de"><seg>Ja</seg></tuv>'
        '<tuv xml:lang="fr"><seg>Oui</seg></tuv></tu>'
    )
    write("a.tmx", memory(both, OPEN, CLOSE))
    result = run("memory", "split", "a.tmx", "--pairs", "-o", "parts")
    assert result.exit_code == 0, result.output
    assert {path.name: len(units_of(path.read_text("utf-8"))) for path in Path("parts").iterdir()} == {
        "a.en-de.tmx": 3, "a.en-fr.tmx": 1,
    }  # fmt: skip
    assert run("memory", "split", "a.tmx", "--units", "2", "-o", "sizes").exit_code == 0
    assert {path.name: len(units_of(path.read_text("utf-8"))) for path in Path("sizes").iterdir()} == {
        "a.001.tmx": 2, "a.002.tmx": 1,
    }  # fmt: skip
    assert run("memory", "split", "a.tmx", "--units", "2", "-o", "sizes").exit_code == 1
    assert run("memory", "split", "a.tmx", "-o", "sizes").exit_code == 2


def test_a_language_cannot_leave_the_folder(run: Run, write: Write) -> None:
    """A language code of a file is no path."""
    write("a.tmx", memory(unit("a", "b", target_code="../../x")))
    result = run("memory", "split", "a.tmx", "--pairs", "-o", "parts")
    assert (result.exit_code, "cannot be part of a file's name" in result.stderr) == (1, True)


def test_codes_and_marks_are_changed(run: Run, write: Write) -> None:
    """Languages are renamed in header and units; author, date and properties are set, replacing those of one type."""
    write("a.tmx", memory(unit("a", "b", 'creationid="ann"', '<prop type="client">OLD</prop>'), source="EN"))
    result = run("memory", "locale", "a.tmx", "--locale", "en=en-GB", "--locale", "DE=de-AT")
    assert 'xml:lang="en-GB"' in good(result)[0]
    assert 'xml:lang="de-AT"' in good(result)[0]
    assert 'srclang="en-GB"' in result.stdout
    marked = run("memory", "set", "a.tmx", "--author", "zoe", "--client", "NEW", "--date", "2026-12-31")
    assert good(marked)[0].startswith(
        '<tu creationid="ann" changeid="zoe" changedate="20261231T000000Z" creationdate="20261231T000000Z">'
        '<prop type="client">NEW</prop><tuv'
    )


def test_statistics(run: Run, write: Write) -> None:
    """Units, words and characters by language, repeats, several translations, files, authors and years."""
    write("a.tmx", memory(unit("It is 3.14.", "これは本。", target_code="ja"), OPEN, OPEN))
    write("b.tmx", memory(unit("Open the door.", "Tür auf!", 'changedate="20240101T000000Z" changeid="eva"')))
    found = json.loads(run("memory", "stats", "a.tmx", "b.tmx", "--format", "json").stdout)
    assert (found["units"], found["repeated"], found["several"]) == (4, 1, 1)
    assert found["languages"]["en"] == {"units": 4, "words": 12, "characters": 45}
    assert found["languages"]["ja"] == {"units": 1, "words": 4, "characters": 5}
    assert found["origins"] == {"a.tmx": 3, "b.tmx": 1}
    assert (found["authors"], found["years"]) == ({"unknown": 3, "eva": 1}, {"unknown": 3, "2024": 1})
    assert "de                   3" in run("memory", "stats", "a.tmx", "b.tmx").stdout


def test_leverage_by_band(run: Run, write: Write) -> None:
    """Context, repetition, exact, fuzzy and new segments are counted in their bands."""
    pytest.importorskip("rapidfuzz")
    write(
        "a.tmx",
        memory(
            unit("The ferry leaves at noon.", "A"),
            unit("It comes back at night.", "B"),
            unit("The boatman sings an old song on the way.", "C"),
            unit("Nobody waits.", "D"),
        ),
    )
    segments = [
        "The ferry leaves at noon.",  # first in both: context
        "It comes back at night.",  # after the same: context
        "Nobody waits.",  # exact, after another
        "Nobody waits.",  # again
        "The boatman sings a new song on the way.",  # 8 of 10 words
        "Quite another matter altogether!",
    ]
    write("new.en.txt", "\n\n".join(segments) + "\n")
    found = json.loads(run("memory", "leverage", "new.en.txt", "a.tmx", "--format", "json").stdout)
    assert {band: counts["segments"] for band, counts in found["bands"].items()} == {
        "context": 2, "repetition": 1, "100%": 1, "95-99%": 0, "85-94%": 0, "75-84%": 1, "50-74%": 0, "new": 1,
    }  # fmt: skip
    assert [match["percent"] for match in found["matches"]] == [101, 101, 100, 100, 80, 0]
    assert found["matches"][4]["target"] == "C"
    assert "total                6" in run("memory", "leverage", "new.en.txt", "a.tmx").stdout


def test_update_keeps_what_survives(run: Run, write: Write) -> None:
    """Units whose source is in the new text stay, in its order; a bead of two sentences is found again too."""
    pytest.importorskip("rapidfuzz")
    old = align_texts(
        text_of("en", ["The dog sees.", "The cat takes bread.", "Old snow."]),
        text_of("de", ["Der Hund sieht.", "Die Katze nimmt Brot.", "Alt Schnee."]),
    )
    save_alignment(old, "old.jsonl")
    write("new.txt", "The cat takes bread.\n\nA new word here.\n\nThe dog sees.\n")
    result = run("memory", "update", "old.jsonl", "new.txt", "--lang", "en")
    assert [re.findall("<seg>(.*?)</seg>", each)[0] for each in good(result)] == [
        "The cat takes bread.",
        "The dog sees.",
    ]
    assert "new.txt, line 3: new: 'A new word here.'" in result.stderr
    assert result.stderr.splitlines()[-1] == (
        "2 units survive, 1 are gone; of 3 segments 2 are translated, 0 have changed, 1 are new"
    )


def renewed(run: Run, write: Write, form: str) -> str:
    """Return what is made of an old alignment and a text in which one sentence has changed and one is new."""
    pytest.importorskip("rapidfuzz")
    source = text_of("en", ["The dog sees.", "It runs.", "The cat takes the good bread.", "Old snow."])
    target = text_of("de", ["Der Hund sieht und rennt.", "Die Katze nimmt das gute Brot.", "Alt Schnee."])
    beads = (Bead(range(2), range(1), 0.75), Bead(range(2, 3), range(1, 2)), Bead(range(3, 4), range(2, 3)))
    save_alignment(Alignment(source, target, Ladder(beads), "s"), "old.jsonl")
    write("new.txt", "The cat takes the bad bread.\n\nQuite another thing.\n\nThe dog sees. It runs.\n")
    result = run("memory", "update", "old.jsonl", "new.txt", "--lang", "en", "--to", form)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-3:] == [
        "new.txt, line 1: changed: 'The cat takes the bad bread.' (85 % 'The cat takes the good bread.')",
        "new.txt, line 3: new: 'Quite another thing.'",
        "1 units survive, 2 are gone; of 4 segments 2 are translated, 1 have changed, 1 are new",
    ]
    return result.stdout


def test_update_makes_a_job(run: Run, write: Write) -> None:
    """What is unchanged is translated, what has changed is a fuzzy match with its old source, what is new is empty."""
    job = renewed(run, write, "xliff12")
    fuzzy = "<source>The cat takes the good bread.</source><target>Die Katze nimmt das gute Brot.</target>"
    states = 'state="needs-review-translation" state-qualifier="fuzzy-match"'
    changed = f"<source>The cat takes the bad bread.</source><target {states}>Die Katze nimmt das gute Brot.</target>"
    units = re.findall("<trans-unit[^>]*>(.*?)</trans-unit>", job, re.DOTALL)
    assert [re.sub(r"\s*\n\s*", "", unit) for unit in units] == [
        f'{changed}<alt-trans match-quality="85%">{fuzzy}</alt-trans>',
        "<source>Quite another thing.</source>",
        '<source>The dog sees. It runs.</source><target state="translated">Der Hund sieht und rennt.</target>',
    ]
    write("job.xlf", job)
    back = run("import", "job.xlf", "-o", "back.jsonl")
    assert "1 unit left out: fuzzy" in back.stderr
    assert "back.jsonl: 1 units" in back.stderr


def test_update_makes_an_alignment(run: Run, write: Write) -> None:
    """The new text is whole in it, with the translations of what is unchanged, at the confidence that they had."""
    beads = [json.loads(line) for line in renewed(run, write, "jsonl").splitlines()[1:]]
    assert [(bead["shape"], bead["confidence"]) for bead in beads] == [("1-0", 1.0), ("1-0", 1.0), ("2-1", 0.75)]


def test_update_of_another_language_writes_nothing(run: Run, write: Write) -> None:
    """A memory that translates nothing from the text's language is the wrong one, or the language is."""
    pytest.importorskip("rapidfuzz")
    write("a.tmx", memory(OPEN))
    write("new.txt", "Quelque chose d'autre.\n")
    result = run("memory", "update", "a.tmx", "new.txt", "--lang", "fr", "--to", "xliff12")
    assert result.exit_code == 1
    assert "the memory translates nothing from fr; name the language with --lang" in result.stderr
    assert "<target" not in run("memory", "update", "a.tmx", "new.txt", "--lang", "en", "--to", "xliff12").stdout
    assert run("memory", "update", "a.tmx", "new.txt", "--lang", "en", "--to", "jsonl", "-o", "n.jsonl").exit_code == 0
    assert len(load_alignment("n.jsonl")) == 1


def test_misuse_is_found_before_any_work(run: Run, write: Write) -> None:
    """An input is never overwritten, a wrong option is named, and a damaged file leaves the output as it was."""
    write("a.tmx", memory(OPEN))
    write("broken.tmx", memory(OPEN).replace("</body></tmx>", ""))
    write("there.tmx", "before")
    for arguments, status, said in (
        (["merge", "a.tmx", "-o", "a.tmx", "--force"], 2, "is one of the inputs"),
        (["merge", "a.tmx", "-o", "there.tmx"], 1, "exists"),
        (["merge", "a.tmx", "broken.tmx", "-o", "there.tmx", "--force"], 1, "broken.tmx, line"),
        (["filter", "a.tmx", "--since", "yesterday"], 1, "--since 'yesterday' is not a date"),
        (["filter", "a.tmx", "--grep", "("], 1, "is not a regular expression"),
        (["filter", "a.tmx", "--property", "client"], 2, "write it as client=ACME"),
        (["locale", "a.tmx", "--locale", "en=en_US"], 1, "is not a language tag"),
        (["set", "a.tmx"], 2, "nothing to set"),
        (["set", "a.tmx", "--date", "2026-13-01"], 1, "is not a date"),
        (["merge", "-", "-"], 2, "only one of the files"),
    ):
        result = run("memory", *arguments)
        assert (result.exit_code, said in result.stderr, result.stdout) == (status, True, ""), (
            arguments,
            result.output,
        )
    assert Path("there.tmx").read_text() == "before"
    assert Path("a.tmx").read_text("utf-8") == memory(OPEN)


def test_streams_and_packed_files(run: Run, write: Write) -> None:
    """A memory comes from stdin, packed or not, and is packed where its name says so, with the same bytes each time."""
    content = memory(OPEN, CLOSE).encode()
    for data in (content, gzip.compress(content)):
        assert good(run("memory", "merge", "-", stdin=data)) == [OPEN, CLOSE]
    write("a.tmx", content.decode())
    assert run("memory", "merge", "a.tmx", "-o", "b.tmx.gz").exit_code == 0
    assert run("memory", "merge", "a.tmx", "-o", "c.tmx.gz").exit_code == 0
    assert Path("b.tmx.gz").read_bytes() == Path("c.tmx.gz").read_bytes()
    assert units_of(gzip.decompress(Path("b.tmx.gz").read_bytes()).decode()) == [OPEN, CLOSE]


def test_several_memories_are_imported_and_exported_as_one(run: Run, write: Write) -> None:
    """Memories of the same languages become one alignment, each unit once; alignments of memories one memory."""
    write("a.tmx", memory(OPEN, CLOSE))
    write("b.tmx", memory(OPEN, unit("Go.", "Los.")))
    result = run("import", "a.tmx", "b.tmx", "-o", "ab.jsonl")
    assert result.exit_code == 0, result.output
    assert load_alignment("ab.jsonl").source.texts == ["Open the door.", "Close the door.", "Go."]
    for name in ("a", "b"):
        assert run("import", f"{name}.tmx", "-o", f"{name}.jsonl").exit_code == 0
    exported = run("export", "a.jsonl", "b.jsonl", "--to", "tmx")
    assert len(good(exported)) == 3
    assert "left out: repeated units (1)" in exported.stderr


def test_units_are_cut_and_aligned_inside(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit of several sentences becomes beads that stay inside it; a unit of one sentence keeps its confidence."""
    monkeypatch.setattr("aligner.cli.import_.make_session", lambda *_a, **_o: session_of())
    sure = '<prop type="x-confidence">0.7</prop>'
    write(
        "p.tmx",
        memory(
            unit("The dog sees the house. The cat takes bread.", "Der Hund sieht das Haus. Die Katze nimmt Brot."),
            unit("Old snow.", "Alt Schnee.", "", sure),
            unit("Red water. White door.", "Weiss Tür."),
        ),
    )
    assert run("import", "p.tmx", "--align-inside", "-o", "p.jsonl").exit_code == 0
    alignment = load_alignment("p.jsonl")
    assert [bead.shape for bead in alignment][:3] == ["1-1", "1-1", "1-1"]
    assert [bead.target_text for bead in alignment][:3] == [
        "Der Hund sieht das Haus.",
        "Die Katze nimmt Brot.",
        "Alt Schnee.",
    ]
    assert alignment.ladder.beads[2].confidence == 0.7
    assert alignment.source.texts[3:] == ["Red water.", "White door."]
