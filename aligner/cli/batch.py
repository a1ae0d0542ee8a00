"""``aligner batch``."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from aligner.cli.common import (
    check_writable,
    device_option,
    fp32_option,
    make_session,
    model_option,
    say,
    split_names,
    trust_option,
)
from aligner.cli.export import check_format
from aligner.errors import plain

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from aligner.batch import Job, Outcome, Pair, Plan

_SECONDS_BETWEEN_LINES = 30  # of progress, where stderr is a log and no terminal


@click.command("batch")
@click.argument("inputs", nargs=-1, required=True, metavar="MANIFEST | FOLDER FOLDER | PATTERN | WORK...")
@click.option(
    "-o", "--output", "out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to, and to resume."
)
@click.option("--works", is_flag=True, help="Each argument is a work's folder: its pivot is aligned with each version.")
@click.option("--source-lang", metavar="TAG", help="BCP 47 tag of the sources that have none.  [detected]")
@click.option("--target-lang", metavar="TAG", help="The same for the targets.")
@click.option("--to", "formats", default="", metavar="NAMES", help="All alignments together as tmx, tsv, csv or moses.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes on this machine.")
@click.option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster instead, e.g. tcp://host:8786.")
@click.option("--dry-run", is_flag=True, help="List the pairs, and what is left out; align nothing.")
@click.option("--retry-failed", is_flag=True, help="Only the pairs that failed in the last run.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N pairs that have no alignment yet.")
@click.option("--log-json", is_flag=True, help="Report progress on stderr as one line of JSON for each pair.")
@trust_option
@model_option
@fp32_option
@device_option
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    out: Path | None,
    works: bool,
    source_lang: str | None,
    target_lang: str | None,
    formats: str,
    workers: int,
    scheduler: str | None,
    dry_run: bool,
    retry_failed: bool,
    limit: int | None,
    log_json: bool,
    trusted: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Align many pairs of texts in one run, and report on each.

    A manifest is a TSV, CSV or JSON Lines file with the columns source and target, and if need be id, source_lang,
    target_lang and pins. Two folders are paired by the relative paths of their files, a pattern by {id}. A second run
    into the same folder aligns what is new, changed or failed, and keeps the rest.

    \b
    Examples:
      aligner batch manifest.tsv -o library
      aligner batch books/en books/de -o library --workers 4 --to tmx
      aligner batch "books/{id}.{lang}.{ext}" --source-lang en --target-lang de -o library
      aligner batch --works texts/* -o library --dry-run
    """
    from aligner.batch import Job

    names = split_names(formats)
    _check_formats(names)
    plan = _make_plan(inputs, (source_lang or "", target_lang or ""), works=works, trusted=trusted)
    if dry_run:
        _show_plan(plan)
        return
    if out is None:
        raise click.UsageError("give the folder to write to with -o, or --dry-run")
    check_writable(out)
    for line in (*plan.unpaired, *plan.repeated):
        say(f"Warning: {line}")
    pairs = _choose(plan.pairs, out, retry_failed=retry_failed, limit=limit)
    job = Job(make_session(model, fp32=fp32, device=device, cache=False), out.resolve(), trusted)
    show = _show_json if log_json else _progress(len(pairs))
    with _interruptible(), _open_executor(workers, scheduler) as (executor, count):
        outcomes = _run(job, (plan.pairs, pairs), executor, count, show)
    _finish(out, outcomes, names)
    done = {pair.id for pair in pairs}
    ctx.exit(int(any(one.status == "failed" and one.id in done for one in outcomes)))


def _check_formats(names: Sequence[str]) -> None:
    from aligner.batch.joined import require_joinable
    from aligner.errors import InputError

    for name in names:
        check_format(name)
        try:
            require_joinable(name)
        except InputError as error:
            raise click.UsageError(str(error)) from error


def _make_plan(inputs: Sequence[str], languages: tuple[str, str], *, works: bool, trusted: bool) -> Plan:
    """Return the plan that the arguments ask for; ``languages`` are those of pairs that name none."""
    from aligner.batch import plan
    from aligner.read.parts.language_tags import check_language

    tags = tuple(check_language(tag) if tag else "" for tag in languages)
    if works:
        return plan.plan_works(map(Path, inputs), trusted=trusted)
    if len(inputs) == 1 and "{" in inputs[0]:
        return plan.plan_pattern(inputs[0], [tag for tag in languages if tag])
    paths = [Path(each) for each in inputs]
    if len(paths) == 2 and all(path.is_dir() for path in paths):
        found = plan.plan_folders(*paths)
    elif len(paths) == 1 and paths[0].is_file():
        found = plan.plan_manifest(paths[0])
    else:
        raise click.UsageError("give a manifest, two folders, a pattern with {id}, or works' folders with --works")
    pairs = (
        one._replace(source_lang=one.source_lang or tags[0], target_lang=one.target_lang or tags[1])
        for one in found.pairs
    )
    return found._replace(pairs=tuple(pairs))


