r"""Commands of TeX's packages for chemistry and quantities, spelled out in ordinary TeX.

Authors write ``\ce{HfO2}`` and ``\SI{5}{\nano\metre}`` in abstracts, inside of formulas and
outside; what they mean is mathematics either way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paperlode.text.chemical import chemical
from paperlode.text.quantities import number, quantity, several, span, units

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 200
"""Characters of an argument; more is no formula or quantity."""


def _isotope(symbol: str) -> str:
    return rf"\mathrm{{{symbol}}}"


_ANGLES = ("°", "\N{PRIME}", "\N{DOUBLE PRIME}")


def _angle(degrees: str) -> str:
    return "".join(
        f"{number(part)}{sign}" for part, sign in zip(degrees.split(";"), _ANGLES, strict=False)
    )


_COMMANDS: dict[str, tuple[int, Callable[..., str]]] = {
    **dict.fromkeys(("ce", "ch", "chem", "cee"), (1, chemical)),
    **dict.fromkeys(("SI", "qty"), (2, quantity)),
    **dict.fromkeys(("si", "unit"), (1, units)),
    **dict.fromkeys(("SIrange", "qtyrange"), (3, span)),
    **dict.fromkeys(("SIlist", "qtylist"), (2, several)),
    "num": (1, number),
    "numrange": (2, lambda first, last: span(first, last, "")),
    "numlist": (1, lambda values: several(values, "")),
    "ang": (1, _angle),
    "isotope": (1, _isotope),
}
_CALL = re.compile(
    rf"\\(?P<name>{'|'.join(sorted(_COMMANDS, key=len, reverse=True))})\s?"
    r"(?:\[(?P<option>[^\[\]{}]{0,80})\])?(?=\{)"
)
CALL = _CALL
"""Where a command of these packages begins."""


def spelled_out(tex: str) -> str:
    """Write every command of these packages in ordinary TeX; the rest stays as it is."""
    if "\\" not in tex:
        return tex
    told, position = [], 0
    for found in _CALL.finditer(tex):
        if found.start() >= position and (meaning := call(tex, found)):
            told += [tex[position : found.start()], meaning[0]]
            position = meaning[1]
    return "".join(told) + tex[position:]


def call(tex: str, found: re.Match[str]) -> tuple[str, int] | None:
    """Spell out the command found; say where it ends. None when its arguments are not there."""
    wanted, meaning = _COMMANDS[found["name"]]
    arguments, at = [], found.end()
    for _ in range(wanted):
        end = closing(tex, at)
        if end is None:
            return None
        arguments.append(tex[at + 1 : end])
        at = end + 1
    mass = found["option"] if found["name"] == "isotope" else None
    return (f"{{}}^{{{mass}}}" if mass else "") + meaning(*arguments), at


_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def closing(tex: str, at: int, most: int = LONGEST) -> int | None:
    """Find the brace that closes the one at ``at``; None without one, or when it is too far."""
    if not tex.startswith("{", at):
        return None
    depth = 0
    for brace in _BRACE.finditer(tex, at, at + most):
        depth += (brace[0] == "{") - (brace[0] == "}")
        if not depth:
            return brace.start()
    return None
