from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.ladder import Fixed
from aligner.pins import Index, Named, Pin, fold_words, load_pins, make_pin, resolve, save_pins, set_borders
from aligner.pins.borders import borders_of
from aligner.pins.file import format_pin
from aligner.text import Text, make_lines
from tests.fakes import text_of

EN = text_of("en", ["One.", "Yes.", "Two.", "Yes.", "Three, and four.", "Five.", "Six."])
DE = text_of("de", ["Eins.", "Ja.", "Zwei.", "Ja.", "Drei und vier.", "Fünf.", "Sechs."])


def pin(kind: str, source: range | None, target: range | None, texts: tuple[Text, Text] = (EN, DE)) -> Pin:
    """Return a pin that names runs of segments."""
    named = [None if run is None else Index(text).name(run) for run, text in zip((source, target), texts, strict=True)]
    return Pin(kind, named[0], named[1])


def test_a_pin_is_a_line(tmp_path: Path) -> None:
    """What is saved is loaded again, with its line; a line can be read and compared by a person."""
    pins = [
        Pin("same", Named(("One.", "Yes."), after="Two."), Named(("Eins.",)), "anna", "2026-05-01T10:00:00Z", "joined"),
        Pin("alone", None, Named(("Ja.",), 2, "Zwei.", "Drei")),
    ]
    save_pins(tmp_path / "pins" / "en-de.jsonl", pins)
    loaded = load_pins(tmp_path / "pins" / "en-de.jsonl")
    assert loaded == [pins[0]._replace(line=1), pins[1]._replace(line=2)]
    assert format_pin(pins[1]) == (
        '{"pin": "alone", "target": {"texts": ["Ja."], "occurrence": 2, "before": "Zwei.", "after": "Drei"}}'
    )
    assert load_pins(tmp_path / "none.jsonl") == []


@given(st.lists(st.text(), min_size=1, max_size=3), st.text(), st.integers(1, 9))
def test_any_texts_can_be_named(texts: list[str], note: str, occurrence: int) -> None:
    """Whatever characters segments and notes have, a pin is one line that reads back."""
    one = Pin("alone", Named(tuple(texts), occurrence, note, note), None, note=note)
    line = format_pin(one)
    assert line.splitlines() == [line]
    path = Path("unused")
    from aligner.pins.file import _parse

    assert _parse(line, 0, str(path)) == one


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not a pin"),
        ("[]", "not a pin"),
        ('{"pin": [], "source": {"texts": ["a"]}}', "not a pin"),
        ('{"pin": "glue", "source": {"texts": ["a"]}}', "unknown kind 'glue'"),
        ('{"pin": "alone", "source": {"texts": ["a"]}, "colour": 1}', "unknown key 'colour'"),
        ('{"pin": "same", "source": {"texts": ["a"]}}', "names segments of source and target"),
        ('{"pin": "alone", "source": {"texts": ["a"]}, "target": {"texts": ["b"]}}', "either source or target"),
        ('{"pin": "alone", "source": {"texts": []}}', "a side has texts"),
        ('{"pin": "alone", "source": {"texts": ["a"], "occurrence": 0}}', "a side has texts"),
        ('{"pin": "alone", "source": {"texts": [1]}}', "1 is no str"),
        ('{"pin": "alone", "source": {"texts": ["a"], "occurrence": true}}', "True is no int"),
    ],
)
def test_what_is_no_pin_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    """A damaged line is an error with file and line."""
    path = tmp_path / "pins.jsonl"
    path.write_text(format_pin(Pin("alone", Named(("a",)))) + "\n\n" + line + "\n", "utf-8")
    with pytest.raises(InputError, match=f"pins.jsonl, line 3: .*{message}"):
        load_pins(path)


def test_a_pin_has_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pin says when it was set, or what SOURCE_DATE_EPOCH says."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert make_pin("alone", Named(("a",)), None, by="anna").at == "1970-01-01T00:00:00Z"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert make_pin("alone", Named(("a",)), None).at > "2020"


