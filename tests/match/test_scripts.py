"""Languages whose gold the weights never learned from: a story in Thai, Arabic, Hindi and Turkish keeps its ladder."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from aligner.embed import Encoder
from aligner.embed.transformer import TransformerEncoder
from aligner.evaluation import evaluate
from aligner.match import find_ladder, load_weights
from tests.fakes import profile_text, text_of

STORY = Path(__file__).parent / "golden" / "harbour.txt"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Return the built-in encoder."""
    return TransformerEncoder(bfloat16=False)


def read_story(language: str) -> tuple[list[list[str]], list[list[str]]]:
    """Return the segments of each bead of the story, English and a language's."""
    sides: dict[str, list[list[str]]] = {"en": [], language: []}
    for line in STORY.read_text("utf-8").splitlines():
        tag, _, text = line.partition(" ")
        if tag in sides:
            sides[tag].append([] if text == "-" else text.split(" / "))
    return sides["en"], sides[language]


def number(beads: list[list[str]]) -> list[list[int]]:
    """Return the numbers of the segments of each bead."""
    ends = [sum(map(len, beads[:k])) for k in range(len(beads) + 1)]
    return [list(range(first, last)) for first, last in pairwise(ends)]


@pytest.mark.model
@pytest.mark.parametrize("language", ["th", "ar", "hi", "tr"])
def test_a_story_in_a_language_never_learned_from(language: str, encoder: Encoder) -> None:
    """All 26 beads are found, a split, a join and an omission among them; Thai has no full stops."""
    source, target = read_story(language)
    texts = [[text for bead in side for text in bead] for side in (source, target)]
    one, other = (
        profile_text(text_of(tag, lines), encoder) for tag, lines in zip(("en", language), texts, strict=True)
    )
    found = [(list(bead.source), list(bead.target)) for bead in find_ladder(one, other, load_weights()).beads]
    assert evaluate(list(zip(number(source), number(target), strict=True)), found).all.f1 == 1
