"""The speech: its versions, their gold ladders, and the alignments that are kept with them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aligner.cli import main
from aligner.evaluation import evaluate
from aligner.formats.alignment_file import load_alignment
from aligner.ladder import Bead, Ladder
from aligner.read import read_document
from aligner.session import Aligner
from aligner.work import read_versions, read_work, segment_versions

ROOT = Path(__file__).parents[1]
WORK = read_work(ROOT / "texts" / "family")
GOLD = Path(__file__).parent / "data" / "gold" / "family"
LANGUAGES = [language for language in WORK.files if language != WORK.pivot]


REPRINT = "72effb737b46ce0896233e70c2d141f386e0554bb46afb57b94cd7b5b8a56cb5"
"""SHA-256 of the reprint's text, from its first heading to its last full stop, an empty line between paragraphs."""


def _gold(language: str) -> dict[str, Any]:
    return dict(json.loads((GOLD / f"{language}.json").read_text("utf-8")))


def _squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_gold_covers_both_texts(language: str) -> None:
    """The segments of a gold ladder, joined, are both texts; its beads use each once and cross no paragraph."""
    gold = _gold(language)
    blocks = []
    for side in ("source", "target"):
        document = read_document(WORK.files[gold[side]["language"]], language=gold[side]["language"])
        assert _squeeze("".join(gold[side]["segments"])) == _squeeze("".join(p.text for p in document.paragraphs))
        ends = [len(_squeeze(p.text)) for p in document.paragraphs]
        blocks.append(_blocks([len(_squeeze(s)) for s in gold[side]["segments"]], ends))
    beads = [Bead(range(s[0], s[-1] + 1), range(t[0], t[-1] + 1)) for s, t in gold["beads"]]
    ladder = Ladder(tuple(beads))
    assert (ladder.source_count, ladder.target_count) == tuple(len(gold[s]["segments"]) for s in ("source", "target"))
    for bead in beads:
        assert len({blocks[0][i] for i in bead.source} | {blocks[1][j] for j in bead.target}) == 1


def _blocks(segments: list[int], paragraphs: list[int]) -> list[int]:
    """Return the paragraph of each segment by their lengths; fail where a segment crosses a paragraph's end."""
    owners, number, left = [], 0, paragraphs[0]
    for size in segments:
        if not left:
            number, left = number + 1, paragraphs[number + 1]
        assert size <= left
        owners.append(number)
        left -= size
    return owners


def test_the_english_is_the_reprint() -> None:
    """But for the marks before headings, the English is the text of the reprint, character for character."""
    text = re.sub(r"^# ", "", WORK.files["en"].read_text("utf-8").strip(), flags=re.MULTILINE)
    assert hashlib.sha256(text.encode()).hexdigest() == REPRINT


def test_the_work_is_called_excerpts() -> None:
    """Every version's title says that these are excerpts, and the rights say of what and why they are free."""
    assert WORK.info.titles.keys() == WORK.files.keys()
    assert all(re.search(r"\(\w[\w ]+\)$|（抜粋）$|（节选）$", title) for title in WORK.info.titles.values())
    assert "excerpts" in WORK.info.rights
    assert "1952" in WORK.info.rights


def test_versions_are_what_they_claim() -> None:
    """Every version has the pivot's structure and is in its language and script, complete and clean."""
    script = [sys.executable, str(ROOT / "scripts" / "check_texts.py"), str(ROOT / "texts" / "family")]
    result = subprocess.run(script, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"})
    assert (result.returncode, result.stderr) == (0, ""), result.stdout


def test_check_finds_a_spoilt_version(tmp_path: Path) -> None:
    """A version with a lost paragraph, English left in, a control character and a Latin look-alike fails by name."""
    paragraphs = WORK.files["ru"].read_text("utf-8").split("\n\n")
    english = WORK.files["en"].read_text("utf-8").split("\n\n")
    paragraphs[3] = english[3]
    paragraphs[5] = paragraphs[5].replace("а", "a", 1) + "\x07"
    del paragraphs[10]
    (tmp_path / "en.txt").write_text("\n\n".join(english), "utf-8")
    (tmp_path / "ru.txt").write_text("\n\n".join(paragraphs), "utf-8")
    script = [sys.executable, str(ROOT / "scripts" / "check_texts.py"), str(tmp_path)]
    result = subprocess.run(script, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"})
    assert result.returncode == 1
    for sign in ("34 paragraphs", "the same as in the pivot", "stray character U+0007", "of another script"):
        assert sign in result.stdout


def test_check_takes_ordinal_letters_for_latin(tmp_path: Path) -> None:
    """The º of 1º is a Latin letter; the ª and º of numbered parts are no fault of a version."""
    for tag, text in (("en", "(1) care; (2) upbringing."), ("fr", "1º les soins ; 2ª éducation.")):
        (tmp_path / f"{tag}.txt").write_text(text, "utf-8")
    script = [sys.executable, str(ROOT / "scripts" / "check_texts.py"), str(tmp_path)]
    result = subprocess.run(script, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"})
    assert (result.returncode, result.stderr) == (0, ""), result.stdout


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Aligner:
    """Return a session of the built-in model in full precision, for this file's tests."""
    return Aligner(full_precision=True, cache=tmp_path_factory.mktemp("cache") / "vectors.sqlite3")


@pytest.mark.parametrize("language", LANGUAGES)
def test_kept_alignment_is_of_today(language: str) -> None:
    """The kept alignment is of the texts as they are read now, and of this model, these weights and this version.

    That building again changes no byte of it is checked where the main job runs (.github/workflows).
    """
    kept = load_alignment(ROOT / "alignments" / "family" / f"en-{language}.jsonl")
    chosen = WORK.select([language])
    texts = segment_versions(chosen, read_versions(chosen))
    assert [kept.source.digest, kept.target.digest] == [text.digest for text in texts]
    assert kept.signature == f"{Aligner(full_precision=True).signature}|witnesses:{len(LANGUAGES) - 1}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_kept_alignment_is_near_the_gold(language: str) -> None:
    """Strict F1 of the kept alignment against gold is at least 0.95, by characters where segments differ."""
    gold = _gold(language)
    kept = load_alignment(ROOT / "alignments" / "family" / f"en-{language}.jsonl")
    spans = [_spans(gold["source"]["segments"]), _spans(gold["target"]["segments"])]
    mine = [_spans(kept.source.texts), _spans(kept.target.texts)]
    gold_beads = [(_extent(spans[0], s), _extent(spans[1], t)) for s, t in gold["beads"]]
    beads = [(_extent(mine[0], list(b.source)), _extent(mine[1], list(b.target))) for b in kept.ladder.beads]
    assert evaluate(gold_beads, beads).strict.f1 >= 0.95


def _spans(segments: list[str]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for segment in segments:
        size = len(_squeeze(segment))
        spans.append((at, at + size))
        at += size
    return spans


def _extent(spans: list[tuple[int, int]], run: list[int]) -> list[int]:
    """Return a run of segments as the characters it spans, so that ladders over other segments compare."""
    return [spans[run[0]][0], spans[run[-1]][1]] if run else []


@pytest.mark.model
def test_versions_are_complete(session: Aligner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept alignments show every version complete, with nothing left untranslated and no number changed."""
    monkeypatch.setattr("aligner.cli.coverage.make_session", lambda *_arguments, **_options: session)
    asked = ["--fail-under", "98", "--fail-on", "omitted,untranslated,number"]
    result = CliRunner().invoke(main, ["coverage", str(ROOT / "alignments" / "family"), *asked])
    assert result.exit_code == 0, result.output
    assert result.output.endswith("Passed.\n")
