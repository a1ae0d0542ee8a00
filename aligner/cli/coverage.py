"""``aligner coverage``."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple

import click

from aligner.cli.common import (
    check_free,
    device_option,
    force_option,
    fp32_option,
    make_session,
    model_option,
    output_option,
    read_lines,
    say,
    segment_input,
    split_names,
    trust_option,
    write_output,
)
from aligner.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aligner.alignment import Alignment
    from aligner.coverage import Check
    from aligner.coverage.case import Case
    from aligner.coverage.checks.terms import TermRule
    from aligner.coverage.findings import RawFinding
    from aligner.coverage.kinds import Kind
    from aligner.coverage.lock import Lock
    from aligner.formats.glossary import Glossary
    from aligner.session import Aligner
    from aligner.text import Text


_DEPTH = 3  # folders from the end of a path that may be named by a language: i18n/ja/docs/current


class _Wanted(NamedTuple):
    """What the checks on request need: the lock, empty where there is none, the glossary, and consistency or not."""

    lock_file: Path | None
    lock: Lock
    glossary: Glossary | None
    consistency: bool


@click.command("coverage")
@click.argument("source", metavar="INPUT", type=click.Path(exists=True, allow_dash=True))
@click.argument("target", metavar="[TARGET]", required=False, type=click.Path(exists=True, allow_dash=True))
@click.option(
    "--source-lang", metavar="TAG", help="For two texts: BCP 47 tag of INPUT.  [from the file name, or detected]"
)
@click.option("--target-lang", metavar="TAG", help="The same for TARGET.")
@click.option("--segmented", is_flag=True, help="For two texts: each line is one segment, kept as it is.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    default=0.0,
    metavar="PERCENT",
    help="Fail if less than this share of the source segments of any pair is translated.",
)
@click.option("--fail-on", default="", metavar="KINDS", help="Fail on findings of these kinds, e.g. omitted,number.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Ignore matches and findings of a lower confidence.",
)
@click.option(
    "--profile",
    type=click.Choice(("strict", "usual", "quiet")),
    default="usual",
    show_default=True,
    help="How much to report: everything worth a look, the usual, or only what is nearly certain.",
)
@click.option(
    "--ignore",
    "accepted_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of accepted findings: one id per line, comments after #.",
)
@click.option(
    "--lock",
    "lock_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File that says which texts went together; what changed since in the source alone is stale.",
)
@click.option("--update-lock", is_flag=True, help="Write the lock: both texts go together as they are now.")
@click.option(
    "--terms",
    "terms_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Glossary, as TBX or a table with a column a language; report terms that are translated otherwise.",
)
@click.option("--consistency", is_flag=True, help="Report what is translated in two ways, and different things alike.")
@click.option(
    "--format",
    "format_name",
    default="text",
    show_default=True,
    metavar="FORMAT",
    help="text, json, markdown, html, github, junit or sarif.",
)
@click.option("--show-all", is_flag=True, help="In a text report, show every section and finding in full.")
@trust_option
@output_option
@force_option
@model_option
@fp32_option
@device_option
def command(
    source: str,
    target: str | None,
    source_lang: str | None,
    target_lang: str | None,
    segmented: bool,
    fail_under: float,
    fail_on: str,
    min_confidence: float,
    profile: str,
    accepted_file: Path | None,
    lock_file: Path | None,
    update_lock: bool,
    terms_file: Path | None,
    consistency: bool,
    format_name: str,
    show_all: bool,
    trusted: bool,
    output: Path | None,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Report what is not translated.

    INPUT is an alignment file, a folder of them, or the folder of a work, whose versions are aligned first; or INPUT
    and TARGET are two texts. Two folders are compared file by file; so is one folder with --target-lang, in which
    page.ja.md is the translation of page.md. `-` reads stdin. Exits with 1 when the check fails, which it does only
    when --fail-under or --fail-on is given.

    \b
    Examples:
      aligner coverage en.txt de.txt
      aligner coverage texts/family --fail-under 98
      aligner coverage docs/en docs/ja --fail-on omitted
      aligner coverage en-de.jsonl --fail-on omitted,number --ignore accepted.txt --format github
    """
    from aligner.coverage.accepted import read_accepted
    from aligner.coverage.report import Criteria, Look, judge, render

    _check_format(format_name)
    wanted = _Wanted(lock_file, _open_lock(lock_file, update=update_lock), _open_terms(terms_file), consistency)
    accepted = read_accepted(accepted_file) if accepted_file else {}
    criteria = Criteria(fail_under, _kinds(fail_on), min_confidence, accepted, str(accepted_file or ""))
    check_free(output, force=force)
    session = make_session(model, fp32=fp32, device=device)
    if Path(source).is_dir() and (target_lang if target is None else Path(target).is_dir()):
        folder = Path(target) if target is not None else None
        alignments: list[Alignment] = _align_pairs(Path(source), folder, source_lang, target_lang, session)
    elif target is not None:
        texts = _read_texts((source, source_lang), (target, target_lang), segmented=segmented)
        alignments = [session.align(texts[0], texts[1])]
    elif source_lang or target_lang or segmented:
        raise click.UsageError("--source-lang, --target-lang and --segmented apply to two texts; give TARGET too")
    else:
        alignments = _load(source, session, trusted=trusted)
    coverages = [
        session.check(each, min_confidence=min_confidence, profile=profile, further=checks)
        for each, checks in zip(alignments, _further_checks(alignments, wanted), strict=True)
    ]
    result = judge(coverages, criteria, _name(source, alignments))
    look = Look(get_terminal_size().columns, _has_colour(output), show_all)
    write_output(render(result, format_name, look).encode("utf-8", "replace"), output, force=force)
    if update_lock and lock_file is not None:
        _write_lock(lock_file, wanted.lock, alignments)
    if result.failures:
        sys.exit(1)


