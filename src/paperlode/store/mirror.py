"""The mirror: papers that were imported, beside the store and in files of its own.

No run reads it, so importing all of arXiv is no sighting, fills no gap and makes no day complete.
Of each paper the newest version is kept, packed with Zstandard; an index with positions
(:mod:`paperlode.store.words`) decides about most queries and narrows the others.
"""

from __future__ import annotations

import secrets
from array import array
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from paperlode.errors import StoreError
from paperlode.progress import silent
from paperlode.store.database import listed
from paperlode.store.mirrored import Mirrored
from paperlode.store.packed import Filed, Packer, learned, texts
from paperlode.store.schema import Form
from paperlode.store.words import SHIFT, Words

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251  only the name
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.store.database import Lock

__all__ = ["FORM", "Filed", "Mirror", "Packer", "Tally"]

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- A paper's number is the second in which it was submitted, shifted by 20 bits, and its place
-- among the papers of that second.
CREATE TABLE paper (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    record BLOB NOT NULL         -- the record as the archive would hold it, packed
);

-- Numbers, eight bytes each, of papers that may be missing from the index of words, or stand in it
-- as they were before.
CREATE TABLE unfiled (batch INTEGER PRIMARY KEY, numbers BLOB NOT NULL);

-- What records are packed with, by the number that Zstandard notes in them.
CREATE TABLE dictionary (number INTEGER PRIMARY KEY, content BLOB NOT NULL);

