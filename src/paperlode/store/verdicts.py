"""What topics still have to look at, and what they decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.paper import Paper, moment, stamp
from paperlode.sighting import NEWS, TRACKED, Kind
from paperlode.store.announcements import announcement
from paperlode.store.database import listed
from paperlode.store.log import Log
from paperlode.store.shards import papers_shard, sightings_shard
from paperlode.store.where import candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from paperlode.sighting import Announcement, Sighting
    from paperlode.topic import Topic

_PUBLISHED = (
    "published IS NOT NULL AND EXISTS (SELECT 1 FROM standing WHERE topic = ?3"
    " AND standing.id = paper.id AND standing.version = paper.version AND seen < published"
    " AND kind IN (SELECT value FROM json_each(?4)))"
    " AND NOT EXISTS (SELECT 1 FROM noted WHERE noted.id = paper.id AND topic = ?3)"
)

CHUNK = 500
"""Papers read at a time: no cursor stays open while their verdicts are thought over."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A paper that a topic has not looked at yet, or not in its present wording."""

    paper: Paper
    touched: datetime
    """When it reached the store in this wording."""
    channel: str
    """Through what it came."""
    claimed: bool
    """A channel returned this version for the topic's present query."""
    states: Mapping[int, Kind]
    """What the topic decided about the versions of this paper so far."""
    published: bool = False
    """It was published after the topic had taken it in, and the topic has no note of that."""

    @property
    def state(self) -> Kind | None:
        """What the topic decided about this version; None when it never did."""
        return self.states.get(self.paper.version)


