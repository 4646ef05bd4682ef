"""TeX mathematics as MathML Core, which browsers show without any script.

math-core converts; what it makes is not trusted but written anew from a list of harmless elements
and attributes. What no converter reads as it stands is repaired first (see ``repairs``).
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from paperlode.publish import repairs
from paperlode.text.tex import formula as readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 4
"""No length in a formula is more than so many units: wider room is made to hide something."""
DEEPEST = 40
"""Levels of braces; deeper is an attack on the converter, not a formula."""
LONGEST_TEX = 1500
"""Characters; a longer formula is none."""
LONGEST_MATHML = 60_000
"""Characters; the longest of real abstracts has a fifth of it."""
MOST_NAMES = 12
"""Commands of the author's own in one formula."""

_INDEX = re.compile(r"([_^])(?:\{([-+0-9A-Za-z.,/ ]{1,12})\}|([-+0-9A-Za-z]))")
_DEGREE = re.compile(r"\^\{?\\circ\}?")
_SPACE = re.compile(r"(?:\\[,;:! ]|~|\\quad|\\ )+")
_NAME = re.compile(r'Unknown command "\\([A-Za-z]+)"')


class FormulaError(ValueError):
    """A formula that cannot be shown as mathematics; the message says why."""


@lru_cache(maxsize=20_000)
def convert(tex: str, *, display: bool = False) -> Markup | None:
    """Write a formula as MathML; None when it cannot be converted.

    A bare index or exponent (the ``_2`` of ``HfO$_2$``) becomes ``<sub>`` or ``<sup>``.
    """
    try:
        return written(tex, display=display)
    except FormulaError:
        return None


def written(tex: str, *, display: bool = False) -> Markup:
    """Write a formula as MathML; FormulaError says why it cannot be done."""
    if _DEGREE.fullmatch(tex):
        return Markup("°")
    if _SPACE.fullmatch(tex):
        return Markup(" ")
    if index := _INDEX.fullmatch(tex):
        return _index(index[1], index[2] or index[3])
    if len(tex) > LONGEST_TEX or _depth(tex) > DEEPEST:
        raise FormulaError("too long or too deep")
    if found := repairs.FORBIDDEN.search(tex):
        raise FormulaError(f"{found[0]} is no mathematics")
    mathml = made(tex, display=display).mathml
    if len(mathml) > LONGEST_MATHML:
        raise FormulaError("too much comes of it")
    return _anew(mathml, tex, display=display)


def _index(where: str, text: str) -> Markup:
    """Write an index of digits and letters; a single letter is a variable."""
    tag = "sub" if where == "_" else "sup"
    text = re.sub(r"(?<![A-Za-z])([A-Za-z])(?![A-Za-z])", r"<i>\1</i>", text)
    text = text.replace("-", "−")  # noqa: RUF001  a minus sign
    return Markup(f"<{tag}>{text}</{tag}>")  # noqa: S704  digits, letters, signs


def width(formula: Markup) -> float:
    """Estimate how wide a formula is, in em; rather too wide than too narrow."""
    told = _TAG.sub("", formula)
    rooms = formula.count("<mo") + formula.count("<mspace") + formula.count("<mtd")
    return 0.6 * len(html.unescape(told)) + 0.6 * rooms


_TAG = re.compile("<[^>]*>")
_CHAIN = re.compile(r"(?:\\[a-zA-Z]+\s*(?:\{\w*\})?[\w ]?){60,}")


def _depth(tex: str) -> int:
    """Count how deep the braces go, scripts without braces included."""
    deepest = depth = 0
    for character in tex:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    return deepest + tex.count(r"\left") + tex.count(r"\begin") + len(_CHAIN.findall(tex)) * DEEPEST


@cache
def _converter() -> Callable[[str, bool], str]:
    from math_core import LatexToMathML  # noqa: PLC0415  only where TeX occurs

    converter = LatexToMathML(
        macros=repairs.MACROS,
        fancy_error=False,
        allow_unreliable_rendering=True,
        max_expansions=60,
    )
    return lambda tex, display: converter.convert_with_local_state(tex, displaystyle=display)


class Made(NamedTuple):
    """What the converter made of a formula."""

    mathml: str
    names: tuple[str, ...]
    """Commands of the author's own, of which only the name was known."""


def made(tex: str, *, display: bool) -> Made:
    """Have a formula converted, as it stands or else repaired; FormulaError says why not."""
    reason = ""
    for attempt, most in _attempts(tex):
        try:
            return _tried(attempt, most, display=display)
        except FormulaError as error:
            reason = str(error)
    raise FormulaError(reason)


def _attempts(tex: str) -> Iterator[tuple[str, int]]:
    """Give what to try, and how many commands may be known by name only."""
    if not repairs.is_suspect(tex):
        yield tex, 0
    better = repairs.repaired(tex)
    yield better, MOST_NAMES
    yield repairs.apart(better), MOST_NAMES
    yield repairs.without_accents(repairs.apart(repairs.without_pairs(better))), MOST_NAMES


def _tried(tex: str, most: int, *, display: bool) -> Made:
    """Convert; a command that nobody knows is shown by what its name tells."""
    from math_core import LatexError  # noqa: PLC0415  only where TeX occurs

    names: list[str] = []
    while True:
        try:
            return Made(_converter()(tex, display), tuple(names))
        except LatexError as error:
            reason = re.sub(r"^\d+: ", "", str(error))
            unknown = _NAME.search(reason)
            if unknown is None or len(names) == most:
                raise FormulaError(reason) from error
            names.append(unknown[1])
            tex = repairs.named(tex, unknown[1])


