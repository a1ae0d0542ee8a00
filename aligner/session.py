"""The session: it holds a model and makes the profile of each text, once, for everything that needs one.

The names that the package exports are at the end: functions that share one session per process, and the classes
``Alignment`` and ``Edition``, which are those of ``aligner.alignment`` and ``aligner.edition`` with the methods that
need a session.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from aligner import alignment as base_alignment
from aligner import edition as base_edition
from aligner.coverage import Check, Coverage, check_alignment
from aligner.coverage.strictness import STRICTNESS
from aligner.embed.profiling import make_profile
from aligner.embed.spelling import respells, restore_spans, spell_segments
from aligner.errors import InputError, ModelError
from aligner.formats import (
    FORMATS,
    Extras,
    Report,
    Settings,
    alignment_file,
    export_edition,
    find_format,
    parts_of,
    write_edition,
)
from aligner.formats.aligned import load_aligned
from aligner.inputs import TextLike, as_path, as_text, wrap_vectors
from aligner.ladder import Bead, Ladder
from aligner.match import Boundary, Weights, find_boundaries, find_ladder, find_ladders, load_weights
from aligner.match.live import Live, find_live
from aligner.outline import find_chapters, find_headings
from aligner.pins import Pin, Resolved, resolve, set_borders
from aligner.pins.borders import borders_of
from aligner.pins.resolving import is_clear
from aligner.profile import NOTHING, Profile, Vectors, concatenate
from aligner.remarks import remark_on_findings
from aligner.text import Text, make_lines
from aligner.version import __version__
from aligner.word_links import LinkedBead, WordLinks, link_beads, link_edition
from aligner.work import Work, read_versions, read_work, segment_versions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from aligner.embed import Encoder

Progress = Callable[[int, int], None]
"""Called with the number of segments encoded so far and of those to encode."""

_NONE: Mapping[str, str] = {}  # no headings paired by the user
_NO_PINS: Mapping[str, Sequence[Pin]] = {}
_SHORT, _FEW = 1000, 16
"""Every two versions of a work are matched, as evidence for each other, if no version has more than 1,000 segments and
there are at most 16 versions. The time grows with the square of both: twelve versions of the speech take 82 s instead
of 16 (docs/editions.md)."""
_SLAB = 4096  # lines of two texts whose words are linked at a time
_KEPT_TOKENS = 1_000_000
"""The most tokens, over all profiles, that a session keeps in memory, at about 1.5 kB each: the twelve versions of a
speech have 0.1 million, a novel in three languages 0.9. The least recently used profiles are dropped, and made again
from the cache when they are needed."""


class Aligner:
    """A session: a model, the matcher's weights, the cache of vectors, and one profile per text.

    Parameters
    ----------
    model : str, path or Encoder, optional
        A sentence-transformers model by its name or folder, or an object with ``name``, ``revision`` and ``encode``
        (see ``aligner.embed.Encoder``); the built-in model where none is given. Loaded when a text is first encoded.
    cache : bool or path
        Whether vectors are kept between runs, in the user's cache folder; or the file to keep them in.
    full_precision : bool
        Run the model in float32 where it would run in bfloat16: slower, the same result on every machine.
    device : str, optional
        "cpu", "cuda", "mps": where the model runs; by default a GPU where there is one.
    progress : callable, optional
        Called with (segments encoded, segments to encode) as encoding goes on.

    Raises ``TypeError`` when ``model`` is none of these. Methods that encode a text raise ``ModelError`` when the model
    cannot be loaded.
    """

    def __init__(
        self,
        model: str | os.PathLike[str] | Encoder | None = None,
        *,
        cache: bool | str | os.PathLike[str] = True,
        full_precision: bool = False,
        device: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        if not (model is None or isinstance(model, str | os.PathLike) or hasattr(model, "encode")):
            raise TypeError(f"model is {model!r}; give a name, a folder, or an object with name, revision and encode")
        self._model = model
        self._cache = cache
        self._full_precision = full_precision
        self._device = device
        self._progress = progress
        self._encoder: Encoder | None = None
        self._weights: Weights | None = None
        self._profiles: OrderedDict[tuple[str, bool, bool], Profile] = OrderedDict()

    def __repr__(self) -> str:
        return f"<Aligner: {self.encoder.name}, {len(self._profiles)} texts profiled>"

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the settings, without the loaded model, the profiles and the progress callback."""
        return {**self.__dict__, "_encoder": None, "_profiles": OrderedDict(), "_progress": None}

    @property
    def encoder(self) -> Encoder:
        """The encoder, with its cache; accessing it does not load the model."""
        if self._encoder is None:
            self._encoder = self._make_encoder()
        return self._encoder

    @property
    def weights(self) -> Weights:
        """The matcher's weights, which come with the package."""
        if self._weights is None:
            self._weights = load_weights()
        return self._weights

    def profile(self, text: Text) -> Profile:
        """Return the profile of a text, made when it is first needed."""
        key = _key(text)
        if key not in self._profiles:
            encoded = self.encoder.encode(spell_segments(text)) if text.segments else NOTHING
            self._profiles[key] = make_profile(text, restore_spans(encoded, text))
            while len(self._profiles) > 1 and sum(len(one.token_ids) for one in self._profiles.values()) > _KEPT_TOKENS:
                self._profiles.popitem(last=False)
        self._profiles.move_to_end(key)
        return self._profiles[key]

    def prepare(self, texts: Sequence[Text]) -> None:
        """Make the profiles of several texts at once, and forget all others.

        The segments of all of them are encoded together, so that the model's batches are full however short the texts
        are, and a segment that several of them have is encoded once. All these profiles are kept until the next call.
        """
        from aligner.embed.cache import split

        wanted = {_key(text): text for text in texts if text.segments}
        self._profiles = OrderedDict((key, one) for key, one in self._profiles.items() if key in wanted)
        missing = {key: text for key, text in wanted.items() if key not in self._profiles}
        segments = list(dict.fromkeys(segment for text in missing.values() for segment in spell_segments(text)))
        if not segments:
            return
        vectors = dict(zip(segments, split(self.encoder.encode(segments)), strict=True))
        for key, text in missing.items():
            encoded = concatenate([vectors[segment] for segment in spell_segments(text)])
            self._profiles[key] = make_profile(text, restore_spans(encoded, text))

    def embed(self, segments: Sequence[str]) -> Vectors:
        """Return the sentence vectors [n, d] of one or more segments, as the model gives them, of unit length."""
        return self.encoder.encode(segments).sentences

    def align(
        self,
        source: TextLike,
        target: TextLike,
        *,
        source_lang: str | None = None,
        target_lang: str | None = None,
        source_vectors: ArrayLike | None = None,
        target_vectors: ArrayLike | None = None,
        pins: Sequence[Pin] = (),
    ) -> Alignment:
        """Align two texts, chapter by chapter where it is certain which chapters belong together.

        Parameters
        ----------
        source, target : Text, list of str, str or path
            A list holds segments, which are kept as they are; a path is read and cut into segments.
        source_lang, target_lang : str, optional
            BCP 47 tags, for lists and paths; otherwise taken from a file's name or detected.
        source_vectors, target_vectors : array [n, d], optional
            A vector for each segment, of any model; no encoder is loaded then. Give both or neither.
        pins : list of Pin, optional
            What a person has fixed, as ``load_pins`` reads it (docs/review.md). Those that no longer hold are in the
            alignment's ``pins``, with what became of the others.

        Raises ``InputError`` for a file that cannot be read, an invalid language tag, or vectors that do not fit the
        segments, and ``ModelError`` when the model cannot be loaded.

        >>> mine = [[1, 0], [0, 1]]
        >>> alignment = align(["One.", "Two."], ["Eins.", "Zwei."], source_vectors=mine, target_vectors=mine)
        >>> [(bead.shape, bead.source_text, bead.target_text) for bead in alignment]
        [('1-1', 'One.', 'Eins.'), ('1-1', 'Two.', 'Zwei.')]
        """
        given_texts = as_text(source, source_lang), as_text(target, target_lang)
        texts = cut_and_join(given_texts, pins)
        known = resolve(pins, *texts)
        if source_vectors is None and target_vectors is None:
            profiles = self.profile(texts[0]), self.profile(texts[1])
            signature = self.signature
        elif source_vectors is None or target_vectors is None:
            raise InputError("vectors of one side only; give source_vectors and target_vectors, or neither")
        else:
            given = wrap_vectors(source_vectors, len(texts[0])), wrap_vectors(target_vectors, len(texts[1]))
            if all(map(len, texts)) and given[0].sentences.shape[1] != given[1].sentences.shape[1]:
                widths = " and ".join(str(one.sentences.shape[1]) for one in given)
                raise InputError(f"vectors of {widths} dimensions cannot be compared; encode both sides with one model")
            profiles = make_profile(texts[0], given[0]), make_profile(texts[1], given[1])
            signature = sign("own vectors", "", self.weights)
        boundaries = _find_boundaries(texts, profiles, known)
        ladder = find_ladder(*profiles, self.weights, boundaries, known.fixed)
        return Alignment(texts[0], texts[1], ladder, signature, moved=known.moved, pins=known.states, session=self)

    def align_between(self, source: Text, target: Text, borders: Sequence[Boundary]) -> Alignment:
        """Align two texts so that no bead crosses a border: a source and a target segment that begin together.

        The borders rise strictly on both sides. Raises ``ModelError`` when the model cannot be loaded.
        """
        ladder = find_ladder(self.profile(source), self.profile(target), self.weights, borders)
        return Alignment(source, target, ladder, self.signature, session=self)

    def align_versions(
        self,
        texts: Sequence[Text],
        chapters: Mapping[str, Mapping[str, str]] | None = None,
        pins: Mapping[str, Sequence[Pin]] = _NO_PINS,
    ) -> list[Alignment]:
        """Align several versions of a work with the first, the pivot.

        ``chapters`` maps the language of a version to a mapping from headings of the pivot to the headings of the
        version that belong with them, ``pins`` maps it to what a person has fixed about the pivot and the version; the
        segments of the texts must have the borders that the pins set (``cut_and_join_versions``). Three or more short
        versions are all matched with each other, and each alignment uses the other versions as evidence.
        """
        profiles = [self.profile(text) for text in texts]
        with_evidence = _give_evidence(texts)
        known = [resolve(pins.get(text.language, ()), texts[0], text) for text in texts[1:]]
        boundaries = _find_all_boundaries(texts, profiles, known, chapters or {})
        if with_evidence:
            ladders = find_ladders(profiles, self.weights, boundaries, [one.fixed for one in known])
        else:
            ladders = [
                find_ladder(profiles[0], profiles[l], self.weights, boundaries[0, l], known[l - 1].fixed)
                for l in range(1, len(texts))
            ]
        signature = self.signature + (f"|witnesses:{len(texts) - 2}" if with_evidence else "")
        return [
            Alignment(texts[0], text, ladder, signature, moved=one.moved, pins=one.states, session=self)
            for text, ladder, one in zip(texts[1:], ladders, known, strict=True)
        ]

    def find_live(
        self, texts: Sequence[Text], chapters: Mapping[str, Mapping[str, str]], known: Sequence[Resolved]
    ) -> list[Live]:
        """Return the ladders between the first of several texts and each other one, to be matched again in passages.

        ``known`` is what is fixed about each of the others. No text may be empty. The ladders are those of
        ``align_versions``.
        """
        profiles = [self.profile(text) for text in texts]
        boundaries = _find_all_boundaries(texts, profiles, known, chapters)
        fixed = [one.fixed for one in known]
        if _give_evidence(texts):
            return find_live(profiles, self.weights, boundaries, fixed)
        return [
            find_live((profiles[0], profiles[k]), self.weights, {(0, 1): boundaries[0, k]}, [one])[0]
            for k, one in enumerate(fixed, 1)
        ]

    def build(
        self, work: Work | str | os.PathLike[str], *, languages: Sequence[str] = (), trusted: bool = False
    ) -> Edition:
        """Align every version of a work's folder with its pivot, and weave the edition of all of them.

        ``languages`` are the versions to take besides the pivot, by default all. ``trusted`` lets ``work.toml`` name
        code of the folder as a segmenter, and files outside the folder. Nothing is written. Raises ``InputError``
        for a folder, a file or a setting in ``work.toml`` that is missing or invalid.
        """
        chosen = work if isinstance(work, Work) else read_work(as_path(work, "work"), trusted=trusted)
        if languages:
            chosen = chosen.select(list(languages))
        return self.weave_versions(chosen, segment_versions(chosen, read_versions(chosen)))

    def weave_versions(self, work: Work, texts: Sequence[Text]) -> Edition:
        """Return the edition of a work whose versions are read and segmented, in the work's order."""
        named = [
            _with(one, work=work.info.select((one.source.language, one.target.language)))
            for one in self.align_versions(cut_and_join_versions(texts, work.pins), work.chapters, work.pins)
        ]
        return weave(named)

    @overload
    def check(
        self,
        aligned: base_alignment.Alignment,
        *,
        min_confidence: float = 0.0,
        profile: str = "usual",
        further: Sequence[Check] = (),
    ) -> Coverage: ...
    @overload
    def check(
        self,
        aligned: base_edition.Edition,
        *,
        min_confidence: float = 0.0,
        profile: str = "usual",
        further: Sequence[Check] = (),
    ) -> tuple[Coverage, ...]: ...
    def check(
        self,
        aligned: base_alignment.Alignment | base_edition.Edition,
        *,
        min_confidence: float = 0.0,
        profile: str = "usual",
        further: Sequence[Check] = (),
    ) -> Coverage | tuple[Coverage, ...]:
        """Return how much of both texts of an alignment is translated, and what is not.

        For an edition, each version is checked against the pivot. Matches with a confidence below ``min_confidence``,
        0 to 1, do not count. ``profile`` says how much is reported: "strict", "usual" or "quiet" (docs/coverage.md).
        ``further`` are checks on request, as ``aligner.coverage.checks`` has them. Raises
        ``ModelError`` when the model cannot be loaded.
        """
        if not isinstance(min_confidence, int | float):
            raise TypeError(f"min_confidence is {min_confidence!r}; give a number from 0 to 1")
        if not 0 <= min_confidence <= 1:
            raise InputError(f"min_confidence is {min_confidence:g}; give a number from 0 to 1")
        if profile not in STRICTNESS:
            raise InputError(f"profile is {profile!r}; give one of {', '.join(STRICTNESS)}")
        if isinstance(aligned, base_edition.Edition):
            pivot, *others = aligned.column_names
            pairs = [aligned.alignment(pivot, name) for name in others]
            return tuple(
                self.check(pair, min_confidence=min_confidence, profile=profile, further=further) for pair in pairs
            )
        if not isinstance(aligned, base_alignment.Alignment):
            raise TypeError(f"an alignment or an edition can be checked, not {type(aligned).__name__}")
        profiles = self.profile(aligned.source), self.profile(aligned.target)
        return check_alignment(aligned, profiles, min_confidence=min_confidence, profile=profile, further=further)

    def link_words(self, edition: base_edition.Edition) -> WordLinks:
        """Return the links between words of an edition's pivot and of its other versions, by row and column."""
        return link_edition(edition, [self.profile(text) for text in edition.texts])

    def link_beads(self, alignment: base_alignment.Alignment, *, spaced: bool = False) -> Iterator[LinkedBead]:
        """Yield the links between the tokens of each bead of an alignment; see ``aligner.word_links.link_beads``."""
        texts = alignment.source, alignment.target
        yield from link_beads(texts, (self.profile(texts[0]), self.profile(texts[1])), alignment.ladder, spaced=spaced)

    def link_lines(self, source: Text, target: Text, *, spaced: bool = False) -> Iterator[LinkedBead]:
        """Yield the links between the tokens of two texts of which segment k of one faces segment k of the other.

        Raises ``InputError`` where one has more segments. The texts are encoded some thousands of segments at a time.
        """
        if len(source) != len(target):
            raise InputError(
                f"{source.name or 'source'} has {len(source):,} lines, {target.name or 'target'} {len(target):,}; "
                "line k of one must face line k of the other; to match the lines first, use aligner align"
            )
        for start in range(0, len(source), _SLAB):
            run = range(start, min(start + _SLAB, len(source)))
            parts = [make_lines(text.language, "".join(text.segments[k].raw for k in run)) for text in (source, target)]
            beads = tuple(Bead(range(k, k + 1), range(k, k + 1)) for k in range(len(run)))
            yield from self.link_beads(base_alignment.Alignment(parts[0], parts[1], Ladder(beads)), spaced=spaced)

    def rarity(self, words: Sequence[str]) -> list[float]:
        """Return the logarithm of words' probability in general language; see ``aligner.embed.background``."""
        from aligner.embed.background import log_probabilities

        return log_probabilities(words)

    def find_extras(self, edition: base_edition.Edition) -> Extras:
        """Return what a page of an edition shows beyond its texts: word links and the findings of coverage."""
        return Extras(self.link_words(edition), remark_on_findings(self.check(edition)))

    def export(
        self,
        edition: base_edition.Edition,
        name: str,
        path: str | os.PathLike[str],
        settings: Settings | None = None,
        *,
        pairs: bool = False,
    ) -> Report:
        """Write an edition in a format of ``aligner.formats.FORMATS``, with what its pages show beyond the texts.

        See ``aligner.formats.export_edition``.
        """
        extras = self.extras_for(edition, name, settings, pairs=pairs)
        return export_edition(edition, name, Path(path), settings, pairs=pairs, extras=extras)

    def extras_for(
        self, edition: base_edition.Edition, name: str, settings: Settings | None = None, *, pairs: bool = False
    ) -> list[Extras]:
        """Return the extras of each file of a format; none if it shows none, or if the model cannot be loaded."""
        if not find_format(name).shows_extras:
            return []
        try:
            return [self.find_extras(part) for part in parts_of(edition, name, settings, pairs=pairs)]
        except ModelError:
            return []

    @property
    def signature(self) -> str:
        """What this session makes alignments with: model, revision, weights and version."""
        return sign(self.encoder.name, self.encoder.revision, self.weights)

    def _make_encoder(self) -> Encoder:
        from aligner.embed.cache import CachedEncoder
        from aligner.embed.choosing import default_model
        from aligner.embed.transformer import TransformerEncoder

        if self._model is None or isinstance(self._model, str | os.PathLike):
            bfloat16 = False if self._full_precision else None
            encoder: Encoder = TransformerEncoder(
                os.fspath(self._model or default_model()), bfloat16=bfloat16, device=self._device
            )
        else:
            encoder = self._model
        if self._cache is False:
            return encoder
        return CachedEncoder(encoder, None if self._cache is True else Path(self._cache), self._progress)


