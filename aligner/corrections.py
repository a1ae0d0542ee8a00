"""What a person has corrected in a file that was written, as pins: the difference between it and what is aligned now.

Rows are found again by their words in the texts, so they may be moved, merged, split, set apart or left out, and the
file may have been through a spreadsheet. A row whose words were changed is recognised by its place and is *mended*:
that is a change of a text, which belongs into the text's own file.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from aligner.alignment import Alignment
from aligner.errors import InputError
from aligner.formats.aligned import load_aligned
from aligner.formats.alignment_file import EditedFile, parse_edited
from aligner.formats.ladder_file import parse_beads
from aligner.formats.tables import unguard_cell
from aligner.ladder import Bead, Pair
from aligner.pins import Index, Pin, fold_words, make_pin
from aligner.text import Text, fold_space, join_segments

_ALIKE = 0.6
"""The similarity (``SequenceMatcher.ratio``) of two texts in the same place from which one is the other, changed."""
_LONGEST = 4000  # characters compared of a changed text; the comparison takes the square of their number
_ROUNDS = 5  # of aligning with the pins found so far: each pins what still differs, so few are needed
_OURS = {"row", "shape", "confidence", "state"}  # columns of a table that hold no text


class EditedRow(NamedTuple):
    """A row of an edited file: its line, and its text on each side, "" for none."""

    line: int
    texts: tuple[str, str]


class Mended(NamedTuple):
    """A text that was changed in an edited file: the file's line, the side (0: source), its segments, the new text."""

    line: int
    side: int
    run: range
    text: str


class Corrections(NamedTuple):
    """What an edited file says otherwise: pins to set, texts that were changed, and lines whose words are nowhere."""

    pins: tuple[Pin, ...]
    mended: tuple[Mended, ...]
    unknown: tuple[int, ...]


def read_edited(path: Path, languages: tuple[str, str], alignment: Alignment | None = None) -> list[EditedRow]:
    """Read the rows of a file that was edited: an alignment file, a ladder, a table, TMX, XLIFF or another memory.

    ``languages`` are those of the two sides. The numbers of a ladder are segments of ``alignment``. Raises
    ``InputError`` when the file cannot be read, or lacks one of the languages.
    """
    if path.suffix == ".jsonl":
        return rows_of(load_edited(path), languages, str(path))
    if path.suffix == ".ladder":
        return _rows_of_ladder(path, alignment)
    if path.suffix in {".tsv", ".csv"}:
        return _rows_of_table(path, languages)
    edition, _ = load_aligned(path, languages=languages)
    columns = [edition.column(language) for language in languages]
    paragraphs = edition.texts[columns[0]].paragraphs
    rows = []
    for row in edition.rows:
        line = paragraphs[row.cells[columns[0]].start].line if row.cells[columns[0]] else 0
        rows.append(EditedRow(line, (edition.cell_text(row, columns[0]), edition.cell_text(row, columns[1]))))
    return rows


def load_edited(path: Path) -> EditedFile:
    """Read an alignment file as a person may have left it; raise ``InputError`` when it cannot be read."""
    return parse_edited(_read(path), str(path))


def rows_of(edited: EditedFile, languages: tuple[str, str], name: str) -> list[EditedRow]:
    """Return the rows of an alignment file; raise ``InputError`` when it is one of other languages."""
    if edited.languages != languages:
        raise InputError(f"{name}: is in {' and '.join(edited.languages)}, not {' and '.join(languages)}")
    return [EditedRow(line, texts) for line, _, texts in edited.rows]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def _rows_of_ladder(path: Path, alignment: Alignment | None) -> list[EditedRow]:
    if alignment is None:
        raise InputError(
            f"{path}: a ladder holds numbers only; name the texts, or the alignment file, that they are of"
        )
    rows = []
    for line, (*sides, _) in enumerate(parse_beads(_read(path), str(path)), 1):
        texts = []
        for text, numbers in zip((alignment.source, alignment.target), sides, strict=True):
            if not all(isinstance(k, int) and 0 <= k < len(text) for k in numbers):
                raise InputError(f"{path}, bead {line}: {text.name or text.language} has no such segment")
            texts.append(join_segments([text.segments[k].text for k in numbers]))
        rows.append(EditedRow(line, (texts[0], texts[1])))
    return rows


