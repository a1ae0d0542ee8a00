"""``aligner memory``."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click

from aligner.cli.common import (
    check_free,
    device_option,
    force_option,
    fp32_option,
    make_session,
    model_option,
    output_option,
    say,
    segment_input,
    write_output,
)
from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.memory.leverage import Leverage
    from aligner.memory.reading import Collection
    from aligner.memory.renewal import Renewal
    from aligner.memory.statistics import Statistics
    from aligner.memory.units import Unit
    from aligner.text import Text

_ANY = click.Path(exists=True, dir_okay=False, allow_dash=True)
files_argument = click.argument("files", nargs=-1, required=True, type=_ANY)
format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
property_option = click.option(
    "--property", "properties", multiple=True, metavar="TYPE=VALUE", help="A property of units; may be given again."
)


@click.group("memory")
def command() -> None:
    """Work on translation memories of any size: TMX, gzipped or not, and alignment files. `-` reads stdin.

    What is written is TMX, to stdout or to the file that -o names (packed where its name ends in .gz); codes, notes,
    dates and properties of the units stay. How many units were left out, and why, is said on stderr. No input is
    changed.

    \b
    Examples:
      aligner memory merge one.tmx two.tmx.gz three.jsonl -o all.tmx
      aligner memory dedupe all.tmx --keep newest -o clean.tmx
      aligner memory stats clean.tmx
      aligner memory leverage new-chapter.txt clean.tmx
    """


@command.command("merge")
@files_argument
@output_option
@force_option
def merge(files: tuple[str, ...], output: Path | None, force: bool) -> None:
    """Make one memory of FILES, in their order; a unit that several have is written once.

    Other translations of the same source are kept, and counted.

    \b
    Examples:
      aligner memory merge a.tmx b.tmx -o both.tmx
      aligner memory merge en-de.jsonl old.tmx.gz -o all.tmx.gz
    """
    from aligner.memory.repeats import drop_repeated

    _transform(files, output, drop_repeated, force=force)


@command.command("dedupe")
@files_argument
@click.option(
    "--keep",
    type=click.Choice(["all", "first", "newest", "confident"]),
    default="all",
    show_default=True,
    help="Of units with the same source: all that differ, or the first, the newest or the most confident one.",
)
@output_option
@force_option
def dedupe(files: tuple[str, ...], keep: Any, output: Path | None, force: bool) -> None:
    """Write each unit of FILES once, or one unit for each source.

    \b
    Examples:
      aligner memory dedupe all.tmx -o clean.tmx
      aligner memory dedupe all.tmx --keep confident -o clean.tmx
    """
    from aligner.memory.repeats import drop_repeated, keep_one

    if keep == "all":
        _transform(files, output, drop_repeated, force=force)
    else:
        _transform(files, output, lambda units, notes: keep_one(units, keep, notes), force=force)


@command.command("filter")
@files_argument
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="The least confidence, 0 to 1.")
@click.option(
    "--length-ratio",
    type=click.FloatRange(min=1),
    default=None,
    metavar="TIMES",
    help="No text more than so many times as long as another of its unit; texts of up to 20 characters are not asked.",
)
@click.option("--check-languages", is_flag=True, help="No text that is surely in another language than it says.")
@click.option("--since", default="", metavar="DATE", help="Changed on that day, as 2026-12-31, or later.")
@click.option("--until", default="", metavar="DATE", help="Changed on that day or earlier.")
@click.option("--author", default="", help="Made or changed by that author.")
@property_option
@click.option("--grep", default="", metavar="REGEX", help="The expression is found in one of the texts.")
@click.option("--no-copies", is_flag=True, help="No translation that is the same as its source.")
@click.option("--no-findings", is_flag=True, help="Only units against which `aligner coverage` finds nothing.")
@output_option
@force_option
@model_option
@fp32_option
@device_option
def filter_units(
    files: tuple[str, ...],
    min_confidence: float,
    length_ratio: float | None,
    check_languages: bool,
    since: str,
    until: str,
    author: str,
    properties: tuple[str, ...],
    grep: str,
    no_copies: bool,
    no_findings: bool,
    output: Path | None,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Write the units of FILES that meet all conditions; the others are counted by the first that they do not meet.

    \b
    Examples:
      aligner memory filter all.tmx --min-confidence 0.8 --no-copies --length-ratio 3 -o good.tmx
      aligner memory filter all.tmx --since 2025-01-01 --property client=ACME --grep '[Tt]aste' -o some.tmx
    """
    from aligner.memory.conditions import Conditions, keep_fitting

    conditions = Conditions(
        min_confidence,
        length_ratio or 0.0,
        check_languages,
        since,
        until,
        author,
        tuple(_property(each) for each in properties),
        grep,
        not no_copies,
    )
    session = make_session(model, fp32=fp32, device=device) if no_findings else None

    def keep(units: Iterable[Unit], notes: Counter[str]) -> Iterable[Unit]:
        fitting = keep_fitting(units, conditions, notes)
        if session is None:
            return fitting
        from aligner.memory.sound import keep_sound

        return keep_sound(fitting, session, notes)

    _transform(files, output, keep, force=force)


