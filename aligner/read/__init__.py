"""Files into paragraphs."""

from aligner.read.detect import detect_language
from aligner.read.document import Document, LeftOut
from aligner.read.explain import explain
from aligner.read.pairs import Pair, Pairs, read_pairs
from aligner.read.reader import read_text
from aligner.read.tags import check_language

__all__ = [
    "Document",
    "LeftOut",
    "Pair",
    "Pairs",
    "check_language",
    "detect_language",
    "explain",
    "read_pairs",
    "read_text",
]
