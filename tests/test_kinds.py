"""Which kind of sighting a matching paper is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from paperlode.kinds import LATE_AFTER, OVERLAP, Standing, kind_of, superseded
from paperlode.paper import Paper
from paperlode.sighting import Kind

NOW = datetime(2026, 8, 21, 6, tzinfo=UTC)
DAY = timedelta(days=1)
FOLLOWED = Standing(since=NOW - 100 * DAY, frontier=NOW - DAY)
"""A topic that was followed for a hundred days and harvested whole yesterday."""
BEGINNING = Standing(since=NOW, frontier=None)
"""A topic whose query came in force with this very run."""


def paper(*, submitted: datetime, updated: datetime | None = None, version: int = 1) -> Paper:
    """Make a paper of which only the dates matter."""
    return Paper(
        id="2608.00001",
        version=version,
        title="A made-up title",
        abstract="",
        authors=(),
        categories=("cs.LG",),
        submitted=submitted,
        updated=updated or submitted,
    )


def test_the_first_version_of_a_recent_paper_is_new() -> None:
    """Submitted two days ago, seen today."""
    assert kind_of(paper(submitted=NOW - 2 * DAY), NOW, FOLLOWED) is Kind.NEW


def test_a_paper_first_seen_long_after_its_submission_is_late() -> None:
    """Moderation can take months; such a paper is news on the day it shows."""
    assert kind_of(paper(submitted=NOW - LATE_AFTER - DAY), NOW, FOLLOWED) is Kind.LATE


def test_a_higher_version_of_a_known_paper_is_revised() -> None:
    """However old the paper is."""
    second = paper(submitted=NOW - 900 * DAY, updated=NOW - DAY, version=2)
    assert kind_of(second, NOW, replace(FOLLOWED, versions=frozenset({1}))) is Kind.REVISED


@pytest.mark.parametrize("known", [{2}, {1, 2}])
def test_a_version_that_an_adopted_tracker_had_is_never_news(known: set[int]) -> None:
    """It told of it already, though it kept no record."""
    second = paper(submitted=NOW - DAY, version=2)
    assert kind_of(second, NOW, replace(FOLLOWED, versions=frozenset(known))) is Kind.BACKLOG


@pytest.mark.parametrize(
    ("has", "age", "kind"),
    [
        ({3}, 1, Kind.NEW),
        ({3}, 9, Kind.LATE),
        ({1, 3}, 1, Kind.REVISED),
        ({3}, 101, Kind.BACKLOG),
        ({1, 3}, 101, Kind.BACKLOG),
    ],
)
def test_a_version_that_comes_after_a_newer_one_is_news_if_it_is_of_our_time(
    has: set[int], age: int, kind: Kind
) -> None:
    """A version that was replaced before we saw it belongs to the archive if it is older."""
    second = paper(submitted=NOW - age * DAY, version=2)
    assert kind_of(second, NOW, replace(FOLLOWED, versions=frozenset(has))) is kind


@pytest.mark.parametrize(
    ("has", "kind"), [({1}, Kind.WITHDRAWN), ({3}, Kind.NEW), ((), Kind.NEW), ({2}, Kind.BACKLOG)]
)
def test_a_withdrawal_is_told_to_those_who_have_the_paper(has: set[int], kind: Kind) -> None:
    """A paper that is first met when it is withdrawn already is judged as any other."""
    second = replace(paper(submitted=NOW - DAY, version=2), withdrawn=True)
    assert kind_of(second, NOW, replace(FOLLOWED, versions=frozenset(has))) is kind


@pytest.mark.parametrize(
    ("version", "age", "kind"),
    [
        (1, 1, Kind.CROSS_LISTED),
        (1, 900, Kind.CROSS_LISTED),
        (2, 5, Kind.CROSS_LISTED),
        (2, 1, Kind.NEW),
    ],
)
def test_a_paper_that_was_announced_before_is_cross_listed(
    version: int, age: int, kind: Kind
) -> None:
    """Not when a version that arXiv had not announced by then made it match."""
    standing = replace(FOLLOWED, announced=True, harvested=NOW - DAY)
    assert kind_of(paper(submitted=NOW - age * DAY, version=version), NOW, standing) is kind


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("new", Kind.NEW),
        ("replace", Kind.NEW),
        ("replace-cross", Kind.NEW),
        ("cross", Kind.CROSS_LISTED),
    ],
)
def test_what_arxiv_announces_as_new_now_is_not_cross_listed(told: str, kind: Kind) -> None:
    """Its own word counts more than the order of identifiers: a hole or a hold upsets that."""
    standing = replace(FOLLOWED, announced=True, harvested=NOW, told=frozenset({told}))
    assert kind_of(paper(submitted=NOW - DAY), NOW, standing) is kind


def test_what_the_topic_has_is_never_cross_listed() -> None:
    """A new version of it is a revision."""
    standing = replace(FOLLOWED, announced=True, harvested=NOW, versions=frozenset({1}))
    assert kind_of(paper(submitted=NOW - 9 * DAY, version=2), NOW, standing) is Kind.REVISED


@pytest.mark.parametrize("age", [timedelta(0), DAY, 9 * DAY, 4000 * DAY])
def test_the_history_of_a_new_topic_is_never_news(age: timedelta) -> None:
    """Whatever was updated before the query came in force is backlog, however fresh."""
    assert kind_of(paper(submitted=NOW - age), NOW, BEGINNING) is Kind.BACKLOG


def test_while_the_history_is_still_coming_in_fresh_papers_are_news() -> None:
    """A first sweep that takes three days hides nobody's paper of the second day."""
    begun = Standing(since=NOW - 2 * DAY, frontier=None)
    assert kind_of(paper(submitted=NOW - DAY), NOW, begun) is Kind.NEW


