"""What a clock that is wrong, ours, may cost; and days that are opened again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from paperlode.gather import CHANNELS, Plan, Receipts, Survey, gather
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


def world_of_evenings() -> World:
    """Make an arXiv that announces a crystal on each of nine evenings, from Wednesday on."""
    evenings = [TODAY + (n - 0.25) * DAY for n in range(9)]
    return World.announcing(
        (made_up(n, submitted=evening - DAY), evening) for n, evening in enumerate(evenings, 1)
    )


def run(
    world: World, store: Store, days: float, ours: float | None = None, since: date | None = None
) -> list[Receipt]:
    """Gather so many days after Thursday; our clock may show another day."""
    world.service.set_clock(TODAY + days * DAY)
    now = TODAY + (days if ours is None else ours) * DAY
    return gather([CRYSTALS], store, world.arxiv(), now, silent, since=since)


def is_complete(store: Store, now: datetime) -> bool:
    """Say whether nothing is known to be missing."""
    survey = Survey(Plan((CRYSTALS,)), CHANNELS, Receipts(store.receipts()), now)
    return survey.of(CRYSTALS, store.in_force(CRYSTALS)).complete


def intake(world: World, store: Store, now: datetime) -> Intake:
    """Give a run of one topic."""
    return Intake([CRYSTALS], store, world.arxiv(), now, silent)


def test_a_day_to_come_is_not_believed_to_be_empty(store: Store) -> None:
    """On Sunday our clock shows Wednesday, and arXiv has nothing for Monday yet."""
    world = world_of_evenings()
    run(world, store, 0)
    receipts = run(world, store, 3, ours=6)
    assert not any(r.complete and not r.papers for r in receipts if r.mode == "day")


def test_what_is_noted_for_later_closes_no_day_now(store: Store) -> None:
    """A day is asked for in its time, whatever a run of the future says of it."""
    world = world_of_evenings()
    run(world, store, 0)
    run(world, store, 1, ours=5)
    assert "cs.LG 2026-08-21" in {r.query for r in run(world, store, 1.1)}


def test_a_year_is_not_asked_for_because_our_clock_is_a_year_behind(store: Store) -> None:
    """The service's clock said up to when its set is whole."""
    world = world_of_evenings()
    run(world, store, 0)
    receipt = by_change(intake(world, store, TODAY - 365 * DAY), LG)
    assert receipt.complete
    assert "from=2026-08-18" in world.asked[-1]


def test_a_week_is_looked_through_again_after_a_run_of_the_future(store: Store) -> None:
    """Else the next time would be after that run."""
    world = world_of_evenings()
    run(world, store, 0)
    look_back(intake(world, store, TODAY + 370 * DAY), LG)
    assert look_back(intake(world, store, TODAY + 8 * DAY), LG) is not None


def test_a_day_is_open_again_when_reconciling_finds_something_missing(store: Store) -> None:
    """Until it is found, or to be had nowhere; a comparison that fails opens nothing."""
    world = world_of_evenings()
    run(world, store, 0)
    world.service.faults = read_faults('[[fault]]\nkind = "hole"\nids = ["2608.00002"]\n')
    run(world, store, 1)
    hidden = [f'[[fault]]\nkind = "hole"\nchannel = "{c}"\nids = ["2608.00002"]\n' for c in HIDING]
    world.service.faults = read_faults("".join(hidden))
    run(world, store, 1.1, since=date(2026, 8, 20))
    assert not is_complete(store, TODAY + 1.1 * DAY)
    world.service.faults = read_faults("")
    run(world, store, 2)
    assert is_complete(store, TODAY + 2 * DAY)
    world.service.faults = read_faults('[[fault]]\nchannel = "listing"\nkind = "500"\n')
    run(world, store, 2.1, since=date(2026, 8, 20))
    assert is_complete(store, TODAY + 2.1 * DAY)


HIDING = ("oai", "search")
"""Channels that lack the paper; its feed names it."""