class Verdicts(Log):
    """The half of the store that the topics fill."""

    def tracked(self, topic: Topic, ids: Iterable[str]) -> list[str]:
        """Say which of these papers the topic has on its pages, in order."""
        rows = self.rows(
            "SELECT DISTINCT id FROM standing WHERE topic = ? AND id IN"
            " (SELECT value FROM json_each(?))"
            " AND kind IN (SELECT value FROM json_each(?)) ORDER BY id",
            (topic.id, listed(ids), listed(sorted(TRACKED))),
        )
        return [identifier for (identifier,) in rows]

    def visible(self, topic: Topic, since: datetime, before: datetime) -> list[Paper]:
        """Give the newest versions that a topic decided about, of ``since`` or later.

        Each was seen at ``before`` or earlier: by the log, so that a rebuilt store says the same.
        """
        found = self.rows(
            "SELECT DISTINCT line FROM standing JOIN paper USING (id, version)"
            " WHERE standing.topic = ?1 AND standing.seen >= ?2 AND paper.updated >= ?2"
            " AND version = (SELECT max(version) FROM paper AS other WHERE other.id = standing.id)"
            " AND EXISTS (SELECT 1 FROM sighting WHERE sighting.id = standing.id"
            "  AND sighting.version = standing.version AND sighting.seen <= ?3)"
            " ORDER BY paper.id",
            (topic.id, stamp(since), stamp(before)),
        )
        return [Paper.from_line(line) for (line,) in found]

    def announced_lately(self, topic: Topic) -> dict[str, list[Announcement]]:
        """Give what was read of announcements since the topic last looked, by identifier."""
        found: dict[str, list[Announcement]] = {}
        for row in self.rows(
            "SELECT id, version, day, kind, subject FROM announcement WHERE seq >"
            " coalesce((SELECT mark FROM looked WHERE topic = ?), 0)",
            (topic.id,),
        ):
            found.setdefault(row[0], []).append(announcement(*row))
        return found

    def undecided(self, topic: Topic) -> Iterator[Pending]:
        """Give every paper that the topic has to look at, by identifier and version.

        These are all versions of the papers of which one arrived, changed, or was first claimed
        for the topic since its mark. A topic whose query is new looks at everything in the store
        that its query may match, at what it tracks and at what was claimed for it.
        """
        looked = self.first("SELECT fingerprint, mark FROM looked WHERE topic = ?", (topic.id,))
        if looked is not None and looked[0] == topic.fingerprint:
            numbers = self._since(topic, int(looked[1]))
        else:
            numbers = self._everything(topic)
        for start in range(0, len(numbers), CHUNK):
            yield from self._pending(topic, numbers[start : start + CHUNK])

    def _since(self, topic: Topic, mark: int) -> list[int]:
        found = self.rows(
            "SELECT number FROM paper WHERE id IN"
            " (SELECT id FROM paper WHERE asked > 0 AND asked > ?1 UNION"
            " SELECT id FROM claim WHERE query = ?2 AND seq > ?1) ORDER BY id, version",
            (mark, topic.fingerprint),
        )
        return [number for (number,) in found]

    def _everything(self, topic: Topic) -> list[int]:
        where, values = candidates(self, topic.rule.asked)
        return [
            number
            for (number,) in self.rows(
                f"SELECT number FROM paper WHERE id IN (SELECT id FROM paper WHERE {where})"  # noqa: S608  our own SQL
                " OR id IN (SELECT id FROM standing WHERE topic = ?)"
                " OR id IN (SELECT id FROM claim WHERE query = ?)"
                " ORDER BY id, version",
                (*values, topic.id, topic.fingerprint),
            )
        ]

    def _pending(self, topic: Topic, numbers: list[int]) -> list[Pending]:
        some = listed(numbers)
        states: dict[str, dict[int, Kind]] = {}
        for identifier, version, kind in self.rows(
            "SELECT id, version, kind FROM standing WHERE topic = ? AND id IN"
            " (SELECT id FROM paper WHERE number IN (SELECT value FROM json_each(?)))",
            (topic.id, some),
        ):
            states.setdefault(identifier, {})[version] = Kind(kind)
        return [
            Pending(
                paper=Paper.from_line(line),
                touched=moment(touched),
                channel=channel,
                claimed=bool(claimed),
                states=states.get(identifier, {}),
                published=bool(published),
            )
            for identifier, line, touched, channel, claimed, published in self.rows(
                "SELECT id, line, touched, channel,"  # noqa: S608  our own SQL
                " EXISTS (SELECT 1 FROM claim WHERE query = ?1 AND claim.id = paper.id"
                f" AND claim.version = paper.version), {_PUBLISHED}"
                " FROM paper WHERE number IN (SELECT value FROM json_each(?2))"
                " ORDER BY id, version",
                (topic.fingerprint, some, topic.id, listed(sorted(TRACKED))),
            )
        ]

    def decide(self, topic: Topic, sightings: Iterable[Sighting], mark: int) -> int:
        """Keep what the topic decided; it has now looked at everything up to ``mark``.

        Take the mark before asking for the undecided. A sighting that says what already holds for
        its version adds nothing. Gives the number of sightings added. One transaction.
        """
        with self.writing() as seq:
            added = sum(self._add(sighting, topic.id, seq) for sighting in sightings)
            self.change(
                "INSERT INTO looked VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
                " SET fingerprint = excluded.fingerprint, mark = excluded.mark"
                " WHERE fingerprint <> excluded.fingerprint OR mark < excluded.mark",
                (topic.id, topic.fingerprint, mark),
            )
            return added

    def _add(self, sighting: Sighting, topic: str, seq: int) -> bool:
        """Add to the log unless it says so already; a topic has one word at a moment, its last.

        A sighting older than the last word (the clock went backwards) takes its moment, so that
        what was decided last is what holds.
        """
        key = (sighting.id, sighting.version, topic)
        if sighting.kind is Kind.PUBLISHED:
            return self._note(sighting, topic, seq)
        state = self.first(
            "SELECT kind, (SELECT max(seen) FROM sighting WHERE id = ?1 AND version = ?2"
            " AND topic = ?3 AND note = 0)"
            " FROM standing WHERE id = ?1 AND version = ?2 AND topic = ?3",
            key,
        )
        if state is not None and (state[0] == sighting.kind or {state[0], sighting.kind} <= NEWS):
            return False  # it is so already, and no version is news twice
        seen = stamp(sighting.seen) if state is None else max(stamp(sighting.seen), state[1])
        self._say(sighting, topic, seen, seq)
        self.fold("id = ? AND version = ? AND topic = ?", *key)
        return True

    def _note(self, sighting: Sighting, topic: str, seq: int) -> bool:
        """Add a note to the log unless the topic has one for this paper."""
        key = (sighting.id, topic)
        if self.first("SELECT 1 FROM noted WHERE id = ? AND topic = ?", key) is not None:
            return False
        self._say(sighting, topic, stamp(sighting.seen), seq)
        self.fold_notes("id = ? AND topic = ?", *key)
        return True

    def _say(self, sighting: Sighting, topic: str, seen: str, seq: int) -> None:
        """Write a line of the log."""
        self.change(
            "INSERT OR REPLACE INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(sighting.id, sighting.version, topic, seen, str(sighting.kind)),
                *(sighting.channel, seq, sighting.kind is Kind.PUBLISHED, sighting.rule),
            ),
        )
        self._dirty(sightings_shard(seen), papers_shard(sighting.id))
        self._dirty_announcements("id = ?", sighting.id)
