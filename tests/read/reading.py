"""Containers made of folders, and documents shown as text that a person can read and edit."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from aligner.read import Document, read_document

DATA = Path(__file__).parents[1] / "data" / "read"
FAMILY = Path(__file__).parents[2] / "texts" / "family"


def pack(folder: Path) -> bytes:
    """Return the zip container of a folder; ``mimetype`` comes first and is not compressed."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for path in sorted(folder.rglob("*"), key=lambda path: (path.name != "mimetype", path)):
            if path.is_file():
                stored = zipfile.ZIP_STORED if path.name == "mimetype" else zipfile.ZIP_DEFLATED
                container.write(path, path.relative_to(folder).as_posix(), stored)
    return made.getvalue()


def read_data(name: str) -> Document:
    """Read a file of the test data, or the container made of a folder there."""
    path = DATA / name
    return read_document(pack(path), name=name) if path.is_dir() else read_document(path.read_bytes(), name=name)


def show(document: Document) -> str:
    """Return a document as the ``.expected`` files have it."""
    lines = [f"language: {document.language}", f"title: {document.title}"]
    for paragraph in document.paragraphs:
        kind = f"{paragraph.kind} {paragraph.level}" if paragraph.level else paragraph.kind
        lines.append(f"--- {kind} @ {paragraph.place or f'line {paragraph.line}'}")
        lines.append(paragraph.text)
        lines += [
            f"    [{mark.kind}] {paragraph.text[mark.start : mark.end] or mark.start}"
            + (f" = {mark.value}" if mark.value else "")
            for mark in paragraph.marks
        ]
    lines += [f"=== left out @ {left.place} ({left.reason})\n{left.text}" for left in document.left_out]
    lines += [f"!!! {warning}" for warning in document.warnings]
    return "\n".join(lines) + "\n"


def make_pdf(pages: list[list[tuple[float, float, float, str]]]) -> bytes:
    """Return a PDF of lines (left, baseline and size in points, text); its fonts are those every viewer has."""
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    bodies.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        drawn = [f"/F1 {size} Tf 1 0 0 1 {left} {base} Tm ({text}) Tj" for left, base, size, text in lines]
        stream = "BT\n" + "\n".join(drawn) + "\nET"
        bodies.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        kids.append(f"{len(bodies) + 1} 0 R")
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] {resources} /Contents {len(bodies)} 0 R >>"
        )
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF\n".encode()
