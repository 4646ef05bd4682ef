"""How the last check went: one set of facts and words for ``status.json``, pages and README.

Nothing here says that all is well after something was missing: an evening without announcement, a
day with nothing new, a check that is not whole, and one that failed are four different states. All
of it follows from the store and the moment of the last check; no clock is asked.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paperlode import __version__
from paperlode.digest import day_of, days_with_news
from paperlode.paper import stamp
from paperlode.publish import File
from paperlode.publish.history import NO_ANNOUNCEMENT, UNREAD, Checks, Mark, history, word
from paperlode.publish.templating import WEEKDAYS, joined, long_date
from paperlode.schedule import (
    EASTERN,
    doubt,
    last_announcement,
    next_announcement,
    silent_evenings,
    why_not,
)
from paperlode.sighting import NEWS, TRACKED, Kind, fits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from paperlode.digest import Seen
    from paperlode.publish import Look
    from paperlode.sighting import Receipt
    from paperlode.store import Store
    from paperlode.store.reading import Counts
    from paperlode.topic import Topic

FORMAT = 1
"""Number of the format of ``status.json``; it changes when a key changes its meaning."""
PATH = "status.json"
QUARANTINE_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TopicStatus:
    """How the last check of one topic went."""

    topic: Topic
    tracked: int
    quarantined: int
    dropped: int
    frontier: datetime | None
    """Up to where the topic is completely known."""
    checked: datetime | None
    """When it was last asked for (None: never)."""
    complete: bool
    """Its last check missed nothing."""
    why: str
    received: int
    """Papers that the last check received."""
    claimed: int | None
    """How many papers the service says the query has in all."""
    misfits: int
    """How many of those received do not match the query."""

    @property
    def incomplete_since(self) -> datetime | None:
        """Say from when on papers may be missing: None when none may be, or all of them."""
        return None if self.complete else self.frontier

    @property
    def fits(self) -> bool:
        """Tell whether the service's answers fit the query."""
        return fits(self.misfits, self.received)


