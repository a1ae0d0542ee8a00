"""Fit the matcher's second pass to gold ladders.

    scripts/train_second_pass.py GOLD_FOLDER... -o aligner/match/data/weights.json
    scripts/train_second_pass.py GOLD_FOLDER... --hold-out mac_dev     what the others teach about that set

The weights of the first pass are read (``--first``, those of the package where none is given) and kept as they are. The
second pass adds to their scores what raises the probability of the ladders that agree with the gold, among all ladders
of the pruned graph (``aligner.match.refine``). Every step that the gold does not have is given a margin, so that what
is right must be better by that much (Gimpel and Smith 2010, *Softmax-Margin CRFs*). Each document is learned from
in up to three versions: as it is; with a counterweight (see ``train_matcher``); and abridged, with a tenth of the
target left out. Gold by verse or paragraph, which does not say how a unit is divided, is learned from as it is:
any beads within a unit agree with it, but nothing in it is unmatched. Several networks that begin with other numbers
are averaged, which is again one network.

Random numbers have fixed seeds and there is one thread, so the same vectors give the same file. Vectors are taken from
the cache and kept there: made anew beside other texts they differ by up to a thousandth, and the file in its last
digits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
import torch
from gold import GoldDocument, find_documents, profile_text
from numpy.typing import NDArray
from train_matcher import FORBIDDEN, Learned, agree, counterweigh, find_units, pick, report

import aligner.match
from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import BUILTIN, TransformerEncoder
from aligner.files import write_whole
from aligner.match import load_weights
from aligner.match.context import BEAD_CONTEXT, UNMATCHED_CONTEXT
from aligner.match.features import BEAD_FEATURES
from aligner.match.match import complete, search
from aligner.match.refine import Graph, make_graph
from aligner.match.search import LARGER, SHAPES, cut_probability
from aligner.match.weights import CLASSES, GROUPS, LEAST_SCALE, Network, Second, Weights, class_of, format_weights

EPOCHS = 6
RATE = 0.02  # Adam's, decaying to 0 along a cosine
DECAY = 0.003  # of all numbers, biases towards where they begin
UNITS = 16, 8  # hidden units for beads, and for unmatched segments
DROPPED = 0.3  # of the hidden units in each step
LARGE = -3.0  # the bias with which larger beads begin, and to which it is drawn: few texts have any
MARGIN = 0.5
NETWORKS = 3  # that are averaged
BATCH = 2000  # segments that one step learns from, of both sides
PIECE = 60  # segments of one side from which a document is divided
SURE = 0.999  # the probability that a cut must have for that
MOST = 1200  # segments of both sides from which a document counts no more by its length
ABRIDGED = 0.06  # chance of each bead that a run of them loses its target
MARKS = slice(BEAD_FEATURES.index("question"), BEAD_FEATURES.index("comma") + 1)
"""The differences of punctuation, which the first pass alone weighs. Where two languages punctuate differently
throughout, as a genealogy with commas in English and semicolons in Chinese, they are as great in a small bead as in a
large one, and a few large beads would pay less for them than many small ones."""
IMPROBABLE = -1e9  # the score of a step that the gold does not have

SHIPPED = Path(aligner.match.__file__).parent / "data" / "weights.json"

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Example:
    """A document's graph, and which of its beads and of its segments as unmatched agree with the gold."""

    graph: Graph
    unmatched: tuple[Floats, Floats]
    cuts: list[tuple[int, int]]
    agreeing: dict[tuple[int, int], Flags]
    free: tuple[Flags, Flags]


