"""From OAI-PMH into the store: whatever changed in a set since shortly before the last harvest.

This is the first channel: it shows every kind of change, however old a paper's dates are. Of the
records only those are kept that concern somebody; of the others it is remembered for this run that
they were seen, which is what announcements are compared with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from paperlode.errors import AnswerError, FetchError, IncompleteError
from paperlode.gather.plan import EVERYTHING
from paperlode.paper import by_announcement
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

WEEKLY = timedelta(days=35)
"""The same, once a week: what slipped through is mostly found within a month."""

WEEK = timedelta(days=7)

INSTANT = timedelta(seconds=1)
"""Moments are whole seconds, so "before a moment" is one second earlier."""


def by_change(intake: Intake, each: str, back_to: date | None = None) -> Receipt:
    """Harvest one set and leave a receipt; what fails is named in it and never raised.

    ``back_to`` is a day from which on records are wanted, whatever was harvested before.
    """
    walk = _Walk(intake, each, _since(intake, each, back_to))
    why = intake.down.get(BY_CHANGE, "")
    if not why:
        try:
            walk.go()
        except FetchError as error:
            why = intake.down[BY_CHANGE] = str(error)
        except AnswerError as error:
            why = str(error)
    receipt = walk.receipt(why)
    intake.store.add_receipt(receipt)
    return receipt


def _since(intake: Intake, each: str, back_to: date | None) -> date:
    """Say from which day on a set is asked for, by the clock of the service, not by ours.

    What this run noted itself does not count: repeated after a kill, it must ask for the same.
    """
    whole = intake.store.harvested(BY_CHANGE, each, but=intake.now)
    if whole is None:
        day = (intake.now - AFTER_FAILURE).date()
    else:
        day = (whole - _overlap(intake, each)).date()
    return day if back_to is None else min(day, back_to)


def _overlap(intake: Intake, each: str) -> timedelta:
    """Say how far behind the last whole harvest this one begins."""
    every = intake.store.receipts_of(BY_CHANGE, each)
    receipts = [receipt for receipt in every if receipt.run != intake.now]
    far = [receipt.run for receipt in receipts if receipt.complete and _reached(receipt) >= WEEKLY]
    if intake.now - max(far, default=receipts[0].run) >= WEEK:
        return WEEKLY
    return OVERLAP if receipts[-1].complete else AFTER_FAILURE


def _reached(receipt: Receipt) -> timedelta:
    """Say how far back a harvest reached."""
    if receipt.until is None or receipt.since is None:
        return timedelta(0)
    return receipt.until - receipt.since


@dataclass(slots=True)
class _Walk:
    """The harvest of one set, while it goes on."""

    intake: Intake
    each: str
    since: date
    until: datetime | None = None
    highest: str = ""
    papers: set[str] = field(default_factory=set)
    unreadable: list[str] = field(default_factory=list)

    def go(self) -> None:
        """Take every page, then the versions that were replaced before we saw them."""
        intake, replaced = self.intake, list[str]()
        pages = harvest(
            intake.arxiv.ask,
            intake.arxiv.oai,
            sets=None if self.each == EVERYTHING else self.each,
            since=self.since,
            today=intake.now.date(),
        )
        for page in pages:
            self._take(page)
            replaced += self._replaced(page.records)
        if replaced:
            intake.fetch(replaced)
        if self.unreadable:
            raise IncompleteError("; ".join(self.unreadable[:3]))

    def _take(self, page: OaiPage) -> None:
        self.until = self.until or page.response_date
        if self.until is None:
            raise AnswerError("arXiv's answer does not say when it was given")
        self.unreadable += page.unreadable
        names = {paper.id for paper in page.papers}
        self.papers |= names
        self.highest = max([self.highest, *map(by_announcement, names)])
        self.intake.take(page.papers, BY_CHANGE)
        self.intake.progress(f"Changes in {self.each}: records", len(self.papers), None)

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
        return Receipt(
            run=self.intake.now,
            channel=BY_CHANGE,
            topic="",
            query=self.each,
            mode="changes",
            since=_midnight(self.since),
            papers=len(self.papers),
            claimed=None,
            misfits=0,
            complete=not why,
            why=why,
            until=self.until,
            highest=self.highest,
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
