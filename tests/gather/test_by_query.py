"""One harvest of one topic."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from paperlode.gather import by_query
from paperlode.progress import silent
from paperlode.replica.faults import read_faults
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from paperlode.sighting import Receipt
    from paperlode.store import Store

CRYSTALS = Topic("crystals", "Crystals", "abs:crystal")


def harvest(world: World, store: Store, topic: Topic = CRYSTALS, size: int = 1000) -> Receipt:
    """Harvest at the moment that the small arXiv's clock shows."""
    return by_query(topic, store, world.search(size), world.service.now, silent)


def test_the_first_harvest_brings_everything_the_query_ever_matched(store: Store) -> None:
    """Old and young papers alike, over as many pages as it takes."""
    world = World.of(made_up(n, submitted=TODAY - 400 * n * DAY) for n in range(1, 8))
    receipt = harvest(world, store, size=2)
    assert (receipt.mode, receipt.complete) == ("sweep", True)
    assert (receipt.papers, receipt.claimed, store.claimed(CRYSTALS)) == (7, 7, 7)


def test_a_quiet_day_costs_one_request(store: Store) -> None:
    """When arXiv counts as many papers as we have, nothing more is asked."""
    world = World.of(made_up(n, submitted=TODAY - 100 * n * DAY) for n in range(1, 8))
    harvest(world, store)
    world.service.set_clock(TODAY + DAY)
    world.asked.clear()
    receipt = harvest(world, store)
    assert (receipt.mode, receipt.complete, len(world.asked)) == ("recent", True, 1)


@pytest.mark.parametrize("age", [0, 1, 13, 40, 400, 4000])
def test_a_paper_that_becomes_visible_late_is_found(store: Store, age: int) -> None:
    """However deep in the past it was submitted, with many others around it."""
    others = [(made_up(n, submitted=TODAY - n * DAY), TODAY - DAY) for n in range(1, 60)]
    held_back = made_up(99, submitted=TODAY - age * DAY - timedelta(hours=1))
    world = World.announcing([*others, (held_back, TODAY + DAY)])
    harvest(world, store, size=10)
    world.service.set_clock(TODAY + DAY)
    assert harvest(world, store, size=10).complete
    assert store.paper(held_back.id) == held_back


def test_versions_that_were_replaced_before_any_run_saw_them_are_asked_for(store: Store) -> None:
    """The search shows the newest version only; those of the time before a topic are history."""
    old = [(made_up(1, version=n, updated=TODAY), TODAY) for n in (1, 2)]
    shown = TODAY + DAY
    new = [
        (made_up(2, version=n, submitted=shown, updated=shown), shown + n * DAY) for n in (1, 2, 3)
    ]
    world = World.announcing([*old, *new])
    harvest(world, store)
    world.service.set_clock(TODAY + 5 * DAY)
    harvest(world, store)
    assert store.versions("2608.00001") == {2}
    assert store.versions("2608.00002") == {1, 2, 3}


def test_a_new_version_of_an_old_paper_is_found(store: Store) -> None:
    """Its submission is years away, its update is not."""
    first = made_up(submitted=TODAY - 900 * DAY)
    second = made_up(version=2, submitted=first.submitted, updated=TODAY)
    world = World.announcing([(first, first.submitted), (second, TODAY + DAY)])
    harvest(world, store)
    world.service.set_clock(TODAY + DAY)
    harvest(world, store)
    assert store.history(first.id).papers == (first, second)


def test_missed_days_are_caught_up(store: Store) -> None:
    """The next harvest reaches back to the last whole one, however long ago that was."""
    world = World.of(made_up(n, submitted=TODAY + n * DAY) for n in range(60))
    harvest(world, store)
    world.service.set_clock(TODAY + 60 * DAY)
    assert harvest(world, store).complete
    assert store.claimed(CRYSTALS) == 60


