"""A run over many pairs: what is done is kept, what fails is named, and workers that end cost nothing."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from aligner.batch import Job, Outcome, Pair, align_pairs
from aligner.batch.engine import make_shards
from aligner.batch.plan import plan_works
from aligner.batch.shard import place_of
from aligner.errors import AlignerError, ModelError, OutputError
from aligner.formats.alignment_file import load_alignment
from aligner.pins import Named, make_pin, save_pins
from tests.fakes import FakeEncoder, english_sentences, session_of, to_german

Library = Callable[[int], list[Pair]]


def statuses(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what became of each pair, by id."""
    return [outcome.status for outcome in sorted(outcomes)]


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class _Mortal(Executor):
    """An executor that works at once, and whose worker ends at a pair of a certain id, the first ``times`` times."""

    def __init__(self, deadly: str, times: int) -> None:
        self.deadly, self.times = deadly, times
        self.calls: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the work, or end."""
        future: Future[Any] = Future()
        pairs = args[1]
        self.calls.append(len(pairs))
        if self.times and any(pair.id == self.deadly for pair in pairs):
            self.times -= 1
            future.set_exception(RuntimeError("worker ended"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_all_pairs_are_aligned_and_texts_encoded_together(library: Library, job: Job, encoder: FakeEncoder) -> None:
    """Each pair has an alignment file, and short texts are encoded in one call in which no segment is twice."""
    outcomes = list(align_pairs(job, library(4)))
    assert statuses(outcomes) == ["aligned"] * 4
    assert {outcome.beads for outcome in outcomes} == {6}
    assert all(load_alignment(job.out / outcome.file).work.name == outcome.id for outcome in outcomes)
    (texts,) = encoder.calls
    assert len(texts) == len(set(texts)) == 48


def test_a_second_run_keeps_what_is_done(library: Library, job: Job, encoder: FakeEncoder) -> None:
    """Only a text that was changed is aligned again, and the report on what is kept has the same figures."""
    pairs = library(3)
    first = list(align_pairs(job, pairs))
    Path(pairs[1].source).write_text("A new sentence. Another one.\n", "utf-8")
    encoder.calls.clear()
    second = list(align_pairs(job, pairs))
    assert statuses(second) == ["kept", "aligned", "kept"]
    assert len(encoder.calls) == 1
    kept = {outcome.id: outcome for outcome in second if outcome.status == "kept"}
    for one in first:
        if one.id in kept:
            assert kept[one.id] == one._replace(status="kept", tokens=None, seconds=None)


@pytest.mark.parametrize("change", ["model", "damage"])
def test_another_model_or_a_damaged_file_is_done_again(library: Library, job: Job, change: str) -> None:
    """An alignment that another model made, or that was cut short, is made again."""
    pairs = library(1)
    (first,) = align_pairs(job, pairs)
    if change == "model":
        job = job._replace(session=session_of(FakeEncoder("2")))
    else:
        path = job.out / first.file
        path.write_bytes(path.read_bytes()[:-20])
    assert statuses(list(align_pairs(job, pairs))) == ["aligned"]
    assert statuses(list(align_pairs(job, pairs))) == ["kept"]


def test_a_broken_pair_is_a_row(library: Library, job: Job) -> None:
    """A file that is missing or cannot be read fails its own pair, and says which file it is."""
    pairs = library(3)
    Path(pairs[0].source).unlink()
    Path(pairs[2].target).write_bytes(b"%PDF-1.4 broken")
    outcomes = sorted(align_pairs(job, pairs))
    assert statuses(outcomes) == ["failed", "aligned", "failed"]
    assert pairs[0].source in outcomes[0].error
    assert pairs[2].target in outcomes[2].error


def test_a_model_that_is_missing_ends_the_run(library: Library, job: Job, encoder: FakeEncoder) -> None:
    """What would fail every pair is one error."""

    def fail(_: object) -> None:
        raise ModelError("no model")

    encoder.encode = fail  # type: ignore[assignment, method-assign]
    with pytest.raises(ModelError, match="no model"):
        list(align_pairs(job, library(2)))


def test_a_full_disk_ends_the_run_without_half_a_file(
    library: Library, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When an alignment cannot be written the run ends, and what was written before stays."""
    pairs = library(2)
    list(align_pairs(job, pairs[:1]))
    before = contents(job.out)

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OutputError, match="No space left"):
        list(align_pairs(job, pairs))
    assert contents(job.out) == before


