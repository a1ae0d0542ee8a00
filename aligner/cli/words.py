"""``aligner words``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.common import (
    check_free,
    device_option,
    force_option,
    fp32_option,
    make_session,
    model_option,
    output_option,
    read_lines,
    write_output,
)

if TYPE_CHECKING:
    from aligner.session import Aligner
    from aligner.word_links import LinkedBead


@click.command("words")
@click.argument("inputs", nargs=-1, required=True, metavar="ALIGNMENT... | SOURCE TARGET")
@click.option("--source-lang", metavar="TAG", help="Language of SOURCE.  [from its name or text]")
@click.option("--target-lang", metavar="TAG", help="Language of TARGET.  [from its name or text]")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["pharaoh", "json", "tei"]),
    default="pharaoh",
    show_default=True,
    help="A line of i-j for each bead, an object of JSON with characters and probabilities, or a TEI document.",
)
@click.option(
    "--tokenized",
    is_flag=True,
    help="Only white space parts tokens, in Chinese, Japanese and Thai too, where otherwise each character is one.",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out links of a lower probability."
)
@output_option
@force_option
@model_option
@fp32_option
@device_option
def command(
    inputs: tuple[str, ...],
    source_lang: str | None,
    target_lang: str | None,
    format_name: str,
    tokenized: bool,
    min_confidence: float,
    output: Path | None,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Link the words of alignment files, or of SOURCE and TARGET, of which line k of one faces line k of the other.

    Prints a line for each bead or line: the numbers of the tokens that are translations of each other, from 0. A token
    is what is between white space, or a character in scripts without spaces between words.

    \b
    Examples:
      aligner words alignments/family/en-de.jsonl > en-de.words
      aligner words en.lines fr.lines --source-lang en --target-lang fr > en-fr.words
      aligner words alignments/family/en-ja.jsonl --format json -o en-ja.words.jsonl
    """
    from aligner.formats.linked_words import WORD_FORMATS

    faced = _are_texts(inputs)
    if not faced and (source_lang or target_lang):
        raise click.UsageError("an alignment file names its languages; leave out --source-lang and --target-lang")
    check_free(output, force=force)
    session = make_session(model, fp32=fp32, device=device)
    if faced:
        languages, beads = _from_lines(session, inputs, (source_lang, target_lang), spaced=tokenized)
    else:
        languages, beads = _from_alignments(session, inputs, spaced=tokenized)
    certain = (bead._replace(links=[link for link in bead.links if link[2] >= min_confidence]) for bead in beads)
    write_output("".join(WORD_FORMATS[format_name](certain, languages)), output, force=force)


def _are_texts(inputs: tuple[str, ...]) -> bool:
    """Return whether the inputs are two texts; raise a usage error when they are neither these nor alignment files."""
    from aligner.formats.alignment_file import is_alignment_file

    for path in inputs:
        if path != "-" and not Path(path).is_file():
            raise click.UsageError(f"{path}: there is no such file")
    if inputs.count("-") > 1:
        raise click.UsageError("only one of SOURCE and TARGET can be read from stdin")
    ours = [path != "-" and is_alignment_file(Path(path)) for path in inputs]
    if all(ours):
        return False
    if any(ours) or len(inputs) != 2:
        raise click.UsageError("give alignment files, or two texts of as many lines")
    return True


def _from_alignments(
    session: Aligner, inputs: tuple[str, ...], *, spaced: bool
) -> tuple[tuple[str, str], Iterator[LinkedBead]]:
    from aligner.formats.alignment_file import load_alignment

    alignments = [load_alignment(Path(path)) for path in inputs]
    found = (session.link_beads(alignment, spaced=spaced) for alignment in alignments)
    return (alignments[0].source.language, alignments[0].target.language), chain.from_iterable(found)


def _from_lines(
    session: Aligner, inputs: tuple[str, ...], given: tuple[str | None, str | None], *, spaced: bool
) -> tuple[tuple[str, str], Iterator[LinkedBead]]:
    source, target = (read_lines(path, language) for path, language in zip(inputs, given, strict=True))
    return (source.language, target.language), session.link_lines(source, target, spaced=spaced)
