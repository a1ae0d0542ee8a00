"""Change numbers, comparisons and signs of the package one at a time, and say which changes no test notices.

    scripts/mutate [--list FILE] [--only TEXT] [--workers N]

The list, ``scripts/data/mutations.toml``, has an entry for each change: ``file``, ``old`` (a piece of the file that is
there once) and ``new``. Each is made in a copy of the repository, where the tests run that do not need the model: those
of the room first, then the others. A change that no test fails for has survived: a number that nothing holds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import click

ROOT = Path(__file__).parents[1]
COPIED = ("aligner", "tests", "scripts", "texts", "docs", "alignments")
_PATIENCE = 900  # seconds after which a change counts as noticed: it made a test run forever


class Mutation(NamedTuple):
    """A change to one file: a piece of it that is there once, and what takes its place."""

    file: str
    old: str
    new: str

    @property
    def room(self) -> str:
        """The folder of tests that is run first."""
        part = Path(self.file).parts[1].removesuffix(".py")
        return f"tests/{part}" if (ROOT / "tests" / part).is_dir() else f"tests/test_{part}.py"


def read_mutations(path: Path) -> list[Mutation]:
    """Read a list of changes; raise ``click.ClickException`` for one that does not fit the file that it names."""
    found = [Mutation(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["mutation"]]
    for mutation in found:
        count = (ROOT / mutation.file).read_text("utf-8").count(mutation.old)
        if count != 1:
            raise click.ClickException(f"{path}: {mutation.old!r} is {count} times in {mutation.file}, not once")
    return found


def is_noticed(mutation: Mutation) -> bool:
    """Return whether a test fails, or does not end, when a change is made in a copy of the repository."""
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            shutil.copytree(ROOT / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, folder)
        path = Path(folder) / mutation.file
        path.write_text(path.read_text("utf-8").replace(mutation.old, mutation.new), "utf-8")
        return any(_fails(Path(folder), tests) for tests in _stages(mutation, Path(folder)))


def _stages(mutation: Mutation, folder: Path) -> Iterator[list[str]]:
    """Yield what to run: the doctests of the file and the room's tests, then the tests of all other rooms."""
    room = [mutation.room] if (folder / mutation.room).exists() else []
    yield [mutation.file, *room]
    yield ["tests", "--ignore=tests/browser", *(f"--ignore={one}" for one in room)]


def _fails(folder: Path, tests: list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not model", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(folder), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in {0, 1, 2, 5}:  # 5: no test was collected
        raise click.ClickException(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return done.returncode in {1, 2}


@click.command()
@click.option(
    "--list",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=ROOT / "scripts" / "data" / "mutations.toml",
    help="The list of changes.",
)
@click.option("--only", default="", help="Only changes to files whose path has this in it.")
@click.option("--workers", default=2, show_default=True, help="How many changes are tried at a time.")
def main(path: Path, only: str, workers: int) -> None:
    """Try each change of the list, and exit with 1 when some survive."""
    mutations = [mutation for mutation in read_mutations(path) if only in mutation.file]
    survived = 0
    with ThreadPoolExecutor(workers) as pool:
        for mutation, noticed in zip(mutations, pool.map(is_noticed, mutations), strict=True):
            survived += not noticed
            click.echo(f"{'noticed ' if noticed else 'SURVIVED'} {mutation.file}: {mutation.old!r} → {mutation.new!r}")
    click.echo(f"{len(mutations) - survived} of {len(mutations)} changes are noticed")
    sys.exit(bool(survived))


if __name__ == "__main__":
    main()