def test_words_are_folded() -> None:
    """Case, spacing, punctuation and width of letters do not matter; what has no letters is itself."""
    assert fold_words("“Three, and  four!”") == fold_words("three and\nFOUR") == "threeandfour"
    assert fold_words("* * *") == "***"
    assert fold_words("Straße") == "strasse"


def test_the_right_one_of_several_is_found() -> None:
    """Of segments with the same words, neighbours tell which is meant, and without them the count."""
    index = Index(EN)
    name = index.name(range(3, 4))
    assert name == Named(("Yes.",), 2, "Two.", "Three, and four.")
    assert index.find(name) == (range(3, 4), True)
    assert index.find(name._replace(occurrence=1)) == (range(3, 4), True)
    assert index.find(Named(("yes",), 2)) == (range(3, 4), True)
    changed = Index(text_of("en", ["Nought.", "Yes.", "One.", "Yes.", "Two.", "Yes.", "Three, and four."]))
    assert changed.find(name) == (range(5, 6), True)


def test_segments_cut_otherwise_are_found() -> None:
    """A run is found when its segments are cut at other places inside it, not when one goes on across its end."""
    index = Index(text_of("en", ["One. Yes.", "Two.", "Yes. Three,", "and four."]))
    assert index.find(Named(("One.", "Yes."))) == (range(1), True)
    assert index.find(Named(("Two.", "Yes.", "Three, and four."))) == (range(1, 4), True)
    assert index.find(Named(("Three, and four.",))) is None


def test_pins_become_numbers() -> None:
    """Each kind of pin fixes what it says."""
    pins = [
        pin("same", range(2), range(1)),
        pin("alone", None, range(1, 2)),
        pin("apart", range(2, 3), range(2, 3)),
        pin("boundary", range(4, 5), range(4, 5)),
        pin("moved", range(5, 6), range(6, 7)),
    ]
    found = resolve(pins, EN, DE)
    assert found.fixed == Fixed(
        ((range(2), range(1)),), (), ((range(2, 3), range(2, 3)),), (frozenset({5}), frozenset({1, 6}))
    )
    assert found.boundaries == ((4, 4),)
    assert found.moved == ((range(5, 6), range(6, 7)),)
    assert [state.status for state in found.states] == ["holds"] * 5


def test_a_pin_whose_words_are_gone_is_stale() -> None:
    """Words that were changed make a pin stale; case, spaces and punctuation do not; the others hold."""
    pins = [pin("same", range(1), range(1)), pin("same", range(2, 3), range(2, 3)), pin("alone", range(6, 7), None)]
    changed = text_of("en", ["one!", "Yes.", "Deux.", "Yes.", "Three, and four.", "Five."])
    found = resolve(pins, changed, DE)
    assert [state.status for state in found.states] == ["holds", "stale", "stale"]
    assert found.fixed.beads == ((range(1), range(1)),)


def test_of_a_larger_run_the_rest_is_kept() -> None:
    """When a member of a run is gone, the others stay together, in a bead that may hold what took its place."""
    pins = [pin("same", range(4, 7), range(4, 6))]
    changed = text_of("en", ["One.", "Three, and four.", "Five."])
    found = resolve(pins, changed, DE)
    assert [state.status for state in found.states] == ["partly"]
    assert found.fixed == Fixed(together=((range(1, 3), range(4, 6)),))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("same", range(2), range(2)), ("same", range(1, 3), range(2, 3))),  # a segment in two beads
        (("same", range(3), range(1)), ("same", range(1), range(2, 3))),
        (("same", range(2, 3), range(1)), ("same", range(1), range(2, 3))),  # crossing
        (("same", range(2), range(2)), ("alone", range(1, 2), None)),
        (("alone", range(1, 2), None), ("same", range(2), range(2))),
        (("same", range(2), range(2)), ("apart", range(1), range(1, 2))),
        (("apart", range(1), range(1, 2)), ("same", range(2), range(2))),
        (("same", range(1, 3), range(1, 3)), ("boundary", range(2, 3), range(2, 3))),
        (("boundary", range(2, 3), range(2, 3)), ("same", range(1, 3), range(1, 3))),
        (("same", range(2, 3), range(5, 6)), ("moved", range(2, 3), range(1))),
        (("boundary", range(4, 5), range(2, 3)), ("boundary", range(2, 3), range(4, 5))),
    ],
)
def test_the_later_of_two_pins_counts(first: tuple, second: tuple) -> None:  # type: ignore[type-arg]
    """Of two pins that contradict each other the later one holds, and the earlier one is named."""
    found = resolve([pin(*first), pin(*second)], EN, DE)
    assert [state.status for state in found.states] == ["contradicted", "holds"]


