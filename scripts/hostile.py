"""Small files of each kind, for ``fuzz_readers.py`` and ``measure_linearity.py``, and what reads them.

Every file is made here, so that a run needs nothing but the package.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from aligner.formats.aligned import load_aligned
from aligner.formats.alignment_file import parse_alignment
from aligner.read import read_document
from aligner.segment.document import segment_document

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


def load(name: str) -> Callable[[bytes], object]:
    """Return what imports a memory called so."""
    return lambda data: load_aligned(data, name=name, languages=["en", "de"])


Case = tuple[Callable[[bytes], object], bytes]


def make_cases() -> dict[str, Case]:
    """Return for each kind of file what reads it, and a small file of it."""
    texts = {
        "txt": "# The ferry\n\nOne came. “Two,” said Dr. Hall, “left.”\n\nNo. 3 … stayed!\n",
        "md": MARKDOWN, "html": PAGE, "srt": SRT, "vtt": "WEBVTT\n\n" + SRT.replace(",", "."), "rtf": RTF,
    }  # fmt: skip
    cases: dict[str, Case] = {kind: (read(f"a.{kind}"), text.encode()) for kind, text in texts.items()}
    cases["epub"] = read("a.epub"), make_epub()
    cases["docx"] = read("a.docx"), pack(word__document_DOT_xml=_DOCX)
    cases["odt"] = read("a.odt"), pack(content_DOT_xml=_ODT)
    cases["pdf"] = read("a.pdf"), make_pdf()
    for kind, text in (("tmx", TMX), ("po", PO), ("xliff", XLIFF)):
        cases[kind] = load(f"a.{kind}"), text.encode()
    cases["tmx.gz"] = load("a.tmx.gz"), gzip.compress(TMX.encode(), mtime=0)
    cases["jsonl"] = (
        (lambda data: parse_alignment(data.decode("utf-8", "replace"), "a.jsonl")),
        JSONL.read_bytes(),
    )
    return cases
