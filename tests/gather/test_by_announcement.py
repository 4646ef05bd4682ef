"""What was announced on a day, compared with what reached us."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from paperlode.gather.by_announcement import by_announcement, open_days
from paperlode.gather.by_change import by_change
from paperlode.gather.intake import Intake
from paperlode.gather.plan import Plan
from paperlode.progress import silent
from paperlode.replica.faults import read_faults
from paperlode.sighting import Announcement
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.sighting import Receipt
    from paperlode.store import Store

CRYSTALS = Topic("crystals", "Crystals", "cat:cs.LG AND abs:crystal")
LG = "cs:cs:LG"
THURSDAY = date(2026, 8, 20)
EVENING = TODAY - DAY / 4
"""Announced on Wednesday evening, under Thursday's date."""


def world_of(*numbers: int) -> World:
    """Make an arXiv that announced these papers under Thursday's date."""
    return World.announcing((made_up(n), EVENING) for n in numbers)


def look(world: World, store: Store, now: datetime = TODAY, *, oai: bool = True) -> Receipt:
    """Compare Thursday's announcements with the changes of the set."""
    world.service.set_clock(now)
    store.began(CRYSTALS, TODAY - DAY)
    intake = Intake([CRYSTALS], store, world.arxiv(), now, silent)
    if oai:
        by_change(intake, LG)
    world.asked.clear()
    return by_announcement(intake, LG, THURSDAY)


def channels(world: World) -> list[str]:
    """Say of which services something was asked."""
    paths = [url.removeprefix("http://localhost/").split("/")[0] for url in world.asked]
    return [path.split("?")[0] for path in paths]


def test_a_day_is_closed_when_all_that_was_announced_has_reached_us(store: Store) -> None:
    """One request; a paper that nobody follows has reached us as well."""
    world = World.announcing([(made_up(1), EVENING), (made_up(2, abstract="Glass."), EVENING)])
    receipt = look(world, store)
    assert (receipt.channel, receipt.papers, receipt.complete) == ("feed", 2, True)
    assert (channels(world), receipt.query) == (["rss"], "cs.LG 2026-08-20")


def test_what_was_announced_of_our_papers_is_kept(store: Store) -> None:
    """Day, kind and version; of papers that nobody follows nothing."""
    world = World.announcing([(made_up(1), EVENING), (made_up(2, abstract="Glass."), EVENING)])
    look(world, store)
    assert store.history("2608.00001").announcements == (
        Announcement("2608.00001", 1, THURSDAY, "cross", "cs.LG"),
    )
    assert store.history("2608.00002").announcements == ()


def test_a_listing_does_not_say_which_version(store: Store) -> None:
    """Nor does it take away what the feed said; a day that is read again changes nothing."""
    world = world_of(1)
    look(world, store, TODAY + 3 * DAY)
    listed = Announcement("2608.00001", None, THURSDAY, "cross", "cs.LG")
    assert store.announcements("2608.00001") == (listed,)
    look(world, store)
    mark = store.mark()
    store.announce([listed, replace(listed, version=1)])
    assert store.announcements("2608.00001") == (replace(listed, version=1),)
    assert store.mark() == mark


def test_what_the_changes_lack_is_asked_for_by_name(store: Store) -> None:
    """A hole of OAI-PMH costs nothing: the paper is there on the same day."""
    world = world_of(1, 2)
    world.service.faults = read_faults(
        '[[fault]]\nkind = "hole"\nchannel = "oai"\nids = ["2608.00002"]\n'
    )
    assert look(world, store).complete
    assert channels(world) == ["rss", "api"]
    assert store.paper("2608.00002") == made_up(2)


def test_without_the_changes_everything_is_read_by_name(store: Store) -> None:
    """The feed and the search API together are two channels as well."""
    world = world_of(1, 2)
    assert look(world, store, oai=False).complete
    assert store.holding(["2608.00001", "2608.00002"]) == {"2608.00001", "2608.00002"}


@pytest.mark.parametrize("kind", ["stale-feed", "500", "html", "empty-406", "truncated"])
def test_a_feed_of_no_use_gives_way_to_the_listing(store: Store, kind: str) -> None:
    """One of yesterday, or none at all."""
    world = World.announcing([(made_up(1), EVENING), (made_up(2), EVENING - DAY)])
    world.service.faults = read_faults(f'[[fault]]\nkind = "{kind}"\nchannel = "feed"\n')
    receipt = look(world, store)
    assert (receipt.channel, receipt.complete) == ("listing", True)


def test_a_full_feed_gives_way_to_the_listing(store: Store) -> None:
    """With 2,000 items it may have been cut, and new papers are the first to be lost."""
    world = world_of(*range(1, 2002))
    receipt = look(world, store)
    assert (receipt.channel, receipt.papers, receipt.complete) == ("listing", 2001, True)


