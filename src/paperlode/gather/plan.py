"""Which sets and feeds serve which topics.

OAI-PMH gives what changed in a set, feeds what was announced in a field. A few of them hold every
paper that any topic can match, so that any number of topics costs no more requests than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from paperlode.query.categories import categories
from paperlode.sources.oai_sets import above, holds, sets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperlode.query.categories import Category
    from paperlode.topic import Topic

EVERYTHING = "*"
"""What stands for all of arXiv where a set is named."""

SETS = 4
"""Sets that are harvested one by one; when the topics need more, larger ones stand for them."""

FIELDS = 6
"""Feeds that are read one by one; a feed has room for 2,000 papers, so smaller ones are better."""


@dataclass(frozen=True)
class Plan:
    """Sets and fields for some topics."""

    topics: tuple[Topic, ...]

    @cached_property
    def sets(self) -> tuple[str, ...]:
        """The sets of OAI-PMH that together hold every paper a topic can match."""
        return _sets(self.topics, SETS)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields whose announcements are read, as sets; empty when only all of arXiv does.

        A feed of all of arXiv would be cut every day: a topic without categories is compared with
        the search API instead.
        """
        confined = [topic for topic in self.topics if EVERYTHING not in _own(topic)]
        return tuple(each for each in _sets(confined, FIELDS) if each != EVERYTHING)

    def sets_for(self, topic: Topic) -> tuple[str, ...]:
        """Give those of the sets that one of the topics needs."""
        return _needed(topic, self.sets)

    def fields_for(self, topic: Topic) -> tuple[str, ...]:
        """Give those of the fields that one of the topics needs."""
        return _needed(topic, self.fields)

    def topics_of(self, each: str) -> tuple[Topic, ...]:
        """Give the topics that need a set or a field."""
        return tuple(topic for topic in self.topics if each in _needed(topic, (each,)))


@cache
def narrower(topic: Topic, field: str) -> tuple[tuple[str, ...], ...]:
    """Give, for each set of a topic within a field, the fields that hold it, the smallest first.

    A day that is closed in one of each is closed for the topic: what was followed by smaller
    fields, before another topic made a larger one stand for them, need not be asked for again.
    """
    own = [one for one in _own(topic) if holds(field, one)]
    return tuple((one, *above(one)) for one in own) or ((field,),)


def subject(field: str) -> str:
    """Name a field as feeds do: ``cs:cs:LG`` is ``cs.LG``, a group all its archives."""
    for category in categories().values():
        if category.oai_set == field and category.active:
            return category.id
    if ":" in field:
        return field.rpartition(":")[2]
    return "+".join(sorted({c.archive for c in categories().values() if _is_of(c, field)}))


def listed_subject(field: str) -> str:
    """Name a field as the catch-up listing does: a group of archives is ``grp_physics``."""
    name = subject(field)
    return f"grp_{field}" if "+" in name else name


def _is_of(category: Category, group: str) -> bool:
    return category.active and category.oai_set.partition(":")[0] == group


def _sets(topics: Iterable[Topic], most: int) -> tuple[str, ...]:
    # Followed authors publish in any field: their papers are left to the search.
    found = sets_of((topic.rule.confined for topic in topics), most)
    return (EVERYTHING,) if found is None else found


@cache
def _own(topic: Topic) -> tuple[str, ...]:
    """Give the smallest sets that hold every paper a topic can match."""
    return _sets([topic], len(categories()))


def _needed(topic: Topic, planned: Sequence[str]) -> tuple[str, ...]:
    own = _own(topic)
    return tuple(
        each
        for each in planned
        if each == EVERYTHING or any(holds(each, one) or holds(one, each) for one in own)
    )
