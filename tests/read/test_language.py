"""Language tags and the language of a text."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from aligner.errors import InputError
from aligner.read import check_language, detect_language, read_document
from aligner.read.parts import detect
from aligner.read.parts.detect import chinese_script, language_warnings, settle_language
from aligner.read.parts.language_tags import find_language, is_common_tag
from aligner.text import Paragraph
from tests.read.reading import FAMILY

LANGUAGES = ["de", "en", "es", "fr", "id", "it", "ja", "pl", "pt", "ru", "tl", "zh-Hans"]


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("fil", "tl"),
        ("in", "id"),
        ("eng", "en"),
        ("PT_br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
    ],
)
def test_tags_become_canonical(tag: str, canonical: str) -> None:
    """Old and long codes become the BCP 47 tag, in its spelling."""
    assert check_language(tag) == canonical


@pytest.mark.parametrize(
    ("tag", "meant"), [("jp", "ja"), ("cn", "zh-Hans"), ("cz", "cs"), ("ua", "uk"), ("English", "en"), ("jp-JP", "ja")]
)
def test_a_wrong_tag_is_refused_with_the_right_one(tag: str, meant: str) -> None:
    """A word that people write for a language, but is not its tag, is refused with the tag that they mean."""
    with pytest.raises(InputError, match=f"{tag}.* write '{meant}'"):
        check_language(tag)


@pytest.mark.parametrize("tag", ["", "x", "xx", "1", "en-", "-en", "a b", "en-toolongsubtag", "日本語"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    """A word that is not a tag at all is refused with examples of tags."""
    with pytest.raises(InputError, match="such as"):
        check_language(tag)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_version_is_recognised_whole_and_by_paragraph(language: str) -> None:
    """The language of the speech is found in all twelve versions, and that of each longer paragraph."""
    content = (FAMILY / f"{language}.txt").read_text("utf-8")
    assert detect_language(content)[0] == language
    paragraphs = [block for block in content.split("\n\n") if len(block.encode()) > 200]
    assert [detect_language(paragraph, LANGUAGES)[0] for paragraph in paragraphs] == [language] * len(paragraphs)


def test_traditional_chinese_and_cebuano_are_recognised() -> None:
    """Traditional Chinese is not taken for simplified, nor Cebuano for Tagalog."""
    assert detect_language("家庭會在共產主義國家裡保存下來嗎？這個問題讓勞動婦女們不安。")[0] == "zh-Hant"
    cebuano = (
        "Ang mga bata nga nagdula sa dalan dili gusto nga mopauli, ug kini nga butang kaayo nga lisod sabton nako."
    )
    assert detect_language(cebuano)[0] == "ceb"


@pytest.mark.parametrize("text", ["", "123 - 456", "* * *", "\u3000\n"])
def test_without_letters_there_is_no_language(text: str) -> None:
    """Digits and punctuation are in no language."""
    assert detect_language(text) == ("und", 0.0)


@pytest.mark.parametrize(
    ("name", "language"),
    [("ru.txt", "ru"), ("film.pt-BR.txt", "pt-BR"), ("old-book.txt", "und"), ("ru", "und"), ("a.txt", "und")],
)
def test_the_name_of_a_file_says_its_language(name: str, language: str) -> None:
    """A name that is a tag, or ends in one, decides where the text is too short to."""
    assert read_document(b"123.", name=name).language == language


def test_a_text_in_another_language_than_said_gives_a_warning() -> None:
    """The given language is kept, and the warning names both."""
    document = read_document((FAMILY / "pl.txt").read_bytes(), language="de", name="a.txt")
    assert document.language == "de"
    assert any("'de' but looks like 'pl'" in warning for warning in document.warnings)


def test_a_page_that_declares_a_wrong_language_is_read_in_its_own() -> None:
    """Templates declare English whatever they hold: the text decides, with a warning."""
    page = f'<html lang="en"><body><p>{(FAMILY / "ru.txt").read_text("utf-8")}</p></body></html>'
    document = read_document(page.encode(), name="a.html")
    assert document.language == "ru"
    assert any("declares the language 'en'" in warning for warning in document.warnings)


def test_a_paragraph_in_another_language_is_named() -> None:
    """A paragraph that was left untranslated is named by its line."""
    mixed = (FAMILY / "it.txt").read_text("utf-8").split("\n\n")
    mixed[4] = (FAMILY / "en.txt").read_text("utf-8").split("\n\n")[1]
    warnings = read_document("\n\n".join(mixed).encode(), name="it.txt").warnings
    assert warnings == ("it.txt: not in 'it': the paragraph at line 9 (en)",)


def test_hans_and_hant_contradict_each_other() -> None:
    """Simplified text that is said to be traditional gives a warning; a plain ``zh`` agrees with both."""
    data = (FAMILY / "zh-Hans.txt").read_bytes()
    assert any("'zh-Hant'" in warning for warning in read_document(data, language="zh-Hant", name="a.txt").warnings)
    assert read_document(data, language="zh", name="a.txt").warnings == ()
    assert read_document(data, language="zh-TW", name="a.txt").warnings != ()


# --- thresholds, with an identifier that says what the test wants ---------------------------------------------------


class FixedIdentifier:
    """An identifier that finds one language in every text, with one confidence, and notes what it was asked."""

    def __init__(self, language: str, confidence: float) -> None:
        self.language, self.confidence = language, confidence
        self.asked: list[str] = []

    def classify(self, text: str) -> tuple[str, float]:
        """Return the language and the confidence that the test wants."""
        self.asked.append(text)
        return self.language, self.confidence


Use = Callable[..., FixedIdentifier]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Return a function that puts a fixed identifier in the place of the real one."""

    def put(language: str, confidence: float = 1.0) -> FixedIdentifier:
        identifier = FixedIdentifier(language, confidence)
        monkeypatch.setattr(detect, "_identifier", lambda _languages: identifier)
        return identifier

    return put


