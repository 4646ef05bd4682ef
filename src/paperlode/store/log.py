"""The log of sightings, and the state that follows from it."""

from __future__ import annotations

from paperlode.sighting import NEWS
from paperlode.store.announcements import Announcements
from paperlode.store.database import listed

_NEWS = listed(sorted(NEWS))


class Log(Announcements):
    """What was seen when, and what holds now."""

    def fold(self, where: str, *values: object) -> None:
        """Let what the log says last hold, for the versions and topics that ``where`` selects.

        A word that repeats the one before it changes nothing: it holds since it was first said.
        All news are one word in this, for no version is news twice, also when two clones of an
        archive saw it on different days and were merged. Notes stand beside all this.
        """
        self.change(
            "INSERT OR REPLACE INTO standing SELECT id, version, topic, kind, max(seen) FROM"  # noqa: S608  our own SQL
            " (SELECT id, version, topic, kind, seen, word, lag(word) OVER"
            "   (PARTITION BY id, version, topic ORDER BY seen) AS before FROM"
            "   (SELECT *, iif(kind IN (SELECT value FROM json_each(?)), 'news', kind) AS word"
            f"    FROM sighting WHERE note = 0 AND {where}))"
            " WHERE before IS NULL OR before <> word GROUP BY id, version, topic",
            (_NEWS, *values),
        )

    def fold_notes(self, where: str, *values: object) -> None:
        """Let the first note on each paper and topic hold, where ``where`` selects one."""
        self.change(
            "INSERT OR REPLACE INTO noted SELECT id, topic, version, min(seen) FROM sighting"  # noqa: S608  our own SQL
            " WHERE note = 1 AND (id, topic) IN"
            f" (SELECT id, topic FROM sighting WHERE note = 1 AND {where}) GROUP BY id, topic",
            values,
        )
