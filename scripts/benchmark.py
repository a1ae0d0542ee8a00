"""Measure the aligner, and its peers, on gold documents: accuracy, calibration, encoder tokens, time and memory.

    scripts/benchmark.py --gold GOLD_FOLDER... [--peers] [--fp32] [--cached] [--weights FILE] [--figures FOLDER]

Every system runs in a process of its own, on the same segments and with the same encoder; the ratios compare seconds
of one run. The peers are in the dependency group ``peers`` (``pip install --group peers``): ``sentweave``, which is
Vecalign's dynamic program, with overlaps of up to four segments, and ``galechurch``, which sees lengths only.
Figures for documents that the weights were trained on are too good; ``scripts/train_matcher.py --hold-out`` reports on
a set that was left out of the training.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from figures import draw_reliability
from gold import GoldDocument, find_documents, pool, profile_text

from aligner.embed import Encoder
from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import BUILTIN, TransformerEncoder
from aligner.evaluation import Beads, evaluate
from aligner.ladder import Bead
from aligner.match import find_ladder, load_weights
from aligner.profile import Encoded

_OVERLAPS = 4
HEADER = (
    "| set | documents | system | strict | lax | all | calibration error | tokens encoded (for each of the text) "
    "| encode s | match s | peak MiB |\n|---|---|---|---|---|---|---|---|---|---|---|"
)


class Setting(NamedTuple):
    """The model, its precision, whether vectors of an earlier run may be used, and the matcher's weights."""

    model: str
    fp32: bool
    cached: bool
    weights: Path | None


class Run(NamedTuple):
    """A document as a system aligned it, with the tokens that went through the encoder and the seconds spent.

    ``confidences`` is empty if the system reports none.
    """

    document: GoldDocument
    beads: Beads
    confidences: tuple[float, ...]
    text_tokens: int
    encoded_tokens: int
    encode_seconds: float
    match_seconds: float


class Meter:
    """An encoder that counts what goes through it: the tokens of the texts, with special tokens and prompt."""

    def __init__(self, encoder: Encoder, extra: int) -> None:
        self._encoder = encoder
        self._extra = extra
        self.tokens = 0
        self.seconds = 0.0

    @property
    def name(self) -> str:
        """The model's name."""
        return self._encoder.name

    @property
    def revision(self) -> str:
        """The model's revision."""
        return self._encoder.revision

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Encode, and count."""
        start = time.perf_counter()
        encoded = self._encoder.encode(texts)
        self.seconds += time.perf_counter() - start
        self.tokens += len(encoded.token_ids) + self._extra * len(texts)
        return encoded


def run_aligner(document: GoldDocument, meter: Meter, weights: Path | None) -> Iterator[Bead]:
    """Align a document with the package."""
    source, target = profile_text(document.source, meter), profile_text(document.target, meter)
    return iter(find_ladder(source, target, load_weights(weights)).beads)


def run_sentweave(
    document: GoldDocument, meter: Meter, _: Path | None
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Align a document with Vecalign's dynamic program, every overlap encoded."""
    from sentweave import align

    texts = document.source.texts, document.target.texts
    size = {"alignment_max_size": _OVERLAPS + 1}
    for bead in align(*texts, lambda lines: meter.encode(lines).sentences, **size).alignments:
        yield bead.src_indices, bead.tgt_indices


def run_galechurch(document: GoldDocument, *_: object) -> Iterator[tuple[range, range]]:
    """Align a document by the lengths of its segments."""
    from galechurch import align

    for bead in align(document.source.texts, document.target.texts).beads:
        yield range(bead.source_start, bead.source_end), range(bead.target_start, bead.target_end)


SYSTEMS: dict[str, Callable[[GoldDocument, Meter, Path | None], Iterator[Sequence[object]]]] = {
    "aligner": run_aligner,
    "sentweave": run_sentweave,
    "galechurch": run_galechurch,
}


def run(system: str, documents: list[GoldDocument], setting: Setting) -> tuple[list[Run], float]:
    """Align documents with one system; return the runs and the process's peak memory in MiB."""
    with make_session(setting) as (encoder, extra):
        runs = []
        for document in documents:
            meter = Meter(encoder, extra)
            start = time.perf_counter()
            found = list(SYSTEMS[system](document, meter, setting.weights))
            seconds = time.perf_counter() - start - meter.seconds
            beads: Beads = [(list(bead[0]), list(bead[1])) for bead in found]  # type: ignore[call-overload]
            sure = tuple(bead.confidence for bead in found if isinstance(bead, Bead))
            tokens = count_tokens(document, encoder) if meter.tokens else 0
            runs.append(Run(document, beads, sure, tokens, meter.tokens, meter.seconds, seconds))
    return runs, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def make_session(setting: Setting) -> Iterator[tuple[Encoder, int]]:
    """Give an encoder, its model loaded, and the count of tokens that it adds to each text."""
    transformer = TransformerEncoder(setting.model, bfloat16=False if setting.fp32 else None)
    model = transformer.model
    one = transformer.encode(["a"])
    prompt = model.prompts[model.default_prompt_name] if model.default_prompt_name else ""
    extra = int(model.preprocess(["a"], prompt=prompt)["input_ids"].shape[1]) - len(one.token_ids)
    with tempfile.TemporaryDirectory() as folder:
        yield CachedEncoder(transformer, None if setting.cached else Path(folder) / "vectors.sqlite3"), extra


