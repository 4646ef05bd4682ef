"""Which sets of arXiv's OAI-PMH service hold every paper that a topic can match.

Sets are groups (``physics``), archives (``physics:cond-mat``) and categories
(``physics:cond-mat:soft``). A set holds the papers cross-listed into it, those under a second name
of its categories, and those of archives it took over. Fewer sets are fewer requests, but more
records.

Source: the code of arXiv's service (github.com/arXiv/oaipmh, ``processors/create_set_list.py``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from paperlode.query.categories import categories, group_sets
from paperlode.query.fields import InCategory, pattern_of, wanted
from paperlode.query.syntax import And, AndNot, Or, Query, Term, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperlode.query.categories import Category
    from paperlode.query.fields import Test

    Cover = frozenset[str] | None
    """Sets that hold every paper that can match; None: only all of arXiv does."""

MOST = 4
"""Sets that are asked for one by one; when there are more, larger ones stand for them."""


def sets_of(topics: Iterable[Query], most: int = MOST) -> tuple[str, ...] | None:
    """Give sets that together hold every paper one of the topics can match.

    None means that any paper may match: ask for no set. No sets mean that no paper can. As long as
    there are at most ``most``, categories that the topics name are sets of their own; then
    archives, groups, and at last everything stands for them. Wildcards ask for whole archives,
    because these may get more categories.
    """
    found = _one_of([fold(topic, _cover) for topic in topics])
    while found is not None:
        found = _largest(found)
        if len(found) <= most:
            return tuple(sorted(found))
        larger = _merging_most(found)
        found = None if larger is None else found | {larger}
    return None


def set_of(category: str) -> str:
    """Give the set in which the papers of a category are; KeyError for no category of arXiv."""
    known = categories()[category]
    return (known if known.active else categories()[known.canonical]).oai_set


def _cover(part: Query, below: list[Cover]) -> Cover:
    """Find sets for a part of a query, given those for the parts below."""
    if isinstance(part, Term):
        return _one_of([_all_of(map(_test_cover, tests)) for tests in wanted(part)])
    if isinstance(part, And):
        return _all_of(below)
    if isinstance(part, Or):
        return _one_of(below)
    return below[0] if isinstance(part, AndNot) else None


def _one_of(covers: list[Cover]) -> Cover:
    """Cover papers that match one of several parts."""
    if any(cover is None for cover in covers):
        return None
    return frozenset[str]().union(*(cover for cover in covers if cover is not None))


def _all_of(covers: Iterable[Cover]) -> Cover:
    """Cover papers that match all of several parts: each cover does, the smallest is taken."""
    given = [cover for cover in covers if cover is not None]
    return min(given, key=_size, default=None)


def _test_cover(test: Test) -> Cover:
    if not isinstance(test, InCategory):
        return None
    fits = re.compile(pattern_of(test.pattern)).fullmatch
    found = [known for known in categories().values() if fits(known.id.lower())]
    if re.search(r"[*?]", test.pattern):
        return frozenset(map(_archive, found)) or None
    if found:
        return frozenset(set_of(category.id) for category in found)
    return _unknown(test.pattern)


def _unknown(category: str) -> Cover:
    """Cover a category that is not known (yet): by its archive, if that is known."""
    archive = category.split(".", maxsplit=1)[0]
    found = (_archive(known) for known in categories().values() if known.archive == archive)
    specs = frozenset(found)
    return specs or None


def _archive(category: Category) -> str:
    """Give the set of a category's archive, or of the group that has no other archive."""
    group, archive, *_ = set_of(category.id).split(":")
    return group if _has_one_archive(group) else f"{group}:{archive}"


@cache
def _every_set() -> frozenset[str]:
    """Give the sets of all categories."""
    return frozenset(map(set_of, categories()))


@cache
def _has_one_archive(group: str) -> bool:
    """Tell a group that is no larger than its only archive."""
    return len({spec.split(":")[1] for spec in _every_set() if holds(group, spec)}) == 1


def above(spec: str) -> list[str]:
    """Give the sets that hold this one: its archive, if that is not all of its group, its group."""
    group, *rest = spec.split(":")
    archive = [f"{group}:{rest[0]}"] if len(rest) > 1 and not _has_one_archive(group) else []
    return [*archive, group] if rest else []


def _size(cover: frozenset[str]) -> int:
    """Count the categories in some sets: a measure of how many papers they hold."""
    return sum(any(holds(spec, each) for spec in cover) for each in _every_set())


def holds(larger: str, smaller: str) -> bool:
    """Say whether a set holds all papers of another."""
    return f"{smaller}:".startswith(f"{larger}:")


def _largest(cover: frozenset[str]) -> frozenset[str]:
    """Leave out sets that others hold."""
    return frozenset(spec for spec in cover if not any(o != spec and holds(o, spec) for o in cover))


def _merging_most(cover: frozenset[str]) -> str | None:
    """Choose a set that holds several of these: rather an archive, and the one that holds most."""
    held = {
        larger: sum(holds(larger, spec) for spec in cover)
        for spec in sorted(cover)
        for larger in above(spec)
    }
    several = [larger for larger, count in held.items() if count > 1]
    whole = {spec for spec in group_sets().values() if not _has_one_archive(spec)}
    return max(several, key=lambda larger: (larger not in whole, held[larger]), default=None)
