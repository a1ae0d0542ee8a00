"""The alignment file: written and read without a loss, and refused with a sentence where it is damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment import Alignment
from aligner.errors import InputError, LadderError, OutputError
from aligner.formats.alignment_file import (
    format_alignment,
    is_edited,
    load_alignment,
    parse_alignment,
    parse_edited,
    save_alignment,
)
from aligner.ladder import Bead, Ladder
from aligner.text import Mark, Paragraph, Text, make_lines, make_text
from aligner.work_info import WorkInfo

ODD = (
    '“Ä”\u2028\u0085\x0b\x1e tab\t quote" back\\slash \u00a0\u202f 🙂👩\u200d👩\u200d👧 e\u0301 \ufeff \u200b '
    "\ud7ff\ue000\U0010ffff <b>&amp;"
)

SOURCE = make_text(
    "en",
    [Paragraph("A Title", 1, 1, "heading"), Paragraph("One.\n Two. "), Paragraph(""), Paragraph(ODD, line=9)],
    [["A Title"], ["One.\n ", "Two. "], [], [ODD]],
    "en.txt",
)
TARGET = make_text("zh-Hans", [Paragraph("题"), Paragraph("一。二。")], [["题"], ["一。", "二。"]], "zh-Hans.txt")
TARGET_LINE = make_text("zh-Hans", [Paragraph("一。")], [["一。"]])
ALIGNMENT = Alignment(
    SOURCE,
    TARGET,
    Ladder((
        Bead(range(1), range(1), 1.0),
        Bead(range(1, 3), range(1, 2), 0.125),
        Bead(range(3, 4), range(0), 0.5),
        Bead(range(0), range(2, 3), 0.0),
    )),
    "model:fake|version:1",
)  # fmt: skip


def content_of(alignment: Alignment) -> str:
    """Return the content of the alignment's file."""
    return "".join(line + "\n" for line in format_alignment(alignment))


def one_to_one(source: Text, target: Text) -> Alignment:
    """Return an alignment of two texts of one length, bead by bead."""
    beads = [Bead(range(k, k + 1), range(k, k + 1)) for k in range(len(source.segments))]
    return Alignment(source, target, Ladder(tuple(beads)))


def test_round_trip(tmp_path: Path) -> None:
    """A file gives back headings, empty paragraphs, odd characters, shapes, confidences, names and signature."""
    save_alignment(ALIGNMENT, tmp_path / "en-zh.jsonl")
    assert load_alignment(tmp_path / "en-zh.jsonl") == ALIGNMENT
    assert [p.name for p in tmp_path.iterdir()] == ["en-zh.jsonl"]


def test_round_trip_of_marked_paragraphs() -> None:
    """A file gives back a paragraph's kind, place and inline markup."""
    marks = (Mark(0, 1, "ruby", "いち"), Mark(1, 2, "emphasis"))
    text = make_text("ja", [Paragraph("一二", 0, 3, "verse", "text/ch03.xhtml", marks)], [["一二"]], "book.epub")
    loaded = parse_alignment(content_of(one_to_one(text, text)), "f").source
    assert loaded == text
    assert loaded.paragraphs[0].marks[0].value == "いち"


@pytest.mark.parametrize("content", ["one\n\n  two \n", "one", "\n\n", "a\u2028b\x85\x0bc\n", "\ufeffa\n"])
def test_round_trip_of_verbatim_lines(content: str) -> None:
    """A file gives back the lines of a file that was segmented already, unchanged."""
    text = make_lines("de", content, "de.lines")
    loaded = parse_alignment(content_of(one_to_one(text, text)), "f")
    assert loaded == one_to_one(text, text)
    assert loaded.source.texts == text.texts


@pytest.mark.parametrize("text", [Text("en", (), ()), make_text("en", [Paragraph("")], [[]]), make_lines("en", "")])
def test_round_trip_of_texts_without_segments(text: Text) -> None:
    """A file of one empty text, or of two, is read as what it was."""
    alignment = Alignment(text, text, Ladder(()))
    assert parse_alignment(content_of(alignment), "f") == alignment
    one_sided = Alignment(text, TARGET, Ladder((Bead(range(0), range(3), 1.0),)))
    assert parse_alignment(content_of(one_sided), "f") == one_sided


