"""XML as chapters and word processors have it."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_html, parse_xml


@pytest.mark.parametrize(
    ("reference", "character"),
    [
        ("&nbsp;", "\u00a0"), ("&frac34;", "¾"), ("&CounterClockwiseContourIntegral;", "∳"), ("&amp;", "&"),
        ("&lt;", "<"), ("&quot;", '"'), ("&apos;", "'"), ("&#233;", "é"),
    ],
)  # fmt: skip
def test_entities_of_html_are_known(reference: str, character: str) -> None:
    """The named entities of HTML, of up to 31 letters, and those of XML are characters."""
    assert inner_text(parse_xml(f"<p>a{reference}b</p>", "a.xml")) == f"a{character}b"


@pytest.mark.parametrize(
    "head",
    ['<?xml version="1.0"?>\n\n', "<!DOCTYPE html\nPUBLIC\n'x'>", "<!DOCTYPE book [\n<!ELEMENT p ANY>\n]>", "\n\n"],
)
def test_an_error_names_the_line(head: str) -> None:
    """Declarations that are taken away do not change the numbers of the lines."""
    with pytest.raises(InputError, match=r"^a\.xml, line 4: not well-formed XML \("):
        parse_xml(f"{head}<p>\n</q></p>", "a.xml")


@pytest.mark.parametrize("declaration", ["<!ENTITY j 'x'>", "<!entity j 'x'>", "<!ENTITY % j 'x'>"])
def test_declared_entities_are_refused(declaration: str) -> None:
    """No entity that a document declares is ever resolved."""
    with pytest.raises(InputError, match=r"a\.xml: declares XML entities; remove its document type declaration"):
        parse_xml(f"<!DOCTYPE p [{declaration}]><p>&j;</p>", "a.xml")


def test_names_without_their_namespace() -> None:
    """Elements and attributes are found whatever namespace or prefix they have."""
    root = parse_xml('<x:P xmlns:x="u" x:type="one" lang="en"><!-- no --></x:P>', "a.xml")
    assert (local_name(root), local_attribute(root, "type"), local_attribute(root, "lang")) == ("p", "one", "en")
    assert local_attribute(root, "id") == ""
    page = parse_html('<p epub:type="two">One<!-- no --></p>', "a.html")
    (paragraph,) = page.iter("p")
    assert local_attribute(paragraph, "type") == "two"
    assert [local_name(child) for child in paragraph] == [""]
