"""From the store to what concerns us: each topic looks at what it has not looked at yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from paperlode.kinds import Standing, kind_of, superseded
from paperlode.query import matches, parse
from paperlode.sighting import TRACKED, Kind, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from paperlode.query import Query
    from paperlode.store import Pending, Store
    from paperlode.topic import Topic

INSTANT = timedelta(seconds=1)
"""Moments are whole seconds, so "before a moment" is one second earlier."""


def choose(
    topic: Topic, store: Store, channel: str, now: datetime, *, history: bool = False
) -> list[Sighting]:
    """Decide what every paper means that the topic has not looked at yet, and keep it.

    ``channel`` is the one whose frontier tells news from history. With ``history`` somebody asked
    for old papers, so that what turns up deep in the past is no news.
    """
    mark = store.mark()
    chooser = _Chooser(
        topic, store, channel, now, store.began(topic, now), _before(topic, store), history
    )
    sightings = list(chooser.sightings())
    store.decide(topic, sightings, mark)
    return sightings


def _before(topic: Topic, store: Store) -> Query | None:
    previous = store.previous_query(topic)
    return None if previous is None else parse(previous)


@dataclass(frozen=True, slots=True)
class _Chooser:
    """One topic looking at papers, and what it has to find out only once."""

    topic: Topic
    store: Store
    channel: str
    now: datetime
    since: datetime
    before: Query | None
    """The query that was in force before the present one."""
    history: bool

    def sightings(self) -> Iterator[Sighting]:
        """Give what is to be noted about the papers that wait."""
        waiting = self.store.undecided(self.topic)
        for identifier, versions in groupby(waiting, key=lambda pending: pending.paper.id):
            yield from self._of_paper(identifier, list(versions))

    def _of_paper(self, identifier: str, waiting: list[Pending]) -> Iterator[Sighting]:
        """Decide about the versions of one paper that wait, and what that means for the others."""
        before = waiting[0].states
        decided = {pending.paper.version: self._kind(pending) for pending in waiting}
        channels = {pending.paper.version: pending.channel for pending in waiting}
        for version, kind in sorted(superseded({**before, **decided}).items()):
            if kind is not before.get(version):
                channel = channels.get(version, waiting[-1].channel)
                yield Sighting(identifier, version, self.now, channel, kind, (self.topic.id,))

    def _kind(self, pending: Pending) -> Kind | None:
        """Say what the paper is for the topic now; None when it is nothing of ours."""
        if self.topic.matches(pending.paper):
            return self._matching(pending)
        if pending.state in TRACKED:
            return Kind.DROPPED
        # What was dropped stays dropped: it once matched, which is more than a false claim.
        wrongly_claimed = pending.claimed and pending.state is not Kind.DROPPED
        return Kind.QUARANTINED if wrongly_claimed else pending.state

    def _matching(self, pending: Pending) -> Kind:
        if pending.state is not None and pending.state in TRACKED:
            return pending.state
        if pending.state is Kind.DROPPED:
            return Kind.BACKLOG
        return kind_of(pending.paper, pending.touched, self._standing(pending))

    def _standing(self, pending: Pending) -> Standing:
        return Standing(
            since=self.since,
            frontier=self.store.frontier(
                self.topic, self.channel, before=pending.touched - INSTANT
            ),
            versions=pending.versions,
            matched_before=self.before is not None and matches(self.before, pending.paper),
            claimed=pending.claimed and not self.history,
        )
