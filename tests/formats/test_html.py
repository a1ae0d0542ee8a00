import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from lxml import html as lxml_html

from aligner.coverage.kinds import KINDS
from aligner.edition import Edition, Row
from aligner.formats.html import format_chapters, format_html
from aligner.formats.html.blocks import ROWS_PER_BLOCK, make_blocks
from aligner.formats.html.chapters import make_chapters
from aligner.formats.html.columns import make_columns
from aligner.formats.html.languages import name_language, text_direction
from aligner.formats.html.lists import Note, list_headings, list_notes
from aligner.formats.html.marks import mark_up
from aligner.remarks import WORDS, Remark, place_remarks, remark_on_rows
from aligner.text import Mark, Paragraph, Segment, Text, fold_space, make_lines
from aligner.work_info import WorkInfo
from tests.pages import HOSTILE, UNCERTAIN_ROW, make_edition, make_well


def parse(made: str) -> Any:
    """Return a page's elements."""
    return lxml_html.document_fromstring(made)


@pytest.fixture(scope="module")
def page() -> Any:
    """Return the page of the well."""
    return parse(format_html(make_well()))


def spans(page: Any, column: int) -> list[Any]:
    """Return a column's sentences."""
    return list(page.xpath(f"//main/div[not(contains(@class, 'heads'))]/*[contains(@class, 'c{column}')]/span"))


def test_every_cell_of_every_row_is_there(page: Any) -> None:
    """Each language has a sentence for each row, in order, and its text is what the edition says."""
    edition = make_well()
    for column in range(4):
        texts = [span.text_content() for span in spans(page, column)]
        expected = [edition.cell_text(row, column) for row in edition.rows]
        readings = [text.replace("井戸いど", "井戸") for text in texts]
        assert readings == expected


def test_every_cell_declares_language_and_direction(page: Any) -> None:
    """No cell leaves a browser to guess how to speak, break or order its text."""
    cells = page.xpath("//main/div/*")
    assert {(cell.get("lang"), cell.get("dir")) for cell in cells} == {
        ("en", "ltr"),
        ("de", "ltr"),
        ("ja", "ltr"),
        ("zh-Hans", "ltr"),
    }


def test_right_to_left_languages_say_so() -> None:
    """A Hebrew cell has the direction of Hebrew."""
    made = format_html(make_edition("¶ Hello.\n¶ שלום.", ("en", "he")))
    assert 'lang="he" dir="rtl"' in made


def test_hostile_text_shows_as_itself(page: Any) -> None:
    """Markup in a text is text on the page."""
    assert spans(page, 0)[-1].text_content() == HOSTILE
    assert len(page.xpath("//script[not(@type)]")) == 2
    assert not page.xpath("//main//script")


def test_hostile_titles_names_and_languages_are_escaped() -> None:
    """Nothing that comes from a file can break out of its place."""
    edition = make_edition("¶ One.\n¶ Eins.", ("en", 'de"><script>alert(1)</script>'))
    edition = Edition(edition.texts, edition.rows, WorkInfo("</title><script>", HOSTILE, HOSTILE, {"en": HOSTILE}))
    made = parse(format_html(edition))
    assert len(made.xpath("//script[not(@type)]")) == 2
    assert made.findtext(".//title") == HOSTILE


def test_the_policy_allows_the_page_s_own_scripts_and_styles_only() -> None:
    """The hashes in the policy are those of the style and the scripts, and there is no style attribute or handler."""
    made = format_html(make_well())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', made)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;; ")
    for content in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", made, re.DOTALL):
        assert b64encode(sha256(content.encode()).digest()).decode() in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r"<[^>]*\s(style|on\w+)=", re.sub(r"<script>.*?</script>", "", made, flags=re.DOTALL))


def test_the_page_asks_for_nothing_else() -> None:
    """No element names another file."""
    made = parse(format_html(make_well()))
    targets = made.xpath("//@src | //@href | //@action | //@srcset")
    assert all(target.startswith("#") or target == "data:," for target in targets)


