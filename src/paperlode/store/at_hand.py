"""All papers that are at hand: those of the store and, where there is one, those of the mirror.

Of each paper the newest version of either counts; the store's where both have the same.
"""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from paperlode.progress import silent
from paperlode.store import found as stored
from paperlode.store.counts import Counts
from paperlode.store.found import ALWAYS
from paperlode.store.where import holders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.query import Query, Reading
    from paperlode.store import Store
    from paperlode.store.found import Window
    from paperlode.store.mirror import Mirror

SOME = 10_000
"""Identifiers that are compared at once."""


class AtHand:
    """Store and mirror as one."""

    def __init__(self, store: Store, mirror: Mirror | None = None) -> None:
        self.store = store
        self.mirror = mirror

    def found(
        self, tree: Query, window: Window = ALWAYS, progress: Progress = silent
    ) -> Iterator[Reading]:
        """Give the papers that match, newest submission first, each as soon as it is found."""
        ours = self._of_store(tree, window, progress)
        if self.mirror is None:
            return ours
        theirs = self.mirror.found(tree, window, progress)
        return merge(
            ours,
            (one for one in theirs if self._version(one.paper.id) < one.paper.version),
            key=_order,
            reverse=True,
        )

    def _of_store(
        self, tree: Query, window: Window, progress: Progress = silent
    ) -> Iterator[Reading]:
        """Give the store's papers that match, where the mirror has no newer version."""
        found = stored.found(self.store, tree, window, progress)
        if (mirror := self.mirror) is None:
            return found
        return (one for one in found if mirror.version(one.paper.id) <= one.paper.version)

    def _version(self, identifier: str) -> int:
        row = self.store.first("SELECT max(version) FROM paper WHERE id = ?", (identifier,))
        return 0 if row is None or row[0] is None else int(row[0])

    def counts(self, tree: Query, window: Window = ALWAYS, progress: Progress = silent) -> Counts:
        """Count the papers that match by category and by year."""
        counts = Counts()
        if self.mirror is not None:
            counts = self.mirror.counts(tree, window, progress, but=self._ours())
        for one in self._of_store(tree, window, progress):
            counts.add(one.paper)
        return counts

    def how_many(self, tree: Query, most: int, window: Window = ALWAYS) -> int:
        """Count the papers that match, at most ``most``."""
        number = sum(1 for _ in islice(self._of_store(tree, window), most))
        if self.mirror is not None and number < most:
            number += self.mirror.count(tree, window, but=self._ours())
        return min(number, most)

    def _ours(self) -> set[int]:
        """Give the numbers of the mirror's papers that the store has in no older version."""
        ours: set[int] = set()
        held = self.store.stream("SELECT id, max(version) FROM paper GROUP BY id")
        while self.mirror is not None and (some := list(islice(held, SOME))):
            theirs = self.mirror.versions(name for name, _ in some)
            for name, version in some:
                there, number = theirs.get(name, (version + 1, 0))
                if there <= version:
                    ours.add(number)
        return ours

    def held(self) -> int:
        """Count the papers, in whatever versions."""
        if self.mirror is None:
            return stored.held(self.store)
        ids = self.store.stream("SELECT DISTINCT id FROM paper")
        number = self.mirror.held()
        while some := [name for (name,) in islice(ids, SOME)]:
            number += len(some) - len(self.mirror.versions(some))
        return number

    def holders(self, tree: Query) -> int | None:
        """Say in how many records the indexes find a query, at least; None: they cannot say."""
        ours = holders(self.store, tree)
        if self.mirror is None:
            return ours
        theirs = self.mirror.holders(tree)
        return theirs if ours is None else max(ours, theirs)

    def paper(self, identifier: str, version: int) -> Paper | None:
        """Give a version of a paper."""
        paper = self.store.paper(identifier, version)
        return self.mirror.paper(identifier) if paper is None and self.mirror else paper


def _order(one: Reading) -> tuple[object, str]:
    return one.paper.submitted, one.paper.id
