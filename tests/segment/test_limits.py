"""The numbers of the engine, each from both sides."""

from __future__ import annotations

import pytest

from aligner.segment import cut, explain_cuts
from aligner.segment.language_rules import freeze_own, load_rules
from aligner.segment.long_segments import shorten


def _first(text: str, language: str = "en") -> str:
    """Return the first segment of a text, without the white space after it."""
    return cut(text, language)[0].rstrip()


def _verdict(text: str, language: str = "en") -> tuple[bool, str]:
    """Return the verdict about the first stop of a text, and its rule."""
    decision = next(iter(explain_cuts(text, language)))
    return decision.cut, str(decision.verdict.rule)


@pytest.mark.parametrize(("length", "segments"), [(120, 1), (121, 2)])
def test_the_longest_quotation_inside_a_sentence(length: int, segments: int) -> None:
    """A quotation of 120 characters from mark to mark is part of its sentence, a longer one is divided."""
    inside = "Go! X".ljust(length - 1, "x")  # the distance of the marks is one more than what is between them
    assert len(cut(f"He read “{inside}” and left.", "en")) == segments


@pytest.mark.parametrize(("length", "segments"), [(40, 1), (41, 2)])
def test_the_longest_quotation_in_ideographs(length: int, segments: int) -> None:
    """In Chinese and Japanese it is 40 characters, inside a sentence and where a particle makes it part of one."""
    assert len(cut(f"他喊了“来！{'走' * (length - 3)}”，就走了。", "zh")) == segments
    assert len(cut(f"「危！{'近' * (length - 3)}」という札が落ちた。", "ja")) == segments


@pytest.mark.parametrize(("length", "segments"), [(400, 1), (401, 2)])
def test_the_longest_bracket_inside_a_sentence(length: int, segments: int) -> None:
    """A bracket of 400 characters is part of its sentence, the sentences in a longer one are segments."""
    assert len(cut(f"He left ({'Go! X'.ljust(length - 1, 'x')}) and slept.", "en")) == segments


@pytest.mark.parametrize(("length", "segments"), [(399, 1), (400, 2)])
def test_the_longest_bracket_after_a_full_stop(length: int, segments: int) -> None:
    """A bracket under 400 characters continues its sentence."""
    assert len(cut(f"It took hours. ({'20'.ljust(length - 1, 'x')}), and so on.", "en")) == segments


@pytest.mark.parametrize(("bracket", "segments"), [("(123)", 1), ("(12)", 2), ("(Hall)", 2)])
def test_a_bracket_continues_a_sentence_with_figures(bracket: str, segments: int) -> None:
    """Three figures or more do, as a year does; after an ordinary word two do not, nor does a capital."""
    assert len(cut(f"He left at noon. {bracket}, and so on.", "en")) == segments


@pytest.mark.parametrize(
    ("remark", "belongs"),
    [("(Ab)", False), ("(Abc)", True), (f"(A{'b' * 24})", True), (f"(A{'b' * 25})", False), ("(abc)", False)],
)
def test_the_length_of_a_remark(remark: str, belongs: bool) -> None:
    """A remark of 3 to 25 characters with a capital belongs to the sentence before it."""
    assert _first(f"He left. {remark} Peter stayed there.") == (f"He left. {remark}" if belongs else "He left.")


@pytest.mark.parametrize(
    ("remark", "belongs"), [("（笑）", True), (f"（{'笑' * 12}）", True), (f"（{'笑' * 13}）", False)]
)
def test_the_length_of_a_remark_in_ideographs(remark: str, belongs: bool) -> None:
    """There it has 1 to 12 characters."""
    assert _first(f"他走了。{remark}我也走了。", "zh") == (f"他走了。{remark}" if belongs else "他走了。")


@pytest.mark.parametrize(
    ("name", "segments"),
    [("John Hall", 1), ("Sir John Hall", 1), ("Sir John Peter Hall", 2), ("A" * 74, 1), ("A" * 75, 2)],
)
def test_the_length_of_a_speaker_s_name(name: str, segments: int) -> None:
    """A name has three words, and ends with the verb within 80 characters: 74, a space and the five of ``cried``."""
    assert len(cut(f"“Come!” {name} cried.", "en")) == segments


@pytest.mark.parametrize(("length", "rule"), [(78, "insertion between dashes"), (79, "exclamation or question mark")])
def test_the_longest_insertion_between_dashes(length: int, rule: str) -> None:
    """An insertion is 80 characters with the letter and the dash before it."""
    assert _verdict(f"He ran—{'a' * length}!—Mary fell.") == (rule != "insertion between dashes", rule)


