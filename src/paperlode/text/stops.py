"""Words of an index for stop words side by side.

The streams of an index have only the places of stop words, but arXiv finds a phrase of nothing
else in abstracts (``abs:"such as the"``). So two and three of them in a row are filed as one word
of kind ``r``; what is longer is told by its parts. On their way to the index stop words are marked
in a stream: with the dot that stands for any of them before the word.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from paperlode.text.chains import GAP, STOP_WORDS
from paperlode.text.index import encode
from paperlode.text.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 3
"""Stop words in a row that one word of the index tells of."""

MARKS = (
    GAP,
    *(
        f"{GAP}{word}{end}"
        for word in sorted(STOP_WORDS)
        for end in ("", "'s", "\u2019s", "\uff07s")
    ),
)
"""All signs for stop words in a stream: possessives are stop words, too."""

_RUNS = re.compile(r" \.\S+(?: \.\S+)+")


def sought(words: Sequence[str]) -> list[str]:
    """Give what to look for where two stop words or more have to stand in a row."""
    return _in_a_row(words, min(len(words), LONGEST))


def _in_a_row(words: Sequence[str], size: int) -> list[str]:
    windows = (words[first : first + size] for first in range(len(words) - size + 1))
    return [_joined(window) for window in windows]


def _joined(words: Sequence[str]) -> str:
    return encode("r", words[0]) + "".join(f"_{encode('', word)}" for word in words[1:])


def _of_run(run: str) -> str:
    words = [mark[1:] for mark in run.split()]
    return " ".join(chain.from_iterable(_in_a_row(words, size) for size in range(2, LONGEST + 1)))


_filed = Memory(_of_run)


def runs(stream: str) -> list[str]:
    """Give the words for the stop words in a row of a stream in which they are marked."""
    return list(map(_filed.__getitem__, _RUNS.findall(stream)))
