"""The scorer's numbers: how features become scores. Made by ``scripts/train_matcher.py``, kept as data."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.errors import InputError
from aligner.match.features import BEAD_FEATURES, NULL_FEATURES
from aligner.match.search import Shape
from aligner.profile import Vectors

VERSION = 2
CLASSES: tuple[Shape, ...] = ((1, 1), (1, 2), (2, 2), (1, 3), (1, 4), (2, 3))  # with either side first
GROUPS = 3  # of classes that share linear weights: 1-1, 1-2, all larger ones

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scorer:
    """A linear score over standardised features of width f.

    ``mean`` and ``scale`` are [f]; ``linear`` is [groups, f], ``bias`` [classes].
    """

    mean: Array
    scale: Array
    linear: Array
    bias: Array

    def score(self, features: Vectors, kind: int) -> Array:
        """Return the score of each row of features, [k]; ``kind`` is the class of their shape."""
        group = min(kind, len(self.linear) - 1)
        slope = self.linear[group] / self.scale
        result: Array = (features @ slope.astype(np.float32)).astype(np.float64) + self.bias[kind] - self.mean @ slope
        return result


@dataclass(frozen=True, slots=True)
class Weights:
    """All numbers of a matcher: scorers of beads and of segments left alone, and the two transitions' scores.

    ``share`` is that of segments left alone in the gold, as a reluctant pass sees it, and ``reluctance`` what is taken
    at most from their score in texts that leave fewer alone; ``temperature`` makes confidences true. ``name`` is a
    digest of the numbers; it stands in every signature.
    """

    beads: Scorer
    nulls: Scorer
    again: float
    turn: float
    share: float
    reluctance: float
    temperature: float
    name: str


def class_of(shape: Shape) -> int:
    """Return the class of a shape, the same with its sides changed over."""
    return CLASSES.index((min(shape), max(shape)))


def format_weights(weights: Weights, made_from: list[str]) -> str:
    """Return a weights file: what it was made from, the features' names, and the numbers."""
    return json.dumps(
        {
            "version": VERSION,
            "made_from": made_from,
            "bead_features": BEAD_FEATURES,
            "null_features": NULL_FEATURES,
            "again": round(weights.again, 5),
            "turn": round(weights.turn, 5),
            "share": weights.share,
            "reluctance": weights.reluctance,
            "temperature": weights.temperature,
            "beads": _dump(weights.beads),
            "nulls": _dump(weights.nulls),
        },
        indent=1,
    )


def load_weights(path: Path | None = None) -> Weights:
    """Read a weights file, the one that comes with the package where none is named.

    Raises ``InputError`` when it is not one, or was made for other features than this version's.
    """
    name = str(path or "the package's weights")
    try:
        content = (path or files("aligner.match") / "data" / "weights.json").read_text("utf-8")
        record = json.loads(content)
        if record["version"] != VERSION or (record["bead_features"], record["null_features"]) != (
            list(BEAD_FEATURES),
            list(NULL_FEATURES),
        ):
            raise InputError(f"{name}: made for other features; make it again with scripts/train_matcher.py")
        digest = sha256(content.encode()).hexdigest()[:8]
        beads, nulls = _restore(record["beads"], len(BEAD_FEATURES)), _restore(record["nulls"], len(NULL_FEATURES))
        again, turn = float(record["again"]), float(record["turn"])
        settings = [float(record[key]) for key in ("share", "reluctance", "temperature")]
        return Weights(beads, nulls, again, turn, settings[0], settings[1], settings[2], digest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: not a weights file ({error}); make one with scripts/train_matcher.py") from error


def _restore(numbers: dict[str, Any], width: int) -> Scorer:
    scorer = Scorer(**{key: np.array(value, np.float64) for key, value in numbers.items()})
    if not scorer.mean.shape == scorer.scale.shape == scorer.linear.shape[1:] == (width,):
        raise ValueError(f"numbers for {width} features were expected")
    return scorer


def _dump(scorer: Scorer) -> dict[str, Any]:
    return {field.name: np.round(getattr(scorer, field.name), 5).tolist() for field in fields(Scorer)}