def test_one_hyphen_is_no_dash() -> None:
    """Two hyphens without a space are a dash, one joins words, as does an en dash."""
    assert len(cut("He came home late.--Then he left.", "en")) == 2
    assert len(cut("He came home late.-Then he left.", "en")) == 1
    assert len(cut("He came home late.–Then he left.", "en")) == 1


def test_four_dots_end_before_a_dash_and_three_do_not() -> None:
    """Four dots are an ellipsis and a full stop."""
    assert _verdict("She waited....—Peter came.") == (True, "four dots")
    assert _verdict("She waited...—Peter came.") == (False, "ellipsis")
    assert _verdict("She waited...—Then he came.") == (True, "ellipsis")


def test_a_list_goes_on_with_the_next_letter() -> None:
    """``b.`` after ``a.`` begins an item, ``c.`` could be anything."""
    assert cut("a. it was one. b. it was two", "en") == ["a. it was one. ", "b. it was two"]
    assert len(cut("a. it was one. c. it was two", "en")) == 1


@pytest.mark.parametrize(("second", "segments"), [(19, 1), (20, 2)])
def test_how_far_back_a_stop_is_looked_at(second: int, segments: int) -> None:
    """A speaker of 40 characters is all that is seen of the segment, one of 41 could have something before it."""
    assert len(cut(f"{'O' * 20} {'E' * second}. Words came.", "en")) == segments


@pytest.mark.parametrize(("name", "segments"), [("ANNA", 1), ("ANN", 2), ("DON JUAN", 1), ("DON JUAN DE", 2)])
def test_a_speaker_has_four_letters_and_two_words_at_most(name: str, segments: int) -> None:
    """Three letters in capitals could be anything, and three words are a sentence."""
    assert len(cut(f"{name}. Words came.", "en")) == segments


@pytest.mark.parametrize(("mark", "segments"), [(": 1", 1), (": 2", 2), ("; 2", 1), ("; 123", 2)])
def test_which_number_is_an_item(mark: str, segments: int) -> None:
    """After a colon 1 is the first item of a list, after a semicolon any of two figures is one."""
    assert len(cut(f"The agenda has this{mark}. Peter left.", "en")) == segments


@pytest.mark.parametrize(("word", "first"), [("his", "Under his V. 12."), ("king", "Under king V.")])
def test_which_number_is_a_monarch_s(word: str, first: str) -> None:
    """``V`` after a word of four letters is a monarch's, after a shorter one it is ``v. 12``, a verse."""
    assert _first(f"Under {word} V. 12. He left.") == first


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("He is late and so am I. Preheat the oven.", 2),
        ("It is at 41° N. Preheat the oven.", 2),
        ("It is by J. Preheat the oven.", 1),
    ],
)
def test_which_letter_is_no_initial(text: str, segments: int) -> None:
    """After the pronoun and a degree any opening begins a sentence; after an initial it could be a surname."""
    assert len(cut(text, "en")) == segments


def test_a_korean_syllable_is_a_word() -> None:
    """A syllable alone is no initial."""
    assert len(cut("이것은 책. 나도 갔다.", "ko")) == 2


@pytest.mark.parametrize(("word", "segments"), [("there", 2), ("here", 2), ("the", 1)])
def test_which_figures_are_a_note_mark(word: str, segments: int) -> None:
    """Figures after the full stop of a word of four letters are a note mark; ``fig.12`` is no end."""
    assert len(cut(f"It is {word}.12 Peter left.", "en")) == segments


@pytest.mark.parametrize(("length", "heads"), [(3, False), (4, True), (119, True), (120, False)])
def test_the_length_of_a_heading(length: int, heads: bool) -> None:
    """A line of 4 to 119 characters in capitals can be a heading."""
    assert len(cut(f"{'A' * length}\nIt was late", "en")) == 1 + heads


@pytest.mark.parametrize(("length", "listed"), [(599, True), (600, False)])
def test_how_far_a_second_item_is_looked_for(length: int, listed: bool) -> None:
    """A first item is one where a line with a second begins within 600 characters."""
    assert _verdict(f"It was so\n1) {'x' * length}\n2) two")[0] == listed


@pytest.mark.parametrize(("before", "ends"), [("他终于走了", False), ("他终于走了吗", True)])
def test_the_length_of_a_hesitation(before: str, ends: bool) -> None:
    """Up to five characters before dots are a hesitation, six are a sentence."""
    assert _verdict(f"{before}……三年以后，他回来了。", "zh") == (ends, "ellipsis of an unspaced script")


@pytest.mark.parametrize(
    ("piece", "first"),
    [
        ("aaaaaaa; bbbb ccccccccc ddd", "aaaaaaa; bbbb "),
        ("aaaaaaaa; bbb ccccccccc ddd", "aaaaaaaa; "),
    ],
)
def test_a_part_has_half_of_an_even_share(piece: str, first: str) -> None:
    """27 characters with a cap of 20 are two parts of 14; a semicolon among the first 14 // 2 + 1 = 8 is too early."""
    assert len(piece) == 27
    assert shorten(piece, 20)[0] == first


