"""Target segments left in the source's language, told by the words of the two texts themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from aligner.coverage.case import Case, Fault
from aligner.ladder import Bead
from aligner.read.parts.detect import detect_language
from aligner.writing import UNSPACED_WORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")
_FEWEST = 3  # words below which a copy may be a name
_AROUND = 2  # beads to each side in which the original of a copy may stand
_COPY, _WHOLE = 0.8, 0.95  # shares of its words from which a segment counts as a copy, and as nothing else
_PLAIN = 0.3  # share of the words that must be no part of a name, unless all is copied
_OWN = 0.5  # mean log ratio of the words' frequencies from which they are the source's
_CLEAR = 1.5  # the same for a segment that is no copy
_SURE = 0.9  # confidence of the language identifier


def split_words(text: str) -> list[str]:
    """Return the words of a text without case; of scripts without spaces, pairs of characters.

    >>> split_words("It's 5 o'clock, 家族")
    ["it's", "o'clock", '家族']
    """
    words = []
    for word in _WORD.findall(text.casefold()):
        if _UNSPACED.search(word):
            words += [word[k : k + 2] for k in range(max(len(word) - 1, 1))]
        else:
            words.append(word.replace("’", "'"))
    return words


def find_untranslated(case: Case) -> list[Fault]:
    """Return a fault for each run of target segments that read as the source's language."""
    if _same(*case.languages):
        return []
    words = [split_words(text) for text in case.texts[0]], [split_words(text) for text in case.texts[1]]
    counts = Counter(w for line in words[0] for w in line), Counter(w for line in words[1] for w in line)
    beads: list[Bead] = []
    for number, bead in enumerate(case.beads):
        nearby = case.beads[max(number - _AROUND, 0) : number + _AROUND + 1]
        originals = [words[0][i] for other in nearby for i in other.source]
        for j in bead.target:
            line = _Line(case.texts[1][j], words[1][j], originals)
            confidence = _judge(line, counts, case.languages)
            if confidence:
                beads.append(Bead(bead.source, range(j, j + 1), confidence))
    return [_join(group) for group in _neighbours(beads)]


class _Line(NamedTuple):
    text: str
    words: list[str]
    originals: list[list[str]]


def _judge(line: _Line, counts: tuple[Counter[str], Counter[str]], languages: tuple[str, str]) -> float:
    """Return how sure it is that a line is in the source's language, 0 where it is not."""
    if len(line.words) < _FEWEST:
        return 0.0
    own = Counter(line.words)
    original = max((Counter(words) for words in line.originals), key=lambda o: (own & o).total(), default=Counter())
    copied = (own & original).total() / len(line.words)
    left_out = original if copied >= _COPY else Counter[str](), own
    if copied >= _WHOLE and (own & original).total() >= _WHOLE * original.total():
        ratio = _log_ratio(line.words, counts, left_out)
        if ratio >= _OWN:
            return min(0.85 + 0.1 * ratio, 0.99)
        told = detect_language(line.text)
        return 0.8 if ratio > -_OWN and _same(told[0], languages[0]) and told[1] >= _SURE else 0.0
    plain = _plain_words(line.text)
    if len(plain) < max(_FEWEST, _PLAIN * len(line.words)):
        return 0.0
    ratio = _log_ratio(plain, counts, left_out)
    if ratio < (_OWN if copied >= _COPY else _CLEAR) or not _same(
        detect_language(line.text, languages)[0], languages[0]
    ):
        return 0.0
    return min(0.7 + 0.1 * ratio, 0.99)


def _plain_words(text: str) -> list[str]:
    """Return the words that are no part of a name: in small letters, and not between two words in capitals.

    >>> _plain_words("John Edward, director of the Council of Schools, said so.")
    ['director', 'the', 'said', 'so']
    """
    words = _WORD.findall(text)
    capital = [word[0].isupper() for word in words]
    near = [any(capital[max(k - 2, 0) : k]) and any(capital[k + 1 : k + 3]) for k in range(len(words))]
    return [w for k, word in enumerate(words) if not capital[k] and not near[k] for w in split_words(word)]


_Counts = tuple[Counter[str], Counter[str]]


def _log_ratio(words: Sequence[str], counts: _Counts, left_out: _Counts) -> float:
    """Return how much more frequent words are in the source than in the target, but for some: the mean log ratio."""
    totals = [max(counts[side].total() - left_out[side].total(), 1) for side in (0, 1)]
    least = 1 / sum(totals)
    rates = [
        [max(counts[side][word] - left_out[side][word], 0) / totals[side] + least for word in words] for side in (0, 1)
    ]
    return sum(log(one / other) for one, other in zip(*rates, strict=True)) / len(words)


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0] == other.partition("-")[0]


def _neighbours(beads: list[Bead]) -> list[list[Bead]]:
    groups: list[list[Bead]] = []
    for bead in beads:
        if groups and groups[-1][-1].target.stop == bead.target.start:
            groups[-1].append(bead)
        else:
            groups.append([bead])
    return groups


def _join(group: list[Bead]) -> Fault:
    run = range(group[0].target.start, group[-1].target.stop)
    facing = range(group[0].source.start, group[-1].source.stop)
    return Fault("untranslated", 1, run, facing, "left in the language of the source", min(b.confidence for b in group))
