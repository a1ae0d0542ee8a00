from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Write = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("en.txt", "# A Title. With a stop.\n\nOne came.\nTwo  went\nhome. Three.\n",
         ["A Title. With a stop.", "One came.", "Two went home.", "Three."]),
        ("ja.txt", "これは\n本です。「はい。」\n\n終わり。\n", ["これは本です。", "「はい。」", "終わり。"]),
        ("zh-Hans.txt", "一。二！\r\n\r\n三？\r\n", ["一。", "二！", "三？"]),
        ("en.txt", "\ufeffMarked. Text.", ["Marked.", "Text."]),
    ],
)  # fmt: skip
def test_one_segment_a_line(run: Run, write: Write, name: str, content: str, lines: list[str]) -> None:
    """Segments come one a line, the white space inside folded; the language is that of the file's name."""
    write(name, content)
    result = run("segment", name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "".join(line + "\n" for line in lines)


def test_stdin(run: Run) -> None:
    """``-`` reads stdin."""
    result = run("segment", "-", "--lang", "pl", stdin="Był r. 1917. Koniec.\n".encode())
    assert result.exit_code == 0
    assert result.stdout == "Był r. 1917.\nKoniec.\n"


def test_language_is_given_or_detected(run: Run, write: Write) -> None:
    """A given language wins; without one the text itself is asked."""
    write("chapter.txt", "Das ist z. B. ein Satz, und zwar ein ziemlich langer auf Deutsch. Das ist noch einer davon.")
    detected = run("segment", "chapter.txt").stdout
    assert detected == run("segment", "chapter.txt", "--lang", "de").stdout
    assert detected.count("\n") == 2


def test_a_text_in_another_language_is_warned_of(run: Run, write: Write) -> None:
    """A text that is plainly not in the language that was given is warned of on stderr, and cut all the same."""
    write(
        "book.txt", "Это довольно длинное предложение на русском языке. И это тоже, как ни странно, предложение. " * 3
    )
    result = run("segment", "book.txt", "--lang", "en")
    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: book.txt: ")
    assert result.stdout.count("\n") == 6


PAGE = "English Deutsch Français Español\n\nView archives\n\nA Title\n\n" + "A long sentence of many words. " * 8


def test_what_is_left_out_is_explained(run: Run, write: Write) -> None:
    """``--explain`` says on stderr what was not taken as main text, where and why; the text is the same."""
    write("en.txt", PAGE)
    result = run("segment", "en.txt", "--explain")
    assert result.stdout == "A Title\n" + "A long sentence of many words.\n" * 8
    assert result.stderr.splitlines()[:3] == [
        "en.txt, line 1: language bar: English Deutsch Français Español",
        "en.txt, line 3: page furniture: View archives",
        "en.txt: 2 paragraphs kept, 2 left out (45 characters)",
    ]
    assert run("segment", "en.txt").stdout == result.stdout


def test_phrases_bound_the_text(run: Run, write: Write) -> None:
    """``--start`` and ``--end`` say where the main text begins and ends, whatever would be found."""
    write("en.txt", PAGE)
    result = run("segment", "en.txt", "--start", "View", "--end", "A  Title", "--explain")
    assert result.stdout == "View archives\nA Title\n"
    assert result.stderr.splitlines()[0].startswith("en.txt, line 1: before the start phrase: English")
    result = run("segment", "en.txt", "--start", "Chapter")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "start phrase 'Chapter' is in no paragraph" in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "options", "code", "message"),
    [
        ("none.txt", None, [], 2, "'none.txt' does not exist"),
        ("folder", b"folder", [], 2, "is a directory"),
        ("en.txt", b"", [], 1, "en.txt: no text found"),
        ("en.txt", b" \n\n \n", [], 1, "en.txt: no text found"),
        ("en.txt", b"one\ntwo\0\n", [], 1, "en.txt, line 2: a NUL"),
        ("en.txt", "naïve café".encode() + b" \xe9\n" + "é".encode() * 40, [], 1, "en.txt, line 1"),
        ("en.txt", b"One.", ["--lang", "jp"], 1, "'jp' is not a BCP 47 language tag; write 'ja'"),
        ("en.txt", b"One.", ["--lang", "english please"], 1, "is not a BCP 47 language tag"),
        ("en.txt", b"\x89PNG\r\n\x1a\n\0\0", [], 1, "en.txt: is a picture"),
    ],
)  # fmt: skip
def test_errors_are_one_sentence(
    run: Run, write: Write, name: str, content: bytes | None, options: list[str], code: int, message: str
) -> None:
    """What cannot be segmented is one sentence on stderr, nothing on stdout, exit 1, or 2 for wrong usage."""
    if content == b"folder":
        Path(name).mkdir()
    elif content is not None:
        write(name, content)
    result = run("segment", name, *options)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert result.stderr.startswith("Error: " if code == 1 else "Usage: ")
    assert code == 2 or result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("language", "encoding", "content"),
    [
        ("fr", "latin-1", "Déjà vu, garçon : où êtes-vous né ? À l'été, près de la forêt brûlée. C'était très tôt."),
        ("ru", "cp1251", "Это первое предложение. Это второе предложение, чуть длиннее первого."),
        ("ja", "shift_jis", "これは最初の文です。これは二番目の文です。"),
        ("de", "utf-16", "Größe zählt. Übung auch."),
    ],
)
def test_old_encodings_are_read(run: Run, write: Write, language: str, encoding: str, content: str) -> None:
    """Texts in the encodings that their languages once had are read, not refused and not garbled."""
    write("text.txt", content.encode(encoding))
    result = run("segment", "text.txt", "--lang", language)
    assert result.exit_code == 0
    assert "".join(result.stdout.split()) == "".join(content.split())


def test_explain_names_the_rule_of_each_stop(run: Run, write: Callable[..., Path]) -> None:
    """``--explain`` says on stderr, for each place where a segment could end, what was decided and by which rule."""
    path = write("en.txt", "# A Title\n\nDr. Hall left. She\nstayed.\n")
    result = run("segment", path, "--explain")
    assert result.stdout.splitlines() == ["A Title", "Dr. Hall left.", "She stayed."]
    assert result.stderr.splitlines() == [
        f"{path}: 2 paragraphs kept, nothing left out",
        f'{path}, line 1: heading, kept whole: "A Title"',
        f'{path}, line 3: kept: "Dr." | " Hall left. She stayed.": abbreviation (title): Dr',
        f'{path}, line 3: cut: "Dr. Hall left." | " She stayed.": ordinary word',
        f'{path}, line 3: kept: "Dr. Hall left. She " | "stayed.": line break',
        f'{path}, line 4: kept: ". Hall left. She stayed." | "": end of the paragraph',
    ]


def test_paragraphs_of_plain_text_are_told_and_explained(run: Run, write: Write) -> None:
    """``--paragraphs`` says how a text shows them; ``--explain`` repeats it, and names separators and notes."""
    write("en.txt", "The ferry left\nat six[1]\n\n* * *\n\n[1] Or so it was.\n")
    result = run("segment", "en.txt", "--paragraphs", "line", "--explain")
    assert result.stdout == "The ferry left\nat six\n* * *\nOr so it was.\n"
    assert "en.txt: paragraphs: each line is a paragraph" in result.stderr
    assert "en.txt: 4 paragraphs kept (1 separator, 1 note), nothing left out" in result.stderr
    assert 'en.txt, line 4: separator: "* * *"' in result.stderr
    assert 'en.txt, line 6: note: "Or so it was."' in result.stderr
    assert run("segment", "en.txt", "--paragraphs", "lines").exit_code == 2
