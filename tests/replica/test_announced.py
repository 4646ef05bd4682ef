"""arXiv's schedule: what is submitted when is announced when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from paperlode.paper import moment
from paperlode.replica.announced import announcement


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