def sign(name: str, revision: str, weights: Weights) -> str:
    """Return the signature of alignments made with a model, in a revision, and with weights."""
    return f"model:{name}|revision:{revision}|weights:{weights.name}|version:{__version__}"


def _key(text: Text) -> tuple[str, bool, bool]:
    """Return what tells the profile of a text: its characters, how they are kept, and how the encoder reads them."""
    return text.digest, text.verbatim, respells(text)


def _find_boundaries(
    texts: tuple[Text, Text], profiles: tuple[Profile, Profile], known: Resolved, named: Mapping[str, str] = _NONE
) -> list[Boundary]:
    """Return where chapters of both texts begin together; ``named`` are the headings that the user has paired."""
    chapters = find_chapters(texts[0]), find_chapters(texts[1])
    headings = [place for place in find_headings(*texts, named) if is_clear(place, known.boundaries)]
    return find_boundaries(*profiles, chapters, sorted({*headings, *known.boundaries}), known.fixed)


def _give_evidence(texts: Sequence[Text]) -> bool:
    """Return whether the versions of a work are all matched with each other, as evidence."""
    sizes = [len(text) for text in texts]
    return len(texts) > 2 and min(sizes) > 0 and max(sizes) <= _SHORT and len(texts) <= _FEW


def _find_all_boundaries(
    texts: Sequence[Text],
    profiles: Sequence[Profile],
    known: Sequence[Resolved],
    chapters: Mapping[str, Mapping[str, str]],
) -> dict[tuple[int, int], list[Boundary]]:
    """Return where chapters begin together, for every two texts that are matched."""
    pivot = ((0, l) for l in range(1, len(texts)))
    found = {}
    for k, l in combinations(range(len(texts)), 2) if _give_evidence(texts) else pivot:
        named = _NONE if k else chapters.get(texts[l].language, _NONE)
        fixed = resolve((), texts[k], texts[l]) if k else known[l - 1]
        found[k, l] = _find_boundaries((texts[k], texts[l]), (profiles[k], profiles[l]), fixed, named)
    return found


