"""Tell the lines of a plain text that head a chapter, and a table of contents from the chapters it lists.

Plain text marks no headings, so a paragraph is judged by its words (``data/chapter_words.txt``) and its form:

- a word for a chapter with a number after or before it: ``CHAPTER IV The Other Bank``, ``Erstes Kapitel``;
- in Chinese, Japanese and Korean a number between two signs, ``第三章 渡船``, or alone: ``一``, ``（二）``;
- a numeral alone or with a title: ``IV.``, ``I. THE FERRYMAN``, ``一　渡し場``;
- a title that needs no number: ``Prologue``.

A sentence that begins like this is none: a title must follow a mark, or not end like a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from aligner.data_files import read_sections
from aligner.text import Paragraph

_WORDS = Path(__file__).parent.parent / "data" / "chapter_words.txt"
_LONGEST = 100  # characters of the longest block that names a chapter, its subtitle included
_LONGEST_TITLE = 240  # characters after a number and a mark: "Capítulo II. Que trata de la primera salida que …"
_BREAKS = 2  # line ends inside it: number, title and subtitle, a line each
_NUMERAL_TITLE = 60  # characters of a title after a numeral without a word for chapter
_LISTED = 4  # headings with nothing between them, from which on they are a table of contents
_ROMAN = r"[ivxlc]{1,8}"
_COUNTED = "章回節节部篇話话卷幕场場夜"
_STOPS = '.!?…,;:。！？，、；：」』”"»—-'  # what ends a sentence or a part of one, and no title
_CJK = "〇一二三四五六七八九十百零"
_DASHES = "–—―-"
# "zwanzigste", "einundzwanzigste": German writes them as one word.
_GERMAN_TENS = r"(?:[a-zäöü]{3,6}und)?(?:zwanzig|drei(?:ß|ss)ig|vierzig|fünfzig|sechzig)(?:st)?"
_FRAMES = ("=", "_", "*", "-", "–", "—", "~")  # "=I.=", "_CHAPTER I_", "- I -"
# The page in a table of contents, "The Ferry ....... 12"; the look-behinds keep a run of dots from being tried at each.
_DOTS = re.compile(r"(?:(?<![\s.·…‥_])[\s.·…‥_]{2,}+|(?<!\s)\s++)\d{1,4}\Z")
_SMALL_WORD = re.compile(
    r"(?<!\w)[a-zß-öø-ÿа-яё]{4}|\. "
)  # "I. Newton said so." is a sentence, "II. The Flood." a title
_SENTENCE_INSIDE = re.compile(r"[.!?…]\s+[^\W\d_a-z]")  # ". S" inside a long title


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what names a chapter; a number, a mark and a long title; a line above footnotes; a number alone."""
    words = read_sections(_WORDS)
    names = _any(words["chapter"])
    numbers = _any(" ".join((*words["number"], *words["ordinal"])).split())
    ordinals = _any(" ".join(words["ordinal"]).split())
    one = rf"(?:{_GERMAN_TENS}|{numbers})(?:e[nrs]?)?"
    last = rf"(?:{_GERMAN_TENS}|{ordinals})(?:e[nrs]?)?"
    # "dix-septième", "vingt et unième", "vinte e um", "dua puluh satu"
    tens = rf"(?:{_any(words['tens'])}[\s-](?:(?:e|et|y)[\s-])?)?"
    number = rf"(?:\d{{1,3}}\b|{_ROMAN}(?:er|re)?\b|{tens}{one}\b|[Α-Ωא-ת][΄'’]?(?!\w))"
    article = r"(?:the\s+)?"
    mark = r"\s*[.:—–―-]"
    short = rf"{_any(words['short'])}\.\s*(?:\d{{1,3}}|{_ROMAN})\b"  # "CAP. II", "Гл. 2"
    named = rf"(?:{names}\s+{article}{number}|{short})"
    figure = rf"(?:\d{{1,3}}|{_ROMAN})(?:\.|[ªºe]|re|er|ère|ème)|ika-?\d{{1,3}}"  # "2. Kapitel", "Ire partie"
    counted = rf"{tens}{last}|{figure}|{_ROMAN}(?=\s+{_any(words['certain'])})"
    before = rf"(?:(?:das|der|die|the)\s+)?(?:{counted})\s+{names}\b"
    whole = rf"""{named}(?:{mark}.{{0,60}}|\s+.{{0,60}}(?<![.!?…]))?
        |{_any(words["certain"])}\s+(?!page\b)\w{{2,14}}\.?
        |{before}(?:{mark}.{{0,60}})?
        |第[{_CJK}\d０-９]{{1,5}}(?:[{_COUNTED}]|の手紙|のお?話)[^。！？!?]{{0,30}}[！？!?]?
        |제\s?\d{{1,3}}\s?[장부편화][^.!?]{{0,30}}
        |[卷巻]之?[{_CJK}]{{1,4}}[^。！？]{{0,30}}|[其第][{_CJK}]{{1,4}}|(?:その|番外)[{_CJK}]{{1,4}}|[上中下](?:[篇巻卷部]|\s[^。！？\s]{{1,20}})?|[前後后][篇編编]
        |{_any(words["alone"])}[.:]?"""
    flags = re.IGNORECASE | re.VERBOSE
    return (
        re.compile(whole, flags),
        re.compile(rf"(?:{named}|{before}){mark}\s*(?P<title>.{{1,{_LONGEST_TITLE}}})", flags),
        re.compile(rf"[\[(]?{_any(words['notes'])}[:.]?[\])]?", flags),
        re.compile(
            rf"(?:{named}|{before}|{_any(words['certain'])}\s+\w{{2,14}}|第[{_CJK}\d０-９]{{1,5}}(?:[{_COUNTED}]|の手紙|のお?話)"
            rf"|番外[{_CJK}]{{1,4}})[.:]?",
            flags,
        ),
    )


