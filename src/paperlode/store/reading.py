"""What pages, feeds and reports read from the store.

``topics`` are the identifiers of the topics in the settings, in their order; only what their
latest word tracks is shown.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from paperlode.paper import Paper, calendar_month, moment, month_of, stamp
from paperlode.preference import Rank
from paperlode.sighting import BEGINNING, NEWS, TRACKED, Announcement, Kind, Receipt, Sighting
from paperlode.store.announcements import announcement
from paperlode.store.database import Database, listed
from paperlode.store.gather import FAR
from paperlode.store.preference import RANKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a paper as the pages show it."""

    paper: Paper
    seen: datetime
    """When the first of its topics saw it."""
    kind: Kind
    """What it was then; where topics differ, news before backlog, a revision before a new paper."""
    topics: tuple[str, ...]
    before: Paper | None = None
    """Of what revises or withdraws a paper: the version before it that we hold."""
    announcements: tuple[Announcement, ...] = ()
    """What arXiv announced of the paper, ascending by day and field."""
    rank: Rank | None = None
    """What the ranking said of it then; None: there was no profile."""


@dataclass(frozen=True, slots=True)
class History:
    """All we know of a paper."""

    papers: tuple[Paper, ...]
    """Its versions, ascending."""
    sightings: tuple[Sighting, ...]
    """What was seen, ascending."""
    announcements: tuple[Announcement, ...] = ()
    """What arXiv announced, ascending by day and field."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers (not versions) a topic has; each counts once, under the first that fits."""

    tracked: int = 0
    quarantined: int = 0
    dropped: int = 0
    known: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What may look different since a mark."""

    ids: tuple[str, ...]
    months: tuple[str, ...]
    """Months of these identifiers, as 2506."""
    moments: tuple[datetime, ...]
    """Moments at which any of these papers was ever seen."""
    mark: int
    """Where the next question starts."""


_KINDS = (
    *(Kind.WITHDRAWN, Kind.REVISED, Kind.NEW, Kind.CROSS_LISTED, Kind.LATE),
    Kind.BACKLOG,
)
"""What a version is where topics differ at one moment: the first of these."""
_RANK = f"(instr('{''.join(kind.ljust(13) for kind in _KINDS)}', kind) / 13)"
_FIRST = f"min(standing.seen || {_RANK} || kind)"
"""The moment at which the first topic saw it (20 characters), a digit, and what it was then."""
_TOPICS = "topic IN (SELECT value FROM json_each(?1))"
TRACKED_ONES = f"{_TOPICS} AND kind IN ({', '.join(map(repr, map(str, _KINDS)))})"
MONTH = "substr(id, instr(id, '/') + 1, 4)"
_BEFORE = (  # of what revises or withdraws a paper, the version before it
    "CASE WHEN substr(first, 22) IN ('revised', 'withdrawn') THEN"
    " (SELECT line FROM paper AS older WHERE older.id = seen.id AND older.version < seen.version"
    "  ORDER BY older.version DESC LIMIT 1) END"
)
_ANNOUNCED = (
    "(SELECT nullif(json_group_array(json_array(version, day, kind, subject)), '[]')"
    " FROM announcement WHERE announcement.id = seen.id)"
)
_SAID = f"{_ANNOUNCED}, {RANKED}"
_NOTED = (
    "SELECT id, version, min(noted.seen) AS first, group_concat(topic) AS topics"  # noqa: S608  our own SQL
    f" FROM noted JOIN standing USING (id, version, topic) WHERE {TRACKED_ONES}"
    " GROUP BY id, version"
)
"""The notes that a paper was published, of what is tracked now, at the first topic's moment."""
assert set(_KINDS) == TRACKED  # noqa: S101  the SQL above says the same
_SEEN = (
    f"SELECT id, {_FIRST} AS first FROM standing WHERE {TRACKED_ONES} GROUP BY id, version"  # noqa: S608  ours
    f" UNION ALL SELECT id, first || '9{Kind.PUBLISHED}' FROM ({_NOTED})"
)
"""What was seen of papers, and when: versions of them, and notes that they were published."""


