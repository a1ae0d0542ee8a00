"""``aligner align``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.common import (
    Phrases,
    check_free,
    device_option,
    explain_option,
    force_option,
    fp32_option,
    make_session,
    model_option,
    output_option,
    paragraphs_option,
    pins_option,
    read_lines,
    segment_input,
)

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.session import Aligner
    from aligner.text import Text


@click.command("align")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.argument("target", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--source-lang", metavar="TAG", help="BCP 47 tag such as en or zh-Hans.  [from the file name, or detected]"
)
@click.option("--target-lang", metavar="TAG", help="The same for TARGET.")
@click.option(
    "--to",
    "format_name",
    default="jsonl",
    show_default=True,
    metavar="FORMAT",
    help="jsonl, ladder, or another format that `aligner export --help` lists.",
)
@click.option("--source-start", default="", metavar="PHRASE", help="Begin the main text at the paragraph with PHRASE.")
@click.option("--source-end", default="", metavar="PHRASE", help="End the main text after the paragraph with PHRASE.")
@click.option("--target-start", default="", metavar="PHRASE", help="The same for TARGET.")
@click.option("--target-end", default="", metavar="PHRASE", help="The same for TARGET.")
@paragraphs_option
@explain_option
@click.option("--segmented", is_flag=True, help="Each line of the inputs is one segment, kept as it is.")
@click.option(
    "--borders",
    metavar="MARK",
    help="Match nothing across lines that are MARK, such as <p> or .EOA, or `ids`: lines that begin with the same id.",
)
@pins_option
@output_option
@force_option
@model_option
@fp32_option
@device_option
def command(
    source: str,
    target: str,
    source_lang: str | None,
    target_lang: str | None,
    source_start: str,
    source_end: str,
    target_start: str,
    target_end: str,
    paragraphs: str | None,
    explained: bool,
    format_name: str,
    segmented: bool,
    borders: str | None,
    pins_file: Path | None,
    output: Path | None,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Align two texts. `-` reads one of them from stdin.

    An alignment file that was edited by hand is overwritten only after its corrections were taken as pins; those lie
    beside it, in a file of its name with .pins.jsonl, unless --pins names another.

    \b
    Examples:
      aligner align en.txt ru.txt > en-ru.jsonl
      aligner align book.txt buch.txt --source-lang en --target-lang de --to tmx -o book.tmx
      aligner align en.html de.html --explain --target-start "Die Frau ist nicht mehr" > en-de.jsonl
      aligner align en.lines fr.lines --source-lang en --target-lang fr --segmented --to ladder
      aligner align luke.en.txt luke.de.txt --borders ids > luke.jsonl
    """
    from aligner.cli.export import check_format, deliver, say_times
    from aligner.formats import Settings, find_format, name_files

    if source == target == "-":
        raise click.UsageError("only one of SOURCE and TARGET can be read from stdin")
    check_format(format_name)
    check_free(output, force=force)
    if pins_file is not None and not pins_file.exists():
        raise click.UsageError(f"--pins: {pins_file} does not exist")
    if (output is None or str(output) == "-") and find_format(format_name).in_parts:
        raise click.UsageError(f"--to {format_name} makes a file for each language; name them with -o")
    shown = paragraphs or ""
    phrases = Phrases(source_start, source_end, shown), Phrases(target_start, target_end, shown)
    if segmented and (explained or any(map(any, phrases))):
        raise click.UsageError("--segmented takes every line; leave out --explain, --paragraphs and the phrases")
    settings = Settings(lines=_count_lines(source) if format_name == "lines" and source != "-" else 0)
    if borders is not None:
        if explained or any(map(any, phrases)):
            raise click.UsageError("--borders takes every line; leave out --explain, --paragraphs and the phrases")
        session = make_session(model, fp32=fp32, device=device)
        inputs = (source, source_lang), (target, target_lang)
        alignment = _align_bordered(session, inputs, borders, segmented=segmented)
        deliver(session, [alignment], format_name, output, force=force, settings=settings)
        return
    texts = [
        read_lines(path, language) if segmented else segment_input(path, language, chosen, explained=explained)
        for path, language, chosen in ((source, source_lang, phrases[0]), (target, target_lang, phrases[1]))
    ]
    if output is not None and str(output) != "-":
        for path in name_files([text.language for text in texts], format_name, output):
            check_free(path, force=force)
    session = make_session(model, fp32=fp32, device=device)
    alignment = align_with_pins(session, (texts[0], texts[1]), pins_file, output if format_name == "jsonl" else None)
    deliver(session, [alignment], format_name, output, force=force, settings=settings)
    say_times([alignment])


def _count_lines(path: str) -> int:
    """Return the number of lines of a file that is plain text, whose last ones may be blank; 0 for any other."""
    from aligner.formats.lines import is_plain
    from aligner.read.parts.source import read_content

    content = read_content(path, language="en")[0] if is_plain(path) else ""
    return content.count("\n") + (content[-1:] not in ("", "\n"))


def align_with_pins(
    session: Aligner, texts: tuple[Text, Text], pins_file: Path | None, output: Path | None
) -> Alignment:
    """Align two texts with the pins of a file, and with the corrections in the output file if it was edited by hand."""
    from aligner.pins import load_pins
    from aligner.work_files import describe_states, take_corrections

    if pins_file is None and output is not None and str(output) != "-":
        pins_file = output.with_name(output.name.removesuffix(".jsonl") + ".pins.jsonl")
    if pins_file is None:
        return session.align(*texts)
    said: list[str] = []
    alignment = session.align(*texts, pins=load_pins(pins_file))
    while output is not None and take_corrections(output, alignment, pins_file, said):
        alignment = session.align(*texts, pins=load_pins(pins_file))
    for line in [*said, *describe_states(alignment.pins, pins_file)]:
        click.echo(line, err=True)
    return alignment


def _align_bordered(
    session: Aligner, inputs: tuple[tuple[str, str | None], tuple[str, str | None]], borders: str, *, segmented: bool
) -> Alignment:
    from aligner.hard_borders import IDS, align_bordered, read_bordered

    texts = [
        read_bordered(
            sys.stdin.buffer.read() if path == "-" else path,
            borders,
            language=language,
            name="stdin" if path == "-" else path,
            segmented=segmented,
        )
        for path, language in inputs
    ]
    return align_bordered(texts[0], texts[1], session, ids=borders == IDS)
