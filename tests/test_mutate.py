from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import mutate
import pytest
from click.testing import CliRunner, Result

MODULE = """LEAST = 3
MOST = 7
def accepts(number: int) -> bool:
    while number < 0:
        number += 1
    return LEAST <= number
"""
TESTS = """from aligner.bounds import accepts
def test_bound() -> None:
    assert accepts(3) and not accepts(2) and not accepts(-1)
"""
LEAST = ("LEAST = 3", "LEAST = 4")
MOST = ("MOST = 7", "MOST = 8")
ENDLESS = ("number += 1", "number += 0")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository of one module with one test, and an empty folder for all temporary files."""
    root = tmp_path / "repository"
    for name, content in {
        "aligner/__init__.py": "",
        "aligner/bounds.py": MODULE,
        "tests/test_bounds.py": TESTS,
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "--import-mode=importlib"\nmarkers = ["model: slow"]\n',
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # pytest starts in a fifth of the time
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    return root


def write_list(root: Path, *changes: tuple[str, str]) -> Path:
    """Write a list of changes of the module."""
    path = root / "changes.toml"
    entries = (f"[[mutation]]\nfile = 'aligner/bounds.py'\nold = '{old}'\nnew = '{new}'\n" for old, new in changes)
    path.write_text("\n".join(entries), "utf-8")
    return path


def run_mutate(root: Path, *arguments: str) -> Result:
    """Run the script over the list of a repository."""
    options = ["--root", str(root), "--list", str(root / "changes.toml"), "--workers", "1", *arguments]
    return CliRunner().invoke(mutate.main, options)


def test_a_change_is_noticed_or_survives(repository: Path) -> None:
    """A change that a test fails for is noticed, another one survives, and the status is 1."""
    write_list(repository, LEAST, MOST)
    result = run_mutate(repository)
    assert result.exit_code == 1
    assert (
        "noticed aligner/bounds.py: 'LEAST = 3' → 'LEAST = 4'\n    tests/test_bounds.py::test_bound\n" in result.output
    )
    assert result.output.endswith("1 of 2 changes are noticed\nSURVIVED aligner/bounds.py: 'MOST = 7' → 'MOST = 8'\n")
    assert (repository / "aligner" / "bounds.py").read_text("utf-8") == MODULE
    assert not list((repository.parent / "scratch").iterdir())


def test_an_endless_loop_is_noticed(repository: Path) -> None:
    """Tests that do not end are stopped, and nothing is left of them; the status is 0 when no change survives."""
    write_list(repository, ENDLESS, MOST)
    result = run_mutate(repository, "--patience", "2", "--only", "number")
    assert result.exit_code == 0
    assert "no end within 2 seconds" in result.output
    assert result.output.endswith("1 of 1 changes are noticed\n")
    assert not list((repository.parent / "scratch").iterdir())


def test_a_test_that_fails_anyway_notices_nothing(repository: Path) -> None:
    """Where a test fails without the change too, the outcome is unclear and the status 2."""
    (repository / "tests" / "test_bounds.py").write_text("def test_none() -> None:\n    assert False\n", "utf-8")
    write_list(repository, MOST)
    result = run_mutate(repository)
    assert result.exit_code == 2
    assert "UNCLEAR" in result.output
    assert "test_none fails without the change too" in result.output


def test_a_test_that_fails_by_chance_notices_nothing(repository: Path) -> None:
    """A test that fails once and passes again with the change is left out."""
    once = "from pathlib import Path\ndef test_once() -> None:\n    place = Path('been')\n    been = place.exists()\n"
    (repository / "tests" / "test_bounds.py").write_text(f"{once}    place.touch()\n    assert been\n", "utf-8")
    write_list(repository, MOST)
    assert "0 of 1 changes are noticed" in run_mutate(repository).output


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("MOST = 9", "MOST = 8"), "it is 0 times"),
        (("number", "numbers"), "it is 4 times"),
        (("MOST = 7", "MOST = 7"), "must be a change"),
    ],
)
def test_a_list_must_fit(repository: Path, change: tuple[str, str], reason: str) -> None:
    """A change of what is not there once is misuse, found before any test runs."""
    write_list(repository, change)
    result = run_mutate(repository)
    assert result.exit_code == 2
    assert reason in result.output


def test_our_own_list_fits() -> None:
    """Every change of the list is of a piece that is there once, and the list is sorted by file."""
    mutations = mutate.read_mutations(mutate.ROOT / "scripts" / "data" / "mutations.toml", mutate.ROOT)
    assert mutations == sorted(mutations, key=lambda mutation: mutation.file)
    rooms = {Path(mutation.file).parts[1] for mutation in mutations}
    assert rooms == {"coverage", "formats", "match", "read", "segment"}


def test_the_script_runs_by_its_path(repository: Path) -> None:
    """The script is a program of its own."""
    write_list(repository, MOST)
    command = [sys.executable, mutate.__file__, "--root", str(repository), "--list", str(repository / "changes.toml")]
    done = subprocess.run([*command, "--only", "nothing"], capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert "no change has 'nothing' in it" in done.stderr
