"""Measure composing alignments against aligning directly, on works in many languages.

    scripts/measure_witnesses.py PATTERN...

Each pattern, in quotes, names gold documents that share a pivot, as folders or as the speech's JSON files; together
they form one work. If the pivots of the documents were changed, each differently, the rows of the work are first
reconstructed from the sentences that the documents share. Each work is then changed with a fixed seed, as the hard
documents are: in every language sentences are dropped, inserted, joined and split. The speech is measured unchanged as
well.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from itertools import combinations, cycle, pairwise
from pathlib import Path
from typing import NamedTuple

import click
from benchmark import calibration_error
from gold import GoldDocument, find_documents, pool, profile_text

from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import TransformerEncoder
from aligner.evaluation import Beads, evaluate
from aligner.ladder import Ladder
from aligner.match import find_ladder, find_ladders, load_weights
from aligner.text import Text, join_segments, make_lines

_DROPPED, _INSERTED, _JOINED, _SPLIT = 0.03, 0.05, 0.05, 0.04  # chances of a segment, as in the hard documents
_POOL = 0.1  # the last rows of a work, from which sentences to insert are taken
_MARKS = ",;:—、，；："


class Piece(NamedTuple):
    """A segment and the rows of the work that it translates, none where it was inserted."""

    rows: range
    text: str


class Work(NamedTuple):
    """The versions of a work by language, the pivot first, and whether rows are coarser than sentences."""

    name: str
    versions: dict[str, list[Piece]]
    coarse: bool

    def text(self, language: str) -> Text:
        """Return a version as a text."""
        lines = [" ".join(piece.text.split()) for piece in self.versions[language]]
        return make_lines(language, "".join(f"{line}\n" for line in lines), f"{self.name}.{language}")

    def gold(self, source: str, target: str) -> Beads:
        """Return the gold beads of two versions: pieces that share a row, directly or by others, are one."""
        sides = self.versions[source], self.versions[target]
        joined = {row for side in sides for piece in side for row in piece.rows[1:]}
        beads: list[tuple[list[int], list[int]]] = []
        groups: dict[int, tuple[list[int], list[int]]] = {}
        for side, pieces in enumerate(sides):
            for number, piece in enumerate(pieces):
                first = piece.rows.start
                while first in joined:
                    first -= 1
                group = groups.setdefault(first, ([], [])) if piece.rows else ([], [])
                group[side].append(number)
                if not piece.rows:
                    beads.append(group)
        for group in groups.values():
            beads += [group] if all(group) else [([i], []) for i in group[0]] + [([], [j]) for j in group[1]]
        return beads


def read_work(pattern: str) -> Work:
    """Return the work of all gold documents that a pattern names."""
    root = Path(pattern[: pattern.find("*")]).parent if "*" in pattern else Path(pattern)
    paths = sorted(root.glob(pattern[len(f"{root}/") :])) if "*" in pattern else [root]
    if paths[0].suffix == ".json":
        documents = [_read_json(path) for path in paths]
        return Work("speech", dict(_rows_of_pivot(documents)), coarse=False)
    found = find_documents(paths)
    documents = [
        Gold(
            document.source.language,
            document.target.language,
            document.source.texts,
            document.target.texts,
            document.beads,
        )
        for document in found
    ]
    same = len({tuple(document.source) for document in documents}) == 1
    versions = _rows_of_pivot(documents) if same else _restored(documents)
    return Work(found[0].collection, dict(versions), found[0].coarse)


class Gold(NamedTuple):
    """A gold document: two languages, their segments, and the beads."""

    pivot: str
    language: str
    source: Sequence[str]
    target: Sequence[str]
    beads: Beads


def _read_json(path: Path) -> Gold:
    gold = json.loads(path.read_text("utf-8"))
    sides = gold["source"], gold["target"]
    beads = [(source, target) for source, target in gold["beads"]]
    return Gold(sides[0]["language"], sides[1]["language"], sides[0]["segments"], sides[1]["segments"], beads)


def _rows_of_pivot(documents: Sequence[Gold]) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the versions of documents whose pivot is the same; its segments are the rows."""
    first = documents[0]
    yield first.pivot, [Piece(range(row, row + 1), text) for row, text in enumerate(first.source)]
    for document in documents:
        yield (
            document.language,
            [
                Piece(range(source[0], source[-1] + 1) if source else range(0), document.target[j])
                for source, target in document.beads
                for j in target
            ],
        )


