"""The steps in order: read, segment, embed, match, and for a whole work weave and export."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from aligner.alignment import Alignment
from aligner.edition import Edition, weave
from aligner.embed import Encoder
from aligner.embed.counts import profile
from aligner.errors import InputError
from aligner.formats import FORMATS, Settings, export_edition
from aligner.formats.alignment_file import save_alignment
from aligner.match import Chapter, Cut, Weights, find_boundaries, find_ladder, find_ladders, load_weights
from aligner.profile import NOTHING, Profile
from aligner.read import Document, explain, read_text
from aligner.segment import cut
from aligner.segment.fit import Segmenter, cut_with, load_segmenter
from aligner.text import Paragraph, Text, fold_space, make_text
from aligner.work import Work

_NONE: Mapping[str, str] = {}
_SHORT, _FEW = 1000, 16  # segments of a version, and versions: up to these, witnesses cost minutes at most
_FILE = re.compile(r"\.[a-z]{3,5}$", re.IGNORECASE)  # how the place of a file in a book ends


def segment_document(document: Document, segmenter: Segmenter | None = None) -> Text:
    """Cut a document's paragraphs into segments; a heading is one.

    ``segmenter`` is any function from a paragraph to a list of its sentences. Raises ``InputError`` with the line when
    it fails, or changes more than white space.
    """
    pieces = []
    for paragraph in document.paragraphs:
        if paragraph.level:
            pieces.append([paragraph.text])
        elif segmenter is None:
            pieces.append(cut(paragraph.text, document.language))
        else:
            try:
                pieces.append(cut_with(segmenter, paragraph.text))
            except InputError as error:
                place = f"{paragraph.place}, line" if paragraph.place else "line"
                raise InputError(f"{document.name or 'the text'}, {place} {paragraph.line}: {error}") from error
    return make_text(document.language, list(document.paragraphs), pieces, document.name)


def profile_text(text: Text, encoder: Encoder) -> Profile:
    """Encode a text's segments and count what they show."""
    return profile(text, encoder.encode(text.texts) if text.segments else NOTHING)


def align_texts(source: Text, target: Text, encoder: Encoder, weights: Weights | None = None) -> Alignment:
    """Align two segmented texts, chapter by chapter where it is certain which belong together."""
    chosen = weights or load_weights()
    profiles = profile_text(source, encoder), profile_text(target, encoder)
    ladder = find_ladder(*profiles, chosen, _find_cuts((source, target), profiles))
    return Alignment(source, target, ladder, sign(encoder, chosen))


def _find_cuts(
    texts: tuple[Text, Text], profiles: tuple[Profile, Profile], named: Mapping[str, str] = _NONE
) -> list[Cut]:
    """Return the cuts between chapters; ``named`` are headings of the one text and those of the other they go with."""
    chapters = find_chapters(texts[0]), find_chapters(texts[1])
    return find_boundaries(*profiles, chapters, find_headings(*texts, named))


def find_chapters(text: Text) -> list[Chapter]:
    """Return the chapters of a text: each begins at headings, at a file of a book, or at the notes."""
    starts: list[int] = []
    bodies: list[int] = []
    before = Paragraph("")
    for index, segment in enumerate(text.segments):
        paragraph = text.paragraphs[segment.paragraph]
        if not index or _begins_chapter(before, paragraph):
            starts.append(index)
            bodies.append(index)
        if paragraph.level and bodies[-1] == index:
            bodies[-1] = index + 1
        before = paragraph
    ends = [*starts, len(text.segments)][1:]
    return [Chapter(*bounds) for bounds in zip(starts, bodies, ends, strict=True)]


def _begins_chapter(before: Paragraph, paragraph: Paragraph) -> bool:
    other_file = paragraph.place != before.place and _FILE.search(paragraph.place) is not None
    first_note = paragraph.kind == "note" != before.kind
    return other_file or first_note or (paragraph.level > 0 and not before.level)


