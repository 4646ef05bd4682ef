"""What was announced on one day in one field, and as what: new, cross-listed, replaced.

Source: the code of arXiv's feeds (github.com/arXiv/arxiv-feed, ``feed/database.py``); its listing
pages follow the same rules.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from paperlode.replica.announced import Lags
from paperlode.schedule import EASTERN, midnight

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.replica.collection import Collection

KINDS = ("new", "cross", "replace", "replace-cross")
UNMAILED_FROM = 6
"""Replacements by this version and later ones are not announced."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """A paper as it is announced to those who follow a field."""

    kind: str
    paper: Paper


class Days:
    """The papers of a collection by the day under which they are announced, Eastern time.

    An announcement at 20:00 bears the date of the next day.
    """

    def __init__(self, collection: Collection, lags: Lags | None = None) -> None:
        self.collection = collection
        self._lag = (lags or Lags()).feed
        self._changes = lru_cache(maxsize=16)(self._changed)

    def position(self, day: date) -> int:
        """Say how many versions were announced under this day or earlier ones."""
        return self.collection.position(midnight(day) - self._lag)

    def last_before(self, day: date) -> date | None:
        """Give the last day before ``day`` under which anything was announced."""
        before = self.position(day - _DAY)
        return self.of(self.collection.announced[before - 1]) if before else None

    def of(self, announced: datetime) -> date:
        """Give the day under which something was announced."""
        local = (announced + self._lag).astimezone(EASTERN)
        return local.date() if local.time() == time() else local.date() + _DAY

    def notices(self, day: date, field: frozenset[str], until: datetime) -> list[Notice]:
        """List what was announced under a day by ``until`` to those who follow some categories.

        One notice a paper: new papers first, identifiers ascending within each kind.
        """
        first = self.position(day - _DAY)
        behind = min(self.position(day), bisect_right(self.collection.announced, until))
        found = (_notice(change, field) for change in self._changes(first, behind))
        order = {kind: rank for rank, kind in enumerate(KINDS)}
        return sorted(filter(None, found), key=lambda each: (order[each.kind], each.paper.id))

    def _changed(self, first: int, behind: int) -> list[_Change]:
        names = {self.collection.papers[index].id for index in range(first, behind)}
        return [self._change(name, first, behind) for name in names]

    def _change(self, name: str, first: int, behind: int) -> _Change:
        before = self.collection.versions(name, first)
        now = self.collection.versions(name, behind)
        held = {each.version for each in before}
        added = next((each.version for each in now if each.version not in held), None)
        return _Change(before[-1] if before else None, now[-1], added)


@dataclass(frozen=True, slots=True)
class _Change:
    """What became of a paper under one day."""

    before: Paper | None
    paper: Paper
    added: int | None
    """The first version that is new."""


def _notice(change: _Change, field: frozenset[str]) -> Notice | None:
    """Announce new versions, and cross-lists; no other change of a record is announced."""
    paper, added = change.paper, change.added
    if field.isdisjoint(paper.categories):
        return None
    own = paper.primary in field
    if added == 1:
        return Notice("new" if own else "cross", paper)
    if change.before is not None and field.isdisjoint(change.before.categories):
        return Notice("cross", paper)
    if added is None or added >= UNMAILED_FROM:
        return None
    return Notice("replace" if own else "replace-cross", paper)
