"""Learn the map by which token vectors are compared when words are linked.

    scripts/train_word_links.py WORDS_FOLDER... -o aligner/data/word_links.npy
    scripts/train_word_links.py WORDS_FOLDER... --hold-out    what half of the sentences teach about the others

Each folder has ``src.txt`` and ``tgt.txt``, tokenised, a sentence a line, and ``gold.txt`` with the links that people
made: ``i-j`` sure and ``i?j`` possible. The map begins as the weights of the layers and learns, for each token of each
side, to prefer those that the gold links it to, or none. The result is the same in every run on one machine.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import torch
from numpy.typing import NDArray

from aligner.files import write_whole
from aligner.profile import Vectors
from aligner.session import Aligner
from aligner.text import make_lines
from aligner.word_links import (
    LAYER_WEIGHTS,
    LEAST,
    NO_COUNTERPART,
    TEMPERATURE,
    cover,
    distances,
    find_tokens,
    link_units,
    share_out,
    stack_layers,
)

_EPOCHS = 9  # the half that was held out is no better after more
_RATE = 3e-4  # of Adam
_BATCH = 16  # sentences
_DECAY = 0.01  # of the squared difference from the map that training begins with


class Pair(NamedTuple):
    """A sentence: the stacked vectors of its tokens on both sides, the tokens of each word, and the gold links by word.

    A link is True where it is sure.
    """

    vectors: tuple[Vectors, Vectors]
    members: tuple[list[range], list[range]]
    gold: dict[tuple[int, int], bool]


def read_pairs(folder: Path, session: Aligner) -> list[Pair]:
    """Return the sentences of a folder."""
    texts = [make_lines("und", (folder / f"{side}.txt").read_text("utf-8"), side) for side in ("src", "tgt")]
    gold = (folder / "gold.txt").read_text("utf-8").splitlines()
    pairs = []
    for number, line in enumerate(gold[: len(texts[0])]):
        profiles = [session.profile(text) for text in texts]
        members = [
            cover(find_tokens(text.texts[number], spaced=True), profile.token_spans(number))
            for text, profile in zip(texts, profiles, strict=True)
        ]
        links = {(int(m[1]), int(m[3])): m[2] == "-" for m in re.finditer(r"(\d+)([-?])(\d+)", line)}
        vectors = [stack_layers(profile, number) for profile in profiles]
        pairs.append(Pair((vectors[0], vectors[1]), (members[0], members[1]), links))
    return pairs


def _target(pair: Pair) -> NDArray[np.float32]:
    """Return 1 for tokens of words that the gold links, [s, t]."""
    wanted = np.zeros((len(pair.vectors[0]), len(pair.vectors[1])), np.float32)
    for i, j in pair.gold:
        if i < len(pair.members[0]) and j < len(pair.members[1]):
            wanted[np.ix_(pair.members[0][i], pair.members[1][j])] = 1
    return wanted


def train(pairs: list[Pair]) -> NDArray[np.float32]:
    """Return the map [3 w, 3 w] that was learned."""
    width = pairs[0].vectors[0].shape[1] // 3
    first = torch.diag(torch.from_numpy(np.repeat(np.sqrt(LAYER_WEIGHTS), width).astype(np.float32)))
    weights = torch.nn.Parameter(first.clone())
    optimiser = torch.optim.Adam([weights], lr=_RATE)
    random = np.random.default_rng(0)
    for _ in range(_EPOCHS):
        order = random.permutation(len(pairs))
        for at in range(0, len(order), _BATCH):
            optimiser.zero_grad()
            losses = [_loss(pairs[k], weights) for k in order[at : at + _BATCH]]
            total: Any = _DECAY * ((weights - first) ** 2).sum() + sum(losses) / _BATCH
            total.backward()
            optimiser.step()
    return weights.detach().numpy()


def _loss(pair: Pair, weights: torch.Tensor) -> torch.Tensor:
    """Return the negative logarithm of the probability that each token goes to those of the gold, on average."""
    source, target = (torch.nn.functional.normalize(torch.from_numpy(side) @ weights, dim=1) for side in pair.vectors)
    apart = torch.from_numpy(distances(len(source), len(target)))
    near = (source @ target.T - apart) / TEMPERATURE
    wanted = torch.from_numpy(_target(pair))
    loss = torch.zeros(())
    for scores, right in ((near, wanted), (near.T, wanted.T)):
        none = torch.full((len(scores), 1), NO_COUNTERPART / TEMPERATURE)
        logs = torch.cat([scores, none], 1).log_softmax(1)
        chosen = torch.cat([right, (right.sum(1, keepdim=True) == 0).float()], 1)
        loss = loss - torch.logsumexp(logs + torch.log(chosen + 1e-9), 1).mean()
    return loss


def score(pairs: list[Pair], weights: NDArray[np.float32]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the links, as Och and Ney (2003) count sure and possible ones."""
    made = possible = found = sure = 0
    for pair in pairs:
        mapped = [side @ weights for side in pair.vectors]
        unit = [side / np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9) for side in mapped]
        links = link_units(share_out(unit[0], unit[1]), pair.members, LEAST)
        made += len(links)
        possible += sum((i, j) in pair.gold for i, j, _ in links)
        found += sum(pair.gold.get((i, j), False) for i, j, _ in links)
        sure += sum(pair.gold.values())
    precision, recall = possible / made, found / sure
    return precision, recall, 2 * precision * recall / (precision + recall)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--hold-out", is_flag=True, help="Learn from every second sentence, and score the others.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
def main(folders: tuple[Path, ...], hold_out: bool, output: Path | None) -> None:
    """Learn the map from the word alignments in FOLDERS."""
    session = Aligner()
    sets = {folder.name: read_pairs(folder, session) for folder in folders}
    first = np.diag(np.repeat(np.sqrt(LAYER_WEIGHTS), next(iter(sets.values()))[0].vectors[0].shape[1] // 3))
    weights = train([pair for pairs in sets.values() for pair in pairs[:: 2 if hold_out else 1]])
    for name, pairs in sets.items():
        scored = pairs[1::2] if hold_out else pairs
        for what, chosen in (("before", first.astype(np.float32)), ("after", weights)):
            click.echo(f"{name} {what}: {' '.join(f'{value:.3f}' for value in score(scored, chosen))}", err=True)
    if output is not None:
        buffer = BytesIO()
        np.save(buffer, weights.astype(np.float16))
        write_whole(output, buffer.getvalue())


if __name__ == "__main__":
    main()
