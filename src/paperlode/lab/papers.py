"""The papers at hand on which a query is tried: those of the store, and those of the mirror.

Of each paper the newest version of either counts. Papers of the store are read; of the mirror's
only those about which its index of words leaves a doubt.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from paperlode.lab import imported
from paperlode.lab.judge import WORTH, here
from paperlode.progress import silent
from paperlode.store import found as stored
from paperlode.store import tried
from paperlode.store.apart import Apart
from paperlode.store.where import holders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from paperlode.lab.judge import Judge, Judged, Wanted
    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.query import Query
    from paperlode.store import Store
    from paperlode.store.mirror import Mirror

LISTED = 50
"""Papers of the mirror that are listed in about the time in which one is read."""


class Papers:
    """The papers of a store and of a mirror; those submitted before a day are left out."""

    def __init__(
        self,
        store: Store,
        mirror: Mirror | None = None,
        *,
        since: datetime | None = None,
        judge: Judge = here,
        progress: Progress = silent,
    ) -> None:
        self._store, self._mirror = store, mirror
        self._since, self._judge, self._progress = since, judge, progress
        self._older: frozenset[str] = frozenset()
        if mirror is not None:
            self._older, replaced = tried.twice(store, mirror)
            self._apart = Apart(mirror, since, replaced)

    def number(self, tree: Query, most: int) -> int | None:
        """Say what a query costs, as a number of papers to be read, up to ``most`` of the store.

        None: all papers have to be read.
        """
        ours = holders(self._store, tree, most)
        if self._mirror is None:
            return ours
        theirs = self._apart.to_read(tree) + self._apart.holders(tree) // LISTED
        return theirs + (stored.held(self._store) if ours is None else ours)

    def judged(
        self, union: Query, trees: Sequence[Query], wanted: Sequence[Wanted]
    ) -> Iterator[Judged]:
        """Ask at least all papers that may match a query for terms."""
        total = holders(self._store, union, WORTH)
        lists = tried.may_match(self._store, union, self._since, self._progress)
        for some in self._judge(lists, wanted, WORTH if total is None else total):
            yield some.without(self._older)
        if self._mirror is not None:
            asked = imported.Asked(self._mirror, self._apart, self._judge, self._progress)
            yield asked.judged(union, trees, wanted)

    def newest_day(self) -> datetime | None:
        """Give the day up to which there are papers, as far as that is known."""
        days = [tried.newest_day(self._store)]
        if self._mirror is not None:
            days.append(tried.newest_imported(self._mirror))
        return max((day for day in days if day is not None), default=None)

    def some(self, most: int) -> Iterable[Paper]:
        """Give papers from all over, of store and mirror as many as they have."""
        ours = stored.held(self._store)
        theirs = 0 if self._mirror is None else self._mirror.held()
        share = max(1, round(most * ours / max(ours + theirs, 1)))
        mine = tried.some(self._store, share)
        if self._mirror is None or share == most:
            return mine
        return chain(mine, tried.some_imported(self._mirror, most - share))

    def paper(self, identifier: str, version: int) -> Paper:
        """Give a paper that was found."""
        paper = self._store.paper(identifier, version)
        if paper is None and self._mirror is not None:
            paper = self._mirror.paper(identifier)
        assert paper is not None  # noqa: S101  it was found here
        return paper
