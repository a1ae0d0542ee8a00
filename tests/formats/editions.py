"""Editions written as tables of text, and the one that the golden files show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from aligner.alignment import Alignment
from aligner.edition import Edition, weave
from aligner.formats import Report, Settings, write_edition
from aligner.formats.aligned import load_aligned
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, Text, make_text
from aligner.work_info import WorkInfo

DATA = Path(__file__).parents[1] / "data" / "formats"
SIGNATURE = "model:fake|revision:1|weights:none|version:0"


def text_of(language: str, cells: Sequence[str]) -> Text:
    """Return a text of cells: a paragraph each, its segments parted by " / ", a heading where it begins with "# "."""
    paragraphs, pieces = [], []
    for cell in filter(None, cells):
        segments = cell.removeprefix("# ").split(" / ")
        pieces.append([segment + " " for segment in segments[:-1]] + [segments[-1]])
        paragraphs.append(Paragraph("".join(pieces[-1]), level=int(cell.startswith("# ")), line=len(pieces)))
    return make_text(language, paragraphs, pieces, f"{language}.txt")


def alignment_of(languages: Sequence[str], rows: Sequence[Sequence[str]], confidences: Sequence[float]) -> Alignment:
    """Return the alignment of two columns of a table of cells, a bead a row that has a text."""
    beads, at = [], [0, 0]
    for row, confidence in zip(rows, confidences, strict=True):
        counts = [len(cell.split(" / ")) if cell else 0 for cell in row]
        if any(counts):
            runs = [range(start, start + count) for start, count in zip(at, counts, strict=True)]
            beads.append(Bead(runs[0], runs[1], confidence))
        at = [start + count for start, count in zip(at, counts, strict=True)]
    texts = [text_of(language, [row[column] for row in rows]) for column, language in enumerate(languages)]
    return Alignment(texts[0], texts[1], Ladder(tuple(beads)), SIGNATURE)


def edition_of(
    languages: Sequence[str], rows: Sequence[Sequence[str]], confidences: Sequence[float] = (), name: str = "work"
) -> Edition:
    """Return the edition of a table of cells, woven of the first column's alignments with each other."""
    known = confidences or [0.9] * len(rows)
    alignments = [
        alignment_of((languages[0], other), [(row[0], row[column]) for row in rows], known)
        for column, other in enumerate(languages[1:], 1)
    ]
    return replace(weave(alignments), work=WorkInfo(name))


def sample() -> Edition:
    """Return three versions of a little work with everything in it that formats stumble over."""
    rows = [
        ("# The Kettle & the Pot", "# Kessel & Topf", "# やかんと鍋"),
        (
            '“Who calls <me>?” / "Nobody," said the pot.',
            "»Wer ruft <mich>?« »Niemand«, sagte der Topf.",
            "「誰だ？」 / 「誰も。」",
        ),
        ("-Quiet!", "=Ruhe!", "@静かに！"),
        ("They boiled. / It was\tlate.", "", "沸いた。遅かった。"),
        ("", "Das kam später.", ""),
        ("Good night.", "Gute\x01 Nacht.", "おやすみ。"),
        ("Good night.", "Gute Nacht.", "おやすみ。"),
        ("Cafe\u0301.", "Café.", "カフェ。"),
    ]
    edition = edition_of(("en", "de", "ja"), rows, [0.99, 0.875, 0.5, 0.75, 0.6, 0.98, 0.98, 1.0], "kettle")
    return replace(edition, work=WorkInfo("kettle", "A. Nonymous", "CC0-1.0", {"en": "The Kettle"}))


def written(edition: Edition, name: str, settings: Settings | None = None) -> tuple[bytes, Report]:
    """Return an edition in a format, and the report."""
    file = BytesIO()
    report = write_edition(edition, name, file, settings)
    return file.getvalue(), report


def ladder_of(shapes: Sequence[str]) -> Ladder:
    """Return the ladder of beads with these shapes, ``2-1`` or ``2→1`` and so on."""
    beads, i, j = [], 0, 0
    for shape in shapes:
        m, n = map(int, shape.replace("→", "-").split("-"))
        beads.append(Bead(range(i, i + m), range(j, j + n)))
        i, j = i + m, j + n
    return Ladder(tuple(beads))


def texts_in(data: bytes | str, name: str = "a.xlf", **options: Any) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the texts of each unit of a file that is aligned already, and the notes on what was left out."""
    edition, notes = load_aligned(data.encode() if isinstance(data, str) else data, name=name, **options)
    return [tuple(row.texts.values()) for row in edition], notes
