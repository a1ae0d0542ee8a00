"""What a unit of a memory says of its surroundings and its maker, out and back in."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from aligner.edition import Edition
from aligner.formats import Settings
from aligner.formats.aligned import load_aligned
from aligner.formats.settings import Context
from tests.formats.editions import edition_of, written

ROWS = [
    ("Tea & milk?", "Tee und Milch?"),
    ("Yes.", "Ja."),
    ("* * *", "* * *"),
    ("Sugar?", "Zucker?"),
    ("Yes.", "Ja."),
    ("", "Danke."),
    ("Good. / Bye.", "Gut, tschüss."),
]


def tea() -> Edition:
    """Return an edition in which a sentence comes twice, in other surroundings."""
    return edition_of(("en", "de"), ROWS)


def units_of(edition: Edition, settings: Settings) -> list[Any]:
    """Return the units of an edition's memory."""
    return list(etree.fromstring(written(edition, "tmx", settings)[0]).iter("tu"))


def props(unit: Any, path: str) -> dict[str, str]:
    """Return the context of a unit, of an element of it."""
    return {p.get("type"): p.text for p in unit.findall(path) if p.get("type").startswith("x-context")}


def test_memoq_finds_the_context_in_the_source() -> None:
    """The segments around are in the source's variant, each a segment in XML of its own; separators are passed over."""
    units = units_of(tea(), Settings(context="memoq"))
    assert [props(unit, "tuv[1]/prop") for unit in units] == [
        {"x-context-post": "<seg>Yes.</seg>"},
        {"x-context-pre": "<seg>Tea &amp; milk?</seg>", "x-context-post": "<seg>Sugar?</seg>"},
        {"x-context-pre": "<seg>Yes.</seg>", "x-context-post": "<seg>Yes.</seg>"},
        {"x-context-pre": "<seg>Sugar?</seg>", "x-context-post": "<seg>Good.</seg>"},
        {"x-context-pre": "<seg>Yes.</seg>"},
    ]
    assert not any(props(unit, "prop") or props(unit, "tuv[2]/prop") for unit in units)


def test_matecat_finds_the_context_in_the_unit() -> None:
    """The segments around are properties of the unit, as text."""
    units = units_of(tea(), Settings(context="matecat"))
    assert props(units[1], "prop") == {"x-context-pre": "Tea & milk?", "x-context-post": "Sugar?"}


def test_without_context_a_repeated_unit_is_there_once() -> None:
    """Only where context is written are the same words in other surroundings another unit."""
    assert len(units_of(tea(), Settings())) == 4
    assert len(units_of(tea(), Settings(context="memoq"))) == 5


@pytest.mark.parametrize("context", ["memoq", "matecat"])
def test_context_and_creator_come_back(context: Context) -> None:
    """An import keeps both, and an export with other wishes leaves what a unit says of itself as it is."""
    first, _ = written(tea(), "tmx", Settings(context=context, creator="Ada & Co"))
    edition, _ = load_aligned(first, name="tea.tmx")
    again, _ = written(edition, "tmx", Settings(context="matecat", creator="Somebody else"))

    def said(data: bytes) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        units: list[Any] = list(etree.fromstring(data).iter("tu"))
        return [
            (
                unit.get("creationid"),
                [(p.getparent().tag, p.text) for p in unit.iter("prop") if "context" in p.get("type")],
            )
            for unit in units
        ]

    assert said(again) == said(first)
    assert {creator for creator, _ in said(again)} == {"Ada & Co"}


def test_a_creator_has_a_date_where_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """``SOURCE_DATE_EPOCH`` dates the units; without it they have none, and the same input gives the same bytes."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    unit = units_of(tea(), Settings(creator="Ada"))[0]
    assert (unit.get("creationid"), unit.get("creationdate")) == ("Ada", None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert units_of(tea(), Settings(creator="Ada"))[0].get("creationdate") == "19700101T000000Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "9" * 30)
    assert units_of(tea(), Settings(creator="Ada"))[0].get("creationdate") == "99991231T235959Z"
