"""The engine: find each place where a segment may end, and decide by what is left and right of it whether it does.

For one paragraph:

1. `Rules.candidates` finds the next stop, with the closing marks that belong to it.
2. A stop before the first word, after the last one, inside a bracket or a quotation that is part of the sentence, or
   covered by a pattern under ``never`` ends nothing.
3. What follows may continue the sentence: punctuation, a bracket, a particle, who spoke.
4. Otherwise the first word after the stop decides: before a small letter the sentence continues; before a capital it
   depends on the stop (`full_stop` decides about a single full stop); beside a character of a script without spaces
   `unspaced_scripts` decides.
5. A segment in Thai and its neighbours is divided at spaces between clauses (`clause_spaces`), and one that is too
   long at the best boundary (`long_segments`), and its parts go through the same again.

Each of these names the rule that decided, in a `Verdict`; `cut` takes the places, `explain_cuts` also the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.errors import InputError
from aligner.segment.characters import (
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
from aligner.segment.clause_spaces import divide_at_spaces, has_stops
from aligner.segment.full_stop import REACH, is_listed, judge_full_stop
from aligner.segment.language_rules import OwnAbbreviations, Rules, freeze_own, load_rules
from aligner.segment.line_breaks import judge_line_break
from aligner.segment.long_segments import LONGEST, shorten
from aligner.segment.openings import begins_sentence, word_at
from aligner.segment.paired_marks import BRACKETS, PairedMarks
from aligner.segment.right_of_stop import (
    BRACKET_REACH,
    bracket_continues,
    cites_source,
    names_speaker,
    with_circled,
    with_remark,
)
from aligner.segment.unspaced_scripts import Stop, judge_unspaced
from aligner.segment.verdict import Decision, Rule, Verdict

_WORD = re.compile(r"[^\W_]")  # a letter or figure, with which the first word begins
# What may come between white space and the first word: `“`, `— `, `¿`, `(`, `… `, `*`. Its bound keeps time linear.
_LEAD = re.compile(rf"[{re.escape(OPENERS + DASHES)}….*_\s]{{0,40}}+")
_LIST_LETTER = re.compile(r"(?:[^\W_]{1,3}(?=\))|[^\W\d_](?=\.))([).])\s")
"""The mark of a list item in small letters: ``b) ``, ``iv) ``, ``b. ``."""
_SPACED_QUOTE = re.compile(r'[ \u00a0\u202f]?"')
"""A straight quotation mark, perhaps after the space that French puts before it: ``Oui. "``."""
_SURE_MARK = re.compile(r"[\d¹²³⁰⁴-⁹]|\)\.")
"""A note mark, or another full stop after a bracket: ``etc.³``, ``(etc.).``. Even after an abbreviation it shows that
the sentence ends."""
_CIRCLED = re.compile(f"[{CIRCLED}]")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z][a-z]|[a-z]{1,3}OS\b")
"""A name in a small letter: ``iPhone``, ``eBay``, ``iOS``."""
_BLANK_LINE = re.compile(r"\n\s*\n")  # ends a segment, so no bracket or quotation reaches across it
_JOINED_DASH = re.compile("--+|[—―]")
"""A dash that needs no space: two hyphens in plain text, an em dash, a bar. One hyphen joins words, and an en dash
joins the ends of a range (``Nov.–Dez.``)."""
# A segment that consists of this only is not, as a rule, ended by a stop and a dash:
_HEADWORD = re.compile(
    r"""\s*(?: (?P<word>[“"„«‘']?(?:[^\W\d_]+[.!?]*(?:--+|[—―]))*[^\W\d_]+)  # single words: "Habitat", "“Oh!—Oh"
           | [^\s.]+(?:\s[^\s.]+)?\s\d{1,3}[:,.]\s?\d{1,3}         # a reference: "Juan 3:16"
         )\Z""",
    re.VERBOSE,
)
_INSERTED = re.compile(r"[\w,;]\s?(?:--+|[—―–]\s?)(?!\s)[^—―–]*\Z")
"""A dash inside the sentence, up to the stop: ``and then—alas``."""
_INSERTED_REACH = 80
"""How many characters an insertion between dashes may have with the dash before it."""
_LAST_WORD = re.compile(r"[^\W_]+\Z")  # "Sept" before the stop of "Sept.—Dec."
_QUOTE_REACH = 120
"""The longest quotation, in characters, that can be part of a sentence with stops inside it (a sign, a title, a
cry). In ideographs a third of that: one says about as much as three letters."""

