from __future__ import annotations

import pytest

from aligner.segment import cut
from aligner.text import fold_space


def _cut(paragraph: str, language: str = "en") -> list[str]:
    return [fold_space(piece) for piece in cut(paragraph, language)]


def test_white_space_belongs_to_the_piece_before() -> None:
    """Only the first piece may begin with white space."""
    assert cut("  One.\n Two.  ", "en") == ["  One.\n ", "Two.  "]


def test_an_empty_paragraph_has_no_pieces_and_a_blank_one_has_one() -> None:
    """White space is a piece, nothing is none."""
    assert cut("", "en") == []
    assert cut(" \n\n ", "en") == [" \n\n "]


@pytest.mark.parametrize(
    ("language", "paragraph", "expected"),
    [
        ("und", "Ein Satz. Noch einer!", ["Ein Satz.", "Noch einer!"]),
        ("ko", "그는 집에 갔다. 나도 갔다.", ["그는 집에 갔다.", "나도 갔다."]),
        ("hi", "वह घर गया। मैं भी गया।", ["वह घर गया।", "मैं भी गया।"]),
        ("ar", "هل جاء؟ نعم. ذهب إلى البيت.", ["هل جاء؟", "نعم.", "ذهب إلى البيت."]),
        ("el", "Πού πας; Στο σπίτι. Καλά.", ["Πού πας;", "Στο σπίτι.", "Καλά."]),
        ("ka", "ის სახლში წავიდა. მეც წავედი.", ["ის სახლში წავიდა.", "მეც წავედი."]),
        ("hy", "Նա գնաց տուն։ Ես էլ գնացի։", ["Նա գնաց տուն։", "Ես էլ գնացի։"]),
        ("uk", "Він пішов. «Так!» — сказала вона.", ["Він пішов.", "«Так!» — сказала вона."]),
        ("cs", "Přišel dr. Novák. Kdo? On.", ["Přišel dr. Novák.", "Kdo?", "On."]),
        ("sv", "”Ja!” sade hon. ”Kom.” Han gick.", ["”Ja!” sade hon.", "”Kom.”", "Han gick."]),
        ("und", "他走了。我也走了。", ["他走了。", "我也走了。"]),
    ],
)
def test_other_languages_follow_their_script(language: str, paragraph: str, expected: list[str]) -> None:
    """A language without data is cut by the signs of its script."""
    assert _cut(paragraph, language) == expected


def test_text_without_punctuation_is_one_segment_up_to_the_cap() -> None:
    """Nothing is guessed where nothing is marked."""
    assert _cut("no stops at all and no capitals either") == ["no stops at all and no capitals either"]


@pytest.mark.parametrize(
    ("language", "paragraph", "expected"),
    [
        (
            "id",
            "Menurut Chaer dkk. (2010), pilihan itu bebas. Ya.",
            ["Menurut Chaer dkk. (2010), pilihan itu bebas.", "Ya."],
        ),
        ("en", "He left. (It was late.) Then he came.", ["He left.", "(It was late.)", "Then he came."]),
        ("es", "Reinó Felipe V. La guerra duró años.", ["Reinó Felipe V.", "La guerra duró años."]),
        ("es", "Lo dice J. Moreno de Alba. Es así.", ["Lo dice J. Moreno de Alba.", "Es así."]),
        ("en", "It ended there.12 Nobody knew why.", ["It ended there.12", "Nobody knew why."]),
        ("en", "Agenda: 1. Report. 2. Elections.", ["Agenda: 1. Report.", "2. Elections."]),
        ("it", "MIRANDOLINA. Illustrissimo, come comanda.", ["MIRANDOLINA. Illustrissimo, come comanda."]),
        (
            "fr",
            "Le mot « Danger ! Restez ! », bien connu, y est.",
            ["Le mot « Danger ! Restez ! », bien connu, y est."],
        ),
        ("pl", "Odszedł... I nigdy nie wrócił.", ["Odszedł...", "I nigdy nie wrócił."]),
        ("zh-Hans", "他终于一个人走了……三年以后，他回来了。", ["他终于一个人走了……", "三年以后，他回来了。"]),
        ("zh-Hans", "由此得BC＝6．求AD的长．", ["由此得BC＝6．", "求AD的长．"]),
        ("ja", "社名はABC Inc.。日本の会社だ。", ["社名はABC Inc.。", "日本の会社だ。"]),
    ],
)
def test_what_a_stop_may_be_followed_by(language: str, paragraph: str, expected: list[str]) -> None:
    """Brackets, numerals of kings, initials, note marks, labels and dots are told from the ends of sentences."""
    assert _cut(paragraph, language) == expected


def test_a_quotation_never_closed_changes_little() -> None:
    """A missing closing mark does not spoil what follows."""
    assert _cut("“One. Two. He left. She stayed.") == ["“One.", "Two.", "He left.", "She stayed."]


def test_a_bracket_never_closed_changes_little() -> None:
    """A missing closing bracket does not swallow the paragraph."""
    assert _cut("He left (late. She stayed. So did I.") == ["He left (late.", "She stayed.", "So did I."]


def test_a_bracket_too_long_for_an_aside_is_cut() -> None:
    """Sentences are not hidden in a bracket of half a page."""
    inside = "It was very late indeed. " * 30
    assert len(_cut(f"He left ({inside}) and slept.")) == 30


def test_a_japanese_quotation_that_is_never_closed_after_one_that_is() -> None:
    """The row of quotations ends with the last one that is closed."""
    assert _cut("「はい」「いいえ。彼は去った。", "ja") == ["「はい」「いいえ。", "彼は去った。"]
