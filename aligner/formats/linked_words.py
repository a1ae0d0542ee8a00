"""Files of word alignments: the links between the tokens of texts, a line for each bead, or a TEI document.

- ``pharaoh`` has ``i-j`` for each link, tokens counted from 0: what Moses, eflomal, SimAlign and others write and read.
- ``json`` has an object a line, with both texts, the characters of their tokens, and each link with its probability.
- ``tei`` has both texts with a ``w`` a token, and the links beside them (TEI P5, 17.1 "Links" and 17.10 "Standoff").
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from html import escape

from aligner.formats.xml_characters import drop_forbidden
from aligner.word_links import LinkedBead

_TEI_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p>Unpublished.</p></publicationStmt>\
<sourceDesc><p>Two texts whose words were linked by aligner.</p></sourceDesc></fileDesc></teiHeader>
<text><body>
"""


def write_pharaoh(beads: Iterable[LinkedBead], languages: tuple[str, str]) -> Iterator[str]:  # noqa: ARG001
    """Yield a line for each bead, empty where nothing is linked: ``0-0 1-2``."""
    for bead in beads:
        yield " ".join(f"{i}-{j}" for i, j, _ in bead.links) + "\n"


def write_json(beads: Iterable[LinkedBead], languages: tuple[str, str]) -> Iterator[str]:  # noqa: ARG001
    """Yield an object of JSON for each bead; characters are counted from 0, the end is the one after the last."""
    for bead in beads:
        record = {
            "source_text": bead.source_text,
            "target_text": bead.target_text,
            "source_tokens": [[token.start, token.stop] for token in bead.source_tokens],
            "target_tokens": [[token.start, token.stop] for token in bead.target_tokens],
            "links": [{"source": i, "target": j, "probability": round(share, 3)} for i, j, share in bead.links],
        }
        yield json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n"


def write_tei(beads: Iterable[LinkedBead], languages: tuple[str, str]) -> Iterator[str]:
    """Yield a TEI document: the source's segments, the target's, and the links with their certainty."""
    kept = list(beads)
    yield _TEI_HEAD.format(title=escape(" – ".join(languages)))
    for side, language in enumerate(languages):
        yield f'<div type="{("source", "target")[side]}" xml:lang="{escape(language)}">\n'
        for number, bead in enumerate(kept, 1):
            yield _segment(f"{'st'[side]}{number}", bead[side], bead[2 + side])  # type: ignore[arg-type]
        yield "</div>\n"
    yield '</body></text>\n<standOff><linkGrp type="words">\n'
    for number, bead in enumerate(kept, 1):
        for i, j, share in bead.links:
            yield f'<link target="#s{number}.{i + 1} #t{number}.{j + 1}" cert="{share:.3f}"/>\n'
    yield "</linkGrp></standOff>\n</TEI>\n"


def _segment(name: str, text: str, tokens: list[range]) -> str:
    """Return a segment with an element for each token: ``w``, or ``pc`` where it is punctuation alone."""
    parts, at = [], 0
    for number, token in enumerate(tokens, 1):
        word = text[token.start : token.stop]
        tag = "w" if any(map(str.isalnum, word)) else "pc"
        parts += [_xml(text[at : token.start]), f'<{tag} xml:id="{name}.{number}">{_xml(word)}</{tag}>']
        at = token.stop
    return f'<seg xml:id="{name}">{"".join(parts)}{_xml(text[at:])}</seg>\n'


def _xml(text: str) -> str:
    return escape(drop_forbidden(text), quote=False)


WORD_FORMATS: dict[str, Callable[[Iterable[LinkedBead], tuple[str, str]], Iterator[str]]] = {
    "pharaoh": write_pharaoh,
    "json": write_json,
    "tei": write_tei,
}
"""The writers of word alignments, by name."""
