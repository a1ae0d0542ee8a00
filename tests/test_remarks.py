from __future__ import annotations

from typing import get_args

import pytest

from aligner.coverage.findings import Kind
from aligner.edition import Edition, weave
from aligner.formats.html import format_html
from aligner.remarks import WORDS, Remark, remark_on_findings
from tests.coverage.report.samples import german, japanese


@pytest.fixture
def edition() -> Edition:
    """Return the kettle's edition, whose check finds what the samples say."""
    return weave([coverage.alignment for coverage in (german(), japanese())])


def test_findings_are_remarks_on_their_version() -> None:
    """A finding of either side says which segments of the pivot and of the version it is about."""
    assert remark_on_findings([german(), japanese()]) == [
        Remark(1, range(2, 4), range(2, 2), "omitted"),
        Remark(1, range(5, 6), range(3, 4), "untranslated"),
        Remark(1, range(7, 8), range(5, 6), "number", "30.000 ≠ 3,000"),
        Remark(1, range(8, 8), range(6, 7), "added"),
    ]


def test_the_page_says_what_the_reports_say(edition: Edition) -> None:
    """Each finding is a note on the page that people read."""
    html = format_html(edition, remarks=remark_on_findings([german(), japanese()]))
    for words in ("Not in Deutsch: 2 sentences", "Other numbers in Deutsch: 30.000 ≠ 3,000", "Only in Deutsch"):
        assert words in html


def test_the_page_has_words_for_every_kind() -> None:
    """No kind of finding is without words on the page."""
    assert set(WORDS) == set(get_args(Kind))
