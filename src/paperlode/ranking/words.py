"""Papers as rows of weighted words: what the learner sees of a text.

A word or a pair of neighbouring words is known by a number that follows from its letters alone, so
nothing depends on which papers were read before, and a day's papers are read in one sweep.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from paperlode.paper import Paper

BITS = 22
"""Four million numbers for words: of 300,000 words and pairs, 7 % share theirs with another."""
SIZE = 1 << BITS
CATEGORY_WEIGHT = 2
"""A category, and two that stand side by side, count like words that stand there twice."""

_WORD = re.compile(r"\w\w+")
_BREAK = "\n"
_TOKEN = re.compile(r"\w\w+|\n")


class _Numbers(dict[str, int]):
    """The number of each word, found once."""

    def __missing__(self, word: str) -> int:
        number = self[word] = (
            zlib.crc32(word.encode(errors="surrogatepass")) if word != _BREAK else -1
        )
        return number


_NUMBERS = _Numbers()
_KEPT = 1_000_000
"""How many words' numbers are remembered, so that a long run does not grow without end."""


def words(text: str) -> list[str]:
    """Cut a text into its words: lower case, two letters or digits and more."""
    return _WORD.findall(text.lower())


def single(word: str) -> int:
    """Give the column of a word."""
    return _NUMBERS[word] & (SIZE - 1)


def pair(first: str, second: str) -> int:
    """Give the column of two neighbouring words."""
    return int(_pairs(np.array([_NUMBERS[first]]), np.array([_NUMBERS[second]]))[0])


def columns_of(text: str) -> list[int]:
    """Give the columns that a text can mean: a category or two, a word, a pair of words."""
    found, meant = words(text), [single(category(text))]
    if len(found) == 1:
        meant.append(single(found[0]))
    elif len(found) == len("ab"):
        meant.append(pair(*found))
    return meant


def look_up(
    columns: NDArray[np.int64], known: NDArray[np.int64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give each column's value of those known, which ascend; 0 for the others."""
    if not len(known):
        return np.zeros(len(columns))
    places = np.minimum(np.searchsorted(known, columns), len(known) - 1)
    return np.where(known[places] == columns, values[places], 0.0)


def category(name: str) -> str:
    """Write a category as the word that stands for it, which no text holds."""
    return f"in:{name}"


def _pairs(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    mixed = (first * 0x9E3779B1 + second * 0x85EBCA6B) & 0x7FFFFFFFFFFFFFFF
    return (mixed ^ (mixed >> 25)) & (SIZE - 1)


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows, one a paper: the columns of row n stand from starts[n] to starts[n + 1]."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """Put rows under each other."""
        lengths = np.concatenate([np.diff(part.starts) for part in parts])
        return cls(
            np.concatenate(([0], np.cumsum(lengths))),
            np.concatenate([part.columns for part in parts]),
            np.concatenate([part.values for part in parts]),
        )

    def with_values(self, values: NDArray[np.float64]) -> Rows:
        """Give rows of the same columns with other values."""
        return Rows(self.starts, self.columns, values)

    def only(self, wanted: NDArray[np.bool_]) -> Rows:
        """Give the same rows with 0 in the columns that are not wanted."""
        return self.with_values(self.values * wanted[self.columns])

    def times(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give each row's product with one weight a column."""
        return self.with_values(self.values * weights[self.columns]).sums()

    def back(self, factors: NDArray[np.float64], width: int) -> NDArray[np.float64]:
        """Add the rows, each times its factor, into one value a column."""
        each = np.repeat(factors, np.diff(self.starts)) * self.values
        return np.bincount(self.columns, each, width).astype(float, copy=False)

    def take(self, which: NDArray[np.int64]) -> Rows:
        """Give some of the rows, in the order asked for."""
        lengths = np.diff(self.starts)[which]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.arange(starts[-1]) + np.repeat(self.starts[which] - starts[:-1], lengths)
        return Rows(starts, self.columns[places], self.values[places])

    def normed(self) -> Rows:
        """Bring each row to the length 1; an empty one stays empty."""
        lengths = np.sqrt(self.with_values(self.values * self.values).sums())
        each = np.repeat(np.where(lengths > 0, lengths, 1), np.diff(self.starts))
        return self.with_values(self.values / each)

    def beside(self, more: NDArray[np.float64]) -> Rows:
        """Put numbers of another kind behind each row, in columns of their own from SIZE on."""
        places = np.repeat(self.starts[1:], more.shape[1])
        columns = np.tile(np.arange(SIZE, SIZE + more.shape[1]), len(more))
        return Rows(
            self.starts + np.arange(len(self.starts)) * more.shape[1],
            np.insert(self.columns, places, columns),
            np.insert(self.values, places, more.ravel()),
        )

    def sums(self) -> NDArray[np.float64]:
        """Add each row's values; a row's sum does not depend on the rows around it."""
        found = np.add.reduceat(np.append(self.values, 0.0), self.starts)[:-1]
        return np.where(np.diff(self.starts) > 0, found, 0.0)


def counts(papers: Sequence[Paper]) -> Rows:
    """Count the words and pairs of papers; categories, and two side by side, are words too."""
    if len(_NUMBERS) > _KEPT:
        _NUMBERS.clear()
    texts = (text for paper in papers for text in (paper.title, paper.abstract))
    places = np.concatenate((_places(texts), *[_categories(papers)] * CATEGORY_WEIGHT))
    places.sort()
    first = np.flatnonzero(np.diff(places, prepend=-1))
    values = np.diff(first, append=len(places)).astype(float)
    starts = np.searchsorted(places[first], np.arange(len(papers) + 1, dtype=np.int64) << BITS)
    return Rows(starts, places[first] & (SIZE - 1), values)


def _places(texts: Iterable[str]) -> NDArray[np.int64]:
    """Give row and column, in one number, of every word and pair; two texts make a row."""
    tokens = _TOKEN.findall("".join(text.lower().replace(_BREAK, " ") + _BREAK for text in texts))
    numbers = np.fromiter(map(_NUMBERS.__getitem__, tokens), np.int64, len(tokens))
    ends = numbers < 0
    rows = (np.cumsum(ends) >> 1) << BITS
    word = ~ends
    both = np.flatnonzero(word[:-1] & word[1:])
    pairs = _pairs(numbers[both], numbers[both + 1])
    return np.concatenate((rows[word] | (numbers[word] & (SIZE - 1)), rows[both] | pairs))


def _categories(papers: Sequence[Paper]) -> NDArray[np.int64]:
    found = [
        n << BITS | single(category(name))
        for n, paper in enumerate(papers)
        for name in (*paper.categories, *_side_by_side(paper))
    ]
    return np.array(found, np.int64)


def _side_by_side(paper: Paper) -> list[str]:
    """Name categories that follow each other: who cross-lists alike often works alike."""
    return [f"{first} {second}" for first, second in pairwise(paper.categories)]


def readable(papers: Sequence[Paper]) -> dict[int, str]:
    """Name the words and pairs of papers by their columns, as a reader can read them."""
    names: dict[int, str] = {}
    for paper in papers:
        named = (*paper.categories, *_side_by_side(paper))
        names.update((single(category(name)), name) for name in named)
        for text in (paper.title, paper.abstract):
            found = words(text)
            names.update((pair(a, b), f"{a} {b}") for a, b in pairwise(found))
            names.update((single(word), word) for word in found)
    return names
