"""An edition as one web page to read: no other file, no network, and a policy that lets nothing else run."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

import jinja2

from aligner.edition import Edition
from aligner.formats.html.blocks import make_blocks
from aligner.formats.html.columns import find_title, make_columns
from aligner.formats.html.lists import list_headings, list_notes
from aligner.formats.html.marks import show
from aligner.formats.html.packed_links import pack_links
from aligner.remarks import Remark, mark_cells, place_remarks, remark_on_rows
from aligner.version import __version__
from aligner.word_links import WordLinks

__all__ = ["format_html"]

_STYLES = ("page.css", "text.css", "languages.css")
_EARLY = ("choices.js",)  # runs before the text is read, so that the first paint is as the reader chose
_LATE = ("rows.js", "view.js", "card.js", "search.js", "words.js", "start.js")


def format_html(edition: Edition, hints: WordLinks | None = None, remarks: Sequence[Remark] | None = None) -> str:
    """Return an edition as one page of HTML: every language, of which two are shown until the reader chooses.

    ``hints`` are links between words, which the page shows under the pointer. ``remarks`` are said in the text and
    listed; without them the page says what is left out, added or uncertain, as the rows tell.
    The page works from a file, without a network, and without scripts; its policy allows its own styles and scripts,
    by their hashes, and nothing else.
    """
    columns = make_columns(edition)
    blocks = list(make_blocks(edition))
    placed = place_remarks(edition, remark_on_rows(edition) if remarks is None else remarks)
    lengths = sorted({len(block.rows) for block in blocks}) or [1]
    own = _environment().get_template("columns.css").render(columns=columns, lengths=lengths)
    style, early, late = _asset(*_STYLES) + own, _asset(*_EARLY), _asset(*_LATE)
    page = {
        "edition": edition,
        "title": find_title(edition, columns),
        "headed": bool(columns[0].title) and not edition.work.titles.get(columns[0].language),
        "author": show(edition.work.author),
        "rights": show(edition.work.rights),
        "columns": columns,
        "titled": all(column.title for column in columns),
        "blocks": blocks,
        "contents": list_headings(edition, blocks),
        "notes": list_notes(edition, [column.name for column in columns], placed),
        "said": mark_cells(placed),
        "links": {cell: pack_links(links) for cell, links in (hints or {}).items()},
        "style": style,
        "early": early,
        "late": late,
        "policy": _policy([style], [early, late]),
        "digest": sha256("".join(text.digest for text in edition.texts).encode()).hexdigest()[:12],
        "version": __version__,
    }
    return _environment().get_template("page.html").render(page)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("aligner.formats.html"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _asset(*names: str) -> str:
    folder = files("aligner.formats.html") / "assets"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def _policy(styles: list[str], scripts: list[str]) -> str:
    """Return the content security policy that allows these styles and scripts, the empty icon, and nothing else."""
    allowed = [
        " ".join(f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" for content in contents)
        for contents in (styles, scripts)
    ]
    return f"default-src 'none'; style-src {allowed[0]}; script-src {allowed[1]}; img-src data:"
