"""Decode bytes by: byte order mark, escapes, strict UTF-8, the declared charset, then likely old encodings.

Bytes are never replaced silently: those that are not valid in the encoding are an error, which names the line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from functools import cache

from aligner.errors import InputError

_LARGEST_TEXT = 32 * 2**20  # bytes of one text; the King James Bible has 4.4 MiB
_HEAD = 4096  # bytes looked at for a declaration; the HTML standard wants ``<meta charset>`` in the first 1024
_MARKS = (  # byte order marks; UTF-32 first, as its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The sequences with which ISO-2022-JP changes its character set: ESC $ B (JIS X 0208), ESC ( B (ASCII), ESC $ ( D.
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([BJ]|\$\(D)")
# ``<?xml version="1.0" encoding="koi8-r"?>``; ``<meta charset=utf-8>``; ``<meta … content="text/html; charset=big5">``.
# The bounds keep an unclosed ``<`` from being searched to the end of the file for every ``<`` in it.
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
# What browsers read under a label (WHATWG Encoding Standard): each is a superset of the encoding that is named.
_SUPERSETS = {
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

    ``language`` (BCP 47) narrows the old encodings that are tried; ``name`` is what messages call the file. Raises
    ``InputError`` with line and byte when bytes are not valid in their encoding, and when the file is not text or
    larger than 32 MiB.

    >>> decode(b"caf\\xc3\\xa9\\r\\n"), decode("Маяк стоял на берегу".encode("koi8-r"), language="ru")
    ('café\\n', 'Маяк стоял на берегу')
    """
    if len(data) > _LARGEST_TEXT:
        raise InputError(
            f"{name}: more than {_LARGEST_TEXT >> 20} MiB of text, seven times the Bible; split it into volumes"
        )
    content = _characters(data, name, language).replace("\r\n", "\n").replace("\r", "\n")
    if (at := content.find("\0")) >= 0:
        line = content.count("\n", 0, at) + 1
        raise InputError(f"{name}, line {line}: a NUL character; the file is damaged or not a text file")
    return content


def _characters(data: bytes, name: str, language: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding, name)
    if b"\0" in data[:_HEAD] and (encoding := _unmarked_utf16(data)):
        return _decode_strictly(data, encoding, name)
    if _ESCAPES.search(data) and data.isascii():
        return _decode_strictly(data, "iso2022_jp_ext", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error
    if (encoding := declared_charset(data)) and encoding != "utf-8":
        return _decode_strictly(data, encoding, name)
    if not encoding and not _is_damaged_utf8(data) and (guess := guess_legacy(data, language)) is not None:
        return guess
    raise InputError(
        f"{name}, {_line_and_byte(data, place.start)}: byte 0x{data[place.start]:02X} is not UTF-8, "
        "and no other encoding fits; save the file as UTF-8 (iconv -f ENCODING -t UTF-8)"
    )


def _is_damaged_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8 with a few wrong ones, which must not be guessed to be another encoding.

    In another encoding hardly any bytes form a character of UTF-8 by chance, so a text with more than four good
    characters beyond ASCII for each bad one is UTF-8.
    """
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - bad > 4 * bad


def declared_charset(data: bytes) -> str:
    """Return the encoding that an XML declaration or a ``meta`` tag names, as Python calls it; "" without one.

    >>> declared_charset(b'<meta charset="latin1">'), declared_charset(b'<?xml version="1.0" encoding="no-such"?>')
    ('cp1252', '')
    """
    match = _DECLARED.search(data[:_HEAD])
    if match is None:
        return ""
    try:
        encoding = codecs.lookup((match[1] or match[2]).decode("ascii"))
        "".encode(encoding.name)  # raises LookupError for codecs such as base64, which do not make characters
    except (LookupError, UnicodeError, ValueError):
        return ""
    if encoding.name.startswith(("utf-16", "utf-32")):  # the declaration was read as ASCII, so it cannot be true
        return "utf-8"
    return _SUPERSETS.get(encoding.name, encoding.name)


def _unmarked_utf16(data: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" if bytes without a byte order mark look like it, otherwise "".

    In UTF-16 every other byte of a text in an alphabet is the high byte of the code point, from 0 (Latin) to 6
    (Arabic), except for some punctuation (0x20). Four in five such bytes are required; no other kind of text has them.
    """
    sample = data[: _HEAD & ~1]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(data) % 2 == 0 and sum(byte < 7 for byte in high) * 5 > len(high) * 4:
            return encoding
    return ""


def _decode_strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}, {_line_and_byte(data, error.start)}: byte 0x{data[min(error.start, len(data) - 1)]:02X} is "
            f"not valid in {encoding.removesuffix('-sig')}, which the file declares; save it as UTF-8"
        ) from None


