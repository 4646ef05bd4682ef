"""What the papers of an existing tracker meant on the days on which it listed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.kinds import Standing, kind_of
from paperlode.sighting import TRACKED, Kind, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from paperlode.adopt.tracker import Results, Tracker
    from paperlode.paper import Paper
    from paperlode.topic import Topic

CHANNEL = "adopt"


def judge(tracker: Tracker) -> tuple[Sighting, ...]:
    """Give the first sighting of every version, as the topic judges it, and what is only known.

    The record judged is the newest one: a later file may list a version with a mended text.
    """
    newest = {paper.name: paper for results in tracker.results for paper in results.papers}
    matching = {name for name, paper in newest.items() if tracker.topic.takes(paper)}
    past = _Past(tracker.topic, matching, tracker.results[0].seen if tracker.results else None)
    seen = [sighting for results in tracker.results for sighting in past.day(results, newest)]
    return (*seen, *_only_known(tracker, newest))


class _Past:
    """What the tracker had, while its days go by again."""

    def __init__(self, topic: Topic, matching: set[str], began: datetime | None) -> None:
        self.topic = topic
        self.matching = matching
        self.began = began
        self.before: datetime | None = None
        self.seen: set[str] = set()
        self.versions: dict[str, frozenset[int]] = {}

    def day(self, results: Results, newest: dict[str, Paper]) -> Iterator[Sighting]:
        """Give what was new in one result file, older versions first."""
        for name in sorted({(paper.id, paper.version, paper.name) for paper in results.papers}):
            if name[-1] not in self.seen:
                yield self._sighting(newest[name[-1]], results.seen)
        self.before = results.seen

    def _sighting(self, paper: Paper, seen: datetime) -> Sighting:
        self.seen.add(paper.name)
        kind = Kind.QUARANTINED
        if paper.name in self.matching:
            kind = kind_of(paper, seen, self._standing(paper, seen))
        if kind in TRACKED:
            self.versions[paper.id] = self._had(paper) | {paper.version}
        return Sighting(paper.id, paper.version, seen, CHANNEL, kind, (self.topic.id,))

    def _standing(self, paper: Paper, seen: datetime) -> Standing:
        """Say how the topic stood.

        The tracker asked for the newest papers up to a limit, so an old paper in a later file is
        one that the limit had hidden, or that a wrong answer of arXiv's brought: history, not
        news of that day. ``history=True`` judges it by its own date.
        """
        return Standing(
            since=self.began or seen,
            frontier=self.before,
            versions=self._had(paper),
            history=True,
        )

    def _had(self, paper: Paper) -> frozenset[int]:
        return self.versions.get(paper.id, frozenset())


def _only_known(tracker: Tracker, newest: dict[str, Paper]) -> Iterator[Sighting]:
    """Note the versions that the tracker knew and kept no record of: they are no news later."""
    held: dict[str, int] = {}
    for paper in newest.values():
        held[paper.id] = max(held.get(paper.id, 0), paper.version)
    for identifier, version in sorted(tracker.known.versions.items()):
        if version > held.get(identifier, 0):
            topics = (tracker.topic.id,)
            yield Sighting(identifier, version, tracker.until, CHANNEL, Kind.KNOWN, topics)