def test_what_arxiv_returns_no_longer_is_no_claim_any_more(store: Store) -> None:
    """Else the counts would disagree for ever."""
    leaving = made_up(1, submitted=TODAY - 50 * DAY)
    left = made_up(1, version=2, submitted=leaving.submitted, updated=TODAY, abstract="Glass.")
    stays = made_up(2, submitted=TODAY - 60 * DAY)
    world = World.announcing([(leaving, TODAY), (stays, TODAY), (left, TODAY + DAY)])
    harvest(world, store)
    world.service.set_clock(TODAY + DAY)
    assert harvest(world, store).complete
    assert store.claims(CRYSTALS) == {stays.id}


@pytest.mark.parametrize("answers", [0, 1, 2, 3])
def test_a_harvest_that_is_cut_off_says_so_and_keeps_what_it_has(
    store: Store, answers: int
) -> None:
    """Nothing is raised, and the frontier does not move."""
    world = World.of(made_up(n, submitted=TODAY - n * DAY) for n in range(1, 40))
    world.answers_left = answers
    receipt = harvest(world, store, size=10)
    assert (receipt.complete, receipt.why) == (False, "the network is gone")
    assert store.claimed(CRYSTALS) == receipt.papers
    assert store.frontier(CRYSTALS, "search_api") is None


def test_the_harvest_after_one_that_was_cut_off_completes_it(store: Store) -> None:
    """What the first one brought is there, what it did not bring is fetched."""
    world = World.of(made_up(n, submitted=TODAY - n * DAY) for n in range(1, 40))
    world.answers_left = 3
    harvest(world, store, size=10)
    world.answers_left = None
    world.service.set_clock(TODAY + DAY)
    assert harvest(world, store, size=10).complete
    assert (store.claimed(CRYSTALS), store.frontier(CRYSTALS, "search_api")) == (39, TODAY + DAY)


@pytest.mark.parametrize("days", [1, 40])
def test_a_revision_between_a_sweep_that_was_cut_off_and_the_next_one_is_found(
    store: Store, days: int
) -> None:
    """Also in a span of time that the first one brought whole, however long ago."""
    old = [made_up(n, submitted=TODAY - (500 + n) * DAY) for n in range(1, 40)]
    second = made_up(39, version=2, submitted=old[-1].submitted, updated=TODAY + DAY / 2)
    world = World.of([*old, second])
    world.answers_left = 5
    assert not harvest(world, store, size=10).complete
    world.answers_left = None
    world.service.set_clock(TODAY + days * DAY)
    assert harvest(world, store, size=10).complete
    assert store.paper(second.id) == second


def test_a_backfill_asks_for_everything_although_a_sweep_was_once_cut_off(store: Store) -> None:
    """What a later harvest completed is not gone on with."""
    world = World.of(made_up(n, submitted=TODAY - n * DAY) for n in range(1, 40))
    world.answers_left = 3
    harvest(world, store, size=10)
    world.answers_left = None
    world.service.set_clock(TODAY + DAY)
    harvest(world, store, size=10)
    now = TODAY + 2 * DAY
    again = by_query(CRYSTALS, store, world.search(10), now, silent, everything=True)
    assert (again.papers, again.complete) == (39, True)


def test_papers_that_do_not_match_are_counted(store: Store) -> None:
    """The search once took phrases for loose words; we notice with the first answer."""
    crystals = Topic("phrase", "Phrase", 'abs:"green crystal"')
    loose = [made_up(n, abstract="A crystal on green glass.") for n in range(1, 5)]
    world = World.of([*loose, made_up(9, abstract="A green crystal.")])
    world.service.faults = read_faults('[[fault]]\nkind = "loose-phrases"\n')
    receipt = harvest(world, store, crystals)
    assert (receipt.papers, receipt.misfits, receipt.complete) == (5, 4, True)


def test_a_clock_that_was_wrong_does_not_move_the_frontier_into_the_future(store: Store) -> None:
    """A receipt of next year is not believed today."""
    world = World.of([made_up(1), made_up(2, submitted=TODAY + 2 * DAY)])
    world.service.set_clock(datetime.fromisoformat("2027-08-20T06:00:00Z"))
    harvest(world, store)
    world.service.set_clock(TODAY)
    assert harvest(world, store).mode == "sweep"
