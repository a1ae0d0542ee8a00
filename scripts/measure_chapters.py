"""Measure how matching by chapters changes accuracy, on books made of gold documents.

    scripts/measure_chapters.py --gold GOLD_FOLDER...

A document is divided into chapters where its gold allows, and gets what real editions have: other forewords, other
notes, a chapter dropped on either side. The added matter is from another document in the same languages, its first
half for the source and its second half for the target. Each book is matched as a whole and by chapters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from gold import GoldDocument, find_documents, merge_units, profile_text

from aligner.embed import Encoder
from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import TransformerEncoder
from aligner.evaluation import Beads, evaluate
from aligner.ladder import Ladder
from aligner.match import Chapter, find_boundaries, find_ladder, load_weights
from aligner.text import make_lines

CHAPTER = 60  # segments of the shortest chapter: a short one of a novel
FOREWORDS, NOTES = (150, 60), (100, 150)  # segments of foreign matter, in the source and in the target


class Part(NamedTuple):
    """A chapter: the lines of both sides, one side's perhaps none, and its gold beads, counted from its start."""

    source: list[str]
    target: list[str]
    beads: Beads


def split_chapters(document: GoldDocument) -> list[Part]:
    """Return a document's chapters, divided where no gold bead crosses."""
    linked = sorted((bead for bead in document.beads if all(bead)), key=lambda bead: list(bead[0]))
    ends = [(max(bead[0]), max(bead[1])) for bead in linked]
    reached = list(accumulate(ends, lambda one, other: (max(one[0], other[0]), max(one[1], other[1]))))
    boundaries = [(0, 0)]
    for at in range(1, len(linked)):
        i, j = (min(min(bead[side]) for bead in linked[at:]) for side in (0, 1))
        if i > reached[at - 1][0] and j > reached[at - 1][1] and i - boundaries[-1][0] >= CHAPTER:
            boundaries.append((i, j))
    boundaries.append((len(document.source.segments), len(document.target.segments)))
    parts = []
    for (i, j), (k, l) in pairwise(boundaries):
        inside = [b for b in document.beads if (i <= b[0][0] < k if b[0] else j <= b[1][0] < l)]
        beads = [([n - i for n in source], [n - j for n in target]) for source, target in inside]
        parts.append(Part(document.source.texts[i:k], document.target.texts[j:l], beads))
    return parts


def one_sided(lines: list[str], side: int) -> Part:
    """Return a chapter that only one side has."""
    if side == 0:
        return Part(lines, [], [([n], []) for n in range(len(lines))])
    return Part([], lines, [([], [n]) for n in range(len(lines))])


def foreign(other: GoldDocument, sizes: tuple[int, int], at: int) -> list[Part]:
    """Return matter of another document: for the source of its first half, for the target of its second."""
    half = len(other.target.segments) // 2
    lines = other.source.texts[at : min(at + sizes[0], half)], other.target.texts[half + at :][: sizes[1]]
    return [one_sided(lines[0], 0), one_sided(lines[1], 1)]


BOOKS: dict[str, Callable[[list[Part], GoldDocument], list[Part]]] = {
    "the same chapters": lambda parts, _: parts,
    "other forewords": lambda parts, other: [*foreign(other, FOREWORDS, 0), *parts],
    "other notes": lambda parts, other: [*parts, *foreign(other, NOTES, 0)],
    "a chapter dropped on either side": lambda parts, _: [
        parts[0], one_sided(parts[1].source, 0), one_sided(parts[2].target, 1), *parts[3:],
    ],
    "all of these": lambda parts, other: [
        *foreign(other, FOREWORDS, 0), parts[0],
        one_sided(parts[1].source, 0), one_sided(parts[2].target, 1), *parts[3:],
        *foreign(other, NOTES, 150),
    ],
}  # fmt: skip


def measure(parts: Sequence[Part], document: GoldDocument, encoder: Encoder) -> list[tuple[float, float]]:
    """Return strict F1, and strict F1 over one-sided beads too, of the whole match and of that by chapters."""
    sides = [[line for part in parts for line in part[side]] for side in (0, 1)]
    tags = document.source.language, document.target.language
    source, target = (
        profile_text(make_lines(tag, "".join(f"{line}\n" for line in lines)), encoder)
        for tag, lines in zip(tags, sides, strict=True)
    )
    starts = [[0, *np.cumsum([len(part[side]) for part in parts]).tolist()] for side in (0, 1)]
    gold = [
        ([n + i for n in bead[0]], [n + j for n in bead[1]])
        for part, i, j in zip(parts, starts[0], starts[1], strict=False)
        for bead in part.beads
    ]
    chapters = [[Chapter(a, a, b) for a, b in pairwise(side) if a < b] for side in starts]
    boundaries = find_boundaries(source, target, (chapters[0], chapters[1]))
    ladders = find_ladder(source, target, load_weights()), find_ladder(source, target, load_weights(), boundaries)
    return [rate(gold, ladder, coarse=document.coarse) for ladder in ladders]


def rate(gold: Beads, ladder: Ladder, *, coarse: bool) -> tuple[float, float]:
    """Return a ladder's strict F1 over two-sided beads and over all beads, in percent."""
    test: Beads = [(list(bead.source), list(bead.target)) for bead in ladder.beads]
    found = evaluate(gold, merge_units(gold, test) if coarse else test)
    return 100 * found.strict.f1, 100 * found.all.f1


@click.command()
@click.option("--gold", "folders", multiple=True, required=True, type=click.Path(exists=True, path_type=Path))
def main(folders: tuple[Path, ...]) -> None:
    """Print a row for each kind of book: mean F1 as a whole and by chapters, and the worst change in a document."""
    encoder = CachedEncoder(TransformerEncoder())
    documents = find_documents(folders)
    found = defaultdict(list)
    for document in documents:
        parts = split_chapters(document)
        tags = document.source.language, document.target.language
        others = [d for d in documents if (d.source.language, d.target.language) == tags and d is not document]
        if len(parts) < 4 or not others:
            continue
        for name, make in BOOKS.items():
            found[name].append(measure(make(parts, others[-1]), document, encoder))
            click.echo(f"{document.name} {name} {found[name][-1]}", err=True)
    click.echo("| book | documents | whole: strict | all | by chapters: strict | all | worst change of all |")
    click.echo("|---|---|---|---|---|---|---|")
    for name, results in found.items():
        values = np.array(results)  # [documents, whole or by chapters, strict or all]
        means = " | ".join(f"{value:.1f}" for value in values.mean(0).ravel())
        click.echo(f"| {name} | {len(values)} | {means} | {(values[:, 1, 1] - values[:, 0, 1]).min():+.1f} |")


if __name__ == "__main__":
    main()
