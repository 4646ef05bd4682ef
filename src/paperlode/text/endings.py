"""Which stems words can have that begin in a given way: Porter's endings, looked at from the front.

Each step of his algorithm puts a shorter ending in the place of a longer one, so a stem is a
beginning of its word and perhaps one or two letters more. What was taken off is made of endings, or
of what is missing at one step to an ending that the step before had left. Source: M. F. Porter, *An
algorithm for suffix stripping* (1980), and the remarks DEPARTURE in his published C program.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_STEP = "s es ed ing eed y i"
_SHORTENED = re.findall(
    "([a-z]+):([a-z]*)",
    """
    sses:ss ies:i s: eed:ee ed: ing: ed:e ing:e y:i e: ll:l
    ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e ousli:ous
    ization:ize ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive
    biliti:ble logi:log
    icate:ic ative: alize:al iciti:ic ical:ic ful: ness:
    al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: sion:s tion:t ou: ism: ate: iti:
    ous: ive: ize:
    """,
)
"""Endings, and what the steps put in their place."""

PUT = ("", "e", "i", "l", "le")
"""What can stand in a stem behind the letters that it shares with its word."""


ENDINGS = frozenset(ending for ending, _ in _SHORTENED)


def _taken_off() -> set[str]:
    """Give what a step can take off that stands in the word."""
    changed = {long[_same(long, short) :] for long, short in _SHORTENED}
    missing = {
        ending[: -len(some)]
        for ending, _ in _SHORTENED
        for _, short in _SHORTENED
        for some in (short[start:] for start in range(len(short)))
        if ending.endswith(some)
    }
    found = (changed | ENDINGS | missing) - {""}
    return found | {one[:-1] + "y" for one in found if one.endswith("i")}


def _same(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    both = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))


def _begun(endings: set[str]) -> Callable[[str, int], object]:
    """Find whether a text is made of endings from a place on, the last perhaps only begun."""
    whole = "|".join(sorted(endings, key=len, reverse=True))
    begun = "|".join({ending[:length] for ending in endings for length in range(len(ending))})
    return re.compile(f"(?:{whole})*(?:{begun})").fullmatch


_fits = _begun(_taken_off())
_fits_first_step = _begun(set(FIRST_STEP.split()))
_long_enough = re.compile("[aeiouy][^aeiou]").search
"""Whether a vowel and a consonant stand in a beginning, without which only the first step works."""


def shorter_stems(start: str) -> set[str]:
    """Give all stems of words beginning with ``start`` that do not begin so themselves.

    Some others are among them.
    """
    return {
        start[:length] + put
        for length in range(1, len(start))
        if _ends(start, length) or (start[length] == start[length - 1] and _ends(start, length + 1))
        for put in PUT
        if not (start[:length] + put).startswith(start)
    }


def _ends(start: str, length: int) -> bool:
    """Tell whether the steps can end a word here, what follows being endings.

    Of a doubled letter before them they leave one.
    """
    fits = _fits if _long_enough(start, 0, length) else _fits_first_step
    return bool(fits(start, length))
