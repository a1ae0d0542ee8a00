"""Name: proper names that the translation lost or changed, between texts in Latin or Cyrillic letters.

A word is taken for a name if nearly everywhere it occurs the other side has a similar word. A name for which the other
language has a word of its own (Germany, Duitsland) is never reported, and a changed name is found only if it is
frequent.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from aligner.coverage.case import Case
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # "Darcy", "O'Brien", "Jean-Luc"
# What is before a word inside a sentence: a letter, digit, comma, closing bracket, quotation mark or dash, and a space.
# A word after a full stop or at the beginning has a capital whatever it is.
_INSIDE = re.compile(r"[\w,)»”’'–-]\s+$")
_TITLES = ("Mr. ", "Mrs. ", "Dr. ")  # their full stop ends no sentence
_SHORTEST = 4  # letters of a name that is compared; three are too often similar to something by chance

_ALIKE = 0.6  # share of letters in common from which two words are forms of one name: "hargreaves", "khargrivs" 0.74
_SAME_BEGINNING = 4  # letters at the beginning that make two words forms of one name: "peter", "peterchen"
_LEAST_LIKE = 3  # letters of a word that may be a form of a name

_SURE_BEAD = 0.6  # confidence of a bead below which its names may belong to another one
_LEAST_SHARE = 0.9  # share of a name's other occurrences that must have a similar word on the other side
_LEAST_KEPT = 3  # the fewest such occurrences, where the target has another name instead
_LEAST_KEPT_IF_LOST = 5  # the fewest, where it has none: the sentence may say "she"

# A name counts as lost only if no other word has its meaning, that is, if the similarity of its tokens with the target,
# in usual covers, is below this. If there is another name in its place, its tokens are somewhat similar to that one.
_MOST_SIMILAR_IF_LOST = 0.25
_MOST_SIMILAR_IF_CHANGED = 0.55
# Names of the target that resemble no word of the source: more of them are a list of names in the forms of the target's
# language, as in a biblical genealogy.
_MOST_STRANGE = 2
_CONFIDENCE = 0.7  # of every finding: this check computes no probability

NOUNS_IN_CAPITALS = ("de", "lb")  # German and Luxembourgish write every noun with a capital
_SCRIPTS = {"LATIN", "CYRILLIC"}  # first words of the Unicode names of letters
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)
"""Cyrillic letters as English newspapers write them; the hard and the soft sign are left out."""

Forms = list[frozenset[str]]
"""For each segment its words as ``fold_name`` gives them."""


def find_names(case: Case) -> list[RawFinding]:
    """Return a finding for each bead whose target lacks a name of the source that it has nearly everywhere else.

    Only texts in Latin or Cyrillic letters are checked, and only names: words with a capital inside a sentence, which
    the source never writes in small letters. Nothing is found from German, whose nouns all look like names.
    """
    if case.languages[0].startswith(NOUNS_IN_CAPITALS) or not all(_is_alphabetic(case.texts[side]) for side in (0, 1)):
        return []
    small = {word for text in case.texts[0] for word in WORD.findall(text) if word.islower()}
    forms = _fold_words(case.texts[0]), _fold_words(case.texts[1])
    places: dict[str, list[tuple[Bead, int, bool]]] = defaultdict(list)
    for bead in case.beads:
        for i in bead.source if bead.target else ():
            for name in dict.fromkeys(names_in(case.texts[0][i])):
                if name.lower() not in small:
                    places[name].append((bead, i, _has_like(name, _words_around(forms[1], bead.target))))
    return [finding for name, found in places.items() for finding in _report_losses(case, name, found, forms[0])]


def names_in(text: str) -> list[str]:
    """Return the words with a capital that do not begin a sentence.

    >>> names_in("In Kent we met Mr. Darcy. He smiled.")
    ['Kent', 'Darcy']
    """
    return [
        match[0]
        for match in WORD.finditer(text)
        if len(match[0]) >= _SHORTEST
        and match[0][0].isupper()
        and not match[0].isupper()
        and (_INSIDE.search(text[: match.start()]) or text[: match.start()].endswith(_TITLES))
    ]


def fold_name(name: str) -> str:
    """Return a name in small Latin letters without marks.

    >>> fold_name("Čapek"), fold_name("Толстой")
    ('capek', 'tolstoi')
    """
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in name.lower())
    return "".join(letter for letter in unicodedata.normalize("NFD", latin) if letter.isalpha())


def _report_losses(case: Case, name: str, places: list[tuple[Bead, int, bool]], sources: Forms) -> Iterator[RawFinding]:
    """Yield a finding for each place where the target lacks a name, if it has it nearly everywhere else.

    ``places`` are the name's occurrences: its bead, its source segment, and whether the target has a similar word.
    """
    kept, others = sum(like for *_, like in places), len(places) - 1
    for bead, i, like in places:
        if like or bead.confidence < _SURE_BEAD or kept < max(_LEAST_KEPT, _LEAST_SHARE * others):
            continue
        strange = _strange_names(case, bead, sources)
        if len(strange) > _MOST_STRANGE or (not strange and kept < _LEAST_KEPT_IF_LOST):
            continue
        most = _MOST_SIMILAR_IF_CHANGED if strange else _MOST_SIMILAR_IF_LOST
        if _similarity_of_name(case, bead, i, name) < most:
            detail = f"{name} ≠ {', '.join(strange)}" if strange else f"{name} is lost"
            yield RawFinding("name", 1, bead.target, bead.source, detail, _CONFIDENCE)


def _strange_names(case: Case, bead: Bead, sources: Forms) -> list[str]:
    """Return the names of a bead's target that resemble no word of its source; none in German, where any noun would."""
    if case.languages[1].startswith(NOUNS_IN_CAPITALS):
        return []
    names = (name for j in bead.target for name in names_in(case.texts[1][j]))
    return [name for name in dict.fromkeys(names) if not _has_like(name, _words_around(sources, bead.source))]


