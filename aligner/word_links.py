"""Link the words of two matched runs of segments by the vectors of their tokens.

The tokens of both runs are compared by the middle layers of the encoder, which align best (Jalili Sabet, Dufter, Yvon
and Schütze 2020, *SimAlign: High Quality Word Alignments Without Parallel Training Data Using Static and Contextualized
Embeddings*), and the similarities become a transport plan with a share for what has no counterpart: the iterations of
Cuturi (2013, *Sinkhorn Distances*). Two words are linked when any of their tokens are, as in Dou and Neubig (2021,
*Word Alignment by Fine-tuning Embeddings on Parallel Corpora*). Accuracy is in docs/words.md; how many of the page's
links are right is in docs/reader.md, "Words".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.edition import Edition
from aligner.ladder import Bead
from aligner.profile import Profile, Vectors
from aligner.text import Text, join_segments
from aligner.writing import UNSPACED_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*")
"""Letters and digits, with apostrophes and hyphens inside: "well-dug", "l’eau", "1917"."""

_ELIDED = re.compile(r"\w{1,2}['’](?=\w)")  # an article or a pronoun before a vowel: "l’", "d'", "qu’"

_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")
"""A character of a script that writes no spaces between words, in which each token counts as a word."""

_TOKEN = re.compile(rf"[{UNSPACED_WORDS}]|[^\s{UNSPACED_WORDS}]+")
"""What is between white space, except that each character of such a script is by itself."""
_SPACED = re.compile(r"\S+")

LAYER_WEIGHTS = (0.3, 0.65, 0.05)
"""Of the three layers, where no map was learned for the model: the middle one aligns best."""
_MAP = Path(__file__).parent / "data" / "word_links.npy"
_MAPPED = (384, (128, 128, 128))
"""Widths of the sentence vectors and of the layers of the built-in model, for which the map was learned."""
TEMPERATURE = 0.08
"""By which similarities are divided before they become shares: a token goes to its nearest alone where that one is
ahead by a tenth or two."""
NO_COUNTERPART = 0.1
"""The similarity at which having no counterpart is as likely as having one; unrelated words have about 0."""
_ROUNDS = 5  # of sharing; the shares no longer change by then
DISTANCE = 0.3
"""Subtracted from the similarity of two tokens at opposite ends of their texts, and in proportion from that of other
pairs. It tells apart the three "the" of one sentence; a much larger value would exclude words that the order of the
other language moves."""
LEAST = 0.25
"""Share from which two words are linked. Precision and recall are about the same there, and F1 is highest."""
CERTAIN = 0.5
"""Share from which a page shows a link: its precise end."""


class WordLink(NamedTuple):
    """The characters of a word of one text, and of the word of another that translates it."""

    source: range
    target: range


WordLinks = Mapping[tuple[int, int], Sequence[WordLink]]
"""The links of each cell with the pivot's cell of its row, by row and column."""


class LinkedBead(NamedTuple):
    """The texts of a bead, the characters of their tokens, and the links: source token, target token, probability."""

    source_text: str
    target_text: str
    source_tokens: list[range]
    target_tokens: list[range]
    links: list[tuple[int, int, float]]


class Tokens(NamedTuple):
    """The model's tokens in a run of segments: the run as one text, the characters of each, and vectors [t, d]."""

    text: str
    spans: list[tuple[int, int]]
    vectors: Vectors


class UnitWords(NamedTuple):
    """The words of a text: the text, the characters of each word, and the words in small letters."""

    text: str
    ranges: tuple[range, ...]
    keys: tuple[str, ...]

    def form(self, start: int, end: int) -> str:
        """Return the text from the word ``start`` up to the word ``end``, which is not included."""
        return self.text[self.ranges[start].start : self.ranges[end - 1].stop]

    def adjoins(self, number: int) -> bool:
        """Return whether nothing but white space is between a word and the next."""
        return not self.text[self.ranges[number].stop : self.ranges[number + 1].start].strip()


