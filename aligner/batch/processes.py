"""An executor of processes on this machine: it replaces processes that end, and none outlives it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NoReturn, ParamSpec, TypeVar

_TIMES = 5  # a worker is asked to end, a second apart, before it is killed: what calls no Python does not listen
_THREADS = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
_Result = TypeVar("_Result")
_Given = ParamSpec("_Given")


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class WorkerPool(Executor):
    """Processes that share the cores of this machine.

    Parameters
    ----------
    workers : int
        The number of processes. Each uses as many threads as there are cores for it, at least one.

    When a process ends, its future and those of its companions raise ``BrokenProcessPool``, and the next call starts
    new processes. All of them end within seconds after this process does, however it ends: they wait at a pipe whose
    other end is here.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._context = get_context("spawn")  # a fork would copy the locks of torch's threads
        self._watched, self._end = self._context.Pipe(duplex=False)
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        threads = max(1, count_cores() // self._workers)
        return ProcessPoolExecutor(
            self._workers, self._context, initializer=_begin_worker, initargs=(self._watched, threads)
        )

    def submit(self, fn: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs) -> Future[_Result]:
        """Call a function in one of the processes."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = self._start()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: after the work that they have, or at once with ``cancel_futures``."""
        if cancel_futures:
            self._end.close()
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._end.close()


def _begin_worker(watched: Connection, threads: int) -> None:
    """Set up a process: its threads, before a library counts the cores, and its end."""
    for name in _THREADS:
        os.environ[name] = str(threads)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the first one closes the pipe
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_wait_for_end, args=(watched,), daemon=True).start()


def _leave(*_: Any) -> NoReturn:
    raise SystemExit  # so that a file being written is removed


def _wait_for_end(watched: Connection) -> None:
    """End this process when the other end of the pipe is closed, as it is when the process that has it ends."""
    with suppress(EOFError, OSError):
        watched.recv()
    for _ in range(_TIMES):  # the first call leaves the work, a second one the wait for more
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(1)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