@pytest.mark.parametrize(("confidence", "language"), [(0.9, "de"), (0.899, "und")])
def test_a_language_is_believed_from_a_confidence_of_0_9(confidence: float, language: str, use: Use) -> None:
    """With a confidence of 0.9 a text's language is taken, below it is not."""
    use("de", confidence)
    assert read_document(b"x" * 100, name="a.txt").language == language


@pytest.mark.parametrize(("size", "language"), [(60, "de"), (59, "und")])
@pytest.mark.parametrize("letter", ["x", "é", "漢"])
def test_a_language_is_believed_from_60_bytes(letter: str, size: int, language: str, use: Use) -> None:
    """A text of 60 bytes in UTF-8 has a language, one of 59 or less has none; headings do not count."""
    use("de")
    count, rest = divmod(size, len(letter.encode()))
    content = letter * count + "x" * rest
    assert len(content.encode()) == size
    assert read_document(content.encode(), name="a.txt").language == language
    assert read_document(f"# {'x' * 200}\n\n{content}".encode(), name="a.txt").language == language


@pytest.mark.parametrize(("size", "confidence", "warned"), [(120, 0.9, True), (119, 0.9, False), (120, 0.899, False)])
def test_a_paragraph_is_asked_from_120_bytes(size: int, confidence: float, warned: bool, use: Use) -> None:
    """A paragraph in another language is named from 120 bytes and a confidence of 0.9."""
    use("pl", confidence)
    warnings = language_warnings([Paragraph("x" * size), Paragraph("1"), Paragraph("2")], "de")
    assert warnings == (["not in 'de': the paragraph at line 1 (pl)"] if warned else [])


def test_600_characters_of_a_paragraph_and_20_000_of_a_text_are_looked_at(use: Use) -> None:
    """What comes after the first 600 characters of a paragraph, or 20,000 of a text, does not count."""
    identifier = use("de")
    language_warnings([Paragraph("x" * 5000)], "de")
    assert [len(text) for text in identifier.asked] == [600]
    identifier.asked.clear()
    assert detect_language("1" * 19_999 + "a" * 50)[0] == "de"
    assert [len(text) for text in identifier.asked] == [20_000]
    assert detect_language("1" * 20_000 + "a") == ("und", 0.0)


