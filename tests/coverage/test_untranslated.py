"""What is left in the source's language, and what only looks so."""

from __future__ import annotations

import pytest

from aligner.coverage.checks.untranslated import find_untranslated
from tests.coverage.cases import ENGLISH, GERMAN, case_of

EXTRA = {
    "a name": ("Scottish Council of Independent Schools", "Scottish Council of Independent Schools"),
    "a name in a sentence": (
        "John Edward is Director of the Scottish Council of Independent Schools",
        "John Edward leitet den Scottish Council of Independent Schools",
    ),
    "numbers": ("1917, 30 000 000 (12%)", "1917, 30 000 000 (12%)"),
    "a third language": ("Il faut bien le faire.", "Il faut bien le faire."),
    "a short word": ("OK, taxi!", "OK, taxi!"),
}


@pytest.mark.parametrize("name", EXTRA)
def test_copies_that_need_no_translation(name: str) -> None:
    """Names, numbers, quotations in a third language and words of both languages are not untranslated."""
    source, target = EXTRA[name]
    assert find_untranslated(case_of([*ENGLISH, source], [*GERMAN, target])) == []


def test_a_copy_is_untranslated() -> None:
    """A segment copied from the source is untranslated, though its first word has a capital."""
    faults = find_untranslated(case_of(ENGLISH, [*GERMAN[:8], *ENGLISH[8:10], *GERMAN[10:]]))
    assert [(fault.run, fault.facing) for fault in faults] == [(range(8, 10), range(8, 10))]


def test_the_source_language_is_told_without_a_copy() -> None:
    """A segment in words of the source that are in no order of the source is untranslated too."""
    line = "the old dog and the cat of the mother are in the house and they see the river"
    source = [*ENGLISH, "The mother has a house, and the dog and the cat are in it; they see the river of the old."] * 3
    target = [*GERMAN, "Die Mutter hat ein Haus."] * 3
    target[40] = line
    faults = find_untranslated(case_of(source, target))
    assert [fault.run for fault in faults] == [range(40, 41)]


def test_two_versions_in_one_language_have_nothing_untranslated() -> None:
    """Within one language, as between two regions, a copy is no fault."""
    assert find_untranslated(case_of(ENGLISH, ENGLISH, ("en-GB", "en-US"))) == []
