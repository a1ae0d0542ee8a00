"""Turn HTML elements into blocks: those of pages, of the chapters of EPUB, and of rendered Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from aligner.read.parts.footnotes import classify_note_link, resolve_path
from aligner.read.parts.gutenberg import OWN_TEXT, TRANSCRIBER
from aligner.read.parts.paragraph_builder import Anchors, BlockProperties, ParagraphBuilder, TextBlock
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, source_line, visit
from aligner.text import fold_space

# Elements that browsers lay out as blocks: paragraphs end where these begin and end.
_BLOCKS = frozenset([
    "html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "blockquote", "section", "article", "main", "header", "footer", "aside", "nav", "table", "tbody", "thead",
    "tfoot", "tr", "td", "th", "caption", "figure", "figcaption", "address", "center", "pre", "form", "fieldset",
    "legend", "details", "summary", "dir", "menu", "hgroup", "search", "math",
])  # fmt: skip
# Elements whose content is not read: code, forms, pictures, and what is shown only as a fallback (``rp`` holds the
# brackets around a ruby's reading).
_SKIPPED = frozenset([
    "head", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio",
    "video", "select", "textarea", "button", "input", "map", "rp", "frameset", "noframes", "applet", "datalist",
])  # fmt: skip
# Elements that become marks, and their kinds.
_MARKS = {"em": "emphasis", "i": "emphasis", "cite": "emphasis", "strong": "strong", "b": "strong"}
_ZONES = {  # elements and ARIA roles that are no main text, and the reason that is reported
    "nav": "navigation",
    "footer": "footer",
    "aside": "aside",
    "search": "navigation",
    "navigation": "navigation",
    "contentinfo": "footer",
    "complementary": "aside",
    "banner": "header",
}
_CODE = frozenset(["code", "samp", "kbd"])  # elements whose text is code; inside ``pre`` they make a block of it
# Elements that hold whole chapters: an anchor on one does not lead to a note.
_WRAPPERS = frozenset(["html", "body", "main", "section", "article"])
_NOTE_TYPES = frozenset(["footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"])  # epub:type, role
_CAPTION_CLASS = re.compile(r"\bcaption\b", re.IGNORECASE)  # class="caption", in books and not in manuals:
_PICTURE_CLASS = re.compile(r"\b(?:fig(?:center|left|right|ure)?|illo?\w{0,5})\b", re.IGNORECASE)  # around it
_VERSE_CLASS = re.compile(r"\b(?:verse|poem|poetry|stanza)\b", re.IGNORECASE)  # class="poem", class="z3 verse"
# class="footnote", "sdfootnote" (LibreOffice), "MsoFootnoteText" (Word); not "footnotes" or "footnote-ref".
_NOTE_CLASS = re.compile(r"\b(?:sd|Mso)?(?:foot|end)note(?:Text)?(?![\w-])", re.IGNORECASE)
# class="language-sh" (Markdown, highlight.js), "highlight-console" (Sphinx), "sourceCode" (Pandoc), "prettyprint".
_CODE_CLASS = re.compile(
    r"\b(?:language|lang|highlight|brush)-|\b(?:code|sourceCode|highlight|prettyprint|programlisting|screen|listing)\b",
    re.IGNORECASE,
)
# What a book has besides its text, as sections name it (EPUB 3 Structural Semantics Vocabulary, and DPUB-ARIA roles
# after "doc-").
_MATTER = frozenset([
    "imprint", "colophon", "copyright-page", "titlepage", "halftitlepage", "toc", "toc-brief", "cover", "landmarks",
    "page-list", "pagelist", "loi", "lot", "loa", "lov", "index", "credits", "other-credits", "seriespage",
])  # fmt: skip
_GUTENBERG = re.compile(r"\bpg-?(?:boilerplate|header|footer)\b", re.IGNORECASE)  # class or id of a section
_TRANSCRIBER = re.compile(r"\b(?:transnote|tnote|transcribers?-?notes?)\b", re.IGNORECASE)  # class="transnote"
# class="pagenum", "pageno", "x-ebookmaker-pageno": the number of a page of the printed book, in the middle of the text.
_PAGE_CLASS = re.compile(r"\b(?:page-?_?num(?:ber)?s?|page-?nos?|x-ebookmaker-pageno|folio)\b", re.IGNORECASE)
_PAGE_NUMBER = 30  # characters of the longest: "[Pg 12]", "Páhiná 128"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)  # style="display: none"


@dataclass(slots=True)
class HtmlVisitor:
    """Visit a tree of HTML and collect its blocks.

    ``path`` is the file's path in its container, for ``place`` and to resolve links. ``zoned`` says whether
    navigation, asides and the like are recognised, as in a page of the web but not in a chapter of a book;
    ``rendered`` that the tree was made from another text, whose lines its elements name as ``data-line``.
    """

    path: str = ""
    zoned: bool = True
    rendered: bool = False
    builder: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    targets: set[str] = field(default_factory=set)  # where references to notes lead: "file#id"
    _outer: list[BlockProperties] = field(default_factory=list)  # the properties of the blocks that are open
    _reading: list[str] | None = None  # the reading of a ruby, while it is open
    _base: int = 0  # the offset at which the ruby's base began

    def blocks(self, root: etree._Element) -> list[TextBlock]:
        """Return the blocks of a tree in document order."""
        visit(root, self)
        self.builder.end_paragraph()
        return self.builder.blocks

    def skips(self, element: etree._Element) -> bool:
        """Return whether an element is passed over: one without text, a page's number, a link to or from a note."""
        name = local_name(element)
        if name in _SKIPPED or (name == "a" and self._take_note_link(element)):
            return True
        return self._take_page_number(element)

    def text(self, text: str) -> None:
        """Add characters to the paragraph, or to the reading of a ruby that is open."""
        if self._reading is not None:
            self._reading.append(text)
        elif text:
            self.builder.add_text(text)

    def start(self, element: etree._Element) -> None:
        """Begin a block or a mark."""
        name, builder = local_name(element), self.builder
        if name in _BLOCKS:
            builder.end_paragraph()
            self._outer.append(builder.properties)
            builder.properties = self._properties(element, name)
        if anchor := element.get("id") or (element.get("name") if name == "a" else None):
            builder.ids.add(f"{self.path}#{anchor}")
        if name in _MARKS:
            builder.open_mark(_MARKS[name])
        elif name == "a":
            builder.open_mark("link" if element.get("href") else "anchor")
        elif name in _CODE:
            builder.open_mark("code")
        else:
            self._add_empty(element, name)

    def _add_empty(self, element: etree._Element, name: str) -> None:
        """Add what an element without a mark means: a line's break, a rule, an initial; or begin a ruby."""
        if name == "br":
            self.builder.add_line_break()
        elif name == "hr":
            self.builder.add_rule()
        elif name == "img":
            self.builder.add_text(_initial(element))
        elif name == "ruby":
            self._base = self.builder.length
        elif name == "rt":
            self._reading = []

    def end(self, element: etree._Element) -> None:
        """End a block or a mark."""
        name, builder = local_name(element), self.builder
        if name in _BLOCKS:
            builder.end_paragraph()
            builder.properties = self._outer.pop()
        elif name in _MARKS or name == "a" or name in _CODE:
            builder.close_mark()
        elif name == "rt" and self._reading is not None:
            builder.add_mark(self._base, "ruby", "".join(self._reading).strip())
            self._reading, self._base = None, builder.length

    def _properties(self, element: etree._Element, name: str) -> BlockProperties:
        """Return the properties of a block: its own, and otherwise those of the block around it."""
        outer = self.builder.properties
        role = element.get("role", "")
        types = set(f"{local_attribute(element, 'type')} {role}".split())
        kind = {"li": "item", "pre": "code" if _is_code(element) else "body"}.get(name, outer.kind)
        if _VERSE_CLASS.search(element.get("class", "")):
            kind = "verse"
        if _CAPTION_CLASS.search(element.get("class", "")) and _is_in_picture(element):
            kind = "separator"
        level = int(name[1]) if name[0] == "h" and name[1:].isdigit() else outer.level
        if role == "heading":  # WAI-ARIA: a heading without a level is one of the second
            level = int(element.get("aria-level", "2")) if element.get("aria-level", "2") in set("123456") else 2
        if types & _NOTE_TYPES or _NOTE_CLASS.search(element.get("class", "")):
            kind, level = "note", 0
        zone = (
            outer.zone
            or _matter(element, types)
            or (self._zone(element, name, role) if self.zoned and kind != "note" else "")
        )
        anchors = outer.anchors
        if name not in _WRAPPERS and (anchor := element.get("id")):
            anchors = Anchors(frozenset([f"{self.path}#{anchor}"]), anchors)
        return BlockProperties(
            level=level,
            kind=kind,
            zone=zone,
            line=(_given_line(element) or next(map(_given_line, element), 0) or outer.line)
            if self.rendered
            else source_line(element),
            place=self.path,
            verbatim=name == "pre" or outer.verbatim,
            central=name in ("main", "article") or role == "main" or outer.central,
            anchors=anchors,
        )

    def _zone(self, element: etree._Element, name: str, role: str) -> str:
        if "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")):
            return "hidden"
        zone = _ZONES.get(role, _ZONES.get(name, ""))
        if name in ("header", "footer"):  # inside an article they are its title and its end, not the page's
            inside = any(local_name(above) in ("article", "main", "section") for above in element.iterancestors())
            return "" if inside else name
        return zone

    def _take_page_number(self, element: etree._Element) -> bool:
        """Return whether an element is the number of a page of the printed book, which becomes a mark."""
        types = f"{local_attribute(element, 'type')} {element.get('role', '')}".split()
        if not ({"pagebreak", "doc-pagebreak"} & set(types) or _PAGE_CLASS.search(element.get("class", ""))):
            return False
        shown = fold_space(inner_text(element))
        if len(shown) > _PAGE_NUMBER:
            return False
        number = re.search(r"\w+\W*\Z", shown or element.get("title", "") or element.get("aria-label", ""))
        self.builder.add_mark(self.builder.length, "page", re.sub(r"\W", "", number[0]) if number else "")
        return True

    def _take_note_link(self, link: etree._Element) -> bool:
        """Return whether a link is a reference to a note, which becomes a mark, or leads back from a note."""
        builder = self.builder
        own = link.get("id") or link.get("name")
        opens = builder.length == 0 and bool(builder.ids or builder.properties.anchors or own)
        kind = classify_note_link(link, opens=opens) if self._reading is None else ""
        if kind == "back" and own:
            builder.ids.add(f"{self.path}#{own}")
        if kind == "reference":
            path, _, anchor = link.get("href", "").partition("#")
            self.targets.add(f"{resolve_path(self.path, path) if path else self.path}#{anchor}")
            builder.add_mark(builder.length, "note", inner_text(link).strip("[](){} \n"))
        return kind != ""


