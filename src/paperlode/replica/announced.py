"""When papers become visible: arXiv's announcement schedule.

Source: arXiv's availability page. Submissions close at 14:00 Eastern time from Monday to Friday;
what came in by then is announced at 20:00, Friday's and the weekend's papers on Sunday and Monday.
arXiv's holidays are left out: on them the real service announces a day later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from paperlode.paper import Paper

EASTERN = ZoneInfo("America/New_York")
DEADLINE = 14
"""Hour at which submissions close, Eastern time."""
ANNOUNCEMENT = 20
"""Hour of the announcement, Eastern time."""

_FRIDAY = 4
_DAYS_TO_ANNOUNCEMENT = (0, 0, 0, 0, 2)
"""Days from a deadline (Monday to Friday) to its announcement: Friday's papers wait for Sunday."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A version of a paper, and the moment from which the world can see it (UTC)."""

    paper: Paper
    announced: datetime


def announcement(submitted: datetime) -> datetime:
    """Say when a paper that was submitted (or let go by the moderators) then is announced, UTC."""
    local = submitted.astimezone(EASTERN)
    deadline = local.date() + timedelta(days=local.hour >= DEADLINE)
    if deadline.weekday() > _FRIDAY:
        deadline += timedelta(days=7 - deadline.weekday())
    day = deadline + timedelta(days=_DAYS_TO_ANNOUNCEMENT[deadline.weekday()])
    return datetime(day.year, day.month, day.day, ANNOUNCEMENT, tzinfo=EASTERN).astimezone(UTC)
