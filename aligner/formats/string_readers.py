"""Files of a program's texts by key: .properties, Android's strings.xml, Apple's .strings and .xcstrings, JSON, YAML.

A reader returns the texts by language and key; the language is "" where the file does not say it. Keys of nested
objects are joined by dots. What is no text, such as a number, is counted.

Sources: ``java.util.Properties.load`` (Java SE 21); "String resources" (Android developers' guide); "String
Resources" (Apple, Internationalization and Localization Guide); Application Resource Bundle (Flutter);
``chrome.i18n`` (messages.json); "Rails Internationalization (I18n) API".
"""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

from lxml import etree

from aligner.errors import InputError
from aligner.formats.inline_codes import CodedText, code_element
from aligner.formats.tmx_stream import BoundedFile, MemoryStream
from aligner.read.parts.draft import brief
from aligner.read.parts.language_tags import check_language, is_common_tag
from aligner.read.parts.xml_tree import local_name, source_line
from aligner.text import Mark


class Entry(NamedTuple):
    """A text of a program: its line in the file, from 1, the comments on it, and its inline codes."""

    text: str
    line: int = 1
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


Languages = dict[str, dict[str, Entry]]
"""Texts by language and key."""

_EMPTY = "empty texts, left out"
_NO_TEXT = "values that are no text, left out"
_TWICE = "keys that come twice in a file, of which the last counts"
_MOST_TEXTS = 200_000  # of a file, whose aliases can stand for any number; the largest programs have half as many
_DEEPEST = 100  # levels of nesting; files of programs have a few


# --- Java --------------------------------------------------------------------------------------------------------

_SEPARATOR = re.compile(r"((?:[^\\=:\s]|\\.)*)[ \t\f]*[=:]?[ \t\f]*(.*)", re.DOTALL)
"""A logical line: the key, which ends at the first "=", ":" or blank that is not escaped, and the text."""


def read_properties(data: bytes, name: str, notes: Counter[str]) -> Languages:
    """Return the texts of a .properties file, in UTF-8 where it is valid and else in ISO 8859-1, as Java 9 reads it."""
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = data.decode("latin-1")
    entries: dict[str, Entry] = {}
    comments: list[str] = []
    for number, line in _logical_lines(content):
        if line[:1] in ("#", "!"):
            comments.append(line[1:].strip())
        elif not line:
            comments.clear()
        elif match := _SEPARATOR.fullmatch(line):
            key, text = (_unescape(part, name, number) for part in match.groups())
            _add(entries, key, Entry(text, number, tuple(filter(None, comments))), notes)
            comments.clear()
    return {"": entries}


def _logical_lines(content: str) -> Iterator[tuple[int, str]]:
    """Yield lines without the blanks before them, those that a backslash continues as one, with their first number."""
    parts: list[str] = []
    first = 0
    for number, line in enumerate(re.split(r"\r\n|\r|\n", content), 1):
        plain = line.lstrip(" \t\f")
        first = first if parts else number
        comment = not parts and plain[:1] in ("#", "!")
        if (len(plain) - len(plain.rstrip("\\"))) % 2 and not comment:
            parts.append(plain[:-1])
            continue
        yield first, "".join([*parts, plain])
        parts = []
    if parts:
        yield first, "".join(parts)


_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


def _unescape(text: str, name: str, line: int) -> str:
    r"""Return a text with its escapes read: ``\n``, ``\u00e4``, and any other character as itself."""
    if "\\" not in text:
        return text

    def read(match: re.Match[str]) -> str:
        escaped = match[1]
        if len(escaped) > 1:
            return chr(int(escaped[1:], 16))
        if escaped == "u":
            raise InputError(f"{name}, line {line}: \\u must be followed by four hexadecimal digits")
        return _ESCAPED.get(escaped, escaped)

    return _join_halves(_ESCAPE.sub(read, text))