def _similarity_of_name(case: Case, bead: Bead, index: int, name: str) -> float:
    """Return how well the tokens of a source segment's name are found in the target, in usual covers.

    Only tokens that hold the whole name count. If the encoder has split the name there are none, and the name counts
    as found (1).
    """
    run, text = range(index, index + 1), case.texts[0][index]
    found = case.similarity.found(0, run, bead.target) / case.usual[0]
    spans = case.profiles[0].token_spans(index)
    tokens = [k for k, (start, end) in enumerate(spans) if name in text[start:end]]
    return float(found[tokens].mean()) if tokens else 1.0


def _fold_words(texts: Iterable[str]) -> Forms:
    return [frozenset(fold_name(word) for word in WORD.findall(text)) for text in texts]


def _words_around(forms: Forms, run: range) -> frozenset[str]:
    """Return the words of a run and of a segment to each side, where a translator may have put the name."""
    return frozenset().union(*forms[max(run.start - 1, 0) : run.stop + 1])


def likeness(name: str, words: Iterable[str]) -> float:
    """Return the share of letters that a name has in common with the most similar of some folded words; 1 for a form.

    A word with the same beginning is a form of the name.

    >>> round(likeness("Graz", {"graz", "in"}), 2), round(likeness("Graz", {"canary", "islands"}), 2)
    (1.0, 0.2)
    """
    folded = re.sub(r"['’]s?\Z", "", fold_name(name))
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    best = 0.0
    for word in sorted(words):
        if len(word) < _LEAST_LIKE:
            continue
        if word[:_SAME_BEGINNING] == folded[:_SAME_BEGINNING]:
            return 1.0
        matcher.set_seq1(word)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return best


def _has_like(name: str, words: Iterable[str]) -> bool:
    """Return whether one of some folded words is a form of a name: the same beginning, or most letters in common."""
    folded = fold_name(name)
    return any(
        word[:_SAME_BEGINNING] == folded[:_SAME_BEGINNING] or SequenceMatcher(None, folded, word).ratio() >= _ALIKE
        for word in words
        if len(word) >= _LEAST_LIKE
    )


def _is_alphabetic(texts: Iterable[str]) -> bool:
    """Return whether most letters of a text are Latin or Cyrillic; the first 200 characters of each segment do."""
    letters = Counter(
        unicodedata.name(letter, "").split(" ")[0] for text in texts for letter in text[:200] if letter.isalpha()
    )
    return bool(letters) and letters.most_common(1)[0][0] in _SCRIPTS