_NO_WORD_YET = Verdict(False, Rule.NO_WORD_YET)
_PARAGRAPH_END = Verdict(False, Rule.PARAGRAPH_END)
_PUNCTUATION_FOLLOWS = Verdict(False, Rule.PUNCTUATION_FOLLOWS)
_SMALL_LETTER = Verdict(False, Rule.SMALL_LETTER)
_NO_SPACE = Verdict(False, Rule.NO_SPACE)
_UNSPACED_STOP = Verdict(True, Rule.UNSPACED_STOP)
_TOO_LONG = Verdict(True, Rule.TOO_LONG)
_CLAUSE_SPACE = Verdict(True, Rule.CLAUSE_SPACE)


def cut(paragraph: str, language: str, *, longest: int = LONGEST, abbreviations: OwnAbbreviations = ()) -> list[str]:
    """Cut one paragraph into segments, a sentence each, that joined are the paragraph.

    White space between two sentences belongs to the first. Time is linear in the paragraph's length.

    ``language`` is any BCP 47 tag; one without data is cut by the rules for any language. ``longest`` is the longest
    segment in characters, of which a Chinese or Japanese one counts as three. ``abbreviations`` are the user's own,
    with or without their last full stop, and never end a sentence; or they are a mapping from kinds to words
    (``title``, ``inner``, ``maybe``, ``final``, ``number``; docs/segmentation.md).

    Raises ``InputError`` when ``longest`` is less than one or an abbreviation is not a word.

    >>> cut("“Yes.” said she. Dr. Hall left at 5 p.m. on Monday.", "en")
    ['“Yes.” said she. ', 'Dr. Hall left at 5 p.m. on Monday.']
    >>> cut("Przyszedł Dyr. Nowak. Wyszedł.", "pl", abbreviations=["Dyr."])
    ['Przyszedł Dyr. Nowak. ', 'Wyszedł.']
    """
    segments = []
    start = 0
    for decision in _decide(paragraph, _load(language, longest, abbreviations), longest):
        if decision.next_start:
            segments.append(paragraph[start : decision.next_start])
            start = decision.next_start
    return segments


def explain_cuts(
    paragraph: str, language: str, *, longest: int = LONGEST, abbreviations: OwnAbbreviations = ()
) -> Iterator[Decision]:
    """Yield, for each place of a paragraph where a segment could end, whether it does and the rule that decided.

    The parameters and the engine are those of `cut`, so that the two always agree.

    >>> for decision in explain_cuts("Dr. Hall left. She stayed.", "en"):
    ...     print(decision.offset, decision.stop, decision.cut, decision.reason)
    2 . False abbreviation (title): Dr
    13 . True ordinary word
    25 . False end of the paragraph
    """
    rules = _load(language, longest, abbreviations)
    return (decision for decision in _decide(paragraph, rules, longest) if decision.offset < len(paragraph))


def _load(language: str, longest: int, abbreviations: OwnAbbreviations) -> Rules:
    if longest < 1:
        raise InputError(f"longest must be 1 or more, not {longest}")
    return load_rules(language, freeze_own(abbreviations))


