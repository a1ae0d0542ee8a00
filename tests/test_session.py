from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import aligner.match.match
from aligner.errors import InputError
from aligner.formats.alignment_file import load_alignment
from aligner.outline import find_chapters
from aligner.profile import Profile
from aligner.read import Document
from aligner.segment.document import segment_document
from aligner.text import Paragraph
from aligner.work import read_work
from aligner.work_files import write_work
from tests.fakes import FakeEncoder, align_texts, english_sentences, session_of, text_of, to_german

SENTENCES = english_sentences(24)
GERMAN = [to_german(sentence) for sentence in SENTENCES]


def links_of(source: list[str], target: list[str]) -> list[tuple[list[int], list[int]]]:
    """Align two texts and return the beads as lists."""
    ladder = align_texts(text_of("en", source), text_of("de", target), FakeEncoder()).ladder
    return [(list(bead.source), list(bead.target)) for bead in ladder.beads]


def one_to_one(first: int, last: int, shift: int = 0) -> list[tuple[list[int], list[int]]]:
    """Return 1-1 beads from a source segment to another."""
    return [([i], [i + shift]) for i in range(first, last)]


def test_segment_document_keeps_headings_whole() -> None:
    """A heading is one segment however many sentences it has; language and name are the document's."""
    paragraphs = (Paragraph("1. Who? What.", 2, 1), Paragraph("One came. Two\nwent.", 0, 3))
    text = segment_document(Document(paragraphs, "en", name="en.txt"))
    assert text.texts == ["1. Who? What.", "One came.", "Two went."]
    assert (text.language, text.name, text.paragraphs) == ("en", "en.txt", paragraphs)


def test_segment_document_takes_any_segmenter() -> None:
    """A function from a paragraph to its sentences cuts everything but headings; what it changes is named by line."""
    paragraphs = (Paragraph("1. Who? What.", 2, 1), Paragraph("One came; two\nwent.", 0, 3))
    document = Document(paragraphs, "en", name="en.txt")
    text = segment_document(document, lambda paragraph: paragraph.replace("; ", ";\t").split("\t"))
    assert text.texts == ["1. Who? What.", "One came;", "two went."]
    with pytest.raises(InputError, match=r"en\.txt, line 3: .*may drop white space, but change nothing else"):
        segment_document(document, lambda paragraph: [paragraph.upper()])


def chapter(name: str, sentences: list[str], place: str = "") -> list[Paragraph]:
    """Return a chapter with a heading."""
    return [Paragraph(name, 1, kind="heading", place=place), Paragraph(" ".join(sentences), place=place)]


def test_chapters_of_a_text() -> None:
    """A chapter begins at headings in a row, at a file of a book and at the notes, not at a page or a cue's time."""
    paragraphs = [
        Paragraph("Preface here."),
        Paragraph("Part One", 1),
        Paragraph("The Bell", 2),
        Paragraph("It rang. Twice."),
        Paragraph("On page two.", place="page 2"),
        Paragraph("In a file. Yes.", place="text/two.xhtml"),
        Paragraph("More of it.", place="text/two.xhtml"),
        Paragraph("A note.", kind="note", place="text/two.xhtml"),
        Paragraph("Another.", kind="note", place="text/two.xhtml"),
    ]
    text = segment_document(Document(tuple(paragraphs), "en"))
    assert [tuple(chapter) for chapter in find_chapters(text)] == [(0, 0, 1), (1, 3, 6), (6, 6, 9), (9, 9, 11)]
    assert find_chapters(text_of("en", [])) == []


def test_forewords_of_two_editions_are_not_matched(encoder: FakeEncoder) -> None:
    """Chapters that surely begin together are matched apart, so two different forewords stand alone."""
    english = [*chapter("Foreword", english_sentences(30, seed=5)), *chapter("Red Book", SENTENCES)]
    german = [*chapter("Vorwort", [to_german(s) for s in english_sentences(24, seed=6)]), *chapter("Rot Buch", GERMAN)]
    more = english_sentences(20, seed=7)
    english += chapter("Old House", more)
    german += chapter("Alt Haus", [to_german(sentence) for sentence in more])
    texts = [segment_document(Document(tuple(p), tag)) for p, tag in ((english, "en"), (german, "de"))]
    alignment = align_texts(texts[0], texts[1], encoder)
    assert [bead.shape for bead in alignment.ladder.beads] == ["1-0"] * 31 + ["0-1"] * 25 + ["1-1"] * 46


