"""What is announced under which day, and as what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from paperlode.paper import moment
from paperlode.replica.announced import Lags
from paperlode.replica.collection import Collection
from paperlode.replica.day import Days
from paperlode.replica.subjects import within
from tests.replica.announcements import announced

DAY = moment("2026-11-17").date()
BEFORE, NOW, AFTER = "2026-11-16T01:00:00Z", "2026-11-17T01:00:00Z", "2026-11-18T01:00:00Z"
NAME = "2611.00001"


@pytest.mark.parametrize(
    ("versions", "field", "kind"),
    [
        ([(NOW, 1, "cs.LG stat.ML")], "cs.LG", "new"),
        ([(NOW, 1, "cs.LG stat.ML")], "cs", "new"),
        ([(NOW, 1, "cs.LG stat.ML")], "stat.ML", "cross"),
        ([(NOW, 1, "cs.LG stat.ML")], "math", None),
        ([(NOW, 1, "eess.SY cs.LG")], "cs.SY", "new"),
        ([(NOW, 1, "cs.IT")], "math", "new"),
        ([(BEFORE, 1, "cs.LG")], "cs.LG", None),
        ([(AFTER, 1, "cs.LG")], "cs.LG", None),
        ([(BEFORE, 1, "cs.LG stat.ML"), (NOW, 2, "cs.LG stat.ML")], "cs.LG", "replace"),
        ([(BEFORE, 1, "cs.LG stat.ML"), (NOW, 2, "cs.LG stat.ML")], "stat.ML", "replace-cross"),
        ([(BEFORE, 1, "cs.LG"), (NOW, 2, "cs.LG stat.ML")], "stat.ML", "cross"),
        ([(BEFORE, 1, "cs.LG"), (NOW, 2, "cs.LG stat.ML")], "cs.LG", "replace"),
        ([(NOW, 1, "cs.LG"), (NOW, 2, "cs.LG")], "cs.LG", "new"),
        ([(NOW, 3, "cs.LG")], "cs.LG", "replace"),
        ([(BEFORE, 4, "cs.LG"), (NOW, 5, "cs.LG")], "cs.LG", "replace"),
        ([(BEFORE, 5, "cs.LG"), (NOW, 6, "cs.LG")], "cs.LG", None),
        ([(BEFORE, 5, "cs.LG"), (NOW, 6, "cs.LG stat.ML")], "stat.ML", "cross"),
        ([(BEFORE, 1, "cs.LG"), (NOW, 1, "cs.LG stat.ML")], "stat.ML", "cross"),
        ([(BEFORE, 1, "cs.LG"), (NOW, 1, "cs.LG stat.ML")], "cs.LG", None),
        ([(BEFORE, 1, "cs.LG"), (NOW, 1, "cs.LG")], "cs.LG", None),
        ([(BEFORE, 9, "cs.LG"), (NOW, 9, "cs.LG stat.ML")], "stat.ML", "cross"),
        ([(BEFORE, 2, "cs.LG"), (NOW, 1, "cs.LG stat.ML")], "stat.ML", None),
        ([(BEFORE, 1, "cs.LG stat.ML"), (NOW, 1, "cs.LG")], "stat.ML", None),
    ],
)
def test_the_kind_is_relative_to_the_field(
    versions: list[tuple[str, int, str]], field: str, kind: str | None
) -> None:
    """Check 45: new under its primary category, cross elsewhere; nothing from version 6 on.

    A change without a new version is announced to those alone whose subject it enters.
    """
    papers = [announced(NAME, when, filed, number) for when, number, filed in versions]
    found = Days(Collection(papers)).notices(DAY, within(field), moment(AFTER))
    assert [notice.kind for notice in found] == ([] if kind is None else [kind])


def test_notices_stand_in_order() -> None:
    """New before cross before replaced, identifiers ascending; the current version is named."""
    papers = [
        announced("2611.00004", NOW),
        announced("2611.00003", NOW, "stat.ML cs.LG"),
        announced("2611.00002", NOW),
        announced("2611.00002", NOW, version=2),
        announced("2611.00001", BEFORE),
        announced("2611.00001", NOW, version=2),
    ]
    found = Days(Collection(papers)).notices(DAY, within("cs"), moment(AFTER))
    assert [(notice.kind, notice.paper.name) for notice in found] == [
        ("new", "2611.00002v2"),
        ("new", "2611.00004v1"),
        ("cross", "2611.00003v1"),
        ("replace", "2611.00001v2"),
    ]


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-11-17T01:00:00Z", "2026-11-17"),  # Monday 20:00 Eastern, winter
        ("2026-07-14T00:00:00Z", "2026-07-14"),  # Monday 20:00 Eastern, summer
        ("2026-11-17T01:00:01Z", "2026-11-18"),  # too late for the feed of that midnight
        ("2026-11-17T00:00:00Z", "2026-11-17"),
        ("2026-11-01T00:00:00Z", "2026-11-01"),  # the night in which summer time ends
        ("2026-11-02T01:00:00Z", "2026-11-02"),
    ],
)
def test_an_announcement_bears_the_next_days_date(when: str, day: str) -> None:
    """What is announced at 20:00 Eastern time is in the feed from midnight on."""
    days = Days(Collection([announced(NAME, when)]))
    date = moment(day).date()
    assert days.of(moment(when)) == date
    late = moment("2027-01-01")
    assert len(days.notices(date, within("cs"), late)) == 1
    assert days.last_before(date + timedelta(days=5)) == date
    assert days.last_before(date) is None


def test_the_delay_can_be_set() -> None:
    """A feed that is slower has the papers a day later."""
    days = Days(Collection([announced(NAME, NOW)]), Lags(feed=timedelta(hours=5)))
    assert days.of(moment(NOW)) == DAY + timedelta(days=1)