class Reading(Database):
    """The part of the store that publishing uses."""

    def moments(
        self,
        topics: Sequence[str],
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[tuple[datetime, Counter[Kind]]]:
        """Give each moment in [since, until) at which something tracked was seen, and what it was.

        They ascend; those of one day are found without a look at all others.
        """
        found = self.rows_once(
            f"SELECT first, count(*) FROM ({_SEEN}) GROUP BY first ORDER BY first",  # noqa: S608  ours
            listed(topics),
        )
        start = bisect_left(found, stamp(since or BEGINNING), key=_seen)
        end = bisect_left(found, stamp(until), key=_seen) if until else None
        return [
            (moment(seen), Counter({Kind(first[21:]): n for first, n in same}))
            for seen, same in groupby(found[start:end], key=_seen)
        ]

    def repeated(self, topics: Sequence[str]) -> list[list[datetime]]:
        """Give the moments of each tracked paper that was news more than once."""
        found = self.rows_once(
            f"SELECT group_concat(substr(first, 1, 20)) FROM ({_SEEN})"  # noqa: S608  our own SQL
            f" WHERE substr(first, 22) <> '{Kind.BACKLOG}' GROUP BY id HAVING count(*) > 1",
            listed(topics),
        )
        return [[moment(seen) for seen in told.split(",")] for (told,) in found]

    def entries(
        self,
        since: datetime | None,
        until: datetime | None,
        topics: Sequence[str],
        kinds: Iterable[Kind] = TRACKED,
    ) -> list[Entry]:
        """Give what was first seen in [since, until), ascending by moment, identifier, version.

        With the kind "published" also the notes that a paper was published, at their moment.
        """
        window = (stamp(since or BEGINNING), stamp(until) if until else FAR)
        wanted = frozenset(kinds)
        found = self._entries(
            "(id, version) IN (SELECT id, version FROM standing WHERE seen >= ?2 AND seen < ?3"  # noqa: S608  ours
            f" AND {_TOPICS} AND kind IN (SELECT value FROM json_each(?4)))",
            "first >= ?2 AND first < ?3 AND substr(first, 22) IN (SELECT value FROM json_each(?4))",
            topics,
            (*window, listed(sorted(wanted & TRACKED))),
        )
        if Kind.PUBLISHED in wanted:
            found += self._notes("first >= ?2 AND first < ?3", topics, window)
        return sorted(found, key=_place)

    def latest(
        self, limit: int, topics: Sequence[str], kinds: Iterable[Kind] = NEWS
    ) -> list[Entry]:
        """Give the ``limit`` entries that were seen last, newest first; backlog is no news."""
        wanted = frozenset(kinds)
        keys = self.rows(
            # From the newest moment on: a topic's own index would sort all that it ever had.
            "SELECT DISTINCT seen, id, version FROM standing AS mine INDEXED BY standing_seen"  # noqa: S608  ours
            f" WHERE {_TOPICS} AND kind IN (SELECT value FROM json_each(?2)) AND NOT EXISTS"
            " (SELECT 1 FROM standing WHERE id = mine.id AND version = mine.version"
            f"  AND seen < mine.seen AND {TRACKED_ONES})"
            " ORDER BY seen DESC, id DESC, version DESC LIMIT ?3",
            (listed(topics), listed(sorted(wanted & TRACKED)), limit),
        )
        some = (
            "(id, version) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')"
            " FROM json_each(?2))"
        )
        found = self._entries(some, "TRUE", topics, (listed(row[1:] for row in keys),))
        if Kind.PUBLISHED in wanted:
            found += self._notes("TRUE", topics, (), limit)
        return sorted(found, key=_place, reverse=True)[:limit]

    def months(self, topics: Sequence[str]) -> list[tuple[str, int]]:
        """Give each month of identifiers with its number of papers; ascending in time."""
        found: list[tuple[str, int]] = self.rows_once(
            f"SELECT {MONTH} AS month, count(*) FROM"  # noqa: S608  our own SQL
            f" (SELECT id FROM standing WHERE {TRACKED_ONES} GROUP BY id) GROUP BY month",
            listed(topics),
        )
        return sorted(found, key=lambda row: calendar_month(row[0]))

    def month(self, yymm: str, topics: Sequence[str]) -> list[Entry]:
        """Give the newest tracked version of each paper of a month, by identifier."""
        some = "(id, version) IN (SELECT id, version FROM paper WHERE month = ?2)"
        return _newest(self._entries(some, "TRUE", topics, (yymm,)))

    def shown(self, ids: Iterable[str], topics: Sequence[str]) -> list[Entry]:
        """Give the newest tracked version of each of these papers, by identifier."""
        some = "id IN (SELECT value FROM json_each(?2))"
        return _newest(self._entries(some, "TRUE", topics, (listed(ids),)))

    def history(self, identifier: str) -> History:
        """Give all versions of a paper and everything that was decided about it."""
        papers = self.rows("SELECT line FROM paper WHERE id = ? ORDER BY version", (identifier,))
        return History(
            papers=tuple(Paper.from_line(line) for (line,) in papers),
            sightings=tuple(self._sightings("WHERE id = ?", (identifier,))),
            announcements=self.announcements(identifier),
        )

    def first_seen(self, identifier: str, topics: Sequence[str]) -> datetime | None:
        """Say when the first of these topics took a paper, whatever became of it later."""
        found = self.first(
            f"SELECT min(seen) FROM sighting WHERE id = ?2 AND {TRACKED_ONES}",  # noqa: S608  ours
            (listed(topics), identifier),
        )
        return moment(found[0]) if found and found[0] else None

    def announcements(self, identifier: str) -> tuple[Announcement, ...]:
        """Give what arXiv announced of a paper, ascending by day and field."""
        found = self.rows(f"SELECT {_ANNOUNCED} FROM (SELECT ? AS id) AS seen", (identifier,))  # noqa: S608  ours
        return _announcements(identifier, found[0][0])

    def paper(self, identifier: str, version: int | None = None) -> Paper | None:
        """Give a version of a paper, the highest one unless told; None when we do not have it."""
        found = self.first(
            "SELECT line FROM paper WHERE id = ?1 AND version = coalesce(?2, version)"
            " ORDER BY version DESC LIMIT 1",
            (identifier, version),
        )
        return None if found is None else Paper.from_line(found[0])

    def counts(self, topics: Sequence[str]) -> dict[str, Counts]:
        """Count each topic's papers; ``known`` are those an adopted tracker left no record of."""
        names = ("tracked", "quarantined", "dropped", "known", "left_out")
        found: dict[str, dict[str, int]] = {topic: {} for topic in topics}
        for topic, best, number in self.rows_once(
            "SELECT topic, best, count(*) FROM (SELECT topic, min(CASE kind WHEN 'quarantined'"  # noqa: S608  ours
            " THEN 1 WHEN 'dropped' THEN 2 WHEN 'known' THEN 3"
            " WHEN 'left-out' THEN 4 ELSE 0 END) AS best FROM standing"
            f" WHERE {_TOPICS} GROUP BY topic, id)"
            " GROUP BY topic, best",
            listed(topics),
        ):
            found[topic][names[best]] = number
        return {topic: Counts(**numbers) for topic, numbers in found.items()}

    def quarantine(self, topics: Sequence[str], since: datetime | None = None) -> list[Entry]:
        """Give what a channel claimed and our evaluator refused, seen from ``since`` on."""
        values = (stamp(since or BEGINNING),)
        return self._entries("seen >= ?2", "TRUE", topics, values, kind=Kind.QUARANTINED)

    def receipts(self, since: datetime | None = None) -> list[Receipt]:
        """Give the receipts of runs from ``since`` on, ascending by run, topic and channel."""
        found = self.rows(
            "SELECT line FROM receipt WHERE run >= ? ORDER BY run, topic, channel, query",
            (stamp(since or BEGINNING),),
        )
        return [Receipt.from_record(json.loads(line)) for (line,) in found]

    def changes(self, mark: int, *, ranks: bool = True) -> Changes:
        """Say what the pages may show differently since ``mark``; receipts are not looked at.

        Without ``ranks``, only what papers, sightings and announcements changed.
        """
        end = self.mark()
        found = self.rows(
            "SELECT id FROM sighting WHERE seq > ?1 UNION SELECT id FROM paper WHERE number >"
            " coalesce((SELECT number FROM paper WHERE seq <= ?1 ORDER BY number DESC LIMIT 1), 0)"
            " AND EXISTS (SELECT 1 FROM sighting WHERE sighting.id = paper.id)"
            " UNION SELECT id FROM announcement WHERE seq > ?1"
            " AND EXISTS (SELECT 1 FROM sighting WHERE sighting.id = announcement.id)"
            " UNION SELECT id FROM rank WHERE ?2 AND seq > ?1"
            " AND EXISTS (SELECT 1 FROM sighting WHERE sighting.id = rank.id)",
            (mark, ranks),
        )
        ids = sorted(identifier for (identifier,) in found)
        seen = self.rows(
            "SELECT DISTINCT seen FROM sighting WHERE id IN (SELECT value FROM json_each(?))"
            " ORDER BY seen",
            (listed(ids),),
        )
        months = sorted({month_of(identifier) for identifier in ids}, key=calendar_month)
        return Changes(tuple(ids), tuple(months), tuple(moment(row[0]) for row in seen), end)

    def _entries(
        self,
        some: str,
        having: str,
        topics: Sequence[str],
        values: Iterable[object],
        *,
        kind: Kind | None = None,
    ) -> list[Entry]:
        """Give what topics track (or have in quarantine), one entry a version, oldest first.

        ``some`` selects rows of a standing, ``having`` versions by what was ``first``; in both
        ``?1`` are the topics, ``?2`` and so on the values.
        """
        kinds = f"{_TOPICS} AND kind = '{kind}'" if kind else TRACKED_ONES
        return self._told(
            f"SELECT line, first, topics, {_BEFORE}, {_SAID} FROM (SELECT id, version,"  # noqa: S608  our own SQL
            f" {_FIRST} AS first, group_concat(topic) AS topics FROM standing"
            f" WHERE {some} AND {kinds} GROUP BY id, version HAVING {having}) AS seen"
            " JOIN paper USING (id, version) ORDER BY substr(first, 1, 20), id, version",
            topics,
            values,
        )

    def _notes(
        self, having: str, topics: Sequence[str], values: Iterable[object], limit: int = -1
    ) -> list[Entry]:
        """Give the notes that papers were published."""
        return self._told(
            f"SELECT line, first || '9{Kind.PUBLISHED}', topics, NULL, {_SAID}"  # noqa: S608  our own SQL
            f" FROM ({_NOTED} HAVING {having}) AS seen JOIN paper USING (id, version)"
            f" ORDER BY first DESC, id DESC, version DESC LIMIT {limit}",
            topics,
            values,
        )

    def _told(self, sql: str, topics: Sequence[str], values: Iterable[object]) -> list[Entry]:
        order = {topic: n for n, topic in enumerate(topics)}
        found = []
        for line, first, names, before, announced, rank in self.rows(
            sql, (listed(topics), *values)
        ):
            paper = Paper.from_line(line)
            entry = Entry(
                paper=paper,
                seen=moment(first[:20]),
                kind=Kind(first[21:]),
                topics=tuple(sorted(names.split(","), key=order.__getitem__)),
                before=None if before is None else Paper.from_line(before),
                announcements=_announcements(paper.id, announced),
                rank=None if rank is None else Rank.from_record(json.loads(rank)),
            )
            found.append(entry)
        return found

    def _sightings(self, where: str, values: Iterable[object]) -> Iterator[Sighting]:
        """Give the log as sightings: what topics say alike about a version is one."""
        rows = self.stream(
            f"SELECT seen, id, version, channel, kind, rule, topic FROM sighting {where}"  # noqa: S608  ours
            " ORDER BY seen, id, version, channel, kind, rule, topic",
            values,
        )
        for (seen, identifier, version, channel, kind, rule), same in groupby(rows, _but_topic):
            topics = tuple(row[-1] for row in same)
            yield Sighting(identifier, version, moment(seen), channel, Kind(kind), topics, rule)


def _newest(found: Iterable[Entry]) -> list[Entry]:
    newest = {e.paper.id: e for e in sorted(found, key=lambda entry: entry.paper.version)}
    return [newest[identifier] for identifier in sorted(newest)]


def _place(entry: Entry) -> tuple[datetime, str, int]:
    return (entry.seen, entry.paper.id, entry.paper.version)


def _announcements(identifier: str, found: str | None) -> tuple[Announcement, ...]:
    if found is None:
        return ()
    ordered = sorted(json.loads(found), key=lambda row: (row[1], row[3], row[0]))
    return tuple(announcement(identifier, *row) for row in ordered)


def _seen(row: tuple[Any, ...]) -> str:
    seen: str = row[0][:20]
    return seen


def _but_topic(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[:6]
