"""Bytes into characters."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.read.parts.decode import decode, find_mojibake
from tests.read.reading import FAMILY

LEGACY = [
    *[(language, "cp1252") for language in ("de", "en", "es", "fr", "id", "it", "pt", "tl")],
    *[("pl", encoding) for encoding in ("cp1250", "iso8859-2")],
    *[("ru", encoding) for encoding in ("cp1251", "koi8-r", "cp866", "iso8859-5")],
    *[("ja", encoding) for encoding in ("cp932", "euc_jp", "iso2022_jp")],
    *[("zh-Hans", encoding) for encoding in ("gb18030", "gbk")],
]


@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_old_encodings_are_told(language: str, encoding: str, named: bool) -> None:
    """A text in an encoding from before Unicode is read right, whether its language is known or not."""
    data = (FAMILY / f"{language}.txt").read_text("utf-8").encode(encoding, "ignore")
    assert decode(data, name="a.txt", language=language if named else "") == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("language", ["en", "ja", "ru", "zh-Hans"])
def test_unicode_is_read_with_and_without_mark(language: str, encoding: str) -> None:
    """Every form of Unicode is read, and its byte order mark is no text."""
    content = (FAMILY / f"{language}.txt").read_text("utf-8")
    assert decode(content.encode(encoding), name="a.txt", language=language) == content


def test_traditional_chinese_in_big5() -> None:
    """Big5 is told from GB 18030."""
    content = "渡船夫渡河四千次了，每一次他都大聲數著。沒有人問他為什麼，因為住在河邊的人都沒有發問的習慣。"
    assert decode(content.encode("big5"), name="a.txt", language="zh-Hant") == content
    assert decode(content.encode("big5"), name="a.txt") == content


@pytest.mark.parametrize("label", ["iso-8859-1", "ISO_8859-1", "latin1", "us-ascii"])
def test_latin_1_is_read_as_windows_1252(label: str) -> None:
    """A declared ISO 8859-1 has windows-1252's quotes, as in every browser."""
    data = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'.encode() + b"\x93caf\xe9\x94"
    assert decode(data, name="a.html").endswith("“café”")


def test_declaration_comes_before_guessing() -> None:
    """A page's own word is taken, as the bytes could be several things."""
    data = '<?xml version="1.0" encoding="windows-1251"?><p>Маяк'.encode("cp1251")
    assert decode(data, name="a.xml", language="pl").endswith("Маяк")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (("Zażółć gęślą jaźń, naïve façade.\n" * 5).encode() + b"caf\xe9\n", r"line 6 \(byte 223\): byte 0xE9"),
        (b'<?xml version="1.0" encoding="utf-8"?>\n<p>\xe9</p>', r"line 2 .*0xE9"),
        (b'<meta charset="shift_jis">\n\x82\xa0\x82 ', "line 2 .*0x82 stands for no character in cp932"),
        (b"\xef\xbb\xbfone\ntwo \xff", "line 2"),
        (b"one\ntwo\0", "line 2: a NUL"),
        (b"\xff\xfea", "utf-16"),
    ],
)
def test_what_cannot_be_decoded_is_an_error_with_its_place(data: bytes, place: str) -> None:
    """Nothing is replaced silently: the message names line and byte."""
    with pytest.raises(InputError, match=f"a.txt, .*{place}"):
        decode(data, name="a.txt")


@pytest.mark.parametrize("encoding", ["nonsense", "base64", "utf-16", "idna"])
def test_a_false_declaration_does_no_harm(encoding: str) -> None:
    """A declared charset that is none, or cannot be, is passed over."""
    assert decode(f'<meta charset="{encoding}">é'.encode(), name="a.html").endswith("é")


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "id", "it", "ja", "pl", "pt", "ru", "tl", "zh-Hans"])
def test_no_clean_text_is_called_mojibake(language: str) -> None:
    """The speech in all its versions is as it should be."""
    assert find_mojibake((FAMILY / f"{language}.txt").read_text("utf-8")) == ""


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pl", "pt", "ru", "ja"])
def test_mojibake_is_named(language: str) -> None:
    """UTF-8 that was once read as another encoding is recognised, with the line and the encoding."""
    data = (FAMILY / f"{language}.txt").read_bytes()
    broken = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
    assert "read as cp1252" in find_mojibake(broken)


def test_lost_characters_are_named() -> None:
    """A replacement character is a sign that text was lost before."""
    assert find_mojibake("one\ntwo \ufffd").startswith("line 2: ")