@dataclass(frozen=True, slots=True)
class Status:
    """How the last check went."""

    run: datetime | None
    """The moment of the last run (None: there was none yet)."""
    today: date | None
    """The day of that run."""
    topics: tuple[TopicStatus, ...]
    days: tuple[tuple[date, int], ...]
    """The days with news and how many versions of papers each has, the newest first."""
    updated: datetime | None
    """The moment of the last news."""
    news: Mapping[Kind, int]
    """How many papers the last run brought, by kind."""
    quarantine: tuple[Seen, ...]
    """The newest of what was claimed and refused."""
    timezone: ZoneInfo
    """Whose time the sentences tell."""
    announcing: bool
    """arXiv announced papers between the check before and the last run."""
    history: tuple[Mark, ...]
    """How the days up to the last run went, ascending."""
    ahead: datetime | None = None
    """The latest run that is noted for a time after the last one: a clock was wrong."""

    @property
    def day(self) -> date | None:
        """The last day with news."""
        return self.days[0][0] if self.days else None

    @property
    def checked(self) -> datetime | None:
        """Say up to when every topic was asked for: a run may ask for some of them only."""
        return min((topic.checked for topic in self.topics if topic.checked), default=None)

    @property
    def state(self) -> str:
        """``fresh``, ``quiet``, ``no announcement``, ``first``, ``incomplete`` or ``failed``."""
        return word(
            whole=self.run is None or all(topic.complete for topic in self.topics),
            received=any(topic.received or topic.complete for topic in self.topics),
            news=any(self.news.get(kind) for kind in NEWS),
            ever=self.day is not None,
            announced=self.announcing,
        )

    @property
    def announced(self) -> datetime | None:
        """The last announcement before the last run."""
        return None if self.run is None else last_announcement(self.run)

    @property
    def next_announcement(self) -> datetime | None:
        """The first announcement after the last run."""
        return None if self.run is None else next_announcement(self.run)

    @property
    def due(self) -> str:
        """When arXiv announces next, and how far that is certain."""
        moment = self.next_announcement
        if moment is None:
            return "not known before the first check"
        uncertain = doubt(moment.astimezone(EASTERN).date())
        return self.moment(moment) + (f", unless that is a holiday: {uncertain}" * bool(uncertain))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know before trusting the page, a sentence each."""
        told = [_misfit(topic) for topic in self.topics]
        told += [] if self.ahead is None else [_wrong_clock(self.ahead)]
        return tuple(filter(None, told))

    @property
    def sentence(self) -> str:
        """What the last check found, in one sentence or two."""
        if self.state == NO_ANNOUNCEMENT:
            return self._silence
        return _FAILED_FIRST if self.state == "failed" and not self.days else _SENTENCES[self.state]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, since when, and what that can mean, for each topic."""
        return tuple(
            f"{topic.topic.name}: {(topic.why or UNREAD).rstrip('.')}. "
            f"{self._since(topic.frontier)}"
            for topic in self.topics
            if not topic.complete and self.run is not None
        )

    def known(self, topic: TopicStatus) -> str:
        """Say up to when a topic is completely known."""
        return "not yet" if topic.frontier is None else self.moment(topic.frontier)

    def _since(self, frontier: datetime | None) -> str:
        if frontier is None:
            return "It was never completely known yet: any of its papers may be missing."
        return (
            f"It is not completely known since {self.moment(frontier)}: "
            "papers that arXiv announced after that may be missing."
        )

    @property
    def _silence(self) -> str:
        """Say why there was nothing to find, and when there will be."""
        if self.run is None or self.announced is None:
            return ""
        evenings = joined(map(_evening, silent_evenings(self.announced, self.run)))
        none = f" (no announcement on {evenings}, Eastern time)" if evenings else ""
        return (
            "The last check was complete and brought no news: arXiv announced nothing after "
            f"{self.moment(self.announced)}{none}. The next announcement is due on {self.due}."
        )

    def moment(self, moment: datetime) -> str:
        """Write a moment for people, in the time zone of the settings."""
        local = moment.astimezone(self.timezone)
        return f"{long_date(local.date())}, {local:%H:%M %Z}"

    @property
    def note(self) -> str:
        """The one line for the README: empty when there is nothing to add to the news.

        A further check on the day of the news that finds nothing new is not worth a line, and why
        there was nothing is not worth another version of the README every day.
        """
        told = list(self.warnings)
        if self.state in {"incomplete", "failed"}:
            told.append(self.sentence)
        elif self.state in {"quiet", NO_ANNOUNCEMENT} and self.today != self.day:
            told.append(_SENTENCES["quiet"])
        return " ".join(told)


_SENTENCES = {
    "fresh": "The last check was complete and brought news.",
    "quiet": "The last check was complete and found nothing new; these are the latest news.",
    "incomplete": "The last check was not complete: papers may be missing until the next one.",
    "failed": "The last check failed: nothing could be read; these are the latest news.",
    "first": "No news yet: what is here came in as the history of the topics.",
}


_FAILED_FIRST = "The last check failed: nothing could be read."
"""There are no news yet that could be called the latest."""


def _evening(day: date) -> str:
    """Name an evening without announcement, and why when it is not for the weekend."""
    why = why_not(day)
    return f"{WEEKDAYS[day.weekday()]} evening{f', a {why}' * why.startswith('holiday')}"


def _misfit(status: TopicStatus) -> str:
    if status.fits:
        return ""
    return (
        f"arXiv's answers do not fit this query: {status.misfits} of {status.received} papers "
        f"that arXiv returned for “{status.topic.name}” do not match it. They are kept aside."
    )


def _wrong_clock(run: datetime) -> str:
    return (
        f"A run is noted for {stamp(run)}, which is still to come: a clock was wrong. What it "
        "noted is left aside until then; to undo it, restore the archive with git as it was before "
        "that run, and delete the store."
    )


