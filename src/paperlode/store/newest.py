"""The news of shelves: for an element or a tag, what was seen last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.sighting import NEWS, TRACKED, Kind
from paperlode.store.database import listed
from paperlode.store.reading import TRACKED_ONES, Entry, Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    Key = tuple[str, str, int, bool]
    """When it was seen, identifier, version, and whether it is a note beside the version."""


class Newest(Reading):
    """The part of the store that feeds of shelves use."""

    def newest(
        self, shelves: Collection[str], limit: int, topics: Sequence[str]
    ) -> dict[str, list[Entry]]:
        """Give for each of these shelves the papers that were news last, newest first.

        A paper stands once on a shelf, with what was seen of it last; ``limit`` is how many papers
        a shelf gives. News are gone through once for all shelves.
        """
        found: dict[str, dict[str, Key]] = {name: {} for name in shelves}
        open_ones = set(shelves)
        for key, names in self._news(topics) if open_ones else ():
            for name in open_ones.intersection(names):
                if found[name].setdefault(key[1], key) is key and len(found[name]) == limit:
                    open_ones.discard(name)
            if not open_ones:
                break
        entries = self._shown({key for its in found.values() for key in its.values()}, topics)
        return {
            name: [
                entries[key[1:]] for key in sorted(its.values(), reverse=True) if key[1:] in entries
            ]
            for name, its in found.items()
        }

    def _news(self, topics: Sequence[str]) -> Iterator[tuple[Key, Sequence[str]]]:
        """Go through the news from the last one on, with the shelves of its paper."""
        rows = self.stream(
            "SELECT seen, id, version, note, names FROM"  # noqa: S608  our own SQL
            " (SELECT seen, id, version, 0 AS note FROM standing AS mine"
            "  WHERE topic IN (SELECT value FROM json_each(?1))"
            "  AND kind IN (SELECT value FROM json_each(?2)) AND NOT EXISTS"
            "  (SELECT 1 FROM standing WHERE id = mine.id AND version = mine.version"
            f"   AND seen < mine.seen AND {TRACKED_ONES})"
            " UNION SELECT min(noted.seen), id, version, 1 FROM noted"
            f"  JOIN standing USING (id, version, topic) WHERE {TRACKED_ONES} GROUP BY id, version)"
            " JOIN facet USING (id) ORDER BY seen DESC, id DESC, version DESC, note DESC",
            (listed(topics), listed(sorted(NEWS & TRACKED))),
        )
        for seen, identifier, version, note, names in rows:
            yield (seen, identifier, version, bool(note)), names.split()

    def _shown(
        self, keys: Collection[Key], topics: Sequence[str]
    ) -> dict[tuple[str, int, bool], Entry]:
        """Read what is to be shown."""
        some = (
            "(id, version) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')"
            " FROM json_each(?2))"
        )
        versions = [key[1:3] for key in sorted(keys) if not key[3]]
        notes = [key[1:3] for key in sorted(keys) if key[3]]
        found = self._entries(some, "TRUE", topics, (listed(versions),)) if versions else []
        found += self._notes(some, topics, (listed(notes),)) if notes else []
        return {
            (entry.paper.id, entry.paper.version, entry.kind is Kind.PUBLISHED): entry
            for entry in found
        }
