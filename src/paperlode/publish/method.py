"""What pages are made with: another program may make other pages from the same papers."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_BESIDE = (
    *("digest.py", "facts.py", "paper.py", "preference.py", "revision.py", "rule.py"),
    *("schedule.py", "sighting.py", "topic.py"),
)
"""Files outside of these folders that say what stands on a page."""


@lru_cache(maxsize=1)
def method() -> str:
    """Name templates and code of the pages by their content."""
    parts = [hashlib.sha256(place.read_bytes()).hexdigest() for place in sources()]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def sources() -> Iterator[Traversable]:
    """Give the files that say what stands on a page; what is read for it is in the store."""
    package = resources.files("paperlode")
    publish = package / "publish"
    for folder in (publish, publish / "templates", package / "text", package / "store"):
        for place in sorted(folder.iterdir(), key=lambda place: place.name):
            if place.is_file():
                yield place
    yield from (package / name for name in _BESIDE)
