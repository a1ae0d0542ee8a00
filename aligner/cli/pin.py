"""``aligner pin``."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from aligner.cli.common import (
    device_option,
    fp32_option,
    make_session,
    model_option,
    pins_option,
    read_lines,
    segment_input,
    trust_option,
)
from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.corrections import Corrections
    from aligner.pins import Pin
    from aligner.session import Aligner
    from aligner.text import Text

by_option = click.option("--by", metavar="NAME", help="Who has set the pins.  [the name of the user]")


@click.command("pin")
@click.argument("edited", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("against", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--source-lang", metavar="TAG", help="For two texts: BCP 47 tag of the first.")
@click.option("--target-lang", metavar="TAG", help="The same for the second.")
@click.option("--segmented", is_flag=True, help="For two texts: each line is one segment, kept as it is.")
@pins_option
@by_option
@click.option("--write-text", is_flag=True, help="Write words that were changed in EDITED into the texts' own files.")
@trust_option
@model_option
@device_option
@fp32_option
def command(
    edited: Path,
    against: tuple[Path, ...],
    source_lang: str | None,
    target_lang: str | None,
    segmented: bool,
    pins_file: Path | None,
    by: str | None,
    write_text: bool,
    trusted: bool,
    model: str | None,
    device: str | None,
    fp32: bool,
) -> None:
    """Take what a person has corrected in EDITED as pins, which hold whenever the texts are aligned again.

    EDITED is an alignment file, a table, a TMX or XLIFF file, or a ladder, that aligner has written and a person has
    changed: rows moved, merged, split, set apart. AGAINST is the folder of the work, or two texts; without it the texts
    are those in EDITED, which must be an alignment file.

    \b
    Examples:
      aligner pin en-de.tsv texts/mobydick
      aligner pin corrected.jsonl en.txt de.txt --pins en-de.pins.jsonl
    """
    session = make_session(model, fp32=fp32, device=device)
    if len(against) == 1 and against[0].is_dir():
        subjects = _of_work(edited, against[0], pins_file, trusted=trusted)
    elif len(against) == 2:
        given = (source_lang, target_lang)
        texts = [
            read_lines(str(path), tag) if segmented else segment_input(str(path), tag)
            for path, tag in zip(against, given, strict=True)
        ]
        subjects = [_Subject((texts[0], texts[1]), pins_file or _beside(edited), (against[0], against[1]))]
    elif not against and edited.suffix == ".jsonl":
        subjects = [_Subject(_texts_in(edited), pins_file or _beside(edited), None)]
    else:
        raise click.UsageError("AGAINST is the folder of a work, or two texts; EDITED alone must be an alignment file")
    for subject in subjects:
        _take(edited, subject, session, by=user_name() if by is None else by, write_text=write_text)


class _Subject(NamedTuple):
    """What an edited file is compared with: two texts, the file of their pins, and their own files if they have any."""

    texts: tuple[Text, Text]
    pins_file: Path
    files: tuple[Path, Path] | None


def user_name() -> str:
    """Return the name of the user, "" where the machine knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user, as in some containers
        return ""


def _beside(edited: Path) -> Path:
    return edited.with_name(edited.stem + ".pins.jsonl")


def _texts_in(edited: Path) -> tuple[Text, Text]:
    from aligner.corrections import load_edited

    source, target = load_edited(edited).texts
    if source is None or target is None:
        raise InputError(f"{edited}: its words were changed too; name the two texts, or the work's folder, after it")
    return source, target


def _of_work(edited: Path, folder: Path, pins_file: Path | None, *, trusted: bool) -> list[_Subject]:
    """Return the pairs of a work that an edited file has rows of."""
    from aligner.corrections import load_edited
    from aligner.session import cut_and_join_versions
    from aligner.work import read_versions, read_work, segment_versions

    work = read_work(folder, trusted=trusted)
    others = [tag for tag in work.files if tag != work.pivot]
    if edited.suffix == ".jsonl":
        others = [tag for tag in others if tag in load_edited(edited).languages]
    named = [tag for tag in others if tag in edited.stem.replace("_", "-").split("-") or edited.stem.endswith(tag)]
    if len(others) > 1 and (named or edited.suffix == ".ladder"):
        others = named
    if not others:
        raise InputError(f"{edited}: holds no version of {work.name}; name the file by its languages, as en-de.tsv")
    chosen = work.select(others)
    texts = cut_and_join_versions(segment_versions(chosen, read_versions(chosen)), chosen.pins)
    if pins_file is not None and len(others) > 1:
        raise click.UsageError("--pins names one file, for two languages; leave it out, or name a file of two")
    return [
        _Subject((texts[0], text), pins_file or work.pins_file(tag), (work.files[work.pivot], work.files[tag]))
        for tag, text in zip(chosen.files, texts, strict=True)
        if tag != work.pivot
    ]


def _take(edited: Path, subject: _Subject, session: Aligner, *, by: str, write_text: bool) -> None:
    """Compare a file with two texts, save the pins, and report what was found."""
    from aligner.corrections import find_corrections, read_edited
    from aligner.pins import load_pins, save_pins
    from aligner.work_files import count_pins

    known = load_pins(subject.pins_file)

    def align(pins: Sequence[Pin]) -> Alignment:
        return session.align(*subject.texts, pins=pins)

    aligned = align(known)
    rows = read_edited(edited, (aligned.source.language, aligned.target.language), aligned)
    found = find_corrections(rows, align, known, by=by, aligned=aligned)
    if found.pins:
        save_pins(subject.pins_file, [*known, *found.pins])
    click.echo(f"{subject.pins_file}: {count_pins(found.pins)} added", err=True)
    for line in found.unknown:
        click.echo(f"{edited}, line {line}: has words that are not in the texts; passed over", err=True)
    if found.mended:
        _mend(found, subject, aligned, write_text=write_text)


def _mend(found: Corrections, subject: _Subject, aligned: Alignment, *, write_text: bool) -> None:
    """Write changed words into the texts' own files, or offer it."""
    from aligner.corrections import mend_text
    from aligner.files import write_whole
    from aligner.work_files import shown

    texts = aligned.source, aligned.target
    for side in (0, 1):
        changes = [(one.run, one.text) for one in found.mended if one.side == side]
        for run, new in changes:
            place = f"{subject.files[side] if subject.files else texts[side].name}, line {texts[side].line(run.start)}"
            click.echo(f'{place}: "{shown(texts[side], run)}" was changed to "{new}"', err=True)
        if changes and write_text and subject.files is not None:
            write_whole(subject.files[side], mend_text(subject.files[side], texts[side], changes))
            click.echo(f"{subject.files[side]}: {len(changes)} changed", err=True)
        elif changes:
            click.echo("Give --write-text, with the texts or the work, to change them there.", err=True)
