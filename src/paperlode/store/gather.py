"""What reaches the store: papers, what channels say about them, receipts, queries in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.paper import Paper, moment, stamp
from paperlode.sighting import BEGINNING
from paperlode.store.database import Database, listed
from paperlode.store.shards import papers_shard, receipts_shard, to_line
from paperlode.text.joined import joined

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from paperlode.sighting import Receipt
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
            "SELECT line FROM paper WHERE id = ? AND version = ?", (paper.id, paper.version)
        )
        if held is not None and held[0] != line:
            paper = joined(paper, Paper.from_line(held[0]))
            line = paper.to_line()
        if held is not None and held[0] == line:
            return False
        self.change(
            "INSERT OR REPLACE INTO paper (id, version, month, submitted, updated, touched,"
            " channel, seq, asked, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(paper.id, paper.version, paper.month),
                *(stamp(paper.submitted), stamp(paper.updated)),
                *(now, channel, seq, seq, line),
            ),
        )
        self._dirty(papers_shard(paper.id))
        return True

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
                "INSERT OR REPLACE INTO term VALUES (?, ?, ?, ?)",
                (topic.id, stamp(now), topic.fingerprint, topic.query),
            )
        return moment(stamp(now))

    def previous_query(self, topic: Topic) -> str | None:
        """Give the query that the topic had before its present one; None when it had none."""
        found = self.first(
            "SELECT query FROM term WHERE topic = ?1 AND since <"
            " (SELECT max(since) FROM term WHERE topic = ?1 AND fingerprint = ?2)"
            " ORDER BY since DESC LIMIT 1",
            (topic.id, topic.fingerprint),
        )
        return None if found is None else str(found[0])

    def frontier(
        self, topic: Topic, channel: str, before: datetime | None = None
    ) -> datetime | None:
        """Give the newest run that had everything the channel knows for the topic's query.

        Runs later than ``before`` do not count: they were noted by a clock that was wrong.
        """
        found = self.first(
            "SELECT max(run) FROM receipt"
            " WHERE query = ? AND channel = ? AND complete AND run <= ?",
            (topic.fingerprint, channel, stamp(before) if before else FAR),
        )
        return None if found is None or found[0] is None else moment(found[0])

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
