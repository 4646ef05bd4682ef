"""When arXiv announces papers, and when it does not.

Source: arXiv's availability page (info.arxiv.org/help/availability.html). Submissions close at
14:00 Eastern time from Monday to Friday; what came in by then is announced at 20:00 from Sunday to
Thursday, Friday's papers on Sunday. On the evening of a holiday there is no announcement: its
papers come with the next one. The page lists the holidays anew every year, and arXiv now and then
defers an announcement without notice, which no table can know.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Holidays = Mapping[int, Mapping[date, str]]

EASTERN = ZoneInfo("America/New_York")
"""arXiv's clock, with daylight saving."""
CUT_OFF = 14
"""Hour at which submissions close, Eastern time."""
ANNOUNCEMENT = 20
"""Hour of the announcement, Eastern time."""

HOLIDAYS: Holidays = {
    2026: {
        date(2026, 1, 1): "New Year's Day",
        date(2026, 1, 19): "Martin Luther King Jr. Day",
        date(2026, 6, 19): "Juneteenth",
        date(2026, 7, 3): "Independence Day, observed",
        date(2026, 9, 7): "Labor Day",
        date(2026, 11, 26): "Thanksgiving",
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 29): "",
        date(2026, 12, 31): "New Year's Eve",
    },
}
"""Year, then the days that arXiv's availability page lists for it; a name where it is certain."""

_FRIDAY, _SATURDAY = 4, 5
_DAY = timedelta(days=1)


def why_not(day: date, holidays: Holidays = HOLIDAYS) -> str:
    """Say why there is no announcement on the evening of a day (Eastern); empty when there is one.

    In a year whose holidays are not known every Sunday to Thursday counts, see :func:`doubt`.
    """
    if day.weekday() in {_FRIDAY, _SATURDAY}:
        return f"{day:%A}"
    name = holidays.get(day.year, {}).get(day)
    if name is None:
        return ""
    return f"holiday ({name})" if name else "holiday"


def doubt(day: date) -> str:
    """Say what is not known of the schedule on a day; empty when its year's holidays are."""
    if day.year in HOLIDAYS:
        return ""
    return f"the holidays of {day.year} are not known to this version"


def last_announcement(now: datetime) -> datetime:
    """Give the newest announcement (UTC) that is not later than ``now``."""
    day = now.astimezone(EASTERN).date()
    while why_not(day) or _evening(day) > now:
        day -= _DAY
    return _evening(day)


def next_announcement(now: datetime) -> datetime:
    """Give the first announcement (UTC) that is later than ``now``."""
    day = now.astimezone(EASTERN).date()
    while why_not(day) or _evening(day) <= now:
        day += _DAY
    return _evening(day)


def announcements(since: datetime, until: datetime) -> Iterator[datetime]:
    """Give the announcements (UTC) later than ``since`` and not later than ``until``, ascending."""
    following = next_announcement(since)
    while following <= until:
        yield following
        following = next_announcement(following)


def silent_evenings(since: datetime, until: datetime) -> Iterator[date]:
    """Give the evenings (Eastern) of that time on which arXiv announced nothing, ascending."""
    day = since.astimezone(EASTERN).date()
    while _evening(day) <= until:
        if _evening(day) > since and why_not(day):
            yield day
        day += _DAY


def announced(submitted: datetime, holidays: Holidays = HOLIDAYS) -> datetime:
    """Say when a paper that was submitted (or let go by the moderators) then is announced, UTC."""
    local = submitted.astimezone(EASTERN)
    day = local.date() + timedelta(days=local.hour >= CUT_OFF)
    if day.weekday() > _FRIDAY:  # nothing closes at the weekend
        day += timedelta(days=7 - day.weekday())
    while why_not(day, holidays):
        day += _DAY
    return _evening(day)


def midnight(day: date) -> datetime:
    """Give the moment (UTC) at which a day begins in New York, and its feeds appear."""
    return datetime.combine(day, time(), EASTERN).astimezone(UTC)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(ANNOUNCEMENT), EASTERN).astimezone(UTC)
