"""The translations of terms, counted, with an example of each, by the links between words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from aligner.concordance.rows import Row
from aligner.errors import InputError
from aligner.read.parts.language_tags import find_language
from aligner.session import Aligner
from aligner.terms.candidates import CONTENT, LONGEST, Candidate, Key, Place, find_candidates, weigh_words
from aligner.terms.forms import group_forms
from aligner.text import Text, make_lines
from aligner.word_links import UnitWords, link_rows, words_of

_LINKED = 0.5
"""Share of the occurrences of a term, at least, that something is linked to. Particles and endings, which scripts
without spaces do not part from words, have no counterpart most of the time."""
_Links = list[tuple[int, int, float]]


class Translation(NamedTuple):
    """A translation of a term: its commonest form, how often it is, and the texts of the shortest row that has it."""

    form: str
    times: int
    source_text: str
    target_text: str


class Term(NamedTuple):
    """A term with its translations by language, the commonest first.

    ``times`` is the number of its occurrences, ``value`` its C-value, and ``unlinked`` the number of occurrences, by
    language, in rows of that language in which nothing is linked to it.
    """

    form: str
    name: bool
    times: int
    value: float
    translations: Mapping[str, tuple[Translation, ...]]
    unlinked: Mapping[str, int]

    @property
    def linked(self) -> float:
        """The share of occurrences that something is linked to, over all languages, 0 to 1."""
        linked = sum(one.times for found in self.translations.values() for one in found)
        return linked / max(linked + sum(self.unlinked.values()), 1)

    def consistency(self, language: str) -> float:
        """Return the share that the commonest translation has of all, 0 to 1; 0 where there is none."""
        counts = [one.times for one in self.translations.get(language, ())]
        return counts[0] / sum(counts) if counts else 0.0


class Terms(NamedTuple):
    """The terms of aligned texts, the best first, and the languages, the terms' own first."""

    languages: tuple[str, ...]
    terms: tuple[Term, ...]


class Wanted(NamedTuple):
    """Which terms are wanted.

    ``languages`` are that of the terms and those of the translations, by default those of the rows, in their order.
    Terms occur ``least`` times or more. With ``single`` they are single words, the most frequent first, for learners.
    ``limit`` is the most terms, 0 for all.
    """

    languages: Sequence[str] = ()
    least: int = 2
    single: bool = False
    limit: int = 0


class _Column(NamedTuple):
    """A language's texts, a segment for each row, their words, and the weirdness of each (``weigh_words``)."""

    text: Text
    words: list[UnitWords]
    weird: Mapping[str, float]


def find_terms(session: Aligner, rows: Sequence[Row], wanted: Wanted) -> Terms:
    """Return the terms of rows in the first of the languages, with their translations into the others.

    Raises ``InputError`` where the rows have fewer than two of the languages, and ``ModelError`` without the model.
    """
    tags = _choose_languages(rows, wanted.languages)
    kept = [texts for row in rows if (texts := _texts(row, tags)) and texts[0] and any(texts[1:])]
    lines = [make_lines(tag, "".join(f"{texts[k]}\n" for texts in kept)) for k, tag in enumerate(tags)]
    session.prepare(lines)
    words = [words_of(text, session.profile(text)) for text in lines]
    source, *targets = (
        _Column(text, own, weigh_words(own, session.rarity)) for text, own in zip(lines, words, strict=True)
    )
    found = find_candidates(source.words, source.weird, least=wanted.least, longest=1 if wanted.single else LONGEST)
    needed = sorted({place.row for one in found for place in one.places})
    translated = [_translate(session, found, (source, column), needed) for column in targets]
    each = (dict(zip(tags[1:], one, strict=True)) for one in zip(*translated, strict=True))
    made = [one for one in map(_term, found, each) if one.linked >= _LINKED]
    made.sort(key=lambda one: (-one.times if wanted.single else -one.value * one.linked, one.form))
    return Terms(tuple(tags), tuple(made[: wanted.limit or None]))


