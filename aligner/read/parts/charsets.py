"""Which of the encodings from before Unicode a file is in, told from how its characters would look."""

from __future__ import annotations

import re
from functools import cache

_LETTERS = {  # beyond ASCII, commonest letters; what a right decoding is made of
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
_ENCODINGS = {
    "ru": ("cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16-le", "utf-16-be"),
    "pl": ("cp1250", "iso8859-2"),
    "ja": ("cp932", "euc_jp", "utf-16-le", "utf-16-be"),
    "zh": ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"),
    "": ("cp1252",),
}
_PRINT = frozenset("“”„‘’‚«»‹›–—…•·©®°§№™€£\u00a0\u00ad*")  # typography that any language has
_ODD = re.compile(  # a capital after a small letter, two scripts in a word: signs of a wrong decoding
    r"[a-zß-öø-ÿ\u0430-\u044f][\u0401\u0410-\u042fĄĆĘŁŃÓŚŹŻÀ-ÖØ-Þ]"
    r"|[a-zA-Z][\u0400-\u04ff\u2500-\u25ff\u3040-\u9fff\uac00-\ud7ff\uff61-\uff9f]"
    r"|[\u0400-\u04ff\u2500-\u25ff\u3040-\u9fff\uac00-\ud7ff\uff61-\uff9f][a-zA-Z]"
)
_LEAST = 0.5
_SAMPLE = 60_000


def guess_legacy(data: bytes, language: str = "") -> str | None:
    """Return the text in the old encoding that makes the best-looking text of it, or None when none looks right.

    ``language`` is a BCP 47 tag; without it every encoding of the known languages is tried.
    """
    primary = language.split("-", maxsplit=1)[0]
    known = primary != "" and (primary in _LETTERS or primary in _ENCODINGS)
    languages = [primary] if known else [*(tag for tag in _ENCODINGS if tag), *_LETTERS]
    best: tuple[float, str] = (_LEAST, "")
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
            score = _looks(text[:_SAMPLE], tag)
            if score > best[0]:
                best = (score, encoding)
    return data.decode(best[1]) if best[1] else None


def _looks(text: str, language: str) -> float:
    """Return how much of the text beyond ASCII is what the language is printed in, 0 to 1, less odd neighbours."""
    beyond = [character for character in text if character > "\x7f"]
    if not beyond:
        return 0.0
    good = sum(_fits(character, language) for character in beyond) / len(beyond)
    return good - len(_ODD.findall(text)) / len(beyond)


def _fits(character: str, language: str) -> float:
    if character in _PRINT:
        return 0.9
    if language in _LETTERS:
        return float(character in _letters(language))
    return _fits_japanese(character) if language == "ja" else _fits_chinese(character)


@cache
def _letters(language: str) -> frozenset[str]:
    return frozenset(_LETTERS[language])


@cache
def _fits_japanese(character: str) -> float:
    if "\u3040" <= character <= "\u30ff" or character in "、。「」『』・ー々〜　！？（）":
        return 1.0
    return _level_one(character, "euc_jp", 0xB0, 0xCF)


@cache
def _fits_chinese(character: str) -> float:
    if character in "，。、；：？！（）《》「」『』　“”":
        return 1.0
    return max(_level_one(character, "gb2312", 0xB0, 0xD7), _level_one(character, "big5", 0xA4, 0xC6)) * 0.95


def _level_one(character: str, encoding: str, first: int, last: int) -> float:
    """Return 1 for an ideograph among the common ones, which the standard puts in its first rows, else 0."""
    try:
        code = character.encode(encoding)
    except UnicodeEncodeError:
        return 0.0
    return float(len(code) == 2 and first <= code[0] <= last)
