"""What each of many terms says of each of many papers, asked by several processes at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from paperlode.paper import Paper
from paperlode.query import Term, matches, reading
from paperlode.several import Several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    Wanted = tuple[str, str, bool]
    """Field, value, and whether only as it is written."""
    Lines = Sequence[str]
    Judge = Callable[[Iterable[Lines], Sequence[Wanted], int], Iterator["Judged"]]

WORTH = 4_000
"""Papers from which on several processes judge them: each needs half a second to begin."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A paper that was judged."""

    submitted: datetime
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Papers, and for each term which of them have it."""

    found: list[Found]
    having: list[list[int]]


def judged(lines: Lines, wanted: Sequence[Wanted]) -> Judged:
    """Ask papers for every term; terms that count as written come after the same ones by stems."""
    terms = [Term(field, value, exact=exact) for field, value, exact in wanted]
    places = {one: place for place, one in enumerate(wanted)}
    stemmed = [places.get((*one[:2], False)) if one[2] else None for one in wanted]
    having: list[list[int]] = [[] for _ in wanted]
    found = []
    for number, line in enumerate(lines):
        one = reading(Paper.from_line(line))
        found.append(Found(one.paper.submitted, one.paper.id, one.paper.version))
        for term, before, mine in zip(terms, stemmed, having, strict=True):
            # What is there as written is there by its stem, which has been asked for already.
            if (before is None or having[before][-1:] == [number]) and matches(term, one):
                mine.append(number)
    return Judged(found, having)


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
