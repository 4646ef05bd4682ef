"""Text as XML."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from paperlode.replica.markup import attribute, element, optional

ALLOWED = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r<&>\"'"))


@given(ALLOWED.filter(lambda text: "\ufffe" not in text and "\uffff" not in text))
def test_what_is_written_is_read_again(text: str) -> None:
    """Between tags and between quotes, line ends and all."""
    assert (etree.fromstring(element("a", text)).text or "") == text
    assert etree.fromstring(f'<a b="{attribute(text)}"/>').get("b") == text


@given(st.text())
def test_every_text_can_be_written(text: str) -> None:
    """What XML forbids is left out."""
    etree.fromstring(f'<a b="{attribute(text)}">{element("c", text)}</a>')


def test_what_is_missing_is_absent() -> None:
    """No empty elements."""
    assert [optional("a", value) for value in (None, "", "x")] == ["", "", "<a>x</a>"]
