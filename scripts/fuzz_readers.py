"""Change small files of every kind at random, read them, and report whatever is no sentence of the library's.

Each change is read in a child process that may take a bounded memory; the parent ends one that takes too long. What is
found is written, with the file that made it, to the folder ``-o``.

    python scripts/fuzz_readers.py --minutes 10 html rtf -o found
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import re
import time
import traceback
import zipfile
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

from hostile import Case, make_cases

from aligner.errors import AlignerError

_SECONDS = 5.0  # of computing for one file of a few kilobytes
_PATIENCE = 300  # seconds in all, on a machine that other work shares, after which a reader hangs
_MEMORY = 2 << 30  # bytes of address space
_GROWTH = 200  # the most copies that a change makes of a piece
_DIFFERS = re.compile(r"'[^']*'|(?<=position )\d+")  # what makes two messages of one fault differ
_TOKENS = [
    *(
        b"<",
        b">",
        b"&",
        b'"',
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"&#x0;",
        b"&#xD800;",
        b"&nbsp;",
        b"<!DOCTYPE x [",
    ),
    *(b"{", b"}", b"\\u-10179?", b"\\bin99999 ", b"\\'", b"\\", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xa8"),
    *(
        b"...",
        b"\n\n",
        b"# ",
        b"> ",
        b"- ",
        b"|",
        b"`",
        b"*",
        b"[",
        b"](",
        b"-->",
        b"00:00:01,000 --> ",
        b"99999999999",
    ),
    *(b'xml:lang="/../x"', b'id="a"', b"msgid ", b"NaN", b"1e999", b"null", b"true", b"[]", b"Dr. ", b"\xe3\x80\x82"),
]


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return a file with a few pieces changed, doubled, taken out or put in; of a zip, a member of it."""
    if data.startswith(b"PK") and chance.random() < 0.9:
        return _mutate_member(data, chance)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(changed) + 1)
        end = min(len(changed), at + chance.choice((1, 2, 8, 40, 200)))
        match chance.randrange(5):
            case 0:
                changed[at:end] = b""
            case 1:
                changed[at:at] = changed[at:end] * chance.choice((1, 2, _GROWTH))
            case 2:
                changed[at:at] = chance.choice(_TOKENS) * chance.choice((1, 1, 3, _GROWTH))
            case 3:
                changed[at:end] = chance.randbytes(end - at)
            case _:
                other = chance.randrange(len(changed) + 1)
                changed[at:at] = changed[other : other + 60]
    return bytes(changed)


def _mutate_member(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([*members])
    members[name] = mutate(members[name], chance)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return made.getvalue()


def _serve(kind: str, pipe: Connection) -> None:
    """Read each file that comes through the pipe, and answer "" or the last lines of a traceback."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        os.nice(10)
    reader, whole = make_cases()[kind]
    reader(whole)  # what is loaded once counts for no file
    while (data := pipe.recv_bytes()) != b"end":
        begun = time.process_time()
        try:
            reader(data)
            taken = time.process_time() - begun
            pipe.send("" if taken < _SECONDS else f"took {taken:.1f} s")
        except AlignerError as error:
            pipe.send("" if "\n" not in str(error) else f"an error of several lines: {error}")
        except BaseException as error:  # noqa: BLE001 - this is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            pipe.send(f"{type(error).__name__}: {str(error)[:150]} ({Path(place.filename).name}:{place.lineno})")


class Reader:
    """A child process that reads files of a kind; it is started again when it had to be ended."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._start()

    def _start(self) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(self.kind, theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    def try_file(self, data: bytes) -> str:
        """Return what reading a file did wrong; "" for nothing."""
        self._pipe.send_bytes(data)
        answer = "no answer in time"
        if self._pipe.poll(_PATIENCE):
            try:
                return str(self._pipe.recv())
            except EOFError:
                answer = "the process ended"
        self.close()
        self._start()
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def fuzz(kind: str, case: Case, seconds: float, out: Path) -> tuple[int, dict[str, bytes]]:
    """Return how many files were read, and by what they did wrong the first file that did it."""
    chance = random.Random(kind)  # noqa: S311 - the same files in every run
    reader, found, count = Reader(kind), dict[str, bytes](), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutate(case[1], chance)
        wrong = reader.try_file(data)
        count += 1
        wrong = _DIFFERS.sub("…", wrong)
        if wrong and wrong not in found:
            found[wrong] = data
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{kind}-{len(found)}").write_bytes(data)
    reader.close()
    return count, found


def main() -> None:
    """Fuzz the kinds named, or all, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", choices=[*make_cases(), []], help="kinds of files; without any, all")
    parser.add_argument("--minutes", type=float, default=10.0, help="for each kind")
    parser.add_argument("-o", "--output", type=Path, default=Path("fuzz"), help="folder for the files that do wrong")
    options = parser.parse_args()
    print("| kind | files | found |\n|---|---|---|")
    for kind, case in make_cases().items():
        if not options.kinds or kind in options.kinds:
            count, found = fuzz(kind, case, options.minutes * 60, options.output)
            print(f"| {kind} | {count:,} | {'; '.join(found) or 'nothing'} |", flush=True)


if __name__ == "__main__":
    main()
