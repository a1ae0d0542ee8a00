"""Translation jobs of other tools: their units, which of them are translations, and their inline codes."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.formats import xliff
from aligner.formats.aligned import load_aligned, open_aligned
from tests.formats.editions import DATA, edition_of, texts_in, written
from tests.read.reading import DATA as READ

ONE = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"{0}><file source-language="en" '
TWO = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="de">'
    '<file id="f">{0}</file></xliff>'
)


def job(*units: str, spaces: str = "", target: str = "de") -> str:
    """Return a file of XLIFF 1.2, whose first unit is in line 2."""
    body = "\n".join(("<body>", *units, "</body></file></xliff>"))
    return ONE.format(spaces) + f'target-language="{target}">' + body


def unit(source: str, target: str, attributes: str = "", state: str = "") -> str:
    """Return a unit of 1.2."""
    return f'<trans-unit id="u"{attributes}><source>{source}</source><target{state}>{target}</target></trans-unit>'


def test_segments_of_a_unit_are_units() -> None:
    """Segments with the same number in source and target belong together; one without a translation is counted."""
    marks = [f'<mrk mtype="seg" mid="{n}">{word}</mrk>' for n, word in enumerate(["One.", "Two.", "Three."])]
    german = ['<g id="9"><mrk mtype="seg" mid="2">Drei.</mrk></g>', '<mrk mtype="seg" mid="0">Eins.</mrk>']
    half = (
        f"<trans-unit id='u'><source>One. Two. Three.</source><seg-source>{' '.join(marks)}</seg-source>"
        f"<target>{' '.join(german)}<mrk mtype='seg' mid='1'/></target></trans-unit>"
    )
    assert texts_in(job(half)) == (
        [("One.", "Eins."), ("Three.", "Drei.")], ["1 unit left out: no translation"]
    )  # fmt: skip


def test_a_segment_in_pieces_is_one_unit() -> None:
    """Formatting may cut a segment of the target into several marks of the same number."""
    source = '<seg-source><mrk mtype="seg" mid="1">A red dog</mrk></seg-source>'
    target = (
        '<target><mrk mtype="seg" mid="1">Ein roter</mrk><g id="2"><mrk mtype="seg" mid="1"> Hund</mrk></g></target>'
    )
    content = job(f"<trans-unit id='u'><source>A red dog</source>{source}{target}</trans-unit>")
    assert texts_in(content)[0] == [("A red dog", "Ein roter Hund")]


@pytest.mark.parametrize(
    ("attributes", "state", "reason"),
    [
        ("", "", ""),
        ("", ' state="translated"', ""),
        ("", ' state="needs-review-translation"', ""),
        (' approved="no"', ' state="translated"', ""),
        ("", ' state="final" state-qualifier="fuzzy-match"', ""),
        (' approved="yes"', ' state-qualifier="fuzzy-match"', ""),
        ("", ' state="translated" state-qualifier="leveraged-mt"', ""),
        (' translate="yes"', "", ""),
        (' translate="no"', "", "not to be translated"),
        ("", ' state="new"', "state new"),
        ("", ' state="needs-translation"', "state needs-translation"),
        ("", ' state="needs-review-translation" state-qualifier="fuzzy-match"', "fuzzy"),
        ("", ' state-qualifier="mt-suggestion"', "machine translation"),
        ("", ' state-qualifier="tm-suggestion"', "suggestion of a memory"),
        ("", ' state-qualifier="rejected-grammar"', "rejected"),
        (' approved="no"', "", "not approved"),
        (' mq:status="ManuallyConfirmed" mq:percent="0"', "", ""),
        (' mq:status="Pretranslated" mq:percent="101"', "", ""),
        (' mq:status="Pretranslated" mq:percent="99"', "", "fuzzy"),
        (' mq:status="PartiallyEdited"', "", "translation not confirmed"),
        (' mq:status="MachineTranslated"', "", "machine translation"),
    ],
)
def test_only_finished_translations_come_in(attributes: str, state: str, reason: str) -> None:
    """States, approval, origin and the row states of memoQ decide; the reason of what stays out is counted."""
    content = job(unit("One.", "Eins."), unit("Two.", "Zwei.", attributes, state), spaces=' xmlns:mq="MQXliff"')
    found, notes = texts_in(content)
    assert found == [("One.", "Eins."), *([("Two.", "Zwei.")] if not reason else [])]
    assert notes == ([f"1 unit left out: {reason}"] if reason else [])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('conf="Translated"', ""),
        ('conf="ApprovedSignOff" origin="mt"', ""),
        ('origin="tm" percent="100"', ""),
        ('conf="Draft" origin="tm" percent="85"', "fuzzy"),
        ('conf="Draft"', "translation not confirmed"),
        ('conf="RejectedTranslation"', "rejected"),
        ('origin="nmt"', "machine translation"),
        ('origin="tm" percent="99"', "fuzzy"),
    ],
)
def test_confirmation_levels_of_trados_studio(said: str, reason: str) -> None:
    """What Trados Studio says of a segment decides about it alone."""
    marks = [
        f'<{tag}><mrk mtype="seg" mid="1">{one}</mrk> <mrk mtype="seg" mid="2">{two}</mrk></{tag}>'
        for tag, one, two in (("seg-source", "One.", "Two."), ("target", "Eins.", "Zwei."))
    ]
    defined = f'<sdl:seg-defs><sdl:seg id="1" conf="Translated"/><sdl:seg id="2" {said}/></sdl:seg-defs>'
    content = job(
        f"<trans-unit id='u'><source>One. Two.</source>{''.join(marks)}{defined}</trans-unit>",
        spaces=' xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"',
    )
    found, notes = texts_in(content, "a.sdlxliff")
    assert found == [("One.", "Eins."), *([("Two.", "Zwei.")] if not reason else [])]
    assert notes == ([f"1 unit left out: {reason}"] if reason else [])


def test_states_of_version_2() -> None:
    """A segment in the state initial is no translation, nor is a unit in a file or group that is not translated."""
    reviewed, initial = (f' state="{state}"' for state in ("reviewed", "initial"))
    segment = "<segment{0}><source>{1}</source><target>{2}</target></segment>"
    units = [
        f'<unit id="a">{segment.format("", "One.", "Eins.")}<ignorable/></unit>',
        f'<unit id="z">{segment.format(reviewed, "Two.", "Zwei.")}</unit>',
        f'<unit id="b">{segment.format(initial, "Three.", "Three.")}</unit>',
        f'<group id="g" translate="no"><unit id="c">{segment.format("", "X1", "X1")}</unit>',
        f'<unit id="d" translate="yes">{segment.format("", "Four.", "Vier.")}</unit></group>',
    ]
    found, notes = texts_in(TWO.format("".join(units)))
    assert found == [("One.", "Eins."), ("Two.", "Zwei."), ("Four.", "Vier.")]
    assert notes == ["1 unit left out: not to be translated", "1 unit left out: state initial"]


def test_proposals_are_no_translations() -> None:
    """What a memory proposes is in a unit too, but is not its translation."""
    proposed = "<alt-trans><source>One</source><target>Eines</target></alt-trans>"
    content = job(f"<trans-unit id='u'><source>One.</source>{proposed}</trans-unit>", unit("Two.", "Zwei."))
    assert texts_in(content) == (
        [("Two.", "Zwei.")], ["1 lists of proposed translations, left out", "1 unit left out: no translation"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("un<g id='1'>believ</g>able", "unbelievable"),
        ("one<x id='1'/>two", "one two"),
        ("one<ph id='1'/>two", "one two"),
        ("one<x id='1'/> two", "one two"),
        ("one <x id='1'/>two", "one two"),
        ("one<x id='1' ctype='lb'/>two", "one\ntwo"),
        ("one<ph id='1'>&lt;br/&gt;</ph>two", "one\ntwo"),
        ("one<ph id='1'>&lt;b&gt;</ph>two", "onetwo"),
        ("one<bpt id='1'>{}</bpt>two<ept id='1'>{}</ept>", "onetwo"),
        ("one<it id='1' pos='open'>x</it>two", "onetwo"),
        ("one<x id='1'/>.", "one."),
        ("one<x id='1' ctype='lb'/>.", "one."),
        ("本<x id='1'/>日", "本日"),
        ("<x id='1'/>one<x id='2'/>", "one"),
        ("one <mrk mtype='term'>two</mrk>", "one two"),
        ("one<!-- note --> two", "one two"),
    ],
)
def test_inline_codes_join_no_words(content: str, text: str) -> None:
    """A code leaves what it divided apart: a line break, or a space between letters; formatting leaves nothing."""
    assert texts_in(job(unit(content, "x")))[0] == [(text.replace("\n", " "), "x")]
    edition, _ = load_aligned(job(unit(content, "x")).encode(), name="a.xlf")
    assert edition.texts[0].paragraphs[0].text == text


def test_inline_codes_of_version_2() -> None:
    """Native codes are in the unit's data; a character by its number is that character where XML may hold it."""
    data = '<originalData><data id="d">&lt;br/&gt;</data></originalData>'
    source = 'One<ph id="1" dataRef="d"/>two <pc id="2">three</pc><cp hex="0007"/><cp hex="2026"/>'
    content = TWO.format(f'<unit id="u">{data}<segment><source>{source}</source><target>x</target></segment></unit>')
    edition, _ = load_aligned(content.encode(), name="a.xlf")
    assert edition.texts[0].paragraphs[0].text == "One\ntwo three…"
    shown, _ = load_aligned(content.encode(), name="a.xlf", keep_tags=True)
    assert shown.texts[0].paragraphs[0].text == "One<br/>two three…"


