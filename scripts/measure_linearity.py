"""Measure that twice the input takes at most 2.5 times the time, for every reader, importer and segmentation.

python scripts/measure_linearity.py --most 10 > table.md
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections.abc import Callable

from hostile import (
    FB2,
    PO,
    SENTENCES,
    SRT,
    STRINGS,
    TABLE,
    TEI,
    TMX_HEAD,
    UNIT,
    XLIFF,
    in_folder,
    load,
    make_epub,
    pack,
    pair,
    read,
)

from aligner.errors import AlignerError
from aligner.formats.aligned import load_aligned
from aligner.formats.glossary import read_glossary
from aligner.segment.engine import cut

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_DOCX = f"<w:document {_W}><w:body>", "<w:p><w:r><w:t>One came.</w:t></w:r></w:p>", "</w:body></w:document>"
_ODT_HEAD = f'<o:document-content xmlns:o="{_ODF}:office:1.0" xmlns:t="{_ODF}:text:1.0"><o:body><o:text>'
_ODT = _ODT_HEAD, "<t:p>One<t:s/> came.</t:p>", "</o:text></o:body></o:document-content>"
_UNITS_START, _UNITS_END = XLIFF.index("<unit"), XLIFF.index("</file")
_LEAST = 0.05  # seconds: below them a ratio says nothing
_AIM = 2.5


def _fill(head: str, piece: str, tail: str = "") -> Callable[[int], bytes]:
    """Return what makes a file of about so many bytes."""
    size = len(piece.encode())
    return lambda count: (head + piece * max(1, count // size) + tail).encode()


def _pack(member: str, make: Callable[[int], bytes]) -> Callable[[int], bytes]:
    return lambda count: pack(**{member: make(count).decode()})


def _make_catalogue(count: int) -> bytes:
    """Return a PO file of different messages."""
    return (PO + "".join(f'\nmsgid "One {k}."\nmsgstr "Eins {k}."\n' for k in range(count // 36))).encode()


def _make_links(count: int) -> bytes:
    """Return a file of links between the same two sentences and none; each names a sentence once."""
    head = '<cesAlign><linkGrp fromDoc="en.xml" toDoc="de.xml"><link xtargets="s1;s1"/>'
    return (head + '<link xtargets=";"/>' * (count // 20) + "</linkGrp></cesAlign>").encode()


def _make_keys(pattern: str, head: str = "", tail: str = "") -> Callable[[int], bytes]:
    """Return what makes a file of texts by different keys; ``#`` in the pattern is the key's number."""
    size = len(pattern) + 4
    return lambda count: (head + "".join(pattern.replace("#", str(k)) for k in range(count // size)) + tail).encode()


def _segment(language: str) -> Callable[[bytes], object]:
    return lambda data: cut(data.decode(), language)


PROSE = "One came, and Dr. Hall said: “Two left.” It was 5 p.m. on Monday … so they stayed! "
INPUTS: dict[str, tuple[Callable[[bytes], object], Callable[[int], bytes]]] = {
    "segmentation, en": (_segment("en"), _fill("", PROSE)),
    "segmentation, ja": (_segment("ja"), _fill("", "彼は「行こう。」と言った。三人が来た！")),
    "segmentation, one letter": (_segment("en"), _fill("", "a")),
    "segmentation, stops": (_segment("en"), _fill("", ".")),
    "segmentation, quotation marks": (_segment("en"), _fill("", "“")),
    "segmentation, initials": (_segment("de"), _fill("", "A. ")),
    "txt": (read("a.txt"), _fill("", PROSE + "\n\n")),
    "txt, one paragraph": (read("a.txt"), _fill("", PROSE + "\n")),
    "txt, blank": (read("a.txt"), _fill("x", " \n")),
    "html": (read("a.html"), _fill("<html><body>", "<p>One <b>came</b> <a href='#n'>1</a>.</p>")),
    "html, open": (read("a.html"), _fill("<html><body>", "<i><a id=x>a")),
    "html, comments": (read("a.html"), _fill("", "<!---->", "x")),
    "html, brackets": (read("a.html"), _fill("", "<")),
    "md": (read("a.md"), _fill("", "## A\n\nOne *came*.\n\n- [Two](#a)\n\n")),
    "md, brackets": (read("a.md"), _fill("", "[a](")),
    "md, stars": (read("a.md"), _fill("", "**a *b ")),
    "srt": (read("a.srt"), _fill("", SRT + "\n")),
    "srt, dots": (read("a.srt"), _fill(SRT[:32], ".", "x\n")),
    "rtf": (read("a.rtf"), _fill(r"{\rtf1 ", r"One {\b came}.\par Two\'e4 \u8212? ", "}")),
    "rtf, groups": (read("a.rtf"), _fill(r"{\rtf1 {\*\bkmkstart ", "a{}", "}x}")),
    "epub": (read("a.epub"), lambda n: make_epub("<html><body>" + "<p>One came.</p>" * (n // 16) + "</body></html>")),
    "docx": (read("a.docx"), _pack("word__document_DOT_xml", _fill(*_DOCX))),
    "odt": (read("a.odt"), _pack("content_DOT_xml", _fill(*_ODT))),
    "ass": (
        read("a.ass"),
        _fill(
            "[Script Info]\n[Events]\nFormat: Layer, Start, End, Style, Text\n",
            "Dialogue: 0,0:00:01.00,0:00:02.00,Default,{\\i1}One{\\i0} came.\n",
        ),
    ),
    "vtt": (read("a.vtt"), _fill("WEBVTT\n\n", "00:00:01.000 --> 00:00:02.000\nOne <i>came</i>.\n\n")),
    "fb2": (read("a.fb2"), _fill(FB2[: FB2.index("<p>One")], "<p>One came.</p>", FB2[FB2.index("</section>") :])),
    "tei": (read("a.xml"), _fill(TEI[: TEI.index("<p>One")], "<p>One came.</p>", TEI[TEI.index("<lg>") :])),
    "usfm": (read("a.usfm"), _fill("\\id GEN\n\\c 1\n\\p\n", "\\v 1 One \\add came\\add*.\\f + \\ft A note.\\f*\n")),
    "asciidoc": (read("a.adoc"), _fill("= The ferry\n\n", "== A\n\nOne *came*.\n\n* Two left.\n\n")),
    "csv": (load("a.csv"), _fill(TABLE, "3,1→1,0.990,One came.,Einer kam.\n")),
    "glossary, csv": (lambda data: read_glossary(data, name="a.csv"), _fill("en,de\n", "ferry|boat,Fähre\n")),
    "properties": (pair("properties", STRINGS["properties"][1]), _make_keys("key#=One came.\n", "key=x\n")),
    "strings": (pair("strings", STRINGS["strings"][1]), _make_keys('"key#" = "One came.";\n', '"key" = "x";\n')),
    "json": (pair("json", '{"key": "Eins."}'), _make_keys('"key#": "One came.",\n', "{", '"key": "x"}')),
    "yaml": (pair("yaml", "key: Eins.\n"), _make_keys("key#: One came.\n", "key: x\n")),
    "strings.xml": (
        pair("xml", STRINGS["xml"][1]),
        _make_keys('<string name="key#">One</string>', '<resources><string name="key">x</string>', "</resources>"),
    ),
    "xces, links": (
        in_folder("a.xml", load_aligned, en_xml=SENTENCES.format("en"), de_xml=SENTENCES.format("de")),
        _make_links,
    ),
    "tmx": (load("a.tmx"), _fill(TMX_HEAD, UNIT, "</body></tmx>")),
    "tmx.gz": (load("a.tmx.gz"), lambda n: gzip.compress(_fill(TMX_HEAD, UNIT, "</body></tmx>")(n), mtime=0)),
    "po": (load("a.po"), _make_catalogue),
    "xliff": (
        load("a.xliff"),
        _fill(XLIFF[:_UNITS_START], XLIFF[_UNITS_START:_UNITS_END], XLIFF[_UNITS_END:]),
    ),
}  # fmt: skip


def seconds(reader: Callable[[bytes], object], data: bytes) -> tuple[float, str]:
    """Return the seconds of computing that reading takes, and how it was refused, if it was."""
    begun = time.process_time()
    refused = ""
    try:
        reader(data)
    except AlignerError as error:
        refused = str(error)
    return time.process_time() - begun, refused


def measure(name: str, most: int, budget: float) -> str:
    """Return a row of the table: the largest size tried, its seconds, and the largest ratio of two sizes in a row."""
    reader, make = INPUTS[name]
    size, before, worst, taken, refused = most // 64, 0.0, 0.0, 0.0, ""

    while True:
        taken, refused = seconds(reader, make(size))
        if before >= _LEAST:
            worst = max(worst, taken / before)
        if size >= most or taken > budget:
            break
        size, before = size * 2, taken
    print(f"{name}: {size:,} bytes, {taken:.2f} s, {worst:.2f}", file=sys.stderr)
    shown = f"{worst:.2f}{'' if worst <= _AIM else ' **above the aim**'}" if worst else "–"
    return f"| {name} | {size / 1e6:.1f} | {taken:.2f} | {shown} | {'refused' if refused else ''} |"


def main() -> None:
    """Print the table; exit with 1 where a ratio is above the aim."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="kinds of input; without any, all")
    parser.add_argument("--most", type=float, default=10.0, help="megabytes of the largest input")
    parser.add_argument("--budget", type=float, default=60.0, help="seconds after which an input is not doubled again")
    options = parser.parse_args()
    print("| input | MB | seconds | largest ratio for twice the input | |\n|---|---|---|---|---|")
    rows = [measure(name, int(options.most * 1e6), options.budget) for name in options.names or INPUTS]
    print("\n".join(rows))
    if any("above" in row for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
