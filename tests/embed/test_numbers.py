"""What the encoders' numbers do, worked out by hand and without a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from aligner.embed.cache import CachedEncoder
from aligner.embed.profiling import MARKS, count_marks, find_numbers, sign_numbers
from aligner.embed.transformer import find_inner_layers, halve, join_pieces, make_batches
from aligner.profile import Encoded, centre, concatenate
from tests.fakes import FakeEncoder


def test_centring_subtracts_little_of_the_mean_of_a_few() -> None:
    """Of the mean of n vectors n / (n + 10) is subtracted, and what is left has unit length."""
    # The mean of (3, 4) and (3, -4) is (3, 0), of which 2 / 12 is 0.5: (2.5, 4) and (2.5, -4), of length sqrt(22.25).
    found = centre(np.array([[3, 4], [3, -4]]))
    np.testing.assert_allclose(found, np.array([[2.5, 4], [2.5, -4]]) / np.sqrt(22.25), atol=1e-6)
    # Of ten vectors half the mean goes: of five (1, 1) and five (1, -1) it is (1, 0), (0.5, 1) and (0.5, -1) are left.
    found = centre(np.array([[1, 1]] * 5 + [[1, -1]] * 5))
    np.testing.assert_allclose(found[0], np.array([0.5, 1]) / np.sqrt(1.25), atol=1e-6)
    assert found.dtype == np.float32
    assert centre(np.zeros((2, 3))).tolist() == [[0, 0, 0]] * 2
    assert centre(np.zeros((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("kind", range(len(MARKS)))
def test_every_mark_counts_as_its_kind(kind: int) -> None:
    """Each form of a mark is counted once, as its own kind and no other."""
    counts = count_marks([MARKS[kind]])[0]
    assert counts[kind] == len(MARKS[kind])
    assert counts[: len(MARKS)].sum() == len(MARKS[kind])
    assert len(set("".join(MARKS))) == len("".join(MARKS))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,000", ["1000"]),
        ("1,0000", ["10000"]),  # a decimal part
        ("1 0000", ["1", "0000"]),  # four digits are no group
        ("1 000", ["1000"]),
        ("1'000 and 1\u2009000", ["1000", "1000"]),
        ("1,000,000.25", ["100000025"]),
        ("1.2.3", ["12", "3"]),
        ("12.", ["12"]),
    ],
)
def test_groups_of_digits(text: str, numbers: list[str]) -> None:
    """Groups of three digits are one number, and a decimal part belongs to it."""
    assert find_numbers(text) == numbers


def test_signatures_have_unit_length_a_number() -> None:
    """A number's signature is 32 signs over the root of 32; that of two is their sum, the same every time."""
    one, other, both = sign_numbers(["1917", "42", "42 and 1917"])
    assert np.abs(one) == pytest.approx([1 / np.sqrt(32)] * 32)
    assert both == pytest.approx(one + other, abs=1e-6)
    # The digest is 458e7e73 in hexadecimal; its last byte is 01110011, and the signs begin with the lowest bit.
    assert np.sign(one[:8]).tolist() == [1, 1, -1, -1, 1, 1, 1, -1]


def test_the_cache_keeps_127_steps_a_vector(tmp_path: Path) -> None:
    """A token vector is kept as multiples of its largest value over 127, a sentence vector in half precision."""
    given = Encoded(
        np.array([[1 / 3, 0.25]], np.float32),
        np.array([0, 1]),
        np.array([7]),
        (np.array([[1.0, 0.5, -0.25]], np.float16),),
        np.array([[0, 3]]),
    )

    class Fixed(FakeEncoder):
        def encode(self, _texts: Sequence[str]) -> Encoded:
            return given

    kept = CachedEncoder(Fixed(), tmp_path / "v.sqlite3").encode(["dog"])
    # 1 / 127 in half precision is 0.0078735: 0.5 is 63.5 of it, rounded to 64 (0.50391), and -0.25 is -32 (-0.25195).
    assert kept.layers[0].tolist() == pytest.approx(np.array([[127, 64, -32]]) * 0.0078735, abs=5e-4)
    assert kept.sentences.tolist() == [[0.333251953125, 0.25]]  # 1/3 with 11 bits
    assert (kept.token_ids.tolist(), kept.spans.tolist()) == ([7], [[0, 3]])


def test_texts_are_encoded_by_128_the_longest_first(tmp_path: Path) -> None:
    """A slab is kept before the next is encoded, and progress is reported after each."""
    encoder, progress = FakeEncoder(), list[tuple[int, int]]()
    texts = [f"word{'x' * k}" for k in range(300)]
    CachedEncoder(encoder, tmp_path / "v.sqlite3", lambda *at: progress.append(at)).encode(texts)
    assert [len(call) for call in encoder.calls] == [128, 128, 44]
    assert encoder.calls[0][0] == texts[-1]
    assert progress == [(128, 300), (256, 300), (300, 300)]


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("aaaa bbb cccc dddd", ["aaaa bbb ", "cccc dddd"]),
        ("aaaaaaaa bbbbbbb", ["aaaaaaaa ", "bbbbbbb"]),  # a space just in the middle
        ("aaaaaaaaa bbbbbb", ["aaaaaaaa", "a bbbbbb"]),  # one behind it
        ("aaaa bbbbbbbbbbb", ["aaaa ", "bbbbbbbbbbb"]),  # one where the second quarter begins
        ("aaa bbbbbbbbbbbb", ["aaa bbbb", "bbbbbbbb"]),  # one before it
        ("家族とは何か", ["家族と", "は何か"]),
    ],
)
def test_a_text_is_halved_between_words(text: str, halves: list[str]) -> None:
    """It is parted behind a space in its second quarter, else in the middle."""
    assert halve(text) == halves


def test_batches_have_4096_tokens() -> None:
    """Pieces are batched by length, as many as 4,096 tokens have room for when all are as long as the longest."""
    assert list(make_batches([512] * 9)) == [list(range(8)), [8]]
    assert list(make_batches([1, 2048, 3, 2048, 2])) == [[1, 3], [2, 4, 0]]
    assert list(make_batches([5000, 1])) == [[0], [1]]


@pytest.mark.parametrize(("count", "layers"), [(13, [4, 8]), (25, [8, 16]), (3, [1, 1]), (1, [0, 0]), (0, [])])
def test_the_layers_that_are_kept(count: int, layers: list[int]) -> None:
    """A third and two thirds of the way up of models of 12, 24, 2 and no layers; none where only the last is given."""
    assert find_inner_layers(count) == layers


def test_pieces_of_a_text_are_joined() -> None:
    """Tokens are put in a row, and the sentence vector is the mean by tokens, at unit length."""

    def piece(vector: tuple[float, float], tokens: int) -> Encoded:
        layer = np.ones((tokens, 2), np.float16)
        ids = np.arange(tokens)
        return Encoded(np.array([vector], np.float32), np.array([0, tokens]), ids, (layer,), np.zeros((tokens, 2), int))

    pieces = concatenate([piece((1, 0), 3), piece((0, 1), 4), piece((0.6, 0.8), 2)])
    joined = join_pieces(pieces, np.array([0, 0, 1]))
    # 3 (1, 0) + 4 (0, 1) is (3, 4), of length 5.
    np.testing.assert_allclose(joined.sentences, [[0.6, 0.8], [0.6, 0.8]], atol=1e-6)
    assert joined.offsets.tolist() == [0, 7, 9]
    assert len(joined.token_ids) == 9
