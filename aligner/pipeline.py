"""The steps in order: read, segment, embed, match, and for a whole work weave and export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aligner.alignment import Alignment, save_alignment
from aligner.edition import Edition, weave
from aligner.embed import Encoder
from aligner.embed.surface import profile
from aligner.errors import InputError
from aligner.export import FORMATS, export_edition
from aligner.match import Weights, load_weights, match
from aligner.read import Document, read_text
from aligner.segment import cut
from aligner.text import Text, make_text
from aligner.vectors import NOTHING, Profile
from aligner.work import Work


def segment_document(document: Document) -> Text:
    """Cut a document's paragraphs into segments; a heading is one."""
    pieces = [[p.text] if p.level else cut(p.text, document.language) for p in document.paragraphs]
    return make_text(document.language, list(document.paragraphs), pieces, document.name)


def profile_text(text: Text, encoder: Encoder) -> Profile:
    """Encode a text's segments and count what they show."""
    return profile(text, encoder.encode(text.texts) if text.segments else NOTHING)


def align_texts(source: Text, target: Text, encoder: Encoder, weights: Weights | None = None) -> Alignment:
    """Align two segmented texts."""
    chosen = weights or load_weights()
    ladder = match(profile_text(source, encoder), profile_text(target, encoder), chosen)
    return Alignment(source, target, ladder, sign(encoder, chosen))


def sign(encoder: Encoder, weights: Weights) -> str:
    """Return the signature of alignments made so."""
    from aligner import __version__

    return f"model:{encoder.name}|revision:{encoder.revision}|weights:{weights.name}|version:{__version__}"


def read_versions(work: Work) -> list[Document]:
    """Read every version of a work, the pivot first."""
    return [read_text(path, language=language, name=path.name) for language, path in work.files.items()]


def align_work(work: Work, encoder: Encoder) -> list[Alignment]:
    """Align every version of a work with its pivot."""
    return align_documents(read_versions(work), encoder)


def align_documents(documents: Sequence[Document], encoder: Encoder) -> list[Alignment]:
    """Align each document with the first, the pivot."""
    weights = load_weights()
    texts = [segment_document(document) for document in documents]
    profiles = [profile_text(text, encoder) for text in texts]
    signature = sign(encoder, weights)
    return [
        Alignment(texts[0], text, match(profiles[0], other, weights), signature)
        for text, other in zip(texts[1:], profiles[1:], strict=True)
    ]


def make_edition(work: Work, alignments: Sequence[Alignment]) -> Edition:
    """Weave a work's alignments and put its titles, author and rights on the edition."""
    return replace(weave(alignments), name=work.name, titles=work.titles, author=work.author, rights=work.rights)


def build_work(work: Work, encoder: Encoder, out: Path, formats: Sequence[str]) -> list[str]:
    """Write an alignment file for each version with the pivot, and one file a format for all of them together.

    Returns a sentence for each warning of the readers and each file. Raises ``InputError`` for a format that is not
    known, before anything is done.
    """
    check_formats(formats)
    documents = read_versions(work)
    alignments = align_documents(documents, encoder)
    said = [f"Warning: {warning}" for document in documents for warning in document.warnings]
    for alignment in alignments:
        path = out / f"{alignment.source.language}-{alignment.target.language}.jsonl"
        save_alignment(alignment, path)
        said.append(f"{path}: {len(alignment.ladder.beads)} beads")
    edition = make_edition(work, alignments)
    for name in formats:
        path = out / ("index.html" if name == "html" else work.name + FORMATS[name].suffix)
        report = export_edition(edition, name, path)
        said.append(f"{path}: {'; '.join(report.lines())}")
    return said


def check_formats(formats: Sequence[str]) -> None:
    """Raise ``InputError`` for a format that is not known."""
    for name in formats:
        if name not in FORMATS:
            raise InputError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
