"""Group the forms of a word, such as "Gerät" and "Geräte", without knowing the language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import takewhile

_SAME = 0.6  # of the longer word are the letters with which both begin
_STEM = 4  # letters at least with which both begin; shorter words are too often alike by chance
_ENDING = 4  # letters at most after these


def group_forms(counts: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the phrases that are forms of one, by its commonest form; ``counts`` says how often each is.

    Two words are forms of one when they begin with the same letters, up to an ending: Porter's (1980) stemmer does the
    same with a language's list of endings. Forms with other vowels ("Haus", "Häuser") are not found.

    >>> group_forms({("gerät",): 3, ("geräte",): 1, ("apparat",): 1})
    {('gerät',): [('gerät',), ('geräte',)], ('apparat',): [('apparat',)]}
    """
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    heads: dict[tuple[object, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(counts, key=lambda key: (-counts[key], key)):
        bucket = len(key), key[0][:_STEM] if key else ""
        head = next((head for head in heads[bucket] if all(map(_are_forms, head, key))), None)
        if head is None:
            heads[bucket].append(key)
            groups[key] = [key]
        else:
            groups[head].append(key)
    return groups


def _are_forms(one: str, other: str) -> bool:
    """Return whether two words have one stem.

    >>> _are_forms("worker", "workers"), _are_forms("the", "then"), _are_forms("workers", "workshop")
    (True, False, False)
    """
    if one == other:
        return True
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    longer = max(len(one), len(other))
    return same >= max(_STEM, _SAME * longer) and longer - same <= _ENDING
