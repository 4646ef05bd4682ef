"""The mirror: papers that were imported, beside the store and in a file of its own.

No run reads it, so importing all of arXiv is no sighting, fills no gap and makes no day complete.
Of each paper the newest version is kept, packed with Zstandard, and its words are filed for a
full-text index that gives papers newest first without sorting them.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import zstandard

from paperlode.paper import Paper
from paperlode.progress import silent
from paperlode.query import reading
from paperlode.query.candidates import fts
from paperlode.query.match import matches
from paperlode.store.database import Database, listed
from paperlode.store.found import ALWAYS, FIRST, MOST
from paperlode.store.schema import Form
from paperlode.text.index import filed

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251  only the name
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from paperlode.progress import Progress
    from paperlode.query import Query, Reading
    from paperlode.store.database import Lock
    from paperlode.store.found import Window

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- A paper's number is the second in which it was submitted or, when that is taken, the next one
-- that is free: so numbers descend as submissions do, and no number is below its submission.
CREATE TABLE paper (
    number INTEGER PRIMARY KEY,
    submitted INTEGER NOT NULL,  -- seconds since 1970
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    record BLOB NOT NULL         -- the record as the archive would hold it, packed
);

-- The words of the papers. Words of versions that were replaced stay: the index only narrows.
CREATE VIRTUAL TABLE words USING fts5(
    text, content = '', columnsize = 0, detail = none, tokenize = ascii
);

-- What records are packed with, by the number that Zstandard notes in them.
CREATE TABLE dictionary (number INTEGER PRIMARY KEY, content BLOB NOT NULL);

-- Files that were imported, and how many of their lines.
CREATE TABLE imported (
    file TEXT PRIMARY KEY,
    lines INTEGER NOT NULL,
    whole INTEGER NOT NULL       -- 1: to the end
) WITHOUT ROWID;
"""
FORM = Form(TABLES, 1, 0x70_6C_6D_69, "delete it and import the files again")

LEVEL = 3
"""How hard Zstandard tries."""
MEMORY = 32 << 20
"""Bytes of words that the index collects before it writes them."""


class Filed(NamedTuple):
    """A paper as the mirror takes it: packed, and with its words."""

    id: str
    version: int
    submitted: int
    record: bytes
    words: str


@dataclass(slots=True)
class Tally:
    """What became of papers that were offered."""

    new: int = 0
    replaced: int = 0
    """Papers that were here with an older version, or the same one in another wording."""
    unchanged: int = 0


class Packer:
    """Packs papers; with a dictionary to a third of what Zstandard makes of each alone."""

    def __init__(self, dictionary: bytes | None = None) -> None:
        known = None if dictionary is None else zstandard.ZstdCompressionDict(dictionary)
        self._pack = zstandard.ZstdCompressor(level=LEVEL, dict_data=known).compress

    def file(self, paper: Paper) -> Filed:
        """Pack a paper and find its words."""
        return Filed(
            paper.id,
            paper.version,
            int(paper.submitted.timestamp()),
            self._pack(paper.to_line().encode()),
            " ".join(filed(paper)),
        )