def status(store: Store, look: Look, now: datetime | None = None) -> Status:
    """Gather how things stand from the store.

    ``now`` is the moment of the run that is going on (None: none is). What is noted for later was
    noted by a clock that was wrong: it is not taken for the last word, and a warning tells of it.
    """
    noted = store.receipts()
    receipts = [receipt for receipt in noted if now is None or receipt.run <= now]
    run = max((receipt.run for receipt in receipts), default=None)
    moments = [(seen, kinds) for seen, kinds in store.moments(look.ids) if not now or seen <= now]
    updated = max((seen for seen, kinds in moments if NEWS & kinds.keys()), default=None)
    last = dict(moments).get(run, Counter()) if run else Counter[Kind]()
    counts = store.counts(look.ids)
    days = days_with_news(moments, look.timezone)
    asked = [receipt for receipt in receipts if receipt.run == run]
    return Status(
        run=run,
        today=None if run is None else day_of(run, look.timezone),
        topics=tuple(_topic(topic, counts[topic.id], receipts) for topic in look.topics),
        days=days,
        updated=updated,
        news={kind: last[kind] for kind in Kind if kind in TRACKED},
        quarantine=tuple(store.quarantine(look.ids)[: -QUARANTINE_SHOWN - 1 : -1]),
        timezone=look.timezone,
        announcing=Checks(receipts).announced(asked),
        history=history(receipts, days, look),
        ahead=None if len(receipts) == len(noted) else noted[-1].run,
    )


def _topic(topic: Topic, counts: Counts, receipts: Sequence[Receipt]) -> TopicStatus:
    own = [r for r in receipts if (r.topic, r.query) == (topic.id, topic.fingerprint)]
    checked = max((receipt.run for receipt in own), default=None)
    last = [receipt for receipt in own if receipt.run == checked]
    whole = [receipt.run for receipt in own if receipt.complete]
    reasons = [receipt.why for receipt in last if receipt.why]
    return TopicStatus(
        topic=topic,
        tracked=counts.tracked,
        quarantined=counts.quarantined,
        dropped=counts.dropped,
        frontier=max(whole, default=None),
        checked=checked,
        complete=bool(last) and all(receipt.complete for receipt in last),
        why="; ".join(reasons) if last else "its query was not asked for yet",
        received=sum(receipt.papers for receipt in last),
        claimed=max((r.claimed for r in last if r.claimed is not None), default=None),
        misfits=sum(receipt.misfits for receipt in last),
    )


def to_record(status: Status) -> dict[str, Any]:
    """Give the object of ``status.json``; times are UTC."""
    return {
        "format": FORMAT,
        "version": __version__,
        "state": status.state,
        "run": _stamp(status.run),
        "checked": _stamp(status.checked),
        "updated": _stamp(status.updated),
        "day": None if status.day is None else str(status.day),
        "announced": _stamp(status.announced),
        "next_announcement": _stamp(status.next_announcement),
        "news": {str(kind): number for kind, number in status.news.items()},
        "warnings": list(status.warnings),
        "topics": [_topic_record(topic) for topic in status.topics],
        "quarantine": [_quarantine_record(entry) for entry in status.quarantine],
    }


def file(status: Status) -> File:
    """Write ``status.json``."""
    text = json.dumps(to_record(status), ensure_ascii=False, indent=1) + "\n"
    return File(PATH, text.encode())


def _topic_record(topic: TopicStatus) -> dict[str, Any]:
    return {
        "id": topic.topic.id,
        "name": topic.topic.name,
        "tracked": topic.tracked,
        "quarantined": topic.quarantined,
        "dropped": topic.dropped,
        "frontier": _stamp(topic.frontier),
        "checked": _stamp(topic.checked),
        "complete": topic.complete,
        "incomplete_since": _stamp(topic.incomplete_since),
        "why": topic.why,
        "received": topic.received,
        "claimed": topic.claimed,
        "misfits": topic.misfits,
        "fits": topic.fits,
    }


def _quarantine_record(entry: Seen) -> dict[str, Any]:
    return {
        "id": entry.paper.name,
        "title": entry.paper.title,
        "seen": stamp(entry.seen),
        "topics": list(entry.topics),
    }


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)