def test_a_pin_set_twice_holds() -> None:
    """The same pin twice contradicts nothing."""
    pins = [pin("same", range(2), range(2))] * 2 + [pin("boundary", range(4, 5), range(4, 5))] * 2
    assert [state.status for state in resolve(pins, EN, DE).states] == ["holds"] * 4


def test_borders_are_set() -> None:
    """A pin cuts a segment, or joins two, and can be undone by its opposite; spaces stay where they were."""
    cut = Named(("Three,", "and four."))
    text = set_borders(EN, [("cut", cut)])
    assert text.texts == ["One.", "Yes.", "Two.", "Yes.", "Three,", "and four.", "Five.", "Six."]
    assert [segment.raw for segment in text.segments[4:6]] == ["Three, ", "and four. "]
    assert set_borders(text, [("cut", cut)]) == text
    assert set_borders(text, [("join", cut)]) == EN
    both = set_borders(EN, [("join", Named(("Five.", "Six.")))])
    assert both.texts[-1] == "Five. Six."
    assert resolve([Pin("join", Named(("Five.", "Six.")))], both, DE).states[0].status == "holds"
    assert resolve([Pin("join", Named(("Five.", "Six.")))], EN, DE).states[0].status == "stale"
    assert set_borders(EN, [("join", Named(("Five.", "Seven.")))]) == EN
    assert borders_of([Pin("cut", cut), Pin("join", None, cut)], 1) == [("join", cut)]


def test_a_cut_falls_where_the_next_part_begins() -> None:
    """Punctuation between two parts goes to the one that names it; scripts without spaces are cut too."""
    text = set_borders(
        text_of("en", ["He said: “No.” (Why?) So be it."]), [("cut", Named(("He said:", "“No.”", "(Why?) So be it.")))]
    )
    assert text.texts == ["He said:", "“No.”", "(Why?) So be it."]
    japanese = set_borders(
        text_of("ja", ["雨だ。「行こう」と言った。"]), [("cut", Named(("雨だ。", "「行こう」と言った。")))]
    )
    assert japanese.texts == ["雨だ。", "「行こう」と言った。"]


def test_the_lines_of_a_file_keep_their_borders() -> None:
    """Lines that are segments, and segments of different paragraphs, are not joined."""
    lines = make_lines("en", "One.\nTwo.\n")
    assert set_borders(lines, [("join", Named(("One.", "Two.")))]) is lines


def test_many_equal_lines_take_no_long_time() -> None:
    """Two thousand pins on as many lines, all alike, are told apart by their count."""
    lines = text_of("en", ["All that they sing is this."] * 2000)
    index = Index(lines)
    places = [index.find(Named(("All that they sing is this.",), k + 1)) for k in range(0, 2000, 100)]
    assert [place and place.run.start for place in places] == list(range(0, 2000, 100))


def test_hyphen_cut() -> None:
    """A cut inside a word is where the letters of its first part end."""
    assert set_borders(text_of("en", ["abcdef ghi"]), [("cut", Named(("abc", "def ghi")))]).texts == ["abc", "def ghi"]
