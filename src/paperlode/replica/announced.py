"""When papers become visible: arXiv's announcement schedule in ordinary weeks.

The replica announces on holidays too: its papers belong to no real year, and which of them are
visible on a given morning must not change with the list of a year's holidays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.schedule import announced

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.paper import Paper


@dataclass(frozen=True, slots=True)
class Announced:
    """A version of a paper, and the moment from which the world can see it (UTC)."""

    paper: Paper
    announced: datetime


def announcement(submitted: datetime) -> datetime:
    """Say when a paper that was submitted (or let go by the moderators) then is announced, UTC."""
    return announced(submitted, holidays={})
