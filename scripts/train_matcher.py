"""Fit the matcher's weights to gold ladders.

    scripts/train_matcher.py GOLD_FOLDER... -o aligner/match/data/weights.json
    scripts/train_matcher.py GOLD_FOLDER... --hold-out transread      what the others teach about that set

Training maximises the total probability of the ladders that agree with the gold, among all ladders. A gold bead of a
shape that the matcher knows must be met exactly; inside a larger one, or a verse, any beads agree. Each document is
also used in a second version, without the segments that are unmatched in its gold or, if these are few, without some
others, so that no kind of text becomes a sign of omissions. The result is the same in every run on one machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import torch
from gold import GoldDocument, find_documents, pool, profile_text
from numpy.typing import NDArray

from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import BUILTIN, TransformerEncoder
from aligner.evaluation import Beads as Gold
from aligner.evaluation import evaluate
from aligner.files import write_whole
from aligner.match import find_ladder
from aligner.match.features import (
    BEAD_FEATURES,
    UNMATCHED_FEATURES,
    bead_features,
    find_bead_starts,
    unmatched_features,
)
from aligner.match.match import find_search_corridor
from aligner.match.search import IMPOSSIBLE, SHAPES, Lattice, Posterior, Shape, posterior
from aligner.match.similarity import build_tables
from aligner.match.weights import CLASSES, GROUPS, LEAST_SCALE, Scorer, Weights, class_of, format_weights
from aligner.profile import Profile, Vectors
from aligner.text import Text, make_lines

EPOCHS = 6  # about three minutes in all, once the vectors are cached
RATE = 0.03  # Adam's, decaying to 0 along a cosine
DECAY = 1e-3  # of the linear weights: little, since there are few of them
RELUCTANCE, SHARE = 1.5, 0.12  # see aligner.match.match.adjust_to_omissions; chosen by cross-validation
TEMPERATURE = 1.15  # see aligner.match.match.temper; the smallest error of calibration over the sets
FEW = 0.02  # share of unmatched segments in an ordinary translation
DROPPED = 0.02  # chance of each segment that a run of them is taken out there
FORBIDDEN = -1e4  # the score of a deletion or insertion that the gold does not have


class Beads(NamedTuple):
    """All beads of one shape: the cells they begin at, [k], and their features, [k, f]."""

    starts: NDArray[np.int64]
    features: Vectors


class Learned(NamedTuple):
    """What is learned from: the gold beads of two texts, and what matching sees of the texts."""

    name: str
    beads: Gold
    coarse: bool
    profiles: tuple[Profile, Profile]


@dataclass(frozen=True, slots=True)
class Example:
    """A document's beads with their features, and which of them agree with the gold."""

    document: Learned
    corridor: Any
    rows: dict[Shape, Beads]
    unmatched: tuple[Vectors, Vectors]
    agreeing: dict[Shape, NDArray[np.bool_]]
    agreeing_unmatched: tuple[NDArray[np.bool_], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the grid that no gold bead crosses; ``exact`` when it is one bead that must be met as it is."""

    source: range
    target: range
    linked: bool
    exact: bool


def counterweigh(document: GoldDocument, encoder: CachedEncoder) -> Learned | None:
    """Return a document without its unmatched segments; or, where they are few, with some more of them.

    This keeps a kind of text from teaching that it has many or none. None for gold by verse, which does not say which
    segments are unmatched.
    """
    if document.coarse:
        return None
    sizes = len(document.source), len(document.target)
    linked = [{k for bead in document.beads if all(bead) for k in bead[side]} for side in (0, 1)]
    if 1 - (len(linked[0]) + len(linked[1])) / sum(sizes) > FEW:
        kept = [sorted(side) for side in linked]
    else:
        rng = np.random.default_rng(0)
        kept = [_drop_some(size, rng) for size in sizes]
    places = [dict(zip(side, range(len(side)), strict=True)) for side in kept]
    beads: list[tuple[list[int], list[int]]] = []
    for bead in document.beads:
        source, target = ([places[side][k] for k in bead[side] if k in places[side]] for side in (0, 1))
        if source and target:
            beads.append((source, target))
        else:
            beads += [([k], []) for k in source] + [([], [k]) for k in target]
    picked = [pick(text, side) for text, side in zip((document.source, document.target), kept, strict=True)]
    chosen = profile_text(picked[0], encoder), profile_text(picked[1], encoder)
    return Learned(f"{document.name}, counterweighed", beads, document.coarse, chosen)


def _drop_some(size: int, rng: np.random.Generator) -> list[int]:
    left = np.ones(size, bool)
    for first in np.flatnonzero(rng.random(size) < DROPPED):
        left[first : first + rng.choice((1, 1, 1, 2, 3, 6))] = False
    return np.flatnonzero(left).tolist()


def pick(text: Text, kept: list[int]) -> Text:
    """Return a text of some of another's segments."""
    return make_lines(text.language, "".join(text.segments[k].raw for k in kept), text.name)


def make_examples(document: GoldDocument, encoder: CachedEncoder) -> list[Example]:
    """Return a document and its counterweight with the features of all beads."""
    profiles = profile_text(document.source, encoder), profile_text(document.target, encoder)
    learned = [Learned(document.name, document.beads, document.coarse, profiles), counterweigh(document, encoder)]
    return [make_example(one) for one in learned if one]


def make_example(document: Learned) -> Example:
    """Compute the features of all beads of a document."""
    source, target = document.profiles
    corridor = find_search_corridor(source, target)
    tables = build_tables((source, target), corridor, corridor)
    rows = {}
    for shape in SHAPES:
        starts = find_bead_starts(shape, corridor)
        rows[shape] = Beads(starts, bead_features(shape, starts, (source, target), tables))
    nulls = unmatched_features(source, tables, 0), unmatched_features(target, tables, 1)
    units, unmatched = find_units(document)
    agreeing = {}
    for shape, (starts, _) in rows.items():
        agreeing[shape] = agree(shape, (corridor.rows[starts], corridor.columns[starts]), units, unmatched)
    free = np.zeros(len(source), bool), np.zeros(len(target), bool)
    for unit in units:
        if not unit.exact:
            free[0][unit.source.start : unit.source.stop] = True
            free[1][unit.target.start : unit.target.stop] = True
    if not document.coarse:
        free[0][list(unmatched[0])] = True
        free[1][list(unmatched[1])] = True
    return Example(document, corridor, rows, nulls, agreeing, free)


def find_units(document: Learned, shapes: Sequence[Shape] = SHAPES) -> tuple[list[Unit], tuple[set[int], set[int]]]:
    """Divide the grid at the gold's two-sided beads; return the parts, and the unmatched segments of each side.

    Beads that cross or have gaps are passed over; what lies between two others is a unit in which anything agrees, as
    in a bead of none of the ``shapes``.
    """
    units: list[Unit] = []
    unmatched: tuple[set[int], set[int]] = (set(), set())
    i = j = 0
    for source, target in document.beads:
        whole = all(list(run) == list(range(run[0], run[0] + len(run))) for run in (source, target) if run)
        if not source or not target:
            unmatched[0].update(source)
            unmatched[1].update(target)
        elif whole and source[0] >= i and target[0] >= j:
            if source[0] > i or target[0] > j:
                units.append(Unit(range(i, source[0]), range(j, target[0]), linked=False, exact=False))
            i, j = source[-1] + 1, target[-1] + 1
            known = (len(source), len(target)) in shapes
            spans = range(source[0], i), range(target[0], j)
            units.append(Unit(*spans, linked=True, exact=known and not document.coarse))
    n, m = map(len, document.profiles)
    if i < n or j < m:
        units.append(Unit(range(i, n), range(j, m), linked=False, exact=False))
    return units, unmatched


def agree(
    shape: Shape,
    starts: tuple[NDArray[np.int64], NDArray[np.int64]],
    units: list[Unit],
    unmatched: tuple[set[int], set[int]],
) -> NDArray[np.bool_]:
    """Return whether the beads of a shape that begin at some segments agree with the gold, [k]."""
    bounds = np.array([(u.source.start, u.source.stop, u.target.start, u.target.stop, u.exact) for u in units])
    n = bounds[-1, 1]
    owners = np.repeat(np.arange(len(units)), bounds[:, 1] - bounds[:, 0])
    unit = bounds[owners[np.minimum(starts[0], n - 1)]]
    i, j = starts
    inside = (unit[:, 0] <= i) & (i + shape[0] <= unit[:, 1]) & (unit[:, 2] <= j) & (j + shape[1] <= unit[:, 3])
    exact = (unit[:, 0] == i) & (i + shape[0] == unit[:, 1]) & (unit[:, 2] == j) & (j + shape[1] == unit[:, 3])
    agrees: NDArray[np.bool_] = np.where(unit[:, 4] == 1, exact, inside)
    for side in (0, 1):
        for step in range(shape[side]):
            agrees &= ~np.isin(starts[side] + step, list(unmatched[side]))
    return agrees


class Model(torch.nn.Module):
    """The scorers of ``aligner.match.weights`` as parameters."""

    def __init__(self, examples: list[Example]) -> None:
        super().__init__()
        good = np.concatenate([e.rows[s].features[e.agreeing[s]] for e in examples for s in SHAPES])
        nulls = np.concatenate([side for e in examples for side in e.unmatched])
        self.scales = [_scale(good), _scale(nulls)]
        f, g = len(BEAD_FEATURES), len(UNMATCHED_FEATURES)
        self.linear = torch.nn.Parameter(torch.zeros(GROUPS, f))
        self.bias = torch.nn.Parameter(torch.tensor([-2.0 * (sum(shape) - 2) for shape in CLASSES if shape in SHAPES]))
        self.unmatched_linear = torch.nn.Parameter(torch.zeros(1, g))
        self.transitions = torch.nn.Parameter(torch.zeros(2))
        with torch.no_grad():
            self.linear[:, 1:6] = 0.4
            self.unmatched_linear[0, 0] = -1.0

    def score_beads(self, features: Vectors, kind: int) -> torch.Tensor:
        """Return the scores of beads of one class, [k]."""
        mean, scale = self.scales[0]
        return ((torch.from_numpy(features) - mean) / scale) @ self.linear[min(kind, GROUPS - 1)] + self.bias[kind]

    def score_unmatched(self, features: Vectors) -> torch.Tensor:
        """Return the scores of segments as unmatched, [n]."""
        mean, scale = self.scales[1]
        return ((torch.from_numpy(features) - mean) / scale) @ self.unmatched_linear[0]

    def weights(self) -> Weights:
        """Return the parameters as the matcher takes them."""

        def numbers(values: torch.Tensor) -> NDArray[np.float64]:
            return values.detach().double().numpy()

        bead_parts, unmatched_parts = (self.linear, self.bias), (self.unmatched_linear, torch.zeros(1))
        scorers = []
        for scales, parts in zip(self.scales, (bead_parts, unmatched_parts), strict=True):
            mean, scale, linear, bias = (numbers(part) for part in (*scales, *parts))
            # What varies less than the least scale is seen in a few beads only, too few to weigh it.
            linear[:, scale < LEAST_SCALE] = 0.0
            scorers.append(Scorer(mean, np.maximum(scale, LEAST_SCALE), linear, bias))
        again, turn = self.transitions.tolist()
        return Weights(scorers[0], scorers[1], again, turn, SHARE, RELUCTANCE, TEMPERATURE, None, "")


def _scale(features: Vectors) -> tuple[torch.Tensor, torch.Tensor]:
    mean, deviation = features.mean(0), features.std(0) + 1e-3
    mean[0], deviation[0] = 0.0, 1.0  # the constant
    return torch.from_numpy(mean), torch.from_numpy(deviation)


def step(model: Model, example: Example) -> float:
    """Add a document's gradient to the model's; return its loss per 100 segments.

    The loss is log Z of all ladders less log Z of those that agree with the gold, and its gradient by a score is the
    difference of the two posteriors of that step, as for every log-linear model of sequences (Lafferty et al. 2001).
    """
    scores = {s: model.score_beads(rows.features, class_of(s)) for s, rows in example.rows.items()}
    nulls = [model.score_unmatched(side) for side in example.unmatched]
    transitions = model.transitions.tolist()

    def lattice(*, agreeing: bool) -> Posterior:
        beads = {}
        for shape, rows in example.rows.items():
            values = scores[shape].detach().double().numpy()
            if agreeing:
                values = np.where(example.agreeing[shape], values, IMPOSSIBLE)
            beads[shape] = np.full(len(example.corridor), IMPOSSIBLE)
            beads[shape][rows.starts] = values
        unmatched = [side.detach().double().numpy() for side in nulls]
        if agreeing:
            pairs = zip(unmatched, example.agreeing_unmatched, strict=True)
            unmatched = [np.where(allowed, values, FORBIDDEN) for values, allowed in pairs]
        return posterior(Lattice(example.corridor, beads, unmatched[0], unmatched[1], *transitions))

    every, right = lattice(agreeing=False), lattice(agreeing=True)
    size = 100.0 / (len(example.unmatched[0]) + len(example.unmatched[1]))
    gradients = [(every.beads[s] - right.beads[s])[rows.starts] for s, rows in example.rows.items()]
    gradients += [every.deletions - right.deletions, every.insertions - right.insertions]
    outputs = [*scores.values(), *nulls]
    torch.autograd.backward(outputs, [torch.from_numpy(g * size).float() for g in gradients])
    moves = torch.tensor([every.again - right.again, every.turn - right.turn]) * size
    model.transitions.grad = moves if model.transitions.grad is None else model.transitions.grad + moves
    return (every.log_total - right.log_total) * size


def fit(examples: list[Example]) -> Weights:
    """Return weights fitted to documents."""
    model = Model(examples)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS * len(examples))
    order = np.random.default_rng(0)
    for epoch in range(EPOCHS):
        loss = 0.0
        for k in order.permutation(len(examples)):
            optimiser.zero_grad()
            loss += step(model, examples[k])
            assert model.linear.grad is not None
            model.linear.grad += DECAY * model.linear.detach()
            optimiser.step()
            schedule.step()
        click.echo(f"epoch {epoch + 1}: loss {loss / len(examples):.3f} per 100 segments", err=True)
    return model.weights()