@command.command("split")
@files_argument
@click.option("--pairs", is_flag=True, help="Write one file for each pair of the source with another language.")
@click.option("--units", type=click.IntRange(min=1), default=None, help="Write files of so many units.")
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write to."
)
@force_option
def split(files: tuple[str, ...], pairs: bool, units: int | None, output: Path, force: bool) -> None:
    """Take FILES apart: a file for each pair of languages, or files of a number of units.

    \b
    Examples:
      aligner memory split all.tmx --pairs -o parts
      aligner memory split all.tmx --units 100000 -o parts
    """
    from aligner.memory.editing import split_by_pair, split_by_size

    if pairs == (units is not None):
        raise click.UsageError("give --pairs, or --units and a number")
    stem = Path(files[0]).name.removesuffix(".gz").removesuffix(".tmx").removesuffix(".jsonl")
    stem = "memory" if files[0] == "-" else stem
    for path in sorted(output.glob(f"{stem}.*.tmx")) if output.is_dir() else ():
        check_free(path, force=force)
    collection = _collect(files)
    written = split_by_pair(collection, output, stem) if pairs else split_by_size(collection, output, stem, units or 1)
    for path, count in written:
        say(f"{path}: {count:,} units")
    _tell(collection.notes)


@command.command("locale")
@files_argument
@click.option(
    "--locale", "locales", multiple=True, required=True, metavar="TAG=CODE", help="Write the language TAG as CODE."
)
@output_option
@force_option
def locale(files: tuple[str, ...], locales: tuple[str, ...], output: Path | None, force: bool) -> None:
    """Change the language codes of FILES.

    \b
    Examples:
      aligner memory locale all.tmx --locale en=en-GB --locale pt=pt-BR -o regional.tmx
    """
    from aligner.cli.export import parse_locale
    from aligner.formats import Settings
    from aligner.memory.editing import rename_languages
    from aligner.memory.units import plain_code

    codes = dict(parse_locale(each) for each in locales)
    Settings(codes)  # raises for a code that is not a tag
    renamed = {plain_code(tag): code for tag, code in codes.items()}
    _transform(files, output, lambda units, _: rename_languages(units, codes), force=force, renamed=renamed)


@command.command("set")
@files_argument
@click.option("--author", default="", help="Who changed the units last.")
@click.option("--client", default="", help="The property `client`.")
@click.option("--project", default="", help="The property `project`.")
@click.option("--date", default="", help="When the units were changed last, as 2026-12-31 or 20261231T235959Z.")
@property_option
@output_option
@force_option
def set_marks(
    files: tuple[str, ...],
    author: str,
    client: str,
    project: str,
    date: str,
    properties: tuple[str, ...],
    output: Path | None,
    force: bool,
) -> None:
    """Write author, date, client, project or another property on every unit of FILES.

    \b
    Examples:
      aligner memory set all.tmx --author anna --client ACME --date 2026-12-31 -o marked.tmx
      aligner memory set all.tmx --property x-domain=law -o marked.tmx
    """
    from aligner.memory.editing import Marks, mark_units
    from aligner.memory.units import check_date

    chosen = {"client": client, "project": project, **dict(_property(each) for each in properties)}
    marks = Marks(author, check_date(date, "--date") if date else "", {k: v for k, v in chosen.items() if v})
    if marks == Marks():
        raise click.UsageError("nothing to set; give --author, --date, --client, --project or --property")
    _transform(files, output, lambda units, _: mark_units(units, marks), force=force)


