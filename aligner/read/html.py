"""Read HTML pages.

Source: HTML Living Standard (WHATWG); XHTML pages that are well-formed are read as XML.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from lxml import etree

from aligner.errors import InputError
from aligner.read.parts.draft import Draft
from aligner.read.parts.footnotes import separate_notes
from aligner.read.parts.gutenberg import leave_out_gutenberg, title_of
from aligner.read.parts.html_visitor import HtmlVisitor
from aligner.read.parts.main_text import between_phrases, find_main_text, infer_headings
from aligner.read.parts.paragraph_builder import TextBlock, show_rules
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_html, parse_xml
from aligner.text import Mark, fold_space

_ARTICLE = re.compile(r"(?:\A|#)((?:art|rct|anx)_[\w.]{1,20})\Z")  # "#art_5", "#rct_12": parts of an act of EUR-Lex
_NEAREST = 20  # anchors of a block that are looked at, the innermost first: its pages are not nested deeper
# ``<html xmlns="http://www.w3.org/1999/xhtml" lang="ja">``
_XHTML = re.compile(r"""<html\b[^>]*\bxmlns\s*=\s*["']http://www\.w3\.org/1999/xhtml""")


def read_page(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the main text of an HTML page, its footnotes at the end; what surrounds it is reported as left out.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends, instead of finding it.
    Raises ``InputError`` when the page is nested too deep, or a phrase is in no paragraph.
    """
    root = _tree(content, name)
    visitor = HtmlVisitor()
    blocks, notes = separate_notes(visitor.blocks(root), visitor.targets)
    if start or end:
        main, left = between_phrases(blocks + notes, start, end, name)
    else:
        blocks, added = leave_out_gutenberg(blocks)
        main, left = find_main_text(blocks)
        main, left = [*main, *notes], [*added, *left]
    main = _number_articles(show_rules(main))
    # A page without marked headings and bold lines shows its headings only by their length. This is trusted only if
    # something around the text was left out.
    marked = not left or any(block.bold or block.paragraph.level for block in main)
    return Draft(infer_headings(main, bold_only=marked), page_title(root), page_language(root), left)


def _number_articles(blocks: list[TextBlock]) -> list[TextBlock]:
    """Return the blocks of an act of EUR-Lex with its recitals and articles as identifiers; others as they are.

    Its pages name them alike in every language: ``art_5``, ``rct_12``.
    """
    found = []
    for block in blocks:
        names = map(_ARTICLE.search, islice(block.anchors, _NEAREST))
        if name := next(filter(None, names), None):
            marks = (Mark(0, 0, "id", name[1]), *block.paragraph.marks)
            found.append(block._replace(paragraph=replace(block.paragraph, marks=marks)))
        else:
            found.append(block)
    return found


def _tree(content: str, name: str) -> etree._Element:
    """Return the page's tree: XHTML parsed as XML, in which ``<script/>`` is closed, everything else as HTML."""
    if _XHTML.search(content[:2000]):
        try:
            return parse_xml(content, name)
        except InputError:  # not well-formed: browsers, too, then read it as HTML
            pass
    return parse_html(content, name)


def page_title(root: etree._Element) -> str:
    """Return the text of the page's ``title``."""
    for element in root.iter():
        if local_name(element) == "title":
            title = fold_space(inner_text(element))
            return title_of(title) or title
    return ""


def page_language(root: etree._Element) -> str:
    """Return the language that the page declares, unchecked; "" without one."""
    for element in root.iter():
        name = local_name(element)
        if name in ("html", "body") and (declared := local_attribute(element, "lang")):
            return declared
        if name == "meta" and element.get("http-equiv", "").lower() == "content-language":
            return element.get("content", "").split(",")[0].strip()
    return ""
