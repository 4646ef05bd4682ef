"""Harvests of what changed in a set."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from paperlode.gather.by_change import by_change, look_back
from paperlode.gather.intake import Intake
from paperlode.progress import silent
from paperlode.replica.faults import read_faults
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.sighting import Receipt
    from paperlode.store import Store

CRYSTALS = Topic("crystals", "Crystals", "cat:cs.LG AND abs:crystal")
LG = "cs:cs:LG"


def harvest(world: World, store: Store, now: datetime = TODAY) -> Receipt:
    """Harvest the set of machine learning at a moment."""
    world.service.set_clock(now)
    store.began(CRYSTALS, TODAY)
    return by_change(Intake([CRYSTALS], store, world.arxiv(), now, silent), LG)


def since(world: World) -> str:
    """Say from which day on the last list was asked for."""
    return [parse_qs(urlsplit(url).query)["from"][0] for url in world.asked if "/oai" in url][-1]


def test_what_concerns_a_topic_is_kept_and_everything_is_counted(store: Store) -> None:
    """Also when its dates are old; what nobody follows is only counted."""
    late = made_up(1, submitted=TODAY - 40 * DAY)
    world = World.announcing([(late, TODAY - DAY), (made_up(2, abstract="Glass."), TODAY - DAY)])
    receipt = harvest(world, store)
    assert (receipt.papers, receipt.complete, receipt.highest) == (2, True, "2608.00002")
    assert (store.paper("2608.00001"), store.paper("2608.00002")) == (late, None)


def test_a_harvest_begins_where_the_service_says_the_last_one_ended(store: Store) -> None:
    """Less two days; a week after one that failed, and a week on the very first time."""
    world = World.of([made_up(1)])
    harvest(world, store)
    assert since(world) == "2026-08-13"
    harvest(world, store, TODAY + DAY)
    assert since(world) == "2026-08-18"
    world.answers_left = 0
    assert not harvest(world, store, TODAY + 2 * DAY).complete
    world.answers_left = None
    harvest(world, store, TODAY + 3 * DAY)
    assert since(world) == "2026-08-14"


def test_once_a_week_more_than_a_month_is_looked_through_again(store: Store) -> None:
    """So what slipped through an offset or a hole is found within days; tried once, not daily."""
    world = World.of([made_up(1)])
    weeks = []
    for days in range(16):
        harvest(world, store, TODAY + days * DAY)
        intake = Intake([CRYSTALS], store, world.arxiv(), TODAY + days * DAY, silent)
        world.answers_left = 0 if days == 7 else None
        if look_back(intake, LG) is not None:
            weeks.append(days)
    assert weeks == [7, 14]
    assert any("from=2026-07-30&until=2026-09-01" in url for url in world.asked)


def test_a_wrong_clock_of_ours_moves_no_frontier(store: Store) -> None:
    """The service's own clock counts: after a run in 2030 nothing is skipped."""
    world = World.of([made_up(1)])
    intake = Intake([CRYSTALS], store, world.arxiv(), TODAY.replace(year=2030), silent)
    by_change(intake, LG)
    store.began(CRYSTALS, TODAY)
    harvest(world, store, TODAY + DAY)
    assert since(world) <= "2026-08-18"


def test_a_new_version_is_kept_although_it_matches_no_longer(store: Store) -> None:
    """Else the old one would stay on the pages for ever."""
    second = made_up(1, version=2, updated=TODAY, abstract="We withdraw all.")
    world = World.announcing([(made_up(1), TODAY - DAY), (second, TODAY + DAY / 2)])
    harvest(world, store)
    harvest(world, store, TODAY + DAY)
    assert store.versions("2608.00001") == {1, 2}


@pytest.mark.parametrize(("days", "versions"), [(-1, {3}), (2, {1, 2, 3})])
def test_versions_that_were_replaced_before_any_run_saw_them_are_asked_for(
    store: Store, days: int, versions: set[int]
) -> None:
    """Unless they were replaced before anybody followed the topic."""
    shown = TODAY + days * DAY
    papers = [
        (made_up(1, version=n, updated=shown + n * DAY / 8), shown + n * DAY / 8) for n in (1, 2, 3)
    ]
    world = World.announcing(papers)
    harvest(world, store)
    harvest(world, store, TODAY + 4 * DAY)
    assert store.versions("2608.00001") == versions


def test_a_version_that_concerned_a_topic_and_was_replaced_unseen_is_asked_for(
    store: Store,
) -> None:
    """Although the version that is there now concerns nobody."""
    first = made_up(2, submitted=TODAY + DAY)
    second = made_up(2, version=2, updated=TODAY + 2 * DAY, submitted=TODAY + DAY, abstract="No.")
    unseen = [(first, TODAY + DAY), (second, TODAY + 2 * DAY)]
    harvest(world := World.announcing([(made_up(1), TODAY - DAY), *unseen]), store)
    harvest(world, store, TODAY + 4 * DAY)
    assert store.versions("2608.00002") == {1}


def test_a_list_that_breaks_off_keeps_what_came_and_moves_nothing(store: Store) -> None:
    """The receipt says why; the other sets are not asked by a service that does not answer."""
    world = World.of([made_up(n) for n in range(1, 9)])
    world.service.faults = read_faults('[[fault]]\nkind = "truncated"\nchannel = "oai"\n')
    receipt = harvest(world, store)
    assert not receipt.complete
    assert receipt.why
    assert store.harvested("oai_pmh", LG) is None


def test_repeated_at_the_same_moment_it_asks_for_the_same_and_stays_the_same(store: Store) -> None:
    """As after a kill between two receipts of one run."""
    world = World.of([made_up(1)])
    harvest(world, store, TODAY)
    first = harvest(world, store, TODAY + DAY)
    assert harvest(world, store, TODAY + DAY) == first
    assert [r.run for r in store.receipts_of("oai_pmh", LG)] == [TODAY, TODAY + DAY]


def test_the_overlap_covers_what_changed_while_the_last_harvest_went_on(store: Store) -> None:
    """Days are the service's: a record may change after the harvest of its day."""
    shown = TODAY + timedelta(minutes=5)
    world = World.announcing([(made_up(1), TODAY - DAY), (made_up(2), shown)])
    harvest(world, store)
    assert store.paper("2608.00002") is None
    harvest(world, store, TODAY + DAY)
    assert store.paper("2608.00002") is not None
