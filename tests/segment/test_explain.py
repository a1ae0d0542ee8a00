from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.segment import Rule, cut, explain_cuts
from tests.segment.test_laws import LANGUAGES, TEXTS

# Language, text with the stop in question between bars, whether a segment ends there, and by which rule.
CASES = [
    ("en", "|...| And so it began.", False, "no word before the stop"),
    ("en", "It began. So it ended|.|", False, "end of the paragraph"),
    ("en", "He left (it was late|.| All slept!) and was not seen.", False, "inside brackets"),
    ("en", "The sign “Danger|!| Keep out!” had fallen.", False, "inside a quotation"),
    ("fr", "Voir par ex|.| Les Misérables.", False, r"never: [Pp]ar\sex\."),
    ("en", "It was 5 p.m|.|, and late.", False, "punctuation follows"),
    ("id", "Menurut Chaer dkk|.| (2010), pilihan itu bebas.", False, "bracket that belongs to the sentence"),
    ("en", "He wrote “Rejoice|!”| (Phil. 4:4). So we did.", False, "bracket that belongs to the sentence"),
    ("ja", "「はい|。」|と言った。", False, "particle follows"),
    ("en", "“Come|!”| John Hall cried.", False, "speech tag"),
    ("ru", "«Да|!»| — Иван сказал. Он ушёл.", False, "speech tag"),
    ("en", "“Come|!”|—John Hall cried.", False, "speech tag"),
    ("en", "It was late|.| and so on.", False, "small letter follows"),
    ("en", "He had fine eyes|.| iPhone sales rose.", True, "ordinary word"),
    ("en", "It cost 3|.|5 million.", False, "no space follows"),
    ("en", "There are two|.| b) another", True, "list item"),
    ("en", "Agenda: 1|.| Report. 2. Elections.", False, "list item: Agenda: 1"),
    ("en", "He met Mr|.| Hall.", False, "abbreviation (title): Mr"),
    ("en", "It was e.g|.| Paris that burnt.", False, "abbreviation (inner): e.g"),
    ("en", "The firm was Harlow Inc|.| Peter left.", False, "abbreviation (maybe): Inc"),
    ("en", "The firm was Harlow Inc|.| The man left.", True, "abbreviation (maybe): Inc"),
    ("en", "Pens, ink, etc|.| Peter left.", True, "abbreviation (final): etc"),
    ("en", "See No|.| 5 there.", False, "number before a reference: No"),
    ("en", "He served George V|.| 12. He left.", True, "number of a monarch: V"),
    ("en", "It was J|.| Hall.", False, "initial: J"),
    ("en", "It was Harlow bhd|.| Peter left.", False, "looks like an abbreviation: bhd"),
    ("de", "Es sprach Pfr. em|.| A. Vogel zu uns.", False, "abbreviation in a series: Pfr. em"),
    ("en", "This was Plan B|.| Peter left.", True, "letter that is a name: B"),
    ("en", "We went from A to B|.| C is next.", True, "letter that is a name: B"),
    ("de", "Es war am 18|.| Dezember so.", False, "ordinal number: 18"),
    ("de", "Es war 1917|.| Dezember war es.", True, "number: 1917"),
    ("de", "Siehe Bd. 3|.| S. 5 dort.", False, "number inside a reference: 3"),
    ("en", "It cost 2s|.| 6d. there.", False, "figures that run on: 2s"),
    ("en", "Part 3|.| Open it.", False, "label: Part 3"),
    ("fr", "17 mai|.| – Il part.", False, "date before a dash: 17 mai"),
    ("en", "HAMLET|.| Words, words.", False, "speaker in a play: HAMLET"),
    ("en", "The result was x=y|.| Peter left.", True, "sign before the stop"),
    ("en", "See heise.de|.| Peter left.", True, "web address: heise.de"),
    ("en", "It was 5 km|.| Peter left.", True, "unit of measure: km"),
    ("es", "Reinó Felipe V|.| Entonces ganó.", True, "word that begins a sentence"),
    ("en", "He left the house|.| Peter stayed.", True, "ordinary word"),
    ("en", "Why|?| Peter stayed.", True, "exclamation or question mark"),
    ("hi", "वह घर गया|।| मैं भी गया।", True, "full stop of another script"),
    ("en", "It ended there|.12| Nobody knew.", True, "note mark or bracket after the stop"),
    ("en", "It was late|....| Peter left.", True, "four dots"),
    ("en", "It was late|...| Peter left.", True, "ellipsis"),
    ("en", "It was late|...|--Peter left.", False, "ellipsis"),
    ("en", "Well... we|...| We never did.", False, "stutter: We"),
    ("de", "Er sah|...| Häuser dort.", False, "possible noun after an ellipsis: Häuser"),
    ("en", "He said “yes|.”|Peter left.", True, "closed quotation before a capital"),
    ("en", "Habitat|.|—North America.", False, "one word before a dash: Habitat"),
    ("en", "He ran—alas|!|—Mary fell.", False, "insertion between dashes"),
    ("zh", "他走了|。|我也走了。", True, "full stop of an unspaced script"),
    ("zh", "由此得BC＝6|．|求AD的长。", True, "full-width point"),
    ("zh", "他走了|.|我也走了。", True, "stop between characters"),
    ("zh", "下雨了——好大的雨|！|——下了一夜。", False, "dash follows"),
    ("zh", "这是‘你好|！’|她走了。", False, "inner quotation"),
    ("zh", "他终于一个人走了|……|三年以后，他回来了。", True, "ellipsis of an unspaced script"),
    ("ja", "「うん|」|「本当？」", True, "quotation follows"),
    ("ja", "「家族|」|「国家」という言葉", False, "quotation without a stop"),
    ("en", "One|\n|and two.", False, "line break"),
    ("en", "One|\n|\nTwo.", True, "blank line"),
    ("en", "A list:|\n|- one\n- two", True, "list item: - o"),
    ("ja", "太郎「はい」|\n|花子「うん」", True, "line of dialogue"),
    ("en", "A HEADING|\n|It was late.", True, "heading in capitals: A HEADING"),
]