def test_a_changed_query_does_not_hide_what_the_old_query_would_have_brought() -> None:
    """News that both queries match stays news on the day of the change."""
    changed = replace(BEGINNING, matched_before=True)
    assert kind_of(paper(submitted=NOW - DAY), NOW, changed) is Kind.NEW


def test_what_lay_in_the_store_before_the_query_is_history() -> None:
    """Re-evaluating the store brings backlog, also when the old query matched."""
    stored = replace(BEGINNING, matched_before=True)
    assert kind_of(paper(submitted=NOW - DAY), NOW - DAY, stored) is Kind.BACKLOG


def test_an_old_paper_found_while_asking_for_history_is_history() -> None:
    """Somebody asked for old papers, so nothing happened to it today; a recent one is news."""
    found = replace(FOLLOWED, history=True)
    old = paper(submitted=NOW - DAY - OVERLAP - DAY)
    assert kind_of(old, NOW, found) is Kind.BACKLOG
    assert kind_of(paper(submitted=NOW - DAY), NOW, found) is Kind.NEW


@pytest.mark.parametrize(
    ("kinds", "hold"),
    [
        ({1: Kind.NEW}, {1: Kind.NEW}),
        ({1: Kind.NEW, 2: Kind.REVISED}, {1: Kind.NEW, 2: Kind.REVISED}),
        ({1: Kind.NEW, 2: None}, {1: Kind.DROPPED, 2: Kind.DROPPED}),
        ({1: Kind.NEW, 2: Kind.DROPPED}, {1: Kind.DROPPED, 2: Kind.DROPPED}),
        ({1: Kind.NEW, 2: Kind.QUARANTINED}, {1: Kind.DROPPED, 2: Kind.QUARANTINED}),
        (
            {1: Kind.DROPPED, 2: Kind.DROPPED, 3: Kind.NEW},
            {1: Kind.DROPPED, 2: Kind.DROPPED, 3: Kind.NEW},
        ),
        ({1: Kind.NEW, 2: Kind.KNOWN}, {1: Kind.NEW, 2: Kind.KNOWN}),
        ({1: Kind.QUARANTINED, 2: None}, {1: Kind.QUARANTINED}),
        ({1: None}, {}),
    ],
)
def test_a_paper_whose_newest_version_does_not_match_leaves_the_pages(
    kinds: dict[int, Kind | None], hold: dict[int, Kind]
) -> None:
    """All its versions do; one that nobody has a record of is no reason."""
    assert superseded(kinds) == hold
