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
from paperlode.gather import Coverage
from paperlode.paper import stamp
from paperlode.publish import File, words
from paperlode.publish.agreement import Agreement, agreement, deviations
from paperlode.publish.checks import NO_ANNOUNCEMENT, UNREAD, Check, Checks
from paperlode.publish.history import Mark, history
from paperlode.publish.templating import WEEKDAYS, joined
from paperlode.rule import PLAIN
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
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from paperlode.digest import Seen
    from paperlode.gather import Gap
    from paperlode.publish import Look
    from paperlode.sighting import Receipt
    from paperlode.store import Store
    from paperlode.store.reading import Counts
    from paperlode.topic import Topic

FORMAT = 1
"""Number of the format of ``status.json``; it changes when a key changes its meaning."""
PATH = "status.json"
RANKING = "ranking failed"
"""Under this name the store notes what went wrong when the last news were ranked."""
QUARANTINE_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TopicStatus:
    """How the last check of one topic went."""

    topic: Topic
    tracked: int
    quarantined: int
    dropped: int
    left_out: int
    """Papers that arXiv returned and a setting of the topic leaves out."""
    coverage: Coverage
    """How completely it is known."""
    received: int
    """Papers that the search API last gave for it."""
    claimed: int | None
    """How many papers the search API says the query has in all."""
    misfits: int
    """How many of those received do not match the query."""
    agreement: Agreement
    """How far arXiv's search and our evaluator agreed lately."""

    @property
    def frontier(self) -> datetime | None:
        """Up to where the topic is completely known."""
        return self.coverage.frontier

    @property
    def checked(self) -> datetime | None:
        """When it was last asked for (None: never)."""
        return self.coverage.checked

    @property
    def complete(self) -> bool:
        """Whether nothing of it is known to be missing."""
        return self.coverage.complete

    @property
    def why(self) -> str:
        """What is missing, or what went wrong without anything being missing."""
        reasons = dict.fromkeys(gap.why or UNREAD for gap in self.coverage.gaps)
        return "; ".join([*reasons, *self.coverage.notes])

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
    """The days with news and how many papers each has, the newest first."""
    updated: datetime | None
    """The moment of the last news."""
    news: Mapping[Kind, int]
    """How many papers the last run brought, by kind."""
    quarantine: tuple[Seen, ...]
    """The newest of what was claimed and refused."""
    look: Look
    """Whose topics, and whose time the sentences tell."""
    checks: Checks
    """How things stood after each run."""
    history: tuple[Mark, ...]
    """How the days up to the last run went, ascending."""
    ahead: datetime | None = None
    """The latest run that is noted for a time after the last one: a clock was wrong."""
    ranking: str = ""
    """What went wrong when the last news were ranked; empty when nothing did."""

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
        if self.check is None:
            return "first"
        news = any(self.news.get(kind) for kind in NEWS)
        return self.check.word(news=news, ever=self.day is not None)

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
        told = [sentence for topic in self.topics for sentence in deviations(topic)]
        told += [
            f"{topic.topic.name}: {note.rstrip('.')}."
            for topic in self.topics
            for note in topic.coverage.notes
        ]
        told += [] if self.ahead is None else [_wrong_clock(self.ahead)]
        told += [f"{self.ranking.rstrip('.')}."] if self.ranking else []
        return tuple(filter(None, told))

    @property
    def sentence(self) -> str:
        """What the last check found, in one sentence or two."""
        if self.state == NO_ANNOUNCEMENT:
            return self._silence
        return _FAILED_FIRST if self.state == "failed" and not self.days else _SENTENCES[self.state]

    @property
    def check(self) -> Check | None:
        """How things stand after the last run."""
        return None if self.run is None else self.checks.after(self.run)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, since when, and what that can mean, each once with its topics."""
        return () if self.check is None else tuple(words.gaps(self.check, self.look))

    def known(self, topic: TopicStatus) -> str:
        """Say up to when a topic is completely known."""
        return "not yet" if topic.frontier is None else self.moment(topic.frontier)

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
        return words.moment(moment, self.look.timezone)

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
    "first": "What is here came in as the history of the topics; what arXiv announces now is news.",
}


_FAILED_FIRST = "The last check failed: nothing could be read."
"""There are no news yet that could be called the latest."""


def _evening(day: date) -> str:
    """Name an evening without announcement, and why when it is not for the weekend."""
    why = why_not(day)
    return f"{WEEKDAYS[day.weekday()]} evening{f', a {why}' * why.startswith('holiday')}"


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
    repeated = ([at for at in its if not now or at <= now] for its in store.repeated(look.ids))
    days = days_with_news(moments, look.timezone, repeated)
    checks = Checks(receipts, look, _began(store, look), store.terms())
    return Status(
        run=run,
        today=None if run is None else day_of(run, look.timezone),
        topics=tuple(_topics(checks, run, counts, receipts, look, store)),
        days=days,
        updated=updated,
        news={kind: last[kind] for kind in Kind if kind in NEWS | TRACKED},
        quarantine=tuple(store.quarantine(look.ids)[: -QUARANTINE_SHOWN - 1 : -1]),
        look=look,
        checks=checks,
        history=history(checks, days, look, run),
        ahead=None if len(receipts) == len(noted) else noted[-1].run,
        ranking=store.recall(RANKING) or "",
    )


def _began(store: Store, look: Look) -> dict[str, datetime]:
    """Say when the query of each topic came in force, where it did."""
    moments = {topic.id: store.in_force(topic) for topic in look.topics}
    return {topic: moment for topic, moment in moments.items() if moment is not None}


def _topics(
    checks: Checks,
    run: datetime | None,
    counts: Mapping[str, Counts],
    receipts: Sequence[Receipt],
    look: Look,
    store: Store,
) -> Iterator[TopicStatus]:
    covered = {} if run is None else checks.after(run).topics
    for topic in look.topics:
        own = [r for r in receipts if (r.topic, r.query) == (topic.id, topic.fingerprint)]
        last = own[-1] if own else None
        yield TopicStatus(
            topic=topic,
            tracked=counts[topic.id].tracked,
            quarantined=counts[topic.id].quarantined,
            dropped=counts[topic.id].dropped,
            left_out=counts[topic.id].left_out,
            coverage=covered.get(topic.id, Coverage(None, None, ())),
            received=last.papers if last else 0,
            claimed=last.claimed if last else None,
            misfits=last.misfits if last else 0,
            agreement=agreement(store, topic, own, look.timezone),
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
        **({} if topic.topic.sharper == PLAIN else {"left_out": topic.left_out}),
        "frontier": _stamp(topic.frontier),
        "checked": _stamp(topic.checked),
        "complete": topic.complete,
        "incomplete_since": _stamp(topic.incomplete_since),
        "why": topic.why,
        "received": topic.received,
        "claimed": topic.claimed,
        "misfits": topic.misfits,
        "fits": topic.fits,
        "agreement": topic.agreement.to_record(),
        "gaps": [_gap_record(gap) for gap in topic.coverage.gaps],
    }


def _gap_record(gap: Gap) -> dict[str, Any]:
    return {
        "channel": gap.channel,
        "asked": gap.asked,
        "since": _stamp(gap.since),
        "days": list(map(str, gap.days)),
        "why": gap.why,
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
