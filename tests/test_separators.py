"""Tests of what is no sentence of a text, told by its characters alone."""

from __future__ import annotations

import pytest

from aligner.embed.profiling import find_numbers
from aligner.separators import blank_note_marks, is_translators_note


@pytest.mark.parametrize("text", ["the river[15] rose", "the river.¹ It", "the river[2, 3]", "la rivière[15]."])
def test_references_to_notes_are_no_numbers(text: str) -> None:
    """A list of lines keeps its typed references, and none of them counts as a number."""
    assert find_numbers(text) == []
    assert len(blank_note_marks(text)) == len(text)


@pytest.mark.parametrize("text", ["12 km²", "in [1917] it", "a[1]=2", "[15] begins", "x²"])
def test_numbers_in_brackets_and_units_stay(text: str) -> None:
    """Code, units and years that an editor inserted are as they were."""
    assert blank_note_marks(text) == text


@pytest.mark.parametrize(
    "note",
    [
        "A measure. —Translator’s note.", "Ein Maß. (Anm. d. Übers.)",
        "Anmerkung des Übersetzers: Ein Maß.",
        "Une mesure. (N.d.T.)", "Note du traducteur : une mesure.", "Una medida. (N. del T.)",
        "Nota del traductor: una medida.", "Una misura (N. d. T.)", "Nota della traduttrice", "Uma medida. (N. do T.)",
        "Miara. (przyp. tłum.)", "Мера. — Прим. пер.", "Ukuran. (catatan penerjemah)", "Tala ng tagasalin: sukat.",
        "訳注　尺の一種。", "（译者注）一种尺。",
    ],
)  # fmt: skip
def test_translators_sign_their_notes(note: str) -> None:
    """A note is a translator's by its signature, in the twelve languages."""
    assert is_translators_note(note, note=True)
    assert is_translators_note(f"{'a' * 300} {note}", note=True)


@pytest.mark.parametrize(
    "note", ["He made a note of the river.", "Dante, Inf. III.", "N. de l'A.", "注：河。", "Anm. 3"]
)
def test_other_notes_are_not_theirs(note: str) -> None:
    """Notes of authors and editors are not."""
    assert not is_translators_note(note, note=True)


def test_a_sentence_about_a_translators_note_is_text() -> None:
    """Outside the notes it must be in brackets and say so first."""
    assert is_translators_note("[Translator's note: a measure.]", note=False)
    assert not is_translators_note("The translator's note was long.", note=False)