def _open_lock(path: Path | None, *, update: bool) -> Lock:
    """Return what is locked: nothing without a lock, and in one that is yet to be written."""
    from aligner.coverage.lock import read_lock

    if path is None:
        if update:
            raise click.UsageError("--update-lock needs --lock FILE, the file to write")
        return {}
    if not path.exists():
        if not update:
            raise click.UsageError(f"--lock: {path} does not exist; write it with --update-lock")
        return {}
    return read_lock(path)


def _write_lock(path: Path, lock: Lock, alignments: list[Alignment]) -> None:
    """Write a lock with the texts that were checked as they are now; what it says of other texts stays."""
    from aligner.coverage.lock import key_of, lock_pair, write_lock

    write_lock(path, lock | {key_of(each, path): lock_pair(each) for each in alignments})


def _open_terms(path: Path | None) -> Glossary | None:
    """Return a glossary; what in it cannot be used is named on stderr."""
    if path is None:
        return None
    from aligner.formats.glossary import read_glossary

    glossary = read_glossary(path)
    for note, number in glossary.notes.items():
        say(f"{path}: {note} ({number})")
    return glossary


def _further_checks(alignments: list[Alignment], wanted: _Wanted) -> list[list[Check]]:
    """Return the checks on request for each alignment."""
    from functools import partial

    from aligner.coverage.checks.inconsistent import find_inconsistent
    from aligner.coverage.checks.stale import find_stale
    from aligner.coverage.checks.structure import find_structure
    from aligner.coverage.checks.terms import find_terms
    from aligner.coverage.lock import key_of

    checks: list[list[Check]] = [[] for _ in alignments]
    for alignment, own in zip(alignments, checks, strict=True):
        if wanted.lock_file and (locked := wanted.lock.get(key_of(alignment, wanted.lock_file))):
            own.append(partial(find_stale, locked=locked))
        if markup := _read_markup(alignment):
            own.append(partial(find_structure, markup=markup))
        if wanted.glossary:
            own.append(partial(find_terms, rules=_rules(wanted.glossary, alignment)))
    for own, found in zip(checks, find_inconsistent(alignments) if wanted.consistency else [], strict=False):
        own.append(partial(_already_found, found=found))
    return checks


def _already_found(_case: Case, *, found: list[RawFinding]) -> list[RawFinding]:
    """Return what was found by comparing all alignments with each other."""
    return found


def _rules(glossary: Glossary, alignment: Alignment) -> list[TermRule]:
    """Return the entries of a glossary that have a term of the source, with those of the target."""
    from aligner.coverage.checks.terms import TermRule

    source, target = (_language_in(glossary.languages, text.language) for text in (alignment.source, alignment.target))
    rules = (
        TermRule(
            tuple(entry.in_language(source)),
            tuple(entry.in_language(target)),
            tuple(entry.in_language(target, forbidden=True)),
        )
        for entry in glossary.entries
    )
    return [rule for rule in rules if rule.source]


def _language_in(languages: Sequence[str], language: str) -> str:
    """Return the language of a glossary that serves for a text: the same, or the same but for its region.

    Raises ``InputError`` where there is none, so that no term is passed over in silence.
    """
    plain = language.partition("-")[0]
    near = [one for one in languages if one.partition("-")[0] == plain]
    if not near:
        raise InputError(f"the glossary has no terms in {language!r}; its languages are {', '.join(languages)}")
    return language if language in near else near[0]


def _read_markup(alignment: Alignment) -> tuple[str, str] | None:
    """Return the content of both files, if they are of a format whose markup can be compared."""
    from aligner.coverage.checks.structure import MARKUP_SUFFIXES

    paths = Path(alignment.source.name), Path(alignment.target.name)
    if not all(path.suffix.lower() in MARKUP_SUFFIXES and path.is_file() for path in paths):
        return None
    if alignment.source.verbatim or alignment.target.verbatim:
        return None
    source, target = (path.read_bytes().decode("utf-8", "replace") for path in paths)
    return source, target


def _check_format(name: str) -> None:
    from aligner.coverage.report import FORMATS

    if name not in FORMATS:
        raise click.UsageError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")


