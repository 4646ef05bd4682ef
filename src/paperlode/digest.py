"""What one day says: which papers are news, for which topic, and how many came as history.

A day runs from midnight to midnight in the time zone of the settings.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from paperlode.preference import Place
from paperlode.revision import revision
from paperlode.sighting import NEWS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from paperlode.paper import Paper
    from paperlode.preference import Rank
    from paperlode.revision import Revision
    from paperlode.sighting import Announcement
    from paperlode.topic import Topic


class Seen(Protocol):
    """One version of one paper as it was seen (``paperlode.store.Entry``)."""

    @property
    def paper(self) -> Paper:
        """What arXiv states."""

    @property
    def seen(self) -> datetime:
        """When it was first seen."""

    @property
    def kind(self) -> Kind:
        """What that meant."""

    @property
    def topics(self) -> tuple[str, ...]:
        """The identifiers of the topics that it concerns."""

    @property
    def before(self) -> Paper | None:
        """The version before one that revises or withdraws a paper, if we hold one."""

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """What arXiv announced of the paper, ascending by day."""

    @property
    def rank(self) -> Rank | None:
        """How likely the reader wanted it then; None: nobody knows."""


@dataclass(frozen=True, slots=True)
class Item:
    """One paper in a day's news."""

    paper: Paper
    """The highest version that was seen on this day."""
    seen: datetime
    kind: Kind
    topics: tuple[str, ...]
    """Every topic that it concerns, in the order of the settings."""
    before: Paper | None = None
    """Of what is revised or withdrawn: the version before the day's first that we hold."""
    announcements: tuple[Announcement, ...] = ()
    """What arXiv announced of the paper, ascending by day."""
    rank: Rank | None = None
    """How likely the reader wanted it on that day, and why."""

    @property
    def place(self) -> Place:
        """Where it stands among its like; what nobody ranked is not folded away."""
        return Place.LIKELY if self.rank is None else self.rank.place

    @property
    def revision(self) -> Revision | None:
        """What the day changed; None when nothing is revised, or nobody knows the old version."""
        return None if self.before is None else revision(self.before, self.paper)


@dataclass(frozen=True, slots=True)
class Group:
    """The news under one topic; a paper stands only under the first of its topics."""

    topic: Topic
    items: tuple[Item, ...]
    """The likeliest first where they were ranked, else kind by kind, newest first."""

    @property
    def ranked(self) -> bool:
        """Whether the items stand in the order of the reader's liking."""
        return any(item.rank is not None for item in self.items)

    @property
    def shown(self) -> tuple[Item, ...]:
        """Those that stand open, the ones for exploration last."""
        return tuple(item for item in self.items if item.place is not Place.UNLIKELY)

    @property
    def folded(self) -> tuple[Item, ...]:
        """Those that are less likely."""
        return tuple(item for item in self.items if item.place is Place.UNLIKELY)

    @property
    def unranked(self) -> dict[str, int]:
        """Give each paper's place in the order that would hold without ranks, from 1 on."""
        ordered = sorted(self.items, key=_by_kind)
        return {item.paper.id: place for place, item in enumerate(ordered, start=1)}


@dataclass(frozen=True, slots=True)
class Digest:
    """What one day says."""

    day: date
    groups: tuple[Group, ...]
    """In the order of the settings, none empty."""
    backlog: int
    """Papers that came in on this day as history: counted, never news."""
    last: datetime | None
    """The moment of the day's last news."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All news in the order in which they are shown."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def ranked(self) -> bool:
        """Whether any of the news was ranked."""
        return any(group.ranked for group in self.groups)

    @property
    def counts(self) -> Counter[Kind]:
        """How many papers are news of which kind."""
        return Counter(item.kind for item in self.items)


def day_of(seen: datetime, zone: ZoneInfo) -> date:
    """Say on which day a moment lies for people in a time zone."""
    return seen.astimezone(zone).date()


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give the first moment of a day and that of the next (UTC); 23 to 25 hours lie between."""
    first = datetime.combine(day, time(), zone)
    following = datetime.combine(day + timedelta(days=1), time(), zone)
    return first.astimezone(UTC), following.astimezone(UTC)


