"""Small files of each kind, for ``fuzz_readers.py`` and ``measure_linearity.py``, and what reads them.

Every file is made here, so that a run needs nothing but the package.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from aligner.batch.plan import plan_manifest
from aligner.coverage.accepted import read_accepted
from aligner.coverage.lock import read_lock
from aligner.formats import write_edition
from aligner.formats.aligned import gather_edition, load_aligned, open_aligned
from aligner.formats.alignment_file import parse_alignment
from aligner.formats.glossary import read_glossary
from aligner.formats.ladder_file import parse_beads
from aligner.formats.memory_files import pair_files
from aligner.formats.string_files import open_strings
from aligner.formats.table_reader import load_table
from aligner.formats.tmx_rules import check_memory
from aligner.pins.file import load_pins
from aligner.read import read_document
from aligner.segment.document import segment_document
from aligner.work import read_work

PAGE = "<html><body><h1>The ferry</h1><p id='a'>One <b>came</b>. <a href='#n'>1</a></p><p>Two left.</p></body></html>"
RTF = r"{\rtf1\ansi{\fonttbl{\f0 Times;}}{\b The ferry}\par One came.{\footnote A note.} Two\'e4 \u8212? left.\par}"
SRT = "1\n00:00:01,000 --> 00:00:02,000\nOne came.\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo left.\n"
MARKDOWN = "# The ferry\n\nOne *came*.\n\n- Two left.\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n"
UNIT = (
    '<tu><tuv xml:lang="en"><seg>One <bpt i="1">b</bpt>came.</seg></tuv><tuv xml:lang="de"><seg>Kam.</seg></tuv></tu>'
)
TMX_HEAD = '<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="x" \
adminlang="en" srclang="en" datatype="plaintext"/><body>'
TMX = f'<?xml version="1.0"?>{TMX_HEAD}{UNIT}</body></tmx>'
PO = 'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "One came."\nmsgstr "Einer kam."\n'
XLIFF = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f">\
<unit id="u"><segment><source>One.</source><target>Eins.</target></segment></unit></file></xliff>'
XLIFF_12 = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file source-language="en" \
target-language="de" original="f" datatype="x"><body><trans-unit id="1"><source>One <g id="1">came</g>.</source>\
<target state="translated">Einer <g id="1">kam</g>.<x id="2"/></target><note>A note</note></trans-unit>\
<trans-unit id="2" xmlns:mq="MQXliff" mq:status="ManuallyConfirmed"><source>Two.</source><target>Zwei.</target>\
</trans-unit></body></file></xliff>'
SDLXLIFF = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" \
version="1.2"><file source-language="en" target-language="de" original="f" datatype="x"><body><trans-unit id="1">\
<source>One. Two.</source><seg-source><mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk>\
</seg-source><target><mrk mtype="seg" mid="1">Eins.</mrk> <mrk mtype="seg" mid="2">Zwei.</mrk></target><sdl:seg-defs>\
<sdl:seg id="1" conf="Translated"/><sdl:seg id="2" conf="Draft" percent="70"/></sdl:seg-defs></trans-unit></body>\
</file></xliff>'
TABLE = 'row,shape,confidence,en,de\n1,1→1,0.990,One came.,Einer kam.\n2,2→1,0.700,"Two, three. Four.",\'00123\n'
STRINGS = {
    "properties": ("# A note\nkey=One \\\n came.\\u00e4\nb\\ c:Two.\n", "key=Einer kam.\nb\\ c=Zwei.\n"),
    "strings": (
        '/* A note */\n"key" = "One \\"came\\".";\n// b\nb = "Two.";\n',
        '"key" = "Einer kam.";\nb = "Zwei.";\n',
    ),
    "json": (
        '{"a": {"key": "One came.", "n": 1, "l": ["Two.", null]}}',
        '{"a": {"key": "Einer kam.", "l": ["Zwei."]}}',
    ),
    "yaml": (
        "a: &x\n  key: 'One came.'\n  n: 1\nb:\n  <<: *x\n  l: [Two., no]\n",
        "a: {key: Einer kam.}\nb: {l: [Zwei.]}\n",
    ),
    "xml": (
        '<resources><string name="key">One <b>came</b>\\n.</string><string name="p">%d "a  b"</string></resources>',
        '<resources><string name="key">Einer kam.</string></resources>',
    ),
}
CATALOG = '{"sourceLanguage": "en", "strings": {"One came.": {"comment": "A note", "localizations": {"de": \
{"stringUnit": {"state": "translated", "value": "Einer kam."}}}}}}'
ASS = "[Script Info]\nTitle: T\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n\
Dialogue: 0,0:00:01.00,0:00:02.00,Default,{\\i1}One{\\i0} came.\\NTwo left.\n"
FB2 = '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink"><body>\
<section><title><p>The ferry</p></title><p>One <emphasis>came</emphasis>.<a l:href="#n" type="note">1</a></p></section>\
</body><body name="notes"><section id="n"><p>A note.</p></section></body></FictionBook>'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text xml:lang="en"><body><div><head>The ferry</head><p>One\
<note>A note.</note> came.</p><lg><l n="1">Two left.</l></lg></div></body></text></TEI>'
USFM = (
    "\\id GEN\n\\h Genesis\n\\c 1\n\\s The ferry\n\\p\n\\v 1 One \\add came\\add*.\\f + \\ft A note.\\f*\n\\v 2 Left.\n"
)
ASCIIDOC = (
    "= The ferry\n:a: b\n\nOne *came* footnote:[A note].\n\n* Two left.\n\n|===\n|a |b\n|===\n\n----\ncode\n----\n"
)
TBX = '<martif type="TBX"><text><body><termEntry><langSet xml:lang="en"><tig><term>ferry</term></tig></langSet>\
<langSet xml:lang="de"><tig><term>Fähre</term></tig></langSet></termEntry></body></text></martif>'
XCES = '<cesAlign><linkGrp fromDoc="en.xml" toDoc="de.xml"><link xtargets="s1 s2;s1" certainty="0.5"/>\
<link xtargets=";s2"/></linkGrp></cesAlign>'
SENTENCES = '<text lang="{0}"><s id="s1">One <w>came</w>.</s><s id="s2">Two left.</s></text>'
LOCK = '{"format": "aligner-lock", "format_version": 1}\n{"source": "en.md", "target": "de.md", "side": "source", \
"section": "a", "digest": "00", "segments": "00 01"}\n'
PIN = '{"pin": "same", "source": {"texts": ["One."]}, "target": {"texts": ["Eins."], "after": "Zwei."}}\n'
MANIFEST = "source,target,source_lang,target_lang\nen.txt,de.txt,en,de\n"
WORK = 'pivot = "en"\ntitle = "The ferry"\n\n[versions]\nen = "en.txt"\nde = "de.txt"\n'
JSONL = Path(__file__).parent.parent / "alignments" / "family" / "en-de.jsonl"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DOCX = (
    f"<w:document {_W}><w:body><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>One came.</w:t></w:r></w:p></w:body></w:document>"
)
_ODT = '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text><text:h>The ferry</text:h>\
<text:p>One<text:s/> came.</text:p></o:text></o:body></o:document-content>'


def pack(**members: str) -> bytes:
    """Return a zip of members; in a name ``__`` stands for ``/`` and ``_DOT_`` for ``.``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return made.getvalue()