class Steps(NamedTuple):
    """Scores of all steps of a batch, or their probabilities; twice, [.., 2]: with all ladders and with the right ones.

    ``beads`` [e, 2], ``deletions`` and ``insertions`` [cells, 2], by the cell that they lead to.
    """

    beads: Floats
    deletions: Floats
    insertions: Floats


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a graph between two sure cuts: its cells by diagonal, and the steps between them.

    Parameters
    ----------
    diagonal : int64 [cells]
        How many segments of both sides come before a cell in the piece.
    segments : int64 [cells, 2]
        The source and the target segment before each cell, counted through all documents.
    before : int64 [cells, 2]
        The cells from which a deletion and an insertion lead to each cell; -1 where none does.
    beads : int64 [e]
        The beads, counted through all documents.
    begins, ends : int64 [e]
        The cells at which they begin and end.
    size : int
        The number of segments, of both sides.
    weight : float
        What the piece counts for.
    """

    diagonal: Integers
    segments: Integers
    before: Integers
    beads: Integers
    begins: Integers
    ends: Integers
    size: int
    weight: float


@dataclass(frozen=True, slots=True)
class Lessons:
    """All documents as one: their pieces, and for all beads and all segments features, first scores and agreement."""

    pieces: list[Piece]
    beads: NDArray[np.float32]
    classes: Integers
    first: Floats
    agreeing: Flags
    unmatched: NDArray[np.float32]
    first_unmatched: Floats
    free: Flags


def make_examples(document: GoldDocument, encoder: CachedEncoder, weights: Weights) -> Iterator[Example]:
    """Yield a document, its counterweight and its abridged version with the graphs of the second pass."""
    profiles = profile_text(document.source, encoder), profile_text(document.target, encoder)
    learned = Learned(document.name, document.beads, document.coarse, profiles)
    others = () if document.coarse else (counterweigh(document, encoder), abridge(document, encoder))
    for one in (learned, *others):
        if one:
            yield make_example(one, weights)


def abridge(document: GoldDocument, encoder: CachedEncoder) -> Learned:
    """Return a document with a tenth of its target left out in runs."""
    rng = np.random.default_rng(1)
    linked = [bead for bead in document.beads if all(bead)]
    gone: set[int] = set()
    number = 0
    while number < len(linked):
        if rng.random() < ABRIDGED:
            run = int(rng.choice((1, 1, 2, 2, 3, 5)))
            gone.update(k for bead in linked[number : number + run] for k in bead[1])
            number += run
        number += 1
    kept = [k for k in range(len(document.target)) if k not in gone]
    places = {k: number for number, k in enumerate(kept)}
    beads: list[tuple[list[int], list[int]]] = []
    for source, target in document.beads:
        left = [places[k] for k in target if k in places]
        if source and left:
            beads.append((list(source), left))
        else:
            beads += [*(([k], []) for k in source), *(([], [k]) for k in left)]
    texts = profile_text(document.source, encoder), profile_text(pick(document.target, kept), encoder)
    return Learned(f"{document.name}, abridged", beads, document.coarse, texts)


def make_example(document: Learned, weights: Weights) -> Example:
    """Return a document's graph, with the cuts of its gold kept, and what of it agrees with the gold."""
    found = complete(document.profiles, search(document.profiles, weights))
    lattice = found.lattice
    shapes = *SHAPES, *LARGER
    units, unmatched = find_units(document, shapes)
    starts = [(unit.source.start, unit.target.start) for unit in units]
    graph = make_graph(document.profiles, found, weights, starts)
    corridor = graph.corridor
    agreeing = {
        shape: agree(shape, (corridor.rows[begin], corridor.columns[begin]), units, unmatched)
        for shape, begin in graph.starts.items()
    }
    free = np.zeros(len(lattice.deletions), bool), np.zeros(len(lattice.insertions), bool)
    for unit in units:
        if not (unit.exact or (document.coarse and unit.linked)):
            free[0][unit.source.start : unit.source.stop] = True
            free[1][unit.target.start : unit.target.stop] = True
    free[0][list(unmatched[0])] = True
    free[1][list(unmatched[1])] = True
    sure = cut_probability(lattice) > SURE
    cells = lattice.corridor.cells_at(*np.array(starts, np.int64).T)
    cuts = [cut for cut, cell in zip(starts, cells.tolist(), strict=True) if cell >= 0 and sure[cell]]
    return Example(graph, (lattice.deletions, lattice.insertions), cuts, agreeing, free)


def gather(examples: Sequence[Example]) -> Lessons:
    """Return all documents as one."""
    pieces: list[Piece] = []
    offsets = [0, 0]  # of beads and of segments
    for example in examples:
        sizes = [len(side) for side in example.free]
        weight = min(1.0, MOST / sum(sizes))
        pieces += [_cut_piece(example, ends, (offsets[0], offsets[1]), weight) for ends in _find_pieces(example)]
        offsets[0] += sum(len(begin) for begin in example.graph.starts.values())
        offsets[1] += sum(sizes)
    of = [(example, shape) for example in examples for shape in example.graph.starts]
    return Lessons(
        pieces,
        np.concatenate([example.graph.beads[shape] for example, shape in of]),
        np.concatenate([np.full(len(example.graph.starts[shape]), class_of(shape)) for example, shape in of]),
        np.concatenate([example.graph.first[shape] for example, shape in of]),
        np.concatenate([example.agreeing[shape] for example, shape in of]),
        np.concatenate([side for example in examples for side in example.graph.unmatched]),
        np.concatenate([side for example in examples for side in example.unmatched]),
        np.concatenate([side for example in examples for side in example.free]),
    )


