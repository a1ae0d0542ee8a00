"""Checking memories of any tool: each fault with its line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.formats.tmx_rules import check_memory

DATA = Path(__file__).parents[1] / "data" / "formats"
HEADER = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" '
    'datatype="plaintext"/>'
)
UNIT = '<tu><tuv xml:lang="en"><seg>One.</seg></tuv><tuv xml:lang="de"><seg>Eins.</seg></tuv></tu>'


def memory(*units: str, header: str = HEADER, version: str = "1.4") -> bytes:
    """Return a memory whose first unit is in line 4."""
    return "\n".join([f'<tmx version="{version}">', header, "<body>", *units, "</body>", "</tmx>"]).encode()


def faults(data: bytes) -> list[tuple[int, str]]:
    """Return line and message of each fault."""
    return [(line, message) for line, is_fault, message, _ in check_memory(data) if is_fault]


def doubts(data: bytes) -> list[tuple[int, str]]:
    """Return line and message of what breaks no rule but has effects."""
    return [(line, message) for line, is_fault, message, _ in check_memory(data) if not is_fault]


def test_a_good_memory_has_no_findings() -> None:
    """A memory that keeps the rules and that every tool takes has no findings, with a doctype and in UTF-16 too."""
    assert check_memory(memory(UNIT)) == []
    doctype = b'<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    assert check_memory(doctype + memory(UNIT)) == []
    wide = '<?xml version="1.0" encoding="UTF-16"?>' + memory(UNIT).decode()
    assert check_memory(wide.encode("utf-16")) == []
    assert check_memory(gzip.compress(memory(UNIT))) == []


@pytest.mark.parametrize("path", sorted(DATA.glob("*.tmx")), ids=lambda path: path.stem)
def test_every_fault_of_a_file_is_reported(path: Path) -> None:
    """Each line with an XML comment "fault: ..." or "doubt: ..." is reported with these words, and no other line."""
    wanted = list[tuple[int, bool, str]]()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        for part in line.split("<!-- ")[1:]:
            kind, _, words = part.partition(" -->")[0].partition(": ")
            wanted.append((number, kind == "fault", words))
    assert sorted(finding[:3] for finding in check_memory(path)) == sorted(wanted)


def test_every_finding_says_what_comes_of_it() -> None:
    """A person who reads a finding learns what the tools that import the file will do."""
    for path in DATA.glob("*.tmx"):
        assert all(finding.effect for finding in check_memory(path))


@pytest.mark.parametrize("version", ["1.4b", "1.5", "2.0", ""])
def test_other_versions_are_faults(version: str) -> None:
    """The version is 1.4, not the specification's name of 1.4b."""
    assert faults(memory(UNIT, version=version)) == [(1, f"version {version!r} is not a version of TMX; write 1.4")]


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3"])
def test_older_versions_have_lang(version: str) -> None:
    """Before 1.4 the language may be in the attribute lang; in 1.4 it may not."""
    old = UNIT.replace("xml:lang", "lang")
    assert faults(memory(old, version=version)) == []
    assert doubts(memory(old, version=version)) == [(1, f"version {version}, an older one")]
    assert [line for line, _ in faults(memory(old))] == [4, 4]


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        (memory(UNIT.replace("One", "\x0b")), 4, "PCDATA invalid Char value 11"),
        (memory(UNIT.replace("One", "&#xC;")), 4, "xmlParseCharRef: invalid xmlChar value 12"),
        (memory(UNIT.replace("One", "R & D")), 4, "xmlParseEntityRef: no name"),
        (memory(UNIT, UNIT)[:-20], 5, "Premature end of data in tag tu line 5"),
    ],
)
def test_broken_xml_is_reported_by_line(broken: bytes, line: int, message: str) -> None:
    """What no XML parser reads is a fault, and what can still be read is checked."""
    assert (line, message) in faults(broken)
    assert {finding.effect for finding in check_memory(broken) if finding.is_fault} == {"no tool can read the file"}


