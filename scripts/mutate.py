"""Change numbers, comparisons and signs of the package one at a time, and report which changes no test notices.

    scripts/mutate [--list FILE] [--only TEXT] [--workers N]

The list, ``scripts/data/mutations.toml``, has an entry for each change: ``file``, ``old`` (a piece of the file that is
there once) and ``new``. Each is made in a copy of the repository, where the tests run that do not need the model: those
of the room first, then the others. A change that no test fails for has survived: a number that nothing holds.

The copy is taken once at the start, so files may be edited meanwhile. A test that fails is run again, with the change
and without it, and counts only if it fails with it and passes without. The exit status is 0 when every change is
noticed, 1 when some survive, and 2 when the list does not fit the files or an outcome is unclear.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Self

import click

ROOT = Path(__file__).parents[1]
_COPIED = ("aligner", "tests", "scripts", "texts", "docs", "alignments", "pyproject.toml", "README.md")
_PATIENCE = 900
"""Seconds for which a run of tests may last. All of them take some 150 alone on one core, and several times that where
other work shares the machine; a change that makes a loop endless is noticed by this."""

_MOST_BY_CHANCE = 3
"""Tests that may fail by chance in one trial, as those of running time do under load; with more it is unclear."""

_PASSED, _FAILED, _INTERRUPTED, _NONE_FOUND = 0, 1, 2, 5  # exit statuses of pytest; 2 is an error while collecting


class Mutation(NamedTuple):
    """A change to one file: a piece of it that is there once, and what takes its place."""

    file: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file}: {self.old!r} → {self.new!r}"


class Outcome(StrEnum):
    """What became of a change."""

    NOTICED = "noticed"
    SURVIVED = "SURVIVED"
    UNCLEAR = "UNCLEAR"


class Result(NamedTuple):
    """The outcome, and the test that noticed the change or the reason why it is unclear."""

    outcome: Outcome
    detail: str = ""


def read_mutations(path: Path, root: Path) -> list[Mutation]:
    """Read a list of changes; raise ``click.UsageError`` for one that does not fit the file that it names."""
    try:
        found = [Mutation(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["mutation"]]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise click.UsageError(f"{path}: not a list of [[mutation]] with file, old and new ({error})") from error
    for mutation in found:
        if not (root / mutation.file).is_file():
            raise click.UsageError(f"{path}: there is no file {mutation.file}")
        count = (root / mutation.file).read_text("utf-8").count(mutation.old)
        if count != 1 or mutation.old == mutation.new:
            raise click.UsageError(f"{path}: {mutation}: must be a change of what is there once, it is {count} times")
    return found


class Trials:
    """Tries changes in copies of a repository, which go when it is closed, with all processes that still run.

    Parameters
    ----------
    root : Path
        The repository; what it holds now is what is tried.
    patience : float
        Seconds for which one run of tests may last.
    """

    def __init__(self, root: Path, *, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._folder = tempfile.TemporaryDirectory(prefix="mutate-", ignore_cleanup_errors=True)
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._original = Path(self._folder.name) / "original"
        self._original.mkdir()
        for name in _COPIED:
            if (root / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", ".*")
                shutil.copytree(root / name, self._original / name, ignore=ignored)
            elif (root / name).exists():
                shutil.copy(root / name, self._original)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closed = True
            for process in self._running:
                _kill(process)
        self._folder.cleanup()

    def try_mutation(self, mutation: Mutation) -> Result:
        """Return whether a test fails, or does not end, when a change is made."""
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        try:
            shutil.copytree(self._original, folder / "copy")
            changed = folder / "copy" / mutation.file
            original = changed.read_text("utf-8")
            changed.write_text(original.replace(mutation.old, mutation.new), "utf-8")
            for tests in _stages(mutation, folder / "copy"):
                result = self._try_stage(folder, tests, changed, original)
                if result.outcome is not Outcome.SURVIVED:
                    return result
            return Result(Outcome.SURVIVED)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _try_stage(self, folder: Path, tests: Sequence[str], changed: Path, original: str) -> Result:
        """Return the same for some of the tests; those that fail by chance, as under load, are left out."""
        again = ["--last-failed", "--last-failed-no-failures=none"]
        deselected: list[str] = []
        while len(deselected) <= _MOST_BY_CHANCE:
            status, output = self._run(folder, [*tests, *deselected])
            if status is None:
                return Result(Outcome.NOTICED, f"no end within {self._patience:g} seconds")
            if status in (_PASSED, _NONE_FOUND):
                return Result(Outcome.SURVIVED, " ".join(deselected))
            if status not in (_FAILED, _INTERRUPTED):
                return Result(Outcome.UNCLEAR, f"pytest ended with {status}: {output[-500:].strip()}")
            names = _failed_tests(folder)
            if self._run(folder, [*tests, *again])[0] != _PASSED:
                changed.write_text(original, "utf-8")
                status, output = self._run(folder, [*tests, *again])
                if status == _PASSED:
                    return Result(Outcome.NOTICED, ", ".join(names))
                return Result(Outcome.UNCLEAR, f"{', '.join(names)} fails without the change too: {output[-500:]}")
            deselected += [f"--deselect={name}" for name in names]
        return Result(Outcome.UNCLEAR, f"too many tests fail by chance: {' '.join(deselected)}")

    def _run(self, folder: Path, tests: Sequence[str]) -> tuple[int | None, str]:
        """Run tests in a copy, and return pytest's exit status, None when they did not end, and what it printed."""
        scratch = folder / "scratch"
        scratch.mkdir(exist_ok=True)
        options = ["-x", "-q", "-m", "not model", "--tb=short", "-o", f"cache_dir={folder / 'cache'}"]
        environment = {
            **os.environ,
            "PYTHONPATH": str(folder / "copy"),
            "TMPDIR": str(scratch),
            "HF_HUB_OFFLINE": "1",
            "OMP_NUM_THREADS": "1",
        }
        with tempfile.TemporaryFile(dir=folder) as output:
            with self._lock:
                if self._closed:
                    return _INTERRUPTED, "stopped"
                process = subprocess.Popen(
                    [sys.executable, "-m", "pytest", *options, *tests],
                    cwd=folder / "copy",
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # a group of its own, so that what the tests start ends with them
                )
                self._running.add(process)
            try:
                status: int | None = process.wait(self._patience)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                with self._lock:
                    _kill(process)
                    self._running.discard(process)
            output.seek(0)
            return status, output.read().decode("utf-8", "replace")