def _restored(documents: Sequence[Gold]) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the versions of documents whose pivots were changed; rows are sentences in 1-1 beads in two of them.

    What was split is joined again; a bead of two joined in the pivot is two; what was joined in the target stays.
    """
    rows = _order_rows(documents)
    known = {
        _squeeze("".join(rows[k : k + size])): range(k, k + size)
        for size in (1, 2)
        for k in range(len(rows) + 1 - size)
    }
    yield documents[0].pivot, [Piece(range(k, k + 1), row) for k, row in enumerate(rows)]
    for document in documents:
        pieces = list[Piece]()
        for source, target in document.beads:
            run = known.get(_squeeze("".join(document.source[i] for i in source)), range(0))
            texts = [document.target[j] for j in target]
            if run and texts and (not pieces or pieces[-1].rows.stop <= run.start):
                if len(run) == len(texts):
                    pieces += [Piece(range(k, k + 1), text) for k, text in zip(run, texts, strict=True)]
                elif 1 in {len(run), len(texts)}:
                    pieces.append(Piece(run, join_segments(texts)))
        yield document.language, pieces


def _order_rows(documents: Sequence[Gold]) -> list[str]:
    """Return the sentences of the pivot, in an order that all documents have."""
    alone = [[document.source[s[0]] for s, t in document.beads if len(s) == len(t) == 1] for document in documents]
    counts = Counter(sentence for sentences in alone for sentence in set(sentences))
    twice = {s for document in documents for s, count in Counter(document.source).items() if count > 1}
    graph: TopologicalSorter[str] = TopologicalSorter()
    for sentences in alone:
        kept = [s for s in sentences if counts[s] > 1 and s not in twice]
        for before, after in pairwise(kept):
            graph.add(after, before)
    return list(graph.static_order())


def _squeeze(text: str) -> str:
    return "".join(text.split())


def change(work: Work) -> Work:
    """Return a work with sentences dropped, inserted, joined and split; in each row one version at most is split."""
    languages = list(work.versions)
    count = max(piece.rows.stop for pieces in work.versions.values() for piece in pieces)
    end = int(count * (1 - _POOL))
    rng = random.Random(work.name)  # noqa: S311 - the same changes each time
    splitters = [rng.choice(languages) if rng.random() < _SPLIT * len(languages) else "" for _ in range(count)]
    versions = {}
    for place, (language, pieces) in enumerate(work.versions.items()):
        pool = [piece.text for piece in pieces if piece.rows.start >= end][place % 3 :: 3]
        kept = [piece for piece in pieces if piece.rows and piece.rows.stop <= end]
        versions[language] = _changed(kept, pool, [k for k in range(end) if splitters[k] == language], rng)
    return Work(f"{work.name}, changed", versions, work.coarse)


def _changed(pieces: Sequence[Piece], pool: Sequence[str], split: Sequence[int], rng: random.Random) -> list[Piece]:
    changed, join, spare = list[Piece](), False, cycle(pool)
    for piece in pieces:
        if rng.random() < _INSERTED:
            changed.append(Piece(range(0), next(spare)))
            join = False
        if rng.random() < _DROPPED:
            join = False
        elif join and changed[-1].rows.stop == piece.rows.start:
            last = changed.pop()
            rows = range(last.rows.start, piece.rows.stop)
            changed.append(Piece(rows, join_segments([last.text + " ", piece.text])))
            join = False
        elif len(piece.rows) == 1 and piece.rows.start in split:
            changed += [Piece(piece.rows, part) for part in _halves(piece.text)]
        else:
            changed.append(piece)
            join = rng.random() < _JOINED
    return changed


def _halves(text: str) -> list[str]:
    """Return a text split after the mark nearest to its middle, or at a space, or whole if it has neither."""
    inside = range(len(text) // 4, len(text) * 3 // 4)
    places = [k for k in inside if text[k] in _MARKS] or [k for k in inside if text[k] == " "]
    if not places:
        return [text]
    at = min(places, key=lambda k: abs(2 * k - len(text))) + 1
    return [text[:at].strip(), text[at:].strip()]


Ladders = dict[tuple[str, str], Ladder]
_UNSPACED = {"ja", "zh", "zh-Hans"}


def measure(work: Work, encoder: CachedEncoder) -> Iterator[str]:
    """Yield a row for each group of pairs: aligned directly, composed, and with other versions as evidence."""
    weights = load_weights()
    profiles = {language: profile_text(work.text(language), encoder) for language in work.versions}
    pivot, *others = work.versions
    seconds = [time.perf_counter()]
    direct: Ladders = {(pivot, k): find_ladder(profiles[pivot], profiles[k], weights) for k in others}
    seconds.append(time.perf_counter())
    no_boundaries = dict.fromkeys(combinations(range(len(profiles)), 2), ())
    informed = dict(zip(others, find_ladders([*profiles.values()], weights, no_boundaries), strict=True))
    seconds.append(time.perf_counter())
    direct |= {(k, l): find_ladder(profiles[k], profiles[l], weights) for k, l in combinations(others, 2)}
    ways = {
        "direct": direct,
        "composed": {(k, l): direct[pivot, k].invert().compose(direct[pivot, l]) for k, l in combinations(others, 2)},
        "witnesses": {(pivot, k): informed[k] for k in others},
        "composed of those": {(k, l): informed[k].invert().compose(informed[l]) for k, l in combinations(others, 2)},
    }
    groups = {
        f"{pivot} with the others": [pair for pair in direct if pivot in pair],
        "the others, spaced": [pair for pair in direct if pivot not in pair and not _UNSPACED & set(pair)],
        "the others, ja and zh": [pair for pair in direct if pivot not in pair and _UNSPACED & set(pair)],
    }
    for group, pairs in groups.items():
        for way, ladders in ways.items():
            if pairs and pairs[0] in ladders:
                yield f"| {work.name} | {len(profiles)} | {group} | {way} | {_rates(work, pairs, ladders)} |"
    took = [after - before for before, after in pairwise(seconds)]
    yield f"| {work.name} | {len(profiles)} | seconds | direct {took[0]:.0f}, witnesses {took[1]:.0f} | | | | |"


def _rates(work: Work, pairs: Sequence[tuple[str, str]], ladders: Ladders) -> str:
    found, sure = [], list[tuple[float, bool]]()
    for source, target in pairs:
        gold, beads = work.gold(source, target), ladders[source, target].beads
        document = GoldDocument(work.name, work.text(source), work.text(target), gold, work.coarse)
        found.append((document, [(list(bead.source), list(bead.target)) for bead in beads]))
        known = {(tuple(s), tuple(t)) for s, t in gold}
        sure += [(bead.confidence, (tuple(bead.source), tuple(bead.target)) in known) for bead in beads]
    result = evaluate(*pool(found))
    error = "" if work.coarse else f"{calibration_error(sure):.3f}"
    return f"{result.strict.f1:.4f} | {result.lax.f1:.4f} | {result.all.f1:.4f} | {error}"


@click.command()
@click.argument("patterns", nargs=-1, required=True)
def main(patterns: tuple[str, ...]) -> None:
    """Print a row for each work, group of pairs and way of aligning them."""
    encoder = CachedEncoder(TransformerEncoder())
    click.echo(
        "| work | versions | pairs | way | strict | lax | all | calibration error |\n|---|---|---|---|---|---|---|---|"
    )
    for pattern in patterns:
        work = read_work(pattern)
        for version in [work, change(work)] if pattern.endswith(".json") else [change(work)]:
            for row in measure(version, encoder):
                click.echo(row)


if __name__ == "__main__":
    main()
