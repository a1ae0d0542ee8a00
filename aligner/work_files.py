"""Write the files of a work: an alignment file for the pivot with each other version, and each requested format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aligner.formats import FORMATS, Settings, require_format
from aligner.formats.alignment_file import save_alignment
from aligner.formats.names import pair_file
from aligner.read.left_out import explain
from aligner.session import Aligner
from aligner.work import Work, read_versions, segment_versions


def write_work(  # noqa: PLR0913 - what, how, where
    session: Aligner,
    work: Work,
    out: Path,
    formats: Sequence[str],
    *,
    settings: Settings | None = None,
    explained: bool = False,
) -> list[str]:
    """Align a work and write its files into the folder ``out``.

    Returns lines for the user: one for each warning of the readers, one for each file and, if ``explained``, those that
    say what the readers left out. Raises ``InputError`` for an unknown format, and ``AlignerError`` for
    one whose package is missing, before anything is done.
    """
    for name in formats:
        require_format(name)
    documents = read_versions(work)
    edition = session.weave_versions(work, segment_versions(work, documents))
    said = [f"Warning: {warning}" for document in documents for warning in document.warnings]
    said += [line for document in documents for line in explain(document)] if explained else []
    for alignment in edition.alignments:
        path = out / pair_file(alignment.source.language, alignment.target.language)
        save_alignment(alignment, path)
        said.append(f"{path}: {len(alignment)} beads")
    for name in formats:
        path = out / ("index.html" if name == "html" else work.name + FORMATS[name].suffix)
        report = session.export(edition, name, path, settings)
        said.append(f"{path}: {'; '.join(report.lines())}")
    return said