def _failed_tests(folder: Path) -> list[str]:
    """Return the tests that failed last in a copy, as pytest's cache names them."""
    record = folder / "cache" / "v" / "cache" / "lastfailed"
    return list(json.loads(record.read_text("utf-8"))) if record.exists() else ["no test"]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _stages(mutation: Mutation, folder: Path) -> Iterator[list[str]]:
    """Yield what to run: the doctests of the file and the room's tests, then the tests of all other rooms."""
    part = Path(mutation.file).parts[1].removesuffix(".py")
    room = [name for name in (f"tests/{part}", f"tests/test_{part}.py") if (folder / name).exists()]
    yield [mutation.file, *room]
    # The tests in a browser take minutes; that of this script fails for any change, as it compares list and files.
    left_out = ["tests/browser", "tests/test_mutate.py", *room]
    yield ["tests", *(f"--ignore={name}" for name in left_out)]


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def try_all(mutations: Sequence[Mutation], trials: Trials, workers: int) -> list[Result]:
    """Try changes, several at a time; print each as soon as its outcome is known, and return all in order."""
    results: dict[int, Result] = {}
    begun = time.monotonic()
    with trials, ThreadPoolExecutor(workers) as pool:
        futures = {pool.submit(trials.try_mutation, mutation): k for k, mutation in enumerate(mutations)}
        try:
            for future in as_completed(futures):
                k = futures[future]
                result = results[k] = future.result()
                place = f"[{len(results)}/{len(mutations)}, {time.monotonic() - begun:.0f} s]"
                click.echo(f"{place} {result.outcome} {mutations[k]}")
                if result.detail:
                    click.echo(f"    {result.detail}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            trials.__exit__()
            raise
    return [results[k] for k in range(len(mutations))]


@click.command()
@click.option(
    "--list",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=ROOT / "scripts" / "data" / "mutations.toml",
    help="The list of changes.",
)
@click.option("--only", default="", help="Only changes that have this in their file's path or in the changed piece.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Changes tried at a time.")
@click.option("--patience", default=_PATIENCE, show_default=True, help="Seconds for which a run of tests may last.")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT,
    help="The repository, this one by default.",
)
def main(path: Path, only: str, workers: int, patience: float, root: Path) -> None:
    """Try each change of the list, and list those that survive."""
    mutations = [one for one in read_mutations(path, root) if only in one.file or only in one.old]
    if not mutations:
        raise click.UsageError(f"{path}: no change has {only!r} in it")
    signal.signal(signal.SIGTERM, _stop)  # so that it cleans up as after Ctrl-C
    results = try_all(mutations, Trials(root, patience=patience), workers)
    found = {
        outcome: [one for one, result in zip(mutations, results, strict=True) if result.outcome is outcome]
        for outcome in Outcome
    }
    click.echo(f"\n{len(found[Outcome.NOTICED])} of {len(mutations)} changes are noticed")
    for outcome in (Outcome.SURVIVED, Outcome.UNCLEAR):
        for mutation in found[outcome]:
            click.echo(f"{outcome} {mutation}")
    sys.exit(2 if found[Outcome.UNCLEAR] else 1 if found[Outcome.SURVIVED] else 0)


if __name__ == "__main__":
    main()