def cut_and_join(texts: tuple[Text, Text], pins: Sequence[Pin]) -> tuple[Text, Text]:
    """Return two texts with the borders of segments that pins set."""
    return set_borders(texts[0], borders_of(pins, 0)), set_borders(texts[1], borders_of(pins, 1))


def cut_and_join_versions(texts: Sequence[Text], pins: Mapping[str, Sequence[Pin]]) -> list[Text]:
    """Return the versions of a work with the borders that their pins set; those of the pivot are in all of them."""
    pivot = [border for each in pins.values() for border in borders_of(each, 0)]
    others = [set_borders(text, borders_of(pins.get(text.language, ()), 1)) for text in texts[1:]]
    return [set_borders(texts[0], pivot), *others]


# --- The classes and functions of the front door --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Alignment(base_alignment.Alignment):
    """Two texts, the ladder between them and how it was made; see ``aligner.alignment.Alignment``.

    ``session`` made it, and encodes its texts again where needed; without one the shared session does.
    """

    session: Aligner | None = field(default=None, compare=False, kw_only=True)

    def check(self, *, min_confidence: float = 0.0, profile: str = "usual") -> Coverage:
        """Return how much of both texts is translated, and what is not; see ``Aligner.check``."""
        return _session_of(self).check(self, min_confidence=min_confidence, profile=profile)

    def invert(self) -> Alignment:
        """Return the alignment with source and target exchanged."""
        return Alignment(*self._inverted(), session=self.session)

    def to_html(self) -> str:
        """Return the alignment as one page to read; see ``Edition.to_html``."""
        return weave([self]).to_html()

    def write(
        self, path: str | os.PathLike[str], *, format: str | None = None, settings: Settings | None = None
    ) -> Report:
        """Write the alignment to a file; see ``Edition.write``."""
        return weave([self]).write(path, format=format, settings=settings)


