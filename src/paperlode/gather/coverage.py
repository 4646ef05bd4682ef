"""How completely a topic is known, and what may be missing: it follows from the receipts alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.gather.arxiv import ANNOUNCEMENTS
from paperlode.gather.by_announcement import asked_for, due, midnight
from paperlode.schedule import last_announcement
from paperlode.sighting import BY_CHANGE, BY_DAY, BY_QUERY, Receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from paperlode.gather.plan import Plan
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


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts up to a moment, and what they are asked."""

    every: Sequence[Receipt]
    """Ascending by run."""

    def of(self, channels: Iterable[str], asked: str) -> list[Receipt]:
        """Give the receipts of some channels for what was asked."""
        wanted = frozenset(channels)
        return [r for r in self.every if r.query == asked and r.channel in wanted]


@dataclass(frozen=True, slots=True)
class Survey:
    """Looks at receipts to see how completely topics are known."""

    plan: Plan
    channels: Sequence[str]
    receipts: Receipts
    now: datetime

    def of(self, topic: Topic, began: datetime) -> Coverage:
        """Say how completely a topic is known whose query came in force then."""
        asked = self.receipts.of({BY_QUERY}, topic.fingerprint)
        own = [receipt for receipt in asked if receipt.topic == topic.id]
        swept = [receipt.run for receipt in own if receipt.complete]
        gaps = [*self._by_query(topic, own)]
        gaps += [] if BY_CHANGE not in self.channels else self._by_change(topic)
        gaps += [] if ANNOUNCEMENTS not in self.channels else self._by_day(topic, began)
        used = [r.run for r in (*own, *self._serving(topic))]
        return Coverage(
            frontier=self._frontier(topic, gaps, swept) if swept else None,
            checked=max(used, default=None),
            gaps=tuple(gaps),
            notes=tuple(self._notes(own, gaps)),
        )

    def _serving(self, topic: Topic) -> Iterator[Receipt]:
        for each in self.plan.sets_for(topic):
            yield from self.receipts.of({BY_CHANGE}, each)

    def _by_query(self, topic: Topic, own: Sequence[Receipt]) -> Iterator[Gap]:
        """Look whether the history was read once, and where nothing else confirms, every time."""
        whole = [receipt.run for receipt in own if receipt.complete]
        alone = BY_CHANGE not in self.channels and ANNOUNCEMENTS not in self.channels
        second = alone or ANNOUNCEMENTS not in self.channels or not self.plan.fields_for(topic)
        if not own:
            yield Gap(BY_QUERY, "", NEVER)
        elif not whole or (second and not own[-1].complete):
            yield Gap(BY_QUERY, "", own[-1].why, max(whole, default=None))

    def _by_change(self, topic: Topic) -> Iterator[Gap]:
        for each in self.plan.sets_for(topic):
            receipts = self.receipts.of({BY_CHANGE}, each)
            if not receipts or not receipts[-1].complete:
                why = receipts[-1].why if receipts else NEVER
                yield Gap(BY_CHANGE, each, why, _whole(receipts))

    def _by_day(self, topic: Topic, began: datetime) -> Iterator[Gap]:
        for field in self.plan.fields_for(topic):
            days = [day for day in due(began, self.now) if not self._closed(field, day)]
            if days:
                last = self.receipts.of(BY_DAY, asked_for(field, days[-1]))
                yield Gap(ANNOUNCEMENTS, field, last[-1].why if last else NEVER, days=tuple(days))

    def _closed(self, field: str, day: date) -> bool:
        return any(r.complete for r in self.receipts.of(BY_DAY, asked_for(field, day)))

    def _frontier(
        self, topic: Topic, gaps: Sequence[Gap], swept: Sequence[datetime]
    ) -> datetime | None:
        """Take the least of what the channels are known up to."""
        if BY_CHANGE in self.channels:
            ends = [
                _whole(self.receipts.of({BY_CHANGE}, each)) for each in self.plan.sets_for(topic)
            ]
        else:
            ends = [max(swept)]
        ends += [gap.since for gap in gaps if gap.channel == BY_QUERY]
        ends += [last_announcement(midnight(gap.days[0])) for gap in gaps if gap.days]
        known = [end for end in ends if end is not None]
        return min(known) if len(known) == len(ends) else min(swept)

    def _notes(self, own: Sequence[Receipt], gaps: Sequence[Gap]) -> Iterator[str]:
        told = any(gap.channel == BY_QUERY for gap in gaps)
        if own and not own[-1].complete and not told:
            yield f"The comparison with arXiv's search is not whole: {own[-1].why}"


def _whole(receipts: Iterable[Receipt]) -> datetime | None:
    """Say up to when a set is known whole, by the service's clock."""
    return max((r.until for r in receipts if r.complete and r.until is not None), default=None)
