r"""Chemistry out of its TeX: ``Ga$_{1-x}$Al$_x$N`` on one line, high and low signs marked.

What stood low or high matters: ``O$_2$`` is a molecule, ``O2`` may be anything. Marks are
characters that no text holds (Unicode's private use area).
"""

from __future__ import annotations

import re

LOW, HIGH, END = "\ue000", "\ue001", "\ue002"

_PLAIN = re.compile(r"[$\\_^{}~]|--|[\u2070-\u209f\u00b2\u00b3\u00b9]")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₓₙ", "0123456789+-xn")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
_LOW_RUN = re.compile("[₀-₉₊₋ₓₙ]+(?:[.,][₀-₉]+)?")
_HIGH_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+")
_ADDRESS = re.compile(r"\\?(?:url|href)?\{?https?://[^\s{}]+\}?")
_HTML = re.compile(r"<su([bp])>([^<>]*)</su[bp]>")
_SCRIPT_COMMAND = re.compile(r"\\text(sub|super)script\s*\{([^{}]*)\}")
_WRAPPED = re.compile(
    r"\\(?:math[a-z]+|text[a-z]*|ce|cf|chem|operatorname|rm|bf|it|em|emph|mbox|hbox|sf|tt"
    r"|boldsymbol|ensuremath|SI|bm)\*?\s*\{([^{}]*)\}"
)
_FONT = re.compile(
    r"\\(?:rm|bf|it|em|sf|tt|cal|mathrm|mathbf|mathit|text|left|right|displaystyle|ce|,|;|!|:|/)"
    r"(?![A-Za-z]) ?"
)
_SIGNS = {"delta": "\u03b4", "cdot": "\u00b7", "bullet": "\u00b7", "pm": "\u00b1"}
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MATH = re.compile(r"\$\$?([^$]{1,400})\$\$?")
_SCRIPT = re.compile(r"([_^])\s*(?:\{([^{}]*)\}|([0-9]|[xyzn](?![A-Za-z])|[+\-]))")
_MATH_SCRIPT = re.compile(r"([_^])\s*(?:\{([^{}]*)\}|([^\s{}\\$]))")
"""Between dollar signs one character is low or high, whatever follows."""
_DOUBLE = re.compile(r"\{\s*\{([^{}]*)\}\s*\}")
DEPTH = 3


_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u2032", "'")
)
"""Every dash, and every apostrophe, means the same here."""


def flat(text: str) -> str:
    """Give a text without TeX; low and high signs stand between marks."""
    text = text.translate(_ALIKE)
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    if "<su" in text:
        text = _HTML.sub(lambda one: f"{'_' if one[1] == 'b' else '^'}{{{one[2]}}}", text)
    if not _PLAIN.search(text):
        return " ".join(text.split())
    text = _LOW_RUN.sub(lambda run: f"{LOW}{run[0].translate(_LOWERED)}{END}", text)
    text = _HIGH_RUN.sub(lambda run: f"{HIGH}{run[0].translate(_RAISED)}{END}", text)
    if "$" in text or "\\" in text or "_" in text or "^" in text:
        text = _without_tex(text)
    return " ".join(text.replace("---", " - ").replace("--", "-").replace("~", " ").split())


def _without_tex(text: str) -> str:
    text = _SCRIPT_COMMAND.sub(lambda one: f"{'_' if one[1] == 'sub' else '^'}{{{one[2]}}}", text)
    for _ in range(DEPTH):
        text = _WRAPPED.sub(r"\1", text)
    text = _COMMAND.sub(lambda one: _SIGNS.get(one[1], one[0]), _FONT.sub("", text))
    text = _MATH.sub(_one_word, re.sub(r"(?<=[A-Za-z)]) +\$(?=\s*_)", "$", text))
    text = _SCRIPT.sub(_marked, _DOUBLE.sub(r"{\1}", text))
    return re.sub(r"[{}$]", "", _COMMAND.sub(" ", text)).replace("\\", "")


def _one_word(formula: re.Match[str]) -> str:
    """Spaces mean nothing between dollar signs."""
    scripts = _MATH_SCRIPT.sub(_marked, _DOUBLE.sub(r"{\1}", formula[1]))
    return re.sub(rf"(?<=[\w{END})]) +(?=[A-Z\d(])", "", scripts)


def _marked(script: re.Match[str]) -> str:
    content = (script[2] if script[2] is not None else script[3]).replace(" ", "")
    return f"{LOW if script[1] == '_' else HIGH}{content}{END}"
