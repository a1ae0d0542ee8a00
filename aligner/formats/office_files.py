"""What the formats of Office share: the colours of confidence, and the same bytes every time."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import copyfileobj
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the container, the first that ZIP can write; a real one would change the bytes."""

_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
"""When a document was made and last saved (ECMA-376 part 2, "Core Properties")."""

CONFIDENCE_FILLS = ((0.95, ""), (0.8, "FFF2CC"), (0.5, "FCE4D6"), (0.0, "F8CBAD"))
"""The fill of a confidence, RRGGBB, by the lowest that it means: none where a bead is all but certain, then yellow,
orange and red. Black text on each has a contrast of 12:1 or more."""


def fill_of(confidence: float) -> str:
    """Return the fill of a confidence as RRGGBB, "" for none.

    >>> fill_of(0.99), fill_of(0.6)
    ('', 'FCE4D6')
    """
    return next(fill for lowest, fill in CONFIDENCE_FILLS if confidence >= lowest)


@contextmanager
def reproducible(file: BinaryIO) -> Iterator[BinaryIO]:
    """Yield a file to save a document to; when the block ends it is written to ``file`` without the time of the day."""
    with tempfile.TemporaryFile() as draft, tempfile.TemporaryFile() as packed:
        yield cast("BinaryIO", draft)
        draft.seek(0)
        with ZipFile(draft) as source, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name in source.namelist():
                content = source.read(name)
                if name == "docProps/core.xml":
                    content = _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
                entry = ZipInfo(name, _EARLIEST)
                entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
                archive.writestr(entry, content)
        packed.seek(0)
        copyfileobj(packed, file)
