"""Codes: what a translation keeps letter by letter."""

from __future__ import annotations

import time

import pytest

from aligner.coverage.checks.codes import find_codes
from tests.coverage.cases import case_of


def details(
    source: list[str], target: list[str], languages: tuple[str, str] = ("en", "de"), *, confidence: float = 1.0
) -> list[tuple[int, str]]:
    """Return the segment and the detail of each finding."""
    found = find_codes(case_of(source, target, languages, confidence=confidence))
    assert {(finding.kind, finding.side) for finding in found} <= {("name", 1)}
    return [(finding.run.start, finding.detail) for finding in found]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See https://example.org/en/a#x.", "Siehe https://example.org/de/a#y"),
        ("Open a.txt, please.", "Bitte a.txt öffnen."),
        ("Write to me@example.org.", "Schreib an me@example.org!"),
        ("<b>Now</b> {name} has %s of %(total)d.", "{name} hat <b>jetzt</b> %s von %(total)d."),
        ('<a href="x">Now</a>', '<a href="y">Jetzt</a>'),
        ("Set $HOME_DIR or ${HOME}.", "Setze ${HOME} oder $HOME_DIR."),
        ("100 %so, 5 % d, $USD 20, Ph.D., U.S., e.g. it.", "Anders."),
        ("The NASA has a YouTube channel.", "Die Raumfahrtbehörde hat einen Kanal."),
    ],
)
def test_what_is_kept_or_may_be_translated(source: str, target: str) -> None:
    """Order, the language of an address and the attributes of a tag may differ; one word alone is no code."""
    assert details([source], [target]) == []


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("See https://example.org/a.", "Siehe dort.", "https://example.org/a is lost"),
        ("See https://example.org/a.", "Siehe https://example.org/b.", "https://example.org/a ≠ https://example.org/b"),
        ("Open a.txt.", "Öffne b.txt.", "a.txt ≠ b.txt"),
        ("Write to me@example.org.", "Schreib mir.", "me@example.org is lost"),
        ("%s has {count}.", "%s hat {Anzahl}.", "{count} ≠ {Anzahl}"),
        ("%1$s and %2$d", "%1$s und %2$s", "%2$d ≠ %2$s"),
        ("A <b>dog</b>.", "Ein <b>Hund.", "</b> is lost"),
        ("A dog.", "Ein Hund, {name}.", "{name} is not in the source"),
        ("Set %HOME% now.", "Setze jetzt.", "%HOME% is lost"),
    ],
)
def test_what_is_lost_or_replaced(source: str, target: str, said: str) -> None:
    """A code by its form is missed at once, and one that the source lacks is one too many."""
    assert details([source], [target]) == [(0, said)]


def test_codes_in_scripts_without_spaces() -> None:
    """There no space is needed beside a code."""
    assert details(["The %s uses config.json."], ["これは%sがconfig.jsonを使う。"], ("en", "ja")) == []
    assert details(["The %s uses it."], ["これは%dを使う。"], ("en", "ja")) == [(0, "%s ≠ %d")]


@pytest.mark.parametrize(("kept", "found"), [(3, [(3, "iPhone is lost")]), (2, [])])
def test_a_word_that_is_kept_everywhere_else(kept: int, found: list[tuple[int, str]]) -> None:
    """Three other places that keep it make a word a code."""
    source = ["The iPhone sees.", *["My iPhone sings."] * (kept - 1), "His iPhone reads."]
    target = ["Das iPhone sieht.", *["Mein iPhone singt."] * (kept - 1), "Seines liest."]
    source, target = ([*side, *[word] * 2] for side, word in ((source, "Dog."), (target, "Hund.")))
    source, target = [*source[:kept], *source[-2:], source[kept]], [*target[:kept], *target[-2:], target[kept]]
    assert details(source, target) == [(place + 2, said) for place, said in found]


def test_a_word_that_is_lost_twice_is_translated() -> None:
    """A translator who writes it otherwise in two places has a reason."""
    source = ["The NATO sees."] * 6
    target = [*["Die NATO sieht."] * 4, "Hund.", "Das Bündnis sieht.", "Hund.", "Das Bündnis sieht."]
    assert details([*source[:4], "Dog.", source[4], "Dog.", source[5]], target) == []


def test_the_segment_beside_may_have_it() -> None:
    """Sentences are divided in other places."""
    assert details(["Open a.txt.", "It is new."], ["Öffne sie.", "a.txt ist neu."]) == []


def test_a_bead_that_is_not_sure_is_not_asked() -> None:
    """Its codes may belong to another one."""
    assert details(["Open a.txt."], ["Öffne."], confidence=0.49) == []
    assert details(["Open a.txt."], ["Öffne."], confidence=0.5) == [(0, "a.txt is lost")]


def test_hostile_text_takes_linear_time() -> None:
    """Nothing that is begun and never ended is searched for again and again."""
    for unit in ("<a ", "{{", "a.", "a@", "http://", "%(", "$A", "a/", "A-"):
        start = time.perf_counter()
        find_codes(case_of([unit * 2000], ["Da."]))
        assert time.perf_counter() - start < 2
