"""Processes on this machine: they share the cores, are replaced when they end, and end with the one that began them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from aligner.batch import Job, Pair, align_pairs
from aligner.batch.processes import WorkerPool, count_cores

ROOT = Path(__file__).parents[2]
Library = Callable[[int], list[Pair]]
posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

_DRIVER = """
import os, time
from aligner.batch.processes import WorkerPool
if __name__ == "__main__":
    pool = WorkerPool(1)
    print(pool.submit(os.getpid).result(), flush=True)
    pool.submit(time.sleep, 60)
    time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that ended and was not waited for does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@posix
def test_two_workers_write_what_one_process_writes_and_outlive_a_kill(library: Library, job: Job) -> None:
    """A worker that is killed is replaced; the files are the same to the byte, and threads are shared out."""
    pairs = library(20)
    list(align_pairs(job, pairs))
    other = job._replace(out=job.out.with_name("other"))
    with WorkerPool(2) as pool:
        assert pool.submit(os.getenv, "OMP_NUM_THREADS").result() == str(max(1, count_cores() // 2))
        os.kill(pool.submit(os.getpid).result(), signal.SIGKILL)
        outcomes = list(align_pairs(other, pairs, pool, workers=2))
    assert {outcome.status for outcome in outcomes} == {"aligned"}
    for outcome in outcomes:
        assert (job.out / outcome.file).read_bytes() == (other.out / outcome.file).read_bytes()


@posix
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_no_worker_outlives_the_process_that_began_it(tmp_path: Path) -> None:
    """When the driver is killed, its worker ends within seconds, though it is at work."""
    script = tmp_path / "driver.py"
    script.write_text(_DRIVER, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True) as driver:
        assert driver.stdout is not None
        worker = int(driver.stdout.readline())
        assert is_alive(worker)
        driver.kill()
    end = time.monotonic() + 15
    while is_alive(worker) and time.monotonic() < end:
        time.sleep(0.1)
    assert not is_alive(worker)
