"""``aligner export``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.book import NO_BOOK, Book, book_options
from aligner.cli.common import (
    check_free,
    device_option,
    force_option,
    fp32_option,
    make_session,
    model_option,
    output_option,
    say,
    split_names,
    write_output,
)

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.edition import Edition
    from aligner.formats import Layout, Settings, Split
    from aligner.formats.settings import Context, Insertions
    from aligner.session import Aligner


class _ExportCommand(click.Command):
    """Lists the formats with their summaries below the options."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of formats."""
        from aligner.formats import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(name, form.summary) for name, form in FORMATS.items()])


layout_option = click.option(
    "--layout",
    type=click.Choice(["paragraphs", "sentences", "tap"]),
    default="paragraphs",
    help="For EPUB: paragraphs or sentences with their translations, or sentences that open their translations.",
)


split_option = click.option(
    "--split",
    type=click.Choice(["chapters"]),
    help="For HTML: write a page for each chapter, for a site; -o names the first, FOLDER/index.html.",
)


@click.command("export", cls=_ExportCommand)
@click.argument("alignments", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "format_name", required=True, metavar="FORMAT", help="One of the formats below.")
@output_option
@click.option("--pairs", is_flag=True, help="Write one file for each pair of the pivot with another version.")
@click.option(
    "--locale", "locales", multiple=True, metavar="TAG=CODE", help="Write the language TAG as CODE, e.g. pt=pt-BR."
)
@click.option("--languages", metavar="TAGS", help="Only these versions, in this order, e.g. ja,en.")
@layout_option
@split_option
@book_options
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out rows of a lower confidence."
)
@click.option(
    "--context",
    type=click.Choice(["memoq", "matecat"]),
    default=None,
    help="For TMX: give units the segments around theirs, as this tool writes them.  [none]",
)
@click.option("--creator", metavar="NAME", default="", help="For TMX: who made the units that do not say it.")
@click.option(
    "--insertions",
    type=click.Choice(["mark", "keep", "drop"]),
    default="mark",
    help="For lines: set text apart that only the translation has, keep it like any other, or drop it.",
)
@click.option("--times", metavar="TAG", default="", help="For subtitles: show the cues of this version.  [the first]")
@click.option("--clock", metavar="TAG", default="", help="For subtitles: fit the times to the film of this version.")
@force_option
@model_option
@fp32_option
@device_option
def command(
    alignments: tuple[Path, ...],
    format_name: str,
    output: Path | None,
    pairs: bool,
    locales: tuple[str, ...],
    languages: str | None,
    layout: Layout,
    split: Split | None,
    book: Book,
    min_confidence: float,
    context: Context | None,
    creator: str,
    insertions: Insertions,
    times: str,
    clock: str,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Turn alignment files into another format; several files with the same source become one edition.

    With the model installed, a page also links corresponding words and marks the findings of coverage.

    \b
    Examples:
      aligner export alignments/family/en-ru.jsonl --to tsv -o en-ru.tsv
      aligner export alignments/family/en-*.jsonl --to html -o speech.html
      aligner export alignments/family/en-*.jsonl --to html --split chapters -o speech/index.html
      aligner export alignments/family/en-*.jsonl --to epub --languages ja,en --layout tap -o speech.epub
      aligner export en-ja.jsonl --to epub --title "The Ferry" --author "A. Writer" --cover ferry.jpg -o ferry.epub
      aligner export alignments/family/en-*.jsonl --to tmx --pairs --locale pt=pt-PT -o speech.tmx
      aligner export newstest.jsonl --to lines --insertions keep -o newstest.de
      aligner export film.jsonl --to ass --languages de,en --times en -o film.ass
      aligner export film.jsonl --to srt --languages de --clock en -o film.de.srt
    """
    from aligner.formats import Settings, find_format
    from aligner.formats.alignment_file import load_alignment
    from aligner.memory.joining import join_memories

    check_format(format_name)
    tags = split_names(languages or "")
    if (times or clock) and find_format(format_name).timed == "no":
        raise click.UsageError(f"--times and --clock are for subtitles; {format_name} has no times")
    if split and (format_name != "html" or pairs):
        raise click.UsageError("--split chapters is for --to html, and for one edition: leave out --pairs")
    if split and (output is None or output.name != "index.html"):
        raise click.UsageError("--split chapters makes several files; name the first with -o, as speech/index.html")
    settings = Settings(
        dict(map(parse_locale, locales)),
        min_confidence,
        tags,
        layout,
        book.cover,
        split=split or "",
        times=times,
        clock=clock,
        context=context or "",
        creator=creator,
        insertions=insertions,
    )
    loaded = join_memories([load_alignment(path) for path in alignments])
    session = make_session(model, fp32=fp32, device=device)
    deliver(session, loaded, format_name, output, force=force, pairs=pairs, settings=settings, book=book)
    if find_format(format_name).timed != "no":
        say_times(loaded)


def parse_locale(given: str) -> tuple[str, str]:
    """Return the language and the code of an option such as ``pt=pt-BR``; raise a usage error for what is not one."""
    language, equals, code = given.partition("=")
    if not (language and equals and code):
        raise click.UsageError(f"--locale {given!r}: write it as pt=pt-BR")
    return language, code


def deliver(
    session: Aligner,
    alignments: Sequence[Alignment],
    format_name: str,
    output: Path | None,
    *,
    force: bool,
    pairs: bool = False,
    settings: Settings | None = None,
    book: Book = NO_BOOK,
) -> None:
    """Write alignments, woven into one edition, in a format: to files, or to stdout where one file holds them all."""
    from aligner.edition import weave
    from aligner.formats import file_paths, find_format, parts_of, write_edition

    check_format(format_name)
    languages = settings.languages if settings else ()
    edition = _named(weave(alignments), languages)
    edition = replace(edition, work=book.describe(edition.work, languages[0] if languages else edition.languages[0]))
    if output is None or str(output) == "-":
        parts = parts_of(edition, format_name, settings, pairs=pairs)
        if pairs or len(parts) > 1 or find_format(format_name).in_parts:
            other = "" if find_format(format_name).in_parts else ", or choose two --languages"
            raise click.UsageError(f"--to {format_name} makes several files; give -o{other}")
        buffer = BytesIO()
        extras = session.extras_for(edition, format_name, settings)
        report = write_edition(edition, format_name, buffer, settings, *extras)
        write_output(buffer.getvalue(), None, force=force)
    else:
        for path in file_paths(edition, format_name, output, settings, pairs=pairs):
            check_free(path, force=force)
        report = session.export(edition, format_name, output, settings, pairs=pairs)
    for line in report.lines():
        say(line)


def say_times(alignments: Sequence[Alignment]) -> None:
    """Say how the clocks of the films are related whose subtitles were aligned, where they are."""
    from aligner.timing import fit_times, has_times

    for alignment in alignments:
        if has_times(alignment.source) and has_times(alignment.target):
            found = fit_times(alignment)
            for line in found.lines() if found else ["times: too few sure matches to compare the clocks of the films"]:
                say(line)


def check_format(name: str) -> None:
    """Raise a usage error for an unknown format, and ``AlignerError`` for one whose package is missing."""
    from aligner.formats import FORMATS, require_format

    if name not in FORMATS:
        raise click.UsageError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    require_format(name)


def _named(edition: Edition, languages: Sequence[str]) -> Edition:
    """Return the edition with a name; one without gets that of the file of the first version to be written."""
    if edition.work.name:
        return edition
    first = edition.column(languages[0]) if languages else 0
    stem = Path(edition.texts[first].name).stem
    return replace(edition, work=replace(edition.work, name=stem)) if stem else edition