def _line_and_byte(data: bytes, offset: int) -> str:
    line = data.count(b"\n", 0, offset) + 1
    return f"line {line} (byte {offset})"


# --- encodings from before Unicode, recognised by the characters that they give --------------------------------------

_LETTERS = {  # the letters beyond ASCII in which each language is written
    "de": "äöüßÄÖÜé",
    "es": "áéíóúüñÁÉÍÓÚÑ¿¡ªº",
    "fr": "àâæçéèêëîïôœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛÜ",
    "it": "àèéìíîòóùúÀÈÉÌÒÙ",
    "pt": "ãõáéíóúâêôàçüÃÕÁÉÍÓÚÂÊÔÀÇªº",
    "pl": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ",
    "tl": "ñÑáéíóúâêîôûàèìòù",
    "en": "éèêëàâçïîôöüñæœ£§°½¼",
    "id": "éèê",
}
_ENCODINGS = {  # encodings in which files of a language are found; of two that fit equally well the first is taken
    "ru": ("cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16-le", "utf-16-be"),
    "pl": ("cp1250", "iso8859-2"),
    "ja": ("cp932", "euc_jp", "utf-16-le", "utf-16-be"),
    "zh": ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"),
    "": ("cp1252",),  # every other language
}
_TYPOGRAPHY = frozenset("“”„‘’‚«»‹›–—…•·©®°§№™€£\u00a0\u00ad*")  # punctuation that a text in any language may have
_TYPOGRAPHY_FIT = 0.9  # less than a letter's 1, so that of two decodings the one with more letters wins
_CHINESE_FIT = 0.95  # less than a kana's 1: a Japanese text has Chinese characters too, a Chinese text no kana
# Neighbours that only a wrong decoding has: a capital after a small letter ("нА", "eŻ"), a Latin letter beside a
# letter of another script or a box-drawing character ("d┬", "сd"). Each match takes away what one good letter adds.
_ODD_NEIGHBOURS = re.compile(
    r"[a-zß-öø-ÿ\u0430-\u044f][\u0401\u0410-\u042fĄĆĘŁŃÓŚŹŻÀ-ÖØ-Þ]"
    r"|[a-zA-Z][\u0400-\u04ff\u2500-\u25ff\u3040-\u9fff\uac00-\ud7ff\uff61-\uff9f]"
    r"|[\u0400-\u04ff\u2500-\u25ff\u3040-\u9fff\uac00-\ud7ff\uff61-\uff9f][a-zA-Z]"
)
_LEAST_FIT = 0.5  # half of the characters beyond ASCII must be the language's; below that no encoding is believed
_SAMPLE = 60_000  # characters that are examined; more would only take time


def guess_legacy(data: bytes, language: str = "") -> str | None:
    """Return the text decoded from the legacy encoding that fits it best, or None if none fits.

    ``language`` is a BCP 47 tag; without it, or for a language that is not known here, the encodings of all known
    languages are tried. On the speech in its twelve versions, in each encoding that can hold it, all 67 texts are
    read right with and without the language (docs/reading.md has the figures for single paragraphs).

    >>> guess_legacy("Die Fähre fährt über den Fluß.".encode("cp1252"), "de")
    'Die Fähre fährt über den Fluß.'
    """
    primary = language.split("-", maxsplit=1)[0]
    known = primary != "" and (primary in _LETTERS or primary in _ENCODINGS)
    languages = [primary] if known else [*(tag for tag in _ENCODINGS if tag), *_LETTERS]
    best: tuple[float, str] = (_LEAST_FIT, "")
    tried: set[tuple[str, str]] = set()
    for tag in languages:
        for encoding in _ENCODINGS.get(tag, _ENCODINGS[""]):
            if (tag, encoding) in tried:
                continue
            tried.add((tag, encoding))
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            fit = _language_fit(text[:_SAMPLE], tag)
            if fit > best[0]:
                best = (fit, encoding)
    return data.decode(best[1]) if best[1] else None


