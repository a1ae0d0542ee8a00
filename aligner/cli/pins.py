"""``aligner pins``: look after what a person has fixed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from aligner.cli.common import pins_option, read_lines, segment_input, split_names, trust_option

if TYPE_CHECKING:
    from aligner.pins import PinState


class Subject(NamedTuple):
    """A file of pins, and what became of each pin in the texts as they are."""

    path: Path
    states: tuple[PinState, ...]


@click.group("pins")
def command() -> None:
    """Check, list and prune pins: what a person has fixed about two texts.

    The pins of a work are in its folder, texts/WORK/pins/en-de.jsonl.

    \b
    Examples:
      aligner pins check texts/mobydick --fail-on stale
      aligner pins list en.txt de.txt --pins en-de.pins.jsonl
      aligner pins prune texts/mobydick
    """


def _subject(function: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments that say which pins are meant."""
    arguments: list[Callable[..., Any]] = [
        click.argument("source", metavar="WORK_OR_TEXT", type=click.Path(exists=True, path_type=Path)),
        click.argument(
            "target", metavar="[TARGET]", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
        ),
        click.option("--source-lang", metavar="TAG", help="For two texts: BCP 47 tag of the first."),
        click.option("--target-lang", metavar="TAG", help="The same for TARGET."),
        click.option("--segmented", is_flag=True, help="For two texts: each line is one segment, kept as it is."),
        pins_option,
        trust_option,
    ]
    for argument in reversed(arguments):
        function = argument(function)
    return function


@command.command("check")
@_subject
@click.option(
    "--fail-on", default="", metavar="STATES", help="Exit with 1 if pins are in these states, e.g. stale,contradicted."
)
def check(fail_on: str, **subject: Any) -> None:
    """Report pins that no longer hold: file, line, both texts, and why."""
    from aligner.work_files import count_pins, describe_states

    failing = set(split_names(fail_on))
    if unknown := failing - {"stale", "partly", "contradicted"}:
        raise click.UsageError(f"--fail-on: unknown state {min(unknown)!r}; known are stale, partly, contradicted")
    failed = False
    for path, states in _find(**subject):
        for line in describe_states(states, path):
            click.echo(line)
        holding = sum(state.status == "holds" for state in states)
        click.echo(f"{path}: {count_pins([state.pin for state in states])}, {holding} as they were set")
        failed |= any(state.status in failing for state in states)
    if failed:
        sys.exit(1)


@command.command("list")
@_subject
def list_(**subject: Any) -> None:
    """Print every pin, one a line: line, state, kind, both texts, who, when, note."""
    for path, states in _find(**subject):
        for state in states:
            pin = state.pin
            sides = ["" if named is None else " ".join(named.texts) for named in (pin.source, pin.target)]
            fields = [f"{path}:{pin.line}", state.status, pin.kind, *sides, pin.by, pin.at, pin.note]
            click.echo("\t".join(" ".join(field.split()) for field in fields))


@command.command("prune")
@_subject
def prune(**subject: Any) -> None:
    """Drop pins that are stale or contradicted, naming each."""
    from aligner.pins import save_pins
    from aligner.work_files import count_pins, describe_states

    for path, states in _find(**subject):
        gone = [state for state in states if state.status in {"stale", "contradicted"}]
        for line in describe_states(gone, path):
            click.echo(line)
        if gone:
            save_pins(path, [state.pin for state in states if state not in gone])
        click.echo(f"{path}: {count_pins([state.pin for state in gone])} dropped")


def _find(
    source: Path,
    target: Path | None,
    source_lang: str | None,
    target_lang: str | None,
    segmented: bool,
    pins_file: Path | None,
    trusted: bool,
) -> Iterator[Subject]:
    """Yield the files of pins that are meant, with what became of each pin."""
    from aligner.pins import load_pins, resolve
    from aligner.session import cut_and_join

    if source.is_dir():
        if pins_file is not None or target is not None:
            raise click.UsageError("a work has its own files of pins; leave out --pins and TARGET")
        yield from _of_work(source, trusted=trusted)
        return
    if target is None or pins_file is None or not pins_file.exists():
        raise click.UsageError("for two texts name both, and their pins with --pins FILE")
    pins = load_pins(pins_file)
    given = ((source, source_lang), (target, target_lang))
    read = read_lines if segmented else segment_input
    texts = [read(str(path), tag) for path, tag in given]
    yield Subject(pins_file, resolve(pins, *cut_and_join((texts[0], texts[1]), pins)).states)


def _of_work(folder: Path, *, trusted: bool) -> Iterator[Subject]:
    from aligner.pins import load_pins, resolve
    from aligner.session import cut_and_join_versions
    from aligner.work import read_versions, read_work, segment_versions

    work = read_work(folder, trusted=trusted)
    if not work.pins:
        return
    work = work.select(list(work.pins))
    texts = cut_and_join_versions(segment_versions(work, read_versions(work)), work.pins)
    for tag, text in zip(work.files, texts, strict=True):
        path = work.pins_file(tag)
        if tag != work.pivot and path.exists():
            yield Subject(path, resolve(load_pins(path), texts[0], text).states)