def test_links_inside_the_page_lead_somewhere(page: Any) -> None:
    """Contents, notes and the skip link point to what exists, and no two elements share an id."""
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in page.xpath("//a/@href")} <= set(ids)
    assert {"s1", "s11"} <= set(ids)


def test_headings_keep_their_levels(page: Any) -> None:
    """A heading is an element of its level below the title, in every language, and is in the contents."""
    assert [heading.text_content() for heading in page.xpath("//main//h2")] == ["The Well", "Der Brunnen", "井戸", "井"]
    assert [heading.text_content() for heading in page.xpath("//main//h3")] == ["The Road", "Die Straße", "道", "路"]
    assert [item.get("class") for item in page.xpath("//nav//li")] == ["l1", "l2"]
    assert [link.get("href") for link in page.xpath("//nav//a")] == ["#s1", "#s9"]


def test_paragraphs_begin_where_each_text_begins_them() -> None:
    """A block is a paragraph of the pivot; another language's own paragraph inside it is marked."""
    blocks = list(make_blocks(make_well()))
    assert [len(block.rows) for block in blocks] == [1, 3, 4, 1, 1, 1]
    german = blocks[2].cells[1].sentences
    assert [bool(s.members and s.members[0].begins) for s in german] == [False, False, True, False]


def test_a_heading_inside_a_paragraph_of_the_pivot_stands_alone() -> None:
    """A heading that only a translation has does not make headings of the sentences after it."""
    edition = make_edition("¶ One.\n¶ Eins.\n\n-\n# Titel\n\nTwo.\n¶ Zwei.", ("en", "de"))
    assert [[cell.level for cell in block.cells] for block in make_blocks(edition)] == [[0, 0], [0, 1], [0, 0]]


def test_long_paragraphs_and_lines_of_files_make_small_blocks() -> None:
    """No block is longer than the browser should lay out at once, and each line of a file is a paragraph."""
    rows = "\n\n".join(["¶ A.\n¶ B.", *["A.\nB."] * (2 * ROWS_PER_BLOCK)])
    assert [len(block.rows) for block in make_blocks(make_edition(rows, ("en", "de")))] == [
        ROWS_PER_BLOCK,
        ROWS_PER_BLOCK,
        1,
    ]
    lines = make_lines("en", "One\nTwo\n")
    edition = Edition((lines, lines), tuple(Row((range(n, n + 1),) * 2, 1.0) for n in range(2)))
    assert [len(block.rows) for block in make_blocks(edition)] == [1, 1]


def test_segments_of_one_row_are_elements_of_their_own(page: Any) -> None:
    """The segments of an m-n row are elements of their own, joined by a space only where the script has spaces."""
    german, japanese = spans(page, 1)[2], spans(page, 2)[2]
    assert [member.text for member in german] == ["Niemand weiß, wer ihn grub.", "Und niemand fragt."]
    assert german.text_content() == "Niemand weiß, wer ihn grub. Und niemand fragt."
    assert japanese.text_content() == "だれが掘ったのかはだれも知らない。たずねる人もいない。"


def test_running_text_has_spaces_where_the_script_has_them(page: Any) -> None:
    """A paragraph's sentences have a space between them, in Chinese and Japanese none."""
    paragraphs = [page.xpath(f"//main/div[3]/p[{n}]")[0].text_content() for n in (1, 4)]
    assert paragraphs[0].startswith("The well is old. Nobody knows")
    assert paragraphs[1].startswith("井很老。没有人知道")


def notes_of(edition: Edition, remarks: list[Remark] | None = None) -> list[Note]:
    """Return the notes that a page lists."""
    return list_notes(edition, place_remarks(edition, remark_on_rows(edition) if remarks is None else remarks))


def test_left_out_and_uncertain_cells_are_listed() -> None:
    """What a language leaves out and what may be wrong is in the list of notes, each once."""
    notes = notes_of(make_well())
    assert [(note.row, note.column, note.kind, note.sentences, note.detail) for note in notes] == [
        (4, 1, "omitted", 2, ""),
        (7, 2, "added", 0, ""),
        (UNCERTAIN_ROW, 1, "unsure", 0, "31%"),
        (UNCERTAIN_ROW, 2, "unsure", 0, "31%"),
        (UNCERTAIN_ROW, 3, "unsure", 0, "31%"),
    ]
    assert notes[0].quote == "In summer the children come."


