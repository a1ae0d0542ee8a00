"""Measure the coverage check: findings on complete documents, and on documents with planted errors, kind by kind.

    scripts/measure_coverage.py tests/data/gold/family GOLD_FOLDER... [--list] [--seed N]

A folder holds gold ladders: JSON files with the segments, or documents with src.txt, tgt.txt, gold.txt and meta.json.
What has no counterpart in the gold is left out first, so that every document is complete. Then sentences, clauses and
whole passages are dropped, others are left in the source's language, repeated, exchanged or added, and numbers and
names are changed: the same ones every time, by the seed. Omitted, added and untranslated count by segment, the other
kinds by error. docs/benchmarks.md ("Coverage") has the results.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from gold import find_documents

from aligner.coverage import Coverage, Finding
from aligner.coverage.checks.name import names_in
from aligner.session import Aligner
from aligner.text import Text, make_lines

Runs = tuple[list[str], list[str]]
Truth = set[tuple[str, str, int]]  # kind, side, segment
BY_SEGMENT = ("omitted", "added", "untranslated")
ADDED = Path(__file__).parents[1] / "tests" / "data" / "coverage" / "added.txt"
SPACING = 4  # beads from one error to the next, so that findings about them do not run into each other
PASSAGE = 6  # beads of a passage that is dropped, as a paragraph or a page that was skipped


@dataclass(frozen=True, slots=True)
class Document:
    """A complete translation: its languages and its gold beads as texts."""

    name: str
    languages: tuple[str, str]
    beads: list[Runs]


@dataclass(slots=True)
class Draft:
    """A document in the making: its beads, and the kind and side of the finding that each error should give."""

    beads: list[Runs]
    errors: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Score:
    """How many findings of one kind are right and wrong, and how many errors were missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def row(self) -> str:
        """Return precision, recall and F1 as cells of a table."""
        precision = self.right / max(self.right + self.wrong, 1)
        recall = self.right / max(self.right + self.missed, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return f"{self.right + self.missed} | {precision:.3f} | {recall:.3f} | {f1:.3f}"


def load(folder: Path) -> Iterator[Document]:
    """Yield the complete documents of a folder of gold ladders."""
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        if "beads" in content:
            sides = [content[side]["segments"] for side in ("source", "target")]
            languages = content["source"]["language"], content["target"]["language"]
            yield Document(f"{folder.name}/{path.stem}", languages, _complete(sides, content["beads"]))
    for document in find_documents([folder]):
        languages = document.source.language, document.target.language
        beads = _complete([document.source.texts, document.target.texts], document.beads)
        yield Document(document.name, languages, beads)


def _complete(sides: Sequence[list[str]], beads: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[Runs]:
    return [([sides[0][i] for i in s], [sides[1][j] for j in t]) for s, t in beads if s and t]


# --- Errors -------------------------------------------------------------------------------------------------------

Plant = Callable[[Draft, int, random.Random, str], bool]
"""Plants an error at a bead of a document, whose translation is in a language; returns whether it fits there."""


def omit(draft: Draft, at: int, rng: random.Random, _language: str) -> bool:
    """Drop one to three sentences of the translation."""
    return _drop(draft, at, rng.randint(1, 3))


def omit_passage(draft: Draft, at: int, _rng: random.Random, _language: str) -> bool:
    """Drop a whole passage of the translation."""
    return _drop(draft, at, PASSAGE)


def _drop(draft: Draft, at: int, count: int) -> bool:
    for k in range(at, at + count):
        draft.beads[k] = (draft.beads[k][0], [])
        draft.errors[k] = ("omitted", "source")
    return True


def leave_untranslated(draft: Draft, at: int, rng: random.Random, _language: str) -> bool:
    """Leave one or two sentences in the source's language."""
    count = rng.randint(1, 2)
    if any(len(" ".join(draft.beads[k][0])) < 25 for k in range(at, at + count)):
        return False
    for k in range(at, at + count):
        draft.beads[k] = (draft.beads[k][0], list(draft.beads[k][0]))
        draft.errors[k] = ("untranslated", "target")
    return True


def drop_clause(draft: Draft, at: int, rng: random.Random, _language: str) -> bool:
    """Drop a quarter to six tenths of a translated sentence, between two commas or at its end."""
    target = draft.beads[at][1]
    index = max(range(len(target)), key=lambda k: len(target[k]))
    text = target[index]
    breaks = [0, *(match.end() for match in re.finditer("[,;:—，、；：] ?", text)), len(text)]
    spans = [(a, b) for k, a in enumerate(breaks) for b in breaks[k + 1 :] if 0.25 <= (b - a) / len(text) <= 0.6]
    if len(" ".join(target)) < 40 * (0.4 if re.search("[぀-ヿ一-鿿]", text) else 1) or not spans:
        return False
    first, last = rng.choice(spans)
    shorter = text[:first] + text[last:] if last < len(text) else text[:first].rstrip(" ,;:，、；：") + text[-1]
    draft.beads[at] = (draft.beads[at][0], [*target[:index], shorter.strip(), *target[index + 1 :]])
    draft.errors[at] = ("partial", "source")
    return True


def change_number(draft: Draft, at: int, rng: random.Random, _language: str) -> bool:
    """Change a digit of a number in the translation."""
    source, target = draft.beads[at]
    places = [(k, m.start()) for k, text in enumerate(target) for m in re.finditer(r"(?<!\d)\d", text)]
    if not places or not re.search(r"\d", " ".join(source)):
        return False
    index, place = rng.choice(places)
    other = str((int(target[index][place]) + rng.randint(1, 8)) % 9 + 1)
    if other == target[index][place]:
        other = str(int(other) % 9 + 1)
    changed = target[index][:place] + other + target[index][place + 1 :]
    draft.beads[at] = (source, [*target[:index], changed, *target[index + 1 :]])
    draft.errors[at] = ("number", "target")
    return True


def change_name(draft: Draft, at: int, rng: random.Random, _language: str) -> bool:
    """Put another name in the place of one that both sides share."""
    source, target = draft.beads[at]
    names = [name for text in source for name in names_in(text) if any(name in other for other in target)]
    if not names:
        return False
    name, other = rng.choice(names), rng.choice(("Brandl", "Ferretti", "Lindqvist", "Weston"))
    draft.beads[at] = (source, [text.replace(name, other) for text in target])
    draft.errors[at] = ("name", "target")
    return True


def repeat(draft: Draft, at: int, _rng: random.Random, _language: str) -> bool:
    """Give a translated sentence twice."""
    source, target = draft.beads[at]
    draft.beads[at] = (source, [*target, *target])
    draft.errors[at] = ("repeated", "target")
    return True


def swap(draft: Draft, at: int, _rng: random.Random, _language: str) -> bool:
    """Exchange the translations of two neighbouring sentences."""
    one, other = draft.beads[at], draft.beads[at + 1]
    draft.beads[at], draft.beads[at + 1] = (one[0], other[1]), (other[0], one[1])
    draft.errors[at] = draft.errors[at + 1] = ("moved", "target")
    return True


def add(draft: Draft, at: int, rng: random.Random, language: str) -> bool:
    """Add a sentence that has nothing to do with the document."""
    used = {text for bead in draft.beads for text in bead[1]}
    sentences = [text for text in _sentences_to_add().get(language.partition("-")[0], ()) if text not in used]
    if not sentences:
        return False
    draft.beads.insert(at, ([], [rng.choice(sentences)]))
    draft.errors[at] = ("added", "target")
    return True


def _sentences_to_add() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    for line in ADDED.read_text("utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return sections


PLANTS: tuple[Plant, ...] = (
    change_number,
    change_name,
    omit,
    drop_clause,
    leave_untranslated,
    repeat,
    swap,
    add,
    drop_clause,
    omit_passage,
)


def spoil(document: Document, seed: int) -> tuple[Runs, Truth]:
    """Return both sides of a document with an error every few beads, and the errors by kind, side and segment."""
    rng = random.Random(f"{document.name} {seed}")  # noqa: S311 - the same every time, not secret
    draft = Draft(list(document.beads))
    numbers = rng.sample(range(len(PLANTS)), len(PLANTS))
    at = SPACING
    while at < len(draft.beads) - PASSAGE - SPACING:
        turn = next((k for k in numbers if PLANTS[k](draft, at, rng, document.languages[1])), None)
        if turn is not None:
            numbers.remove(turn)
            numbers = [*numbers, turn]
        at = max([at, *draft.errors]) + SPACING
    return lay_out(draft)


def lay_out(draft: Draft) -> tuple[Runs, Truth]:
    """Return the segments of both sides, and the errors by kind, side and segment."""
    sides: Runs = ([], [])
    truth: Truth = set()
    for number, bead in enumerate(draft.beads):
        kind, _ = draft.errors.get(number, ("", ""))
        for side, name in enumerate(("source", "target")):
            truth |= {(kind, name, len(sides[side]) + k) for k in range(len(bead[side])) if kind}
            sides[side].extend(bead[side])
    return sides, truth


# --- Measuring -----------------------------------------------------------------------------------------------------


def check(document: Document, sides: Runs, session: Aligner) -> Coverage:
    """Align two sides and check the alignment."""
    texts: list[Text] = [
        make_lines(language, "".join(line + "\n" for line in lines), document.name)
        for language, lines in zip(document.languages, sides, strict=True)
    ]
    return session.align(texts[0], texts[1]).check()


def count(findings: Sequence[Finding], truth: Truth, scores: dict[str, Score]) -> list[Finding]:
    """Add up what is right, wrong and missed by kind, and return the findings that touch no error at all."""
    known = {(side, index) for _, side, index in truth}
    for kind in BY_SEGMENT:
        side = "source" if kind == "omitted" else "target"
        wanted = {index for k, s, index in truth if k == kind and s == side}
        found = {index for f in findings if f.kind == kind for index in f.segments}
        scores[kind].right += len(found & wanted)
        scores[kind].wrong += len(found - wanted)
        scores[kind].missed += len(wanted - found)
    for finding in findings:
        if finding.kind not in BY_SEGMENT:
            hit = any((finding.kind, *place) in truth for place in _places(finding))
            scores[finding.kind].right += hit
            scores[finding.kind].wrong += not hit
    for kind in {k for k, _, _ in truth} - set(BY_SEGMENT):
        touched = {place for f in findings if f.kind == kind for place in _places(f)}
        groups = _group_neighbours({(side, index) for k, side, index in truth if k == kind})
        scores[kind].missed += sum(not group & touched for group in groups)
    return [f for f in findings if not known.intersection(_places(f))]


def _places(finding: Finding) -> set[tuple[str, int]]:
    facing = "target" if finding.side == "source" else "source"
    return {(finding.side, k) for k in finding.segments} | {(facing, k) for k in finding.counterpart}


def _group_neighbours(places: set[tuple[str, int]]) -> list[set[tuple[str, int]]]:
    """Join neighbouring segments of the target: those of one error."""
    groups: list[set[tuple[str, int]]] = []
    for place in sorted(place for place in places if place[0] == "target"):
        if groups and max(groups[-1])[1] + 1 == place[1]:
            groups[-1].add(place)
        else:
            groups.append({place})
    return groups


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--list", "listed", is_flag=True, help="Print the false findings.")
@click.option("--seed", default=0, show_default=True, help="Another set of errors.")
def main(folders: tuple[Path, ...], listed: bool, seed: int) -> None:
    """Print a table of documents, complete and with errors, and one of the kinds of findings."""
    session = Aligner()
    scores: dict[str, Score] = defaultdict(Score)
    click.echo(
        "| document | segments | false findings, complete | per 200 | with errors | per 200 |\n" + "|---" * 6 + "|"
    )
    totals: Counter[str] = Counter()
    for document in (document for folder in folders for document in load(folder)):
        complete: Runs = [s for b in document.beads for s in b[0]], [t for b in document.beads for t in b[1]]
        false = list(check(document, complete, session).findings)
        sides, truth = spoil(document, seed)
        stray = count(check(document, sides, session).findings, truth, scores)
        size = len(complete[0])
        totals.update(size=size, clean=len(false), stray=len(stray))
        rates = 200 * len(false) / size, 200 * len(stray) / size
        click.echo(f"| {document.name} | {size} | {len(false)} | {rates[0]:.2f} | {len(stray)} | {rates[1]:.2f} |")
        for state, findings in (("complete", false), ("with errors", stray)) if listed else ():
            for f in findings:
                click.echo(f"    {state}: {f.kind} {f.side} {f.segments} {f.detail} ({f.confidence}) {f.text[:150]}")
    rates = 200 * totals["clean"] / totals["size"], 200 * totals["stray"] / totals["size"]
    click.echo(f"| all | {totals['size']} | {totals['clean']} | {rates[0]:.2f} | {totals['stray']} | {rates[1]:.2f} |")
    click.echo("\n| kind | errors | precision | recall | F1 |\n|---|---|---|---|---|")
    for kind, score in sorted(scores.items()):
        click.echo(f"| {kind} | {score.row()} |")


if __name__ == "__main__":
    main()
