"""Classes of characters, in every script, and the pattern of what a sentence may end with."""

from __future__ import annotations

import re

CIRCLED = "①-⑳"
"""Circled figures, as a range for a regular expression."""
STOPS = ".!?…‥。！？．｡‼⁇⁈⁉؟۔।॥։።፧။။។៕"
"""Signs that can end a sentence, in any script."""
FULL_STOPS = "。！？．｡‼⁇⁈⁉។៕။"
"""Signs that end a sentence without white space after them."""
DASHES = "-–—―‒−─"
"""Dashes, and the hyphen, minus sign and box-drawing line that are typed for them."""
OPENERS = "([{（【［｛〔〈《「『｢“„‟«‹‘‚‛\"'»›”¿¡"
"""Signs that may come before the first word of a sentence.

``»›”`` are here too, as German and Scandinavian books open with them: ``»Ja.«``, ``”Ja.”``.
"""
CONTINUERS = ",;:)]}、，；：）］｝」』%/&="
"""Signs that, after a stop, show that the sentence continues: ``etc., and``, ``(p. 5)``, ``5.%``."""
QUOTES = "\"'“”„‟«»‹›‘’「」『』｢｣＂"
"""Quotation marks, those that open, those that close and those that do both."""
UNSPACED = "\u2e80-\u2fff\u3005-\u3007\u3021-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Chinese and Japanese characters, as a range for a regular expression: radicals, iteration marks, kana, the two blocks
of ideographs, compatibility forms and half-width kana. Korean is not here, as it writes spaces."""
IDEOGRAPH = re.compile(f"[{UNSPACED}]")
"""One Chinese or Japanese character, kana included: ``家``, ``か``."""
_SPACE = re.compile(r"\s*")

# What may follow a closing mark that could also open: ``“`` closes a German quotation in ``„Ja.“ Er``.
_END = r"(?=[\s,;:.!?…–—)\]]|\Z)"
# Closing quotation marks, brackets and note marks that belong to the stop before them. The groups are atomic, not
# possessive: before Python 3.11.5 possessive quantifiers gave wrong matches.
_TAIL = rf"""(?>(?:
   [”’»›)\]}}」』）】》〉］｝〕｣＂*_']           # signs that only close, and the marks of emphasis: *Yes.* _Yes._
 | "(?![{UNSPACED}])                            # a straight quote; before an ideograph it more likely opens
 | [“‘«‹]{_END}                                 # marks that open elsewhere: „Ja.“ »Ja.«
 | [ \u00a0\u202f][”»]{_END}                    # French puts a space before them: Oui. »
 | [ \u3000][」』]                              # and some Japanese files: はい。 」
 | \[\d{{1,3}}(?:[-–,，、]\s?\d{{1,3}})*\]      # note marks: [12] [3-5] [1, 2]
 | [¹²³⁰⁴-⁹]                                    # raised figures: late.³
 | (?<=[^\W\d_]{{4}}\.)\d{{1,3}}(?=\s|\Z)       # figures that were raised, after a word: there.12
 )*)"""
# An ellipsis in brackets or quotation marks: […] (...) « … »
_BRACKETED_DOTS = r"[(\[«“„「][ \u00a0\u202f]?[.…]+[ \u00a0\u202f]?[)\]»”“」]"
# Punctuation between white space, which belongs to the sentence before: "He left. ... The door", "* * *". Signs that
# open a list item, a price or a mention do not: • § № $ # @.
_LOOSE = rf"""(?:
   [^\w\s*{re.escape(OPENERS + DASHES)}•◦▪‣●○■□·・§№\#$€£¥&+=@<~|①-⓿]++
 | \*(?:[ ]?\*)+
 | {_BRACKETED_DOTS})"""


def compile_candidates(extra_stops: str) -> re.Pattern[str]:
    """Compile the pattern that matches whatever a segment may end with.

    A match is one or more runs of stops, each with the closing marks that belong to it (``.”)``, ``?! …”``), and any
    punctuation on its own after them; or the end of a line; or the end of a Chinese or Japanese quotation, which may
    end a segment without a stop (``「うん」「本当？」``). ``extra_stops`` are further stops of a language, as the
    Greek ``;``.
    """
    stops = f"[{re.escape(STOPS + extra_stops)}]++"
    return re.compile(
        rf"""{stops}{_TAIL}
             (?>(?:{stops}{_TAIL})*)
             (?>(?:\s++(?![,;:](?:\s|\Z)){_LOOSE}{_TAIL}(?=\s|\Z))*)
           | \n
           | [」』]
           | ”(?=“)""",
        re.VERBOSE,
    )


def skip_space(text: str, at: int) -> int:
    """Return where the white space that begins at a position ends.

    >>> skip_space("One.  Two.", 4)
    6
    """
    found = _SPACE.match(text, at)
    return found.end() if found else at


def is_small(sign: str) -> bool:
    """Return whether a character is a small letter of a script that begins sentences with capitals.

    Georgian letters count as lower case in Unicode, but have no title case: a Georgian sentence begins with one.

    >>> is_small("a"), is_small("A"), is_small("ა"), is_small("")
    (True, False, False, False)
    """
    return sign.islower() and sign.title() != sign
