"""All papers that are at hand: those of the store and, where there is one, those of the mirror.

Of each paper the newest version of either counts; the store's where both have the same.
"""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from paperlode.progress import silent
from paperlode.store import found as stored
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
        ours = stored.found(self.store, tree, window, progress)
        if self.mirror is None:
            return ours
        mirror = self.mirror
        theirs = mirror.found(tree, window, progress)
        return merge(
            (one for one in ours if mirror.version(one.paper.id) <= one.paper.version),
            (one for one in theirs if self._version(one.paper.id) < one.paper.version),
            key=_order,
            reverse=True,
        )

    def _version(self, identifier: str) -> int:
        row = self.store.first("SELECT max(version) FROM paper WHERE id = ?", (identifier,))
        return 0 if row is None or row[0] is None else int(row[0])

    def how_many(self, tree: Query, most: int, window: Window = ALWAYS) -> int:
        """Count the papers that match, at most ``most``."""
        return sum(1 for _ in islice(self.found(tree, window), most))

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