def _rows_of_table(path: Path, languages: tuple[str, str]) -> list[EditedRow]:
    delimiter = "\t" if path.suffix == ".tsv" else ","
    records = list(csv.reader(io.StringIO(_read(path), newline=""), delimiter=delimiter))
    names = records[0] if records else []
    columns = [column for column, name in enumerate(names) if name not in _OURS]
    if len(columns) < 2:
        raise InputError(f"{path}: its first line names {len(columns)} columns of text; name each by its language")
    named = [names.index(tag) if tag in names else columns[side] for side, tag in enumerate(languages)]
    padded = [[*record, *[""] * (len(names) - len(record))] for record in records[1:]]
    return [
        EditedRow(line, (unguard_cell(record[named[0]]), unguard_cell(record[named[1]])))
        for line, record in enumerate(padded, 2)
        if any(record)
    ]


def find_corrections(
    rows: Sequence[EditedRow],
    align: Callable[[Sequence[Pin]], Alignment],
    known: Sequence[Pin] = (),
    *,
    by: str = "",
    aligned: Alignment | None = None,
) -> Corrections:
    """Return the pins with which two texts are aligned as the rows of an edited file say.

    ``align`` aligns the two texts with pins, ``known`` are those that are set already, ``aligned`` is the alignment
    with them if there is one. Only what differs is pinned; aligned with these pins the rows come out, and what is next
    to them is matched anew.
    """
    alignment = aligned or align(known)
    pins: list[Pin] = []
    for _ in range(_ROUNDS):
        found = compare(rows, alignment, by=by)
        fresh = [pin for pin in found.pins if not any(pin.same_as(other) for other in pins)]
        pins += fresh
        if not fresh:
            break
        alignment = align([*known, *pins])
    return found._replace(pins=tuple(pins))


def compare(
    rows: Sequence[EditedRow], alignment: Alignment, *, by: str = "", only: Collection[int] | None = None
) -> Corrections:
    """Return the pins for the rows of an edited file that are not in an alignment, and the texts changed in it.

    ``only`` are the lines of the rows that may become pins, by default all.
    """
    indices = Index(alignment.source), Index(alignment.target)
    located = [_locate(indices[side], [row.texts[side] for row in rows]) for side in (0, 1)]
    mended = [_find_mended(indices[side], rows, located[side], side) for side in (0, 1)]
    pairs = [
        (rows[k], source, target)
        for k, (source, target) in enumerate(zip(*located, strict=True))
        if source is not None and target is not None
    ]
    in_order = _in_order([(source, target) for _, source, target in pairs if source and target])
    chosen = [(source, target) for row, source, target in pairs if only is None or row.line in only]
    pins = _pins_for(chosen, in_order, alignment, indices, by)
    nowhere = (
        None if located[0][k] is not None and located[1][k] is not None else row.line for k, row in enumerate(rows)
    )
    unknown = tuple(line for line in nowhere if line is not None)
    return Corrections(tuple(pins), tuple(sorted([*mended[0], *mended[1]])), unknown)


def _locate(index: Index, wanted: Sequence[str]) -> list[range | None]:
    """Return the run of segments of each text: the one after the last that was found, if it has these words.

    The run of an empty text is empty; that of words which are nowhere, or taken already, is None.
    """
    found: list[range | None] = []
    taken: set[int] = set()
    at = 0
    for text in wanted:
        words = fold_words(text) if text.strip() else ""
        run = range(0) if not words else index.run_at(at, words)
        if run is None:
            free = [one for one in index.find_words(words) if taken.isdisjoint(one)]
            run = next((one for one in free if one.start >= at), next(iter(free), None))
        found.append(run)
        if run:
            taken.update(run)
            at = run.stop
    return found


def _find_mended(index: Index, rows: Sequence[EditedRow], found: list[range | None], side: int) -> list[Mended]:
    """Return rows whose words were changed, by their place between rows that were found.

    Their runs are added to ``found``.
    """
    mended = []
    for missing, group in groupby(range(len(rows)), key=lambda k: found[k] is None):
        numbers = list(group)
        if not missing:
            continue
        before = next((run.stop for k in range(numbers[0] - 1, -1, -1) if (run := found[k])), 0)
        after = next((run.start for k in range(numbers[-1] + 1, len(rows)) if (run := found[k])), len(index.folded))
        gap = range(before, after)
        runs = [gap] if len(numbers) == 1 else [range(k, k + 1) for k in gap] if len(gap) == len(numbers) else []
        for k, run in zip(numbers, runs, strict=False):
            if run and _are_alike("".join(index.folded[run.start : run.stop]), fold_words(rows[k].texts[side])):
                found[k] = run
                mended.append(Mended(rows[k].line, side, run, fold_space(rows[k].texts[side])))
    return mended


