"""Read Markdown: rendered by markdown-it-py (CommonMark and tables), then read as HTML is.

Source: CommonMark 0.31; footnotes and the block of settings at the top as Pandoc and GitHub have them.
"""

from __future__ import annotations

import re

from aligner.errors import InputError
from aligner.read.parts.draft import Draft
from aligner.read.parts.footnotes import separate_notes
from aligner.read.parts.html_visitor import HtmlVisitor
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import TextBlock
from aligner.read.parts.xml_tree import parse_html

# The settings at the top, between "---" and "---" or "..." (YAML): "---\ntitle: The Ferry\n---\n".
_SETTINGS = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING = re.compile(r"^(title|lang|language):[ \t]*(.+?)[ \t]*$", re.MULTILINE)  # "lang: en"
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")  # "[^1]", "[^ferry]"
_DEFINITION = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*", re.MULTILINE)  # "[^1]: The note."
_UNSAFE_IN_ID = re.compile(r"[^\w.-]")  # characters of a footnote's label that are replaced in an HTML id


def read_markdown(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a Markdown text; code blocks are kept, comments and markup are not text.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when markdown-it-py is not installed, or a phrase is in no paragraph.
    """
    settings = _SETTINGS.match(content)
    values: dict[str, str] = dict(_SETTING.findall(settings[1])) if settings else {}
    text = content[settings.end() :] if settings else content
    skipped = content.count("\n", 0, settings.end()) if settings else 0
    text, notes = _link_footnotes(text)
    visitor = HtmlVisitor(zoned=False, rendered=True)
    blocks = visitor.blocks(parse_html(_render(text, skipped, name), name)) if text.strip() else []
    body, apart = separate_notes(blocks, {f"#{note}" for note in notes} | visitor.targets)
    main, left = between_phrases(body + apart, start, end, name)
    title = values.get("title", "").strip("\"'")
    language = values.get("lang", values.get("language", "")).strip("\"'")
    return Draft([block.paragraph for block in main], title or _first_heading(main), language, left)


def _link_footnotes(content: str) -> tuple[str, list[str]]:
    """Replace footnote syntax, which CommonMark lacks, by HTML; return the text and the anchors of the notes.

    References become links and definitions paragraphs with an anchor, which the HTML reader recognises.
    """
    notes = [f"fn-{match[1]}" for match in _DEFINITION.finditer(content)]
    content = _DEFINITION.sub(lambda m: f'<a id="fn-{_safe_id(m[1])}"></a>', content)
    return _REFERENCE.sub(
        lambda m: f'<sup><a href="#fn-{_safe_id(m[1])}" role="doc-noteref">{_safe_id(m[1])}</a></sup>', content
    ), notes


def _safe_id(label: str) -> str:
    return _UNSAFE_IN_ID.sub("_", label)


def _render(content: str, skipped: int, name: str) -> str:
    """Return HTML in which each block names, as ``data-line``, the line of the file it begins in.

    ``skipped`` is the number of lines of the file above the content.
    """
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


def _first_heading(blocks: list[TextBlock]) -> str:
    return next((block.paragraph.text for block in blocks if block.paragraph.level == 1), "")
