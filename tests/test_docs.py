"""The code blocks of the README and of docs: every Python block and every command is run."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from aligner.cli import main
from aligner.formats.alignment_file import save_alignment
from aligner.inputs import read_text
from tests.fakes import align_texts, english_sentences, session_of, to_german

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^( *)```(python|sh)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_LANGUAGES = ("en", "de", "ru", "ja")
_PARAGRAPHS = 6  # of each version of the speech; the commands are what is tried here, not the texts


class Block(NamedTuple):
    """A block of code: the page, the line it begins in, and its lines."""

    page: str
    line: int
    code: str


def blocks(language: str) -> list[Block]:
    """Return the blocks in a language of all pages."""
    pages = {page.relative_to(ROOT).as_posix().removeprefix("docs/"): page.read_text("utf-8") for page in PAGES}
    return [
        Block(name, content.count("\n", 0, match.start()) + 2, dedent(match[3]))
        for name, content in pages.items()
        for match in _BLOCK.finditer(content)
        if match[2] == language
    ]


def commands() -> Iterator[Block]:
    """Yield each command of ours in the blocks of shell code, whole where it goes on in the next line."""
    for block in blocks("sh"):
        joined = block.code.replace("\\\n", " ")
        for number, line in enumerate(joined.split("\n")):
            if line.strip().startswith("aligner "):
                yield Block(block.page, block.line + number, line.strip())


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the files that the pages speak of: a short work, its alignments, and single texts."""
    folder = tmp_path_factory.mktemp("docs")
    work = folder / "texts" / "family"
    work.mkdir(parents=True)
    for tag in _LANGUAGES:
        paragraphs = (ROOT / "texts" / "family" / f"{tag}.txt").read_text("utf-8").split("\n\n")[:_PARAGRAPHS]
        (work / f"{tag}.txt").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
        lines = "".join(f"{line}\n" for line in "\n".join(paragraphs).split("\n") if line)
        (folder / f"{tag}.lines").write_text(lines, "utf-8")
        (folder / f"{tag}.html").write_text("".join(f"<p>{line}</p>" for line in paragraphs), "utf-8")
    (work / "work.toml").write_text('author = "Alexandra Kollontai"\n[title]\nen = "Communism and the Family"\n')
    for name, tag in (("ru", "ru"), ("book", "en"), ("buch", "de"), ("speech", "en"), ("pl", "ru")):
        shutil.copy(work / f"{tag}.txt", folder / f"{name}.txt")
    novel = folder / "texts" / "mobydick"
    shutil.copytree(work, novel, ignore=shutil.ignore_patterns("ru.txt", "ja.txt"))
    for tag in ("en", "de"):
        (folder / "books" / tag).mkdir(parents=True)
        shutil.copy(work / f"{tag}.txt", folder / "books" / tag / "speech.txt")
    (folder / "manifest.tsv").write_text("source\ttarget\nbooks/en/speech.txt\tbooks/de/speech.txt\n", "utf-8")
    (folder / "en.txt").write_text(
        "The cat lives at the landing. Every morning the boatman gives it a fish. It has no name.\n", "utf-8"
    )
    (folder / "de.txt").write_text(
        "Die Katze wohnt am Anleger. Jeden Morgen gibt ihr der Fährmann einen Fisch.\n", "utf-8"
    )
    (folder / "fr.lines").write_text((folder / "de.lines").read_text("utf-8"), "utf-8")
    (folder / "messages.po").write_text('msgid "Open"\nmsgstr "Öffnen"\n', "utf-8")
    for name, target in (("one", "Offen"), ("two", "Öffnen")):
        (folder / f"{name}.tmx").write_text(
            '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" '
            'adminlang="en" srclang="en" datatype="plaintext"/><body><tu><tuv xml:lang="en"><seg>Open</seg></tuv>'
            f'<tuv xml:lang="de"><seg>{target}</seg></tuv></tu></body></tmx>',
            "utf-8",
        )
    (folder / "edited.csv").write_text("en,de\nThe cat has no name.,Die Katze hat keinen Namen.\n", "utf-8")
    (folder / "en.json").write_text('{"menu": {"open": "Open"}}', "utf-8")
    (folder / "de.json").write_text('{"menu": {"open": "Öffnen"}}', "utf-8")
    for tag in ("en", "de"):
        (folder / f"luke.{tag}.txt").write_text("Luke 1:1\tMany have written.\nLuke 1:2\tThey saw it.\n", "utf-8")
        verses = r"\id LUK" "\n" r"\c 1" "\n" r"\p" "\n" r"\v 1 Many have written." "\n" r"\v 2 They saw it." "\n"
        (folder / f"luke.{tag}.usfm").write_text(verses, "utf-8")
        sentences = [sentence if tag == "en" else to_german(sentence) for sentence in english_sentences(9)]
        cues = [f"{n}\n00:0{n}:00,000 --> 00:0{n}:04,000\n{line}.\n" for n, line in enumerate(sentences, 1)]
        (folder / f"film.{tag}.srt").write_text("\n".join(cues), "utf-8")
    (folder / "gold.txt").write_text("[0]:[0]\n")
    (folder / "test.ladder").write_text("[0]:[0]:0.9\n")
    (folder / "en-de.tsv").write_text("row\ten\tde\n1\tCOMMUNISM AND THE FAMILY\tKommunismus und Familie\n", "utf-8")
    (folder / "accepted.txt").write_text("omitted-4a1c09be77   # as agreed\n")
    kept = folder / "alignments" / "family"
    for one in session_of().build(work).alignments:
        save_alignment(one, kept / f"en-{one.target.language}.jsonl")
    film = align_texts(read_text(folder / "film.en.srt"), read_text(folder / "film.de.srt"))
    save_alignment(film, folder / "film.jsonl")
    (kept.parent / "mobydick").mkdir()
    shutil.copy(kept / "en-de.jsonl", kept.parent / "mobydick" / "en-de.jsonl")
    shutil.copy(kept / "en-de.jsonl", folder / "en-de.jsonl")
    (folder / "chosen.csv").write_text("en,ja\nThe cat sleeps.,猫は眠っている。\n", "utf-8")
    return folder


