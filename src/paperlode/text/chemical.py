r"""Chemical formulas as mhchem and chemformula write them, in TeX that every reader knows.

``\ce{Fe^{3+} + SO4^2-}`` is a language of its own: digits are indices after a symbol and numbers
before one, signs at the end are charges, ``->`` is an arrow. Source: the manual of mhchem.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?P<arrow><=>>?|<<=>|<-->|<->|->|<-)(?:\[(?P<above>[^\[\]]*)\])?(?:\[(?P<below>[^\[\]]*)\])?"
    r"|\$(?P<math>[^$]*)\$"
    r"|(?P<where>[_^])(?P<script>\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]+|\d+[+-]*|[+-]+|.)"
    r"|\{(?P<words>[^{}\\$]*)\}"
    r"|(?P<command>\\(?:[a-zA-Z]+\s?|.))"
    r"|(?P<symbol>[^\W\d_]+)"
    r"|(?P<number>\d+(?:[./](?!\d*H2O)\d+)?)"
    r"|(?P<charge>[+-]+)(?=$|[\s)\],;.])"
    r"|(?P<space>\s+)"
    r"|(?P<bond>[-=#])"
    r"|(?P<point>[.*])"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_ARROWS = {
    "->": r"\rightarrow",
    "<-": r"\leftarrow",
    "<->": r"\leftrightarrow",
    "<-->": r"\leftrightarrow",
    "<=>": r"\rightleftharpoons",
    "<=>>": r"\rightleftharpoons",
    "<<=>": r"\rightleftharpoons",
}
_SIGNS = {"-": "{-}", "=": "{=}", "#": r"{\equiv}", ".": r"{\cdot}", "*": r"{\cdot}"}
"""Bonds, and the point before what is only attached."""
_CLOSE = (")", "]", r"\}")
_HOLDS_INDEX = ("symbol", "close", "words")
"""After these a number is an index, and a sign a charge."""


def chemical(formula: str) -> str:
    r"""Write a chemical formula in ordinary TeX: ``H2O`` becomes ``\mathrm{H}_{2}\mathrm{O}``."""
    told, before = [], ""
    for token in _TOKEN.finditer(formula.strip()):
        written, kind = _written(token, before)
        told.append(written)
        before = kind
    return "".join(told).strip()


def _written(token: re.Match[str], before: str) -> tuple[str, str]:
    """Write one token; say what it is for the token that follows."""
    kind, text = token.lastgroup or "", token[0]
    if token["arrow"]:
        return _arrow(token), "arrow"
    if token["where"]:
        return _script(token, before), before if before in _HOLDS_INDEX else "script"
    if kind in {"number", "charge"}:
        return _counted(kind, text, before)
    if kind == "math":
        return f"{{{token['math']}}}", "symbol"
    if kind in {"words", "symbol"}:
        return f"\\mathrm{{{token[kind]}}}", kind
    return _SIGNS.get(text, r"\ " if kind == "space" else text), "close" if text in _CLOSE else kind


def _counted(kind: str, text: str, before: str) -> tuple[str, str]:
    """Write a number or signs: an index or a charge after a symbol, else what they are."""
    if before not in _HOLDS_INDEX and not (kind == "charge" and before == "index"):
        return text, kind
    return (f"_{{{text}}}", "index") if kind == "number" else (f"^{{{text}}}", kind)


def _arrow(token: re.Match[str]) -> str:
    above, below = (chemical(token[side] or "") for side in ("above", "below"))
    arrow = _ARROWS[token["arrow"]]
    if not above and not below:
        return f"{arrow} "
    sign = rf"\overset{{{above}}}{{{arrow}}}" if above else arrow
    return rf"\underset{{{below}}}{{{sign}}} " if below else f"{sign} "


def _script(token: re.Match[str], before: str) -> str:
    """Write an index or a charge; one that stands before its symbol stands on nothing."""
    inside = token["script"].removeprefix("{").removesuffix("}")
    inside = {".": r"\bullet", "*": r"\ast"}.get(inside, inside)
    base = "" if before in (*_HOLDS_INDEX, "index", "script") else "{}"
    return f"{base}{token['where']}{{{inside}}}"
