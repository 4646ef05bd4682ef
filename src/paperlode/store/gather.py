"""What reaches the store: papers, what channels say about them, receipts, queries in force."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from paperlode.paper import Paper, by_announcement, moment, stamp
from paperlode.rule import PLAIN, Rule, Sharper
from paperlode.sighting import BEGINNING, BY_CHANGE, Receipt
from paperlode.store.database import Database, listed
from paperlode.store.shards import papers_shard, receipts_shard, to_line
from paperlode.text.joined import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from paperlode.topic import Topic

FAR = "9999"
"""Later than every stamp."""


class Gather(Database):
    """The half of the store that the channels fill."""

    def save(
        self, papers: Iterable[Paper], *, now: datetime, channel: str, topic: Topic | None = None
    ) -> int:
        """Keep papers that arrived at ``now``; gives how many versions are new or changed.

        A version we hold in the same wording changes nothing. With a ``topic``, its query is noted
        to have returned each of them. One transaction.
        """
        with self.writing() as seq:
            changed = 0
            for paper in papers:
                changed += self._keep(paper, stamp(now), channel, seq)
                if topic is not None:
                    self._claim(topic, paper, seq)
            return changed

    def _keep(self, paper: Paper, now: str, channel: str, seq: int) -> bool:
        line = paper.to_line()
        held = self.first(
            "SELECT line, arrived, published FROM paper WHERE id = ? AND version = ?",
            (paper.id, paper.version),
        )
        if held is not None and held[0] == line:
            return False
        old = None if held is None else Paper.from_line(held[0])
        if old is not None and old != (paper := joined(paper, old)):
            line = paper.to_line()
        elif old is not None:
            return False
        arrived, published = (now, None) if held is None else held[1:]
        if paper.is_published and not (old and old.is_published):
            published = self._publish(paper, arrived, now)
        self.change(
            "INSERT OR REPLACE INTO paper (id, version, month, submitted, updated, touched,"
            " channel, arrived, published, seq, asked, line)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(paper.id, paper.version, paper.month),
                *(stamp(paper.submitted), stamp(paper.updated)),
                *(now, channel, arrived, published, seq, seq, line),
            ),
        )
        self._dirty(papers_shard(paper.id))
        return True

    def _publish(self, paper: Paper, arrived: str, now: str) -> str | None:
        """Say when the paper was published, if it is this version's record that tells it first.

        Not when the version came with it, nor when another one has it already. Of versions that
        get it at the same moment the highest one counts, in whatever order they come.
        """
        others = [
            (version, published)
            for version, published, line in self.rows(
                "SELECT version, published, line FROM paper WHERE id = ? AND version <> ?",
                (paper.id, paper.version),
            )
            if Paper.from_line(line).is_published
        ]
        fresh = arrived == now
        again = [version for version, published in others if published == now]
        if fresh or all(version < paper.version for version in again):
            self.change_many(
                "UPDATE paper SET published = NULL WHERE id = ? AND version = ?",
                ((paper.id, version) for version in again),
            )
            return None if fresh or len(again) < len(others) else now
        return None

    def _claim(self, topic: Topic, paper: Paper, seq: int) -> None:
        self.change(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET version = excluded.version, submitted = excluded.submitted"
            " WHERE excluded.version > version",
            (topic.fingerprint, paper.id, paper.version, stamp(paper.submitted), seq),
        )

    def claimed(
        self, topic: Topic, first: datetime | None = None, last: datetime | None = None
    ) -> int:
        """Count the papers that the topic's query returned, submitted in [first, last)."""
        found = self.first(
            "SELECT count(*) FROM claim WHERE query = ? AND submitted >= ? AND submitted < ?",
            (topic.fingerprint, stamp(first or BEGINNING), stamp(last) if last else FAR),
        )
        return int(found[0]) if found else 0

    def claims(
        self, topic: Topic, first: datetime | None = None, last: datetime | None = None
    ) -> frozenset[str]:
        """Name the papers that the topic's query returned, submitted in [first, last)."""
        found = self.rows(
            "SELECT id FROM claim WHERE query = ? AND submitted >= ? AND submitted < ?",
            (topic.fingerprint, stamp(first or BEGINNING), stamp(last) if last else FAR),
        )
        return frozenset(identifier for (identifier,) in found)

    def unclaim(self, topic: Topic, ids: Iterable[str]) -> None:
        """Forget that the topic's query returned these papers: the service no longer says so."""
        with self.writing():
            self.change(
                "DELETE FROM claim WHERE query = ? AND id IN (SELECT value FROM json_each(?))",
                (topic.fingerprint, listed(ids)),
            )

    def began(self, topic: Topic, now: datetime) -> datetime:
        """Give the moment at which the topic's present query came in force.

        The first call for a query notes ``now``. What was noted for moments after ``now`` (a
        clock that went backwards) does not count.
        """
        found = self.first(
            "SELECT fingerprint, since FROM term WHERE topic = ? AND since <= ?"
            " ORDER BY since DESC LIMIT 1",
            (topic.id, stamp(now)),
        )
        if found is not None and found[0] == topic.fingerprint:
            return moment(found[1])
        with self.writing():
            self.change(
                "INSERT OR REPLACE INTO term VALUES (?, ?, ?, ?, ?)",
                term_row(topic.id, now, topic.fingerprint, str(topic.tree), topic.sharper),
            )
        return moment(stamp(now))

    def end(self, followed: Iterable[str], now: datetime) -> None:
        """Note that topics which had a query until now are followed no longer.

        What arXiv shows while nobody follows a topic is not kept: it is to be asked for again.
        """
        with self.writing():
            self.change(
                "INSERT OR REPLACE INTO term SELECT topic, ?1, '', '', '' FROM term AS last"
                " WHERE query <> '' AND topic NOT IN (SELECT value FROM json_each(?2)) AND since ="
                " (SELECT max(since) FROM term WHERE topic = last.topic AND since <= ?1)",
                (stamp(now), listed(followed)),
            )

    def terms(self) -> list[tuple[str, datetime, Rule | None]]:
        """Give which topic had which rule (None: it was not followed) from when on, ascending."""
        found = self.rows("SELECT topic, since, query, sharper FROM term ORDER BY since, topic")
        return [(topic, moment(since), _rule(*rest)) for topic, since, *rest in found]

    def in_force(self, topic: Topic) -> datetime | None:
        """Give the moment at which the topic's present query came in force; None: not yet."""
        found = self.first(
            "SELECT max(since) FROM term WHERE topic = ? AND fingerprint = ?",
            (topic.id, topic.fingerprint),
        )
        return None if found is None or found[0] is None else moment(found[0])

    def previous(self, topic: Topic) -> Rule | None:
        """Give the rule that the topic had before its present one; None when it had none."""
        found = self.first(
            "SELECT query, sharper FROM term WHERE topic = ?1 AND since <"
            " (SELECT max(since) FROM term WHERE topic = ?1 AND fingerprint = ?2)"
            " ORDER BY since DESC LIMIT 1",
            (topic.id, topic.fingerprint),
        )
        return None if found is None else _rule(*found)

    def frontier(
        self,
        topic: Topic,
        channel: str,
        before: datetime | None = None,
        since: datetime | None = None,
    ) -> datetime | None:
        """Give the newest run that had everything the channel knows for the topic's query.

        Runs later than ``before`` do not count: they were noted by a clock that was wrong. Nor do
        those before ``since``: the topic may have had another query in between, or none.
        """
        found = self.first(
            "SELECT max(run) FROM receipt"
            " WHERE query = ? AND channel = ? AND complete AND run <= ? AND run >= ?",
            (
                *(topic.fingerprint, channel),
                *(stamp(before) if before else FAR, stamp(since) if since else ""),
            ),
        )
        return None if found is None or found[0] is None else moment(found[0])

    def harvested(
        self,
        channel: str,
        asked: str,
        before: datetime | None = None,
        *,
        but: datetime | None = None,
    ) -> datetime | None:
        """Say up to when a channel had given everything that was asked, by the service's clock.

        Only complete receipts of runs not later than ``before`` count, and not those of one run.
        """
        found = self.first(
            "SELECT max(json_extract(line, '$.until')) FROM receipt"
            " WHERE query = ? AND channel = ? AND complete AND run <= ? AND run <> ?",
            (asked, channel, stamp(before) if before else FAR, stamp(but) if but else ""),
        )
        return None if found is None or found[0] is None else moment(found[0])

    def receipts_of(self, channel: str, asked: str) -> list[Receipt]:
        """Give the receipts of a channel for what was asked, ascending by run."""
        found = self.rows(
            "SELECT line FROM receipt WHERE query = ? AND channel = ? ORDER BY run",
            (asked, channel),
        )
        return [Receipt.from_record(json.loads(line)) for (line,) in found]

    def last_harvest(self, sets: Sequence[str], before: datetime | None = None) -> datetime | None:
        """Say up to when all of these sets of OAI-PMH were harvested completely; None: never."""
        ends = [self.harvested(BY_CHANGE, each, before) for each in sets]
        known = [end for end in ends if end is not None]
        return min(known) if known and len(known) == len(ends) else None

    def announced(
        self, identifier: str, sets: Sequence[str], before: datetime | None = None
    ) -> bool:
        """Say whether the last complete harvest of these sets proves an identifier older than it.

        arXiv gives identifiers in the order of announcement, so one that is not above the newest
        of a harvest had been announced by then.
        """
        return by_announcement(identifier) <= self.newest_announced(sets, before)

    def newest_announced(self, sets: Sequence[str], before: datetime | None = None) -> str:
        """Give the newest identifier, in its order of announcement, that a harvest proves."""
        until = self.last_harvest(sets, before)
        if until is None:
            return ""
        found = self.first(
            "SELECT max(json_extract(line, '$.highest')) FROM receipt"
            " WHERE channel = ? AND complete AND run <= ? AND json_extract(line, '$.until') <= ?",
            (BY_CHANGE, stamp(before) if before else FAR, stamp(until)),
        )
        return "" if found is None else str(found[0] or "")

    def holding(self, names: Iterable[str]) -> frozenset[str]:
        """Say which of these papers the store has; ``2506.05680`` in any version."""
        found = self.rows(
            "SELECT DISTINCT id FROM paper WHERE id IN (SELECT value FROM json_each(?))",
            (listed(names),),
        )
        return frozenset(identifier for (identifier,) in found)

    def versions(self, identifier: str) -> frozenset[int]:
        """Say which versions of a paper the store has."""
        found = self.rows("SELECT version FROM paper WHERE id = ?", (identifier,))
        return frozenset(version for (version,) in found)

    def add_receipt(self, receipt: Receipt) -> None:
        """Keep a receipt; a complete one of the same run, channel, topic and query stays."""
        with self.writing():
            written = self.change(
                "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET complete = excluded.complete, line = excluded.line"
                " WHERE NOT complete AND line <> excluded.line",
                receipt_row(receipt),
            )
            if written:
                self._dirty(receipts_shard(stamp(receipt.run)))


def receipt_row(receipt: Receipt) -> tuple[str, str, str, str, bool, str]:
    """Give a receipt as the store keeps it."""
    return (
        *(stamp(receipt.run), receipt.channel, receipt.topic, receipt.query),
        *(receipt.complete, to_line(receipt.to_record())),
    )


def term_row(
    topic: str, since: datetime, fingerprint: str, query: str, sharper: Sharper
) -> tuple[str, ...]:
    """Give as the store keeps it from when on a topic had which rule."""
    more = sharper.to_record()
    return (topic, stamp(since), fingerprint, query, to_line(more) if more else "")


@lru_cache(maxsize=1000)
def _rule(query: str, sharper: str) -> Rule | None:
    return Rule(query, sharper_of(sharper)) if query else None


def sharper_of(text: str) -> Sharper:
    """Read how a rule is sharper than arXiv's search, as the store keeps it."""
    return Sharper.from_record(json.loads(text)) if text else PLAIN
