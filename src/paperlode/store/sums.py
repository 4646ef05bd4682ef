"""Sums over the papers of a month, kept so that a day adds up only the months it changed.

What is summed up and how is the caller's; here it is a text under a name and a month.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperlode.store.database import listed
from paperlode.store.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


class Sums(Reading):
    """The part of the store that remembers what was added up."""

    def summed(
        self, name: str, base: str, months: Collection[str], add_up: Callable[[str], str]
    ) -> dict[str, str]:
        """Give the sum of each of these months; only those that changed are added up anew.

        ``base`` is everything besides the papers that the sums depend on. Of a name only the
        months asked for last are kept.
        """
        known = self._known(name, base)
        found = {m: known[m] if m in known else add_up(m) for m in months}
        if self.writes and known != found:
            self._keep_sums(name, base, found, known)
        return found

    def forget_sums(self) -> None:
        """Let everything be added up anew, and the words of all papers be read anew."""
        if self.writes:
            with self.writing(counted=False):
                self.change(
                    "DELETE FROM meta WHERE name GLOB 'note sums *' OR name GLOB 'kept search *'"
                )

    def _known(self, name: str, base: str) -> dict[str, str]:
        """Give the sums of months that did not change since they were added up."""
        noted = self.recall(f"sums {name}")
        old_base, mark = json.loads(noted) if noted else (None, 0)
        if old_base != base:
            return {}
        changed = set(self.changes(mark, ranks=False).months)
        rows = self.rows("SELECT name, value FROM meta WHERE name > ? AND name < ?", _span(name))
        found = {kept.rpartition(" ")[2]: text for kept, text in rows}
        return {month: text for month, text in found.items() if month not in changed}

    def _keep_sums(
        self, name: str, base: str, found: dict[str, str], known: dict[str, str]
    ) -> None:
        keep = listed(f"sum {name} {month}" for month in found)
        with self.writing(counted=False):
            self.change(
                "DELETE FROM meta WHERE name > ? AND name < ?"
                " AND name NOT IN (SELECT value FROM json_each(?))",
                (*_span(name), keep),
            )
            for month in found.keys() - known.keys():
                self.note(f"sum {name} {month}", found[month])
            self.note(f"note sums {name}", json.dumps([base, self.mark()]))


def _span(name: str) -> tuple[str, str]:
    """Enclose the names under which the sums of one kind are kept."""
    return f"sum {name} ", f"sum {name} ~"
