"""An old paper that comes into a category: told by the changes, dated by the feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from paperlode.choose import choose
from paperlode.gather import Plan, gather
from paperlode.progress import silent
from paperlode.sighting import NEWS, Announcement, Kind
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from paperlode.store import Store
    from paperlode.store.reading import Entry

CRYSTALS = Topic("crystals", "Crystals", "cat:cs.LG AND abs:crystal")
OLD = made_up(1, submitted=TODAY - 30 * DAY, categories=("cond-mat.mtrl-sci",))
EVENING = TODAY + 0.75 * DAY
"""Thursday evening: announced under Friday's date."""


def morning(world: World, store: Store, days: int) -> None:
    """Let a run gather and choose so many days after Thursday."""
    now = TODAY + days * DAY
    world.service.set_clock(now)
    gather([CRYSTALS], store, world.arxiv(), now, silent)
    choose(CRYSTALS, store, now, Plan((CRYSTALS,)).sets_for(CRYSTALS))


def cross_listed(store: Store, missed: int) -> Entry:
    """Cross-list a paper of last month on Thursday evening; run then, after missing some days."""
    listed = replace(OLD, categories=("cond-mat.mtrl-sci", "cs.LG"))
    papers = [(OLD, TODAY - 29 * DAY), (made_up(2), TODAY - DAY / 4), (listed, EVENING)]
    world = World.announcing(papers)
    morning(world, store, 0)
    assert store.announcements(OLD.id) == ()
    morning(world, store, 1 + missed)
    (entry,) = store.latest(9, ["crystals"], NEWS - {Kind.NEW})
    return entry


def test_an_old_paper_that_is_cross_listed_carries_day_and_kind(store: Store) -> None:
    """It is no late paper: arXiv had shown it before."""
    entry = cross_listed(store, 0)
    assert (entry.paper.id, entry.kind) == (OLD.id, Kind.CROSS_LISTED)
    assert entry.announcements == (Announcement(OLD.id, 1, date(2026, 8, 21), "cross", "cs.LG"),)


def test_a_cross_list_of_a_missed_day_is_dated_by_the_listing(store: Store) -> None:
    """Which names no version."""
    entry = cross_listed(store, 4)
    assert entry.kind is Kind.CROSS_LISTED
    assert entry.announcements == (Announcement(OLD.id, None, date(2026, 8, 21), "cross", "cs.LG"),)
