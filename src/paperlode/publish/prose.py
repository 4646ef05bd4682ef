"""arXiv's text, made safe to show: clean characters, and mathematics told apart from words.

Abstracts are text with TeX in it. What stands between dollars is mathematics, unless it is money;
the rest is words with an occasional TeX accent or command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.text.packages import CALL, call, spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, which XML forbids
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # bidi controls, invisible
    "\ufdd0-\ufdef\ufff9-\uffff\U000e0000-\U000e0fff"  # annotations, noncharacters, tags
    "\ud800-\udfff]"  # surrogates, which no encoding can write
)
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Drop characters that hide or reorder text or that no file may hold; one space for any."""
    if text.isprintable() and "  " not in text:  # no other space is printable, nor what we drop
        return text.strip()
    return " ".join(_FORBIDDEN.sub("", _SPACE.sub(" ", text)).split())


@dataclass(frozen=True, slots=True)
class Words:
    """A run of ordinary text."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A run of mathematics."""

    tex: str
    """Without its delimiters."""
    source: str
    """With them, as written."""


_OPENING = re.compile(
    r"(?<!\\)(?:\\\\)*(?P<sign>\$\$?|\\\$(?=\S)|\\\(|\\\[|\\begin\{(?P<environment>"
    r"(?:equation|align|eqnarray|gather|multline|displaymath|math)\*?)\})"
    rf"|(?P<call>{CALL.pattern})"
)
_CLOSING = {
    "$": re.compile(r"(?<!\\)(?:\\\\)*(\$)"),
    "$$": re.compile(r"(?<!\\)(?:\\\\)*(\$\$)"),
    "\\$": re.compile(r"(\\\$)"),
    "\\(": re.compile(r"(?<!\\)(?:\\\\)*(\\\))"),
    "\\[": re.compile(r"(?<!\\)(?:\\\\)*(\\\])"),
}
LONGEST_FORMULA = 1500
"""Characters; an abstract has at most 1,920, so longer is no formula."""


def runs(text: str) -> Iterator[Words | Formula]:
    """Tell mathematics from words; put together, the runs are the text again."""
    if "$" not in text and "\\" not in text:
        yield Words(text)
        return
    told = position = 0
    while opening := _OPENING.search(text, position):
        position = opening.end()
        found = _formula(text, opening) or _half(text, opening, told)
        if found is not None:
            start, formula = found
            if told < start:
                yield Words(text[told:start])
            yield formula
            told = position = start + len(formula.source)
    if told < len(text):
        yield Words(text[told:])


def _formula(text: str, opening: re.Match[str]) -> tuple[int, Formula] | None:
    """Read the formula that begins here, and say where; None when this dollar is only a dollar."""
    if opening["call"]:
        return _package(text, opening)
    start, delimiter = opening.start("sign"), opening["sign"]
    closing = _closing(text, opening)
    if closing is None or closing.start(1) == opening.end():
        return None
    if delimiter == "$":
        closing = _around(text, opening.end(), closing)
    tex = text[opening.end() : closing.start(1)]
    around = text[start - 1 : start], text[closing.end() : closing.end() + 2]
    if delimiter == "$" and (_is_price(tex, around[0]) or not _is_mathematics(tex, around[1])):
        return None
    if delimiter == "\\$" and not _ESCAPED.fullmatch(tex):
        return None
    if opening["environment"] and ("&" in tex or r"\\" in tex):
        tex = delimiter + tex + closing[1]
    return start, Formula(spelled_out(tex.strip()), text[start : closing.end()])


_ESCAPED = re.compile(r"[A-Za-z]|[A-Za-z]{1,2}\([^$\s]+\)|(?!\s*[\d.])[^$]{0,60}[\\_^=][^$]{0,60}")
"""What may stand between escaped dollars; prices stand there, too."""


_BACKSLASHED = re.compile(r"\\.")


def _around(text: str, start: int, closing: re.Match[str]) -> re.Match[str]:
    r"""Go on behind dollars that stand in braces: ``$\textit{T$_c$}$``."""
    found: re.Match[str] | None = closing
    while found and found.end() - start < LONGEST_TOKEN:
        inside = _BACKSLASHED.sub("", text[start : found.start(1)])
        if inside.count("{") <= inside.count("}"):
            return found
        found = _CLOSING["$"].search(text, found.end(), start + LONGEST_TOKEN)
    return closing


