"""Tags: queries in the language of the topics that say what a paper is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.query import matches, reading
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperlode.paper import Paper

GROUPS = {"method": "Methods", "task": "Tasks", "matter": "Matter", "other": "Other"}
"""The groups of tags in the order in which they are shown, and their headings."""


@dataclass(frozen=True)
class Tag(Topic):
    """A word for papers, and the query that says which ones; it decides about no paper's coming."""

    group: str = "other"
    """One of GROUPS."""


def tagged(paper: Paper, tags: Iterable[Tag]) -> tuple[str, ...]:
    """Name the tags whose query matches a paper, in their order."""
    words = reading(paper)
    return tuple(tag.id for tag in tags if matches(tag.tree, words))