@dataclass(frozen=True, slots=True, repr=False)
class Edition(base_edition.Edition):
    """Texts of one work woven into rows; see ``aligner.edition.Edition``.

    ``session`` made it, and encodes its texts for checks and word links; without one the shared session does.
    """

    session: Aligner | None = field(default=None, compare=False, kw_only=True)

    def alignment(self, source_language: str, target_language: str) -> Alignment:
        """Return the alignment of two versions; see ``aligner.edition.Edition.alignment``."""
        found = base_edition.Edition.alignment(self, source_language, target_language)
        return _with(found, session=self.session)

    def select(self, columns: Sequence[int]) -> Edition:
        """Return an edition of some of the versions, given by their columns; the first becomes the pivot."""
        return _front_edition(base_edition.Edition.select(self, columns), self.session)

    def check(self, *, min_confidence: float = 0.0, profile: str = "usual") -> tuple[Coverage, ...]:
        """Check each version against the pivot; see ``Aligner.check``."""
        return _session_of(self).check(self, min_confidence=min_confidence, profile=profile)

    def to_html(self) -> str:
        """Return the edition as one page to read, with word links and the findings of coverage."""
        buffer = BytesIO()
        write_edition(self, "html", buffer, None, *_session_of(self).extras_for(self, "html"))
        return buffer.getvalue().decode("utf-8")

    def write(
        self, path: str | os.PathLike[str], *, format: str | None = None, settings: Settings | None = None
    ) -> Report:
        """Write the edition to a file, whole or not at all, and report what was written and left out.

        ``format`` is one of ``aligner.formats.FORMATS``; without it the suffix of the file decides. Raises
        ``InputError`` for an unknown format, ``OutputError`` when the file cannot be written.
        """
        target = as_path(path, "path")
        return _session_of(self).export(self, format or format_of(target), target, settings)


