"""What a page shows beyond its texts, where a model is at hand to find it."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.coverage.report.page import find_remarks
from aligner.embed import Encoder
from aligner.formats import Layout, Settings
from aligner.word_links import find_hints


def page_settings(encoder: Encoder, languages: Sequence[str] = (), layout: Layout = "paragraphs") -> Settings:
    """Return settings with which a page marks the findings of ``aligner coverage`` and links words."""
    return Settings(
        languages=languages,
        layout=layout,
        hints=lambda edition: find_hints(edition, encoder),
        remarks=lambda edition: find_remarks(edition, encoder),
    )
