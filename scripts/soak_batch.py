"""Prove that a run over many pairs survives what long runs meet, and measure what it costs beside the model.

Every part makes its own texts and works in a temporary folder. The encoder of the first parts costs nothing, so that
they measure the engine alone.

    python scripts/soak_batch.py same         200 pairs by one process, two workers, and Dask with two workers
    python scripts/soak_batch.py kill         a worker and then the driver are killed
    python scripts/soak_batch.py flat 2000    memory and time a pair with an encoder that costs nothing
    python scripts/soak_batch.py flat 2000 dask
    python scripts/soak_batch.py cost 200           CPU time against align in a loop; the encoder costs nothing
    python scripts/soak_batch.py cost 20 builtin    the same with the built-in model and parts of the speech
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aligner.batch import Job, Outcome, Pair, align_pairs
from aligner.batch.cluster import open_cluster
from aligner.batch.processes import WorkerPool
from aligner.formats.alignment_file import save_alignment
from aligner.inputs import read_text
from aligner.session import Aligner
from tests.fakes import FakeEncoder, english_sentences, to_german

ROOT = Path(__file__).parent.parent


class LoggedEncoder(FakeEncoder):
    """An encoder that writes a line for each process that "loads" it, and takes a while for each call."""

    def __init__(self, log: Path, seconds: float) -> None:
        super().__init__()
        self.log = log
        self.seconds = seconds
        self.loaded = False

    def encode(self, texts: Sequence[str]):  # type: ignore[no-untyped-def] # as FakeEncoder's
        """Encode each text once."""
        if not self.loaded:
            self.loaded = True
            with self.log.open("a") as file:
                file.write(f"{os.getpid()}\n")
        time.sleep(self.seconds)
        self.calls.clear()
        return super().encode(texts)


def make_library(folder: Path, count: int) -> list[Pair]:
    """Write pairs of short texts, a few sentences of which all have."""
    pairs = []
    for number in range(count):
        lines = english_sentences(8, seed=number % 500)
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        paths = place / f"{number}.en.txt", place / f"{number}.de.txt"
        paths[0].write_text(" ".join(lines) + "\n", "utf-8")
        paths[1].write_text(" ".join(map(to_german, lines)) + "\n", "utf-8")
        pairs.append(Pair(f"text{number}", str(paths[0]), str(paths[1]), "en", "de"))
    return pairs


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def count_statuses(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Return how many pairs are aligned, kept and failed."""
    return {status: sum(one.status == status for one in outcomes) for status in ("aligned", "kept", "failed")}


@contextmanager
def dask_cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[int]]]:
    """Run a scheduler and workers on 127.0.0.1, each in a working folder of its own; give its address and all pids."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__DASHBOARD__LINK": ""}
    host, port = "127.0.0.1", address.rpartition(":")[2]
    begun = []
    try:
        for number in range(workers + 1):
            own = folder / f"dask{number}"
            own.mkdir()
            command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", host, "--port", port]
            if number:
                command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1"]
                command += ["--host", host, "--no-dashboard", "--no-nanny", "--local-directory", str(own)]
            else:
                command += ["--no-dashboard", "--no-show"]
            log = (own / "log").open("w")
            begun.append(subprocess.Popen(command, cwd=own, env=environment, stdout=log, stderr=log))
        yield address, [process.pid for process in begun]
    finally:
        for process in reversed(begun):
            process.terminate()
            process.wait()


def same(folder: Path) -> None:
    """Write 200 pairs in 20 shards in three ways, and compare the bytes."""
    pairs = make_library(folder / "texts", 200)
    session = Aligner(FakeEncoder(), cache=False)
    outs = [folder / name for name in ("one", "two", "dask")]
    print("one process ", count_statuses(list(align_pairs(Job(session, outs[0]), pairs))))
    with WorkerPool(2) as pool:
        print("two workers ", count_statuses(list(align_pairs(Job(session, outs[1]), pairs, pool, workers=2))))
    with dask_cluster(folder) as (address, _), open_cluster(address) as (executor, count):
        print("Dask        ", count_statuses(list(align_pairs(Job(session, outs[2]), pairs, executor, workers=count))))
    one, two, dask = map(files_of, outs)
    print(f"{len(one)} files; the same bytes: {one == two == dask}")


_DRIVER = """
import sys
from pathlib import Path
from aligner.batch import Job, align_pairs
from aligner.batch.processes import WorkerPool
from aligner.formats.alignment_file import save_alignment
from aligner.inputs import read_text
from aligner.session import Aligner
from soak_batch import LoggedEncoder, make_library
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    job = Job(Aligner(LoggedEncoder(folder / "log", 0.3), cache=False), folder / "out")
    with WorkerPool(2) as pool:
        for outcome in align_pairs(job, make_library(folder / "texts", 200), pool, workers=2):
            print(outcome.status, flush=True)
"""


def start_driver(folder: Path) -> subprocess.Popen[str]:
    """Start a run of 200 pairs by two workers in a process of its own."""
    script = folder / "driver.py"
    script.write_text(_DRIVER, "utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}"}
    return subprocess.Popen(
        [sys.executable, str(script), str(folder)], env=environment, stdout=subprocess.PIPE, text=True
    )


def loaded_pids(folder: Path) -> list[int]:
    """Return the processes that loaded the encoder, in order."""
    log = folder / "log"
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def is_alive(pid: int) -> bool:
    """Return whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for_pairs(driver: subprocess.Popen[str], count: int) -> None:
    """Read the driver's lines until so many pairs are done."""
    assert driver.stdout is not None
    for _ in range(count):
        driver.stdout.readline()


