"""Read files of any format into paragraphs: ``read_document`` reads, ``explain`` reports what was left out."""

from aligner.document import Document, LeftOut
from aligner.read.left_out import explain
from aligner.read.parts.detect import detect_language
from aligner.read.parts.language_tags import check_language
from aligner.read.reader import read_document

__all__ = ["Document", "LeftOut", "check_language", "detect_language", "explain", "read_document"]
