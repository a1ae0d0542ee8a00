"""The ladder file: one bead per line as indices, ``[0, 1]:[0]:0.981``.

This is how vecalign (Thompson and Koehn 2019) writes alignments and how its scorer reads them: source indices, target
indices, from 0, and a number. Vecalign's number is a cost; ours is the bead's confidence, 0 to 1, and may be missing.
"""

from __future__ import annotations

import json
import re
from typing import BinaryIO

from aligner.edition import Edition
from aligner.errors import LadderError
from aligner.formats.alignment_file import alignment_of_pair
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.ladder import Bead

_LINE = re.compile(r"\s*\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::\s*([0-9.eE+-]+)\s*)?")
"""A bead: ``[0, 1]:[0]:0.981``, ``[]:[3]``, ``[ 0,1 ] : [0] : 1e-05``. Commas are checked by ``json`` afterwards."""

_SHOWN = 60
"""Characters of a wrong line that a message quotes at most."""


def format_bead(bead: Bead) -> str:
    """Return a bead as a line of a ladder file.

    >>> format_bead(Bead(range(0, 2), range(0, 1), 0.981))
    '[0, 1]:[0]:0.981'
    """
    return f"{list(bead.source)}:{list(bead.target)}:{bead.confidence:.3f}"


def write_ladder(edition: Edition, settings: Settings, file: BinaryIO) -> Report:  # noqa: ARG001 - a ladder is complete
    """Write the beads of an edition of two versions; raise ``InputError`` for any other."""
    beads = alignment_of_pair(edition, "a ladder file").ladder.beads
    file.write("".join(format_bead(bead) + "\n" for bead in beads).encode())
    return Report(units=len(beads))


def parse_beads(content: str, name: str = "ladder") -> list[tuple[list[int], list[int], float]]:
    """Return the beads of a ladder file as source indices, target indices and confidence (1.0 where there is none).

    They are not checked against each other, because gold files may leave segments out and cross. Empty lines are
    skipped. ``name`` is for messages.

    Raises ``LadderError``, with the name and the line, for a line that is not ``[0, 1]:[0]`` or ``[0, 1]:[0]:0.981``.

    >>> parse_beads("[0, 1]:[0]:0.981")
    [([0, 1], [0], 0.981)]
    """
    beads = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        try:
            # "!" is not JSON, so a line of another form ends in the same message as one with commas in wrong places.
            source, target = (json.loads(f"[{match[side] if match else '!'}]") for side in (1, 2))
            beads.append((source, target, float(match[3] or 1.0) if match else 0.0))
        except ValueError:
            shown = line.strip()[:_SHOWN]
            raise LadderError(
                f"{name}, line {number}: {shown!r} is not a bead; write it as [0, 1]:[0] or [0, 1]:[0]:0.981"
            ) from None
    return beads
