"""Print what is kept when texts go through one format and then through another, as a table in Markdown.

    python scripts/roundtrip_matrix.py

Every format that can be read back is written and read, twice in a row, with an alignment that has everything a ladder
can have, and with a unit of a memory that has everything a memory says.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from aligner.alignment import Alignment
from aligner.edition import Edition, weave
from aligner.formats import export_edition
from aligner.formats.aligned import gather_edition, load_aligned
from aligner.formats.alignment_file import load_alignment
from aligner.formats.string_files import open_strings
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, make_text
from aligner.work_info import WorkInfo

FORMATS = ("jsonl", "tmx", "xliff", "xliff12", "xces", "csv", "tsv", "xlsx", "docx", "sketch", "moses")
MEMORY = b"""<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" \
adminlang="en" srclang="en" datatype="plaintext"/><body><tu tuid="7" creationdate="20260131T120000Z" changeid="ana">\
<note>A note.</note><prop type="client">ACME</prop><tuv xml:lang="en"><seg>One <bpt i="1">&lt;b&gt;</bpt>two<ept \
i="1">&lt;/b&gt;</ept>,
three  four.</seg></tuv><tuv xml:lang="de"><seg>Eins zwei, drei vier.</seg></tuv></tu></body></tmx>"""


def make_ladder() -> Edition:
    """Return an alignment with a bead of two segments, a segment without a counterpart, and confidences."""
    cells = (["One dog.", "It ran. ", "It sat.", "A cat."], ["Ein Hund.", "Er lief und setzte sich.", "Eine Katze."])
    groups = ([[cells[0][0]], cells[0][1:3], [cells[0][3]]], [[cell] for cell in cells[1]])
    texts = [
        make_text(tag, [Paragraph("".join(group)) for group in side], side)
        for tag, side in zip(("en", "de"), groups, strict=True)
    ]
    beads = (
        Bead(range(1), range(1), 0.875),
        Bead(range(1, 3), range(1, 2), 0.75),
        Bead(range(3, 4), range(2, 2), 0.5),
        Bead(range(4, 4), range(2, 3), 0.625),
    )
    return replace(weave([Alignment(texts[0], texts[1], Ladder(beads), "s")]), work=WorkInfo("w"))


def pass_through(edition: Edition, name: str, folder: Path) -> Edition:
    """Return what is read of an edition after it was written in a format."""
    path = folder / f"w.{'xml' if name == 'xces' else 'xlsx' if name == 'sketch' else name}"
    if name == "moses":
        export_edition(edition, name, folder / "w")
        files = [str(folder / f"w.{language}") for language in edition.languages]
        memory = open_strings([(file, file) for file in files])
        return gather_edition(memory)[0] if memory else edition
    export_edition(edition, name, path)
    if name == "jsonl":
        alignment = load_alignment(path)
        return weave([alignment])
    return load_aligned(path)[0]


def _texts(edition: Edition) -> list[list[str]]:
    return [[edition.cell_text(row, column) for column in (0, 1)] for row in edition.rows]


def _unit(edition: Edition) -> Paragraph:
    return edition.texts[0].paragraphs[0]


def _keys(edition: Edition) -> set[str]:
    return {key for key, _ in _unit(edition).details}


OF_LADDER: dict[str, Callable[[Edition, Edition], bool]] = {
    "m": lambda _, after: (2, 1) in {tuple(map(len, row.cells)) for row in after.rows},
    "u": lambda _, after: [row for row in _texts(after) if not all(row)] == [["A cat.", ""], ["", "Eine Katze."]],
    "c": lambda before, after: (
        sorted({row.confidence for row in before.rows if all(row.cells)})
        == sorted({row.confidence for row in after.rows if all(row.cells)})
    ),
}
"""Of an alignment: beads of several segments, segments without a counterpart, confidences."""

OF_UNIT: dict[str, Callable[[Edition, Edition], bool]] = {
    "w": lambda before, after: _unit(before).text == _unit(after).text,
    "i": lambda before, after: [mark[:2] for mark in _unit(before).marks] == [mark[:2] for mark in _unit(after).marks],
    "n": lambda _, after: "tu.note" in _keys(after),
    "d": lambda _, after: {"tu.tuid", "tu.creationdate", "tu.changeid", "tu.prop.client"} <= _keys(after),
}
"""Of a unit of a memory: white space and line breaks, inline codes, notes, dates and properties."""


def kept(first: str, second: str) -> str:
    """Return the letters of what is kept through two formats, "" where not even the texts are."""
    ladder, (unit, _) = make_ladder(), load_aligned(MEMORY, name="w")
    found = ""
    for before, letters in ((ladder, OF_LADDER), (unit, OF_UNIT)):
        after = before
        for name in (first, second):
            with tempfile.TemporaryDirectory() as folder:
                after = pass_through(after, name, Path(folder))
        whole = [row for row in _texts(before) if all(row)]
        if [row for row in _texts(after) if all(row)] != whole:
            return ""
        found += "".join(letter for letter, test in letters.items() if test(before, after))
    return found


def make_table() -> str:
    """Return the table."""
    lines = [f"| first, then | {' | '.join(f'`{name}`' for name in FORMATS)} |", "|---" * (len(FORMATS) + 1) + "|"]
    for first in FORMATS:
        cells = [kept(first, second) or "texts" for second in FORMATS]
        lines.append(f"| `{first}` | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(make_table())