class Mirror(Database):
    """Imported papers; open it with :meth:`open`."""

    form = FORM

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: Lock | None) -> None:
        super().__init__(path, connection, lock)
        self._unpackers: dict[int, zstandard.ZstdDecompressor] = {}

    def dictionary(self) -> bytes | None:
        """Give what records are packed with by now."""
        row = self.first("SELECT content FROM dictionary ORDER BY rowid DESC")
        return None if row is None else bytes(row[0])

    def learn(self, papers: Iterable[Paper], size: int = 112_640) -> None:
        """Make a dictionary of what papers have in common."""
        samples: list[bytes | bytearray | memoryview[int]] = [
            paper.to_line().encode() for paper in papers
        ]
        made = zstandard.train_dictionary(size, samples, level=LEVEL)
        with self.writing():
            self.change(
                "INSERT OR IGNORE INTO dictionary VALUES (?, ?)", (made.dict_id(), made.as_bytes())
            )

    def progress_of(self, file: str) -> tuple[int, bool]:
        """Say how many lines of a file are here, and whether that is all of it."""
        row = self.first("SELECT lines, whole FROM imported WHERE file = ?", (file,))
        return (0, False) if row is None else (int(row[0]), bool(row[1]))

    def take(
        self, papers: Iterable[Filed], file: str = "", lines: int = 0, *, whole: bool = False
    ) -> Tally:
        """Take in papers, and note up to which line their file is read, in one transaction.

        Of each paper the newest version stays; of the same version, what was taken last.
        """
        with self.writing():
            self.change("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (MEMORY,))
            tally = self._take(papers)
            if file:
                self.change(
                    "INSERT OR REPLACE INTO imported VALUES (?, ?, ?)", (file, lines, int(whole))
                )
        return tally

    def _take(self, papers: Iterable[Filed]) -> Tally:
        newest: dict[str, Filed] = {}
        tally = Tally()
        for paper in papers:
            tally.unchanged += paper.id in newest
            if paper.id not in newest or paper.version >= newest[paper.id].version:
                newest[paper.id] = paper
        held = {
            row[0]: row[1:]
            for row in self.rows(
                "SELECT id, version, record, number, submitted FROM paper"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (listed(newest),),
            )
        }
        wanted = []
        for paper in newest.values():
            version, record, *_ = held.get(paper.id, (0, b""))
            if paper.version < version or (paper.version, paper.record) == (version, record):
                tally.unchanged += 1
                continue
            tally.replaced += version > 0
            tally.new += version == 0
            wanted.append(paper)
        self._write(wanted, {paper.id: held[paper.id][2:] for paper in wanted if paper.id in held})
        return tally

    def _write(self, papers: list[Filed], places: dict[str, tuple[int, int]]) -> None:
        """Write papers in the order of their numbers, which spares the index work."""
        self.change_many("DELETE FROM paper WHERE id = ?", ((name,) for name in places))
        kept = {
            paper.id: number
            for paper in papers
            for number, submitted in [places.get(paper.id, (0, None))]
            if submitted == paper.submitted
        }
        taken = set(kept.values()) | self._taken(paper.submitted for paper in papers)
        numbered = []
        for paper in sorted(papers, key=lambda one: (one.submitted, one.id)):
            number = kept.get(paper.id)
            if number is None:
                number = self._free(paper.submitted, taken)
            numbered.append((number, paper))
        numbered.sort(key=lambda each: each[0])
        self.change_many(
            "INSERT INTO paper VALUES (?, ?, ?, ?, ?)",
            ((n, one.submitted, one.id, one.version, one.record) for n, one in numbered),
        )
        self.change_many(
            "INSERT INTO words (rowid, text) VALUES (?, ?)", ((n, one.words) for n, one in numbered)
        )
        self._note_slack(max((n - one.submitted for n, one in numbered), default=0))

    def _taken(self, numbers: Iterable[int]) -> set[int]:
        rows = self.rows(
            "SELECT number FROM paper WHERE number IN (SELECT value FROM json_each(?))",
            (listed(numbers),),
        )
        return {number for (number,) in rows}

    def _free(self, number: int, taken: set[int]) -> int:
        """Find the first number that nobody has; ``taken`` is told."""
        first = number
        while number in taken or (number > first and self._taken([number])):
            number += 1
        taken.add(number)
        return number

    def _slack(self) -> int:
        """Say by how much a number is above its submission at most."""
        row = self.first("SELECT value FROM meta WHERE name = 'slack'")
        return 0 if row is None else int(row[0])

    def _note_slack(self, slack: int) -> None:
        if slack > self._slack():
            self.note("slack", slack)

    def held(self) -> int:
        """Count the papers."""
        row = self.first("SELECT count(*) FROM paper")
        return 0 if row is None else int(row[0])

    def how_many_of(self, identifiers: str) -> int:
        """Count how many of some papers, listed as JSON, are here."""
        row = self.first(
            "SELECT count(*) FROM paper WHERE id IN (SELECT value FROM json_each(?))",
            (identifiers,),
        )
        return 0 if row is None else int(row[0])

    def version(self, identifier: str) -> int:
        """Say which version of a paper is here; 0: none."""
        row = self.first("SELECT version FROM paper WHERE id = ?", (identifier,))
        return 0 if row is None else int(row[0])

    def paper(self, identifier: str) -> Paper | None:
        """Give a paper."""
        row = self.first("SELECT record FROM paper WHERE id = ?", (identifier,))
        return None if row is None else self._unpacked(row[0])

    def found(
        self, tree: Query, window: Window = ALWAYS, progress: Progress = silent
    ) -> Iterator[Reading]:
        """Give the papers that match, newest submission first, each as soon as it is found."""
        for row in _in_order(self._candidates(tree, window, progress)):
            paper = reading(self._unpacked(row.record))
            if matches(tree, paper):
                yield paper

    def _candidates(self, tree: Query, window: Window, progress: Progress) -> Iterator[_Row]:
        numbers = (number for (number,) in self._numbers(fts(tree), window))
        done, size = 0, FIRST
        while some := list(islice(numbers, size)):
            rows = self.rows(
                "SELECT number, submitted, id, record FROM paper"
                " WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number DESC",
                (listed(some),),
            )
            yield from (row for each in rows if _within(row := _Row(*each), window))
            done, size = done + len(some), min(2 * size, MOST)
            progress("imported papers looked at", done)

    def _numbers(self, expression: str | None, window: Window) -> Iterator[tuple[int]]:
        """Give the numbers of papers that may match, descending."""
        name, table, where = "number", "paper", "1"
        values: tuple[object, ...] = ()
        if expression is not None:
            name, table, where, values = "rowid", "words", "words MATCH ?", (expression,)
        first, last = _second(window.since), _second(window.before)
        if first is not None:
            where, values = f"{where} AND {name} >= ?", (*values, first)
        if last is not None:
            where, values = f"{where} AND {name} < ?", (*values, last + self._slack())
        return self.stream(
            f"SELECT {name} FROM {table} WHERE {where} ORDER BY {name} DESC",  # noqa: S608  our own SQL
            values,
        )

    def _unpacked(self, record: bytes) -> Paper:
        number = zstandard.get_frame_parameters(record).dict_id
        return Paper.from_line(self._unpacker(number).decompress(record))

    def _unpacker(self, number: int) -> zstandard.ZstdDecompressor:
        if number not in self._unpackers:
            row = self.first("SELECT content FROM dictionary WHERE number = ?", (number,))
            known = None if row is None else zstandard.ZstdCompressionDict(row[0])
            self._unpackers[number] = zstandard.ZstdDecompressor(dict_data=known)
        return self._unpackers[number]


class _Row(NamedTuple):
    number: int
    submitted: int
    id: str
    record: bytes


def _second(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _within(row: _Row, window: Window) -> bool:
    first, last = _second(window.since), _second(window.before)
    return (first is None or first <= row.submitted) and (last is None or row.submitted < last)


def _in_order(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Turn descending numbers into descending submissions, then identifiers.

    A submission is at its number or below, so whoever was submitted after the next number may go.
    """
    waiting: list[tuple[int, str, _Row]] = []
    for row in rows:
        while waiting and waiting[-1][0] > row.number:
            yield waiting.pop()[2]
        insort(waiting, (row.submitted, row.id, row))
    yield from (row for *_, row in reversed(waiting))
