"""Links between files of sentences: written, read back, and read as OPUS has them."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats import Settings, export_edition, write_edition
from aligner.formats.aligned import load_aligned
from aligner.formats.xces import load_xces
from tests.formats.editions import DATA, edition_of, sample

LINKS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">
<cesAlign version="1.0">
<linkGrp targType="s" fromDoc="de/1.xml.gz" toDoc="en/1.xml">
<link certainty="0.5" xtargets="1;1 2" id="SL1" />
<link xtargets="2;" />
<link xtargets="4;3" />
</linkGrp>
</cesAlign>
"""
GERMAN = (
    '<text><p id="1"><s id="1"><w id="1.1">Ja</w><w id="1.2">gut</w><w misc="SpaceAfter=No">!</w><w>.</w></s></p>'
    '<s id="2"><time id="T1S" value="0"/>Zwei.</s><s id="3">Drei.</s><s id="4">Vier &amp; mehr.</s></text>'
)
ENGLISH = '<text><s id="1">One.</s>\n<s id="2">Two\n  lines.</s><s id="3">Four.</s></text>'


def corpus(folder: Path, links: str = LINKS, german: str = GERMAN) -> Path:
    """Write a corpus of one document in two languages; return the file of links."""
    for name, data in (("de/1.xml.gz", gzip.compress(german.encode())), ("en/1.xml", ENGLISH.encode())):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "de-en.xml").write_text(links, "utf-8")
    return folder / "de-en.xml"


def table(edition: Edition) -> list[tuple[str, float]]:
    """Return the rows as ``source | target`` with their confidences."""
    texts = [" | ".join(edition.cell_text(row, column) for column in (0, 1)) for row in edition.rows]
    return list(zip(texts, [row.confidence for row in edition.rows], strict=True))


def test_a_corpus_of_opus(tmp_path: Path) -> None:
    """Links, sentences alone, words joined, packed files; the folder names the language, the place the sentence."""
    edition, notes = load_aligned(corpus(tmp_path))
    assert table(edition) == [
        ("Ja gut !. | One. Two lines.", 0.5),
        ("Zwei. | ", 1.0),
        ("Drei. | ", 1.0),
        ("Vier & mehr. | Four.", 1.0),
    ]
    assert edition.languages == ("de", "en")
    assert [paragraph.place for paragraph in edition.texts[0].paragraphs] == ["1", "2", "3", "4"]
    assert notes == ["1 sentences in no link, kept alone", "1 sentences that are cut into words, joined with spaces"]


def test_scores_that_are_no_probabilities_are_counted(tmp_path: Path) -> None:
    """Some aligners write a score as certainty; one beyond 0 to 1 shows that all of them are scores."""
    edition, notes = load_aligned(corpus(tmp_path, LINKS.replace("0.5", "1.08")))
    assert {row.confidence for row in edition.rows} == {1.0}
    assert "3 certainties, which are no probabilities here, left out" in notes


def test_several_documents_are_one_text(tmp_path: Path) -> None:
    """The places then name the document too, and the sentences of the second follow those of the first."""
    group = LINKS[LINKS.index("<linkGrp") : LINKS.index("</cesAlign>")]
    edition, _ = load_aligned(corpus(tmp_path, LINKS.replace("</cesAlign>", group + "</cesAlign>")))
    assert len(edition) == 8
    assert edition.texts[1].paragraphs[3].place == "en/1.xml#1"


def test_links_that_cross_leave_their_sentences_alone(tmp_path: Path) -> None:
    """A ladder has no crossing beads, and a bead no gap."""
    links = LINKS.replace('"2;"', '"2;3"').replace('"4;3"', '"3;1"')
    edition, notes = load_aligned(corpus(tmp_path, links))
    assert [text for text, _ in table(edition)] == [
        "Ja gut !. | One. Two lines.",
        "Zwei. | Four.",
        "Drei. | ",
        "Vier & mehr. | ",
    ]
    assert "1 links that cross others or leave out sentences, whose sentences stay alone" in notes
    gap = LINKS.replace('"1;1 2"', '"1 3;1"')
    assert len(load_aligned(corpus(tmp_path, gap))[0]) == 6


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("de/1.xml.gz", "../1.xml", r"names '../1.xml', which is outside its folder"),
        ("de/1.xml.gz", "/etc/hostname", "which is outside its folder"),
        ("de/1.xml.gz", "C:\\1.xml", "which is outside its folder"),
        ("de/1.xml.gz", "fr/2.xml", "names 'fr/2.xml', which is not in"),
        ("de/1.xml.gz", "x" * 300, "which is not in"),
        ('"4;3"', '"9;3"', "de-en.xml, line 7: de/1.xml.gz has no sentence '9'; the files are not of the same version"),
        ('"4;3"', '"43"', "line 7: '43' does not name sentences as in xtargets"),
        (' toDoc="en/1.xml"', "", "line [48]: a <linkGrp> without fromDoc and toDoc"),
        ("</linkGrp>", "", "not well-formed XML"),
        ("<link ", "<lnk ", "no link in it"),
        ('"1;1 2"', '"&#xD800;;1"', "a reference to half a surrogate pair"),
    ],
)
def test_what_cannot_be_followed_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """One sentence names the file, the line and what is missing; nothing outside the folder is opened."""
    path = corpus(tmp_path, LINKS.replace(old, new))
    with pytest.raises(InputError, match=message) as refused:
        load_xces(path)
    assert "\n" not in str(refused.value)


