"""Files made to do harm: a clear error, soon, and within bounded memory."""

from __future__ import annotations

import io
import os
import resource
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.formats.aligned import load_aligned
from aligner.read import read_document
from aligner.read.parts import container as container_module
from aligner.read.parts.paragraph_builder import ParagraphBuilder
from tests.read.reading import DATA, make_pdf, pack

ENTITY_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{("&" + before + ";") * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'


@pytest.fixture(autouse=True)
def in_seconds() -> Iterator[None]:
    """Every test here must end soon."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < 60  # on a machine that other work shares; what is refused takes milliseconds


def with_members(folder: str, **members: bytes) -> bytes:
    """Return a container of the test data with some members replaced; ``__`` in a name stands for ``/``."""
    made = io.BytesIO()
    replaced = {name.replace("__", "/").replace("_DOT_", "."): data for name, data in members.items()}
    with (
        zipfile.ZipFile(io.BytesIO(pack(DATA / folder))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for name, data in replaced.items():
            new.writestr(name, data)
    return made.getvalue()


def refused(data: bytes, name: str) -> str:
    """Return the message with which a file is refused: one line."""
    with pytest.raises(InputError) as caught:
        read_document(data, name=name)
    message = str(caught.value)
    assert message.startswith(name)
    assert "\n" not in message
    return message


def test_zip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A member that unpacks without end is given up at the bound, whatever size it claims to have."""
    monkeypatch.setattr(container_module, "LARGEST", 20 * 2**20)
    bomb = with_members("letter.odt", content_DOT_xml=b"<a>" + b" " * (100 * 2**20))
    tracemalloc.start()
    assert "too big for a text" in refused(bomb, "bomb.odt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 * 2**20


@pytest.mark.parametrize(
    ("members", "says"), [(20_000, "neither EPUB, DOCX nor ODT"), (20_001, "more than 20000 files")]
)
def test_many_members(members: int, says: str) -> None:
    """A container of more than 20,000 files is refused before any is read."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for number in range(members):
            container.writestr(str(number), b"")
    assert says in refused(made.getvalue(), "many.epub")


def test_nested_zip_is_not_opened() -> None:
    """A zip inside a zip is only a file that no format knows."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        container.writestr("inner.zip", pack(DATA / "letter.odt"))
    assert "neither EPUB, DOCX nor ODT" in refused(made.getvalue(), "outer.zip")


@pytest.mark.parametrize("href", ["../../../etc/passwd", "/etc/passwd", "%2e%2e/%2e%2e/x"])
def test_path_traversal(href: str) -> None:
    """A book whose parts lie outside it is refused."""
    package = (DATA / "ferry-en.epub/EPUB/package.opf").read_text("utf-8").replace("text/one.xhtml", href)
    assert "points outside the book" in refused(
        with_members("ferry-en.epub", EPUB__package_DOT_opf=package.encode()), "a.epub"
    )


def test_a_long_path_makes_no_long_message() -> None:
    """A path that a damaged book repeats hundreds of times is named by its beginning."""
    path = "EPUB/" * 400 + "package.opf"
    named = f'<container><rootfiles><rootfile full-path="{path}"/></rootfiles></container>'
    data = with_members("ferry-en.epub", **{"META-INF__container_DOT_xml": named.encode()})
    message = refused(data, "a.epub")
    assert "is named inside the file but not in it" in message
    assert len(message) < 300


def test_encrypted_epub_says_so() -> None:
    """Copy protection is named; fonts that are only obfuscated are no hindrance."""
    algorithm = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    form = '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
    data = with_members("ferry-en.epub", **{"META-INF__encryption_DOT_xml": form.format(algorithm).encode()})
    assert "is encrypted" in refused(data, "a.epub")
    fonts = form.format("http://www.idpf.org/2008/embedding").encode()
    assert read_document(
        with_members("ferry-en.epub", **{"META-INF__encryption_DOT_xml": fonts}), name="a.epub"
    ).paragraphs


def test_zip_with_a_password() -> None:
    """A member that is encrypted is named."""
    data = bytearray(pack(DATA / "letter.odt"))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 1)
    assert "is encrypted" in refused(bytes(data), "a.odt")


@pytest.mark.parametrize("declared", [ENTITY_BOMB, EXTERNAL], ids=["bomb", "external"])
def test_entities_are_refused(declared: str) -> None:
    """An XML file that declares entities is refused, so none is expanded and no other file is read."""
    text = f'{declared}<document xmlns:w="x"><w:p><w:r><w:t>&j;</w:t></w:r></w:p></document>'
    assert "declares XML entities" in refused(
        with_members("letter.docx", word__document_DOT_xml=text.encode()), "a.docx"
    )
    assert "declares XML entities" in refused(
        with_members("ferry-de.epub", OEBPS__text_DOT_html=text.encode()), "a.epub"
    )
    with pytest.raises(InputError, match="declares entities"):
        load_aligned(f"{declared}<xliff><source>&j;</source></xliff>".encode(), name="a.xlf")
    try:
        found = read_document(f"<html>{declared}<p>before &j; after</p></html>".encode(), name="a.html")
    except InputError:
        return
    assert all("aaaaaaaaaa" * 10 not in p.text for p in found.paragraphs)


def test_html_nested_100000_deep() -> None:
    """A page nested deeper than any text is refused."""
    assert "nested too deep" in refused(b"<html><body>" + b"<div>" * 100_000 + b"text", "deep.html")


def test_xml_nested_deep() -> None:
    """An XML part nested deeper than any text is refused, with the line."""
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    assert "not well-formed" in refused(with_members("letter.odt", content_DOT_xml=deep), "deep.odt")


def test_pdf_that_unpacks_without_end() -> None:
    """A PDF whose small streams unpack to gigabytes is given up, and takes no memory of the caller."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b" " * 2**20) for _ in range(200)) + packer.flush()
    head, _, tail = make_pdf([[]]).partition(b"<< /Length 6 >>\nstream\nBT\n\nET")
    drawn = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b" % (len(stream), stream)
    tail = tail.replace(b"/Contents 4 0 R", b"/Contents [" + b"4 0 R " * 40 + b"]")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "made to use up memory" in refused(head + drawn + tail, "bomb.pdf")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 2**10


def test_large_sparse_file(tmp_path: Path) -> None:
    """A file of two gigabytes is refused by its size, before it is read."""
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(InputError, match="larger than 256 MiB"):
        read_document(path)


def test_large_text() -> None:
    """Text without end is refused before it is decoded."""
    assert "split it into volumes" in refused(b"word " * (7 * 2**20), "big.txt")
    assert "split it into volumes" in refused(b"<html>" + b"<p>word" * (5 * 2**20), "big.html")


def test_what_is_no_file(tmp_path: Path) -> None:
    """Folders, missing files and pipes without a writer are errors, not hangs."""
    with pytest.raises(InputError, match="is a folder"):
        read_document(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read_document(tmp_path / "missing.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="is not a file"):
        read_document(tmp_path / "pipe.txt")


@pytest.mark.parametrize("folder", ["ferry-en.epub", "ferry-de.epub", "letter.docx", "letter.odt"])
def test_truncated_containers(folder: str) -> None:
    """A container that is truncated anywhere is refused; nothing is read in part."""
    data = pack(DATA / folder)
    for part in range(1, 20):
        refused(data[: len(data) * part // 20], folder)


def test_truncated_rtf() -> None:
    """A truncated RTF file is refused."""
    data = (DATA / "letter.rtf").read_bytes()
    assert "the RTF file is truncated (braces" in refused(data[: len(data) // 2], "a.rtf")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.epub", b"just text", "is not a valid EPUB file though its name ends in .epub"),
        ("a.docx", b"<html><p>a page</p></html>", "is not a valid DOCX file"),
        ("a.pdf", b"", "is not a valid PDF file"),
        ("a.rtf", b"plain", "is not a valid RTF file"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as DOCX"),
        ("a.txt", b"\x1f\x8b\x08\0", "unpack it first"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.mobi", b"x" * 60 + b"BOOKMOBI", "save it as EPUB"),
        ("a.txt", b"ab\0cd", "a NUL character"),
        ("a.txt", b"", "no text found"),
        ("a.txt", b" \n\n \t", "no text found"),
        ("a.srt", b"no cue here", "no subtitle found"),
        ("a.po", b'msgid ""\nmsgstr ""\n', "make an alignment of it"),
        ("a.xlf", b'<xliff version="1.2"/>', "make an alignment of it"),
    ],
)
def test_wrong_suffixes_and_damaged_files(name: str, data: bytes, says: str) -> None:
    """A file that is not what its name says, or nothing that can be read, is refused with what to do."""
    assert says in refused(data, name)


def test_content_decides_where_it_is_plain() -> None:
    """A container, a page or a PDF is read as what it is, whatever its name."""
    assert read_document(pack(DATA / "letter.odt"), name="a.txt").paragraphs[0].level == 2
    assert read_document(b"<!doctype html><h1>Title</h1><p>Text", name="a.txt").paragraphs[0].level == 1


SLOW_ON_BAD_PATTERNS = {
    "spaces": b"<html><p>" + b" " * 300_000 + b"x",
    "lines": b"<html><p>" + b" \n" * 300_000 + "漢".encode(),
    "breaks": b"<html><p>x" + b"<br> " * 100_000,
    "links": b"<html>" + b'<a href="#x">1</a>' * 20_000,
    "one line": b"word " * 200_000,
    "blank lines": b"\n" * 300_000 + b"x",
    "times": b"00:00:01,000 --> 00:00:02,000\n" * 20_000 + b"x",
    "dashes": b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"- a\n" * 50_000,
    "markdown": b"[" * 20_000 + b"](" * 20_000,
    "stars": b"**a " * 20_000,
    "braces": b"{\\rtf1 " + b"{" * 100_000 + b"}" * 100_000 + b"x}",
    "doctype": b"<html><!DOCTYPE " + b"[" * 100_000,
    "hashes": b"# " * 100_000,
    "quotes": b"msgid " + b'"' * 100_000,
}


@pytest.mark.parametrize("case", SLOW_ON_BAD_PATTERNS)
def test_no_pattern_takes_long(case: str) -> None:
    """Runs that make careless patterns take the square of the time are read in seconds, or refused."""
    name = {"markdown": "a.md", "stars": "a.md"}.get(case, "a.txt")
    try:
        read_document(SLOW_ON_BAD_PATTERNS[case], name=name)
    except InputError:
        return


@pytest.mark.parametrize(("depth", "refuses"), [(2046, False), (2047, True)])
def test_html_may_be_nested_2048_deep(depth: int, refuses: bool) -> None:
    """Below ``html`` and ``body`` 2,046 elements may be nested."""
    data = b"<!doctype html><html><body>" + b"<div>" * depth + b"One"
    if refuses:
        assert "line 1: elements are nested too deep" in refused(data, "a.html")
    else:
        assert read_document(data, name="a.html").paragraphs[0].text == "One"


@pytest.mark.parametrize(("depth", "refuses"), [(256, False), (257, True)])
def test_xml_may_be_nested_256_deep(depth: int, refuses: bool) -> None:
    """A part of a word processor's file may have 256 levels; without a text body it is refused all the same."""
    message = refused(with_members("letter.odt", content_DOT_xml=b"<a>" * depth + b"</a>" * depth), "a.odt")
    assert ("not well-formed XML" if refuses else "is not a text document") in message


COMMENTS = "<!---->" * 40


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
def test_comments_are_tried_in_one_way(name: str) -> None:
    """A file of comments is read at once: that they can be joined in 2^40 ways is of no interest."""
    assert read_document((COMMENTS + "One.").encode(), name=name, language="en").paragraphs
    assert read_document((COMMENTS + "<html><p>One.").encode(), name="x").paragraphs[0].text == "One."


def peak_of(data: bytes, name: str) -> int:
    """Return the most memory in use while a file was read, in bytes, as Python counts it."""
    tracemalloc.start()
    try:
        read_document(data, name=name, language="en")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_anchors_of_nested_elements_take_memory_in_proportion_to_the_file() -> None:
    """Paragraphs inside many elements with ids share them, instead of having each a set of them all."""
    nested = "".join(f'<div id="d{number}">' for number in range(500)) + "<p>One.</p>" * 3000
    flat = "<div>" * 500 + "<p>One.</p>" * 3000
    assert peak_of(nested.encode(), "a.html") < 1.5 * peak_of(flat.encode(), "a.html")


def test_marks_that_stay_open_are_one_mark_a_paragraph() -> None:
    """Marks of a kind that are open over many paragraphs mark each of them once, and end where they are closed."""
    builder = ParagraphBuilder()
    builder.add_text("No. ")
    for _ in range(200):
        builder.open_mark("strong")
    for _ in range(3):
        builder.add_text("One.")
        builder.end_paragraph()
    builder.add_text("Two")
    for _ in range(200):
        builder.close_mark()
    builder.add_text(" no.")
    builder.end_paragraph()
    marks = [block.paragraph.marks for block in builder.blocks]
    assert marks[:3] == [((4, 8, "strong", ""),), ((0, 4, "strong", ""),), ((0, 4, "strong", ""),)]
    assert set(marks[3]) == {(0, 3, "strong", "")}
