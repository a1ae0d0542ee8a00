"""Proper names that the translation lost or changed, where the two scripts let one tell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from aligner.coverage.case import Case, Fault
from aligner.ladder import Bead

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_INSIDE = re.compile(r"[\w,)»”’'–-]\s+$")  # what stands before a word inside a sentence
_SHORTEST = 4  # letters of a name that is compared
_ALIKE = 0.6  # share of letters in common from which two names are forms of one
_SURE_BEAD = 0.6
_SOME, _MANY, _SHARE = 3, 5, 0.9  # how often, and in what share, a name must face its like elsewhere
_MEANT = (0.25, 0.55)  # of the usual similarity, below which none is a loss, and another name is wrong
_MOST_STRANGE = 2
_NOUNS_IN_CAPITALS = ("de", "lb")
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)

Forms = list[frozenset[str]]


def find_names(case: Case) -> list[Fault]:
    """Return a fault for each bead whose target has another name, or none, where its like stands everywhere else.

    Only texts in alphabets are looked at, and only names: words in capitals inside a sentence, that stand in small
    letters nowhere. German writes all nouns so, and its names are not told apart.
    """
    if case.languages[0].startswith(_NOUNS_IN_CAPITALS) or not all(_is_alphabetic(case.texts[side]) for side in (0, 1)):
        return []
    small = {word for text in case.texts[0] for word in _WORD.findall(text) if word.islower()}
    forms = _fold_words(case.texts[0]), _fold_words(case.texts[1])
    places: dict[str, list[tuple[Bead, int, bool]]] = defaultdict(list)
    for bead in case.beads:
        for i in bead.source if bead.target else ():
            for name in dict.fromkeys(names_in(case.texts[0][i])):
                if name.lower() not in small:
                    places[name].append((bead, i, _has_like(name, _around(forms[1], bead.target))))
    return [fault for name, found in places.items() for fault in _judge(case, name, found, forms[0])]


def _judge(case: Case, name: str, places: list[tuple[Bead, int, bool]], sources: Forms) -> Iterator[Fault]:
    """Yield a fault for each place where a name lacks its like, if it has it nearly everywhere else."""
    kept, others = sum(like for *_, like in places), len(places) - 1
    for bead, i, like in places:
        if like or bead.confidence < _SURE_BEAD or kept < max(_SOME, _SHARE * others):
            continue
        strange = _strange_names(case, bead, sources)
        if len(strange) > _MOST_STRANGE or (not strange and kept < _MANY):
            continue  # a bead full of names in forms of their own, or a name too rare to be missed
        if _meant(case, bead, i, name) < _MEANT[bool(strange)]:
            detail = f"{name} ≠ {', '.join(strange)}" if strange else f"{name} is lost"
            yield Fault("name", 1, bead.target, bead.source, detail, 0.7)


def _strange_names(case: Case, bead: Bead, sources: Forms) -> list[str]:
    """Return the names of a bead's target that nothing in its source is like; none of German, where all nouns would."""
    if case.languages[1].startswith(_NOUNS_IN_CAPITALS):
        return []
    names = (name for j in bead.target for name in names_in(case.texts[1][j]))
    return [name for name in dict.fromkeys(names) if not _has_like(name, _around(sources, bead.source))]


def _meant(case: Case, bead: Bead, index: int, name: str) -> float:
    """Return how well the target has a source's name, by whatever word; 1 is usual."""
    run, text = range(index, index + 1), case.texts[0][index]
    found = case.evidence.found(0, run, bead.target) / case.usual[0]
    spans = case.profiles[0].token_spans(index)
    tokens = [k for k, (start, end) in enumerate(spans) if name in text[start:end]]
    return float(found[tokens].mean()) if tokens else 1.0


def _fold_words(texts: Iterable[str]) -> Forms:
    return [frozenset(fold_name(word) for word in _WORD.findall(text)) for text in texts]


def names_in(text: str) -> list[str]:
    """Return the words in capitals that do not begin a sentence.

    >>> names_in("In Kent we met Mr. Darcy. He smiled.")
    ['Kent', 'Darcy']
    """
    return [
        match[0]
        for match in _WORD.finditer(text)
        if len(match[0]) >= _SHORTEST
        and match[0][0].isupper()
        and not match[0].isupper()
        and (_INSIDE.search(text[: match.start()]) or text[: match.start()].endswith(("Mr. ", "Mrs. ", "Dr. ")))
    ]


def fold_name(name: str) -> str:
    """Return a name in small Latin letters without marks.

    >>> fold_name("Čapek"), fold_name("Толстой")
    ('capek', 'tolstoi')
    """
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in name.lower())
    return "".join(letter for letter in unicodedata.normalize("NFD", latin) if letter.isalpha())


def _around(forms: Forms, run: range) -> frozenset[str]:
    return frozenset().union(*forms[max(run.start - 1, 0) : run.stop + 1])


def _has_like(name: str, words: Iterable[str]) -> bool:
    """Tell whether a word is a form of a name: the same beginning, or most letters in common."""
    folded = fold_name(name)
    return any(
        word[:4] == folded[:4] or SequenceMatcher(None, folded, word).ratio() >= _ALIKE
        for word in words
        if len(word) > 2
    )


def _is_alphabetic(texts: Iterable[str]) -> bool:
    letters = Counter(
        unicodedata.name(letter, "").split(" ")[0] for text in texts for letter in text[:200] if letter.isalpha()
    )
    return bool(letters) and letters.most_common(1)[0][0] in {"LATIN", "CYRILLIC"}
