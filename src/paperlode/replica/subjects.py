"""Which categories stand for which: second names, old names, archives, groups, OAI-PMH sets.

Sources: arXiv's taxonomy (arxiv-base) and its OAI-PMH service (github.com/arXiv/oaipmh,
``processors/create_set_list.py``, ``serializers/create_records.py``).
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from paperlode.query.categories import categories, group_sets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperlode.query.categories import Category


@cache
def second_names() -> Mapping[str, str]:
    """Give the other name of every category that is given under two, both ways."""
    pairs = [(c.id, c.canonical) for c in categories().values() if c.active and c.id != c.canonical]
    return MappingProxyType(dict(pairs) | {main: second for second, main in pairs})


def filed(names: Iterable[str]) -> list[Category]:
    """Give the categories of a paper as its full record has them.

    Second names are added in both directions; an archive that was taken over is replaced by its
    successor. What is no category (an ACM class, say) is left out.
    """
    known = categories()
    found: dict[str, Category] = {}
    for category in (known[name] for name in names if name in known):
        if category.active or category.canonical == category.id:
            found[category.id] = category
        other = second_names().get(category.id, category.canonical)
        found[other] = known[other]
    return list(found.values())


@cache
def sets() -> Mapping[str, str]:
    """Give the OAI-PMH sets with their names: groups, archives, and categories still in use."""
    groups = {spec: name for name, spec in group_sets().items()}
    active = [category for category in categories().values() if category.active]
    archives = {
        f"{group_sets()[category.group]}:{category.archive}": category.archive_name
        for category in active
    }
    return MappingProxyType(groups | archives | {c.oai_set: c.name for c in active})


@cache
def members(spec: str) -> frozenset[str]:
    """Give the categories whose papers are in an OAI-PMH set."""
    return frozenset(
        name
        for name in categories()
        if any(f"{category.oai_set}:".startswith(f"{spec}:") for category in filed([name]))
    )


@cache
def archives() -> Mapping[str, tuple[str, ...]]:
    """Give the categories of every archive, old archives and old categories too."""
    found: dict[str, tuple[str, ...]] = {}
    for category in categories().values():
        found[category.archive] = (*found.get(category.archive, ()), category.id)
    return MappingProxyType(found)


@cache
def within(subject: str) -> frozenset[str]:
    """Give the categories that belong to an archive or a category, under all their names.

    Raises KeyError when the taxonomy does not know it.
    """
    if subject in archives():
        known = categories()[archives()[subject][-1]]
        spec = f"{group_sets()[known.group]}:{subject}"
    else:
        known = categories()[subject]
        spec = known.oai_set
    return members(spec) if known.active else frozenset({subject})