def make_epub(page: str = PAGE) -> bytes:
    """Return a book of one document."""
    return pack(
        META_INF="",
        **{
            "META-INF__container_DOT_xml": "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>"
        },
        p_DOT_opf="<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='a'/></spine></package>",
        a_DOT_xhtml=page,
    )


def make_pdf() -> bytes:
    """Return a page of one line, without a table of offsets, which readers rebuild."""
    stream = b"BT /F1 12 Tf 72 700 Td (One came. Two left.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    bodies = (b"%d 0 obj%s endobj\n" % (number, body) for number, body in enumerate(objects, 1))
    return b"%PDF-1.4\n" + b"".join(bodies) + b"trailer<</Root 1 0 R>>\n%%EOF"


def read(name: str) -> Callable[[bytes], object]:
    """Return what reads a file called so, and cuts it into segments."""
    return lambda data: segment_document(read_document(data, name=name, language="en"))


def make_mo() -> bytes:
    """Return a compiled catalogue of a header and a message."""
    pairs = ((b"", b"Content-Type: text/plain; charset=UTF-8\nLanguage: de\n"), (b"One came.", b"Einer kam."))
    at, places, strings = 28 + 16 * len(pairs), [b"", b""], b""
    for pair in pairs:
        for side, text in enumerate(pair):
            places[side] += struct.pack("<2I", len(text), at + len(strings))
            strings += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0) + b"".join(places) + strings


def make_sheet(kind: str) -> bytes:
    """Return the table as a sheet (``xlsx``) or in a Word document (``docx``)."""
    edition, _ = load_table(TABLE.encode(), name="a.csv")
    made = io.BytesIO()
    write_edition(edition, kind, made)
    return made.getvalue()


def load(name: str) -> Callable[[bytes], object]:
    """Return what imports a table called so."""
    return lambda data: load_aligned(data, name=name, languages=["en", "de"])


def stream(name: str) -> Callable[[bytes], object]:
    """Return what imports a memory called so in both ways: whole, and unit by unit as the command does."""

    def read_both(data: bytes) -> None:
        with open_aligned(data, name=name) as memory, pair_files(memory, ["en", "de"]) as pairs:
            for pair in pairs:
                pair.write(io.BytesIO(), memory)
        load_aligned(data, name=name, languages=["en", "de"], keep_tags=True)

    return read_both


