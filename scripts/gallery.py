"""Build the works of the gallery: a page for each, and a page that lists them.

scripts/gallery [FOLDER]       # build/gallery, unless another is named
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from aligner import Aligner, AlignerError, Edition
from aligner.files import write_whole

ROOT = Path(__file__).parent.parent
WORKS = ROOT / "texts" / "gallery"
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gallery</title>
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }}
:root {{ color-scheme: light dark }} li {{ margin: .7em 0 }}</style>
<h1>Gallery</h1>
<ul>
{}
</ul>
</html>
"""


def main() -> None:
    """Build all works into the folder that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "gallery"
    session = Aligner()
    items = []
    for work in sorted(path.parent for path in WORKS.glob("*/work.toml")):
        edition = session.build(work)
        target = folder / work.name / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        edition.write(target)
        items.append(list_work(work.name, edition))
        print(target)
    write_whole(folder / "index.html", _PAGE.format("\n".join(items)))


def list_work(name: str, edition: Edition) -> str:
    """Return the list's item of a work: its titles as a link, its author, and its languages."""
    titles = " · ".join(
        f'<span lang="{escape(text.language)}">{escape(edition.work.titles.get(text.language, name))}</span>'
        for text in edition.texts
    )
    author = f", {escape(edition.work.author)}" if edition.work.author else ""
    return f'<li><a href="{escape(name)}/index.html">{titles}</a>{author} ({", ".join(edition.languages)})</li>'


if __name__ == "__main__":
    try:
        main()
    except AlignerError as error:
        sys.exit(f"Error: {error}")