def _language_fit(text: str, language: str) -> float:
    """Return the share of the characters beyond ASCII that a language uses, minus the share of odd neighbours."""
    beyond = [character for character in text if character > "\x7f"]
    if not beyond:
        return 0.0
    good = sum(_character_fit(character, language) for character in beyond) / len(beyond)
    return good - len(_ODD_NEIGHBOURS.findall(text)) / len(beyond)


def _character_fit(character: str, language: str) -> float:
    if character in _TYPOGRAPHY:
        return _TYPOGRAPHY_FIT
    if language in _LETTERS:
        return float(character in _letters(language))
    return _japanese_fit(character) if language == "ja" else _chinese_fit(character)


@cache
def _letters(language: str) -> frozenset[str]:
    return frozenset(_LETTERS[language])


@cache
def _japanese_fit(character: str) -> float:
    if "\u3040" <= character <= "\u30ff" or character in "、。「」『』・ー々〜　！？（）":  # kana and punctuation
        return 1.0
    return _is_common_ideograph(character, "euc_jp", 0xB0, 0xCF)  # JIS X 0208 level 1: rows 16 to 47


@cache
def _chinese_fit(character: str) -> float:
    if character in "，。、；：？！（）《》「」『』　“”":
        return 1.0
    simplified = _is_common_ideograph(character, "gb2312", 0xB0, 0xD7)  # GB 2312 level 1: rows 16 to 55
    traditional = _is_common_ideograph(character, "big5", 0xA4, 0xC6)  # Big5 level 1: lead bytes A4 to C6
    return max(simplified, traditional) * _CHINESE_FIT


def _is_common_ideograph(character: str, encoding: str, first: int, last: int) -> float:
    """Return 1 for a character whose lead byte lies between ``first`` and ``last``, else 0.

    The East Asian standards put the common characters in their first rows; wrong decodings are full of rare ones.
    """
    try:
        code = character.encode(encoding)
    except UnicodeEncodeError:
        return 0.0
    return float(len(code) == 2 and first <= code[0] <= last)


# --- text that was decoded wrongly before it came to us ---------------------------------------------------------

# The encodings in which UTF-8 is most often misread, the commonest first. Latin-1 needs no entry: where it differs
# from cp1252 it gives C1 controls, which ``_encode_misread`` maps to their own bytes.
_MISREAD_AS = ("cp1252", "cp1251", "cp1250", "koi8-r", "cp932", "gb18030")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")  # "Ã©" in "dÃ©jÃ  vu"
_MOST_RUNS = 2000  # runs beyond ASCII that are examined: a text is misread as a whole, so a sample is enough
_LEAST_RUNS = 3  # fewer prove nothing: "Ã©" may be what the text is about, as in this file


def find_mojibake(content: str) -> str:
    r"""Return a warning when the text is UTF-8 that was once read as another encoding, or has lost characters; or "".

    More than half of the runs of characters beyond ASCII must be UTF-8 when put back into the bytes of one encoding.

    >>> find_mojibake("DÃ©jÃ\xa0 vu, trÃ¨s bien, le garÃ§on")
    'line 1: “Ã©” stands for “é”: the text is UTF-8 that was read as cp1252; take it from its source again as UTF-8'
    """
    lost = content.find("\ufffd")
    if lost >= 0:
        line = content.count("\n", 0, lost) + 1
        return f"line {line}: the character U+FFFD shows that text was lost when the file was made"
    runs = [match for match, _ in zip(_BEYOND_ASCII.finditer(content), range(_MOST_RUNS), strict=False)]
    if len(runs) >= _LEAST_RUNS:
        for encoding in _MISREAD_AS:
            mended = [(run, good) for run, good in _mend(runs, encoding) if good]
            if len(mended) * 2 > len(runs):
                run, good = mended[0]
                line = content.count("\n", 0, run.start()) + 1
                return (
                    f"line {line}: “{run[0][:20]}” stands for “{good[:20]}”: the text is UTF-8 that was read as "
                    f"{encoding}; take it from its source again as UTF-8"
                )
    return ""


def _mend(runs: Sequence[re.Match[str]], encoding: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each run with the text that it was before it was misread, or "" if it was not misread."""
    for run in runs:
        try:
            yield run, b"".join(_encode_misread(character, encoding) for character in run[0]).decode("utf-8")
        except UnicodeError:
            yield run, ""


def _encode_misread(character: str, encoding: str) -> bytes:
    """Return the bytes of a character; a C1 control is its own byte, which fills a gap in the encoding."""
    return character.encode("latin-1" if "\x80" <= character <= "\x9f" else encoding)
