"""arXiv's schedule: what is submitted when is announced when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from paperlode.paper import moment
from paperlode.replica.announced import Lags, announcement
from paperlode.replica.synthetic import synthetic
from paperlode.schedule import midnight


@pytest.mark.parametrize(
    ("submitted", "announced"),
    [
        ("2026-08-17T18:00:00Z", "2026-08-19T00:00:00Z"),  # Monday 14:00 Eastern: Tuesday 20:00
        ("2026-08-18T17:59:59Z", "2026-08-19T00:00:00Z"),  # Tuesday 13:59:59: the same evening
        ("2026-08-18T18:00:00Z", "2026-08-20T00:00:00Z"),  # Tuesday 14:00: Wednesday
        ("2026-08-19T20:00:00Z", "2026-08-21T00:00:00Z"),  # Wednesday: Thursday
        ("2026-08-20T18:00:00Z", "2026-08-24T00:00:00Z"),  # Thursday 14:00: Sunday
        ("2026-08-21T17:59:59Z", "2026-08-24T00:00:00Z"),  # Friday 13:59:59: Sunday
        ("2026-08-21T18:00:00Z", "2026-08-25T00:00:00Z"),  # Friday 14:00: Monday
        ("2026-08-23T12:00:00Z", "2026-08-25T00:00:00Z"),  # Sunday: Monday
        ("2026-08-24T17:59:59Z", "2026-08-25T00:00:00Z"),  # Monday 13:59:59: Monday
        ("2026-01-13T18:59:59Z", "2026-01-14T01:00:00Z"),  # winter: an hour later in UTC
        ("2026-01-13T19:00:00Z", "2026-01-15T01:00:00Z"),
        ("2026-03-06T20:00:00Z", "2026-03-10T00:00:00Z"),  # over the change to summer time
    ],
)
def test_papers_are_announced_on_arxivs_schedule(submitted: str, announced: str) -> None:
    """Submissions close at 14:00 Eastern and are shown at 20:00; Friday's wait for Sunday."""
    assert announcement(moment(submitted)) == moment(announced)


def test_nothing_is_announced_on_friday_and_saturday_evening() -> None:
    """An announcement in UTC falls on Monday to Friday morning and never before submission."""
    start = moment("2026-01-01T00:00:00Z")
    for hours in range(0, 366 * 24, 5):
        submitted = start + timedelta(hours=hours)
        announced = announcement(submitted)
        assert timedelta(hours=6) <= announced - submitted <= timedelta(hours=79)
        assert announced.weekday() < 5


def test_services_show_a_paper_one_after_the_other() -> None:
    """Search at once, OAI-PMH about 22:30, the feeds at midnight Eastern time."""
    evening = announcement(moment("2026-08-18T12:00:00Z"))
    lags = Lags()
    assert evening + lags.search == moment("2026-08-19T00:00:00Z")
    assert evening + lags.oai == moment("2026-08-19T02:30:00Z")
    assert evening + lags.feed == midnight(moment("2026-08-19").date())


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2026-08-19", "2026-08-19T04:00:00Z"),
        ("2026-11-01", "2026-11-01T04:00:00Z"),
        ("2026-11-02", "2026-11-02T05:00:00Z"),
    ],
)
def test_days_begin_in_new_york(day: str, begins: str) -> None:
    """With daylight saving."""
    assert midnight(moment(day).date()) == moment(begins)


@pytest.mark.parametrize(
    ("submitted", "shown"),
    [
        ("2030-05-07T12:00:00Z", "2030-05-09T00:00:00Z"),  # the holiday's papers: next evening
        ("2030-05-08T12:00:00Z", "2030-05-09T00:00:00Z"),  # the day after: as always
        ("2030-05-06T12:00:00Z", "2030-05-07T00:00:00Z"),  # the day before: as always
    ],
)
def test_holidays_are_kept_when_they_are_given(submitted: str, shown: str) -> None:
    """Papers due on a holiday come with the next announcement, in files and synthetic ones."""
    holiday = moment("2030-05-07").date()
    holidays = {2030: {holiday: "Invention Day"}}
    assert announcement(moment(submitted), holidays) == moment(shown)
    until = moment("2030-06-01T00:00:00Z")
    evening = announcement(moment("2030-05-07T12:00:00Z"))
    assert evening in {item.announced for item in synthetic(2000, 1, until)}
    assert evening not in {item.announced for item in synthetic(2000, 1, until, holidays)}
