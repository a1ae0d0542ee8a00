"""Tests of what real files have that small ones do not: titles of chapters, notes of typists, effects, components."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from aligner.errors import InputError
from aligner.read import Document, read_document
from aligner.read.parts.chapter_lines import names_chapter


def read(content: str, name: str = "a.txt", language: str = "en") -> Document:
    """Read a file of this name."""
    return read_document(content.encode(), name=name, language=language)


def kinds(content: str, name: str = "a.txt") -> list[tuple[str, str]]:
    """Return the kind and the text of each paragraph."""
    return [(paragraph.kind, paragraph.text) for paragraph in read(content, name).paragraphs]


def levels(content: str) -> list[int]:
    """Return the level of each paragraph's heading, 0 for text."""
    return [paragraph.level for paragraph in read(content).paragraphs]


# --- chapters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "CHAP. XII. Of the Flood.", "VOL. II.", "§ 12.", "I.—", "INTERLUDE",
        "Kap. 3", "Das dritte Kapitel. Von der Flut",
        "Erster Theil.", "Einundzwanzigstes Kapitel", "Dreißigstes Kapitel", "Chapitre vingt et unième",
        "Ire PARTIE",
        "JORNADA PRIMERA", "CAPÍTULO VINTE E UM", "Глава двадцать первая", "Гл. 2", "Вместо предисловия",
        "Rozdział dwudziesty pierwszy", "ROZDZ. II", "Pendahuluan", "Bab Dua Puluh Satu",
        "I Kabanata", "IKA-2 KABANATA",
        "Kabanata Labing-isa", "序言", "番外一", "第一夜", "第一の手紙", "上　先生と私", "プロローグ",
        "EERSTE HOOFDSTUK", "Capitolo ventesimo", "SECOND STORY: A LITTLE BOY", "Dritte Geschichte", "第二のお話",
    ],
)  # fmt: skip
def test_short_compound_and_old_forms_head_chapters(line: str) -> None:
    """Short forms, numbers of several words and old spellings are headings like the others."""
    assert names_chapter(line)


@pytest.mark.parametrize("line", ["I. M. Pei", "X. Y. Z.", "C", "L.", "CHAPTER  PAGE", "Cap in hand", "Vol. unknown"])
def test_names_and_columns_are_none(line: str) -> None:
    """Initials, a signature of one letter and the head of a table's column head no chapter."""
    assert not names_chapter(line)


def test_a_lone_letter_is_the_fiftieth_chapter_after_the_one_before() -> None:
    """L is a number where XLIX is one, and a signature elsewhere."""
    assert levels("XLIX\n\nHe rowed.\n\nL\n\nHe slept.") == [1, 0, 1, 0]
    assert levels("My dear,\n\nCome.\n\nL.") == [0, 0, 0]


@pytest.mark.parametrize("title", ["THE FERRYMAN", "The Ferryman", "Of how the ferryman lost his boat", "渡し守"])
def test_the_title_below_a_number_is_a_heading(title: str) -> None:
    """A paragraph in capitals, or short and no sentence, below the number of a chapter heads it too."""
    assert levels(f"CHAPTER I\n\n{title}\n\nThe house of the old ferryman was on the other bank.") == [1, 2, 0]


@pytest.mark.parametrize(
    "first", ["It rained.", "The next day,", '"Who calls?"', "and so it was", "— Who calls", "12 men", "See—"]
)
def test_the_first_sentence_of_a_chapter_is_no_title(first: str) -> None:
    """What ends like a sentence or a part of one, or begins like speech, is text."""
    assert levels(f"CHAPTER I\n\n{first}\n\nThe house of the old ferryman was on the bank.") == [1, 0, 0]


def test_a_title_has_a_bare_number_above_and_text_below() -> None:
    """A chapter that has a title, a speaker who speaks again, and a last paragraph have no title below."""
    prose = "The house of the old ferryman was on the bank."
    assert levels(f"CHAPTER I. The Ferry\n\nThe next day\n\n{prose}") == [1, 0, 0]
    assert levels(f"SCENE II\n\nTOM.\n\n{prose}\n\nTOM.\n\n{prose}!") == [1, 0, 0, 0, 0]
    assert levels("CHAPTER I\n\nThe Ferryman") == [1, 0]


def test_a_number_in_the_line_above_prose_is_a_heading() -> None:
    """The first line of a block heads a chapter if the next word had room in it; a full line is prose."""
    prose = "The house stood on the bank, and in it lived the\nferryman, who was old."
    assert levels(f"CHAPTER I\n{prose}\n\n{prose}") == [1, 0, 0]
    assert levels(f"Book I read last night and the one that he read then\nwere old.\n\n{prose}") == [0, 0]


def test_a_number_and_a_title_in_the_middle_of_lines_are_a_heading() -> None:
    """A centred block is verse only if it heads no chapter."""
    assert levels("          1.\n     The Ferryman\n\nHe was old.") == [1, 0]


