"""Formulas of chemistry on the page of a paper."""

from __future__ import annotations

import pytest

from paperlode.publish.composition import composition


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("HfO2", "HfO_2_"),
        ("Ga1-xAlxN", "Ga_1-x_Al_x_N"),
        ("YBa2Cu3O7-δ", "YBa_2_Cu_3_O_7-δ_"),
        ("Tin+1Cn", "Ti_n+1_C_n_"),
        ("InxSnDyMn", "In_x_SnDyMn"),
        ("Pb(Mg1/3Nb2/3)O3", "Pb(Mg_1/3_Nb_2/3_)O_3_"),
        ("(Cr0.5Al0.5)0.49N", "(Cr_0.5_Al_0.5_)_0.49_N"),
        ("<b>2", "&lt;b&gt;2"),
    ],
)
def test_how_much_there_is_stands_below(formula: str, told: str) -> None:
    """Numbers and variables; symbols that end like a variable stay whole."""
    assert composition(formula).replace("<sub>", "_").replace("</sub>", "_") == told
