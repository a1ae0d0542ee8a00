"""Read the texts of Aozora Bunko, from which most free Japanese prose comes.

Source: 青空文庫 注記一覧 (the list of its annotations). A file has a title block, a legend between two rules of
hyphens, the text with a paragraph a line, and a colophon that begins with 底本：. In the text ``櫂《かい》`` and
``｜渡《わた》`` are ruby, and ``［＃…］`` are notes of the typist: headings, emphasis, characters that the encoding
lacks, breaks of pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aligner.document import LeftOut
from aligner.read.parts.draft import Draft
from aligner.read.parts.layout import LAYOUTS
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import TextBlock
from aligner.read.parts.typed_marks import cut_spans
from aligner.separators import is_separator
from aligner.text import Mark, Paragraph

_RULE = re.compile(r"-{20,}\s*")  # above and below the legend
_LEGEND = "【テキスト中に現れる記号について】"
_COLOPHON = re.compile(r"底本[：:「]|底本の親本[：:]|入力[：:]|青空文庫作成ファイル[：:]")
_NOTE = re.compile(r"※?［＃[^［］]*(?:［[^［］]*］[^［］]*)*］")  # one may quote another: ［＃「［＃」は…］
_SIGN = re.compile(r"［＃.{0,40}(?:字下げ|見出し|傍点|改ページ|改丁|水準|ルビ)")
_TITLE_LINES = 6  # of a title block: title, subtitle, their originals, author, translator
_LEVELS = {"大": 1, "中": 2, "小": 3}
_HEADING = re.compile(r"は?(?:同行|窓)?([大中小])見出し")
_QUOTED = re.compile(r"［＃「(.{1,200}?)」(?:の左)?(?:に|は|の)(.{1,20})］")
_EMPHASIS = ("傍点", "傍線", "太字", "斜体", "丸傍点", "白丸傍点", "波線")
_UNICODE = re.compile(r"U\+([0-9A-Fa-f]{4,5})")
_JIS = re.compile(r"[12]-\d{1,2}-\d{1,2}")  # plane, row and cell of JIS X 0213: 第3水準1-85-54
_BASE = "々〆〇ヶ仝〻\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # characters that ruby without ｜ is set over
# Ruby: its base begins at ｜, or is the run of characters of one kind before 《.
_RUBY = re.compile(
    rf"(?:[｜|](?P<marked>[^《》\n｜]{{1,100}})"
    rf"|(?P<run>[{_BASE}]+|[\u3041-\u309f]+|[\u30a1-\u30ff]+|[A-Za-zＡ-Ｚａ-ｚ]+))"
    r"《(?P<reading>[^《》\n]{1,100})》"
)


def looks_like_aozora(content: str) -> bool:
    """Return whether a text has the legend or the annotations of Aozora Bunko."""
    return _LEGEND in content or ("底本" in content and _SIGN.search(content) is not None)


def read_aozora(content: str, *, name: str = "", start: str = "", end: str = "") -> Draft:
    """Return the text of a file of Aozora Bunko: a paragraph a line, ruby and emphasis as marks, headings by its notes.

    The title is the first paragraph. Author, legend, colophon and the typist's notes are reported as left out.

    >>> draft = read_aozora("［＃「一」は中見出し］\\n\\n　櫂《かい》の音。\\n\\n底本：「渡し場集」")
    >>> [(p.text, p.marks) for p in draft.paragraphs]
    [('\\u3000櫂の音。', (Mark(start=1, end=2, kind='ruby', value='かい'),))]
    """
    lines = content.split("\n")
    reasons = _reasons(lines)
    reader = _Reader()
    for number, (line, reason) in enumerate(zip(lines, reasons, strict=True), 1):
        if reason and line.strip():
            reader.left.append(LeftOut(f"line {number}", reason, line))
        elif not reason:
            reader.read_line(line, number)
    title = next((paragraph.text for paragraph in reader.paragraphs), "")
    found = _without_author(reader)
    main, outside = between_phrases([TextBlock(paragraph) for paragraph in found], start, end, name)
    left = sorted([*reader.left, *outside], key=lambda one: int(one.place.removeprefix("line ")))
    return Draft([block.paragraph for block in main], title, left_out=left, layout=LAYOUTS["line"])


def _reasons(lines: Sequence[str]) -> list[str]:
    """Return for each line why it is no text: legend or colophon; "" where it is text."""
    reasons = [""] * len(lines)
    rules = [number for number, line in enumerate(lines) if _RULE.fullmatch(line)]
    for first, last in zip(rules[::2], rules[1::2], strict=False):
        if any(_LEGEND in line for line in lines[first:last]):
            reasons[first : last + 1] = ["legend"] * (last + 1 - first)
    for number, line in enumerate(lines):
        if _COLOPHON.match(line) and number * 2 > len(lines) // 2:
            reasons[number:] = ["colophon"] * (len(lines) - number)
            break
    return reasons


def _without_author(reader: _Reader) -> list[Paragraph]:
    """Return the paragraphs without the lines of the title block below the title: author and translator."""
    found, count = reader.paragraphs, 0
    while count < len(found) and found[count].line == count + 1 and not found[count].level:
        count += 1
    if not 1 < count <= _TITLE_LINES:
        return found
    reader.left += [LeftOut(f"line {one.line}", "author", one.text) for one in found[1:count]]
    return [found[0], *found[count:]]


@dataclass(slots=True)
class _Reader:
    """The paragraphs so far, and what was left out."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    block: int = 0  # the level of the heading whose lines are being read, 0 outside one

    def read_line(self, line: str, number: int) -> None:
        """Add the paragraph of a line, if it holds any text."""
        level = self.block
        for note in _NOTE.finditer(line):
            if not note[0].startswith("※"):
                self.left.append(LeftOut(f"line {number}", "note of the typist", note[0]))
            if heading := _HEADING.search(note[0]):
                level = level or _LEVELS[heading[1]]
                if "ここから" in note[0]:
                    self.block = level
            if "見出し終わり" in note[0]:
                self.block = 0
        shown = _resolve(Paragraph(_NOTE.sub(_gaiji, line).rstrip(), line=number), line)
        if shown.text.strip():
            kind = "heading" if level else "separator" if is_separator(shown.text) else "body"
            text = shown.text.lstrip("\u3000 ") if level else shown.text
            moved = len(shown.text) - len(text)
            marks = tuple(mark._replace(start=mark.start - moved, end=mark.end - moved) for mark in shown.marks)
            self.paragraphs.append(Paragraph(text, level, number, kind, marks=marks))


