from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from aligner.errors import OutputError
from aligner.files import write_whole


def test_write_whole_writes_text_and_bytes(tmp_path: Path) -> None:
    """Text is written as UTF-8 with its line feeds as they are, bytes as they are, folders are made."""
    path = tmp_path / "new" / "folder" / "file.txt"
    write_whole(path, "ä\r\n本\n")
    assert path.read_bytes() == b"\xc3\xa4\r\n\xe6\x9c\xac\n"
    write_whole(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
    assert [p.name for p in path.parent.iterdir()] == ["file.txt"]


def test_write_whole_gives_the_rights_that_a_new_file_has(tmp_path: Path) -> None:
    """A written file is as readable for others as the process's mask says."""
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "file.txt", "text")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", ["replace", "fdopen"])
def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, failure: BaseException
) -> None:
    """When a write fails or is stopped the old file stands and nothing lies beside it."""
    path = tmp_path / "file.txt"
    path.write_text("old")

    def fail(*_args: object, **_options: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(OutputError if isinstance(failure, OSError) else KeyboardInterrupt):
            write_whole(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


_FILL = """
import resource, sys
from pathlib import Path
from aligner.errors import OutputError
from aligner.files import write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    write_whole(Path(sys.argv[1]), "x" * 1_000_000)
except OutputError:
    print("full")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of a file are set otherwise there")
def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path) -> None:
    """When there is room for the beginning of a file only, the old file stands and nothing lies beside it."""
    path = tmp_path / "file.txt"
    path.write_text("old")
    done = subprocess.run([sys.executable, "-c", _FILL, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == "full\n"
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
def test_what_is_not_a_regular_file_is_written_to(tmp_path: Path) -> None:
    """A pipe or a device, as /dev/null, is written to and not replaced by a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, "text")
        assert os.read(reader, 100) == b"text"
        assert pipe.is_fifo()
    finally:
        os.close(reader)


def test_a_link_is_followed(tmp_path: Path) -> None:
    """Writing to a symbolic link changes the file that it points to."""
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    write_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "real.txt").read_text() == "new"
    assert (tmp_path / "link.txt").is_symlink()
