"""Which translations of an XLIFF file are finished: by their states, and by what Trados Studio and memoQ add.

Sources: XLIFF 1.2, "state", "state-qualifier", "approved", "translate"; XLIFF 2.1, "state", "translate"; the attributes
``conf``, ``percent`` and ``origin`` of SDLXLIFF, and ``mq:status`` and ``mq:percent`` of MQXLIFF, as their programs
write them.
"""

from __future__ import annotations

from lxml import etree

from aligner.read.parts.xml_tree import local_attribute, local_name

UNTRANSLATED = "no translation"
FUZZY = "fuzzy"
_DRAFT = "translation not confirmed"

_NEW = {"new", "needs-translation", "initial"}
"""States of 1.2 and 2.x in which a target is a copy of the source or an attempt."""

_DONE = {"final", "signed-off"}
"""States of 1.2 that a person has given, whatever the translation was made of."""

_QUALIFIERS = {
    "fuzzy-match": FUZZY,
    "mt-suggestion": "machine translation",
    "leveraged-mt": "machine translation",
    "tm-suggestion": "suggestion of a memory",
    "rejected-grammar": "rejected",
    "rejected-inaccurate": "rejected",
    "rejected-length": "rejected",
    "rejected-spelling": "rejected",
}
"""State qualifiers of 1.2 that say that a target is not the translation; one that "leveraged-mt" left as "translated"
has been accepted."""

_SDL = {"draft": _DRAFT, "rejectedtranslation": "rejected", "rejectedsignoff": "rejected"}
"""Confirmation levels of Trados Studio (``sdl:seg conf``) that are no translation."""

_MEMOQ = {
    "notstarted": UNTRANSLATED,
    "edited": _DRAFT,
    "partiallyedited": _DRAFT,
    "assembledfromfragments": FUZZY,
    "machinetranslated": "machine translation",
    "rejected": "rejected",
}
"""States of rows of memoQ (``mq:status``) that are no translation; "Pretranslated" is one if it matches in full."""

_AUTOMATIC = {"mt", "nmt", "amt", "adaptive-mt"}
"""Origins of Trados Studio (``sdl:seg origin``) that are machine translation."""


def is_locked_out(unit: etree._Element) -> bool:
    """Return whether a unit is not to be translated, by its own ``translate`` or by that of what it is in."""
    for element in (unit, *unit.iterancestors()):
        said = element.get("translate")
        if said:
            return said == "no"
    return False


def reject_target(unit: etree._Element, target: etree._Element | None) -> str:
    """Return why the target of a ``trans-unit`` of 1.2 is not a translation; "" when it is one."""
    if target is None:
        return UNTRANSLATED
    state, qualifier = target.get("state", ""), target.get("state-qualifier", "")
    approved = unit.get("approved", "")
    if state in _NEW:
        return f"state {state}"
    if approved != "yes" and state not in _DONE and not (qualifier == "leveraged-mt" and state == "translated"):
        reason = _QUALIFIERS.get(qualifier, "")
        if reason:
            return reason
    status = local_attribute(unit, "status").lower() if _of_memoq(unit) else ""
    if status:
        return _reject_memoq(status, local_attribute(unit, "percent"))
    return "not approved" if approved == "no" and state not in {*_DONE, "translated"} else ""


def _of_memoq(unit: etree._Element) -> bool:
    return any("memoq" in str(name).lower() or "}status" in str(name) for name in unit.attrib)


def _reject_memoq(status: str, percent: str) -> str:
    if status in ("pretranslated", "") and _below_full(percent):
        return FUZZY
    return _MEMOQ.get(status, "")


def _below_full(percent: str) -> bool:
    return percent.isdigit() and int(percent) < 100


def sdl_definitions(unit: etree._Element) -> dict[str, etree._Element]:
    """Return what Trados Studio says about the segments of a unit, by their numbers (``sdl:seg-defs``)."""
    return {
        definition.get("id", ""): definition
        for group in unit
        if local_name(group) == "seg-defs"
        for definition in group
    }


def reject_segment(definition: etree._Element | None) -> str:
    """Return why a segment of Trados Studio is not a translation; "" when it is one, or nothing is said of it."""
    if definition is None:
        return ""
    confirmed, origin = definition.get("conf", "").lower(), definition.get("origin", "").lower()
    if confirmed in _SDL:
        return FUZZY if confirmed == "draft" and _below_full(definition.get("percent", "")) else _SDL[confirmed]
    if not confirmed and origin in _AUTOMATIC:
        return "machine translation"
    return FUZZY if not confirmed and _below_full(definition.get("percent", "")) else ""
