"""Texts with hard borders: units of a memory, verses with numbers, passages between marks; no bead crosses one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from aligner.alignment import Alignment
from aligner.errors import InputError
from aligner.ladder import Bead, Ladder
from aligner.read import read_document
from aligner.read.parts.source import Source, read_content
from aligner.read.recognise import text_format
from aligner.segment import cut
from aligner.segment.document import segment_document
from aligner.session import Aligner
from aligner.text import Mark, Paragraph, Text, make_lines, make_text

IDS = "ids"
"""What is given in place of a mark for lines that begin with an identifier."""

_ID = re.compile(
    r"([^\t\n]{1,60})\t"
    r"|((?:[1-3]\s?)?(?:[^\W\d_]{1,20}\.?\s)?\d{1,4}[:.,]\d{1,4}[a-z]?|\S{0,40}\d\S{0,20})[ \u3000]"
)
"""An identifier at the beginning of a line: what is before a tab, or a verse such as ``1 Kor 3:16``, ``3:16`` or a word
with a figure such as ``b.GEN.1.1``, ``[12]``."""

_BRIDGE = re.compile(r"(.{0,50}[:.,]\d{1,4}[a-z]?)[-–]\d{1,4}[a-z]?")  # "1:3-4": verses that are one in a translation

_TOGETHER = 1000
"""Sentences of a side that are aligned in one run. Larger runs take more memory, smaller ones know less of what all
sentences share."""


class BorderedText(NamedTuple):
    """A text, and its borders: an identifier, or the mark, and the number of the segment before which it is."""

    text: Text
    borders: list[tuple[str, int]]


def read_bordered(
    source: Source, borders: str, *, language: str | None = None, name: str = "", segmented: bool = False
) -> BorderedText:
    """Read a plain text whose lines begin with identifiers (``ids``), or in which a line of its own is a mark.

    Each line is a paragraph, which is cut into segments; identifiers and marks are not part of the text, but an
    identifier is the ``place`` of its paragraph. With ``segmented`` each line is a segment and is kept as it is,
    identifiers and marks included.

    A file that is no plain text, such as USFM, TEI or an act of EUR-Lex, is read as what it is, and has the identifiers
    that its format gives to verses, articles and lines.

    Raises ``InputError`` when the file cannot be read, or no line has an identifier or is the mark.

    >>> read_bordered(b"1:1 One. Two.\\n1:2 Three.\\n", "ids", language="en").borders
    [('1:1', 0), ('1:2', 2)]
    """
    if borders == IDS and not segmented and (text := _read_marked(source, language, name)):
        return BorderedText(text, _marked_borders(text))
    content, tag = read_content(source, language=language, name=name)
    name = name or str(source)
    paragraphs, pieces, found, count, current = [], [], list[tuple[str, int]](), 0, ""
    for number, line in enumerate(content.removesuffix("\n").split("\n"), 1):
        key, rest = _split_line(line, borders)
        if key:
            current = key if borders == IDS else ""
            found.append((_first_of(key), count))
        parts = [line] if segmented else cut(rest, tag) if rest.strip() else []
        if key and segmented and borders != IDS:
            found.append((borders, count + 1))  # a mark is a segment, and what follows it begins anew
        if parts and not segmented:
            marks = (Mark(0, 0, "id", current),) if current else ()
            paragraphs.append(Paragraph(rest, line=number, place=key if borders == IDS else "", marks=marks))
            pieces.append(parts)
        count += len(parts)
    if not found:
        wanted = "no line begins with an identifier" if borders == IDS else f"no line is the mark {borders!r}"
        raise InputError(f"{name}: {wanted}; see --borders")
    text = make_lines(tag, content, name) if segmented else make_text(tag, paragraphs, pieces, name)
    return BorderedText(text, found)


def _read_marked(source: Source, language: str | None, name: str) -> Text | None:
    """Return the text of a file in whose format verses, articles or lines have identifiers; None for any other."""
    if PurePath(name or str(source)).suffix.lower() in (".txt", ""):
        content = read_content(source, language=language or "und", name=name)[0]
        if not text_format(content, ".txt", name):
            return None
    text = segment_document(read_document(source, language=language, name=name))
    return text if _marked_borders(text) else None


def _marked_borders(text: Text) -> list[tuple[str, int]]:
    """Return the identifiers of a text with the segments at which they begin; what goes on begins no more."""
    found: list[tuple[str, int]] = []
    last = ""
    for number, segment in enumerate(text.segments):
        ids = text.segment_ids(number)
        if ids and ids[0] != last and text.paragraphs[segment.paragraph].kind != "note":
            found.append((_first_of(ids[0]), number))
        last = ids[-1] if ids else last
    return found


def _first_of(key: str) -> str:
    """Return the first of the identifiers that one stands for: a translation may join verses.

    >>> _first_of("GEN 1:3-4"), _first_of("3:16"), _first_of("b-12")
    ('GEN 1:3', '3:16', 'b-12')
    """
    match = _BRIDGE.fullmatch(key)
    return match[1] if match else key


def _split_line(line: str, borders: str) -> tuple[str, str]:
    """Return the identifier or the mark of a line, "" for none, and the rest of the line."""
    if borders != IDS:
        return (borders, "") if line.strip() == borders else ("", line)
    match = _ID.match(line)
    return ((match[1] or match[2]).strip(), line[match.end() :].lstrip()) if match else ("", line)


def align_bordered(source: BorderedText, target: BorderedText, session: Aligner, *, ids: bool) -> Alignment:
    """Align two texts piece by piece between the borders that they share.

    Marks are paired in their order and must be as many; identifiers are paired where both texts have them, in the
    longest order that both keep. Raises ``InputError`` where the marks differ in number, or no
    identifier is in both texts.
    """
    shared = _pair_ids(source, target) if ids else _pair_marks(source, target)
    edges = [(0, 0), *shared, (len(source.text), len(target.text))]
    if ids:
        edges = _part_unshared(edges, source, target)
    counts = [(k - i, l - j) for (i, j), (k, l) in pairwise(edges)]
    ladder = align_pieces((source.text, target.text), counts, session)
    return Alignment(source.text, target.text, ladder, session.signature)


def _pair_marks(source: BorderedText, target: BorderedText) -> list[tuple[int, int]]:
    if len(source.borders) != len(target.borders):
        counts = [len(each.borders) for each in (source, target)]
        raise InputError(
            f"{source.text.name} has {counts[0]} borders, {target.text.name} {counts[1]}; "
            "marks are paired in their order, so both texts need as many"
        )
    return [(i, j) for (_, i), (_, j) in zip(source.borders, target.borders, strict=True)]


def _pair_ids(source: BorderedText, target: BorderedText) -> list[tuple[int, int]]:
    """Return the places of the identifiers of both texts, rising on both sides."""
    places = [dict(_numbered(each.borders)) for each in (source, target)]
    pairs = sorted((i, places[1][key]) for key, i in places[0].items() if key in places[1])
    if not pairs:
        raise InputError(f"{source.text.name} and {target.text.name} have no identifier in common; see --borders")
    # The longest rising run of target places: ``ends`` has the pair with the lowest one for each length.
    ends: list[int] = []
    before: list[int] = []
    lowest: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(lowest, j + 1)  # equal places may follow each other: an empty verse
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1], lowest[at : at + 1] = [number], [j]
    chain, k = [], ends[-1]
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]


def _part_unshared(edges: list[tuple[int, int]], source: BorderedText, target: BorderedText) -> list[tuple[int, int]]:
    """Return the edges of pieces, with more where the source and the target each have identifiers of their own.

    Where only one side has such identifiers they stay with the piece before them: a translation may have put two verses
    into one.
    """
    starts = [sorted({place for _, place in each.borders}) for each in (source, target)]
    parted = edges[:1]
    for (i, j), (k, l) in pairwise(edges):
        alone = [
            places[at] if (at := bisect_right(places, low)) < len(places) and places[at] < high else None
            for places, low, high in zip(starts, (i, j), (k, l), strict=True)
        ]
        if alone[0] is not None and alone[1] is not None:
            parted += [(alone[0], alone[1]), (k, alone[1])]
        parted.append((k, l))
    return parted


def _numbered(borders: list[tuple[str, int]]) -> Iterator[tuple[tuple[str, int], int]]:
    """Yield the borders with the number of times that their identifier has come: verse 1 of each chapter."""
    seen: Counter[str] = Counter()
    for key, place in borders:
        seen[key] += 1
        yield (key, seen[key]), place


def align_pieces(
    texts: tuple[Text, Text], counts: Sequence[tuple[int, int]], session: Aligner, known: Sequence[float] = ()
) -> Ladder:
    """Return the ladder of two texts that are cut into pieces, of as many segments as ``counts`` says of each side.

    A piece without one side is deletions or insertions. With ``known``, a confidence for each piece, a piece of one
    segment a side is a bead of that confidence and is not aligned. Raises ``ModelError`` when the model cannot be
    loaded.
    """
    beads: list[Bead] = []
    for batch in _batches(counts):
        beads += _align_batch(texts, batch, session, known)
    return Ladder(tuple(beads))


class Piece(NamedTuple):
    """A bead in sentences, and its number."""

    source: range
    target: range
    number: int


def _batches(counts: Sequence[tuple[int, int]]) -> Iterator[list[Piece]]:
    """Yield runs of beads of some thousand sentences together."""
    batch: list[Piece] = []
    i = j = size = 0
    for number, (m, n) in enumerate(counts):
        batch.append(Piece(range(i, i + m), range(j, j + n), number))
        i, j, size = i + m, j + n, size + max(m, n)
        if size >= _TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _align_batch(texts: tuple[Text, Text], batch: list[Piece], session: Aligner, known: Sequence[float]) -> list[Bead]:
    """Return the beads of a batch: those that nothing is asked of as they are, the others aligned together."""
    smallest = 3 if known else 2  # segments of both sides, from which a piece is aligned
    hard = [
        piece for piece in batch if piece.source and piece.target and len(piece.source) + len(piece.target) >= smallest
    ]
    found = _align_hard(texts, hard, session) if hard else {}
    beads: list[Bead] = []
    for piece in batch:
        source, target, number = piece
        confidence = known[number] if known else 1.0
        if number in found:
            beads += found[number]
        elif source and target:
            beads.append(Bead(source, target, confidence))
        else:
            beads += [Bead(range(k, k + 1), range(target.start, target.start), confidence) for k in source]
            beads += [Bead(range(source.stop, source.stop), range(k, k + 1), confidence) for k in target]
    return beads


def _align_hard(texts: tuple[Text, Text], hard: list[Piece], session: Aligner) -> dict[int, list[Bead]]:
    """Return the beads inside each of some units, which are aligned as one text with borders between them."""
    runs = [piece.source for piece in hard], [piece.target for piece in hard]
    parts = [_extract(text, run) for text, run in zip(texts, runs, strict=True)]
    borders, i, j = [], 0, 0
    for piece in hard:
        i, j = i + len(piece.source), j + len(piece.target)
        borders.append((i, j))
    ladder = iter(session.align_between(parts[0], parts[1], borders[:-1]).ladder)
    found: dict[int, list[Bead]] = {}
    i = j = 0
    for (source, target, number), (k, l) in zip(hard, borders, strict=True):
        moved = source.start - i, target.start - j
        beads = found.setdefault(number, [])
        while (i, j) < (k, l):
            bead = next(ladder)
            i, j = i + len(bead.source), j + len(bead.target)
            beads.append(Bead(_shift(bead.source, moved[0], i), _shift(bead.target, moved[1], j), bead.confidence))
    return found


def _shift(run: range, by: int, end: int) -> range:
    return range(end - len(run) + by, end + by)


def _extract(text: Text, runs: list[range]) -> Text:
    """Return a text of some runs of segments, a paragraph each."""
    raws = [[text.segments[k].raw for k in run] for run in runs]
    first = [text.paragraphs[text.segments[run.start].paragraph] for run in runs]
    paragraphs = [
        replace(paragraph, text="".join(parts), marks=()) for paragraph, parts in zip(first, raws, strict=True)
    ]
    return make_text(text.language, paragraphs, raws, text.name)
