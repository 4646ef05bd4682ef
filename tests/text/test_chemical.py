"""Chemical formulas of mhchem in ordinary TeX."""

from __future__ import annotations

import pytest

from paperlode.text import plain


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        (r"\ce{H2O}", "H₂O"),
        (r"\ce{CuCl4^2-} and \ce{Ti^{3+}}", "CuCl₄²⁻ and Ti³⁺"),
        (r"\ce{C7H7+}, \ce{OH-}", "C₇H₇⁺, OH⁻"),
        (r"\ce{^{87}Rb}", "⁸⁷Rb"),
        (r"\ce{Mo_{1-x}W_xS2}", "Mo₁₋ₓWₓS₂"),
        (r"\ce{(NH4)2SO4}", "(NH₄)₂SO₄"),
        (r"\ce{Cd0.5Zn0.5Te}", "Cd_(0.5)Zn_(0.5)Te"),
        (r"\ce{CuSO4.5H2O}", "CuSO₄·5H₂O"),
        (r"\ce{2H2 + O2 -> 2H2O}", "2H₂ + O₂ → 2H₂O"),
        (r"\ce{A <=>[k1] B}", "A ⇌^k₁ B"),
        (r"\ce{P-C#N}", "P-C≡N"),
        (r"\ch{BaTiO3}, \chem{NH3}, \isotope[56]{Fe}", "BaTiO₃, NH₃, ⁵⁶Fe"),
        (r"$\ce{HfO2}$", "HfO₂"),
        (r"\ce{H2O", "H2O"),
    ],
)
def test_chemistry_is_read(written: str, readable: str) -> None:
    """Digits after a symbol are indices, signs at its end charges, digits before it numbers."""
    assert plain(written) == readable
