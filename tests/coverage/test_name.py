"""Names that were changed or lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.coverage.checks.name import find_names, names_in
from aligner.coverage.findings import RawFinding
from tests.coverage.cases import ENGLISH, GERMAN, case_of, one_to_one, plain_case

SOURCE = [f"{line[:-1]} with old Hargreaves." if k % 3 == 2 else line for k, line in enumerate(ENGLISH)]
TARGET = [f"{line[:-1]} alt Hargreaves." if k % 3 == 2 else line for k, line in enumerate(GERMAN)]


def lost(
    others: Sequence[str],
    kept: int = 5,
    *,
    name: str = "Hargreaves",
    similar: dict[str, float] | None = None,
    confidence: float = 1.0,
    languages: tuple[str, str] = ("en", "nl"),
) -> list[RawFinding]:
    """Return what is found where a name faces itself so often, and each of some other lines once, far apart."""
    source, target = [], []
    for line in (*[f"de {name}"] * kept, *others):
        source += [f"the {name}", "yes", "yes"]  # the segments beside a bead are looked at as well
        target += [line, "ja", "ja"]
    cosines = {word: {name: cosine} for word, cosine in (similar or {}).items()}
    beads = one_to_one(len(source), confidence)
    return find_names(plain_case(source, target, beads, similar=cosines, languages=languages))


def test_another_name_is_found() -> None:
    """A name that faces itself everywhere else and another name once is a finding."""
    target = [*TARGET[:5], TARGET[5].replace("Hargreaves", "Lindqvist"), *TARGET[6:]]
    (found,) = find_names(case_of(SOURCE, target, ("en", "nl")))
    assert (found.run, found.detail) == (range(5, 6), "Hargreaves ≠ Lindqvist")


@pytest.mark.parametrize("form", ["Hargreavesa", "Hargreave’s", "HARGREAVES", "Харгривс"])
def test_forms_of_a_name_are_the_name(form: str) -> None:
    """An inflected name, one in capitals, and one in Cyrillic letters are the same name."""
    target = [*TARGET[:5], TARGET[5].replace("Hargreaves", form), *TARGET[6:]]
    assert find_names(case_of(SOURCE, target, ("en", "nl"))) == []


@pytest.mark.parametrize(
    ("name", "word", "like"),
    [
        ("Marek", "Larex", True),  # "are": twice 3 letters of 10 are in common
        ("Marek", "Larexa", False),  # 6 of 11
        ("Anna", "Annapolitanskaya", True),  # the same four letters at the beginning; 8 of 20 in common
        ("Anna", "Annopolitanskaya", False),  # three letters
        ("Lucy", "Luc", True),  # 6 of 7
        ("Lucy", "Lu", False),  # 4 of 6, but of two letters
    ],
)
def test_names_are_alike_by_their_letters(name: str, word: str, like: bool) -> None:
    """Six tenths of their letters, or four at the beginning, make words of three letters forms of a name."""
    assert bool(lost([f"de {word}"], name=name)) is not like


def test_a_name_is_looked_for_in_the_segments_beside() -> None:
    """A name that the translation gives one segment later is not lost; two segments later it is."""
    beside = ["the Hargreaves", "yes", "yes"] * 6
    target = ["de Hargreaves", "ja", "ja"] * 5
    for last, found in ((["de", "Hargreaves", "ja"], 0), (["de", "ja", "Hargreaves"], 1)):
        assert len(find_names(plain_case(beside, [*target, *last]))) == found


@pytest.mark.parametrize(
    ("kept", "line", "found"),
    [
        (3, "de Lindqvist", "Hargreaves ≠ Lindqvist"),
        (2, "de Lindqvist", ""),
        (5, "de vrouw", "Hargreaves is lost"),
        (4, "de vrouw", ""),
    ],
)
def test_a_name_must_be_kept_elsewhere(kept: int, line: str, found: str) -> None:
    """Three other places are enough where another name is there, five where none is."""
    assert [(one.detail, one.confidence) for one in lost([line], kept)] == ([(found, 0.7)] if found else [])


@pytest.mark.parametrize(("kept", "lines", "found"), [(9, 2, 2), (8, 3, 0), (18, 3, 3), (17, 3, 0)])
def test_a_name_must_be_kept_nearly_everywhere(kept: int, lines: int, found: int) -> None:
    """Nine tenths of a name's other places have its like: 9 of 10 and 18 of 20, not 8 of 10 or 17 of 19."""
    assert len(lost(["de Lindqvist"] * lines, kept)) == found


