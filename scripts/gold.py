"""Gold documents: folders with src.txt, tgt.txt, gold.txt and meta.json, one segment per line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aligner.embed import Encoder
from aligner.evaluation import Beads
from aligner.formats.ladder_file import parse_beads
from aligner.profile import Profile
from aligner.session import Aligner
from aligner.text import Text, make_lines


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One document: both texts, its gold beads as published, and whether they are coarser than sentences."""

    name: str
    source: Text
    target: Text
    beads: Beads
    coarse: bool

    @property
    def collection(self) -> str:
        """The set that the document belongs to: the name of the folder above its own."""
        return self.name.split("/", maxsplit=1)[0]


def find_documents(folders: Iterable[Path]) -> list[GoldDocument]:
    """Return all documents in or below folders, by name."""
    found = sorted({path.parent for folder in folders for path in folder.rglob("gold.txt")})
    return [_read(folder) for folder in found]


def merge_units(gold: Beads, test: Beads) -> Beads:
    """Join neighbouring beads that lie in one gold unit, for gold that is coarser than the beads."""
    owners = [{k: n for n, bead in enumerate(gold) for k in bead[side]} for side in (0, 1)]
    merged: list[tuple[list[int], list[int]]] = []
    last = None
    for bead in test:
        units = {owners[side].get(k) for side in (0, 1) for k in bead[side]}
        unit = units.pop() if len(units) == 1 else None
        if merged and unit is not None and unit == last and all(gold[unit]):
            merged[-1] = ([*merged[-1][0], *bead[0]], [*merged[-1][1], *bead[1]])
        else:
            merged.append((list(bead[0]), list(bead[1])))
        last = unit
    return merged


def pool(pairs: Iterable[tuple[GoldDocument, Beads]]) -> tuple[Beads, Beads]:
    """Return gold and test beads of several documents as those of one, for a measure over all of them."""
    gold: list[tuple[list[int], list[int]]] = []
    test: list[tuple[list[int], list[int]]] = []
    shift = 0
    for document, beads in pairs:
        found = merge_units(document.beads, beads) if document.coarse else beads
        for pooled, those in ((gold, document.beads), (test, found)):
            pooled += [([k + shift for k in source], [k + shift for k in target]) for source, target in those]
        shift += max(len(document.source.segments), len(document.target.segments))
    return gold, test


def _read(folder: Path) -> GoldDocument:
    about = json.loads((folder / "meta.json").read_text("utf-8"))
    tags = about.get("langs", ["und", "und"])
    texts = [
        make_lines(tag, (folder / f"{side}.txt").read_text("utf-8"), str(folder / f"{side}.txt"))
        for tag, side in zip(tags, ("src", "tgt"), strict=True)
    ]
    beads = parse_beads((folder / "gold.txt").read_text("utf-8"), str(folder / "gold.txt"))
    name = f"{folder.parent.name}/{folder.name}"
    return GoldDocument(name, texts[0], texts[1], [(s, t) for s, t, _ in beads], about.get("kind") != "sentence-gold")


def profile_text(text: Text, encoder: Encoder) -> Profile:
    """Return the profile of a text, whose vectors an encoder makes."""
    return Aligner(encoder, cache=False).profile(text)
