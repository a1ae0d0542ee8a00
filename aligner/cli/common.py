"""What several commands share: reading inputs, writing outputs, the encoder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from errno import EPIPE
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from aligner.errors import InputError, OutputError, plain

_SECONDS_BETWEEN_LINES = 30  # of progress, where stderr is a log and no terminal

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
device_option = click.option(
    "--device", metavar="NAME", help="Where the model runs: cpu, cuda, cuda:1, mps.  [a GPU where there is one]"
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
trust_option = click.option(
    "--trust",
    "trusted",
    is_flag=True,
    help="Let work.toml run a segmenter of the folder's own code, and name files outside the folder.",
)
LAYOUTS = ("blank", "line", "indent", "wrapped")  # the keys of ``aligner.read.parts.layout.LAYOUTS``
paragraphs_option = click.option(
    "--paragraphs",
    type=click.Choice(LAYOUTS),
    help="How plain text shows its paragraphs: blank lines between them, a line each, an indent where they begin, or "
    "wrapped lines up to a short last one.  [from the lines]",
)
output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout."
)


def say(line: str) -> None:
    """Print a line on stderr, without the controls that a text or a file name may smuggle into a terminal."""
    click.echo(plain(line), err=True)


def split_names(names: str) -> list[str]:
    """Return the names in a list such as ``en, ru``."""
    return [name.strip() for name in names.split(",") if name.strip()]


def make_session(model: str | None, *, fp32: bool, device: str | None = None) -> Aligner:
    """Return the session that the options ask for, with progress on stderr: a bar on a terminal, else a line a while.

    Says which model is used where the built-in one is not here and another takes its place.
    """
    from aligner.embed.choosing import default_model
    from aligner.embed.transformer import BUILTIN
    from aligner.session import Aligner

    if model is None and (other := default_model()) != BUILTIN:
        say(f"Warning: the built-in model is not here, so {other} is used; get it with: aligner model install")
    progress = _progress_bar() if sys.stderr.isatty() else _progress_lines()
    return Aligner(model, full_precision=fp32, device=device, progress=progress)


def _progress_lines() -> Callable[[int, int], None]:
    """Return progress for a log: a line every half a minute, and none for what is done sooner."""
    said = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said >= _SECONDS_BETWEEN_LINES and done < total:
            said = time.monotonic()
            say(f"encoding: {done:,} of {total:,} segments")

    return show


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
    """Phrases of the paragraphs in which the main text of an input begins and ends; "" where the reader finds it.

    ``paragraphs`` is how a plain text shows its paragraphs, "" where its lines tell.
    """

    start: str = ""
    end: str = ""
    paragraphs: str = ""


_FOUND = Phrases()  # no phrases: the reader finds the main text


def read_input(path: str, language: str | None, phrases: Phrases = _FOUND) -> Document:
    """Read a file, or stdin where the path is ``-``."""
    from aligner.read import read_document

    source, name = (sys.stdin.buffer.read(), "stdin") if path == "-" else (Path(path), "")
    return read_document(source, language=language, name=name, **phrases._asdict())


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
        say(line)
    for line in explain_segments(document) if cuts_explained else []:
        say(line)
    for warning in document.warnings:
        say(f"Warning: {warning}")
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
        _write_stdout(data)
        return
    check_free(output, force=force)
    write_whole(output, data)


def _write_stdout(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()  # a full disk shows here, while an error can still be a sentence
    except OSError as error:
        if error.errno == EPIPE:  # the program that reads our output has ended; click handles that
            raise
        raise OutputError(f"stdout: cannot be written ({error.strerror or error})") from error


def check_free(output: Path | None, *, force: bool) -> None:
    """Raise ``InputError`` if the output file exists and ``force`` is not given, ``OutputError`` if it has no place."""
    if output is None or str(output) == "-":
        return
    if output.is_file() and not force:
        raise InputError(f"{output} exists; name another file or give --force to overwrite it")
    if not output.exists() or output.is_file():  # not a pipe or /dev/null, whose folder need not be written to
        check_writable(output.resolve().parent)


def check_writable(folder: Path) -> None:
    """Raise ``OutputError`` if a folder cannot be written to, or could not be made: before hours of work, not after."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise OutputError(f"{folder}: {there} is not a folder; write somewhere else")
    if not os.access(there, os.W_OK):
        raise OutputError(f"{folder}: {there} cannot be written to; write somewhere else")
