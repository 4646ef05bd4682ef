"""What topics make of the papers that reached the store."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from paperlode.choose import choose
from paperlode.gather import by_query
from paperlode.progress import silent
from paperlode.sighting import Kind
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.store import Store

CRYSTALS = Topic("crystals", "Crystals", "abs:crystal")
WIDER = Topic("crystals", "Crystals", "abs:crystal OR abs:glass")
NARROWER = Topic("crystals", "Crystals", "abs:crystal AND cat:cs.LG")
GLASSES = Topic("glasses", "Glasses", "abs:glass")


def morning(world: World, store: Store, now: datetime, *topics: Topic) -> dict[str, Kind]:
    """Harvest and choose at a moment; gives what was decided about which version."""
    world.service.set_clock(now)
    for topic in topics:
        by_query(topic, store, world.search(), now, silent)
    return {
        f"{sighting.id}v{sighting.version}": sighting.kind
        for topic in topics
        for sighting in choose(topic, store, now)
    }


def days(*papers: Paper) -> World:
    """Make an arXiv in which papers become visible when they are submitted."""
    return World.of(papers)


def test_the_first_morning_brings_history_and_the_second_news(store: Store) -> None:
    """What was there before us is never announced as if it had happened today."""
    world = days(made_up(1), made_up(2, submitted=TODAY + DAY / 2))
    assert morning(world, store, TODAY, CRYSTALS) == {"2608.00001v1": Kind.BACKLOG}
    assert morning(world, store, TODAY + DAY, CRYSTALS) == {"2608.00002v1": Kind.NEW}
    assert morning(world, store, TODAY + 2 * DAY, CRYSTALS) == {}


def test_a_second_version_is_revised(store: Store) -> None:
    """It is told apart from the first one."""
    first = made_up(1)
    second = made_up(1, version=2, submitted=first.submitted, updated=TODAY + DAY / 2)
    world = days(first, second)
    morning(world, store, TODAY, CRYSTALS)
    assert morning(world, store, TODAY + DAY, CRYSTALS) == {"2608.00001v2": Kind.REVISED}


def test_a_paper_that_arxiv_held_back_is_late(store: Store) -> None:
    """Its submission was weeks before arXiv showed it."""
    held_back = made_up(1, submitted=TODAY - 30 * DAY)
    world = World.announcing([(held_back, TODAY + DAY / 2), (made_up(2), TODAY)])
    morning(world, store, TODAY, CRYSTALS)
    assert morning(world, store, TODAY + DAY, CRYSTALS) == {"2608.00001v1": Kind.LATE}


def test_a_wider_query_brings_history_but_no_news(store: Store) -> None:
    """Only what the old query would have brought as well is news on the day of the change."""
    world = days(
        made_up(1),
        made_up(2, abstract="Glass."),
        made_up(3, abstract="Glass.", submitted=TODAY + DAY / 2),
        made_up(4, submitted=TODAY + DAY / 2),
    )
    morning(world, store, TODAY, CRYSTALS)
    changed = morning(world, store, TODAY + DAY, WIDER)
    assert changed == {
        "2608.00002v1": Kind.BACKLOG,
        "2608.00003v1": Kind.BACKLOG,
        "2608.00004v1": Kind.NEW,
    }


def test_a_narrower_query_drops_papers_and_an_undone_change_brings_them_back(
    store: Store,
) -> None:
    """Dropped papers are kept and marked; when they match again they are history."""
    world = days(made_up(1), made_up(2, categories=("cond-mat.mtrl-sci",)))
    morning(world, store, TODAY, CRYSTALS)
    dropped = morning(world, store, TODAY + DAY, NARROWER)
    again = morning(world, store, TODAY + 2 * DAY, CRYSTALS)
    assert dropped == {"2608.00002v1": Kind.DROPPED}
    assert again == {"2608.00002v1": Kind.BACKLOG}


def test_a_new_topic_beside_an_old_one_brings_history(store: Store) -> None:
    """Also papers that the store has had for long; the old topic has no news from it."""
    both = made_up(1, abstract="Crystal and glass.")
    world = days(both, made_up(2, abstract="Glass."))
    morning(world, store, TODAY, CRYSTALS)
    assert Counter(morning(world, store, TODAY + DAY, CRYSTALS, GLASSES).values()) == {
        Kind.BACKLOG: 2
    }


def test_what_does_not_match_goes_into_quarantine_once(store: Store) -> None:
    """The channel claims it every day; we note it on the first."""
    false_claim = made_up(1, abstract="Glass.")
    store.save([false_claim], now=TODAY, channel="search_api", topic=CRYSTALS)
    store.began(CRYSTALS, TODAY)
    first = choose(CRYSTALS, store, TODAY)
    store.save([false_claim], now=TODAY + DAY, channel="search_api", topic=CRYSTALS)
    assert [sighting.kind for sighting in first] == [Kind.QUARANTINED]
    assert choose(CRYSTALS, store, TODAY + DAY) == []


def test_a_version_that_nobody_claimed_is_not_in_quarantine(store: Store) -> None:
    """Another topic brought it; the channel had named only the version before."""
    first = made_up(1)
    second = made_up(1, version=2, updated=TODAY, abstract="Glass.")
    store.save([first], now=TODAY, channel="search_api", topic=CRYSTALS)
    store.save([second], now=TODAY, channel="search_api", topic=GLASSES)
    seen = [(s.version, s.kind) for s in choose(CRYSTALS, store, TODAY)]
    assert seen == [(1, Kind.DROPPED), (2, Kind.DROPPED)]


def test_a_paper_that_comes_to_match_leaves_quarantine(store: Store) -> None:
    """ArXiv's record changed without a new version, a category was added for example."""
    world = days(made_up(9))
    morning(world, store, TODAY, NARROWER)
    early = made_up(1, categories=("cond-mat.mtrl-sci",), submitted=TODAY + DAY / 4)
    store.save([early], now=TODAY + DAY, channel="search_api", topic=NARROWER)
    choose(NARROWER, store, TODAY + DAY)
    listed = made_up(1, submitted=TODAY + DAY / 4)
    store.save([listed], now=TODAY + 2 * DAY, channel="search_api", topic=NARROWER)
    assert [s.kind for s in choose(NARROWER, store, TODAY + 2 * DAY)] == [Kind.NEW]


