"""The desk: the texts under review, their pins on disk, and the alignment as the pins make it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from aligner.edition import Edition
from aligner.errors import InputError, ModelError
from aligner.ladder import Ladder, Pair
from aligner.match.live import Live
from aligner.pins import Index, Pin, Resolved, fold_words, load_pins, resolve, save_pins
from aligner.review.actions import ACTIONS, Board, Request, hull
from aligner.review.doubt import Finding, findings_of
from aligner.session import Aligner, Alignment, cut_and_join_versions, weave
from aligner.text import Text
from aligner.work_info import WorkInfo

_FREEING: dict[str, Callable[[Ladder, Request], Pair]] = {
    "free": lambda ladder, asked: _span(ladder, asked.bead, asked.bead),
    "again": lambda ladder, asked: _span(ladder, asked.bead, len(ladder) - 1),
    "range": lambda ladder, asked: _span(ladder, asked.bead, int(asked.words["until"])),
}
"""Each action that forgets what is fixed in a place, by the name that the page sends, and the place."""
_WHOLE = {"cut", "join", "boundary"}  # kinds of pins after which everything is matched again


class Subject(NamedTuple):
    """What is reviewed.

    ``read`` reads the texts, the pivot first; ``pins`` has the file of pins of each other text; ``files`` are the files
    whose change is noticed; ``chapters`` and ``work`` are as in a work's folder.
    """

    read: Callable[[], list[Text]]
    pins: tuple[Path, ...]
    files: tuple[Path, ...]
    chapters: dict[str, dict[str, str]]
    work: WorkInfo


@dataclass
class Version:
    """A version beside the pivot: its pins, and the ladder that they make."""

    text: Text
    pins_file: Path
    pins: list[Pin]
    known: Resolved
    live: Live
    indices: tuple[Index, Index]
    findings: list[Finding] = field(default_factory=list)
    changed: set[tuple[range, range]] = field(default_factory=set)
    undo: list[list[Pin]] = field(default_factory=list)
    redo: list[list[Pin]] = field(default_factory=list)

    @property
    def ladder(self) -> Ladder:
        """The ladder as the pins make it."""
        return self.live.ladder


class StaleError(InputError):
    """The page shows something that is no longer so; it is to load again."""


class Desk:
    """All that the page asks of the library. Methods may be called from several threads.

    Raises ``InputError`` when a text or a file of pins cannot be read.
    """

    def __init__(self, session: Aligner, subject: Subject, by: str = "") -> None:
        self.session = session
        self.subject = subject
        self.by = by
        self.lock = RLock()
        self.number = 0  # of the state; raised with every change
        self.notices: list[str] = []
        self.versions: list[Version] = []
        self._load()

    @property
    def pivot(self) -> Text:
        """The text that the others are aligned with."""
        return self.versions[0].indices[0].text

    def refresh(self) -> None:
        """Read everything again if a text or a file of pins has changed on disk; pins are carried over."""
        with self.lock:
            now = self._stamp()
            if now == self._seen:
                return
            changed = [path.name for path in now if now[path] != self._seen.get(path)]
            stale = self._stale()
            self._load()
            self.notices.append(f"{', '.join(changed)} changed and was read again")
            for line in sorted(self._stale() - stale):
                self.notices.append(f"A pin no longer holds: {line}")

    def act(self, version: int, name: str, number: int, asked: Request) -> None:
        """Do what the page asks about a version; when this returns it is on disk.

        ``number`` is that of the state that the page shows. Raises ``StaleError`` if the state is another by now, and
        ``InputError`` for what cannot be done.
        """
        with self.lock:
            self.refresh()
            if number != self.number:
                raise StaleError("the alignment has changed in another window, or on disk")
            one = self.versions[version]
            if name in {"undo", "redo"}:
                self._step(one, name)
                return
            if not 0 <= asked.bead < len(one.ladder):
                raise InputError("there is no such bead")
            if name in _FREEING:
                place = _FREEING[name](one.ladder, asked)
                self._set(one, self._without(one, place), place, only=name == "range")
                return
            if name not in ACTIONS:
                raise InputError(f"unknown action {name!r}")
            change = ACTIONS[name](Board(one.ladder.beads, one.indices, self.by), asked)
            kept = [pin for pin in one.pins if not any(pin.same_as(new) for new in change.pins)]
            kept = [pin for pin in kept if not _undoes(change.pins, pin)]
            self._set(one, self._settle(one, kept, change.pins), change.place)

    def edition(self) -> Edition:
        """Return the versions as they are now, as one edition."""
        with self.lock:
            alignments = [
                Alignment(
                    self.pivot,
                    one.text,
                    one.ladder,
                    self.session.signature,
                    self.subject.work,
                    one.known.moved,
                    session=self.session,
                )
                for one in self.versions
            ]
            return weave(alignments)

    @property
    def stamp(self) -> str:
        """What changes with everything that the page shows: the state's number, and how many findings there are."""
        return f"{self.number}.{sum(len(one.findings) for one in self.versions)}"

    def find_findings(self) -> None:
        """Check the coverage of every version, for the reasons of a doubt; it takes seconds.

        Without a model there are none.
        """
        for one in self.versions:
            with suppress(ModelError):
                found = self.session.check(Alignment(self.pivot, one.text, one.ladder, session=self.session))
                one.findings = findings_of(found)

    def _load(self) -> None:
        texts = self.subject.read()
        pins = [load_pins(path) for path in self.subject.pins]
        self._seen = self._stamp()
        languages = [text.language for text in texts[1:]]
        texts = cut_and_join_versions(texts, dict(zip(languages, pins, strict=True)))
        for text in texts:
            if not text.segments:
                raise InputError(f"{text.name or text.language}: holds no text; there is nothing to review")
        known = [resolve(each, texts[0], text) for each, text in zip(pins, texts[1:], strict=True)]
        lives = self.session.find_live(texts, self.subject.chapters, known)
        before = self.versions
        self.versions = []
        for k, (text, live) in enumerate(zip(texts[1:], lives, strict=True)):
            indices = Index(texts[0]), Index(text)
            one = Version(text, self.subject.pins[k], pins[k], known[k], live, indices)
            if before:
                one.undo, one.redo = before[k].undo, before[k].redo
                same = (before[k].text, before[k].indices[0].text) == (text, texts[0])
                one.findings = before[k].findings if same else []
            self.versions.append(one)
        self.number += 1

    def _stamp(self) -> dict[Path, tuple[int, int]]:
        """Return when each file was changed, and its size; 0 for one that is not there."""
        found = {}
        for path in (*self.subject.files, *self.subject.pins):
            try:
                status = path.stat()
                found[path] = status.st_mtime_ns, status.st_size
            except OSError:
                found[path] = 0, 0
        return found

    def _stale(self) -> set[str]:
        return {
            f"{state.pin.kind}: {' '.join((state.pin.source or state.pin.target or ('',))[0])}"
            for one in self.versions
            for state in one.known.states
            if state.status == "stale"
        }

    def _step(self, one: Version, name: str) -> None:
        """Undo the last action on a version, or do again what was undone last."""
        taken, given = (one.undo, one.redo) if name == "undo" else (one.redo, one.undo)
        if not taken:
            raise InputError(f"there is nothing to {name}")
        before = one.pins
        self._store(one, taken[-1], self._difference(one, taken[-1]))
        given.append(before)
        taken.pop()

    def _set(self, one: Version, pins: list[Pin], place: Pair, *, only: bool = False) -> None:
        """Make other pins those of a version, so that it can be undone."""
        before = one.pins
        self._store(one, pins, place, only=only)
        one.undo.append(before)
        one.redo.clear()

    def _store(self, one: Version, pins: list[Pin], place: Pair, *, only: bool = False) -> None:
        """Write the pins of a version, and match again what they change; with ``only``, nothing outside the place."""
        save_pins(one.pins_file, pins)
        kinds = {pin.kind for pin in [*pins, *one.pins] if (pin in pins) != (pin in one.pins)}
        shown = {bead[:2] for bead in one.ladder}
        known = resolve(pins, self.pivot, one.text)
        live = None if kinds & _WHOLE else one.live.match_again(known.fixed, place, only=only)
        if live is None:
            number = self.versions.index(one)
            self._load()
            one = self.versions[number]
        else:
            self._seen = self._stamp()
            one.pins, one.known, one.live = pins, known, live
            self.number += 1
        one.changed = {bead[:2] for bead in one.ladder} - shown

    def _settle(self, one: Version, kept: list[Pin], fresh: list[Pin]) -> list[Pin]:
        """Return pins with new ones added, without those that the new ones contradict."""
        was = {id(state.pin) for state in resolve(kept, self.pivot, one.text).states if state.status == "contradicted"}
        states = resolve([*kept, *fresh], self.pivot, one.text).states
        return [state.pin for state in states if state.status != "contradicted" or id(state.pin) in was]

    def _without(self, one: Version, place: Pair) -> list[Pin]:
        """Return the pins of a version but those that touch a place."""
        touched = [
            state.pin
            for state in one.known.states
            if state.pin.kind not in {"cut", "join"}
            and (set(state.source) & set(place[0]) or set(state.target) & set(place[1]))
        ]
        if not touched:
            raise InputError("nothing is fixed there")
        return [pin for pin in one.pins if pin not in touched]

    def _difference(self, one: Version, pins: Sequence[Pin]) -> Pair:
        """Return the segments that the pins are about which are not both before and after a change."""
        states = [*one.known.states, *resolve(pins, self.pivot, one.text).states]
        differing = [state for state in states if (state.pin in pins) != (state.pin in one.pins)]
        around = []
        for side in (0, 1):
            runs = [run for state in differing if (run := (state.source, state.target)[side])]
            around.append(range(min(run.start for run in runs), max(run.stop for run in runs)) if runs else range(0))
        beads = [bead for bead in one.ladder if set(bead.source) & set(around[0]) or set(bead.target) & set(around[1])]
        if not beads:
            return range(len(self.pivot)), range(len(one.text))
        return hull(*beads)


def _span(ladder: Ladder, first: int, last: int) -> Pair:
    """Return the segments of the beads from one to another, in either order."""
    if not 0 <= last < len(ladder):
        raise InputError("there is no such bead")
    first, last = sorted((first, last))
    return hull(*ladder.beads[first : last + 1])


def _undoes(fresh: Sequence[Pin], old: Pin) -> bool:
    """Return whether new pins set borders that an older pin unset: a cut where a join was, or the reverse."""
    pairs = {"cut": "join", "join": "cut"}
    return any(
        old.kind == pairs.get(new.kind) and fold_words("".join(_texts(old))) == fold_words("".join(_texts(new)))
        for new in fresh
    )


def _texts(pin: Pin) -> tuple[str, ...]:
    named = pin.source or pin.target
    return named.texts if named else ()
