"""What the engine decides about a stop, and the name of the rule that decided it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Rule(StrEnum):
    """The rules by which a stop ends its sentence or does not; docs/segmentation.md has an example of each.

    Every path through the engine ends in exactly one of these names, so that `explain_cuts` can report it.
    """

    # Where the stop is.
    NO_WORD_YET = "no word before the stop"
    PARAGRAPH_END = "end of the paragraph"
    IN_BRACKETS = "inside brackets"
    IN_QUOTATION = "inside a quotation"
    NEVER = "never"

    # What follows the stop.
    PUNCTUATION_FOLLOWS = "punctuation follows"
    BRACKET_FOLLOWS = "bracket that belongs to the sentence"
    PARTICLE_FOLLOWS = "particle follows"
    SPEECH_TAG = "speech tag"
    SMALL_LETTER = "small letter follows"
    NO_SPACE = "no space follows"
    LIST_ITEM = "list item"

    # A full stop after an abbreviation, a letter or a number.
    OWN_ABBREVIATION = "abbreviation (own)"
    TITLE = "abbreviation (title)"
    INNER = "abbreviation (inner)"
    MAYBE = "abbreviation (maybe)"
    FINAL = "abbreviation (final)"
    BEFORE_NUMBER = "number before a reference"
    REGNAL_NUMBER = "number of a monarch"
    INITIAL = "initial"
    LOOKS_SHORT = "looks like an abbreviation"
    IN_SERIES = "abbreviation in a series"
    LETTER_NAME = "letter that is a name"
    ORDINAL = "ordinal number"
    NUMBER = "number"
    IN_REFERENCE = "number inside a reference"
    RUN_ON_FIGURES = "figures that run on"
    LABEL = "label"
    DATE = "date before a dash"
    SPEAKER = "speaker in a play"
    SYMBOL = "sign before the stop"
    ADDRESS = "web address"
    MEASURE = "unit of measure"
    OPENING_WORD = "word that begins a sentence"
    ORDINARY_WORD = "ordinary word"

    # Other stops.
    EXCLAMATION = "exclamation or question mark"
    OTHER_SCRIPT = "full stop of another script"
    MARK_AFTER_STOP = "note mark or bracket after the stop"
    FOUR_DOTS = "four dots"
    ELLIPSIS = "ellipsis"
    STUTTER = "stutter"
    NOUN_AFTER_ELLIPSIS = "possible noun after an ellipsis"
    CLOSED_QUOTATION = "closed quotation before a capital"
    HEADWORD = "one word before a dash"
    INSERTED = "insertion between dashes"

    # Scripts that write no spaces.
    UNSPACED_STOP = "full stop of an unspaced script"
    FULL_WIDTH_POINT = "full-width point"
    BETWEEN_CHARACTERS = "stop between characters"
    DASH_FOLLOWS = "dash follows"
    INNER_QUOTATION = "inner quotation"
    UNSPACED_ELLIPSIS = "ellipsis of an unspaced script"
    QUOTATION_FOLLOWS = "quotation follows"
    QUOTATION_GOES_ON = "quotation without a stop"
    CLAUSE_SPACE = "space between clauses"

    # Ends of lines, and the cap.
    LINE_BREAK = "line break"
    BLANK_LINE = "blank line"
    DIALOGUE_LINE = "line of dialogue"
    HEADING_LINE = "heading in capitals"
    TOO_LONG = "too long"


class Verdict(NamedTuple):
    """Whether a stop ends its sentence, by which rule, and the word or pattern that the rule went by, if any."""

    ends: bool
    rule: Rule
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}" if self.detail else str(self.rule)


class Decision(NamedTuple):
    """One place of a paragraph where a segment could end, and what was decided about it.

    ``offset`` is where the stop begins, in characters from the start of the paragraph. ``stop`` is the stop itself,
    with the closing quotation marks and brackets that the engine read with it; it is empty for a place without a
    stop, where a segment that is too long was divided. ``next_start`` is where the next segment begins, or 0 if
    none does.
    """

    offset: int
    stop: str
    next_start: int
    verdict: Verdict

    @property
    def cut(self) -> bool:
        """Whether a segment ends here."""
        return self.next_start > 0

    @property
    def reason(self) -> str:
        """The name of the rule, with the word or pattern that it went by: ``abbreviation (title): Dr``."""
        return str(self.verdict)