_ELEMENTS = frozenset(
    {"math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot"}
    | {"mstyle", "mpadded", "mphantom", "mtable", "mtr", "mtd", "msub", "msup", "msubsup"}
    | {"munder", "mover", "munderover", "mmultiscripts", "mprescripts"}
)
_FONTS = frozenset({"b", "i", "em", "strong", "span", "code", "u"})
"""HTML inside of words, which is left out."""
_ATTRIBUTES = frozenset(
    {"accent", "accentunder", "columnspan", "depth", "displaystyle", "form", "height"}
    | {"linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "rowspan"}
    | {"rspace", "scriptlevel", "stretchy", "symmetric", "voffset", "width", "largeop"}
)
_PIECE = re.compile(
    r"<(?P<leaf>mi|mn|mo|mtext)(?P<its>(?: [^<>]*)?)>(?P<text>[^<]*)</(?P=leaf)>"
    r"|<(?P<end>/?)(?P<tag>[a-z]+)(?P<attributes>(?: [^<>]*?)?)(?P<empty>/?)>|(?P<words>[^<>]+)"
)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_VALUE = re.compile(r"[-+.\w %]*", re.ASCII)
_NUMBER = re.compile(r"\d*\.?\d+")
_SHAPES = re.compile("[\ufe00-\ufe0f]")
_ALONE = re.compile(r"<mrow>(<m(?:i|n|text)(?: [^<>]*)?>[^<]*</m(?:i|n|text)>)</mrow>")


def _anew(mathml: str, tex: str, *, display: bool) -> Markup:
    """Write MathML anew; FormulaError when it holds anything that is not on our lists."""
    inside: list[str] = []
    told: list[str] = []
    open_tags: list[str] = []
    at = 0
    for piece in _PIECE.finditer(mathml):
        if piece.start() != at:
            raise FormulaError("not well-formed")
        at = piece.end()
        if piece["tag"]:
            inside.append(_tagged(piece, open_tags))
        else:
            text = piece["text"] if piece["leaf"] else piece["words"]
            told.append(text)
            inside.append(_leaf(piece["leaf"], piece["its"] or "", text))
    if at != len(mathml) or open_tags:
        raise FormulaError("not well-formed")
    seen = html.unescape("".join(told))
    if not seen.strip("\u2061\u2063 \xa0"):
        raise FormulaError("nothing to be seen")
    content = _ALONE.sub(r"\1", "".join(inside))
    shown = ' display="block"' if display else ""
    alternative = _alternative(tex, seen)
    return Markup(f"<math{shown}{alternative}>{content}</math>")  # noqa: S704  every text in it was escaped


def _tagged(piece: re.Match[str], open_tags: list[str]) -> str:
    """Write a tag that may stand; fonts in words and the formula's own tags are left out."""
    tag = piece["tag"]
    if piece["end"]:
        if not open_tags or open_tags.pop() != tag:
            raise FormulaError("not well-formed")
        return "" if tag in _FONTS or tag == "math" else f"</{_plainer(tag, '')}>"
    if not piece["empty"]:
        open_tags.append(tag)
    if tag == "math" or (tag in _FONTS and "mtext" in open_tags):
        return ""
    name = _plainer(tag, piece["attributes"])
    if name not in _ELEMENTS:
        raise FormulaError(f"<{tag}> is no MathML Core")
    attributes = _attributes(piece["attributes"])
    if name == "mspace" and not attributes:
        return ""
    return f"<{name}{attributes}{'/' if piece['empty'] else ''}>"


def _plainer(tag: str, attributes: str) -> str:
    """Leave out a box around something; a line through it has a meaning and cannot be left out."""
    if tag == "menclose" and "strike" not in attributes:
        return "mrow"
    return tag


@lru_cache(maxsize=5000)
def _leaf(tag: str | None, attributes: str, text: str) -> str:
    """Write an element that holds only text."""
    text = _SHAPES.sub("", html.unescape(text))
    if tag is None:
        return escape(text)
    told = _attributes(attributes)
    if tag == "mi" and not _is_letter(text) and "mathvariant" not in told:
        told += ' mathvariant="normal"'
    return f"<{tag}{told}>{escape(text)}</{tag}>"


@lru_cache(maxsize=1000)
def _attributes(attributes: str) -> str:
    return "".join(
        f' {name}="{value}"'
        for name, value in _ATTRIBUTE.findall(attributes)
        if name in _ATTRIBUTES and _harmless(value)
    )


def _harmless(value: str) -> bool:
    """Tell whether an attribute's value is of those that are let through."""
    return bool(_VALUE.fullmatch(value)) and not any(
        float(number) > LONGEST for number in _NUMBER.findall(value)
    )


def _is_letter(text: str) -> bool:
    """Tell a variable, which is set in italics, from names and from letters that have a shape."""
    return len(text) == 1 and text.isalpha() and unicodedata.normalize("NFKC", text) == text


def _alternative(tex: str, seen: str) -> str:
    """Say in one line what the formula is, where its signs alone do not say it."""
    told = readable(tex)
    if not told or _signs(told) == _signs(seen):
        return ""
    return f' alttext="{escape(told)}"'


def _signs(text: str) -> str:
    """Give the signs themselves, whatever their font; a raised sign is another one."""
    signs = _NO_SIGN.sub("", text)
    return _FONTED.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), signs)


_NO_SIGN = re.compile("[\\s\u2061\u2063\ufe00]")
_FONTED = re.compile("[\u2100-\u214f\U0001d400-\U0001d7ff]")