@given(st.lists(st.lists(st.text(), max_size=3), max_size=4))
def test_round_trip_of_any_text(pieces: list[list[str]]) -> None:
    """Whatever characters a text has, its file gives them back."""
    text = make_text("und", [Paragraph("".join(parts)) for parts in pieces], pieces)
    assert parse_alignment(content_of(one_to_one(text, text)), "f") == one_to_one(text, text)


def test_the_file_is_json_lines_with_a_header() -> None:
    """The header says format, version, tool, signature and digests; a line has indices, texts, shape, confidence."""
    lines = content_of(ALIGNMENT).split("\n")
    assert lines.pop() == ""
    header, *beads = map(json.loads, lines)
    assert (header["format"], header["format_version"]) == ("aligner-alignment", 2)
    assert header["tool"].startswith("aligner ")
    assert header["signature"] == "model:fake|version:1"
    assert header["source"]["language"] == "en"
    assert header["target"]["digest"] == TARGET.digest
    assert beads[1] == {
        "source": [1, 2], "target": [1], "shape": "2-1", "confidence": 0.125,
        "source_text": ["One.\n ", "Two. "], "target_text": ["一。"],
    }  # fmt: skip


def test_confidences_are_rounded_once() -> None:
    """Confidences have three places in the file; a file that was read is written again to the byte."""
    alignment = Alignment(TARGET, TARGET, Ladder((Bead(range(3), range(3), 2 / 3),)))
    content = content_of(alignment)
    assert '"confidence": 0.667' in content
    assert content_of(parse_alignment(content, "f")) == content


def test_moving_a_bead_changes_its_lines_only() -> None:
    """Two files that differ by one moved segment differ in the lines of the two beads, and in the header's digest."""
    moved = [Bead(range(1), range(1)), Bead(range(1, 2), range(1, 2)), Bead(range(2, 4), range(2, 3))]
    left = [Bead(range(1), range(1)), Bead(range(1, 3), range(1, 2)), Bead(range(3, 4), range(2, 3))]
    one, other = (content_of(Alignment(SOURCE, TARGET, Ladder(tuple(beads)))).split("\n") for beads in (left, moved))
    assert [number for number, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]] == [0, 2, 3]


Damage = Callable[[list[Any]], object]


def on_header(side: str, key: str, value: object) -> Damage:
    """Return a damage that sets one entry of a side's description."""
    return lambda records: records[0][side].__setitem__(key, value)


