"""What is found in a paper's own words: elements, formulas, links to code and data, tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE, DATA, PAGE = "code", "data", "page"
"""The kinds of links: a project's own page may have code, or not yet."""
NONE = "element/none"
"""Where papers stand that name no element."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place outside arXiv that a paper names."""

    kind: str
    """CODE, DATA or PAGE."""
    url: str
    """Begins with https://."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one version of a paper is about."""

    elements: tuple[str, ...] = ()
    """Symbols in alphabetical order."""
    formulas: tuple[str, ...] = ()
    """Plain text in the order of their first mention."""
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    """Identifiers of the tags whose query it matches, in the order of the settings."""

    @property
    def first_links(self) -> list[Link]:
        """Give the first link of each kind."""
        first: dict[str, Link] = {}
        for link in self.links:
            first.setdefault(link.kind, link)
        return list(first.values())

    @property
    def facets(self) -> Iterator[str]:
        """Name the shelves on which the paper stands: ``element/Li``, ``has/code``, ``tag/mof``."""
        yield from (f"element/{symbol}" for symbol in self.elements)
        if not self.elements:
            yield NONE
        kinds = {link.kind for link in self.links}
        yield from (f"has/{kind}" for kind in (CODE, DATA) if kind in kinds)
        yield from (f"tag/{tag}" for tag in self.tags)