def test_past_days_are_read_from_the_listing(store: Store) -> None:
    """The feed is of today only."""
    world = world_of(1)
    receipt = look(world, store, TODAY + 3 * DAY)
    assert (receipt.channel, receipt.complete) == ("listing", True)


def test_an_empty_day_is_believed_when_it_is_over(store: Store) -> None:
    """An announcement can be deferred without notice; on the same day it may only be late."""
    world = World.announcing([(made_up(1), EVENING + DAY)])
    early = look(world, store)
    assert (early.channel, early.complete) == ("listing", False)
    assert early.why == "arXiv shows no announcement, although one was due"
    assert look(world, store, TODAY + DAY).complete


def test_an_empty_day_of_a_small_field_is_believed_when_its_archive_has_one(store: Store) -> None:
    """Not every category has a paper every day."""
    world = World.announcing([(made_up(1, categories=("cs.AI",)), EVENING)])
    receipt = look(world, store)
    assert (receipt.channel, receipt.papers, receipt.complete) == ("listing", 0, True)


def test_what_is_to_be_had_nowhere_keeps_the_day_open_until_it_was_asked_for_twice(
    store: Store,
) -> None:
    """Some days apart; then the day is closed, and the finding stays in the receipt."""
    world = world_of(1, 2)
    world.service.faults = read_faults(
        "".join(
            f'[[fault]]\nkind = "hole"\nchannel = "{channel}"\nids = ["2608.00002"]\n'
            for channel in ("oai", "search")
        )
    )
    found = [look(world, store, TODAY + days * DAY) for days in (0, 1, 3)]
    assert [receipt.complete for receipt in found] == [False, False, True]
    assert [receipt.missing for receipt in found] == [("2608.00002",)] * 3
    assert found[-1].why == "announced and not to be had, asked for twice: 2608.00002"


def test_a_record_of_the_time_before_is_no_witness_of_a_replacement(store: Store) -> None:
    """The listing names no version: while the changes lag, the paper is asked for by name."""
    second = made_up(1, version=2, updated=EVENING - DAY / 4)
    world = World.announcing([(made_up(1), EVENING - 2 * DAY), (second, EVENING)])
    world.service.faults = read_faults(
        '[[fault]]\nkind = "lag"\nchannel = "oai"\ndays = 1\n'
        '[[fault]]\nkind = "500"\nchannel = "feed"\n'
    )
    assert look(world, store).complete
    assert channels(world) == ["rss", "catchup", "api"]
    assert store.versions("2608.00001") == {1, 2}


def test_a_version_that_was_replaced_before_we_saw_it_is_asked_for(store: Store) -> None:
    """OAI-PMH is behind, and the paper's name brings only what replaced it."""
    first = made_up(submitted=TODAY - 9 * DAY)
    moments = (TODAY - 8 * DAY, EVENING, EVENING + DAY)
    papers = [replace(first, version=n, updated=m) for n, m in enumerate(moments, start=1)]
    world = World.announcing(zip(papers, moments, strict=True))
    store.save(papers[:1], now=TODAY - 8 * DAY, channel="oai_pmh", topic=CRYSTALS)
    receipt = look(world, store, TODAY + DAY, oai=False)
    assert store.versions(first.id) == {1, 2, 3}
    assert receipt.complete


def test_a_paper_whose_first_version_never_reached_us_is_asked_for_it(store: Store) -> None:
    """It was announced as new and is a second version by now."""
    first = made_up(categories=("cs.LG",))
    second = replace(first, version=2, updated=EVENING + DAY / 2)
    world = World.announcing([(first, EVENING), (second, EVENING + DAY)])
    look(world, store, TODAY + DAY, oai=False)
    assert store.versions(first.id) == {1, 2}


def test_days_stay_open_until_they_are_closed_or_ninety_days_old(store: Store) -> None:
    """Fridays and Saturdays have no announcement; those before the topic began are history."""
    plan = Plan((CRYSTALS,))
    store.began(CRYSTALS, TODAY - DAY)
    assert open_days(store, plan, TODAY) == {LG: [THURSDAY]}
    assert look(world_of(1), store).complete
    assert open_days(store, plan, TODAY) == {LG: []}
    week = open_days(store, plan, TODAY + 7 * DAY)[LG]
    assert [day.day for day in week] == [21, 24, 25, 26, 27]
    assert len(open_days(store, plan, TODAY + 200 * DAY)[LG]) in range(58, 66)


def test_a_channel_that_is_down_is_asked_once_a_run(store: Store) -> None:
    """Its silence is waited for once, not for every field."""
    world = world_of(1)
    intake = Intake([CRYSTALS], store, replace(world.arxiv(), page=_nobody), TODAY, silent)
    intake.down["feed"] = intake.down["listing"] = "arXiv is overloaded (503)"
    receipt = by_announcement(intake, LG, THURSDAY)
    assert (receipt.complete, world.asked) == (False, [])
    assert "arXiv is overloaded (503)" in receipt.why


def _nobody(url: str) -> bytes:
    raise AssertionError(url)
