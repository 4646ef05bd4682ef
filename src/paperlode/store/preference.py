"""What the reader said of papers, and what the ranking said of news."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperlode.paper import Paper, stamp
from paperlode.preference import Mark, Portrait, Rank, Strike, Word
from paperlode.sighting import TRACKED
from paperlode.store.database import Database, listed
from paperlode.store.shards import LIBRARY, PORTRAITS, STRIKES, papers_shard, ranks_shard, to_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

MARKED = "EXISTS (SELECT 1 FROM mark WHERE mark.id = paper.id)"
"""Papers of which the reader said something are kept in the archive, whoever tracks them."""
RANKED = (
    "(SELECT line FROM rank WHERE rank.seen = substr(first, 1, 20) AND rank.id = seen.id"
    " AND rank.version = seen.version ORDER BY model DESC LIMIT 1)"
)
"""What the ranking said of a piece of news when it came."""
_BATCH = 500
_STRIKES = "strikes"
"""Under this name the words that are struck out stand among the store's notes."""


class Preference(Database):
    """The part of the store that knows the reader."""

    def mark_papers(self, marks: Iterable[Mark]) -> int:
        """Keep what the reader said; gives how many of it is not known yet. One transaction."""
        with self.writing():
            added = self.insert_marks(marks := list(marks))
            if added:
                self._dirty(LIBRARY, *{papers_shard(mark.id) for mark in marks})
            return added

    def insert_marks(self, marks: Iterable[Mark]) -> int:
        """Do it within a change."""
        return self.change_many(
            "INSERT OR IGNORE INTO mark VALUES (?, ?, ?, ?)",
            ((mark.id, stamp(mark.at), str(mark.word), mark.source) for mark in marks),
        )

    def strike(self, strikes: Iterable[Strike]) -> int:
        """Strike words out, or take that back; gives how many words it changes."""
        with self.writing():
            changed = self.insert_strikes(strikes)
            if changed:
                self._dirty(STRIKES)
            return changed

    def insert_strikes(self, strikes: Iterable[Strike]) -> int:
        """Do it within a change: of each word what was said last holds."""
        held = self.strikes()
        before = dict(held)
        for one in strikes:
            if one.over(held.get(one.word)):
                held[one.word] = one
        self.note(_STRIKES, json.dumps([one.to_record() for one in held.values()]))
        return sum(before.get(word) != one for word, one in held.items())

    def strikes(self) -> dict[str, Strike]:
        """Give what was said last of each word, in the order of the words."""
        found = self.first("SELECT value FROM meta WHERE name = ?", (_STRIKES,))
        records = json.loads(found[0]) if found else []
        return {one["word"]: Strike.from_record(one) for one in sorted(records, key=_word_of)}

    def struck(self) -> list[str]:
        """Name the words that are struck out."""
        return [one.word for one in self.strikes().values() if one.on]

    def has_marks(self) -> bool:
        """Say whether the reader ever said anything."""
        return self.first("SELECT 1 FROM mark LIMIT 1") is not None

    def all_marks(self) -> list[Mark]:
        """Give the whole log, in the order of its shard."""
        rows = self.rows("SELECT id, at, word, source FROM mark ORDER BY at, id, word, source")
        return [
            Mark.from_record({"id": one, "at": at, "word": word, "source": source})
            for one, at, word, source in rows
        ]

    def marks(self) -> dict[str, Mark]:
        """Give the word on each paper that holds, by identifier; newest first."""
        holding: dict[str, Mark] = {}
        for mark in self.all_marks():
            held = holding.get(mark.id)
            if held is None or held.place <= mark.place:
                holding[mark.id] = mark
        newest = sorted(holding.values(), key=lambda mark: (mark.place, mark.id), reverse=True)
        return {mark.id: mark for mark in newest}

    def wanting(self) -> list[str]:
        """Name the papers that the reader likes or hides and of which there is no record."""
        said = [mark.id for mark in self.marks().values() if mark.word is not Word.FORGOTTEN]
        found = self.rows(
            "SELECT value FROM json_each(?) WHERE NOT EXISTS"
            " (SELECT 1 FROM paper WHERE paper.id = value)",
            (listed(said),),
        )
        return [identifier for (identifier,) in found]

    def newest_texts(self, ids: Sequence[str]) -> Iterator[Paper]:
        """Give the highest version of each of these papers that is here, in their order."""
        for start in range(0, len(ids), _BATCH):
            rows = self.rows(
                "SELECT max(version), line FROM json_each(?) AS wanted"
                " JOIN paper ON paper.id = wanted.value GROUP BY wanted.key ORDER BY wanted.key",
                (listed(ids[start : start + _BATCH]),),
            )
            yield from (Paper.from_line(line) for _, line in rows)

    def recent(self, limit: int, topics: Sequence[str], until: datetime) -> list[Paper]:
        """Give the papers of topics that were submitted last before a moment, newest first.

        One version each, the highest; what is hidden or liked is among them.
        """
        rows = self.rows(
            "SELECT max(version), line FROM paper WHERE id IN (SELECT id FROM paper"
            " JOIN standing USING (id, version) WHERE topic IN (SELECT value FROM json_each(?1))"
            " AND kind IN (SELECT value FROM json_each(?2)) AND submitted < ?3"
            " GROUP BY id ORDER BY max(submitted) DESC, id DESC LIMIT ?4)"
            " GROUP BY id ORDER BY submitted DESC, id DESC",
            (listed(topics), listed(sorted(TRACKED)), stamp(until), limit),
        )
        return [Paper.from_line(line) for _, line in rows]

    def by_doi(self, dois: Iterable[str]) -> dict[str, str]:
        """Find the papers that have one of these publishers' identifiers (in small letters)."""
        found = self.rows(
            "SELECT DISTINCT wanted.value, paper.id FROM paper, json_each(?) AS wanted"
            " WHERE line LIKE '%\"doi\":%'"
            " AND instr(' ' || lower(line ->> '$.doi') || ' ', ' ' || wanted.value || ' ')"
            " ORDER BY paper.id",
            (listed(dois),),
        )
        return dict(found)

    def keep_ranks(self, ranks: Iterable[Rank], portraits: Iterable[Portrait] = ()) -> int:
        """Keep what the ranking said of news, and what it had learned; what is kept stays."""
        with self.writing() as seq:
            added = self.insert_ranks(ranks := list(ranks), seq)
            if added:
                self._dirty(*{ranks_shard(stamp(rank.seen)) for rank in ranks})
                self._move_shelves({rank.id for rank in ranks}, seq)
            if self.insert_portraits(portraits):
                self._dirty(PORTRAITS)
            return added

    def _move_shelves(self, ids: Iterable[str], seq: int) -> None:
        """Let what is said of papers reach the feeds of their shelves."""
        self.change(
            "UPDATE shelf SET seq = ?1 WHERE (name, month) IN (SELECT name.value, month FROM facet,"
            " json_each('[\"' || replace(names, ' ', '\",\"') || '\"]') AS name"
            " WHERE facet.id IN (SELECT value FROM json_each(?2)))",
            (seq, listed(ids)),
        )

    def insert_ranks(self, ranks: Iterable[Rank], seq: int) -> int:
        """Do it within a change."""
        return self.change_many(
            "INSERT OR IGNORE INTO rank VALUES (?, ?, ?, ?, ?, ?)",
            ((stamp(r.seen), r.id, r.version, r.model, seq, to_line(r.to_record())) for r in ranks),
        )

    def insert_portraits(self, portraits: Iterable[Portrait]) -> int:
        """Do it within a change."""
        return self.change_many(
            "INSERT OR IGNORE INTO portrait VALUES (?, ?, ?, ?)",
            ((p.topic, stamp(p.at), p.model, to_line(p.to_record())) for p in portraits),
        )

    def ranks(self, identifier: str) -> list[Rank]:
        """Give what the ranking ever said of a paper, ascending by moment."""
        rows = self.rows("SELECT line FROM rank WHERE id = ? ORDER BY seen, version", (identifier,))
        return [Rank.from_record(json.loads(line)) for (line,) in rows]

    def portraits(self) -> Mapping[str, Portrait]:
        """Give what was learned last, by topic (empty: for all topics)."""
        rows = self.rows("SELECT topic, line FROM portrait ORDER BY topic, at, model")
        return {topic: Portrait.from_record(json.loads(line)) for topic, line in rows}

    def meanings(self, model: str) -> dict[tuple[str, int], bytes]:
        """Give the embeddings that are kept of a model, by identifier and version."""
        rows = self.rows("SELECT id, version, vector FROM meaning WHERE model = ?", (model,))
        return {(identifier, version): vector for identifier, version, vector in rows}

    def keep_meanings(self, model: str, found: Mapping[tuple[str, int], bytes]) -> None:
        """Keep embeddings, and only of this model."""
        with self.writing():
            self.change("DELETE FROM meaning WHERE model <> ?", (model,))
            self.change_many(
                "INSERT OR IGNORE INTO meaning VALUES (?, ?, ?, ?)",
                ((model, *key, vector) for key, vector in found.items()),
            )

    def _mark_lines(self) -> Iterator[str]:
        return (to_line(mark.to_record()) for mark in self.all_marks())

    def _rank_lines(self, month: str) -> Iterator[str]:
        rows = self.stream(
            "SELECT line FROM rank WHERE seen >= ? AND seen < ? ORDER BY seen, id, version, model",
            (month, f"{month}~"),
        )
        return (row[0] for row in rows)

    def _portrait_lines(self) -> Iterator[str]:
        return (row[0] for row in self.rows("SELECT line FROM portrait ORDER BY topic, at, model"))

    def _strike_lines(self) -> Iterator[str]:
        return (to_line(strike.to_record()) for strike in self.strikes().values())


def _word_of(record: Mapping[str, str]) -> str:
    return record["word"]
