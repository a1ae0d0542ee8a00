"""Terms: words that a glossary translates otherwise than the target does.

A term of the source is found as it is, or with another ending; that its translation is there is believed more easily,
also inside a longer word, since languages inflect and join words in ways that no list of endings holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.coverage.case import Case
from aligner.coverage.findings import RawFinding
from aligner.writing import UNSPACED_WORDS

_SURE_BEAD = 0.5  # confidence of a bead below which its terms may belong to another one
_CONFIDENCE = 0.8  # of every finding: this check computes no probability
_KEY = 2  # characters of a word by which terms are looked up
_SHORTEST_STEM = 4  # letters of a word that may have another ending
_LONGEST_ENDING = 3  # letters: "device" and "devices", "install" and "installed"
_WORD = re.compile(rf"[{UNSPACED_WORDS}]|(?:(?![{UNSPACED_WORDS}])\w)+")  # a word, or a character of an unspaced script
_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")


class TermRule(NamedTuple):
    """The terms of one concept: any of those of the source, those that translate it, and those that must not."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    forbidden: tuple[str, ...] = ()


class _Term(NamedTuple):
    """A term of the source, its words, and the rule that it is of."""

    text: str
    words: tuple[str, ...]
    rule: TermRule


def find_terms(case: Case, rules: Sequence[TermRule]) -> list[RawFinding]:
    """Return a finding for each bead whose source has a term that its target does not translate by the glossary."""
    index = _index_terms(rules)
    findings = []
    for bead in case.beads:
        if bead.source and bead.target and bead.confidence >= _SURE_BEAD:
            source, target = case.run_text(0, bead.source), case.run_text(1, bead.target)
            details = dict.fromkeys(filter(None, (_judge(term, target) for term in _terms_in(source, index))))
            if details:
                findings.append(RawFinding("term", 1, bead.target, bead.source, "; ".join(details), _CONFIDENCE))
    return findings


def _index_terms(rules: Sequence[TermRule]) -> dict[str, list[_Term]]:
    """Return the terms of the source by the first characters of each, the longest first."""
    index: dict[str, list[_Term]] = defaultdict(list)
    for rule in rules:
        for text in rule.source:
            words = tuple(_split(text))
            if words and (rule.target or rule.forbidden):
                index[words[0][:_KEY]].append(_Term(text, words, rule))
    for terms in index.values():
        terms.sort(key=lambda term: -len(term.words))
    return index


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _terms_in(text: str, index: dict[str, list[_Term]]) -> Iterator[_Term]:
    """Yield the terms of a text, the longest at each place; terms inside a longer one are left out."""
    words = _split(text)
    at = 0
    while at < len(words):
        term = next((term for term in index.get(words[at][:_KEY], ()) if _begins(words, at, term.words)), None)
        if term is not None:
            yield term
        at += len(term.words) if term is not None else 1


def _begins(words: Sequence[str], at: int, term: Sequence[str]) -> bool:
    if at + len(term) > len(words):
        return False
    return all(_is_form(words[at + k], word) for k, word in enumerate(term))


def _is_form(word: str, term: str) -> bool:
    """Return whether a word is another one, or has another ending.

    >>> _is_form("devices", "device"), _is_form("bodies", "body"), _is_form("deviation", "device")
    (True, False, False)
    """
    if word == term:
        return True
    stem = max(len(term) - 1, _SHORTEST_STEM)  # of "device" also "devic-ing"
    return len(term) >= _SHORTEST_STEM and word[:stem] == term[:stem] and len(word) - stem <= _LONGEST_ENDING


def _judge(term: _Term, target: str) -> str:
    """Return what is wrong with the translation of a term, "" if nothing is."""
    wrong = next((one for one in term.rule.forbidden if _has(target, one)), "")
    if wrong:
        return f"“{wrong}” must not be used for “{term.text}”"
    if term.rule.target and not any(_has(target, one) for one in term.rule.target):
        return f"“{term.text}” is “{'” or “'.join(term.rule.target)}” in the glossary"
    return ""


def _has(text: str, term: str) -> bool:
    """Return whether a text has a term: its words with any endings, in any order, also inside longer words.

    >>> _has("Die Gerätetreiber sind da.", "Gerät"), _has("设备管理器", "设备"), _has("Der Apparat.", "Gerät")
    (True, True, False)
    """
    folded = text.casefold()
    if _UNSPACED.search(term):
        return term.casefold() in folded
    words = _split(text)
    return all(
        part in folded if len(part) >= _SHORTEST_STEM else part in words for part in map(_stem, _split(term))
    ) or any(_begins(words, at, _split(term)) for at in range(len(words)))


def _stem(word: str) -> str:
    """Return a word without the letter at its end that may change, if enough of it is left."""
    return word[:-1] if len(word) > _SHORTEST_STEM + 1 else word
