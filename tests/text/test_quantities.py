"""Numbers and units of siunitx in ordinary TeX."""
# ruff: noqa: RUF001  signs that look like others

from __future__ import annotations

import pytest

from paperlode.text import plain


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        (r"\SI{25}{nm}", "25 nm"),
        (r"\SI{1}{\micro\second}", "1 µs"),
        (r"\qty{3e-6}{\metre\per\second\squared}", "3×10⁻⁶ m s⁻²"),
        (r"\SI{20}{meV/\angstrom\textsuperscript{2}}", "20 meV/Å²"),
        (r"\SI{0.012e-7}{cm^2/s}", "0.012×10⁻⁷ cm²/s"),
        (r"\SI{50}{\percent} of", "50% of"),
        (r"\SI{}{\nano\meter}", "nm"),
        (r"\si{\ohm\meter\per\kelvin}, \si{mPa.s}", "Ω m K⁻¹, mPa s"),
        (r"\num{e9} and \num{5e8}", "10⁹ and 5×10⁸"),
        (r"\SIrange{1}{2}{\kelvin}", "1 to 2 K"),
        (r"\SIlist{1;2}{\kelvin}", "1, 2 K"),
        (r"\ang{30;5}", "30°5\N{PRIME}"),
        (r"\SI[mode=text]{4}{\bpm}", "4 bpm"),
        (r"\SI{4}", "4"),
    ],
)
def test_quantities_are_read(written: str, readable: str) -> None:
    """Prefixes and units by name become signs, and what is per something has a negative power."""
    assert plain(written) == readable
