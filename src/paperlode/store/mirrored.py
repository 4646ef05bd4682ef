"""What can be asked of the mirror: its index of words decides, or narrows for the evaluator."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from heapq import merge
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

import numpy as np

from paperlode.progress import silent
from paperlode.query import reading
from paperlode.query.bounds import bounds
from paperlode.query.conditions import Between, every, without
from paperlode.query.match import matches
from paperlode.store.database import Database, listed
from paperlode.store.found import ALWAYS
from paperlode.store.packed import Unpacker
from paperlode.store.words import SHIFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.query import Query, Reading
    from paperlode.query.conditions import Condition
    from paperlode.store.found import Window
    from paperlode.store.words import Asked, Words

READ = 1_000
"""Papers that are read at once; at first fewer."""
FIRST = 20


@dataclass(frozen=True, slots=True)
class _View:
    """The index at one moment, and papers of which it does not know the words."""

    index: Asked
    unfiled: frozenset[int]

    def pages(self, condition: Condition) -> Iterator[list[int]]:
        """Give the papers that fulfil a condition and are filed, newest first."""
        for page in self.index.numbers(condition):
            yield [n for n in page if n not in self.unfiled] if self.unfiled else page


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
                    yield number, self._unpacker.paper(records[number])
            size = min(2 * size, READ)

    def found(
        self, tree: Query, window: Window = ALWAYS, progress: Progress = silent
    ) -> Iterator[Reading]:
        """Give the papers that match, newest submission first, each as soon as it is found."""
        view = self._view()
        filed = chain.from_iterable(view.pages(every((bounds(tree).may, _within(window)))))
        numbers = merge(filed, self._unfiled_in(view, window), reverse=True)
        judged = self._judged(tree, numbers, progress)
        for _, together in groupby(judged, key=lambda each: each[0] >> SHIFT):
            one_second = [paper for _, paper in together]
            yield from sorted(one_second, key=lambda one: one.paper.id, reverse=True)

    def count(self, tree: Query, window: Window = ALWAYS, progress: Progress = silent) -> int:
        """Count the papers that match, exactly."""
        view, (surely, may, _) = self._view(), bounds(tree)
        if view.unfiled:
            return len(self.numbers(tree, window, progress))
        days = _within(window)
        number = view.index.count(every((surely, days)))
        if surely != may:
            between = view.pages(every((without(may, surely), days)))
            number += sum(1 for _ in self._judged(tree, chain.from_iterable(between), progress))
        return number

    def numbers(
        self, tree: Query, window: Window = ALWAYS, progress: Progress = silent
    ) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Give the numbers of all papers that match, ascending.

        A number begins with the second of submission: shifted by ``SHIFT`` bits, it is that second.
        """
        view, (surely, may, _) = self._view(), bounds(tree)
        days = _within(window)
        found = [np.array(page, np.int64) for page in view.pages(every((surely, days)))]
        left = self._unfiled_in(view, window)
        if surely != may:
            between = view.pages(every((without(may, surely), days)))
            left = [*left, *chain.from_iterable(between)]
        judged = [number for number, _ in self._judged(tree, left, progress)]
        return np.sort(np.concatenate([*found, np.array(judged, np.int64)]))

    def holders(self, tree: Query) -> int:
        """Say how many papers may match; quick, and never too few but for what is not filed."""
        return self._words.searcher().count(bounds(tree).may)

    def _view(self) -> _View:
        unfiled = frozenset(self._unfiled())  # first: what is committed later may stand in both
        return _View(self._words.searcher(), unfiled)

    def _unfiled(self) -> list[int]:
        numbers = array("q")
        for (some,) in self.rows("SELECT numbers FROM unfiled ORDER BY batch"):
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

    def _unfiled_in(self, view: _View, window: Window) -> list[int]:
        first, last = _seconds(window)
        return sorted(
            (
                number
                for number in view.unfiled
                if (first is None or first <= number >> SHIFT)
                and (last is None or number >> SHIFT <= last)
            ),
            reverse=True,
        )


def _seconds(window: Window) -> tuple[int | None, int | None]:
    """Give the first and the last second of a window."""
    before = _second(window.before)
    return _second(window.since), None if before is None else before - 1


def _second(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _within(window: Window) -> Condition:
    return Between(*_seconds(window))