def test_a_warning_names_five_paragraphs(use: Use) -> None:
    """Of more than five paragraphs in another language the others are counted."""
    use("pl")
    others = [Paragraph("x" * 120, line=line) for line in range(1, 7)]
    own = [Paragraph("1")] * 6
    named = "not in 'de': the paragraph at line 1 (pl), line 2 (pl), line 3 (pl), line 4 (pl), line 5 (pl)"
    assert language_warnings(others[:5] + own, "de") == [named]
    assert language_warnings(others + own, "de") == [named + " and 1 more"]


@pytest.mark.parametrize(("others", "own", "warned"), [(2, 2, True), (3, 2, False)])
def test_paragraphs_are_named_only_where_they_are_the_fewer(others: int, own: int, warned: bool, use: Use) -> None:
    """When half of the paragraphs are in another language they are named, when more are the text as a whole is."""
    use("pl")
    paragraphs = [Paragraph("x" * 120)] * others + [Paragraph("1")] * own
    assert bool(language_warnings(paragraphs, "de")) == warned


NEAR = ["id ms", "no nb nn da", "hr sr bs sl", "gl pt es ca", "cs sk", "tl ceb"]


@pytest.mark.parametrize(
    ("one", "other"), [pair for group in NEAR for pair in itertools.permutations(group.split(), 2)]
)
def test_near_languages_are_not_distinguished_in_a_paragraph(one: str, other: str, use: Use) -> None:
    """No paragraph is said to be in a language that is near the document's."""
    use(other)
    assert language_warnings([Paragraph("x" * 120), Paragraph("1")], one) == []
    assert language_warnings([Paragraph("x" * 120), Paragraph("1")], "hu") != []


CEBUANO = ["ug", "nga", "dili", "kini", "kaayo", "niini", "unsa", "wala'y", "gikan"]
TAGALOG = ["ng", "at", "ay", "hindi", "ito", "nang", "kung", "mula", "rin", "din"]


@pytest.mark.parametrize("cebuano", CEBUANO)
def test_cebuano_is_recognised_by_each_of_its_words(cebuano: str, use: Use) -> None:
    """What the identifier takes for Tagalog is Cebuano when it has more of the small words of Cebuano."""
    use("tl")
    assert detect_language(f"{cebuano} ug at")[0] == "ceb"  # 2 against 1
    assert detect_language("ug at")[0] == "tl"  # 1 against 1
    assert detect_language("kanila")[0] == "tl"  # "them" in both
    assert detect_language("kanila ug")[0] == "ceb"  # 2 against 1


@pytest.mark.parametrize("tagalog", TAGALOG)
def test_tagalog_is_recognised_by_each_of_its_words(tagalog: str, use: Use) -> None:
    """As many small words of Tagalog as of Cebuano leave a text Tagalog."""
    use("tl")
    assert detect_language(f"ug {tagalog}")[0] == "tl"
    assert detect_language(f"ug ug ug {tagalog}")[0] == "ceb"
    assert detect_language("ug ug ug", ["tl", "en"])[0] == "tl"


