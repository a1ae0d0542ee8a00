from __future__ import annotations

import pytest

from aligner.coverage.kinds import KINDS
from aligner.coverage.report import Criteria, judge
from tests.coverage.report.samples import german, japanese


def test_nothing_fails_where_nothing_is_asked_for() -> None:
    """Without a bound and without kinds a check passes, whatever is found."""
    result = judge([german()], Criteria(), "kettle")
    assert result.failures == ()
    assert result.counts == {"omitted": 1, "added": 1, "untranslated": 1, "number": 1}


@pytest.mark.parametrize(("bound", "passes"), [(62, True), (62.5, True), (62.51, False), (100, False)])
def test_the_bound_itself_is_enough(bound: float, passes: bool) -> None:
    """Five of eight source sentences pass at 62.5 percent and not above."""
    result = judge([german()], Criteria(fail_under=bound), "kettle")
    assert (not result.failures) is passes
    assert [coverage.alignment.target.language for coverage in result.lacking] == ([] if passes else ["de"])


def test_every_pair_has_to_reach_the_bound() -> None:
    """Of several pairs those below the bound are named, the others not."""
    (failure,) = judge([japanese(), german()], Criteria(fail_under=100), "kettle").failures
    assert failure == "62.5% of the source is translated in de.txt, 100% is required"


def test_what_is_nearly_enough_is_not_called_enough() -> None:
    """A share just below the bound is rounded down, so that it does not look like the bound."""
    (failure,) = judge([german()], Criteria(fail_under=62.504), "kettle").failures
    assert failure.startswith("62.5% of the source is translated in de.txt, 62.504% is required")


def test_kinds_that_are_asked_for_fail() -> None:
    """Kinds in ``fail_on`` that were found are failures, and errors; others are neither."""
    result = judge([german()], Criteria(fail_on=frozenset({"omitted", "name"})), "kettle")
    assert result.failures == ("1 finding of the kind omitted",)
    assert [kind for kind in KINDS if result.criteria.level(kind) == "error"] == ["omitted", "name"]


def test_findings_that_are_not_sure_do_not_count() -> None:
    """Findings below the least confidence are left out; at it they stay."""
    kept = [len(judge([german()], Criteria(min_confidence=least), "kettle").findings) for least in (0.9, 0.91)]
    assert kept == [4, 0]


def test_accepted_findings_do_not_count() -> None:
    """An accepted finding is no finding, does not fail, and its sentences count as they should be."""
    accepted = {"omitted-de2": 1, "number-de5": 2, "untranslated-de3": 3}
    criteria = Criteria(fail_under=100, fail_on=frozenset(KINDS), accepted=accepted)
    result = judge([german()], criteria, "kettle")
    assert result.failures == ("1 finding of the kind added",)
    assert (result.accepted, len(result.findings), result.stale) == (3, 1, ())


def test_accepting_a_number_does_not_make_an_omission_good() -> None:
    """Only accepted findings about sentences that are not translated change the share."""
    accepted = {"number-de5": 1, "added-de6": 2}
    assert len(judge([german()], Criteria(fail_under=62.6, accepted=accepted), "kettle").failures) == 1


def test_ids_that_nothing_has_are_stale() -> None:
    """An accepted id that no finding has is reported with its line; one of an unsure finding is not."""
    accepted = {"omitted-gone": 7, "added-de6": 9}
    result = judge([german()], Criteria(min_confidence=0.95, accepted=accepted), "kettle")
    assert result.stale == (("omitted-gone", 7),)


def test_the_worst_come_first() -> None:
    """Kinds that the check fails on come first, then the worse kinds."""
    result = judge([german()], Criteria(fail_on=frozenset({"number"})), "kettle")
    assert [found.finding.kind for found in result.worst_first] == ["number", "omitted", "untranslated", "added"]
    assert [found.finding.kind for found in result.findings] == ["omitted", "untranslated", "number", "added"]
