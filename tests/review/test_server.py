from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import english_sentences, to_german
from tests.review.serving import Served, serving

ENGLISH = english_sentences(30, 5)
GERMAN = [to_german(line) for line in ENGLISH]


def write_work(folder: Path) -> Path:
    """Write a work whose German version joins two sentences and lacks one; a paragraph holds five sentences."""
    folder.mkdir(parents=True)
    german = [*GERMAN[:7], *GERMAN[8:20], GERMAN[20][:-1] + ", " + GERMAN[21], *GERMAN[22:]]
    for tag, lines in (("en", ENGLISH), ("de", german)):
        blocks = [" ".join(lines[at : at + 5]) for at in range(0, len(lines), 5)]
        (folder / f"{tag}.txt").write_text("# Ferry\n\n" + "\n\n".join(blocks) + "\n", "utf-8")
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a work's folder."""
    return write_work(tmp_path / "texts" / "ferry")


@pytest.fixture
def served(work: Path) -> Iterator[Served]:
    """Serve the page of the work."""
    with serving(work) as running:
        yield running


def pins(work: Path) -> list[dict[str, object]]:
    """Return the pins of a work that are on disk."""
    path = work / "pins" / "en-de.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_only_its_own_page_is_answered(served: Served) -> None:
    """Without the token, for another host or from another origin the server answers nothing but a sentence."""
    assert served.ask("/data")[0] == 200
    assert served.ask("/data", **{"X-Token": "wrong"})[0] == 403
    assert served.ask("/data", Host="evil.test")[0] == 403
    assert served.ask("/data", Origin="http://evil.test")[0] == 403
    assert served.ask("/data", **{"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert served.ask("/review.js", Host="evil.test")[0] == 403
    assert served.ask("/act", {"action": "confirm"}, **{"Content-Type": "text/plain"})[0] == 422
    assert served.ask("/act", {"action": "confirm"})[0] == 400
    assert served.ask("/nowhere")[0] == 404


def test_every_action_is_on_disk_when_it_is_answered(served: Served, work: Path) -> None:
    """Each action is a line in the file of pins before the page hears of it, and a killed process loses none."""
    for done, (action, words) in enumerate(
        [("confirm", {"bead": 1}), ("join", {"bead": 3}), ("alone", {"bead": 8}), ("apart", {"bead": 12})], 1
    ):
        status, answer = served.act(action, **words)
        assert (status, answer.get("error")) == (200, None)
        assert len(pins(work)) >= done
    before = pins(work)
    assert {pin["by"] for pin in before} == {"anna"}
    served.process.kill()
    served.process.wait()
    assert pins(work) == before
    with serving(work) as again:
        beads = again.ask("/data")[1]["beads"]
        assert sum(bead[5] for bead in beads) >= 3
        assert [3, 5, 3, 5, 1.0, 1] in beads


def test_actions_are_undone_and_done_again(served: Served, work: Path) -> None:
    """Undo and redo go back and forth as far as there are actions, and change what is on disk."""
    start = served.ask("/data")[1]["beads"]
    for bead in (1, 2, 3):
        served.act("confirm", bead=bead)
    done = served.ask("/data")[1]["beads"]
    for left in (2, 1, 0):
        assert served.act("undo")[0] == 200
        assert len(pins(work)) == left
    assert served.act("undo")[1]["error"] == "there is nothing to undo"
    assert served.ask("/data")[1]["beads"] == start
    for _ in range(3):
        served.act("redo")
    assert served.ask("/data")[1]["beads"] == done


def test_two_windows_do_not_lose_each_others_work(served: Served, work: Path) -> None:
    """A window that shows an older state is told so, and its action is not done."""
    number = served.ask("/data")[1]["number"]
    assert served.ask("/act", {"action": "confirm", "version": 0, "number": number, "bead": 1})[0] == 200
    status, answer = served.ask("/act", {"action": "join", "version": 0, "number": number, "bead": 1})
    assert (status, answer["error"]) == (409, "the alignment has changed in another window, or on disk")
    assert len(pins(work)) == 1


def test_a_changed_text_is_read_again(served: Served, work: Path) -> None:
    """When a text is edited, the page is given the new one with the pins carried over, and hears of stale ones."""
    served.act("confirm", bead=2)
    served.act("confirm", bead=4)
    text = (work / "de.txt").read_text("utf-8")
    (work / "de.txt").write_text(text.replace(GERMAN[1], "Ein ganz anderer Satz."), "utf-8")
    answer = served.ask("/data")[1]
    assert "de.txt changed and was read again" in answer["notices"]
    assert [one["status"] for one in answer["stale"]] == ["stale"]
    assert sum(bead[5] for bead in answer["beads"]) == 1
    assert any("Ein ganz anderer Satz." in segment for segment in answer["texts"][1]["segments"])


def test_borders_of_segments_are_set(served: Served, work: Path) -> None:
    """A segment is cut at a character and joined with the next; a cut undone by a join leaves no pin of both."""
    at = ENGLISH[0].index(" ") + 1
    status, answer = served.act("cut", bead=1, side=0, segment=1, at=at)
    assert (status, answer["texts"][0]["segments"][1][0]) == (200, ENGLISH[0][: at - 1])
    status, answer = served.act("glue", bead=1, side=0, segment=1)
    assert (status, answer["texts"][0]["segments"][1][0]) == (200, ENGLISH[0])
    assert [pin["pin"] for pin in pins(work)] == ["join"]
    assert served.act("glue", bead=0, side=0, segment=0)[0] == 422


def test_actions_make_pins(served: Served, work: Path) -> None:
    """Each action on a bead makes pins of its kind, and undone it leaves none."""
    cases: list[tuple[str, dict[str, object], set[str]]] = [
        ("confirm", {"note": "as in the first edition"}, {"same"}),
        ("confirm-to-here", {}, {"same"}),
        ("up", {"side": 1}, {"same", "alone"}),
        ("down", {"side": 1}, {"same", "alone"}),
        ("boundary", {}, {"boundary"}),
        ("moved", {"source": 5, "target": 20}, {"moved"}),
    ]
    for action, words, kinds in cases:
        status, answer = served.act(action, bead=5, **words)
        assert (status, answer.get("error")) == (200, None), action
        assert pins(work), action
        assert {str(pin["pin"]) for pin in pins(work)} <= kinds, action
        assert served.act("undo")[0] == 200
        assert pins(work) == []


def test_beads_are_split_freed_and_begun_again(served: Served, work: Path) -> None:
    """A bead is split where the cursor is, freed again, and everything behind a bead is matched anew."""
    served.act("join", bead=3)
    beads = served.ask("/data")[1]["beads"]
    assert beads[3][:4] == [3, 5, 3, 5]
    assert served.act("split", bead=3, side=1, segment=4)[1]["beads"][3][:4] == [3, 4, 3, 4]
    assert served.act("free", bead=3)[0] == 200
    assert served.act("again", bead=0)[0] == 200
    assert pins(work) == []
    assert served.act("split", bead=1)[0] == 422
    assert served.act("sing", bead=1)[1]["error"] == "unknown action 'sing'"


def test_a_range_is_matched_again(served: Served, work: Path) -> None:
    """What is fixed from one bead to another is forgotten, whichever end comes first, and no bead outside changes."""
    for bead in (3, 8, 15):
        served.act("join", bead=bead)
    before = served.ask("/data")[1]["beads"]
    answer = served.act("range", bead=10, until=6)[1]
    assert len(pins(work)) == 2
    after = answer["beads"]
    assert (after[:6], after[-10:]) == (before[:6], before[-10:])
    assert len(after) == len(before) + 1
    assert served.act("range", bead=6, until=11)[1]["error"] == "nothing is fixed there"
    assert served.act("range", bead=0, until=99)[0] == 422
    assert served.act("again", bead=12)[0] == 200
    assert [bead[:4] for bead in served.ask("/data")[1]["beads"] if bead[5]] == [before[3][:4]]


def test_stars_and_notes_are_shown_as_they_are_built(tmp_path: Path) -> None:
    """A row of stars that one text has stands alone, and pinning it glues no sentence to another."""
    folder = write_work(tmp_path / "texts" / "stars")
    text = (folder / "en.txt").read_text("utf-8")
    (folder / "en.txt").write_text(text.replace(ENGLISH[10], "* * *\n\n" + ENGLISH[10]), "utf-8")
    with serving(folder) as served:
        answer = served.ask("/data")[1]
        stars = next(k for k, segment in enumerate(answer["texts"][0]["segments"]) if segment[0] == "* * *")
        bead = next(k for k, bead in enumerate(answer["beads"]) if bead[:2] == [stars, stars + 1])
        assert answer["beads"][bead][2] == answer["beads"][bead][3]
        again = served.act("confirm", bead=bead)[1]["beads"]
        assert [one[:4] for one in again] == [one[:4] for one in answer["beads"]]
        assert again[bead][5] == 1


def test_what_is_saved_is_what_export_writes(served: Served) -> None:
    """The page saves the formats that the command does, with what was fixed marked as such."""
    served.act("confirm", bead=2)
    status, content = served.ask("/export/tmx")
    assert status == 200
    assert b'<prop type="x-state">confirmed</prop>' in content
    assert served.ask("/export/html")[0] == 200
    assert served.ask("/export/moses")[1]["error"] == "moses cannot be saved from here; use aligner export"
    assert served.ask("/links?version=0&bead=2")[1]
