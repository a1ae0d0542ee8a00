"""HTML and XML bytes into trees, with hostile ones refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import html5
from typing import Protocol

from lxml import etree

from aligner.errors import InputError
from aligner.read.parts.draft import brief

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_WINDOWS = re.compile(r"&#(?:(1[2-5][0-9])|[xX]([89][0-9a-fA-F]));")  # numbers that old pages mean as windows-1252's
_KEPT = {"amp", "lt", "gt", "quot", "apos"}
_DECLARES = re.compile(r"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)


def parse_html(content: str, name: str) -> etree._Element:
    """Return the tree of an HTML page, however untidy. Raises ``InputError`` when it is nested too deep or empty."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    try:
        root = etree.fromstring(_WINDOWS.sub(_from_windows, content).encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}: not readable as HTML ({brief(error.msg)})") from None
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise InputError(f"{name}, line {entry.line}: elements are nested too deep for a document of text")
    if root is None:
        raise InputError(f"{name}: holds no HTML element")
    return root


def parse_xml(content: str, name: str) -> etree._Element:
    """Return the tree of an XML document; HTML's named entities are known, a document's own are refused.

    Raises ``InputError`` with the line when it is not well-formed, and when it declares entities, which text never
    needs and which can be made to grow without bound or to read other files.
    """
    head, _, _ = content.partition("<!DOCTYPE")
    if _DECLARES.search(content):
        raise InputError(f"{name}: declares XML entities; remove its document type declaration")
    declaration = re.match(r"\s*<\?xml[^>]*\?>", head)
    body = content[declaration.end() :] if declaration else content
    lines = "\n" * content[: len(content) - len(body)].count("\n")  # so that line numbers stay right
    body = lines + _DOCTYPE.sub(_newlines, body, count=1)
    body = _ENTITY.sub(_character, body)
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


def _newlines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _character(match: re.Match[str]) -> str:
    return match[0] if match[1] in _KEPT else html5.get(f"{match[1]};", match[0])


def walk(root: etree._Element, skips: Callable[[etree._Element], bool]) -> Iterator[tuple[etree._Element, str]]:
    """Yield each element in document order as "begin" and as "end", one that ``skips`` tells to pass over as "skip".

    Nothing is visited by recursion, so no depth of nesting is too deep.
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
    """What is told of the elements and the characters of a tree, in the order of the document."""

    def skips(self, element: etree._Element) -> bool:
        """Tell whether an element is passed over with all that is in it; what follows it is not."""

    def start(self, element: etree._Element) -> None:
        """Take an element's beginning."""

    def end(self, element: etree._Element) -> None:
        """Take an element's end."""

    def text(self, text: str) -> None:
        """Take characters."""


def visit(root: etree._Element, visitor: Visitor) -> None:
    """Show a tree to a visitor."""
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
    """Return all characters inside an element; "" of none."""
    return "" if element is None else "".join(str(text) for text in element.itertext())


def source_line(element: etree._Element) -> int:
    """Return the line of the source that an element begins in, from 1."""
    line = element.sourceline
    return line if isinstance(line, int) else 1


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, in small letters; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def local_attribute(element: etree._Element, name: str) -> str:
    """Return an attribute whatever its namespace or prefix; "" when there is none."""
    for key, value in element.attrib.items():
        plain = key if isinstance(key, str) else key.decode()
        if re.split(r"[}:]", plain)[-1] == name:
            return value if isinstance(value, str) else value.decode()
    return ""
