"""arXiv's text as HTML."""

from __future__ import annotations

import pytest

from paperlode.publish.markup import headline, html, plain


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\emph{a} \textit{b} {\bf c} \texttt{d}", "<em>a</em> <i>b</i> <b>c</b> <code>d</code>"),
        (r"Al\textsubscript{2}O\textsuperscript{+}", "Al<sub>2</sub>O<sup>+</sup>"),
        (r"\textit{1T}-TaS$_2$", "<i>1T</i>-TaS<sub>2</sub>"),
        (r"\textbf{A \textit{b}} c", "<b>A b</b> c"),
        ("see https://a.org/b_c.", 'see <a href="https://a.org/b_c">https://a.org/b_c</a>.'),
        ("(https://a.org/x_(y))", '(<a href="https://a.org/x_(y)">https://a.org/x_(y)</a>)'),
        (r"\url{https://a.org/x\_y}", '<a href="https://a.org/x_y">https://a.org/x_y</a>'),
        (r"\href{https://a.org}{\textbf{here}}", '<a href="https://a.org">here</a>'),
        (r"$\href{https://a.org}{\text{here}}$", '<a href="https://a.org">here</a>'),
        (r"\href{javascript:alert(1)}{x} data:x", "x data:x"),
        ("365~nm, ~5 K", "365 nm, ~5 K"),
        (r"x\cite{a}, \b{eta}", "x, β"),
        ("<b> & $5", "&lt;b&gt; &amp; $5"),
    ],
)
def test_text_becomes_html(text: str, written: str) -> None:
    """Emphasis and addresses keep their meaning; nothing else is markup."""
    assert html(text) == written


def test_a_title_holds_no_links() -> None:
    """It is a link itself."""
    assert (
        headline(r"On https://a.org and \url{https://b.org}")
        == "On https://a.org and https://b.org"
    )


def test_words_stay_apart() -> None:
    """Braces at the edge of a formula take no space with them."""
    assert plain(r"\emph{ab initio $x_1$} and") == "ab initio x₁ and"