def test_a_segment_is_cut_above_a_thousand() -> None:
    """1,000 letters are a segment and 1,001 are two; 333 ideographs count 999, and 334 count 1,002."""
    assert [len(cut("x" * count, "en")) for count in (1000, 1001)] == [1, 2]
    assert [len(cut("天" * count, "zh")) for count in (333, 334)] == [1, 2]


def test_the_forms_of_an_abbreviation() -> None:
    """One of several letters has a form in capitals; one of single letters has none, as those would be initials."""
    rules = load_rules("en", freeze_own(["qwx", "q.w"]))
    assert rules.own == {"qwx", "Qwx", "QWX", "q.w", "Q.w"}


def test_a_small_title_with_a_capital_begins_a_sentence() -> None:
    """``prof.`` is small in Polish, so ``Prof.`` opens a sentence; in English ``Dr.`` has its capital anywhere."""
    assert "Prof" in load_rules("pl").starter
    assert "Dr" not in load_rules("en").starter


def test_the_second_straight_quote_closes() -> None:
    """A straight quotation mark between spaces belongs to the sentence that it closes, the second of a text."""
    assert _first('He said " it was late. " Then he left.') == 'He said " it was late. "'
    assert _first('It was late. " Then he left. "') == "It was late."


@pytest.mark.parametrize(("text", "first"), [("„Ja.“ Er ging.", "„Ja.“"), ("»Ja.« Er ging.", "»Ja.«")])
def test_german_quotation_marks_close(text: str, first: str) -> None:
    """Marks that open elsewhere close here."""
    assert _first(text, "de") == first


@pytest.mark.parametrize(("count", "segments"), [(1, 1), (40, 1), (41, 2)])
def test_how_many_signs_may_come_before_a_word(count: int, segments: int) -> None:
    """Up to 40 opening marks, dashes and dots are looked over for the small letter that continues a sentence."""
    assert len(cut(f"It was late. {'(' * count}and so on", "en")) == segments


@pytest.mark.parametrize(("after", "segments"), [(", which", 1), ("; it", 1), (": it", 1), (" had", 1), (" The", 3)])
def test_what_makes_a_quotation_part_of_a_sentence(after: str, segments: int) -> None:
    """A comma, semicolon, colon or small letter after it does."""
    assert len(cut(f"He saw “Danger! Keep out!”{after} fallen.", "en")) == segments


def test_a_japanese_full_stop_ends_before_a_particle() -> None:
    """``と`` continues a sentence after ``！`` and after a quotation, not after a full stop alone."""
    assert len(cut("終わった。と彼は言った。", "ja")) == 2
    assert len(cut("終わった！と彼は言った。", "ja")) == 1


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("“Come.” John said.", 1),
        ("“Come.” John said that it was late.", 2),
        ("“Come!” John said that it was late.", 1),
        ("« Come ! » John said.", 2),
    ],
)
def test_when_a_name_and_a_verb_tell_the_speaker(text: str, segments: int) -> None:
    """After a full stop the verb must end the tag; after a mark with a space before it, which could open, none does."""
    assert len(cut(text, "en")) == segments


def test_a_bracket_between_two_full_stops_belongs_to_an_abbreviation() -> None:
    """``etc.`` ends a sentence before a capital, but not before a bracket with its own full stop after it."""
    assert _first("They sold pens, etc. (2010). Peter left.") == "They sold pens, etc. (2010)."
    assert _first("They sold pens, etc. (2010) Peter left.") == "They sold pens, etc."


def test_a_number_in_brackets_is_no_remark() -> None:
    """``（二）`` opens what follows it, ``（笑）`` belongs to what comes before."""
    assert _first("他走了。（二）我也走了。", "zh") == "他走了。"


@pytest.mark.parametrize(("word", "segments"), [("Q.Ra", 1), ("Qu.Ra", 1), ("Quo.Ra", 2), ("Qu.Rara", 2)])
def test_what_looks_like_an_abbreviation_of_two_words(word: str, segments: int) -> None:
    """One of up to two letters and one of up to three."""
    assert len(cut(f"He is {word}. Peter left.", "en")) == segments


@pytest.mark.parametrize(("word", "segments"), [("2s", 1), ("2sh", 1), ("2shx", 2)])
def test_which_figures_run_on(word: str, segments: int) -> None:
    """A figure with one or two letters continues with another figure, as sums of money do."""
    assert len(cut(f"It cost {word}. 6 of them", "en")) == segments