@command.command("stats")
@files_argument
@format_option
def stats(files: tuple[str, ...], format_name: str) -> None:
    """Print what is in FILES: units, words and characters by language, repeats, files, authors, years.

    \b
    Examples:
      aligner memory stats all.tmx
      aligner memory stats a.tmx b.tmx --format json
    """
    from aligner.memory.statistics import count_memory

    collection = _collect(files)
    found = count_memory(collection)
    _tell(collection.notes)
    if format_name == "json":
        click.echo(json.dumps({name: getattr(found, name) for name in found.__slots__}, ensure_ascii=False))
        return
    for line in _stats_lines(found):
        click.echo(line)


def _stats_lines(found: Statistics) -> Iterable[str]:
    yield f"units       {found.units:>12,}"
    yield f"repeated    {found.repeated:>12,}"
    yield f"sources with several translations {found.several:,}"
    yield ""
    yield "language         units        words   characters"
    for language, counts in sorted(found.languages.items()):
        yield f"{language:10} {counts['units']:11,} {counts['words']:12,} {counts['characters']:12,}"
    for title, counted in (
        ("confidence", found.confident),
        ("file", found.origins),
        ("author", found.authors),
        ("year", found.years),
    ):
        yield ""
        yield f"units by {title}"
        yield from (
            f"{count:12,}  {name}" for name, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        )


@command.command("leverage")
@click.argument("text", type=_ANY)
@click.argument("files", nargs=-1, required=True, type=_ANY)
@click.option("--lang", metavar="TAG", help="The language of TEXT.  [from the file name, or detected]")
@format_option
def leverage(text: str, files: tuple[str, ...], lang: str | None, format_name: str) -> None:
    """Print how much of TEXT the memories FILES translate, in bands as CAT tools report them.

    As JSON also the best match of each segment.

    \b
    Examples:
      aligner memory leverage chapter.txt all.tmx
      aligner memory leverage chapter.docx a.tmx b.jsonl --format json
    """
    from aligner.memory.leverage import measure_leverage, require_rapidfuzz

    _only_one_stdin((text, *files))
    require_rapidfuzz()
    segmented = segment_input(text, lang)
    collection = _collect(files)
    found = measure_leverage(segmented, collection)
    _tell(collection.notes)
    if format_name == "json":
        matches = [
            {"segment": segment, **match._asdict()}
            for segment, match in zip(segmented.texts, found.matches, strict=True)
        ]
        click.echo(json.dumps({"bands": found.bands, "matches": matches}, ensure_ascii=False))
        return
    for line in _leverage_lines(found):
        click.echo(line)


def _leverage_lines(found: Leverage) -> Iterable[str]:
    yield "match         segments        words   characters  words %"
    total: Counter[str] = Counter()
    for counts in found.bands.values():
        total.update(counts)
    for band, counts in [*found.bands.items(), ("total", total)]:
        share = 100 * counts["words"] / total["words"] if total["words"] else 0.0
        figures = f"{counts['segments']:11,} {counts['words']:12,} {counts['characters']:12,}"
        yield f"{band:10} {figures} {share:8.1f}"


