"""The lock: what it holds of a text, how it is written and read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.alignment import Alignment
from aligner.coverage.lock import Lock, digest_segment, key_of, lock_pair, lock_sections, read_lock, write_lock
from aligner.errors import InputError, OutputError
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, Text, make_lines, make_text

Write = Callable[[str, str | bytes], Path]


def page(*paragraphs: tuple[str, int], name: str = "en.md") -> Text:
    """Return a text of paragraphs of one segment each, with their heading levels."""
    return make_text(
        "en", [Paragraph(text, level) for text, level in paragraphs], [[text] for text, _ in paragraphs], name
    )


PAGE = page(("Before.", 0), ("Options", 1), ("Red.", 0), ("Options", 1), ("Blue.", 0))


def lock_of(source: Text, target: Text, folder: Path) -> Lock:
    """Return a lock of one pair that a file in ``folder`` holds."""
    bead = Bead(range(len(source)), range(len(target)))
    alignment = Alignment(source, target, Ladder((bead,)))
    return {key_of(alignment, folder / "lock"): lock_pair(alignment)}


def test_sections_are_what_is_below_each_heading() -> None:
    """What is before the first heading has no title, and a title that comes again gets a number."""
    sections, runs = lock_sections(PAGE)
    assert runs == {"": range(1), "Options": range(1, 3), "Options (2)": range(3, 5)}
    assert sections["Options"].segments == (digest_segment("Options"), digest_segment("Red."))


def test_a_text_without_headings_is_one_section() -> None:
    """So are the lines of a file."""
    sections, runs = lock_sections(make_lines("en", "One.\nTwo.\n"))
    assert runs == {"": range(2)}
    assert sections[""].segments == (digest_segment("One."), digest_segment("Two."))


def test_white_space_and_where_a_paragraph_ends_are_no_change() -> None:
    """A section that was wrapped or divided into sentences otherwise has the digest that it had."""
    one = make_text("en", [Paragraph("A b. C d.")], [["A b. ", "C d."]])
    other = make_text("en", [Paragraph("A  b.\nC d.")], [["A  b.\nC d."]])
    changed = make_text("en", [Paragraph("A b. C e.")], [["A b. ", "C e."]])
    digests = [lock_sections(text)[0][""].digest for text in (one, other, changed)]
    assert digests[0] == digests[1] != digests[2]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A lock comes back as it was, with a line for each section, sorted by the files' names."""
    lock = lock_of(PAGE, page(("Rot.", 0), name="de.md"), tmp_path) | lock_of(PAGE, page(("Rouge.", 0)), tmp_path)
    write_lock(tmp_path / "lock", lock)
    assert read_lock(tmp_path / "lock") == lock
    lines = (tmp_path / "lock").read_text("ascii").splitlines()
    assert len(lines) == 1 + 2 * (3 + 1)
    assert '"target": "de.md"' in lines[1]
    assert '"target": "en.md"' in lines[-1]


def test_names_are_relative_to_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file has one name in the lock, from whatever folder the command runs; what is no file keeps its name."""
    (tmp_path / "docs" / "en").mkdir(parents=True)
    (tmp_path / "docs" / "en" / "a.md").write_text("One.\n", "utf-8")
    names = []
    for folder, name in ((tmp_path, "docs/en/a.md"), (tmp_path / "docs", "en/a.md")):
        monkeypatch.chdir(folder)
        alignment = Alignment(
            page(("One.", 0), name=name), page(("Eins.", 0), name="stdin"), Ladder((Bead(range(1), range(1)),))
        )
        names.append(key_of(alignment, tmp_path / "coverage.lock"))
    assert names == [("docs/en/a.md", "stdin")] * 2


HEADER = '{"format": "aligner-lock", "format_version": 1}\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not a lock of coverage"),
        ('{"format": "aligner-alignment"}\n', "not a lock of coverage"),
        ("no json\n", "line 1: not a line of a lock"),
        ('{"format": "aligner-lock", "format_version": 2}\n', "a lock of another version"),
        (HEADER + "<<<<<<< HEAD\n", "line 2: not a line of a lock; settle the merge"),
        (HEADER + "[" * 100_000, "line 2: not a line of a lock"),
        (
            HEADER + '{"source": "a", "target": "b", "side": "middle", "section": "", "digest": "", "segments": ""}',
            "line 2",
        ),
        (
            HEADER + '{"source": "a", "target": "b", "side": "source", "section": "", "digest": 1, "segments": ""}',
            "line 2",
        ),
    ],
)
def test_a_damaged_lock_is_one_sentence(write: Write, content: str, message: str) -> None:
    """It names the file, the line, and what to do."""
    with pytest.raises(InputError, match=message):
        read_lock(write("lock", content))


def test_a_lock_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder in its place is an error that names it."""
    (tmp_path / "lock").mkdir()
    with pytest.raises(OutputError, match="lock"):
        write_lock(tmp_path / "lock", {})
