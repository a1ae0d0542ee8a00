"""Find the principal directions of the built-in model's token vectors.

    scripts/make_directions.py GOLD_FOLDER... -o aligner/embed/data/directions.npy

For each layer that the matcher looks at, the token vectors of all texts, centred by their text and at unit length, are
turned to the directions in which they vary most.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import click
import numpy as np
from gold import find_documents
from numpy.typing import NDArray

from aligner.embed.transformer import TransformerEncoder
from aligner.files import write_whole
from aligner.profile import centre

_KEPT = 128
_SAMPLE = 5000  # tokens of each text and layer


def find_directions(texts: list[list[str]], encoder: TransformerEncoder) -> NDArray[np.float16]:
    """Return [layers, width, 128]: the eigenvectors of the largest eigenvalues of each layer's second moments."""
    random = np.random.default_rng(0)
    moments: list[NDArray[np.float64]] = []
    for segments in texts:
        for number, layer in enumerate(encoder.encode(segments).layers):
            vectors = centre(layer).astype(np.float64)
            some = vectors[random.permutation(len(vectors))[:_SAMPLE]]
            if number == len(moments):
                moments.append(np.zeros((some.shape[1], some.shape[1])))
            moments[number] += some.T @ some
    directions = []
    for moment in moments:
        values, vectors = np.linalg.eigh(moment)
        directions.append(vectors[:, ::-1][:, :_KEPT])
        click.echo(f"{values[-_KEPT:].sum() / values.sum():.2f} of the variance kept", err=True)
    return np.stack(directions).astype(np.float16)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(folders: tuple[Path, ...], output: Path) -> None:
    """Find the directions from the texts of the gold documents below FOLDERS."""
    texts = [text.texts for document in find_documents(folders) for text in (document.source, document.target)]
    buffer = BytesIO()
    np.save(buffer, find_directions(texts, TransformerEncoder(reduced=False)))
    write_whole(output, buffer.getvalue())


if __name__ == "__main__":
    main()
