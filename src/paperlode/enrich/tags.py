"""Tags: queries in the language of the topics that say what a paper is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.query import matches, reading
from paperlode.query.sieve import Sieve
from paperlode.text.index import filed
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.paper import Paper

GROUPS = {
    "method": "Methods",
    "task": "Tasks",
    "matter": "Matter",
    "author": "Authors followed",
    "other": "Other",
}
"""The groups of tags in the order in which they are shown, and their headings."""


@dataclass(frozen=True)
class Tag(Topic):
    """A word for papers, and the query that says which ones; it decides about no paper's coming."""

    group: str = "other"
    """One of GROUPS."""


class Tagger:
    """Compares papers with tags."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._tags = tags
        self._sieve = Sieve([tag.tree for tag in tags])

    def __call__(self, paper: Paper) -> tuple[str, ...]:
        """Name the tags whose query matches a paper, in their order."""
        if not self._tags:
            return ()
        read = reading(paper)
        likely = (self._tags[place] for place in self._sieve.passing(filed(paper)))
        return tuple(tag.id for tag in likely if matches(tag.tree, read))
