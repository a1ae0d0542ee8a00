"""Draw the pictures of docs/matching.md as SVG: a reliability diagram, and the posterior of one alignment.

scripts/figures.py GOLD_DOCUMENT FIRST LAST FOLDER
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from gold import GoldDocument, find_documents, profile_text
from numpy.typing import NDArray

from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import TransformerEncoder
from aligner.files import write_whole
from aligner.match import load_weights
from aligner.match.evidence import find_links
from aligner.match.match import find_search_corridor, score
from aligner.match.search import Lattice, posterior
from aligner.match.similarity import build_tables

_BINS = 10
_INK, _PAPER, _RULE, _OURS = "#1b1b1b", "#ffffff", "#c8c8c8", "#2f6f9f"
_FONT = 'font-family="sans-serif" font-size="12"'
_CELL = 13


def draw_reliability(pairs: list[tuple[float, bool]], path: Path) -> None:
    """Draw the share of beads that are right against their confidence, in ten bins; a dot grows with its beads."""
    confidence, right = np.array(pairs, float).T
    places = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    shapes = [f'<path d="M0 300L300 0" stroke="{_RULE}"/>', f'<path d="M0 0V300H300" stroke="{_INK}" fill="none"/>']
    for tick in (0.0, 0.5, 1.0):
        shapes.append(f'<text x="{300 * tick:.0f}" y="318" text-anchor="middle">{tick:.1f}</text>')
        shapes.append(f'<text x="-8" y="{304 - 300 * tick:.0f}" text-anchor="end">{tick:.1f}</text>')
    for place in sorted(set(places.tolist())):
        inside = places == place
        x, y, count = confidence[inside].mean(), right[inside].mean(), int(inside.sum())
        radius = 2 + 2 * np.log10(count)
        shapes.append(f'<circle cx="{300 * x:.1f}" cy="{300 - 300 * y:.1f}" r="{radius:.1f}" fill="{_OURS}">')
        shapes.append(f"<title>{count} beads: confidence {x:.3f}, right {y:.3f}</title></circle>")
    shapes.append('<text x="150" y="338" text-anchor="middle">confidence</text>')
    shapes.append('<text transform="translate(-34 150) rotate(-90)" text-anchor="middle">share right</text>')
    _write(path, (-50, -10, 375, 360), shapes)


def draw_posterior(document: GoldDocument, sources: range, path: Path) -> None:
    """Draw for a run of source segments how probable each target segment is in a bead with them."""
    encoder = CachedEncoder(TransformerEncoder())
    source, target = profile_text(document.source, encoder), profile_text(document.target, encoder)
    corridor = find_search_corridor(source, target)
    tables = build_tables((source, target), corridor, corridor)
    probable = link_probabilities(score((source, target), tables, load_weights()), sources)
    columns = np.flatnonzero(probable.max(0) > 0.05)
    targets = range(int(columns[0]), int(columns[-1]) + 1)
    shapes = [*_labels(sources, targets)]
    for i in sources:
        for j in targets:
            value = probable[i - sources.start, j]
            if value > 0.01:
                place = f'x="{(j - targets.start) * _CELL}" y="{(i - sources.start) * _CELL}"'
                shapes.append(f'<rect {place} width="{_CELL}" height="{_CELL}" fill="{_OURS}" opacity="{value:.2f}">')
                shapes.append(f"<title>{i} and {j}: {value:.2f}</title></rect>")
    for links in document.beads:
        shapes += _outline(links, sources, targets)
    _write(path, (-40, -30, len(targets) * _CELL + 50, len(sources) * _CELL + 40), shapes)


def link_probabilities(lattice: Lattice, sources: range) -> NDArray[np.float32]:
    """Return [len(sources), target segments]: the sums of the posteriors of all beads that hold both segments."""
    return find_links(lattice, posterior(lattice)).pairs[sources.start : sources.stop]


def _labels(sources: range, targets: range) -> Iterator[str]:
    for i in sources[::5]:
        yield f'<text x="-6" y="{(i - sources.start) * _CELL + 11}" text-anchor="end">{i}</text>'
    for j in targets[::5]:
        yield f'<text x="{(j - targets.start) * _CELL}" y="-6">{j}</text>'
    size = f'width="{len(targets) * _CELL}" height="{len(sources) * _CELL}"'
    yield f'<rect {size} fill="none" stroke="{_RULE}"/>'


def _outline(links: tuple[object, object], sources: range, targets: range) -> Iterator[str]:
    source, target = (sorted(side) for side in links)  # type: ignore[call-overload]
    if source and target and source[0] in sources and source[-1] in sources:
        x, y = (target[0] - targets.start) * _CELL, (source[0] - sources.start) * _CELL
        size = f'width="{(target[-1] - target[0] + 1) * _CELL}" height="{len(source) * _CELL}"'
        yield f'<rect x="{x}" y="{y}" {size} fill="none" stroke="{_INK}"/>'


def _write(path: Path, box: tuple[int, int, int, int], shapes: list[str]) -> None:
    left, top, width, height = box
    frame = f'viewBox="{left} {top} {width} {height}" width="{width}" height="{height}"'
    paper = f'<rect x="{left}" y="{top}" width="100%" height="100%" fill="{_PAPER}"/>'
    content = "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {frame} {_FONT}>', paper, *shapes, "</svg>", ""])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


@click.command()
@click.argument("document", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("first", type=int)
@click.argument("last", type=int)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def main(document: Path, first: int, last: int, folder: Path) -> None:
    """Draw the posterior of a gold DOCUMENT's source segments FIRST to LAST into FOLDER; black frames are the gold."""
    draw_posterior(find_documents([document])[0], range(first, last + 1), folder / "posterior.svg")


if __name__ == "__main__":
    main()
