"""A deterministic encoder of no intelligence, and texts in two languages that it understands."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

import numpy as np

from aligner.embed import Encoder
from aligner.profile import Encoded, Profile, Vectors
from aligner.session import Aligner, Alignment
from aligner.text import Paragraph, Text, make_text

LAYERS = 3
WIDTH = 48

DICTIONARY = {
    "dog": "Hund", "cat": "Katze", "house": "Haus", "tree": "Baum", "water": "Wasser", "bread": "Brot",
    "mother": "Mutter", "father": "Vater", "child": "Kind", "woman": "Frau", "man": "Mann", "worker": "Arbeiter",
    "factory": "Fabrik", "kitchen": "Küche", "family": "Familie", "state": "Staat", "law": "Gesetz", "love": "Liebe",
    "friend": "Freund", "morning": "Morgen", "night": "Nacht", "summer": "Sommer", "winter": "Winter", "snow": "Schnee",
    "river": "Fluss", "mountain": "Berg", "road": "Strasse", "window": "Fenster", "door": "Tür", "table": "Tisch",
    "book": "Buch", "letter": "Brief", "word": "Wort", "song": "Lied", "heart": "Herz", "hand": "Faust", "eye": "Auge",
    "sees": "sieht", "takes": "nimmt", "gives": "gibt", "finds": "findet", "brings": "bringt", "reads": "liest",
    "sings": "singt", "sleeps": "schläft", "works": "arbeitet", "old": "alt", "new": "neu", "small": "klein",
    "large": "gross", "red": "rot", "white": "weiss", "cold": "kalt", "warm": "heiss", "quiet": "still",
}  # fmt: skip
"""English words and the German ones that have the same vector."""

_CONCEPTS = {german.lower(): english for english, german in DICTIONARY.items()}


class FakeEncoder:
    """An encoder whose token vectors are drawn by a hash of the word, the same for a word and its translation.

    ``calls`` holds the texts of each call.
    """

    name = "fake"

    def __init__(self, revision: str = "1") -> None:
        self.revision = revision
        self.calls: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Encode each text once."""
        self.calls.append(list(texts))
        found = [list(re.finditer(r"\w+|[^\w\s]", text)) for text in texts]
        words = [[match[0].lower() for match in line] for line in found]
        concepts = [[_CONCEPTS.get(word, word) for word in line] for line in words]
        counts = [len(line) for line in concepts]
        drawn = [[_draw(concept) for concept in line] for line in concepts]
        nothing = np.zeros((0, LAYERS, WIDTH), np.float32)
        tokens = np.concatenate([nothing, *(np.stack(line) for line in drawn if line)])
        sums = [np.sum(np.stack(line)[:, -1], axis=0) if line else _draw("")[-1] for line in drawn]
        sentences = np.stack(sums).astype(np.float32)
        return Encoded(
            sentences / np.linalg.norm(sentences, axis=1, keepdims=True),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            np.array([_number(concept) % 250_000 for line in concepts for concept in line], np.int64),
            tuple(tokens[:, layer].astype(np.float16) for layer in range(LAYERS)),
            np.array([match.span() for line in found for match in line], np.int64).reshape(-1, 2),
        )


class NoisyEncoder:
    """An encoder that gives a word and its translation vectors that are near each other, not equal.

    The vector of a word is that of its concept, mixed with what is its own: words of one concept have a cosine of 0.5
    to 0.85, unrelated words one of about 0 to 0.3 either way. Every occurrence of a word has the same vector.
    """

    name = "noisy"
    revision = "1"

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Encode each text once."""
        found = [list(re.finditer(r"\w+|[^\w\s]", text)) for text in texts]
        words = [[match[0].lower() for match in line] for line in found]
        drawn = [np.array([_draw_near(word) for word in line], np.float32).reshape(-1, LAYERS, WIDTH) for line in words]
        sums = [line[:, -1].sum(0) if len(line) else _draw("")[-1] for line in drawn]
        sentences = np.stack(sums).astype(np.float32)
        tokens = np.concatenate(drawn)
        return Encoded(
            sentences / np.linalg.norm(sentences, axis=1, keepdims=True),
            np.cumsum([0, *map(len, words)]).astype(np.int64),
            np.array([_number(word) % 250_000 for line in words for word in line], np.int64),
            tuple(tokens[:, layer].astype(np.float16) for layer in range(LAYERS)),
            np.array([match.span() for line in found for match in line], np.int64).reshape(-1, 2),
        )


@cache
def _draw_near(word: str) -> Vectors:
    """Return the vectors of a word, [layers, width]: its concept's, and a part of its own 0.65 times as long."""
    mixed = _draw(_CONCEPTS.get(word, word)) + 0.65 * _draw(f"the word {word}")
    vectors: Vectors = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
    return vectors


def _number(concept: str) -> int:
    return int.from_bytes(blake2b(concept.encode(), digest_size=6).digest(), "big")


@cache
def _draw(concept: str) -> Vectors:
    """Return the vectors of a concept, [layers, width]: alike in all layers, not the same."""
    generator = np.random.default_rng(_number(concept))
    own = generator.standard_normal((1, WIDTH)) + 0.2 * generator.standard_normal((LAYERS, WIDTH))
    vectors: Vectors = (own / np.linalg.norm(own, axis=1, keepdims=True)).astype(np.float32)
    return vectors


def session_of(encoder: Encoder | None = None) -> Aligner:
    """Return a session without a cache, of a fake encoder where none is given."""
    return Aligner(encoder or FakeEncoder(), cache=False)


def align_texts(source: Text, target: Text, encoder: Encoder | None = None) -> Alignment:
    """Align two texts in a session of their own."""
    return session_of(encoder).align(source, target)


def profile_text(text: Text, encoder: Encoder | None = None) -> Profile:
    """Return the profile of a text in a session of its own."""
    return session_of(encoder).profile(text)


def english_sentences(count: int, seed: int = 0, words: int = 8) -> list[str]:
    """Return English sentences of the dictionary's words, different ones for each seed."""
    generator = random.Random(seed)
    vocabulary = sorted(DICTIONARY)
    return [" ".join(generator.choices(vocabulary, k=words)).capitalize() + "." for _ in range(count)]


def to_german(sentence: str) -> str:
    """Translate a sentence of the dictionary's words."""
    german = re.sub(r"\w+", lambda found: DICTIONARY.get(found[0].lower(), found[0]), sentence)
    return german[:1].upper() + german[1:]


def text_of(language: str, segments: Sequence[str], name: str = "") -> Text:
    """Return a text of one paragraph that is cut into these segments."""
    if not segments:
        return Text(language, (), (), name)
    raws = [segment + " " for segment in segments[:-1]] + [segments[-1]]
    return make_text(language, [Paragraph("".join(raws))], [raws], name)
