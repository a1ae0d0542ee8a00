"""Inline codes of translation memories: kept beside the text as marks, in the words of TMX.

A code is markup of the document that was translated. The text goes without it, but never joins two words that a code
divided: a line break leaves a line break, and another code that stands alone leaves a space between two letters. The
mark of such a code covers what it left, so the code can be put back in its place.

Sources: TMX 1.4b, "Content Markup"; XLIFF 1.2 and 2.1, "Inline Elements".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal
from xml.sax.saxutils import escape

from lxml import etree

from aligner.text import Mark
from aligner.writing import UNSPACED_SENTENCES

Role = Literal["break", "alone", "format"]
"""What a code does to the text around it: it ends a line, it stands where something else was, or it formats."""

# "<br/>", "<br class='x'>", "<w:br/>", "</p>": elements that begin or end a line; "\n", "\\n": a line end itself.
_BREAK = re.compile(r"</?(?:\w{1,10}:)?(?:br|p|div|li|tr|td|th|hr|h[1-6]|ul|ol|table|tab)\b[^<>]{0,500}>|\r?\n|\\n|\t")
# "<b>", "</b>", "<span class='x'>", "{b>", "<b}", "[b]": one half of a pair, which formats the text between.
_HALF = re.compile(r"\s*(?:<[^<>/][^<>]{0,500}(?<!/)>|</[^<>]{1,500}>|\{[\w:-]{1,40}>|<[\w:-]{1,40}\})\s*")
_RETURN = {"\r": "&#13;"}  # a parser makes a line feed of a carriage return that is not written as a reference
_CLOSING = ".,;:!?)]}…。、，！？）」』"  # before these no word is joined, and a line does not begin with them
_UNSPACED = re.compile(rf"[{UNSPACED_SENTENCES}]")


def role_of(native: str, kind: str, *, paired: bool) -> Role:
    """Return what a code does, by its native content, by its declared type and by whether it is half of a pair.

    >>> role_of("<br/>", "", paired=False), role_of("", "xlf:lb", paired=False), role_of("<b>", "", paired=False)
    ('break', 'break', 'format')
    >>> role_of("{0}", "", paired=False), role_of("", "", paired=True)
    ('alone', 'format')
    """
    if kind.rpartition(":")[2] in ("lb", "pb", "x-br") or _BREAK.fullmatch(native.strip(" ")):
        return "break"
    return "format" if paired or _HALF.fullmatch(native) else "alone"


class CodedText:
    """Puts a text together from characters and codes; ``with_codes`` shows what codes enclose as text."""

    def __init__(self, *, with_codes: bool = False) -> None:
        self.with_codes = with_codes
        self._pieces: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._waiting: list[tuple[str, Role]] = []

    def add_text(self, text: str | None) -> None:
        """Add characters."""
        if not text:
            return
        if self._waiting:
            self._place_codes(text)
        self._pieces.append(text)
        self._length += len(text)

    def add_code(self, value: str, role: Role, native: str = "") -> None:
        """Add a code: the element of TMX that stands for it, what it does, and its native content."""
        if self.with_codes and native:
            self._place_codes(native)
            self._marks.append(Mark(self._length, self._length + len(native), "code", value))
            self._pieces.append(native)
            self._length += len(native)
        else:
            self._waiting.append((value, role))

    def finish(self) -> tuple[str, tuple[Mark, ...]]:
        """Return the text and the marks of its codes."""
        self._place_codes("")
        return "".join(self._pieces), tuple(self._marks)

    def _place_codes(self, following: str) -> None:
        """Make the marks of the codes that wait for what follows them; one may leave a space or a line break."""
        left, roles = self._space_between(following), [role for _, role in self._waiting]
        decisive = roles.index("break" if left == "\n" else "alone") if left else -1
        for number, (value, _) in enumerate(self._waiting):
            start = self._length
            if number == decisive:
                self._pieces.append(left)
                self._length += 1
            self._marks.append(Mark(start, self._length, "code", value))
        self._waiting.clear()

    def _space_between(self, following: str) -> str:
        before = next((piece[-1] for piece in reversed(self._pieces) if piece), "")
        roles = {role for _, role in self._waiting}
        if not before or not following or before.isspace() or following[0].isspace():
            return ""
        if "break" in roles and following[0] not in _CLOSING:
            return "\n"
        words = before.isalnum() and following[0].isalnum()
        apart = words and not (_UNSPACED.match(before) or _UNSPACED.match(following[0]))
        return " " if apart and "alone" in roles else ""


def code_element(tag: str, attributes: dict[str, str], content: str = "") -> str:
    """Return a code as the element of TMX that stands for it, without the attributes that are empty.

    >>> code_element("ph", {"x": "1", "type": ""}, "<br/>")
    '<ph x="1">&lt;br/&gt;</ph>'
    """
    element = etree.Element(tag, {name: value for name, value in attributes.items() if value})
    element.text = content or None
    return str(etree.tostring(element, encoding="unicode"))


def coded_xml(text: str, marks: Sequence[Mark], change: Callable[[str], str] = str) -> str:
    r"""Return a text as XML with its codes in their places; ``change`` is applied to the characters between them.

    >>> coded_xml("One\ntwo & three", [Mark(3, 4, "code", '<ph x="1"/>')])
    'One<ph x="1"/>two &amp; three'
    """
    at, parts = 0, []
    for mark in marks:
        if mark.kind == "code" and mark.start >= at:
            parts += [escape(change(text[at : mark.start]), _RETURN), mark.value]
            at = mark.end
    return "".join([*parts, escape(change(text[at:]), _RETURN)])
