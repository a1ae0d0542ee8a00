"""The report for people, in a terminal: one screen for a good translation, the worst findings first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.coverage.findings import Section
from aligner.coverage.report import Look
from aligner.coverage.report.layout import clip, clip_start, pad, width, wrap
from aligner.coverage.report.matrix import make_matrix
from aligner.coverage.report.phrases import (
    around_counterpart,
    count,
    counterpart_text,
    findings_line,
    headline,
    is_complete,
    location,
    pair_name,
    section_title,
    segment_noun,
    show_percent,
    stale_line,
)
from aligner.coverage.report.result import Found, Result, add_shares
from aligner.errors import plain

SHOWN = 10
"""The most findings, and sections, that are shown without ``show_all``: about two screens."""
_NARROWEST, _WIDEST = 40, 120  # columns: a bar and a figure need 40, and lines over 120 are hard to read
_SIDES = "source", "target"
_BAR = 20  # columns of a bar, half as many where the terminal is narrow
_NARROW = 80  # columns below which a terminal is narrow
_QUOTED_LINES = 2  # the most lines of each text of a finding without ``show_all``
_LEAST_TITLE = 8  # columns that a section's title keeps whatever is said after it
_LEAST_CELL, _LEAST_TITLES = 4, 20  # columns of a matrix's cells ("100" and a space) and of its titles
# ANSI codes (ECMA-48, SGR) that every terminal has: bold, dim, and red, yellow, cyan and green.
_CODES = {"bold": "1", "dim": "2", "error": "31", "warning": "33", "note": "36", "good": "32"}


def render(result: Result, look: Look) -> str:
    """Return the report in lines of ``look.columns`` columns, between 40 and 120."""
    screen = _Screen(look._replace(columns=min(max(look.columns, _NARROWEST), _WIDEST)))
    parts = [list(part) for part in (_summary(result, screen), _figures(result, screen), _findings(result, screen))]
    return "\n\n".join("\n".join(part) for part in [*parts, list(_verdict(result, screen))] if part) + "\n"


class _Screen:
    """The terminal: how wide it is, whether it takes colour, and whether everything is to be shown."""

    def __init__(self, look: Look) -> None:
        self.columns, self.colour, self.show_all = look

    def paint(self, text: str, style: str) -> str:
        """Return a text in one of the styles of ``_CODES``, as it is where there is no colour."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and text else text

    def fold(self, text: str, style: str = "", indent: str = "") -> Iterator[str]:
        """Yield a text in as many lines as it needs."""
        for line in wrap(text, self.columns - len(indent)):
            yield indent + (self.paint(line, style) if style else line)


def _summary(result: Result, screen: _Screen) -> Iterator[str]:
    yield from screen.fold(plain(result.name), "bold")
    if not result.is_work and result.coverages:
        source, target = (add_shares([getattr(coverage, side) for coverage in result.coverages]) for side in _SIDES)
        noun = segment_noun(result.coverages[0].alignment.source)
        yield from screen.fold(
            f"{show_percent(source.matched_segments, source.segments)} of {count(source.segments, noun)} translated "
            f"({show_percent(source.matched_characters, source.characters)} of the characters); "
            f"{show_percent(target.matched_segments, target.segments)} of {count(target.segments, noun)} "
            "of the translation have a source."
        )
    yield from screen.fold(findings_line(result))


def _figures(result: Result, screen: _Screen) -> Iterator[str]:
    if len(result.coverages) == 1:
        yield from _bars(result, screen)
    elif result.is_work:
        yield from _table(result, screen)
    else:
        yield from _files(result, screen)


def _files(result: Result, screen: _Screen) -> Iterator[str]:
    """Yield a line for each document that is not complete, the least translated first."""
    lacking = [one for one in result.coverages if one.source.percent < 100]
    lacking.sort(key=lambda one: one.source.percent)
    for coverage in lacking if screen.show_all else lacking[:SHOWN]:
        name = coverage.alignment.target.name
        figure = show_percent(coverage.source.matched_segments, coverage.source.segments)
        yield f"{figure:>6}  {clip_start(plain(name), screen.columns - _LEAST_TITLE)}"
    if not screen.show_all and len(lacking) > SHOWN:
        yield f"and {count(len(lacking) - SHOWN, 'document')} more; --show-all shows them"


def _bars(result: Result, screen: _Screen) -> Iterator[str]:
    """Yield a bar for each section of a pair that is not complete, the least translated first."""
    (coverage,) = result.coverages
    added = {i for found in result.findings if found.finding.kind == "added" for i in found.finding.segments}
    sections = [section for section in coverage.sections if screen.show_all or not is_complete(section)]
    sections.sort(key=lambda section: (section.source.percent, section.target.percent))
    shown = sections if screen.show_all else sections[:SHOWN]
    for section in shown:
        title = section_title(section, alone=len(coverage.sections) == 1)
        yield _section_line(section, title, len(added.intersection(section.target_range)), screen)
    yield from _rest(len(coverage.sections) - len(shown), len(sections) - len(shown), screen)


def _section_line(section: Section, title: str, added: int, screen: _Screen) -> str:
    """Return a section's percentage, bar, title and gaps in one line."""
    share = section.source
    size = _BAR if screen.columns >= _NARROW else _BAR // 2
    bar = _bar(share.percent, size)
    lacking = share.segments - share.matched_segments
    said = [f"{lacking:,} not translated"] * bool(lacking) + [f"{added:,} added"] * bool(added)
    alone = section.target.segments - section.target.matched_segments
    said = said or [f"{alone:,} without a source" if alone else "complete"]
    tail = f"  {', '.join(said)}"
    room = screen.columns - size - 9  # the percentage takes six columns, the spaces three
    figure = show_percent(share.matched_segments, share.segments)
    words = clip(clip(title, max(room - len(tail), _LEAST_TITLE)) + tail, room)
    return f"{figure:>6} {screen.paint(bar, 'warning' if lacking else 'good')}  {words}"


