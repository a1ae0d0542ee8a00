"""Read EPUB 2 and 3: the documents of the spine in reading order, headings from the table of contents, notes apart.

Source: EPUB 3.3 (W3C) and OPF 2.0.1 (IDPF).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.parts.container import Container
from aligner.read.parts.decode import decode
from aligner.read.parts.draft import Draft, brief
from aligner.read.parts.footnotes import find_notes, resolve_path, separate_notes
from aligner.read.parts.gutenberg import OWN_TEXT, TRANSCRIBER, leave_out_gutenberg
from aligner.read.parts.html_visitor import HtmlVisitor
from aligner.read.parts.main_text import between_phrases, left_out
from aligner.read.parts.paragraph_builder import TextBlock, show_rules
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_html, parse_xml
from aligner.text import fold_space

# The algorithms by which the IDPF and Adobe obfuscate fonts. This is not copy protection, and fonts are not read
# anyway.
_FONT_ALGORITHMS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_DOCUMENTS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")  # media types of text in the spine
# Values of ``epub:type`` (EPUB 3 Structural Semantics Vocabulary) that mark a ``body`` as not part of the text.
_NO_TEXT_TYPES = frozenset(["toc", "cover", "copyright-page", "landmarks", "page-list", "loi", "lot", "index"])
# The table of contents may link to a document without an anchor. Its heading is then looked for in this many blocks at
# the start of the document, since a chapter's number or an ornament may precede it.
_TITLE_BLOCKS = 3
_LINKED_PERCENT = 70  # a document with more than this share of its characters inside links is a table of contents


@dataclass(slots=True)
class Book:
    """What the package document says: title, language, the documents of the spine, and the table of contents."""

    title: str = ""
    language: str = ""
    spine: dict[str, bool] = field(default_factory=dict)  # by path, whether it is read in order
    contents: str = ""  # path


def read_epub(container: Container, *, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a book in reading order, its notes after them.

    ``place`` is the path of the document in the book. ``start`` and ``end`` are phrases of the paragraphs in which the
    main text begins and ends. Raises ``InputError`` when the book is encrypted or damaged, or a phrase is in no
    paragraph.
    """
    name = container.name
    _refuse_encrypted(container)
    book = _read_package(container)
    levels = _read_contents(container, book.contents) if book.contents else {}
    blocks: list[TextBlock] = []
    left: list[LeftOut] = []
    targets: set[str] = set()
    warnings: list[str] = []
    for path, linear in book.spine.items():
        root = _read_document(container, path, warnings)
        if root is None:
            continue
        visitor = HtmlVisitor(path, zoned=False)
        found = _mark_headings(visitor.blocks(root), levels)
        targets |= visitor.targets
        reason = _reason_left_out(root, found, in_order=linear, contents=path == book.contents)
        if reason and not any(find_notes(found, targets)):
            left += [LeftOut(path, reason, block.paragraph.text) for block in found]
        else:
            blocks += found
    if not book.spine:
        raise InputError(f"{name}: the book's spine names no document; the file is damaged")
    if not start and not end:
        blocks, matter = _leave_out_matter(blocks)
        left += matter
    body, notes = separate_notes(blocks, targets)
    main, outside = between_phrases(show_rules(body) + notes, start, end, name)
    left += outside
    return Draft([block.paragraph for block in main], book.title, book.language, left, warnings)


def _leave_out_matter(blocks: list[TextBlock]) -> tuple[list[TextBlock], list[LeftOut]]:
    """Separate a book's text from its title page, imprint and colophon, and from what Project Gutenberg added.

    Where all of a book is such matter, all of it is kept.
    """
    text = [block for block in blocks if not _is_matter(block)]
    if not text:
        return blocks, []
    kept, added = leave_out_gutenberg(text)
    return kept, [left_out(block, block.zone) for block in blocks if _is_matter(block)] + added


def _is_matter(block: TextBlock) -> bool:
    return block.zone not in ("", OWN_TEXT, TRANSCRIBER)


def _refuse_encrypted(container: Container) -> None:
    """Raise ``InputError`` when anything but fonts is encrypted."""
    data = container.find("META-INF/encryption.xml")
    if data is None:
        return
    root = parse_xml(decode(data, name=container.name), f"{container.name}: META-INF/encryption.xml")
    for element in root.iter():
        if local_name(element) == "encryptionmethod" and element.get("Algorithm") not in _FONT_ALGORITHMS:
            raise InputError(f"{container.name}: is encrypted (copy protection); only books without it can be read")


def _parse_member(container: Container, path: str) -> etree._Element:
    where = f"{container.name}: {brief(path)}"
    return parse_xml(decode(container.read(path), name=where), where)