def find_headings(source: Text, target: Text, named: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return the segments of headings that a user says belong together, each searched for after the one before.

    Raises ``InputError`` when one is not there.
    """
    pins: list[tuple[int, int]] = []
    for pair in named.items():
        after = pins[-1] if pins else (-1, -1)
        pins.append((_heading(source, pair[0], after[0]), _heading(target, pair[1], after[1])))
    return [pin for pin in pins if pin != (0, 0)]


def _heading(text: Text, wanted: str, after: int) -> int:
    known = []
    for number, segment in enumerate(text.segments):
        if text.paragraphs[segment.paragraph].level:
            if segment.text.casefold() == fold_space(wanted).casefold() and number > after:
                return number
            known.append(segment.text)
    place = f" after {text.segments[after].text!r}" if after >= 0 else ""
    raise InputError(
        f"{text.name or text.language}: no heading {wanted!r}{place}, which work.toml names; "
        f"it has {', '.join(map(repr, known[:20])) or 'none'}"
    )


def sign(encoder: Encoder, weights: Weights) -> str:
    """Return the signature of alignments made so."""
    from aligner.version import __version__

    return f"model:{encoder.name}|revision:{encoder.revision}|weights:{weights.name}|version:{__version__}"


def read_versions(work: Work) -> list[Document]:
    """Read every version of a work, the pivot first."""
    return [
        read_text(
            path,
            language=language,
            name=path.name,
            start=work.start.get(language, ""),
            end=work.end.get(language, ""),
        )
        for language, path in work.files.items()
    ]


def segment_versions(work: Work, documents: Sequence[Document]) -> list[Text]:
    """Cut the versions of a work, as they were read, with the segmenters that it names."""
    named = [work.segmenters.get(language) for language in work.files]
    segmenters = [load_segmenter(name, work.folder) if name else None for name in named]
    return [segment_document(*pair) for pair in zip(documents, segmenters, strict=True)]


def align_work(work: Work, encoder: Encoder) -> list[Alignment]:
    """Align every version of a work with its pivot."""
    return align_versions(work, segment_versions(work, read_versions(work)), encoder)


def align_versions(work: Work, texts: Sequence[Text], encoder: Encoder) -> list[Alignment]:
    """Align the versions of a work, in its order, with the first, the pivot.

    Where they are three or more, and short, every two are matched, so that each alignment has the others as witnesses.
    """
    weights = load_weights()
    profiles = [profile_text(text, encoder) for text in texts]
    sizes = [len(text.segments) for text in texts]
    short = len(texts) > 2 and min(sizes) > 0 and max(sizes) <= _SHORT and len(texts) <= _FEW
    cuts = {}
    for k, l in combinations(range(len(texts)), 2) if short else ((0, l) for l in range(1, len(texts))):
        named = _NONE if k else work.chapters.get(list(work.files)[l], _NONE)
        cuts[k, l] = _find_cuts((texts[k], texts[l]), (profiles[k], profiles[l]), named)
    if short:
        ladders = find_ladders(profiles, weights, cuts)
    else:
        ladders = [find_ladder(profiles[0], profiles[l], weights, cuts[0, l]) for l in range(1, len(texts))]
    signature = sign(encoder, weights) + (f"|witnesses:{len(texts) - 2}" if short else "")
    return [Alignment(texts[0], text, ladder, signature) for text, ladder in zip(texts[1:], ladders, strict=True)]


def make_edition(work: Work, alignments: Sequence[Alignment]) -> Edition:
    """Weave a work's alignments and put its titles, author and rights on the edition."""
    return replace(weave(alignments), work=work.info)


def build_work(  # noqa: PLR0913 - what, how, where
    work: Work,
    encoder: Encoder,
    out: Path,
    formats: Sequence[str],
    *,
    settings: Settings | None = None,
    explained: bool = False,
) -> list[str]:
    """Write an alignment file for each version with the pivot, and one file a format for all of them together.

    Returns a sentence for each warning of the readers and each file, and where ``explained`` for what the readers
    left out. Raises ``InputError`` for a format that is not known, before anything is done.
    """
    check_formats(formats)
    documents = read_versions(work)
    alignments = align_versions(work, segment_versions(work, documents), encoder)
    said = [f"Warning: {warning}" for document in documents for warning in document.warnings]
    said += [line for document in documents for line in explain(document)] if explained else []
    for alignment in alignments:
        path = out / f"{alignment.source.language}-{alignment.target.language}.jsonl"
        save_alignment(alignment, path)
        said.append(f"{path}: {len(alignment.ladder.beads)} beads")
    edition = make_edition(work, alignments)
    for name in formats:
        path = out / ("index.html" if name == "html" else work.name + FORMATS[name].suffix)
        report = export_edition(edition, name, path, settings)
        said.append(f"{path}: {'; '.join(report.lines())}")
    return said


def check_formats(formats: Sequence[str]) -> None:
    """Raise ``InputError`` for a format that is not known."""
    for name in formats:
        if name not in FORMATS:
            raise InputError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