def pair(kind: str, other: str) -> Callable[[bytes], object]:
    """Return what imports a file of texts by key with a second one."""
    name = "values/a.xml" if kind == "xml" else f"en.{kind}"

    def read_pair(data: bytes) -> None:
        memory = open_strings([(data, name), (other.encode(), name.replace("en", "de"))])
        if memory is None:
            raise RuntimeError(f"{name} was taken for another kind")
        gather_edition(memory, ["en", "de"])

    return read_pair


def read_catalog(data: bytes) -> None:
    """Import a String Catalog of Xcode."""
    memory = open_strings([(data, "a.xcstrings")])
    if memory is not None:
        gather_edition(memory)


Case = tuple[Callable[[bytes], object], bytes]


def in_folder(name: str, use: Callable[[Path], object], **beside: str) -> Callable[[bytes], object]:
    """Return what uses a file called so, in a folder of its own with the files beside it; ``_`` in names is a dot."""

    def use_file(data: bytes) -> None:
        with TemporaryDirectory() as folder:
            for other, content in beside.items():
                (Path(folder) / other.replace("_", ".")).write_text(content, "utf-8")
            (Path(folder) / name).write_bytes(data)
            use(Path(folder) / name)

    return use_file


def make_files() -> dict[str, Case]:
    """Return the cases of files that are read from a folder."""
    texts = {"en_txt": "One came.\n", "de_txt": "Einer kam.\n"}
    sentences = {"en_xml": SENTENCES.format("en"), "de_xml": SENTENCES.format("de")}
    return {
        "xces": (in_folder("links.xml", load_aligned, **sentences), XCES.encode()),
        "sentences": (
            in_folder("en.xml", lambda path: load_aligned(path.with_name("links.xml")), links_xml=XCES, **sentences),
            SENTENCES.format("en").encode(),
        ),
        "pins": (in_folder("a.jsonl", load_pins), PIN.encode()),
        "lock": (in_folder("a.lock", read_lock), LOCK.encode()),
        "accepted": (in_folder("accepted.txt", read_accepted), b"0123456789ab  # a reason\n"),
        "manifest": (in_folder("pairs.csv", plan_manifest, **texts), MANIFEST.encode()),
        "work.toml": (in_folder("work.toml", lambda path: read_work(path.parent), **texts), WORK.encode()),
    }


def make_cases() -> dict[str, Case]:
    """Return for each kind of file what reads it, and a small file of it."""
    texts = {
        "txt": "# The ferry\n\nOne came. “Two,” said Dr. Hall, “left.”\n\nNo. 3 … stayed!\n",
        "md": MARKDOWN, "html": PAGE, "srt": SRT, "vtt": "WEBVTT\n\n" + SRT.replace(",", "."), "rtf": RTF,
        "ass": ASS, "fb2": FB2, "tei": TEI, "usfm": USFM, "adoc": ASCIIDOC,
    }  # fmt: skip
    cases: dict[str, Case] = {
        kind: (read(f"a.{'xml' if kind == 'tei' else kind}"), text.encode()) for kind, text in texts.items()
    }
    cases["epub"] = read("a.epub"), make_epub()
    cases["docx"] = read("a.docx"), pack(word__document_DOT_xml=_DOCX)
    cases["odt"] = read("a.odt"), pack(content_DOT_xml=_ODT)
    cases["pdf"] = read("a.pdf"), make_pdf()
    memories = {"tmx": TMX, "po": PO, "xliff": XLIFF, "xlf": XLIFF_12, "sdlxliff": SDLXLIFF}
    cases |= {kind: (stream(f"a.{kind}"), text.encode()) for kind, text in memories.items()}
    cases["tmx.gz"] = stream("a.tmx.gz"), gzip.compress(TMX.encode(), mtime=0)
    cases["mo"] = stream("a.mo"), make_mo()
    cases["validate"] = (lambda data: check_memory(data, "a.tmx")), TMX.encode()
    cases |= {kind: (pair(kind, other), own.encode()) for kind, (own, other) in STRINGS.items()}
    cases["xcstrings"] = read_catalog, CATALOG.encode()
    cases |= make_files()
    cases["tbx"] = (lambda data: read_glossary(data, name="a.tbx")), TBX.encode()
    cases["glossary.csv"] = (lambda data: read_glossary(data, name="a.csv")), b"en,de,de forbidden\nferry,F|G,H\n"
    cases["ladder"] = (lambda data: parse_beads(data.decode("utf-8", "replace"))), b"[0]:[0]:0.9\n[1, 2]:[]:0.5\n"
    cases["csv"] = load("a.csv"), TABLE.encode()
    cases["xlsx"] = load("a.xlsx"), make_sheet("xlsx")
    cases["table.docx"] = load("a.docx"), make_sheet("docx")
    cases["jsonl"] = (
        (lambda data: parse_alignment(data.decode("utf-8", "replace"), "a.jsonl")),
        JSONL.read_bytes(),
    )
    return cases