@pytest.mark.parametrize("name", ["xliff", "xliff12"])
def test_codes_and_white_space_come_back(name: str) -> None:
    """A memory goes through XLIFF with its inline codes, notes and white space."""
    codes = '<bpt i="1">&lt;b&gt;</bpt>one<ept i="1">&lt;/b&gt;</ept><ph x="2" type="lb"/>'
    tmx = (
        '<tmx version="1.4"><header srclang="en"/><body><tu><note>For a button</note>'
        f'<tuv xml:lang="en"><seg> A  {codes}\ttwo</seg></tuv><tuv xml:lang="de"><seg>ein  {codes}</seg></tuv>'
        "</tu></body></tmx>"
    )
    edition, _ = load_aligned(tmx.encode(), name="a.tmx")
    data, report = written(edition, name)
    assert report.lines() == ["1 units written"]
    assert b'xml:space="preserve"' in data
    back, _ = load_aligned(data, name="a.xlf")
    source = back.texts[0].paragraphs[0]
    assert source.text == " A  one\ttwo"
    assert source.details == (("tu.note", "For a button"),)
    again = written(back, "tmx")[0].decode()
    assert '<bpt i="1" x="1">&lt;b&gt;</bpt>one<ept i="1">&lt;/b&gt;</ept><ph x="2" type="lb"/>\ttwo' in again


