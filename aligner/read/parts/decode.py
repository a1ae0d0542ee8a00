"""Bytes into characters: byte order mark, escapes, strict UTF-8, the declared charset, then likely old encodings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from aligner.errors import InputError
from aligner.read.parts.charsets import guess_legacy

_LARGEST_TEXT = 32 * 2**20  # bytes
_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([BJ]|\$\(D)")
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
# What browsers take a label for (WHATWG Encoding Standard): each is a superset of the encoding named.
_TAKEN_FOR = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
}


def decode(data: bytes, *, name: str = "", language: str = "") -> str:
    """Return the characters of a text file, line ends as line feeds, without its byte order mark.

    ``language`` narrows the old encodings tried. Raises ``InputError`` with the place when bytes stand for no
    character, and when the file is not text or too big.
    """
    if len(data) > _LARGEST_TEXT:
        raise InputError(
            f"{name}: more than {_LARGEST_TEXT >> 20} MiB of text, ten times the Bible; cut it into volumes"
        )
    content = _characters(data, name, language).replace("\r\n", "\n").replace("\r", "\n")
    if (at := content.find("\0")) >= 0:
        line = content.count("\n", 0, at) + 1
        raise InputError(f"{name}, line {line}: a NUL character; the file is damaged or not a text file")
    return content


def _characters(data: bytes, name: str, language: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    if b"\0" in data[:4096] and (encoding := _wide(data)):
        return _strict(data, encoding, name)
    if _ESCAPES.search(data) and data.isascii():
        return _strict(data, "iso2022_jp_ext", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error
    if (encoding := declared_charset(data)) and encoding != "utf-8":
        return _strict(data, encoding, name)
    if not encoding and not _nearly_utf8(data) and (guess := guess_legacy(data, language)) is not None:
        return guess
    raise InputError(
        f"{name}, {_where(data, place.start)}: byte 0x{data[place.start]:02X} is not UTF-8, "
        "and no other encoding fits; save the file as UTF-8 (iconv -f ENCODING -t UTF-8)"
    )


def _nearly_utf8(data: bytes) -> bool:
    """Tell damaged UTF-8, most of whose characters are right, from another encoding."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) > 5 * bad


def declared_charset(data: bytes) -> str:
    """Return the encoding that an XML declaration or a ``meta`` tag names, as Python calls it; "" without one."""
    match = _DECLARED.search(data[:4096])
    if match is None:
        return ""
    try:
        encoding = codecs.lookup((match[1] or match[2]).decode("ascii"))
        "".encode(encoding.name)  # refuses codecs such as base64 that do not make characters
    except (LookupError, UnicodeError, ValueError):
        return ""
    if encoding.name.startswith(("utf-16", "utf-32")):  # it could not have been read as ASCII
        return "utf-8"
    return _TAKEN_FOR.get(encoding.name, encoding.name)


def _wide(data: bytes) -> str:
    """Return the kind of UTF-16 without a mark that the bytes show; "" when they show none.

    In alphabets every other byte is the block's number, below 7 from Latin to Arabic; no other text has such bytes.
    """
    sample = data[: 4096 & ~1]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(data) % 2 == 0 and sum(byte < 7 for byte in high) * 5 > len(high) * 4:
            return encoding
    return ""


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}, {_where(data, error.start)}: byte 0x{data[min(error.start, len(data) - 1)]:02X} stands for no "
            f"character in {encoding.removesuffix('-sig')}, which the file says it is in; save it as UTF-8"
        ) from None


def _where(data: bytes, offset: int) -> str:
    line = data.count(b"\n", 0, offset) + 1
    return f"line {line} (byte {offset})"


# --- text that was decoded wrongly before it came to us ---------------------------------------------------------

_MISREAD_AS = ("cp1252", "cp1251", "cp1250", "koi8-r", "cp932", "gb18030")
_RUN = re.compile(r"[^\x00-\x7f]+")


def find_mojibake(content: str) -> str:
    r"""Return a warning when the text is UTF-8 that was once read as another encoding, or has lost characters; or "".

    >>> find_mojibake("DÃ©jÃ\xa0 vu, trÃ¨s bien, le garÃ§on")
    'line 1: “Ã©” stands for “é”: the text is UTF-8 that was read as cp1252; take it from its source again as UTF-8'
    """
    lost = content.find("\ufffd")
    if lost >= 0:
        line = content.count("\n", 0, lost) + 1
        return f"line {line}: the character U+FFFD shows that text was lost when the file was made"
    runs = [match for match, _ in zip(_RUN.finditer(content), range(2000), strict=False)]
    if len(runs) >= 3:
        for encoding in _MISREAD_AS:
            mended = [(run, good) for run, good in _mended(runs, encoding) if good]
            if len(mended) * 2 > len(runs):
                run, good = mended[0]
                line = content.count("\n", 0, run.start()) + 1
                return (
                    f"line {line}: “{run[0][:20]}” stands for “{good[:20]}”: the text is UTF-8 that was read as "
                    f"{encoding}; take it from its source again as UTF-8"
                )
    return ""


def _mended(runs: Sequence[re.Match[str]], encoding: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each run with what it was before it was misread, or "" when it was not."""
    for run in runs:
        try:
            yield run, b"".join(_byte(character, encoding) for character in run[0]).decode("utf-8")
        except UnicodeError:
            yield run, ""


def _byte(character: str, encoding: str) -> bytes:
    """Return a character's bytes; those of C1 controls too, which stand where the encoding has a gap."""
    return character.encode("latin-1" if "\x80" <= character <= "\x9f" else encoding)