def test_what_a_killed_process_left_is_removed(library: Library, job: Job) -> None:
    """A temporary file of a pair's output is removed when the pair is aligned; another file stays."""
    pairs = library(1)
    path = job.out / place_of(pairs[0].id)
    path.parent.mkdir(parents=True)
    (path.parent / f".{path.name}.a1b2c3d4").write_text("half")
    (path.parent / ".other").write_text("")
    list(align_pairs(job, pairs))
    assert sorted(each.name for each in path.parent.iterdir()) == [".other", path.name]


def test_an_executor_writes_the_same_bytes(library: Library, job: Job) -> None:
    """Threads write what one process writes."""
    pairs = library(30)
    list(align_pairs(job, pairs))
    other = job._replace(out=job.out.with_name("other"))
    with ThreadPoolExecutor(2) as executor:
        assert statuses(list(align_pairs(other, pairs, executor, workers=2))) == ["aligned"] * 30
    assert contents(job.out) == contents(other.out)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_worker_that_ends_costs_no_pair(library: Library, job: Job, times: int) -> None:
    """Shards whose worker ended are tried again."""
    executor = _Mortal("text3", times)
    assert statuses(list(align_pairs(job, library(25), executor))) == ["aligned"] * 25


def test_a_pair_that_ends_every_worker_fails_alone(library: Library, job: Job) -> None:
    """Of a shard that ends each of its workers, halves are tried alone until the pair is found."""
    executor = _Mortal("text3", 1000)
    outcomes = sorted(align_pairs(job, library(60), executor))
    (bad,) = [outcome for outcome in outcomes if outcome.status == "failed"]
    assert (bad.id, "worker ended each time" in bad.error) == ("text3", True)
    assert len(outcomes) == 60
    assert executor.calls[:20] == [3] * 20


