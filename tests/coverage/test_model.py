"""The check with the built-in model, on a few sentences of the speech."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aligner.session import Aligner
from tests.coverage.cases import kinds_and_places
from tests.fakes import text_of

GOLD = Path(__file__).parents[1] / "data" / "gold" / "family"


@pytest.mark.model
@pytest.mark.parametrize("language", ["de", "ja"])
def test_dropped_and_left_sentences_are_found(language: str) -> None:
    """A dropped and an untranslated sentence of a passage are found, and nothing else."""
    gold = json.loads((GOLD / f"{language}.json").read_text("utf-8"))
    beads = gold["beads"][26:50]
    source = [" ".join(gold["source"]["segments"][i] for i in s) for s, _ in beads]
    target = [" ".join(gold["target"]["segments"][j] for j in t) for _, t in beads]
    target[15] = source[15]
    session = Aligner(cache=False)
    texts = text_of("en", source), text_of(language, [*target[:6], *target[8:]])
    coverage = session.align(*texts).check()
    assert kinds_and_places(coverage) == [("omitted", "source", range(6, 8)), ("untranslated", "target", range(13, 14))]
