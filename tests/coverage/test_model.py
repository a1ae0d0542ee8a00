"""The check with the built-in model, on a few sentences of the speech."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aligner.coverage import check_alignment
from aligner.embed.transformer import TransformerEncoder
from aligner.pipeline import align_texts
from tests.coverage.cases import told
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
    encoder = TransformerEncoder()
    texts = text_of("en", source), text_of(language, [*target[:6], *target[8:]])
    coverage = check_alignment(align_texts(*texts, encoder), encoder)
    assert told(coverage) == [("omitted", "source", range(6, 8)), ("untranslated", "target", range(13, 14))]
