"""Fit how well a token is expected to be found on the other side of a translation, from its vector.

    scripts/train_expectation.py GOLD_FOLDER... --output aligner/coverage/checks/data/expectation.npy

A folder holds gold ladders, as for measure_coverage.py; what has no counterpart in the gold is left out, so that every
token has one, if translators give it one at all. Two ridge regressions are fitted on the tokens of both sides: of how
well a token is found, in usual covers, and of how far that is from what the first one says (aligner/coverage/checks/
lost_words.py). ``--hold-out LANGUAGE`` leaves out the pairs of a language and prints how much of the variance of its
tokens is explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from measure_coverage import Document, load

from aligner.coverage.case import Case, open_case, run_of
from aligner.profile import Vectors
from aligner.session import Aligner
from aligner.text import make_lines

_MOST_BEADS = 330  # of a document, so that no pair of languages outweighs the others
_LIMITS = (-0.5, 1.3)  # usual covers, as in lost_words.py
_RIDGE = 30.0  # against some 400,000 tokens


def cases(documents: list[Document], session: Aligner) -> Iterator[Case]:
    """Yield the case of each complete document, both ways, a line for each bead."""
    for document in documents:
        beads = document.beads[:_MOST_BEADS]
        lines = [[_join(bead[side], document.languages[side]) for bead in beads] for side in (0, 1)]
        texts = [
            make_lines(language, "".join(line + "\n" for line in side), document.name)
            for language, side in zip(document.languages, lines, strict=True)
        ]
        for one, other in ((texts[1], texts[0]), (texts[0], texts[1])):
            alignment = session.align(one, other)
            yield open_case(alignment, (session.profile(one), session.profile(other)))


def _join(segments: list[str], language: str) -> str:
    return ("" if language.startswith(("ja", "zh")) else " ").join(segments)


def tokens(case: Case) -> Iterator[tuple[Vectors, Vectors]]:
    """Yield, for each side of each likely 1-1 bead, its tokens (vector, weight and 1) and how well each is found."""
    similarity = case.similarity
    for bead in case.beads:
        if bead.shape != "1-1" or bead.confidence < 0.5:
            continue
        for side in (0, 1):
            run, facing = run_of(bead, side), run_of(bead, 1 - side)
            span = similarity.span(side, run)
            weights = similarity.weights[side][span][:, None]
            if len(weights) and len(similarity.weights[1 - side][similarity.span(1 - side, facing)]):
                values = np.concatenate([similarity.tokens[side][span], weights, np.ones_like(weights)], axis=1)
                yield values, np.clip(similarity.found(side, run, facing) / case.usual[side], *_LIMITS)


def fit(parts: list[tuple[Vectors, Vectors]]) -> Vectors:
    """Return the weights of both linear functions, float32 [2, d + 2]."""
    width = parts[0][0].shape[1]
    square = sum((values.T @ values for values, _ in parts), _RIDGE * np.eye(width))
    level = np.linalg.solve(square, sum(values.T @ found for values, found in parts))
    spread = np.linalg.solve(square, sum(values.T @ np.abs(found - values @ level) for values, found in parts))
    return np.stack([level, spread]).astype(np.float32)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--hold-out", default="", help="A language whose pairs are left out, and judged by the rest.")
def main(folders: tuple[Path, ...], output: Path | None, hold_out: str) -> None:
    """Fit the expectation, write it, or print how much it explains of a language that was left out."""
    session = Aligner()
    documents = {document.name: document for folder in folders for document in load(folder)}
    kept = [one for one in documents.values() if hold_out not in {tag.partition("-")[0] for tag in one.languages}]
    parts = [part for case in cases(kept, session) for part in tokens(case)]
    weights = fit(parts)
    click.echo(f"{sum(len(found) for _, found in parts):,} tokens of {len(kept)} documents")
    rest = [one for one in documents.values() if one not in kept] if hold_out else kept
    judged = [part for case in cases(rest, session) for part in tokens(case)] if hold_out else parts
    found = np.concatenate([part[1] for part in judged])
    expected = np.concatenate([part[0] @ weights[0] for part in judged])
    click.echo(f"explained: {1 - float(((found - expected) ** 2).mean() / found.var()):.3f} of the variance")
    if output:
        np.save(output, weights, allow_pickle=False)


if __name__ == "__main__":
    main()
