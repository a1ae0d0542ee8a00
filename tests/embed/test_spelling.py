"""Tests of the spelling in which the encoder reads old texts."""

from __future__ import annotations

import numpy as np
import pytest

from aligner import Aligner
from aligner.embed.spelling import respells, restore_spans, spell_segments
from aligner.profile import Encoded
from aligner.text import Paragraph, Text, make_text
from tests.fakes import FakeEncoder


def tagalog(*segments: str, language: str = "tl") -> Text:
    """Return a text of one paragraph."""
    return make_text(language, [Paragraph("".join(segments))], [list(segments)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ang m~ga bata", "Ang mga bata"),
        ("ang bahay n~g hari", "ang bahay ng hari"),
        ("mañga pañgalan", "manga pangalan"),
        ("mg̃a n͠g ng̃ NG̃", "mga ng ng NG"),
        ("pang~alan", "pangalan"),
        ("Ang batà n~g lálawigan sa España", "Ang bata ng lalawigan sa España"),
        ("n~g bata\u0300", "ng bata"),
    ],
)
def test_old_signs_are_read_as_new_ones(old: str, new: str) -> None:
    """The tilde of ng and mga goes, and so does stress; the Spanish letter stays."""
    assert spell_segments(tagalog(old)) == [new]


def test_books_with_stress_alone_are_old() -> None:
    """A text whose words have stress marks, one in fifty or more, is in the old spelling; a name with one is not."""
    words = "ang bahay ng hari ay nasa tabi ng ilog " * 6
    assert spell_segments(tagalog("Ang batà ay natúlog.")) == ["Ang bata ay natulog."]
    assert spell_segments(tagalog(f"{words}José")) == [f"{words}José"]
    assert spell_segments(tagalog("si José at " + "bata " * 46)) != spell_segments(
        tagalog("si Jose at " + "bata " * 47)
    )


def test_other_languages_are_read_as_they_are() -> None:
    """Only Tagalog is read otherwise, under either of its tags."""
    assert not respells(tagalog("mañana n~g", language="es"))
    assert respells(tagalog("n~g", language="fil"))
    assert respells(tagalog("n~g", language="tl-PH"))


def test_tokens_keep_their_places_in_the_text() -> None:
    """The spans of tokens are those of the characters as they are printed."""
    text = tagalog("m~ga batà ", "bago")
    one, none = np.ones((2, 1), np.float32), np.zeros(3, np.int64)
    encoded = Encoded(one, np.array([0, 2, 3]), none, (), np.array([[0, 3], [4, 8], [0, 4]]))
    assert restore_spans(encoded, text).spans.tolist() == [[0, 4], [5, 9], [0, 4]]


@pytest.mark.parametrize("several", [False, True])
def test_a_session_encodes_the_new_spelling(several: bool) -> None:
    """The encoder sees the new spelling and the text keeps the old one, for one text and for several at once."""
    seen: list[str] = []

    class Listening(FakeEncoder):
        def encode(self, texts):  # type: ignore[no-untyped-def]
            seen.extend(texts)
            return super().encode(texts)

    session, text = Aligner(model=Listening(), cache=False), tagalog("Ang m~ga batà.")
    if several:
        session.prepare([text, tagalog("One.", language="en")])
    session.profile(text)
    assert seen[0] == "Ang mga bata."
    assert text.texts == ["Ang m~ga batà."]
