"""What arXiv announced of the papers that are here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from paperlode.sighting import Announcement
from paperlode.store.database import Database
from paperlode.store.shards import announcements_shard, to_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEEP = (
    "INSERT INTO announcement SELECT ?1, ?2, ?3, ?4, ?5, ?6"
    " WHERE EXISTS (SELECT 1 FROM {of} WHERE id = ?1) AND (?4 > 0 OR NOT EXISTS"
    " (SELECT 1 FROM announcement WHERE id = ?1 AND day = ?2 AND subject = ?3 AND version > 0))"
    " ON CONFLICT DO UPDATE SET kind = excluded.kind, seq = excluded.seq"
    " WHERE excluded.kind > kind"
)
"""What names the version takes the place of what does not, and the longer word for the kind that of
the shorter one: so two channels, or two clones, end in the same whatever their order."""


class Announcements(Database):
    """The part of the store that keeps what was announced."""

    def announce(self, announced: Iterable[Announcement]) -> int:
        """Keep what was announced of papers that are here; gives how much of it is new.

        What is known already changes nothing. One transaction.
        """
        announced = list(announced)
        with self.writing() as seq:
            number = self._announce(announced, seq, "paper")
            if number:
                self._dirty(*{announcements_shard(str(one.day)) for one in announced})
            return number

    def _announce(self, announced: Iterable[Announcement], seq: int, of: str) -> int:
        """Keep announcements of papers that stand in a table."""
        rows = [
            (one.id, str(one.day), one.subject, one.version or 0, one.kind, seq)
            for one in announced
        ]
        number = self.change_many(_KEEP.format(of=of), rows)
        self.change_many(
            "DELETE FROM announcement WHERE id = ? AND day = ? AND subject = ? AND version = 0",
            (row[:3] for row in rows if row[3]),
        )
        return number

    def _announcement_lines(self, month: str) -> Iterator[str]:
        """Write what was announced of papers that were sighted, as the archive has it."""
        rows = self.stream(
            "SELECT id, version, day, kind, subject FROM announcement WHERE day >= ? AND day < ?"
            " AND EXISTS (SELECT 1 FROM sighting WHERE sighting.id = announcement.id)"
            " ORDER BY day, id, subject, version",
            (month, f"{month}~"),
        )
        return (to_line(announcement(*row).to_record()) for row in rows)

    def _dirty_announcements(self, where: str, *values: object) -> None:
        """Note within a change that what is announced of papers has to be written again."""
        months = self.rows(
            f"SELECT DISTINCT substr(day, 1, 7) FROM announcement WHERE {where}",  # noqa: S608  our own SQL
            values,
        )
        self._dirty(*(announcements_shard(month) for (month,) in months))


def announcement(identifier: str, version: int, day: str, kind: str, subject: str) -> Announcement:
    """Make an announcement of a row of the table."""
    return Announcement(identifier, version or None, date.fromisoformat(day), kind, subject)
