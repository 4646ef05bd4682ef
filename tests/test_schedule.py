"""arXiv's announcements: every evening from Sunday to Thursday, except on holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from paperlode import schedule
from paperlode.paper import moment

MOMENTS = some.datetimes(
    min_value=datetime(1991, 8, 1),  # noqa: DTZ001  hypothesis wants it so
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001  same
    timezones=some.just(UTC),
)


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        # Thursday morning in UTC, six hours after Wednesday's announcement.
        ("2026-08-20T06:00:00Z", "2026-08-20T00:00:00Z", "2026-08-21T00:00:00Z"),
        # The very second of it, and the one before.
        ("2026-08-20T00:00:00Z", "2026-08-20T00:00:00Z", "2026-08-21T00:00:00Z"),
        ("2026-08-19T23:59:59Z", "2026-08-19T00:00:00Z", "2026-08-20T00:00:00Z"),
        # Thursday's is the last before Sunday's.
        ("2026-08-21T06:00:00Z", "2026-08-21T00:00:00Z", "2026-08-24T00:00:00Z"),
        ("2026-08-22T06:00:00Z", "2026-08-21T00:00:00Z", "2026-08-24T00:00:00Z"),
        ("2026-08-23T23:00:00Z", "2026-08-21T00:00:00Z", "2026-08-24T00:00:00Z"),
        # Winter: an hour later in UTC.
        ("2026-01-14T00:30:00Z", "2026-01-13T01:00:00Z", "2026-01-14T01:00:00Z"),
        # Clocks go forward on Sunday, 8 March 2026, and back on Sunday, 1 November.
        ("2026-03-07T12:00:00Z", "2026-03-06T01:00:00Z", "2026-03-09T00:00:00Z"),
        ("2026-10-31T12:00:00Z", "2026-10-30T00:00:00Z", "2026-11-02T01:00:00Z"),
        # Labor Day is a Monday: from Sunday's straight to Tuesday's.
        ("2026-09-08T06:00:00Z", "2026-09-07T00:00:00Z", "2026-09-09T00:00:00Z"),
        # Thanksgiving is a Thursday: from Wednesday's to Sunday's.
        ("2026-11-27T06:00:00Z", "2026-11-26T01:00:00Z", "2026-11-30T01:00:00Z"),
        # Over New Year: Wednesday's, a holiday, then a year of which no holiday is known.
        ("2026-12-31T06:00:00Z", "2026-12-31T01:00:00Z", "2027-01-04T01:00:00Z"),
    ],
)
def test_the_announcements_before_and_after_a_moment(now: str, last: str, following: str) -> None:
    """20:00 in New York, summer and winter, without Friday, Saturday and holidays."""
    assert schedule.last_announcement(moment(now)) == moment(last)
    assert schedule.next_announcement(moment(now)) == moment(following)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 8, 20), ""),
        (date(2026, 8, 21), "Friday"),
        (date(2026, 8, 22), "Saturday"),
        (date(2026, 8, 23), ""),
        (date(2026, 9, 7), "holiday (Labor Day)"),
        (date(2026, 11, 26), "holiday (Thanksgiving)"),
        (date(2026, 12, 25), "Friday"),
        (date(2026, 12, 29), "holiday"),
        (date(2027, 9, 6), ""),
    ],
)
def test_an_evening_without_announcement_has_its_reason(day: date, why: str) -> None:
    """A holiday is named only where its name is certain."""
    assert schedule.why_not(day) == why


def test_a_year_of_which_no_holiday_is_known_is_called_so() -> None:
    """Nothing is made up for it."""
    assert schedule.doubt(date(2026, 12, 31)) == ""
    assert schedule.doubt(date(2027, 1, 1)) == (
        "the holidays of 2027 are not known to this version"
    )


def test_the_holidays_are_those_that_arxiv_lists() -> None:
    """Nine days of 2026, each under its own year."""
    listed = [day for days in schedule.HOLIDAYS.values() for day in days]
    assert [f"{day:%m-%d}" for day in listed] == (
        ["01-01", "01-19", "06-19", "07-03", "09-07", "11-26", "12-25", "12-29", "12-31"]
    )
    assert all(day.year == year for year, days in schedule.HOLIDAYS.items() for day in days)


def test_a_week_has_five_announcements_and_two_silent_evenings() -> None:
    """The first moment of the span is not in it, the last one is."""
    since, until = moment("2026-08-17T00:00:00Z"), moment("2026-08-24T00:00:00Z")
    assert [one.day for one in schedule.announcements(since, until)] == [18, 19, 20, 21, 24]
    assert [day.day for day in schedule.silent_evenings(since, until)] == [21, 22]
    assert list(schedule.announcements(until, until)) == []


@pytest.mark.parametrize(
    ("submitted", "seen"),
    [
        ("2026-09-04T17:59:59Z", "2026-09-07T00:00:00Z"),  # Friday 13:59:59: Sunday
        ("2026-09-04T18:00:00Z", "2026-09-09T00:00:00Z"),  # Friday 14:00: Labor Day, so Tuesday
        ("2026-11-26T18:00:00Z", "2026-11-30T01:00:00Z"),  # Thanksgiving, a Thursday: Sunday
        ("2026-12-29T18:59:59Z", "2026-12-31T01:00:00Z"),  # a Tuesday without announcement
    ],
)
def test_papers_of_a_holiday_come_with_the_next_announcement(submitted: str, seen: str) -> None:
    """The cut-off is at 14:00; the tests of the replica have the ordinary weeks."""
    assert schedule.announced(moment(submitted)) == moment(seen)


@given(now=MOMENTS)
def test_what_comes_next_is_later_and_on_an_evening_with_announcement(now: datetime) -> None:
    """Never on Friday or Saturday evening in New York, always at 20:00, and the first such one."""
    following = schedule.next_announcement(now)
    local = following.astimezone(schedule.EASTERN)
    assert following > now
    assert (local.hour, local.minute, schedule.why_not(local.date())) == (20, 0, "")
    assert local.weekday() not in {4, 5}
    assert schedule.last_announcement(following) == following
    assert schedule.last_announcement(following - timedelta(seconds=1)) <= now


@given(since=MOMENTS, days=some.floats(0, 40))
def test_announcements_ascend_and_leave_no_evening_out(since: datetime, days: float) -> None:
    """Each evening of a span either has one or a reason why not."""
    until = since + timedelta(days=days)
    found = list(schedule.announcements(since, until))
    silent = list(schedule.silent_evenings(since, until))
    assert all(first < second for first, second in pairwise([since, *found]))
    assert abs(len(found) + len(silent) - days) <= 1 + 1 / 12
    evenings = {one.astimezone(schedule.EASTERN).date() for one in found}
    assert evenings.isdisjoint(silent)
