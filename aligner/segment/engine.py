"""One engine for every language: find what may end a sentence, and ask both sides whether it does."""

from __future__ import annotations

import re

from aligner.segment.dots import REACH, begins_sentence, dot_ends, word_at
from aligner.segment.lines import line_ends
from aligner.segment.pairs import BRACKETS, Pairs
from aligner.segment.rules import Rules
from aligner.segment.signs import (
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

_WORD = re.compile(r"[^\W_]")
_LEAD = re.compile(rf"[{re.escape(OPENERS + DASHES)}….*_\s]{{0,40}}+")
_LIST_LETTER = re.compile(r"(?:[^\W_]{1,3}(?=\))|[^\W\d_](?=\.))([).])\s")
_SPACED_QUOTE = re.compile(r'[ \u00a0\u202f]?"')
_INSIDE = rf"[^()\[\]（）{re.escape(STOPS)}\n]"
_STAGE = re.compile(
    rf"[ ]?[(\[]([^\W\d_]{_INSIDE}{{2,24}})[)\]](?=\s|\Z)|（(?![一二三四五六七八九十百\d]+）)({_INSIDE}{{1,12}})）"
)
_NAME = re.compile(r"([^\W\d_]+)(?:\.(?=\s))?")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z][a-z]")
_BLANK_LINE = re.compile(r"\n\s*\n")
_DASHES = re.compile(f"[{DASHES}]+")
_BRACKET_REACH, _QUOTE_REACH = 400, 120


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
        while self.limit and not text[self.limit - 1].isalnum():
            self.limit -= 1
        self.restart(0)

    def restart(self, start: int) -> None:
        """Begin a new segment."""
        self.start = start
        self.shield = start
        found = _WORD.search(self.text, start)
        self.first = found.start() if found else len(self.text)

    def end_of(self, match: re.Match[str]) -> int:
        """Return where the next segment starts when one ends with this match, or 0."""
        text, (at, stop) = self.text, match.span()
        if at <= self.first or at >= self.limit or self._is_inside(match):
            return 0
        if text[at] == "\n":
            return skip_space(text, at) if line_ends(text, self.start, at) else 0
        if text[at] in "」』”":
            return self._turn_ends(at)
        if self._is_never(at, stop):
            return 0
        stop = self._with_stage(self._with_quote(stop))
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
            return self._unspaced_ends(at, unit, first)
        return (full and unit != "．") or (unit[-1] in "”»" and text[first].isupper())

    def _turn_ends(self, at: int) -> int:
        """Return what follows a quotation without a stop that is a segment of its own, or 0.

        So it is before another quotation, if one of the row has a stop or the row ends the paragraph, and before a word
        that surely begins a sentence.
        """
        text, rules = self.text, self.rules
        following = skip_space(text, at + 1)
        if self.pairs.opener(at) > skip_space(text, self.start):
            return 0
        if text[following] not in "「『“":
            begins = rules.starts and rules.starts.match(text, following) and not self._goes_on("」", following)
            return following if begins else 0
        if following > self.turns:
            self.turns = self._row_end(following)
        return following if following <= self.turns else 0

    def _row_end(self, opened: int) -> int:
        """Return where the last quotation of a row opens, or 0 if none has a stop and the sentence goes on."""
        text, stopped, last = self.text, False, 0
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
        return opened is not None and opened.end() <= at

    def _spaced_ends(self, at: int, unit: str, first: int) -> bool:
        dots = re.sub(r"[^.!?…‥]", "", unit).replace("…", "...")
        if not dots or dots.strip(".‥"):
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
        if self.rules.ordinals:
            return begins_sentence(self.text, first, self.rules)
        return re.split("['’]", word)[0] != "I"

    def _unspaced_ends(self, at: int, unit: str, first: int) -> bool:
        """Decide between two characters of a script without spaces."""
        before, after = IDEOGRAPH.match(self.text, at - 1), IDEOGRAPH.match(self.text, first)
        if after and (unit[-1] in "’』" or (unit[-1] in "！？!?" and self._in_dashes(at + len(unit)))):
            return False
        if unit[0] in FULL_STOPS:
            return unit[0] != "．" or bool(before)
        if unit[0] in "…‥":
            return bool(after) and (unit[-1] in QUOTES or any(sign in FULL_STOPS + "!?" for sign in unit))
        return bool(after) and (bool(before) or unit[0] in "!?")

    def _in_dashes(self, stop: int) -> bool:
        """Say whether a dash follows, and after it no quotation."""
        lead = _DASHES.match(self.text, stop)
        return lead is not None and self.text[lead.end() : lead.end() + 1] not in tuple(QUOTES)

    def _is_inside(self, match: re.Match[str]) -> bool:
        """Say whether a stop stands in a bracket or quotation that is only a part of the sentence."""
        for opened, closed in self.pairs.opened_before(match.start()):
            if closed > max(match.start(), self.shield) and self._shields(opened, closed):
                self.shield = closed
        if match.start() >= self.shield:
            return False
        return match.start() + max(match[0].rfind(sign) for sign in STOPS) < self.shield

    def _shields(self, opened: int, closed: int) -> bool:
        """Say whether a bracket or quotation inside a sentence is part of it, whatever stops it contains."""
        text = self.text
        if closed - opened > _BRACKET_REACH or _BLANK_LINE.search(text, opened, closed):
            return False
        if opened < self.first and text[opened] != "《":
            part = closed - opened <= _QUOTE_REACH // 3 and self.rules.part and self.rules.part.match(text, closed + 1)
            return bool(part)
        return text[opened] in f"《{BRACKETS}" or self._is_short_quotation(opened, closed)

    def _is_short_quotation(self, opened: int, closed: int) -> bool:
        """Say whether a quotation that opens inside a sentence is short and the sentence goes on after it."""
        text = self.text
        wide = IDEOGRAPH.match(text, opened + 1)
        before = text[max(opened - 2, self.start) : opened].rstrip()[-1:]
        after = skip_space(text, closed + 1)
        if closed - opened > (_QUOTE_REACH // 3 if wide else _QUOTE_REACH) or not before.isalnum():
            return False
        if after >= self.limit:
            return False
        if wide:
            tag = self.rules.tag and self.rules.tag.match(text, closed + 1)
            return bool(IDEOGRAPH.match(text, after)) and text[after].isalpha() and not tag
        return is_small(text[after]) or text[after] in ",;:"

    def _is_never(self, at: int, stop: int) -> bool:
        """Say whether a pattern of the language covers this stop."""
        if not self.rules.never:
            return False
        found = self.rules.never.finditer(self.text, max(self.start, at - REACH), stop + REACH)
        return any(hit.start() <= at < hit.end() for hit in found)

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

    def _with_stage(self, stop: int) -> int:
        """Return the end of a stop with a note that clings to it: ``(Applause)``, ``（笑）``."""
        found = _STAGE.match(self.text, stop)
        if not found or is_small((found[1] or found[2])[0]):
            return stop
        at = skip_space(self.text, found.end())
        after = self.text[at : at + 1]
        return stop if after and (is_small(after) or after in STOPS) else found.end()

    def _goes_on(self, unit: str, at: int) -> bool:
        """Say whether a particle, a speech tag or the source of a quotation continues the sentence."""
        text, rules = self.text, self.rules
        if unit == "。":
            return False
        if rules.continues and rules.continues.match(text, at):
            return True
        if unit[-1] not in QUOTES:
            return False
        if rules.tag and rules.tag.match(text, at):
            return True
        return self._is_source(at) or self._tells_speaker(unit, at)

    def _is_source(self, opened: int) -> bool:
        """Say whether a bracket after a quotation belongs to its sentence: ``“Rejoice!” (Phil. 4:4).``."""
        closed = self.pairs.closer(opened)
        if self.text[opened] not in BRACKETS or not opened < closed < opened + _BRACKET_REACH:
            return False
        after = skip_space(self.text, closed + 1)
        return self.text[closed - 1] not in STOPS and self.text[after : after + 1] in tuple(".,;:。，；")

    def _tells_speaker(self, unit: str, at: int) -> bool:
        """Say whether a name and a verb of speech follow a quotation: ``“Come!” John Hall cried.``."""
        if not self.rules.speech or unit[-2:-1].isspace():
            return False
        for count, word in enumerate(_NAME.finditer(self.text, at, at + 80)):
            if count and word[1] in self.rules.speech:
                return "." not in unit or self.text[word.end() : word.end() + 1] in (".", ",", ":", "")
            starter = count == 0 and word[1] in self.rules.starter and word[1] != "I"
            if count == 3 or starter or not word[1][0].isupper():
                return False
        return False
