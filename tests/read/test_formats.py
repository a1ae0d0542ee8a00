"""Every format against a golden file that a person can read and edit."""

from __future__ import annotations

import pytest

from tests.read.reading import DATA, read_data, show

EXPECTED = sorted(path.name.removesuffix(".expected") for path in DATA.glob("*.expected"))


@pytest.mark.parametrize("name", EXPECTED)
def test_reader_gives_what_its_golden_file_says(name: str) -> None:
    """Paragraphs, headings, marks, places, what was left out and warnings are those of the ``.expected`` file."""
    assert show(read_data(name)) == (DATA / f"{name}.expected").read_text("utf-8")


def test_every_file_of_the_data_has_a_golden_file() -> None:
    """No sample lies about unread: each is read here, or by the tests of pages and of aligned files."""
    elsewhere = {"archive-page.html", "archive-page.txt", "ferry.de.po", "ferry-1.2.xlf", "ferry-2.1.xlf", "hostile"}
    samples = {path.name for path in DATA.iterdir() if path.suffix != ".expected"}
    assert samples - set(EXPECTED) == elsewhere