def on_bead(number: int, key: str, value: object) -> Damage:
    """Return a damage that sets one entry of a bead."""
    return lambda records: records[number].__setitem__(key, value)


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (lambda records: records.clear(), "line 1: no header"),
        (lambda records: records.pop(0), "line 1: no header"),
        (lambda records: records[0].__setitem__("format", "tmx"), "line 1: no header"),
        (lambda records: records[0].__setitem__("format_version", 3), "line 1: format version 3, this aligner"),
        (lambda records: records[0].pop("format_version"), "line 1: format version None"),
        (lambda records: records[0].pop("source"), "source"),
        (lambda records: records[0].__setitem__("target", [1]), "target"),
        (lambda records: records[0]["source"].pop("language"), "source"),
        (lambda records: records[0]["source"].pop("paragraphs"), "source"),
        (lambda records: records[0]["source"].pop("verbatim"), "source"),
        (lambda records: records[0]["source"].pop("digest"), "source"),
        (on_header("source", "language", 5), "source"),
        (on_header("source", "name", None), "source"),
        (on_header("source", "digest", "0" * 16), "source"),
        (on_header("source", "verbatim", True), "source"),
        (on_header("source", "paragraphs", 4), "source"),
        (on_header("source", "paragraphs", [{"segments": 4}]), "source"),
        (on_header("source", "paragraphs", [{"segments": 1, "level": 1}]), "source"),
        (on_header("source", "paragraphs", [{"segments": "1"}]), "source"),
        (on_header("source", "paragraphs", [{"segments": -1}]), "source"),
        (on_header("source", "paragraphs", [{"segments": 1, "colour": "red"}]), "source"),
        (lambda records: records[0]["source"]["paragraphs"][0].__setitem__("level", "1"), "source"),
        (lambda records: records[0]["source"]["paragraphs"][3].__setitem__("marks", [[0, 1]]), "source"),
        (lambda records: records[0]["source"]["paragraphs"][3].__setitem__("marks", 3), "source"),
        (lambda records: records[0]["source"]["paragraphs"][3].__setitem__("line", "nine"), "source"),
        (lambda records: records.pop(2), "line 3"),
        (lambda records: records.insert(2, records[2]), "line 4"),
        (lambda records: records.reverse(), "line 1: no header"),
        (lambda records: records.append(records.pop(1)), "line 2"),
        (lambda records: records.pop(), "target"),
        (on_bead(1, "source", [5]), "line 2"),
        (on_bead(1, "source", None), "line 2"),
        (on_bead(2, "source", [2, 1]), "line 3"),
        (on_bead(1, "source_text", ["A Title", "more"]), "line 2"),
        (on_bead(1, "source_text", "A"), "source"),
        (on_bead(1, "source_text", [7]), "line 2"),
        (on_bead(1, "source_text", ["another title"]), "source"),
        (on_bead(1, "source_text", ["\ud800"]), "source"),
        (on_bead(1, "confidence", "high"), "line 2"),
        (on_bead(1, "confidence", "0.5"), "line 2"),
        (on_bead(1, "confidence", None), "line 2"),
        (on_bead(1, "confidence", 1.5), "line 2"),
        (on_bead(1, "confidence", float("nan")), "line 2"),
        (lambda records: records[1].pop("target"), "line 2"),
        (lambda records: records[1].pop("target_text"), "line 2"),
        (lambda records: records[1].pop("confidence"), "line 2"),
        (lambda records: records.__setitem__(1, []), "line 2: not a JSON object"),
        (lambda records: records.append({"source": [], "target": [], "confidence": 1, "source_text": [],
                                         "target_text": []}), "both sides are empty"),
    ],
)  # fmt: skip
def test_a_damaged_record_is_named(damage: Damage, place: str, tmp_path: Path) -> None:
    """Whatever is wrong in a record, the error is one sentence with the file, the line or side, and what to do."""
    records = [json.loads(line) for line in format_alignment(ALIGNMENT)]
    damage(records)
    path = tmp_path / "en-zh.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    with pytest.raises(InputError) as caught:
        load_alignment(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert place in message
    assert "\n" not in message
    assert ";" in message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: no header"),
        (b"\n", "line 1: not JSON"),
        (b"{}\n", "line 1: no header"),
        (b"[]\n", "line 1: not a JSON object"),
        (b'{"format": "aligner-alignment"', "line 1: the file ends inside a line"),
        (b"\xff\xfe{}\n", "not UTF-8 at byte 0"),
        (b"\xef\xbb\xbf{}\n", "line 1: not JSON"),
        (b"<html>\n</html>\n", "line 1: not JSON"),
        (b"[" * 100_000 + b"\n", "line 1: not JSON"),
        (b"1" * 5000 + b"\n", "line 1: not JSON"),
        (b"\x00\n", "line 1: not JSON"),
    ],
)
def test_a_file_that_is_something_else(content: bytes, message: str, tmp_path: Path) -> None:
    """A file that is empty, cut, of another kind or hostile is an error with file, line and what to do."""
    path = tmp_path / "file.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"file.jsonl.*{message}"):
        load_alignment(path)


def test_any_cut_is_noticed(tmp_path: Path) -> None:
    """A file cut off anywhere is never taken for a whole one."""
    whole = content_of(ALIGNMENT).encode("utf-8")
    path = tmp_path / "cut.jsonl"
    for size in range(0, len(whole), 3):
        path.write_bytes(whole[:size])
        with pytest.raises(InputError, match=r"cut\.jsonl"):
            load_alignment(path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder and a name that no file can have are errors that say which it is."""
    wrong: list[tuple[str | Path, str]] = [
        (tmp_path / "none.jsonl", "No such file"),
        (tmp_path, "is a folder"),
        ("a\0b", "embedded null"),
    ]
    for path, message in wrong:
        with pytest.raises(InputError, match=message):
            load_alignment(path)


@pytest.mark.parametrize(("count", "whole"), [(2, False), (3, True), (4, False)])
@pytest.mark.parametrize(
    "text", [make_lines("de", "a\nb\nc\n"), make_text("de", [Paragraph("abc")], [["a", "b", "c"]])]
)
def test_paragraphs_have_all_segments_and_no_more(text: Text, count: int, whole: bool) -> None:
    """A header whose paragraphs have fewer or more segments than the beads is that of another text."""
    header, *beads = content_of(one_to_one(text, text)).split("\n")
    record = json.loads(header)
    record["target"]["paragraphs"] = [{"segments": count}]
    content = "\n".join([json.dumps(record), *beads])
    if whole:
        assert parse_alignment(content, "x").target == text
    else:
        with pytest.raises(InputError, match="x, target: the text was changed or cut since the file was made"):
            parse_alignment(content, "x")


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Return every list or object inside a value, with each index or key of it."""
    if not isinstance(value, list | dict):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, key) for key in keys] + [place for key in keys for place in places_in(value[key])]


