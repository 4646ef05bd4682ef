"""The words of a volume's papers, kept in the store: a changed paper is read anew, no other is.

A whole build keeps them and reads none of what was kept; they follow from papers, facts and what
was decided, and from how all that is read, so whoever loses the store loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode import enrich
from paperlode.publish.method import method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperlode.publish import Look
    from paperlode.store import Store

_QUICK = 1
"""How hard zlib tries: the words take a third of the room, in a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What was kept of a volume."""

    store: Store
    look: Look
    volume: str

    @property
    def _name(self) -> str:
        return f"search {self.volume}"

    @property
    def _basis(self) -> str:
        """Name all but the papers that the words depend on."""
        tags = [(tag.id, tag.text) for tag in self.look.tags]
        told = json.dumps([method(), enrich.method(), self.look.ids, tags])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def read(self) -> dict[str, str]:
        """Give the line of each paper that did not change since it was kept, by identifier."""
        kept = self.store.kept(self._name, self._basis)
        try:
            mark, _, lines = zlib.decompress(kept or b"").decode().partition("\n")
            known = dict(line.split("\t", 1) for line in lines.split("\n") if line)
            changed = self.store.changes(int(mark), ranks=False).ids
        except (zlib.error, ValueError):
            return {}  # nothing is kept, or it is damaged
        for identifier in changed:
            known.pop(identifier, None)
        return known

    def forget(self) -> None:
        """Keep nothing of a volume that is no more."""
        if self.store.kept(self._name, self._basis):
            self.store.keep(self._name, self._basis, b"")

    def write(self, lines: Mapping[str, str]) -> None:
        """Keep the lines as of now."""
        told = "\n".join([str(self.store.mark()), *map("\t".join, lines.items())])
        self.store.keep(self._name, self._basis, zlib.compress(told.encode(), _QUICK))
