"""What other programs make of our files; skipped where a program is not installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from aligner.edition import Edition
from aligner.formats import export_edition
from aligner.formats.tables import guard_cell
from tests.formats.editions import sample

omegat = pytest.mark.skipif(shutil.which("omegat") is None, reason="OmegaT is not installed (Debian: omegat)")
calc = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-calc)")

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>EN</source_lang><target_lang>JA</target_lang><sentence_seg>false</sentence_seg>
</project></omegat>
"""


def pair() -> Edition:
    """Return the sample in English and Japanese."""
    return sample().select([0, 2])


def run(command: Sequence[str | Path]) -> None:
    """Run a program to its end."""
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=120)


def translated(edition: Edition) -> dict[str, str]:
    """Return the texts of the rows that have both."""
    rows = [(edition.cell_text(row, 0), edition.cell_text(row, 1)) for row in edition.rows]
    return {source.replace("e\u0301", "é"): target for source, target in rows if source and target}


@omegat
def test_omegat_translates_with_our_memory(tmp_path: Path) -> None:
    """OmegaT, given our memory and its source texts, writes the translations that are in it."""
    project = tmp_path / "project"
    for folder in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (project / folder).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT)
    wanted = translated(pair())
    (project / "source" / "texts.txt").write_text("\n\n".join(wanted), "utf-8")
    export_edition(sample(), "tmx", project / "tm" / "auto" / "kettle.tmx")
    run(["omegat", project, "--mode=console-translate", f"--config-dir={tmp_path / 'settings'}", "--quiet"])
    assert (project / "target" / "texts.txt").read_text("utf-8").split("\n\n") == list(wanted.values())


@pytest.mark.parametrize(("name", "module", "kind"), [("tmx", "tmx", "tmxfile"), ("xliff", "xliff2", "Xliff2File")])
def test_translate_toolkit_reads_memories_and_jobs(tmp_path: Path, name: str, module: str, kind: str) -> None:
    """The Translate Toolkit finds every unit of a TMX and of an XLIFF file with both texts."""
    store = pytest.importorskip(f"translate.storage.{module}", reason="translate-toolkit is not installed")
    export_edition(pair(), name, tmp_path / "pair")
    units: list[Any] = getattr(store, kind).parsefile(str(tmp_path / "pair")).units
    assert {str(unit.source): str(unit.target) for unit in units if unit.target} == translated(pair())


@calc
@pytest.mark.parametrize(("name", "delimiter"), [("csv", "44"), ("tsv", "9")])
def test_libreoffice_opens_tables(tmp_path: Path, name: str, delimiter: str) -> None:
    """LibreOffice Calc shows every cell as the text it is, in its column."""
    openpyxl = pytest.importorskip("openpyxl")
    edition = sample()
    export_edition(edition, name, tmp_path / f"kettle.{name}")
    options = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    options += [f"--infilter=Text - txt - csv (StarCalc):{delimiter},34,76,1", "--convert-to", "xlsx"]
    run(["soffice", *options, "--outdir", tmp_path, tmp_path / f"kettle.{name}"])
    rows = list(openpyxl.load_workbook(tmp_path / "kettle.xlsx").active.iter_rows(values_only=True))
    assert rows[0] == ("row", "shape", "confidence", "en", "de", "ja")
    for row, cells in zip(edition.rows, rows[1:], strict=True):
        texts = [guard_cell(edition.cell_text(row, column).replace("\x01", "")) for column in range(3)]
        assert [cell or "" for cell in cells[3:]] == texts


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_pandas_reads_tables(tmp_path: Path, name: str, delimiter: str) -> None:
    """Pandas reads a table without an option for its encoding."""
    pandas = pytest.importorskip("pandas")
    export_edition(sample(), name, tmp_path / "table")
    frame = pandas.read_csv(tmp_path / "table", sep=delimiter)
    assert list(frame.columns) == ["row", "shape", "confidence", "en", "de", "ja"]
    assert frame["ja"][1] == "「誰だ？」「誰も。」"
    assert len(frame) == len(sample().rows)
