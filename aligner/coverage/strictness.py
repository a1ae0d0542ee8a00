"""How much a check reports: everything worth a look, what is usual, or only what is nearly certain."""

from __future__ import annotations

from typing import NamedTuple

from aligner.coverage.kinds import Kind


class Strictness(NamedTuple):
    """A named trade of findings against false ones.

    Parameters
    ----------
    caution : float
        The log odds that checks which compute a probability ask beyond the usual ones.
    silent : frozenset of Kind
        The kinds that are not reported.
    meaning : str
        What it is for, in a phrase.
    """

    caution: float
    silent: frozenset[Kind]
    meaning: str


STRICTNESS: dict[str, Strictness] = {
    "strict": Strictness(-1.0, frozenset(), "everything worth a look, with more false findings"),
    "usual": Strictness(0.0, frozenset(), "at most about one false finding in 200 complete sentences"),
    "quiet": Strictness(1.0, frozenset({"length", "unsure"}), "only what is nearly certain"),
}
"""Every profile by its name."""
