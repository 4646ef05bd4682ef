"""arXiv as the settings describe it: where its services answer, and which of them are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.sighting import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperlode.fetch import Fresh
    from paperlode.sources import Ask


@dataclass(frozen=True, slots=True)
class Arxiv:
    """What a run needs to ask arXiv."""

    ask: Ask
    """Gives the body of an answer of the search API, of OAI-PMH."""
    newer: Callable[[str, str], Fresh | None]
    """Gives a feed, or None when it is the one with this tag."""
    page: Ask
    """Gives a web page."""
    search: str
    """Address of the search API."""
    oai: str
    feed: str
    listing: str
    size: int
    """Papers asked for in one request of the search API."""
    channels: tuple[str, ...] = CHANNELS
