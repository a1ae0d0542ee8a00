"""Send shards to an executor, a bounded number at a time, and outlive workers that end."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait

from aligner.batch.outcome import Outcome, failed
from aligner.batch.plan import Pair
from aligner.batch.shard import Job, Shard, align_shard, work_on
from aligner.errors import AlignerError

_LARGEST_SHARD = 100
"""Pairs that one worker gets at a time: enough to fill batches, and few enough that little is lost with a worker."""
_LEAST_SHARDS = 20  # a short run is divided too, so that no worker is idle while another has the last shard
_ATTEMPTS = 2  # a shard in flight when workers end twice is then tried alone


def align_pairs(
    job: Job, pairs: Sequence[Pair], executor: Executor | None = None, *, workers: int = 1
) -> Iterator[Outcome]:
    """Align pairs, and yield what became of each as it is known.

    Parameters
    ----------
    job : Job
        The session and the folder to write to.
    pairs : sequence of Pair
        Those that have an alignment of the same texts and session are kept.
    executor : Executor, optional
        Any of ``concurrent.futures``; without one the pairs are aligned in this process.
    workers : int
        How many shards the executor works on at a time.

    A pair that cannot be aligned is an outcome, and so is one at which a worker ended each time. Raises
    ``AlignerError`` for what would fail every pair: a model that cannot be loaded, a folder that cannot be written to,
    a scheduler that was lost.
    """
    if executor is None:
        return align_shard(job, pairs)
    return _Run(job, executor, 2 * workers).outcomes(make_shards(pairs))


def make_shards(pairs: Sequence[Pair]) -> list[Shard]:
    """Divide pairs into shards; what they are does not depend on the workers, so neither do the batches.

    >>> [len(shard.pairs) for shard in make_shards([Pair(str(n), "", "") for n in range(45)])]
    [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
    """
    size = max(1, min(_LARGEST_SHARD, -(-len(pairs) // _LEAST_SHARDS)))
    return [Shard(tuple(pairs[at : at + size])) for at in range(0, len(pairs), size)]


class _Run:
    """The shards in flight, and those whose worker ended."""

    def __init__(self, job: Job, executor: Executor, most: int) -> None:
        self._job = job
        self._executor = executor
        self._most = most
        self._running: dict[Future[list[Outcome]], Shard] = {}
        self._again: deque[Shard] = deque()
        self._suspects: deque[Shard] = deque()

    def outcomes(self, shards: Sequence[Shard]) -> Iterator[Outcome]:
        """Yield the outcomes of all shards as they are known."""
        waiting = deque(shards)
        while waiting or self._again or self._running:
            while len(self._running) < self._most and (waiting or self._again):
                self._submit((self._again or waiting).popleft())
            yield from self._collect()
        while self._suspects:
            self._submit(self._suspects.popleft())
            yield from self._collect()

    def _submit(self, shard: Shard) -> None:
        self._running[self._executor.submit(work_on, self._job, shard.pairs)] = shard

    def _collect(self) -> Iterator[Outcome]:
        """Wait for a shard, and yield its outcomes; one whose worker ended is to be tried again."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in done:
            shard = self._running.pop(future)
            try:
                outcomes = future.result()
            except AlignerError:
                raise
            except CancelledError as error:
                raise AlignerError("the workers were lost; run the same command again to go on") from error
            except Exception as error:  # noqa: BLE001 - each executor has its own for a worker that ended
                yield from self._try_again(shard._replace(attempts=shard.attempts + 1), error)
            else:
                yield from outcomes

    def _try_again(self, shard: Shard, error: Exception) -> Iterator[Outcome]:
        """Queue a shard whose worker ended: with others at first, then alone, then in halves until one pair is left."""
        if shard.attempts < _ATTEMPTS:
            self._again.append(shard)
        elif shard.attempts == _ATTEMPTS:
            self._suspects.append(shard)
        elif len(shard.pairs) > 1:
            middle = len(shard.pairs) // 2
            halves = shard.pairs[:middle], shard.pairs[middle:]
            self._suspects.extend(Shard(half, _ATTEMPTS) for half in halves)
        else:
            reason = f"its worker ended each time, perhaps for want of memory ({type(error).__name__})"
            yield failed(shard.pairs[0], reason)
