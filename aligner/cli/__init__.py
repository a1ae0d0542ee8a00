"""The command line: the only place that prints."""

from __future__ import annotations

from errno import EPIPE
from importlib import import_module
from typing import Any

import click

from aligner.errors import AlignerError
from aligner.version import __version__

_COMMANDS = {  # the module of each command, imported only when the command is named
    "build": "aligner.cli.build",
    "align": "aligner.cli.align",
    "coverage": "aligner.cli.coverage",
    "pin": "aligner.cli.pin",
    "pins": "aligner.cli.pins",
    "review": "aligner.cli.review",
    "segment": "aligner.cli.segment",
    "export": "aligner.cli.export",
    "import": "aligner.cli.import_",
    "validate": "aligner.cli.validate",
    "evaluate": "aligner.cli.evaluate",
}


class _Group(click.Group):
    """A group that imports a command when it is named, and shows the library's errors as one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(_COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AlignerError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.errno == EPIPE:  # the program that reads our output has ended; click handles that
                raise
            raise click.ClickException(f"{error.filename2 or error.filename}: {error.strerror}") from error


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
