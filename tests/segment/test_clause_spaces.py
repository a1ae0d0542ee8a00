"""Scripts whose only boundary between sentences is a space."""

from __future__ import annotations

import time

import pytest

from aligner.segment import cut, explain_cuts
from aligner.segment.clause_spaces import _LAST, _SHORTEST

CAT = "แมวตัวหนึ่งอาศัยอยู่ที่ท่าเรือริมแม่น้ำ"  # a cat lived at the landing by the river
FISH = "ทุกเช้าคนพายเรือให้ปลาแก่มันหนึ่งตัว"  # every morning the boatman gave it a fish


@pytest.mark.parametrize(
    ("pieces", "language"),
    [
        ([f"{CAT} ", FISH], "th"),
        ([f"{CAT} ", f"“{FISH}”"], "th"),
        ([f"{CAT} และ{FISH}"], "th"),  # and
        ([f"{CAT} ซึ่ง{FISH}"], "th"),  # which
        ([f"คนพายเรือเมื่อวานนี้บอกว่า {FISH}"], "th"),  # said that
        ([f"ปี 2560 {FISH}"], "th"),
        ([f"{CAT} Vienna {FISH}"], "th"),
        (["แมวอยู่ที่ท่าเรือ ทุกเช้าคนพายเรือให้ปลา"], "th"),
        (["ແມວໂຕໜຶ່ງອາໄສຢູ່ທີ່ທ່າເຮືອແຄມແມ່ນ້ຳ ", "ທຸກໆເຊົ້າຄົນພາຍເຮືອໃຫ້ປາມັນໂຕໜຶ່ງ"], "lo"),
        (["ແມວໂຕໜຶ່ງອາໄສຢູ່ທີ່ທ່າເຮືອ ແຄມແມ່ນ້ຳຂອງທີ່ກວ້າງໃຫຍ່. ", "ທຸກໆເຊົ້າຄົນພາຍເຮືອໃຫ້ປາມັນໂຕໜຶ່ງ."], "lo"),
        (["ឆ្មាមួយរស់នៅកំពង់ផែក្បែរទន្លេ។ ", "រាល់ព្រឹកអ្នកចែវទូកឲ្យត្រីវា។"], "km"),
        (["ឆ្មាមួយរស់នៅកំពង់ផែក្បែរទន្លេ។", "រាល់ព្រឹកអ្នកចែវទូកឲ្យត្រីវា។"], "km"),
        (["ကြောင်တစ်ကောင်သည် ဆိပ်ကမ်းတွင် နေထိုင်သည်။ ", "မနက်တိုင်း ငါးကျွေးသည်။"], "my"),
        (["ཆུ་འགྲམ་དུ་ཞི་མི་ཞིག་སྡོད་ཀྱི་ཡོད། ", "ཉིན་ལྟར་ཉ་པས་ཁོ་ལ་ཉ་གཅིག་སྟེར།"], "bo"),
        (["きょうは いい てんき です ね みんなで いっしょに こうえんへ いって あそびましょう"], "ja"),
    ],
)
def test_where_spaces_cut(pieces: list[str], language: str) -> None:
    """A space cuts between long clauses of Thai, Lao and Tibetan; not beside stops, nor before a conjunction."""
    assert cut("".join(pieces), language) == pieces
    assert [again for piece in pieces for again in cut(piece, language)] == pieces


@pytest.mark.parametrize(("first", "last", "count"), [(18, 20, 2), (17, 20, 1), (18, 19, 1)])
def test_how_long_parts_are(first: int, last: int, count: int) -> None:
    """A part has 18 characters or more before its space, and the last one 20."""
    assert (_SHORTEST, _LAST) == (18, 20)
    assert len(cut(f"{'ก' * first} {'ก' * last}", "th")) == count


def test_the_rule_is_named() -> None:
    """``explain_cuts`` names the rule at the end of the first part."""
    decision = next(iter(explain_cuts(f"{CAT} {FISH}", "th")))
    assert (decision.cut, decision.reason, decision.next_start) == (True, "space between clauses", len(CAT) + 1)


def test_time_is_linear() -> None:
    """Long runs of letters, spaces and conjunctions take no more than a moment."""
    for text in (f"{CAT} " * 3000, "ก " * 60_000, "ก" + " " * 100_000 + "ก", "และ " * 30_000):
        started = time.process_time()
        cut(text, "th")
        assert time.process_time() - started < 3
