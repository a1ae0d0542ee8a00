"""Workers on other machines, through the scheduler of Dask."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from aligner.errors import AlignerError

_FEWEST = 8  # workers for which there is work in flight, also where they join later


@contextmanager
def open_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Connect to a scheduler of ``dask.distributed``, and give its executor and the number of workers.

    A block that ends with an error cancels what has not begun. Raises ``AlignerError`` when ``distributed`` is not
    installed or the scheduler does not answer.
    """
    if find_spec("distributed") is None:
        raise AlignerError("--scheduler needs distributed; install it with: pip install distributed")
    distributed: Any = import_module("distributed")
    try:
        client = distributed.Client(address)
    except (OSError, ValueError) as error:
        raise AlignerError(
            f"the scheduler {address} does not answer ({error}); start it with: dask scheduler"
        ) from error
    with client:
        executor = client.get_executor(pure=False)
        try:
            yield executor, max(_FEWEST, len(client.ncores()))
        except BaseException:
            executor.shutdown(wait=False)  # whatever ends this client makes the scheduler forget its work
            raise
        executor.shutdown()
