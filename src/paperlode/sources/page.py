"""What one answer of a source says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.paper import Paper


@dataclass(frozen=True, slots=True)
class Window:
    """The papers whose first version was submitted from ``first`` to ``last``, both included.

    Both ends are whole minutes, because arXiv's date ranges have no seconds; neighbouring
    windows share that minute, so a paper of exactly 12:00:00 is in both.
    """

    first: datetime
    last: datetime

    @property
    def until(self) -> datetime:
        """The first moment after the window: for those who count in half-open ranges."""
        return self.last + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: its papers, and what the service says about the listing they belong to.

    ``search_api.read`` fills the first four fields; the pages of a harvest say more.
    """

    papers: tuple[Paper, ...]
    """In the service's order; in a harvest, without those that earlier pages brought."""
    total: int
    """How many papers the listing has, as the service says in this answer."""
    start: int = 0
    """The offset of the first entry in the listing."""
    unreadable: tuple[str, ...] = ()
    """Entries that are no papers, each as a sentence: a listing with some is not whole."""
    window: Window | None = None
    """The window of submission times that was asked for; None: the whole query."""
    listed: frozenset[str] | None = None
    """On the last page of a listing that was read whole: the identifiers of all its papers."""
    missing: tuple[str, ...] = ()
    """Identifiers that were asked for and that arXiv does not know."""

    @property
    def entries(self) -> int:
        """How many entries the answer has, readable or not."""
        return len(self.papers) + len(self.unreadable)
