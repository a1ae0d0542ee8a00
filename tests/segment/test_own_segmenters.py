from __future__ import annotations

from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.segment import fit_sentences
from aligner.segment.own_segmenters import cut_with, load_segmenter


def test_stripped_sentences_get_their_white_space_back() -> None:
    """The pieces are the paragraph again, whatever white space the segmenter dropped."""
    paragraph = "\tOne\n two.  Three.\n"
    assert fit_sentences(paragraph, ["One\n two.", "", "Three."]) == ["\tOne\n two.  ", "Three.\n"]


def test_an_empty_paragraph_has_no_pieces_and_a_blank_one_has_one() -> None:
    """White space is kept even where a segmenter finds no sentence."""
    assert fit_sentences("", []) == []
    assert fit_sentences(" \n", []) == [" \n"]


@pytest.mark.parametrize("sentences", [["One.", "Too."], ["One."], ["One.", "Two.", "Three."]])
def test_changed_missing_or_added_text_is_refused(sentences: list[str]) -> None:
    """A segmenter that changes the text is told where."""
    with pytest.raises(InputError, match="sentence"):
        fit_sentences("One. Two.", sentences)


OWN = """
def stops(paragraph):
    return [part + "." for part in paragraph.split(".") if part.strip()]

def whole(paragraph):
    return paragraph

def broken(paragraph):
    raise RuntimeError("no model")

number = 3
"""


def test_lines() -> None:
    """The segmenter "lines" gives each line of a paragraph with its end."""
    assert cut_with(load_segmenter("lines", Path()), "One. Two.\n\tThree.\n") == ["One. Two.\n\t", "Three.\n"]


def test_a_function_beside_the_work(tmp_path: Path) -> None:
    """A function is found in a file of the work's folder."""
    (tmp_path / "own.py").write_text(OWN)
    assert cut_with(load_segmenter("own:stops", tmp_path), "One. Two.") == ["One. ", "Two."]


@pytest.mark.parametrize("name", ["os:system", "textwrap:wrap", "../own:stops", "/tmp/own:stops", "a.own:stops"])
def test_no_other_module_is_loaded(name: str, tmp_path: Path) -> None:
    """Neither an installed module nor a file outside the folder gives a segmenter."""
    (tmp_path / "own.py").write_text(OWN)
    (tmp_path / "work").mkdir()
    with pytest.raises(InputError, match=r"no file|is not known"):
        load_segmenter(name, tmp_path / "work")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sentences", 'segmenter \'sentences\' is not known; write "lines" or "module:function"'),
        (":stops", "is not known"),
        ("own:stop", "cannot be loaded .*no attribute 'stop'"),
        ("nowhere:stops", "there is no file .*nowhere.py"),
        ("own:number", "'own:number' is not a function"),
    ],
)
def test_a_segmenter_that_is_not_there(name: str, message: str, tmp_path: Path) -> None:
    """What is no segmenter is named, with what to write."""
    (tmp_path / "own.py").write_text(OWN)
    with pytest.raises(InputError, match=message):
        load_segmenter(name, tmp_path)


@pytest.mark.parametrize(
    ("name", "message"), [("own:whole", "did not return a list of strings"), ("own:broken", "failed .*no model")]
)
def test_a_segmenter_that_fails(name: str, message: str, tmp_path: Path) -> None:
    """A segmenter that fails or returns something else is an error, not a crash."""
    (tmp_path / "own.py").write_text(OWN)
    with pytest.raises(InputError, match=message):
        cut_with(load_segmenter(name, tmp_path), "One. Two.")
