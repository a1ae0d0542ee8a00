"""Write an edition as a web page to read, which needs no network and lets no foreign script run.

One file holds a whole edition; a long one can be divided into a page for each chapter.

``blocks``        rows into blocks of about a paragraph, one cell per language
``marks``         a segment's text with its inline markup, as escaped HTML
``chapters``      where the pages of a divided edition begin
``columns``, ``languages``   what the page needs to know of each language
``lists``         contents and notes
``packed_links``  links between words, as the page carries them
``templates/``, ``assets/``  the page's HTML, styles and scripts
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import jinja2

from aligner.coverage.kinds import Kind
from aligner.edition import Edition
from aligner.formats.html.blocks import make_blocks
from aligner.formats.html.chapters import make_chapters
from aligner.formats.html.columns import find_title, make_columns
from aligner.formats.html.lists import list_headings, list_notes, make_anchors, name_kinds
from aligner.formats.html.packed_links import pack_links
from aligner.formats.interface import load_words
from aligner.formats.xml_characters import replace_forbidden
from aligner.remarks import Remark, mark_cells, place_remarks, remark_on_rows
from aligner.version import __version__
from aligner.word_links import WordLinks

__all__ = ["format_chapters", "format_html"]

_STYLES = ("page.css", "text.css", "languages.css")  # put together in this order
_EARLY = ("choices.js",)  # runs before the browser has the text, so that the first paint is as the reader chose
# The others run after the text, in this order: a file uses what those before it define.
_LATE = ("rows.js", "view.js", "place.js", "card.js", "search.js", "links.js", "words.js", "notes.js", "start.js")


def format_html(edition: Edition, hints: WordLinks | None = None, remarks: Sequence[Remark] | None = None) -> str:
    """Return an edition as one page of HTML.

    The page holds every language and shows two until the reader chooses. It works from a file, without a network, and
    without scripts. Its content security policy (CSP Level 3) allows its own style and scripts, by their hashes, and
    nothing else.

    ``hints``    links between words, by row and column, which the page shows under the pointer
    ``remarks``  notes on places in the texts, which the page shows there and lists; None makes them from the rows:
                 what is left out or added, and matches with a confidence below 0.5
    """
    return _render(_describe(edition, hints, remarks))


def format_chapters(
    edition: Edition, hints: WordLinks | None = None, remarks: Sequence[Remark] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield the pages of an edition divided into chapters: the name and the content of each file of one folder.

    The first is ``index.html`` with title and contents; each chapter is a page as ``format_html`` makes it, which knows
    the others. Rows keep their numbers, and a link to a row leads to its page from any page of the folder. The
    parameters are those of ``format_html``.
    """
    whole = _describe(edition, hints, remarks)
    chapters = make_chapters(whole["blocks"], ".html")
    names = [chapter.name for chapter in chapters]
    whole["pages"] = [[chapter.name, chapter.blocks[0].rows.start + 1] for chapter in chapters]
    whole["homes"] = {block.rows.start: chapter.name for chapter in chapters for block in chapter.blocks}
    yield "index.html", _render({**whole, "blocks": [], "notes": [], "next": names[0] if names else ""})
    for number, chapter in enumerate(chapters):
        rows = range(chapter.blocks[0].rows.start, chapter.blocks[-1].rows.stop)
        page = {
            "blocks": chapter.blocks,
            "notes": [note for note in whole["notes"] if note.row in rows],
            "previous": names[number - 1] if number else "index.html",
            "next": names[number + 1] if number + 1 < len(names) else "",
        }
        yield chapter.name, _render({**whole, **page})


