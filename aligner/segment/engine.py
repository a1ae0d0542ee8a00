"""One engine for every language: find what may end a sentence, and ask both sides whether it does."""

from __future__ import annotations

import re

from aligner.segment.after import BRACKET_REACH, is_aside, is_source, tells_speaker
from aligner.segment.dots import REACH, begins_sentence, dot_ends, word_at
from aligner.segment.lines import line_ends
from aligner.segment.notes import with_circled, with_remark
from aligner.segment.pairs import BRACKETS, Pairs
from aligner.segment.rules import Rules
from aligner.segment.signs import (
    CIRCLED,
    CONTINUERS,
    DASHES,
    FULL_STOPS,
    IDEOGRAPH,
    OPENERS,
    QUOTES,
    STOPS,
    is_small,
    skip_space,
)
from aligner.segment.unspaced import Stop, unspaced_ends

_WORD = re.compile(r"[^\W_]")
_LEAD = re.compile(rf"[{re.escape(OPENERS + DASHES)}….*_\s]{{0,40}}+")
_LIST_LETTER = re.compile(r"(?:[^\W_]{1,3}(?=\))|[^\W\d_](?=\.))([).])\s")
_SPACED_QUOTE = re.compile(r'[ \u00a0\u202f]?"')
_SURELY = re.compile(r"[\d¹²³⁰⁴-⁹]|\)\.")
"""A note mark, or another full stop behind a bracket: before them an abbreviation may stand, but a sentence ends."""
_CIRCLED = re.compile(f"[{CIRCLED}]")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z][a-z]|[a-z]{1,3}OS\b")
_BLANK_LINE = re.compile(r"\n\s*\n")
_QUOTE_REACH = 120


def scan(text: str, rules: Rules) -> list[str]:
    """Cut a text at the ends of its sentences; white space between two belongs to the first.

    The decision about a place looks back no further than the last cut, so a piece cut again stays whole.
    """
    pieces = []
    scanner = _Scanner(text, rules)
    for match in rules.unit.finditer(text):
        if match.start() < scanner.start:
            continue
        end = scanner.end_of(match)
        if end:
            pieces.append(text[scanner.start : end])
            scanner.restart(end)
    return [*pieces, text[scanner.start :]] if text else []