def _find_pieces(example: Example) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the first and the last cell of each piece of a document."""
    ends = [(0, 0)]
    for i, j in example.cuts:
        k, l = ends[-1]
        if max(i - k, j - l) >= PIECE and i > k and j > l:
            ends.append((i, j))
    ends.append((len(example.free[0]), len(example.free[1])))
    return [pair for pair in pairwise(ends) if pair[0] != pair[1]]


def _cut_piece(
    example: Example, ends: tuple[tuple[int, int], tuple[int, int]], offsets: tuple[int, int], weight: float
) -> Piece:
    """Return the piece of a document between two cells."""
    (i, j), (k, l) = ends
    graph = example.graph
    rows, columns = graph.corridor.rows, graph.corridor.columns
    inside = np.flatnonzero((rows >= i) & (rows <= k) & (columns >= j) & (columns <= l))
    places = np.full(len(graph.corridor) + 1, -1)  # the last is found by the cell -1, which is outside
    places[inside] = np.arange(len(inside))
    begins = np.concatenate([*graph.starts.values()])
    steps = [np.tile(shape, (len(begin), 1)) for shape, begin in graph.starts.items()]
    reach = np.concatenate(steps)
    lasts = graph.corridor.cells_at(rows[begins] + reach[:, 0], columns[begins] + reach[:, 1])
    beads = np.flatnonzero((places[begins] >= 0) & (places[lasts] >= 0))
    row, column = rows[inside], columns[inside]
    before = [graph.corridor.cells_at(row - 1, column), graph.corridor.cells_at(row, column - 1)]
    first = offsets[1], offsets[1] + len(example.free[0])
    return Piece(
        row - i + column - j,
        np.stack([np.maximum(row - 1, 0) + first[0], np.maximum(column - 1, 0) + first[1]], 1),
        np.stack([places[cells] for cells in before], 1),
        beads + offsets[0],
        places[begins[beads]],
        places[lasts[beads]],
        k - i + l - j,
        weight,
    )


class Front(NamedTuple):
    """The steps of a batch that touch the cells of one diagonal: a slice of them, and the cells, each once.

    ``firsts`` are the places of the first step of each cell within the slice.
    """

    steps: slice
    cells: Integers
    firsts: Integers


class Batch:
    """Pieces that are searched at once, diagonal by diagonal: all steps lead from lower diagonals to higher ones.

    One more cell behind the last stands for what is outside.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        counts = [len(piece.diagonal) for piece in pieces]
        offsets = np.concatenate([[0], np.cumsum(counts)])
        diagonal = np.concatenate([piece.diagonal for piece in pieces])
        order = np.argsort(diagonal, kind="stable")
        self.outside = len(order)
        places = np.append(np.argsort(order, kind="stable"), self.outside)
        self.bounds = np.searchsorted(diagonal[order], np.arange(diagonal.max() + 2))
        self.first, self.last = places[offsets[:-1]], places[offsets[1:] - 1]
        self.owner = np.repeat(np.arange(len(pieces)), counts)[order]
        self.weight = np.array([piece.weight for piece in pieces])
        self.segments = np.concatenate([piece.segments for piece in pieces])[order]
        shifted = [np.where(p.before >= 0, p.before + o, self.outside) for p, o in zip(pieces, offsets, strict=False)]
        self.before = places[np.concatenate(shifted)[order]]
        self.after = np.full((self.outside + 1, 2), self.outside)
        for side in (0, 1):
            self.after[self.before[:, side], side] = np.arange(self.outside)
        self.after[self.outside] = self.outside
        begins, ends = (
            places[np.concatenate([getattr(p, name) + o for p, o in zip(pieces, offsets, strict=False)])]
            for name in ("begins", "ends")
        )
        by_end = np.argsort(ends, kind="stable")
        self.beads = np.concatenate([piece.beads for piece in pieces])[by_end]
        self.begins, self.ends = begins[by_end], ends[by_end]
        self.by_begin = np.argsort(self.begins, kind="stable")
        self.inward, self.outward = self._fronts(self.ends), self._fronts(self.begins[self.by_begin])

    def _fronts(self, cells: Integers) -> list[Front]:
        edges = np.searchsorted(cells, self.bounds)
        fronts = []
        for first, last in pairwise(edges.tolist()):
            found = cells[first:last]
            firsts = np.flatnonzero(np.diff(found, prepend=-1))
            fronts.append(Front(slice(first, last), found[firsts], firsts))
        return fronts

    def _blank(self) -> list[Floats]:
        return [np.full((self.outside + 1, 2), IMPROBABLE) for _ in range(3)]

    def forward(self, steps: Steps, again: float, turn: float) -> list[Floats]:
        """Return the logarithm of the sum of all ways to each cell, by the kind of the last step."""
        bead, deletion, insertion = states = self._blank()
        arrived = np.full_like(bead, IMPROBABLE)
        for number, (front, (low, high)) in enumerate(zip(self.inward, pairwise(self.bounds.tolist()), strict=True)):
            here = slice(low, high)
            if len(front.cells):
                ways = arrived[self.begins[front.steps]] + steps.beads[front.steps]
                bead[front.cells] = np.logaddexp.reduceat(ways, front.firsts, axis=0)
            if number == 0:
                bead[here] = 0.0
            else:
                above, left = self.before[here].T
                deletion[here] = steps.deletions[here] + np.logaddexp(bead[above], deletion[above] + again)
                opened = np.logaddexp(bead[left], deletion[left] + turn)
                insertion[here] = steps.insertions[here] + np.logaddexp(opened, insertion[left] + again)
            arrived[here] = np.logaddexp(np.logaddexp(bead[here], deletion[here]), insertion[here])
        return [*states, arrived]

    def backward(self, steps: Steps, again: float, turn: float) -> list[Floats]:
        """Return the same of all ways from each cell to the end, by the kind of the step that led to it."""
        bead, deletion, insertion = states = self._blank()
        going = np.full_like(bead, IMPROBABLE)
        going[self.last] = 0.0
        below, right = self.after.T
        deletions = np.append(steps.deletions, [[IMPROBABLE] * 2], axis=0)[below]
        insertions = np.append(steps.insertions, [[IMPROBABLE] * 2], axis=0)[right]
        scores, ends = steps.beads[self.by_begin], self.ends[self.by_begin]
        fronts = zip(self.outward, pairwise(self.bounds.tolist()), strict=True)
        for front, (low, high) in reversed(list(fronts)):
            here = slice(low, high)
            if len(front.cells):
                ways = np.logaddexp.reduceat(scores[front.steps] + bead[ends[front.steps]], front.firsts, axis=0)
                going[front.cells] = np.logaddexp(going[front.cells], ways)
            deleting = deletions[here] + deletion[below[here]]
            inserting = insertions[here] + insertion[right[here]]
            insertion[here] = np.logaddexp(going[here], inserting + again)
            deletion[here] = np.logaddexp(np.logaddexp(going[here], deleting + again), inserting + turn)
            bead[here] = np.logaddexp(np.logaddexp(going[here], deleting), inserting)
        return states

    def probabilities(self, steps: Steps, again: float, turn: float) -> tuple[Floats, Steps]:
        """Return the logarithm of the sum of all ladders of each piece, [pieces, 2], and how probable each step is."""
        bead, deletion, insertion, arrived = self.forward(steps, again, turn)
        behind = self.backward(steps, again, turn)
        total = arrived[self.last]
        of_cell = total[self.owner]
        beads = arrived[self.begins] + steps.beads + behind[0][self.ends] - of_cell[self.begins]
        above, left = self.before.T
        deleted = np.logaddexp(bead[above], deletion[above] + again) + steps.deletions + behind[1][:-1] - of_cell
        opened = np.logaddexp(bead[left], deletion[left] + turn)
        inserted = np.logaddexp(opened, insertion[left] + again) + steps.insertions + behind[2][:-1] - of_cell
        known = self.before < self.outside
        return total, Steps(
            np.exp(np.minimum(beads, 0)),
            np.exp(np.minimum(deleted, 0)) * known[:, :1],
            np.exp(np.minimum(inserted, 0)) * known[:, 1:],
        )