def count_tokens(document: GoldDocument, encoder: Encoder) -> int:
    """Return the tokens of a document's two texts."""
    return sum(len(encoder.encode(text.texts).token_ids) for text in (document.source, document.target))


def reliability(runs: list[Run]) -> list[tuple[float, bool]]:
    """Return for each bead its confidence and whether the gold has it."""
    pairs = []
    for one in runs:
        gold = {(tuple(source), tuple(target)) for source, target in one.document.beads}
        pairs += [
            (sure, (tuple(source), tuple(target)) in gold)
            for sure, (source, target) in zip(one.confidences, one.beads, strict=True)
        ]
    return pairs


def calibration_error(pairs: list[tuple[float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error: the mean over beads of |share right - mean confidence| of their bin."""
    confidence, right = np.array(pairs, float).T
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(right[places == k].mean() - confidence[places == k].mean()) * (places == k).sum() for k in set(places)]
    return float(sum(gaps) / len(pairs))


def describe(system: str, runs: list[Run], peak: float) -> str:
    """Return a row of the table."""
    result = evaluate(*pool((one.document, one.beads) for one in runs))
    told = runs[0].confidences and not runs[0].document.coarse
    error = f"{calibration_error(reliability(runs)):.3f}" if told else ""
    text, encoded = sum(one.text_tokens for one in runs), sum(one.encoded_tokens for one in runs)
    tokens = f"{encoded:,} ({encoded / text:.2f})" if encoded else "0"
    return (
        f"| {runs[0].document.collection} | {len(runs)} | {system} | {result.strict.f1:.4f} | {result.lax.f1:.4f} "
        f"| {result.all.f1:.4f} | {error} | {tokens} | {sum(one.encode_seconds for one in runs):.1f} "
        f"| {sum(one.match_seconds for one in runs):.1f} | {peak:,.0f} |"
    )


def compare(runs: dict[str, list[Run]]) -> Iterator[str]:
    """Yield for each peer how its tokens and its time, from text to ladder, compare with ours."""

    def spent(system: str) -> tuple[int, float]:
        of = runs[system]
        return sum(one.encoded_tokens for one in of), sum(one.encode_seconds + one.match_seconds for one in of)

    tokens, seconds = spent("aligner")
    for system in runs:
        if system != "aligner":
            theirs = spent(system)
            yield f"{system} / aligner: tokens {theirs[0] / tokens:.1f}, seconds {theirs[1] / seconds:.2f}"


@click.command()
@click.option("--gold", "folders", multiple=True, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--model", default=BUILTIN, show_default=True)
@click.option("--peers", is_flag=True, help="Run sentweave and galechurch as well.")
@click.option("--fp32", is_flag=True, help="Full precision.")
@click.option("--cached", is_flag=True, help="Use vectors of earlier runs; seconds of encoding then mean nothing.")
@click.option("--weights", type=click.Path(exists=True, path_type=Path), help="Weights of scripts/train_matcher.py.")
@click.option("--figures", type=click.Path(file_okay=False, path_type=Path), help="Folder for a reliability diagram.")
def main(  # noqa: PLR0913, PLR0917 - as many as options
    folders: tuple[Path, ...],
    model: str,
    peers: bool,
    fp32: bool,
    cached: bool,
    weights: Path | None,
    figures: Path | None,
) -> None:
    """Align all gold documents below the folders and print a row for each set and system."""
    click.echo(HEADER)
    setting = Setting(model, fp32, cached, weights)
    notes, ours = [], list[Run]()
    for name, group in groupby(find_documents(folders), key=lambda document: document.collection):
        documents, results = list(group), dict[str, list[Run]]()
        for system in SYSTEMS if peers else ("aligner",):
            with get_context("spawn").Pool(1) as process:
                results[system], peak = process.apply(run, (system, documents, setting))
            click.echo(describe(system, results[system], peak))
        notes += [f"{name}: {line}" for line in compare(results)]
        ours += [] if documents[0].coarse else results["aligner"]
    click.echo("\n" + "\n".join([*notes, f"model {model}, weights {load_weights(weights).name}"]))
    if figures and ours:
        draw_reliability(reliability(ours), figures / "reliability.svg")


if __name__ == "__main__":
    main()
