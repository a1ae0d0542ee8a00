"""The alignment file: two texts and their ladder as JSON Lines, a header and then one bead per line.

The header describes both texts except for their characters, which are in the beads. Every bead is one line, so version
control shows which beads a change has touched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from aligner.alignment import Alignment
from aligner.edition import Edition
from aligner.errors import InputError, LadderError
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.targets import open_target
from aligner.ladder import Bead, Ladder, Pair
from aligner.text import Mark, Paragraph, Text, make_lines, make_text
from aligner.version import __version__
from aligner.work_info import FACTS, WorkInfo

FORMAT = "aligner-alignment"  # how the header names the format
FORMAT_VERSION = 2
_HEAD = 64  # bytes in which the header names the format
"""Version 2 added ``work`` and each side's ``title`` to the header; a file of version 1 is read as one without.
``moved`` and ``written`` in the header, and ``state`` in a bead, came later; they may be missing in any file."""
_READ_VERSIONS = (1, 2)
_USUAL = {field.name: field.default for field in fields(Paragraph) if field.name != "text"}  # what a header leaves out


def format_alignment(alignment: Alignment) -> Iterator[str]:
    """Yield the lines of an alignment file, without line ends: a header, then one bead per line.

    Confidences are rounded to three decimals, so a file that is loaded and saved again is the same to the byte.
    """
    beads = [_dump(_describe_bead(bead, alignment)) for bead in alignment.ladder]
    header = {
        **describe_alignment(alignment.signature, alignment.work),
        "source": _describe_text(alignment.source, alignment.work),
        "target": _describe_text(alignment.target, alignment.work),
        **({"moved": [[list(run) for run in pair] for pair in alignment.moved]} if alignment.moved else {}),
        "written": _digest(beads),
    }
    yield _dump(header)
    yield from beads


def _describe_bead(bead: Bead, alignment: Alignment) -> dict[str, Any]:
    return {
        "source": list(bead.source),
        "target": list(bead.target),
        "shape": bead.shape,
        "confidence": round(bead.confidence, 3),
        **({"state": "confirmed"} if bead.confirmed else {}),
        "source_text": [alignment.source.segments[i].raw for i in bead.source],
        "target_text": [alignment.target.segments[j].raw for j in bead.target],
    }


def _digest(lines: list[str]) -> str:
    """Return a fingerprint of the lines of the beads, by which a change made by hand is noticed."""
    return sha256("\n".join(lines).encode("utf-8")).hexdigest()[:16]


def is_edited(content: str) -> bool | None:
    """Return whether the beads of an alignment file were changed since it was written.

    None when it does not say, as files of earlier versions do not.
    """
    first, _, rest = content.partition("\n")
    try:
        written = json.loads(first).get("written")
    except (ValueError, AttributeError, RecursionError):
        return None
    return written != _digest(rest.removesuffix("\n").split("\n") if rest else []) if written else None


def write_alignment(edition: Edition, settings: Settings, file: BinaryIO) -> Report:  # noqa: ARG001 - it is whole
    """Write the alignment of an edition of two versions; raise ``InputError`` for any other."""
    alignment = alignment_of_pair(edition, "an alignment file")
    file.writelines(line.encode() + b"\n" for line in format_alignment(alignment))
    return Report(units=len(alignment.ladder.beads))


def alignment_of_pair(edition: Edition, kind: str) -> Alignment:
    """Return the alignment that an edition of two versions was made of, with its own beads, confidences and signature.

    Where the rows came from a file, such as a translation memory, they are the beads. ``kind`` is the kind of file, for
    messages. Raises ``InputError`` for an edition of more versions, and for one that joins its two versions by several
    alignments: of these one would have to be chosen.
    """
    if len(edition.alignments) == 1:
        return edition.alignments[0]
    if len(edition.texts) != 2 or edition.alignments:
        count = f"{len(edition.texts)} languages in {len(edition.alignments)} alignments"
        raise InputError(
            f"{kind} holds one alignment of two languages, the edition has {count}; write one file per pair"
        )
    return edition.alignment(*edition.column_names)


class EditedFile(NamedTuple):
    """An alignment file that may have been changed by hand.

    ``rows`` are the raw texts of both sides of each bead with its line and its confidence, in the order of the file,
    which need not be a ladder. ``texts`` are both texts, None where its characters are not those that were aligned.
    """

    languages: tuple[str, str]
    signature: str
    rows: tuple[tuple[int, float, tuple[str, str]], ...]
    texts: tuple[Text | None, Text | None]


def parse_edited(content: str, name: str) -> EditedFile:
    """Return what an alignment file holds, whatever a person has changed in its beads.

    Raises ``InputError``, with name and line, where a line is not a bead at all.
    """
    lines = content.removesuffix("\n").split("\n")
    records = [_parse_line(line, f"{name}, line {number}") for number, line in enumerate(lines, 1)]
    header = records[0]
    if header.get("format") != FORMAT:
        raise InputError(f"{name}, line 1: no header of an alignment file; make one with `aligner align`")
    rows, pieces = [], {"source": dict[int, str](), "target": dict[int, str]()}
    for number, record in enumerate(records[1:], 2):
        try:
            for side, found in pieces.items():
                found.update(zip(record[side], _check_texts(record[f"{side}_text"], record[side]), strict=True))
            joined = ["".join(record[f"{side}_text"]) for side in pieces]
            rows.append((number, _probability(record.get("confidence", 1.0)), (joined[0], joined[1])))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{name}, line {number}: not a bead ({error}); give each number its text") from error
    texts: list[Text | None] = []
    for side, found in pieces.items():
        try:
            texts.append(_restore_text(header.get(side), [found[number] for number in sorted(found)], name))
        except (InputError, TypeError):
            texts.append(None)
    try:
        languages = str(header["source"]["language"]), str(header["target"]["language"])
    except (KeyError, TypeError) as error:
        raise InputError(f"{name}, line 1: the header does not name two languages; make the file again") from error
    return EditedFile(languages, str(header.get("signature", "")), tuple(rows), (texts[0], texts[1]))


def save_alignment(alignment: Alignment, path: str | os.PathLike[str]) -> None:
    """Write an alignment file, whole or not at all.

    Raises ``OutputError`` when the path is a folder or cannot be written, and ``TypeError`` when ``alignment`` is not
    an ``Alignment``.
    """
    if not isinstance(alignment, Alignment):
        raise TypeError(f"save_alignment takes an Alignment, not {type(alignment).__name__}")
    with open_target(Path(path)) as file:
        file.writelines(line.encode() + b"\n" for line in format_alignment(alignment))


def is_alignment_file(path: Path) -> bool:
    """Return whether a file begins as an alignment file does; one that cannot be read is none."""
    try:
        with path.open("rb") as file:
            return f'"{FORMAT}"'.encode() in file.read(_HEAD)
    except (OSError, ValueError):
        return False


def load_alignment(path: str | os.PathLike[str]) -> Alignment:
    """Read an alignment file.

    Raises ``InputError``, with file, line and what to do, when it cannot be read or is not a whole alignment file.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name an alignment file in it")
        content = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 at byte {error.start}; an alignment file is JSON Lines in UTF-8"
        ) from error
    except (OSError, ValueError) as error:  # a ValueError where the path holds a zero character
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: cannot be read ({reason}); name an alignment file") from error
    return parse_alignment(content, str(path))