def _any(words: Sequence[str]) -> str:
    """Return a pattern for any of the words, the longest first, with blanks that ``re.VERBOSE`` keeps."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word.replace("’", "'")).replace("'", "['’]") for word in ordered) + ")"


# A numeral alone is in capitals: "IV.", "12.", "（一）", "XII" between dashes.
_ALONE = re.compile(
    rf"(?![CL]\.?\Z)[IVXLC]{{1,7}}\.?\s?[{_DASHES}]{{0,2}}|(?:§\s?)?\d{{1,3}}\.?|[{_CJK}]{{1,4}}[、.．]?|[（(](?:[{_CJK}]{{1,4}}|\d{{1,3}}|[IVX]{{1,5}})[)）]"
)
# A numeral and a title: "I. THE FERRYMAN", "II.—The Flood", "1. The Ferry", "一　渡し場", "二、大水". A single C, D, L
# or M is an initial: "C. Dickens", "M. Dupont".
_TITLED = re.compile(
    rf"""(?P<roman>(?!(?:[CDLM]\b))[IVXLC]{{1,7}})(?:\.\s?[{_DASHES}]*|\s?[:{_DASHES}])\s*(?P<title>\S.*)
        |(?P<digits>\d{{1,3}})(?:\.\s?[{_DASHES}]*|\s?[:–—])\s+(?P<after>\S.*)
        |[{_CJK}]{{1,4}}[\s、．.]\s*(?P<wide>[^。！？\s][^。！？]{{0,30}})""",
    re.VERBOSE | re.DOTALL,
)


_INITIAL = re.compile(r"[^\W\d_]\.(?:\s|\Z)")  # "I. M. Pei" is a name
# A numeral and a title that may be a sentence: "I. Cómo el maestro Cereza encontró un trozo de madera que lloraba."
_NUMBERED = re.compile(
    rf"(?P<roman>[IVXLC]{{1,7}})\.\s+[^\W\d_a-z].{{0,{_LONGEST_TITLE}}}"
    rf"|(?P<digits>\d{{1,3}})\.\s+[^\W\d_a-z].{{0,{_LONGEST_TITLE}}}",
    re.DOTALL,
)
_CHAIN = 3  # chapters that are numbered from one on, from which their numbers show that they are chapters
_APART = 3  # paragraphs, on average, from one of them to the next; the items of a list follow each other


def is_note_line(text: str) -> bool:
    """Return whether a line says that footnotes follow: "FOOTNOTES:", "Anmerkungen", 注释."""
    return _patterns()[2].fullmatch(_unframed(text)) is not None


def names_chapter(text: str) -> bool:
    """Return whether a block of a plain text heads a chapter.

    >>> [names_chapter(text) for text in ("Erstes Kapitel", "=I.=", "第三章 渡船", "II. The Flood", "EPILOGUE")]
    [True, True, True, True, True]
    >>> [names_chapter(text) for text in ("Book I read last night.", "I am here.", "1. Wash the rice.", "C. Dickens")]
    [False, False, False, False]
    """
    shown = _unframed(text)
    if not shown or shown.endswith((",", ";")) or shown.count("\n") > _BREAKS:
        return False
    line = shown.replace("\n", " ")
    whole, long_title, *_ = _patterns()
    if len(line) <= _LONGEST and (whole.fullmatch(line) or _ALONE.fullmatch(line) or _is_titled(line)):
        return True
    found = long_title.fullmatch(line)
    return found is not None and not _SENTENCE_INSIDE.search(found["title"])


def _unframed(text: str) -> str:
    """Return a block without the signs of emphasis or the dashes around it."""
    shown = text.strip()
    for frame in _FRAMES:
        if len(shown) > 2 * len(frame) and shown.startswith(frame) and shown.endswith(frame):
            shown = shown.strip(frame).strip()
    return shown


def _is_titled(line: str) -> bool:
    """Return whether a line is a numeral and a title, and no sentence or entry of a list."""
    found = _TITLED.fullmatch(line)
    if not found:
        return False
    if found["wide"]:
        return True
    title = found["title"] or found["after"]
    if len(title) > _NUMERAL_TITLE or title[-1] in "?!…,;:" or not title[0].isupper() or " " not in line:
        return False
    if _INITIAL.match(title):
        return False
    capitals = title.upper() == title
    return capitals or title[-1] != "." or (found["roman"] is not None and not _SMALL_WORD.search(title))


def mark_chapters(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a plain text with those that head a chapter as headings.

    The entries of a table of contents, four headings or more with nothing between them, stay text; a line that repeats
    an earlier one of the run is the first chapter's own heading.
    """
    named = [paragraph.kind in ("body", "verse") and names_chapter(paragraph.text) for paragraph in paragraphs]
    for number in [*_numbered_chapters(paragraphs), *_fiftieth_chapters(paragraphs)]:
        named[number] = True
    found = list(paragraphs)
    start = 0
    while start < len(named):
        end = start
        while end < len(named) and named[end]:
            end += 1
        first = start + _listed(paragraphs[start:end], last=end == len(named))
        for number in range(start, first):
            found[number] = replace(paragraphs[number], kind="item")
        for number in range(first, end):
            found[number] = replace(paragraphs[number], level=1, kind="heading")
        start = max(end, start + 1)
    return _mark_titles(found)


