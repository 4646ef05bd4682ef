"""From the world into the store: one file a channel, and how they check each other.

Of what changed, OAI-PMH tells first. What was announced, feeds and listings tell: all of it must
have reached us. The search API has the history, looks papers up by name, and stands in for the
others where these fail.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from paperlode.gather.arxiv import Arxiv
from paperlode.gather.by_announcement import (
    NOTHING_YET,
    asked_for,
    believed,
    by_announcement,
    due,
    open_days,
)
from paperlode.gather.by_change import by_change, look_back
from paperlode.gather.by_query import by_query
from paperlode.gather.coverage import Coverage, Gap, Receipts, Survey
from paperlode.gather.intake import Intake
from paperlode.gather.plan import EVERYTHING, Plan, subject
from paperlode.paper import INSTANT
from paperlode.schedule import last_announcement, midnight
from paperlode.sighting import ANNOUNCEMENTS, BEGINNING, BY_CHANGE, BY_QUERY, CHANNELS
from paperlode.sources.oai_sets import holds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from paperlode.progress import Progress
    from paperlode.sighting import Receipt
    from paperlode.store import Store
    from paperlode.topic import Topic

__all__ = [
    "ANNOUNCEMENTS",
    "CHANNELS",
    "EVERYTHING",
    "Arxiv",
    "Coverage",
    "Gap",
    "Plan",
    "Receipts",
    "Survey",
    "by_query",
    "gather",
    "subject",
]

MOST_DAYS = 24
"""Days of fields that are asked for in one run; what is left waits for the next."""

USUAL = 12
"""Requests that a usual day may cost."""

COMPARED = 2
"""Topics that are compared in one run even if that is more."""

_DAY = timedelta(days=1)


def gather(
    topics: Sequence[Topic],
    store: Store,
    arxiv: Arxiv,
    now: datetime,
    progress: Progress,
    *,
    since: date | None = None,
) -> list[Receipt]:
    """Ask every channel for what can be news; what fails is named in its receipt, never raised.

    ``since``: a day from which on everything is compared again, whatever was confirmed before.
    """
    work = _Work(Intake(topics, store, arxiv, now, progress), Plan(tuple(topics)), since)
    work.histories()
    if BY_CHANGE in arxiv.channels:
        work.changes()
    if ANNOUNCEMENTS in arxiv.channels:
        work.announcements()
    work.comparisons()
    if BY_CHANGE in arxiv.channels:
        work.look_back()
    return work.receipts


class _Work:
    """One run's work, channel after channel."""

    def __init__(self, intake: Intake, plan: Plan, since: date | None) -> None:
        self.intake = intake
        self.plan = plan
        self.since = since
        self.receipts: list[Receipt] = []
        intake.store.end([topic.id for topic in intake.topics], intake.now)
        for topic in intake.topics:
            intake.store.began(topic, intake.now)
        self.open: dict[str, list[date]] = {}
        if ANNOUNCEMENTS in intake.arxiv.channels:
            self.open = self._days()

    def _days(self) -> dict[str, list[date]]:
        """Give the days of each field whose announcements are to be read."""
        if self.since is None:
            return open_days(self.intake.store, self.plan, self.intake.now)
        days = due(midnight(self.since) - _DAY, self.intake.now)
        return {field: [day for day in days if day >= self.since] for field in self.plan.fields}

    def histories(self) -> None:
        """Ask for everything that a topic ever matched, where that was never read whole."""
        for topic in self.intake.topics:
            if self._known(topic, self.intake.now) is None:
                self._search(topic)

    def changes(self) -> None:
        """Ask what changed in each set, also since the oldest day that is not confirmed."""
        for each in self.plan.sets:
            days = [days[0] for field, days in self.open.items() if days and _share(each, field)]
            days += [] if self.since is None else [self.since]
            back_to = min(days) - _DAY if days else None
            self.receipts.append(by_change(self.intake, each, back_to))

    def announcements(self) -> None:
        """Ask what was announced on the days that are not confirmed, the newest first."""
        days = ((field, day) for field, days in self.open.items() for day in days)
        asked = sorted(days, key=lambda pair: pair[1], reverse=True)
        most = MOST_DAYS if self.since is None else None
        found = {pair: by_announcement(self.intake, *pair) for pair in islice(asked, most)}
        for pair, receipt in found.items():
            if receipt.why == NOTHING_YET and pair[1] in self.intake.announced:
                found[pair] = believed(self.intake, receipt)  # known only after the other fields
        self.receipts += found.values()

    def comparisons(self) -> None:
        """Ask what matches: in place of channels that failed, and to see that they agree."""
        done = {receipt.topic for receipt in self.receipts}
        turns = self._turns(done)
        for topic in self.intake.topics:
            if topic.id in done:
                continue
            alone = self._alone(topic)
            if self.since or alone or topic in turns:
                self._search(topic, confirmed=not alone)

    def look_back(self) -> None:
        """Look through the last weeks again, last of all: nothing is known to be missing there."""
        found = (look_back(self.intake, each) for each in self.plan.sets)
        self.receipts += [receipt for receipt in found if receipt is not None]

    def _search(self, topic: Topic, *, confirmed: bool = False) -> None:
        one = self.intake
        asked = (topic, one.store, one.arxiv, one.now, one.progress)
        self.receipts.append(by_query(*asked, confirmed=confirmed))

    def _known(self, topic: Topic, before: datetime) -> datetime | None:
        """Say when all that a topic matches was asked for last, since it has its present query."""
        store = self.intake.store
        began = store.began(topic, self.intake.now)
        return store.frontier(topic, BY_QUERY, before=before, since=began)

    def _alone(self, topic: Topic) -> bool:
        """Say whether fewer than two other channels have brought what there is for a topic."""
        fields = self.plan.fields_for(topic)
        if (
            topic.sharper.authors
            or not fields
            or not {BY_CHANGE, ANNOUNCEMENTS} <= set(self.intake.arxiv.channels)
        ):
            return True
        failed = {receipt.query for receipt in self.receipts if not receipt.complete}
        days = [asked_for(field, day) for field in fields for day in self.open[field]]
        return not failed.isdisjoint([*self.plan.sets_for(topic), *days])

    def _turns(self, done: set[str]) -> list[Topic]:
        """Say for which topics it is time to compare: arXiv has announced something since.

        Those that waited longest come first; when a day's requests do not reach for all of them,
        the others follow on the next days.
        """
        now = self.intake.now
        last = {
            topic: self._known(topic, now - INSTANT) or BEGINNING
            for topic in self.intake.topics
            if topic.id not in done
        }
        waiting = [topic for topic in last if last[topic] < last_announcement(now)]
        left = USUAL - len(self.plan.sets) - len(self.open)
        return sorted(waiting, key=last.__getitem__)[: max(left, COMPARED)]


def _share(each: str, field: str) -> bool:
    """Say whether a set and a field have papers in common."""
    return each == EVERYTHING or holds(each, field) or holds(field, each)
