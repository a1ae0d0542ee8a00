"""Codes: what a translation keeps letter by letter, such as addresses, placeholders, tags and names of files.

Some are codes by their form, and are lost wherever the target lacks them. Others are words that a translator may
translate (``NATO``, ``JavaScript``); these count only where the pair itself keeps them in all other places.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from aligner.coverage.case import Case, run_of
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from aligner.writing import UNSPACED_WORDS

_SURE_BEAD = 0.5  # confidence of a bead below which its codes may belong to another one
_LEAST_KEPT = 3  # other places in which a word is kept, and in none of which it is not, from which it is a code
_CONFIDENCE, _LEARNED_CONFIDENCE = 0.9, 0.8  # of codes by their form, and of words that the pair keeps

_SUFFIXES = (
    "py|js|ts|jsx|tsx|mdx?|txt|html?|css|xml|json|ya?ml|toml|ini|cfg|conf|log|csv|tsv|xlsx?|docx?|pptx?|pdf|epub|odt"
    "|png|jpe?g|gif|svg|mp[34]|zip|gz|tgz|tar|exe|dll|sh|bat|cpp|java|jar|php|sql|lock"
)
_ADDRESS = r"[^\s<>\"'`|\\^{}「」（）()，。、；]"
# Before and after a code there is no letter or digit, but for those of scripts without spaces: "日本のNASAが".
_BEGIN, _END = rf"(?<![^\W{UNSPACED_WORDS}])", rf"(?![^\W{UNSPACED_WORDS}])"
_CODE = re.compile(
    rf"(?P<url>{_BEGIN}(?:https?://|www\.){_ADDRESS}{{2,500}})"
    rf"|(?P<mail>{_BEGIN}[A-Za-z0-9_.+-]{{1,64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,4}}{_END})"
    r"|(?P<tag></?[A-Za-z][\w-]{0,30}(?:\s[^<>]{0,200})?/?>|&[a-z]{2,8};)"
    r"|(?P<slot>\{\{[^{}\n]{1,60}\}\}|\$?\{[\w.:@-]{0,60}\}|%\(\w{1,40}\)[sdifr]"
    rf"|(?<![A-Za-z0-9])(?<!\d\s)%(?:\d\$)?[sdif@]{_END}|\$[A-Z_]{{4,40}}{_END}|%[A-Z_]{{3,40}}%)"
    rf"|(?P<file>(?<!\.){_BEGIN}[A-Za-z0-9_/~-][A-Za-z0-9_./~-]{{0,100}}\.(?:{_SUFFIXES}){_END}(?!\.\w))"
    rf"|(?P<word>{_BEGIN}[A-Za-z][A-Za-z0-9_-]{{0,40}}{_END})"
)
_LANGUAGES = re.compile(r"(?<=[/.])[a-z]{2}(?:[-_][A-Za-z]{2,4})?(?=[/.])")  # of an address: "/en/", "//de.example.org"
_TRAILING = ".,;:!?*_~"  # what follows an address in a sentence
_CODE_WORD = re.compile(r"[A-Za-z]+-?\d[\w-]*|[a-z]+[A-Z]\w*|[A-Z]+[a-z]+[A-Z]\w*|[A-Z]{2,}|\w+_\w+")

Code = tuple[str, str]
"""What is compared of a code, and the code as it is written."""


def find_codes(case: Case) -> list[RawFinding]:
    """Return a finding for each bead whose target lacks a code of the source, or has one that the source lacks."""
    known = [[dict(_codes_in(text)) for text in texts] for texts in case.texts]
    words = [[dict(_code_words_in(text)) for text in texts] for texts in case.texts]
    kept = _kept_words(case, words[0])
    findings = []
    for bead in case.beads:
        if not bead.source or not bead.target or bead.confidence < _SURE_BEAD:
            continue
        lost, gained = (_missing(bead, side, known[side], known[1 - side]) for side in (0, 1))
        learned = [shown for shown in _lost_words(case, bead, words[0]) if shown.casefold() in kept]
        if lost or gained or learned:
            detail = _describe([*lost, *learned], gained)
            confidence = _CONFIDENCE if lost or gained else _LEARNED_CONFIDENCE
            findings.append(RawFinding("name", 1, bead.target, bead.source, detail, confidence))
    return findings


def _codes_in(text: str) -> Iterator[Code]:
    """Yield what is a code by its form.

    >>> [shown for _, shown in _codes_in("Open a.txt, <b>{name}</b>: 5 % of %s at https://example.org/en/a.")]
    ['a.txt', '<b>', '{name}', '</b>', '%s', 'https://example.org/en/a']
    """
    for match in _CODE.finditer(text):
        kind, shown = match.lastgroup, match[0]
        if kind == "url":
            shown = shown.rstrip(_TRAILING)
            yield _LANGUAGES.sub("", shown.partition("#")[0].casefold()), shown
        elif kind == "tag":
            yield re.split(r"[\s/>]", shown[1:].lstrip("/"))[0].casefold() + "/" * (shown[1] == "/"), shown
        elif kind != "word":
            yield unicodedata.normalize("NFKC", shown).casefold(), shown


def _code_words_in(text: str) -> Iterator[Code]:
    """Yield the words that look like codes: with digits, capitals inside, or nothing but capitals.

    >>> [shown for _, shown in _code_words_in("The iPhone of NASA, model F-16, was Mr. Smith's snake_case.")]
    ['iPhone', 'NASA', 'F-16', 'snake_case']
    """
    for match in _CODE.finditer(text):
        if match.lastgroup == "word" and _CODE_WORD.fullmatch(match[0]):
            yield match[0].casefold(), match[0]


def _missing(bead: Bead, side: int, own: list[dict[str, str]], other: list[dict[str, str]]) -> list[str]:
    """Return the codes of one side of a bead that the other side, with a segment to each side, does not have."""
    facing = run_of(bead, 1 - side)
    window = other[max(facing.start - 1, 0) : facing.stop + 1]
    codes = {key: shown for k in run_of(bead, side) for key, shown in own[k].items()}
    return [shown for key, shown in codes.items() if not any(key in codes for codes in window)]


def _kept_words(case: Case, words: list[dict[str, str]]) -> set[str]:
    """Return the words that the target has in all places of the source but one, and in three others at least."""
    kept, lost = Counter[str](), Counter[str]()
    for bead in case.beads:
        if bead.source and bead.target:
            missing = {shown.casefold() for shown in _lost_words(case, bead, words)}
            for key in {key for i in bead.source for key in words[i]}:
                (lost if key in missing else kept)[key] += 1
    return {key for key, count in kept.items() if count >= _LEAST_KEPT and lost[key] <= 1}


def _lost_words(case: Case, bead: Bead, words: list[dict[str, str]]) -> list[str]:
    """Return the words like codes of a bead's source that are nowhere in its target, nor beside it."""
    own = {key: shown for i in bead.source for key, shown in words[i].items()}
    if not own:
        return []
    window = "\n".join(case.texts[1][max(bead.target.start - 1, 0) : bead.target.stop + 1])
    folded = unicodedata.normalize("NFKC", window).casefold()
    return [shown for key, shown in own.items() if key not in folded]


def _describe(lost: list[str], gained: list[str]) -> str:
    if lost and gained:
        return f"{', '.join(lost)} ≠ {', '.join(gained)}"
    return f"{', '.join(lost)} is lost" if lost else f"{', '.join(gained)} is not in the source"
