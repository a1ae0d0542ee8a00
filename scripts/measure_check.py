"""Measure how long the coverage check of two texts of lines takes, step by step, with their vectors in the cache.

    scripts/measure_check.py src.txt tgt.txt --source-lang en --target-lang zh [--times 3]

Alignment is a step of its own, since a check of an alignment file has none. docs/benchmarks.md ("Coverage") has the
results.
"""

from __future__ import annotations

import time
from pathlib import Path

import click

from aligner.coverage import check_alignment
from aligner.session import Aligner
from aligner.text import make_lines


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.argument("target", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option("--source-lang", required=True)
@click.option("--target-lang", required=True)
@click.option("--times", default=3, show_default=True, help="Checks, of which the fastest counts.")
def main(source: Path, target: Path, source_lang: str, target_lang: str, times: int) -> None:
    """Print the seconds of each step, and of how many sentences."""
    session = Aligner()
    texts = [
        make_lines(language, path.read_text("utf-8"), path.name)
        for path, language in ((source, source_lang), (target, target_lang))
    ]
    start = time.perf_counter()
    profiles = session.profile(texts[0]), session.profile(texts[1])
    click.echo(f"vectors from the cache, of {len(texts[0])} and {len(texts[1])} sentences: {_since(start)}")
    start = time.perf_counter()
    alignment = session.align(texts[0], texts[1])
    click.echo(f"alignment: {_since(start)}")
    seconds = []
    for _ in range(times):
        start, work = time.perf_counter(), time.process_time()
        coverage = check_alignment(alignment, profiles)
        seconds.append((time.perf_counter() - start, time.process_time() - work))
    click.echo(f"check: {min(seconds)[0]:.1f} s ({min(seconds)[1]:.1f} s of a processor), {len(coverage)} findings")


def _since(start: float) -> str:
    return f"{time.perf_counter() - start:.1f} s"


if __name__ == "__main__":
    main()
