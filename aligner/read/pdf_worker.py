"""Read the lines of a PDF with PDFium: a separate program, with the file on stdin and JSON on stdout.

PDFium ends its process when it gets no memory, so a file made to use it up must not be read in the caller's. The
program is started by its path and imports nothing of the package, so that it runs however the package is installed.
"""

from __future__ import annotations

import ctypes
import json
import sys
from contextlib import suppress
from statistics import median
from typing import Any

_MOST_PAGES = 5000  # more than any bound volume has
_MOST_ON_PAGE = 100_000  # characters; a page of a large newspaper has 40,000
_MOST_CHARACTERS = 10_000_000  # of the file; the Bible has 4,000,000
_MOST_MEMORY = 2 * 2**30  # bytes, the interpreter included; bounds what streams may unpack to
_MOST_SECONDS = 600  # of computing; ten million characters take a minute or two
_LINE_END_HYPHEN = 0x02  # the character that PDFium puts for a hyphen and the line end after it

Line = tuple[str, int, float, float, float, float, float]  # the fields of ``pdf.PrintedLine``


class RefusedError(Exception):
    """A file is not read; the message is for the user, without the file's name."""


def main() -> None:
    """Read stdin and write to stdout an object with ``title`` and ``pages``, or with ``error``."""
    _limit_resources()
    try:
        found = read_lines(sys.stdin.buffer.read())
    except RefusedError as error:
        found = {"error": str(error)}
    sys.stdout.buffer.write(json.dumps(found).encode())


def _limit_resources() -> None:
    """Limit memory and time where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_CPU, _MOST_SECONDS), (resource.RLIMIT_AS, _MOST_MEMORY)):
        _, allowed = resource.getrlimit(kind)
        limit = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        with suppress(ValueError, OSError):  # macOS has no limit of memory
            resource.setrlimit(kind, (limit, allowed))


def read_lines(data: bytes) -> dict[str, Any]:
    """Return the title of a PDF as "title" and, as "pages", the lines of each page.

    Raises ``RefusedError`` when the file is encrypted, damaged or larger than a book.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        return {"pages": _pages(document), "title": str(document.get_metadata_dict().get("Title", ""))}
    except pypdfium2.PdfiumError as error:
        reason = "is encrypted; save it without a password" if "password" in str(error).lower() else "is damaged"
        raise RefusedError(f"the PDF {reason} ({error})") from None


def _pages(document: Any) -> list[list[Line]]:
    """Return the lines of each page. Raises ``RefusedError`` when there are more than a book has."""
    if len(document) > _MOST_PAGES:
        raise RefusedError(f"more than {_MOST_PAGES} pages; split it into volumes")
    pages, length = [], 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text = page.get_textpage()
        count = text.count_chars()
        length += count
        if count > _MOST_ON_PAGE or length > _MOST_CHARACTERS:
            raise RefusedError(f", page {number}: more characters than a page or a book has; split it into volumes")
        pages.append(_lines(text, number))
        text.close()
        page.close()
    return pages


def _lines(text: Any, page: int) -> list[Line]:
    """Return the lines of a page in the order in which the file draws them.

    The edges of a line are those of its characters, its letter size their median; spaces that PDFium puts between words
    have no edges.
    """
    from pypdfium2 import raw

    box = [ctypes.c_double() for _ in range(4)]
    lines: list[Line] = []
    letters: list[str] = []
    edges: list[tuple[float, float, float, float]] = []
    sizes: list[float] = []

    def finish() -> None:
        line = "".join(letters).strip(" \t")
        if line and edges:
            lefts, rights, bottoms, tops = zip(*edges, strict=True)
            lines.append((line, page, min(lefts), max(rights), max(tops), min(bottoms), median(sizes)))
        letters.clear()
        edges.clear()
        sizes.clear()

    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (0x0A, 0x0D):
            finish()
            continue
        letters.append("\u00ad" if code == _LINE_END_HYPHEN else _letter(code))
        if not raw.FPDFText_IsGenerated(text, index) and raw.FPDFText_GetCharBox(text, index, *box):
            edges.append((box[0].value, box[1].value, box[2].value, box[3].value))
            sizes.append(raw.FPDFText_GetFontSize(text, index))
        if code == _LINE_END_HYPHEN:
            finish()
    finish()
    return lines


def _letter(code: int) -> str:
    """Return the character of a code; "" for a code that is none, which fonts without a character map give."""
    return "" if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


if __name__ == "__main__":
    main()
