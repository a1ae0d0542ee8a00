"""The command line: the only place that prints."""

from __future__ import annotations

import sys
from contextlib import suppress
from errno import EPIPE
from importlib import import_module
from typing import Any

import click

from aligner.errors import AlignerError, plain
from aligner.version import __version__

_COMMANDS = {  # the module of each command, imported only when the command is named
    "build": "aligner.cli.build",
    "align": "aligner.cli.align",
    "batch": "aligner.cli.batch",
    "pair": "aligner.cli.pair",
    "coverage": "aligner.cli.coverage",
    "pin": "aligner.cli.pin",
    "pins": "aligner.cli.pins",
    "review": "aligner.cli.review",
    "segment": "aligner.cli.segment",
    "export": "aligner.cli.export",
    "import": "aligner.cli.import_",
    "words": "aligner.cli.words",
    "find": "aligner.cli.find",
    "terms": "aligner.cli.terms",
    "memory": "aligner.cli.memory",
    "validate": "aligner.cli.validate",
    "evaluate": "aligner.cli.evaluate",
    "model": "aligner.cli.model",
    "cache": "aligner.cli.cache",
}


class _Group(click.Group):
    """A group that imports a command when it is named, and shows the library's errors as one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, None if there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(_COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn what the library and the system raise into one sentence and exit status 1."""
        with suppress(AttributeError, ValueError):  # a Windows code page has no Cyrillic; a stand-in cannot change
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        try:
            return super().invoke(ctx)
        except AlignerError as error:
            raise click.ClickException(plain(str(error))) from error
        except OSError as error:
            if error.errno == EPIPE:  # the program that reads our output has ended; click handles that
                raise
            place = error.filename2 or error.filename or "stdin or stdout"
            raise click.ClickException(plain(f"{place}: {error.strerror or error}")) from error
        except MemoryError as error:
            raise click.ClickException("the memory is not enough for this input; split it") from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="aligner")
def main() -> None:
    """Align translations sentence by sentence.

    \b
    Examples:
      aligner build texts/family                    every version of a work: TMX and a side-by-side page
      aligner align en.txt ru.txt --to tmx -o m.tmx  two texts into a translation memory
      aligner coverage en.txt ru.txt                is everything translated, and what is not
      aligner segment speech.txt --lang ja          one sentence per line
    """
