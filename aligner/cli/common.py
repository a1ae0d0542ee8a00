"""What several commands share: reading inputs, writing outputs, the encoder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.read import Document
    from aligner.session import Aligner
    from aligner.text import Text

model_option = click.option(
    "--model", metavar="NAME_OR_FOLDER", help="A sentence-transformers model instead of the built-in one."
)
fp32_option = click.option(
    "--fp32", is_flag=True, help="Run the model in float32: slower, but with the same result on every machine."
)
force_option = click.option("--force", is_flag=True, help="Overwrite the output file.")
explain_option = click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Report on stderr what is left out of the main text, where it is and why.",
)
pins_option = click.option(
    "--pins",
    "pins_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File of what a person has fixed about the two texts.",
)
output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout."
)


def split_names(names: str) -> list[str]:
    """Return the names in a list such as ``en, ru``."""
    return [name.strip() for name in names.split(",") if name.strip()]


def make_session(model: str | None, *, fp32: bool) -> Aligner:
    """Return the session that the options ask for, with a progress bar where stderr is a terminal."""
    from aligner.session import Aligner

    progress = _progress_bar() if sys.stderr.isatty() else None
    return Aligner(model, full_precision=fp32, progress=progress)


def _progress_bar() -> Callable[[int, int], None]:
    from tqdm import tqdm

    bar: Any = None

    def show(done: int, total: int) -> None:
        nonlocal bar
        if bar is None or bar.total != total or done < bar.n:
            bar = tqdm(total=total, desc="encoding", unit="segment", leave=False)
        bar.update(done - bar.n)
        if done == total:
            bar.close()
            bar = None

    return show


class Phrases(NamedTuple):
    """Phrases of the paragraphs in which the main text of an input begins and ends; "" where the reader finds it."""

    start: str = ""
    end: str = ""


_FOUND = Phrases()  # no phrases: the reader finds the main text


def read_input(path: str, language: str | None, phrases: Phrases = _FOUND) -> Document:
    """Read a file, or stdin where the path is ``-``."""
    from aligner.read import read_document

    source, name = (sys.stdin.buffer.read(), "stdin") if path == "-" else (Path(path), "")
    return read_document(source, language=language, name=name, start=phrases.start, end=phrases.end)


def segment_input(
    path: str,
    language: str | None,
    phrases: Phrases = _FOUND,
    *,
    explained: bool = False,
    cuts_explained: bool = False,
) -> Text:
    """Read a file or stdin and cut it into segments.

    Prints on stderr the reader's warnings, with ``explained`` what the reader left out, and with ``cuts_explained`` the
    rule that decided about each stop.
    """
    from aligner.read import explain
    from aligner.segment.document import explain_segments, segment_document

    document = read_input(path, language, phrases)
    for line in explain(document) if explained else []:
        click.echo(line, err=True)
    for line in explain_segments(document) if cuts_explained else []:
        click.echo(line, err=True)
    for warning in document.warnings:
        click.echo(f"Warning: {warning}", err=True)
    return segment_document(document)


def read_lines(path: str, language: str | None) -> Text:
    """Read a file or stdin whose lines are segments."""
    from aligner.read.parts.source import read_content
    from aligner.text import make_lines

    source = sys.stdin.buffer.read() if path == "-" else Path(path)
    content, tag = read_content(source, language=language, name="stdin" if path == "-" else "")
    return make_lines(tag, content, "stdin" if path == "-" else path)


def write_output(content: str | bytes, output: Path | None, *, force: bool) -> None:
    """Write to a file, whole or not at all, or to stdout."""
    from aligner.files import write_whole

    data = content.encode("utf-8") if isinstance(content, str) else content
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    check_free(output, force=force)
    write_whole(output, data)


def check_free(output: Path | None, *, force: bool) -> None:
    """Raise ``InputError`` if the output file exists and ``force`` is not given."""
    if output is not None and output.is_file() and not force:
        raise InputError(f"{output} exists; name another file or give --force to overwrite it")
