"""Stand-off alignments as parallel corpora keep them: a file of links, and a file of sentences for each language.

``<linkGrp fromDoc="en.xml" toDoc="de.xml">`` names the files of two texts, and each ``<link xtargets="s1 s2;s1">`` in
it the sentences ``<s id="s1">`` that belong together; nothing on one side of the semicolon means no counterpart.

Source: XCES, the Corpus Encoding Standard for XML (Ide, Bonhomme and Romary 2000), as OPUS uses it (Tiedemann 2012).
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from lxml import etree

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.files import is_file
from aligner.formats.memory_units import closeness
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.string_files import language_of
from aligner.formats.tmx_stream import MemoryStream, open_memory
from aligner.formats.units import confident_rows, count_details
from aligner.formats.xml_characters import count_forbidden, drop_forbidden
from aligner.read.parts.detect import settle_language
from aligner.read.parts.draft import brief
from aligner.read.parts.language_tags import check_language, is_common_tag
from aligner.text import Paragraph, Segment, Text, fold_space
from aligner.work_info import WorkInfo

_ROOT = re.compile(rb"<(?:\w+:)?(?:cesAlign|linkGrp)\b")
_HEAD = 4096  # bytes in which the root is searched
_ID = re.compile(r"[\w.:-]{1,200}")
_MOST_TEXT = 1 << 28
"""Bytes of sentences that are read at most: an alignment of two texts is in memory as a whole."""

_CROSSING = "links that cross others or leave out sentences, whose sentences stay alone"


def is_xces(source: str | os.PathLike[str] | bytes) -> bool:
    """Return whether a file, packed or not, or its bytes, is one of links."""
    try:
        with open_memory(source, "links") as file:
            return bool(_ROOT.search(file.peek(_HEAD)[:_HEAD]))
    except InputError:
        return False


# --- Read --------------------------------------------------------------------------------------------------------


class _Link(NamedTuple):
    """The sentences of a link on both sides, how sure it is, and its file and line."""

    sides: tuple[list[str], list[str]]
    certainty: float
    name: str
    line: int


@dataclass(slots=True)
class _Side:
    """The sentences of a language so far: a paragraph each, and of the present document the places by identifier."""

    language: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    at: int = 0
    size: int = 0


def load_xces(
    source: str | os.PathLike[str], *, name: str = "", languages: Sequence[str] = ()
) -> tuple[Edition, list[str]]:
    """Read a file of links and the files of sentences that it names as an edition; return it with the losses counted.

    The files of sentences are looked for under the folder of the file of links only, as they are named there, then by
    their names alone, packed or not. Each sentence is a paragraph with its identifier as place. Several documents make
    one text. Certainties are taken as confidences where all of them are from 0 to 1.

    Raises ``InputError`` for a file that is missing or damaged, and for sentences that are not there.
    """
    path = Path(source)
    notes: Counter[str] = Counter()
    sides = (_Side(), _Side())
    rows: list[Row] = []
    certainties: list[float] = []
    groups = list(_read_groups(path, name or str(path)))
    for documents, links in groups:
        for side, document in zip(sides, documents, strict=True):
            _read_sentences(path, document, side, notes, prefixed=len(groups) > 1)
        certainties += [link.certainty for link in links]
        rows += _rows_of(links, sides, documents, notes)
    if not rows:
        raise InputError(f'{path}: no link in it; it should hold <link xtargets="s1;s1"/>')
    names = groups[0][0] if len(groups) == 1 else (path.name, path.name)
    tags = _given(sides, languages)
    texts = [_text_of(side, given, name) for side, given, name in zip(sides, tags, names, strict=True)]
    if texts[0].language == texts[1].language:
        raise InputError(f"{path}: does not say which languages it holds; name them, as --languages en,de")
    if not all(0 <= certainty <= 1 for certainty in certainties):
        notes["certainties, which are no probabilities here, left out"] += len(certainties)
        rows = [row._replace(confidence=1.0) for row in rows]
    work = WorkInfo(re.sub(r"(\.xml)?(\.gz)?$", "", path.name))
    edition = Edition((texts[0], texts[1]), tuple(rows), work, ("memory:links",))
    return edition, [f"{count:,} {what}" for what, count in sorted(notes.items()) if count]


def _read_groups(path: Path, name: str) -> Iterator[tuple[tuple[str, str], list[_Link]]]:
    """Yield the documents of each group of links with the links."""
    with open_memory(path, name) as file:
        stream = MemoryStream(file, name, ("{*}link", "{*}linkGrp"), ("link",))
        yield from stream.guard(_groups(stream, name))


def _groups(stream: MemoryStream, name: str) -> Iterator[tuple[tuple[str, str], list[_Link]]]:
    links: list[_Link] = []
    elements = iter(stream)
    next(elements)  # the root
    for element in elements:
        if element.tag.rpartition("}")[2] == "link":
            links.append(_read_link(element, name))
            continue
        documents = element.get("fromDoc", ""), element.get("toDoc", "")
        if links and not all(documents):
            raise InputError(f"{name}, line {_line(element)}: a <linkGrp> without fromDoc and toDoc")
        if links:
            yield documents, links
        links = []
    for error in stream.errors:
        raise InputError(f"{name}, line {error.line}: not well-formed XML ({brief(error.message)})")


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 1


def _read_link(element: etree._Element, name: str) -> _Link:
    source, semicolon, target = element.get("xtargets", "").partition(";")
    if not semicolon or ";" in target:
        said = brief(element.get("xtargets", "no xtargets"))
        raise InputError(f'{name}, line {_line(element)}: {said!r} does not name sentences as in xtargets="s1 s2;s1"')
    try:
        certainty = float(element.get("certainty", "1"))
    except ValueError:
        certainty = -1.0
    return _Link((source.split(), target.split()), certainty, name, _line(element))


def _find_document(path: Path, document: str) -> Path:
    """Return the file of sentences that a file of links names, which must be under its folder."""
    folder = path.parent
    plain = PurePosixPath(document)
    if plain.is_absolute() or ".." in plain.parts or "\\" in document or ":" in document or "\0" in document:
        raise InputError(f"{path}: names {brief(document)!r}, which is outside its folder; move the file and the name")
    for place in (document, plain.name):
        for candidate in (folder / place, folder / place.removesuffix(".gz"), folder / f"{place}.gz"):
            if is_file(candidate) and candidate.resolve().is_relative_to(folder.resolve()):
                return candidate
    raise InputError(f"{path}: names {brief(document)!r}, which is not in {folder}; put the file of sentences there")


def _read_sentences(path: Path, document: str, side: _Side, notes: Counter[str], *, prefixed: bool) -> None:
    """Read a document's sentences, and its language if it is the first one."""
    file_path = _find_document(path, document)
    side.at, side.places = len(side.paragraphs), {}
    first = document.partition("/")[0]
    side.language = side.language or (check_language(first) if is_common_tag(first) else language_of(document))
    with open_memory(file_path, str(file_path)) as file:
        stream = MemoryStream(file, str(file_path), ("{*}s",), ("s",))
        for identifier, text, line in stream.guard(_sentences(stream, side, notes)):
            if identifier in side.places:
                raise InputError(f"{file_path}, line {line}: a second sentence {brief(identifier)!r}")
            side.size += len(text)
            if side.size > _MOST_TEXT:
                raise InputError(f"{path}: names more than {_MOST_TEXT >> 20} MiB of text; split the file of links")
            if identifier:
                side.places[identifier] = len(side.paragraphs)
            place = f"{document}#{identifier}" if prefixed else identifier
            side.paragraphs.append(Paragraph(text, 0, line, "unit", place))
        for error in stream.errors:
            raise InputError(f"{file_path}, line {error.line}: not well-formed XML ({brief(error.message)})")


