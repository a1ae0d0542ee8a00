"""XLIFF 1.2 and 2.x. Source: the OASIS specifications of these versions."""

from __future__ import annotations

from lxml import etree

from aligner.read.document import LeftOut
from aligner.read.pairs import Pair, Pairs, known_language
from aligner.read.tree import local_name, parse_xml


def read_xliff(content: str, name: str) -> Pairs:
    """Return the units of an XLIFF file that have a translation, and those that have none as left out."""
    root = parse_xml(content, name)
    file = next((element for element in root.iter() if local_name(element) == "file"), root)
    languages = [
        root.get(f"{short}Lang") or file.get(f"{side}-language") or "und"
        for short, side in (("src", "source"), ("trg", "target"))
    ]
    pairs, left = [], []
    for unit in root.iter():
        if local_name(unit) not in ("trans-unit", "segment"):
            continue
        source, target = (next((e for e in unit if local_name(e) == side), None) for side in ("source", "target"))
        parent = unit.getparent()
        place = unit.get("id") or (parent.get("id", "") if parent is not None else "")
        texts = [_inner_text(element) for element in (source, target)]
        if all(texts):
            pairs.append(Pair(texts[0], texts[1], f"line {unit.sourceline} ({place})"))
        elif any(texts):
            left.append(LeftOut(f"line {unit.sourceline} ({place})", "no translation", texts[0] or texts[1]))
    return Pairs(known_language(languages[0]), known_language(languages[1]), tuple(pairs), name, tuple(left))


def _inner_text(element: etree._Element | None) -> str:
    """Return the characters of an element; what stands for code (``ph``, ``bpt``, ``ept``, ``it``) is left out."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if local_name(child) not in ("ph", "bpt", "ept", "it", "x", "bx", "ex", ""):
            parts.append(_inner_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
