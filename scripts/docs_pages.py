"""Hooks of MkDocs: pages of the site that lie outside ``docs/``, and links that lead out of it.

A link to a file that is a page of the site leads to that page. Any other leads to the repository, if the environment
names it in ``REPOSITORY_URL``, or loses its link and keeps its words.
"""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
}
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\((?!https?:|#)([^()\s#]+)(#[^()\s]*)?\)")
_IMAGE = re.compile(r"(!\[[^\[\]]*\]\()docs/")
_FENCE = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)


def on_files(files: Any, *, config: Any) -> Any:
    """Add the pages that lie in the project's folder."""
    from mkdocs.structure.files import File

    for name, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Turn the links of a page to those of the site."""
    return convert_links(markdown, page.file.src_uri)


def convert_links(markdown: str, page: str) -> str:
    """Return the text of a page of the site, by its name there, with links that work there; code stays as it is."""
    source = next((name for name, target in PAGES.items() if target == page), f"docs/{page}")
    parts = _FENCE.split(markdown)
    for number in range(0, len(parts), 2):
        shown = _IMAGE.sub(r"\1", parts[number]) if source in PAGES else parts[number]
        parts[number] = _LINK.sub(lambda match: _convert_link(match, source, page), shown)
    return "".join(parts)


def _convert_link(match: re.Match[str], source: str, page: str) -> str:
    words, target, anchor = match[1], match[2], match[3] or ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    found = PAGES.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else "")
    if found:
        return f"[{words}]({posixpath.relpath(found, posixpath.dirname(page) or '.')}{anchor})"
    repository = os.environ.get("REPOSITORY_URL", "")
    return f"[{words}]({repository}/blob/main/{path}{anchor})" if repository else words