def report(documents: list[GoldDocument], weights: Weights, encoder: CachedEncoder) -> None:
    """Print strict, lax and all-bead F1 by set."""
    for name, group in groupby(documents, key=lambda document: document.collection):
        pairs: list[tuple[GoldDocument, Gold]] = []
        for document in group:
            ladder = find_ladder(
                profile_text(document.source, encoder), profile_text(document.target, encoder), weights
            )
            pairs.append((document, [(list(bead.source), list(bead.target)) for bead in ladder.beads]))
        result = evaluate(*pool(pairs))
        click.echo(f"{name:20} strict {result.strict.f1:.4f}  lax {result.lax.f1:.4f}  all {result.all.f1:.4f}")


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Weights file to write.")
@click.option("--hold-out", multiple=True, metavar="SET", help="Do not learn from this set; report on it.")
@click.option("--model", default=BUILTIN, show_default=True, help="Encoder to fit the weights to.")
def main(folders: tuple[Path, ...], output: Path | None, hold_out: tuple[str, ...], model: str) -> None:
    """Fit weights to the gold documents below FOLDERS, and report on them or on what was held out."""
    torch.set_num_threads(1)
    encoder = CachedEncoder(TransformerEncoder(model))
    documents = find_documents(folders)
    learned = [document for document in documents if document.collection not in hold_out]
    weights = fit([example for document in learned for example in make_examples(document, encoder)])
    report([document for document in documents if document.collection in hold_out] or learned, weights, encoder)
    if output:
        write_whole(output, format_weights(weights, [document.name for document in learned]))


if __name__ == "__main__":
    main()
