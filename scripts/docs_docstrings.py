"""An extension of griffe: sections for the prose and the examples that follow the parameters of a docstring.

In the style of numpydoc a section goes on until the next heading; the project's docstrings go on with a paragraph.
"""

from __future__ import annotations

from typing import Any

import griffe


class EndSections(griffe.Extension):
    """Give the paragraphs after a table of parameters the heading "Notes", and examples the heading "Examples"."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        """Change an object's docstring before it is parsed."""
        if obj.docstring:
            obj.docstring.value = add_headings(obj.docstring.value)


def add_headings(docstring: str) -> str:
    """Return a docstring in which nothing but parameters is in the section of the parameters.

    >>> add_headings("Parameters\\n----------\\nx : int\\n    A number.\\n\\nRaises no error.").split("\\n")[4:]
    ['', 'Notes', '-----', 'Raises no error.']
    """
    lines = docstring.split("\n")
    kept: list[str] = []
    section = ""
    for number, line in enumerate(lines):
        begins = bool(line.strip()) and line[0] != " " and (not number or not lines[number - 1].strip())
        if begins and number + 1 < len(lines) and set(lines[number + 1]) == {"-"}:
            section = line
        elif begins:
            heading = "Examples" if line.startswith(">>>") else "Notes" if section else ""
            if heading and heading != section:
                kept += [heading, "-" * len(heading)]
                section = heading
        kept.append(line)
    return "\n".join(kept)
