"""Formulas of chemistry as chemists write them: numbers and variables of an element below it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from paperlode.enrich.elements import SYMBOLS

_VARIABLE = "[xyznmδ]"
_NUMBER = r"\d+(?:[./]\d+)*"
_PART = f"(?:{_NUMBER}{_VARIABLE}?|{_VARIABLE})"
_COUNTED = re.compile(
    f"({'|'.join(sorted(SYMBOLS, key=len, reverse=True))}|[A-Z]|[)\\]])({_PART}(?:[-+]{_PART})*)?"
)
"""An element or a group, and how much of it there is; the index may be missing: Sn is no Sₙ."""
_INDEX = Markup("<sub>{}</sub>")


def composition(formula: str) -> Markup:
    """Write a formula that is given in one line: ``Ga1-xAlxN``."""
    parts = []
    told = 0
    for found in _COUNTED.finditer(formula):
        parts.append(escape(formula[told : found.end(1)]))
        if found[2]:
            parts.append(_INDEX.format(found[2]))
        told = found.end()
    return Markup().join([*parts, escape(formula[told:])])