def _session_of(made: Alignment | Edition) -> Aligner:
    return made.session or default_session()


def _with(found: base_alignment.Alignment, **changes: Any) -> Alignment:
    """Return an alignment as the class that the package exports, with some fields changed."""
    values = {each.name: getattr(found, each.name) for each in fields(found)}
    return Alignment(**{**values, **changes})


def _front_edition(found: base_edition.Edition, session: Aligner | None) -> Edition:
    values = {each.name: getattr(found, each.name) for each in fields(base_edition.Edition)}
    return Edition(**values, session=session)


def format_of(path: Path) -> str:
    """Return the format that the suffix of a file names; raise ``InputError`` if it names none."""
    by_length = sorted(FORMATS.items(), key=lambda entry: -len(entry[1].suffix))
    for name, form in by_length:
        if form.suffix and path.name.lower().endswith(form.suffix):
            return name
    raise InputError(f"{path}: the suffix names no format; give one of {', '.join(FORMATS)}")


@cache
def default_session() -> Aligner:
    """Return the session that the functions of the package share."""
    return Aligner()


def align(
    source: TextLike,
    target: TextLike,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    source_vectors: ArrayLike | None = None,
    target_vectors: ArrayLike | None = None,
    pins: Sequence[Pin] = (),
) -> Alignment:
    """Align two texts with the built-in model, or with vectors of your own; see ``Aligner.align``."""
    return default_session().align(
        source,
        target,
        source_lang=source_lang,
        target_lang=target_lang,
        source_vectors=source_vectors,
        target_vectors=target_vectors,
        pins=pins,
    )