def test_every_forbidden_character_is_reported() -> None:
    """Checking goes on after broken XML."""
    assert [line for line, _ in faults(memory(UNIT, UNIT.replace("One", "\x0b"), UNIT.replace("One", "\x0c")))] == [
        5,
        6,
    ]


def test_other_encodings_are_a_fault() -> None:
    """TMX is in UTF-8 or UTF-16."""
    data = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + memory(UNIT)
    assert faults(data) == [(1, "encoding ISO-8859-1, not UTF-8 or UTF-16")]


def test_a_missing_header_or_body_is_reported() -> None:
    """A memory has one header and one body."""
    assert faults(b'<tmx version="1.4"><body/></tmx>') == [(1, "<tmx> holds <body>, not one <header> and one <body>")]
    assert faults(b'<tmx version="1.4"/>') == [(1, "<tmx> holds nothing, not one <header> and one <body>")]
    assert faults(b"<html><body/></html>") == [(1, "the root is <html>, not <tmx>")]


BOMB = (
    "<!DOCTYPE tmx [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10)) + "]>"
).encode()


@pytest.mark.parametrize(
    "data",
    [
        BOMB + memory(UNIT.replace("One.", "&e9;")),
        BOMB + memory(header=HEADER.replace('"x"', '"&e9;"', 1)),
        b'<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + memory(UNIT.replace("One.", "&e;")),
        b'<!DOCTYPE tmx [<!ENTITY % e SYSTEM "http://127.0.0.1/e"> %e;]>' + memory(UNIT),
    ],
    ids=["bomb", "bomb in an attribute", "file", "parameter"],
)
def test_entities_are_refused(data: bytes) -> None:
    """A bomb of entities fills no memory, and an external entity reads no file."""
    with pytest.raises(InputError, match=r"entities|entity amplification"):
        check_memory(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read as XML"),
        (b"not XML", "line 1: cannot be read as XML"),
        (gzip.compress(memory(UNIT))[:-20], "damaged inside its gzip or zip"),
    ],
)
def test_what_is_no_xml_is_refused(data: bytes, message: str) -> None:
    """A file that is none of XML, or packed badly, is one sentence."""
    with pytest.raises(InputError, match=message):
        check_memory(data, "x.tmx")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A path that cannot be opened is one sentence too."""
    with pytest.raises(InputError, match=r"no\.tmx: cannot be read \(No such file"):
        check_memory(tmp_path / "no.tmx")


@pytest.mark.parametrize(("length", "found"), [(2000, []), (2001, [(4, "a segment of 2,001 characters")])])
def test_segments_are_long_from_2001_characters(length: int, found: list[tuple[int, str]]) -> None:
    """Trados takes 2,000 characters and skips more; characters inside inline markup count too."""
    assert doubts(memory(UNIT.replace("One.", "x" * length))) == found
    assert doubts(memory(UNIT.replace("One.", f'{"x" * (length - 1)}<ph x="1">y</ph>'))) == found


@pytest.mark.parametrize(
    ("segment", "numbers"),
    [
        ('<bpt i="1">a</bpt>x<ept i="1">b</ept>', []),
        ('<bpt i="1">a</bpt>x', ["1"]),
        ('x<ept i="2">b</ept>', ["2"]),
        ('<bpt i="1">a</bpt><bpt i="1">a</bpt>x<ept i="1">b</ept>', ["1"]),
        ('<bpt i="1">a</bpt>x<ept i="1">b</ept><bpt i="1">a</bpt>x<ept i="1">b</ept>', ["1"]),
        ('<bpt i="1">a</bpt>x<ept i="1">b</ept><ept i="1">b</ept>', ["1"]),
        ('<bpt i="2">a</bpt>x<ept i="1">b</ept>', ["1", "2"]),
    ],
)
def test_paired_codes_have_one_number_each(segment: str, numbers: list[str]) -> None:
    """Every ``bpt`` has exactly one ``ept`` with its number in the segment, and the other way round."""
    found = faults(memory(UNIT.replace("One.", segment)))
    assert found == [(4, f"<bpt> and <ept> with i={number!r} are not one and one") for number in numbers]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<tu>", '<tu creationdate="2026">', "'creationdate': The value '2026' is not a date; write it as 2026"),
        ('xml:lang="de"', 'xml:lang="de_DE"', "'xml:lang': The value 'de_DE' is not a language tag; write it with"),
        ("<tu>", '<tu segtype="line">', "'segtype': The value 'line' is none of 'block', 'paragraph', 'sentence'"),
    ],
)  # fmt: skip
def test_messages_of_the_schema_are_for_people(old: str, new: str, message: str) -> None:
    """What libxml2 reports of a date, a language and a choice is put without its patterns, facets and name spaces."""
    found = faults(memory(UNIT.replace(old, new)))
    assert found[0][0] == 4
    assert found[0][1].startswith(f"<{'tu' if old == '<tu>' else 'tuv'}>, attribute {message}")


@pytest.mark.parametrize(("encoding", "accepted"), [("UTF-8", True), ("us-ascii", True), ("ISO-8859-1", False)])
def test_encodings_of_a_memory(encoding: str, accepted: bool) -> None:
    """UTF-8 and its part ASCII are what TMX allows; the case of the name does not matter."""
    found = faults(f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + memory(UNIT))
    assert found == ([] if accepted else [(1, f"encoding {encoding}, not UTF-8 or UTF-16")])


def test_languages_are_compared_without_case() -> None:
    """The source EN is found in a variant called en; one that no unit has is a doubt, and so is ``*all*``."""
    assert doubts(memory(UNIT, header=HEADER.replace('srclang="en"', 'srclang="EN"'))) == []
    assert doubts(memory(UNIT.replace('"en"', '"en-US"'))) == []
    found = doubts(memory(UNIT, header=HEADER.replace('srclang="en"', 'srclang="fr"')))
    assert found == [(1, "no unit has the header's srclang 'fr'; there are en, de")]
    assert doubts(memory(UNIT, header=HEADER.replace('srclang="en"', 'srclang="*all*"'))) == [(2, "srclang is *all*")]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("One.", '<ept i="1">b</ept>x<bpt i="1">a</bpt>', [(True, "<ept> with i='1' comes before its <bpt>")]),
        ("<tu>", '<tu tuid="my id">', [(True, "tuid 'my id' holds white space")]),
        ("<tu>", '<tu tuid="my-id">', []),
        ("<tu>", '<tu changedate="20260230T000000Z">', [(False, "changedate '20260230T000000Z' is a day that does not exist")]),  # noqa: E501
        ("<tu>", '<tu changedate="20240229T235959Z">', []),
        ("One.", "a&nbsp;b", [(True, "Entity 'nbsp' not defined")]),
        ("One.", "a&#xD800;b", [(True, "xmlParseCharRef: invalid xmlChar value 55296")]),
    ],
)  # fmt: skip
def test_what_no_schema_sees(old: str, new: str, found: list[tuple[bool, str]]) -> None:
    """Order of codes, identifiers, the calendar and characters that do not exist are checked, each with its line."""
    problems = check_memory(memory(UNIT.replace(old, new)))
    assert [(problem.line, problem.is_fault, problem.message) for problem in problems] == [(4, *each) for each in found]


def test_problems_are_listed_up_to_a_number() -> None:
    """Of a file with more faults than anybody reads the first ten thousand are listed."""
    assert len(check_memory(memory(*["<tu/>"] * 10_001))) == 10_000


def test_a_bomb_is_refused() -> None:
    """A packed file that unpacks to far more than its size is refused, and so is a unit larger than any real one."""
    long = UNIT.replace("<tu>", f"<tu><note>{'y' * 100_000}</note>")
    packed = gzip.compress(memory(*[long] * 90), 9)
    with pytest.raises(InputError, match="unpacks to more than 150 times its size"):
        check_memory(packed, "x.tmx.gz")
    large = memory("<tu>" + f"<note>{'y' * 9_000_000}</note>" * 4 + UNIT[4:])
    with pytest.raises(InputError, match="holds a unit of more than 32 MiB"):
        check_memory(large, "x.tmx")
