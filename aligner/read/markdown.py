"""Markdown: rendered by markdown-it-py (CommonMark and tables), then read as HTML is.

Source: CommonMark 0.31; footnotes and the block of settings at the top as Pandoc and GitHub have them.
"""

from __future__ import annotations

import re

from aligner.errors import InputError
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between
from aligner.read.parts.markup import Markup
from aligner.read.parts.notes import part_notes
from aligner.read.parts.paragraph_builder import Block
from aligner.read.parts.xml_tree import parse_html

_SETTINGS = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING = re.compile(r"^(title|lang|language):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
_DEFINITION = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*", re.MULTILINE)


def read_markdown(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a Markdown text; code blocks are kept, comments and markup are not text.

    Raises ``InputError`` when markdown-it-py is not installed.
    """
    settings = _SETTINGS.match(content)
    told: dict[str, str] = dict(_SETTING.findall(settings[1])) if settings else {}
    text = content[settings.end() :] if settings else content
    skipped = content.count("\n", 0, settings.end()) if settings else 0
    text, notes = _note_marks(text)
    markup = Markup(zoned=False, rendered=True)
    blocks = markup.blocks(parse_html(_render(text, skipped, name), name)) if text.strip() else []
    body, apart = part_notes(blocks, {f"#{note}" for note in notes} | markup.targets)
    main, left = between(body + apart, start, end, name)
    title = told.get("title", "").strip("\"'")
    language = told.get("lang", told.get("language", "")).strip("\"'")
    return Draft([block.paragraph for block in main], title or _first_heading(main), language, left)


def _note_marks(content: str) -> tuple[str, list[str]]:
    """Make links of references to footnotes, and anchored paragraphs of the footnotes."""
    notes = [f"fn-{match[1]}" for match in _DEFINITION.finditer(content)]
    content = _DEFINITION.sub(lambda m: f'<a id="fn-{_plain(m[1])}"></a>', content)
    return _REFERENCE.sub(
        lambda m: f'<sup><a href="#fn-{_plain(m[1])}" role="doc-noteref">{_plain(m[1])}</a></sup>', content
    ), notes


def _plain(label: str) -> str:
    return re.sub(r"[^\w.-]", "_", label)


def _render(content: str, skipped: int, name: str) -> str:
    """Return HTML in which each block says, as ``data-line``, the line it begins in."""
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise InputError(
            f"{name}: reading Markdown needs markdown-it-py; install it with: pip install markdown-it-py"
        ) from None
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(content)
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet("data-line", str(token.map[0] + 1 + skipped))
    html: str = parser.renderer.render(tokens, parser.options, {})
    return f"<html><body>{html}</body></html>"


def _first_heading(blocks: list[Block]) -> str:
    return next((block.paragraph.text for block in blocks if block.paragraph.level == 1), "")
