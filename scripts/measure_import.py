"""Measure how long an import takes, and in how much memory, beside the same file read by translate-toolkit.

Usage: ``python scripts/measure_import.py [UNITS]``. Each run is a process of its own; the time is that of its CPU.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = {
    "tmx": '<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" '
    'adminlang="en" srclang="en" datatype="plaintext"/><body>\n',
    "xlf": '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
    'target-language="de" datatype="plaintext"><body>\n',
}
UNIT = {
    "tmx": '<tu tuid="{0}" creationdate="20200101T000000Z"><tuv xml:lang="en"><seg>{1}</seg></tuv>'
    '<tuv xml:lang="de"><seg>{2}</seg></tuv></tu>\n',
    "xlf": '<trans-unit id="{0}"><source>{1}</source><target>{2}</target></trans-unit>\n',
}
TAIL = {"tmx": "</body></tmx>\n", "xlf": "</body></file></xliff>\n"}

OURS = "from aligner.cli import main; import sys; sys.argv = ['aligner', 'import', {path!r}, '-o', {out!r}]; main()"
TOOLKIT = {
    "tmx": "from translate.storage.tmx import tmxfile as store",
    "xlf": "from translate.storage.xliff import xlifffile as store",
}
THEIRS = "; [(unit.source, unit.target) for unit in store.parsefile({path!r}).units]"


def make(folder: Path, kind: str, count: int) -> Path:
    """Write a file of so many units of two sentences, each of them different."""
    path = folder / f"memory.{kind}"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD[kind])
        for number in range(count):
            source = f"The lighthouse keeper wrote the {number}th line of his letter before the storm."
            target = f"Der Leuchtturmwärter schrieb die {number}. Zeile seines Briefes vor dem Sturm."
            file.write(UNIT[kind].format(number, source, target))
        file.write(TAIL[kind])
    return path


def run(code: str) -> tuple[float, float]:
    """Run Python code in a process of its own; return its CPU seconds and its largest size in MiB."""
    wrapped = f"{code}\n"
    watch = (
        "import atexit, resource; u = lambda: resource.getrusage(resource.RUSAGE_SELF); "
        "atexit.register(lambda: print('\\n@', u().ru_utime + u().ru_stime, u().ru_maxrss / 1024))\n"
    )
    done = subprocess.run([sys.executable, "-c", watch + wrapped], capture_output=True, text=True, check=False)
    seconds, size = done.stdout.rpartition("@")[2].split()
    return float(seconds), float(size)


def main() -> None:
    """Print a table of both formats."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        for kind in ("tmx", "xlf"):
            path = make(Path(name), kind, count)
            ours = run(OURS.format(path=str(path), out=str(Path(name) / f"{kind}.jsonl")))
            theirs = run(TOOLKIT[kind] + THEIRS.format(path=str(path)))
            print(f"{kind}: {count:,} units, {path.stat().st_size / 2**20:.0f} MiB")
            for who, (seconds, size) in (("aligner import", ours), ("translate-toolkit", theirs)):
                print(f"  {who:<18} {seconds:6.1f} s {size:6.0f} MiB")


if __name__ == "__main__":
    main()
