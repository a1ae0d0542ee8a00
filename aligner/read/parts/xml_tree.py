"""Parse HTML and XML, refusing hostile files, and walk the trees without recursion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.entities import html5
from typing import Protocol

from lxml import etree

from aligner.errors import InputError
from aligner.read.parts.draft import brief

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")  # "&nbsp;", "&frac34;"; the longest of HTML's has 31 letters
# "&#150;", "&#x97;": numbers of C1 controls, by which old pages mean the characters of windows-1252 ("–", "—").
# libxml2 does the same from version 2.14 on; the oldest lxml that is allowed has an earlier one.
_WINDOWS_REFERENCE = re.compile(r"&#(?:(1[2-5][0-9])|[xX]([89][0-9a-fA-F]));")
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}  # known to every XML parser
_ENTITY_DECLARATION = re.compile(r"<!ENTITY", re.IGNORECASE)  # ``<!ENTITY a "…">`` in a document type declaration
# ``<!DOCTYPE html PUBLIC "…" "…">``, ``<!DOCTYPE book [ … ]>``
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")  # ``<?xml version="1.0" encoding="utf-8"?>``


def parse_html(content: str, name: str) -> etree._Element:
    """Return the tree of an HTML page, even of a malformed one.

    Raises ``InputError`` when it is nested deeper than 2,048 elements (the bound of libxml2) or holds no element.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    try:
        root = etree.fromstring(_WINDOWS_REFERENCE.sub(_from_windows, content).encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}: not readable as HTML ({brief(error.msg)}); check that it is an HTML page") from None
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise InputError(f"{name}, line {entry.line}: elements are nested too deep for a document of text")
    if root is None:
        raise InputError(f"{name}: holds no HTML element; check that it is an HTML page")
    return root


def parse_xml(content: str, name: str) -> etree._Element:
    """Return the tree of an XML document; HTML's named entities are known, a document's own are refused.

    Raises ``InputError`` with the line when it is not well-formed (nesting deeper than 256 elements included), and when
    it declares entities, which texts never need and which can be made to grow without bound or to read other files.
    """
    head, _, _ = content.partition("<!DOCTYPE")
    if _ENTITY_DECLARATION.search(content):
        raise InputError(f"{name}: declares XML entities; remove its document type declaration")
    declaration = _XML_DECLARATION.match(head)
    body = content[declaration.end() :] if declaration else content
    lines = "\n" * content[: len(content) - len(body)].count("\n")  # so that line numbers stay right
    body = lines + _DOCTYPE.sub(_keep_newlines, body, count=1)
    body = _ENTITY.sub(_resolve_entity, body)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, remove_comments=True
    )
    try:
        return etree.fromstring(body.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}, line {error.lineno or 1}: not well-formed XML ({brief(error.msg)})") from None


def _from_windows(match: re.Match[str]) -> str:
    code = int(match[1]) if match[1] else int(match[2], 16)
    return bytes([code]).decode("cp1252", "replace") if code in range(0x80, 0xA0) else match[0]


def _keep_newlines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _resolve_entity(match: re.Match[str]) -> str:
    return match[0] if match[1] in _XML_ENTITIES else html5.get(f"{match[1]};", match[0])


def walk(root: etree._Element, skips: Callable[[etree._Element], bool]) -> Iterator[tuple[etree._Element, str]]:
    """Yield each element in document order twice, with "begin" and "end"; one that is skipped once, with "skip".

    ``skips`` says of an element whether it is passed over with all that is in it. Comments always are. Nothing is
    visited by recursion, so no depth of nesting is too deep.
    """
    yield root, "begin"
    stack = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield element, "end"
        elif not local_name(child) or skips(child):
            yield child, "skip"
        else:
            yield child, "begin"
            stack.append((child, iter(child)))


class Visitor(Protocol):
    """An object that receives the elements and the characters of a tree, in the order of the document."""

    def skips(self, element: etree._Element) -> bool:
        """Return whether an element is passed over with all that is in it; the text after it is not."""

    def start(self, element: etree._Element) -> None:
        """Receive the beginning of an element."""

    def end(self, element: etree._Element) -> None:
        """Receive the end of an element."""

    def text(self, text: str) -> None:
        """Receive characters."""


def visit(root: etree._Element, visitor: Visitor) -> None:
    """Call a visitor with the elements and characters of a tree, in the order of the document."""
    for element, step in walk(root, visitor.skips):
        if step == "begin":
            visitor.start(element)
            visitor.text(element.text or "")
            continue
        if step == "end":
            visitor.end(element)
        if element is not root:
            visitor.text(element.tail or "")


def inner_text(element: etree._Element | None) -> str:
    """Return all characters inside an element; "" for None."""
    return "" if element is None else "".join(str(text) for text in element.itertext())


def source_line(element: etree._Element) -> int:
    """Return the line of the source that an element begins in, from 1."""
    line = element.sourceline
    return line if isinstance(line, int) else 1


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, in small letters; "" for comments and the like."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)  # a file asks for the same few names a million times
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def local_attribute(element: etree._Element, name: str) -> str:
    """Return the value of an attribute, whatever its namespace or prefix; "" when there is none."""
    for key, value in element.attrib.items():
        plain = key if isinstance(key, str) else key.decode()
        if re.split(r"[}:]", plain)[-1] == name:  # "{http://…}type" in XML, "epub:type" in HTML
            return value if isinstance(value, str) else value.decode()
    return ""