def parse_alignment(content: str, name: str) -> Alignment:
    """Return the alignment that the content of an alignment file describes; ``name`` is for messages.

    Raises ``InputError``, with name, line and what to do, for everything that is not as ``format_alignment`` writes it:
    a file that was cut short, beads that are not a ladder, texts that do not have the digests in the header.
    """
    # Only "\n" ends a line: the texts may hold U+2028 and other characters at which splitlines would split.
    lines = content.split("\n")
    if lines[-1]:
        raise InputError(f"{name}, line {len(lines)}: the file ends inside a line; make it again with aligner")
    records = [_parse_line(line, f"{name}, line {number}") for number, line in enumerate(lines[:-1], 1)]
    if not records or records[0].get("format") != FORMAT:
        raise InputError(f"{name}, line 1: no header of an alignment file; make one with `aligner align`")
    header = records[0]
    if header.get("format_version") not in _READ_VERSIONS:
        raise InputError(
            f"{name}, line 1: format version {header.get('format_version')!r}, this aligner reads 1 and 2; "
            "make the file again or use the version that wrote it"
        )
    beads, raws = [], {"source": list[str](), "target": list[str]()}
    for number, record in enumerate(records[1:], 2):
        try:
            runs = [_next_run(record[side], len(raws[side])) for side in raws]
            for side in raws:
                texts = record[f"{side}_text"]
                raws[side] += _check_texts(texts, record[side])
            confirmed = record.get("state") == "confirmed"
            beads.append(Bead(runs[0], runs[1], _probability(record["confidence"]), confirmed))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{name}, line {number}: not a bead of this ladder ({error}); make the file again"
            ) from error
    texts = [_restore_text(header.get(side), raws[side], f"{name}, {side}") for side in raws]
    try:
        work = _restore_work(header, f"{name}, line 1")
        moved = _restore_moved(header.get("moved", []), f"{name}, line 1")
        return Alignment(texts[0], texts[1], Ladder(tuple(beads)), str(header.get("signature", "")), work, moved)
    except LadderError as error:
        raise InputError(f"{name}: {error}") from error


def _dump(record: dict[str, Any]) -> str:
    """Return a record as a line that UTF-8 can hold.

    Characters are written as they are, so that people can read and compare the file. Half of a surrogate pair, which
    Python puts into the name of a file that is not in UTF-8, cannot be: only a line with one is escaped as ASCII.
    """
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(record)
    return line


