"""TeX mathematics as MathML, which browsers show without any script.

latex2mathml converts; what it makes is not trusted but written anew from a list of harmless
elements and attributes, because it passes text and addresses through as they come.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_ELEMENTS = frozenset(
    {"math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot"}
    | {"mstyle", "mpadded", "mphantom", "menclose", "mtable", "mtr", "mtd", "msub", "msup"}
    | {"msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none"}
)
_ATTRIBUTES = frozenset(
    {"accent", "columnalign", "columnspacing", "depth", "display", "displaystyle", "fence"}
    | {"form", "height", "linethickness", "lspace", "mathvariant", "maxsize", "minsize"}
    | {"movablelimits", "notation", "rowspacing", "rspace", "scriptlevel", "separator"}
    | {"stretchy", "voffset", "width"}
)
_VALUE = re.compile(r"[-+.\w %]*", re.ASCII)
_SIMPLE = re.compile(r"([_^])\{?([-+0-9]{1,6})\}?")
_LETTERS = re.compile(r'(?:<mi mathvariant="normal">[A-Za-z]</mi>){2,}')
_LETTER = re.compile(r">([A-Za-z])<")
_TAG = re.compile("<[^>]*>")
_NUMBER = re.compile(r"\d*\.?\d+")
LONGEST = 4
"""No length in a formula is more than so many units: wider room is made to hide something."""
DEEPEST = 40
"""Levels of braces; deeper is an attack on the converter, not a formula."""


@lru_cache(maxsize=20_000)
def convert(tex: str, *, display: bool = False) -> Markup | None:
    """Write a formula as MathML; None when it cannot be converted without loss.

    A bare index or exponent (the ``_2`` of ``HfO$_2$``) becomes ``<sub>`` or ``<sup>``.
    """
    if simple := _SIMPLE.fullmatch(tex):
        tag = "sub" if simple[1] == "_" else "sup"
        return Markup(f"<{tag}>{simple[2].replace('-', '−')}</{tag}>")  # noqa: S704, RUF001  digits
    element = None if _depth(tex) > DEEPEST else _element(tex, "block" if display else "inline")
    if element is None:
        return None
    try:
        written = "".join(_written(element))
    except ValueError:
        return None
    return Markup(_LETTERS.sub(_joined, written))  # noqa: S704  every text in it was escaped


def width(formula: Markup) -> float:
    """Estimate how wide a formula is, in em; rather too wide than too narrow."""
    told = _TAG.sub("", formula)
    rooms = formula.count("<mo") + formula.count("<mspace") + formula.count("<mtd")
    return 0.6 * len(html.unescape(told)) + 0.6 * rooms


def _depth(tex: str) -> int:
    """Count how deep the braces go, scripts without braces included."""
    deepest = depth = 0
    for character in tex:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    return deepest + tex.count(r"\left") + tex.count(r"\begin")


_ANGSTROM = re.compile(r"\\AA(?![a-zA-Z])")


def _element(tex: str, display: str) -> Element | None:
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415  only where TeX occurs

    try:
        element: Element = convert_to_element(_ANGSTROM.sub("Å", tex), display=display)
    except Exception:  # noqa: BLE001  a formula it stumbles over is shown as its source
        return None
    return element


def _written(element: Element) -> Iterator[str]:
    """Write an element; ValueError when it holds what a reader would have to see as TeX."""
    tag, text = element.tag, html.unescape(element.text or "")
    if tag not in _ELEMENTS or text.startswith("\\") or element.get("mathcolor"):
        raise ValueError(tag)
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _harmless(value) and value != "inline"
    )
    if tag == "mi" and not _is_letter(text) and "mathvariant" not in element.attrib:
        attributes += ' mathvariant="normal"'
    yield f"<{tag}{attributes}>{escape(text)}"
    for child in element:
        yield from _written(child)
    yield f"</{tag}>"


def _harmless(value: str) -> bool:
    """Tell whether an attribute's value is of those that are let through."""
    return bool(_VALUE.fullmatch(value)) and not any(
        float(number) > LONGEST for number in _NUMBER.findall(value)
    )


def _is_letter(text: str) -> bool:
    """Tell a variable, which is set in italics, from names and from letters that have a shape."""
    return len(text) == 1 and text.isalpha() and unicodedata.normalize("NFKC", text) == text


def _joined(letters: re.Match[str]) -> str:
    """Set upright letters as one word: ``Fe`` instead of ``F e``."""
    return f'<mi mathvariant="normal">{"".join(_LETTER.findall(letters[0]))}</mi>'
