"""Measure the coverage check on translations with one known fault a line.

    scripts/measure_faults.py FOLDER... [--target-lang en] [--list]

A folder is named by the source's language and holds src.txt, complete translations (mt.txt, ref.txt), and for each kind
of fault NAME.txt with the lines that have it, from 0, in NAME.at. A fault is found when any finding touches its line;
every finding in a complete translation is false. docs/benchmarks.md ("Coverage") has the results.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import click

from aligner.coverage import Coverage
from aligner.session import Aligner
from aligner.text import make_lines

COMPLETE = ("mt", "ref")


def check(session: Aligner, folder: Path, name: str, target_lang: str) -> Coverage:
    """Align a folder's source with one of its translations, line by line, and check the alignment."""
    source = make_lines(folder.name, (folder / "src.txt").read_text("utf-8"), "src.txt")
    target = make_lines(target_lang, (folder / f"{name}.txt").read_text("utf-8"), f"{name}.txt")
    return session.align(source, target).check()


def touched_lines(coverage: Coverage) -> set[int]:
    """Return the lines that some finding touches; the lines of both sides have the same numbers."""
    return {k for finding in coverage.findings for k in (*finding.segments, *finding.counterpart)}


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path, file_okay=False))
@click.option("--target-lang", default="en", show_default=True, help="The language of the translations.")
@click.option("--list", "listed", is_flag=True, help="Print the false findings.")
def main(folders: tuple[Path, ...], target_lang: str, listed: bool) -> None:
    """Print a table of the kinds of faults, and how many of each are found in each language."""
    session = Aligner()
    rows: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    kinds: Counter[str] = Counter()
    for folder in folders:
        for name in COMPLETE:
            coverage = check(session, folder, name, target_lang)
            rows[f"{name}.txt, complete: false findings"][folder.name] = len(coverage), len(coverage.alignment.source)
            kinds.update(finding.kind for finding in coverage)
            for finding in coverage if listed else ():
                click.echo(f"    {folder.name} {name} {finding.kind} {finding.detail}: {finding.text[:150]}")
        for path in sorted(folder.glob("*.at")):
            lines = {int(line) for line in path.read_text("utf-8").split()}
            found = touched_lines(check(session, folder, path.stem, target_lang))
            rows[path.stem][folder.name] = len(found & lines), len(lines)
    names = [folder.name for folder in folders]
    click.echo(f"| | {' | '.join(names)} | all |\n|---{'|---' * len(names)}|---|")
    for title, row in rows.items():
        cells = [f"{found}/{count}" for found, count in (row.get(name, (0, 0)) for name in names)]
        total = tuple(map(sum, zip(*row.values(), strict=True)))
        click.echo(f"| {title} | {' | '.join(cells)} | {total[0]}/{total[1]} = {total[0] / total[1]:.3f} |")
    click.echo(f"false findings by kind: {dict(kinds)}")


if __name__ == "__main__":
    main()
