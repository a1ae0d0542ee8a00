"""Read Markdown: rendered by markdown-it-py (CommonMark and tables), then read as HTML is.

Source: CommonMark 0.31; footnotes and the block of settings at the top as Pandoc and GitHub have them; what else the
programs that make pages of manuals add is in ``markdown_syntax``.
"""

from __future__ import annotations

import re

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.markdown_syntax import ANCHOR, SHORTCODE, Cleaned, clean_markdown
from aligner.read.parts.draft import Draft
from aligner.read.parts.footnotes import separate_notes
from aligner.read.parts.html_visitor import HtmlVisitor
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import TextBlock
from aligner.read.parts.xml_tree import parse_html

# The settings at the top, between "---" and "---" or "..." (YAML), or between "+++" (TOML).
_SETTINGS = re.compile(
    r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)|\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL
)
_SETTING = re.compile(r"^(title|lang|language)[ \t]*[:=][ \t]*(.+?)[ \t]*$", re.MULTILINE)  # "lang: en", 'title = "A"'
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")  # "[^1]", "[^ferry]"
_DEFINITION = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*", re.MULTILINE)  # "[^1]: The note."
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_UNSAFE_IN_ID = re.compile(r"[^\w.-]")  # characters of a footnote's label that are replaced in an HTML id


def read_markdown(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a Markdown text; code blocks are kept, comments and markup are not text.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when markdown-it-py is not installed, or a phrase is in no paragraph.
    """
    settings = _SETTINGS.match(content)
    above = settings[0] if settings else ""
    values: dict[str, str] = dict(_SETTING.findall(above))
    syntax = clean_markdown(content[len(above) :], above.count("\n"))
    if above:
        syntax.left_out.insert(0, LeftOut("line 1", "settings", above.strip("-+.\n ")))
    text, notes = _link_footnotes(syntax.text)
    visitor = HtmlVisitor(zoned=False, rendered=True)
    html = _render(text, syntax, name) if text.strip() else ""
    blocks = visitor.blocks(parse_html(html, name)) if html else []
    body, apart = separate_notes(blocks, {f"#{note}" for note in notes} | visitor.targets)
    main, left = between_phrases(body + apart, start, end, name)
    title = values.get("title", "").strip("\"'")
    language = values.get("lang", values.get("language", "")).strip("\"'")
    left = [*sorted(syntax.left_out, key=lambda one: int(one.place.removeprefix("line "))), *left]
    return Draft([block.paragraph for block in main], title or _first_heading(main), language, left)


def _link_footnotes(content: str) -> tuple[str, list[str]]:
    """Replace footnote syntax, which CommonMark lacks, by HTML; return the text and the anchors of the notes.

    References become links and definitions paragraphs with an anchor, which the HTML reader recognises.
    """
    labels = {match[1] for match in _DEFINITION.finditer(content)}
    content = _DEFINITION.sub(lambda m: f'<a id="fn-{_safe_id(m[1])}"></a>', content)

    def link(match: re.Match[str]) -> str:
        if match[1] not in labels:  # "[^a-z]" in a regular expression
            return match[0]
        return f'<sup><a href="#fn-{_safe_id(match[1])}" role="doc-noteref">{_safe_id(match[1])}</a></sup>'

    return _REFERENCE.sub(link, content), [f"fn-{label}" for label in sorted(labels)]


def _safe_id(label: str) -> str:
    return _UNSAFE_IN_ID.sub("_", label)


def _render(content: str, syntax: Cleaned, name: str) -> str:
    """Return HTML in which each block names, as ``data-line``, the line of the file it begins in.

    ``content`` has the lines of ``syntax``. Comments and the marks of other programs between the words are left out.
    """
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise InputError(
            f"{name}: reading Markdown needs markdown-it-py; install it with: pip install markdown-it-py"
        ) from None
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(content)
    for token in tokens:
        line = syntax.lines[token.map[0]] if token.map else 0
        if line and token.nesting >= 0:
            token.attrSet("data-line", str(line))
        for piece in [token, *(token.children or [])]:
            if piece.type in ("html_block", "html_inline"):
                closed = piece.content[: piece.content.rfind("-->") + 3]  # so that no search runs to the end in vain
                syntax.left_out.extend(LeftOut(f"line {line}", "comment", found) for found in _COMMENT.findall(closed))
            elif piece.type == "text":
                syntax.left_out.extend(
                    [LeftOut(f"line {line}", "shortcode", found) for found in SHORTCODE.findall(piece.content)]
                )
                piece.content = ANCHOR.sub("", SHORTCODE.sub("", piece.content))
    html: str = parser.renderer.render(tokens, parser.options, {})
    return f"<html><body>{html}</body></html>"


def _first_heading(blocks: list[TextBlock]) -> str:
    return next((block.paragraph.text for block in blocks if block.paragraph.level == 1), "")
