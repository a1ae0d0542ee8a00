"""Sentences from elsewhere, fitted to the paragraph they were cut from."""

from __future__ import annotations

from aligner.errors import InputError
from aligner.segment.signs import skip_space


def fit_sentences(paragraph: str, sentences: list[str]) -> list[str]:
    """Return the raw pieces of a paragraph that another segmenter has cut into sentences, stripped or not.

    Raises ``InputError`` when the sentences, white space aside, are not the paragraph.

    >>> fit_sentences("One.  Two.", ["One.", "Two."])
    ['One.  ', 'Two.']
    """
    pieces = []
    start = 0
    for number, sentence in enumerate((text for text in map(str.strip, sentences) if text), 1):
        at = skip_space(paragraph, start)
        if not paragraph.startswith(sentence, at):
            raise InputError(
                f"sentence {number}, {sentence[:40]!r}, is not what the paragraph has there, "
                f"{paragraph[at : at + 40]!r}; a segmenter may drop white space, but change nothing else"
            )
        end = skip_space(paragraph, at + len(sentence))
        pieces.append(paragraph[start:end])
        start = end
    if paragraph[start:].strip():
        raise InputError(f"the sentences end before the paragraph does, at {paragraph[start : start + 40]!r}")
    return pieces or [paragraph] * bool(paragraph)
