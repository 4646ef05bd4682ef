"""How far arXiv's search and our evaluator agree, day by day, and on which papers they do not.

Each comparison looks both ways: what arXiv returned and does not match, and what matches, was here
long enough and was not returned. All of it follows from the receipts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from paperlode.digest import day_of
from paperlode.paper import PaperId
from paperlode.query.blame import at_fault
from paperlode.sighting import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from paperlode.paper import Paper
    from paperlode.publish.status import TopicStatus
    from paperlode.sighting import Receipt
    from paperlode.store import Store
    from paperlode.topic import Topic

DAYS = timedelta(days=90)
"""How far back it is told."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What comparisons of one day, or of many, came to."""

    papers: int = 0
    """Papers that arXiv returned."""
    misfits: int = 0
    """Those of them that do not match."""
    absent: int = 0
    """Papers that match, were here long enough, and were not returned."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.papers + other.papers, self.misfits + other.misfits, self.absent + other.absent
        )

    @property
    def compared(self) -> int:
        """All papers that either side named."""
        return self.papers + self.absent

    @property
    def share(self) -> float:
        """How many of them both sides named, from 0 to 1."""
        return (self.papers - self.misfits) / self.compared if self.compared else 1.0

    @property
    def percent(self) -> str:
        """Write the share; nothing but full agreement is 100 %."""
        return f"{int(self.share * 1000) / 10:g} %"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A paper on which arXiv's search and the evaluator do not agree."""

    name: str
    returned: bool
    """arXiv returned it, and it does not match; else it is the other way round."""
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far both agree about a topic."""

    days: tuple[tuple[date, Tally], ...] = ()
    """The days of the last 90 with a comparison, ascending."""
    last: Receipt | None = None
    """The last comparison that was whole."""
    deviating: tuple[Deviation, ...] = ()
    """The first papers on which both did not agree, when that was so last."""
    faults: tuple[str, ...] = ()
    """The terms at fault there."""

    @property
    def whole(self) -> Tally:
        """All days together."""
        return sum((tally for _, tally in self.days), Tally())

    @property
    def absence(self) -> bool:
        """Whether the last answer lacked more than a few papers that it had to have."""
        return self.last is not None and not fits(self.last.absent, self.last.expected or 0)

    def to_record(self) -> dict[str, Any]:
        """Give the object of ``status.json``."""
        return {
            "compared": self.whole.compared,
            "returned_only": self.whole.misfits,
            "matching_only": self.whole.absent,
            "last": None if self.last is None else _tally(self.last).share,
            "deviating": [{"id": one.name, "returned": one.returned} for one in self.deviating],
            "terms": list(self.faults),
        }


def agreement(store: Store, topic: Topic, own: Sequence[Receipt], zone: ZoneInfo) -> Agreement:
    """Look at the receipts of a topic's searches, ascending, with its present query."""
    compared = [one for one in own if one.expected is not None and one.complete]
    if not compared:
        return Agreement()
    last = compared[-1]
    recent = [one for one in compared if one.run > last.run - DAYS]
    odd = next((one for one in reversed(recent) if one.strangers or one.absentees), None)
    deviating = () if odd is None else tuple(_deviations(store, odd))
    return Agreement(
        days=tuple(_by_day(recent, zone)),
        last=last,
        deviating=deviating,
        faults=tuple(_faults(topic, deviating)),
    )


def together(some: Iterable[Agreement]) -> list[tuple[date, Tally]]:
    """Add up the days of several topics, the newest first."""
    days: defaultdict[date, Tally] = defaultdict(Tally)
    for one in some:
        for day, tally in one.days:
            days[day] += tally
    return sorted(days.items(), reverse=True)


def _tally(receipt: Receipt) -> Tally:
    return Tally(receipt.papers, receipt.misfits, receipt.absent)


def _by_day(receipts: Iterable[Receipt], zone: ZoneInfo) -> Iterator[tuple[date, Tally]]:
    """Take the last comparison of each day."""
    last = {day_of(receipt.run, zone): receipt for receipt in receipts}
    yield from ((day, _tally(receipt)) for day, receipt in last.items())


def _deviations(store: Store, receipt: Receipt) -> Iterator[Deviation]:
    for names, returned in ((receipt.strangers, True), (receipt.absentees, False)):
        for name in names:
            found = PaperId.parse(name)
            yield Deviation(name, returned, store.paper(found.id, found.version))


def _faults(topic: Topic, deviating: Sequence[Deviation]) -> Iterator[str]:
    """Name the terms that arXiv seems to have understood otherwise, those of most papers first."""
    for returned in (True, False):
        papers = [d.paper for d in deviating if d.returned is returned and d.paper is not None]
        for fault in at_fault(topic.rule.asked, papers)[:3]:
            yield fault.told(len(papers))


def deviations(status: TopicStatus) -> Iterator[str]:
    """Warn when arXiv's last answer for a topic did not fit its query, one way or the other."""
    name, last = status.topic.name, status.agreement.last
    if not status.fits:
        yield (
            f"arXiv's answers do not fit this query: {status.misfits} of {status.received} papers "
            f"that arXiv returned for “{name}” do not match it. They are kept aside."
        )
    if last is not None and status.agreement.absence:
        yield (
            f"arXiv's search lacks papers of “{name}”: {last.absent} of {last.expected} that match "
            "it and came another way days ago were not among those it returned."
        )
