"""``aligner cache``."""

from __future__ import annotations

import re

import click

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([KMGT]?)B?", re.IGNORECASE)  # "500MB", "1.5 G", "1000000"


@click.group("cache")
def command() -> None:
    """See, empty or limit the vectors that are kept, so that a text is encoded once.

    \b
    Examples:
      aligner cache info
      aligner cache limit 2GB
      aligner cache clear
    """


@command.command("info")
def info() -> None:
    """Say where the cache is, how large it is, and its limit.

    \b
    Examples:
      aligner cache info
    """
    from aligner.embed.cache_upkeep import describe_cache

    found = describe_cache()
    click.echo(f"file       {found.path}")
    click.echo(f"size       {_show(found.size)}")
    click.echo(f"entries    {found.entries:,}")
    click.echo(f"limit      {_show(found.limit) if found.limit else 'none'}")


@command.command("clear")
def clear() -> None:
    """Delete all vectors that are kept; the next run encodes its texts again.

    \b
    Examples:
      aligner cache clear
    """
    from aligner.embed.cache_upkeep import clear_cache

    click.echo(f"{_show(clear_cache())} deleted", err=True)


@command.command("limit")
@click.argument("size")
def limit(size: str) -> None:
    """Keep the cache below SIZE from now on, the oldest vectors going first. `0` takes the limit away.

    \b
    Examples:
      aligner cache limit 500MB
      aligner cache limit 0
    """
    from aligner.embed.cache_upkeep import limit_cache

    match = _SIZE.fullmatch(size.strip())
    if match is None:
        raise click.UsageError(f"{size!r} is no size; write it as 500MB or 2GB")
    found = limit_cache(int(float(match[1]) * _UNITS[match[2].upper()]))
    click.echo(f"{_show(found.size)} kept in {found.entries:,} entries", err=True)


def _show(size: int) -> str:
    """Return a number of bytes as a person reads it.

    >>> _show(1_234_567), _show(900)
    ('1.2 MB', '900 B')
    """
    for letter in ("T", "G", "M", "K"):
        if size >= _UNITS[letter]:
            return f"{size / _UNITS[letter]:.1f} {letter.replace('K', 'k')}B"
    return f"{size} B"