def _are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _pins_for(
    pairs: list[Pair], in_order: set[Pair], alignment: Alignment, indices: tuple[Index, Index], by: str
) -> list[Pin]:
    """Return the pins of pairs of runs that are no beads of an alignment."""
    beads = {(bead.source, bead.target) for bead in alignment.ladder}
    unmatched = _unmatched(alignment.ladder)
    pins = []
    for source, target in pairs:
        if source and target:
            if (source, target) not in in_order and (source, target) not in alignment.moved:
                pins.append(make_pin("moved", indices[0].name(source), indices[1].name(target), by=by))
            elif (source, target) in in_order and (source, target) not in beads:
                pins.append(make_pin("same", indices[0].name(source), indices[1].name(target), by=by))
        elif source and not unmatched[0].issuperset(source):
            pins.append(make_pin("alone", indices[0].name(source), None, by=by))
        elif target and not unmatched[1].issuperset(target):
            pins.append(make_pin("alone", None, indices[1].name(target), by=by))
    return pins


def _unmatched(beads: Iterable[Bead]) -> tuple[set[int], set[int]]:
    """Return the segments of each side that are in no two-sided bead."""
    one_sided = [bead for bead in beads if not (bead.source and bead.target)]
    return {k for bead in one_sided for k in bead.source}, {k for bead in one_sided for k in bead.target}


def _in_order(pairs: list[Pair]) -> set[Pair]:
    """Return the pairs of the heaviest chain that rises on both sides; the others have been moved.

    The heaviest increasing subsequence by segments: ``ends`` holds the target segments up to which a chain reaches that
    no other surpasses, rising, and ``weights`` their segments, rising too.
    """
    ends: list[int] = []
    weights: list[int] = []
    tips: list[Pair] = []
    before: dict[Pair, Pair | None] = {}
    for pair in sorted(pairs, key=lambda pair: pair[0].start):
        place = bisect_right(ends, pair[1].start)
        before[pair] = tips[place - 1] if place else None
        weight = len(pair[0]) + len(pair[1]) + (weights[place - 1] if place else 0)
        at = bisect_left(ends, pair[1].stop)
        stop = at
        while stop < len(ends) and weights[stop] <= weight:  # they reach further and hold no more
            stop += 1
        if (at == 0 or weights[at - 1] < weight) and (stop > at or at == len(ends) or ends[at] != pair[1].stop):
            ends[at:stop], weights[at:stop], tips[at:stop] = [pair[1].stop], [weight], [pair]
    chain = set()
    last = tips[-1] if tips else None
    while last is not None:
        chain.add(last)
        last = before[last]
    return chain


def mend_text(path: Path, text: Text, mended: Sequence[tuple[range, str]]) -> str:
    """Return the content of a text's own file with the words of some of its segments changed.

    ``mended`` are runs of segments and their new texts. Raises ``InputError``, which names line and texts, where the
    words cannot be found in the file as they are, as in a packed document.
    """
    content = _read(path)
    for run, new in sorted(mended, key=lambda one: -one[0].start):
        raw = "".join(text.segments[k].raw for k in run).rstrip()
        line = text.line(run.start)
        begin = content.find(raw, sum(map(len, content.splitlines(keepends=True)[: line - 1])))
        if begin < 0:
            raise InputError(
                f"{path}, line {line}: {fold_space(raw)!r} cannot be changed here; make it {new!r} by hand"
            )
        content = content[:begin] + _change(raw, new) + content[begin + len(raw) :]
    return content


def _change(raw: str, new: str) -> str:
    """Return a raw text with its words made those of a text of one line; what is the same keeps its line breaks.

    >>> _change("One\\n  twoo three", "One two three")
    'One\\n  two three'
    """
    shown = fold_space(raw)
    places, at = [], 0  # where each character that is shown is in the raw text
    for character in shown:
        at = raw.index(character, at) if not character.isspace() else at
        places.append(at)
        at += not character.isspace()
    places.append(len(raw))
    common = next((k for k, (a, b) in enumerate(zip(shown, new, strict=False)) if a != b), min(len(shown), len(new)))
    room = min(len(shown), len(new)) - common
    ends = zip(reversed(shown), reversed(new), strict=False)
    tail = next((k for k, (a, b) in enumerate(ends) if a != b or k >= room), room)
    return raw[: places[common]] + new[common : len(new) - tail] + raw[places[len(shown) - tail] :]
