"""Checked pairs made by hand: a text about a kettle in English, German and Japanese, with errors of most kinds."""

from __future__ import annotations

from dataclasses import replace

from aligner.alignment import Alignment
from aligner.coverage import Coverage, Finding, Kind, Section, Share, Side
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, Text, make_text

ENGLISH = [
    ["The Kettle"],
    ["The kettle sings at 6 o’clock. ", "Nobody hears it. ", "The house is asleep."],
    ["A Guest"],
    ["Who calls? ", "It is Mrs. Brown. ", "She paid £3,000 for her hat."],
]
GERMAN = [
    ["Der Kessel"],
    ["Der Kessel singt um 6 Uhr."],
    ["Ein Gast"],
    ["Who calls? ", "Es ist Frau Brown. ", "Sie hat 30.000 Pfund für ihren Hut bezahlt. ", "Er ist grün."],
]
JAPANESE = [
    ["やかん"],
    ["やかんは六時に歌います。", "だれにも聞こえません。", "家は眠っています。"],
    ["客"],
    ["どなたですか。", "ブラウン夫人です。", "帽子に三千ポンド払いました。"],
]


def text(language: str, pieces: list[list[str]], name: str = "") -> Text:
    """Return a text of paragraphs in pieces; those of one piece are headings."""
    lines = range(1, 2 * len(pieces), 2)
    paragraphs = [
        Paragraph("".join(parts), 1 if number % 2 == 0 else 0, line)
        for number, (line, parts) in enumerate(zip(lines, pieces, strict=True))
    ]
    return make_text(language, paragraphs, pieces, name or f"{language}.txt")


def finding(alignment: Alignment, kind: Kind, side: Side, runs: tuple[range, range], detail: str = "") -> Finding:
    """Return a finding about a run of a side, with the run that faces it."""
    segments, counterpart = runs
    about = alignment.source if side == "source" else alignment.target
    first, last = about.segments[segments.start], about.segments[segments.stop - 1]
    return Finding(
        f"{kind}-{alignment.target.language}{segments.start}",
        kind,
        side,
        segments,
        counterpart,
        about.name,
        first.paragraph + 1,
        last.paragraph + 1,
        about.line(segments.start),
        first.start,
        " ".join(about.segments[index].text for index in segments),
        detail,
        0.9,
    )


def covered(alignment: Alignment, findings: list[Finding]) -> Coverage:
    """Return a coverage of a kettle's pair: everything is matched but beads of one side and what is not translated."""
    texts = alignment.source, alignment.target
    both = [bead for bead in alignment.ladder.beads if bead.source and bead.target]
    matched = {i for bead in both for i in bead.source}, {j for bead in both for j in bead.target}
    for each in findings:
        if each.kind == "untranslated":
            matched[0].difference_update(each.counterpart)
            matched[1].difference_update(each.segments)

    def share(side: int, run: range) -> Share:
        sizes = {index: len(texts[side].segments[index].text) for index in run}
        found = [size for index, size in sizes.items() if index in matched[side]]
        return Share(len(run), len(found), sum(sizes.values()), sum(found))

    def members(side: int, numbers: range) -> range:
        found = [index for index, segment in enumerate(texts[side].segments) if segment.paragraph in numbers]
        return range(found[0], found[-1] + 1)

    halves = [range(start, start + 2) for start in range(0, len(texts[0].paragraphs), 2)]
    sections = []
    for half in halves:
        runs = members(0, half), members(1, half)
        title = texts[0].paragraphs[half.start].text
        sections.append(Section(title, *runs, share(0, runs[0]), share(1, runs[1])))
    paragraphs = [
        tuple(share(side, members(side, range(number, number + 1))) for number in range(len(texts[side].paragraphs)))
        for side in (0, 1)
    ]
    whole = [share(side, range(len(texts[side].segments))) for side in (0, 1)]
    return Coverage(alignment, whole[0], whole[1], tuple(sections), (paragraphs[0], paragraphs[1]), tuple(findings))


def german() -> Coverage:
    """Return a pair with errors: two sentences omitted, one added, one left in English, one with another number."""
    beads = [
        Bead(range(1), range(1)),
        Bead(range(1, 2), range(1, 2)),
        Bead(range(2, 3), range(2, 2)),
        Bead(range(3, 4), range(2, 2)),
        *(Bead(range(i, i + 1), range(i - 2, i - 1)) for i in range(4, 8)),
        Bead(range(8, 8), range(6, 7)),
    ]
    alignment = Alignment(text("en", ENGLISH), text("de", GERMAN), Ladder(tuple(beads)), "model:none")
    return covered(
        alignment,
        [
            finding(alignment, "omitted", "source", (range(2, 4), range(2, 2)), "no counterpart"),
            finding(alignment, "untranslated", "target", (range(3, 4), range(5, 6))),
            finding(alignment, "number", "target", (range(5, 6), range(7, 8)), "30.000 ≠ 3,000"),
            finding(alignment, "added", "target", (range(6, 7), range(8, 8))),
        ],
    )


def japanese() -> Coverage:
    """Return a pair without errors."""
    beads = tuple(Bead(range(i, i + 1), range(i, i + 1)) for i in range(8))
    return covered(Alignment(text("en", ENGLISH), text("ja", JAPANESE), Ladder(beads), "model:none"), [])


def hostile() -> Coverage:
    """Return a pair whose words are those that break terminals, XML, Markdown, HTML and workflow commands."""
    nasty = "::error::100% \x1b[31m</script><b>&amp;|`*_\u202e]]>\n"
    pieces = [[f"{nasty} title"], [f"{nasty} one"]]
    alignment = Alignment(
        text("en", pieces, "a,b:c%.txt"),
        text("de", pieces),
        Ladder((Bead(range(2), range(0)), Bead(range(2, 2), range(2)))),
    )
    omitted = finding(alignment, "omitted", "source", (range(2), range(0)), nasty)
    return covered(alignment, [replace(omitted, text=f"{nasty} title {nasty} one")])
