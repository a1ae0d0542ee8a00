"""Read AsciiDoc: each block is turned into HTML, then read as HTML is.

Source: the AsciiDoc Language Documentation (Eclipse). What the blocks of manuals need is read: headings, paragraphs,
lists, tables, admonitions, code, quotations, notes. Includes, conditions and attributes are left out and named; the
value of an attribute (``{version}``) is not put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from aligner.document import LeftOut
from aligner.read.parts.draft import Draft
from aligner.read.parts.footnotes import separate_notes
from aligner.read.parts.html_visitor import HtmlVisitor
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import show_rules
from aligner.read.parts.xml_tree import parse_html

_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)")  # "== The Ferry"
_ATTRIBUTE = re.compile(r":!?([\w-]+)!?:(?:[ \t]+(.*))?")  # ":lang: en", ":toc:"
_BLOCK_ATTRIBUTES = re.compile(r"\[[^\]]*\]|\[\[[^\]]*\]\]")  # "[source,ruby]", "[NOTE]", "[[anchor]]"
_BLOCK_MACRO = re.compile(r"(?:include|image|ifdef|ifndef|ifeval|endif|toc|video|audio)::[^\s\[]*\[.*\]")
_FENCE = re.compile(r"(-{4,}|\.{4,}|`{3,}|\+{4,}|/{4,})[ \t]*(?:\w[^`]*)?")  # blocks whose content is not prose
_FRAME = re.compile(r"={4,}|\*{4,}|_{4,}|--|\+|'{3,}|<{3,}|\|={3,}|[,:!]={3,}")  # lines around prose
_ITEM = re.compile(
    r"[ \t]*(?:[*-]{1,5}|\.{1,5}|\d{1,3}\.|<\d{1,3}>|<\.>)[ \t]+(?:\[[ x*]\][ \t]+)?(?=\S)"
)  # "* ", "<1> "
_TERM = re.compile(r"[ \t]*(\S.*?)(?:::{1,3}|;;)(?:[ \t]+(.*))?")  # "Ferry:: A boat."
_ADMONITION = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+")
_TITLE = re.compile(r"\.(?=[^\s.])")  # ".Setting the name"
_AUTHOR = re.compile(r"[^\W\d][^<>]*<[^<>]+>|v?\d[\w.]*,?.*")  # the lines under a document's title
# Inline markup, after the characters of HTML were escaped. The first group that is not empty is the text.
_INLINE = re.compile(
    r"""(?P<note>footnote:[\w-]{0,40}\[(?P<said>[^\]]{0,4000})\])
    | (?P<code>(?<![\w`])(?:``(?P<twice>[^`\n]+)``|`(?P<once>[^`\n]+)`|\+(?P<plus>[^+\n]+)\+)(?![\w`]))
    | (?:link:|xref:|https?://|mailto:|kbd:|btn:|menu:|\{[\w-]{1,40}\})[^\s\[\]]{0,400}\[(?P<label>[^\]]{0,1000})\]
    | &lt;&lt;[^,&\n]{1,200}(?:,(?P<shown>[^&\n]{1,200}))?&gt;&gt;
    | (?:image|icon|anchor):[^\s\[\]:]{1,400}\[[^\]]{0,1000}\] | \[\[[^\]\n]{1,200}\]\] | \(\(\([^)\n]{1,200}\)\)\)
    | \(\((?P<term>[^)\n]{1,200})\)\)
    | (?<!\w)\*(?P<strong>[^\s*](?:[^*\n]*[^\s*])?)\*(?!\w) | (?<!\w)_(?P<emphasis>[^\s_](?:[^_\n]*[^\s_])?)_(?!\w)
    | \[[.\w-]{0,40}\]\#(?P<marked>[^\#\n]+)\# | \^(?P<raised>[^\s^]+)\^""",
    re.VERBOSE,
)
_HARD_BREAK = re.compile(r"[ \t]\+$", re.MULTILINE)
_CELL = re.compile(r"(?:(?<!\S)(?:[\d.]{1,7}\+)?[<^>.]{0,2}[adehlms]?)?(?<!\\)\|")  # "|", "2+|", "a|"


