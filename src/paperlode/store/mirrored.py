"""What can be asked of the mirror: its index of words decides, or narrows for the evaluator."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from heapq import merge
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from paperlode.paper import Paper
from paperlode.progress import silent
from paperlode.query import reading
from paperlode.query.bounds import UNUSUAL, bounds
from paperlode.query.conditions import NONE, Between, every, without
from paperlode.query.match import matches
from paperlode.store.counts import Counts
from paperlode.store.database import Database, listed
from paperlode.store.found import ALWAYS
from paperlode.store.packed import CATEGORY_KINDS, Unpacker, category_of
from paperlode.store.words import MOST, SHIFT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from paperlode.progress import Progress
    from paperlode.query import Query, Reading
    from paperlode.query.conditions import Condition
    from paperlode.store.found import Window
    from paperlode.store.words import Asked, Words


Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"

READ = 1_000
"""Papers that are read at once; at first fewer."""
FIRST = 20


class Mirrored(Database):
    """The part of the mirror that is only read."""

    _words: Words
    _known: Unpacker | None = None

    @property
    def _unpacker(self) -> Unpacker:
        self._known = self._known or Unpacker(self._dictionary)
        return self._known

    def _dictionary(self, number: int) -> bytes | None:
        row = self.first("SELECT content FROM dictionary WHERE number = ?", (number,))
        return None if row is None else bytes(row[0])

    def versions(self, identifiers: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Give version and number of those of some papers that are here."""
        rows = self.rows(
            "SELECT id, version, number FROM paper WHERE id IN (SELECT value FROM json_each(?))",
            (listed(identifiers),),
        )
        return {name: (version, number) for name, version, number in rows}

    def version(self, identifier: str) -> int:
        """Say which version of a paper is here; 0: none."""
        row = self.first("SELECT version FROM paper WHERE id = ?", (identifier,))
        return 0 if row is None else int(row[0])

    def paper(self, identifier: str) -> Paper | None:
        """Give a paper."""
        row = self.first("SELECT record FROM paper WHERE id = ?", (identifier,))
        return None if row is None else self._unpacker.paper(row[0])

    def papers(self, numbers: Iterable[int]) -> Iterator[tuple[int, Paper]]:
        """Give papers by their numbers, in the order that is asked for; the gone ones not."""
        return ((number, Paper.from_line(line)) for number, line in self.lines(numbers))

    def lines(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Give the records of papers by their numbers, likewise."""
        numbers = iter(numbers)
        size = FIRST
        while some := list(islice(numbers, size)):
            records: dict[int, bytes] = dict(
                self.rows(
                    "SELECT number, record FROM paper"
                    " WHERE number IN (SELECT value FROM json_each(?))",
                    (listed(some),),
                )
            )
            for number in some:
                if number in records:
                    yield number, self._unpacker.line(records[number])
            size = min(2 * size, READ)

    def found(
        self, tree: Query, window: Window = ALWAYS, progress: Progress = silent
    ) -> Iterator[Reading]:
        """Give the papers that match, newest submission first, each as soon as it is found."""
        look = self._look(tree, window)
        numbers = merge(look.pages(look.may), look.unknown, reverse=True)
        judged = self._judged(tree, numbers, progress)
        for _, together in groupby(judged, key=lambda each: each[0] >> SHIFT):
            one_second = [paper for _, paper in together]
            yield from sorted(one_second, key=lambda one: one.paper.id, reverse=True)

    def count(
        self,
        tree: Query,
        window: Window = ALWAYS,
        progress: Progress = silent,
        but: Collection[int] = (),
    ) -> int:
        """Count the papers that match, exactly, but for those of some numbers."""
        look = self._look(tree, window, but)
        judged = self._judged(tree, look.between(look.surely), progress)
        return look.index.count(look.surely) + sum(1 for _ in judged)

    def numbers(self, tree: Query, window: Window = ALWAYS, progress: Progress = silent) -> Numbers:
        """Give the numbers of all papers that match, ascending.

        A number begins with the second of submission: shifted by ``SHIFT`` bits, it is that second.
        """
        look = self._look(tree, window)
        judged = self._judged(tree, look.between(look.surely), progress)
        found = [*look.arrays(look.surely), np.array([n for n, _ in judged], np.int64)]
        return np.sort(np.concatenate(found))

    def counts(
        self,
        tree: Query,
        window: Window = ALWAYS,
        progress: Progress = silent,
        but: Collection[int] = (),
    ) -> Counts:
        """Count the papers that match by category and by year, but for those of some numbers."""
        look = self._look(tree, window, but)
        usual = without(look.surely, UNUSUAL)
        found = Counts(look.index.count(usual))
        found.categories.update(dict(look.categories(usual)))
        for numbers in look.arrays(usual):
            seconds = (numbers >> SHIFT).astype("datetime64[s]")
            years, times = np.unique(seconds.astype("datetime64[Y]"), return_counts=True)
            named = (years.astype(int) + 1970).tolist()
            found.years.update(dict(zip(named, times.tolist(), strict=True)))
        for _, one in self._judged(tree, look.between(usual), progress):
            found.add(one.paper)
        return found

    def look(self) -> tuple[Asked, frozenset[int]]:
        """Look at the index as it is now; with the papers of which it may not know the words."""
        unfiled = frozenset(self._unfiled())  # first: what is committed later may stand in both
        return self._words.searcher(), unfiled

    def holders(self, tree: Query) -> int:
        """Say how many papers may match; quick, and never too few but for what is not filed."""
        return self._words.searcher().count(bounds(tree).may)

    def _look(self, tree: Query, window: Window, but: Collection[int] = ()) -> _Look:
        unfiled = self._unfiled()  # first: what is committed later may stand in both
        first, last = _seconds(window)
        unknown = [
            number
            for number in set(unfiled).difference(but)
            if (first is None or first <= number >> SHIFT)
            and (last is None or number >> SHIFT <= last)
        ]
        surely, may = bounds(tree)
        days = Between(first, last)
        return _Look(
            self._words.searcher({*unfiled, *but}),
            every((surely, days)),
            every((may, days)),
            sorted(unknown, reverse=True),
        )

    def _unfiled(self, note: int | None = None) -> list[int]:
        """Give the numbers that are noted as unfiled, or those of one note."""
        numbers = array("q")
        for (some,) in self.rows(
            "SELECT numbers FROM unfiled WHERE ?1 IS NULL OR batch = ?1 ORDER BY batch", (note,)
        ):
            numbers.frombytes(some)
        return list(dict.fromkeys(numbers))

    def _judged(
        self, tree: Query, numbers: Iterable[int], progress: Progress
    ) -> Iterator[tuple[int, Reading]]:
        """Give those of some papers that match."""
        for done, (number, paper) in enumerate(self.papers(numbers), start=1):
            words = reading(paper)
            if matches(tree, words):
                yield number, words
            if not done % READ:
                progress("imported papers looked at", done)


@dataclass(frozen=True, slots=True)
class _Look:
    """The index at one moment, what it is asked, and papers of which it does not know the words."""

    index: Asked
    surely: Condition
    may: Condition
    unknown: list[int]

    def pages(self, condition: Condition) -> Iterator[int]:
        """Give what fulfils a condition, newest first."""
        return chain.from_iterable(self.index.numbers(condition))

    def arrays(self, condition: Condition) -> Iterator[Numbers]:
        """Give the same as numpy has it, piece by piece."""
        return (np.array(page, np.int64) for page in self.index.numbers(condition, MOST))

    def between(self, surely: Condition) -> Iterator[int]:
        """Give what is to be judged when this much surely matches."""
        left = without(self.may, surely)
        return chain(self.unknown, () if left == NONE else self.pages(left))

    def categories(self, condition: Condition) -> Iterator[tuple[str, int]]:
        """Count usual papers that fulfil a condition by category."""
        for kind in CATEGORY_KINDS:
            for word, number in self.index.terms(kind, condition):
                if (category := category_of(word)) is not None:
                    yield category, number


def _seconds(window: Window) -> tuple[int | None, int | None]:
    """Give the first and the last second of a window."""
    before = _second(window.before)
    return _second(window.since), None if before is None else before - 1


def _second(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