def link_edition(edition: Edition, profiles: Sequence[Profile]) -> WordLinks:
    """Return the links between the words of an edition's cells and those of its pivot, of which a page is certain.

    ``profiles`` has the profile of each version, in the order of the columns. Cells without links are left out.
    """
    columns = [_Column(text, profile) for text, profile in zip(edition.texts, profiles, strict=True)]
    links: dict[tuple[int, int], list[WordLink]] = {}
    for number, row in enumerate(edition.rows):
        cells = [column.tokens(run) for column, run in zip(columns, row.cells, strict=True)]
        for column, other in enumerate(cells[1:], 1):
            if found := link_words(cells[0], other):
                links[number, column] = found
    return links


def link_runs(
    texts: tuple[Text, Text],
    profiles: tuple[Profile, Profile],
    runs: tuple[range, range],
    *,
    least: float | None = None,
) -> list[WordLink]:
    """Return the links between the words of a run of segments of one text and of a run of another.

    ``least`` is the share from which words are linked, by default that of which a page is certain.
    """
    cells = [_Column(text, profile).tokens(run) for text, profile, run in zip(texts, profiles, runs, strict=True)]
    return link_words(cells[0], cells[1], CERTAIN if least is None else least)


def link_beads(
    texts: tuple[Text, Text], profiles: tuple[Profile, Profile], beads: Iterable[Bead], *, spaced: bool = False
) -> Iterator[LinkedBead]:
    """Yield the links between the tokens of each bead's two runs; none where one of them is empty.

    Tokens are what is between white space, and in scripts without spaces between words each character; with ``spaced``
    white space alone counts, for texts whose words were parted by a program.
    """
    columns = [_Column(text, profile) for text, profile in zip(texts, profiles, strict=True)]
    for bead in beads:
        cells = [column.tokens(run) for column, run in zip(columns, bead[:2], strict=True)]
        units = [find_tokens(cell.text, spaced=spaced) for cell in cells]
        covered = [cover(unit, cell.spans) for unit, cell in zip(units, cells, strict=True)]
        links = link_units(share_out(cells[0].vectors, cells[1].vectors), (covered[0], covered[1]), LEAST)
        yield LinkedBead(cells[0].text, cells[1].text, units[0], units[1], links)


def link_rows(
    texts: tuple[Text, Text], profiles: tuple[Profile, Profile], rows: Iterable[tuple[int, int]]
) -> Iterator[list[tuple[int, int, float]]]:
    """Yield the links between the words (``words_of``) of pairs of segments: source word, target word, share."""
    columns = [_Column(text, profile) for text, profile in zip(texts, profiles, strict=True)]
    for row in rows:
        sides = [column.tokens(range(k, k + 1)) for column, k in zip(columns, row, strict=True)]
        members = [[inside for _, inside in _part_words(side.text, side.spans)] for side in sides]
        yield link_units(share_out(sides[0].vectors, sides[1].vectors), (members[0], members[1]), LEAST)


def words_of(text: Text, profile: Profile) -> list[UnitWords]:
    """Return the words of each segment of a text."""
    column = _Column(text, profile)
    found = []
    for number, segment in enumerate(text.texts):
        ranges = tuple(word for word, _ in _part_words(segment, column.tokens(range(number, number + 1)).spans))
        found.append(UnitWords(segment, ranges, tuple(segment[r.start : r.stop].lower() for r in ranges)))
    return found


def link_words(source: Tokens, target: Tokens, least: float = CERTAIN) -> list[WordLink]:
    """Return the pairs of words that have a share of ``least`` or more in each other, in the order of the source."""
    words = [find_words(side.text, side.spans) for side in (source, target)]
    members = [[inside for _, inside in side] for side in words]
    links = link_units(share_out(source.vectors, target.vectors), (members[0], members[1]), least)
    return [WordLink(words[0][i][0], words[1][j][0]) for i, j, _ in links]