@pytest.fixture
def folder(material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the material as the working folder."""
    monkeypatch.chdir(shutil.copytree(material, tmp_path / "here"))
    return tmp_path / "here"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", list(commands()), ids=lambda block: f"{block.page}:{block.line}")
def test_a_command_of_the_docs_runs(command: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that a page shows is taken as it stands; a check may fail, nothing may be misused or break."""
    for name in (
        "align",
        "batch",
        "build",
        "coverage",
        "export",
        "find",
        "import_",
        "memory",
        "pair",
        "pin",
        "terms",
        "words",
    ):
        monkeypatch.setattr(f"aligner.cli.{name}.make_session", lambda *_arguments, **_options: session_of())
    monkeypatch.setattr(
        "aligner.embed.background.log_probabilities", lambda words: [-9.0 - len(word) for word in words]
    )
    for step in command.code.split(" && "):
        parts = shlex.split(step, comments=True)
        assert parts.pop(0) == "aligner", step
        arguments, into, after = [], "", ""
        for part in parts:
            if part in {"|", ">", ">>"} or after:
                after = after or part
                into = part if after.startswith(">") else ""
                continue
            arguments += sorted(map(str, Path().glob(part))) if "*" in part else [part]
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert result.exit_code == 0 or (result.exit_code == 1 and "Error" not in result.output), result.output
        if into:
            Path(into).write_bytes(result.stdout_bytes)


_BY_PAGE = [(page, list(group)) for page, group in groupby(blocks("python"), key=lambda block: block.page)]


@pytest.mark.model
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("page", _BY_PAGE, ids=lambda page: page[0])
def test_the_python_of_a_page_runs(page: tuple[str, list[Block]]) -> None:
    """The blocks of a page, one after the other, run with the built-in model and print what the page says."""
    names: dict[str, Any] = {}
    for block in page[1]:
        if ">>>" in block.code:
            test = doctest.DocTestParser().get_doctest(block.code, names, block.page, block.page, block.line - 1)
            said: list[str] = []
            runner = doctest.DocTestRunner(optionflags=_FLAGS)
            runner.run(test, out=said.append, clear_globs=False)
            names.update(test.globs)
            assert runner.failures == 0, "".join(said)
        else:
            exec(compile(block.code, f"{block.page}:{block.line}", "exec"), names)