def test_a_link_to_a_file_outside_is_not_followed(tmp_path: Path) -> None:
    """A symbolic link in the folder leads out of it as ``..`` does."""
    (tmp_path / "in").mkdir()
    path = corpus(tmp_path / "in")
    (tmp_path / "in" / "en" / "1.xml").rename(tmp_path / "1.xml")
    (tmp_path / "in" / "en" / "1.xml").symlink_to(tmp_path / "1.xml")
    with pytest.raises(InputError, match=r"names 'en/1\.xml', which is not in"):
        load_xces(path)


def test_a_sentence_comes_once(tmp_path: Path) -> None:
    """An identifier that two sentences have says nothing."""
    with pytest.raises(InputError, match="line 1: a second sentence '1'"):
        load_xces(corpus(tmp_path, german=GERMAN.replace('"2"', '"1"')))


def test_links_and_sentences_are_written_and_read_back(tmp_path: Path) -> None:
    """Every bead with its confidence comes back, and a second export has the identifiers of the first."""
    edition = sample().select([0, 1])
    report = export_edition(edition, "xces", tmp_path / "k.xml")
    assert report.files == 3
    assert (tmp_path / "k.xml").read_text("utf-8") == (DATA / "kettle.links.xml").read_text("utf-8")
    assert (tmp_path / "k.en.xml").read_text("utf-8") == (DATA / "kettle.en.sentences.xml").read_text("utf-8")
    back, _ = load_aligned(tmp_path / "k.xml")
    assert [row.cells for row in back.rows] == [row.cells for row in edition.rows]
    assert [text.name for text in back.texts] == ["k.en.xml", "k.de.xml"]
    export_edition(back, "xces", tmp_path / "again.xml")
    assert "s1;s1" in (tmp_path / "again.xml").read_text("utf-8")


def test_identifiers_of_a_corpus_come_back(tmp_path: Path) -> None:
    """Links that were corrected can be used with the files of sentences that the corpus has."""
    edition, _ = load_aligned(corpus(tmp_path))
    export_edition(edition, "xces", tmp_path / "new.xml")
    assert 'xtargets="1;1 2" certainty="0.500"' in (tmp_path / "new.xml").read_text("utf-8")


def test_several_languages_share_their_sentences(tmp_path: Path) -> None:
    """A file of links for each pair, and one of sentences for each language; all packed where the name says so."""
    export_edition(sample(), "xces", tmp_path / "k.xml.gz")
    names = {"k.en-de.xml.gz", "k.en-ja.xml.gz", "k.en.xml.gz", "k.de.xml.gz", "k.ja.xml.gz"}
    assert {path.name for path in tmp_path.iterdir()} == names
    links = gzip.decompress((tmp_path / "k.en-ja.xml.gz").read_bytes()).decode()
    assert 'fromDoc="k.en.xml.gz" toDoc="k.ja.xml.gz"' in links
    with pytest.raises(InputError, match="makes a file for each language"):
        write_edition(sample(), "xces", BytesIO())


def test_identifiers_go_with_the_lines_of_parallel_text(tmp_path: Path) -> None:
    """There is a line for each line of ``moses``, and both are read back together."""
    edition = edition_of(("en", "de"), [("a / b", "c"), ("d", ""), ("e", "f")])
    export_edition(edition, "moses", tmp_path / "w")
    export_edition(edition, "ids", tmp_path / "w.ids", Settings())
    assert (tmp_path / "w.ids").read_text() == "en.txt\tde.txt\t1 2\t1\nen.txt\tde.txt\t4\t2\n"


def test_what_sentences_do_not_hold_of_a_memory_is_counted(tmp_path: Path) -> None:
    """Notes and line breaks of a memory are named with their numbers."""
    unit = '<tu><note>n</note><tuv xml:lang="en"><seg>a\nb</seg></tuv><tuv xml:lang="de"><seg>c</seg></tuv></tu>'
    memory = f'<tmx version="1.4"><header srclang="en"/><body>{unit}</body></tmx>'
    report = export_edition(load_aligned(memory.encode(), name="a.tmx")[0], "xces", tmp_path / "k.xml")
    assert report.lines()[1:] == [
        "note: notes of the memory, which this format does not hold (1)",
        "note: texts with line breaks or several spaces, written in one line (1)",
    ]
