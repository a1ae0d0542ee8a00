"""The library as a stranger uses it: everything here is reached through ``import aligner``."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import aligner
import aligner.session
from aligner.formats import FORMATS
from aligner.formats.alignment_file import save_alignment
from aligner.profile import centre
from aligner.text import make_lines
from tests.fakes import FakeEncoder, english_sentences, to_german

ENGLISH = english_sentences(12)
GERMAN = [to_german(sentence) for sentence in ENGLISH]


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> aligner.Aligner:
    """Let the functions of the package use a fake model."""
    session = aligner.Aligner(FakeEncoder(), cache=False)
    monkeypatch.setattr("aligner.session.default_session", lambda: session)
    return session


@pytest.fixture
def alignment() -> aligner.Alignment:
    """Return two lists of segments, aligned."""
    return aligner.align(ENGLISH, [*GERMAN[:3], *GERMAN[4:]], source_lang="en", target_lang="de")


@pytest.fixture
def edition(tmp_path: Path) -> aligner.Edition:
    """Return the edition of a work of three versions."""
    folder = tmp_path / "texts" / "verses"
    folder.mkdir(parents=True)
    (folder / "work.toml").write_text('title = "Verses"\nauthor = "A. Nonymous"\nrights = "CC0-1.0"\n')
    for tag, sentences in (("en", ENGLISH), ("de", GERMAN), ("fr", ENGLISH[:8])):
        (folder / f"{tag}.txt").write_text("# Title\n\n" + " ".join(sentences) + "\n", "utf-8")
    return aligner.build(folder)


def test_lists_are_segments(alignment: aligner.Alignment) -> None:
    """Each item of a list is one segment, kept as it is, and every bead can be asked for its texts."""
    assert [(bead.shape, bead.source_text, bead.target_text) for bead in alignment][2:5] == [
        ("1-1", ENGLISH[2], GERMAN[2]),
        ("1-0", ENGLISH[3], ""),
        ("1-1", ENGLISH[4], GERMAN[4]),
    ]
    assert all(0 <= bead.confidence <= 1 for bead in alignment)
    assert len(alignment) == 12
    odd = aligner.align(["One. Two.", "", "a\nb"], ["x"], source_lang="en", target_lang="de").source
    assert [segment.raw for segment in odd] == ["One. Two.", "a\nb"]


@pytest.mark.parametrize("kind", [str, Path])
def test_paths_are_read_and_segmented(kind: Callable[[Path], Any], tmp_path: Path) -> None:
    """A path, as a string or a path object, is a file that is read and cut into segments."""
    for tag, sentences in (("en", ENGLISH), ("de", GERMAN)):
        (tmp_path / f"{tag}.txt").write_text(" ".join(sentences), "utf-8")
    alignment = aligner.align(kind(tmp_path / "en.txt"), kind(tmp_path / "de.txt"))
    assert (alignment.source.language, alignment.target.language, len(alignment)) == ("en", "de", 12)
    text = aligner.read_text(kind(tmp_path / "en.txt"), lang="en")
    assert text.texts == ENGLISH
    assert aligner.align(text, text).source is text


def test_vectors_of_ones_own_need_no_encoder(session: aligner.Aligner) -> None:
    """With a vector for each segment, of any length, nothing is encoded; what cannot be compared is refused."""
    vectors = np.random.default_rng(0).normal(size=(12, 16))
    alignment = aligner.align(
        ENGLISH, GERMAN, source_lang="en", target_lang="de", source_vectors=3 * vectors, target_vectors=vectors
    )
    assert {bead.shape for bead in alignment} == {"1-1"}
    assert alignment.signature.startswith("model:own vectors|")
    assert session.encoder.calls == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        (np.eye(2), None, "vectors of one side only"),
        (np.eye(3), np.eye(2), r"vectors of shape \[3, 3\] for 2 segments"),
        (np.ones(2), np.eye(2), r"vectors of shape \[2\] for 2 segments"),
        (np.ones((2, 3)), np.ones((2, 4)), "vectors of 3 and 4 dimensions cannot be compared"),
        ([[1, 0], [0, 0]], np.eye(2), "the vector of segment 1, counted from 0, is zero or not finite"),
        ([[1, 0], [0, np.nan]], np.eye(2), "the vector of segment 1, counted from 0, is zero or not finite"),
        (["a", "b"], np.eye(2), "vectors are not an array of numbers"),
    ],
)
def test_vectors_that_do_not_fit_are_one_sentence(source: Any, target: Any, message: str) -> None:
    """Vectors that are not one for each segment, finite and alike in width, are an error that says which."""
    with pytest.raises(aligner.InputError, match=message):
        aligner.align(["One.", "Two."], ["Eins.", "Zwei."], source_vectors=source, target_vectors=target)


def test_an_alignment_is_checked(alignment: aligner.Alignment) -> None:
    """A check gives a percentage of either side and the findings."""
    report = alignment.check()
    assert report.source.percent == pytest.approx(100 * 11 / 12)
    assert [(finding.kind, finding.segments) for finding in report.findings] == [("omitted", range(3, 4))]
    assert aligner.check(alignment) == report


def test_an_alignment_is_rows(alignment: aligner.Alignment) -> None:
    """Rows are dicts of plain values, which pandas and datasets take as they are."""
    rows = alignment.to_rows()
    assert rows[3] == {
        "source": [3],
        "target": [],
        "confidence": alignment.ladder.beads[3].confidence,
        "source_text": ENGLISH[3],
        "target_text": "",
        "shape": "1-0",
    }


def test_an_edition_is_built_read_and_written(edition: aligner.Edition, tmp_path: Path) -> None:
    """A work's folder becomes an edition whose rows have a text for each language, and a file of any format."""
    assert edition.languages == ("en", "de", "fr")
    assert len(edition) == len(edition.rows) == 13
    row = list(edition)[5]
    assert (row["en"], row["de"], dict(row)["fr"]) == (ENGLISH[4], GERMAN[4], ENGLISH[4])
    assert edition.to_rows()[12] == {
        "en": ENGLISH[11],
        "de": GERMAN[11],
        "fr": "",
        "confidence": edition.rows[12].confidence,
    }
    report = edition.write(tmp_path / "verses.tmx")
    assert (report.units, (tmp_path / "verses.tmx").exists()) == (13, True)
    memory = aligner.read_memory(tmp_path / "verses.tmx")
    assert [unit["de"] for unit in memory] == ["Title", *GERMAN]
    edition.write(tmp_path / "table", format="csv")
    assert ENGLISH[7] in (tmp_path / "table").read_text("utf-8-sig")


