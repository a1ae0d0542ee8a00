"""Glossaries that a command is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aligner.cli.common import say
from aligner.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aligner.coverage.checks.terms import TermRule
    from aligner.formats.glossary import Glossary


def open_glossary(path: Path | None) -> Glossary | None:
    """Return a glossary, if one is given; what in it cannot be used is named on stderr."""
    if path is None:
        return None
    from aligner.formats.glossary import read_glossary

    glossary = read_glossary(path)
    for note, number in glossary.notes.items():
        say(f"{path}: {note} ({number})")
    return glossary


def rules_for(glossary: Glossary, languages: tuple[str, str]) -> list[TermRule]:
    """Return the entries of a glossary that have a term of the source's language, with those of the target's."""
    from aligner.coverage.checks.terms import TermRule

    source, target = (_language_in(glossary.languages, language) for language in languages)
    rules = (
        TermRule(
            tuple(entry.in_language(source)),
            tuple(entry.in_language(target)),
            tuple(entry.in_language(target, forbidden=True)),
        )
        for entry in glossary.entries
    )
    return [rule for rule in rules if rule.source]


def _language_in(languages: Sequence[str], language: str) -> str:
    """Return the language of a glossary that serves for a text: the same, or the same but for its region.

    Raises ``InputError`` where there is none, so that no term is passed over in silence.
    """
    plain = language.partition("-")[0]
    near = [one for one in languages if one.partition("-")[0] == plain]
    if not near:
        raise InputError(f"the glossary has no terms in {language!r}; its languages are {', '.join(languages)}")
    return language if language in near else near[0]
