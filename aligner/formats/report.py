"""What an export wrote, left out and changed, by number: nothing is lost without being counted (law 1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """The counts of an export.

    ``units``     rows that were written, each once however many languages or files it is in
    ``left_out``  rows that were not written, by reason
    ``remarks``   what was changed in the texts or may be refused by the programs that read them, by kind
    ``files``     files that were written
    """

    units: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    files: int = 1

    def lines(self) -> list[str]:
        """Return the report as lines for people, the number of units first.

        >>> Report(2, Counter({"repeated units": 1})).lines()
        ['2 units written', 'left out: repeated units (1)']
        """
        written = f"{self.units:,} units written" + (f" in {self.files} files" if self.files > 1 else "")
        left_out = [f"left out: {what} ({count:,})" for what, count in sorted(self.left_out.items()) if count]
        remarks = [f"note: {what} ({count:,})" for what, count in sorted(self.remarks.items()) if count]
        return [written, *left_out, *remarks]

    def add(self, other: Report) -> None:
        """Add the counts of another file."""
        self.units += other.units
        self.left_out += other.left_out
        self.remarks += other.remarks
        self.files += other.files
