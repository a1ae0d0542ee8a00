"""Write the files of a work: an alignment file for the pivot with each other version, and each requested format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from aligner.alignment import Alignment
from aligner.corrections import EditedRow, compare, load_edited
from aligner.edition import Edition
from aligner.errors import InputError
from aligner.files import write_whole
from aligner.formats import FORMATS, Settings, require_format
from aligner.formats.alignment_file import EditedFile, format_alignment, is_edited, save_alignment
from aligner.formats.names import pair_file
from aligner.pins import Pin, PinState, load_pins, save_pins
from aligner.read.left_out import explain
from aligner.session import Aligner
from aligner.text import Text
from aligner.work import Work, read_pins, read_versions, segment_versions

_ROUNDS = 4  # of aligning a work again with the corrections found so far


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

    Alignment files that were edited by hand are not lost: what they say otherwise becomes pins of the work first.

    Returns lines for the user: one for each warning of the readers, one for each pin that no longer holds, one for each
    file and, if ``explained``, those that say what the readers left out. Raises ``InputError`` for an unknown format,
    and ``AlignerError`` for one whose package is missing, before anything is done; ``InputError`` also where the words
    of an alignment file were changed by hand.
    """
    for name in formats:
        require_format(name)
    documents = read_versions(work)
    said = [f"Warning: {warning}" for document in documents for warning in document.warnings]
    said += [line for document in documents for line in explain(document)] if explained else []
    edition = _weave_with_corrections(session, work, segment_versions(work, documents), out, said)
    for alignment in edition.alignments:
        said += describe_states(alignment.pins, work.pins_file(alignment.target.language))
        path = out / pair_file(alignment.source.language, alignment.target.language)
        save_alignment(alignment, path)
        said.append(f"{path}: {len(alignment)} beads")
    for name in formats:
        path = out / ("index.html" if name == "html" else work.name + FORMATS[name].suffix)
        report = session.export(edition, name, path, settings)
        said.append(f"{path}: {'; '.join(report.lines())}")
    return said


def _weave_with_corrections(session: Aligner, work: Work, texts: Sequence[Text], out: Path, said: list[str]) -> Edition:
    """Return the edition of a work, aligned as its corrected alignment files say; add what was done to ``said``."""
    edition = session.weave_versions(work, texts)
    for _ in range(_ROUNDS):
        taken = False
        for alignment in edition.alignments:
            path = out / pair_file(alignment.source.language, alignment.target.language)
            taken |= take_corrections(path, alignment, work.pins_file(alignment.target.language), said)
        if not taken:
            break
        work = read_pins(work)
        edition = session.weave_versions(work, texts)
    return edition


def take_corrections(path: Path, alignment: Alignment, pins_file: Path, said: list[str]) -> bool:
    """Add to a file of pins what an alignment file that was edited by hand says otherwise; return whether it did.

    A file that an earlier version wrote does not tell whether it was edited. Of such a file the beads of confidence 1
    count, as a person writes them, and before it is overwritten with others a copy is kept beside it.

    Raises ``InputError`` where words were changed in the file: they would be lost.
    """
    if not path.is_file():
        return False
    content = path.read_text("utf-8", "replace")
    if not content.startswith("{"):
        return False  # no alignment file, so there are no corrections in it
    edited = is_edited(content)
    if edited is False:
        return False
    try:
        file = load_edited(path)
    except InputError as error:
        raise InputError(f"{error}; it would be overwritten: mend it, or move it away") from error
    rows = [EditedRow(line, texts) for line, _, texts in file.rows]
    written = {line for line, confidence, _ in file.rows if edited or confidence == 1.0}
    found = compare(rows, alignment, only=written)
    _require_unchanged(path, file, alignment)
    if found.unknown:
        said.append(
            f"{path}: {len(found.unknown)} beads have words that are no longer in the texts; they are passed over"
        )
    known = load_pins(pins_file)
    fresh = [pin for pin in found.pins if not any(pin.same_as(other) for other in known)]
    if edited is None and content != "".join(f"{line}\n" for line in format_alignment(alignment)):
        _keep_copy(path, content, said)
    if fresh:
        save_pins(pins_file, [*known, *fresh])
        said.append(f"{path}: edited by hand; {count_pins(fresh)} added to {pins_file}")
    return bool(fresh)


def _keep_copy(path: Path, content: str, said: list[str]) -> None:
    copy = path.with_name(f"{path.name}.bak")
    if not copy.exists():
        write_whole(copy, content)
        said.append(f"{path}: written by an earlier version and aligned otherwise now; kept as {copy.name}")


def _require_unchanged(path: Path, file: EditedFile, alignment: Alignment) -> None:
    """Raise ``InputError``, with line and both texts, for words that were changed in an alignment file."""
    sides = [side for side, text in enumerate(file.texts) if text is None]
    if not sides:
        return
    rows = [EditedRow(line, texts) for line, _, texts in file.rows]
    found = compare(rows, alignment)
    for one in found.mended:
        if one.side in sides:
            text = (alignment.source, alignment.target)[one.side]
            raise InputError(
                f"{path}, line {one.line}: {shown(text, one.run)!r} was changed to {one.text!r}; change it in the "
                f"text: `aligner pin {path} WORK_OR_TEXTS --write-text`"
            )
    for line in found.unknown:
        raise InputError(f"{path}, line {line}: words were changed by hand, and would be lost; move the file away")


def shown(text: Text, run: range) -> str:
    """Return the words of a run of segments for a message, shortened where they are long."""
    words = " ".join(text.segments[k].text for k in run)
    return words if len(words) <= 80 else words[:79] + "…"


def count_pins(pins: Sequence[Pin]) -> str:
    """Return how many pins there are, in words."""
    return f"{len(pins)} pin{'s' * (len(pins) != 1)}"


def describe_states(states: Sequence[PinState], path: Path) -> Iterator[str]:
    """Yield a line for each pin that no longer holds as it was set: file, line, what is wrong, both texts."""
    reasons = {
        "stale": "no longer in the text",
        "partly": "partly gone from the text, the rest is kept together",
        "contradicted": "contradicted by a later pin",
    }
    for state in states:
        if state.status != "holds":
            sides = [" ".join(named.texts) for named in (state.pin.source, state.pin.target) if named is not None]
            texts = " – ".join(f'"{text if len(text) <= 80 else text[:79] + "…"}"' for text in sides)
            yield f"{path}, line {state.pin.line}: {state.status}: {state.pin.kind} {texts}: {reasons[state.status]}"


def with_pins(work: Work, language: str, pins: Sequence[Pin]) -> Work:
    """Return a work with other pins for a version."""
    return replace(work, pins={**work.pins, language: list(pins)})
