"""Bytes to texts: what a fuzzer mutates byte by byte are the pieces of the query language.

A byte below 128 is that character, so that a file of plain text is an input like any other; one
above is a piece of the language or of what it stumbles over. Two signs are kept for parts of an
input and for any other character.
"""

from __future__ import annotations

ASCII = 128
CHARACTER = 254
"""Before two bytes: a character by its number."""
PART = 255
"""Between the parts of an input."""

PIECES = (
    *("ti:", "abs:", "au:", "all:", "cat:", "co:", "jr:", "rn:", "id:", "doi:", "title:"),
    *("submittedDate:", "lastUpdatedDate:", "[202501010000 TO 202512312359]", "[2025 TO 2026]"),
    *("submittedDate:[2025 TO 2026]", "[20250101 TO *]", " TO ", "au:del_maestro", "cat:cs.LG"),
    *(" AND ", " OR ", " ANDNOT ", " NOT ", "NOT ", " and ", " not ", " AND NOT ", "&&", "||"),
    *("((", "))", '" ', ' "', '""', '\\"', "\\ ", "%22", "%20", "+AND+", "**", "  ", "''", "\\\\"),
    *("crystal", "crystals", "crystal*", "cr*st?l", "structure", " of ", "the ", "general"),
    *("learning ", "machine learning", "half-life", "C60", "GaAs", "$x^2$", "\\alpha ", "\\'e"),
    *("2025", "2016-05", "hep-th", "cs.LG", "cs.*", "cond-mat", "math.GT", "0309136", "25.0568"),
    *("math/0309136", "2506.05680", "2506.05680v2", "10.1234/AB.c", "computer science", "physics"),
    *("Müller", "Mueller", "muller,a", "Ada Example", "example, a", "J.P.", "O'Brien", "a;b", "_"),
    *("ﬁ", "ß", "İ", "\u0131", "é", "e\u0301", "\u0301", "\u200b", "\u202e", "\u00ad"),
    *("\ufeff", "\u00a0", "\u2019s", "\u201c", "\u201d", "\u2013", "\u2028", "\x85", "\ud800"),
    *("\U0001f600", "東京", "日", "\u0e01", "\u0627", "\u05d0", "\u093f"),
)  # fmt: skip


def parts(given: bytes) -> list[str]:
    """Give the texts of an input."""
    return [text(part) for part in given.split(bytes([PART]))]


def text(given: bytes) -> str:
    """Write a text."""
    written = []
    numbers = iter(given)
    for number in numbers:
        if number == CHARACTER:
            written.append(chr(256 * next(numbers, 0) + next(numbers, 0)))
        else:
            written.append(_piece(number))
    return "".join(written)


def _piece(number: int) -> str:
    return chr(number) if number < ASCII else PIECES[(number - ASCII) % len(PIECES)]


def given(text: str) -> bytes:
    """Make an input of a text."""
    return b"".join(
        bytes([ord(sign)])
        if ord(sign) < ASCII
        else bytes([CHARACTER, *min(ord(sign), 0xFFFF).to_bytes(2, "big")])
        for sign in text
    )
