"""Editions: what is woven, what is read off again, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment import Alignment
from aligner.edition import Edition, Row, weave
from aligner.errors import InputError, LadderError
from aligner.ladder import Bead, Ladder
from aligner.text import Text
from aligner.work_info import WorkInfo
from tests.formats.editions import SIGNATURE, alignment_of, edition_of, sample, text_of

ROWS = [
    ("One. / Two.", "Eins. / Zwei.", "Un et deux."),
    ("Three.", "", "Trois."),
    ("", "Vier.", ""),
    ("Five.", "Fünf. / Sechs.", "Cinq, six."),
]


def text(language: str, count: int) -> Text:
    """Return a text of so many segments."""
    return text_of(language, [f"{language} {number}." for number in range(count)])


def joined(source: Text, target: Text, *shapes: tuple[int, int], signature: str = SIGNATURE) -> Alignment:
    """Return the alignment of two texts by the shapes of its beads."""
    beads, i, j = [], 0, 0
    for m, n in shapes:
        beads.append(Bead(range(i, i + m), range(j, j + n), 0.5))
        i, j = i + m, j + n
    return Alignment(source, target, Ladder(tuple(beads)), signature)


def shapes(edition: Edition) -> list[str]:
    """Return the rows' shapes."""
    return ["-".join(str(len(cell)) for cell in row.cells) for row in edition.rows]


def test_rows_are_joined_where_one_ladder_joins() -> None:
    """A bead of one ladder joins the rows of the others, and only there."""
    english, german, french = text("en", 4), text("de", 4), text("fr", 3)
    edition = weave([
        joined(english, german, (1, 1), (1, 1), (1, 1), (1, 1)),
        joined(english, french, (1, 1), (2, 1), (1, 1)),
    ])  # fmt: skip
    assert edition.languages == ("en", "de", "fr")
    assert shapes(edition) == ["1-1-1", "2-2-1", "1-1-1"]
    assert [edition.cell_text(edition.rows[1], column) for column in range(3)] == [
        "en 1. en 2.",
        "de 1. de 2.",
        "fr 1.",
    ]


def test_omissions_and_additions_are_rows_of_their_own() -> None:
    """What one version alone has is a row where it stands."""
    assert shapes(edition_of(("en", "de", "fr"), ROWS)) == ["2-2-1", "1-0-1", "0-1-0", "1-2-1"]


def test_the_pivot_is_the_best_connected_version_or_the_one_named() -> None:
    """A chain of versions is woven from its middle, or from where one says; nothing is lost on the way."""
    english, german, french = text("en", 2), text("de", 3), text("fr", 2)
    chain = [joined(english, german, (2, 2), (0, 1)), joined(german, french, (1, 1), (1, 0), (1, 1))]
    assert weave(chain).languages == ("de", "en", "fr")
    assert shapes(weave(chain)) == ["2-2-1", "1-0-1"]
    assert weave(chain, pivot="fr").languages == ("fr", "en", "de")
    assert shapes(weave(chain, pivot="fr")) == ["1-2-2", "1-0-1"]


def test_texts_with_other_names_are_the_same() -> None:
    """A pivot is known by its words, not by the path it was read from."""
    english, moved = text("en", 1), replace(text("en", 1), name="elsewhere/en.txt")
    edition = weave([joined(english, text("de", 1), (1, 1)), joined(moved, text("fr", 1), (1, 1))])
    assert shapes(edition) == ["1-1-1"]
    assert edition.alignment("de", "fr").ladder.beads == (Bead(range(1), range(1), 0.5),)


def test_every_ladder_can_be_read_off_as_it_was() -> None:
    """The alignment of the pivot with a version is the one woven in, though the rows are larger."""
    edition = edition_of(("en", "de", "fr"), ROWS)
    finer = alignment_of(
        ("en", "de"), [("One.", "Eins."), ("Two.", "Zwei."), *(row[:2] for row in ROWS[1:])], [0.9] * 5
    )
    french = edition.alignment("en", "fr")
    woven = weave([Alignment(french.source, finer.target, finer.ladder, "finer"), french])
    assert shapes(woven)[0] == "2-2-1"
    assert woven.alignment("en", "de").ladder == finer.ladder
    assert woven.alignment("de", "en").ladder == finer.ladder.invert()


def test_two_other_versions_are_composed_through_the_pivot() -> None:
    """The alignment of two versions is composed of theirs with the pivot, and says so."""
    english, german, french = text("en", 3), text("de", 3), text("fr", 2)
    edition = weave([
        joined(english, german, (1, 1), (1, 1), (1, 1), signature="one"),
        joined(english, french, (1, 1), (2, 1), signature="two"),
    ])  # fmt: skip
    composed = edition.alignment("de", "fr")
    assert (composed.source, composed.target) == (german, french)
    assert [bead.shape for bead in composed.ladder.beads] == ["1-1", "2-1"]
    assert composed.signature == "one + two"


def test_what_the_version_between_has_not_stays_alone() -> None:
    """A segment without a match in the pivot is no part of a bead of its neighbours, though it stands between them."""
    english, german, french = text("en", 2), text("de", 2), text("fr", 1)
    chain = [joined(german, english, (1, 1), (1, 0), (0, 1)), joined(english, french, (2, 1))]
    assert [bead.shape for bead in weave(chain).alignment("de", "fr").ladder.beads] == ["1-1", "1-0"]


