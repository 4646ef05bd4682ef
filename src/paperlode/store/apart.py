"""Papers of the mirror that surely match queries, and those that have to be read to know.

All questions are put to the index as it was at one moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paperlode.query.bounds import bounds
from paperlode.query.conditions import NONE, Between, every, without
from paperlode.store.words import SHIFT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from paperlode.query import Query
    from paperlode.query.bounds import Bounds
    from paperlode.query.conditions import Condition
    from paperlode.store.mirror import Mirror

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

NOTHING = np.array([], np.int64)
PAGE = 10_000
"""Papers that are asked for at first: all of them are wanted."""
TIMES, FEW = 4, 20_000
"""How many papers more than wanted are taken to spare the index a second condition."""


class Apart:
    """The mirror's papers that were submitted since a day, sorted by what the index knows."""

    def __init__(
        self, mirror: Mirror, since: datetime | None = None, but: Iterable[int] = ()
    ) -> None:
        """``but``: numbers of papers that do not count."""
        self._index, unfiled = mirror.look()
        self._known: dict[int, tuple[Query, Bounds]] = {}
        self._but = np.array(sorted(but), np.int64)
        self._days = Between(None if since is None else int(since.timestamp()), None)
        self._all_unfiled = np.array(sorted(unfiled), np.int64)
        first = 0 if since is None else int(since.timestamp()) << SHIFT
        self.unfiled = self._all_unfiled[self._all_unfiled >= first]
        """Papers of which the index may not know the words."""

    def may(self, tree: Query) -> Numbers:
        """Give at least the papers that match, ascending."""
        found = np.union1d(self._numbers(self._bounds(tree).may), self.unfiled)
        return found[~np.isin(found, self._but)] if len(self._but) else found

    def sure(self, tree: Query, within: Query, many: int) -> Numbers:
        """Give all papers that surely match and may match another query, as so ``many`` may do."""
        surely = self._bounds(tree).surely
        if self._index.count(surely) <= TIMES * many + FEW:
            return self._numbers(surely)  # quicker than with the other condition, and more of them
        return self._numbers(every((surely, self._bounds(within).may)))

    def decided(self, tree: Query) -> bool:
        """Say whether the index knows exactly which of the papers it knows match."""
        return self._bounds(tree).decided

    def unsure(self, tree: Query) -> Numbers:
        """Give the papers of which the index does not know whether they match."""
        return self._numbers(self._between(tree))

    def holders(self, tree: Query) -> int:
        """Say how many papers may match."""
        may = self._bounds(tree).may
        return self._index.count(every((may, self._days))) + len(self.unfiled)

    def to_read(self, tree: Query) -> int:
        """Say how many papers have to be read to know which match."""
        between = self._between(tree)
        number = 0 if between == NONE else self._index.count(every((between, self._days)))
        return number + len(self.unfiled)

    def _bounds(self, tree: Query) -> Bounds:
        """Find the bounds of a query once."""
        if id(tree) not in self._known:
            self._known[id(tree)] = (tree, bounds(tree))
        return self._known[id(tree)][1]

    def _between(self, tree: Query) -> Condition:
        known = self._bounds(tree)
        return without(known.may, known.surely)

    def _numbers(self, condition: Condition) -> Numbers:
        if condition == NONE:
            return NOTHING
        pages = self._index.numbers(every((condition, self._days)), PAGE)
        found = np.concatenate([NOTHING, *(np.array(page, np.int64) for page in pages)])
        if len(self._all_unfiled):
            found = found[~np.isin(found, self._all_unfiled)]
        return found
