"""What one worker does with some pairs: read them, encode them together, align each, and write its file.

A pair is done when its alignment file has the texts as they are read now and the signature of the session, which has a
digest of the pair's pins and paired chapters. So a run that was stopped goes on where it was, and a text or a file of
pins that was changed is aligned again, without any record but the output.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from re import sub
from threading import Lock
from typing import NamedTuple

from aligner.alignment import Alignment
from aligner.batch.outcome import Outcome, describe_alignment, failed
from aligner.batch.plan import Pair
from aligner.document import Document
from aligner.errors import AlignerError, InputError, ModelError, OutputError
from aligner.formats.alignment_file import load_alignment, save_alignment
from aligner.pins import Pin, load_pins, resolve
from aligner.pins.file import format_pin
from aligner.read.reader import read_document
from aligner.segment.document import segment_document
from aligner.session import Aligner, cut_and_join_versions
from aligner.text import Text
from aligner.work import read_versions, read_work, segment_versions
from aligner.work_files import describe_states, take_corrections
from aligner.work_info import WorkInfo

_GROUP_CHARACTERS = 250_000
"""Texts of so many characters are encoded together: fifty articles, or one novel. They have 60,000 to 150,000 tokens,
some twenty full batches or more; their profiles take about 1.5 kB a token, beside the model."""

_LONGEST_STEM = 60  # characters of an id in the name of its file, which the digest makes unique


class Job(NamedTuple):
    """How all pairs of a run are aligned, and the folder that it writes to."""

    session: Aligner
    out: Path
    trusted: bool = False


class _Loaded(NamedTuple):
    """A pair that was read and is to be aligned.

    ``texts`` have the borders that ``pins`` set; ``chapters`` maps headings of the source to those of the target that a
    work pairs with them. ``pins_file`` has the pins, or gets those that are taken from an edited output.
    """

    pair: Pair
    texts: Sequence[Text]
    work: WorkInfo
    warnings: tuple[str, ...]
    pins: Sequence[Pin]
    pins_file: Path
    chapters: Mapping[str, str]

    @property
    def characters(self) -> int:
        """The length of both texts."""
        return sum(len(segment.raw) for text in self.texts for segment in text.segments)


def place_of(name: str) -> str:
    """Return where the alignment file of an id is, from the folder of the run.

    256 folders keep a library of 100,000 pairs usable. The digest of the id makes the name unique, and nothing of an id
    but letters, digits and hyphens becomes part of it.

    >>> place_of("books/The Ferry")
    'alignments/b0/books-The-Ferry-b06473bab1d9.jsonl'
    """
    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    stem = sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:_LONGEST_STEM]
    return f"alignments/{digest[:2]}/{stem}-{digest}.jsonl" if stem else f"alignments/{digest[:2]}/{digest}.jsonl"


def remove_leftovers(path: Path) -> None:
    """Remove what a killed process left of an unfinished ``path``; see ``aligner.files.open_whole``."""
    for left in path.parent.glob(f".{path.name[:100]}.????????") if path.parent.is_dir() else ():
        left.unlink(missing_ok=True)


def align_shard(job: Job, pairs: Sequence[Pair]) -> Iterator[Outcome]:
    """Align pairs, and yield what became of each, in their order but for those that need no aligning.

    A pair that cannot be read or aligned is an outcome. Raises ``ModelError`` and ``OutputError``, which would fail
    every other pair too.
    """
    group: list[_Loaded] = []
    for pair in pairs:
        loaded = _load(job, pair)
        if isinstance(loaded, Outcome):
            yield loaded
            continue
        group.append(loaded)
        if sum(each.characters for each in group) >= _GROUP_CHARACTERS:
            yield from _align_group(job, group)
            group = []
    yield from _align_group(job, group)


def _load(job: Job, pair: Pair) -> _Loaded | Outcome:
    """Return a pair as it is to be aligned, or its outcome if it is done or cannot be read."""
    path = job.out / place_of(pair.id)
    try:
        remove_leftovers(path)
        loaded = _read_pair(job, pair)
        done = None
        with suppress(InputError):  # damaged, or of another version: it is made again
            done = load_alignment(path) if path.exists() else None
        if (
            done
            and done.signature == _sign(job, loaded)
            and _digests((done.source, done.target)) == _digests(loaded.texts)
        ):
            return describe_alignment(pair, done, "kept", place_of(pair.id))._replace(warnings=loaded.warnings)
    except Exception as error:  # noqa: BLE001 - whatever a file does to a reader is that pair's own failure
        return failed(pair, _reason(error))
    return loaded


def _sign(job: Job, loaded: _Loaded) -> str:
    """Return the signature of a pair's alignment: the session's, and what is fixed about the pair, if anything is."""
    fixed = [*map(format_pin, loaded.pins), *(f"{one}\x1f{other}" for one, other in sorted(loaded.chapters.items()))]
    if not fixed:
        return job.session.signature
    digest = sha256("\x1e".join(fixed).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{job.session.signature}|fixed:{digest}"


def _digests(texts: Sequence[Text]) -> list[tuple[str, str, bool]]:
    return [(text.language, text.digest, text.verbatim) for text in texts]


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, AlignerError) else f"{type(error).__name__}: {error}"


def _read_pair(job: Job, pair: Pair) -> _Loaded:
    """Read both files of a pair and cut them into segments, as the ``work.toml`` says if they are of a work."""
    chapters: Mapping[str, str] = {}
    if pair.work:
        work = read_work(Path(pair.work), trusted=job.trusted).select([pair.target_lang])
        documents = read_versions(work)
        texts = segment_versions(work, documents)
        info = work.info.select((texts[0].language, texts[1].language))
        pins, pins_file = work.pins.get(pair.target_lang, []), work.pins_file(pair.target_lang)
        chapters = work.chapters.get(pair.target_lang, {})
    else:
        sides = ((pair.source, pair.source_lang), (pair.target, pair.target_lang))
        documents = [_read(path, language) for path, language in sides]
        texts = [segment_document(document) for document in documents]
        info = WorkInfo(name=pair.id)
        pins_file = _find_pins(job, pair)
        pins = load_pins(pins_file)
    texts = cut_and_join_versions(texts, {texts[1].language: pins})
    said = [said for each in documents for said in each.warnings]
    if pins:
        said += describe_states(resolve(pins, texts[0], texts[1]).states, pins_file)
    return _Loaded(pair, texts, info, tuple(said), pins, pins_file, chapters)


def _find_pins(job: Job, pair: Pair) -> Path:
    """Return the file of a pair's pins: the one that the manifest names, or else the one beside the output.

    Raises ``InputError`` when the manifest names a file that is not there.
    """
    if not pair.pins:
        return (job.out / place_of(pair.id)).with_suffix(".pins.jsonl")
    if not Path(pair.pins).is_file():
        raise InputError(f"{pair.pins}: no such file; name a file of pins, or leave the column empty")
    return Path(pair.pins)


def _read(path: str, language: str) -> Document:
    """Read a file under its own name, so that the output does not depend on where a machine has it."""
    try:
        return read_document(Path(path), language=language or None, name=Path(path).name)
    except InputError as error:
        raise InputError(f"{path}: {str(error).removeprefix(Path(path).name).removeprefix(': ')}") from error


def _align_group(job: Job, group: Sequence[_Loaded]) -> Iterator[Outcome]:
    """Encode the texts of several pairs together, then align and write each pair."""
    if not group:
        return
    start = time.perf_counter()
    try:
        job.session.prepare([text for loaded in group for text in loaded.texts])
    except ModelError:
        raise
    except Exception:  # noqa: BLE001 - each pair is then encoded by itself, and fails by itself
        job.session.prepare([])
    spent = time.perf_counter() - start
    whole = sum(loaded.characters for loaded in group) or 1
    for loaded in group:
        yield _align_pair(job, loaded, spent * loaded.characters / whole)


def _align_pair(job: Job, loaded: _Loaded, spent: float) -> Outcome:
    """Align a pair and write its file; ``spent`` are seconds of encoding that count as its own."""
    start = time.perf_counter()
    pair, path = loaded.pair, place_of(loaded.pair.id)
    said: list[str] = []
    try:
        alignment = _align(job, loaded)
        while _take_corrections(job.out / path, alignment, loaded.pins_file, said):
            loaded = _read_pair(job, pair)
            alignment = _align(job, loaded)
        save_alignment(alignment, job.out / path)
        tokens = sum(len(job.session.profile(text).token_ids) for text in loaded.texts)
    except (ModelError, OutputError):
        raise
    except Exception as error:  # noqa: BLE001 - as for reading
        return failed(pair, _reason(error))._replace(warnings=loaded.warnings)
    made = describe_alignment(pair, alignment, "aligned", path)
    seconds = round(spent + time.perf_counter() - start, 3)
    return made._replace(tokens=tokens, seconds=seconds, warnings=(*loaded.warnings, *said))


def _align(job: Job, loaded: _Loaded) -> Alignment:
    """Return the alignment of a pair, with what is known of the work and of what is fixed."""
    tag = loaded.texts[1].language
    (alignment,) = job.session.align_versions(loaded.texts, {tag: loaded.chapters}, {tag: loaded.pins})
    return replace(alignment, work=loaded.work, signature=_sign(job, loaded))


def _take_corrections(path: Path, alignment: Alignment, pins_file: Path, said: list[str]) -> bool:
    """Add to the pins what an output that was edited by hand says otherwise; return whether it did.

    An output that cannot be read, or in which words were changed, is kept beside the new one.
    """
    try:
        return take_corrections(path, alignment, pins_file, said)
    except InputError as error:
        copy = path.with_name(f"{path.name}.bak")
        if not copy.exists():
            path.rename(copy)
            said.append(f"{error}: kept as {copy.name}")
        return False


class Shard(NamedTuple):
    """Some pairs for one worker; ``attempts`` counts how often a worker ended while it had them."""

    pairs: tuple[Pair, ...]
    attempts: int = 0


_sessions: dict[bytes, Aligner] = {}
"""The sessions of this process, by their settings: a worker loads a model once, however many shards it works on."""
_lock = Lock()  # an executor of threads, or a Dask worker of several, shares a session


def work_on(job: Job, pairs: Sequence[Pair]) -> list[Outcome]:
    """Align pairs in a worker, which keeps its session for the next ones; see ``align_shard``."""
    with _lock:
        session = _sessions.setdefault(pickle.dumps(job.session), job.session)
        return list(align_shard(job._replace(session=session), pairs))