def _rest(hidden: int, lacking: int, screen: _Screen) -> Iterator[str]:
    """Yield how many sections with gaps are not shown, and how many complete ones."""
    if lacking:
        yield screen.paint(f"{count(lacking, 'more section')} with gaps; --show-all shows all", "dim")
    if hidden - lacking > 1:
        yield screen.paint(f"{count(hidden - lacking, 'section')} complete", "dim")


def _bar(reached: float, size: int) -> str:
    """Return a bar of ``size`` columns of which ``reached`` percent are filled, by eighths of a column.

    >>> _bar(100, 4), _bar(0, 4), _bar(52, 4)
    ('████', '····', '██··')
    """
    eighths = int(reached * size * 8 / 100)
    whole, part = divmod(eighths, 8)
    return ("█" * whole + " ▏▎▍▌▋▊▉"[part].strip()).ljust(size, "·")


def _table(result: Result, screen: _Screen) -> Iterator[str]:
    """Yield the matrix of languages by sections, in as many tables as the terminal's width needs."""
    table = make_matrix(result)
    lacking = [line for line in table.sections if screen.show_all or any(cell != "100" for cell in line.cells)]
    shown = lacking if screen.show_all else lacking[:SHOWN]
    lines = [*table.totals, *shown]
    widths = [max(_LEAST_CELL, width(language)) + 1 for language in table.languages]
    title = min(max(width(line.title) for line in lines), max(_LEAST_TITLES, screen.columns - sum(widths)))
    for number, part in enumerate(_parts(widths, screen.columns - title)):
        if number:
            yield ""
        yield " " * title + "".join(f"{table.languages[at]:>{widths[at]}}" for at in part)
        for at_line, line in enumerate(lines):
            if at_line == len(table.totals):
                yield screen.paint("source translated, by section, %", "dim")
            cells = [_cell(line.cells[at], widths[at], screen) for at in part]
            yield pad(clip(line.title, title), title) + "".join(cells)
    yield from _rest(len(table.sections) - len(shown), len(lacking) - len(shown), screen)


def _parts(widths: Sequence[int], columns: int) -> Iterator[range]:
    """Yield runs of a table's columns that fit into the columns of the terminal beside its titles.

    >>> list(_parts([5, 5, 8, 5], 15))
    [range(0, 2), range(2, 4)]
    """
    start = taken = 0
    for at, size in enumerate(widths):
        if taken + size > columns and at > start:
            yield range(start, at)
            start, taken = at, 0
        taken += size
    yield range(start, len(widths))


def _cell(value: str, columns: int, screen: _Screen) -> str:
    return screen.paint(f"{value:>{columns}}", "dim" if value in {"100", "–"} else "warning")


def _findings(result: Result, screen: _Screen) -> Iterator[str]:
    shown = result.worst_first if screen.show_all else result.worst_first[:SHOWN]
    for number, found in enumerate(shown):
        if number:
            yield ""
        yield from _finding(found, result, screen)
    if hidden := len(result.findings) - len(shown):
        yield ""
        yield screen.paint(f"{count(hidden, 'more finding')}; --show-all shows all", "dim")


def _finding(found: Found, result: Result, screen: _Screen) -> Iterator[str]:
    """Yield the lines of one finding: what is wrong, where, and both texts, the source first."""
    said = headline(found)
    said = f"{pair_name(found)}: {said}" if len(result.coverages) > 1 else said[0].upper() + said[1:]
    yield from screen.fold(said, result.criteria.level(found.finding.kind))
    about = f"{location(found)} · {found.finding.confidence:.0%} sure · {found.finding.id}"
    yield from screen.fold(about, "dim", "  ")
    label = max(width(text.language) for text in (found.text, found.other))
    most = None if screen.show_all else _QUOTED_LINES
    room = screen.columns - label - 4  # two columns of indent, and two between language and text
    rows = [(found.text.language, wrap(plain(found.finding.text), room, most))]
    rows.append((found.other.language, _counterpart(found, screen, room)))
    for language, lines in rows if found.finding.side == "source" else rows[::-1]:
        for line_number, line in enumerate(lines or [screen.paint("(blank)", "dim")]):
            yield f"  {screen.paint(pad('' if line_number else language, label), 'dim')}  {line}"


def _counterpart(found: Found, screen: _Screen, columns: int) -> list[str]:
    """Return the text that faces a finding, or the end and the beginning of the sentences around the gap."""
    if text := counterpart_text(found):
        return wrap(text, columns, None if screen.show_all else _QUOTED_LINES)
    gap = "[nothing]"
    before, after = around_counterpart(found)
    room = (columns - len(gap) - 2) // 2
    parts = clip_start(before, room), screen.paint(gap, "bold"), clip(after, room)
    return [" ".join(part for part in parts if part)]


def _verdict(result: Result, screen: _Screen) -> Iterator[str]:
    if stale := stale_line(result):
        yield from screen.fold(plain(stale), "note")
    if result.findings and not result.criteria.accepted_file:
        yield from screen.fold("To accept a finding, put its id on a line of a file and pass that to --ignore.", "dim")
    for failure in result.failures:
        yield from screen.fold(f"Failed: {plain(failure)}.", "error")
    asked = result.criteria.fail_under or result.criteria.fail_on
    if asked and not result.failures:
        yield screen.paint("Passed.", "good")
