"""Inline codes between XLIFF and the words of TMX, in which memories keep them.

Sources: XLIFF 1.2, "Inline Elements"; XLIFF 2.1, "Inline Content".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from aligner.formats.inline_codes import CodedText, Role, code_element, role_of
from aligner.formats.xml_characters import drop_forbidden
from aligner.read.parts.xml_tree import local_name
from aligner.text import Mark

_WRAP = re.compile(r"[ \t\r]*+\n\s*")
"""A line break with what is around it, which is the layout of the file where ``xml:space`` is not "preserve"."""

_PAIRED = {"bpt", "ept", "it", "bx", "ex", "sc", "ec"}
_CODES = {"ph", "x", *_PAIRED}


def read_coded(
    element: etree._Element, data: Mapping[str, str], *, keep_tags: bool, preserve: bool
) -> tuple[str, tuple[Mark, ...]]:
    """Return the text of a ``source``, a ``target`` or a segment in one, and its codes.

    ``data`` is the unit's original data (2.x) by identifier; ``preserve`` keeps white space as it is, otherwise line
    breaks with what is around them are one space.
    """
    if not len(element):
        text = element.text or ""
        return (text if preserve or "\n" not in text else _WRAP.sub(" ", text).strip()), ()
    coded = CodedText(with_codes=keep_tags)
    _read_content(element, coded, data, preserve=preserve)
    text, marks = coded.finish()
    if preserve or text == text.strip():
        return text, marks
    lead, kept = len(text) - len(text.lstrip()), len(text.strip())
    moved = (
        mark._replace(start=min(max(mark.start - lead, 0), kept), end=min(max(mark.end - lead, 0), kept))
        for mark in marks
    )
    return text.strip(), tuple(moved)


def _read_content(element: etree._Element, coded: CodedText, data: Mapping[str, str], *, preserve: bool) -> None:
    for text, child in ((element.text, None), *((child.tail, child) for child in element)):
        if child is not None:
            _read_element(child, coded, data, preserve=preserve)
        coded.add_text(text if preserve or not text else _WRAP.sub(" ", text))


def _read_element(child: etree._Element, coded: CodedText, data: Mapping[str, str], *, preserve: bool) -> None:
    name = local_name(child)
    if name in _CODES:
        native = _native(child, data)
        kind = child.get("ctype") or child.get("subType") or child.get("type") or ""
        value = _code_of(child, name, native, kind)
        role: Role = role_of(native, kind, paired=name in _PAIRED)
        coded.add_code(value, role, native)
    elif name in ("g", "pc"):
        number, kind = child.get("id", ""), child.get("ctype") or child.get("type") or ""
        begin, end = (data.get(child.get(side, ""), "") for side in ("dataRefStart", "dataRefEnd"))
        coded.add_code(code_element("bpt", {"i": number, "x": number, "type": kind}, begin), "format", begin)
        _read_content(child, coded, data, preserve=preserve)
        coded.add_code(code_element("ept", {"i": number}, end), "format", end)
    elif name == "cp":  # a character that XML cannot hold, by its number
        coded.add_text(_character(child.get("hex", "")))
    elif name:  # an annotation, or an element of another name space: its text is text
        _read_content(child, coded, data, preserve=preserve)


def _native(child: etree._Element, data: Mapping[str, str]) -> str:
    """Return the native code that an inline element stands for, "" where the file does not say it."""
    inside = "".join(map(str, child.itertext()))
    return inside or data.get(child.get("dataRef", ""), "") or child.get("equiv-text") or child.get("disp") or ""


def _code_of(child: etree._Element, name: str, native: str, kind: str) -> str:
    """Return an inline element that stands alone as the element of TMX."""
    number = child.get("rid") or child.get("startRef") or child.get("id") or ""
    kind = "lb" if kind.rpartition(":")[2] == "lb" else kind
    if name in ("bpt", "sc", "bx") and child.get("isolated") != "yes":
        return code_element("bpt", {"i": number, "x": number, "type": kind}, native)
    if name in ("ept", "ec", "ex") and child.get("isolated") != "yes":
        return code_element("ept", {"i": number}, native)
    if name in _PAIRED:
        end = name in ("ec", "ex") or child.get("pos") == "close"
        return code_element("it", {"pos": "end" if end else "begin", "x": number, "type": kind}, native)
    return code_element("ph", {"x": number, "type": kind}, native)


def _character(number: str) -> str:
    try:
        return drop_forbidden(chr(int(number, 16)))
    except (ValueError, OverflowError):
        return ""


class CodeWriter:
    """Writes the codes of one unit as elements of XLIFF: of 1.2, or of 2.x with their native content as ``data``."""

    def __init__(self, *, version_2: bool) -> None:
        self.data: dict[str, str] = {}
        self._version_2 = version_2
        self._numbers: dict[tuple[str, str], str] = {}

    def fill(self, element: etree._Element, coded: str) -> bool:
        """Fill a ``source`` or ``target`` with a text whose codes are elements of TMX.

        Returns whether that was possible; a code that is not well-formed leaves the element empty.
        """
        try:
            content = etree.fromstring(f"<seg>{coded}</seg>")
        except etree.XMLSyntaxError:
            return False
        self._fill(element, content)
        return True

    def _fill(self, element: etree._Element, content: etree._Element) -> None:
        element.text = content.text
        for number, code in enumerate(content):
            written = self._write_2(code, number) if self._version_2 else self._write_1(code, number)
            if local_name(code) == "hi":
                self._fill(written, code)
            written.tail = code.tail
            element.append(written)

    def _write_1(self, code: etree._Element, place: int) -> etree._Element:
        name, native = local_name(code), "".join(map(str, code.itertext()))
        if name == "hi":
            return _make("g", {"id": self._number(code, place), "ctype": _ctype(code)})
        attributes = {"id": self._number(code, place)}
        if name not in ("bpt", "ept", "it"):
            attributes["ctype"] = _ctype(code)
            name = "ph" if native else "x"
        elif name == "it":
            attributes["pos"] = "close" if code.get("pos") == "end" else "open"
        written = _make(name, attributes)
        written.text = native or None
        return written

    def _write_2(self, code: etree._Element, place: int) -> etree._Element:
        name, number = local_name(code), self._number(code, place)
        native = "".join(map(str, code.itertext())) if name != "hi" else ""
        reference = {"dataRef": self._reference(native)} if native else {}
        kind = {"type": "fmt", "subType": "xlf:lb"} if code.get("type") == "lb" else {}
        if name == "hi":
            return _make("pc", {"id": number})
        if name == "bpt":
            return _make("sc", {"id": number, **reference})
        if name == "ept":
            return _make("ec", {"startRef": number, **reference})
        if name == "it":
            end = code.get("pos") == "end"
            return _make("ec" if end else "sc", {"id": number, "isolated": "yes", **reference})
        return _make("ph", {"id": number, **kind, **reference})

    def _number(self, code: etree._Element, place: int) -> str:
        """Return the identifier of a code, the same for its counterpart and for the other half of a pair."""
        name = local_name(code)
        own = code.get("i") if name in ("bpt", "ept") else code.get("x")
        key = ("pair" if name in ("bpt", "ept") else name + code.get("pos", ""), own or f"@{place}")
        return self._numbers.setdefault(key, str(len(self._numbers) + 1))

    def _reference(self, native: str) -> str:
        return next((key for key, value in self.data.items() if value == native), "") or self._add_data(native)

    def _add_data(self, native: str) -> str:
        key = f"d{len(self.data) + 1}"
        self.data[key] = native
        return key


def _make(name: str, attributes: dict[str, str]) -> etree._Element:
    return etree.Element(name, {key: value for key, value in attributes.items() if value})


def _ctype(code: etree._Element) -> str:
    """Return the type of a code as 1.2 names it: one of its own, or one that begins with "x-"."""
    kind = re.sub(r"\s+", "-", code.get("type", ""))
    known = {"bold", "italic", "underlined", "link", "image", "pb", "lb"}
    return kind if kind in known or kind.startswith("x-") or not kind else f"x-{kind}"
