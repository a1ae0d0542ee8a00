"""Stale: sections that changed while their translation did not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.alignment import Alignment
from aligner.coverage.case import Case, open_case
from aligner.coverage.checks.stale import find_stale
from aligner.coverage.findings import RawFinding
from aligner.coverage.lock import lock_pair
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, Text, make_text
from tests.coverage.cases import one_to_one
from tests.fakes import profile_text

SOURCE = ["# The house", "The old dog sees the house.", "The cat sleeps.", "# The river", "The river is cold."]
TARGET = ["# Das Haus", "Der alt Hund sieht das Haus.", "Die Katze schläft.", "# Der Fluss", "Der Fluss ist cold."]


def text_of_page(language: str, lines: Sequence[str]) -> Text:
    """Return a text of a segment for each line; a line that begins with "# " is a heading."""
    paragraphs = [Paragraph(line.removeprefix("# "), int(line.startswith("# "))) for line in lines]
    return make_text(language, paragraphs, [[paragraph.text] for paragraph in paragraphs])


def case_of_pages(source: Sequence[str], target: Sequence[str], beads: Sequence[Bead] | None = None) -> Case:
    """Return the case of two pages, aligned line by line unless beads are given."""
    texts = text_of_page("en", source), text_of_page("de", target)
    ladder = Ladder(tuple(one_to_one(len(source)) if beads is None else beads))
    return open_case(Alignment(*texts, ladder), (profile_text(texts[0]), profile_text(texts[1])))


def stale(
    source: Sequence[str], target: Sequence[str] = TARGET, beads: Sequence[Bead] | None = None
) -> list[RawFinding]:
    """Return what is stale in two pages since the lock of ``SOURCE`` and ``TARGET``."""
    texts = text_of_page("en", SOURCE), text_of_page("de", TARGET)
    locked = lock_pair(Alignment(*texts, Ladder(tuple(one_to_one(len(SOURCE))))))
    return find_stale(case_of_pages(source, target, beads), locked)


def changed(lines: Sequence[str], number: int, line: str) -> list[str]:
    """Return lines with another one in one place."""
    return [line if k == number else old for k, old in enumerate(lines)]


def test_nothing_changed() -> None:
    """What is as it was when the lock was written is not stale."""
    assert stale(SOURCE) == []


def test_a_changed_sentence_is_named_with_what_its_translation_lacks() -> None:
    """The finding faces the translation, and names the sentence and the words that are new in it."""
    (finding,) = stale(changed(SOURCE, 2, "The cat sleeps near the large window."))
    assert (finding.kind, finding.side, finding.run, finding.facing) == ("stale", 0, range(2, 3), range(2, 3))
    assert finding.detail.startswith(
        "in “The house” new is “The cat sleeps near the large window.”; the translation lacks: "
    )
    assert "window" in finding.detail
    assert finding.confidence == 0.95


def test_a_sentence_in_other_words_is_less_sure() -> None:
    """Where the translation has all that the changed sentence says, the finding says so."""
    (finding,) = stale(changed(SOURCE, 2, "Cat sleeps."))
    assert finding.detail == "in “The house” new is “Cat sleeps.”; the translation may still say it"
    assert finding.confidence == 0.6


def test_a_figure_that_changed_is_named() -> None:
    """Another number is new whatever its vector is like."""
    lines = [*SOURCE, "It has 1900 metres."], [*TARGET, "Es hat 1900 Meter."]
    pages = text_of_page("en", lines[0]), text_of_page("de", lines[1])
    locked = lock_pair(Alignment(*pages, Ladder(tuple(one_to_one(6)))))
    now = [*SOURCE, "It has 1750 metres."]
    (finding,) = find_stale(case_of_pages(now, lines[1]), locked)
    assert "1750 ≠ 1900" in finding.detail


def test_a_translation_that_changed_too_is_not_stale() -> None:
    """The translator has been there."""
    assert stale(changed(SOURCE, 2, "The cat works."), changed(TARGET, 2, "Die Katze arbeitet.")) == []


def test_a_change_elsewhere_in_the_translation_does_not_hide_it() -> None:
    """Only the sentences that face the changed one are asked."""
    (finding,) = stale(changed(SOURCE, 2, "The cat works."), changed(TARGET, 4, "Der Fluss ist kalt."))
    assert finding.run == range(2, 3)


def test_a_new_sentence_without_a_translation() -> None:
    """It is stale at the place where its translation would be, and all of it is new."""
    beads = [*one_to_one(3), Bead(range(3, 4), range(0)), *(Bead(range(k + 1, k + 2), range(k, k + 1)) for k in (3, 4))]
    (finding,) = stale([*SOURCE[:3], "The worker reads a book.", *SOURCE[3:]], TARGET, beads)
    assert (finding.run, finding.facing) == (range(3, 4), range(3, 3))
    assert finding.detail.endswith("the translation lacks: all of it")


def test_one_finding_for_each_section() -> None:
    """Its text goes from the first changed sentence to the last; three of them are quoted."""
    more = [f"{line}!" for line in SOURCE[1:3]]
    findings = stale([SOURCE[0], *more, SOURCE[3], f"{SOURCE[4]}!"])
    assert [finding.run for finding in findings] == [range(1, 3), range(4, 5)]


def test_many_changes_are_counted() -> None:
    """What is beyond three sentences is a number."""
    (finding,) = find_stale(
        case_of_pages([f"{k} dogs." for k in range(5)], ["Hunde."] * 5),
        lock_pair(
            Alignment(
                text_of_page("en", ["Dogs."]), text_of_page("de", ["Hunde."]), Ladder((Bead(range(1), range(1)),))
            )
        ),
    )
    assert "“2 dogs.” and 2 more" in finding.detail


def test_a_long_sentence_is_clipped() -> None:
    """Eighty characters of a sentence are quoted."""
    (finding,) = stale(changed(SOURCE, 2, "The cat " + "sleeps " * 30 + "here."))
    assert "“" + ("The cat " + "sleeps " * 30)[:79] + "…”" in finding.detail


@pytest.mark.parametrize(
    ("target", "findings"), [(TARGET, 1), ([TARGET[0], TARGET[1], *TARGET[3:]], 0)], ids=["kept", "removed too"]
)
def test_a_sentence_that_was_removed(target: Sequence[str], findings: int) -> None:
    """A section that lost a sentence is stale as long as its translation has all of its own."""
    source = [SOURCE[0], SOURCE[1], *SOURCE[3:]]
    kept = len(target) == len(TARGET)
    beads = [Bead(range(1), range(1)), Bead(range(1, 2), range(1, 3 if kept else 2))]
    beads += [Bead(range(k, k + 1), range(k + kept, k + kept + 1)) for k in (2, 3)]
    found = stale(source, target, beads)
    assert len(found) == findings
    for finding in found:
        assert (finding.run, finding.facing) == (range(2), range(3))
        assert finding.detail == "in “The house” sentences were removed"