@pytest.mark.parametrize("late", [False, True])
def test_history_that_was_asked_for_is_no_news(store: Store, *, late: bool) -> None:
    """A backfill finds what was missed; only what is recent is told as news."""
    world = days(made_up(9))
    morning(world, store, TODAY, CRYSTALS)
    found = made_up(1, submitted=TODAY - (300 * DAY if late else DAY / 2))
    store.save([found], now=TODAY + DAY, channel="search_api", topic=CRYSTALS)
    kinds = [s.kind for s in choose(CRYSTALS, store, TODAY + DAY, history=True)]
    assert kinds == [Kind.BACKLOG if late else Kind.NEW]


def test_a_paper_that_its_new_version_takes_out_of_the_query_leaves_the_pages(
    store: Store,
) -> None:
    """ArXiv returns it no longer; we ask what became of it, and note that."""
    first = made_up(1, submitted=TODAY - 30 * DAY)
    second = made_up(
        1, version=2, submitted=first.submitted, updated=TODAY + DAY / 2, abstract="Glass."
    )
    third = made_up(1, version=3, submitted=first.submitted, updated=TODAY + 3 * DAY / 2)
    world = days(first, second, third, made_up(2))
    morning(world, store, TODAY, CRYSTALS)
    changed = morning(world, store, TODAY + DAY, CRYSTALS)
    assert changed == {"2608.00001v1": Kind.DROPPED, "2608.00001v2": Kind.DROPPED}
    again = morning(world, store, TODAY + 2 * DAY, CRYSTALS)
    assert again == {"2608.00001v1": Kind.BACKLOG, "2608.00001v3": Kind.REVISED}
