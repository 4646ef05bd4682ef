"""Checks 40 to 43 of a client: whole days and weeks, from arXiv to the published files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from paperlode.replica.announced import Announced
from paperlode.schedule import announcements
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from tests.conformance.tracking import Tracker

MIDNIGHT = TODAY - timedelta(hours=6)
"""The announcement of the night before: 20:00 in New York."""
SUMMER_ENDS = datetime(2026, 10, 29, 6, 30, tzinfo=UTC)
THANKSGIVING = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
LATE = made_up(40, submitted=TODAY - 40 * DAY)
CHEMISTRY = made_up(1, submitted=TODAY - 3 * DAY, categories=("physics.chem-ph",))
CROSSED = replace(CHEMISTRY, categories=("physics.chem-ph", "cs.LG"))
LATER = [
    made_up(100 + number, id=f"{moment:%y%m}.{100 + number:05}", submitted=moment - DAY)
    for number, moment in enumerate(announcements(SUMMER_ENDS - DAY, THANKSGIVING + 7 * DAY))
]
PAPERS = [
    Announced(made_up(10), MIDNIGHT),
    Announced(CHEMISTRY, MIDNIGHT - DAY),
    Announced(LATE, MIDNIGHT + DAY),
    Announced(CROSSED, MIDNIGHT + DAY),
    *(
        Announced(made_up(50 + days, submitted=MIDNIGHT + (days - 1) * DAY), MIDNIGHT + days * DAY)
        for days in (5, 6, 7, 8)
    ),
    *(Announced(paper, paper.submitted + DAY) for paper in LATER),
]


def test_a_late_announcement_is_found(tracker: Tracker) -> None:
    """40. Submitted forty days ago, announced last night: it is news, and called late."""
    assert tracker.run(TODAY) == 0
    assert tracker.run(TODAY + DAY) == 0
    assert tracker.news(TODAY + DAY)[LATE.name] == "late"


def test_a_later_cross_list_is_found_and_called_so(tracker: Tracker) -> None:
    """41. No version and no date changed: it reached our field only now."""
    tracker.run(TODAY)
    assert CROSSED.name not in tracker.news(TODAY)
    assert tracker.run(TODAY + DAY) == 0
    assert tracker.news(TODAY + DAY)[CROSSED.name] == "cross-listed"


def test_a_missed_week_is_recovered_once(tracker: Tracker) -> None:
    """42. Everything of the week is there; a second run changes nothing."""
    tracker.run(TODAY)
    week = TODAY + 8 * DAY
    assert tracker.run(week) == 0
    assert {name: kind for name, kind in tracker.news(week).items() if kind != "backlog"} == {
        LATE.name: "late",
        CROSSED.name: "cross-listed",
        **{f"2608.000{number}v1": "new" for number in (55, 56, 57, 58)},
    }
    before = tracker.files()
    assert tracker.run(week) == 0
    assert tracker.files() == before
    assert tracker.run(week + timedelta(hours=1)) == 0
    assert tracker.news(week + timedelta(hours=1)) == {}


@pytest.mark.parametrize("begin", [SUMMER_ENDS, THANKSGIVING], ids=["clocks", "holiday"])
def test_clocks_and_holidays_change_nothing(tracker: Tracker, begin: datetime) -> None:
    """43. Each paper comes with the first run after its announcement; a silent night is no gap."""
    tracker.run(begin)
    states: dict[str, str] = {}
    for number in range(1, 7):
        now = begin + number * DAY
        assert tracker.run(now) == 0
        due = {paper.name for paper in LATER if now - DAY < paper.submitted + DAY <= now}
        assert set(tracker.news(now)) == due
        states[f"{now:%a}"] = tracker.status["state"]
        assert (states[f"{now:%a}"] == "fresh") == bool(due)
    silent = {day for day, state in states.items() if state == "no announcement"}
    assert silent == ({"Sat", "Sun"} if begin == SUMMER_ENDS else {"Fri", "Sat", "Sun"})
