"""Measure the aligner on gold documents: accuracy, calibration, encoder tokens, time and memory.

    scripts/benchmark.py --gold GOLD_FOLDER... [--fp32] [--fresh]

Times are of the whole set in one process; with vectors in the cache, encoding costs only their reading (``--fresh``
encodes again). Weights that learned from a document know it: what a set gives when held out is told by
``scripts/train_matcher.py --hold-out``.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from gold import GoldDocument, find_documents, pool

from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import BUILTIN, TransformerEncoder
from aligner.evaluate import Beads, evaluate
from aligner.ladder import Ladder
from aligner.match import load_weights, match
from aligner.pipeline import profile_text


class Run(NamedTuple):
    """One document as it was aligned, with the seconds that encoding and matching took and the tokens encoded."""

    document: GoldDocument
    ladder: Ladder
    encode_seconds: float
    match_seconds: float
    tokens: int


def run(document: GoldDocument, encoder: CachedEncoder) -> Run:
    """Align one document."""
    start = time.perf_counter()
    source, target = profile_text(document.source, encoder), profile_text(document.target, encoder)
    encoded = time.perf_counter()
    ladder = match(source, target, load_weights())
    tokens = len(source.encoded.token_ids) + len(target.encoded.token_ids)
    return Run(document, ladder, encoded - start, time.perf_counter() - encoded, tokens)


def calibration_error(runs: list[Run], bins: int = 10) -> float:
    """Return the expected calibration error of the confidences: mean |share right - mean confidence|, by bin."""
    pairs = []
    for one in runs:
        gold = {(tuple(source), tuple(target)) for source, target in one.document.beads}
        pairs += [(b.confidence, (tuple(b.source), tuple(b.target)) in gold) for b in one.ladder.beads]
    confidence, right = np.array(pairs, float).T
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(right[places == k].mean() - confidence[places == k].mean()) * (places == k).sum() for k in set(places)]
    return float(sum(gaps) / len(pairs))


@click.command()
@click.option("--gold", "folders", multiple=True, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--model", default=BUILTIN, show_default=True)
@click.option("--fp32", is_flag=True, help="Full precision.")
@click.option("--fresh", is_flag=True, help="Encode everything again.")
def main(folders: tuple[Path, ...], model: str, fp32: bool, fresh: bool) -> None:
    """Align all gold documents below the folders and print a row a set."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "vectors.sqlite3" if fresh else None
        transformer = TransformerEncoder(model, bfloat16=False if fp32 else None)
        encoder = CachedEncoder(transformer, cache)
        if fresh:
            transformer.encode(["The model is loaded before the clock runs."])
        sets = defaultdict(list)
        for document in find_documents(folders):
            sets[document.collection].append(run(document, encoder))
    click.echo("| set | documents | strict | lax | all | calibration error | tokens | encode s | match s |")
    click.echo("|---|---|---|---|---|---|---|---|---|")
    for name, runs in sorted(sets.items()):
        beads: list[tuple[GoldDocument, Beads]] = [
            (one.document, [(list(b.source), list(b.target)) for b in one.ladder.beads]) for one in runs
        ]
        result = evaluate(*pool(beads))
        error = "" if runs[0].document.coarse else f"{calibration_error(runs):.3f}"
        click.echo(
            f"| {name} | {len(runs)} | {result.strict.f1:.4f} | {result.lax.f1:.4f} | {result.all.f1:.4f} | {error} "
            f"| {sum(one.tokens for one in runs):,} | {sum(one.encode_seconds for one in runs):.1f} "
            f"| {sum(one.match_seconds for one in runs):.1f} |"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(f"\nmodel {encoder.name} {encoder.revision}, weights {load_weights().name}, peak memory {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
