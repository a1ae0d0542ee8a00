"""Paragraphs into segments: one engine for every language, with rules that a speaker of the language can edit."""

from __future__ import annotations

from aligner.errors import InputError
from aligner.segment.engine import scan
from aligner.segment.fit import fit_sentences
from aligner.segment.rules import load_rules
from aligner.segment.shorten import LONGEST, shorten

__all__ = ["LONGEST", "cut", "fit_sentences"]


def cut(paragraph: str, language: str, *, longest: int = LONGEST) -> list[str]:
    """Cut one paragraph into raw pieces, a sentence each, that joined are the paragraph.

    White space between two sentences belongs to the piece before. ``language`` is any BCP 47 tag; ``longest`` is in
    characters, of which a Chinese or Japanese one counts as three. Time is linear in the paragraph's length. Raises
    ``InputError`` when ``longest`` is less than one.

    >>> cut("“Yes.” said she. Dr. Hall left at 5 p.m. on Monday.", "en")
    ['“Yes.” said she. ', 'Dr. Hall left at 5 p.m. on Monday.']
    """
    if longest < 1:
        raise InputError(f"longest must be 1 or more, not {longest}")
    rules = load_rules(language)
    pieces = []
    for piece in scan(paragraph, rules):
        parts = shorten(piece, longest)
        pieces += parts if len(parts) == 1 else [again for part in parts for again in scan(part, rules)]
    return pieces