def _closing(text: str, opening: re.Match[str]) -> re.Match[str] | None:
    if opening["environment"]:
        pattern = re.compile(rf"(\\end\{{{re.escape(opening['environment'])}\}})")
    else:
        pattern = _CLOSING[opening["sign"]]
    return pattern.search(text, opening.end(), opening.end() + LONGEST_FORMULA)


def _package(text: str, opening: re.Match[str]) -> tuple[int, Formula] | None:
    r"""Read a command that is mathematics without any dollars: ``\ce{HfO2}``."""
    start = opening.start("call")
    found = CALL.match(text, start)
    meaning = call(text, found) if found else None
    if meaning is None or not meaning[0]:
        return None
    return start, Formula(meaning[0], text[start : meaning[1]])


_INDEX = re.compile(r"[_^](?:\{[^{}$]{1,40}\}|[-+]?[0-9A-Za-z](?![0-9A-Za-z]))")
_TOKEN = re.compile(r"[^\s$]*(?:[_^\\][^\s$]*|\d%[\])]*)$")
_MATTER = re.compile(r"[A-Z][a-z]?[A-Z_\d(][^\\]*$")
"""What is rather a compound than a product of variables."""
_END = re.compile(r"[\s.,;:)]|$")


def _half(text: str, opening: re.Match[str], told: int) -> tuple[int, Formula] | None:
    """Read what is mathematics although one of its dollars is lost: ``TaS$_2``, ``O_3$``."""
    if opening["sign"] != "$":
        return None
    start, end = opening.start("sign"), opening.end()
    if index := _INDEX.match(text, end):
        return start, Formula(index[0], text[start : index.end()])
    before = _TOKEN.search(text[max(told, start - LONGEST_TOKEN) : start])
    if before is None or not _END.match(text, end):
        return None
    tex = rf"\mathrm{{{before[0]}}}" if _MATTER.match(before[0]) else before[0]
    return start - len(before[0]), Formula(tex, f"{before[0]}$")


LONGEST_TOKEN = 60
_AMOUNT = re.compile(r"\s*\d[\d.,]*")
_COMMAND = re.compile(
    r"\\(?:rm|it|bf|sf|tt|cal|small|scriptsize)\b\s*[a-zA-Z]*"
    r"|\\ \s*[a-zA-Z]*"
    r"|\\href\s*\{[^{}]*\}|\\[a-zA-Z]+\s*\{[^{}]*\}|\\[a-zA-Z]+"
)
_WORD = re.compile(r"(?:^|(?<=\s))[a-zA-Z]{3,}(?![a-zA-Z])")
_SIGN = re.compile(r"[\\^_={}<>~]")
_RUNS_ON = re.compile(_INDEX.pattern + r"\s+[a-z]{3}")
"""An index and then words: its second dollar is lost, and the next one begins a formula."""
MOST_WORDS = 2
"""More plain words than this between two dollars: they are two amounts of money."""
SHORT = 12
"""So few characters without a space are mathematics whatever follows: ``$\\Sigma$5``."""


def _is_price(tex: str, before: str) -> bool:
    """Tell the text between two amounts that have their dollars behind them: ``44$ or 90$``."""
    return before.isdigit() and tex[0].isspace() and not _SIGN.search(tex)


def _is_mathematics(tex: str, following: str) -> bool:
    """Tell ``$x$`` from the text between two amounts of money."""
    words = len(_WORD.findall(_COMMAND.sub(" ", tex)))
    if not tex.strip() or words > MOST_WORDS or _RUNS_ON.match(tex):
        return False
    before, after = tex[0].isspace(), tex[-1].isspace()
    if _SIGN.search(tex):
        return not (_AMOUNT.match(tex) and following[:1].isdigit())
    if before and not after and len(tex) <= SHORT and not words:
        return not following.strip()[:1].isdigit()
    if _AMOUNT.match(tex):
        return before == after and not following[:1].isdigit()
    if before != after:
        return len(tex) <= SHORT and not words and not following[:1].isdigit()
    return not following[:1].isdigit() or (len(tex) <= SHORT and not words)
