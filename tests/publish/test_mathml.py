"""TeX mathematics as MathML."""
# ruff: noqa: RUF001  letters that have a shape look like others

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


@pytest.mark.parametrize(
    "tex", ["{", "", r"\cancel{x}", r"\def\x{y}\x", r"\newcommand{\x}{y}\x", r"\input{x}"]
)
def test_what_cannot_be_converted_is_left_to_its_source(tex: str) -> None:
    """Half a formula would be worse than none, and no formula defines or loads anything."""
    assert convert(tex) is None


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\SI{1}{\kelvin}", "1K"),
        (r"\ce{SO4^2-}", "SO42\N{MINUS SIGN}"),
        (r"\left<x\right>", "⟨x⟩"),
        (r"x\left(y", "x(y"),
        (r"v_{\scriptsize \mbox{in}}", "vin"),
        (r"p_\rm{T}", "pT"),
        (r"\text{a $x_1$ b}", "a\xa0x1\xa0b"),
        (r"\texttt{build_net}", "build\xa0net"),
        (r"\epsilon &gt; 0", "ϵ>0"),
        (r"k_{\mathrm{peak}% }<\pi", "kpeak<π"),
        (r"\mathrm{Fe", "Fe"),
        (r"x}", "x"),
        (r"\begin{align}a &= b\label{x}\end{align}", "a=b"),
        (r"50%", "50%"),
        (r"\unicode{x212B}", "\u212b"),
        (r"\color{red}{x}", "x"),
        (r"\sqrt", "√"),
        ("μ^", "μ"),
        (r"\textit{T$_c$}", "Tc"),
        (r"\not\!\! E_T", "E\u0338T"),
        (r"\unicode{x0025}", "%"),
        (r"\H^1", "H1"),
        (r"B\"uttiker", "Büttiker"),
        (r"\slashed{D}", "D\u0338"),
    ],
)
def test_what_no_converter_reads_is_repaired(tex: str, text: str) -> None:
    """Abstracts are cut out of papers, with entities, packages and lost braces."""
    assert "".join(map(str, etree.fromstring(str(convert(tex))).itertext())) == text


@pytest.mark.parametrize(
    ("tex", "text"),
    [(r"\cX", "𝒳"), (r"\bx", "𝐱"), (r"\RR^d", "ℝd"), (r"T_{\ours}", "Tours"), (r"N\gsim 4", "N≳4")],
)
def test_commands_of_the_authors_own_show_what_they_mean(tex: str, text: str) -> None:
    """Fonts are abbreviated in the same few ways; of other commands the name is shown."""
    assert "".join(map(str, etree.fromstring(str(convert(tex))).itertext())) == text


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        ("_{2-x}", "<sub>2−<i>x</i></sub>"),
        ("^{th}", "<sup>th</sup>"),
        (r"^\circ", "°"),
        (r"\,", " "),
    ],
)
def test_an_index_alone_needs_no_formula(tex: str, written: str) -> None:
    """The index of ``HfO$_2$`` belongs to the word before it, and so does the degree sign."""
    assert convert(tex) == written


@pytest.mark.parametrize(
    ("tex", "told"),
    [(r"\frac{a}{b}", "a/b"), ("T_c", "T_c"), ("x^2", "x²"), (r"\alpha = 1", None), ("x", None)],
)
def test_formulas_can_be_read_aloud(tex: str, told: str | None) -> None:
    """Where the signs alone do not say what stands above or below, one line does."""
    assert etree.fromstring(str(convert(tex))).get("alttext") == told


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


@pytest.mark.parametrize("tex", ["x", r"\alpha", "X"])
def test_variables_are_left_to_be_set_in_italics(tex: str) -> None:
    """The style gives them the italics of the text."""
    assert "mathvariant" not in str(convert(tex))


@pytest.mark.parametrize("tex", [r"\log", r"\Delta", r"\mathcal{O}", r"\infty", r"\mathrm{Fe}"])
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
