"""From OAI-PMH into the store: whatever changed in a set since shortly before the last harvest.

This is the first channel: it shows every kind of change, however old a paper's dates are. Of the
records only those are kept that concern somebody; of the others it is remembered for this run that
they were seen, which is what announcements are compared with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from paperlode.errors import AnswerError, FetchError, IncompleteError, StatusError
from paperlode.gather.plan import EVERYTHING
from paperlode.paper import INSTANT, by_announcement
from paperlode.schedule import announced
from paperlode.sighting import BY_CHANGE, Receipt
from paperlode.sources.oai_harvest import harvest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from paperlode.gather.intake import Intake
    from paperlode.sources.oai_pmh import OaiPage
    from paperlode.sources.oai_record import Record, Version

OVERLAP = timedelta(days=2)
"""How far behind the last harvest a harvest begins: days are UTC, and records change in between."""

AFTER_FAILURE = timedelta(days=7)
"""The same, after a harvest that was not whole."""

LOOK_BACK = timedelta(days=35)
"""How far back a set is looked through again: what slips through is mostly found in a month."""

LOOK_BACK_EVERYWHERE = timedelta(days=14)
"""The same for all of arXiv, where a month is some hundred thousand records."""

WEEK = timedelta(days=7)
"""How often that is done."""

_DAY = timedelta(days=1)


def by_change(intake: Intake, each: str, back_to: date | None = None) -> Receipt:
    """Harvest one set and leave a receipt; what fails is named in it and never raised.

    ``back_to`` is a day from which on records are wanted, whatever was harvested before.
    """
    return _harvest(_Walk(intake, each, each, _since(intake, each, back_to)))


def look_back(intake: Intake, each: str) -> Receipt | None:
    """Look through the last weeks of a set again, once a week; None when it is not time.

    A hole that was filled later, a record that slipped past an offset: nothing is known to be
    missing, so it is no gap when this fails, and it is not tried again before the next week.
    """
    own, again = _earlier(intake, each), _earlier(intake, looked_back(each))
    last = max((receipt.run for receipt in (*own[:1], *again)), default=intake.now)
    if intake.now - last < WEEK:
        return None
    span = LOOK_BACK_EVERYWHERE if each == EVERYTHING else LOOK_BACK
    day = intake.now.date()
    return _harvest(_Walk(intake, each, looked_back(each), day - span, day - OVERLAP))


def looked_back(each: str) -> str:
    """Name what is asked for when the last weeks of a set are looked through again."""
    return f"{each} again"


def _harvest(walk: _Walk) -> Receipt:
    intake = walk.intake
    why = intake.down.get(BY_CHANGE, "")
    if not why:
        try:
            walk.go()
        except StatusError as error:
            why = str(error)
        except FetchError as error:
            why = intake.down[BY_CHANGE] = str(error)
        except AnswerError as error:
            why = str(error)
    receipt = walk.receipt(why)
    intake.store.add_receipt(receipt)
    return receipt


def _since(intake: Intake, each: str, back_to: date | None) -> date:
    """Say from which day on a set is asked for, by the clock of the service, not by ours."""
    whole = intake.store.harvested(BY_CHANGE, each, but=intake.now)
    if whole is None:
        day = (intake.now - AFTER_FAILURE).date()
    else:
        failed = not _before(intake, each)[-1].complete
        day = (whole - (AFTER_FAILURE if failed else OVERLAP)).date()
    return day if back_to is None else min(day, back_to)


def _before(intake: Intake, asked: str) -> list[Receipt]:
    """Give the receipts for what was asked, without those of this run.

    Repeated after a kill, a run must ask for the same.
    """
    receipts = intake.store.receipts_of(BY_CHANGE, asked)
    return [receipt for receipt in receipts if receipt.run != intake.now]


def _earlier(intake: Intake, asked: str) -> list[Receipt]:
    """Give those of them that no clock noted for a time still to come."""
    return [receipt for receipt in _before(intake, asked) if receipt.run < intake.now]


@dataclass(slots=True)
class _Walk:
    """The harvest of one set, while it goes on."""

    intake: Intake
    each: str
    asked: str
    """What the receipt calls it."""
    since: date
    end: date | None = None
    """The last day asked for; None: today."""
    until: datetime | None = None
    highest: str = ""
    papers: set[str] = field(default_factory=set)
    unreadable: list[str] = field(default_factory=list)
    """What is wrong with records of which not even the paper's name can be read."""
    missing: tuple[str, ...] = ()
    """What was asked for by name, and is to be had nowhere."""

    def go(self) -> None:
        """Take every page, then by name what it does not have.

        These are versions that were replaced before we saw them, and papers whose records cannot
        be read.
        """
        intake, lacking = self.intake, list[str]()
        pages = harvest(
            intake.arxiv.ask,
            intake.arxiv.oai,
            sets=None if self.each == EVERYTHING else self.each,
            since=self.since,
            until=self.end,
            today=max(intake.now.date(), self.since + _DAY),  # our clock may be behind
        )
        for page in pages:
            self._take(page)
            lacking += [*self._replaced(page.records), *page.unread]
        if lacking:
            self.missing = tuple(sorted(intake.fetch(lacking)))
        if self.unreadable:
            raise IncompleteError("; ".join(self.unreadable[:3]))
        if set(self.missing) - intake.given_up(intake.store.receipts_of(BY_CHANGE, self.asked)):
            raise IncompleteError(f"to be had nowhere so far: {', '.join(self.missing)}")

    def _take(self, page: OaiPage) -> None:
        self.until = self.until or page.response_date
        if self.until is None:
            raise AnswerError("arXiv's answer does not say when it was given")
        self.intake.clock = self.until
        if len(page.unread) < len(page.unreadable):
            self.unreadable += page.unreadable
        names = {paper.id for paper in page.papers}
        self.papers |= names
        self.highest = max([self.highest, *map(by_announcement, names)])
        self.intake.take(page.papers, BY_CHANGE)
        self.intake.stamps |= page.stamps
        self.intake.progress(f"Changes in {self.asked}: records", len(self.papers), None)

    def _replaced(self, records: Iterable[Record]) -> list[str]:
        """Name the versions that we lack, and that were replaced while somebody followed them.

        A record is of the newest version only. One that was announced and replaced between two
        runs is to be had by its name; those of the time before a topic began are history. Of a
        paper that concerns nobody now, the versions count that no harvest can have seen.
        """
        store, topics = self.intake.store, self.intake.topics
        began = min(store.began(topic, self.intake.now) for topic in topics)
        late = [r for r in records if any(v.submitted > began for v in r.versions[1:])]
        held = store.holding(record.paper.id for record in late)
        return [
            f"{record.paper.id}v{version.number}"
            for record in late
            for version, following in zip(record.versions, record.versions[1:], strict=False)
            if following.submitted > began
            and (record.paper.id in held or self._is_unseen(record, version))
            and version.number not in store.versions(record.paper.id)
        ]

    def _is_unseen(self, record: Record, version: Version) -> bool:
        """Say whether a version was announced after the last whole harvest."""
        store, before = self.intake.store, self.intake.now - INSTANT
        if version.number == 1:
            return not store.announced(record.paper.id, (self.each,), before)
        seen = store.harvested(BY_CHANGE, self.each, before)
        return seen is None or announced(version.submitted) > seen

    def receipt(self, why: str) -> Receipt:
        """Write down what was asked for and what came."""
        gone = f"not to be had, asked for twice: {', '.join(self.missing)}" * bool(self.missing)
        return Receipt(
            run=self.intake.now,
            channel=BY_CHANGE,
            topic="",
            query=self.asked,
            mode="changes",
            since=_midnight(self.since),
            papers=len(self.papers),
            claimed=None,
            misfits=0,
            complete=not why,
            why=why or gone,
            until=self.until,
            highest=self.highest,
            missing=self.missing,
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
