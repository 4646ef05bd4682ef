"""TeX as arXiv's search service converts it."""
# ruff: noqa: RUF001  this file is about signs that look like others

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.text.converted import unicode_as_arxiv


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"$\alpha = \beta$", "$α= β$"),
        (r"\alpha\beta\gamma", "αβγ"),
        (r"$\alpha_\beta_7$", "$α_β_7$"),
        (r"$\Delta{}E$", "$ΔE$"),
        (r"a $\mu$m wide", "a $μ$m wide"),
        (r"$x^{\alpha}$ and ${\beta x}$", "$x^α$ and ${βx}$"),
        ("\\gamma\nrays", "γ\nrays"),
        (r"\gamma\ rays", "γ rays"),
        (r"\alpha{-}decay", "α{-}decay"),
        (r"$\phi$", "$φ$"),
    ],
)
def test_greek_is_unicode_even_in_formulas_and_swallows_a_space(typed: str, shown: str) -> None:
    """A space, empty braces, or the backslash of a protected space; never a line end."""
    assert unicode_as_arxiv(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"Erd\H{o}s, Poincar\'e, Schr{\"o}dinger", "Erdős, Poincaré, Schr{ö}dinger"),
        (r"Mart\'{\i}n, na{\"\i}ve", 'Martín, na{\\"ı}ve'),
        (r"Ha\v{c}ek, Ko\c{c}, \L\'od\'z, Stra\ss e", "Haček, Koç, Łódź, Straße"),
        (r"{\AA}ngstr\"{o}m, {\o}re, \AA ngstr\"om", "Ångström, øre, Ångström"),
        (r"{{x}} and {{{\'e}}}", "{x} and {é}"),
        (r"\'{e} \={a} \.I \~n \^{\j}", "é ā İ ñ ĵ"),
        (r"90\deg, \S 3, \copyright{}", "90°, §3, ©"),
        (r"\c{i} \'q", "ci q"),
        (r"\t{o}o", "oo"),
    ],
)
def test_accents_and_letters_are_unicode(typed: str, shown: str) -> None:
    """Braces around them stay, accents that arXiv does not know there go."""
    assert unicode_as_arxiv(typed) == shown


@pytest.mark.parametrize(
    "text",
    [
        r"$\varepsilon \varphi \vartheta \upsilon \times \frac{1}{2}$",
        r"\emph{word} \textbf{x} 50\% $a_2$ \alpha2 \alphabet \% \& \\",
        "no TeX at all, ünïcode, {braces}, $5",
        r"\" O, \' c, \d{o}, \vec x",
        "",
    ],
)
def test_other_tex_stays(text: str) -> None:
    """What arXiv does not convert is left to those who show it."""
    assert unicode_as_arxiv(text) == text


PIECES = st.sampled_from(
    [
        *("\\", r"\'", r"\"", r"\v", r"\c", *"{}$_^aeiI2"),
        " ",
        "\n",
        r"\alpha",
        r"\o",
        r"\i",
        r"\'{e}",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_the_search_service_could_show_is_shown_alike(text: str) -> None:
    """Text never grows, and no letter is lost."""
    shown = unicode_as_arxiv(text)
    assert len(shown) <= len(text)
    assert shown.count("2") == text.count("2")


@given(
    st.lists(st.sampled_from(["α", r"\varphi", "é", "{ö}", "$", " = ", "x_2", "\n"])).map("".join)
)
def test_what_is_converted_stays_as_it_is(text: str) -> None:
    """So it does not matter which channel a text came through."""
    assert unicode_as_arxiv(text) == text


@pytest.mark.parametrize(
    "hostile", ["{" * 50_000, "{{" * 2000 + "}}" * 2000, "\\" * 50_000, "\\'{" * 9999]
)
def test_hostile_text_costs_no_time(hostile: str) -> None:
    """Work grows with the length of the text, not with its square."""
    assert len(unicode_as_arxiv(hostile)) <= len(hostile)