@pytest.mark.parametrize(("language", "text", "ends", "reason"), CASES)
def test_each_rule_has_a_name(language: str, text: str, ends: bool, reason: str) -> None:
    """The explanation of a stop says whether a segment ends there and which rule decided, with the word it saw."""
    before, stop, after = text.split("|")
    decisions = {decision.offset: decision for decision in explain_cuts(before + stop + after, language)}
    decision = decisions[len(before)]
    assert (decision.stop, decision.cut, decision.reason) == (stop, ends, reason)


def test_every_rule_is_in_the_table() -> None:
    """No rule is without a case here, but the three that have tests of their own."""
    elsewhere = {Rule.OWN_ABBREVIATION, Rule.TOO_LONG, Rule.CLAUSE_SPACE}
    assert {case[3].partition(": ")[0] for case in CASES} == set(Rule) - elsewhere


def test_a_segment_that_is_too_long_says_so() -> None:
    """A place without a stop, where the cap divides, has an empty stop; the next segment starts there."""
    decisions = list(explain_cuts("one two three four five six, seven. So", "en", longest=20))
    assert [(decision.offset, decision.stop, decision.next_start, decision.reason) for decision in decisions] == [
        (19, "", 19, "too long"),
        (34, ".", 36, "ordinary word"),
    ]


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES), st.integers(1, 60))
def test_explanations_agree_with_the_segments(paragraph: str, language: str, longest: int) -> None:
    """The places where an explanation says that a segment ends are those where `cut` ends one, in order."""
    decisions = list(explain_cuts(paragraph, language, longest=longest))
    ends, end = [], 0
    for segment in cut(paragraph, language, longest=longest):
        end += len(segment)
        ends.append(end)
    assert [decision.next_start for decision in decisions if decision.cut] == ends[:-1]
    offsets = [decision.offset for decision in decisions]
    assert offsets == sorted(offsets)
    assert all(decision.cut == decision.verdict.ends for decision in decisions)


def test_a_wrong_parameter_is_refused_before_anything_is_asked() -> None:
    """The call itself raises, not the first step of the iteration."""
    with pytest.raises(InputError, match="longest must be 1 or more, not 0"):
        explain_cuts("One. Two.", "en", longest=0)
