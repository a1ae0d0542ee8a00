"""Bytes into characters."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.read.parts.decode import declared_charset, decode, find_mojibake
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
def test_old_encodings_are_recognised(language: str, encoding: str, named: bool) -> None:
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
    """Big5 is distinguished from GB 18030."""
    content = "渡船夫渡河四千次了，每一次他都大聲數著。沒有人問他為什麼，因為住在河邊的人都沒有發問的習慣。"
    assert decode(content.encode("big5"), name="a.txt", language="zh-Hant") == content
    assert decode(content.encode("big5"), name="a.txt") == content


@pytest.mark.parametrize("label", ["iso-8859-1", "ISO_8859-1", "latin1", "us-ascii"])
def test_latin_1_is_read_as_windows_1252(label: str) -> None:
    """A declared ISO 8859-1 has windows-1252's quotes, as in every browser."""
    data = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'.encode() + b"\x93caf\xe9\x94"
    assert decode(data, name="a.html").endswith("“café”")


def test_declaration_comes_before_guessing() -> None:
    """The encoding that a page declares is taken, as its bytes could be several."""
    data = '<?xml version="1.0" encoding="windows-1251"?><p>Маяк'.encode("cp1251")
    assert decode(data, name="a.xml", language="pl").endswith("Маяк")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (("Zażółć gęślą jaźń, naïve façade.\n" * 5).encode() + b"caf\xe9\n", r"line 6 \(byte 223\): byte 0xE9"),
        (b'<?xml version="1.0" encoding="utf-8"?>\n<p>\xe9</p>', r"line 2 .*0xE9"),
        (b'<meta charset="shift_jis">\n\x82\xa0\x82 ', "line 2 .*0x82 is not valid in cp932"),
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
    """A declared charset that does not exist, or cannot be true, is ignored."""
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


# --- thresholds ---------------------------------------------------------------------------------------------------

MIB = 2**20


def decoded(data: bytes, language: str = "") -> str:
    """Return the characters, or "" when no encoding fits."""
    try:
        return decode(data, name="a.txt", language=language)
    except InputError:
        return ""


def test_a_text_may_have_32_mib() -> None:
    """A text of 32 MiB is read, one of a byte more is refused."""
    assert len(decode(b"a" * (32 * MIB))) == 32 * MIB
    with pytest.raises(InputError, match="more than 32 MiB of text"):
        decode(b"a" * (32 * MIB + 1))


def test_a_declaration_is_looked_for_in_4096_bytes() -> None:
    """A charset whose name ends at byte 4096 is found, one that ends a byte later is not."""
    label = b"<meta charset=koi8-r"
    assert declared_charset(b" " * (4096 - len(label)) + label) == "koi8-r"
    assert declared_charset(b" " * (4097 - len(label)) + label) == ""


@pytest.mark.parametrize(("before", "bound"), [(b"<?xml", 200), (b"<meta", 300)])
def test_a_declaration_holds_few_characters_before_the_charset(before: bytes, bound: int) -> None:
    """An XML declaration may hold 200 characters before the encoding, a ``meta`` tag 300."""
    word = b"encoding" if b"xml" in before else b"charset"
    assert declared_charset(before + b"x" * bound + word + b'="koi8-r"') == "koi8-r"
    assert declared_charset(before + b"x" * (bound + 1) + word + b'="koi8-r"') == ""


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("iso-8859-1", "cp1252"), ("ascii", "cp1252"), ("iso-8859-9", "cp1254"), ("tis-620", "cp874"),
        ("shift_jis", "cp932"), ("gb2312", "gb18030"), ("gbk", "gb18030"), ("big5", "big5hkscs"), ("euc-kr", "cp949"),
        ("utf-16", "utf-8"), ("utf-32", "utf-8"), ("koi8-r", "koi8-r"), ("iso-8859-2", "iso8859-2"),
    ],
)  # fmt: skip
def test_a_label_means_what_browsers_take_it_for(label: str, encoding: str) -> None:
    """Each label of the WHATWG Encoding Standard gives the superset that browsers read under it."""
    assert declared_charset(f'<?xml version="1.0" encoding="{label}"?>'.encode()) == encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_has_small_block_numbers(encoding: str) -> None:
    """More than four characters in five must be of blocks 0 to 6: Arabic, block 6, is read, Syriac, block 7, is not."""
    assert decoded(("abc efgh " + "—").encode(encoding)) == "abc efgh —"  # 9 of 10
    assert decoded(("abc efg " + "——").encode(encoding)) == ""  # 8 of 10, not more than four in five
    assert decoded("ابجد ابجد".encode(encoding)) == "ابجد ابجد"
    assert decoded("\u0710\u0712 \u0710\u0712".encode(encoding)) == ""


