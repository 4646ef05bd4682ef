"""TeX mathematics as MathML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from paperlode.publish.mathml import convert, width

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
    assert ">Fe</mi>" in str(convert(r"\mathrm{Fe}_2"))


@pytest.mark.parametrize("tex", ["x", r"\alpha", r"\Delta"])
def test_variables_are_left_to_be_set_in_italics(tex: str) -> None:
    """The style gives them the italics of the text."""
    assert "mathvariant" not in str(convert(tex))


@pytest.mark.parametrize("tex", [r"\log", r"\mathcal{O}", r"\infty", r"\mathrm{Fe}"])
def test_names_and_letters_with_a_shape_stand_upright(tex: str) -> None:
    """Functions, calligraphic letters and signs are no variables."""
    assert "<mi>" not in str(convert(tex))


@pytest.mark.parametrize("tex", [r"\hspace{900em}x", r"\hspace{-90em}x", r"\rule{50em}{50em}"])
def test_no_formula_takes_more_room_than_it_needs(tex: str) -> None:
    """Lengths that could push text from the page or over other text are left out."""
    assert not re.search('="-?[0-9]{2}', str(convert(tex) or ""))


def test_wide_formulas_are_told_from_narrow_ones() -> None:
    """The estimate decides what must scroll or be broken on a telephone."""
    narrow, wide = convert("T_c = 90"), convert(" + ".join(f"x_{n}" for n in range(9)))
    assert narrow is not None
    assert wide is not None
    assert (width(narrow) < 9, width(wide) > 15) == (True, True)