def test_the_users_chapters_bind(folder: Path, encoder: FakeEncoder) -> None:
    """Headings that the user names stand against each other; one that is not there is named with those that are."""
    parts = [english_sentences(6, seed=seed) for seed in range(3)]
    for language, names in (("en", ["I", "II", "III"]), ("de", ["Eins", "Zwei", "Drei"])):
        body = "".join(
            f"# {name}\n\n{' '.join(map(to_german, part) if language == 'de' else part)}\n\n"
            for name, part in zip(names, parts, strict=True)
        )
        (folder / f"{language}.txt").write_text(body, "utf-8")
    toml = 'versions = ["en", "de"]\n[chapters.de]\n'
    (folder / "work.toml").write_text(f'{toml}II = "drei"\n')
    (alignment,) = session_of(encoder).build(folder).alignments
    assert (7, 14) in {(bead.source.start, bead.target.start) for bead in alignment.ladder.beads}
    (folder / "work.toml").write_text(f'{toml}II = "Drei"\nIII = "Zwei"\n')
    message = r"de\.txt: no heading 'Zwei' after 'Drei', which work\.toml names; it has 'Eins', 'Zwei', 'Drei'"
    with pytest.raises(InputError, match=message):
        session_of(encoder).build(folder)


def test_a_translation_is_aligned_line_by_line() -> None:
    """A sentence-by-sentence translation gives 1-1 beads of which the matcher is sure."""
    alignment = align_texts(text_of("en", SENTENCES), text_of("de", GERMAN), FakeEncoder())
    assert [bead.shape for bead in alignment.ladder.beads] == ["1-1"] * len(SENTENCES)
    assert min(bead.confidence for bead in alignment.ladder.beads) > 0.9


def test_joined_sentences_are_one_bead() -> None:
    """Two sentences that the translation joins, and one that it splits, are 2-1 and 1-2."""
    first, second = GERMAN[12][:-1].rsplit(" ", 4)[0] + ".", " ".join(GERMAN[12].split(" ")[-4:])
    target = [*GERMAN[:5], f"{GERMAN[5][:-1]}, {GERMAN[6]}", *GERMAN[7:12], first, second, *GERMAN[13:]]
    assert links_of(SENTENCES, target) == [
        *one_to_one(0, 5), ([5, 6], [5]), *one_to_one(7, 12, -1), ([12], [11, 12]), *one_to_one(13, 24),
    ]  # fmt: skip


def test_omissions_and_additions_stand_alone() -> None:
    """What the translation leaves out or adds stands in beads of its own."""
    added = english_sentences(2, seed=99)
    target = [*GERMAN[:4], *GERMAN[6:15], *added, *GERMAN[15:]]
    assert links_of(SENTENCES, target) == [
        *one_to_one(0, 4), ([4], []), ([5], []), *one_to_one(6, 15, -2), ([], [13]), ([], [14]), *one_to_one(15, 24),
    ]  # fmt: skip


def test_the_signature_says_how_it_was_made() -> None:
    """An alignment names model, revision, weights and version."""
    signature = align_texts(text_of("en", SENTENCES[:2]), text_of("de", GERMAN[:2]), FakeEncoder("7")).signature
    parts = dict(part.split(":", 1) for part in signature.split("|"))
    assert (parts["model"], parts["revision"]) == ("fake", "7")
    assert set(parts) == {"model", "revision", "weights", "version"}


