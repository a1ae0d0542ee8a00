"""The matcher's numbers: how features become scores. Fitted by ``scripts/train_matcher.py``, kept as data.

The model is log-linear: a ladder is as probable as the exponential of the sum of its steps' scores, and a step's score
is linear in its features. That makes it a conditional random field over ladders (Lafferty, McCallum, Pereira 2001), and
the 150 weights are few enough to be fitted on some thirty documents.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.errors import InputError
from aligner.match.context import BEAD_CONTEXT, UNMATCHED_CONTEXT
from aligner.match.features import BEAD_FEATURES, UNMATCHED_FEATURES
from aligner.match.search import Shape
from aligner.profile import Vectors

VERSION = 2  # of the layout of a weights file
CLASSES: tuple[Shape, ...] = (
    (1, 1), (1, 2), (2, 2), (1, 3), (1, 4), (2, 3),
    (1, 5), (2, 4), (3, 3), (1, 6), (2, 5), (3, 4),
)  # fmt: skip
"""The classes of shapes, each standing for itself and for its mirror; each has a bias of its own. The first six are
those of the first pass, which gives the others the bias of its last."""

GROUPS = 3
"""Groups of classes that share linear weights: 1-1 (7,848 beads in the gold of novels, yearbooks and news), 1-2 and 2-1
(1,559), and all larger ones (347), of which there are too few to fit weights for each."""

BOUND = 8.0
"""Deviations from its mean that a feature counts at most, so that no feature can decide a bead alone. On the
development bench 8 and 12 lose nothing against no bound; 5 and 6 lost 0.006 on the yearbooks, whose lengths are odd."""

SECOND_BOUND = 2.5
"""The same in the second pass, which has far more numbers and must not go by what it has hardly seen."""

LEAST_SCALE = 0.15
"""The least that a feature is divided by. The deviation of a feature that is nearly always 0 in the gold is tiny and
rests on a few beads; divided by it, one "…" that the other side lacks was 51 deviations, which shifted whole dialogues
by one segment."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scorer:
    """A linear score over f standardised features.

    Parameters
    ----------
    mean, scale : float64 [f]
        What is subtracted from each feature, and what it is then divided by.
    linear : float64 [groups, f]
        The weights of the features, for each group of classes.
    bias : float64 [classes]
        What is added for each class.
    """

    mean: Array
    scale: Array
    linear: Array
    bias: Array

    def score(self, features: Vectors, kind: int) -> Array:
        """Return the scores of rows of features [k, f], [k]; ``kind`` is the class of their shape.

        The score is (features - mean) / scale times the class's weights, plus its bias.
        """
        weights = self.linear[min(kind, len(self.linear) - 1)].astype(np.float32)
        result: Array = (self.standardise(features) @ weights).astype(np.float64) + self.bias[
            min(kind, len(self.bias) - 1)
        ]
        return result

    def standardise(self, features: Vectors) -> Vectors:
        """Return (features - mean) / scale, [k, f], nothing of it beyond ``BOUND`` to either side."""
        values = features - self.mean.astype(np.float32)
        values /= self.scale.astype(np.float32)
        return np.clip(values, -BOUND, BOUND, out=values)


@dataclass(frozen=True, slots=True)
class Network:
    """A score that is linear in f features, which are standardised already, plus that of a hidden layer of h units.

    Parameters
    ----------
    mean, scale : float64 [c]
        What is subtracted from each of the features that the second pass adds, and what it is then divided by.
    linear : float64 [groups, f]
        The weights of the features, for each group of classes.
    bias : float64 [classes]
        What is added for each class.
    hidden : float64 [f, h]
        The weights of the features in the hidden units.
    hidden_bias : float64 [groups, h]
        What is added to each hidden unit, for each group of classes.
    output : float64 [h]
        What the hyperbolic tangent of each hidden unit counts.
    """

    mean: Array
    scale: Array
    linear: Array
    bias: Array
    hidden: Array
    hidden_bias: Array
    output: Array

    def score(self, features: Vectors, kind: int) -> Array:
        """Return the scores of rows of features [k, f], [k]; ``kind`` is the class of their shape."""
        values, group = self.standardise(features), min(kind, len(self.linear) - 1)
        units = np.tanh(values @ self.hidden.astype(np.float32) + self.hidden_bias[group].astype(np.float32))
        linear = values @ self.linear[group].astype(np.float32)
        result: Array = (linear + units @ self.output.astype(np.float32)).astype(np.float64) + self.bias[kind]
        return result

    def standardise(self, features: Vectors) -> Vectors:
        """Return features [k, f] with those that the second pass adds as (feature - mean) / scale.

        These come behind those of the first pass, which are standardised already; nothing is beyond ``SECOND_BOUND``.
        """
        first = features.shape[1] - len(self.mean)
        added = (features[:, first:] - self.mean.astype(np.float32)) / self.scale.astype(np.float32)
        values = np.concatenate([features[:, :first], added], 1)
        return np.clip(values, -SECOND_BOUND, SECOND_BOUND, out=values)


class Second(NamedTuple):
    """The numbers of the second pass: what is added to the scores of the first."""

    beads: Network
    unmatched: Network