def _kinds(names: str) -> frozenset[Kind]:
    """Return the kinds of findings in a list such as ``omitted,number``."""
    from aligner.coverage.kinds import KINDS

    named = split_names(names)
    for name in named:
        if name not in KINDS:
            raise click.UsageError(f"--fail-on: unknown kind {name!r}; known are {', '.join(KINDS)}")
    return frozenset(kind for kind in KINDS if kind in named)


def _has_colour(output: Path | None) -> bool:
    """Return whether the report goes to a terminal whose user has not switched colour off (no-color.org)."""
    return (
        output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def _read_texts(*inputs: tuple[str, str | None], segmented: bool) -> list[Text]:
    if all(path == "-" for path, _ in inputs):
        raise click.UsageError("only one of INPUT and TARGET can be read from stdin")
    for path, _ in inputs:
        if Path(path).is_dir():
            raise click.UsageError(f"{path} is a folder and the other is not; give two texts or two folders")
    return [read_lines(*each) if segmented else segment_input(*each) for each in inputs]


def _align_pairs(
    source: Path, target: Path | None, source_lang: str | None, target_lang: str | None, session: Aligner
) -> list[Alignment]:
    """Return the alignments of the files of two folders, or of one in which translations are beside their sources.

    A file without a counterpart is aligned with nothing, so that all of it is omitted or added.
    """
    from aligner.coverage.folders import pair_folders, pair_siblings
    from aligner.read.reader import SUFFIXES

    languages = source_lang or _language_of(source), target_lang or _language_of(target or source)
    if target is None:
        pairs = pair_siblings(source, languages, SUFFIXES)
    else:
        pairs = pair_folders(source, target, languages, SUFFIXES)
    if not any(pair.source for pair in pairs):
        raise InputError(f"{source}: no document in this folder; name the folder of the sources")
    alignments: list[Alignment] = []
    for pair in pairs:
        folders = source, target or source
        paths = pair.source, pair.target
        texts = [_text_of(paths[side], languages[side], folders[side] / pair.name, alignments, side) for side in (0, 1)]
        alignments.append(session.align(texts[0], texts[1]))
    return alignments


def _text_of(path: Path | None, language: str, missing: Path, before: list[Alignment], side: int) -> Text:
    """Return a text, named by its path; an empty one, in the language of those before it, where there is no file."""
    from aligner.text import make_text

    if path is not None:
        return replace(segment_input(str(path), language or None), name=path.as_posix())
    known = next((text.language for one in before if len(text := (one.source, one.target)[side])), language or "und")
    return make_text(known, [], [], missing.as_posix())


def _language_of(folder: Path) -> str:
    """Return the language that is a folder's name, as in ``docs/ja`` or ``i18n/pt-BR/docs``, "" if none is."""
    from aligner.read.parts.language_tags import check_language, is_common_tag

    tags = (part for part in reversed(folder.resolve().parts[-_DEPTH:]) if is_common_tag(part))
    return next((check_language(tag) for tag in tags), "")


def _load(name: str, session: Aligner, *, trusted: bool) -> list[Alignment]:
    """Return the alignments of what is given alone: an alignment file, a folder of them, or a work."""
    from aligner.formats.alignment_file import load_alignment, parse_alignment

    path = Path(name)
    if path.is_dir():
        return _align_folder(path, session, trusted=trusted)
    if name == "-":
        return [parse_alignment(sys.stdin.buffer.read().decode("utf-8", "replace"), "stdin")]
    if path.suffix == ".jsonl":
        return [load_alignment(path)]
    raise click.UsageError(f"{name} is neither a folder nor an alignment file (.jsonl); to check two texts name both")


def _align_folder(folder: Path, session: Aligner, *, trusted: bool) -> list[Alignment]:
    """Return the alignments that a folder holds, or those of its texts; each text is named by its path."""
    from aligner.formats.alignment_file import load_alignment
    from aligner.work import read_work

    kept = sorted(path for path in folder.glob("*.jsonl") if not path.name.endswith((".rows.jsonl", ".pins.jsonl")))
    if kept and not (folder / "work.toml").exists() and not any(folder.glob("*.txt")):
        return [load_alignment(path) for path in kept]
    work = read_work(folder, trusted=trusted)

    def named(text: Text) -> Text:
        return replace(text, name=work.files[text.language].as_posix())

    return [
        replace(alignment, source=named(alignment.source), target=named(alignment.target))
        for alignment in session.build(work).alignments
    ]


def _name(source: str, alignments: list[Alignment]) -> str:
    """Return the name of what was checked, which heads the report."""
    if len(alignments) > 1:
        languages = dict.fromkeys(each.target.language for each in alignments)
        folder = source if Path(source).name else Path(source).resolve().name
        return f"{folder}: {alignments[0].source.language} → {', '.join(languages)}"
    return " → ".join(f"{text.name} ({text.language})" for text in (alignments[0].source, alignments[0].target))