# --- Project Gutenberg ------------------------------------------------------------------------------------------------

BOOK = "Title: The Ferry\n\nLanguage: {}\n\n*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***\n\n{}"


def test_the_header_names_title_and_language() -> None:
    """The title of the book is that of its header, and so is the language where no name says it."""
    content = BOOK.format("Portuguese", "Produced by A. Reader\n\nAgua.")
    document = read_document(content.encode(), name="book.txt")
    assert (document.title, document.language) == ("The Ferry", "pt")
    page = "<html><title>The Project Gutenberg eBook of The Ferry, by A. Hill</title><p>One.</p></html>"
    assert read(page, "a.html").title == "The Ferry"
    assert read("<html><title>The Ferry | Project Gutenberg</title><p>One.</p></html>", "a.html").title == "The Ferry"


def test_a_transcribers_note_ends_at_the_title_of_the_book() -> None:
    """A line in capitals and the book's title end a note at the head; after the end of the book all is the note."""
    head = BOOK.format("English", "Transcriber's Note\n\nSpelling kept.\n\n{}\n\nOne.")
    assert [text for _, text in kinds(head.format("The Ferry"))] == ["The Ferry", "One."]
    assert [text for _, text in kinds(head.format("A NOVEL"))] == ["A NOVEL", "One."]
    errors = "\n\n".join(f"Page {n}: a word mended." for n in range(20))
    assert [text for _, text in kinds(f"One.\n\nTHE END\n\nTranscriber's Note\n\nERRATA\n\n{errors}")] == [
        "One.",
        "THE END",
    ]


def test_credits_are_left_out() -> None:
    """The line of credits below the start of a book is none of its text."""
    assert kinds(BOOK.format("English", "Credits: A. Reader\n\nOne.")) == [("body", "One.")]


def test_a_caption_of_several_paragraphs_is_separators() -> None:
    """A caption goes on to its closing bracket; one that is never closed is text."""
    assert [kind for kind, _ in kinds('One.\n\n[Illustration: "Who?"\n\n_Front._]\n\nTwo.')] == [
        "body", "separator", "separator", "body",
    ]  # fmt: skip
    assert [kind for kind, _ in kinds("One.\n\n[Illustration: Who?\n\nTwo.")] == ["body"] * 3


def test_spaced_letters_are_bold() -> None:
    """``+so+`` and ``~so~`` are bold, over a line's end too; sums and telephone numbers are not."""
    assert read("Der +alte\nMann+ und ~er~.").paragraphs[0].text == "Der alte\nMann und er."
    assert read("Call +49 12+ or 1 +2+ 3, C++ and ~5.").paragraphs[0].text == "Call +49 12+ or 1 +2+ 3, C++ and ~5."


def test_pictures_of_old_pages() -> None:
    """A picture of an initial is its letter, and a caption is a separator."""
    page = (
        '<html><p><img alt="I"/>T rained.</p><p><img alt="A"/> boat.</p>'
        '<div class="figcenter"><img alt="Tom"/><p class="caption">Tom rows.</p></div></html>'
    )
    assert kinds(page, "a.html") == [("body", "IT rained."), ("body", "boat."), ("separator", "Tom rows.")]


def test_the_heading_of_notes_goes_with_them() -> None:
    """A heading of HTML above footnotes is a note, and none of the text."""
    page = (
        '<html><p>One.<a href="#f1" class="fnanchor">[1]</a></p><h3>FOOTNOTES:</h3>'
        '<div class="footnote"><p id="f1">Two.</p></div><h2>II</h2><p>Three.</p></html>'
    )
    assert [kind for kind, _ in kinds(page, "a.html")] == ["body", "heading", "body", "note", "note"]


# --- other formats ----------------------------------------------------------------------------------------------------


def test_effects_of_karaoke_are_no_cues() -> None:
    """The line that effects are made of is read, the syllables are not; another style is another voice."""
    head = "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, Effect, Text\n"
    lines = (
        "Comment: 0,0:00:01.00,0:00:03.00,Song,,karaoke,{\\k20}ka{\\k30}wa",
        "Comment: 0,0:00:01.00,0:00:03.00,Song,,,a remark",
        "Dialogue: 0,0:00:01.00,0:00:03.00,Song,,fx,ka",
        "Dialogue: 0,0:00:01.50,0:00:03.00,Song,,fx,wa",
        "Dialogue: 0,0:00:01.50,0:00:03.00,Sign,,,THE FERRY.",
    )
    assert [text for _, text in kinds(head + "\n".join(lines), "a.ass")] == ["kawa", "THE FERRY."]


