"""Which papers are related, worked out once for each paper when it comes.

A paper is compared with those that came before it. What it is found to be related to is kept, and
what comes later finds it in turn: so of an old paper nothing has to be worked out again. When
papers came is in the log, so that a store made from the archive finds the same.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING

from paperlode.paper import Paper
from paperlode.sighting import TRACKED
from paperlode.store.database import listed
from paperlode.store.reading import TRACKED_ONES, Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

CHUNK = 500
"""Papers that are read at a time."""
KEPT = 8
"""Papers that a paper is found to be related to, at most."""
LEAST = 140_000
"""How much two papers must have in common, of a million."""
_FIRST = (
    "SELECT came.id, substr(first, 1, 20), version FROM"  # noqa: S608  our own SQL
    " (SELECT id, min(seen || printf('%04d', version)) AS first FROM sighting WHERE note = 0"
    f"  AND kind IN ({', '.join(repr(str(kind)) for kind in sorted(TRACKED))})"
    "  AND (?1 IS NULL OR id IN (SELECT value FROM json_each(?1))) GROUP BY id) AS came"
    " JOIN paper ON paper.id = came.id AND version = CAST(substr(first, 21) AS INTEGER)"
)
"""Under which version a paper came, and when, whatever became of it later."""

_NEAREST = (
    "SELECT other, score, (SELECT max(version) FROM standing"  # noqa: S608  our own SQL
    f"  WHERE id = other AND {TRACKED_ONES}) AS newest FROM"
    " (SELECT other, score FROM relation WHERE id = ?2"
    "  UNION SELECT id, score FROM relation WHERE other = ?2)"
    " WHERE newest IS NOT NULL ORDER BY score DESC, other DESC LIMIT ?3"
)
"""The tracked papers that have most in common with one, by their newest version."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A paper that is related to another."""

    id: str
    title: str
    authors: tuple[str, ...]