def test_a_page_is_the_same_from_the_folder_and_from_the_files(edition: aligner.Edition, tmp_path: Path) -> None:
    """An edition woven of the alignment files gives the page that the work's folder gives, word links included."""
    page = edition.to_html()
    assert "Verses" in page
    assert "A. Nonymous" in page
    assert " data-w=" in page
    paths = []
    for alignment in edition.alignments:
        paths.append(tmp_path / f"{alignment.target.language}.jsonl")
        save_alignment(alignment, paths[-1])
    again = aligner.weave([aligner.load_alignment(path) for path in paths])
    # Confidences are rounded in the file, and the page shows none above one half.
    assert again.to_html() == page


def test_everything_has_a_short_repr(alignment: aligner.Alignment, edition: aligner.Edition) -> None:
    """What a person looks at in a session fits in a line, however long the texts are."""
    things = [
        alignment, alignment.source, alignment.ladder, alignment.check(), edition, aligner.Aligner(FakeEncoder()),
        alignment.check().findings[0], aligner.session.default_session().profile(alignment.source),
    ]  # fmt: skip
    assert [len(repr(thing)) for thing in things if len(repr(thing)) > 200] == []
    assert repr(alignment) == "<Alignment: en (12 segments) – de (11 segments), 12 beads>"
    assert repr(edition) == "<Edition: verses, en, de, fr, 13 rows>"


def test_notebooks_show_a_table(alignment: aligner.Alignment, edition: aligner.Edition) -> None:
    """An alignment and an edition show themselves as an HTML table, escaped, of fifty rows at most."""
    assert f"<td>{ENGLISH[2]}</td><td>{GERMAN[2]}</td>" in alignment._repr_html_()
    assert "<th>fr</th>" in edition._repr_html_()
    long = aligner.align(["<b>x</b>"] * 60, ["y"] * 60, source_lang="en", target_lang="de")
    table = long._repr_html_()
    assert "&lt;b&gt;x&lt;/b&gt;" in table
    assert table.count("<tr>") == 1 + 50
    assert "10 more" in table