def _gaiji(note: re.Match[str]) -> str:
    """Return the character that a note stands for, ``※`` if it names none; "" for any other note."""
    if not note[0].startswith("※"):
        return ""
    if code := _UNICODE.search(note[0]):
        return chr(int(code[1], 16))
    if code := _JIS.search(note[0]):
        plane, row, cell = map(int, code[0].split("-"))
        try:
            return bytes([*([0x8F] if plane == 2 else []), 0xA0 + row, 0xA0 + cell]).decode("euc_jis_2004")
        except (UnicodeDecodeError, ValueError):
            return "※"
    return "※"


def _resolve(paragraph: Paragraph, line: str) -> Paragraph:
    """Return a paragraph with its ruby as marks, and what the notes in its line emphasise."""
    cuts, marks = [], []
    for match in _RUBY.finditer(paragraph.text):
        name = "marked" if match["marked"] else "run"
        if name == "marked":
            cuts.append((match.start(), match.start(name)))
        cuts.append((match.end(name), match.end()))
        marks.append(Mark(match.start(name), match.end(name), "ruby", match["reading"]))
    shown = cut_spans(paragraph, marks, cuts)
    return shown if "［＃" not in line else cut_spans(shown, [*shown.marks, *_emphasised(shown.text, line)], [])


def _emphasised(text: str, line: str) -> Iterator[Mark]:
    """Yield a mark for each phrase that a note in the line emphasises: ［＃「言わなかった」に傍点］."""
    at = 0
    for quoted in _QUOTED.finditer(line):
        phrase = _RUBY.sub(lambda match: match["marked"] or match["run"], quoted[1])
        found = text.find(phrase, at)
        if found >= 0 and quoted[2].startswith(_EMPHASIS):
            at = found + len(phrase)
            yield Mark(found, at, "emphasis")