def _show_plan(plan: Plan) -> None:
    for pair in plan.pairs:
        click.echo("\t".join(plain(part) for part in (pair.id, pair.source, pair.target)))
    for line in (*plan.unpaired, *plan.repeated):
        say(line)
    say(f"{len(plan.pairs):,} pairs, {len(plan.unpaired):,} left out, {len(plan.repeated):,} repeated")


def _choose(pairs: Sequence[Pair], out: Path, *, retry_failed: bool, limit: int | None) -> list[Pair]:
    """Return the pairs that the options ask for."""
    from aligner.batch.reports import read_report
    from aligner.batch.shard import place_of

    chosen = list(pairs)
    if retry_failed:
        report = read_report(out)
        chosen = [pair for pair in chosen if pair.id in report and report[pair.id].status == "failed"]
    if limit is not None:
        chosen = [pair for pair in chosen if not (out / place_of(pair.id)).exists()][:limit]
    return chosen


def _run(
    job: Job,
    pairs: tuple[Sequence[Pair], Sequence[Pair]],
    executor: Executor | None,
    workers: int,
    show: Callable[[Outcome], None],
) -> list[Outcome]:
    """Align the second of ``pairs``, and write the report on all of the first, also when the run is stopped."""
    from aligner.batch import align_pairs
    from aligner.batch.reports import complete, read_report, write_reports

    earlier = read_report(job.out)
    rows = dict(earlier)
    try:
        for outcome in align_pairs(job, pairs[1], executor, workers=workers):
            rows[outcome.id] = complete(outcome, earlier.get(outcome.id))
            show(rows[outcome.id])
    finally:
        outcomes = [rows[pair.id] for pair in pairs[0] if pair.id in rows]
        write_reports(job.out, outcomes)
    return outcomes


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let SIGTERM, by which a queue of jobs ends one, do what Ctrl-C does: leave no half file, and write the report."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


@contextmanager
def _open_executor(workers: int, scheduler: str | None) -> Iterator[tuple[Executor | None, int]]:
    """Give the executor that the options ask for, none for a single process, and the number of its workers."""
    from aligner.batch.cluster import open_cluster
    from aligner.batch.processes import WorkerPool

    if scheduler:
        with open_cluster(scheduler) as opened:
            yield opened
    elif workers == 1:
        yield None, 1
    else:
        pool = WorkerPool(workers)
        try:
            yield pool, workers
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        pool.shutdown()


def _show_json(outcome: Outcome) -> None:
    click.echo(outcome.to_json(), err=True)


def _progress(total: int) -> Callable[[Outcome], None]:
    """Return a function that shows after each pair how far the run is: a line that changes, or in a log one a while."""
    start = said = time.monotonic()
    done = segments = 0
    changing = sys.stderr.isatty()

    def show(outcome: Outcome) -> None:
        nonlocal said, done, segments
        done += 1
        segments += 0 if outcome.status == "kept" else outcome.source_segments + outcome.target_segments
        now = time.monotonic()
        if now - said < (0.2 if changing else _SECONDS_BETWEEN_LINES) and done < total:
            return
        said, spent = now, max(now - start, 1e-9)
        left = int(spent / done * (total - done)) // 60
        line = f"{done:,} of {total:,} pairs, {segments / spent:,.0f} segments/s, {left // 60}:{left % 60:02} h left"
        if changing:
            click.echo(f"\r\x1b[K{line}" + ("\n" if done == total else ""), err=True, nl=False)
        elif done < total:
            say(line)

    return show


def _finish(out: Path, outcomes: Sequence[Outcome], names: Sequence[str]) -> None:
    """Write all alignments together in the formats of these names, and say how the run went."""
    from aligner.batch.joined import write_joined
    from aligner.batch.reports import summarise

    for name in names:
        for path, report in write_joined(out, outcomes, name):
            say(f"{path}: {'; '.join(report.lines())}")
    for line in summarise(outcomes):
        say(line)
    say(f"{out / 'report.tsv'} has every pair, the worst first")