def _sentences(stream: MemoryStream, side: _Side, notes: Counter[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the sentences of a document: identifier, text, line; take its language if it is not known yet."""
    elements = iter(stream)
    root = next(elements)
    side.language = side.language or _declared(root)
    for element in elements:
        identifier = element.get("id") or element.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        yield identifier, _sentence(element, notes), _line(element)


def _declared(root: etree._Element) -> str:
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return check_language(said) if is_common_tag(said) else ""


def _sentence(element: etree._Element, notes: Counter[str]) -> str:
    """Return a sentence's text: its characters, or its words with a space between those that are not joined."""
    words = list(element.iter("{*}w", "{*}pc"))
    if not words:
        return fold_space("".join(map(str, element.itertext())))
    notes["sentences that are cut into words, joined with spaces"] += 1
    pieces: list[str] = []
    joined = True
    for word in words:
        said = word.get("join", "")
        pieces.append("" if joined or said in ("left", "both") else " ")
        pieces.append("".join(map(str, word.itertext())).strip())
        joined = said in ("right", "both") or "SpaceAfter=No" in word.get("misc", "")
    return "".join(pieces)


def _rows_of(
    links: Sequence[_Link], sides: tuple[_Side, _Side], documents: tuple[str, str], notes: Counter[str]
) -> Iterator[Row]:
    """Yield the links as rows, and each sentence between them that no link has as a row of its own."""
    at = [side.at for side in sides]
    for link in links:
        runs = [_run(link, number, sides[number], documents[number]) for number in (0, 1)]
        if not any(runs) or any(
            run is None or (run and run.start < start) for run, start in zip(runs, at, strict=True)
        ):
            notes[_CROSSING] += 1
            continue
        known = [run or range(start, start) for run, start in zip(runs, at, strict=True)]
        yield from _alone(at, [run.start for run in known], notes)
        yield Row((known[0], known[1]), link.certainty, ())
        at = [run.stop for run in known]
    yield from _alone(at, [len(side.paragraphs) for side in sides], notes)


def _run(link: _Link, number: int, side: _Side, document: str) -> range | None:
    """Return the sentences of one side of a link; None where they do not follow each other."""
    missing = next((identifier for identifier in link.sides[number] if identifier not in side.places), None)
    if missing is not None:
        raise InputError(
            f"{link.name}, line {link.line}: {brief(document)} has no sentence {brief(missing)!r}; "
            "the files are not of the same version"
        )
    places = [side.places[identifier] for identifier in link.sides[number]]
    if not places:
        return range(0)
    run = range(places[0], places[-1] + 1)
    return run if places == list(run) else None


def _alone(at: Sequence[int], stops: Sequence[int], notes: Counter[str]) -> Iterator[Row]:
    """Yield a row for each sentence between two links."""
    for number, (start, stop) in enumerate(zip(at, stops, strict=True)):
        for place in range(start, stop):
            notes["sentences in no link, kept alone"] += 1
            run = range(place, place + 1)
            # The sentences of the source come first, so the target is where it was, and then the source at its end.
            yield Row((range(stops[0], stops[0]), run) if number else (run, range(at[1], at[1])), 1.0, ())


def _given(sides: Sequence[_Side], languages: Sequence[str]) -> list[str]:
    """Return the languages that the caller names for the sides; "" where the files say it themselves."""
    left = [tag for tag in languages if not any(closeness(tag, side.language) for side in sides if side.language)]
    return [side.language or (left.pop(0) if left else "") for side in sides]


def _text_of(side: _Side, language: str, name: str) -> Text:
    tag = language or settle_language(side.paragraphs[:200], "", "")[0]
    segments = [
        Segment(number, 0, paragraph.text, fold_space(paragraph.text))
        for number, paragraph in enumerate(side.paragraphs)
    ]
    return Text(tag, tuple(side.paragraphs), tuple(segments), name)


# --- Write -------------------------------------------------------------------------------------------------------


def write_links(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the confident rows as links between the files of sentences that the settings name.

    Raises ``InputError`` when the edition does not have two languages.
    """
    if len(edition.texts) != 2 or len(settings.documents) != 2:
        raise InputError("links hold two languages and need a file of sentences for each; write them with -o")
    report = Report()
    documents = [escape(drop_forbidden(name)) for name in settings.documents]
    identifiers = [_identifiers(text) for text in edition.texts]
    file.write(b'<?xml version="1.0" encoding="utf-8"?>\n')
    file.write(b'<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n<cesAlign version="1.0">\n')
    file.write(f'<linkGrp targType="s" fromDoc="{documents[0]}" toDoc="{documents[1]}">\n'.encode())
    for side, text in enumerate(edition.texts):
        _count_lost(text, report, also_of_unit=side == 0)
    for number, row in confident_rows(edition, settings, report):
        sides = (" ".join(ids[k] for k in cell) for ids, cell in zip(identifiers, row.cells, strict=True))
        certainty = f"{row.confidence:.3f}"
        file.write(f'<link id="SL{number}" xtargets="{";".join(sides)}" certainty="{certainty}"/>\n'.encode())
        report.units += 1
    file.write(b"</linkGrp>\n</cesAlign>\n")
    return report


def _count_lost(text: Text, report: Report, *, also_of_unit: bool) -> None:
    """Count what a memory says of its units and sentences do not hold."""
    for segment in text.segments:
        paragraph = text.paragraphs[segment.paragraph]
        if paragraph.kind == "unit":
            one_line = segment.raw.strip() != segment.text
            report.remarks["texts with line breaks or several spaces, written in one line"] += one_line
            count_details(paragraph, report, also_of_unit=also_of_unit)


def write_sentences(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the first column's text as a file of sentences, in paragraphs where these hold several."""
    report = Report()
    text = edition.texts[0]
    nested = len(text.paragraphs) < len(text.segments)
    language = escape(drop_forbidden(settings.locale(text.language)))
    file.write(f'<?xml version="1.0" encoding="utf-8"?>\n<text lang="{language}">\n'.encode())
    last = -1
    for identifier, segment in zip(_identifiers(text), text.segments, strict=True):
        if nested and segment.paragraph != last:
            file.write((b"</p>\n" if last >= 0 else b"") + f'<p id="p{segment.paragraph + 1}">\n'.encode())
            last = segment.paragraph
        report.remarks["characters that no XML file may hold were dropped"] += count_forbidden(segment.text)
        file.write(f'<s id="{identifier}">{escape(drop_forbidden(segment.text), quote=False)}</s>\n'.encode())
    file.write(b"</p>\n</text>\n" if last >= 0 else b"</text>\n")
    return report


def _identifiers(text: Text) -> list[str]:
    """Return an identifier for each segment: those that the text came with, or ``s1``, ``s2`` and so on."""
    places = [text.paragraphs[segment.paragraph].place for segment in text.segments]
    if len({*places}) == len(places) and all(map(_ID.fullmatch, places)):
        return places
    return [f"s{number}" for number in range(1, len(places) + 1)]