def _decide(paragraph: str, rules: Rules, longest: int) -> Iterator[Decision]:
    """Yield each decision about a paragraph in order; the last one is its end.

    A segment that is too long is divided and each part is looked at again alone, so that a part cut again stays whole.
    """
    start = 0
    stopped = has_stops(paragraph)
    waiting: list[Decision] = []
    for decision in _scan(paragraph, rules):
        waiting.append(decision)
        if not decision.next_start:
            continue
        clauses = divide_at_spaces(paragraph[start : decision.next_start], stopped=stopped)
        parts = [part for clause in clauses for part in shorten(clause, longest)]
        if len(parts) > 1:
            # The last decision about the last part is that it ends; `decision` says by which rule it does.
            *waiting, _ = _scan_parts(parts, start, rules, _CLAUSE_SPACE if len(clauses) > 1 else _TOO_LONG)
            waiting.append(decision._replace(offset=max(decision.offset, *(other.offset for other in waiting[-1:]))))
        yield from waiting
        waiting.clear()
        start = decision.next_start


def _scan_parts(parts: list[str], start: int, rules: Rules, verdict_of_ends: Verdict) -> Iterator[Decision]:
    """Yield the decisions about the parts of a segment that begins at ``start``: too long, or parted by spaces."""
    for part in parts:
        for offset, stop, next_start, verdict in _scan(part, rules):
            if offset == len(part):
                yield Decision(start + offset, "", start + offset, verdict_of_ends)
            elif verdict is not _PARAGRAPH_END:
                yield Decision(start + offset, stop, next_start and start + next_start, verdict)
        start += len(part)


def _scan(text: str, rules: Rules) -> Iterator[Decision]:
    """Yield each decision about a text in order, and its end as the last one.

    The decision about a place looks back no further than the start of its segment, so that a segment cut again stays
    whole.
    """
    scanner = _Scanner(text, rules)
    for candidate in rules.candidates.finditer(text):
        # This stop already belongs to the segment before: the "。" in `「はい。」（笑）。`
        if candidate.start() < scanner.start:
            continue
        next_start, verdict = scanner.judge(candidate)
        yield Decision(candidate.start(), candidate[0], next_start, verdict)
        if next_start:
            scanner.begin_segment(next_start)
    if text:
        yield Decision(len(text), "", len(text), _PARAGRAPH_END)