@given(st.data())
def test_any_value_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever stands in place of a value of the file, it is read as an alignment or refused with a sentence."""
    records = [json.loads(line) for line in format_alignment(replace(one_to_one(MARKED, MARKED), work=WORK))]
    holder, key = data.draw(st.sampled_from(places_in(records)))
    holder[key] = data.draw(ANY_JSON)
    with suppress(InputError, LadderError):
        assert isinstance(parse_alignment("".join(json.dumps(record) + "\n" for record in records), "x"), Alignment)


MARKED = make_text(
    "ja", [Paragraph("一二", 0, 3, "verse", "ch03", (Mark(0, 1, "ruby", "いち"),))], [["一", "二"]], "b.epub"
)
WORK = WorkInfo("kettle", "Ä. Author", "CC0-1.0", {"en": "A Title", "zh-Hans": "题"})


def test_what_is_known_of_the_work_travels_in_the_header() -> None:
    """Name, author and rights of the work and the title of each side come back from the file."""
    header = json.loads(content_of(replace(ALIGNMENT, work=WORK)).split("\n")[0])
    assert header["work"] == {"name": "kettle", "author": "Ä. Author", "rights": "CC0-1.0"}
    assert (header["source"]["title"], header["target"]["title"]) == ("A Title", "题")
    assert parse_alignment(content_of(replace(ALIGNMENT, work=WORK)), "x").work == WORK
    assert "work" not in json.loads(content_of(ALIGNMENT).split("\n")[0])


def test_a_file_of_version_1_is_read() -> None:
    """A file of the first version of the format, which says nothing of the work, is read whole."""
    header, *beads = content_of(ALIGNMENT).split("\n")
    old = json.dumps({**json.loads(header), "format_version": 1})
    assert parse_alignment("\n".join([old, *beads]), "x") == ALIGNMENT


@pytest.mark.parametrize("work", [5, ["a"], {"name": 5}, {"rights": None}])
def test_a_damaged_work_is_named(work: object) -> None:
    """A header whose work is none is refused with its line."""
    header, *beads = content_of(ALIGNMENT).split("\n")
    with pytest.raises(InputError, match="x, line 1: the header does not describe a work"):
        parse_alignment("\n".join([json.dumps({**json.loads(header), "work": work}), *beads]), "x")


def test_paths_are_strings_or_paths(tmp_path: Path) -> None:
    """A file is saved and loaded by a string or by a path object."""
    for path in (str(tmp_path / "one.jsonl"), tmp_path / "new" / "two.jsonl"):
        save_alignment(ALIGNMENT, path)
        assert load_alignment(path) == ALIGNMENT


@pytest.mark.parametrize("wrong", [None, 5, b"x.jsonl", ["x.jsonl"]])
def test_what_is_no_path_is_a_type_error(wrong: Any) -> None:
    """What is neither a string nor a path raises ``TypeError``, and so does what is no alignment."""
    with pytest.raises(TypeError):
        load_alignment(wrong)
    with pytest.raises(TypeError):
        save_alignment(ALIGNMENT, wrong)
    with pytest.raises(TypeError, match="takes an Alignment, not "):
        save_alignment(wrong, "x.jsonl")


def test_places_that_cannot_be_written_are_one_sentence(tmp_path: Path) -> None:
    """A folder, and a path that leads through a file, are errors with a sentence."""
    with pytest.raises(OutputError, match="is a folder; name a file in it"):
        save_alignment(ALIGNMENT, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        save_alignment(ALIGNMENT, tmp_path / "file" / "en-zh.jsonl")


def test_names_that_utf_8_cannot_hold_come_back(tmp_path: Path) -> None:
    """A text from a file whose name is not UTF-8, and one with half of a surrogate pair, are saved and loaded."""
    text = make_text("de", [Paragraph("a\ud800b")], [["a\ud800b"]], "caf\udce9.txt")
    save_alignment(one_to_one(text, TARGET_LINE), tmp_path / "x.jsonl")
    assert load_alignment(tmp_path / "x.jsonl") == one_to_one(text, TARGET_LINE)
    assert r"caf\udce9.txt" in (tmp_path / "x.jsonl").read_text("utf-8")


@pytest.mark.parametrize("version", [0, 3, "2", None])
def test_other_versions_are_refused(version: object) -> None:
    """Versions 1 and 2 of the format are read, and no other."""
    header, *beads = content_of(ALIGNMENT).split("\n")
    with pytest.raises(InputError, match=r"line 1: format version .*, this aligner reads 1 and 2; make the file again"):
        parse_alignment("\n".join([json.dumps({**json.loads(header), "format_version": version}), *beads]), "x")


@pytest.mark.parametrize(("value", "accepted"), [(0, True), (1, True), (-0.001, False), (1.001, False), (True, False)])
def test_a_confidence_is_a_probability(value: float, accepted: bool) -> None:
    """A bead's confidence is a number from 0 to 1, both included."""
    header, bead, *rest = content_of(ALIGNMENT).split("\n")
    content = "\n".join([header, json.dumps({**json.loads(bead), "confidence": value}), *rest])
    if accepted:
        assert parse_alignment(content, "x").ladder.beads[0].confidence == value
    else:
        with pytest.raises(InputError, match=r"x, line 2: .*confidence .* is not from 0 to 1"):
            parse_alignment(content, "x")


