"""Write a repository's address into the package's metadata and into CITATION.cff, before a release is built.

    scripts/project_urls.py https://host/owner/name

The sources name no address, so that a fork's packages point to the fork. Running it again changes the address.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_TABLE = re.compile(r"\n\[project\.urls\]\n(?:[^\n\[][^\n]*\n)*")
_CODE = re.compile(r"repository-code: [^\n]*\n")


def write_metadata(pyproject: str, address: str) -> str:
    """Return a pyproject.toml with the table of the project's addresses, in place of the one that it may have."""
    links = {
        "Source": address,
        "Issues": f"{address}/issues",
        "Changelog": f"{address}/blob/main/CHANGELOG.md",
        "Documentation": f"{address}/tree/main/docs",
    }
    table = "\n[project.urls]\n" + "".join(f'{name} = "{link}"\n' for name, link in links.items())
    return _TABLE.sub("", pyproject).replace("\n[project.scripts]\n", f"{table}\n[project.scripts]\n", 1)


def write_citation(citation: str, address: str) -> str:
    """Return a CITATION.cff with the repository's address."""
    return _CODE.sub("", citation) + f"repository-code: {address}\n"


def main() -> None:
    """Change both files in place."""
    if len(sys.argv) != 2 or not re.fullmatch(r"https://[\w.-]+(?:/[\w.-]+)+", sys.argv[1]):
        sys.exit("usage: scripts/project_urls.py https://HOST/OWNER/NAME")
    for name, write in (("pyproject.toml", write_metadata), ("CITATION.cff", write_citation)):
        path = ROOT / name
        path.write_text(write(path.read_text("utf-8"), sys.argv[1].removesuffix(".git")), "utf-8")


if __name__ == "__main__":
    main()
