"""Topics that are taken up, given up, renamed, or change their minds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode.choose import choose
from paperlode.gather import CHANNELS, Plan, Receipts, Survey, gather
from paperlode.progress import silent
from paperlode.publish import Look
from paperlode.publish import status as health
from paperlode.sighting import Kind
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.gather import Coverage
    from paperlode.store import Store

GLASS = Topic("glass", "Glass", "cat:cs.LG AND abs:glass")
CRYSTALS = Topic("crystals", "Crystals", "cat:cs.LG AND abs:crystal")
STEEL = Topic("crystals", "Crystals", "cat:cs.LG AND abs:steel")
RENAMED = Topic("minerals", "Minerals", CRYSTALS.text)


def world_of_evenings() -> World:
    """Make an arXiv that announces a crystal on each of nine evenings, from Wednesday on."""
    evenings = [TODAY + (n - 0.25) * DAY for n in range(9)]
    return World.announcing(
        (made_up(n, submitted=evening - DAY), evening) for n, evening in enumerate(evenings, 1)
    )


def morning(world: World, store: Store, days: float, topics: Sequence[Topic]) -> Coverage:
    """Gather and choose; say how completely the last of the topics is known then."""
    now = TODAY + days * DAY
    world.service.set_clock(now)
    gather(topics, store, world.arxiv(), now, silent)
    plan = Plan(tuple(topics))
    for topic in topics:
        choose(topic, store, now, plan.sets_for(topic))
    survey = Survey(plan, CHANNELS, Receipts(store.receipts()), now)
    return survey.of(topics[-1], store.in_force(topics[-1]) or now)


@pytest.mark.parametrize("between", [GLASS, STEEL])
def test_what_came_while_nobody_asked_comes_in_as_history(store: Store, between: Topic) -> None:
    """The topic was left out, or had another query: neither is its frontier from before."""
    world = world_of_evenings()
    morning(world, store, 0, [CRYSTALS])
    for days in (4, 5):
        morning(world, store, days, [between])
    assert morning(world, store, 6, [CRYSTALS]).complete
    for number in range(1, 8):
        seen = store.history(f"2608.{number:05}").sightings
        assert {sighting.kind for sighting in seen if CRYSTALS.id in sighting.topics} - {
            Kind.DROPPED
        } == {Kind.BACKLOG}


def test_a_larger_field_need_not_have_the_days_of_a_smaller_one(store: Store) -> None:
    """The new topic makes all of computer science stand for its parts, from now on."""
    world = world_of_evenings()
    for days in (0, 1, 4, 5):
        morning(world, store, days, [CRYSTALS])
    many = Topic("many", "Many", " OR ".join(f"cat:cs.{each}" for each in MANY))
    assert Plan((CRYSTALS, many)).fields == ("cs",)
    world.asked.clear()
    assert morning(world, store, 6, [many, CRYSTALS]).complete
    assert not [url for url in world.asked if "catchup" in url and "2026-08-26" not in url]
    assert [url for url in world.asked if "/rss/cs" in url]


MANY = ("AI", "CL", "CV", "DB", "DS", "RO", "SE")


def test_a_renamed_topic_is_asked_for_at_once(store: Store) -> None:
    """It has its query's history under another name, of which its pages know nothing."""
    world = world_of_evenings()
    morning(world, store, 0, [CRYSTALS])
    assert morning(world, store, 4, [RENAMED]).complete


def test_a_new_topic_does_not_darken_the_days_before(store: Store) -> None:
    """Whether a day was whole is judged by what was followed on it."""
    world = world_of_evenings()
    for days in (0, 1, 4, 5):
        morning(world, store, days, [CRYSTALS])
    morning(world, store, 6, [CRYSTALS, GLASS])
    look = Look("Made up", (CRYSTALS, GLASS), ZoneInfo("UTC"), channels=CHANNELS)
    words = {mark.word for mark in health.status(store, look).history}
    assert words.isdisjoint({"incomplete", "failed"})


def test_a_new_topic_that_was_not_asked_for_is_missing(store: Store) -> None:
    """How things stand now is judged by the settings, also before the next run."""
    world = world_of_evenings()
    morning(world, store, 0, [CRYSTALS])
    look = Look("Made up", (CRYSTALS, GLASS), ZoneInfo("UTC"), channels=CHANNELS)
    assert health.status(store, look).state == "incomplete"
