"""TeX in titles and abstracts: formulas as the index holds them, and readable text."""
# ruff: noqa: RUF001  Greek letters look like others

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.text import plain
from paperlode.text.tex import pieces


@pytest.mark.parametrize(
    ("tex", "readable"),
    [
        (r"K\"ahler, Erd\H{o}s, \v{C}ech, {\'e}t{\'{e}}", "Kähler, Erdős, Čech, été"),
        (r"na\"{\i}ve na\"\i ve \c c \c{c} \k{a} \~n", "naïve naïve ç ç ą ñ"),
        (r"{\L}\'od\'z {\O}rsted stra{\ss}e 5 \AA", "Łódź Ørsted straße 5 Å"),
        (r"10\% of \$5 \& \#1 a\_b", "10% of $5 & #1 a_b"),
        (r"{\em one} \emph{two} \textbf{three} \texttt{four}", "one two three four"),
        (r"``quoted'' -- and --- dashes~here", "“quoted” \N{EN DASH} and — dashes here"),
        (r"$\alpha_2$ at 10$^{-3}$ K and 30$^\circ$C", "α₂ at 10⁻³ K and 30°C"),
        (r"Ni$_3$(Al$_{1-x}$X$_x$)", "Ni₃(Al₁₋ₓXₓ)"),
        (r"$T_c$ $V_{\rm eff}$ $x_{ij}$ $e^{i\pi}$ 5$^{\rm th}$", "T_c V_eff x_ij e^iπ 5th"),
        (r"$\frac{a+b}{2}$ $\sqrt{2}$ $\sqrt[3]{x+1}$", "(a+b)/2 √2 ³√(x+1)"),
        (r"$\mathbb{R}^n \to \mathcal{O}(n \log n)$", "ℝⁿ → O(n log n)"),
        (r"$c(\mathbf r) \in \mathbb R^3$", "c(r) ∈ ℝ³"),
        (r"$\hat{H}|\psi\rangle$ and $\overline{AB}$", "Ĥ|ψ⟩ and AB"),
        (r"\(x^2\) and \[y_1\] and $$z$$", "x² and y₁ and z"),
        (r"$\text{CsV}_3\text{Sb}_5$, $ \text{Zr}_{16}$", "CsV₃Sb₅, Zr₁₆"),
        (r"see \href{https://example.org}{here}\cite{key}", "see here"),
        ("costs $5 or $10, and a lone $ sign", "costs $5 or $10, and a lone $ sign"),
        (r"\unknown word and \other{word}", "unknown word and word"),
        ("one\n  line", "one line"),
        (r"\textalpha-Ta, \b{eta}-Sb, High-\k{appa}", "α-Ta, β-Sb, High-κ"),
        (r"\emph{about} ~5 and Fig.~3", "about ~5 and Fig. 3"),
        (r"\url{https://a.org/x\_y_z~u}", "https://a.org/x_y_z~u"),
        (r"Al\textsubscript{2}O\textsubscript{3}", "Al₂O₃"),
        ("{unbalanced }} braces {", "unbalanced braces"),
    ],
)
def test_tex_becomes_readable(tex: str, readable: str) -> None:
    """What readers of abstracts know how to read appears as they would write it by hand."""
    assert plain(tex) == readable


@given(st.text(alphabet=st.sampled_from(r"ab2 \{}$_^~-'`\"[]()\hat\sqrt\frac"), max_size=60))
def test_any_text_becomes_one_line(text: str) -> None:
    """No text is too broken to be shown."""
    assert "\n" not in plain(text)


@pytest.mark.parametrize(
    "deep", ["{" * 5000, r"\hat" * 5000, r"\bm" * 5000, "$" + "_{" * 5000, "}" * 5000]
)
def test_deep_nesting_is_read(deep: str) -> None:
    """Hostile nesting costs no more than its length."""
    assert len(plain(deep + "x")) <= 5 * len(deep)


def test_formulas_are_taken_whole() -> None:
    """The index knows formulas with their dollar signs, and texts without them have none."""
    assert pieces(r"the $\beta$ decay of $x$") == [r"$\beta$", "$x$"]
    assert pieces("none here") == []