def _choose_languages(rows: Sequence[Row], wanted: Sequence[str]) -> list[str]:
    known = list(dict.fromkeys(cell.language for row in rows for cell in row.cells if cell.language))
    chosen = (
        list(dict.fromkeys(known[at] if (at := find_language(tag, known)) >= 0 else tag for tag in wanted)) or known
    )
    missing = [tag for tag in chosen if tag not in known]
    if missing:
        raise InputError(f"no text in {missing[0]!r}; the files have {', '.join(known)}")
    if len(chosen) < 2:
        raise InputError("terms need texts in two languages, with which they are translated; name another file")
    return chosen


def _texts(row: Row, languages: Sequence[str]) -> list[str]:
    texts = {cell.language: " ".join(cell.text.split()) for cell in reversed(row.cells)}
    return [texts.get(language, "") for language in languages]


def _term(one: Candidate, translated: Mapping[str, tuple[tuple[Translation, ...], int]]) -> Term:
    return Term(
        one.form,
        one.name,
        len(one.places),
        one.value,
        {tag: found for tag, (found, _) in translated.items()},
        {tag: unlinked for tag, (_, unlinked) in translated.items()},
    )


def _translate(
    session: Aligner, found: Sequence[Candidate], columns: tuple[_Column, _Column], needed: Collection[int]
) -> list[tuple[tuple[Translation, ...], int]]:
    """Return for each candidate its translations into a language, and the number of occurrences without one."""
    source, target = columns
    shared = [number for number in needed if target.words[number].keys]
    texts, profiles = (source.text, target.text), (session.profile(source.text), session.profile(target.text))
    links = dict(zip(shared, link_rows(texts, profiles, ((k, k) for k in shared)), strict=True))
    return [_translations(one, columns, links) for one in found]


def _translations(
    one: Candidate, columns: tuple[_Column, _Column], links: Mapping[int, _Links]
) -> tuple[tuple[Translation, ...], int]:
    places: dict[Key, list[tuple[int, str]]] = defaultdict(list)
    unlinked = 0
    for place in one.places:
        if place.row not in links:
            continue
        words = columns[1].words[place.row]
        run = _trim(words, _counterpart(place, links[place.row], words), columns[1].weird)
        unlinked += not run
        if run:
            places[words.keys[run.start : run.stop]].append((place.row, words.form(run.start, run.stop)))
    grouped = group_forms({key: len(found) for key, found in places.items()})
    made = [_translation([each for key in keys for each in places[key]], columns) for keys in grouped.values()]
    return tuple(sorted(made, key=lambda one: (-one.times, one.form))), unlinked


def _translation(found: Sequence[tuple[int, str]], columns: tuple[_Column, _Column]) -> Translation:
    forms = Counter(form for _, form in found)
    rows = [[column.words[row].text for column in columns] for row in sorted({row for row, _ in found})]
    source, target = min(rows, key=lambda texts: len(texts[0]) + len(texts[1]))
    return Translation(min(forms, key=lambda form: (-forms[form], form)), len(found), source, target)


def _counterpart(place: Place, links: _Links, words: UnitWords) -> range:
    """Return the run of words that a phrase is linked to: those about the strongest link.

    Nothing but space, and one word at most that is not linked, is between two of them.
    """
    own = [(share, j) for i, j, share in links if place.start <= i < place.end]
    if not own:
        return range(0)
    strongest = max(own, key=lambda link: (link[0], -link[1]))[1]
    members = {j for _, j in own}

    def reach(step: int) -> int:
        """Return the last linked word in a direction."""
        last = at = strongest
        while 0 <= at + step < len(words.keys) and words.adjoins(min(at, at + step)) and abs(at + step - last) <= 2:
            at += step
            last = at if at in members else last
        return last

    return range(reach(-1), reach(1) + 1)


def _trim(words: UnitWords, run: range, weird: Mapping[str, float]) -> range:
    """Return a run of words without function words at its ends, or as it is where it has no others."""
    content = [number for number in run if weird[words.keys[number]] >= CONTENT]
    return range(content[0], content[-1] + 1) if content else run
