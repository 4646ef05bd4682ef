"""From the world into the store: ask a channel for everything that can have changed.

A topic that was never harvested whole is *swept*: everything its query ever matched. Afterwards a
run asks for what was updated since shortly before the frontier, and then compares arXiv's count
with ours: a paper that arXiv shows late, however deep in the past its dates lie, changes the
count, and is hunted down by halving time spans until the slice that hides it is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperlode.choose import OVERLAP
from paperlode.errors import AnswerError, FetchError
from paperlode.sighting import Receipt
from paperlode.sources.harvest import recent, sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from paperlode.progress import Progress
    from paperlode.sources import Page, Source
    from paperlode.store import Store
    from paperlode.topic import Topic

CHANNEL = "search_api"

MISFIT_SHARE = 0.05
MISFIT_LEAST = 3
"""When more than this share of a batch, and at least this many, do not match, arXiv is off."""


@dataclass(slots=True)
class _Batch:
    """What one harvest of one topic brought so far."""

    papers: set[str] = field(default_factory=set)
    misfits: set[str] = field(default_factory=set)
    claimed: int | None = None

    @property
    def suspicious(self) -> bool:
        """Too much of what arXiv returned does not match what it was asked for."""
        return is_suspicious(len(self.misfits), len(self.papers))


def is_suspicious(misfits: int, papers: int) -> bool:
    """Say whether so many misfits mean that arXiv's answers do not fit the query."""
    return misfits >= MISFIT_LEAST and misfits > MISFIT_SHARE * papers
