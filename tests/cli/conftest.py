from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aligner.cli import main
from tests.fakes import FakeEncoder, english_sentences, session_of, to_german

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoder: FakeEncoder) -> Run:
    """Return a function that runs a command in the test's folder with the fake encoder."""
    monkeypatch.chdir(tmp_path)
    for command in ("align", "batch", "build", "export", "find", "pair", "pin", "terms", "words"):
        monkeypatch.setattr(f"aligner.cli.{command}.make_session", lambda *_args, **_options: session_of(encoder))

    def invoke(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception  # a user would see a traceback
        return result

    return invoke


@pytest.fixture
def sentences() -> list[str]:
    """Return English sentences."""
    return english_sentences(8)


@pytest.fixture
def english(write: Callable[..., Path], sentences: list[str]) -> Path:
    """Write an English text with a heading and two paragraphs."""
    return write(
        "en.txt", "# " + sentences[0] + "\n\n" + " ".join(sentences[1:4]) + "\n\n" + "\n".join(sentences[4:]) + "\n"
    )


@pytest.fixture
def german(write: Callable[..., Path], sentences: list[str]) -> Path:
    """Write its German translation."""
    german = [to_german(sentence) for sentence in sentences]
    return write("de.txt", "# " + german[0] + "\n\n" + " ".join(german[1:4]) + "\n\n" + "\n".join(german[4:]) + "\n")
