"""Consistency: sentences that are translated in two ways, and translations of two sentences."""

from __future__ import annotations

import pytest

from aligner.alignment import Alignment
from aligner.coverage.checks.inconsistent import find_inconsistent
from aligner.ladder import Ladder
from aligner.text import make_lines
from tests.coverage.cases import one_to_one


def alignment_of(name: str, *pairs: tuple[str, str], language: str = "de", confidence: float = 1.0) -> Alignment:
    """Return an alignment of sentences one to one."""
    source = make_lines("en", "".join(f"{pair[0]}\n" for pair in pairs), f"en/{name}")
    target = make_lines(language, "".join(f"{pair[1]}\n" for pair in pairs), f"{language}/{name}")
    return Alignment(source, target, Ladder(tuple(one_to_one(len(pairs), confidence))))


def found(*alignments: Alignment) -> list[list[tuple[int, str]]]:
    """Return the target segment and the detail of each finding, for each alignment."""
    return [[(one.run.start, one.detail) for one in each] for each in find_inconsistent(alignments)]


def test_a_sentence_that_is_translated_in_two_ways() -> None:
    """The later place is named, with the earlier translation and where it is; also across files."""
    one = alignment_of(
        "a.md", ("Save the file.", "Datei sichern."), ("Stop.", "Halt."), ("Save the file!", "Speichern.")
    )
    other = alignment_of("b.md", ("SAVE the file.", "Sichern."), ("Stop.", "Halt."))
    assert found(one, other) == [
        [(2, "elsewhere “Datei sichern.” (de/a.md:1)")],
        [(0, "elsewhere “Datei sichern.” (de/a.md:1)")],
    ]


def test_one_translation_of_two_sentences() -> None:
    """The later of the two is named, with the earlier source."""
    one = alignment_of("a.md", ("Save the file.", "Sichern."), ("Back it up.", "Sichern."))
    assert found(one) == [[(1, "the same as for “Save the file.” (en/a.md:1)")]]


def test_a_way_that_comes_again_is_named_once() -> None:
    """Fifty copies of one choice are one finding."""
    pairs = [("Save the file.", "Sichern."), *[("Save the file.", "Speichern.")] * 3]
    assert len(found(alignment_of("a.md", *pairs))[0]) == 1


@pytest.mark.parametrize(
    "pairs",
    [
        [("Save the file.", "Sichern."), ("save the file", "SICHERN")],
        [("No.", "Nein."), ("No.", "Doch.")],
        [("Save it now.", "1"), ("Save it now.", "2")],
    ],
)
def test_what_is_no_difference(pairs: list[tuple[str, str]]) -> None:
    """Neither case nor punctuation counts, nor do sentences of a few letters."""
    assert found(alignment_of("a.md", *pairs)) == [[]]


def test_other_languages_and_doubtful_beads_do_not_count() -> None:
    """A French translation does differ from the German one."""
    pair, other = ("Save the file.", "Sichern."), ("Save the file.", "Enregistrer.")
    assert found(alignment_of("a.md", pair), alignment_of("a.md", other, language="fr")) == [[], []]
    assert found(alignment_of("a.md", pair, other, confidence=0.49)) == [[]]
    assert found(alignment_of("a.md", pair, other, confidence=0.5)) != [[]]


def test_a_long_sentence_is_clipped() -> None:
    """Eighty characters of it are quoted."""
    long = "ja " * 40
    ((_, detail),) = found(alignment_of("a.md", ("Save the file.", long), ("Save the file.", "Nein, nein.")))[0]
    assert detail == f"elsewhere “{long[:79]}…” (de/a.md:1)"