def test_a_selection_has_rows_as_small_as_it_allows() -> None:
    """Without the version that joined them, rows fall apart again; names and titles stay."""
    english, german, french = text("en", 2), text("de", 2), text("fr", 1)
    woven = weave([joined(english, german, (1, 1), (1, 1)), joined(english, french, (2, 1))])
    edition = replace(woven, work=WorkInfo("work", "A", "R", {"en": "Title", "fr": "Titre"}))
    assert shapes(edition) == ["2-2-1"]
    chosen = edition.select([1, 0])
    assert chosen.languages == ("de", "en")
    assert shapes(chosen) == ["1-1", "1-1"]
    assert chosen.work == WorkInfo("work", "A", "R", {"en": "Title"})


def test_rows_of_a_file_are_the_beads() -> None:
    """Where no alignments are known, two versions' alignment is their cells."""
    edition = replace(edition_of(("en", "de", "fr"), ROWS), alignments=(), signatures=("memory:other 1",))
    alignment = edition.alignment("de", "fr")
    assert [bead.shape for bead in alignment.ladder.beads] == ["2-1", "0-1", "1-0", "2-1"]
    assert alignment.signature == "memory:other 1"
    assert shapes(edition.select([1, 2])) == ["2-1", "0-1", "1-0", "2-1"]


@given(st.permutations(range(3)), st.data())
def test_the_order_of_the_alignments_changes_no_row(order: list[int], data: st.DataObject) -> None:
    """However the alignments come, the same segments stand together."""
    english = text("en", 3)
    choices = [[(1, 1)] * 3, [(2, 1), (1, 1)], [(1, 2), (2, 1)], [(1, 0), (1, 1), (0, 1), (1, 1)]]
    drawn = [data.draw(st.sampled_from(choices)) for _ in range(3)]
    alignments = [
        joined(english, text(language, sum(n for _, n in beads)), *beads)
        for language, beads in zip(("de", "fr", "it"), drawn, strict=True)
    ]
    sets = []
    for chosen in (alignments, [alignments[number] for number in order]):
        edition = weave(chosen, pivot="en")
        rows = [
            frozenset((language, i) for language, cell in zip(edition.languages, row.cells, strict=True) for i in cell)
            for row in edition.rows
        ]
        sets.append(frozenset(rows))
    assert sets[0] == sets[1]


def test_running_text_has_no_spaces_in_japanese() -> None:
    """Segments of a cell are joined as their script asks."""
    edition = sample()
    assert edition.cell_text(edition.rows[1], 2) == "「誰だ？」「誰も。」"


def test_a_pivot_changed_between_alignments_is_named() -> None:
    """Alignments of two states of a text are refused with its name and what to do."""
    alignments = [joined(text("en", 1), text("de", 1), (1, 1)), joined(text("en", 2), text("fr", 1), (2, 1))]
    with pytest.raises(LadderError, match=r"en\.txt is not the same text in all alignments; align again"):
        weave(alignments)


def test_versions_that_nothing_joins_are_named() -> None:
    """An edition needs alignments that share texts."""
    alignments = [joined(text("en", 1), text("de", 1), (1, 1)), joined(text("fr", 1), text("it", 1), (1, 1))]
    with pytest.raises(LadderError, match=r"no alignment joins fr\.txt with en\.txt"):
        weave(alignments)


def test_what_is_not_there_is_named() -> None:
    """Asking for a language, a pivot or a pair that is not there says what is."""
    edition = edition_of(("en", "de", "fr"), ROWS)
    with pytest.raises(InputError, match="no version in 'pl'; the edition has en, de, fr"):
        edition.alignment("en", "pl")
    with pytest.raises(LadderError, match="pivot's language 'pl'; there are en, de"):
        weave(edition.alignments, pivot="pl")
    with pytest.raises(LadderError, match="from en to en; name two different versions"):
        edition.alignment("en", "en")
    with pytest.raises(InputError, match="needs two versions"):
        edition.select([0])
    with pytest.raises(LadderError, match="nothing to weave"):
        weave([])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(range(1), range(1))], "rows use 1 of the 2 segments of en"),
        ([(range(1), range(1)), (range(1), range(0))], "row 2: segment 1 of en was expected, not 0"),
        ([(range(2), range(2))], "rows use 2 of the 1 segments of de"),
        ([(range(2),)], "row 1 has 1 cells, the edition 2 texts"),
    ],
)
def test_rows_that_lose_or_repeat_are_refused(rows: list[tuple[range, ...]], message: str) -> None:
    """An edition uses every segment of every text once and in order, or is not made."""
    with pytest.raises(LadderError, match=message):
        Edition((text("en", 2), text("de", 1)), tuple(Row(cells, 1.0) for cells in rows))


def test_columns_are_found_by_variant_and_by_number() -> None:
    """``en`` finds en-US, and ``en-2`` the second version in English; a region finds no other."""
    texts = [text_of(tag, ["One."]) for tag in ("de", "en-US", "fr", "fr")]
    edition = Edition(tuple(texts), (Row((range(1),) * 4, 1.0),))
    assert [edition.column(name) for name in ("en", "en-US", "fr", "fr-2")] == [1, 1, 2, 3]
    with pytest.raises(InputError, match="no version in 'en-GB'"):
        edition.column("en-GB")
    assert edition.alignment("fr", "fr-2").target is texts[3]
