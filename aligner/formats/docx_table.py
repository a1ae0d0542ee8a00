"""Bilingual tables in Word documents (DOCX), for translators who review in Word: written, and read back.

Source: ECMA-376 part 1, WordprocessingML, "Tables". The document around the table is made by python-docx, the extra
``docx``; reading needs nothing but lxml. Of tracked changes the inserted text is read and the deleted one is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from aligner.edition import Edition
from aligner.formats.html.languages import text_direction
from aligner.formats.names import column_names
from aligner.formats.office_files import fill_of, reproducible
from aligner.formats.registry import require_format
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.tables import leading_columns, shape_cell
from aligner.formats.units import make_units
from aligner.formats.xml_characters import drop_forbidden
from aligner.read.parts.container import open_container
from aligner.read.parts.decode import decode
from aligner.read.parts.xml_tree import local_name, parse_xml

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LEADING_WIDTHS = {"row": 600, "shape": 800, "confidence": 1100, "state": 1150}  # in twentieths of a point
_TEXT_WIDTH = 12_000  # of all texts together: what an A4 page on its side has left
_SKIPPED = {"del", "movefrom", "ppr", "rpr", "p"}
"""Deleted text, properties (which have elements called "tab" too), and the paragraphs of text boxes, which come by
themselves."""
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "nobreakhyphen": "\u2011"}


def write_docx(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a document with one table: number, shape and confidence of each row, and its texts, a column a language.

    Where a person has fixed a row, a column has its state, "confirmed".

    The header is repeated on each page, and a low confidence has a colour. Raises ``AlignerError`` where python-docx is
    missing.
    """
    require_format("docx")
    from docx import Document
    from docx.enum.section import WD_ORIENT

    report, document = Report(), Document()
    page: Any = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    body: Any = document.element.body
    names = column_names(edition.languages, settings)
    body.insert(0, _make_table(edition, settings, [*leading_columns(edition), *names], report))
    with reproducible(file) as draft:
        document.save(draft)
    return report


def _make_table(edition: Edition, settings: Settings, names: list[str], report: Report) -> etree._Element:
    leading = leading_columns(edition)
    widths = [*(_LEADING_WIDTHS[name] for name in leading), *[_TEXT_WIDTH // len(edition.texts)] * len(edition.texts)]
    directions = ["ltr"] * len(leading) + [text_direction(language) for language in edition.languages]
    codes = [""] * len(leading) + [drop_forbidden(language) for language in edition.languages]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = etree.fromstring(
        f'<w:tbl xmlns:w="{_W}"><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>'
    )
    head = [_cell(name, width, bold=True) for name, width in zip(names, widths, strict=True)]
    table.append(_row(head, "<w:trPr><w:tblHeader/></w:trPr>"))
    for unit in make_units(edition, settings, report):
        report.units += 1
        states = [unit.state] * ("state" in leading)
        texts = [str(unit.number), shape_cell(unit), unit.confidence, *states, *unit.texts]
        fills = ["", "", fill_of(float(unit.confidence)), *[""] * (len(states) + len(unit.texts))]
        cells = [
            _cell(text, width, fill=fill, language=(code, direction))
            for text, width, fill, code, direction in zip(texts, widths, fills, codes, directions, strict=True)
        ]
        table.append(_row(cells, "<w:trPr><w:cantSplit/></w:trPr>"))
    return table


def _row(cells: list[str], properties: str) -> etree._Element:
    return etree.fromstring(f'<w:tr xmlns:w="{_W}">{properties}{"".join(cells)}</w:tr>')


def _cell(text: str, width: int, *, bold: bool = False, fill: str = "", language: tuple[str, str] = ("", "ltr")) -> str:
    """Return a cell as XML: one paragraph, in which line breaks and tabs are elements of their own."""
    code, direction = language
    right = direction == "rtl"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    tag = quoteattr(code)
    mark = f"<w:lang w:val={tag} w:eastAsia={tag} w:bidi={tag}/>" if code else ""
    properties = f"<w:rPr>{'<w:b/>' if bold else ''}{'<w:rtl/>' if right else ''}{mark}</w:rPr>"
    content = escape(drop_forbidden(text)).replace("\r\n", "\n").replace("\r", "\n")
    for character, element in (("\n", "br"), ("\t", "tab")):
        content = content.replace(character, f'</w:t><w:{element}/><w:t xml:space="preserve">')
    turned = "<w:pPr><w:bidi/></w:pPr>" if right else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p>{turned}'
        f'<w:r>{properties}<w:t xml:space="preserve">{content}</w:t></w:r></w:p></w:tc>'
    )


def read_docx_table(data: bytes, name: str, notes: Counter[str]) -> Iterator[list[str]]:
    """Yield the rows of the tables of a document that have as many columns as its first with two or more.

    Raises ``InputError`` when the document is damaged or too large.
    """
    root = parse_xml(decode(open_container(data, name).read("word/document.xml"), name=name), name)
    wide, header = 0, list[str]()
    for table in root.iter(f"{{{_W}}}tbl"):
        if next(table.iterancestors(f"{{{_W}}}tbl"), None) is not None:
            continue  # a table in a cell is part of that cell's text
        rows = [
            [_cell_text(cell) for cell in row.iterchildren(f"{{{_W}}}tc")] for row in table.iterchildren(f"{{{_W}}}tr")
        ]
        columns = max(map(len, rows), default=0)
        if columns < 2 or (wide and columns != wide):
            notes["further tables, left out"] += 1
            continue
        again = bool(header) and rows[0] == header  # the header of a table that goes on
        wide, header = columns, header or rows[0]
        yield from rows[1:] if again else rows


def _cell_text(cell: etree._Element) -> str:
    """Return the text of a cell, a line for each paragraph."""
    return "\n".join("".join(_run_text(paragraph)) for paragraph in cell.iter(f"{{{_W}}}p"))


def _run_text(element: etree._Element) -> Iterator[str]:
    for child in element:
        tag = local_name(child)
        if tag in _SKIPPED:
            continue
        if tag == "t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        else:
            yield from _run_text(child)
