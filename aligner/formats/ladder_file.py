"""The ladder file: a bead a line as indices, ``[0, 1]:[0]:0.981``, as vecalign and its scorers write it."""

from __future__ import annotations

import json
import re

from aligner.errors import LadderError
from aligner.ladder import Bead

_LINE = re.compile(r"\s*\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::\s*([0-9.eE+-]+)\s*)?")


def format_bead(bead: Bead) -> str:
    """Return a bead as a ladder file's line.

    >>> format_bead(Bead(range(0, 2), range(0, 1), 0.981))
    '[0, 1]:[0]:0.981'
    """
    return f"{list(bead.source)}:{list(bead.target)}:{bead.confidence:.3f}"


def parse_beads(content: str, name: str = "ladder") -> list[tuple[list[int], list[int], float]]:
    """Read a ladder file's lines as they stand: gold files may leave segments out or cross.

    Raises ``LadderError`` with file and line when one is not ``[0, 1]:[0]`` or ``[0, 1]:[0]:0.981``.
    """
    beads = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        try:
            source, target = (json.loads(f"[{match[side] if match else '!'}]") for side in (1, 2))
            beads.append((source, target, float(match[3] or 1.0) if match else 0.0))
        except ValueError:
            shown = line.strip()[:60]
            raise LadderError(
                f"{name}, line {number}: {shown!r} is not a bead; write it as [0, 1]:[0] or [0, 1]:[0]:0.981"
            ) from None
    return beads
