from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from aligner.embed import builtin, transformer
from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import TransformerEncoder
from aligner.errors import ModelError
from tests.fakes import DICTIONARY, align_texts, english_sentences, text_of

SENTENCES = english_sentences(12)


def test_where_there_is_no_wheel_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the package that carries the built-in model the error names it and ``--model``."""
    monkeypatch.setattr(builtin, "PACKAGE", "no_such_package_of_weights")
    encoder = CachedEncoder(TransformerEncoder(bfloat16=False), tmp_path / "vectors.sqlite3")
    for ask in (builtin.find_file, builtin.revision, lambda: encoder.encode(["A line."])):
        with pytest.raises(ModelError, match=r"no_such_package_of_weights.*aligner model install.*--model") as caught:
            ask()
        assert "\n" not in str(caught.value)


def test_a_package_without_its_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package that is there but carries no weights is the same error."""
    (tmp_path / "hollow").mkdir()
    (tmp_path / "hollow" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(builtin, "PACKAGE", "hollow")
    with pytest.raises(ModelError, match="the built-in model is not here"):
        builtin.find_file()


@pytest.mark.parametrize(
    ("flags", "chosen"),
    [
        ("", False),
        ("flags\t\t: fpu avx2 avx512f avx512_bf16x", False),
        ("flags\t\t: fpu avx2 avx512_bf16 avx_vnni", True),
        ("flags\t\t: fpu amx_bf16 amx_tile", True),
        ("bugs\t\t: avx512_bf16\nflags\t\t: fpu", False),
        ("Features\t: fp asimd bf16", False),  # an ARM processor, for which torch names it otherwise
    ],
)
def test_half_precision_is_chosen_where_the_cpu_has_it(
    flags: str, chosen: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """bfloat16 is chosen where the CPU's flags name its instructions, unless full precision is asked for."""
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nmodel name\t: Façade\n{flags}\n\nprocessor\t: 1\n", "utf-8")
    monkeypatch.setattr(transformer, "_CPU_INFO", tmp_path / "cpuinfo")
    assert TransformerEncoder("x").bfloat16 is chosen
    assert TransformerEncoder("x", bfloat16=False).bfloat16 is False
    assert TransformerEncoder("x", bfloat16=True).bfloat16 is True


def test_where_the_system_does_not_list_flags_precision_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without /proc/cpuinfo nobody is asked, and the model runs in float32."""
    monkeypatch.setattr(transformer, "_CPU_INFO", tmp_path / "none")
    assert TransformerEncoder("x").bfloat16 is False


@pytest.mark.model
def test_the_cpu_flags_say_what_torch_says() -> None:
    """On this machine precision is chosen as torch itself would choose it."""
    import torch

    abilities = torch.cpu.get_capabilities()
    expected = bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16"))
    assert TransformerEncoder("x").bfloat16 is expected


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small sentence-transformers model with random weights and return its folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    root = tmp_path_factory.mktemp("models")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    words = [word.lower() for pair in DICTIONARY.items() for word in pair]
    vocabulary = {token: number for number, token in enumerate([*special, ".", ",", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token"), special, strict=True))
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, model_max_length=64, **names
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(root / "bert")
    fast.save_pretrained(root / "bert")
    module = Transformer(str(root / "bert"))
    SentenceTransformer(modules=[module, Pooling(32)]).save(str(root / "small"))
    return root / "small"


@pytest.mark.model
def test_another_model_goes_the_same_way(folder: Path) -> None:
    """A sentence-transformers model from a folder gives sentence vectors and three layers of token vectors."""
    encoded = TransformerEncoder(str(folder), bfloat16=False).encode([*SENTENCES, ""])
    assert encoded.sentences.shape == (13, 32)
    assert np.diff(encoded.offsets).tolist() == [9] * 12 + [0]
    assert [layer.shape for layer in encoded.layers] == [(108, 32)] * 3
    assert not np.array_equal(encoded.layers[0], encoded.layers[2])
    np.testing.assert_allclose(np.linalg.norm(encoded.sentences, axis=1), 1, atol=1e-5)


@pytest.mark.model
def test_another_model_takes_long_segments(folder: Path) -> None:
    """A segment of ten times the model's length is encoded whole."""
    encoded = TransformerEncoder(str(folder), bfloat16=False).encode(["dog " * 640, "cat."])
    assert np.diff(encoded.offsets).tolist() == [640, 2]


@pytest.mark.model
def test_another_model_aligns(folder: Path, tmp_path: Path) -> None:
    """The shipped weights work with another model's vectors, here on identical texts; its name is in the signature."""
    encoder = CachedEncoder(TransformerEncoder(str(folder), bfloat16=False), tmp_path / "vectors.sqlite3")
    alignment = align_texts(text_of("en", SENTENCES), text_of("en", SENTENCES), encoder)
    assert [bead.shape for bead in alignment.ladder.beads] == ["1-1"] * len(SENTENCES)
    assert str(folder) in alignment.signature


@pytest.mark.model
def test_a_changed_model_is_another_revision(folder: Path, tmp_path: Path) -> None:
    """A folder's revision changes with its files, whatever their length and place, and not with its name."""
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    before = TransformerEncoder(str(folder), bfloat16=False).revision
    assert TransformerEncoder(str(copy), bfloat16=False).revision == before
    weights = copy / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert TransformerEncoder(str(copy), bfloat16=False).revision != before


@pytest.mark.model
@pytest.mark.parametrize(
    "name", ["no-such-model-anywhere", "nobody/no-such-model", "/no/such/folder", "a/b/c", "two words", "C:\\model"]
)
def test_a_model_that_cannot_be_had(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is neither a folder nor in the hub's cache is one sentence that says what to give."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError) as caught:
        CachedEncoder(TransformerEncoder(name, bfloat16=False), tmp_path / "cache" / "v.sqlite3").encode(["A line."])
    message = str(caught.value)
    assert repr(name) in message
    assert "give a folder, or a name that the hub's cache holds" in message
    assert "\n" not in message
    assert len(message) < 600


@pytest.mark.model
def test_a_folder_that_holds_no_model(tmp_path: Path) -> None:
    """A folder without a model in it is one sentence too."""
    (tmp_path / "readme.txt").write_text("nothing here")
    with pytest.raises(ModelError, match="cannot be loaded"):
        TransformerEncoder(str(tmp_path), bfloat16=False).encode(["A line."])


@pytest.mark.model
@pytest.mark.parametrize("kind", ["BoW", "StaticEmbedding"])
def test_a_model_of_words_without_layers(kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that gives sentence vectors only can still be aligned with, long and empty segments too."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from tokenizers import Tokenizer

    words = sorted({word.lower() for word in DICTIONARY})
    if kind == "BoW":
        model = SentenceTransformer(modules=[modules.BoW(vocab=words)])
    else:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        vectors = np.random.default_rng(0).standard_normal((tokenizer.get_vocab_size(), 32)).astype(np.float32)
        model = SentenceTransformer(modules=[modules.StaticEmbedding(tokenizer, embedding_weights=vectors)])
    monkeypatch.setattr(transformer, "_load", lambda _name, _device: model)
    texts = [*SENTENCES, "dog " * 2000, ""]
    alignment = align_texts(text_of("en", texts), text_of("en", texts), TransformerEncoder("bag", bfloat16=False))
    assert {bead.shape for bead in alignment.ladder.beads[:12]} == {"1-1"}


@pytest.mark.model
def test_a_warm_run_loads_no_torch(tmp_path: Path) -> None:
    """What the cache has is given, by model, revision and the precision of this machine, without a model package."""
    import subprocess

    path = tmp_path / "vectors.sqlite3"
    first = CachedEncoder(TransformerEncoder(), path).encode(["One line."])
    code = (
        "import sys; from pathlib import Path; from aligner.embed.cache import CachedEncoder;"
        "from aligner.embed.transformer import TransformerEncoder;"
        f"found = CachedEncoder(TransformerEncoder(), Path({str(path)!r})).encode(['One line.']);"
        "print(found.sentences.sum().item(), [n for n in ('torch', 'transformers', 'tokenizers') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{first.sentences.sum().item()} []\n"


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    """Making an encoder and asking for its name and precision loads no model package."""
    import subprocess

    code = (
        "import sys; from aligner.embed.transformer import TransformerEncoder; TransformerEncoder().bfloat16;"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
