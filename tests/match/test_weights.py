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
from aligner.match.search import LARGER, SHAPES
from aligner.match.weights import CLASSES, GROUPS, VERSION, Scorer, class_of, format_weights, load_weights

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
    first = {class_of(shape) for shape in SHAPES}
    assert (weights.beads.linear.shape[0], weights.beads.bias.shape) == (GROUPS, (len(first),))
    assert (weights.unmatched.linear.shape[0], weights.unmatched.bias.shape) == (1, (1,))
    for scorer, width in ((weights.beads, len(BEAD_FEATURES)), (weights.unmatched, len(UNMATCHED_FEATURES))):
        assert scorer.mean.shape == scorer.scale.shape == (width,)
        assert np.all(scorer.scale > 0)
        assert scorer.linear.shape[1:] == (width,)
        assert np.isfinite(scorer.linear).all()
        assert np.isfinite(scorer.bias).all()


def test_every_shape_has_a_class() -> None:
    """A shape and its inverse are of one class, and every class is a shape's."""
    assert {CLASSES[class_of(shape)] for shape in (*SHAPES, *LARGER)} == set(CLASSES)
    assert all(class_of((a, b)) == class_of((b, a)) for a, b in (*SHAPES, *LARGER))


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


def test_the_shipped_numbers() -> None:
    """What adjusts to omissions and tempers, as chosen by cross-validation; the name is in every signature."""
    weights = load_weights()
    assert (weights.share, weights.reluctance, weights.temperature) == (0.12, 1.5, 1.15)
    assert weights.second is not None
    assert weights.name == "171c4a08"


def test_scores_worked_out_by_hand() -> None:
    """A score is the standardised features times the weights of the class's group, plus the bias of the class."""
    scorer = Scorer(
        mean=np.array([1.0, 2.0]),
        scale=np.array([2.0, 4.0]),
        linear=np.array([[1.0, 0.5], [3.0, -1.0], [0.0, 2.0]]),
        bias=np.array([0.1, 0.2, 0.3, 0.4]),
    )
    features = np.array([[3.0, 10.0], [1.0, 2.0]], np.float32)
    # (3 - 1) / 2 = 1 and (10 - 2) / 4 = 2; the second row is the mean itself.
    assert scorer.score(features, 0) == pytest.approx([1 * 1 + 0.5 * 2 + 0.1, 0.1])
    assert scorer.score(features, 1) == pytest.approx([3 * 1 - 1 * 2 + 0.2, 0.2])
    assert scorer.score(features, 2) == pytest.approx([2 * 2 + 0.3, 0.3])
    assert scorer.score(features, 3) == pytest.approx([2 * 2 + 0.4, 0.4])  # the last group serves for all larger shapes


@pytest.mark.parametrize(
    ("shape", "kind"),
    [((1, 1), 0), ((2, 1), 1), ((2, 2), 2), ((3, 1), 3), ((1, 4), 4), ((3, 2), 5)],
)
def test_classes(shape: tuple[int, int], kind: int) -> None:
    """The classes are in the order of the biases in the weights file."""
    assert class_of(shape) == kind