def test_an_edit_by_hand_is_noticed() -> None:
    """The header has a digest of the beads' lines: a changed bead is an edit, a changed header is none."""
    content = content_of(_plain())
    assert is_edited(content) is False
    assert is_edited(content.replace('"confidence": 1.0', '"confidence": 0.5', 1)) is True
    header, rest = content.split("\n", 1)
    without = {key: value for key, value in json.loads(header).items() if key != "written"}
    assert is_edited(json.dumps(without) + "\n" + rest) is None
    assert is_edited("not JSON") is None


def _plain() -> Alignment:
    beads = (Bead(range(1), range(1)), Bead(range(1, 2), range(1, 2)), Bead(range(2, 4), range(2, 3)))
    return Alignment(SOURCE, TARGET, Ladder(beads))


def test_what_is_confirmed_and_moved_is_kept() -> None:
    """Beads that a person has fixed, and pairs that are in another order, are read as they were written."""
    beads = (
        Bead(range(1), range(1), 1.0, confirmed=True),
        Bead(range(1, 2), range(0)),
        Bead(range(2, 4), range(1, 2)),
        Bead(range(4, 4), range(2, 3)),
    )
    one = Alignment(SOURCE, TARGET, Ladder(beads), moved=((range(1, 2), range(2, 3)),))
    again = parse_alignment(content_of(one), "x")
    assert [bead.confirmed for bead in again.ladder] == [True, False, False, False]
    assert again.moved == one.moved
    with pytest.raises(LadderError, match="is not unmatched"):
        Alignment(SOURCE, TARGET, Ladder(beads), moved=((range(1), range(1)),))


def test_a_file_changed_by_hand_is_read_as_it_is() -> None:
    """Beads that cross and texts that were changed are rows all the same; a text that was changed is told apart."""
    lines = content_of(_plain()).removesuffix("\n").split("\n")
    crossed = "\n".join([lines[0], lines[2], lines[1], lines[3]]) + "\n"
    edited = parse_edited(crossed, "x")
    assert [line for line, _, _ in edited.rows] == [2, 3, 4]
    assert edited.texts == (SOURCE, TARGET)
    changed = crossed.replace(SOURCE.segments[0].raw.rstrip(), "Changed.", 1)
    assert parse_edited(changed, "x").texts[0] is None
    with pytest.raises(InputError, match="x, line 2: not a bead"):
        parse_edited(lines[0] + "\n{}\n", "x")
