"""Names that were changed or lost."""

from __future__ import annotations

import pytest

from aligner.coverage.checks.name import find_names
from tests.coverage.cases import ENGLISH, GERMAN, case_of

SOURCE = [f"{line[:-1]} with old Hargreaves." if k % 3 == 2 else line for k, line in enumerate(ENGLISH)]
TARGET = [f"{line[:-1]} alt Hargreaves." if k % 3 == 2 else line for k, line in enumerate(GERMAN)]


def test_another_name_is_found() -> None:
    """A name that faces itself everywhere else and another name once is a finding."""
    target = [*TARGET[:5], TARGET[5].replace("Hargreaves", "Lindqvist"), *TARGET[6:]]
    (fault,) = find_names(case_of(SOURCE, target, ("en", "nl")))
    assert (fault.run, fault.detail) == (range(5, 6), "Hargreaves ≠ Lindqvist")


@pytest.mark.parametrize("form", ["Hargreavesa", "Hargreave’s", "HARGREAVES", "Харгривс"])
def test_forms_of_a_name_are_the_name(form: str) -> None:
    """An inflected name, one in capitals, and one in Cyrillic letters are the same name."""
    target = [*TARGET[:5], TARGET[5].replace("Hargreaves", form), *TARGET[6:]]
    assert find_names(case_of(SOURCE, target, ("en", "nl"))) == []


def test_a_name_that_is_always_translated_is_not_lost() -> None:
    """A name that never faces its like has a form of its own in the other language."""
    target = [line.replace("Hargreaves", "Zinober") for line in TARGET]
    assert find_names(case_of(SOURCE, target, ("en", "nl"))) == []


def test_scripts_that_do_not_tell_are_left_alone() -> None:
    """Between an alphabet and Chinese or Japanese characters names are not compared."""
    assert find_names(case_of(SOURCE, ["彼は家にいます。"] * 40, ("en", "ja"))) == []
