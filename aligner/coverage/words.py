"""Which words of a segment its tokens are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from aligner.embed import Encoder
from aligner.writing import UNSPACED_WORDS

_PIECE = re.compile(rf"[{UNSPACED_WORDS}]+|[^\s{UNSPACED_WORDS}]+")
_LETTERS = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def place_tokens(text: str, count: int, encoder: Encoder) -> list[tuple[int, int]]:
    """Return for each of ``count`` tokens of a text the characters that it may be part of, as (start, end).

    An encoder says how many tokens a word alone has; where these do not add up, tokens are spread evenly. Of a run
    without spaces each token has its even share.
    """
    matches = list(_PIECE.finditer(text))
    if not matches:
        return [(0, len(text))] * count
    sizes = np.diff(encoder.encode([match[0] for match in matches]).offsets)
    if sizes.sum() != count:
        ends = np.rint(np.linspace(0, len(text), count + 1)).astype(int).tolist()
        return list(pairwise(ends))
    spans = []
    for match, size in zip(matches, sizes.tolist(), strict=True):
        if re.match(f"[{UNSPACED_WORDS}]", match[0]):
            ends = np.rint(np.linspace(match.start(), match.end(), size + 1)).astype(int).tolist()
            spans += list(pairwise(ends))
        else:
            spans += [match.span()] * size
    return spans


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