def test_notes_are_counted_on_the_page(page: Any) -> None:
    """The cells that notes speak of carry their marks."""
    assert [span.get("class") for span in spans(page, 1)][4:7] == ["o", "o", "p"]
    assert [span.get("data-n") for span in spans(page, 1)][8:10] == [None, "uncertain match"]
    assert len(page.xpath("//section[@id='notes']//li")) == 5


def test_given_remarks_take_the_place_of_what_the_rows_tell() -> None:
    """A check's remarks are said in the cells that they are about and listed with what it found there."""
    edition = make_well()
    remarks = [
        Remark(3, edition.rows[3].cells[0], edition.rows[3].cells[3], "number", "3 ≠ <4>"),
        Remark(3, edition.rows[3].cells[0], range(0), "unsure"),
        Remark(1, range(3), range(0), "omitted", "a paragraph"),
        Remark(1, range(0), range(0), "added"),
    ]
    page = parse(format_html(edition, remarks=remarks))
    listed = page.xpath("//section[@id='notes']//li/a")
    assert [(link.get("href"), " ".join(link.text_content().split("\n")[0].split())) for link in listed] == [
        ("#s1", "Not in Deutsch: 3 sentences; a paragraph"),
        ("#s4", "Other numbers in 简体中文: 3 ≠ <4>"),
        ("#s4", "Uncertain in 简体中文"),
    ]
    assert page.xpath("//main//@data-n") == ["other numbers, uncertain match"]
    assert spans(page, 3)[3].get("data-n")
    assert page.xpath("//section[@id='notes']//li/@class") == ["c1", "c3", "c3"]


def test_every_kind_of_finding_has_words() -> None:
    """A page can say whatever a coverage check finds."""
    assert set(WORDS) == set(KINDS)


def test_contents_name_the_heading_in_each_language() -> None:
    """An entry of the contents has the heading's text in every language."""
    edition = make_well()
    headings = list_headings(edition, list(make_blocks(edition)))
    assert headings[1].texts == ((0, "The Road"), (1, "Die Straße"), (2, "道"), (3, "路"))


def test_ruby_and_emphasis_are_kept(page: Any) -> None:
    """A text's own readings and stresses are elements of the page."""
    ruby = page.xpath("//main//ruby")[0]
    assert (ruby.text, ruby.findtext("rt")) == ("井戸", "いど")
    assert [element.text for element in page.xpath("//main//em")] == ["old"]


@pytest.mark.parametrize(
    ("raw", "marks", "expected"),
    [
        ("a <b> c", [], "a &lt;b&gt; c"),
        ("one  two three ", [Mark(5, 8, "emphasis")], "one <em>two</em> three"),
        (
            "one two",
            [Mark(0, 7, "strong"), Mark(4, 7, "emphasis")],
            "<strong>one </strong><em><strong>two</strong></em>",
        ),
        ("漢字を", [Mark(0, 2, "ruby", "かん<")], "<ruby>漢字<rt>かん&lt;</rt></ruby>を"),
        ("A claim. ", [Mark(8, 8, "note", "3")], "A claim.<sup>3</sup>"),
        ("one\ntwo", [Mark(3, 3, "break")], "one<br/> two"),
        ("a\x00b\ud800c", [], "a\ufffdb\ufffdc"),
    ],
)
def test_marks_become_elements(raw: str, marks: list[Mark], expected: str) -> None:
    """Marks by offsets into the raw text are in the right place of the shown text."""
    text = Text("en", (Paragraph(raw, marks=tuple(marks)),), (segment := Segment(0, 0, raw, fold_space(raw)),))
    assert mark_up(text, segment) == expected


def test_a_mark_over_two_segments_is_in_both() -> None:
    """Emphasis that goes on over the end of a sentence is not lost in the next."""
    pieces = [Segment(0, 0, "One. ", "One."), Segment(0, 5, "Two.", "Two.")]
    text = Text("en", (Paragraph("One. Two.", marks=(Mark(2, 7, "emphasis"),)),), tuple(pieces))
    assert [mark_up(text, piece) for piece in pieces] == ["On<em>e.</em>", "<em>Tw</em>o."]


