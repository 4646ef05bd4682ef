r"""Formulas as their authors meant them: what the converter does not read, written as it does.

Abstracts are typed for a paper with its own packages and macros, and are cut out of it without
them. What is repaired here keeps its meaning; what defines or loads anything is never repaired.
"""

from __future__ import annotations

import html
import re

from paperlode.text.packages import closing, spelled_out
from paperlode.text.tex import plain

MACROS = {
    **dict.fromkeys(("eps", "vareps", "ep"), r"\varepsilon"),
    **dict.fromkeys(("gsim", "apprge", "ga"), r"\gtrsim"),
    **dict.fromkeys(("lsim", "apprle"), r"\lesssim"),
    **dict.fromkeys(("upmu", "micro", "textmu"), "µ"),
    **dict.fromkeys(("Or", "bigO", "BigO", "bigo"), r"\mathcal{O}"),
    **dict.fromkeys(("mathpzc", "mathscrr", "EuScript"), r"\mathcal{#1}"),
    **dict.fromkeys(("mathds", "mathbbm", "mathbbmss"), r"\mathbb{#1}"),
    **dict.fromkeys(("pmb", "boldmath", "bold", "bfm"), r"\boldsymbol{#1}"),
    **dict.fromkeys(("nicefrac", "sfrac", "flatfrac", "xfrac"), "{#1}/{#2}"),
    **dict.fromkeys(("smash", "ensuremath", "mathlarger"), "{#1}"),
    **dict.fromkeys(("uline", "ul"), r"\underline{#1}"),
    "la": r"\langle ",
    "ra": r"\rangle ",
    "Bar": r"\bar{#1}",
    "Tilde": r"\tilde{#1}",
    "Hat": r"\hat{#1}",
    "Vec": r"\vec{#1}",
    "Dot": r"\dot{#1}",
    "abs": r"\left|{#1}\right|",
    "norm": r"\left\|{#1}\right\|",
    "mean": r"\langle {#1}\rangle ",
    "expval": r"\langle {#1}\rangle ",
    "ev": r"\langle {#1}\rangle ",
    "dotsc": r"\ldots ",
    "dd": r"\mathrm{d}",
    "celsius": r"{}^{\circ}\mathrm{C}",
    "degC": r"{}^{\circ}\mathrm{C}",
    "textdegree": "°",
    "degree": "°",
    "bigtimes": r"\times ",
    "textperthousand": "‰",
    "permil": "‰",
    "slashed": r"\not{#1}",
    "leftindex": "{}",
    "substack": r"\begin{matrix}#1\end{matrix}",
    "xspace": "",
    "allowbreak": "",
    "protect": "",
    "noindent": "",
    "strut": "",
    "relax": "",
    "hfill": "",
    "vspace": "",
    "linebreak": "",
    "newline": r"\ ",
}
"""Commands of packages, and abbreviations of which everybody knows what they stand for."""

FORBIDDEN = re.compile(
    r"\\(?:[egx]?def|let|futurelet|(?:re)?newcommand|providecommand|DeclareMathOperator"
    r"|DeclarePairedDelimiter|newenvironment|input|include|includegraphics|write|read|openin"
    r"|openout|catcode|csname|loop|repeat|expandafter|usepackage|require|immediate|special|verb"
    r"|xymatrix|style|class|cssId|html[A-Za-z]*|bbox|data|unicodex|the|every[a-z]+|lowercase"
    r"|uppercase|rule|raisebox|rotatebox|scalebox|resizebox|parbox|romannumeral|scantokens|directlua)(?![A-Za-z])|\^\^"
)
"""What defines, loads or styles something is no mathematics; a formula with it is left alone."""

