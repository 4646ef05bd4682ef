r"""TeX turned into Unicode exactly as arXiv does it for its search service, oddities included.

arXiv keeps titles, abstracts and names as their authors typed them, with TeX's accents and Greek.
OAI-PMH and the feeds give that text; the search service gives it converted, so that the same title
reads ``$\alpha = \beta$`` in one channel and ``$α= β$`` in the other. Converting what has not been
converted makes both say the same.

Source: ``arxiv/util/tex2utf.py`` in arXiv's repository arxiv-base. Where that code and the answers
of arXiv's service differ, the answers count: they give φ for ``\phi``, leave ``\varphi`` alone,
and know ``\'{\i}``.
"""
# ruff: noqa: RUF002  this file is about signs that look like others

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from paperlode.text.symbols import ACCENTS, LETTERS, SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Iterable

_CARRIERS = {
    "'": "ACEILNORSUYZaceilnorsuyz",
    '"': "AEIOUYaeiouy",
    ".": "ACEGIOZacegoz",
    "=": "AEIOUYaeiouy",
    "^": "ACEGHIJOSUWYaceghijosuwy",
    "`": "AEIOUaeiou",
    "~": "AINOUainou",
    "H": "OUou",
    "c": "CEGKLNRSTcegklnrst",
    "k": "AEIOUaeiou",
    "r": "AUau",
    "u": "AEGIOUaegiou",
    "v": "ACDEGHIKLNORSTUZacdeghiklnorstuz",
}
"""The letters on which arXiv knows an accent; Unicode has more."""

_ACCENTED = {
    accent + letter: unicodedata.normalize("NFC", letter + ACCENTS[accent])
    for accent, letters in _CARRIERS.items()
    for letter in letters
}

_NAMED_LETTERS = "AA AE DH DJ L NG O oe OE TH aa ae dh dj i l ng o ss th"
_GREEK = """
    Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega alpha beta gamma delta epsilon zeta
    eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau phi chi psi omega
"""
"""Without upsilon, which arXiv's table misspells, and without the variants."""

_SIGNS = {
    "P": "¶",
    "S": "§",
    "copyright": "©",
    "guillemotleft": "«",
    "guillemotright": "»",
    "pounds": "£",
    "dag": "†",
    "ddag": "‡",
    "div": "÷",
    "deg": "°",
}

_TABLES = (
    {name: LETTERS[name] for name in _NAMED_LETTERS.split()} | {"ETH": "Ð", "eth": "ð"},
    {name: SYMBOLS[name] for name in _GREEK.split()},
    _SIGNS,
)


def _commands(names: Iterable[str]) -> re.Pattern[str]:
    r"""Find commands: ``{\name}`` with its braces, or ``\name`` with what ends it.

    One space, ``{}`` or the backslash of a backslash and space goes; a line end stays. A command
    counts before a subscript (``\alpha_2``), not before a digit.
    """
    choice = "|".join(names)
    return re.compile(rf"\{{\\({choice})\}}|\\({choice})(?![^\W_])(?:\\(?=\x20)|\x20|\{{\}})?")


_PASSES = tuple((_commands(table), table) for table in _TABLES)
_DOTLESS = re.compile(r"""(\\['`^"~=.uvH]\{)\\([ij])\}""")
_DOTLESS_J = re.compile(r"\{\\j\}|\\j\s")
_TWICE_IN_BRACES = re.compile(r"\{\{([^}]{0,500})\}\}")
_BY_SIGN = re.compile(r"""\\(['`^"~=.])(?:([a-zA-Z])|\{([a-zA-Z])\})""")
_BY_LETTER = re.compile(r"\\([Hckruv])\{([a-zA-Z])\}")
_TIE = re.compile(r"\\t\{([^}])\}")

DEEPEST = 40
"""Braces in braces that are taken off."""


def unicode_as_arxiv(text: str) -> str:
    r"""Convert a text as arXiv's search service shows it; one that is converted stays as it is.

    Give the text as it stands, with its line ends: a macro swallows a space, not a line end.

    >>> unicode_as_arxiv(r"Erd\H{o}s and $\alpha = \varepsilon$")
    'Erdős and $α= \\varepsilon$'
    """
    if "\\" in text:
        text = _DOTLESS.sub(r"\1\2}", text)
        for pattern, table in _PASSES:
            text = pattern.sub(lambda found, table=table: table[found[1] or found[2]], text)  # type: ignore[misc]
        text = _DOTLESS_J.sub("j", text)
    if "{{" in text:
        text = _once_in_braces(text)
    if "\\" not in text:
        return text
    text = _BY_SIGN.sub(_by_sign, text)
    text = _BY_LETTER.sub(_by_letter, text)
    return _TIE.sub(r"\1", text)


def _once_in_braces(text: str) -> str:
    for _ in range(DEEPEST):
        text, times = _TWICE_IN_BRACES.subn(r"{\1}", text)
        if not times:
            break
    return text


def _by_sign(found: re.Match[str]) -> str:
    """Put an accent on a letter; one that arXiv does not know there is left out."""
    letter = found[2] or found[3]
    return _ACCENTED.get(found[1] + letter, letter)


def _by_letter(found: re.Match[str]) -> str:
    r"""Put an accent on a letter; arXiv writes ``\c{i}`` as ``ci``."""
    return _ACCENTED.get(found[1] + found[2], found[1] + found[2])
