"""TeX mathematics as MathML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from paperlode.publish.mathml import convert

PIECES = (
    *("x", "2", "{", "}", "_", "^", "\\frac", "\\text{<b>}", "\\left(", "\\right)", "&", "<", '"'),
    *("\\href{javascript:x}{y}", "\\begin{matrix}", "\\end{matrix}", "\\\\", "\\sqrt", "'", " "),
)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("T_c", "Tc"),
        (r"\mathrm{MgB}_2", "MgB2"),
        (r"\Sigma + \beta", "Σ+β"),
        (r"\sqrt{2}", "2"),
        (r"10^{-3}", "10\N{MINUS SIGN}3"),
        (r"\text{a < b}", "a\xa0<\xa0b"),
        (r"3\,\mbox{\AA}^{-1}", "3Å\N{MINUS SIGN}1"),
        ("_2", "2"),
        ("^{2+}", "2+"),
    ],
)
def test_formulas_are_converted(tex: str, text: str) -> None:
    """What a reader sees is the mathematics, and a chemical index is an index."""
    element = etree.fromstring(str(convert(tex)))
    assert "".join(map(str, element.itertext())) == text
    assert element.tag in {"math", "sub", "sup"}


@pytest.mark.parametrize("tex", [r"\undefined x", r"\SI{1}{\kelvin}", "{", "x^", r"\color{red}{x}"])
def test_what_cannot_be_converted_is_left_to_its_source(tex: str) -> None:
    """Half a formula would be worse than none."""
    assert convert(tex) is None


@pytest.mark.parametrize(
    "tex", ["{" * 3000, "x^" * 700, r"\sqrt" * 600, r"\left(" * 400, "{x}^" * 900]
)
def test_bombs_do_not_go_off(tex: str) -> None:
    """Depth without end is refused, not followed."""
    assert convert(tex) is None


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_only_harmless_elements_come_out(tex: str) -> None:
    """Whatever the formula holds: MathML, no links, no styles, no foreign elements."""
    written = convert(tex)
    if written is not None:
        for element in etree.fromstring(str(written)).iter():
            assert re.fullmatch("m[a-z]+|none|su[bp]", element.tag)
            assert not {"href", "style", "class", "src"} & set(element.attrib)


def test_the_letters_of_an_upright_word_stand_together() -> None:
    """``Fe`` is one name, not the product of F and e."""
    assert "<mi>Fe</mi>" in str(convert(r"\mathrm{Fe}_2"))