def test_lost_workers_end_the_run(library: Library, job: Job) -> None:
    """When a scheduler is lost, its cancelled work is one error that says what to do."""

    class Lost(Executor):
        def submit(self, *_args: Any, **_kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(CancelledError())
            return future

    with pytest.raises(AlignerError, match="run the same command again"):
        list(align_pairs(job, library(2), Lost()))


def test_shards_are_bounded() -> None:
    """A long run has shards of 100 pairs, a short one twenty shards."""
    pairs = [Pair(str(number), "", "") for number in range(4321)]
    sizes = [len(shard.pairs) for shard in make_shards(pairs)]
    assert (sizes[0], sizes[-1], sum(sizes)) == (100, 21, 4321)
    assert [len(shard.pairs) for shard in make_shards(pairs[:200])] == [10] * 20


@pytest.mark.parametrize("name", ["../../x", "a" * 500, "本", "", "con", "a/b\0c"])
def test_no_id_leads_out_of_the_folder(name: str) -> None:
    """Whatever an id is, its file is two folders below that of the run, under a plain name."""
    top, middle, last = place_of(name).split("/")
    assert (top, len(middle)) == ("alignments", 2)
    assert last.removesuffix(".jsonl").replace("-", "").isascii()
    assert last.removesuffix(".jsonl").replace("-", "").isalnum()
    assert len(last) < 100
    assert place_of(name) != place_of(name.upper() + "x")


def _pin_apart(pair: Pair, file: Path) -> Pair:
    """Write a pin that keeps the first sentences of a pair from each other, and return the pair with it."""
    source, target = (re.split(r"(?<=[.]) ", Path(path).read_text("utf-8"))[0] for path in (pair.source, pair.target))
    save_pins(file, [make_pin("apart", Named((source,)), Named((target,)))])
    return pair._replace(pins=str(file))


def test_pins_are_obeyed_and_a_changed_pin_is_one_pair_again(library: Library, job: Job, tmp_path: Path) -> None:
    """Pins hold in the alignment, are part of what makes a pair done, and a file that lacks fails its pair."""
    pairs = library(2)
    first, _ = align_pairs(job, pairs)
    assert (0, 0) in _firsts(job, first)
    pinned = [_pin_apart(pairs[0], tmp_path / "pins.jsonl"), pairs[1]]
    assert statuses(list(align_pairs(job, pinned))) == ["aligned", "kept"]
    assert (0, 0) not in _firsts(job, first)
    assert statuses(list(align_pairs(job, pinned))) == ["kept", "kept"]
    (tmp_path / "pins.jsonl").unlink()
    assert "pins.jsonl: no such file" in next(iter(align_pairs(job, pinned[:1]))).error


def _firsts(job: Job, outcome: Outcome) -> list[tuple[int, int]]:
    beads = load_alignment(job.out / outcome.file).ladder.beads
    return [(bead.source.start, bead.target.start) for bead in beads if bead.source and bead.target]


def test_a_stale_pin_is_a_warning(library: Library, job: Job, tmp_path: Path) -> None:
    """A pin whose words are gone is named with its file and line in the row of the pair."""
    (pair,) = library(1)
    save_pins(tmp_path / "pins.jsonl", [make_pin("alone", Named(("Nowhere to be found.",)), None)])
    for _ in range(2):  # aligned, then kept
        (outcome,) = align_pairs(job, [pair._replace(pins=str(tmp_path / "pins.jsonl"))])
        assert [said for said in outcome.warnings if "pins.jsonl, line 1: stale" in said]


def test_corrections_survive_a_changed_text(library: Library, job: Job) -> None:
    """An output that was edited by hand is kept while its texts stay, and becomes pins when one of them changes."""
    (pair,) = library(1)
    (first,) = align_pairs(job, [pair])
    path = job.out / first.file
    head, one, *rest = path.read_text("utf-8").splitlines()
    bead = json.loads(one)
    split = [
        {**bead, "target": [], "target_text": [], "shape": "1-0", "confidence": 1.0},
        {**bead, "source": [], "source_text": [], "shape": "0-1", "confidence": 1.0},
    ]
    path.write_text("\n".join([head, *(json.dumps(each, ensure_ascii=False) for each in split), *rest, ""]), "utf-8")
    assert statuses(list(align_pairs(job, [pair]))) == ["kept"]
    with Path(pair.source).open("a", encoding="utf-8") as file:
        file.write("A sentence that was not there. ")
    (again,) = align_pairs(job, [pair])
    assert [said for said in again.warnings if "edited by hand" in said]
    assert (0, 0) not in _firsts(job, again)
    assert statuses(list(align_pairs(job, [pair]))) == ["kept"]


def test_paired_chapters_and_pins_of_a_work_count(tmp_path: Path, job: Job) -> None:
    """A work's pins and paired chapters are taken, and a change of either is one pair again."""
    work = tmp_path / "work"
    sentences = english_sentences(6)
    (work / "pins").mkdir(parents=True)
    (work / "en.md").write_text(f"# One\n\n{' '.join(sentences)}\n", "utf-8")
    (work / "de.md").write_text(f"# Eins\n\n{' '.join(map(to_german, sentences))}\n", "utf-8")
    pairs = plan_works([work]).pairs
    assert statuses(list(align_pairs(job, pairs))) == ["aligned"]
    pin = make_pin("apart", Named((sentences[0],)), Named((to_german(sentences[0]),)))
    save_pins(work / "pins" / "en-de.jsonl", [pin])
    (outcome,) = align_pairs(job, pairs)
    assert (outcome.status, (1, 1) in _firsts(job, outcome)) == ("aligned", False)
    (work / "work.toml").write_text('[chapters.de]\n"One" = "Eins"\n', "utf-8")
    assert statuses(list(align_pairs(job, pairs))) == ["aligned"]
    assert statuses(list(align_pairs(job, pairs))) == ["kept"]
