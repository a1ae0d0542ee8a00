"""Spell old texts for the encoder as it learned the language; what people see stays as it was printed.

Tagalog of about 1900 marks the sound ng and its plural mga with a tilde (``n~g``, ``ñg``, ``ng̃``, ``m~ga``) and writes
stress over its vowels. Long s and ligatures of letters need nothing here: the encoder's own tokenizer folds them.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from aligner.profile import Encoded
from aligner.text import Text

_TILDE = "~\u0303\u0360"
_TILDED = re.compile(rf"(?<=[gG])[{_TILDE}]|(?<=[nNmM])[{_TILDE}](?=[gG])|[ñÑ](?=[gG])")
_STRESSED = "áàâéèêíìîóòôúùûÁÀÂÉÈÊÍÌÎÓÒÔÚÙÛ"
_PLAIN = dict(zip(_STRESSED, "aaaeeeiiiooouuuAAAEEEIIIOOOUUU", strict=True)) | {"ñ": "n", "Ñ": "N"}
_OLD_SIGN = re.compile(rf"{_TILDED.pattern}|[{_STRESSED}]|(?<=[aeiouAEIOU])[\u0300-\u0302]")
_OLD_SHARE = 0.02  # of the words of an old book have a stressed vowel; in a new one only some names have


def respells(text: Text) -> bool:
    """Return whether a text is in an old spelling that the encoder reads in the new one."""
    if text.language.split("-")[0] not in ("tl", "fil"):
        return False
    whole = " ".join(text.texts)
    if _TILDED.search(whole):
        return True
    return len(_OLD_SIGN.findall(whole)) >= max(1, _OLD_SHARE * len(whole.split()))


def spell_segments(text: Text) -> list[str]:
    """Return the segments of a text as the encoder reads them.

    >>> from aligner.text import Paragraph, make_text
    >>> spell_segments(make_text("tl", [Paragraph("Ang m~ga batà n~g bayan.")], [["Ang m~ga batà n~g bayan."]]))
    ['Ang mga bata ng bayan.']
    """
    return [_respell(one)[0] for one in text.texts] if respells(text) else text.texts


def restore_spans(encoded: Encoded, text: Text) -> Encoded:
    """Return what an encoder made of ``spell_segments(text)`` with the spans of tokens in the text as it is."""
    if not respells(text) or not len(encoded.spans):
        return encoded
    spans = encoded.spans.copy()
    for number, one in enumerate(text.texts):
        tokens = slice(encoded.offsets[number], encoded.offsets[number + 1])
        spans[tokens] = np.array(_respell(one)[1], np.int64)[spans[tokens]]
    return replace(encoded, spans=spans)


def _respell(text: str) -> tuple[str, list[int]]:
    """Return a segment in the new spelling, and the offset in it as it was of each character and of the end."""
    kept, places, at = list[str](), list[int](), 0
    for match in _OLD_SIGN.finditer(text):
        new = _PLAIN.get(match[0], "")
        kept += [text[at : match.start()], new]
        places += [*range(at, match.start()), *([match.start()] if new else [])]
        at = match.end()
    return "".join([*kept, text[at:]]), [*places, *range(at, len(text) + 1)]