def link_units(
    shares: Vectors, members: tuple[Sequence[range], Sequence[range]], least: float
) -> list[tuple[int, int, float]]:
    """Return the pairs of units with a share of ``least`` or more, in order: source unit, target unit, share.

    ``shares`` [s, t] are those of tokens, and ``members`` the tokens of each unit, for both sides. A pair of units has
    the largest share of any two of their tokens.
    """
    owners: tuple[dict[int, list[int]], dict[int, list[int]]] = {}, {}
    for side, units in zip(owners, members, strict=True):
        for unit, tokens in enumerate(units):
            for token in tokens:
                side.setdefault(token, []).append(unit)
    found: dict[tuple[int, int], float] = {}
    for i, j in np.argwhere(shares >= least).tolist():
        for one in owners[0].get(i, ()):
            for other in owners[1].get(j, ()):
                found[one, other] = max(found.get((one, other), 0.0), float(shares[i, j]))
    return [(i, j, found[i, j]) for i, j in sorted(found)]


def share_out(source: Vectors, target: Vectors) -> Vectors:
    """Return for each two tokens the share that they have in each other, [s, t], from unit vectors [s, d] and [t, d].

    Each token has one share to give, to the tokens of the other side and to having no counterpart. What two tokens
    exchange grows with exp(similarity / ``TEMPERATURE``), where similarity is the cosine less ``DISTANCE`` times the
    difference of the tokens' places, each from 0 to 1.

    >>> bool((share_out(np.eye(2), np.eye(2)).argmax(1) == [0, 1]).all())
    True
    """
    if not len(source) or not len(target):
        return np.zeros((len(source), len(target)), np.float32)
    near = source @ target.T - distances(len(source), len(target))
    weight = np.exp(near / np.float32(TEMPERATURE))
    none = np.float32(np.exp(NO_COUNTERPART / TEMPERATURE))
    target_scale = np.ones(len(target), np.float32)
    for _ in range(_ROUNDS):
        source_scale = 1 / (weight @ target_scale + none)
        target_scale = 1 / (source_scale @ weight + none)
    shares: Vectors = source_scale[:, None] * weight * target_scale[None]
    return shares


def distances(source: int, target: int) -> Vectors:
    """Return what is subtracted from the similarity of tokens for the difference of their places, [s, t].

    >>> distances(1, 2).round(3).tolist()
    [[0.07500000298023224, 0.07500000298023224]]
    """
    places = [(np.arange(count, dtype=np.float32) + 0.5) / count for count in (source, target)]
    apart: Vectors = np.float32(DISTANCE) * np.abs(places[0][:, None] - places[1][None])
    return apart


def stack_layers(profile: Profile, index: int) -> Vectors:
    """Return the vectors of a segment's tokens in three layers side by side, [t, 3 w].

    Of a model that gives fewer layers the first stands in for those that are missing.
    """
    tokens = profile.tokens_of(range(index, index + 1))
    chosen = (profile.layers[-3:][0], profile.layers[-2:][0], profile.layers[-1])
    return np.concatenate([layer[tokens] for layer in chosen], axis=1)


@cache
def load_map() -> Vectors:
    """Return the map of the built-in model's stacked layers [384, 384], made by ``scripts/train_word_links.py``.

    It is that of a bilinear comparison: a product of two mapped vectors weighs each pair of directions by how well it
    tells translations from other words. It was learned from German-English and Romanian-English word alignments, and
    is used for all languages.
    """
    return np.load(_MAP).astype(np.float32)  # type: ignore[no-any-return]