def kill(folder: Path) -> None:
    """Kill a worker in its third shard, then, in a second run, the driver; see what is left, and run again."""
    driver = start_driver(folder)
    wait_for_pairs(driver, 40)
    first = loaded_pids(folder)
    os.kill(first[0], signal.SIGKILL)
    rest, _ = driver.communicate()
    loads = loaded_pids(folder)
    written = len(files_of(folder / "out"))
    print(f"worker killed: exit {driver.returncode}, {40 + len(rest.split())} pairs, {written} files")
    print(f"  loaded by {len(loads)} processes, each once: {len(loads) == len(set(loads))}")
    shutil.rmtree(folder / "out")
    (folder / "log").unlink()
    driver = start_driver(folder)
    wait_for_pairs(driver, 40)
    driver.kill()
    driver.wait()
    start = time.monotonic()
    workers = loaded_pids(folder)
    while any(map(is_alive, workers)) and time.monotonic() < start + 15:
        time.sleep(0.1)
    left = [name for name in files_of(folder / "out") if Path(name).name.startswith(".")]
    print(f"driver killed: {sum(map(is_alive, workers))} orphans after {time.monotonic() - start:.1f} s,", end=" ")
    print(f"{len(left)} temporary files, {len(files_of(folder / 'out'))} alignments")
    said, _ = start_driver(folder).communicate()
    print(f"  the next run: {said.split().count('kept')} kept, {said.split().count('aligned')} aligned")


def memory_of(pid: int | str = "self") -> float:
    """Return the resident memory of a process in MB."""
    fields = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in fields if line.startswith("VmRSS")) / 1024


def flat(folder: Path, count: int, engine: str) -> None:
    """Align pairs of an encoder that costs nothing, and watch the memory of driver and scheduler."""
    pairs = make_library(folder / "texts", count)
    job = Job(Aligner(FakeEncoder(), cache=False), folder / "out")
    if engine == "dask":
        with dask_cluster(folder) as (address, pids), open_cluster(address) as (executor, workers):
            _watch(align_pairs(job, pairs, executor, workers=workers), count, {"scheduler": pids[0], "worker": pids[1]})
    else:
        with WorkerPool(2) as pool:
            _watch(align_pairs(job, pairs, pool, workers=2), count, {})


def _watch(outcomes: Iterator[Outcome], count: int, others: dict[str, int]) -> None:
    start = time.monotonic(), time.process_time()
    for number, _ in enumerate(outcomes, 1):
        if number in {count // 10, count // 2, count}:
            sizes = {"driver": memory_of(), **{name: memory_of(pid) for name, pid in others.items()}}
            said = ", ".join(f"{name} {size:.0f} MB" for name, size in sizes.items())
            print(f"{number:6,} pairs: {said}", flush=True)
    spent = time.process_time() - start[1]
    print(f"driver: {1000 * spent / count:.2f} ms of CPU a pair; wall {time.monotonic() - start[0]:.0f} s")


def cost(folder: Path, count: int, model: str) -> None:
    """Align pairs in one batch, and in a loop of align and save: CPU seconds of each, the model loaded before."""
    pairs = make_library(folder / "texts", count) if model == "fake" else make_speech(folder / "texts", count)
    encoder = FakeEncoder() if model == "fake" else Aligner(cache=False).encoder
    encoder.encode(["Load the model."])
    segments = 0
    for name in ("loop", "batch"):
        start = time.process_time()
        if name == "batch":
            outcomes = list(align_pairs(Job(Aligner(encoder, cache=False), folder / "out"), pairs))
            segments = sum(one.source_segments + one.target_segments for one in outcomes)
        else:
            for pair in pairs:
                session = Aligner(encoder, cache=False)  # one that knows no text, as a new process would
                made = session.align(
                    pair.source, pair.target, source_lang=pair.source_lang, target_lang=pair.target_lang
                )
                save_alignment(made, folder / "loop" / f"{pair.id}.jsonl")
        spent = time.process_time() - start
        print(f"{name}: {spent:.1f} CPU s, {1000 * spent / count:.1f} ms a pair")
    texts = [read_text(path, lang=tag) for one in pairs for path, tag in ((one[1], one[3]), (one[2], one[4]))]
    start = time.process_time()
    encoder.encode([segment for text in texts for segment in text.texts])
    print(f"encoder alone, all at once: {time.process_time() - start:.1f} CPU s; {segments:,} segments")


def make_speech(folder: Path, count: int) -> list[Pair]:
    """Write parts of the speech in the package's texts, four paragraphs each, and return pairs of two languages."""
    parts: dict[tuple[int, str], Path] = {}
    for path in sorted((ROOT / "texts" / "family").glob("*.txt")):
        paragraphs = path.read_text("utf-8").split("\n\n")
        for number in range(0, len(paragraphs) - 4, 4):
            part = folder / f"{number}.{path.stem}.txt"
            part.parent.mkdir(exist_ok=True)
            part.write_text("\n\n".join(paragraphs[number : number + 4]) + "\n", "utf-8")
            parts[number, path.stem] = part
    tags = sorted({tag for _, tag in parts})
    both = [
        Pair(f"{one}-{other}-{number}", str(parts[number, one]), str(parts[number, other]), one, other)
        for number in sorted({number for number, _ in parts})
        for one, other in zip(tags[::2], tags[1::2], strict=False)  # so that no text is in two pairs
        if {(number, one), (number, other)} <= parts.keys()
    ]
    return both[:count]


def main() -> None:
    """Run the part that the arguments name."""
    part, *rest = sys.argv[1:] or [""]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if part == "same":
            same(folder)
        elif part == "kill":
            kill(folder)
        elif part == "flat":
            flat(folder, int(rest[0]) if rest else 2000, rest[1] if len(rest) > 1 else "")
        elif part == "cost":
            cost(folder, int(rest[0]) if rest else 20, rest[1] if len(rest) > 1 else "fake")
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