def test_a_job_of_version_1_2_comes_back() -> None:
    """A file of 1.2 has every row, its confidence too, and a unit without a target where there is none."""
    edition = edition_of(("en", "de"), [("One.", "Eins."), ("Two.", ""), ("", "Drei."), ("Four <&>.", "Vier.")])
    data, report = written(edition, "xliff12")
    assert report.units == 4
    back, notes = load_aligned(data, name="a.xlf")
    assert [tuple(row.texts.values()) for row in back] == [("One.", "Eins."), ("Four <&>.", "Vier.")]
    assert [row.confidence for row in back.rows] == [edition.rows[0].confidence, edition.rows[3].confidence]
    assert notes == ["2 units left out: no translation"]


def test_layout_is_no_text() -> None:
    """Without ``xml:space="preserve"`` a line break with its indentation is one space; with it all is kept."""
    printed = "\n   One\n   two\n"
    assert load_aligned(job(unit(printed, "x")).encode(), name="a.xlf")[0].texts[0].paragraphs[0].text == "One two"
    kept = job(unit(printed, "x", ' xml:space="preserve"'))
    assert load_aligned(kept.encode(), name="a.xlf")[0].texts[0].paragraphs[0].text == printed


def test_files_of_tools_in_the_test_data() -> None:
    """Old language codes are made new; units without a translation are counted."""
    found, notes = texts_in((READ / "ferry-1.2.xlf").read_bytes())
    assert found == [("The ferry leaves.", "Feri berangkat.")]
    assert notes[1:] == ["1 unit left out: no translation"]
    edition, _ = load_aligned(READ / "ferry-2.1.xlf")
    assert edition.languages == ("en", "tl")
    assert (DATA / "kettle.en-de.xlf").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<xliff><file>", r"a\.xlf, line 1: not well-formed XML"),
        (job(unit("a&#xD800;b", "x")), r"a\.xlf, line 2: a reference to half a surrogate pair"),
        (job(unit("a&nbsp;b", "x")), r"a\.xlf, line 2: not well-formed XML \(Entity 'nbsp' not defined"),
        (job(unit("One.", "")), r"a\.xlf: no unit in it has a translation \(1 unit left out: no translation\)"),
        ("<html/>", r"a\.xlf: the root is not <xliff>"),
    ],
)
def test_what_is_no_job_is_one_sentence(content: str, message: str) -> None:
    """A damaged file is refused with its name, its line and the reason."""
    with pytest.raises(InputError, match=message):
        load_aligned(content.encode(), name="a.xlf")


