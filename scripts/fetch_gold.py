"""Get the public gold sets from their own repositories, as documents that ``scripts/benchmark.py`` measures on.

    scripts/fetch_gold.py                     which sets there are, where they are and under which licence
    scripts/fetch_gold.py FOLDER [SET...]     clones them into FOLDER/clones, and builds FOLDER/SET/DOCUMENT

A document is a folder with src.txt and tgt.txt (a segment a line), gold.txt (``[0, 1]:[0]``) and meta.json. A clone
that is there is not fetched again, so a copy from elsewhere can be put in its place. The sets are for measuring: mind
the licence of each before you pass anything on. Figures differ a little from those in docs/benchmarks.md: the changes
that are planted in news are others here, and verses and paragraphs are cut into sentences by aligner itself.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from aligner.evaluation import Beads
from aligner.files import write_whole
from aligner.segment import cut

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_UNSPACED_BEFORE = re.compile(r" (?=[,.;:!?…)\]}»”’%](?:\s|$))|(?<=[(\[{«“‘]) ")
_TAG = re.compile(r"<[^<>]*>")
_NEWS = {
    "zho-CN": "zh",
    "deu": "de",
    "spa": "es",
    "fra": "fr",
    "ind": "id",
    "jpn": "ja",
    "pol": "pl",
    "rus": "ru",
    "fil": "tl",
}
_TALES = """alice_in_wonderland.en-ru aptekarsha.en-pl fyrtoiet.en-de kuangren_riji.en-zh nos.en-fr nos.en-ru
pinocchio.en-es pinocchio.en-it pinocchio.en-ru pinocchio.pl-ru
snedronningen.en-de snedronningen.en-ja snedronningen.fr-ja"""


class Pair(NamedTuple):
    """A passage and its translation."""

    source: str
    target: str


class Document(NamedTuple):
    """A document to write: its name, languages, segments of both sides, gold beads, and whether gold is by sentence."""

    name: str
    languages: tuple[str, str]
    source: Sequence[str]
    target: Sequence[str]
    beads: Beads
    by_sentence: bool


class GoldSet(NamedTuple):
    """A public set: what it is, its repository and commit, its licence, and what makes documents of a clone."""

    summary: str
    repository: str
    commit: str
    licence: str
    build: Callable[[Path], Iterator[Document]]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")


def build_textberg(clone: Path) -> Iterator[Document]:
    """Yield the development document of Bleualign: lines, and a ladder in the form that we use."""
    folder = clone / "bleualign_data"
    sides = [[line.strip() for line in _lines(folder / f"dev.{tag}")[:-1]] for tag in ("de", "fr")]
    numbers = re.findall(r"^\[(.*?)\]:\[(.*?)\]", (folder / "dev.defr").read_text("utf-8"), re.MULTILINE)
    beads = [tuple([int(k) for k in side.split(",") if k.strip()] for side in bead) for bead in numbers]
    yield Document("dev", ("de", "fr"), sides[0], sides[1], [(s, t) for s, t in beads], by_sentence=True)


def _link(document: str, languages: tuple[str, str], sides: Sequence[dict[str, str]], links: Iterable[str]) -> Document:
    """Return a document whose segments have ids and whose beads are links between them ("1.1 1.2;1.1").

    A segment without a link, or in one that has no other side, is a bead of its own.
    """
    numbers = [{key: number for number, key in enumerate(side)} for side in sides]
    beads = []
    for link in links:
        ends = link.split(";")
        bead = tuple([numbers[k][key] for key in end.split() if key in numbers[k]] for k, end in enumerate(ends))
        if all(bead):
            beads.append((bead[0], bead[1]))
    used = [{k for bead in beads for k in bead[side]} for side in (0, 1)]
    beads += [([k], []) for k in range(len(sides[0])) if k not in used[0]]
    beads += [([], [k]) for k in range(len(sides[1])) if k not in used[1]]
    source, target = ([*side.values()] for side in sides)
    return Document(document, languages, source, target, beads, by_sentence=True)


def _targets(path: Path) -> list[str]:
    return [link.get("xtargets", ";") for link in etree.parse(path, _PARSER).iter("link")]


def build_transread(clone: Path) -> Iterator[Document]:
    """Yield the six novels of the bench; words are joined again, without spaces before punctuation."""
    names = ("AlicesAdventuresInWonderland", "Candide", "DuCoteDeChezSwann", "JaneEyre", "LesConfessions")
    for name in (*names, "VoyageAuCentreDeLaTerre"):
        target = "es" if name == "Candide" else "fr"
        document = f"{name}_EN-{target.upper()}"
        folder = clone / "dat" / "novels" / document
        sides = []
        for tag in ("en", target):
            sentences = etree.parse(folder / f"cut_{name}_{tag}.xml", _PARSER).iter("s")
            sides.append(
                {s.get("id", ""): _UNSPACED_BEFORE.sub("", " ".join(w.text or "" for w in s)) for s in sentences}
            )
        yield _link(document, ("en", target), sides, _targets(folder / f"{name}_sent_align_en-{target}.xml"))


def build_mac(clone: Path) -> Iterator[Document]:
    """Yield the development chapters of MAC: Chinese novels with their English translations."""
    for links in sorted((clone / "dev" / "intertext").glob("*_zh.*_en.xml")):
        stem = links.name.split("_zh.")[0]
        sides = [
            {s.get("id", ""): "".join(map(str, s.itertext())).strip() for s in etree.parse(path, _PARSER).iter("s")}
            for path in (links.with_name(f"{stem}_zh.xml"), links.with_name(f"{stem}_en.xml"))
        ]
        turned = (";".join(reversed(link.split(";"))) for link in _targets(links))  # the English side is the first
        yield _link(stem.replace("-anno.", "-"), ("zh", "en"), sides, turned)


def build_ntrex(clone: Path) -> Iterator[Document]:
    """Yield news: two plain documents, and eight with sentences dropped, inserted, joined and cut."""
    folder = clone / "NTREX-128"
    articles = [article for article in _lines(clone / "DOCUMENT_IDS.tsv") if article]
    order = {article: number for number, article in enumerate(dict.fromkeys(articles), 1)}
    source = _lines(folder / "newstest2019-src.eng.txt")

    def pairs(target: list[str], first: int, last: int) -> list[Pair]:
        chosen = [k for k, article in enumerate(articles) if first <= order[article] <= last]
        return [Pair(source[k].strip(), target[k].strip()) for k in chosen]

    for code, tag in _NEWS.items():
        target = _lines(folder / f"newstest2019-ref.{code}.txt")
        if tag in {"id", "zh"}:
            plain = pairs(target, 1, 30)
            beads = [([k], [k]) for k in range(len(plain))]
            sides = [pair.source for pair in plain], [pair.target for pair in plain]
            yield Document(f"en-{tag}.plain", ("en", tag), *sides, beads, by_sentence=True)
        if tag != "zh":
            yield change(f"en-{tag}.hard", ("en", tag), pairs(target, 31, 75), pairs(target, 91, 123))


def change(name: str, languages: tuple[str, str], pairs: list[Pair], spare: list[Pair]) -> Document:
    """Return a document of pairs in which some sentences are dropped on one side, inserted, or joined with the next.

    Of a hundred pairs two lose each side, eight are followed by a foreign sentence on either side, and five are joined
    with the next one on either side. What happens depends on the name alone.
    """
    chance = random.Random(name)  # noqa: S311
    sides: tuple[list[str], list[str]] = [], []
    beads: list[tuple[list[int], list[int]]] = []
    joined = -1  # the side whose last segment goes on with the next pair
    for pair in pairs:
        dropped = chance.choices((-1, 0, 1), (96, 2, 2))[0] if joined < 0 else -1
        if joined < 0:
            beads.append(([], []))
        for side in {0, 1} - {dropped}:
            if side == joined:
                sides[side][-1] += " " + pair[side]
            else:
                beads[-1][side].append(len(sides[side]))
                sides[side].append(pair[side])
        joined = chance.choices((-1, 0, 1), (90, 5, 5))[0] if dropped < 0 and joined < 0 else -1
        for side in (0, 1):
            if joined < 0 and spare and chance.random() < 0.08:
                beads.append(([], []))
                beads[-1][side].append(len(sides[side]))
                sides[side].append(chance.choice(spare)[side])
    return Document(name, languages, *sides, beads, by_sentence=True)


def _cut_units(name: str, languages: tuple[str, str], units: Sequence[Pair]) -> Document:
    """Return a document of verses or paragraphs: each is cut into sentences, and is one bead."""
    sides: tuple[list[str], list[str]] = [], []
    beads = []
    for unit in units:
        bead: tuple[list[int], list[int]] = [], []
        for side in (0, 1):
            for sentence in cut(unit[side], languages[side]):
                bead[side].append(len(sides[side]))
                sides[side].append(sentence.strip())
        beads.append(bead)
    return Document(name, languages, *sides, beads, by_sentence=False)


def build_udhr(clone: Path) -> Iterator[Document]:
    """Yield the Universal Declaration: an article is a bead, or its paragraphs where both sides have as many."""
    names = {"en": "eng", "id": "ind", "tl": "tgl", "ja": "jpn", "zh": "cmn_hans"}
    for source, target in (("en", "id"), ("en", "ja"), ("en", "tl"), ("en", "zh"), ("zh", "ja")):
        articles = [_articles(clone / "data" / "udhr" / f"udhr_{names[tag]}.xml") for tag in (source, target)]
        units = []
        for one, other in zip(*articles, strict=True):
            same = len(one) == len(other)
            units += (
                [Pair(*both) for both in zip(one, other, strict=True)]
                if same
                else [Pair("\n\n".join(one), "\n\n".join(other))]
            )
        yield _cut_units(f"{source}-{target}", (source, target), units)


def _articles(path: Path) -> list[list[str]]:
    root = etree.parse(path, _PARSER).getroot()
    texts = []
    for part in root.iterchildren("{*}title", "{*}preamble", "{*}article"):
        titles = [part] if part.tag.endswith("title") else part.iter("{*}title")
        groups = (titles, part.iter("{*}para"))
        texts += [[" ".join("".join(map(str, one.itertext())).split()) for one in group] for group in groups]
    return texts


def build_literary(clone: Path) -> Iterator[Document]:
    """Yield tales and novels whose lines (paragraphs) were aligned by hand."""
    for name in _TALES.split():
        work, tags = name.split(".")
        source, target = tags.split("-")
        sides = [_lines(clone / "texts" / work / f"{work}_{tag}.txt")[1:] for tag in (source, target)]
        cleaned = ([_TAG.sub(" ", line.replace("<delimiter>", "\n\n")).strip() for line in side] for side in sides)
        units = [Pair(*both) for both in zip(*cleaned, strict=False) if all(both)]
        yield _cut_units(name, (source, target), units)


def build_bible(clone: Path) -> Iterator[Document]:
    """Yield Luke 1 to 4: a verse is a bead."""
    source = _verses(clone / "en" / "web" / "luke.xml")
    for tag, edition in (("pl", "poland"), ("ru", "russub"), ("tl", "tlgangbiblia")):
        target = _verses(clone / tag / edition / "luke.xml")
        units = [Pair(source[key], target[key]) for key in source if key in target]
        yield _cut_units(f"en-{tag}.luke1-4.plain", ("en", tag), units)


def _verses(path: Path) -> dict[str, str]:
    verses = etree.parse(path, _PARSER).iter("{*}verse")
    texts = {verse.get("osisID", ""): " ".join("".join(map(str, verse.itertext())).split()) for verse in verses}
    return {key: text for key, text in texts.items() if re.fullmatch(r"Luke\.[1-4]\.\d+", key)}


SETS = {
    "textberg": GoldSet(
        "yearbooks of the Swiss Alpine Club, de-fr, by hand (the development set of Bleualign)",
        "https://github.com/thompsonb/vecalign",
        "f37262758955133d0c9ef1fdff45eba25842a62c",
        "GPL-2.0 (bleualign_data/LICENSE)",
        build_textberg,
    ),
    "transread": GoldSet(
        "novels, en-fr and en-es, by hand",
        "https://github.com/fyvo/TransReadAlignments",
        "12efc3bab7667da6a2757bf14d4025452a1bc31f",
        "CC BY-SA 4.0 for the alignments; texts of Project Gutenberg, public domain",
        build_transread,
    ),
    "ntrex": GoldSet(
        "news, en with nine languages, made plain (all 1-1) and hard (known changes)",
        "https://github.com/MicrosoftTranslator/NTREX",
        "8561f6a622db9edad1217683e5c83daefd8bb2bf",
        "CC BY-SA 4.0",
        build_ntrex,
    ),
    "udhr": GoldSet(
        "the Universal Declaration of Human Rights, by article or paragraph",
        "https://github.com/eric-muller/udhr",
        "f93dd614154c47fc4b85ec03d8d6f1abe97869ef",
        "a text of the United Nations, free to reproduce; the repository states no licence",
        build_udhr,
    ),
    "bible": GoldSet(
        "Luke 1 to 4, en with pl, ru and tl, by verse",
        "https://github.com/gratis-bible/bible",
        "4703e07eb96f9b796bfed11b0aa60194fa7fa190",
        "public domain",
        build_bible,
    ),
    "literary": GoldSet(
        "tales and novels in pairs of several languages, paragraphs by hand",
        "https://github.com/bilinguator/aligned-texts",
        "e56bc56b6ada545dae420cb7b33c06f156db7358",
        "repository MIT; many translations are in copyright: do not pass them on",
        build_literary,
    ),
    "mac_dev": GoldSet(
        "chapters of Chinese novels, zh-en, by two people",
        "https://github.com/bfsujason/mac",
        "64858bb9b679e0954326a959931b30860599c6a0",
        "repository GPL-3.0; the novels are in copyright: do not pass them on",
        build_mac,
    ),
}


def clone(gold: GoldSet, folder: Path) -> None:
    """Get one commit of a repository into a folder, unless the folder is there."""
    if folder.exists():
        return
    fresh = folder.with_name(f".{folder.name}.part")
    for command in (
        ["init", "--quiet", str(fresh)],
        ["-C", str(fresh), "fetch", "--quiet", "--depth", "1", gold.repository, gold.commit],
        ["-C", str(fresh), "checkout", "--quiet", "FETCH_HEAD"],
    ):
        subprocess.run(["git", *command], check=True)  # noqa: S607
    fresh.rename(folder)


def write(document: Document, gold: GoldSet, folder: Path) -> None:
    """Write a document's four files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, segments in (("src.txt", document.source), ("tgt.txt", document.target)):
        write_whole(folder / name, "".join(f"{' '.join(segment.split())}\n" for segment in segments))
    write_whole(folder / "gold.txt", "".join(f"{list(source)}:{list(target)}\n" for source, target in document.beads))
    about = {
        "langs": document.languages,
        "kind": "sentence-gold" if document.by_sentence else "unit-gold",
        "source": {"repository": gold.repository, "commit": gold.commit},
        "licence": gold.licence,
    }
    write_whole(folder / "meta.json", json.dumps(about, indent=1) + "\n")


def main(arguments: Sequence[str]) -> None:
    """List the sets, or build those that are named, or all."""
    unknown = set(arguments[1:]) - set(SETS)
    if unknown:
        sys.exit(f"no such set: {', '.join(sorted(unknown))}; there are {', '.join(SETS)}")
    for name, gold in SETS.items():
        if not arguments:
            print(f"{name}: {gold.summary}\n    {gold.repository} at {gold.commit[:12]}\n    {gold.licence}")
        elif not arguments[1:] or name in arguments[1:]:
            copy = Path(arguments[0]) / "clones" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                clone(gold, copy)
            except subprocess.CalledProcessError:
                sys.exit(f"{name}: {gold.repository} could not be fetched; put a copy of it into {copy}")
            for document in gold.build(copy):
                write(document, gold, Path(arguments[0]) / name / document.name)
                print(f"{name}/{document.name}: {len(document.source)} and {len(document.target)} segments, "
                      f"{len(document.beads)} beads")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
