"""Language tags and the language of a text."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.read import check_language, detect_language, read_text
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
    """What people write for a language and is none is refused, and the message names what they mean."""
    with pytest.raises(InputError, match=f"{tag}.* write '{meant}'"):
        check_language(tag)


@pytest.mark.parametrize("tag", ["", "x", "xx", "1", "en-", "-en", "a b", "en-toolongsubtag", "日本語"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    """A word that is no tag at all is refused with an example."""
    with pytest.raises(InputError, match="such as"):
        check_language(tag)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_version_is_told_whole_and_by_paragraph(language: str) -> None:
    """The speech is told in every language, and so is each of its longer paragraphs."""
    content = (FAMILY / f"{language}.txt").read_text("utf-8")
    assert detect_language(content)[0] == language
    paragraphs = [block for block in content.split("\n\n") if len(block.encode()) > 200]
    assert [detect_language(paragraph, LANGUAGES)[0] for paragraph in paragraphs] == [language] * len(paragraphs)


def test_traditional_and_cebuano_are_told() -> None:
    """Traditional Chinese is no simplified, Cebuano no Tagalog."""
    assert detect_language("家庭會在共產主義國家裡保存下來嗎？這個問題讓勞動婦女們不安。")[0] == "zh-Hant"
    cebuano = (
        "Ang mga bata nga nagdula sa dalan dili gusto nga mopauli, ug kini nga butang kaayo nga lisod sabton nako."
    )
    assert detect_language(cebuano)[0] == "ceb"


@pytest.mark.parametrize("text", ["", "123 - 456", "* * *", "\u3000\n"])
def test_without_letters_there_is_no_language(text: str) -> None:
    """Figures and signs are in no language."""
    assert detect_language(text) == ("und", 0.0)


@pytest.mark.parametrize(
    ("name", "language"),
    [("ru.txt", "ru"), ("film.pt-BR.txt", "pt-BR"), ("old-book.txt", "und"), ("ru", "und"), ("a.txt", "und")],
)
def test_the_name_of_a_file_says_its_language(name: str, language: str) -> None:
    """A name that is a tag, or ends in one, decides where the text is too short to."""
    assert read_text(b"123.", name=name).language == language


def test_a_text_in_another_language_than_said_gives_a_warning() -> None:
    """The given language is kept, and the warning names both."""
    document = read_text((FAMILY / "pl.txt").read_bytes(), language="de", name="a.txt")
    assert document.language == "de"
    assert any("'de' but looks like 'pl'" in warning for warning in document.warnings)


def test_a_page_that_declares_a_wrong_language_is_read_in_its_own() -> None:
    """Templates declare English whatever they hold: the text decides, with a warning."""
    page = f'<html lang="en"><body><p>{(FAMILY / "ru.txt").read_text("utf-8")}</p></body></html>'
    document = read_text(page.encode(), name="a.html")
    assert document.language == "ru"
    assert any("declares the language 'en'" in warning for warning in document.warnings)


def test_a_paragraph_in_another_language_is_named() -> None:
    """A paragraph that was left untranslated is named by its line."""
    mixed = (FAMILY / "it.txt").read_text("utf-8").split("\n\n")
    mixed[4] = (FAMILY / "en.txt").read_text("utf-8").split("\n\n")[1]
    warnings = read_text("\n\n".join(mixed).encode(), name="it.txt").warnings
    assert warnings == ("it.txt: not in 'it': the paragraph at line 9 (en)",)


def test_hans_and_hant_contradict_each_other() -> None:
    """Simplified text that is said to be traditional gives a warning; a plain ``zh`` agrees with both."""
    data = (FAMILY / "zh-Hans.txt").read_bytes()
    assert any("'zh-Hant'" in warning for warning in read_text(data, language="zh-Hant", name="a.txt").warnings)
    assert read_text(data, language="zh", name="a.txt").warnings == ()
    assert read_text(data, language="zh-TW", name="a.txt").warnings != ()
