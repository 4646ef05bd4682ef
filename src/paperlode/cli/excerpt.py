"""A place in a text: its line and column, and the line with the place marked under it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from paperlode.cli.screen import printable

LONGEST_SHOWN = 76
"""Characters of a long line that are shown around a place."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a place."""

    line: int
    column: int
    """Both count from 1."""
    shown: str
    marks: str
    """Stands under ``shown``: blanks, then a sign under each marked character."""


def excerpt(text: str, start: int, end: int | None = None) -> Excerpt:
    """Show a place; of one that runs over several lines only the first."""
    start = min(start, len(text))
    begins = text.rfind("\n", 0, start) + 1
    ends = text.find("\n", start)
    ends = len(text) if ends < 0 else ends
    end = min(max(start + 1 if end is None else end, start), ends)
    line, column = text.count("\n", 0, start) + 1, start - begins + 1
    if ends - begins > LONGEST_SHOWN:
        begins = max(begins, start - LONGEST_SHOWN // 2)
        ends = min(ends, begins + LONGEST_SHOWN)
        end = min(end, ends)
    before, marked, after = text[begins:start], text[start:end], text[end:ends]
    marks = " " * width(before) + "^" * max(1, width(marked))
    return Excerpt(line, column, _visible(f"{before}{marked}{after}"), marks)


def _visible(text: str) -> str:
    return printable(text).replace("\t", " ")


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return sum(_columns(sign) for sign in _visible(text))


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