@pytest.mark.parametrize(
    ("line", "cosine", "found"),
    [("de Lindqvist", 0.54, 1), ("de Lindqvist", 0.56, 0), ("de vrouw", 0.24, 1), ("de vrouw", 0.26, 0)],
)
def test_another_word_may_mean_the_name(line: str, cosine: float, found: int) -> None:
    """A word with 0.25 of the usual similarity, or a name with 0.55, stands for the name."""
    assert len(lost([line], similar={line.split()[1]: cosine})) == found


@pytest.mark.parametrize(("line", "found"), [("de Lindqvist, Osten", 1), ("de Lindqvist, Osten, Bromm", 0)])
def test_many_strange_names_are_a_list_in_forms_of_its_own(line: str, found: int) -> None:
    """Two names without their like are another name for one, three are not."""
    assert len(lost([line])) == found


@pytest.mark.parametrize(("confidence", "found"), [(0.6, 1), (0.59, 0)])
def test_names_of_a_doubtful_bead_are_not_looked_at(confidence: float, found: int) -> None:
    """Names of a bead of a confidence below 0.6 may belong elsewhere."""
    assert len(lost(["de Lindqvist"], confidence=confidence)) == found


@pytest.mark.parametrize(
    ("languages", "detail"),
    [(("en", "de"), "Hargreaves is lost"), (("de", "en"), ""), (("lb", "en"), ""), (("de-AT", "en"), "")],
)
def test_german_nouns_are_no_names(languages: tuple[str, str], detail: str) -> None:
    """From German nothing is compared, and into German a noun is not another name."""
    assert [one.detail for one in lost(["de Vrouw"], languages=languages)] == ([detail] if detail else [])


def test_a_word_that_is_also_small_is_no_name() -> None:
    """A word that the source has in small letters somewhere is an ordinary word."""
    source, target = ["the Bread"] * 6, [*["de Bread"] * 5, "de vrouw"]
    assert len(find_names(plain_case(source, target))) == 0  # the like is in the segment beside
    spaced = (
        [line for text in source for line in (text, "yes", "yes")],
        [line for text in target for line in (text, "ja", "ja")],
    )
    assert len(find_names(plain_case(*spaced))) == 1
    assert find_names(plain_case([*spaced[0], "bread"], [*spaced[1], "ja"])) == []


def test_a_name_that_is_always_translated_is_not_lost() -> None:
    """A name that never faces its like has a form of its own in the other language."""
    target = [line.replace("Hargreaves", "Zinober") for line in TARGET]
    assert find_names(case_of(SOURCE, target, ("en", "nl"))) == []


@pytest.mark.parametrize("line", ["彼は家にいます。", "Ο άνθρωπος είναι εδώ."])
def test_other_scripts_are_not_compared(line: str) -> None:
    """Between an alphabet and Chinese, Japanese or Greek characters names are not compared."""
    assert find_names(case_of(SOURCE, [line] * 40, ("en", "ja"))) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("we met Anne and Tom", ["Anne"]),  # four letters at least
        ("we met ANNE", []),
        ("Anne came. Paul left", []),
        ("in 1917 Anne came", ["Anne"]),
        ("now, Anne (of Kent) Paul", ["Anne", "Kent", "Paul"]),
        ("he said »so« Anne, “so” Paul, 'so' Mary, ’so’ Jane", ["Paul", "Mary", "Jane"]),
        ("so » Anne – Paul - Mary", ["Anne", "Paul", "Mary"]),
        ("Mr. Darcy, Mrs. Bennet, Dr. Grant, St. James", ["Darcy", "Bennet", "Grant"]),
        ("with O'Brien and Jean-Luc’s", ["O'Brien", "Jean-Luc’s"]),
    ],
)
def test_names_have_a_capital_inside_a_sentence(text: str, names: list[str]) -> None:
    """A name begins with a capital, is not all capitals, and does not begin a sentence."""
    assert names_in(text) == names