class _Scanner:
    """One pass over a text: where the current segment starts, and what shields the stops inside it."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.text = text
        self.rules = rules
        self.pairs = Pairs(text)
        self.limit = len(text)
        self.turns = 0
        self.circled = -1
        while self.limit and not text[self.limit - 1].isalnum():
            self.limit -= 1
        self.restart(0)

    def restart(self, start: int) -> None:
        """Begin a new segment."""
        self.start = start
        self.begin = skip_space(self.text, start)
        self.shield = start
        found = _WORD.search(self.text, start)
        self.first = found.start() if found else len(self.text)
        self.searched = self.never_ends = start
        if self.circled < start:
            figure = _CIRCLED.search(self.text, start)
            self.circled = figure.start() if figure else len(self.text)

    def end_of(self, match: re.Match[str]) -> int:
        """Return where the next segment starts when one ends with this match, or 0."""
        text, (at, stop) = self.text, match.span()
        if at <= self.first or at >= self.limit or self._is_inside(match):
            return 0
        if text[at] == "\n":
            return skip_space(text, at) if line_ends(text, self.begin, at) else 0
        if text[at] in "」』”":
            return self._turn_ends(at)
        if self._is_never(at, stop):
            return 0
        stop = with_circled(text, self.circled < at, with_remark(text, self._with_quote(stop)))
        unit = text[at:stop]
        following = skip_space(text, stop)
        if following >= self.limit or text[following] in CONTINUERS or self._goes_on(unit, following):
            return 0
        return following if self._ends(at, unit, stop) else 0

    def _ends(self, at: int, unit: str, stop: int) -> bool:
        """Decide by the first word after a stop and all that clings to it."""
        text = self.text
        following = skip_space(text, stop)
        lead = _LEAD.match(text, following)
        first = lead.end() if lead else following
        full = any(sign in FULL_STOPS for sign in unit)
        if text[stop].isspace():
            if is_small(text[first]) and not full and not _BRAND.match(text, first):
                return self._is_listed(at, first)
            return full or self._spaced_ends(at, unit, first)
        if IDEOGRAPH.match(text, at - 1) or IDEOGRAPH.match(text, first):
            return unspaced_ends(Stop(text, self.begin, at, unit, first), self.rules)
        return (full and unit != "．") or (unit[-1] in "”»" and text[first].isupper())

    def _turn_ends(self, at: int) -> int:
        """Return what follows a quotation without a stop that is a segment of its own, or 0.

        So it is before another quotation, if one of the row has a stop or the row ends the paragraph, and before a word
        that surely begins a sentence.
        """
        text, rules = self.text, self.rules
        following = skip_space(text, at + 1)
        if self.pairs.opener(at) > self.begin:
            return 0
        if text[following] not in "「『“":
            begins = rules.starts and rules.starts.match(text, following) and not self._goes_on("」", following)
            return following if begins else 0
        if following > self.turns:
            self.turns = self._row_end(following)
        return following if following <= self.turns else 0

    def _row_end(self, opened: int) -> int:
        """Return where the last quotation of a row opens, or 0 if none has a stop and the sentence goes on."""
        text, stopped, last, closed = self.text, False, 0, opened
        while opened < len(text) and text[opened] in "「『“" and self.pairs.closer(opened) > 0:
            last, closed = opened, self.pairs.closer(opened)
            stopped = stopped or text[closed - 1] in STOPS
            opened = skip_space(text, closed + 1)
        return last if stopped or opened == len(text) or "\n" in text[closed + 1 : opened] else 0

    def _is_listed(self, at: int, first: int) -> bool:
        """Say whether the next word is a small letter or numeral of a list: ``b) …``, or ``b. …`` after ``a. …``."""
        found = _LIST_LETTER.match(self.text, first)
        if not found or found[1] == ")":
            return found is not None
        opened = _LIST_LETTER.match(self.text, self.start)
        return opened is not None and opened.end() <= at and ord(self.text[first]) == ord(opened[0][0]) + 1

    def _spaced_ends(self, at: int, unit: str, first: int) -> bool:
        dots = unit if unit == "." else re.sub(r"[^.!?…‥]", "", unit).replace("…", "...")
        if not dots or dots.strip(".‥") or _SURELY.search(unit):
            return True
        if dots == ".":
            low = max(self.start, at - REACH)
            return dot_ends(self.text[low:at], low == self.start, self.text, first, self.rules)
        return self._ellipsis_ends(at, dots, first)

    def _ellipsis_ends(self, at: int, dots: str, first: int) -> bool:
        """Four dots end a sentence; three do so before a capital, unless in a stutter or before a noun."""
        if dots.count(".") > 3:
            return True
        before = re.search(r"([^\W_]+)\W*\Z", self.text[max(self.start, at - REACH) : at])
        word = word_at(self.text, first)
        if before and word.lower().startswith(before[1].lower()):
            return False
        return not self.rules.ordinals or begins_sentence(self.text, first, self.rules)

    def _is_inside(self, match: re.Match[str]) -> bool:
        """Say whether a stop stands in a bracket or quotation that is only a part of the sentence."""
        for opened, closed in self.pairs.opened_before(match.start()):
            if closed > max(match.start(), self.shield):
                self.shield = self._shielded(opened, closed) or self.shield
        if match.start() >= self.shield:
            return False
        return match.start() + max(match[0].rfind(sign) for sign in STOPS) < self.shield

    def _shielded(self, opened: int, closed: int) -> int:
        """Return where a bracket or quotation ends that is part of a sentence, whatever stops it contains, or 0."""
        text, part = self.text, self.rules.part
        if closed - opened > BRACKET_REACH or _BLANK_LINE.search(text, opened, closed):
            return 0
        if opened < self.first and text[opened] != "《":
            return closed if closed - opened <= _QUOTE_REACH // 3 and part and part.match(text, closed + 1) else 0
        if text[opened] in f"《{BRACKETS}":
            return closed
        before = text[max(opened - 2, self.start) : opened].rstrip()[-1:]
        if not before.isalnum():
            return 0
        return (self._wide_row if IDEOGRAPH.match(text, opened + 1) else self._short_quotation)(opened, closed)

    def _short_quotation(self, opened: int, closed: int) -> int:
        """Return the end of a quotation that opens inside a sentence, if it is short and the sentence goes on, or 0."""
        after = skip_space(self.text, closed + 1)
        if closed - opened > _QUOTE_REACH or after >= self.limit:
            return 0
        return closed if is_small(self.text[after]) or self.text[after] in ",;:" else 0

    def _wide_row(self, opened: int, closed: int) -> int:
        """Return the end of such a quotation in Chinese or Japanese, or of a row of them, or 0."""
        text, tag = self.text, self.rules.tag
        after = skip_space(text, closed + 1)
        if closed - opened > _QUOTE_REACH // 3:
            return 0
        while text[closed - 1] in STOPS and text[after : after + 1] in tuple("“「『"):
            closed = self.pairs.closer(after)
            if closed < 0 or text[closed - 1] not in STOPS:
                return 0
            after = skip_space(text, closed + 1)
        if after >= self.limit or "\n" in text[closed:after]:
            return 0
        told = not text[after].isalpha() or not IDEOGRAPH.match(text, after) or (tag and tag.match(text, closed + 1))
        return closed if text[after] in "，、；" or not told else 0

    def _is_never(self, at: int, stop: int) -> bool:
        """Say whether a pattern of the language covers this stop."""
        if at < self.never_ends or not self.rules.never:
            return at < self.never_ends
        for hit in self.rules.never.finditer(self.text, max(self.searched, at - REACH), stop + REACH):
            if hit.start() > at:
                break
            self.never_ends = hit.end()
        self.searched = at + 1
        return at < self.never_ends

    def _with_quote(self, stop: int) -> int:
        """Return the end of a stop with a straight quotation mark that could open or close, if it closes."""
        found = _SPACED_QUOTE.match(self.text, stop)
        if not found:
            return stop
        end = found.end()
        spaced = self.text[end : end + 1].isspace()
        if not spaced and not IDEOGRAPH.match(self.text, end):
            return stop
        return end if self._goes_on('"', end) or self.pairs.closes(end - 1) else stop

    def _goes_on(self, unit: str, at: int) -> bool:
        """Say whether a particle, a speech tag or the source of a quotation continues the sentence."""
        text, rules = self.text, self.rules
        if unit == "。":
            return False
        if unit == "." and is_aside(text, self.start, at, self.pairs, rules):
            return True
        if rules.continues and rules.continues.match(text, at):
            return True
        if unit[-1] not in QUOTES:
            return False
        if rules.tag and rules.tag.match(text, at):
            return True
        return is_source(text, at, self.pairs) or tells_speaker(text, at, unit, rules)
