from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aligner.errors import InputError
from aligner.match.features import BEAD_FEATURES, UNMATCHED_FEATURES
from aligner.match.search import SHAPES
from aligner.match.weights import CLASSES, VERSION, class_of, format_weights, load_weights

SHIPPED = files("aligner.match") / "data" / "weights.json"


def test_the_shipped_weights_fit_this_version() -> None:
    """The package's weights are small, made for this version's features, say from what, and are finite."""
    content = SHIPPED.read_text("utf-8")
    record = json.loads(content)
    assert len(content.encode()) < 1 << 20
    assert record["version"] == VERSION
    assert record["bead_features"] == list(BEAD_FEATURES)
    assert record["null_features"] == list(UNMATCHED_FEATURES)
    assert record["made_from"]
    weights = load_weights()
    for scorer, width in ((weights.beads, len(BEAD_FEATURES)), (weights.unmatched, len(UNMATCHED_FEATURES))):
        assert scorer.mean.shape == scorer.scale.shape == (width,)
        assert np.all(scorer.scale > 0)
        assert scorer.linear.shape[1:] == (width,)
        assert np.isfinite(scorer.linear).all()
        assert np.isfinite(scorer.bias).all()


def test_every_shape_has_a_class() -> None:
    """A shape and its inverse are of one class, and every class is a shape's."""
    assert {CLASSES[class_of(shape)] for shape in SHAPES} == set(CLASSES)
    assert all(class_of((a, b)) == class_of((b, a)) for a, b in SHAPES)


def test_round_trip(tmp_path: Path) -> None:
    """Weights that are written and read again are the same numbers; their name tells contents apart."""
    weights = load_weights()
    path = tmp_path / "weights.json"
    path.write_text(format_weights(weights, ["here"]), "utf-8")
    again = load_weights(path)
    np.testing.assert_allclose(again.beads.linear, weights.beads.linear, atol=1e-4)
    assert (again.again, again.turn) == (weights.again, weights.turn)
    path.write_text(format_weights(weights, ["there"]), "utf-8")
    assert load_weights(path).name != again.name


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda record: record.__setitem__("version", 0), "made for other features"),
        (lambda record: record["bead_features"].pop(), "made for other features"),
        (lambda record: record["null_features"].reverse(), "made for other features"),
        (lambda record: record.pop("version"), "not a weights file"),
        (lambda record: record.pop("nulls"), "not a weights file"),
        (lambda record: record.__setitem__("beads", []), "not a weights file"),
        (lambda record: record["beads"].pop("mean"), "not a weights file"),
        (lambda record: record["beads"].__setitem__("mean", "zero"), "not a weights file"),
        (lambda record: record["beads"]["mean"].pop(), "not a weights file"),
        (lambda record: record["beads"].__setitem__("more", 1), "not a weights file"),
        (lambda record: record.__setitem__("again", "often"), "not a weights file"),
    ],
)
def test_a_damaged_weights_file_is_named(
    damage: Callable[[dict[str, Any]], object], message: str, tmp_path: Path
) -> None:
    """A weights file that is damaged or of another version is an error that says how to make one."""
    record = json.loads(SHIPPED.read_text("utf-8"))
    damage(record)
    path = tmp_path / "w.json"
    path.write_text(json.dumps(record))
    with pytest.raises(InputError, match=rf"w\.json: {message}.*scripts/train_matcher\.py"):
        load_weights(path)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\xff"])
def test_what_is_no_weights_file(content: str, tmp_path: Path) -> None:
    """A file that is no weights file, or is not there, is an error that names it."""
    (tmp_path / "w.json").write_bytes(content.encode("latin-1"))
    for name in ("w.json", "none.json"):
        with pytest.raises(InputError, match=f"{name}: not a weights file"):
            load_weights(tmp_path / name)