def test_verse_keeps_its_lines() -> None:
    """A line's end inside a verse is a line's end on the page, one inside prose is a space."""
    segment = Segment(0, 0, "Roses are red,\nviolets blue", "Roses are red, violets blue")
    verse = Text("en", (Paragraph(segment.raw, kind="verse"),), (segment,))
    prose = Text("en", (Paragraph(segment.raw),), (segment,))
    assert mark_up(verse, segment) == "Roses are red,<br/> violets blue"
    assert mark_up(prose, segment) == "Roses are red, violets blue"


def test_two_versions_in_one_language_are_two_columns() -> None:
    """A second translation into the same language has a key of its own for links."""
    made = parse(format_html(make_edition("¶ Hi.\n¶ Hallo.\n¶ Servus.", ("en", "de", "de"))))
    assert made.xpath("//section[@id='languages']//input/@value") == ["en", "de", "de.2"]


def test_an_empty_edition_is_still_a_page() -> None:
    """Texts without a segment make a page without a row."""
    empty = Text("en", (), ())
    assert "<main" in format_html(Edition((empty, Text("de", (), ())), ()))


def test_the_page_is_the_same_every_time_and_not_much_larger_than_its_text() -> None:
    """The same edition gives the same bytes, and a long one at most two and a half times those of its texts."""
    edition = make_well(2000)
    made = format_html(edition)
    assert made == format_html(edition)
    size = sum(len(segment.text.encode()) for text in edition.texts for segment in text.segments)
    assert len(made.encode()) < 2.5 * size


@pytest.mark.parametrize(
    ("table", "name", "title", "shown"),
    [
        ("# The Well\n# Der Brunnen\n\n## One\n## Eins\n\n¶ Text.\n¶ Text.", "en", "The Well", False),
        ("# One\n# Eins\n\n¶ Text.\n¶ Text.\n\n# Two\n# Zwei", "well", "well", True),
        ("# One\n# Eins\n\n¶ Text.\n¶ Text.\n\n# Two\n# Zwei", "en", "English · Deutsch", True),
        ("¶ Text.\n¶ Text.\n\n## One\n## Eins", "de", "English · Deutsch", True),
    ],
)
def test_a_page_without_a_title_is_called_by_its_heading_or_its_name(
    table: str, name: str, title: str, shown: bool
) -> None:
    """The heading that a text begins with is its title and not shown twice; a language's tag is no name."""
    edition = make_edition(table, ("en", "de"))
    page = parse(format_html(Edition(edition.texts, edition.rows, WorkInfo(name))))
    assert page.findtext(".//title") == title
    assert page.xpath("//h1")[0].get("class") == (None if shown else "unseen")


@pytest.mark.parametrize(("count", "sizes"), [(40, [40]), (41, [40, 1]), (81, [40, 40, 1])])
def test_a_block_has_40_rows_at_most(count: int, sizes: list[int]) -> None:
    """A paragraph of 40 rows is one block; the 41st row begins another."""
    table = "\n\n".join(["¶ A.\n¶ B.", *["A.\nB."] * (count - 1)])
    assert [len(block.rows) for block in make_blocks(make_edition(table, ("en", "de")))] == sizes


@pytest.mark.parametrize(("confidence", "marked"), [(0.499, True), (0.5, False)])
def test_matches_below_one_half_are_uncertain(confidence: float, marked: bool) -> None:
    """A match is called uncertain where its confidence is below 0.5, and not where it is 0.5."""
    edition = make_edition("¶ One.\n¶ Eins.", ("en", "de"))
    edition = Edition(edition.texts, (edition.rows[0]._replace(confidence=confidence),))
    assert (' data-n="uncertain match"' in format_html(edition)) == marked


