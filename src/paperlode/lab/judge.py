"""What each of many terms says of each of many papers, asked by several processes at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from paperlode.paper import Paper
from paperlode.query import Term, matches, reading
from paperlode.several import Several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

    Wanted = tuple[str, str, bool]
    """Field, value, and whether only as it is written."""
    Lines = Sequence[str | bytes]
    Judge = Callable[[Iterable[Lines], Sequence[Wanted], int], Iterator["Judged"]]

WORTH = 4_000
"""Papers from which on several processes judge them: each needs half a second to begin."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A paper that was judged."""

    submitted: datetime
    id: str
    version: int


class Named(Protocol):
    """Papers that were judged, by their places from 0."""

    def named(self, places: Numbers) -> list[Found]:
        """Say which papers these are."""

    def among(self, identifiers: AbstractSet[str]) -> Iterable[int]:
        """Give the places of those that have one of these identifiers."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Papers of which a list is there."""

    found: list[Found]

    def named(self, places: Numbers) -> list[Found]:
        """Say which papers these are."""
        return [self.found[place] for place in places]

    def among(self, identifiers: AbstractSet[str]) -> list[int]:
        """Give the places of those that have one of these identifiers."""
        return [place for place, one in enumerate(self.found) if one.id in identifiers]


@dataclass(frozen=True, slots=True)
class Judged:
    """Papers, and for each term the places of those that have it."""

    found: Named
    seconds: Numbers
    """When they were submitted, in seconds since 1970."""
    having: list[Numbers]
    read: int
    """Of how many the record had to be read."""

    def without(self, identifiers: AbstractSet[str]) -> Judged:
        """Leave out papers."""
        gone = np.fromiter(self.found.among(identifiers), np.int64)
        if not len(gone):
            return self
        left = np.setdiff1d(np.arange(len(self.seconds)), gone)
        having = [np.flatnonzero(np.isin(left, places)) for places in self.having]
        return Judged(Listed(self.found.named(left)), self.seconds[left], having, self.read)


def judged(lines: Lines, wanted: Sequence[Wanted]) -> Judged:
    """Ask papers for every term; terms that count as written come after the same ones by stems."""
    terms = [Term(field, value, exact=exact) for field, value, exact in wanted]
    order = {one: place for place, one in enumerate(wanted)}
    stemmed = [order.get((*one[:2], False)) if one[2] else None for one in wanted]
    having: list[list[int]] = [[] for _ in wanted]
    found = []
    for number, line in enumerate(lines):
        one = reading(Paper.from_line(line))
        found.append(Found(one.paper.submitted, one.paper.id, one.paper.version))
        for term, before, mine in zip(terms, stemmed, having, strict=True):
            # What is there as written is there by its stem, which has been asked for already.
            if (before is None or having[before][-1:] == [number]) and matches(term, one):
                mine.append(number)
    seconds = [int(one.submitted.timestamp()) for one in found]
    places = [np.array(some, np.int64) for some in having]
    return Judged(Listed(found), np.array(seconds, np.int64), places, len(found))


def here(lists: Iterable[Lines], wanted: Sequence[Wanted], total: int) -> Iterator[Judged]:
    """Judge papers in this process."""
    del total
    return (judged(lines, wanted) for lines in lists)


@contextmanager
def several(processes: int) -> Iterator[Judge]:
    """Give what judges papers, by several processes where there are many and we may have some."""
    with Several(processes, _nothing) as many:

        def judge(lists: Iterable[Lines], wanted: Sequence[Wanted], total: int) -> Iterator[Judged]:
            if many.begun or (processes > 1 and total >= WORTH):
                return many.each(partial(_judged, wanted=wanted), lists)
            return here(lists, wanted, total)

        yield judge


def _judged(_: None, lines: Lines, *, wanted: Sequence[Wanted]) -> Judged:
    return judged(lines, wanted)


def _nothing() -> None:
    """Make no tool: what is asked comes with the papers."""