def days_with_news(
    moments: Iterable[tuple[datetime, Counter[Kind]]],
    zone: ZoneInfo,
    repeated: Iterable[Iterable[datetime]] = (),
) -> tuple[tuple[date, int], ...]:
    """Give every day with news and how many papers it has; the newest first.

    ``repeated`` are the moments of each paper that was news more than once: on one day it is one.
    """
    days: Counter[date] = Counter()
    for seen, kinds in moments:
        days[day_of(seen, zone)] += sum(kinds[kind] for kind in NEWS)
    for its in repeated:
        days.subtract({d: n - 1 for d, n in Counter(day_of(s, zone) for s in its).items()})
    return tuple(sorted(((day, count) for day, count in days.items() if count), reverse=True))


def build(entries: Iterable[Seen], day: date, topics: Sequence[Topic]) -> Digest:
    """Say what a day says; the order of ``entries`` does not matter."""
    order = {topic.id: place for place, topic in enumerate(topics)}
    papers: dict[str, list[Seen]] = {}
    for entry in entries:
        papers.setdefault(entry.paper.id, []).append(entry)
    items = [
        _item(news, order)
        for seen in papers.values()
        if (news := [entry for entry in seen if entry.kind in NEWS and _known(entry, order)])
    ]
    backlog = sum(all(entry.kind is Kind.BACKLOG for entry in seen) for seen in papers.values())
    last = max((item.seen for item in items), default=None)
    return Digest(day, tuple(_groups(items, topics)), backlog, last)


def _known(entry: Seen, order: dict[str, int]) -> bool:
    return any(topic in order for topic in entry.topics)


def _item(entries: list[Seen], order: dict[str, int]) -> Item:
    """Make one item of what was seen of a paper: its kind is the one that is told first.

    So a paper that is new today stays new when it is revised today.
    """
    entries = sorted(entries, key=lambda entry: (entry.paper.version, entry.seen))
    topics = {topic for entry in entries for topic in entry.topics if topic in order}
    kind = min((entry.kind for entry in entries), key=_RANK.__getitem__)
    changed = [entry for entry in entries if entry.kind in _CHANGES]
    return Item(
        paper=entries[-1].paper,
        seen=max(entry.seen for entry in entries),
        kind=kind,
        topics=tuple(sorted(topics, key=order.__getitem__)),
        before=changed[0].before if kind in _CHANGES else None,
        announcements=entries[-1].announcements,
        rank=next((entry.rank for entry in reversed(entries) if entry.rank), None),
    )


_RANK = {
    kind: rank
    for rank, kind in enumerate(
        [
            *(Kind.NEW, Kind.CROSS_LISTED, Kind.LATE),
            *(Kind.REVISED, Kind.WITHDRAWN, Kind.PUBLISHED),
        ]
    )
}
"""News in the order in which a day tells them."""

_CHANGES = {Kind.REVISED, Kind.WITHDRAWN}


def newest_first(paper: Paper) -> tuple[float, str]:
    """Sort key that puts later submissions first, then goes by identifier."""
    return (-paper.submitted.timestamp(), paper.id)


def _by_kind(item: Item) -> tuple[int, float, str]:
    return (_RANK[item.kind], *newest_first(item.paper))


_PLACES = (Place.LIKELY, Place.EXPLORE, Place.UNLIKELY)


def _by_liking(item: Item) -> tuple[object, ...]:
    """Put the likeliest first; what nobody ranked comes after what the reader may want."""
    score = None if item.rank is None else item.rank.score
    return (_PLACES.index(item.place), score is None, -(score or 0.0), *_by_kind(item))


def _groups(items: list[Item], topics: Sequence[Topic]) -> Iterable[Group]:
    items = sorted(items, key=_by_liking)
    for topic in topics:
        own = tuple(item for item in items if item.topics[0] == topic.id)
        if own:
            yield Group(topic, own)