def _describe(edition: Edition, hints: WordLinks | None, remarks: Sequence[Remark] | None) -> dict[str, Any]:
    """Return what the template of a page prints, of a page that holds the whole edition."""
    columns = make_columns(edition)
    blocks = list(make_blocks(edition))
    placed = place_remarks(edition, remark_on_rows(edition) if remarks is None else remarks)
    notes = list_notes(edition, placed)
    kinds = sorted({note.kind for note in notes})
    spoken = {column.language: _page_words(column.language, kinds) for column in columns}
    return {
        "edition": edition,
        "title": find_title(edition, columns),
        # The first heading of the text is the title already: the page's own is then only for screen readers.
        "headed": bool(columns[0].title) and not edition.work.titles.get(columns[0].language),
        "author": replace_forbidden(edition.work.author),
        "rights": replace_forbidden(edition.work.rights),
        "words": spoken[columns[0].language],
        # The interface in each of the page's languages, of which the browser takes the reader's.
        "spoken": {words["language"]: words for words in spoken.values()},
        "columns": columns,
        "titled": all(column.title for column in columns),
        "blocks": blocks,
        "anchors": make_anchors(edition),
        "contents": list_headings(edition, blocks),
        "notes": notes,
        "kinds": kinds,
        "said": mark_cells(placed),
        "confirmed": {number for number, row in enumerate(edition.rows) if row.confirmed},
        "links": {cell: pack_links(links) for cell, links in (hints or {}).items()},
        "signatures": [replace_forbidden(signature) for signature in edition.signatures],
        "key": _storage_key(edition),
        "version": __version__,
        # Of an edition in several files: each with its first row, from 1, and the file of each block, by its first row.
        "pages": [],
        "homes": {},
    }


def _render(page: dict[str, Any]) -> str:
    """Return a page with its style, its scripts, and the policy that allows them."""
    # The style has a rule for each length of a block and each place in one, so it needs to know those that occur.
    lengths = sorted({len(block.rows) for block in page["blocks"]}) or [1]
    own = _environment().get_template("columns.css")
    style = _asset(*_STYLES) + own.render(page, lengths=lengths, printed=_css_string(page["title"]))
    early, late = _asset(*_EARLY), _asset(*_LATE)
    made = {"style": style, "early": early, "late": late, "policy": _policy([style], [early, late])}
    return _environment().get_template("page.html").render(page, **made)


def _page_words(language: str, kinds: Sequence[Kind]) -> dict[str, str]:
    """Return what the page says in a language; of the kinds of remarks only those that it has."""
    words = load_words("page", language)
    said = {name: text for name, text in words.items() if not name.startswith("kind_")}
    return {**said, **name_kinds(words, kinds)}


def _storage_key(edition: Edition) -> str:
    """Return the name under which a browser keeps what a reader has chosen and where the reader is.

    A work with a name keeps it when its texts are corrected; without one the texts themselves are the name.
    """
    if edition.work.name and edition.work.name not in edition.languages:
        return replace_forbidden(edition.work.name)
    return sha256("".join(text.digest for text in edition.texts).encode()).hexdigest()[:12]


def _css_string(text: str) -> str:
    r"""Return a text as a string of CSS (CSS Syntax Level 3, 4.3.5), every character but letters and digits escaped.

    >>> print(_css_string('A "b"</style>'))
    "A\20 \22 b\22 \3c \2f style\3e "
    """
    return '"' + "".join(char if char.isalnum() else f"\\{ord(char):x} " for char in text) + '"'


@cache
def _environment() -> jinja2.Environment:
    """Return the page's templates; whatever they print is escaped unless it is marked as safe."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("aligner.formats.html"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _asset(*names: str) -> str:
    """Return the content of assets, one after another."""
    folder = files("aligner.formats.html") / "assets"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def _policy(styles: list[str], scripts: list[str]) -> str:
    """Return the content security policy that allows these styles and scripts, and an icon in the page itself.

    Without an icon a browser would ask the server for one, so the page has an empty one as a ``data:`` address.
    """
    allowed = [
        " ".join(f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" for content in contents)
        for contents in (styles, scripts)
    ]
    return f"default-src 'none'; style-src {allowed[0]}; script-src {allowed[1]}; img-src data:"