@pytest.mark.parametrize(
    ("following", "segments"),
    [
        ("5", 1),
        ("IV", 1),
        ("V", 1),
        ("L", 2),  # of single letters only V and X count as numerals
        ("IVA", 2),
        ("A.", 1),
        ("A", 2),  # a capital is a number where a mark follows it
        ("§ 5", 1),
        ("№ 5", 1),
        ("$ 5", 2),
        ("Das", 2),
    ],
)
def test_what_stands_for_a_number_after_an_abbreviation(following: str, segments: int) -> None:
    """``Anm.`` is an abbreviation before a figure, a Roman numeral, a lettered part or a sign for a number only."""
    assert len(cut(f"Es gilt Anm. {following} dort.", "de")) == segments


@pytest.mark.parametrize(
    "unit",
    ["km", "cm", "dm", "mm", "m", "kg", "mg", "g", "ml", "l", "h", "s", *"смл", "см", "км", "мм", "мл", "кг", "га"],
)
def test_which_units_take_no_full_stop(unit: str) -> None:
    """A unit after its figure needs no full stop, so that one ends the sentence; without the figure it is a word."""
    assert _verdict(f"Это было 5 {unit}. Мария ушла.", "ru") == (True, "unit of measure")
    assert _verdict(f"Это было {unit}. Мария ушла.", "ru")[1] != "unit of measure"


@pytest.mark.parametrize("word", ["кл", "т", "pm"])
def test_which_words_after_a_figure_are_no_units(word: str) -> None:
    """Other short words after a figure are judged as words."""
    assert _verdict(f"Это было 5 {word}. Мария ушла.", "ru")[1] != "unit of measure"


@pytest.mark.parametrize("sign", "=/?&@#_%+~:°")
def test_what_a_sign_makes_part_of_a_formula(sign: str) -> None:
    """``bhd`` alone looks like an abbreviation, after one of these signs it is part of an address or a formula."""
    assert len(cut(f"It is a{sign}bhd. Peter left.", "en")) == 2
    assert len(cut("It is a bhd. Peter left.", "en")) == 1


@pytest.mark.parametrize(
    ("word", "segments"),
    [("abc.bhd", 1), ("abcdefgh.bhd", 2), ("heise.bhdg", 2), ("heise.bhdgk", 1), ("www.heise.bhdg", 2)],
)
def test_what_is_an_address(word: str, segments: int) -> None:
    """Four letters, a full stop and two to four small letters are one; a longer word with a full stop is no chain."""
    assert len(cut(f"See {word}. Peter left.", "en")) == segments


@pytest.mark.parametrize(("mark", "listed"), [("(i)", True), ("(xviii)", True), ("(xxviii)", False), ("(123)", True)])
def test_the_length_of_a_list_mark(mark: str, listed: bool) -> None:
    """A Roman numeral of up to five small letters, or three figures, can be one."""
    assert _verdict(f"It was so:\n{mark} one", "en")[0] == listed


@pytest.mark.parametrize(("length", "spoken"), [(8, True), (9, False)])
def test_the_length_of_a_speaker_in_a_japanese_play(length: int, spoken: bool) -> None:
    """A name of up to eight characters may come before the quotation."""
    assert len(cut(f"{'太' * length}「はい」\n{'花' * length}「うん」", "ja")) == 1 + spoken


@pytest.mark.parametrize(("length", "ends"), [(4, True), (5, False)])
def test_the_length_of_a_unit_before_a_full_width_point(length: int, ends: bool) -> None:
    """A unit or the name of a figure has up to four letters."""
    assert len(cut(f"已知它的长为6{'c' * length}．求AD的长。", "zh")) == 1 + ends


@pytest.mark.parametrize(
    ("text", "segments"), [("‘你好！’她走了。", 2), ("他说：‘你好！’她走了。", 2), ("我想‘你好！’她走了。", 1)]
)
def test_where_an_inner_quotation_ends_a_segment(text: str, segments: int) -> None:
    """One that opens the segment does, or one after a colon; one inside a sentence does not."""
    assert len(cut(text, "zh")) == segments


def test_a_closing_bracket_closes_the_nearest_one() -> None:
    """A bracket that is never closed does not take the closing one of another."""
    assert _first("He said (so. She went (Go! Now!) home.") == "He said (so."
    assert len(cut("He said (so. She went (Go! Now!) home.", "en")) == 2


def test_an_opening_in_capitals_is_one() -> None:
    """``THE`` begins a sentence as ``The`` does, and ``PETER`` does not."""
    assert len(cut("It was Harlow Inc. THE MAN LEFT.", "en")) == 2
    assert len(cut("It was Harlow Inc. PETER LEFT.", "en")) == 1
