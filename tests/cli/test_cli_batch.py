"""``aligner batch``: what is planned, what is written, and how it is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.fakes import english_sentences, to_german

Run = Callable[..., Result]


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """Write three books in two folders; one more in English has no translation."""
    for number, name in enumerate(["ferry", "house", "law", "alone"]):
        sentences = english_sentences(5, seed=number)
        for language, lines in (("en", sentences), ("de", [to_german(line) for line in sentences])):
            if (name, language) != ("alone", "de"):
                path = tmp_path / "books" / language / f"{name}.{language}.txt"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(" ".join(lines) + "\n", "utf-8")
    return tmp_path / "books"


def report(folder: str = "out") -> dict[str, dict[str, object]]:
    """Return the rows of a report by id."""
    rows = map(json.loads, Path(folder, "report.jsonl").read_text("utf-8").splitlines())
    return {row["id"]: row for row in rows}


def test_a_dry_run_lists_pairs_and_what_is_left_out(run: Run, books: Path) -> None:
    """``--dry-run`` prints the pairs, names the file without a counterpart, and writes nothing."""
    result = run("batch", books / "en", books / "de", "--dry-run")
    assert result.exit_code == 0
    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == ["ferry", "house", "law"]
    assert "alone.en.txt: no counterpart" in result.stderr
    assert "3 pairs, 1 left out, 0 repeated" in result.stderr
    assert not Path("out").exists()


def test_two_folders_are_aligned_and_reported(run: Run, books: Path) -> None:
    """Every pair has an alignment file and a row; all together are a translation memory; a second run keeps them."""
    result = run("batch", books / "en", books / "de", "-o", "out", "--to", "tmx,tsv,moses")
    assert result.exit_code == 0, result.output
    rows = report()
    assert list(rows) == ["ferry", "house", "law"]
    assert all(Path("out", str(row["file"])).is_file() for row in rows.values())
    assert rows["ferry"]["covered"] == 1.0
    memory = Path("out", "en-de.tmx").read_text("utf-8")
    assert (memory.count("<tu "), memory.count("<header"), memory.count("</tmx>")) == (15, 1, 1)
    assert run("validate", "out/en-de.tmx").exit_code == 0
    table = Path("out", "en-de.tsv").read_text("utf-8-sig").splitlines()
    assert table[0].split("\t")[:3] == ["pair", "row", "shape"]
    assert [line.split("\t")[0] for line in table[1:]] == ["ferry"] * 5 + ["house"] * 5 + ["law"] * 5
    assert len(Path("out", "en-de.de").read_text("utf-8").splitlines()) == 15
    again = run("batch", books / "en", books / "de", "-o", "out")
    assert "0 aligned, 3 kept, 0 failed" in again.stderr
    assert report()["law"] == {**rows["law"], "status": "kept"}


def test_a_broken_pair_is_reported_and_tried_again(run: Run, books: Path) -> None:
    """A pair that fails is a row, the first of the table, and exit 1; ``--retry-failed`` takes it alone."""
    broken = books / "de" / "house.de.txt"
    content = broken.read_bytes()
    broken.write_bytes(b"PK\x03\x04 broken")
    result = run("batch", books / "en", books / "de", "-o", "out")
    assert result.exit_code == 1
    assert "2 aligned, 0 kept, 1 failed" in result.stderr
    assert "failed: house: " in result.stderr
    assert Path("out", "report.tsv").read_text("utf-8-sig").splitlines()[1].startswith("house\t")
    broken.write_bytes(content)
    again = run("batch", books / "en", books / "de", "-o", "out", "--retry-failed", "--log-json")
    assert again.exit_code == 0
    (line,) = [line for line in again.stderr.splitlines() if line.startswith("{")]
    assert (json.loads(line)["id"], json.loads(line)["status"]) == ("house", "aligned")
    assert {row["status"] for row in report().values()} == {"aligned"}


def test_limit_takes_pairs_that_have_no_alignment(run: Run, books: Path) -> None:
    """``--limit 2`` aligns two pairs, and a second time those that are left."""
    for count in (2, 3):
        assert run("batch", books / "en", books / "de", "-o", "out", "--limit", "2").exit_code == 0
        assert len(report()) == count


def test_a_wrong_pairing_is_seen(run: Run, books: Path, write: Callable[..., Path]) -> None:
    """Two texts that are no translations of each other are named in the summary, and are first in the table."""
    write("books/wrong.txt", " ".join(map(to_german, english_sentences(40, seed=9))) + "\n")
    write("books/house.txt", " ".join(english_sentences(40)) + "\n")
    lines = ["source\ttarget\tid\tsource_lang\ttarget_lang"]
    lines += ["en/law.en.txt\tde/law.de.txt\tlaw\ten\tde", "house.txt\twrong.txt\thouse\ten\tde"]
    write("books/manifest.tsv", "\n".join(lines) + "\n")
    result = run("batch", books / "manifest.tsv", "-o", "out")
    assert result.exit_code == 0
    assert "doubtful: house (en-de)" in result.stderr
    assert "doubtful: law" not in result.stderr
    assert Path("out", "report.tsv").read_text("utf-8-sig").splitlines()[1].startswith("house\t")


def test_a_pattern_and_works_are_planned(run: Run, books: Path, tmp_path: Path) -> None:
    """A pattern pairs by its id, and of works each version is paired with the pivot."""
    pattern = f"{books}/{{lang}}/{{id}}.{{lang}}.{{ext}}"
    listed = run("batch", pattern, "--dry-run")
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == ["ferry", "house", "law"]
    work = tmp_path / "works" / "ferry"
    work.mkdir(parents=True)
    for language in ("de", "en", "fr"):
        (work / f"{language}.txt").write_text("One.\n", "utf-8")
    result = run("batch", "--works", work, "--dry-run")
    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == ["ferry/en-de", "ferry/en-fr"]
    assert run("batch", "--works", work, "-o", "out").exit_code == 0
    assert report()["ferry/en-fr"]["status"] == "aligned"


def test_misuse_is_found_before_any_work(run: Run, books: Path) -> None:
    """Without a folder, with a format that holds one alignment, or with inputs that are none, nothing is done."""
    folders = books / "en", books / "de"
    assert run("batch", *folders).exit_code == 2
    assert run("batch", *folders, "-o", "out", "--to", "html").exit_code == 2
    assert run("batch", books / "en", "-o", "out").exit_code == 2
    assert run("batch", *folders, "-o", "out", "--source-lang", "jp").exit_code == 1
    assert not Path("out").exists()
