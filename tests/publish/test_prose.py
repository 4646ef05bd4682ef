"""arXiv's text, made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.publish.prose import Formula, Words, clean, runs
from tests.hostile import HOSTILE

ANY = st.one_of(st.text(), st.text(st.sampled_from("ab 0\\$(){}[]^_.,\n")))


@given(st.one_of(ANY, st.sampled_from(HOSTILE)))
def test_nothing_hidden_is_left(text: str) -> None:
    """No control, no bidi control, no surrogate; one space at a time; clean text stays as it is."""
    shown = clean(text)
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b")
    assert shown == " ".join(shown.split())
    assert clean(shown) == shown


def test_half_a_character_is_dropped() -> None:
    """A lone surrogate, which JSON can smuggle in, could not be written to any file."""
    assert clean("a\ud800b") == "ab"


def test_joiners_of_living_scripts_stay() -> None:
    """Indic names need their joiners."""
    assert clean("क्\u200dष and न्\u200cम") == "क्\u200dष and न्\u200cम"


@given(ANY)
def test_runs_are_the_text(text: str) -> None:
    """Put together again, words and formulas are what was there."""
    parts = [run.text if isinstance(run, Words) else run.source for run in runs(text)]
    assert "".join(parts) == text


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("the $x$ of $y_1$", ["x", "y_1"]),
        ("HfO$_2$ and TiO$_{2-x}$", ["_2", "_{2-x}"]),
        (r"\(a\) and \[b\] and $$c$$", ["a", "b", "c"]),
        ("number $ N $ of", ["N"]),
        ("$Σ$5 boundaries at 0$-$3 eV", ["Σ", "-"]),
        ("about $6.8 GHz$ wide", ["6.8 GHz"]),
        (r"near $ 71.6 \% $ of", [r"71.6 \%"]),
        (r"between $293 \, $K and", [r"293 \,"]),
        (
            r"${\rm deg}_{\rm in} - {\rm deg}_{\rm out}$",
            [r"{\rm deg}_{\rm in} - {\rm deg}_{\rm out}"],
        ),
        (r"$\textit{T$_c$}$ of $x$", [r"\textit{T$_c$}", "x"]),
        (r"\ce{H2O} and \SI{3}{K}", [r"\mathrm{H}_{2}\mathrm{O}", r"3\,\mathrm{K}"]),
        (r"\begin{equation}a=b\end{equation}", ["a=b"]),
        ("TaS$_2 and WS$_2$", ["_2", "_2"]),
        ("BaTi_{1-x}O_3$ films", [r"\mathrm{BaTi_{1-x}O_3}"]),
        (r"in \log(k)$ steps", [r"\log(k)"]),
        ("of $ 0.085$.", ["0.085"]),
        (r"top-\$p\$ and \$U(1) \times Z_2\$", ["p", r"U(1) \times Z_2"]),
        (r"$Auxiliary \ Gene \ Learning$", [r"Auxiliary \ Gene \ Learning"]),
        (r"\$OneMillion-Bench \$One", []),
        ("$ 5-$ 10", []),
        ("costs 44$ or 90$, a $5 part", []),
        ("costs $5 and $10", []),
        ("between $500-$780 USD", []),
        ("over $8 billion for $N$ agents", ["N"]),
        ("at just $4 per test. Data and resources will be at cost $x", []),
        (r"from \$5 to \$10", []),
        ("the native $ISEK token and the $OTHER one", []),
        ("US$ 5 or US$ 6", []),
        ("one $ alone", []),
        ("$$$$ and $", []),
    ],
)
def test_formulas_are_told_from_money(text: str, formulas: list[str]) -> None:
    """Dollars around mathematics are delimiters; dollars before amounts are dollars."""
    assert [run.tex for run in runs(text) if isinstance(run, Formula)] == formulas