class Net(torch.nn.Module):
    """A ``Network`` as parameters, of features that are standardised already."""

    def __init__(self, width: int, units: int, classes: Sequence[float], random: torch.Generator) -> None:
        super().__init__()
        groups = min(GROUPS, len(classes))
        self.linear = torch.nn.Parameter(torch.zeros(groups, width))
        self.begun = torch.tensor([float(value) for value in classes])
        self.bias = torch.nn.Parameter(self.begun.clone())
        self.hidden = torch.nn.Parameter(torch.randn(width, units, generator=random) * 0.15)
        self.hidden_bias = torch.nn.Parameter(torch.zeros(groups, units))
        self.output = torch.nn.Parameter(torch.randn(units, generator=random) * 0.05)

    def forward(self, values: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
        """Return the scores of rows of features, [k]; some of the hidden units are left out while it learns."""
        groups = torch.clamp(classes, max=len(self.linear) - 1)
        units = torch.tanh(values @ self.hidden + self.hidden_bias[groups])
        units = torch.nn.functional.dropout(units, DROPPED, self.training)
        linear = (values @ self.linear.T).gather(1, groups[:, None])[:, 0]
        return linear + units @ self.output + self.bias[classes]


class Learner:
    """The two networks, what they learn from, and how the features that the second pass adds are standardised."""

    def __init__(self, lessons: Lessons, weights: Weights, seed: int) -> None:
        torch.manual_seed(seed)
        random = torch.Generator().manual_seed(seed)
        self.lessons, self.again, self.turn = lessons, weights.again, weights.turn
        right = lessons.beads[lessons.agreeing]
        self.blank = (
            _blank_network(right, len(BEAD_CONTEXT), len(CLASSES)),
            _blank_network(lessons.unmatched, len(UNMATCHED_CONTEXT), 1),
        )
        rows = lessons.beads, lessons.unmatched
        values = [network.standardise(side) for network, side in zip(self.blank, rows, strict=True)]
        values[0][:, MARKS] = 0
        self.beads, self.unmatched = torch.from_numpy(values[0]), torch.from_numpy(values[1])
        self.classes = torch.from_numpy(lessons.classes)
        larger = [LARGE if shape in LARGER else 0.0 for shape in CLASSES]
        self.nets = Net(values[0].shape[1], UNITS[0], larger, random), Net(values[1].shape[1], UNITS[1], [0.0], random)
        self.parameters = [parameter for net in self.nets for parameter in net.parameters()]

    def step(self, pieces: list[Piece]) -> float:
        """Set the gradients from some pieces; return the loss per 100 segments.

        The loss is log Z of all ladders, with the margin, less log Z of those that agree with the gold. Its gradient by
        a score is the difference of the two probabilities of that step.
        """
        batch, lessons = Batch(pieces), self.lessons
        segments = np.unique(batch.segments)
        places = np.searchsorted(segments, batch.segments)
        rows, beads = torch.from_numpy(segments), torch.from_numpy(batch.beads)
        scores = self.nets[0](self.beads[beads], self.classes[beads])
        nulls = self.nets[1](self.unmatched[rows], torch.zeros(len(rows), dtype=torch.int64))
        both = _twice(lessons.first[batch.beads] + _numbers(scores), lessons.agreeing[batch.beads], IMPROBABLE)
        alone = _twice(lessons.first_unmatched[segments] + _numbers(nulls), lessons.free[segments], FORBIDDEN)
        inside = batch.before < batch.outside
        entering = [np.where(inside[:, [side]], alone[places[:, side]], IMPROBABLE) for side in (0, 1)]
        totals, found = batch.probabilities(Steps(both, *entering), self.again, self.turn)
        weight = batch.weight * (totals[:, 1] > IMPROBABLE / 1e3) * 100 / sum(piece.size for piece in pieces)
        of_cell = weight[batch.owner]
        gradient = (found.beads[:, 0] - found.beads[:, 1]) * of_cell[batch.begins]
        unmatched = np.zeros(len(segments))
        for side, steps in enumerate((found.deletions, found.insertions)):
            np.add.at(unmatched, places[:, side], (steps[:, 0] - steps[:, 1]) * of_cell)
        gradients = [torch.from_numpy(values).float() for values in (gradient, unmatched)]
        torch.autograd.backward([scores, nulls], gradients)
        return float(((totals[:, 0] - totals[:, 1]) * weight).sum())

    def decay(self) -> None:
        """Add to the gradients what draws all numbers to 0."""
        for net in self.nets:
            for name, parameter in net.named_parameters():
                assert parameter.grad is not None
                begun = net.begun if name == "bias" else 0.0
                parameter.grad += DECAY * (parameter.detach() - begun)


def _blank_network(features: NDArray[np.float32], added: int, classes: int) -> Network:
    """Return a network of no units that standardises the features that the second pass adds, the last of all."""
    columns = features[:, -added:]
    mean, scale = columns.mean(0).astype(np.float64), columns.std(0).astype(np.float64)
    nothing = np.zeros((0, 0))
    return Network(mean, np.maximum(scale, LEAST_SCALE), nothing, np.zeros(classes), nothing, nothing, nothing)


def _numbers(values: torch.Tensor) -> Floats:
    return values.detach().double().numpy()


def _twice(scores: Floats, right: Flags, wrong: float) -> Floats:
    """Return scores [k] as [k, 2]: those of all ladders, with the margin, and those of the right ones."""
    return np.stack([scores + MARGIN * ~right, np.where(right, scores, wrong)], 1)


def fit(lessons: Lessons, weights: Weights, seed: int) -> tuple[Network, Network]:
    """Return the networks for beads and for unmatched segments, fitted to documents."""
    learner = Learner(lessons, weights, seed)
    count = max(1, sum(piece.size for piece in lessons.pieces) // BATCH)
    optimiser = torch.optim.Adam(learner.parameters, lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS * count)
    random = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        loss = 0.0
        for part in np.array_split(random.permutation(len(lessons.pieces)), count):
            optimiser.zero_grad()
            loss += learner.step([lessons.pieces[k] for k in part])
            learner.decay()
            optimiser.step()
            schedule.step()
        click.echo(f"seed {seed}, epoch {epoch + 1}: loss {loss / count:.3f} per 100 segments", err=True)
    networks = []
    for blank, net in zip(learner.blank, learner.nets, strict=True):
        parts = {name: _numbers(parameter) for name, parameter in net.named_parameters()}
        networks.append(replace(blank, **parts))
    networks[0].hidden[MARKS] = 0  # as they began: nothing was learned of them
    return networks[0], networks[1]


def average(networks: Sequence[Network]) -> Network:
    """Return one network whose score is the mean of those of several: the units of all, each for its share."""
    return replace(
        networks[0],
        linear=np.mean([one.linear for one in networks], axis=0),
        bias=np.mean([one.bias for one in networks], axis=0),
        hidden=np.concatenate([one.hidden for one in networks], axis=1),
        hidden_bias=np.concatenate([one.hidden_bias for one in networks], axis=1),
        output=np.concatenate([one.output for one in networks]) / len(networks),
    )


def learn(documents: Sequence[GoldDocument], encoder: CachedEncoder, weights: Weights) -> Weights:
    """Return the weights of the first pass with those of a second, fitted to documents."""
    lessons = gather([example for document in documents for example in make_examples(document, encoder, weights)])
    fitted = [fit(lessons, weights, seed) for seed in range(NETWORKS)]
    beads, unmatched = (average([pair[k] for pair in fitted]) for k in (0, 1))
    return replace(weights, second=Second(beads, unmatched))


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Weights file to write.")
@click.option("--first", type=click.Path(exists=True, path_type=Path), help="Weights of the first pass.")
@click.option("--hold-out", multiple=True, metavar="NAME", help="Do not learn from this set or document; report on it.")
@click.option("--model", default=BUILTIN, show_default=True, help="Encoder to fit the weights to.")
def main(
    folders: tuple[Path, ...], output: Path | None, first: Path | None, hold_out: tuple[str, ...], model: str
) -> None:
    """Fit the second pass to the gold documents below FOLDERS, and report on them or on what was held out."""
    torch.set_num_threads(1)
    documents = find_documents(folders)
    held = [document for document in documents if {document.collection, document.name} & set(hold_out)]
    learned = [document for document in documents if document not in held]
    encoder = CachedEncoder(TransformerEncoder(model))
    weights = learn(learned, encoder, replace(load_weights(first), second=None))
    if output:
        made_from = json.loads((first or SHIPPED).read_text("utf-8"))["made_from"]
        write_whole(output, format_weights(weights, made_from, [document.name for document in learned]))
    report(held or learned, weights, encoder)


if __name__ == "__main__":
    main()