@dataclass(frozen=True, slots=True)
class Weights:
    """All numbers of a matcher.

    Parameters
    ----------
    beads, unmatched : Scorer
        What beads, and deletions and insertions, are scored by.
    again, turn : float
        The scores of the two transitions between unmatched segments; see ``Lattice``.
    share : float
        The share of segments that a reluctant first pass leaves unmatched in the gold: 0.12.
    reluctance : float
        What that pass takes from the score of an unmatched segment, and what is taken at most in the second: 1.5.
    temperature : float
        What scores are divided by for confidences, 1.15: the least calibration error over the sets of gold.
    second : Second or None
        The numbers of the second pass; without them there is one pass.
    name : str
        A digest of the numbers, which is part of every signature.

    ``share``, ``reluctance`` and ``temperature`` were chosen by cross-validation over documents; docs/matching.md has
    what the first two are worth.
    """

    beads: Scorer
    unmatched: Scorer
    again: float
    turn: float
    share: float
    reluctance: float
    temperature: float
    second: Second | None
    name: str


def class_of(shape: Shape) -> int:
    """Return the class of a shape; a shape and its mirror have the same."""
    return CLASSES.index((min(shape), max(shape)))


def format_weights(weights: Weights, made_from: Sequence[str], second_from: Sequence[str] = ()) -> str:
    """Return a weights file: what each pass was made from, the features' names, and the numbers."""
    record = {
        "version": VERSION,
        "made_from": made_from,
        "bead_features": BEAD_FEATURES,
        "null_features": UNMATCHED_FEATURES,
        "again": round(weights.again, 5),
        "turn": round(weights.turn, 5),
        "share": weights.share,
        "reluctance": weights.reluctance,
        "temperature": weights.temperature,
        "beads": _dump(weights.beads),
        "nulls": _dump(weights.unmatched),
    }
    if weights.second:
        record |= {
            "second_from": second_from,
            "bead_context": BEAD_CONTEXT,
            "null_context": UNMATCHED_CONTEXT,
            "second_beads": _dump(weights.second.beads),
            "second_nulls": _dump(weights.second.unmatched),
        }
    return json.dumps(record, indent=1)


def load_weights(path: Path | None = None) -> Weights:
    """Read a weights file, or the one that comes with the package when no path is given.

    Raises ``InputError`` when it is not a weights file, or was made for other features than this version's.
    """
    name = str(path or "the package's weights")
    try:
        content = (path or files("aligner.match") / "data" / "weights.json").read_text("utf-8")
        record = json.loads(content)
        if record["version"] != VERSION or (record["bead_features"], record["null_features"]) != (
            list(BEAD_FEATURES),
            list(UNMATCHED_FEATURES),
        ):
            raise InputError(f"{name}: made for other features; make it again with scripts/train_matcher.py")
        digest = sha256(content.encode()).hexdigest()[:8]
        beads = _restore(record["beads"], len(BEAD_FEATURES))
        unmatched = _restore(record["nulls"], len(UNMATCHED_FEATURES))
        again, turn = float(record["again"]), float(record["turn"])
        settings = [float(record[key]) for key in ("share", "reluctance", "temperature")]
        second = _restore_second(record) if "second_beads" in record else None
        return Weights(beads, unmatched, again, turn, settings[0], settings[1], settings[2], second, digest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: not a weights file ({error}); make one with scripts/train_matcher.py") from error


def _restore(numbers: dict[str, Any], width: int) -> Scorer:
    """Return a scorer from its part of the file; raise ``ValueError`` when it is not for ``width`` features."""
    scorer = Scorer(**{key: np.array(value, np.float64) for key, value in numbers.items()})
    if not scorer.mean.shape == scorer.scale.shape == scorer.linear.shape[1:] == (width,):
        raise ValueError(f"numbers for {width} features were expected")
    return scorer


def _restore_second(record: dict[str, Any]) -> Second:
    """Return the numbers of the second pass; raise ``ValueError`` when they are for other features."""
    if (record["bead_context"], record["null_context"]) != (list(BEAD_CONTEXT), list(UNMATCHED_CONTEXT)):
        raise ValueError("its second pass is for other features")
    parts = (BEAD_FEATURES, BEAD_CONTEXT, "second_beads"), (UNMATCHED_FEATURES, UNMATCHED_CONTEXT, "second_nulls")
    networks = []
    for seen, added, key in parts:
        network = Network(**{name: np.array(value, np.float64) for name, value in record[key].items()})
        width = len(seen) + len(added)
        groups, classes, units = len(network.linear), len(network.bias), len(network.output)
        shapes = [getattr(network, field.name).shape for field in fields(Network)]
        wanted = [(len(added),)] * 2 + [(groups, width), (classes,), (width, units), (groups, units), (units,)]
        if shapes != wanted:
            raise ValueError(f"numbers of the second pass for {width} features were expected")
        networks.append(network)
    return Second(networks[0], networks[1])


def _dump(scorer: Scorer | Network) -> dict[str, Any]:
    """Return a scorer as the file has it; five decimals are finer than any score depends on."""
    return {field.name: np.round(getattr(scorer, field.name), 5).tolist() for field in fields(scorer)}