def read_asciidoc(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of an AsciiDoc text; code blocks are kept as code, settings and includes are left out.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when a phrase is in no paragraph.
    """
    page = _Page()
    page.read(content.split("\n"))
    visitor = HtmlVisitor(zoned=False, rendered=True)
    html = "".join(page.html)
    blocks = visitor.blocks(parse_html(f"<html><body>{html}</body></html>", name)) if html else []
    body, notes = separate_notes(blocks, visitor.targets)
    main, left = between_phrases(body + notes, start, end, name)
    return Draft([block.paragraph for block in show_rules(main)], page.title, page.language, [*page.left_out, *left])


class _Page:
    """The HTML of a text, made line by line, and what was left out of it."""

    def __init__(self) -> None:
        self.html: list[str] = []
        self.title = self.language = ""
        self.left_out: list[LeftOut] = []
        self._open: list[str] = []  # the lines of the paragraph that is open
        self._tag = "p"
        self._line = 1
        self._notes = 0
        self._in_table = False
        self._after_term = False  # whether a term waits for its explanation

    def read(self, lines: list[str]) -> None:
        """Read all lines."""
        numbered = iter(enumerate(lines, 1))
        header = True  # until the first blank line after the title
        for number, line in numbered:
            if fence := _FENCE.fullmatch(line.rstrip()):
                self._close()
                self._take_fence(fence[1], number, numbered)
            elif not line.strip():
                self._close()
                header = header and not self.title
            elif header and self.title and number < 4 and _AUTHOR.fullmatch(line):
                self._leave(number, "document header", line)
            else:
                self._take(number, line)
        self._close()

    def _take(self, number: int, line: str) -> None:
        """Take a line that is not inside a block of code."""
        plain = line.strip()
        if plain.startswith("|===") or plain in ("!===", ",===", ":==="):
            self._close()
            self._in_table = not self._in_table
        elif self._in_table:
            self._take_cells(number, plain)
        elif _ATTRIBUTE.fullmatch(line) and not self._open:
            self._set(number, line)
        elif line.startswith("//") or _BLOCK_MACRO.fullmatch(plain):
            self._close()
            self._leave(number, "comment" if line.startswith("//") else "include", line)
        elif plain.startswith("'''") and _FRAME.fullmatch(plain):
            self._close()
            self.html.append("<hr>")
        elif _FRAME.fullmatch(plain) or (not self._open and _BLOCK_ATTRIBUTES.fullmatch(plain)):
            self._close()
        elif (heading := _HEADING.fullmatch(line)) and not self._open:
            level = len(heading[1])
            self.title = self.title or (heading[2] if level == 1 else "")
            self._begin(number, f"h{level}", heading[2])
            self._close()
        else:
            self._take_text(number, line)

    def _take_text(self, number: int, line: str) -> None:
        """Take a line of a paragraph, of an item or of a literal block."""
        if item := _ITEM.match(line):
            self._close()
            self._begin(number, "li", line[item.end() :])
        elif term := _TERM.fullmatch(line):
            self._close()
            self._begin(number, "p", term[1])
            self._close()
            self._after_term = not term[2]
            if term[2]:
                self._begin(number, "li", term[2])
        elif self._after_term:
            self._after_term = False
            self._begin(number, "li", line.strip())
        elif not self._open and line[0] in " \t":
            self._begin(number, "pre", line)
        elif self._open:
            self._open.append(line if self._tag == "pre" else line.strip())
        else:
            lead = _ADMONITION.match(line) or _TITLE.match(line)
            self._begin(number, "p", line[lead.end() :] if lead else line)
            if lead and line.startswith("."):
                self._close()

    def _take_cells(self, number: int, line: str) -> None:
        """Take a line of a table: its cells, or more of the one before."""
        first, *cells = _CELL.split(line)
        if first.strip() and self._open:
            self._open.append(first.strip())
        for cell in cells:
            self._close()
            self._begin(number, "td", cell.strip())

    def _take_fence(self, fence: str, number: int, numbered: Iterator[tuple[int, str]]) -> None:
        """Take the lines up to the one that closes a block."""
        inside: list[str] = []
        for _, line in numbered:
            if line.rstrip() == fence:
                break
            inside.append(line)
        if fence[0] == "/":
            self._leave(number, "comment", "\n".join(inside))
        elif inside:
            self.html.append(f'<pre data-line="{number + 1}"><code>{escape(chr(10).join(inside))}</code></pre>')

    def _set(self, number: int, line: str) -> None:
        match = _ATTRIBUTE.fullmatch(line)
        if match and match[1] == "lang":
            self.language = (match[2] or "").strip()
        self._leave(number, "settings", line)

    def _leave(self, number: int, reason: str, text: str) -> None:
        if text.strip():
            self.left_out.append(LeftOut(f"line {number}", reason, text))

    def _begin(self, number: int, tag: str, text: str) -> None:
        self._tag, self._line, self._open = tag, number, [text]

    def _close(self) -> None:
        """End the paragraph that is open."""
        text = "\n".join(self._open)
        if text.strip():
            inner = f"<code>{escape(text)}</code>" if self._tag == "pre" else self._inline(text)
            self.html.append(f'<{self._tag} data-line="{self._line}">{inner}</{self._tag}>')
        self._open = []

    def _inline(self, text: str) -> str:
        """Return the HTML of a paragraph; the notes in it follow it."""
        notes: list[str] = []

        def replace(match: re.Match[str]) -> str:
            if match["note"] is not None:
                self._notes += 1
                mark = f"fn-{self._notes}"
                if match["said"]:
                    notes.append(f'<a id="{mark}"></a>{match["said"]}')
                return f'<sup><a href="#{mark}" role="doc-noteref">{self._notes}</a></sup>' if match["said"] else ""
            if match["code"] is not None:
                return f"<code>{match['twice'] or match['once'] or match['plus']}</code>"
            for group, tag in (("strong", "strong"), ("emphasis", "em")):
                if match[group] is not None:
                    return f"<{tag}>{match[group]}</{tag}>"
            shown = (match[group] for group in ("label", "shown", "term", "marked", "raised"))
            return next((words.strip() for words in shown if words), "")

        html = _INLINE.sub(replace, _HARD_BREAK.sub("<br>", escape(text, quote=False)))
        return html + "".join(f'</{self._tag}><p role="doc-footnote" data-line="{self._line}">{note}' for note in notes)
