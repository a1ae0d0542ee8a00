"""What the first pass makes known of a pair of texts, and what the second pass sees by it.

The first pass judges every bead alone. After it, this pair's own ratio of lengths is known from the beads that are
sure, and so is how much the two texts leave out; and each segment has a likeliest place, to which others can be added.
The features here say how a bead or an unmatched segment looks in the light of that. As in ``features``, the two sides
are treated alike, and nothing that one odd segment has is unbounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from aligner.ladder import Bead
from aligner.match.features import QUOTE, Columns
from aligner.match.search import Lattice, Posterior, Shape
from aligner.profile import Integers, Profile, Vectors

BEAD_CONTEXT = (
    "ratio", "ratio_square", "deviations", "deviations_square", "ends_apart", "end_differs", "goes_on",
    "inner_goes_on", "inner_ends", "inner_small", "starts_small", "odd_quotes", "smallest", "short", "goes_on_differs",
    "start_differs",
)  # fmt: skip
"""The features of a bead that the second pass adds, in the order of their columns."""

UNMATCHED_CONTEXT = (
    "size", "relative", "ends", "goes_on", "starts_small", "short", "absorb_ratio", "absorb_deviations", "odd_quotes",
    "share_alone", "sides_apart", "ratio_apart", "spread", "share_merged",
)  # fmt: skip
"""The features that it adds of a segment as a deletion or an insertion, in the order of their columns."""

SURE_BEAD = (
    0.9  # the probability from which a 1-1 bead of the first pass tells how the lengths of these two texts relate
)
_LONG = 25  # bytes from which it does; the lengths of shorter segments say little
_ENOUGH = 10  # such beads, of which the median is taken; with fewer the ratio of the whole texts is
_SHORT = 20  # bytes below which a segment is short: an exclamation, "he said."
_RATIO = 1.5  # the most that a logarithm of a ratio of lengths counts: one side is 4.5 times too long
_DEVIATIONS = 10  # deviations of length that count
_COUNT = 3  # ends and beginnings inside a bead that count
_TEXTS = 3.0  # the bound of what is known of texts as a whole
_STOPPED = 0.4
"""The share of segments that must end with the sign of a sentence's end for such signs to tell something. In the gold
it is 0.57 at least; Thai has none, nor have many subtitles and inscriptions."""

_SEEN_FROM = np.array([[1, 1, 1, 1, 1], [1, -1, -1, 1, 1]], np.float32)  # ``Context.texts`` by either side


class Context(NamedTuple):
    """What the first pass makes known of a pair of texts.

    Parameters
    ----------
    ratio : float
        The logarithm of how many bytes of the target stand against one of the source, the median over sure 1-1 beads.
    texts : float32 [5]
        How much the texts leave out, how much more the source does than the target, how much longer the whole target is
        than ``ratio`` lets expect, how far the ratios of sure beads scatter, and the share of beads that are not 1-1;
        each about 0 in an ordinary translation, from -3 to 3.
    """

    ratio: float
    texts: Vectors


def find_context(profiles: tuple[Profile, Profile], lattice: Lattice, probable: Posterior) -> Context:
    """Return what the first pass makes known of a pair of texts."""
    rows, columns = lattice.corridor.rows, lattice.corridor.columns
    sure = np.flatnonzero(probable.beads[1, 1] > SURE_BEAD)
    sizes = profiles[0].sizes[rows[sure]], profiles[1].sizes[columns[sure]]
    long = np.minimum(*sizes) >= _LONG
    total = float(np.log((profiles[1].sizes.sum() + 100) / (profiles[0].sizes.sum() + 100)))
    ratio, spread = total, 0.25
    if long.sum() >= _ENOUGH:
        ratios = np.log(sizes[1][long] / sizes[0][long])
        ratio = float(np.median(ratios))
        spread = float(np.median(np.abs(ratios - ratio)))
    deletions, insertions = probable.deletions, probable.insertions
    alone = (deletions.sum() + insertions.sum() + 1) / (len(deletions) + len(insertions) + 10)
    beads = sum(float(values.sum()) for values in probable.beads.values())
    merged = 1 - float(probable.beads[1, 1].sum()) / max(beads, 1e-6)
    texts = np.array(
        [
            np.log(alone) + 3,
            5 * (deletions.mean() - insertions.mean()),
            5 * (total - ratio),
            4 * (spread - 0.25),
            4 * (merged - 0.25),
        ]
    )
    return Context(ratio, np.clip(texts, -_TEXTS, _TEXTS).astype(np.float32))


def assume_stops(profiles: tuple[Profile, Profile]) -> tuple[Profile, Profile]:
    """Return two texts with all segments counted as ending as sentences do, where one of the texts hardly shows it.

    A text without full stops beside one that has them would else differ in every bead, and the more in a larger one.
    """
    if min(float(profile.marks[:, -3].mean()) for profile in profiles) >= _STOPPED:
        return profiles
    stopped = []
    for profile in profiles:
        marks = profile.marks.copy()
        marks[:, -3], marks[:, -2] = 1, 0
        stopped.append(replace(profile, marks=marks))
    return stopped[0], stopped[1]


def bead_context(
    shape: Shape, begin: tuple[Integers, Integers], profiles: tuple[Profile, Profile], ratio: float
) -> Vectors:
    """Return what the second pass adds of the beads of a shape that begin at some segments, [k, len(BEAD_CONTEXT)].

    - ``ratio``: the logarithm of how much too long one side is, given the pair's ``ratio``, absolute; and its square;
    - ``deviations``: the difference of the lengths in deviations, over 4; and half its square;
    - ``ends_apart``: how many more segments of one side than of the other end as sentences do;
    - ``end_differs``, ``goes_on_differs``, ``start_differs``: whether only one side ends as a sentence does, ends with
      a sign after which a sentence goes on, begins with a small letter;
    - ``goes_on``, ``starts_small``: the sides that end so, or begin so, 0 to 2;
    - ``inner_...``: segments before the last that end so, and segments after the first that begin so;
    - ``odd_quotes``: the sides with an odd number of quotation marks;
    - ``smallest``: the logarithm of the shortest member over the mean of its side, the lower one of the two sides;
    - ``short``: the sides of less than 20 bytes.
    """
    sides = [_Side(profile, at, length) for profile, at, length in zip(profiles, begin, shape, strict=True)]
    one, other = sides
    apart, deviations = _compare_lengths(one.size * np.exp(ratio), other.size)
    inner = np.minimum(one.inner + other.inner, _COUNT)
    ends_apart = np.minimum(np.abs(one.total[:, 0] - other.total[:, 0]), _COUNT)
    differs = np.abs(one.edge - other.edge)
    both = one.edge + other.edge
    return np.stack(
        [
            *(apart, apart**2, deviations, deviations**2 / 2, ends_apart, differs[:, 0], both[:, 1]),
            *(inner[:, 1], inner[:, 0], inner[:, 2], both[:, 2], one.odd_quotes + other.odd_quotes),
            *(np.minimum(one.smallest, other.smallest), one.short + other.short, differs[:, 1], differs[:, 2]),
        ],
        1,
    ).astype(np.float32)


class _Side:
    """One side of the beads of a shape, k of them: its length in bytes, and how it begins and ends.

    ``edge`` [k, 3] is whether the last segment ends as a sentence, whether it ends with a sign after which a sentence
    goes on, and whether the first begins with a small letter; ``total`` counts the same over all segments, ``inner``
    over those that are not at that edge.
    """

    def __init__(self, profile: Profile, at: Integers, length: int) -> None:
        members = np.stack([profile.sizes[at + k] for k in range(length)])
        self.size = members.sum(0)
        self.smallest = np.log((members.min(0) + 3) / (self.size / length + 3))
        self.short = (self.size < _SHORT).astype(np.float32)
        signs = profile.marks[:, -3:]
        self.edge = np.concatenate([signs[at + length - 1, :2], signs[at, 2:]], 1)
        self.total = np.stack([signs[at + k] for k in range(length)]).sum(0)
        self.inner = self.total - self.edge
        self.odd_quotes = np.stack([profile.marks[at + k, QUOTE] for k in range(length)]).sum(0) % 2


def _compare_lengths(one: Columns, other: Columns) -> tuple[Columns, Columns]:
    """Return the absolute logarithm of the ratio of lengths, and their difference in deviations over 4; both bounded.

    The constants keep a very short segment from deciding by its length; for deviations see ``features``.
    """
    apart = np.minimum(np.abs(np.log((one + 15) / (other + 15))), _RATIO)
    deviations = np.minimum(np.abs(one - other) / np.sqrt(3 * (one + other) + 10), _DEVIATIONS) / 4
    return apart, deviations


def unmatched_context(
    side: int, profiles: tuple[Profile, Profile], context: Context, ladder: Sequence[Bead]
) -> Vectors:
    """Return what the second pass adds of each segment of a side as unmatched, [n, len(UNMATCHED_CONTEXT)].

    - ``size``: the logarithm of 1 more than its bytes, over 4; ``relative``: that of its bytes to the mean of its text;
    - ``ends``, ``goes_on``, ``starts_small``, ``short``, ``odd_quotes``: whether it is so, as of a bead's side;
    - ``absorb_...``: how much better the lengths of the bead before or behind it in the first pass's ladder agree when
      it is joined to it, the better of the two, from -1 to 1; -1 where neither has two sides;
    - the last five are ``Context.texts``, as this side sees what differs between the sides: alike for all segments.
    """
    profile, sizes = profiles[side], profiles[side].sizes
    gains = _absorb(side, profiles, context.ratio, ladder)
    signs = profile.marks[:, -3:]
    relative = np.clip(np.log((sizes + 10) / (sizes.mean() + 10)), -2, 2)
    texts = np.broadcast_to(context.texts * _SEEN_FROM[side], (len(sizes), len(context.texts)))
    own = np.stack([np.log1p(sizes) / 4, relative, *signs.T, sizes < _SHORT, *gains, profile.marks[:, QUOTE] % 2], 1)
    return np.concatenate([own, texts], 1).astype(np.float32)


def _absorb(
    side: int, profiles: tuple[Profile, Profile], ratio: float, ladder: Sequence[Bead]
) -> tuple[Columns, Columns]:
    """Return the gains of ``unmatched_context``: in the logarithm of the ratio, and in deviations."""
    sizes = profiles[side].sizes
    count = len(sizes)
    runs = [(bead.source, bead.target) for bead in ladder]
    owners = np.repeat(np.arange(len(ladder)), [len(run[side]) for run in runs])
    own = np.bincount(owners, sizes, len(ladder)) * np.exp(ratio if side == 0 else -ratio)
    facing = np.repeat(np.arange(len(ladder)), [len(run[1 - side]) for run in runs])
    other = np.bincount(facing, profiles[1 - side].sizes, len(ladder)).astype(np.float64)
    scaled = sizes * np.exp(ratio if side == 0 else -ratio)
    best = np.full((2, count), -1.0)
    for step in (-1, 1):
        at = np.arange(max(0, -step), count - max(0, step))
        beside = owners[at + step]
        without = own[beside] - np.where(beside == owners[at], scaled[at], 0)
        known = (other[beside] > 0) & (without > 1e-3)
        before = _compare_lengths(np.maximum(without, 0), other[beside])
        after = _compare_lengths(without + scaled[at], other[beside])
        for gain, one, two in zip(best, before, after, strict=True):
            gain[at] = np.maximum(gain[at], np.where(known, np.clip(one - two, -1, 1), -1))
    return best[0], best[1]
