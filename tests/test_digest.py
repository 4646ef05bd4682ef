"""What one day says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.digest import bounds, build, day_of, days_with_news
from paperlode.sighting import Kind
from paperlode.topic import Topic
from tests.small_world import TODAY, made_up

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.preference import Rank
    from paperlode.sighting import Announcement

A, B, C = (Topic(name, name.upper(), f"abs:{name}") for name in "abc")
DAY = date(2026, 8, 20)


@dataclass(frozen=True)
class Seen:
    """An entry of the store."""

    paper: Paper
    kind: Kind = Kind.NEW
    topics: tuple[str, ...] = ("a",)
    seen: datetime = TODAY
    before: Paper | None = None
    announcements: tuple[Announcement, ...] = ()
    rank: Rank | None = None


def test_a_paper_stands_once_under_the_first_of_its_topics() -> None:
    """The order of the settings decides; the other topics are named beside it."""
    digest = build([Seen(made_up(1), topics=("c", "a"))], DAY, (B, A, C))
    assert [(group.topic.id, [i.topics for i in group.items]) for group in digest.groups] == [
        ("a", [("a", "c")])
    ]


def test_history_is_counted_and_never_told() -> None:
    """A paper that is history for every topic is no news."""
    digest = build([Seen(made_up(1), Kind.BACKLOG), Seen(made_up(2))], DAY, (A,))
    assert (len(digest.items), digest.backlog) == (1, 1)


def test_two_versions_on_one_day_are_one_news() -> None:
    """The higher version is shown, and a paper that was new today stays new."""
    first, second = Seen(made_up(1)), Seen(made_up(1, version=2), Kind.REVISED, ("b",))
    (item,) = build([second, first], DAY, (A, B)).items
    assert (item.paper.version, item.kind, item.topics) == (2, Kind.NEW, ("a", "b"))


def test_new_comes_before_late_and_revised() -> None:
    """Within a topic the kinds stand in this order, and later submissions first."""
    entries = [
        Seen(made_up(1), Kind.REVISED),
        Seen(made_up(2), Kind.LATE),
        Seen(made_up(3)),
        Seen(made_up(4, submitted=TODAY)),
    ]
    items = build(entries, DAY, (A,)).items
    assert [item.paper.id[-1] for item in items] == ["4", "3", "2", "1"]


def test_the_order_of_a_day_is_that_of_importance() -> None:
    """New papers first, then what came late, then what happened to papers one knows."""
    kinds = ["published", "withdrawn", "revised", "late", "cross-listed", "new"]
    entries = [Seen(made_up(n), Kind(kind)) for n, kind in enumerate(kinds, 1)]
    assert [item.kind for item in build(entries, DAY, (A,)).items] == kinds[::-1]


def test_a_paper_is_told_under_the_most_important_of_its_news() -> None:
    """Whatever else happened to it on that day, in whatever version."""
    entries = [
        Seen(made_up(1), Kind.PUBLISHED),
        Seen(made_up(1, version=2), Kind.REVISED, before=made_up(1)),
        Seen(made_up(1, version=3), Kind.WITHDRAWN, before=made_up(1, version=2)),
    ]
    (item,) = build(entries, DAY, (A,)).items
    assert (item.kind, item.paper.version, item.before) == (Kind.REVISED, 3, made_up(1))


def test_a_revised_paper_says_what_changed_on_that_day() -> None:
    """Compared with the version before the day's first one; a new paper has nothing to compare."""
    new = made_up(1, version=2, title="Glass", comment="5 pages")
    (item,) = build([Seen(new, Kind.REVISED, before=made_up(1))], DAY, (A,)).items
    assert item.revision is not None
    assert item.revision.fields == ("title", "comment")
    (item,) = build([Seen(new, Kind.REVISED), Seen(made_up(1))], DAY, (A,)).items
    assert item.revision is None


def test_topics_that_are_no_longer_followed_tell_nothing() -> None:
    """Only the topics of the settings count."""
    assert build([Seen(made_up(1), topics=("gone",))], DAY, (A,)).groups == ()


@given(st.permutations([Seen(made_up(n), topics=("a", "b")[n % 2 :]) for n in range(1, 7)]))
def test_the_order_of_arrival_does_not_matter(entries: list[Seen]) -> None:
    """The same entries in any order say the same."""
    assert build(entries, DAY, (A, B)) == build(sorted(entries, key=id), DAY, (A, B))


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 8, 20), "Asia/Singapore", 24),
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
    ],
)
def test_days_follow_the_zone_and_its_clock_changes(day: date, zone: str, hours: int) -> None:
    """A day has 23 to 25 hours, and its first and last moments lie in it."""
    first, following = bounds(day, ZoneInfo(zone))
    assert following - first == timedelta(hours=hours)
    assert day_of(first, ZoneInfo(zone)) == day
    assert day_of(following - timedelta(seconds=1), ZoneInfo(zone)) == day


def test_only_days_with_news_count() -> None:
    """History makes no day; several moments of one day are one, and the newest day comes first."""
    moments = [
        (TODAY - timedelta(days=2), Counter({Kind.BACKLOG: 9})),
        (TODAY - timedelta(days=1), Counter({Kind.NEW: 1, Kind.BACKLOG: 2})),
        (TODAY, Counter({Kind.LATE: 2})),
        (TODAY + timedelta(hours=3), Counter({Kind.REVISED: 3})),
    ]
    assert days_with_news(moments, ZoneInfo("UTC")) == (
        (date(2026, 8, 20), 5),
        (date(2026, 8, 19), 1),
    )


def test_a_paper_counts_once_a_day() -> None:
    """However often it was news on it; on another day it counts again."""
    moments = [
        (TODAY - timedelta(days=1), Counter({Kind.NEW: 2})),
        (TODAY, Counter({Kind.REVISED: 1})),
        (TODAY + timedelta(hours=3), Counter({Kind.REVISED: 1, Kind.PUBLISHED: 1})),
    ]
    repeated = [
        [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(hours=3)],
        [TODAY - timedelta(days=1), TODAY + timedelta(hours=3)],
    ]
    assert days_with_news(moments, ZoneInfo("UTC"), repeated) == (
        (date(2026, 8, 20), 2),
        (date(2026, 8, 19), 2),
    )


def test_the_morning_in_singapore_is_not_the_evening_before() -> None:
    """What UTC calls Wednesday evening is Thursday there."""
    evening = datetime(2026, 8, 19, 22, tzinfo=UTC)
    assert day_of(evening, ZoneInfo("Asia/Singapore")) == date(2026, 8, 20)
