"""Measure the aligner on kinds of text that no gold has, made from gold: old spelling, verse, drama and subtitles.

    scripts/measure_kinds.py GOLD_FOLDER...

Each document is changed on its target side, in a way that keeps its gold known, and aligned as it was and as it is
then: what is lost is what the kind costs. Lines that a segment was broken into are one unit of the gold, and beads are
joined within units before they are counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import click
from gold import GoldDocument, find_documents, merge_units, profile_text

from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import BUILTIN, TransformerEncoder
from aligner.evaluation import evaluate
from aligner.match import find_ladder, load_weights
from aligner.text import make_lines

LINE = 42  # characters of a line of a subtitle; half as many of a script that is twice as wide
SPELLINGS: dict[str, Sequence[tuple[str, str]]] = {
    "de": (
        (r"t(?=[aeiouäöü])", "th"),
        (r"ei\b", "ey"),
        (r"k(?=t)", "c"),
        (r"(?<=i)e(?=r)", "e"),
        (r"(?<!s)s(?=\w)", "ſ"),
    ),
    "en": ((r"\bv", "u"), (r"(?<=\w)u(?=\w)", "v"), (r"s(?=\w)", "ſ"), (r"y\b", "ie"), (r"(?<=[nkd])\b", "e")),
    "fr": ((r"ai(?=[st]\b|ent\b)", "oi"), (r"(?<=[ae])nts\b", "ns"), (r"s(?=\w)", "ſ"), (r"ê", "es")),
    "ru": ((r"(?<=[бвгджзклмнпрстфхцчшщ])\b", "ъ"), (r"и(?=[аеёийоуыэюя])", "і"), (r"е(?=\w\b)", "ѣ")),
    "es": ((r"\bhaber", "aver"), (r"j(?=[aeo])", "x"), (r"(?<=\w)v", "u"), (r"z(?=[eio])", "ç"), (r"s(?=\w)", "ſ")),
    "it": ((r"\bo", "ho"), (r"z(?=i)", "t"), (r"s(?=\w)", "ſ"), (r"\be\b", "et")),
    "pl": ((r"j(?=[ae])", "y"), (r"ó", "o"), (r"(?<=[aeo])j\b", "y")),
}
SPEAKERS = "FIRST", "SECOND", "THIRD"

Kind = Callable[[str, str], list[str]]


def spell(text: str, language: str) -> list[str]:
    """Return a segment in an older spelling, made by rule, where there are rules for the language."""
    for pattern, old in SPELLINGS.get(language, ()):
        text = re.sub(pattern, old, text)
    return [text]


def break_lines(text: str, language: str) -> list[str]:
    """Return a segment broken into lines as subtitles are: at spaces, or anywhere in a script that has none."""
    longest = LINE // 2 if language in {"ja", "zh"} else LINE
    lines = [""]
    for word in text if language in {"ja", "zh"} else re.findall(r"\S+\s*", text):
        if lines[-1] and len(lines[-1]) + len(word.rstrip()) > longest:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines if line.strip()] or [text]


def break_verse(text: str, _: str) -> list[str]:
    """Return a segment broken after every comma, semicolon and colon, each line with a capital, as verse is printed."""
    lines = [line.strip() for line in re.split(r"(?<=[,;:，；：、])", text) if line.strip()]
    return [line[0].upper() + line[1:] for line in lines] or [text]


def strip_stops(text: str, _: str) -> list[str]:
    """Return a segment without the signs behind its last word, as Thai and inscriptions are written."""
    return [re.sub(r"[^\w]+$", "", text) or text]


KINDS: dict[str, Kind] = {
    "old spelling": spell,
    "subtitles": break_lines,
    "verse": break_verse,
    "no stops": strip_stops,
}


def change(document: GoldDocument, kind: Kind) -> GoldDocument:
    """Return a document with its target changed, its gold counted in the new segments."""
    language = document.target.language
    lines = [kind(text, language) for text in document.target.texts]
    ends = [0, *accumulate(map(len, lines))]
    beads = [
        (list(source), [k for j in target for k in range(ends[j], ends[j + 1])]) for source, target in document.beads
    ]
    text = make_lines(language, "\n".join(line for parts in lines for line in parts) + "\n", document.name)
    return replace(document, target=text, beads=beads, coarse=document.coarse or len(text) != len(lines))


def stage(document: GoldDocument) -> GoldDocument:
    """Return a document with the name of a speaker before every segment of both sides, as plays have it."""
    texts = []
    for side, text in enumerate((document.source, document.target)):
        numbers = {k: number for number, bead in enumerate(document.beads) for k in bead[side]}
        lines = [f"{SPEAKERS[numbers.get(k, 0) % 3]}. {line}" for k, line in enumerate(text.texts)]
        texts.append(make_lines(text.language, "\n".join(lines) + "\n", document.name))
    return replace(document, source=texts[0], target=texts[1])


def measure(document: GoldDocument, encoder: CachedEncoder) -> tuple[float, float]:
    """Return strict F1 and the mean confidence of a document."""
    ladder = find_ladder(profile_text(document.source, encoder), profile_text(document.target, encoder), load_weights())
    beads = [(list(bead.source), list(bead.target)) for bead in ladder.beads]
    found = merge_units(document.beads, beads) if document.coarse else beads
    sure = sum(bead.confidence for bead in ladder.beads) / len(ladder.beads)
    return evaluate(document.beads, found).strict.f1, sure


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folders: tuple[Path, ...]) -> None:
    """Print strict F1 and mean confidence of the gold documents below FOLDERS, as they are and as each kind."""
    encoder = CachedEncoder(TransformerEncoder(BUILTIN))
    click.echo(f"| document | as it is | {' | '.join(KINDS)} | drama |\n|---|{'---|' * (len(KINDS) + 2)}")
    for document in find_documents(folders):
        changed = [document, *(change(document, kind) for kind in KINDS.values()), stage(document)]
        cells = [f"{score:.3f} ({sure:.2f})" for score, sure in (measure(one, encoder) for one in changed)]
        click.echo(f"| {document.name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
