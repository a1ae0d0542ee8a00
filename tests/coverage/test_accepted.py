from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.coverage.accepted import read_accepted
from aligner.errors import InputError


def test_ids_and_comments(write: Callable[..., Path]) -> None:
    """Each line holds an id, a comment, both or nothing; an id has the line that names it first."""
    path = write("accepted.txt", "\ufeff# all looked at\r\nomitted-1  # by Ana\n\n  number-2\nomitted-1\n#added-3\n")
    assert read_accepted(path) == {"omitted-1": 2, "number-2": 4}


def test_an_empty_file_accepts_nothing(write: Callable[..., Path]) -> None:
    """An empty file is no error."""
    assert read_accepted(write("accepted.txt", "")) == {}


def test_a_file_that_is_no_text(write: Callable[..., Path]) -> None:
    """A file with a NUL is an error that names it."""
    with pytest.raises(InputError, match=r"accepted\.txt"):
        read_accepted(write("accepted.txt", b"omitted-1\0"))
