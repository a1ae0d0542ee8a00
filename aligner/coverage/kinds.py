"""The kinds of findings: what each is called, how grave it is, how reports word it, and how it counts.

This is the only place that describes a kind. Every report, the reading page, the ids of findings and the figures read
the table; what decides *whether* there is such a finding is in ``checks``. For a new kind add its name to ``Kind``, a
row to ``KIND_TABLE``, and the name to ``report/data/report.schema.json``, which is a contract with other programs.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "omitted",
    "added",
    "untranslated",
    "partial",
    "number",
    "name",
    "length",
    "repeated",
    "moved",
    "unsure",
    "stale",
    "structure",
    "term",
    "inconsistent",
]
"""The name of a kind, as reports and ``--fail-on`` have it; ``KIND_TABLE`` describes each."""
Level = Literal["error", "warning", "note"]
"""How a report for programs ranks a finding: the three levels of SARIF and of GitHub's annotations."""


class KindInfo(NamedTuple):
    """One kind of finding.

    Parameters
    ----------
    rank : int
        The order in which a person should look at the kinds, 1 first.
    level : Level
        How a finding is ranked where the check does not fail on its kind.
    headline : str
        What the first line of a finding says; ``{}`` is the number of sentences or lines, as "2 sentences".
    meaning : str
        The kind in one sentence, for a page's section and a SARIF rule.
    here : str
        The words that the reading page puts beside the passage itself, "" where the layout shows it already.
    listed : str
        The words of the reading page's list of findings, before the name of a language.
    shows_detail : bool
        Whether a report adds the finding's detail; a headline such as "2 sentences omitted" says everything.
    id_from_detail : bool
        Whether an id holds what differs in place of the first words only, so that accepting "30.000 ≠ 3,000" does not
        accept another number in the same sentence.
    segments_unmatched, counterpart_unmatched : bool
        Whether the segments of the finding, and those that face it, do not count as matched because of it.
    on_request : bool
        Whether the kind is looked for only where a user gives what it needs, such as a glossary.
    """

    rank: int
    level: Level
    headline: str
    meaning: str
    here: str
    listed: str
    shows_detail: bool = True
    id_from_detail: bool = False
    segments_unmatched: bool = False
    counterpart_unmatched: bool = False
    on_request: bool = False


KIND_TABLE: dict[Kind, KindInfo] = {
    "omitted": KindInfo(
        rank=1,
        level="warning",
        headline="{} omitted",
        meaning="The source has it, the target has no counterpart.",
        here="",
        listed="Not in",
        shows_detail=False,
        segments_unmatched=True,
    ),
    "added": KindInfo(
        rank=5,
        level="warning",
        headline="{} added",
        meaning="The target has it, the source has no counterpart.",
        here="",
        listed="Only in",
        shows_detail=False,
        segments_unmatched=True,
    ),
    "untranslated": KindInfo(
        rank=2,
        level="warning",
        headline="{} left untranslated",
        meaning="The target is in the source's language, or a copy of the source.",
        here="not translated",
        listed="Not translated in",
        shows_detail=False,
        segments_unmatched=True,
        counterpart_unmatched=True,
    ),
    "partial": KindInfo(
        rank=4,
        level="warning",
        headline="{} matched in part",
        meaning="A match of which some words have no counterpart.",
        here="partial match",
        listed="Partial match in",
    ),
    "number": KindInfo(
        rank=3,
        level="warning",
        headline="numbers differ in {}",
        meaning="A figure, a date or an amount differs.",
        here="other numbers",
        listed="Other numbers in",
        id_from_detail=True,
    ),
    "name": KindInfo(
        rank=6,
        level="warning",
        headline="name lost in {}",
        meaning="A proper name is not on the other side.",
        here="other names",
        listed="Other names in",
        id_from_detail=True,
    ),
    "length": KindInfo(
        rank=9,
        level="note",
        headline="unusual length of {}",
        meaning="Far longer or shorter than this pair usually is.",
        here="unusual length",
        listed="Unusual length in",
    ),
    "repeated": KindInfo(
        rank=8,
        level="warning",
        headline="{} repeated",
        meaning="A passage is given twice.",
        here="repeated",
        listed="Repeated in",
        segments_unmatched=True,
    ),
    "moved": KindInfo(
        rank=7,
        level="warning",
        headline="{} out of order",
        meaning="The counterpart is elsewhere, out of order.",
        here="in another place",
        listed="In another place in",
    ),
    "unsure": KindInfo(
        rank=10,
        level="note",
        headline="unsure match of {}",
        meaning="The match itself is not sure.",
        here="uncertain match",
        listed="Uncertain in",
    ),
    "stale": KindInfo(
        rank=11,
        level="warning",
        headline="{} changed, the translation did not",
        meaning="The source changed since the lock was written, its translation did not.",
        here="changed since it was translated",
        listed="Out of date in",
        id_from_detail=True,
        on_request=True,
    ),
    "structure": KindInfo(
        rank=12,
        level="warning",
        headline="markup differs at {}",
        meaning="A heading, link, picture or block of code differs.",
        here="other markup",
        listed="Other markup in",
        id_from_detail=True,
        on_request=True,
    ),
    "term": KindInfo(
        rank=13,
        level="warning",
        headline="term not used in {}",
        meaning="The glossary has another translation of a term.",
        here="other term",
        listed="Other terms in",
        id_from_detail=True,
        on_request=True,
    ),
    "inconsistent": KindInfo(
        rank=14,
        level="note",
        headline="{} translated in two ways",
        meaning="The same sentence is translated differently, or different ones alike.",
        here="translated differently elsewhere",
        listed="Translated in two ways in",
        id_from_detail=True,
        on_request=True,
    ),
}
"""Every kind, in the order in which reports for programs list them: SARIF's rules, JUnit's cases, the JSON schema."""

KINDS: tuple[Kind, ...] = tuple(KIND_TABLE)
"""The names of all kinds, in the order of ``KIND_TABLE``."""
