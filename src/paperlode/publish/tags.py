"""The page of all tags: methods, tasks, matter, and what links to code or data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.enrich.tags import GROUPS
from paperlode.publish import addresses
from paperlode.publish.shelves import HAS, known

if TYPE_CHECKING:
    from paperlode.publish import File
    from paperlode.publish.templating import Pages
    from paperlode.store import Store


def page(pages: Pages, store: Store) -> File:
    """List the tags group by group, with their number of papers."""
    shelves = {name: sum(its.values()) for name, its in store.shelves().items()}
    groups = {tag.id: tag.group for tag in pages.look.tags}
    found: dict[str, list[tuple[str, str, int]]] = {name: [] for name in GROUPS.values()}
    for shelf in known(pages.look):
        kind, _, own = shelf.name.partition("/")
        if kind == "tag" and own not in pages.look.authors:
            papers = shelves.get(shelf.name, 0)
            found[GROUPS[groups[own]]].append((shelf.heading, shelf.path, papers))
    links = [(has.heading, has.path, shelves.get(has.name, 0)) for has in HAS.values()]
    return pages.page(
        "tags.html",
        addresses.TAGS,
        heading="Tags",
        summary="What papers are about, as far as their title and abstract say",
        groups=[(name, tags) for name, tags in {**found, "Links": links}.items() if tags],
    )