def _mark_titles(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with the titles of chapters, which follow their numbers, as headings below them."""
    met = Counter(_entry(paragraph.text) for paragraph in paragraphs if paragraph.kind in ("body", "verse"))
    found = list(paragraphs)
    for number, (above, paragraph) in enumerate(pairwise(paragraphs), 1):
        follows = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
        bare = above.level and above.kind == "heading" and _is_bare(above.text)
        # The name of a speaker, which follows the number of a scene, comes again.
        once = paragraph.kind in ("body", "verse") and met[_entry(paragraph.text)] == 1
        if bare and once and len(follows) > len(paragraph.text) and _is_title(paragraph.text):
            found[number] = replace(paragraph, level=2, kind="heading")
    return found


def _is_bare(heading: str) -> bool:
    """Return whether a heading is a number without a title: "CHAPTER I", "II.", 第三章."""
    line = _unframed(heading)
    return _patterns()[3].fullmatch(line) is not None or _ALONE.fullmatch(line) is not None


def _is_title(text: str) -> bool:
    """Return whether a paragraph below the number of a chapter is its title: in capitals, or short and no sentence."""
    line = _unframed(text).replace("\n", " ")
    if not line or len(line) > _LONGEST or text.count("\n") > _BREAKS or not line[0].isalpha():
        return False
    if line.upper() == line and line.lower() != line:
        return True
    return "\n" not in text.strip() and not line[0].islower() and line[-1] not in _STOPS


def _fiftieth_chapters(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    """Yield the paragraphs L and C of a text that has a chapter before them; elsewhere a letter alone is a name's."""
    before = {"L": "XLIX", "C": "XCIX"}
    texts = [paragraph.text.strip().rstrip(".") for paragraph in paragraphs]
    numerals = set(before.values()).intersection(texts)
    yield from (number for number, text in enumerate(texts) if before.get(text) in numerals)


def _numbered_chapters(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Return the paragraphs that begin with the numbers from one on, in order and apart from each other; or none."""
    chain: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        found = _NUMBERED.fullmatch(text) if paragraph.kind == "body" and text.count("\n") <= _BREAKS else None
        numeral = found and (found["roman"] or found["digits"])
        if numeral and _value(numeral) == len(chain) + 1 and not _SENTENCE_INSIDE.search(text, len(numeral) + 2):
            chain.append(number)
    apart = chain and chain[-1] - chain[0] >= _APART * (len(chain) - 1)
    return chain if len(chain) >= _CHAIN and apart else []


def _value(numeral: str) -> int:
    """Return the value of a numeral in figures or Roman letters.

    >>> _value("XIV"), _value("12")
    (14, 12)
    """
    if numeral.isdecimal():
        return int(numeral)
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _listed(run: Sequence[Paragraph], *, last: bool) -> int:
    """Return how many headings of a run that has nothing between them are entries of a table of contents."""
    seen: set[str] = set()
    for number, paragraph in enumerate(run):
        key = _entry(paragraph.text)
        if key in seen or (number >= _LISTED and any(one.startswith(f"{key} ") for one in seen)):
            return number if number >= _LISTED else 0
        seen.add(key)
    return len(run) if len(run) >= _LISTED and (last or len(run) > _LISTED) else 0


def _entry(text: str) -> str:
    """Return an entry of a table of contents without the number of its page, in one form."""
    return " ".join(re.sub(r"\W+", " ", _DOTS.sub("", text.strip())).casefold().split())


def is_contents(lines: Sequence[str]) -> bool:
    """Return whether the lines of a block are a table of contents: three or more, and two in three name a chapter."""
    entries = [line for line in lines if line.strip()]
    if len(entries) <= _BREAKS:
        return False
    return sum(names_chapter(_DOTS.sub("", line.strip())) for line in entries) * 3 >= 2 * len(entries)
