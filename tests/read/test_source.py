"""What a caller may hand to the readers: paths, path objects and bytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from aligner.errors import InputError
from aligner.read import read_document
from aligner.read.parts.draft import brief
from aligner.read.parts.source import load, read_content

MIB = 2**20


class PathObject:
    """An object that is a path by ``__fspath__`` only."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return self.path


class BytesPath(PathObject):
    """A path object whose path is bytes, as the system has it."""

    def __fspath__(self) -> Any:
        return os.fsencode(self.path)


@pytest.mark.parametrize("form", [str, Path, PathObject, BytesPath])
def test_a_path_may_be_a_string_or_any_path_object(form: Any, tmp_path: Path) -> None:
    """A ``str``, a ``Path`` and any ``os.PathLike`` give the same document, named by the path."""
    path = tmp_path / "de.txt"
    path.write_text("Die Fähre.", "utf-8")
    document = read_document(form(str(path)))
    assert [paragraph.text for paragraph in document.paragraphs] == ["Die Fähre."]
    assert (document.language, document.name) == ("de", str(path))
    assert load(form(str(path)), "a name") == ("Die Fähre.".encode(), "a name")
    assert read_content(form(str(path))) == ("Die Fähre.", "de")


def test_a_long_path_is_kept_whole(tmp_path: Path) -> None:
    """The name of a document is its path, however long and with whatever spaces."""
    folder = tmp_path / ("long  name" * 20)
    folder.mkdir()
    path = folder / "en.txt"
    path.write_text("One.", "utf-8")
    assert read_document(path).name == str(path)
    with pytest.raises(InputError, match=r"long  name/no\.txt: cannot be read"):
        read_document(folder / "no.txt")


def test_bytes_are_the_file_itself() -> None:
    """Bytes are read as the content of a file, called "the text" when no name is given."""
    assert read_document(b"One.").paragraphs[0].text == "One."
    assert load(b"One.") == (b"One.", "the text")
    with pytest.raises(InputError, match=r"^the text: no text found"):
        read_document(b"")


@pytest.mark.parametrize("source", [None, 7, 1.5, ["a.txt"], bytearray(b"One."), memoryview(b"One."), object()])
def test_what_is_neither_path_nor_bytes_is_a_type_error(source: Any) -> None:
    """The message says what was given, what is wanted, and how to hand over a text in memory."""
    wanted = rf"expected a path \(str or os.PathLike\) or the bytes of a file, not {type(source).__name__}; .*encode"
    for function in (read_document, read_content, load):
        with pytest.raises(TypeError, match=wanted):
            function(source)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "the path is empty; name a file"),
        ("no-such-file.txt", r"^no-such-file\.txt: cannot be read \(No such file or directory\)$"),
        ("no-such-file.txt/one", r"cannot be read \("),
        ("nul\0.txt", r"cannot be read \(.*null"),
        ("half-\ud800.txt", r"cannot be read \("),
        ("x" * 5000, r"cannot be read \(File name too long\)"),
        (".", "is a folder; name a file in it"),
        ("/dev/null", "is not a file but a pipe or a device"),
        (
            "One line.\nAnother line.",
            r"^One line\. Another line\.: cannot be read .* given as bytes, text\.encode\(\)$",
        ),
    ],
)
def test_a_path_that_cannot_be_read_is_an_input_error(path: str, says: str) -> None:
    """Each way in which a path can be wrong gives one line of bounded length that says what was wrong."""
    for function in (read_document, read_content, load):
        with pytest.raises(InputError, match=says) as caught:
            function(path)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 300


@pytest.mark.parametrize(("length", "shown"), [(4096, 4096), (4097, 160)])
def test_a_path_of_4096_characters_is_named_whole(length: int, shown: int) -> None:
    """A longer path, which no system accepts, is quoted by its first 160 characters."""
    with pytest.raises(InputError, match=rf"^x{{{shown}}}: cannot be read \(File name too long\)$"):
        read_document("x" * length)


def test_a_file_without_permission_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says when a file cannot be opened is in the message."""
    path = tmp_path / "a.txt"
    path.write_text("One.")

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"a\.txt: cannot be read \(Permission denied\)"):
        read_document(path)


def test_a_file_may_have_256_mib(tmp_path: Path) -> None:
    """A file of 256 MiB is read (and then refused as a text of more than 32 MiB); one of a byte more is not."""
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(256 * MIB)
    assert len(load(path)[0]) == 256 * MIB
    with pytest.raises(InputError, match="more than 32 MiB of text"):
        read_document(path)
    with path.open("r+b") as file:
        file.truncate(256 * MIB + 1)
    with pytest.raises(InputError, match="larger than 256 MiB"):
        read_document(path)


def test_quoted_messages_have_at_most_160_characters() -> None:
    """A message of another library is quoted whole up to 160 characters, in one line."""
    assert brief("x" * 160) == "x" * 160
    assert brief("x" * 161) == "x" * 160
    assert brief(" one\n\ttwo ") == "one two"


@pytest.mark.parametrize(
    ("name", "language"), [("de.txt", "de"), ("lines.pt-BR.txt", "pt-BR"), ("a.txt", "en"), ("", "en")]
)
def test_the_language_of_a_whole_text(name: str, language: str) -> None:
    """The language is the one in the file's name, else what the text shows; line ends become line feeds."""
    content = "The ferryman had crossed the river four thousand times.\r\nNobody asked him why he still counted.\r\n"
    assert read_content(content.encode(), name=name) == (content.replace("\r\n", "\n"), language)
    assert read_content(content.encode(), name=name, language="fr")[1] == "fr"