@pytest.mark.parametrize(("length", "quote"), [(60, "x" * 60), (61, "x" * 60 + "…")])
def test_a_note_quotes_60_characters(length: int, quote: str) -> None:
    """A sentence of 60 characters is quoted whole, a longer one to there."""
    edition = make_edition(f"¶ {'x' * length}\n-", ("en", "de"))
    assert [note.quote for note in notes_of(edition)] == [quote]


def test_a_quote_does_not_end_in_a_space() -> None:
    """Where the 60th character is a space, the dots follow the word."""
    edition = make_edition(f"¶ {'x' * 59} more\n-", ("en", "de"))
    assert [note.quote for note in notes_of(edition)] == ["x" * 59 + "…"]


@pytest.mark.parametrize(
    ("languages", "title"),
    [(("en", "de", "ja"), "English · Deutsch · 日本語"), (("en", "de", "ja", "fr"), "English · Deutsch · 日本語 · …")],
)
def test_a_title_of_languages_names_three(languages: tuple[str, ...], title: str) -> None:
    """Three languages are all named; of four the fourth is dots."""
    edition = make_edition("\n".join("¶ One." for _ in languages), languages)
    page = parse(format_html(Edition(edition.texts, edition.rows, WorkInfo("en"))))
    assert page.findtext(".//title") == title


def test_headings_below_the_fifth_level_are_h6() -> None:
    """The page's title is h1, so a heading of level 5 is h6, and one of level 6 too, for HTML has no h7."""
    table = "\n\n".join(f"{'#' * level} Heading\n{'#' * level} Titel" for level in range(1, 7))
    page = parse(format_html(make_edition(table, ("en", "de"))))
    tags = [element.tag for element in page.xpath("//main//*[contains(@class, 'c0')][starts-with(name(), 'h')]")]
    assert tags == ["h2", "h3", "h4", "h5", "h6", "h6"]


@pytest.mark.parametrize(("second", "title"), [(1, ""), (2, "A"), (6, "A"), (None, "A")])
def test_a_first_heading_is_a_title_unless_another_is_as_high(second: int | None, title: str) -> None:
    """The heading that a text begins with names it where all others are lower, level 6 included."""
    table = "# A\n# B\n\n¶ Text.\n¶ Text." + (f"\n\n{'#' * second} C\n{'#' * second} D" if second else "")
    assert make_columns(make_edition(table, ("en", "de")))[0].title == title


def test_a_heading_of_the_sixth_level_can_be_a_title() -> None:
    """A text whose only heading is of the lowest level is called by it."""
    assert make_columns(make_edition("###### A\n###### B\n\n¶ Text.\n¶ Text.", ("en", "de")))[0].title == "A"


@pytest.mark.parametrize("tag", ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", "az-Arab", "ar-Hebr-IL",
                                 "ku-Syrc", "x-Thaa", "ar-rozaj"])  # fmt: skip
def test_languages_and_scripts_that_run_from_right_to_left(tag: str) -> None:
    """A script in the tag decides, or else the language; a variant of five letters is no script."""
    assert text_direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "ja", "ar-Latn", "fa-Cyrl-TJ", "de-1996"])
def test_languages_and_scripts_that_run_from_left_to_right(tag: str) -> None:
    """A script in the tag decides against the language too; a year is no script."""
    assert text_direction(tag) == "ltr"


def test_names_of_languages() -> None:
    """A language is called by its own name, with what its tag says more in parentheses, or by its tag."""
    names = [name_language(tag) for tag in ("pt", "pt-BR", "pt-AO", "zh-Hant", "zh-Hant-HK", "xx-YY")]
    assert names == ["Português", "Português (Brasil)", "Português (AO)", "繁體中文", "中文 (Hant-HK)", "xx-YY"]


@pytest.mark.parametrize(
    ("at", "kind", "expected"),
    [
        (0, "note", ["<sup>1</sup>One.", "Two."]),
        (4, "note", ["One.<sup>1</sup>", "Two."]),
        (5, "note", ["One.<sup>1</sup>", "Two."]),
        (6, "note", ["One.", "T<sup>1</sup>wo."]),
        (9, "note", ["One.", "Two.<sup>1</sup>"]),
        (5, "break", ["One.", "<br/>Two."]),
    ],
)
def test_a_mark_between_two_segments_belongs_to_one(at: int, kind: str, expected: list[str]) -> None:
    """A note's number stays with what it follows, a line's end with what follows it."""
    pieces = (Segment(0, 0, "One. ", "One."), Segment(0, 5, "Two.", "Two."))
    text = Text("en", (Paragraph("One. Two.", marks=(Mark(at, at, kind, "1"),)),), pieces)
    assert [mark_up(text, piece) for piece in pieces] == expected


