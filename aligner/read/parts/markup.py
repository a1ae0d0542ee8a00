"""HTML elements into blocks; pages, EPUB chapters and Markdown all come this way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from aligner.read.parts.notes import note_link, resolve
from aligner.read.parts.paragraph_builder import Block, Flow, Style
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, source_line, visit

_BLOCKS = frozenset([
    "html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "blockquote", "section", "article", "main", "header", "footer", "aside", "nav", "table", "tbody", "thead",
    "tfoot", "tr", "td", "th", "caption", "figure", "figcaption", "address", "center", "pre", "form", "fieldset",
    "legend", "details", "summary", "dir", "menu", "hgroup", "search", "math",
])  # fmt: skip
_SKIPPED = frozenset([
    "head", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio",
    "video", "select", "textarea", "button", "input", "map", "rp", "frameset", "noframes", "applet", "datalist",
])  # fmt: skip
_MARKS = {"em": "emphasis", "i": "emphasis", "cite": "emphasis", "strong": "strong", "b": "strong"}
_ZONES = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "aside",
    "search": "navigation",
    "navigation": "navigation",
    "contentinfo": "footer",
    "complementary": "aside",
    "banner": "header",
}
_WRAPPERS = frozenset(["html", "body", "main", "section", "article"])
_NOTE_TYPES = frozenset(["footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"])
_VERSE = re.compile(r"\b(?:verse|poem|poetry|stanza)\b", re.IGNORECASE)
_NOTE_CLASS = re.compile(r"\b(?:sd|Mso)?(?:foot|end)note(?:Text)?(?![\w-])", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Markup:
    """Visit a tree and collect its blocks.

    ``path`` is the file's path in its container, for ``place`` and to resolve links; ``zoned`` says whether navigation,
    asides and the like are told apart, as they are in a page of the web but not in a chapter of a book; ``rendered``
    that the tree was made from another text, whose lines its elements name as ``data-line``.
    """

    path: str = ""
    zoned: bool = True
    rendered: bool = False
    flow: Flow = field(default_factory=Flow)
    targets: set[str] = field(default_factory=set)  # where references to notes lead: "file#id"
    _styles: list[Style] = field(default_factory=list)
    _reading: list[str] | None = None  # the reading in a ruby that is open
    _base: int = 0  # where the ruby's base began

    def blocks(self, root: etree._Element) -> list[Block]:
        """Return the blocks of a tree in document order."""
        visit(root, self)
        self.flow.end()
        return self.flow.blocks

    def skips(self, element: etree._Element) -> bool:
        """Pass over what holds no text, and links that lead to notes and back, which become marks."""
        name = local_name(element)
        return name in _SKIPPED or (name == "a" and self._passes(element))

    def text(self, text: str) -> None:
        """Take characters into the paragraph, or into the reading of a ruby that is open."""
        if self._reading is not None:
            self._reading.append(text)
        elif text:
            self.flow.add(text)

    def start(self, element: etree._Element) -> None:
        """Begin a block or a mark."""
        name, flow = local_name(element), self.flow
        if name in _BLOCKS:
            flow.end()
            self._styles.append(flow.style)
            flow.style = self._style(element, name)
        if anchor := element.get("id") or (element.get("name") if name == "a" else None):
            flow.ids.add(f"{self.path}#{anchor}")
        if name in _MARKS:
            flow.open(_MARKS[name])
        elif name == "a":
            flow.open("link" if element.get("href") else "anchor")
        elif name == "br":
            flow.line_break()
        elif name == "hr":
            flow.rule()
        elif name == "ruby":
            self._base = flow.length
        elif name == "rt":
            self._reading = []

    def end(self, element: etree._Element) -> None:
        """End a block or a mark."""
        name, flow = local_name(element), self.flow
        if name in _BLOCKS:
            flow.end()
            flow.style = self._styles.pop()
        elif name in _MARKS or name == "a":
            flow.close()
        elif name == "rt" and self._reading is not None:
            flow.mark(self._base, "ruby", "".join(self._reading).strip())
            self._reading, self._base = None, flow.length

    def _style(self, element: etree._Element, name: str) -> Style:
        """Return the style of a block: what it says itself, the rest from the block around it."""
        outer = self.flow.style
        role = element.get("role", "")
        types = set(f"{local_attribute(element, 'type')} {role}".split())
        kind = {"li": "item", "pre": "body"}.get(name, outer.kind)
        if _VERSE.search(element.get("class", "")):
            kind = "verse"
        level = int(name[1]) if name[0] == "h" and name[1:].isdigit() else outer.level
        if role == "heading":
            level = int(element.get("aria-level", "2")) if element.get("aria-level", "2") in set("123456") else 2
        if types & _NOTE_TYPES or _NOTE_CLASS.search(element.get("class", "")):
            kind, level = "note", 0
        zone = outer.zone or (self._zone(element, name, role) if self.zoned and kind != "note" else "")
        ids = outer.ids
        if name not in _WRAPPERS and (anchor := element.get("id")):
            ids |= {f"{self.path}#{anchor}"}
        return Style(
            level=level,
            kind=kind,
            zone=zone,
            line=(_given_line(element) or next(map(_given_line, element), 0) or outer.line)
            if self.rendered
            else source_line(element),
            place=self.path,
            verbatim=name == "pre" or outer.verbatim,
            central=name in ("main", "article") or role == "main" or outer.central,
            ids=ids,
        )

    def _zone(self, element: etree._Element, name: str, role: str) -> str:
        if "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")):
            return "hidden"
        zone = _ZONES.get(role, _ZONES.get(name, ""))
        if name in ("header", "footer"):
            inside = any(local_name(above) in ("article", "main", "section") for above in element.iterancestors())
            return "" if inside else name
        return zone

    def _passes(self, link: etree._Element) -> bool:
        """Tell a reference to a note, or a way back from one; mark the first where it stands."""
        flow = self.flow
        own = link.get("id") or link.get("name")
        opens = flow.length == 0 and bool(flow.ids or flow.style.ids or own)
        kind = note_link(link, opens=opens) if self._reading is None else ""
        if kind == "back" and own:
            flow.ids.add(f"{self.path}#{own}")
        if kind == "reference":
            path, _, anchor = link.get("href", "").partition("#")
            self.targets.add(f"{resolve(self.path, path) if path else self.path}#{anchor}")
            flow.mark(flow.length, "note", inner_text(link).strip("[](){} \n"))
        return kind != ""


def _given_line(element: etree._Element) -> int:
    """Return the line that an element says it comes from, 0 when it says none."""
    given = element.get("data-line") or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