_WORDS = re.compile(
    r"\\(?:text(?:rm|it|bf|tt|sf|sc|normal|up|sl|md)?|mbox|hbox|emph|makebox|fbox|url)\s*(?=\{)"
)
_ADDRESS = re.compile(r"\\href\s*(?=\{)")
_SIZE = re.compile(
    r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|boldmath"
    r"|unboldmath|nonumber|notag|hline|displaylimits|it(?=\s*\}))(?![A-Za-z])\s?"
)
_GONE = re.compile(
    r"\\(?:label|tag|eqref|ref|cite[pt]?|footnote|vspace|(?:text)?color|thanks|index)\*?"
    r"\s*(?:\[[^\[\]]*\])?\{[^{}]*\}"
)
_SWITCH = re.compile(r"([_^])\s*\\(rm|bf|it|sf|tt|cal)(?![a-z])\s*(\{[^{}]*\}|[A-Za-z0-9]+)")
_CODE = re.compile(r"\\(?:unicode|char)\s*\{?(?:x|\")([0-9A-Fa-f]{2,5})\}?")
_OPERATOR = re.compile(r"\\operatorname\*?\s*\{\s*(\\[a-zA-Z]+\s*\{[^{}]*\})\s*\}")
_ACCENTED = re.compile(r"\\[\"'`][A-Za-z]")
_SIDE = re.compile(r"\\(left|right|[bB]igg?[lrm]?)\s*([<>])")
_ROWS = re.compile(r"\\(begin|end)\s*\{(?:equation|align|alignat|eqnarray|gather|multline)\*?\}")
_COMMENT = re.compile(r"(?<![\\\d])%\s")
_PERCENT = re.compile(r"(?<!\\)%")
_ANGSTROM = re.compile(r"\\(?:AA|angstrom|Angstrom)(?![A-Za-z])\s?|\\r\s*\{A\}|\\r A")
_PAIRS = re.compile(r"\\(?:left|right|middle)(?![A-Za-z])\s*\.?")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_IN_WORDS = re.compile(r"[\\{}_^&%#$~]")


_SUSPECT = re.compile(r"\\(?:label|tag|(?:eq)?ref|begin|unicode)(?![A-Za-z])|(?<!\\)%")
"""What the converter takes, but not as it was meant: numbered equations, ends of lines."""
_SIGNS = (
    (re.compile(r"\\textless(?![A-Za-z])(?:\{\})?"), "<"),
    (re.compile(r"\\textgreater(?![A-Za-z])(?:\{\})?"), ">"),
    (re.compile(r"\\O(?![A-Za-z])"), r"\\mathcal{O}"),
    (re.compile(r"\\l(?![A-Za-z])"), r"\\ell "),
    (re.compile(r"\\[/()]"), ""),
    (re.compile(r"\\sqrt\s*$"), r"\\text{√}"),
    (re.compile(r"(?<!\\)[_^]\s*$"), ""),
    (re.compile(r"\\not(?:\\!|\s)*([A-Za-z])"), r"\\not{\1}"),
    (re.compile(r"(?<!\\)#"), r"\\#"),
)
"""Commands of text that authors type in formulas."""
_ORDER = re.compile(r"\\(?:order|[bB]ig[oO])\s*\{([^{}]*)\}")


def is_suspect(tex: str) -> bool:
    """Tell whether a formula must be repaired although the converter would take it."""
    return _SUSPECT.search(tex) is not None


def repaired(tex: str) -> str:
    """Write a formula so that the converter reads it."""
    tex = html.unescape(tex) if "&" in tex else tex
    tex = _COMMENT.sub("", tex)
    tex = _PERCENT.sub(r"\\%", tex)
    tex = _balanced(spelled_out(tex))
    tex = _addresses(tex)
    tex = _ACCENTED.sub(lambda found: plain(found[0]), _plain_words(tex))
    tex = _SIZE.sub("", _GONE.sub("", tex))
    tex = _ANGSTROM.sub("Å", tex)
    tex = _SWITCH.sub(r"\1{\\\2 \3}", tex)
    tex = _CODE.sub(_character, tex)
    tex = _ORDER.sub(r"\\mathcal{O}(\1)", _OPERATOR.sub(r"\1", tex))
    tex = _SIDE.sub(lambda side: f"\\{side[1]}\\{'l' if side[2] == '<' else 'r'}angle ", tex)
    tex = _ROWS.sub(r"\\\1{aligned}", tex) if "&" in tex or r"\\" in tex else _ROWS.sub("", tex)
    for pattern, sign in _SIGNS:
        tex = pattern.sub(sign, tex)
    return tex.rstrip("\\ ")