def _read_package(container: Container) -> Book:
    """Read the package document that META-INF/container.xml names."""
    root = _parse_member(container, "META-INF/container.xml")
    paths = [element.get("full-path", "") for element in root.iter() if local_name(element) == "rootfile"]
    if not paths:
        raise InputError(f"{container.name}: META-INF/container.xml names no package document; the file is damaged")
    package, book = _parse_member(container, paths[0]), Book()
    items: dict[str, tuple[str, str]] = {}
    for element in package.iter():
        tag = local_name(element)
        if tag == "item":
            path = _inside(container, paths[0], element.get("href", ""))
            items[element.get("id", "")] = (path, element.get("media-type", ""))
            if (
                "nav" in element.get("properties", "").split()
                or element.get("media-type") == "application/x-dtbncx+xml"
            ):
                book.contents = path if "nav" in element.get("properties", "") or not book.contents else book.contents
        elif tag == "itemref":
            path, media = items.get(element.get("idref", ""), ("", ""))
            if media in _DOCUMENTS:
                book.spine.setdefault(path, element.get("linear") != "no")
        elif tag == "title" and not book.title:
            book.title = fold_space(inner_text(element))
        elif tag == "language" and not book.language:
            book.language = (element.text or "").strip()
    return book


def _inside(container: Container, base: str, href: str) -> str:
    """Return the path that a link leads to. Raises ``InputError`` when that is outside the container."""
    path = resolve_path(base, href.partition("#")[0])
    if path.startswith(("../", "/")) or path == "..":
        raise InputError(f"{container.name}: {brief(href)!r} points outside the book; the file is damaged")
    return path


def _read_document(container: Container, path: str, warnings: list[str]) -> etree._Element | None:
    """Return the tree of a document of the book, or None for a missing or empty one, with a warning when missing.

    A document that is not well-formed is read as HTML, as reading systems do, with a warning.
    """
    data = container.find(path)
    where = f"{container.name}: {brief(path)}"
    if data is None:
        warnings.append(f"{where} is in the reading order but missing")
        return None
    content = decode(data, name=where)
    if not content.strip():
        return None
    try:
        return parse_xml(content, where)
    except InputError as error:
        if "entities" in str(error):  # refused as hostile, not untidy
            raise
        warnings.append(f"{error}; read as HTML")
        return parse_html(content, where)


def _read_contents(container: Container, path: str) -> dict[str, tuple[int, str]]:
    """Return, for each "file#id" in the table of contents, its depth from 1 to 6 and its label.

    Both forms are read: ``navPoint`` elements (EPUB 2, NCX) and nested lists in a ``nav`` (EPUB 3).
    """
    data = container.find(path)
    if data is None:
        return {}
    where = f"{container.name}: {brief(path)}"
    found: dict[str, tuple[int, str]] = {}
    for element in parse_xml(decode(data, name=where), where).iter():
        tag = local_name(element)
        above = [local_name(parent) for parent in element.iterancestors()]
        if tag == "content" and "navpoint" in above:
            point = element.getparent()
            text = next((e for e in point.iter() if local_name(e) == "text"), None) if point is not None else None
            href, label, depth = element.get("src", ""), inner_text(text), above.count("navpoint")
        elif tag == "a" and "nav" in above and _is_in_toc(element):
            href, label, depth = element.get("href", ""), inner_text(element), above.count("ol")
        else:
            continue
        file, _, anchor = href.partition("#")
        found.setdefault(f"{resolve_path(path, file)}#{anchor}", (min(6, max(1, depth)), fold_space(label)))
    return found


def _is_in_toc(element: etree._Element) -> bool:
    """Return whether an element is inside the ``nav`` of the table of contents, not of pages or landmarks."""
    for above in element.iterancestors():
        if local_name(above) == "nav":
            return local_attribute(above, "type") in ("", "toc")
    return False


def _mark_headings(blocks: list[TextBlock], levels: dict[str, tuple[int, str]]) -> list[TextBlock]:
    """Return the blocks; one to which the table of contents links with the same words becomes a heading."""
    found = []
    labels = {label.casefold() for _, label in levels.values()}
    for number, block in enumerate(blocks):
        paragraph = block.paragraph
        text = fold_space(paragraph.text).casefold()
        if not paragraph.level and text in labels:
            anchors = [*block.anchors, *([f"{paragraph.place}#"] if number < _TITLE_BLOCKS else [])]
            depths = (levels[anchor][0] for anchor in anchors if levels.get(anchor, (0, ""))[1].casefold() == text)
            level = next(depths, 0)
            paragraph = replace(paragraph, level=level, kind="heading") if level else paragraph
        found.append(block._replace(paragraph=paragraph))
    return found


def _reason_left_out(root: etree._Element, blocks: Sequence[TextBlock], *, in_order: bool, contents: bool) -> str:
    """Return why a document is not part of the text, such as a cover or a list of links; "" when it is."""
    if not in_order:
        return "outside the reading order"
    body = next((element for element in root.iter() if local_name(element) == "body"), root)
    types = set(local_attribute(body, "type").split()) & _NO_TEXT_TYPES
    if types and not contents:
        return min(types)
    size = sum(len("".join(block.paragraph.text.split())) for block in blocks)
    if contents or (len(blocks) > 2 and sum(block.links for block in blocks) * 100 > _LINKED_PERCENT * size):
        return "table of contents"
    return ""
