"""Measure time and peak memory of `aligner memory` on a memory of many units: scripts/measure_memory.py [UNITS]."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

_WORDS = (
    *("boat", "ferry", "river", "bread", "letter", "morning", "window", "stone"),
    *("garden", "winter", "lamp", "road", "child", "song", "table"),
)
_COMMANDS = (
    ("merge", ["big.tmx"]),
    ("dedupe --keep newest", ["big.tmx"]),
    ("filter --min-confidence 0.5 --no-copies --length-ratio 3", ["big.tmx"]),
    ("locale --locale en=en-GB", ["big.tmx"]),
    ("set --author anna", ["big.tmx"]),
    ("split --units 100000", ["big.tmx"]),
    ("stats", ["big.tmx"]),
    ("leverage", ["new.en.txt", "big.tmx"]),
    ("merge", ["big.jsonl"]),
)


def write_memory(path: Path, units: int) -> None:
    """Write a memory in which one unit in ten is a repeat, and one in ten translates an earlier source otherwise."""
    draw = random.Random(1)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1" ')
        file.write('segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>\n')
        for number in range(units):
            of = number - number % 10 if number % 10 in {3, 7} else number
            source = sentence(of)
            target = f"{source[::-1]} {number if number % 10 == 7 else of}"
            file.write(
                f'<tu changedate="20{10 + draw.randrange(16)}0101T000000Z">'
                f'<prop type="x-confidence">0.{draw.randrange(10)}</prop>'
                f'<tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="de"><seg>{target}</seg></tuv></tu>\n'
            )
        file.write("</body></tmx>\n")


def sentence(number: int) -> str:
    """Return a sentence of some words and a number, the same for the same number."""
    draw = random.Random(number)  # noqa: S311 - no secret
    return f"The {' '.join(draw.choices(_WORDS, k=draw.randint(3, 15)))} {number}."


def write_alignment(path: Path, units: int) -> None:
    """Write an alignment file of 1-1 beads."""
    paragraphs = ", ".join(f'{{"segments": 1, "line": {number + 1}}}' for number in range(units))
    side = '"%s": {"language": "%s", "name": "x", "digest": "", "verbatim": false, "paragraphs": [' + paragraphs + "]}"
    with path.open("w", encoding="utf-8") as file:
        head = '{"format": "aligner-alignment", "format_version": 2, "tool": "x", "signature": "memory:x", '
        file.write(head + side % ("source", "en") + ", " + side % ("target", "de") + "}\n")
        for number in range(units):
            source = sentence(number)
            file.write(
                f'{{"source": [{number}], "target": [{number}], "shape": "1-1", "confidence": 1.0, '
                f'"source_text": ["{source}"], "target_text": ["{source[::-1]}"]}}\n'
            )


def run(arguments: list[str], output: Path) -> tuple[float, float]:
    """Run the command line; return seconds and the peak in MiB."""
    begin = time.monotonic()
    child = os.fork()
    if not child:
        with output.open("wb") as file, Path(os.devnull).open("wb") as nowhere:
            os.dup2(file.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        code = "from aligner.cli import main; main()"
        os.execv(sys.executable, [sys.executable, "-c", code, "memory", *arguments])  # noqa: S606
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"aligner memory {' '.join(arguments)} failed")
    return time.monotonic() - begin, used.ru_maxrss / 1024


def main() -> None:
    """Print a row for each command."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_memory(folder / "big.tmx", units)
        write_alignment(folder / "big.jsonl", units)
        (folder / "new.en.txt").write_text("\n\n".join(sentence(7 * number) for number in range(2000)), "utf-8")
        print(f"{units:,} units, {(folder / 'big.tmx').stat().st_size / 2**20:.0f} MiB of TMX")
        print("| command | input | s | peak MiB |")
        print("|---|---|---|---|")
        for command, inputs in _COMMANDS:
            verb, *options = command.split()
            options += ["-o", str(folder / "parts")] if verb == "split" else []
            seconds, peak = run([verb, *(str(folder / each) for each in inputs), *options], folder / "out")
            print(f"| {command} | {inputs[-1]} | {seconds:.0f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
