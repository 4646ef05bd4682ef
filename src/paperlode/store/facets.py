"""What was found in papers, once for each version, and on which shelves they stand for that.

A shelf is a facet: a topic, an element, a tag, "has code". All of it follows from the papers and
the settings; it is kept because finding it takes a thousand times longer than reading it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from paperlode.facts import Facts, Link
from paperlode.paper import Paper
from paperlode.store.database import listed
from paperlode.store.reading import MONTH, TRACKED_ONES, Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

CHUNK = 500
"""Papers that are read at a time."""

_READ = "coalesce((SELECT value FROM meta WHERE name = 'found'), 0)"
"""The last paper that somebody has read."""


class Facets(Reading):
    """The part of the store that knows what papers are about."""

    def facts(self, identifier: str, version: int) -> Facts:
        """Give what was found in a version of a paper; nothing when nobody has looked yet."""
        found = self.first(
            "SELECT elements, formulas, links, tags FROM paper JOIN fact USING (number)"
            " WHERE id = ? AND version = ?",
            (identifier, version),
        )
        return Facts() if found is None else _facts(*found)

    def forget_facts(self, method: str) -> None:
        """Forget what was found in another way than this."""
        found = self.first("SELECT value FROM meta WHERE name = 'method'")
        if found is None or found[0] != method:
            with self.writing():
                self.change("DELETE FROM fact")
                self.change("DELETE FROM meta WHERE name IN ('found', 'tags')")
                self.note("method", method)

    def waiting(self) -> int:
        """Say how many papers nobody has read."""
        return int(self.rows(f"SELECT count(*) FROM paper WHERE number > {_READ}")[0][0])  # noqa: S608  our own SQL

    def unread(self) -> Iterator[list[tuple[int, Paper]]]:
        """Give papers that nobody has read, by their numbers; some may be given ahead."""
        last = int(self.rows(f"SELECT {_READ}")[0][0])
        while rows := self.rows(
            "SELECT number, line FROM paper WHERE number > ? ORDER BY number LIMIT ?",
            (last, CHUNK),
        ):
            last = rows[-1][0]
            yield [(number, Paper.from_line(line)) for number, line in rows]

    def keep_facts(self, found: Sequence[tuple[int, Facts]]) -> None:
        """Keep what was found in papers, which come by their numbers. One transaction."""
        with self.writing():
            self.change_many(
                "INSERT OR REPLACE INTO fact VALUES (?, ?, ?, ?, ?)",
                ((number, *_row(facts)) for number, facts in found),
            )
            self.note("found", found[-1][0])

    def tags(self) -> dict[str, str]:
        """Give the tags with which all papers were compared, with their fingerprints."""
        found = self.first("SELECT value FROM meta WHERE name = 'tags'")
        return {} if found is None else dict(json.loads(found[0]))

    def tagged(self) -> Iterator[list[tuple[int, Paper, tuple[str, ...]]]]:
        """Give all papers in which somebody has looked for facts, with their tags."""
        last = 0
        while rows := self.rows(
            "SELECT number, line, tags FROM fact JOIN paper USING (number) WHERE number > ?"
            " ORDER BY number LIMIT ?",
            (last, CHUNK),
        ):
            last = rows[-1][0]
            yield [
                (number, Paper.from_line(line), tuple(tags.split())) for number, line, tags in rows
            ]

    def keep_tags(self, changed: Iterable[tuple[int, Collection[str]]]) -> None:
        """Keep which tags papers now have. One transaction."""
        with self.writing():
            self.change_many(
                "UPDATE fact SET tags = ? WHERE number = ?",
                ((" ".join(tags), number) for number, tags in changed),
            )

    def agree_tags(self, tags: Mapping[str, str]) -> None:
        """Note that all papers were compared with these tags."""
        with self.writing():
            self.note("tags", json.dumps(tags))

    def shelve(self, topics: Sequence[str]) -> None:
        """Bring the shelves up to date with papers, facts and topics. One transaction.

        Only papers that changed are looked at, unless topics, tags or method are others.
        """
        base = json.dumps([_HOW, list(topics), self.tags(), self.rows(_METHOD)])
        known: dict[str, str] = dict(
            self.rows("SELECT name, value FROM meta WHERE name IN ('shelved', 'base')")
        )
        whole = known.get("base") != base
        changes = self.changes(0 if whole else int(known["shelved"]), ranks=False)
        if not whole and not changes.ids:
            return
        with self.writing() as seq:
            if whole:
                self._shelve_all(topics, seq)
            else:
                self._shelve_some(topics, changes.ids, seq)
            self.note("base", base)
            self.note("shelved", seq)

    def _shelve_all(self, topics: Sequence[str], seq: int) -> None:
        self.change("DELETE FROM fact WHERE number NOT IN (SELECT number FROM paper)")
        self.change("DELETE FROM facet")
        self.change("UPDATE shelf SET papers = 0, seq = ?", (seq,))
        self._put(self._standing("TRUE", (listed(topics),)), seq)

    def _shelve_some(self, topics: Sequence[str], ids: Sequence[str], seq: int) -> None:
        old = self.rows(
            "SELECT id, month, names FROM facet WHERE id IN (SELECT value FROM json_each(?))",
            (listed(ids),),
        )
        gone = Counter((name, month) for _, month, names in old for name in names.split())
        self._count({key: -number for key, number in gone.items()}, gone, seq)
        self.change(
            "DELETE FROM facet WHERE id IN (SELECT value FROM json_each(?))", (listed(ids),)
        )
        self._put(
            self._standing(
                "id IN (SELECT value FROM json_each(?2))", (listed(topics), listed(ids))
            ),
            seq,
        )

    def _standing(self, some: str, values: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """Give papers that are tracked with their month and facets, by their newest version."""
        rows = self.rows(
            f"SELECT id, {MONTH}, topics, elements, links, tags FROM"  # noqa: S608  our own SQL
            " (SELECT id, max(version) AS version, group_concat(DISTINCT topic) AS topics"
            f" FROM standing WHERE {some} AND {TRACKED_ONES} GROUP BY id)"
            " JOIN paper USING (id, version) JOIN fact USING (number)",
            values,
        )
        for identifier, month, own, elements, links, tags in rows:
            facets = _facts(elements, "[]", links, tags).facets
            under = (f"topic/{topic}" for topic in sorted(own.split(",")))
            yield identifier, month, " ".join([*under, *facets])

    def _put(self, papers: Iterable[tuple[str, str, str]], seq: int) -> None:
        counts: Counter[tuple[str, str]] = Counter()

        def counted() -> Iterator[tuple[str, str, str]]:
            for paper in papers:
                counts.update((name, paper[1]) for name in paper[2].split())
                yield paper

        self.change_many("INSERT INTO facet VALUES (?, ?, ?)", counted())
        self._count(counts, counts, seq)

    def _count(
        self, numbers: Mapping[tuple[str, str], int], keys: Iterable[tuple[str, str]], seq: int
    ) -> None:
        self.change_many(
            "INSERT INTO shelf VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET papers = papers + excluded.papers, seq = excluded.seq",
            ((name, month, numbers[name, month], seq) for name, month in keys),
        )

    def shelves(self) -> dict[str, dict[str, int]]:
        """Give every shelf with its number of papers by the month of their identifiers."""
        found: dict[str, dict[str, int]] = {}
        for name, month, papers in self.rows_once(
            "SELECT name, month, papers FROM shelf WHERE papers > ? ORDER BY name, month", "0"
        ):
            found.setdefault(name, {})[month] = papers
        return found

    def moved(self, mark: int) -> dict[str, set[str]]:
        """Say on which shelves papers came, went or changed since a mark, and of which months."""
        found: dict[str, set[str]] = {}
        for name, month in self.rows("SELECT name, month FROM shelf WHERE seq > ?", (mark,)):
            found.setdefault(name, set()).add(month)
        return found

    def shelved(self, month: str) -> dict[str, list[str]]:
        """Give the papers of a month shelf by shelf, those with the highest identifiers first."""
        found: dict[str, list[str]] = {}
        for identifier, names in self.rows(
            "SELECT id, names FROM facet WHERE month = ? ORDER BY id DESC", (month,)
        ):
            for name in names.split():
                found.setdefault(name, []).append(identifier)
        return found


_HOW = "topics first"
"""Changes with what stands on shelves: then all of them are filled anew."""
_METHOD = "SELECT value FROM meta WHERE name = 'method'"


def _row(facts: Facts) -> tuple[str, str, str, str]:
    return (
        " ".join(facts.elements),
        json.dumps(facts.formulas, ensure_ascii=False),
        json.dumps([[link.kind, link.url] for link in facts.links], ensure_ascii=False),
        " ".join(facts.tags),
    )


def _facts(elements: str, formulas: str, links: str, tags: str) -> Facts:
    return Facts(
        elements=tuple(elements.split()),
        formulas=tuple(json.loads(formulas)),
        links=tuple(Link(*link) for link in json.loads(links)),
        tags=tuple(tags.split()),
    )