class _Column:
    """A version's tokens, cell by cell.

    A segment with fewer tokens than words has none here, because they cannot be assigned to words. This is so for
    vectors of the user's own, which have one token per segment.
    """

    def __init__(self, text: Text, profile: Profile) -> None:
        self.texts = text.texts
        self.profile = profile

    def tokens(self, run: range) -> Tokens:
        """Return the tokens of the cell that holds a run of segments."""
        texts = self.texts[run.start : run.stop]
        spans: list[tuple[int, int]] = []
        vectors = [np.zeros((0, 0), np.float32)]
        for place, index in enumerate(run):
            start = len(join_segments(texts[: place + 1])) - len(texts[place])
            own = self.profile.token_spans(index)
            if own and len(_SPACED.findall(texts[place])) <= len(own):
                spans += [(start + first, start + last) for first, last in own]
                vectors.append(self._vectors(index))
        return Tokens(join_segments(texts), spans, np.concatenate(vectors[1:] or vectors))

    def _vectors(self, index: int) -> Vectors:
        """Return a vector of unit length for each token of a segment, [t, 3 w].

        Without a map for the model, each layer counts by its weight, so that a product is the weighted sum of theirs.
        """
        stacked = stack_layers(self.profile, index)
        widths = self.profile.sentences.shape[1], tuple(layer.shape[1] for layer in self.profile.layers)
        if widths == _MAPPED:
            stacked = stacked @ load_map()
        else:
            stacked *= np.repeat(np.sqrt(np.array(LAYER_WEIGHTS, np.float32)), stacked.shape[1] // 3)
        unit: Vectors = stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9)
        return unit


def find_words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[range, range]]:
    """Return a text's words in order, each with the numbers of its tokens.

    ``spans`` has the characters of each token. In a script that writes no spaces each token is a word. Words without a
    token are left out.

    >>> find_words("No end.", [(0, 2), (2, 4), (4, 6), (6, 7)])
    [(range(0, 2), range(0, 1)), (range(3, 6), range(1, 3))]
    >>> find_words("家族は", [(0, 2), (2, 3)])
    [(range(0, 2), range(0, 1)), (range(2, 3), range(1, 2))]
    """
    words = []
    found = [range(*match.span()) for match in _WORD.finditer(text)]
    for word, inside in zip(found, cover(found, spans), strict=True):
        if _UNSPACED.search(text, word.start, word.stop):
            parts = ((k, *spans[k]) for k in inside)
            words += [(range(max(a, word.start), min(b, word.stop)), range(k, k + 1)) for k, a, b in parts]
        elif inside:
            words.append((word, inside))
    return words


def _part_words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[range, range]]:
    """Return words as ``find_words`` does, with elided ones by themselves: "l’", "eau"."""
    parted: list[range] = []
    for word, _ in find_words(text, spans):
        elided = _ELIDED.match(text, word.start, word.stop)
        middle = elided.end() if elided else word.start
        parted += [range(*pair) for pair in ((word.start, middle), (middle, word.stop)) if pair[0] < pair[1]]
    return list(zip(parted, cover(parted, spans), strict=True))


def find_tokens(text: str, *, spaced: bool = False) -> list[range]:
    """Return the characters of each token of a text.

    A token is what is between white space, and in scripts without spaces between words each character with the marks
    upon it; with ``spaced`` white space alone counts.

    >>> find_tokens("No end."), find_tokens("家族 a."), find_tokens("家族 a.", spaced=True)
    ([range(0, 2), range(3, 7)], [range(0, 1), range(1, 2), range(3, 5)], [range(0, 2), range(3, 5)])
    """
    tokens: list[range] = []
    for match in (_SPACED if spaced else _TOKEN).finditer(text):
        start, end = match.span()
        if tokens and tokens[-1].stop == start and unicodedata.category(text[start]).startswith("M"):
            tokens[-1] = range(tokens[-1].start, end)
        else:
            tokens.append(range(start, end))
    return tokens


def cover(ranges: Sequence[range], spans: Sequence[tuple[int, int]]) -> list[range]:
    """Return for each range of characters the numbers of the tokens that have a character in it; both are in order.

    >>> cover([range(0, 2), range(2, 3)], [(0, 1), (1, 3)])
    [range(0, 2), range(1, 2)]
    """
    covered = []
    first = 0
    for one in ranges:
        while first < len(spans) and spans[first][1] <= one.start:
            first += 1
        last = first
        while last < len(spans) and spans[last][0] < one.stop:
            last += 1
        covered.append(range(first, last))
    return covered
