"""Where words begin and end: Unicode's word boundaries as Lucene's StandardTokenizer draws them.

Unicode Standard Annex #29 in the version of Lucene 7 (Unicode 6.3, Elasticsearch 6): ``:`` joins
letters, ``_`` joins everything, ideographs stand alone. Source: Lucene's published grammar
``StandardTokenizerImpl.jflex``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 255
"""Lucene cuts a longer word into pieces of this length."""

APART = re.compile("[-/()<>=+*]")
"""Signs that no word has, some of those of ASCII: they part words wherever they stand."""

_ASCII = re.compile(
    r"""_*[A-Za-z0-9][A-Za-z0-9_]*
    (?: (?: (?<=[A-Za-z]) [:.'] (?=[A-Za-z]) | (?<=[0-9]) [.,;'] (?=[0-9]) ) [A-Za-z0-9_]+ )*""",
    re.VERBOSE,
)


@cache
def _unicode() -> Callable[[str], list[str]]:
    """Build the matcher for any text; its library is only loaded when a text needs it."""
    import regex  # noqa: PLC0415  20 ms that a command without such text need not spend

    follow = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]*+"
    letter = rf"(?:[\p{{WB=ALetter}}\p{{WB=Hebrew_Letter}}--[\u02D7]]{follow})"
    digit = rf"(?:[\p{{WB=Numeric}}\uFF10-\uFF19]{follow})"
    kana = rf"(?:\p{{WB=Katakana}}{follow})"
    join = rf"(?:[\p{{WB=ExtendNumLet}}--[\u202F]]{follow})"
    quote = r"'\u2018\u2019\u2024\uFE52\uFF07\uFF0E."
    in_hebrew = r'(?<=\p{WB=Hebrew_Letter})"(?=\p{WB=Hebrew_Letter})'
    after_hebrew = r"(?:(?<=\p{WB=Hebrew_Letter})')?"
    between_letters = rf"(?:[:\u00B7\u0387\u05F4\u2027\uFE13\uFE55\uFF1A\u02D7{quote}]{follow})"
    between_digits = rf"(?:[\p{{WB=MidNum}}{quote}]{follow})"
    run = (
        rf"(?:{kana}(?:{join}*{kana})*"
        rf"|(?:{letter}(?:(?:{join}*|{between_letters}|{in_hebrew}){letter})*{after_hebrew}"
        rf"|{digit}(?:(?:{join}*|{between_digits}){digit})*)+)"
    )
    asian = rf"(?:\p{{LB=SA}}{follow})+"
    single = rf"[\p{{Script=Han}}\p{{Script=Hiragana}}]{follow}"
    word = rf"{join}*{run}(?:{join}+{run})*{join}*|{asian}|{single}"
    found: Callable[[str], list[str]] = regex.compile(word, regex.V1).findall
    return found


def split(text: str) -> list[str]:
    """Cut a text into its words, in order; what is no word (punctuation, symbols) is left out."""
    words = _ASCII.findall(text) if text.isascii() else _unicode()(text)
    if len(text) <= LONGEST:
        return words
    return [
        word[start : start + LONGEST] for word in words for start in range(0, len(word), LONGEST)
    ]
