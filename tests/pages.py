"""Small editions to make pages and books of."""

from __future__ import annotations

from pathlib import Path

from aligner.edition import Edition, Row
from aligner.text import Mark, Paragraph, Text, make_text
from aligner.work_info import WorkInfo

HOSTILE = "<script>alert(1)</script></style> & \"quotes\" 'single' \u202eright to left"
"""Text that would break a page that does not escape it."""

WELL = Path(__file__).parent / "data" / "pages" / "well.txt"
FILLER = """
¶ Day 7 began.
¶ Der Tag 7 begann.
¶ 7日目が始まった。
¶ 第7天开始了。

It rained until noon of day 7, and then a wind rose from the west and drove the clouds away over the hills.
Es regnete bis zum Mittag, und dann kam ein Wind von Westen auf und trieb die Wolken über die Hügel fort.
昼まで雨が降り、それから西風が立って雲を丘のむこうへ追いやった。
雨下到中午，然后西风刮起，把云赶过了山丘。

Then night fell.
Dann wurde es Nacht.
それから夜になった。
然后天黑了。
"""
LANGUAGES = ("en", "de", "ja", "zh-Hans")
UNCERTAIN_ROW = 9  # "The road was long!", from 0


def make_edition(table: str, languages: tuple[str, ...] = LANGUAGES) -> Edition:
    """Make an edition of a table: a paragraph a row, in it a line a cell, "-" for none, segments parted by " / ".

    "¶" begins a paragraph, "#" a heading.
    """
    rows = [["" if cell == "-" else cell for cell in row.split("\n")] for row in table.strip("\n").split("\n\n")]
    columns = [_column([row[number] for row in rows], tag) for number, tag in enumerate(languages)]
    made = tuple(Row(cells, 0.98) for cells in zip(*(runs for _, runs in columns), strict=True))
    return Edition(tuple(text for text, _ in columns), made)


def _column(cells: list[str], language: str) -> tuple[Text, list[range]]:
    joint = "" if language in {"ja", "zh-Hans"} else " "
    paragraphs: list[tuple[int, list[str]]] = []
    runs, count = [], 0
    for cell in cells:
        opens = cell[:1] in {"#", "¶"}
        level = len(cell) - len(cell.lstrip("#"))
        pieces = [piece.strip() + joint for piece in cell.lstrip("#¶ ").split(" / ")] if cell else []
        if opens or (pieces and not paragraphs):
            paragraphs.append((level, []))
        if pieces:
            paragraphs[-1][1].extend(pieces)
        runs.append(range(count, count + len(pieces)))
        count += len(pieces)
    made = [Paragraph("".join(pieces), level, kind="heading" if level else "body") for level, pieces in paragraphs]
    return make_text(language, made, [pieces for _, pieces in paragraphs], name=language), runs


def make_well(filler: int = 0) -> Edition:
    """Make the edition of the well in four languages, with ruby, emphasis and an uncertain row.

    ``filler`` paragraphs of three rows follow it, for pages that have to scroll.
    """
    table = WELL.read_text(encoding="utf-8").replace("HOSTILE", HOSTILE)
    edition = make_edition(table + "".join(FILLER.replace("7", str(n)) for n in range(1, filler + 1)))
    texts = list(edition.texts)
    texts[0] = _mark(texts[0], "old", "emphasis")
    texts[2] = _mark(texts[2], "井戸は", "ruby", "いど")
    rows = list(edition.rows)
    rows[UNCERTAIN_ROW] = rows[UNCERTAIN_ROW]._replace(confidence=0.31)
    titles = {"en": "The Well & the Road", "de": "Brunnen und Straße", "ja": "井戸と道", "zh-Hans": "井与路"}
    return Edition(
        tuple(texts),
        tuple(rows),
        WorkInfo("well", "Nobody <n@example.org>", "Public domain.", titles),
        ("model:fake",),
    )


def _mark(text: Text, words: str, kind: str, value: str = "") -> Text:
    """Mark words where they come first in a text; of ruby, the last character is left out."""
    number = next(number for number, paragraph in enumerate(text.paragraphs) if words in paragraph.text)
    start = text.paragraphs[number].text.index(words)
    mark = Mark(start, start + len(words) - (kind == "ruby"), kind, value)
    changed = list(text.paragraphs)
    old = changed[number]
    changed[number] = Paragraph(old.text, old.level, old.line, old.kind, old.place, (mark,))
    return Text(text.language, tuple(changed), text.segments, text.name, text.verbatim)