def test_a_session_profiles_a_text_once_and_drops_the_oldest(
    alignment: aligner.Alignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The profile of a text is made once; of more tokens than are kept, those of the oldest texts are made again."""
    encoder = FakeEncoder()
    session = aligner.Aligner(encoder, cache=False)
    first = session.profile(alignment.source)
    assert session.profile(alignment.source) is first
    session.profile(alignment.target)
    assert len(encoder.calls) == 2
    tokens = len(first.token_ids) + len(session.profile(alignment.target).token_ids)
    monkeypatch.setattr("aligner.session._KEPT_TOKENS", tokens)
    session.profile(alignment.source)
    assert len(encoder.calls) == 2
    session.profile(make_lines("en", "One more.\n"))
    assert len(encoder.calls) == 3
    session.profile(alignment.source)
    assert len(encoder.calls) == 3
    session.profile(alignment.target)
    assert len(encoder.calls) == 4


@pytest.mark.usefixtures("edition")
def test_each_text_is_asked_for_its_vectors_once_in_a_build(tmp_path: Path) -> None:
    """Matching, coverage and word links of a build share one profile a version: three versions, three calls."""
    folder = tmp_path / "texts" / "verses"
    encoder = FakeEncoder()
    session = aligner.Aligner(encoder, cache=False)
    session.build(folder).write(tmp_path / "page.html")
    assert [len(texts) for texts in encoder.calls] == [13, 13, 9]


@pytest.mark.usefixtures("edition")
def test_vectors_are_centred_once_for_each_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each version the segments' vectors and those of each layer are centred once: three versions, twelve calls."""
    made: list[int] = []

    def count(vectors: Any) -> Any:
        made.append(len(vectors))
        return centre(vectors)

    monkeypatch.setattr("aligner.embed.profiling.centre", count)
    session = aligner.Aligner(FakeEncoder(), cache=False)
    session.build(tmp_path / "texts" / "verses").write(tmp_path / "page.html")
    assert len(made) == 3 * (1 + 3)


def test_sessions_and_what_they_made_can_be_pickled(alignment: aligner.Alignment) -> None:
    """An alignment can be sent to another process; its session goes along without models and vectors."""
    again = pickle.loads(pickle.dumps(alignment))
    assert again == alignment
    assert again.check() == alignment.check()


def refused(edition: aligner.Edition, alignment: aligner.Alignment, folder: Path) -> dict[str, Callable[[], object]]:
    """Return calls that a caller may get wrong."""
    damaged = folder / "damaged.jsonl"
    damaged.write_text("{}\n")
    file = folder / "en.txt"
    file.write_text("One. Two.\n")
    return {
        "a number for a text": lambda: aligner.align(5, ["x"]),  # type: ignore[arg-type]
        "a list of numbers": lambda: aligner.align([5], ["x"]),  # type: ignore[list-item]
        "a file that is not there": lambda: aligner.align("nowhere.txt", "de.txt"),
        "a folder for a text": lambda: aligner.read_text(folder),
        "a number for a path": lambda: aligner.read_text(5),  # type: ignore[arg-type]
        "a NUL in a path": lambda: aligner.read_text("a\0b"),
        "a tag that is none": lambda: aligner.align(["a"], ["b"], source_lang="xx-yy-z"),
        "a model that is none": lambda: aligner.Aligner(5),  # type: ignore[arg-type]
        "a work that is not there": lambda: aligner.build(folder / "nowhere"),
        "a version that is not there": lambda: aligner.build(folder / "texts" / "verses", languages=["xx"]),
        "a format that is none": lambda: edition.write(folder / "x.doc"),
        "a format's name that is none": lambda: edition.write(folder / "x", format="doc"),
        "a file in place of a folder": lambda: edition.write(file / "x.tmx"),
        "a folder in place of a file": lambda: alignment.write(folder, format="tmx"),
        "a language that is not there": lambda: edition.alignment("en", "xx"),
        "a row's language that is not there": lambda: next(iter(edition))["xx"],
        "one version selected": lambda: edition.select([0]),
        "a column that is not there": lambda: edition.select([0, 9]),
        "a damaged alignment": lambda: aligner.load_alignment(damaged),
        "a text for a memory": lambda: aligner.read_memory(file),
        "a memory that is not there": lambda: aligner.read_memory("nowhere.tmx"),
        "a text to check": lambda: aligner.check("en.txt"),  # type: ignore[call-overload]
        "nothing to weave": lambda: aligner.weave([]),
        "texts that share nothing": lambda: aligner.weave([alignment, edition.alignments[0]]),
        "a pivot that is not there": lambda: aligner.weave([alignment], pivot="xx"),
        "a confidence that is no number": lambda: alignment.check(min_confidence="x"),  # type: ignore[arg-type]
        "a confidence out of range": lambda: alignment.check(min_confidence=2),
    }


def test_what_a_caller_does_wrong_is_one_sentence(
    edition: aligner.Edition, alignment: aligner.Alignment, tmp_path: Path
) -> None:
    """Nothing that a caller can do wrong raises anything but AlignerError, in one line, or TypeError."""
    for what, call in refused(edition, alignment, tmp_path).items():
        with pytest.raises((aligner.AlignerError, TypeError)) as caught:
            call()
        assert "\n" not in str(caught.value), what
        assert len(str(caught.value)) > 15, what


def test_every_format_with_a_suffix_is_found_by_it() -> None:
    """The end of a file's name says its format, the longest end that fits."""
    for name, form in FORMATS.items():
        if form.suffix:
            assert aligner.session.format_of(Path(f"book{form.suffix.upper()}")) == name
    with pytest.raises(aligner.InputError, match="the suffix names no format"):
        aligner.session.format_of(Path("book.doc"))
