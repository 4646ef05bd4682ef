"""How completely a topic is known, and what may be missing: it follows from the receipts alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.gather.by_announcement import asked_for, confirmed, due, is_settled
from paperlode.schedule import last_announcement, midnight
from paperlode.sighting import ANNOUNCEMENTS, BY_CHANGE, BY_DAY, BY_QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from paperlode.gather.plan import Plan
    from paperlode.sighting import Receipt
    from paperlode.topic import Topic

NEVER = "it was not asked for yet"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that may be missing."""

    channel: str
    """``search_api``, ``oai_pmh`` or ``announcements``."""
    asked: str
    """The set or the field; empty for the query of the topic."""
    why: str
    since: datetime | None = None
    """Up to then the channel is known to be whole; None: never."""
    days: tuple[date, ...] = ()
    """The days that nobody has confirmed."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How completely a topic is known."""

    frontier: datetime | None
    """Up to then everything has reached us; None: not even its history was read whole."""
    checked: datetime | None
    """When it was last asked for."""
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...] = ()
    """What went wrong without anything being missing."""

    @property
    def complete(self) -> bool:
        """Whether nothing is known to be missing."""
        return self.checked is not None and not self.gaps


class Receipts:
    """All receipts, to be asked what was known at a moment."""

    def __init__(self, receipts: Iterable[Receipt]) -> None:
        self.every = sorted(receipts, key=lambda receipt: receipt.run)
        self._by: dict[tuple[str, str], list[Receipt]] = defaultdict(list)
        for receipt in self.every:
            self._by[_group(receipt.channel), receipt.query].append(receipt)

    def of(self, channel: str, asked: str, until: datetime) -> list[Receipt]:
        """Give the receipts of a channel for what was asked; feeds and listings are one channel."""
        found = self._by.get((channel, asked), [])
        return found[: bisect_right(found, until, key=lambda receipt: receipt.run)]

    def is_closed(self, asked: str, until: datetime) -> bool:
        """Say whether a day of a field was confirmed by then."""
        return confirmed(self.of(ANNOUNCEMENTS, asked, until))


def _group(channel: str) -> str:
    return ANNOUNCEMENTS if channel in BY_DAY else channel


@dataclass(frozen=True, slots=True)
class Survey:
    """Looks at receipts to see how completely topics were known at a moment."""

    plan: Plan
    channels: Sequence[str]
    receipts: Receipts
    now: datetime

    def of(self, topic: Topic, began: datetime | None) -> Coverage:
        """Say how completely a topic is known whose query came in force then (None: unknown)."""
        asked = self.receipts.of(BY_QUERY, topic.fingerprint, self.now)
        own = [r for r in asked if r.topic == topic.id and (not began or r.run >= began)]
        swept = [receipt.run for receipt in own if receipt.complete]
        gaps = (
            *self._by_query(topic, own),
            *self._by_change(topic),
            *self._by_day(topic, began or self.now),
        )
        used = [*own, *(r for each in self._sets(topic) for r in self._changes(each))]
        return Coverage(
            frontier=self._frontier(topic, gaps, swept),
            checked=max((receipt.run for receipt in used), default=None),
            gaps=gaps,
            notes=tuple(_notes(own, gaps)),
        )

    def _sets(self, topic: Topic) -> tuple[str, ...]:
        return self.plan.sets_for(topic) if BY_CHANGE in self.channels else ()

    def _fields(self, topic: Topic) -> tuple[str, ...]:
        return self.plan.fields_for(topic) if ANNOUNCEMENTS in self.channels else ()

    def _changes(self, each: str) -> list[Receipt]:
        return self.receipts.of(BY_CHANGE, each, self.now)

    def _by_query(self, topic: Topic, own: Sequence[Receipt]) -> Iterator[Gap]:
        """Look whether the history was read once, and where little else confirms, every time."""
        whole = [receipt.run for receipt in own if receipt.complete]
        needed = topic.sharper.authors or not self._sets(topic) or not self._fields(topic)
        if not own:
            yield Gap(BY_QUERY, "", "its query was not asked for yet")
        elif not whole or (needed and not own[-1].complete):
            yield Gap(BY_QUERY, "", own[-1].why, max(whole, default=None))

    def _by_change(self, topic: Topic) -> Iterator[Gap]:
        for each in self._sets(topic):
            receipts = self._changes(each)
            if not receipts or not receipts[-1].complete:
                why = receipts[-1].why if receipts else NEVER
                yield Gap(BY_CHANGE, each, why, _whole(receipts))

    def _by_day(self, topic: Topic, began: datetime) -> Iterator[Gap]:
        for field in self._fields(topic):
            days = tuple(
                day
                for day in due(began, self.now)
                if not is_settled(topic, field, day, self._is_closed)
            )
            if days:
                last = self.receipts.of(ANNOUNCEMENTS, asked_for(field, days[-1]), self.now)
                yield Gap(ANNOUNCEMENTS, field, last[-1].why if last else NEVER, days=days)

    def _is_closed(self, field: str, day: date) -> bool:
        return self.receipts.is_closed(asked_for(field, day), self.now)

    def _frontier(
        self, topic: Topic, gaps: Sequence[Gap], swept: Sequence[datetime]
    ) -> datetime | None:
        """Take the least of what the channels are known up to; None before the history is."""
        if not swept:
            return None
        sets = self._sets(topic)
        ends = [_whole(self._changes(each)) for each in sets] if sets else [max(swept)]
        ends += [gap.since for gap in gaps if gap.channel == BY_QUERY]
        ends += [max(swept)] if topic.sharper.authors else []
        ends += [last_announcement(midnight(gap.days[0])) for gap in gaps if gap.days]
        known = [end for end in ends if end is not None]
        return min(known) if len(known) == len(ends) else min(swept)


def _notes(own: Sequence[Receipt], gaps: Sequence[Gap]) -> Iterator[str]:
    """Tell of a comparison that failed although nothing is missing for it."""
    if own and not own[-1].complete and all(gap.channel != BY_QUERY for gap in gaps):
        yield f"the comparison with arXiv's search is not whole: {own[-1].why}"


def _whole(receipts: Iterable[Receipt]) -> datetime | None:
    """Say up to when a set is known whole, by the service's clock."""
    return max((r.until for r in receipts if r.complete and r.until is not None), default=None)