def _initial(picture: etree._Element) -> str:
    """Return the letter that a picture shows at the beginning of a word, "" for any other picture."""
    shown = picture.get("alt", "").strip()
    return shown if len(shown) == 1 and shown.isalpha() and (picture.tail or "")[:1].isalpha() else ""


def _is_in_picture(element: etree._Element) -> bool:
    """Return whether an element is inside a picture of a book of Project Gutenberg, as its caption is."""
    above = element.getparent()
    return (
        above is not None and local_name(above) == "div" and _PICTURE_CLASS.search(above.get("class", "")) is not None
    )


def _is_code(pre: etree._Element) -> bool:
    """Return whether a ``pre`` holds code and not letters or verse: by a ``code`` in it, or a class of it or around."""
    parent = pre.getparent()
    classes = f"{pre.get('class', '')} {'' if parent is None else parent.get('class', '')}"
    return any(local_name(child) in _CODE for child in pre) or _CODE_CLASS.search(classes) is not None


def _matter(element: etree._Element, types: set[str]) -> str:
    """Return why a section is no text of the book: Project Gutenberg's, a title page, a colophon; "" if it is."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if _GUTENBERG.search(names):
        return OWN_TEXT
    if _TRANSCRIBER.search(names):
        return TRANSCRIBER
    return min({name.removeprefix("doc-") for name in types} & _MATTER, default="")


def _given_line(element: etree._Element) -> int:
    """Return the line that an element's ``data-line`` gives, 0 if there is none or it is not a plain number."""
    given = element.get("data-line") or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
