"""From the store to what concerns us: each topic looks at what it has not looked at yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import groupby
from typing import TYPE_CHECKING

from paperlode.kinds import Standing, kind_of, superseded
from paperlode.paper import INSTANT, by_announcement
from paperlode.rule import AUTHORS, QUERY
from paperlode.sighting import BY_QUERY, TRACKED, Kind, Sighting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.rule import Rule, Ruling
    from paperlode.sighting import Announcement
    from paperlode.store import Pending, Store
    from paperlode.topic import Topic


def choose(
    topic: Topic,
    store: Store,
    now: datetime,
    sets: Sequence[str] = (),
    *,
    fields: Sequence[str] = (),
    history: bool = False,
) -> list[Sighting]:
    """Decide what every paper means that the topic has not looked at yet, and keep it.

    ``sets`` are those of OAI-PMH that are harvested for the topic: they tell what arXiv had
    announced before. ``fields`` are those whose announcements are read for it (none: any). With
    ``history`` somebody asked for old papers, so that what turns up deep in the past is no news.
    """
    mark = store.mark()
    since = store.began(topic, now)
    served = (tuple(sets), frozenset(fields))
    chooser = _Chooser(topic, store, now, since, store.previous(topic), *served, history)
    sightings = list(chooser.sightings())
    store.decide(topic, sightings, mark)
    return sightings


@dataclass(frozen=True)
class _Chooser:
    """One topic looking at papers, and what it has to find out only once."""

    topic: Topic
    store: Store
    now: datetime
    since: datetime
    before: Rule | None
    """The rule that was in force before the present one."""
    sets: tuple[str, ...]
    fields: frozenset[str]
    history: bool

    def sightings(self) -> Iterator[Sighting]:
        """Give what is to be noted about the papers that wait."""
        waiting = self.store.undecided(self.topic)
        for identifier, versions in groupby(waiting, key=lambda pending: pending.paper.id):
            yield from self._of_paper(identifier, list(versions))

    def _of_paper(self, identifier: str, waiting: list[Pending]) -> Iterator[Sighting]:
        """Decide about the versions of one paper, each after those before it."""
        states = waiting[0].states
        decided: dict[int, Kind | None] = dict(states)
        rulings = {pending.paper.version: self.topic.ruling(pending.paper) for pending in waiting}
        for pending in waiting:
            ruling = rulings[pending.paper.version]
            decided[pending.paper.version] = self._kind(pending, ruling, decided)
        holding = superseded(decided)
        channels = {pending.paper.version: pending.channel for pending in waiting}
        topics = (self.topic.id,)
        for version, kind in sorted(holding.items()):
            if kind is not states.get(version):
                channel = channels.get(version, waiting[-1].channel)
                rule = _by(kind, rulings.get(version))
                yield Sighting(identifier, version, self.now, channel, kind, topics, rule)
        for pending in waiting:
            version = pending.paper.version
            if pending.published and holding.get(version) in TRACKED:
                channel = pending.channel
                yield Sighting(identifier, version, self.now, channel, Kind.PUBLISHED, topics)

    def _kind(
        self, pending: Pending, ruling: Ruling, decided: Mapping[int, Kind | None]
    ) -> Kind | None:
        """Say what the version is for the topic now; None when it is nothing of ours."""
        if ruling.takes or _withdraws(pending, decided):
            return self._matching(pending, ruling, decided)
        if pending.state in TRACKED:
            return Kind.DROPPED
        # What was dropped stays dropped: it once matched, which is more than a false claim.
        if not pending.claimed or pending.state is Kind.DROPPED:
            return pending.state
        if ruling.by != QUERY:
            return Kind.LEFT_OUT
        return Kind.DROPPED if pending.state is Kind.LEFT_OUT else Kind.QUARANTINED

    def _matching(
        self, pending: Pending, ruling: Ruling, decided: Mapping[int, Kind | None]
    ) -> Kind:
        if pending.state is not None and pending.state in TRACKED:
            return pending.state
        if pending.state is Kind.DROPPED:
            return Kind.BACKLOG
        standing = self._standing(pending, decided)
        kind = kind_of(pending.paper, pending.touched, standing)
        if kind not in {Kind.NEW, Kind.LATE} or ruling.by == AUTHORS:
            return kind  # whom somebody follows publishes in any field: nothing is cross-listed
        # Only here it matters what arXiv had announced before.
        return kind_of(pending.paper, pending.touched, self._announced(pending, standing))

    def _standing(self, pending: Pending, decided: Mapping[int, Kind | None]) -> Standing:
        has = TRACKED | {Kind.KNOWN}
        return Standing(
            since=self.since,
            frontier=self._frontier(pending.touched - INSTANT),
            versions=frozenset(version for version, kind in decided.items() if kind in has),
            matched_before=self.before is not None and self.before.takes(pending.paper),
            history=self.history,
            now=self.now,
        )

    def _announced(self, pending: Pending, standing: Standing) -> Standing:
        harvested, newest = self._harvest(pending.touched - INSTANT)
        return replace(
            standing,
            announced=by_announcement(pending.paper.id) <= newest,
            harvested=harvested,
            told=frozenset(self._told(pending.paper)),
        )

    @cached_property
    def _harvest(self) -> Callable[[datetime], tuple[datetime | None, str]]:
        """Ask once for each moment how far the sets were known: thousands of papers share it."""

        def known(before: datetime) -> tuple[datetime | None, str]:
            sets = self.sets
            return self.store.last_harvest(sets, before), self.store.newest_announced(sets, before)

        return lru_cache(maxsize=64)(known)

    def _told(self, paper: Paper) -> Iterator[str]:
        """Give as what arXiv announced a version in the fields of the topic."""
        for one in self._lately.get(paper.id, ()):
            if one.version in {None, paper.version} and (
                not self.fields or one.subject in self.fields
            ):
                yield one.kind

    @cached_property
    def _lately(self) -> Mapping[str, list[Announcement]]:
        """Read only once what was announced since the topic last looked."""
        return self.store.announced_lately(self.topic)

    @cached_property
    def _frontier(self) -> Callable[[datetime], datetime | None]:
        """Find out only once how far the topic was known before a moment."""
        return cache(partial(self.store.frontier, self.topic, BY_QUERY, since=self.since))


def _by(kind: Kind, ruling: Ruling | None) -> str:
    """Name the setting that decided, for the log: nothing when the query alone did."""
    decided = ruling is not None and ruling.by != QUERY and kind is not Kind.QUARANTINED
    fits = ruling is not None and ruling.takes is (kind in TRACKED)
    return ruling.by if ruling is not None and decided and fits else ""


def _withdraws(pending: Pending, decided: Mapping[int, Kind | None]) -> bool:
    """Say whether this version takes back an older one that the topic had until now."""
    return pending.paper.withdrawn and any(
        version < pending.paper.version
        and kind in TRACKED
        and pending.states.get(version) is not Kind.DROPPED
        for version, kind in decided.items()
    )