@pytest.mark.parametrize(
    ("given", "found", "agree"),
    [
        ("nb", "no", True), ("nn", "nb", True), ("nb", "da", False), ("zh", "zh-Hant", True),
        ("zh-TW", "zh-Hant", True),
        ("zh-HK", "zh-Hant", True), ("zh-MO", "zh-Hant", True), ("zh-CN", "zh-Hant", False),
        ("zh-SG", "zh-Hant", False),
        ("zh-Hans", "zh-Hant", False), ("zh-TW", "zh-Hans", False), ("zh-CN", "zh-Hans", True), ("pt-BR", "pt", True),
    ],
)  # fmt: skip
def test_which_tags_agree(given: str, found: str, agree: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A given language is doubted when the text shows another language, or another Chinese script."""
    monkeypatch.setattr(detect, "detect_language", lambda _text: (found, 1.0))
    assert settle_language([Paragraph("x" * 100)], given, "") == (
        given,
        [] if agree else [f"the text is said to be in {given!r} but looks like {found!r}; check the language you gave"],
    )


@pytest.mark.parametrize(
    ("declared", "found", "language"),
    [("zh", "zh-Hant", "zh-Hant"), ("pt-BR", "pt", "pt-BR"), ("en", "ru", "ru"), ("", "ru", "ru"), ("xx", "ru", "ru")],
)
def test_of_a_declaration_and_the_text_the_one_that_says_more(
    declared: str, found: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two tags that agree the longer is taken, of two that do not the text's own."""
    monkeypatch.setattr(detect, "detect_language", lambda _text: (found, 1.0))
    assert settle_language([Paragraph("x" * 100)], "", declared)[0] == language
    monkeypatch.setattr(detect, "detect_language", lambda _text: (found, 0.5))
    assert settle_language([Paragraph("x" * 100)], "", "en")[0] == "en"


@pytest.mark.parametrize("word", ["pt-BR", "zh_Hant", "es-419", "sr-Cyrl", "ar-Arab", "uz-Latn", "zh-Hans-CN", "EN"])
def test_a_tag_in_a_files_name_is_known(word: str) -> None:
    """A language with a script and a region, each spelt as it should be, is surely meant as a tag."""
    assert is_common_tag(word)


@pytest.mark.parametrize("word", ["to-do", "pt-br", "zh-hant", "en-12", "en-1234", "xx", "engl", "one", "a", ""])
def test_a_word_in_a_files_name_is_no_tag(word: str) -> None:
    """What is spelt otherwise, or is no language, is a word."""
    assert not is_common_tag(word)


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [("de-u-co-phonebk", "de-u-co-phonebk"), ("en-x-old", "en-x-old"), ("sl-rozaj-biske", "sl-biske-rozaj"),
     ("ZH-HANT-hk", "zh-Hant-HK"), ("de-1901", "de-1901")],
)  # fmt: skip
def test_variants_and_extensions_are_kept(tag: str, canonical: str) -> None:
    """What follows the region is kept in small letters."""
    assert check_language(tag) == canonical


@pytest.mark.parametrize("tag", ["e", "engl", "en-x", "en-u", "en-abcd-efgh", "de-abcdefghi", "en-u-abcdefghi"])
def test_what_bcp_47_does_not_allow_is_refused(tag: str) -> None:
    """Subtags that are too short, too long or in the wrong place make no tag."""
    with pytest.raises(InputError, match="is not a BCP 47 language tag"):
        check_language(tag)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("人人这", "zh-Hans"),
        ("人人這", "zh-Hant"),
        ("人人", "zh"),
        ("这這", "zh"),
        ("这这這", "zh-Hans"),
        ("这這這", "zh-Hant"),
    ],
)
def test_only_characters_of_one_script_decide(text: str, tag: str) -> None:
    """Characters that both Chinese scripts have decide nothing; of the others the more numerous do."""
    assert chinese_script(text) == tag


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [("x-foo", "x-foo"), ("i-klingon", "tlh"), ("en-GB-oed", "en-GB-oxendict"), ("sh", "sr-Latn"),
     ("sh-Cyrl", "sr-Cyrl"), ("iw", "he"), ("cmn-Hans", "zh-Hans"), ("zh-cmn-Hant", "zh-Hant"),
     ("fil-PH", "tl-PH"), ("qaa", "qaa")],
)  # fmt: skip
def test_registered_and_private_tags(tag: str, canonical: str) -> None:
    """What BCP 47 and CLDR know is a tag: private, grandfathered and withdrawn ones too."""
    assert check_language(tag) == canonical


def test_a_language_finds_its_variants() -> None:
    """A wanted tag finds the same, else its variants; a region does not find another, nor the bare language."""
    assert find_language("en", ["de", "en-US", "en-GB"]) == 1
    assert find_language("zh-Hant", ["zh-Hans", "zh-Hant-TW"]) == 1
    assert find_language("en-GB", ["en", "en-US"]) == -1
    assert find_language("en", ["enm"]) == -1


def test_a_name_that_is_an_english_word_names_no_language_of_an_english_text() -> None:
    """``to.txt`` in English is no Tongan; in another language, or too short to tell, the name is believed."""
    english = (FAMILY / "en.txt").read_bytes()
    for name in ("to.txt", "is.txt", "book.no.txt"):
        assert read_document(english, name=name).language == "en"
    assert read_document(b"Ko e vaka.", name="to.txt").language == "to"
    assert read_document((FAMILY / "de.txt").read_bytes(), name="is.txt").language == "is"
    assert read_document(english, name="de.txt").language == "de"