def test_components_of_mdx() -> None:
    """What is indented inside a component is prose; a comment over lines is left out; strikes are no text."""
    content = "<Tabs>\n  <Tab label='a'>\n\n    Use ~~it~~ **that**.\n\n  </Tab>\n</Tabs>\n\n{/* a\nb */}\n\n    code\n"
    document = read(content, "a.mdx")
    assert [(one.kind, one.text) for one in document.paragraphs] == [("body", "Use it that."), ("code", "code")]
    assert [one.reason for one in document.left_out] == ["comment", "comment"]


def test_definitions_tasks_and_highlighted_code() -> None:
    """Definitions are paragraphs, the box of a task is none of it, and what a shortcode highlights is code."""
    content = (
        "Ferry\n:   A boat.\n:   Another.\n\n- [x] Done\n- [ ] [Open](x)\n\n"
        "{{< highlight go >}}\nrow()\n{{< /highlight >}}\n\n{% highlight ruby %}\nrow\n{% endhighlight %}\n\nEnd."
    )
    assert kinds(content, "a.md") == [
        ("body", "Ferry"), ("body", "A boat."), ("body", "Another."), ("item", "Done"), ("item", "Open"),
        ("code", "row()"), ("code", "row"), ("body", "End."),
    ]  # fmt: skip


def test_asciidoc_terms_links_and_rules() -> None:
    """The explanation below a term is prose, a link over an attribute its label, and ``'''`` a separator."""
    content = "Oar::\n  A pole.\n\nSee {url}[the guide].\n\n'''\n\nEnd."
    assert kinds(content, "a.adoc") == [
        ("body", "Oar"), ("item", "A pole."), ("body", "See the guide."), ("separator", "* * *"), ("body", "End."),
    ]  # fmt: skip


def test_restructuredtext_shows_under_any_name() -> None:
    """A directive shows the format, whatever the file's name ends in."""
    with pytest.raises(InputError, match="reStructuredText"):
        read("Guide\n=====\n\n.. note:: Take care.\n")
    assert kinds("One.\n\n.. and two.") == [("body", "One."), ("body", ".. and two.")]


def test_a_notebook() -> None:
    """Cells of text are Markdown and cells of code are code; places are cells; what was printed is left out."""
    cells = [
        {"cell_type": "markdown", "source": ["# Ferry\n", "\n", "It *rows*."]},
        {"cell_type": "code", "source": "a = '''```'''", "outputs": [{"text": ["12\n"]}, {"data": {}}]},
        {"cell_type": "raw", "source": "raw"},
        {"cell_type": "markdown", "source": "End.<!-- x -->"},
    ]
    document = read(json.dumps({"cells": cells, "nbformat": 4}), "a.ipynb")
    assert [(one.kind, one.text, one.place, one.line) for one in document.paragraphs] == [
        ("heading", "Ferry", "cell 1", 1), ("body", "It rows.", "cell 1", 3), ("code", "a = '''```'''", "cell 2", 1),
        ("body", "End.", "cell 4", 1),
    ]  # fmt: skip
    assert [(one.place, one.reason) for one in document.left_out] == [
        ("cell 2", "output"), ("cell 3", "raw cell"), ("cell 4", "comment"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["{", "[1]", '{"cells": 3}', "[" * 100_000, '{"cells": [{"source": 3}]}'])
def test_damaged_notebooks_are_refused(content: str) -> None:
    """What is no notebook, or has no text, is an error with what to do."""
    with pytest.raises(InputError, match=r"^a\.ipynb: "):
        read(content, "a.ipynb")


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next() -> None:
    """Where a tracked change deletes the end of a paragraph, the accepted text has one paragraph."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "<w:p>{}<w:r><w:t>{}</w:t></w:r></w:p>"
    deleted = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    body = runs.format(deleted, "One ") + runs.format("", "goes on.") + runs.format(deleted, "Last.")
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document xmlns:w='{name}'><w:body>{body}</w:body></w:document>")
    document = read_document(made.getvalue(), name="a.docx", language="en")
    assert [one.text for one in document.paragraphs] == ["One goes on.", "Last."]


def test_persons_of_a_play_in_tei() -> None:
    """Each person of a list is a paragraph, and the caption of a figure is no heading."""
    content = (
        "<?xml version='1.0'?><TEI><text><front><castList><castItem>Tom, <roleDesc>a man</roleDesc></castItem>"
        "<castItem>Mary</castItem></castList></front><body><figure><head>A boat</head></figure><p>One.</p>"
        "</body></text></TEI>"
    )
    assert kinds(content, "a.xml") == [("item", "Tom, a man"), ("item", "Mary"), ("body", "A boat"), ("body", "One.")]


def test_notes_below_the_licence_are_notes() -> None:
    """The footnotes of RTF come last and are no part of the licence above them."""
    content = (
        r"{\rtf1\ansi *** START OF THE PROJECT GUTENBERG EBOOK X ***\par One.{\footnote \pard A note.}\par "
        r"*** END OF THE PROJECT GUTENBERG EBOOK X ***\par A licence.\par}"
    )
    assert kinds(content, "a.rtf") == [("body", "One."), ("note", "A note.")]