-- Files that were imported, and how many of their lines.
CREATE TABLE imported (
    file TEXT PRIMARY KEY,
    lines INTEGER NOT NULL,
    whole INTEGER NOT NULL       -- 1: to the end
) WITHOUT ROWID;
"""
FORM = Form(TABLES, 2, 0x70_6C_6D_69, "delete it and import the files again")


@dataclass(slots=True)
class Tally:
    """What became of papers that were offered."""

    new: int = 0
    replaced: int = 0
    """Papers that were here with an older version, or the same one in another wording."""
    unchanged: int = 0


class Mirror(Mirrored):
    """Imported papers; open it with :meth:`open`."""

    form = FORM
    committed = 100_000
    """Papers after which the index of words is made sure of: of fewer it has more pieces."""
    batch = 20_000
    """Papers of a lost index that are filed anew at once."""
    _waiting = 0
    """Papers that are filed and not yet made sure of."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: Lock | None) -> None:
        super().__init__(path, connection, lock)
        self._done: list[int] = []
        """Notes that may be forgotten when the index is on the disk."""
        try:
            self._words = self._opened_words()
            if self.writes:
                # The index may be on the disk only after the papers it names: without that, a
                # power loss leaves numbers in it that are given to papers once more.
                self.rows("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise

    def _opened_words(self) -> Words:
        """Open the index, or begin it anew where it is not there and we may write."""
        folder = self.path.with_suffix(".words")
        owner = self.recall("words")
        found = None if owner is None else Words.open(folder, owner)
        if found is None and not self.writes:
            raise StoreError(
                f"{folder}: the index of words is not there or another mirror's; `paperlode import`"
                " makes it anew"
            )
        return found or self._begin_words(folder)

    def _begin_words(self, folder: Path) -> Words:
        """Begin an index anew: all papers have to be filed."""
        owner = secrets.token_hex(16)
        with self.writing():
            self.note("note words", owner)
            self.change("DELETE FROM unfiled")
            numbers = (number for (number,) in self.stream("SELECT number FROM paper"))
            while some := list(islice(numbers, self.batch)):
                self._leave(some)
        return Words.make(folder, owner)

    def _leave(self, numbers: Iterable[int]) -> int:
        """Note that papers have to be filed; gives the number of the note."""
        self.change("INSERT INTO unfiled (numbers) VALUES (?)", (array("q", numbers).tobytes(),))
        return int(self.rows("SELECT last_insert_rowid()")[0][0])

    def refile(self, progress: Progress = silent) -> None:
        """File what was not made sure of; of a lost index all. What is done when it stops stays."""
        notes = self.rows("SELECT batch, length(numbers) / 8 FROM unfiled ORDER BY batch")
        done, total = 0, sum(many for _, many in notes)
        for note, many in notes:
            progress("papers filed anew", done, total)
            numbers = self._unfiled(note)
            self._file(note, numbers, ((n, texts(paper)) for n, paper in self.papers(numbers)))
            done += many
        self._make_sure()

    def _file(
        self, note: int, out: Iterable[int], papers: Iterable[tuple[int, tuple[str, ...]]]
    ) -> None:
        """Take papers out of the index, then add papers: what was noted is done."""
        for number in out:
            self._words.remove(number)
        for number, words in papers:
            self._words.add(number, words)
            self._waiting += 1
        self._done.append(note)
        if self._waiting > self.committed:
            self._make_sure()

    def _make_sure(self) -> None:
        """Commit the index, whose papers are on the disk already, and forget the notes."""
        if self._done:
            self._words.commit()
            with self.writing():
                self.change(
                    "DELETE FROM unfiled WHERE batch IN (SELECT value FROM json_each(?))",
                    (listed(self._done),),
                )
            self._waiting = 0
            self._done.clear()

    def close(self) -> None:
        """Make sure of everything, and let the next writer in."""
        try:
            self._make_sure()
            self._words.close()
        finally:
            super().close()

    def dictionary(self) -> bytes | None:
        """Give what records are packed with by now."""
        row = self.first("SELECT content FROM dictionary ORDER BY rowid DESC")
        return None if row is None else bytes(row[0])

    def learn(self, papers: Iterable[Paper]) -> None:
        """Make a dictionary of what papers have in common."""
        made = learned(list(papers))
        with self.writing():
            self.change("INSERT OR IGNORE INTO dictionary VALUES (?, ?)", made)

    def progress_of(self, file: str) -> tuple[int, bool]:
        """Say how many lines of a file are here, and whether that is all of it."""
        row = self.first("SELECT lines, whole FROM imported WHERE file = ?", (file,))
        return (0, False) if row is None else (int(row[0]), bool(row[1]))

    def forget(self, file: str) -> None:
        """Forget that a file was read, so that it is read again."""
        with self.writing():
            self.change("DELETE FROM imported WHERE file = ?", (file,))

    def take(
        self, papers: Iterable[Filed], file: str = "", lines: int = 0, *, whole: bool = False
    ) -> Tally:
        """Take in papers, and note up to which line their file is read, in one transaction.

        Of each paper the newest version stays; of the same version, what was taken last.
        """
        note = 0
        with self.writing():
            tally, out, numbered = self._take(papers)
            if numbered:
                note = self._leave(chain(out, (number for number, _ in numbered)))
            if file:
                self.change(
                    "INSERT OR REPLACE INTO imported VALUES (?, ?, ?)", (file, lines, int(whole))
                )
        if numbered:
            self._file(note, out, ((number, paper.texts) for number, paper in numbered))
        return tally

    def _take(self, papers: Iterable[Filed]) -> tuple[Tally, list[int], list[tuple[int, Filed]]]:
        newest: dict[str, Filed] = {}
        tally = Tally()
        for paper in papers:
            tally.unchanged += paper.id in newest
            if paper.id not in newest or paper.version >= newest[paper.id].version:
                newest[paper.id] = paper
        held = {
            row[0]: row[1:]
            for row in self.rows(
                "SELECT id, version, record, number FROM paper"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (listed(newest),),
            )
        }
        wanted = []
        for paper in newest.values():
            version, record, _ = held.get(paper.id, (0, b"", 0))
            if paper.version < version or (paper.version, paper.record) == (version, record):
                tally.unchanged += 1
                continue
            tally.replaced += version > 0
            tally.new += version == 0
            wanted.append(paper)
        places = {paper.id: held[paper.id][2] for paper in wanted if paper.id in held}
        return tally, list(places.values()), self._write(wanted, places)

    def _write(self, papers: list[Filed], places: dict[str, int]) -> list[tuple[int, Filed]]:
        """Write papers in the order of their numbers, which spares the database work."""
        if not papers:
            return []
        self.change_many("DELETE FROM paper WHERE number = ?", ((n,) for n in places.values()))
        numbered = sorted(self._numbered(papers, places), key=itemgetter(0))
        self.change_many(
            "INSERT INTO paper VALUES (?, ?, ?, ?)",
            ((number, one.id, one.version, one.record) for number, one in numbered),
        )
        return numbered

    def _numbered(self, papers: list[Filed], places: dict[str, int]) -> Iterator[tuple[int, Filed]]:
        """Give papers their numbers; one whose submission is the same keeps its own."""
        free = self._free({paper.submitted for paper in papers})
        for number in places.values():  # a number that becomes free is not given anew
            free[number >> SHIFT] = max(free.get(number >> SHIFT, 0), number + 1)
        for paper in papers:
            number = places.get(paper.id, free[paper.submitted])
            if number >> SHIFT != paper.submitted or paper.id not in places:
                number = free[paper.submitted]
                free[paper.submitted] += 1
            yield number, paper

    def _free(self, seconds: Iterable[int]) -> dict[int, int]:
        """Give the first free number of seconds."""
        rows = self.rows(
            "SELECT value, (SELECT max(number) FROM paper"
            " WHERE number BETWEEN value << ?2 AND (value + 1 << ?2) - 1) FROM json_each(?1)",
            (listed(seconds), SHIFT),
        )
        return {s: s << SHIFT if last is None else last + 1 for s, last in rows}

    def held(self) -> int:
        """Count the papers."""
        row = self.first("SELECT count(*) FROM paper")
        return 0 if row is None else int(row[0])