def test_half_a_character_in_a_name_is_refused() -> None:
    """The name of an element that the parser cannot decode ends in a sentence, also where no text is read."""
    data = (
        '<xliff version="1.2"><file source-language="en" target-language="de"><body><trans-unit id="&#xD800;">'
        "<source>One.</source><target>Eins.</target></trans-unit></body></file></xliff>"
    )
    with pytest.raises(InputError, match="line 1: a reference to half a surrogate pair"):
        load_aligned(data.encode(), name="a.xlf")


@pytest.mark.parametrize("unit", ["", ' approved="yes"', ' xml:space="preserve"', ' resname="x"'])
@pytest.mark.parametrize("target", ["", ' state="final"', ' state="translated" xml:lang="de"', ' state="new"'])
@pytest.mark.parametrize("around", ["", ' translate="no"'])
@pytest.mark.parametrize("text", ["Eins.", " ", "Eins.\n  Zwei.", ""])
def test_the_short_way_gives_what_the_long_way_gives(
    unit: str, target: str, around: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Units of two plain texts are read in a quicker way, which must not differ in anything."""
    data = (
        f'<xliff version="1.2"><file source-language="en" target-language="de"{around}><body><trans-unit id="0">'
        f'<source>Zero.</source><target>Null.</target></trans-unit><trans-unit id="1"{unit}><source>One.</source>'
        f"<target{target}>{text}</target></trans-unit></body></file></xliff>"
    ).encode()

    def read() -> object:
        try:
            with open_aligned(data, name="a.xlf") as memory:
                return list(memory.units), dict(memory.notes)
        except InputError as error:
            return str(error)

    quick = read()
    monkeypatch.setattr(xliff, "_read_plain", lambda *_: None)
    slow = read()
    if isinstance(quick, tuple) and isinstance(slow, tuple):
        assert quick[0] == slow[0]
        assert {key: count for key, count in quick[1].items() if count} == {
            key: count for key, count in slow[1].items() if count
        }
    else:
        assert quick == slow