def _join_halves(text: str) -> str:
    """Return a text with each two halves of a surrogate pair as one character, and U+FFFD for a half that is alone."""
    if not re.search("[\ud800-\udfff]", text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _add(entries: dict[str, Entry], key: str, entry: Entry, notes: Counter[str]) -> None:
    if not entry.text.strip():
        notes[_EMPTY] += 1
        return
    notes[_TWICE] += key in entries
    entries[key] = entry


# --- Apple -------------------------------------------------------------------------------------------------------

_QUOTED = r'"[^"\\]*(?:\\.[^"\\]*)*"|[\w.$/:-]+'
_PAIR = re.compile(rf"({_QUOTED})\s*=\s*({_QUOTED})\s*;", re.DOTALL)
_COMMENT = re.compile(r"/\*(.*?)\*/|//([^\n]*)", re.DOTALL)
_BLANK = re.compile(r"\s+")


def read_apple(data: bytes, name: str, notes: Counter[str]) -> Languages:
    """Return the texts of a .strings file, in UTF-16 with a byte order mark or in UTF-8."""
    content = _decode(data, name)
    entries: dict[str, Entry] = {}
    comments: list[str] = []
    at, line = 0, 1
    while at < len(content):
        match = _BLANK.match(content, at) or _COMMENT.match(content, at) or _PAIR.match(content, at)
        if match is None:
            shown = brief(content[at : at + 40])
            raise InputError(f'{name}, line {line}: {shown!r} is not a line such as "key" = "text";')
        if match.re is _COMMENT:
            comments.append(" ".join((match[1] or match[2] or "").split()))
        elif match.re is _PAIR:
            key, text = (_unescape(_unquote(part), name, line) for part in match.groups())
            _add(entries, key, Entry(text, line, tuple(filter(None, comments))), notes)
            comments.clear()
        line += content.count("\n", at, match.end())
        at = match.end()
    return {"": entries}


def _unquote(part: str) -> str:
    return part[1:-1] if part.startswith('"') else part


def _decode(data: bytes, name: str) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}, line {line}: not {'UTF-16' if wide else 'UTF-8'}; save the file as UTF-8") from error


def read_catalog(data: bytes, name: str, notes: Counter[str]) -> Languages:
    """Return the texts of a String Catalog of Xcode by language; texts that are not yet translated are counted."""
    root = _load_json(data, name)
    strings = root.get("strings")
    source = _tag(root.get("sourceLanguage", ""))
    if not isinstance(strings, dict) or not source:
        raise InputError(f"{name}: a String Catalog of Xcode names its sourceLanguage and its strings")
    found: Languages = {source: {}}
    for key, value in strings.items():
        localized = value.get("localizations") if isinstance(value, dict) else None
        said = value.get("comment") if isinstance(value, dict) else None
        comments = (said,) if isinstance(said, str) and said else ()
        for tag, content in localized.items() if isinstance(localized, dict) else ():
            for place, unit in _string_units(content, key):
                if unit.get("state") in ("new", "stale", "needs_review"):
                    notes[f"texts left out: state {unit['state']}"] += 1
                elif isinstance(unit.get("value"), str):
                    _add(found.setdefault(_tag(tag) or tag, {}), place, Entry(unit["value"], 1, comments), notes)
        if not any(place in found[source] for place in (key, f"{key}.other")):
            _add(found[source], key, Entry(key, 1, comments), notes)  # the key is the text of the source
    return found