def test_utf_8_with_few_wrong_bytes_is_damaged() -> None:
    """With more than four good characters beyond ASCII for each bad byte a text is damaged UTF-8, else another."""
    assert decoded("é".encode() * 5 + b"\xe9", "pt") == ""
    assert decoded("é".encode() * 4 + b"\xe9", "pt") == "Ã©Ã©Ã©Ã©é"


def test_half_of_the_characters_must_be_the_languages() -> None:
    """Of two characters beyond ASCII one is not enough for an encoding, of three two are."""
    assert decoded("ä ¬".encode("cp1252"), "de") == ""  # 1 / 2 = 0.5
    assert decoded("ää ¬".encode("cp1252"), "de") == "ää ¬"  # 2 / 3 = 0.67


def test_typography_counts_less_than_a_letter() -> None:
    """A dash counts as 0.9 of a letter."""
    assert decoded(("– " * 6 + "¬ " * 5).encode("cp1252"), "de") == ""  # 6 * 0.9 / 11 = 0.49
    assert decoded(("– " * 6 + "¬ " * 4).encode("cp1252"), "de") != ""  # 6 * 0.9 / 10 = 0.54


def test_a_chinese_character_counts_less_than_a_kana() -> None:
    """A common Chinese character counts as 0.95, a rare one not at all."""
    assert decoded(("的" * 11 + "龘" * 10).encode("gb18030"), "zh") == ""  # 11 * 0.95 / 21 = 0.498
    assert decoded(("的" * 9 + "龘" * 8).encode("gb18030"), "zh") != ""  # 9 * 0.95 / 17 = 0.503


@pytest.mark.parametrize(
    ("apart", "joined", "language", "encoding"),
    [
        ("a À b É", "aÀ bÉ", "fr", "cp1252"),
        ("ó Ż ó Ż", "óŻ óŻ", "pl", "cp1250"),
        ("x я x", "xя x", "ru", "cp1251"),
        ("я x", "яx", "ru", "cp1251"),
    ],
)
def test_odd_neighbours_speak_against_an_encoding(apart: str, joined: str, language: str, encoding: str) -> None:
    """A capital after a small letter, and two scripts in a word, are signs of a wrong encoding."""
    assert decoded(apart.encode(encoding), language) == apart
    assert decoded(joined.encode(encoding), language) != joined


def test_an_encoding_is_judged_by_60_000_characters() -> None:
    """What comes after 60,000 characters neither speaks for an encoding nor against it."""
    assert decoded(("ä" * 60_000 + "¬" * 80_000).encode("cp1252"), "de") != ""
    assert decoded(("a" * 59_999 + "ä").encode("cp1252"), "de") != ""
    assert decoded(("a" * 60_000 + "ä").encode("cp1252"), "de") == ""


def test_mojibake_needs_three_runs_and_more_than_half() -> None:
    """Two runs prove nothing; of six runs three are not enough, of seven four are."""
    assert find_mojibake("Ã© Ã©") == ""
    assert find_mojibake("Ã© Ã© Ã©") != ""
    assert find_mojibake("Ã© " * 3 + "é " * 3) == ""
    assert find_mojibake("Ã© " * 4 + "é " * 3) != ""


def test_mojibake_is_looked_for_in_2000_runs() -> None:
    """Of the first 2,000 runs more than half must be misread, whatever follows."""
    assert find_mojibake("Ã© " * 1001 + "é " * 5000) != ""
    assert find_mojibake("Ã© " * 1000 + "é " * 1000 + "Ã© " * 5000) == ""


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "cp1250", "koi8-r", "cp932", "gb18030"])
def test_every_misreading_is_recognised(encoding: str) -> None:
    """UTF-8 that was read as any of the six encodings is recognised, with the encoding."""
    words = [word for word in (FAMILY / "ru.txt").read_text("utf-8").split() if word.isalpha()]
    broken = []
    for word in words:
        try:
            broken.append(word.encode().decode(encoding))
        except UnicodeDecodeError:
            continue
    warning = find_mojibake(" ".join(broken))
    assert f"read as {encoding};" in warning


def test_mojibake_is_quoted_by_20_characters() -> None:
    """The first run is quoted up to 20 characters, and what it stands for too."""
    broken = ("é" * 30).encode().decode("cp1252")
    warning = find_mojibake(" ".join([broken] * 3))
    assert warning.startswith(f"line 1: “{'Ã©' * 10}” stands for “{'é' * 20}”:")
