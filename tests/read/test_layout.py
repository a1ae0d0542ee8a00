"""Tests of how paragraphs are told in plain text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.read import explain, read_document
from aligner.read.parts.layout import LAYOUTS, Block, find_layout, split_blocks

WRAPPED = """The ferryman rowed to the other bank before sunrise, and the river
was high, so that the posts of the landing stood under water again.
A girl with a basket of eggs waited under the tree and asked of him
whether the mill was still standing on the hills above the old town.
He shook his head.
Nobody had lived there since the great flood, and her grandmother's
sister had been the last of them all who had to leave it all behind.
They crossed without another word, and in the middle of the stream
the girl began to cry.
"""
INDENTED = "".join(
    f"  {line}" if line.startswith(("The", "A girl", "He", "Nobody", "They")) else line
    for line in WRAPPED.splitlines(keepends=True)
)
VERSE = """The water goes, the water stays,
and we go with it all our days,
and no one asks us where;
the ferryman, he counts the ways
that lead from here to there.
"""
LINES = {
    "en": "Old Tom rowed across every morning. He was never late.\n“You are early,” said the girl.\n“The water has "
    "risen”\nThe next day it rained.\nHe came all the same.",
    "de": "Der alte Tom ruderte jeden Morgen hinüber. Er kam nie zu spät.\n„Du bist früh“, sagte das Mädchen.\n"
    "„Das Wasser ist gestiegen“\nAm nächsten Tag regnete es.\nEr kam trotzdem.",
    "fr": "Le vieux Tom traversait chaque matin. Il n’était jamais en retard.\n— Vous venez tôt, dit la fille.\n"
    "— L’eau a monté\nLe lendemain il plut.\nIl vint quand même.",
    "ru": "Старый Том переправлялся каждое утро. Он не опаздывал.\n— Ты рано, — сказала девушка.\n— Вода поднялась\n"
    "На другой день шёл дождь.\nОн всё равно пришёл.",
    "pl": "Stary Tom przeprawiał się co rano. Nigdy się nie spóźniał.\n— Wcześnie dziś — rzekła dziewczyna.\n— Woda "
    "przybrała\nNazajutrz padało.\nPrzyszedł mimo to.",
    "es": "El viejo Tom cruzaba cada mañana. Nunca llegaba tarde.\n—Vienes temprano —dijo la muchacha.\n—El agua ha "
    "subido\nAl día siguiente llovió.\nVino de todos modos.",
    "it": "Il vecchio Tom attraversava ogni mattina. Non tardava mai.\n«Sei in anticipo» disse la ragazza.\n«L’acqua è "
    "salita»\nIl giorno dopo piovve.\nVenne lo stesso.",
    "pt": "O velho Tom atravessava todas as manhãs. Nunca se atrasava.\n— Vens cedo — disse a rapariga.\n— A água "
    "subiu\nNo dia seguinte choveu.\nVeio na mesma.",
    "id": "Tom tua menyeberang setiap pagi. Ia tak pernah terlambat.\n“Kau datang pagi,” kata gadis itu.\n“Air sudah "
    "naik”\nEsoknya hujan turun.\nIa tetap datang.",
    "tl": "Tumatawid tuwing umaga ang matandang Tomas. Hindi siya nahuli kailanman.\n“Maaga ka,” sabi ng dalaga.\n"
    "“Tumaas ang tubig”\nKinabukasan ay umulan.\nDumating pa rin siya.",
    "zh": "　　老李每天早上撑船过河。他从不迟到。\n　　“你今天来得早。”姑娘说。\n　　“水涨了。”\n　　第二天下雨了\n"
    "　　他还是来了。",
    "ja": "　老いた渡し守は毎朝川を渡った。遅れたことはない。\n「今日は早いね」\n「水が増えたんだ」\n"
    "　次の日は雨だった。\n　それでも彼は来た。",
}


def paragraphs(content: str, layout: str = "", language: str = "en") -> list[str]:
    """Return the paragraphs of a plain text, their lines joined by a space."""
    document = read_document(content.encode(), name="a.txt", language=language, paragraphs=layout)
    return [" ".join(paragraph.text.split()) for paragraph in document.paragraphs]


@pytest.mark.parametrize("language", LINES)
def test_a_text_without_blank_lines_has_a_paragraph_a_line(language: str) -> None:
    """In each language, lines of very different lengths that end sentences are paragraphs."""
    assert len(paragraphs(LINES[language], language=language)) == 5


def test_blank_lines_may_separate_chapters_only() -> None:
    """A heading and the paragraphs below it are a block; each line of it is a paragraph."""
    chapters = "\n\n".join(f"Chapter {number}\n{LINES['en']}" for number in (1, 2, 3))
    document = read_document(chapters.encode(), name="a.txt")
    assert [paragraph.level for paragraph in document.paragraphs] == [1, 0, 0, 0, 0, 0] * 3


def test_a_list_without_stops_has_a_paragraph_a_line() -> None:
    """Short lines that end no sentence and do not go on are not one sentence."""
    assert len(paragraphs("Opening hours\nMonday to Friday 9 to 17\nSaturday 9 to 12\nTickets\nAdults 5 euros")) == 5


def test_wrapped_lines_are_joined() -> None:
    """Lines that are filled to the width of the text are one paragraph between blank lines."""
    wrapped = WRAPPED.replace("He shook his head.\n", "")
    assert len(paragraphs(f"{wrapped}\n{wrapped}")) == 2


def test_an_indented_line_begins_a_paragraph() -> None:
    """In wrapped text whose paragraphs are indented, no blank line is needed."""
    assert [text[:3] for text in paragraphs(INDENTED)] == ["The", "A g", "He ", "Nob", "The"]


def test_a_short_line_ends_a_paragraph() -> None:
    """In wrapped text without indents and blank lines, a short line that ends a sentence ends a paragraph."""
    assert [text[-10:] for text in paragraphs(WRAPPED * 2)] == [" his head.", "an to cry."] * 2


def test_verse_stays_a_paragraph() -> None:
    """Lines of verse go on over their ends: a stanza is a paragraph, also with indents by turns."""
    indented = "".join(f"{'   ' * (n % 2)}{line}" for n, line in enumerate(VERSE.splitlines(keepends=True)))
    assert len(paragraphs(f"{VERSE}\n{VERSE}")) == 2
    assert len(paragraphs(f"{indented}\n{indented}")) == 2
    assert len(paragraphs(f"{INDENTED * 4}\n{indented}")) == 21


def test_sentences_a_line_between_blank_lines_stay_a_paragraph() -> None:
    """Blocks of a few lines, a sentence each, are the paragraphs that their blank lines show."""
    block = "Tom rowed across every morning.\nThe girl waited on the other bank with her eggs.\nNobody spoke.\n"
    assert len(paragraphs("\n".join([block] * 4))) == 4


def test_few_lines_show_nothing() -> None:
    """Three lines that another follows are too few to judge by; four are enough."""
    assert find_layout([Block(1, ["One.", "The second one is longer.", "Two.", "Three."])]) == "blank"
    assert find_layout([Block(1, ["One.", "The second one is longer.", "Two.", "Three.", "Four."])]) == "line"


@pytest.mark.parametrize(("layout", "count"), [("blank", 1), ("line", 9), ("indent", 5), ("wrapped", 3)])
def test_people_may_say_how_paragraphs_are_shown(layout: str, count: int) -> None:
    """What a person says goes before what the lines show, and ``explain`` repeats it."""
    document = read_document(INDENTED.encode(), name="a.txt", paragraphs=layout)
    assert len(document.paragraphs) == count
    assert f"a.txt: paragraphs: {LAYOUTS[layout]}" in explain(document)


def test_an_unknown_layout_is_refused() -> None:
    """The message lists the layouts."""
    with pytest.raises(InputError, match="write blank, line, indent, wrapped"):
        read_document(b"One.", name="a.txt", paragraphs="none")


def test_a_work_says_how_its_versions_show_paragraphs(tmp_path: Path) -> None:
    """``paragraphs`` in work.toml is one layout for all versions, or one for each; another value is refused."""
    from aligner.work import read_versions, read_work

    (tmp_path / "en.txt").write_text(WRAPPED, "utf-8")
    (tmp_path / "de.txt").write_text(WRAPPED, "utf-8")
    toml = tmp_path / "work.toml"
    toml.write_text('paragraphs = "line"', "utf-8")
    assert [len(one.paragraphs) for one in read_versions(read_work(tmp_path))] == [9, 9]
    toml.write_text('[paragraphs]\nde = "line"', "utf-8")
    assert [len(one.paragraphs) for one in read_versions(read_work(tmp_path))] == [1, 9]
    toml.write_text('paragraphs = "lines"', "utf-8")
    with pytest.raises(InputError, match="paragraphs is 'lines'; write blank"):
        read_work(tmp_path)


@pytest.mark.parametrize("line", ["x" * 1000, "_" * 1000, "[1" * 400, "=" * 999, "第一" * 400, "《" * 900, "1. " * 300])
def test_hostile_texts_take_time_in_proportion(line: str) -> None:
    """Lines of one sign do not slow reading down: a text of 100 kB takes less than a second and a half."""
    started = time.process_time()
    read_document(("\n".join([line] * 100)).encode(), name="a.txt", language="en")
    assert time.process_time() - started < 1.5


def test_blocks_are_counted_from_one() -> None:
    """A block has the number of its first line."""
    assert [block.first for block in split_blocks("\n\none\ntwo\n\nthree")] == [3, 6]


def test_wrapped_japanese_and_thai_are_told_by_their_width() -> None:
    """Lines of full width characters are filled if two more had no room; a phrase without spaces is no long word."""
    line = "老いた渡し守は毎朝まだ暗いうちに川を渡り向こう岸で待つ娘のために"
    wrapped = "\n".join([line, line + "舟", line + "舟", line, line + "舟", "だれも来なかった。"])
    assert len(paragraphs(wrapped, language="ja")) == 1
    thai = "เช้าวันหนึ่ง\nชายชราพายเรือข้ามแม่น้ำไปรับเด็กหญิง\nฝนตก\nน้ำขึ้นสูงถึงขั้นบันไดหน้าวัด\nไม่มีใครมา\nเขากลับบ้าน"
    assert len(paragraphs(thai, language="th")) == 6