def _string_units(content: Any, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the texts of a language with their keys: one, or one for each plural form or device."""
    if not isinstance(content, dict):
        return
    if isinstance(unit := content.get("stringUnit"), dict):
        yield key, unit
    variations = content.get("variations")
    for kind in variations.values() if isinstance(variations, dict) else ():
        for case, inner in kind.items() if isinstance(kind, dict) else ():
            if isinstance(inner, dict) and isinstance(unit := inner.get("stringUnit"), dict):
                yield f"{key}.{case}", unit


# --- Android -----------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r'\\(u[0-9A-Fa-f]{4}|.)|"|\s+', re.DOTALL)


def read_android(data: bytes, name: str, notes: Counter[str]) -> Languages:
    """Return the texts of a strings.xml: strings, arrays by number, plurals by quantity; markup as inline codes."""
    file = BoundedFile(BytesIO(data), name)
    tags = ("string", "string-array", "plurals")
    stream = MemoryStream(file, name, tags, tags)
    entries: dict[str, Entry] = {}
    for key, entry in stream.guard(_android_texts(stream, name, notes)):
        _add(entries, key, entry, notes)
    return {"": entries}


def _android_texts(stream: MemoryStream, name: str, notes: Counter[str]) -> Iterator[tuple[str, Entry]]:
    elements = iter(stream)
    root = next(elements)
    if root.tag != "resources":
        raise InputError(f"{name}: the root is <{root.tag}>, not <resources> of Android")
    for element in elements:
        if "false" in (element.get("translatable"), root.get("translatable")):
            notes["texts not to be translated, left out"] += 1
            continue
        for key, item in _items(element, element.get("name", "")):
            text, marks = _android_text(item)
            if re.fullmatch(r"[@?]\w[\w.:]*/[\w.]+", text):
                notes["references to other texts, left out"] += 1
            else:
                yield key, Entry(text, source_line(item), (), marks)
    for error in stream.errors:
        raise InputError(f"{name}, line {error.line}: not well-formed XML ({brief(error.message)})")


def _items(element: etree._Element, key: str) -> Iterator[tuple[str, etree._Element]]:
    """Yield the texts of a resource with their keys."""
    if element.tag == "string":
        yield key, element
        return
    for number, item in enumerate(element.iterchildren("item")):
        yield f"{key}.{item.get('quantity', number)}", item


def _android_text(element: etree._Element) -> tuple[str, tuple[Mark, ...]]:
    if not len(element):
        return _plain(element.text or ""), ()
    coded = CodedText()
    numbers = iter(range(1, 1_000_000))
    if element.text:
        element.text = element.text.lstrip()
    if element[-1].tail:
        element[-1].tail = element[-1].tail.rstrip()
    _add_content(element, coded, numbers)
    return coded.finish()


def _add_content(element: etree._Element, coded: CodedText, numbers: Iterator[int]) -> None:
    """Add what an element holds; a child is a pair of codes around its text."""
    coded.add_text(_runs(element.text))
    for child in element:
        name, number = local_name(child), str(next(numbers))
        said = "".join(f' {str(key).rpartition("}")[2]}="{value!s}"' for key, value in child.attrib.items())
        native = f"<{name}{said}>"
        if len(child) or child.text:
            coded.add_code(code_element("bpt", {"i": number, "x": number}, native), "format", native)
            _add_content(child, coded, numbers)
            coded.add_code(code_element("ept", {"i": number}, f"</{name}>"), "format", f"</{name}>")
        else:
            coded.add_code(code_element("ph", {"x": number}, native), "break" if name == "br" else "alone", native)
        coded.add_text(_runs(child.tail))


def _plain(text: str) -> str:
    r"""Return a text as Android shows it, without the blanks around it unless they are quoted.

    >>> _plain(r' one\ntwo  "  three " '), _plain(" one ")
    ('one\ntwo   three ', 'one')
    """
    return _runs(text.strip())


def _runs(text: str | None) -> str:
    r"""Return a run of text as Android shows it: escapes read, white space as one space unless it is quoted."""
    quoted = False

    def read(match: re.Match[str]) -> str:
        nonlocal quoted
        found = match[0]
        if found == '"':
            quoted = not quoted
            return ""
        if not found.startswith("\\"):
            return found if quoted else " "
        return chr(int(match[1][1:], 16)) if len(match[1]) > 1 else _ESCAPED.get(match[1], match[1])

    return _join_halves(_TOKEN.sub(read, text or ""))


# --- JSON and YAML -----------------------------------------------------------------------------------------------


def read_json(data: bytes, name: str, notes: Counter[str]) -> Languages:
    """Return the texts of a JSON file: nested objects, an ARB file, messages of a browser's extension, or languages.

    What an ARB file or an extension says of a text is a note.
    """
    root = _load_json(data, name)
    if root and all(isinstance(value, dict) and isinstance(value.get("message"), str) for value in root.values()):
        described = {key: value.get("description") for key, value in root.items()}
        texts: dict[str, Any] = {key: value["message"] for key, value in root.items()}
    else:
        about = {key[1:]: value for key, value in root.items() if key.startswith("@") and isinstance(value, dict)}
        described = {key: value.get("description") for key, value in about.items()}
        texts = {key: value for key, value in root.items() if not key.startswith("@")}
    found = _by_language(texts, name, notes)
    if "" in found:
        for key, said in described.items():
            if isinstance(said, str) and said and key in found[""]:
                found[""][key] = found[""][key]._replace(notes=(said,))
        found = {_tag(root.get("@@locale", "")): found[""]}
    return found


def _load_json(data: bytes, name: str) -> dict[str, Any]:
    try:
        root = json.loads(_decode(data, name))
    except json.JSONDecodeError as error:
        raise InputError(f"{name}, line {error.lineno}: not JSON ({error.msg}); correct the file") from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"{name}: nested too deeply, or with a number too long, for a file of texts") from error
    if not isinstance(root, dict):
        raise InputError(f'{name}: not an object of texts by key, as {{"title": "The ferry"}}')
    return root


def read_yaml(data: bytes, name: str, notes: Counter[str]) -> Languages:
    """Return the texts of a YAML file; where the outermost keys are languages, as in Rails, by language."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(_decode(data, name))
    tree = _YamlTree(name)
    try:
        while loader.check_event():
            event = loader.get_event()
            plain = isinstance(event, yaml.ScalarEvent)
            tag = (event.tag or loader.resolve(yaml.ScalarNode, event.value, event.implicit)) if plain else ""
            tree.add(type(event).__name__, event, tag.rpartition(":")[2])
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        why = brief(str(getattr(error, "problem", "") or error))
        raise InputError(f"{name}{place}: not YAML ({why}); correct the file") from error
    finally:
        loader.dispose()
    if not isinstance(tree.root, dict):
        raise InputError(f"{name}: not a mapping of keys to texts, as title: The ferry")
    return _by_language(tree.root, name, notes)


class _YamlTree:
    """Puts the events of a YAML parser together as dictionaries, lists and entries; what is no text is None.

    Neither constructing values nor recursion is needed, so no file can run code or exhaust the stack.
    """

    def __init__(self, name: str) -> None:
        self.root: Any = None
        self._name = name
        self._open: list[Any] = []
        self._keys: list[str | None] = []
        self._anchors: dict[str, Any] = {}

    def add(self, kind: str, event: Any, tag: str) -> None:
        """Add an event; ``tag`` is the last part of a scalar's tag, as "str"."""
        if kind in ("SequenceEndEvent", "MappingEndEvent"):
            self._open.pop()
            self._keys.pop()
        elif kind == "ScalarEvent":
            value = Entry(event.value, event.start_mark.line + 1) if tag == "str" else None
            self._put(value, event, "<<" if tag == "merge" else event.value)
        elif kind == "AliasEvent":
            if event.anchor not in self._anchors:
                raise InputError(f"{self._name}: the alias *{brief(event.anchor)} stands for nothing; correct the file")
            value = self._anchors[event.anchor]
            self._put(value, None, value.text if isinstance(value, Entry) else None)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            made: Any = [] if kind == "SequenceStartEvent" else {}
            self._put(made, event, None)
            self._open.append(made)
            self._keys.append(None)
            if len(self._open) > _DEEPEST:
                raise InputError(f"{self._name}: nested too deeply for a file of texts")

    def _put(self, value: Any, event: Any, key: str | None) -> None:
        """Put a value where it belongs: it is the root, an item, a key or what a key has."""
        if event is not None and event.anchor:
            self._anchors[event.anchor] = value
        if not self._open:
            self.root = value
        elif isinstance(self._open[-1], list):
            self._open[-1].append(value)
        elif self._keys[-1] is None:
            self._keys[-1] = "" if key is None else key
        else:
            name, self._keys[-1] = self._keys[-1], None
            if name != "<<":
                self._open[-1][name] = value
            for merged in (value if isinstance(value, list) else [value]) if name == "<<" else ():
                for inner, text in [*merged.items()] if isinstance(merged, dict) else ():
                    self._open[-1].setdefault(inner, text)  # what the mapping says itself counts for more


def _by_language(root: dict[str, Any], name: str, notes: Counter[str]) -> Languages:
    """Return texts by language: the outermost keys if all of them are tags of languages that hold texts, else ""."""
    if root and all(is_common_tag(key) and isinstance(value, dict) for key, value in root.items()):
        return {_tag(key): dict(_flatten(value, name, notes)) for key, value in root.items()}
    return {"": dict(_flatten(root, name, notes))}


def _flatten(root: dict[str, Any], name: str, notes: Counter[str]) -> Iterator[tuple[str, Entry]]:
    """Yield the texts of nested objects, with their keys joined by dots."""
    stack: list[tuple[str, Any]] = [("", root)]
    left = _MOST_TEXTS
    while stack:
        left -= 1
        if left < 0:
            raise InputError(f"{name}: refused because its aliases stand for more than a file of texts can hold")
        key, value = stack.pop()
        children: Iterable[tuple[Any, Any]]
        if isinstance(value, Entry | str):
            entry = value if isinstance(value, Entry) else Entry(_join_halves(value))
            if entry.text.strip():
                yield key, entry
            else:
                notes[_EMPTY] += 1
            continue
        if isinstance(value, dict):
            children = value.items()
        elif isinstance(value, list):
            children = enumerate(value)
        else:
            notes[_NO_TEXT] += 1
            continue
        if key.count(".") > _DEEPEST:
            raise InputError(f"{name}: nested too deeply for a file of texts")
        stack += [(f"{key}.{child}" if key else str(child), inner) for child, inner in reversed([*children])]


def _tag(word: object) -> str:
    """Return a language tag in its canonical form, "" for what is none."""
    try:
        return check_language(word) if isinstance(word, str) and word else ""
    except InputError:
        return ""