class _Scanner:
    """One pass over a text: where the current segment starts, and what encloses the stops inside it.

    ``start`` is where the segment starts and ``begin`` the same without white space; ``first`` is its first letter or
    figure. Stops before ``shield`` are inside a bracket or quotation, by the rule ``shielded_by``; those before
    ``never_ends`` are inside the match ``never_hit`` of a pattern. ``limit`` is the end of the last word of the
    text, and ``last_of_row`` where the last quotation of a row opens.
    """

    def __init__(self, text: str, rules: Rules) -> None:
        self.text = text
        self.rules = rules
        self.pairs = PairedMarks(text)
        self.limit = len(text)
        self.last_of_row = 0
        self.circled = -1
        while self.limit and not text[self.limit - 1].isalnum():
            self.limit -= 1
        self.begin_segment(0)

    def begin_segment(self, start: int) -> None:
        """Begin a new segment."""
        self.start = start
        self.begin = skip_space(self.text, start)
        self.shield = start
        self.shielded_by = Rule.IN_BRACKETS
        found = _WORD.search(self.text, start)
        self.first = found.start() if found else len(self.text)
        self.searched = self.never_ends = start
        self.never_hit: re.Match[str] | None = None
        if self.circled < start:
            figure = _CIRCLED.search(self.text, start)
            self.circled = figure.start() if figure else len(self.text)

    def judge(self, candidate: re.Match[str]) -> tuple[int, Verdict]:
        """Return where the next segment starts if one ends with this candidate, or else 0, and the verdict."""
        text, (at, stop) = self.text, candidate.span()
        if at <= self.first or at >= self.limit:
            return 0, _NO_WORD_YET if at <= self.first else _PARAGRAPH_END
        if self._is_shielded(candidate):
            return 0, Verdict(False, self.shielded_by)
        if text[at] == "\n":
            verdict = judge_line_break(text, self.begin, at)
            return skip_space(text, at) if verdict.ends else 0, verdict
        if text[at] in "」』”":
            return self._judge_quotation(at)
        if self._is_never(at, stop) and self.never_hit:
            return 0, Verdict(False, Rule.NEVER, self.rules.never_source(self.never_hit))
        stop = with_circled(text, self.circled < at, with_remark(text, self._with_quote(stop)))
        following = skip_space(text, stop)
        verdict = self._judge_right(at, stop, following)
        return following if verdict.ends else 0, verdict

    def _judge_right(self, at: int, stop: int, following: int) -> Verdict:
        """Judge the stop at ``at``, with closing marks up to ``stop``, by what is right of it, white space aside."""
        if following >= self.limit:
            return _PARAGRAPH_END
        if self.text[following] in CONTINUERS:
            return _PUNCTUATION_FOLLOWS
        continues = self._what_continues(self.text[at:stop], following)
        return Verdict(False, continues) if continues else self._judge_next_word(at, stop, following)

    def _judge_next_word(self, at: int, stop: int, following: int) -> Verdict:
        """Judge the stop at ``at``, with closing marks up to ``stop``, by the first word after it."""
        text = self.text
        unit = text[at:stop]
        lead = _LEAD.match(text, following)
        first = lead.end() if lead else following
        full = any(sign in FULL_STOPS for sign in unit)
        if text[stop].isspace():
            if is_small(text[first]) and not full and not _BRAND.match(text, first):
                return Verdict(True, Rule.LIST_ITEM) if self._is_listed(at, first) else _SMALL_LETTER
            return _UNSPACED_STOP if full else self._judge_stop(at, unit, first)
        if IDEOGRAPH.match(text, at - 1) or IDEOGRAPH.match(text, first):
            return judge_unspaced(Stop(text, self.begin, at, unit, first), self.rules)
        if full and unit != "．":
            return _UNSPACED_STOP
        return self._judge_joined(at, unit, stop, first)

    def _judge_joined(self, at: int, unit: str, stop: int, first: int) -> Verdict:
        """Judge a stop with no white space after it, in a script that writes spaces: ``3.5``, ``Ja.«Er``."""
        text = self.text
        if _JOINED_DASH.match(text, stop) and text[first].isupper():
            return self._judge_before_dash(at, unit, first)
        if unit[-1] in "”»" and text[first].isupper():
            return Verdict(True, Rule.CLOSED_QUOTATION)
        return _SMALL_LETTER if first > stop and is_small(text[first]) else _NO_SPACE

    def _judge_before_dash(self, at: int, unit: str, first: int) -> Verdict:
        """Judge a stop before a dash without a space and a capital: ``… à dîner.--Messieurs, …``.

        Old books set dashes like this, and in French, Italian and Spanish they open the next speech inside a paragraph.
        The stop is judged as before a space, except in these cases, in which a cut would be wrong more often than
        right:

        - a reference or one word that opens the line (``Juan 3:16.—Sapagkat``, ``Habitat.—North America``), unless the
          next word surely begins a sentence; and one word that is an address (``Comrades!—The hour has come``);
        - an insertion between two dashes: ``and then—alas!—Mary fell``;
        - an ellipsis, or an abbreviation that is common before a number (``Sept.—Dec.``), unless the next word surely
          begins a sentence. The English ``I`` does not count as such a word: ``he … I``.
        """
        text, rules = self.text, self.rules
        left = text[max(self.begin, at - _INSERTED_REACH) : at]
        begins = begins_sentence(text, first, rules) and word_at(text, first) != "I"
        headword = _HEADWORD.match(left) if at - self.begin <= _INSERTED_REACH and unit[-1] not in QUOTES else None
        if headword and not is_listed(left, rules) and not (begins and unit[0] == "." and headword["word"]):
            return Verdict(False, Rule.HEADWORD, left)
        if unit[-1] in QUOTES and names_speaker(text, first, unit, rules):
            return Verdict(False, Rule.SPEECH_TAG)
        surely = begins and begins_sentence(text, first, rules, after_initial=True)
        if not surely and unit[0] in "!?…" and _INSERTED.search(left):
            return Verdict(False, Rule.INSERTED)
        if not begins and re.match(r"(?:[…‥]|\.{2,3}(?!\.))", unit):
            return Verdict(False, Rule.ELLIPSIS)
        word = _LAST_WORD.search(left)
        if not begins and unit[0] == "." and word and word[0] in rules.numbers:
            return Verdict(False, Rule.BEFORE_NUMBER, word[0])
        return self._judge_stop(at, unit, first)

    def _judge_quotation(self, at: int) -> tuple[int, Verdict]:
        """Return where the next segment starts if a quotation without a stop ends one, or else 0, and the verdict.

        It ends one before another quotation, if a quotation of the row has a stop or the row ends the paragraph
        (``「うん」「本当？」``, not ``「家族」「国家」という言葉``), and before a word that surely begins a
        sentence.
        """
        text, rules = self.text, self.rules
        following = skip_space(text, at + 1)
        goes_on = 0, Verdict(False, Rule.QUOTATION_GOES_ON)
        if self.pairs.opener(at) > self.begin:
            return goes_on
        if text[following] not in "「『“":
            begins = rules.starts and rules.starts.match(text, following) and not self._what_continues("」", following)
            return (following, Verdict(True, Rule.OPENING_WORD)) if begins else goes_on
        if following > self.last_of_row:
            self.last_of_row = self._find_last_of_row(following)
        return (following, Verdict(True, Rule.QUOTATION_FOLLOWS)) if following <= self.last_of_row else goes_on

    def _find_last_of_row(self, opened: int) -> int:
        """Return where the last quotation of a row opens, or 0 if none has a stop and the sentence continues."""
        text, stopped, last, closed = self.text, False, 0, opened
        while opened < len(text) and text[opened] in "「『“" and self.pairs.closer(opened) > 0:
            last, closed = opened, self.pairs.closer(opened)
            stopped = stopped or text[closed - 1] in STOPS
            opened = skip_space(text, closed + 1)
        return last if stopped or opened == len(text) or "\n" in text[closed + 1 : opened] else 0

    def _is_listed(self, at: int, first: int) -> bool:
        """Return whether the next word is a small letter or numeral of a list: ``b) …``, or ``b. …`` after ``a. …``."""
        found = _LIST_LETTER.match(self.text, first)
        if not found or found[1] == ")":
            return found is not None
        opened = _LIST_LETTER.match(self.text, self.start)
        return opened is not None and opened.end() <= at and ord(self.text[first]) == ord(opened[0][0]) + 1

    def _judge_stop(self, at: int, unit: str, first: int) -> Verdict:
        """Judge a stop before a capital, or a figure, by which stop it is."""
        dots = unit if unit == "." else re.sub(r"[^.!?…‥]", "", unit).replace("…", "...")
        if not dots:
            return Verdict(True, Rule.OTHER_SCRIPT)
        if dots.strip(".‥"):
            return Verdict(True, Rule.EXCLAMATION)
        if _SURE_MARK.search(unit):
            return Verdict(True, Rule.MARK_AFTER_STOP)
        if dots == ".":
            low = max(self.start, at - REACH)
            return judge_full_stop(self.text[low:at], low == self.start, self.text, first, self.rules)
        return self._judge_ellipsis(at, dots, first)

    def _judge_ellipsis(self, at: int, dots: str, first: int) -> Verdict:
        """Judge dots before a capital: four end a sentence; three do, unless in a stutter or before a German noun."""
        if dots.count(".") > 3:
            return Verdict(True, Rule.FOUR_DOTS)
        before = re.search(r"([^\W_]+)\W*\Z", self.text[max(self.start, at - REACH) : at])
        word = word_at(self.text, first)
        if before and word.lower().startswith(before[1].lower()):
            return Verdict(False, Rule.STUTTER, word)
        if self.rules.ordinals and not begins_sentence(self.text, first, self.rules):
            return Verdict(False, Rule.NOUN_AFTER_ELLIPSIS, word)
        return Verdict(True, Rule.ELLIPSIS)

    def _is_shielded(self, candidate: re.Match[str]) -> bool:
        """Return whether a stop is inside a bracket or quotation that is only a part of the sentence."""
        at = candidate.start()
        for opened, closed in self.pairs.opened_before(at):
            end = self._part_end(opened, closed) if closed > max(at, self.shield) else 0
            if end:
                self.shield = end
                self.shielded_by = Rule.IN_BRACKETS if self.text[opened] in f"《{BRACKETS}" else Rule.IN_QUOTATION
        if at >= self.shield:
            return False
        return at + max(candidate[0].rfind(sign) for sign in STOPS) < self.shield

    def _part_end(self, opened: int, closed: int) -> int:
        """Return where a bracket or quotation ends that is part of a sentence, whatever stops it contains, or 0."""
        text, part = self.text, self.rules.part
        if closed - opened > BRACKET_REACH or _BLANK_LINE.search(text, opened, closed):
            return 0
        # One that opens its segment is not a part, except a title in 《…》 and what a following particle makes one.
        if opened < self.first and text[opened] != "《":
            return closed if closed - opened <= _QUOTE_REACH // 3 and part and part.match(text, closed + 1) else 0
        if text[opened] in f"《{BRACKETS}":
            return closed
        before = text[max(opened - 2, self.start) : opened].rstrip()[-1:]
        if not before.isalnum():
            return 0
        return (self._row_end if IDEOGRAPH.match(text, opened + 1) else self._short_quotation_end)(opened, closed)

    def _short_quotation_end(self, opened: int, closed: int) -> int:
        """Return the end of a quotation inside a sentence, if it is short and the sentence continues, or 0."""
        after = skip_space(self.text, closed + 1)
        if closed - opened > _QUOTE_REACH or after >= self.limit:
            return 0
        return closed if is_small(self.text[after]) or self.text[after] in ",;:" else 0

    def _row_end(self, opened: int, closed: int) -> int:
        """Return the end of a Chinese or Japanese quotation inside a sentence, or of the row that it begins, or 0."""
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
        tagged = not text[after].isalpha() or not IDEOGRAPH.match(text, after) or (tag and tag.match(text, closed + 1))
        return closed if text[after] in "，、；" or not tagged else 0

    def _is_never(self, at: int, stop: int) -> bool:
        """Return whether a pattern under ``never`` covers this stop. Each place is searched once."""
        if at < self.never_ends or not self.rules.never:
            return at < self.never_ends
        for hit in self.rules.never.finditer(self.text, max(self.searched, at - REACH), stop + REACH):
            if hit.start() > at:
                break
            self.never_hit = hit
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
        return end if self._what_continues('"', end) or self.pairs.closes_straight(end - 1) else stop

    def _what_continues(self, unit: str, at: int) -> Rule | None:
        """Return the rule by which what follows continues the sentence: a bracket, a particle, who spoke; or none."""
        text, rules = self.text, self.rules
        if unit == "。":
            return None
        if unit == "." and bracket_continues(text, self.start, at, self.pairs, rules):
            return Rule.BRACKET_FOLLOWS
        if rules.continues and rules.continues.match(text, at):
            return Rule.PARTICLE_FOLLOWS
        if unit[-1] not in QUOTES:
            return None
        if (rules.tag and rules.tag.match(text, at)) or names_speaker(text, at, unit, rules):
            return Rule.SPEECH_TAG
        return Rule.BRACKET_FOLLOWS if cites_source(text, at, self.pairs) else None
