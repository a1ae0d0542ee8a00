"""``aligner review``."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.common import (
    device_option,
    fp32_option,
    make_session,
    model_option,
    pins_option,
    read_lines,
    segment_input,
    split_names,
    trust_option,
)
from aligner.cli.pin import by_option, user_name
from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.review.desk import Subject
    from aligner.text import Text


@click.command("review")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--languages", metavar="TAGS", help="Of a work: only these versions, e.g. en,ja.")
@click.option("--source-lang", metavar="TAG", help="For two texts: BCP 47 tag of the first.")
@click.option("--target-lang", metavar="TAG", help="The same for the second.")
@click.option("--segmented", is_flag=True, help="For two texts: each line is one segment, kept as it is.")
@pins_option
@by_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1.  [any free one]")
@click.option("--no-browser", is_flag=True, help="Print the link and open no browser.")
@trust_option
@model_option
@device_option
@fp32_option
def command(
    inputs: tuple[Path, ...],
    languages: str | None,
    source_lang: str | None,
    target_lang: str | None,
    segmented: bool,
    pins_file: Path | None,
    by: str | None,
    port: int,
    no_browser: bool,
    trusted: bool,
    model: str | None,
    device: str | None,
    fp32: bool,
) -> None:
    """Correct alignments in the browser: fix one bead, and the passage around it is matched again.

    INPUTS are the folder of a work, two texts, or alignment files with the same source. What you fix is kept as pins,
    in the folder of the work or beside the texts, and holds whenever the texts are aligned again. The page is on this
    machine alone; end it with Ctrl-C.

    \b
    Examples:
      aligner review texts/family --languages en,ja
      aligner review en.txt de.txt --pins en-de.pins.jsonl
      aligner review en-de.jsonl
    """
    for module in ("starlette", "uvicorn"):
        if find_spec(module) is None:
            raise InputError(f"the review page needs {module}; install it: pip install 'translation-aligner[review]'")
    from aligner.review.desk import Desk

    if len(inputs) == 1 and inputs[0].is_dir():
        subject = _of_work(inputs[0], split_names(languages or ""), trusted=trusted)
    elif all(path.suffix == ".jsonl" for path in inputs):
        subject = _of_alignments(inputs)
    elif len(inputs) == 2 and not any(path.is_dir() for path in inputs):
        given = ((inputs[0], source_lang), (inputs[1], target_lang))
        subject = _of_texts(given, segmented=segmented, pins_file=pins_file)
    else:
        raise click.UsageError("INPUTS are the folder of a work, two texts, or alignment files")
    desk = Desk(make_session(model, fp32=fp32, device=device), subject, user_name() if by is None else by)
    _serve(desk, port, open_browser=not no_browser)


def _serve(desk: object, port: int, *, open_browser: bool) -> None:
    """Answer requests until the user ends it."""
    import threading

    import uvicorn

    from aligner.review.desk import Desk
    from aligner.review.server import make_app

    assert isinstance(desk, Desk)
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()  # a browser that is faster than the server waits
    except OSError as error:
        raise InputError(f"port {port} cannot be used ({error.strerror}); name another with --port") from error
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    token = secrets.token_urlsafe(24)
    link = f"http://{host}/?token={token}"
    click.echo(link)
    threading.Thread(target=desk.find_findings, daemon=True).start()
    if open_browser:
        webbrowser.open(link)
    uvicorn.Server(uvicorn.Config(make_app(desk, token, host), log_level="warning")).run(sockets=[listener])


def _of_work(folder: Path, languages: Sequence[str], *, trusted: bool) -> Subject:
    from aligner.review.desk import Subject
    from aligner.work import read_versions, read_work, segment_versions

    def chosen() -> list[Text]:
        again = read_work(folder, trusted=trusted)
        again = again.select(list(languages)) if languages else again
        return segment_versions(again, read_versions(again))

    work = read_work(folder, trusted=trusted)
    work = work.select(list(languages)) if languages else work
    pins = tuple(work.pins_file(tag) for tag in work.files if tag != work.pivot)
    files = (*work.files.values(), folder / "work.toml")
    return Subject(chosen, pins, files, work.chapters, work.info)


def _of_texts(given: Sequence[tuple[Path, str | None]], *, segmented: bool, pins_file: Path | None) -> Subject:
    from aligner.review.desk import Subject
    from aligner.work_info import WorkInfo

    read = read_lines if segmented else segment_input
    paths = [path for path, _ in given]
    pins = pins_file or paths[1].with_name(f"{paths[0].stem}-{paths[1].stem}.pins.jsonl")
    return Subject(lambda: [read(str(path), tag) for path, tag in given], (pins,), tuple(paths), {}, WorkInfo())


def _of_alignments(paths: Sequence[Path]) -> Subject:
    from aligner.formats.alignment_file import load_alignment
    from aligner.review.desk import Subject

    def texts() -> list[Text]:
        loaded = [load_alignment(path) for path in paths]
        for path, one in zip(paths, loaded, strict=True):
            if one.source.digest != loaded[0].source.digest:
                raise InputError(f"{path}: its source is not that of {paths[0]}; review files with the same source")
        return [loaded[0].source, *(one.target for one in loaded)]

    pins = tuple(path.with_name(path.stem + ".pins.jsonl") for path in paths)
    return Subject(texts, pins, tuple(paths), {}, load_alignment(paths[0]).work)
