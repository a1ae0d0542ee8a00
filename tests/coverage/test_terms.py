"""Terms: translations that a glossary has otherwise."""

from __future__ import annotations

import time

import pytest

from aligner.coverage.checks.terms import TermRule, find_terms
from tests.coverage.cases import case_of

DEVICE = TermRule(("device", "unit"), ("Gerät",), ("Apparat",))
DRIVER = TermRule(("device driver",), ("Treiber",))
CLICK = TermRule(("click",), ("klicken", "anklicken"))
HARD_DISK = TermRule(("hard disk",), ("feste Platte",))


def details(source: str, target: str, *rules: TermRule, languages: tuple[str, str] = ("en", "de")) -> list[str]:
    """Return what is wrong with the terms of one sentence."""
    found = find_terms(case_of([source], [target], languages), rules)
    assert {(finding.kind, finding.side, finding.run, finding.facing) for finding in found} <= {
        ("term", 1, range(1), range(1))
    }
    return [finding.detail for finding in found]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The device is on.", "Das Gerät ist an."),
        ("Two devices are on.", "Zwei Geräte sind an."),
        ("The unit is on.", "Den Gerätestatus sehen Sie."),
        ("The deviation is on.", "Die Abweichung ist an."),
        ("A cold house.", "Der Apparat."),
        ("Install the device driver.", "Installieren Sie den Treiber."),
        ("Click here.", "Bitte anklicken."),
        ("A hard disk.", "Die festen Platten."),
    ],
)
def test_a_term_that_is_translated_by_the_glossary(source: str, target: str) -> None:
    """Endings, longer words and any of several translations are right; a word that only begins alike is no term."""
    assert details(source, target, DEVICE, DRIVER, CLICK, HARD_DISK) == []


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("The device is on.", "Es ist an.", "“device” is “Gerät” in the glossary"),
        ("The DEVICES are on.", "Sie sind an.", "“device” is “Gerät” in the glossary"),
        ("The device is on.", "Der Apparat ist an.", "“Apparat” must not be used for “device”"),
        ("The device driver.", "Das Gerät.", "“device driver” is “Treiber” in the glossary"),
        ("Click it.", "Drücken Sie.", "“click” is “klicken” or “anklicken” in the glossary"),
        ("A hard disk.", "Eine Platte.", "“hard disk” is “feste Platte” in the glossary"),
    ],
)
def test_a_term_that_is_not(source: str, target: str, said: str) -> None:
    """The finding names the term and what the glossary has; of two terms at one place the longer one counts."""
    assert details(source, target, DEVICE, DRIVER, CLICK, HARD_DISK) == [said]


def test_scripts_without_spaces() -> None:
    """There a term is any run of its characters."""
    rule = TermRule(("设备",), ("device",))
    assert details("打开设备管理器。", "Open the manager.", rule, languages=("zh", "en")) == [
        "“设备” is “device” in the glossary"
    ]
    assert details("Open the device.", "打开设备。", TermRule(("device",), ("设备",)), languages=("en", "zh")) == []


def test_two_terms_of_one_sentence_are_one_finding() -> None:
    """So that accepting one does not hide the other, the id is made of both."""
    (said,) = details("Click the device. Click!", "Da.", DEVICE, CLICK)
    assert said == "“click” is “klicken” or “anklicken” in the glossary; “device” is “Gerät” in the glossary"


def test_a_bead_that_is_not_sure_is_not_asked() -> None:
    """Its terms may belong to another one."""
    assert find_terms(case_of(["The device."], ["Da."], confidence=0.49), [DEVICE]) == []
    assert len(find_terms(case_of(["The device."], ["Da."], confidence=0.5), [DEVICE])) == 1


def test_a_rule_without_translations_says_nothing() -> None:
    """A glossary need not have every language."""
    assert details("The device.", "Da.", TermRule(("device",), ())) == []


def test_a_large_glossary_takes_little_time() -> None:
    """Terms are looked up by their first characters."""
    rules = [TermRule((f"term{k} of use",), ("Wort",)) for k in range(5000)]
    case = case_of(["The cat sees a dog in the cold house."] * 300, ["Da."] * 300)
    start = time.perf_counter()
    assert find_terms(case, rules) == []
    assert time.perf_counter() - start < 2
