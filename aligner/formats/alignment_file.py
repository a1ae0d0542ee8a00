"""The alignment file: two texts and their ladder as JSON Lines, a header and then a bead a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from aligner.alignment import Alignment
from aligner.errors import InputError, LadderError
from aligner.files import write_whole
from aligner.ladder import Bead, Ladder
from aligner.text import Mark, Paragraph, Text, make_lines, make_text
from aligner.version import __version__
from aligner.work_info import WorkInfo

FORMAT = "aligner-alignment"
FORMAT_VERSION = 2
"""Version 2 added ``work`` and each side's ``title`` to the header; a file of version 1 is read as one without."""
_READ_VERSIONS = (1, 2)


def format_alignment(alignment: Alignment) -> Iterator[str]:
    """Yield the lines of an alignment file: a header, then a bead a line."""
    header = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "tool": f"aligner {__version__}",
        "signature": alignment.signature,
        **_describe_work(alignment.work),
        "source": _describe(alignment.source, alignment.work),
        "target": _describe(alignment.target, alignment.work),
    }
    yield _dump(header)
    for bead in alignment.ladder.beads:
        yield _dump(
            {
                "source": list(bead.source),
                "target": list(bead.target),
                "shape": bead.shape,
                "confidence": round(bead.confidence, 3),
                "source_text": [alignment.source.segments[i].raw for i in bead.source],
                "target_text": [alignment.target.segments[j].raw for j in bead.target],
            }
        )


def save_alignment(alignment: Alignment, path: Path) -> None:
    """Write an alignment file, whole or not at all."""
    write_whole(path, "".join(line + "\n" for line in format_alignment(alignment)))


def load_alignment(path: Path) -> Alignment:
    """Read an alignment file; raise ``InputError`` with file, line and what to do when it is not a whole one."""
    try:
        content = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 at byte {error.start}; an alignment file is JSON Lines in UTF-8"
        ) from error
    return parse_alignment(content, str(path))


def parse_alignment(content: str, name: str) -> Alignment:
    """Read the content of an alignment file; ``name`` is for messages."""
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
            runs = [_run(record[side], len(raws[side])) for side in raws]
            for side in raws:
                texts = record[f"{side}_text"]
                raws[side] += _texts(texts, record[side])
            beads.append(Bead(runs[0], runs[1], _probability(record["confidence"])))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{name}, line {number}: not a bead of this ladder ({error}); make the file again"
            ) from error
    texts = [_restore(header.get(side), raws[side], f"{name}, {side}") for side in raws]
    try:
        work = _restore_work(header, f"{name}, line 1")
        return Alignment(texts[0], texts[1], Ladder(tuple(beads)), str(header.get("signature", "")), work)
    except LadderError as error:
        raise InputError(f"{name}: {error}") from error


def _dump(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _parse_line(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise InputError(f"{place}: not JSON ({reason}); make the file again") from error
    if not isinstance(record, dict):
        raise InputError(f"{place}: not a JSON object; make the file again")
    return record


def _run(indices: list[int], at: int) -> range:
    run = range(at, at + len(indices))
    if list(run) != indices:
        raise ValueError(f"indices {indices}, segment {at} was to come next")
    return run


def _probability(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"confidence {value!r} is not from 0 to 1")
    return float(value)


def _texts(texts: list[str], indices: list[int]) -> list[str]:
    if len(texts) != len(indices) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{len(indices)} indices, {len(texts)} texts")
    return texts


def _describe_work(work: WorkInfo) -> dict[str, Any]:
    """Return the header's entry on the work, nothing where nothing is known; titles stand with their texts."""
    known = {key: value for key in ("name", "author", "rights") if (value := getattr(work, key))}
    return {"work": known} if known else {}


def _restore_work(header: dict[str, Any], place: str) -> WorkInfo:
    try:
        known = dict(header.get("work", {}))
        name, author, rights = (_same_type(known.get(key, ""), "") for key in ("name", "author", "rights"))
        sides = [header[side] for side in ("source", "target") if "title" in header[side]]
        return WorkInfo(name, author, rights, {side["language"]: _same_type(side["title"], "") for side in sides})
    except (TypeError, ValueError) as error:
        raise InputError(f"{place}: the header does not describe a work ({error}); make the file again") from error


def _describe(text: Text, work: WorkInfo) -> dict[str, Any]:
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
            {"segments": count, **_unusual(paragraph)} for count, paragraph in zip(counts, text.paragraphs, strict=True)
        ],
    }


def _unusual(paragraph: Paragraph) -> dict[str, Any]:
    """Return what is not as a paragraph is by default, but for its text."""
    usual = {field.name: field.default for field in fields(Paragraph)}
    values = asdict(paragraph)
    return {name: value for name, value in values.items() if name != "text" and value != usual[name]}


def _restore(described: Any, raws: list[str], place: str) -> Text:
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
    paragraph = Paragraph(text, **options)
    for field in fields(Paragraph):
        if field.name != "text":
            _same_type(getattr(paragraph, field.name), field.default)
    return paragraph


def _same_type(value: Any, example: Any) -> Any:
    """Return a value; raise ``TypeError`` when it is not of the example's type."""
    if type(value) is not type(example):
        raise TypeError(f"{value!r} where a value like {example!r} belongs")
    return value
