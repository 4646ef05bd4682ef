"""How much a paper is about a query: BM25 over the words of its title and abstract.

Okapi BM25 with the usual constants. Only what a query wants counts, not what it leaves out, and
only words: categories, names and dates let papers in and put none before another. A word of the
title counts like three of the abstract.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from paperlode.query.fields import Like, Phrase, pattern_of, wanted
from paperlode.query.syntax import AndNot, Not, Query, Term
from paperlode.text.chains import GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperlode.query.reading import Reading

SATURATION = 1.2
"""How soon a further mention adds nothing (usually called k1)."""
LENGTH = 0.75
"""How much long texts are held back (b)."""
IN_TITLE = 3

_STREAMS = {"title": IN_TITLE, "abstract": 1, "abstract_plain": 1, "combined_text": 1}
_NAMES = {"combined": "combined_text"}


@dataclass(frozen=True, slots=True)
class Mentions:
    """How often a paper has each of a query's terms, and how many words it has."""

    numbers: tuple[int, ...]
    length: int


def positive(tree: Query) -> list[Term]:
    """Give the terms that a query wants, each once, not those whose papers it leaves out."""
    terms: dict[str, Term] = {}
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Term):
            terms.setdefault(str(part), part)
        elif not isinstance(part, Not):
            waiting += [part.parts[0]] if isinstance(part, AndNot) else reversed(part.parts)
    return list(terms.values())


class Relevance:
    """Puts papers into order for one query."""

    def __init__(self, tree: Query) -> None:
        self.terms = positive(tree)
        self._counters = [list(_counters(term)) for term in self.terms]

    def mentions(self, paper: Reading) -> Mentions:
        """Count the words that the query wants in a paper."""
        numbers = tuple(sum(count(paper) for count in some) for some in self._counters)
        return Mentions(numbers, paper.title.count(" ") + paper.abstract.count(" "))

    def score(self, paper: Mentions, rarities: Sequence[float], usual: float) -> float:
        """Say how much a paper is about the query; ``usual`` is the mean number of words."""
        held_back = SATURATION * (1 - LENGTH + LENGTH * paper.length / max(usual, 1.0))
        return sum(
            rarity * number * (SATURATION + 1) / (number + held_back)
            for number, rarity in zip(paper.numbers, rarities, strict=True)
        )


def rarity(holders: int, papers: int) -> float:
    """Weigh a term that ``holders`` of ``papers`` have; never below zero."""
    holders = min(holders, papers)
    return math.log(1 + (papers - holders + 0.5) / (holders + 0.5))


def _counters(term: Term) -> Iterator[Callable[[Reading], int]]:
    """Make the functions that count a term; of ``all:`` the catch-all field speaks for all."""
    tests = dict.fromkeys(chain.from_iterable(wanted(term)))
    words = [test for test in tests if isinstance(test, Phrase | Like)]
    if term.field == "all":
        words = [test for test in words if test.stream in {"title", "combined"}]
    for test in words:
        if (stream := _NAMES.get(test.stream, test.stream)) in _STREAMS:
            yield _counter(stream, _pattern(test), _STREAMS[stream])


def _pattern(test: Phrase | Like) -> str:
    if isinstance(test, Like):
        return pattern_of(test.pattern)
    return " ".join(r"\S+" if word == GAP else re.escape(word) for word in test.words)


def _counter(stream: str, pattern: str, weight: int) -> Callable[[Reading], int]:
    mention = re.compile(f"(?<= ){pattern}(?= )")
    return lambda reading: weight * sum(1 for _ in mention.finditer(getattr(reading, stream)))
