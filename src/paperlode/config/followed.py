"""Authors who are followed: those of the settings, and those whom a topic's query names.

An author is a tag in the group ``author``: papers are compared with its query as with any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.enrich.tags import Tag
from paperlode.query.syntax import wanted
from paperlode.rule import Followed
from paperlode.topic import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperlode.topic import Topic

GROUP = "author"


def authors(names: Iterable[str], topics: Iterable[Topic]) -> Iterator[Tag]:
    """Make a tag of every author: names of the settings first, each person once."""
    known: dict[str, Tag] = {}
    for name in names:
        known.setdefault(slug(name), Tag(slug(name), name, f'au:"{name}"', group=GROUP))
    for topic in topics:
        for name in topic.sharper.authors:
            author = Followed.of(name)
            tag = Tag(slug(author.name), author.name, str(author.tree), group=GROUP)
            known.setdefault(tag.id, tag)
        for term in wanted(topic.tree, "au"):
            name = " ".join(term.text.replace("_", " ").replace(",", " ").split())
            if name and "*" not in name and "?" not in name:
                known.setdefault(slug(name), Tag(slug(name), name, str(term), group=GROUP))
    yield from known.values()
