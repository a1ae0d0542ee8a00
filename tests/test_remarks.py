from __future__ import annotations

from typing import get_args

import pytest

from aligner.coverage.findings import Kind
from aligner.coverage.report import page
from aligner.edition import Edition, weave
from aligner.formats.html import format_html
from aligner.remarks import WORDS, Remark
from tests.coverage.report.samples import german, japanese
from tests.fakes import FakeEncoder


@pytest.fixture
def edition(monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Return the kettle's edition, whose check finds what the samples say."""
    coverages = german(), japanese()
    monkeypatch.setattr(page, "check_edition", lambda *_arguments: coverages)
    return weave([coverage.alignment for coverage in coverages])


def test_findings_are_remarks_on_their_version(edition: Edition, encoder: FakeEncoder) -> None:
    """A finding of either side says which segments of the pivot and of the version it is about."""
    assert page.remark_on_rows(edition, encoder) == [
        Remark(1, range(2, 4), range(2, 2), "omitted"),
        Remark(1, range(5, 6), range(3, 4), "untranslated"),
        Remark(1, range(7, 8), range(5, 6), "number", "30.000 ≠ 3,000"),
        Remark(1, range(8, 8), range(6, 7), "added"),
    ]


def test_the_page_says_what_the_reports_say(edition: Edition, encoder: FakeEncoder) -> None:
    """Each finding is a note on the page that people read."""
    html = format_html(edition, remarks=page.remark_on_rows(edition, encoder))
    for words in ("Not in Deutsch: 2 sentences", "Other numbers in Deutsch: 30.000 ≠ 3,000", "Only in Deutsch"):
        assert words in html


def test_the_page_has_words_for_every_kind() -> None:
    """No kind of finding is without words on the page."""
    assert set(WORDS) == set(get_args(Kind))