@overload
def check(aligned: base_alignment.Alignment, *, min_confidence: float = 0.0) -> Coverage: ...
@overload
def check(aligned: base_edition.Edition, *, min_confidence: float = 0.0) -> tuple[Coverage, ...]: ...
def check(
    aligned: base_alignment.Alignment | base_edition.Edition, *, min_confidence: float = 0.0
) -> Coverage | tuple[Coverage, ...]:
    """Return how much of an alignment's texts is translated, and what is not; see ``Aligner.check``."""
    return default_session().check(aligned, min_confidence=min_confidence)


def build(work: str | os.PathLike[str], *, languages: Sequence[str] = (), trusted: bool = False) -> Edition:
    """Align every version of a work's folder and weave the edition of all of them; see ``Aligner.build``."""
    return default_session().build(work, languages=languages, trusted=trusted)


def read_memory(path: str | os.PathLike[str], *, languages: Sequence[str] = (), keep_tags: bool = False) -> Edition:
    """Read a file that is aligned already: TMX, XLIFF, gettext PO or MO, packed or not.

    Iterating over the edition gives its units: ``unit["en"]`` is a unit's text in a language. ``languages`` takes only
    these, the first as the source, each with its regional variants, and names those that a PO file does not. Inline
    markup is kept beside the texts, or with ``keep_tags`` in them too. Raises ``InputError`` for a file that cannot be
    read.
    """
    found, _ = load_aligned(as_path(path, "path"), languages=languages, keep_tags=keep_tags)
    return _front_edition(found, None)


def load_alignment(path: str | os.PathLike[str]) -> Alignment:
    """Read an alignment file; raise ``InputError`` with file, line and what to do when it is not a whole one."""
    return _with(alignment_file.load_alignment(as_path(path, "path")))


def weave(alignments: Sequence[base_alignment.Alignment], *, pivot: str | None = None) -> Edition:
    """Join the alignments of a work's versions into one edition, with rows as small as all of their ladders allow.

    The first column is the pivot: the version in the language ``pivot`` or, by default, the one with the most
    alignments. The others follow in the order of the alignments. Raises ``LadderError`` when no chain
    of alignments connects some text with the pivot.
    """
    session = next((each.session for each in alignments if isinstance(each, Alignment)), None)
    return _front_edition(base_edition.weave(alignments, pivot), session)