def without_pairs(tex: str) -> str:
    r"""Give up on fences that grow, where ``\left`` has no ``\right``."""
    return _PAIRS.sub("", tex)


def without_accents(tex: str) -> str:
    r"""Take commands that are accents and letters of text for the author's own: ``\H``."""
    return re.sub(r"\\([cdbkrtuvHLijo])(?![A-Za-z])", r"\\mathrm{\1}", tex)


_TWICE = re.compile(r"([_^])(\{[^{}]*\}|\\[a-zA-Z]+|[^\\{}_^])(?=\s*\1)")
MOST_TWICE = 4
"""Signs with two indices in one formula; more are an attack, or no formula at all."""


def apart(tex: str) -> str:
    """Set a second index on nothing where one sign has two: ``x^a^b``."""
    told, times = _TWICE.subn(r"\1\2{}", tex)
    return told if times <= MOST_TWICE else tex


_CALLIGRAPHIC = re.compile(r"(?:c|cal|mc|mathc)([A-Z])")
_BOLD = re.compile(r"(?:v|b|bf|bs|m|vec|mat|bd|bm|bl|mb)([A-Za-z])")
_DOUBLE = re.compile(r"([CEFHNPQRSTZ])\1|bb([A-Za-z])|mathbb([A-Z])|bbb([a-z])")
_UPRIGHT = re.compile(r"(?:rm|r|up|op|mr)([A-Za-z])")


def meaning(name: str) -> str:
    r"""Say what a command of the author's own most likely prints.

    Authors abbreviate in the same few ways: ``\cX``, ``\bx`` and ``\RR`` are a calligraphic, a
    bold and a blackboard letter. Of any other only the name is known, and that is shown.
    """
    for pattern, font in (
        (_CALLIGRAPHIC, "mathcal"),
        (_BOLD, "mathbf"),
        (_DOUBLE, "mathbb"),
        (_UPRIGHT, "mathrm"),
    ):
        if found := pattern.fullmatch(name):
            letter = next(group for group in found.groups() if group)
            return rf"\{font}{{{letter.upper() if font == 'mathbb' else letter}}}"
    return rf"\mathrm{{{name}}}"


def named(tex: str, name: str) -> str:
    """Write what a command most likely prints wherever it stands."""
    told = meaning(name)
    return re.sub(rf"\\{name}(?![A-Za-z])", lambda _: f"{{{told}}}", tex)


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    if not character.isprintable() or character in "\\{}^~":
        return ""
    return f"\\{character}" if character in "$&#%_" else character


def _balanced(tex: str) -> str:
    """Drop braces that close nothing, and close those that are open."""
    told, at, depth = [], 0, 0
    for brace in _BRACE.finditer(tex):
        if brace[0] == "}" and not depth:
            told.append(tex[at : brace.start()])
            at = brace.end()
        else:
            depth += (brace[0] == "{") - (brace[0] == "}")
    return "".join(told) + tex[at:] + "}" * depth


def _addresses(tex: str) -> str:
    r"""Leave of ``\href{address}{text}`` what is read."""
    while found := _ADDRESS.search(tex):
        end = closing(tex, found.end())
        if end is None:
            return tex
        tex = tex[: found.start()] + tex[end + 1 :]
    return tex


def _plain_words(tex: str) -> str:
    """Write words inside of a formula without TeX, except for the formulas in them."""
    told, at = [], 0
    for found in _WORDS.finditer(tex):
        end = closing(tex, found.end()) if found.start() >= at else None
        if end is not None:
            told += [tex[at : found.start()], _words(tex[found.end() + 1 : end])]
            at = end + 1
    return "".join(told) + tex[at:]


def _words(inside: str) -> str:
    parts = re.split(r"(?<!\\)\$", inside)
    return "".join(
        rf"{{{part}}}" if number % 2 else rf"\text{{{_escaped(part)}}}"
        for number, part in enumerate(parts)
        if part
    )


def _escaped(words: str) -> str:
    before, after = words[:1].isspace(), words[-1:].isspace()
    told = _IN_WORDS.sub("", re.sub(r"[_~]", " ", plain(words).replace("\\_", "_")))
    return " " * before + told.strip() + " " * (after and bool(told.strip()))