class Related(Reading):
    """The part of the store that knows which papers have much in common."""

    def arrivals(self, method: str) -> list[tuple[str, list[tuple[str, int]]]]:
        """Give identifiers and versions that came since this was last asked, moment by moment.

        When something came earlier than what was compared already, all of them once more.
        """
        known: dict[str, str] = dict(
            self.rows("SELECT name, value FROM meta WHERE name IN ('themes', 'compared')")
        )
        if known.get("themes") == method:
            mark = int(known["compared"])
            if mark == self.mark():
                return []
            found = self._came(self.changes(mark).ids)
            if found is not None:
                return found
        with self.writing() as seq:
            for table in ("theme", "frequency", "themed", "relation"):
                self.change(f"DELETE FROM {table}")  # noqa: S608  our own SQL
            self.note("themes", method)
            self.note("remade", seq)
            self.note("compared", 0)
        return _by_moment(self.rows(_FIRST, (None,)))

    def _came(self, ids: Collection[str]) -> list[tuple[str, list[tuple[str, int]]]] | None:
        """Give those of some papers that are new; None when something came before its time."""
        rows = self.rows(_FIRST, (listed(ids),))
        known = {
            row[0]: row[1:]
            for row in self.rows(
                "SELECT id, seen, version, text FROM themed"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (listed(ids),),
            )
        }
        old = {row[0]: row[1:] for row in rows if row[0] in known}
        texts = {p.id: fingerprint(p) for p in self.texts([(i, v) for i, (_, v) in old.items()])}
        if any((*old.get(i, ("", 0)), texts.get(i, "")) != facts for i, facts in known.items()):
            return None
        new = [row for row in rows if row[0] not in known]
        last = self.rows("SELECT coalesce(max(seen), '') FROM themed")[0][0]
        return None if any(row[1] <= last for row in new) else _by_moment(new)

    def texts(self, versions: Iterable[tuple[str, int]]) -> Iterator[Paper]:
        """Read versions of papers, in their order."""
        waiting = iter(versions)
        while some := list(islice(waiting, CHUNK)):
            lines = {
                row[:2]: row[2]
                for row in self.rows(
                    "SELECT id, version, line FROM paper WHERE (id, version) IN (SELECT"
                    " json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))",
                    (listed(some),),
                )
            }
            yield from (Paper.from_line(lines[key]) for key in some)

    def add_words(self, having: Mapping[str, int]) -> None:
        """Count papers that have these words."""
        self.change_many(
            "INSERT INTO frequency VALUES (?, ?) ON CONFLICT DO UPDATE"
            " SET papers = papers + excluded.papers",
            sorted(having.items()),
        )

    def having(self, words: Collection[str]) -> dict[str, int]:
        """Say how many papers have each of these words."""
        return dict(
            self.rows(
                "SELECT word, papers FROM frequency WHERE word IN (SELECT value FROM json_each(?))",
                (listed(words),),
            )
        )

    def compared(self) -> int:
        """Say how many papers have been compared."""
        return int(self.rows("SELECT count(*) FROM themed")[0][0])

    def compare(self, paper: Paper, seen: str, weights: Mapping[str, int]) -> None:
        """Find out, and keep, which of the papers that came before a paper are related to it."""
        words = json.dumps(list(weights.items()), ensure_ascii=False)
        self.change(
            "INSERT INTO relation SELECT ?1, theme.id, sum(theme.weight * mine.weight) AS score"
            " FROM (SELECT json_extract(value, '$[0]') AS word, json_extract(value, '$[1]') AS"
            "  weight FROM json_each(?2)) AS mine CROSS JOIN theme USING (word)"
            " GROUP BY theme.id HAVING score >= ?3 ORDER BY score DESC, theme.id DESC LIMIT ?4",
            (paper.id, words, LEAST, KEPT),
        )
        self.change_many(
            "INSERT INTO theme VALUES (?, ?, ?)",
            ((word, paper.id, weight) for word, weight in weights.items()),
        )
        row = (paper.id, seen, paper.version, fingerprint(paper))
        self.change("INSERT INTO themed VALUES (?, ?, ?, ?)", row)

    def agree_compared(self) -> None:
        """Note that all papers that are here have been compared. One transaction."""
        with self.writing() as seq:
            self.note("compared", seq)

    def remade(self, mark: int) -> bool:
        """Say whether all papers were compared anew since a mark."""
        found = self.first("SELECT value FROM meta WHERE name = 'remade'")
        return found is not None and int(found[0]) > mark

    def relatives(self, ids: Collection[str]) -> set[str]:
        """Name the papers that are related to any of these."""
        rows = self.rows(
            "SELECT other FROM relation WHERE id IN (SELECT value FROM json_each(?1)) UNION"
            " SELECT id FROM relation WHERE other IN (SELECT value FROM json_each(?1))",
            (listed(ids),),
        )
        return {row[0] for row in rows}

    def related(self, identifier: str, limit: int, topics: Sequence[str]) -> list[Neighbour]:
        """Give the tracked papers that have most in common with a paper, whichever came first."""
        rows = self.rows(
            f"SELECT line FROM ({_NEAREST}) AS near"  # noqa: S608  our own SQL
            " JOIN paper ON paper.id = other AND paper.version = newest"
            " ORDER BY score DESC, other DESC",
            (listed(topics), identifier, limit),
        )
        found = (json.loads(line) for (line,) in rows)
        return [Neighbour(each["id"], each["title"], tuple(each["authors"])) for each in found]

    def named(self, identifier: str, limit: int, topics: Sequence[str]) -> set[str]:
        """Name the same papers."""
        rows = self.rows(f"SELECT other FROM ({_NEAREST})", (listed(topics), identifier, limit))  # noqa: S608  ours
        return {row[0] for row in rows}


def fingerprint(paper: Paper) -> str:
    """Change with the words of a paper."""
    return hashlib.sha256(f"{paper.title}\n{paper.abstract}".encode()).hexdigest()[:16]


def _by_moment(rows: Iterable[Sequence[str | int]]) -> list[tuple[str, list[tuple[str, int]]]]:
    ordered = sorted((str(seen), str(i), int(version)) for i, seen, version in rows)
    return [
        (seen, [(i, version) for _, i, version in its])
        for seen, its in groupby(ordered, key=lambda row: row[0])
    ]
