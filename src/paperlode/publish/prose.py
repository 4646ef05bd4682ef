"""arXiv's text, made safe to show: clean characters, and mathematics told apart from words.

Abstracts are text with TeX in it. What stands between dollars is mathematics, unless it is money;
the rest is words with an occasional TeX accent or command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


_OPENING = re.compile(r"(?<!\\)(?:\\\\)*(\$\$?|\\\(|\\\[)")
_CLOSING = {
    "$": re.compile(r"(?<!\\)(?:\\\\)*(\$)"),
    "$$": re.compile(r"(?<!\\)(?:\\\\)*(\$\$)"),
    "\\(": re.compile(r"(?<!\\)(?:\\\\)*(\\\))"),
    "\\[": re.compile(r"(?<!\\)(?:\\\\)*(\\\])"),
}
LONGEST_FORMULA = 1500
"""Characters; an abstract has at most 1,920, so longer is no formula."""


def runs(text: str) -> Iterator[Words | Formula]:
    """Tell mathematics from words; put together, the runs are the text again."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        yield Words(text)
        return
    told = position = 0
    while opening := _OPENING.search(text, position):
        formula = _formula(text, opening)
        position = opening.end()
        if formula is not None:
            if told < opening.start(1):
                yield Words(text[told : opening.start(1)])
            yield formula
            told = position = opening.start(1) + len(formula.source)
    if told < len(text):
        yield Words(text[told:])


def _formula(text: str, opening: re.Match[str]) -> Formula | None:
    """Read the formula that begins here; None when this dollar is only a dollar."""
    delimiter = opening[1]
    closing = _CLOSING[delimiter].search(text, opening.end(), opening.end() + LONGEST_FORMULA)
    if closing is None or closing.start(1) == opening.end():
        return None
    tex = text[opening.end() : closing.start(1)]
    if delimiter == "$" and not _is_mathematics(tex, text[closing.end() : closing.end() + 1]):
        return None
    return Formula(tex.strip(), text[opening.start(1) : closing.end()])


_AMOUNT = re.compile(r"\s*\d[\d.,]*")
_COMMAND = re.compile(
    r"\\(?:rm|it|bf|sf|tt|cal|small|scriptsize)\b\s*[a-zA-Z]*"
    r"|\\href\s*\{[^{}]*\}|\\[a-zA-Z]+\s*\{[^{}]*\}|\\[a-zA-Z]+"
)
_WORD = re.compile(r"(?:^|(?<=\s))[a-zA-Z]{3,}(?![a-zA-Z])")
_SIGN = re.compile(r"[\\^_={}<>~]")
MOST_WORDS = 2
"""More plain words than this between two dollars: they are two amounts of money."""
SHORT = 12
"""So few characters without a space are mathematics whatever follows: ``$\\Sigma$5``."""


def _is_mathematics(tex: str, following: str) -> bool:
    """Tell ``$x$`` from the text between two amounts of money."""
    words = len(_WORD.findall(_COMMAND.sub(" ", tex)))
    if not tex.strip() or words > MOST_WORDS:
        return False
    before, after = tex[0].isspace(), tex[-1].isspace()
    if _SIGN.search(tex):
        return not (_AMOUNT.match(tex) and following.isdigit())
    if _AMOUNT.match(tex):
        return before == after and not following.isdigit()
    if before != after:
        return len(tex) <= SHORT and not words
    return not following.isdigit() or (len(tex) <= SHORT and not words)
