"""What terms say of the papers of the mirror: told by its index of words, and read in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from paperlode.lab.judge import Found, Judged
from paperlode.query import Term
from paperlode.store.words import SHIFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from paperlode.lab.judge import Judge, Numbers, Wanted
    from paperlode.progress import Progress
    from paperlode.query import Query
    from paperlode.store.apart import Apart
    from paperlode.store.mirror import Mirror

CHUNK = 500
"""Records that are read at once."""
NOTHING = np.array([], np.int64)


@dataclass(frozen=True, slots=True)
class Numbered:
    """Papers of the mirror, by their numbers; their names are looked up when they are told."""

    mirror: Mirror
    numbers: Numbers

    def named(self, places: Numbers) -> list[Found]:
        """Say which papers these are."""
        papers = self.mirror.papers(self.numbers[places].tolist())
        return [Found(paper.submitted, paper.id, paper.version) for _, paper in papers]

    def among(self, identifiers: AbstractSet[str]) -> list[int]:
        """Give the places of those that have one of these identifiers."""
        held = self.mirror.versions(identifiers).values()
        return places(self.numbers, np.array([number for _, number in held], np.int64)).tolist()


@dataclass(frozen=True, slots=True)
class Asked:
    """The mirror, and how papers in doubt are judged."""

    mirror: Mirror
    apart: Apart
    judge: Judge
    progress: Progress

    def judged(self, union: Query, trees: Sequence[Query], wanted: Sequence[Wanted]) -> Judged:
        """Ask all papers that may match a query for terms.

        Read are only papers about which the index leaves one of the ``trees`` open. Of any other
        it makes no difference what a term says about which the index is not sure.
        """
        numbers = self.apart.may(union)
        unfiled = places(numbers, self.apart.unfiled)
        having: dict[Wanted, Numbers] = {}
        open_terms = []
        for done, one in enumerate(wanted):
            self.progress("terms looked up", done, len(wanted))
            term = Term(one[0], one[1], exact=one[2])
            having[one] = places(numbers, self.apart.sure(term, union, len(numbers)))
            if len(unfiled) or not self.apart.decided(term):
                open_terms.append(one)
        self.progress("terms looked up", len(wanted), len(wanted))
        doubts = (places(numbers, self.apart.unsure(tree)) for tree in trees)
        to_read = np.unique(np.concatenate([unfiled, *doubts]))
        for one, found in self._read(numbers, to_read, open_terms).items():
            having[one] = np.union1d(having[one], found)
        seconds = numbers >> SHIFT
        return Judged(Numbered(self.mirror, numbers), seconds, list(having.values()), len(to_read))

    def _read(
        self, numbers: Numbers, to_read: Numbers, wanted: Sequence[Wanted]
    ) -> dict[Wanted, Numbers]:
        """Give the places of those that have each term, of some places that are read."""
        having: dict[Wanted, list[Numbers]] = {one: [NOTHING] for one in wanted}
        read: list[int] = []
        lists = self._lists(numbers[to_read].tolist(), read)
        done = 0
        for some in self.judge(lists, wanted, len(to_read)) if len(to_read) else ():
            mine = places(numbers, np.array(read[done : done + some.read], np.int64))
            for one, found in zip(wanted, some.having, strict=True):
                having[one].append(mine[found])
            done += some.read
        return {one: np.concatenate(found) for one, found in having.items()}

    def _lists(self, numbers: list[int], read: list[int]) -> Iterator[list[bytes]]:
        """Give lists of records, and note which they are."""
        records = self.mirror.lines(numbers)
        while some := list(islice(records, CHUNK)):
            self.progress("imported papers read", len(read), len(numbers))
            read += (number for number, _ in some)
            yield [line for _, line in some]


def places(numbers: Numbers, some: Numbers) -> Numbers:
    """Give the places, ascending, of those of some numbers that are among ascending ones."""
    if not len(numbers) or not len(some):
        return NOTHING
    found = np.minimum(np.searchsorted(numbers, some), len(numbers) - 1)
    return np.sort(found[numbers[found] == some])
