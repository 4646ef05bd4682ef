"""The page of all topics and of the authors that are followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paperlode.publish import addresses, shelves

if TYPE_CHECKING:
    from collections.abc import Collection

    from paperlode.paper import Paper
    from paperlode.publish import File, Look
    from paperlode.publish.status import Status
    from paperlode.publish.templating import Pages
    from paperlode.store import Store


def followed(look: Look, paper: Paper, tags: Collection[str]) -> dict[str, str]:
    """Give those names of a paper's authors who are followed, with the address of their page."""
    own = [tag for tag in look.tags if tag.group == "author" and tag.id in tags]
    return {
        name: addresses.shelf_path(f"tag/{tag.id}", look.authors)
        for tag in own
        for name in paper.authors
        if tag.takes(replace(paper, authors=(name,)))
    }


def page(pages: Pages, store: Store, status: Status) -> File:
    """List the topics with what is known of each, and the authors, with their papers."""
    look, held = pages.look, store.shelves()
    authors = [shelf for shelf in shelves.known(look) if shelf.path.startswith(addresses.AUTHORS)]
    return pages.page(
        "topics.html",
        addresses.TOPICS,
        heading="Topics",
        topics=status.topics,
        authors=[(each, sum(held.get(each.name, {}).values())) for each in authors],
    )
