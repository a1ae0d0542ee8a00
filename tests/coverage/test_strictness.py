"""Profiles: how much a check reports."""

from __future__ import annotations

import pytest

from aligner.coverage.strictness import STRICTNESS
from aligner.errors import InputError
from tests.fakes import session_of


def test_the_profiles() -> None:
    """The usual one asks for what the checks ask; the strict one for less, the quiet one for more and fewer kinds."""
    assert {name: one.caution for name, one in STRICTNESS.items()} == {"strict": -1.0, "usual": 0.0, "quiet": 1.0}
    assert {name for name, one in STRICTNESS.items() if one.silent} == {"quiet"}
    assert STRICTNESS["quiet"].silent == {"length", "unsure"}


def test_an_unknown_profile_is_an_error() -> None:
    """It names those that are known."""
    session = session_of()
    alignment = session.align(["One."], ["Eins."], source_lang="en", target_lang="de")
    with pytest.raises(InputError, match="profile is 'loud'; give one of strict, usual, quiet"):
        session.check(alignment, profile="loud")
