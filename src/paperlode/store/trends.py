"""What pictures are drawn from: when papers were submitted and seen, and their titles.

Only some columns of some months are read, so that a picture of a year costs the same after ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.paper import moment
from paperlode.store.database import listed
from paperlode.store.reading import TRACKED_ONES, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """A paper by its newest version that is tracked."""

    id: str
    submitted: datetime
    """When its first version was submitted."""
    title: str
    topics: tuple[str, ...]


class Trends(Reading):
    """The part of the store that pictures use."""

    def last_submission(self, topics: Sequence[str]) -> datetime | None:
        """Say when the newest of the papers was submitted."""
        months = self.months(topics)
        found = self.first(
            "SELECT max(submitted) FROM paper JOIN standing USING (id, version)"  # noqa: S608  ours
            f" WHERE month IN (SELECT value FROM json_each(?2)) AND {TRACKED_ONES}",
            (listed(topics), listed(month for month, _ in months[-2:])),
        )
        return moment(found[0]) if found and found[0] else None

    def submissions(self, month: str, topics: Sequence[str]) -> list[Submission]:
        """Give the papers of a month of identifiers, by identifier."""
        rows = self.rows(
            "SELECT id, max(version), submitted, json_extract(line, '$.title'),"  # noqa: S608  ours
            " group_concat(DISTINCT topic) FROM paper JOIN standing USING (id, version)"
            f" WHERE month = ?2 AND {TRACKED_ONES} GROUP BY id ORDER BY id",
            (listed(topics), month),
        )
        return [
            Submission(identifier, moment(submitted), title, tuple(sorted(names.split(","))))
            for identifier, _, submitted, title, names in rows
        ]

    def delays(self, month: str, topics: Sequence[str]) -> dict[str, dict[int, int]]:
        """Count a month's papers by first sight and the whole days from submission until then.

        Only papers that were news as they appeared: history waited for its topic, and what was
        cross-listed had been announced before.
        """
        found: dict[str, dict[int, int]] = {}
        for first, days, papers in self.rows(
            "SELECT first, CAST(max(0, julianday(first) - julianday(submitted)) AS INTEGER) AS"  # noqa: S608  ours
            " days, count(*) FROM (SELECT id, min(version) AS version, min(seen) AS first"
            "  FROM standing AS mine WHERE id IN (SELECT id FROM paper WHERE month = ?2)"
            f"  AND kind IN ('new', 'late') AND {TRACKED_ONES} AND NOT EXISTS"
            "  (SELECT 1 FROM standing WHERE id = mine.id AND kind = 'backlog'"
            "   AND topic IN (SELECT value FROM json_each(?1))) GROUP BY id)"
            " JOIN paper USING (id, version) GROUP BY first, days ORDER BY first, days",
            (listed(topics), month),
        ):
            found.setdefault(first, {})[days] = papers
        return found
