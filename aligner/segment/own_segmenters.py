"""The user's own segmenters: load one by its name, and fit its sentences to the paragraph.

Most segmenters return stripped sentences; a segment keeps its white space, so that all of them joined are the text.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from aligner.errors import InputError
from aligner.segment.characters import skip_space

Segmenter = Callable[[str], list[str]]
"""A function from a paragraph to its sentences, with the white space between them or without."""


def fit_sentences(paragraph: str, sentences: list[str]) -> list[str]:
    """Return the segments of a paragraph for the sentences, stripped or not, that another segmenter found in it.

    White space between two sentences belongs to the first. Raises ``InputError`` when the sentences, white space aside,
    are not the paragraph.

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


def split_lines(paragraph: str) -> list[str]:
    """Return the lines of a paragraph.

    >>> split_lines("One. Two.\\nThree.")
    ['One. Two.\\n', 'Three.']
    """
    return paragraph.splitlines(keepends=True)


def load_segmenter(name: str, folder: Path) -> Segmenter:
    """Return the segmenter of a name: ``lines``, each line a segment, or ``module:function``.

    The module is the file ``module.py`` in the folder; loading it runs its code. Installed modules are not looked for:
    a file of settings could then name any function there is, ``os:system`` for one. Raises ``InputError`` when there is
    no such function or its module cannot be loaded.
    """
    if not runs_code(name):
        return split_lines
    module, colon, function = name.partition(":")
    if not (module.isidentifier() and colon and function):
        raise InputError(f'segmenter {name!r} is not known; write "lines" or "module:function"')
    path = folder / f"{module}.py"
    if not path.is_file():
        raise InputError(f"segmenter {name!r}: there is no file {path}")
    try:
        found = getattr(_load_module(path), function)
    except Exception as error:  # the user's code may raise anything
        raise InputError(f"segmenter {name!r} cannot be loaded ({error!r})") from error
    if not callable(found):
        raise InputError(f"segmenter {name!r} is not a function")
    segmenter: Segmenter = found
    return segmenter


def runs_code(name: str) -> bool:
    """Return whether the segmenter of a name is code of a work's folder, and not one of the package's own."""
    return name != "lines"


def _load_module(path: Path) -> ModuleType:
    """Load a module from a file, under no package and not kept in ``sys.modules``."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cut_with(segmenter: Segmenter, paragraph: str) -> list[str]:
    """Return the segments of a paragraph by a segmenter of the user's own.

    Raises ``InputError`` when the segmenter fails, returns anything but texts, or changes the text.
    """
    try:
        sentences = segmenter(paragraph)
    except Exception as error:  # the user's code may raise anything
        raise InputError(f"the segmenter failed ({error!r})") from error
    if not isinstance(sentences, list | tuple) or not all(isinstance(sentence, str) for sentence in sentences):
        raise InputError("the segmenter did not return a list of strings")
    return fit_sentences(paragraph, list(sentences))
