"""Untranslated: target segments in the source's language.

No dictionary is needed: the words of an untranslated sentence are frequent in the source and rare in the rest of the
target. Names, titles of books, quotations in a third language and words that both languages share look alike but are
correct; most of the thresholds are there to let these pass.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from aligner.coverage.case import Case
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from aligner.read.parts.detect import detect_language
from aligner.writing import UNSPACED_WORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")  # letters, with one apostrophe inside: "don't", "l’homme"
_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")  # "家", "ก": a script without spaces between words
_FEWEST_WORDS = 3  # of a segment, and of its words outside names: a copy of one or two words is often a name
_NEARBY = 2  # beads to each side in which the original of a copy may be, when the matcher has shifted it
_COPY = 0.8  # share of a segment's words in one nearby source segment, from which it is a copy with small changes
_EXACT = 0.95  # the same, of the words of both, from which it is a copy and nothing else
_LEAST_PLAIN = 0.3  # share of the words that are in no name; names may be most of an address or of a list

# Mean log ratio of the words' frequency in the source to that in the target. 0.5 is 1.6 times as frequent, 1.5 is 4.5
# times. Less is asked of a copy, which has another reason to be suspected.
_LEAST_RATIO_OF_COPY = 0.5
_LEAST_RATIO = 1.5

_SURE_OF_LANGUAGE = 0.9  # of the language identifier, for a copy whose words are about as frequent on both sides

# Confidence of a finding: at least so much, and more by a tenth of the log ratio.
_CONFIDENCE_EXACT, _CONFIDENCE_BY_LANGUAGE, _CONFIDENCE = 0.85, 0.8, 0.7
_PER_LOG_RATIO, _MOST_CONFIDENCE = 0.1, 0.99

_Counts = tuple[Counter[str], Counter[str]]


class _Segment(NamedTuple):
    """A target segment, its words, and the words of each source segment nearby."""

    text: str
    words: list[str]
    originals: list[list[str]]


def find_untranslated(case: Case) -> list[RawFinding]:
    """Return a finding for each run of target segments that are in the source's language."""
    if is_same_language(*case.languages):
        return []
    words = [split_words(text) for text in case.texts[0]], [split_words(text) for text in case.texts[1]]
    counts = Counter(w for line in words[0] for w in line), Counter(w for line in words[1] for w in line)
    left: list[Bead] = []
    for number, bead in enumerate(case.beads):
        nearby = case.beads[max(number - _NEARBY, 0) : number + _NEARBY + 1]
        originals = [words[0][i] for other in nearby for i in other.source]
        for j in (j for j in bead.target if not case.wordless[1][j]):
            segment = _Segment(case.texts[1][j], words[1][j], originals)
            confidence = _untranslated_confidence(segment, counts, case.languages)
            if confidence:
                left.append(Bead(bead.source, range(j, j + 1), confidence))
    return [_report(group) for group in _group_neighbours(left)]


def split_words(text: str) -> list[str]:
    """Return the words of a text in small letters; of scripts without spaces, pairs of characters.

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


def plain_words(text: str) -> list[str]:
    """Return the words that are in no name: in small letters, and not between two words in capitals.

    >>> plain_words("John Edward, director of the Council of Schools, said so.")
    ['director', 'the', 'said', 'so']
    """
    words = _WORD.findall(text)
    capital = [word[0].isupper() for word in words]
    # "of" in "Council of Schools" is in a name: within two words there is a capital on both sides.
    in_name = [any(capital[max(k - 2, 0) : k]) and any(capital[k + 1 : k + 3]) for k in range(len(words))]
    return [w for k, word in enumerate(words) if not capital[k] and not in_name[k] for w in split_words(word)]


def _untranslated_confidence(segment: _Segment, counts: _Counts, languages: tuple[str, str]) -> float:
    """Return the confidence that a segment is in the source's language, 0 if it is not."""
    if len(segment.words) < _FEWEST_WORDS:
        return 0.0
    own = Counter(segment.words)
    original = max((Counter(words) for words in segment.originals), key=lambda o: (own & o).total(), default=Counter())
    shared = (own & original).total()
    copied = shared / len(segment.words)
    # The segment itself, and what it was copied from, must not count as evidence of either language's frequencies.
    left_out = original if copied >= _COPY else Counter[str](), own
    if copied >= _EXACT and shared >= _EXACT * original.total():
        return _copy_confidence(segment, _mean_log_ratio(segment.words, counts, left_out), languages[0])
    plain = plain_words(segment.text)
    if len(plain) < max(_FEWEST_WORDS, _LEAST_PLAIN * len(segment.words)):
        return 0.0
    ratio = _mean_log_ratio(plain, counts, left_out)
    least = _LEAST_RATIO_OF_COPY if copied >= _COPY else _LEAST_RATIO
    if ratio < least or not is_same_language(detect_language(segment.text, languages)[0], languages[0]):
        return 0.0
    return min(_CONFIDENCE + _PER_LOG_RATIO * ratio, _MOST_CONFIDENCE)


def _copy_confidence(segment: _Segment, ratio: float, source_language: str) -> float:
    """Return the confidence that an exact copy should have been translated: a name or an address should not."""
    if ratio >= _LEAST_RATIO_OF_COPY:
        return min(_CONFIDENCE_EXACT + _PER_LOG_RATIO * ratio, _MOST_CONFIDENCE)
    language, sure = detect_language(segment.text)
    is_source = is_same_language(language, source_language) and sure >= _SURE_OF_LANGUAGE
    return _CONFIDENCE_BY_LANGUAGE if ratio > -_LEAST_RATIO_OF_COPY and is_source else 0.0


def _mean_log_ratio(words: Sequence[str], counts: _Counts, left_out: _Counts) -> float:
    """Return the mean log ratio of the words' frequency in the source to that in the target.

    ``left_out`` are occurrences on each side that do not count. A word that is not there has the frequency of one in
    both texts together.
    """
    totals = [max(counts[side].total() - left_out[side].total(), 1) for side in (0, 1)]
    least = 1 / sum(totals)
    rates = [
        [max(counts[side][word] - left_out[side][word], 0) / totals[side] + least for word in words] for side in (0, 1)
    ]
    return sum(log(one / other) for one, other in zip(*rates, strict=True)) / len(words)


def is_same_language(one: str, other: str) -> bool:
    """Return whether two tags name one language, whatever their regions and scripts."""
    return one.partition("-")[0] == other.partition("-")[0]


def _group_neighbours(beads: list[Bead]) -> list[list[Bead]]:
    groups: list[list[Bead]] = []
    for bead in beads:
        if groups and groups[-1][-1].target.stop == bead.target.start:
            groups[-1].append(bead)
        else:
            groups.append([bead])
    return groups


def _report(group: list[Bead]) -> RawFinding:
    run = range(group[0].target.start, group[-1].target.stop)
    facing = range(group[0].source.start, group[-1].source.stop)
    confidence = min(bead.confidence for bead in group)
    return RawFinding("untranslated", 1, run, facing, "left in the language of the source", confidence)
