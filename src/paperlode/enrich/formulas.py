"""Formulas on a line: where they stand and what they are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from paperlode.enrich.elements import SYMBOLS
from paperlode.enrich.flat import END, HIGH, LOW

_BY_LETTER: dict[str, str] = {}
for _symbol in SYMBOLS:
    _BY_LETTER[_symbol[0]] = _BY_LETTER.get(_symbol[0], "") + _symbol[1:]
SYMBOL = (
    "(?:"
    + "|".join(
        f"{first}[{rest}]{'?' if first in SYMBOLS else ''}" if rest else first
        for first, rest in _BY_LETTER.items()
    )
    + ")"
)
_CATION = "(?:(?:Ln|RE|MA|FA)(?![a-z]))"
OPEN = f"(?:{_CATION}|[AMRXTD])"
"""Letters that stand for something: rare earths, metals, halogens, organic cations."""
_LETTER = "[xyzδ](?![a-w\u03b1-\u03c9])"
_TERM = rf"(?:\d+(?:\.\d+)?(?:/\d+)?(?:{_LETTER})?|{_LETTER})"
_AMOUNT = rf"(?:{LOW}[^{END}]*{END}|{_TERM}(?:[-+±]\d*(?:\.\d+)?{_LETTER})*)"
_CHARGE = rf"(?:{HIGH}[^{END}]*{END})"
_UNIT = rf"(?:{_CATION}|{SYMBOL}|{OPEN})(?:{_AMOUNT}{_CHARGE}?|{_CHARGE}(?:{_AMOUNT})?)?"
_INSIDE = rf"(?:{_UNIT}|(?<=[A-Za-z\d.{END}])(?:, ?|/|-)(?=[A-Z]))+"
_GROUP = rf"(?:\({_INSIDE}\)|\[{_INSIDE}\]){_AMOUNT}?"
_ORGANIC = rf"\((?:PEA|BA|PA|BDA|DMA|EA|TEA|MA|FA|GA|HA|OA)\){_AMOUNT}?"
_NESTED = rf"(?:{_ORGANIC}|\[(?:{_UNIT}|{_GROUP})+\]|\((?:{_UNIT}|{_GROUP})+\)){_AMOUNT}?"
_PART = rf"(?:{_UNIT}|{_GROUP}|{_NESTED})"
_WATER = rf"(?:[·•∙⋅*.] ?(?:\d+(?:\.\d+)?|[xn])? ?H(?:2|{LOW}2{END})O)"
MENTION = re.compile(
    rf"(?<![^\W_])(?<![.{END}{HIGH}_@#\\])(?P<mass>{HIGH}\d{{1,3}}{END})?"
    rf"(?:(?:{_UNIT}){_PART}*|(?:{_GROUP}|{_NESTED}){_PART}+){_WATER}?"
    r"(?![^\W_])"
)
_TOKEN = re.compile(rf"({_CATION}|{SYMBOL}|{OPEN})({_AMOUNT})?|({_AMOUNT})|{_CHARGE}")
_MARKS = re.compile(f"[{LOW}{END}]|{_CHARGE}")
_VALUE = re.compile(r"[\d.,/+\-±xyzXYδnm()·]+")


@dataclass(frozen=True, slots=True)
class Formula:
    """A run of symbols and amounts."""

    text: str
    """Plain: ``Ga1-xAlxN``."""
    elements: tuple[str, ...]
    """In the order of their first mention."""
    open: tuple[str, ...]
    """Letters that stand for something else than an element."""
    low: bool
    """An amount was set as a subscript."""
    amounts: tuple[str, ...]
    charge: str
    sound: bool
    """Every subscript reads as an amount."""

    @property
    def single(self) -> bool:
        """One symbol and nothing else."""
        return len(self.elements) == 1 and self.text == self.elements[0] and not self.open

    @property
    def mixed(self) -> bool:
        """A symbol of two letters is in it, which few acronyms have."""
        return any(len(symbol) > 1 for symbol in self.elements)


@lru_cache(maxsize=8192)
def read(mention: str) -> Formula:
    """Take a mention apart."""
    elements: dict[str, None] = {}
    others: list[str] = []
    amounts: list[str] = []
    for symbol, amount, outer in _TOKEN.findall(mention):
        if symbol in SYMBOLS:
            elements[symbol] = None
        elif symbol:
            others.append(symbol)
        if amount or outer:
            amounts.append((amount or outer).strip(LOW + END))
    charges = re.findall(f"{HIGH}([^{END}]*){END}", mention)
    return Formula(
        text=_MARKS.sub("", mention).replace(" ", ""),
        elements=tuple(elements),
        open=tuple(others),
        low=LOW in mention,
        amounts=tuple(amounts),
        charge=charges[-1] if charges else "",
        sound=all(_VALUE.fullmatch(amount) for amount in amounts),
    )
