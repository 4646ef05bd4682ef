"""What a paper is about, found in its own words: facts for filters and pages, no judgement."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from paperlode.enrich.chemistry import Chemistry, chemistry
from paperlode.enrich.links import links
from paperlode.enrich.tags import Tag, Tagger
from paperlode.facts import Facts

if TYPE_CHECKING:
    from paperlode.paper import Paper

__all__ = ["Chemistry", "Tag", "Tagger", "chemistry", "facts", "links", "method"]


def facts(paper: Paper, tagger: Tagger) -> Facts:
    """Find everything that we look for in a paper."""
    found = chemistry(paper)
    return Facts(found.elements, found.formulas, links(paper), tagger(paper))


@lru_cache(maxsize=1)
def method() -> str:
    """Name the way in which facts are found: another program may find others."""
    package = resources.files(__name__)
    sources = sorted((p.name, p.read_bytes()) for p in package.iterdir() if p.name.endswith(".py"))
    return hashlib.sha256(repr(sources).encode()).hexdigest()[:16]
