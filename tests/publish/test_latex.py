"""Text as LaTeX: formulas kept, everything else printed as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.publish.latex import tex


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("50% of A_B & C#1", r"50\% of A\_B \& C\#1"),
        ("already \\% and \\&", r"already \% and \&"),
        ("$x_1^2$ at z~1", r"$x_1^2$ at z\textasciitilde{}1"),
        ("Belle~II", "Belle~II"),
        ("cost $5 and $10", r"cost \$5 and \$10"),
        (r"worth $\log n $ birds", r"worth $\log n$ birds"),
        (r"$\{a\}$ and $50%$", r"$\lbrace a\rbrace $ and $50\%$"),
        (r"{\em Ab initio} and \textit{more}", r"{\em Ab initio} and \textit{more}"),
        (r"{\em Ab initio", r"\textbraceleft{}\em Ab initio"),
        (r"Schr\"odinger's Nikši\'{c}", r"Schr\"odinger's Nikši\'{c}"),
        (r"\pi-stacking of \ce{CO2}", r"\ensuremath{\pi}-stacking of $\mathrm{CO}_{2}$"),
        (r"\(x\) and \verb|y|", r"$x$ and \textbackslash{}verb|y|"),
        (r"$\input{x}$", r"\$\textbackslash{}input\textbraceleft{}x\textbraceright{}\$"),
        (r"$A \iff B$ ends \emph", r"$A \iff B$ ends \textbackslash{}emph"),
        ("Żółć β 王", "Żółć β 王"),
    ],
)
def test_titles_are_written_as_tex(title: str, written: str) -> None:
    """Formulas and letter commands stay; everything else is printed as it stands."""
    assert tex(title) == written


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_leaves_bibtex_balanced(text: str) -> None:
    """BibTeX counts every brace, escaped or not: after any text the count is where it was."""
    depth = 0
    for character in tex(text):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


@given(st.text(st.sampled_from("a B{}\\$%&#_^~'\"\n,@=~"), max_size=40))
def test_formulas_are_closed(text: str) -> None:
    """A dollar sign that is not printed has a partner."""
    assert tex(text).replace("\\\\", "").replace("\\$", "").count("$") % 2 == 0
