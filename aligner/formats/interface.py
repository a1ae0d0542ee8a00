"""What books and pages say by themselves, in the reader's language.

The texts are in ``data/interface.txt``, which a speaker can edit.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from aligner.data_files import read_sections

_FILE = Path(__file__).parent / "data" / "interface.txt"


@cache
def load_interface(language: str) -> dict[str, str]:
    """Return the texts for a language by their names.

    ``language`` is a BCP 47 tag; of ``zh-Hant-TW`` the longest beginning that has a section counts (RFC 4647, 3.4,
    "Lookup"). What a language lacks is in English.

    >>> load_interface("de-AT")["cover"], load_interface("zh-Hant-TW")["title_page"], load_interface("xx")["cover"]
    ('Umschlag', '書名頁', 'Cover')
    """
    sections = read_sections(_FILE)
    parts = language.split("-")
    tags = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    found = next((sections[tag] for tag in tags if tag in sections), ())
    return dict(_entry(line) for line in (*sections["en"], *found))


def _entry(line: str) -> tuple[str, str]:
    name, _equals, text = line.partition(" = ")
    return name, text
