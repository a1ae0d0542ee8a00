"""Which words of a segment its tokens are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aligner.writing import UNSPACED_WORDS

_LETTERS = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def name_words(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Return the words of a text that spans of characters touch, in order; of unspaced scripts, the stretch.

    >>> name_words("The mother, at home.", [(4, 11), (4, 11), (15, 20)])
    ['mother', 'home']
    """
    touched = {place for start, end in spans for place in range(start, end)}
    words = []
    for match in _LETTERS.finditer(text):
        inside = sorted(touched.intersection(range(*match.span())))
        if inside:
            wide = re.search(f"[{UNSPACED_WORDS}]", match[0])
            words.append(text[inside[0] : inside[-1] + 1] if wide else match[0])
    return words
