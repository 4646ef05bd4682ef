"""What store and archive tell each other."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from paperlode.paper import Paper, moment, stamp
from paperlode.preference import Mark, Portrait, Rank, Strike
from paperlode.sighting import Announcement, Receipt, Sighting
from paperlode.store.gather import receipt_row, sharper_of, term_row
from paperlode.store.log import Log
from paperlode.store.preference import MARKED, Preference
from paperlode.store.shards import (
    LIBRARY,
    PORTRAITS,
    STRIKES,
    Shard,
    Taken,
    Term,
    papers_shard,
    quoted,
    shard_of,
    to_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_KEPT = (
    "(EXISTS (SELECT 1 FROM sighting WHERE sighting.id = paper.id"  # noqa: S608  our own SQL
    f" AND sighting.version = paper.version) OR {MARKED})"
)
"""What the archive keeps: versions that were sighted, and papers that the reader marked."""


_SAID_ALIKE = "seen, id, version, channel, kind, rule"
"""What one line of the log says for several topics."""


@lru_cache(maxsize=4096)
def _written(topics: str) -> str:
    return f"[{','.join(map(quoted, sorted(topics.split(','))))}]"


class Exchange(Preference, Log):
    """The part of the store that the archive uses; shards are named by their paths in it."""

    def lines(self, path: str) -> Iterator[str]:
        """Give the lines of a shard as they follow from the store, in order, without line ends."""
        folder, _, name = path.partition("/")
        months = {
            "papers": self._paper_lines,
            "sightings": self._sighting_lines,
            "announcements": self._announcement_lines,
            "ranks": self._rank_lines,
            "receipts": self._receipt_lines,
        }
        if folder in months:
            return months[folder](name.removesuffix(".jsonl"))
        if path == LIBRARY:
            return self._mark_lines()
        if path == PORTRAITS:
            return self._portrait_lines()
        if path == STRIKES:
            return self._strike_lines()
        return (to_line(term.to_record()) for term in self._terms())

    def _paper_lines(self, month: str) -> Iterator[str]:
        sql = f"SELECT line FROM paper WHERE month = ? AND {_KEPT} ORDER BY id, version"  # noqa: S608  ours
        return (row[0] for row in self.stream(sql, (month,)))

    def _sighting_lines(self, month: str) -> Iterator[str]:
        """Write sightings by hand: they are short, and a first run makes very many at once."""
        rows = self.stream(
            "SELECT id, version, seen, channel, kind, group_concat(topic), rule FROM"  # noqa: S608  ours
            f" (SELECT * FROM sighting WHERE seen >= ? AND seen < ? ORDER BY {_SAID_ALIKE})"
            f" GROUP BY {_SAID_ALIKE} ORDER BY {_SAID_ALIKE}",
            (month, f"{month}~"),
        )
        for identifier, version, seen, channel, kind, topics, rule in rows:
            yield (
                f'{{"id":{quoted(identifier)},"version":{version},"seen":"{seen}",'
                f'"channel":{quoted(channel)},"kind":"{kind}","topics":{_written(topics)}'
                + (f',"rule":{quoted(rule)}}}' if rule else "}")
            )

    def _receipt_lines(self, month: str) -> Iterator[str]:
        rows = self.stream(
            "SELECT line FROM receipt WHERE run >= ? AND run < ?"
            " ORDER BY run, topic, channel, query",
            (month, f"{month}~"),
        )
        return (row[0] for row in rows)

    def _terms(self) -> Iterator[Term]:
        """Give the queries of the topics; ``looked`` when none of the archive's papers waits."""
        rows = self.rows(
            "SELECT topic, since, term.fingerprint, query, sharper,"  # noqa: S608  our own SQL
            " since = (SELECT max(since) FROM term AS other WHERE other.topic = term.topic)"
            " AND term.fingerprint = looked.fingerprint AND NOT EXISTS"
            f" (SELECT 1 FROM paper WHERE asked > 0 AND asked > looked.mark AND {_KEPT})"
            " FROM term LEFT JOIN looked USING (topic) ORDER BY topic, since"
        )
        for topic, since, fingerprint, query, sharper, looked in rows:
            term = Term(topic, moment(since), fingerprint, query, bool(looked))
            yield replace(term, sharper=sharper_of(sharper)) if sharper else term

    def taken(self) -> dict[str, Taken]:
        """Give the shards' files as they were when store and archive last agreed."""
        rows = self.rows("SELECT path, sha256, lines, size, mtime_ns FROM taken")
        return {row[0]: Taken(*row[1:]) for row in rows}

    def dirty(self) -> set[str]:
        """Name the shards whose file may differ from what follows from the store."""
        return {path for (path,) in self.rows("SELECT path FROM dirty")}

    def agreed(self, shards: Mapping[str, Taken]) -> None:
        """Note that every shard's file now is what follows from the store; these were written."""
        with self.writing() as seq:
            self._take_notes(shards)
            self.change("DELETE FROM dirty")
            self.note("saved", seq)

    def seen_again(self, shards: Mapping[str, Taken], gone: Iterable[str] = ()) -> None:
        """Note that files were touched but not changed, and that others are gone."""
        gone = list(gone)
        if shards or gone:
            with self.writing():
                self._take_notes(shards)
                self.change_many("DELETE FROM taken WHERE path = ?", ((path,) for path in gone))
                self._dirty(*gone)

    def _take_notes(self, shards: Mapping[str, Taken]) -> None:
        self.change_many(
            "INSERT OR REPLACE INTO taken VALUES (?, ?, ?, ?, ?)",
            ((path, t.sha256, t.lines, t.size, t.mtime_ns) for path, t in shards.items()),
        )

    def take(self, shards: Iterable[Shard], *, looked: bool = True) -> int:
        """Take in what the store lacks of an archive's shards; gives how many records that were.

        Sightings and marks come before papers: a paper that nobody sighted or marked was
        half-written and is left out, it will be fetched again. Where both hold a record, what
        changed here since the last save stays, else the archive is right. Papers taken in count
        as looked at by each topic whose query was in force there; ``looked=False`` says that the
        archive was left half-written, so that nothing is known about that. One transaction.
        """
        with self.writing() as seq:
            base = self.first("SELECT value FROM meta WHERE name = 'saved'")
            number, terms = 0, list[Term]()
            for shard in shards:
                terms += [record for record in shard.records if isinstance(record, Term)]
                number += self._take(shard, seq, int(base[0]) if base else 0)
            self._stand(seq)
            if number:
                self._settle(terms if looked else [], seq)
            if not self.dirty():
                self.note("saved", seq)
            return number

    def _take(self, shard: Shard, seq: int, base: int) -> int:
        fresh = not self._holds(shard.path)
        number = 0
        match shard.records[:1]:
            case (Paper(),):
                number = self._take_papers(shard, seq, base)
            case (Sighting(),):
                number = self._take_sightings(shard, seq, base)
            case (Announcement(),):
                self._take_announcements(shard, seq)
            case (Receipt(),):
                self._take_receipts(shard)
            case (Term(),):
                self._take_terms(shard)
            case (Mark(),):
                self._take_marks(shard)
            case (Rank() | Portrait() | Strike(),):
                self._take_learned(shard, seq)
        self._take_notes({shard.path: shard.taken})
        skipped = shard.path.startswith("papers") and number < len(shard.records)
        if not fresh or not shard.canonical or skipped:
            self._dirty(shard.path, *{shard_of(record) for record in shard.records})
        return number

    def _take_learned(self, shard: Shard, seq: int) -> None:
        self.insert_ranks((r for r in shard.records if isinstance(r, Rank)), seq)
        self.insert_portraits(p for p in shard.records if isinstance(p, Portrait))
        if strikes := [s for s in shard.records if isinstance(s, Strike)]:
            self.insert_strikes(strikes)

    def _holds(self, path: str) -> bool:
        return next(self.lines(path), None) is not None

    def _take_papers(self, shard: Shard, seq: int, base: int) -> int:
        return self.change_many(
            "INSERT OR REPLACE INTO paper (id, version, month, submitted, updated, touched,"
            " channel, arrived, published, seq, asked, line)"
            " SELECT ?1, ?2, ?3, ?4, ?5, first, seen.channel, coalesce(arrived, first), published,"
            " ?6, coalesce(asked, 0), ?7 FROM"
            " (SELECT coalesce(min(seen), (SELECT min(at) FROM mark WHERE id = ?1)) AS first,"
            "  coalesce(channel, 'library') AS channel FROM sighting"
            "  WHERE id = ?1 AND version = ?2)"
            " AS seen LEFT JOIN paper ON id = ?1 AND version = ?2"
            " WHERE first IS NOT NULL AND (id IS NULL OR asked <= ?8 AND line <> ?7)",
            (
                (
                    *(paper.id, paper.version, paper.month),
                    *(stamp(paper.submitted), stamp(paper.updated), seq, line, base),
                )
                for paper, line in zip(shard.records, shard.lines, strict=True)
                if isinstance(paper, Paper)
            ),
        )

    def _take_sightings(self, shard: Shard, seq: int, base: int) -> int:
        return self.change_many(
            "INSERT INTO sighting VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?5 = 'published', ?9)"
            " ON CONFLICT DO UPDATE SET kind = excluded.kind, channel = excluded.channel,"
            " seq = excluded.seq, rule = excluded.rule"
            " WHERE kind <> excluded.kind AND seq <= ?8",
            (
                (s.id, s.version, topic, stamp(s.seen), str(s.kind), s.channel, seq, base, s.rule)
                for s in shard.records
                if isinstance(s, Sighting)
                for topic in s.topics
            ),
        )

    def _take_announcements(self, shard: Shard, seq: int) -> None:
        some = [record for record in shard.records if isinstance(record, Announcement)]
        if self._announce(some, seq, "sighting") < len(some):
            self._dirty(shard.path)

    def _take_receipts(self, shard: Shard) -> None:
        self.change_many(
            "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET complete = excluded.complete, line = excluded.line"
            " WHERE excluded.complete AND NOT complete",
            (receipt_row(receipt) for receipt in shard.records if isinstance(receipt, Receipt)),
        )

    def _take_marks(self, shard: Shard) -> None:
        """Take the reader's words; those that are new here bring their papers into the archive."""
        marks = [record for record in shard.records if isinstance(record, Mark)]
        if self.insert_marks(marks):
            self._dirty(*{papers_shard(mark.id) for mark in marks})

    def _take_terms(self, shard: Shard) -> None:
        self.change_many(
            "INSERT OR IGNORE INTO term VALUES (?, ?, ?, ?, ?)",
            (
                term_row(term.topic, term.since, term.fingerprint, term.query, term.sharper)
                for term in shard.records
                if isinstance(term, Term)
            ),
        )

    def _stand(self, seq: int) -> None:
        """Let what the log now says hold."""
        self.fold(
            "(id, version, topic) IN (SELECT id, version, topic FROM sighting WHERE seq = ?)", seq
        )
        self.fold_notes("seq = ?", seq)
        self._dirty_announcements(
            "seq < ?1 AND id IN (SELECT id FROM sighting WHERE sighting.seq = ?1)", seq
        )

    def _settle(self, terms: list[Term], seq: int) -> None:
        """Spare the topics what was decided where the archive comes from, and only that."""
        there: dict[str, Any] = {term.topic: term.fingerprint for term in terms if term.looked}
        for topic, fingerprint in self.rows("SELECT topic, fingerprint FROM looked"):
            if there.get(topic) != fingerprint:
                self.change("DELETE FROM looked WHERE topic = ?", (topic,))
        for topic, fingerprint in there.items():
            self.change("INSERT OR IGNORE INTO looked VALUES (?, ?, 0)", (topic, fingerprint))
            self.change(
                "INSERT OR IGNORE INTO claim SELECT ?1, id, max(version), submitted, 0"
                " FROM sighting JOIN standing USING (id, version, topic)"
                " JOIN paper USING (id, version) WHERE sighting.seq = ?2 AND topic = ?3"
                " AND (standing.kind NOT IN ('dropped', 'known') OR"
                " (rule <> '' AND sighting.seen = standing.seen)) GROUP BY id",
                (fingerprint, seq, topic),
            )
