r"""Numbers and units as siunitx writes them, in TeX that every reader knows.

``\SI{3e-6}{\metre\per\second}`` becomes ``3{\times}10^{-6}\,\mathrm{m\,s^{-1}}``. Source: the
manual of siunitx.
"""
# ruff: noqa: RUF001  this file is about signs that look like others

from __future__ import annotations

import re


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_PREFIXES = _pairs(
    r"yocto y zepto z atto a femto f pico p nano n micro µ milli m centi c deci d deca da hecto h "
    r"kilo k mega M giga G tera T peta P exa E zetta Z yotta Y"
)
_UNITS = _pairs(
    r"""
    metre m meter m gram g gramme g second s ampere A kelvin K mole mol candela cd hertz Hz newton N
    pascal Pa joule J watt W coulomb C volt V farad F ohm Ω siemens S weber Wb tesla T henry H
    lumen lm lux lx becquerel Bq gray Gy sievert Sv katal kat degreeCelsius °C celsius °C
    angstrom Å electronvolt eV eV eV bar bar minute min hour h day d litre l liter L tonne t
    dalton Da atomicmassunit u bel B decibel dB percent \% degree ° arcminute ′ arcsecond ″
    radian rad steradian sr astronomicalunit au hartree E_h bohr a_0 barn b byte B bit bit
    year yr parsec pc nauticalmile M knot kn hectare ha neper Np clight c electronmass m_e
    torr Torr atmosphere atm calorie cal molar M
    """
) | _pairs(
    r"""
    nm nm um µm mm mm cm cm km km pm pm fm fm kg kg mg mg ug µg fs fs ps ps ns ns us µs ms ms
    Hz Hz kHz kHz MHz MHz GHz GHz THz THz K K mK mK uK µK meV meV keV keV MeV MeV GeV GeV TeV TeV
    kV kV mV mV mA mA uA µA nA nA mW mW kW kW MW MW kPa kPa MPa MPa GPa GPa kJ kJ mol mol
    """
)
_POWERS = {"square": "2", "squared": "2", "cubic": "3", "cubed": "3"}
_WORD = re.compile(
    r"\\(?P<name>[a-zA-Z]+)\s*(?:\{(?P<argument>[^{}]*)\})?|(?P<apart>[.~\s]+|\\[,;: ])"
    r"|(?P<text>[^\\.~\s]+|.)",
    re.DOTALL,
)
_NUMBER = re.compile(r"(?P<digits>.*?)\s*[eEdD](?P<power>[+-]?\d+)\s*")


def number(text: str) -> str:
    r"""Write a number: ``1.2e-5`` becomes ``1.2{\times}10^{-5}``."""
    text = text.strip().replace("+-", r"\pm ")
    if found := _NUMBER.fullmatch(text):
        power = f"10^{{{found['power'].removeprefix('+')}}}"
        digits = found["digits"].strip()
        return rf"{digits}{{\times}}{power}" if digits else power
    return re.sub(r"(?<=\d)\s*x\s*(?=\d)", r"{\\times}", text)


def units(text: str) -> str:
    r"""Write units: ``\metre\per\second`` becomes ``\mathrm{m\,s^{-1}}``."""
    written: list[str] = []
    prefix, power, inverse = "", "", False
    for word in _WORD.finditer(text.strip()):
        name = word["name"] or ""
        if name in _PREFIXES:
            prefix += _PREFIXES[name]
        elif name == "per":
            inverse = True
        elif name in {"square", "cubic"}:
            power = _POWERS[name]
        elif name in {"squared", "cubed", "tothe", "raiseto", "textsuperscript"}:
            _raise(written, _POWERS.get(name) or word["argument"] or "")
        elif word["text"]:
            written.append(prefix + _literal(word["text"], joined=bool(written)))
            prefix = ""
        elif name and name not in {"of", "text", "mathrm"}:
            sign = f"-{power or 1}" if inverse else power
            unit = prefix + _UNITS.get(name, name)
            written.append(f"{unit}^{{{sign}}}" if sign else unit)
            prefix, power, inverse = "", "", False
        elif name and word["argument"]:
            written.append(prefix + word["argument"])
    return _joined(written)


def _literal(text: str, *, joined: bool) -> str:
    """Write units that are typed as such; a stroke stands close to what it divides."""
    return text if joined or not text.startswith("/") else f"1{text}"


def _raise(written: list[str], power: str) -> None:
    """Put a power on the unit before; an inverse one keeps its sign."""
    if not written:
        return
    unit, _, old = written[-1].partition("^{")
    written[-1] = f"{unit}^{{{'-' if old.startswith('-') else ''}{power}}}"


def _joined(written: list[str]) -> str:
    if not written:
        return ""
    told = written[0]
    for word in written[1:]:
        close = word[0] in "/^_({)" or told[-1] in "/("
        told += word if close else rf"\,{word}"
    return rf"\mathrm{{{told}}}"


def quantity(value: str, unit: str) -> str:
    r"""Write a number with its unit; percent and degrees of an angle stand close to it."""
    told, measured = number(value), units(unit)
    if not told or not measured:
        return told or measured
    close = measured in {r"\mathrm{\%}", r"\mathrm{°}"}
    return told + ("" if close else r"\,") + measured


def span(first: str, last: str, unit: str) -> str:
    """Write a range of quantities."""
    return rf"{number(first)}\text{{ to }}{quantity(last, unit)}"


def several(values: str, unit: str) -> str:
    """Write a list of quantities, which semicolons tell apart."""
    numbers = [number(value) for value in values.split(";")]
    measured = units(unit)
    return r",\ ".join(numbers) + (rf"\,{measured}" if measured else "")