def _parse_line(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise InputError(f"{place}: not JSON ({reason}); make the file again") from error
    if not isinstance(record, dict):
        raise InputError(f"{place}: not a JSON object; make the file again")
    return record


def _next_run(indices: list[int], at: int) -> range:
    """Return indices as a range; raise ``ValueError`` when they are not a run that begins at the segment ``at``."""
    run = range(at, at + len(indices))
    if list(run) != indices:
        raise ValueError(f"indices {indices}, segment {at} was expected")
    return run


def _probability(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"confidence {value!r} is not from 0 to 1")
    return float(value)


def _check_texts(texts: list[str], indices: list[int]) -> list[str]:
    """Return a bead's texts; raise ``ValueError`` when there is not one string for each index."""
    if len(texts) != len(indices) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{len(indices)} indices, {len(texts)} texts")
    return texts


def _restore_moved(value: Any, place: str) -> tuple[Pair, ...]:
    try:
        pairs = [[_next_run(run, _same_type(run[0], 0)) for run in pair] for pair in value]
        return tuple((source, target) for source, target in pairs)
    except (TypeError, ValueError, IndexError) as error:
        raise InputError(f"{place}: the header's moved pairs are not pairs of runs ({error}); align again") from error


def describe_alignment(signature: str, work: WorkInfo) -> dict[str, Any]:
    """Return the beginning of a header: everything but the two texts."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "tool": f"aligner {__version__}",
        "signature": signature,
        **_describe_work(work),
    }


def describe_paragraph(segments: int, paragraph: Paragraph) -> dict[str, Any]:
    """Return a header's entry on a paragraph of so many segments: what is not as in a plain one, without its text."""
    return {"segments": segments, **_non_defaults(paragraph)}


def _describe_work(work: WorkInfo) -> dict[str, Any]:
    """Return the header's ``work`` entry, without one when nothing is known; titles are part of the texts' entries."""
    known = {key: value for key in FACTS if (value := getattr(work, key))}
    return {"work": known} if known else {}


def _restore_work(header: dict[str, Any], place: str) -> WorkInfo:
    try:
        known = dict(header.get("work", {}))
        facts = {key: _same_type(known.get(key, ""), "") for key in FACTS}
        sides = [header[side] for side in ("source", "target") if "title" in header[side]]
        return WorkInfo(**facts, titles={side["language"]: _same_type(side["title"], "") for side in sides})
    except (TypeError, ValueError) as error:
        raise InputError(f"{place}: the header does not describe a work ({error}); make the file again") from error


def _describe_text(text: Text, work: WorkInfo) -> dict[str, Any]:
    """Return the header's entry on a text.

    A paragraph is described by the number of its segments and by what is not as in a plain one; its characters are
    those of its segments, which are in the beads.
    """
    counts = [0] * len(text.paragraphs)
    for segment in text.segments:
        counts[segment.paragraph] += 1
    return {
        "language": text.language,
        **({"title": work.titles[text.language]} if text.language in work.titles else {}),
        "name": text.name,
        "digest": text.digest,
        "verbatim": text.verbatim,
        "paragraphs": [
            describe_paragraph(count, paragraph) for count, paragraph in zip(counts, text.paragraphs, strict=True)
        ],
    }


def _non_defaults(paragraph: Paragraph) -> dict[str, Any]:
    """Return the fields of a paragraph, except its text, that do not have their default values."""
    values = ((name, getattr(paragraph, name)) for name in _USUAL)
    return {name: value for name, value in values if value != _USUAL[name]}


def _restore_text(described: Any, raws: list[str], place: str) -> Text:
    """Return the text of an entry of the header and of the raw segments in the beads."""
    try:
        paragraphs, pieces, at = [], [], 0
        for entry in described["paragraphs"]:
            pieces.append(raws[at : at + entry["segments"]])
            at += entry["segments"]
            paragraphs.append(_restore_paragraph("".join(pieces[-1]), entry))
        language, name = _same_type(described["language"], ""), _same_type(described["name"], "")
        if _same_type(described["verbatim"], True):
            text = make_lines(language, "".join(raws), name)
        else:
            text = make_text(language, paragraphs, pieces, name)
        whole = text.digest == described["digest"] and at == len(raws)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{place}: the header does not describe this text ({error}); make the file again") from error
    if not whole:
        raise InputError(f"{place}: the text was changed or cut since the file was made; align again")
    return text


def _restore_paragraph(text: str, entry: dict[str, Any]) -> Paragraph:
    options = {name: value for name, value in entry.items() if name != "segments"}
    options["marks"] = tuple(Mark(*map(_same_type, mark, Mark(0, 0, "", ""))) for mark in options.get("marks", ()))
    details = (tuple(map(_same_type, pair, ("", ""))) for pair in options.get("details", ()))
    options["details"] = tuple((key, value) for key, value in details)
    paragraph = Paragraph(text, **options)
    for field in fields(Paragraph):
        if field.name != "text":
            _same_type(getattr(paragraph, field.name), field.default)
    return paragraph


def _same_type(value: Any, example: Any) -> Any:
    """Return a value; raise ``TypeError`` when it has not exactly the type of the example (``True`` is no number)."""
    if type(value) is not type(example):
        raise TypeError(f"{value!r} instead of a value like {example!r}")
    return value
