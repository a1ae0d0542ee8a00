"""One sign or digit that a translator adds or drops moves no bead that is sure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import pytest

from aligner.embed import Encoder
from aligner.embed.cache import CachedEncoder
from aligner.embed.profiling import count_marks, sign_numbers
from aligner.embed.transformer import TransformerEncoder
from aligner.match import find_ladder, load_weights
from aligner.profile import Profile
from tests.fakes import profile_text, text_of

GOLD = Path(__file__).parents[1] / "data" / "gold" / "family"
LANGUAGES = sorted(path.stem for path in GOLD.glob("*.json"))
STRETCH = 40
SIGNS = [*"…?!:;(“”«»「」‘,，、。？！：；—-7", "……", "...", "。。。", "‥", "— ", "¿", "¡", " 1917 ", " 30 000 "]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """Return the built-in encoder with a cache, so that the English segments are encoded once for all languages."""
    return CachedEncoder(TransformerEncoder(bfloat16=False), tmp_path_factory.mktemp("vectors") / "vectors.sqlite3")


class Change(NamedTuple):
    """The text of a segment of the source (side 0) or the target (1) with one sign more or less."""

    side: int
    segment: int
    text: str


def changes_of(texts: tuple[list[str], list[str]], seed: int) -> Iterator[Change]:
    """Yield a change of every eighth segment: a sign at its end, one at its start, or its last sign taken away."""
    signs = islice(cycle(SIGNS), seed * 7, None)
    for side in (0, 1):
        for place, segment in enumerate(range(seed % 8, len(texts[side]), 8)):
            text, sign = texts[side][segment], next(signs)
            own = [at for at, character in enumerate(text) if not (character.isalpha() or character.isspace())]
            if place % 3 == 2 and own:
                yield Change(side, segment, text[: own[-1]] + text[own[-1] + 1 :])
            else:
                yield Change(side, segment, sign + text if place % 3 else text + sign)


def change_profile(profile: Profile, change: Change) -> Profile:
    """Return a profile with the size, the marks and the numbers of a changed segment, and the vectors it had.

    To encode every change would take minutes; what is tested is what the surface of a text can do.
    """
    sizes, marks, figures = profile.sizes.copy(), profile.marks.copy(), profile.figures.copy()
    sizes[change.segment] = len(change.text.encode())
    marks[change.segment] = count_marks([change.text])[0]
    figures[change.segment] = sign_numbers([change.text])[0]
    return replace(profile, sizes=sizes, marks=marks, figures=figures)


def stretch_of(language: str) -> tuple[list[str], list[str]]:
    """Return the English segments at the start of the speech, and those of a language, up to the end of a gold bead."""
    gold = json.loads((GOLD / f"{language}.json").read_text("utf-8"))
    last = [bead for bead in gold["beads"] if all(bead) and bead[0][-1] < STRETCH][-1]
    return gold["source"]["segments"][: last[0][-1] + 1], gold["target"]["segments"][: last[1][-1] + 1]


@pytest.mark.model
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_sign_moves_no_sure_bead(language: str, encoder: Encoder) -> None:
    """With one sign or digit more or less on one side, every bead of 0.9 or more stays, its confidence within 0.2."""
    texts, weights = stretch_of(language), load_weights()
    source, target = profile_text(text_of("en", texts[0]), encoder), profile_text(text_of(language, texts[1]), encoder)
    sure = {b[:2]: b.confidence for b in find_ladder(source, target, weights).beads if b.confidence >= 0.9}
    assert len(sure) > STRETCH / 2
    for change in changes_of(texts, LANGUAGES.index(language)):
        profiles = (source, change_profile(target, change)) if change.side else (change_profile(source, change), target)
        found = {bead[:2]: bead.confidence for bead in find_ladder(*profiles, weights).beads}
        moved = {bead: (was, found.get(bead)) for bead, was in sure.items() if abs(found.get(bead, 0) - was) >= 0.2}
        assert not moved, change