@command.command("update")
@click.argument("memory", type=_ANY)
@click.argument("text", type=_ANY)
@click.option("--lang", metavar="TAG", help="The language of TEXT.  [from the file name, or detected]")
@click.option(
    "--to",
    "format_name",
    type=click.Choice(["tmx", "xliff12", "jsonl"]),
    default="tmx",
    show_default=True,
    help="tmx: the units that survive. xliff12: the whole TEXT as a job, with fuzzy matches. jsonl: an alignment.",
)
@output_option
@force_option
def update(memory: str, text: str, lang: str | None, format_name: str, output: Path | None, force: bool) -> None:
    """Write what of MEMORY, a memory or an alignment file, survives in TEXT, a new version of its source.

    It comes in the order of TEXT. A translation job (xliff12) has all of TEXT: translated where the segment is
    unchanged, a fuzzy match to review where it has changed, empty where it is new. An alignment (jsonl) has all of TEXT
    too, with the translations of what is unchanged. On stderr: the segments that have changed or are new, and how many
    units are gone.

    \b
    Examples:
      aligner memory update en-de.jsonl en.txt -o kept.tmx
      aligner memory update en-de.jsonl en.txt --to xliff12 -o job.xlf
    """
    from aligner.memory.leverage import require_rapidfuzz
    from aligner.memory.renewal import renew

    _only_one_stdin((memory, text))
    check_free(output, force=force)
    require_rapidfuzz()
    segmented = segment_input(text, lang)
    collection = _collect([memory])
    found = renew(segmented, collection)
    if format_name == "tmx":
        _write(found.units, collection, output, force=force)
    else:
        _write_renewed(segmented, found, format_name, output, force=force)
        _tell(collection.notes)
    for row in found.rows:
        if row.state != "translated":
            first = row.segments.start
            nearest = f" ({row.percent} % {row.source!r})" if row.percent else ""
            say(f"{text}, line {segmented.line(first)}: {row.state}: {segmented.texts[first]!r}{nearest}")
    counts = Counter[str]()
    for row in found.rows:
        counts[row.state] += len(row.segments)
    say(
        f"{len(found.units):,} units survive, {found.gone:,} are gone; of {len(segmented):,} segments "
        f"{counts['translated']:,} are translated, {counts['changed']:,} have changed, {counts['new']:,} are new"
    )


def _write_renewed(text: Text, found: Renewal, format_name: str, output: Path | None, *, force: bool) -> None:
    """Write a whole text with what a memory has for it: as a job, or as an alignment."""
    from aligner.formats.alignment_file import format_alignment
    from aligner.memory.renewal import align_renewed, write_job
    from aligner.work_info import WorkInfo

    if not found.language:
        raise InputError(
            f"{text.name}: the memory translates nothing from {text.language}; name the language with --lang"
        )
    made = BytesIO()
    if format_name == "xliff12":
        write_job(text, found, made)
    else:
        alignment = align_renewed(text, found, WorkInfo(Path(text.name).stem))
        made.write("".join(f"{line}\n" for line in format_alignment(alignment)).encode("utf-8", "surrogatepass"))
    write_output(made.getvalue(), output, force=force)
    if found.codes:
        say(f"{found.codes:,} units with inline codes, which are left out")


def _property(given: str) -> tuple[str, str]:
    kind, equals, value = given.partition("=")
    if not (kind and equals and value):
        raise click.UsageError(f"--property {given!r}: write it as client=ACME")
    return kind, value


def _only_one_stdin(files: Iterable[str]) -> None:
    if list(files).count("-") > 1:
        raise click.UsageError("only one of the files can be read from stdin")


def _collect(files: Iterable[str]) -> Collection:
    from aligner.memory.reading import Collection

    _only_one_stdin(files)
    return Collection([cast("BinaryIO", sys.stdin.buffer) if name == "-" else name for name in files])


def _transform(
    files: tuple[str, ...],
    output: Path | None,
    change: Callable[[Iterable[Unit], Counter[str]], Iterable[Unit]],
    *,
    force: bool,
    renamed: dict[str, str] | None = None,
) -> None:
    """Read memories, change their stream of units, and write it."""
    check_free(output, force=force)
    collection = _collect(files)
    if output is not None and output.exists() and any(name != "-" and output.samefile(name) for name in files):
        raise click.UsageError(f"{output} is one of the inputs; name another file")
    _write(change(collection, collection.notes), collection, output, force=force, renamed=renamed)


def _write(
    units: Iterable[Unit],
    collection: Collection,
    output: Path | None,
    *,
    force: bool,
    renamed: dict[str, str] | None = None,
) -> None:
    """Write units to a file, whole or not at all, or to stdout when all of them have been read."""
    from aligner.memory.writing import open_memory_target, write_units

    if output is None or str(output) == "-":
        with tempfile.TemporaryFile() as draft:
            count = write_units(units, collection, cast("BinaryIO", draft), renamed)
            draft.seek(0)
            copyfileobj(draft, sys.stdout.buffer)
    else:
        check_free(output, force=force)
        with open_memory_target(output) as file:
            count = write_units(units, collection, file, renamed)
    say(f"{count:,} units written")
    _tell(collection.notes)


def _tell(notes: Counter[str]) -> None:
    for what, count in sorted(notes.items()):
        if count:
            say(f"{count:,} {what}")
