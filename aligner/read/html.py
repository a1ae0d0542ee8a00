"""HTML pages as files."""

from __future__ import annotations

import re

from lxml import etree

from aligner.errors import InputError
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between, find_main, infer_headings
from aligner.read.parts.markup import Markup
from aligner.read.parts.notes import part_notes
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_html, parse_xml
from aligner.text import fold_space

_XHTML = re.compile(r"""<html\b[^>]*\bxmlns\s*=\s*["']http://www\.w3\.org/1999/xhtml""")


def read_page(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the main text of an HTML page; what stands around it is reported as left out.

    ``start`` and ``end`` are phrases that say where the main text begins and ends, instead of finding it.
    """
    root = _tree(content, name)
    markup = Markup()
    blocks, notes = part_notes(markup.blocks(root), markup.targets)
    main, left = between(blocks + notes, start, end, name) if start or end else find_main(blocks)
    main += [] if start or end else notes
    marked = not left or any(block.bold or block.paragraph.level for block in main)
    return Draft(infer_headings(main, bold_only=marked), page_title(root), page_language(root), left)


def _tree(content: str, name: str) -> etree._Element:
    """Return the page's tree: XHTML as the XML it is, where ``<script/>`` is no open element, all else as HTML."""
    if _XHTML.search(content[:2000]):
        try:
            return parse_xml(content, name)
        except InputError:  # not well-formed: what browsers, too, then read as HTML
            pass
    return parse_html(content, name)


def page_title(root: etree._Element) -> str:
    """Return what the page's ``title`` says."""
    for element in root.iter():
        if local_name(element) == "title":
            return fold_space(inner_text(element))
    return ""


def page_language(root: etree._Element) -> str:
    """Return the language that the page declares, as it stands there; "" without one."""
    for element in root.iter():
        name = local_name(element)
        if name in ("html", "body") and (declared := local_attribute(element, "lang")):
            return declared
        if name == "meta" and element.get("http-equiv", "").lower() == "content-language":
            return element.get("content", "").split(",")[0].strip()
    return ""