def test_ruby_is_inside_emphasis_and_is_not_cut() -> None:
    """A reading belongs to its base as a whole: emphasis that ends inside it does not part the two."""
    paragraph = Paragraph("漢字を", marks=(Mark(0, 1, "strong"), Mark(0, 2, "ruby", "かんじ")))
    text = Text("ja", (paragraph,), (segment := Segment(0, 0, "漢字を", "漢字を"),))
    assert mark_up(text, segment) == "<strong><ruby>漢字<rt>かんじ</rt></ruby></strong>を"


def test_the_head_says_what_a_site_shows_of_a_page() -> None:
    """Search engines and messengers get the title, the author and the languages; markup in them stays text."""
    edition = make_well()
    page = parse(format_html(replace(edition, work=replace(edition.work, author="A <b>"))))
    metas = {meta.get("name") or meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@content]")}
    about = "The Well & the Road: English · Deutsch · 日本語 · 简体中文"
    assert (metas["description"], metas["og:description"], metas["author"]) == (about, about, "A <b>")
    assert (metas["og:title"], metas["og:type"]) == ("The Well & the Road", "book")


def test_chapters_are_pages_of_their_own() -> None:
    """Each page of a folder has its rows under their own numbers, the contents of all, and the notes on its rows."""
    table = "\n\n".join(f"# Part {n}\n# Teil {n}\n\n¶ Day {n}.\n-" for n in (1, 2, 3))
    pages = dict(format_chapters(make_edition(table, ("en", "de"))))
    assert list(pages) == ["index.html", "chapter-001.html", "chapter-002.html", "chapter-003.html"]
    second = parse(pages["chapter-002.html"])
    assert second.xpath("//main//span/@id") == ["s3", "s4"]
    assert second.xpath("//nav[@id='contents']//a/@href") == [f"chapter-00{n}.html#s{2 * n - 1}" for n in (1, 2, 3)]
    assert second.xpath("//section[@id='notes']//a/@href") == ["#s4"]
    assert second.xpath("//link[@rel='prev' or @rel='next']/@href") == ["chapter-001.html", "chapter-003.html"]
    assert second.xpath("//aside/@data-rows") == ["6"]
    assert parse(pages["index.html"]).xpath("//div[starts-with(@class, 'r ')]/@class") == ["r heads"]
    assert parse(pages["index.html"]).xpath("//nav[@class='turn']//ol//a/@href") == [
        f"chapter-00{n}.html#s{2 * n - 1}" for n in (1, 2, 3)
    ]


def test_a_single_page_knows_no_others() -> None:
    """It links only to itself."""
    page = parse(format_html(make_well()))
    assert not page.xpath("//link[@rel='prev' or @rel='next'] | //nav[@class='turn']")
    assert all(href.startswith("#") for href in page.xpath("//nav[@id='contents']//a/@href"))


@pytest.mark.parametrize(
    ("levels", "sizes"),
    [
        ("1202020", [3, 2, 2]),
        ("10201020", [4, 4]),
        ("202010", [4, 2]),
        ("1020", [4]),
        ("102020", [2, 2, 2]),
        ("1", [1]),
    ],
)
def test_chapters_begin_below_the_title_of_the_whole(levels: str, sizes: list[int]) -> None:
    """A first heading of a level of its own is the title if several of the next follow: these begin chapters."""
    cells = "\n\n".join(f"{'#' * int(level) or '¶'} A\n{'#' * int(level) or '¶'} B" for level in levels)
    blocks = list(make_blocks(make_edition(cells, ("en", "de"))))
    assert [len(chapter.blocks) for chapter in make_chapters(blocks, ".html")] == sizes