def test_empty_texts_need_no_encoder(encoder: FakeEncoder) -> None:
    """A text without segments is not encoded; the other side stands alone."""
    alignment = align_texts(text_of("en", []), text_of("de", GERMAN[:3]), encoder)
    assert [bead.shape for bead in alignment.ladder.beads] == ["0-1"] * 3
    assert encoder.calls == [GERMAN[:3]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a work of three versions."""
    folder = tmp_path / "texts" / "verses"
    folder.mkdir(parents=True)
    (folder / "work.toml").write_text('title = "Verses"\npivot = "en"\nversions = ["de", "en", "fr"]\n')
    for language, sentences in (("en", SENTENCES), ("de", GERMAN), ("fr", SENTENCES[:20])):
        (folder / f"{language}.txt").write_text("# Title\n\n" + " ".join(sentences) + "\n", "utf-8")
    return folder


def test_a_work_is_encoded_once(folder: Path, encoder: FakeEncoder) -> None:
    """Each version of a work is encoded once, the pivot too, however many it is aligned with."""
    alignments = session_of(encoder).build(folder).alignments
    assert [(a.source.language, a.target.language) for a in alignments] == [("en", "de"), ("en", "fr")]
    assert [len(texts) for texts in encoder.calls] == [25, 25, 21]
    assert alignments[0].source is alignments[1].source


def test_short_versions_are_witnesses_of_each_other(
    folder: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three short versions are matched with each other; long ones, or where one is empty, with the pivot only."""
    matched = list[tuple[int, int]]()
    search = aligner.match.match._match

    def count(profiles: tuple[Profile, Profile], *rest: Any) -> Any:
        matched.append((len(profiles[0]), len(profiles[1])))
        return search(profiles, *rest)

    monkeypatch.setattr("aligner.match.match._match", count)
    work = read_work(folder)
    assert all(alignment.signature.endswith("|witnesses:1") for alignment in session_of(encoder).build(work).alignments)
    assert matched == [(25, 25), (25, 21), (25, 21)]
    matched.clear()
    texts = [text_of("en", SENTENCES), text_of("de", GERMAN), text_of("fr", [])]
    shapes = [{bead.shape for bead in a.ladder.beads} for a in session_of(encoder).align_versions(texts)]
    assert (matched, shapes) == ([(24, 24)], [{"1-1"}, {"1-0"}])
    monkeypatch.setattr("aligner.session._SHORT", 24)
    matched.clear()
    assert not any("witnesses" in alignment.signature for alignment in session_of(encoder).build(work).alignments)
    assert matched == [(25, 25), (25, 21)]


def test_write_work_writes_all_files(folder: Path, encoder: FakeEncoder, tmp_path: Path) -> None:
    """A build writes an alignment file a pair and a file a format for all, and says so in a sentence each."""
    out = tmp_path / "out"
    said = write_work(session_of(encoder), read_work(folder), out, ["tmx", "html"])
    assert sorted(path.name for path in out.iterdir()) == ["en-de.jsonl", "en-fr.jsonl", "index.html", "verses.tmx"]
    assert [line.split(": ")[0] for line in said if not line.startswith("Warning: ")] == [
        str(out / name) for name in ("en-de.jsonl", "en-fr.jsonl", "verses.tmx", "index.html")
    ]
    assert load_alignment(out / "en-de.jsonl").target.texts == ["Title", *GERMAN]
    memory = (out / "verses.tmx").read_text("utf-8")
    assert GERMAN[7] in memory
    assert 'xml:lang="fr"' in memory
    assert GERMAN[7] in (out / "index.html").read_text("utf-8")


def test_write_work_again_gives_the_same_files(folder: Path, encoder: FakeEncoder, tmp_path: Path) -> None:
    """A build over an older one replaces its files."""
    work = read_work(folder)
    write_work(session_of(encoder), work, tmp_path / "out", ["tmx"])
    before = (tmp_path / "out" / "verses.tmx").read_bytes()
    (tmp_path / "out" / "verses.tmx").write_text("old")
    write_work(session_of(encoder), work, tmp_path / "out", ["tmx"])
    assert (tmp_path / "out" / "verses.tmx").read_bytes() == before


def test_a_work_is_read_as_its_file_says(folder: Path, encoder: FakeEncoder, tmp_path: Path) -> None:
    """The work's phrases bound the main text, and its segmenter cuts it; what is left out is told when asked."""
    poem = "Before.\n\n" + "\n".join(f"{one} {two}" for one, two in zip(GERMAN[::2], GERMAN[1::2], strict=True))
    (folder / "de.txt").write_text(f"{poem}\n\nAfter.\n", "utf-8")
    toml = 'versions = ["en", "de"]\nsegmenter = {de = "lines"}\n'
    (folder / "work.toml").write_text(f'{toml}[start]\nde = "{GERMAN[0]}"\n[end]\nde = "{GERMAN[23]}"\n')
    said = write_work(session_of(encoder), read_work(folder), tmp_path / "out", [], explained=True)
    assert load_alignment(tmp_path / "out" / "en-de.jsonl").target.texts == poem.split("\n")[2:]
    assert [line for line in said if ": paragraphs: " not in line][-5:-1] == [
        "en.txt: 2 paragraphs kept, nothing left out",
        "de.txt, line 1: before the start phrase: Before.",
        "de.txt, line 16: after the end phrase: After.",
        "de.txt: 12 paragraphs kept, 2 left out (13 characters)",
    ]


def test_an_unknown_format_costs_nothing(folder: Path, encoder: FakeEncoder, tmp_path: Path) -> None:
    """A format that is not known is an error before anything is encoded or written."""
    with pytest.raises(InputError, match="unknown format 'odt'; known are jsonl, ladder, tmx"):
        write_work(session_of(encoder), read_work(folder), tmp_path / "out", ["tmx", "odt"])
    assert encoder.calls == []
    assert not (tmp_path / "out").exists()


def test_a_version_that_cannot_be_read_is_named(folder: Path, encoder: FakeEncoder, tmp_path: Path) -> None:
    """A version that is no text is an error that names its file, before anything is encoded."""
    (folder / "de.txt").write_bytes(b"a\0b")
    with pytest.raises(InputError, match=r"de\.txt, line 1: a NUL"):
        write_work(session_of(encoder), read_work(folder), tmp_path / "out", ["tmx"])
    assert encoder.calls == []
