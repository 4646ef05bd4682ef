"""What a list lacks and is asked for by name; and addresses that are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from paperlode.errors import StatusError
from paperlode.gather import gather
from paperlode.gather.by_change import by_change
from paperlode.gather.intake import Intake
from paperlode.progress import silent
from paperlode.replica.faults import read_faults
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from paperlode.sighting import Receipt
    from paperlode.store import Store

CRYSTALS = Topic("crystals", "Crystals", "cat:cs.LG AND abs:crystal")
LG = "cs:cs:LG"
EVENING = TODAY + 0.75 * DAY
"""Announced on Thursday."""


@dataclass(slots=True)
class Spoilt:
    """Asks a world; the versions of one paper's record are missing in OAI-PMH."""

    world: World
    identifier: str

    def __call__(self, url: str) -> bytes:
        """Answer, but for that record."""
        records = re.split(rb"(?=<record>)", self.world.ask(url))
        name = f"<id>{self.identifier}</id>".encode()
        return b"".join(
            re.sub(rb"<version .*?</version>", b"", one, flags=re.DOTALL) if name in one else one
            for one in records
        )


def harvest(world: World, store: Store, days: float, spoilt: str = "") -> Receipt:
    """Harvest the set so many days after Thursday."""
    now = TODAY + days * DAY
    world.service.set_clock(now)
    store.began(CRYSTALS, TODAY)
    arxiv = world.arxiv()
    arxiv = replace(arxiv, ask=Spoilt(world, spoilt)) if spoilt else arxiv
    return by_change(Intake([CRYSTALS], store, arxiv, now, silent), LG)


def hidden(*channels: str) -> str:
    """Script that some services lack the paper with number 7."""
    fault = '[[fault]]\nkind = "hole"\nids = ["2608.00007"]\nchannel = "{}"\n'
    return "".join(map(fault.format, channels))


def world_of_a_replaced_paper() -> World:
    """Make an arXiv in which the first version of a paper was to be seen for three days."""
    first = made_up(7, submitted=EVENING - DAY / 4)
    second = replace(first, version=2, updated=EVENING + DAY / 2, abstract="Glass.")
    papers = [(made_up(1), TODAY - DAY), (first, EVENING), (second, EVENING + 3 * DAY)]
    return World.announcing(papers)


def test_a_version_that_its_name_does_not_bring_keeps_the_set_incomplete(store: Store) -> None:
    """It was announced, replaced by one that concerns nobody, and search lacks it: asked again."""
    world = world_of_a_replaced_paper()
    harvest(world, store, 0)
    world.service.faults = read_faults(hidden("search"))
    receipt = harvest(world, store, 5)
    assert (receipt.complete, receipt.missing) == (False, ("2608.00007v1",))
    world.service.faults = read_faults("")
    assert harvest(world, store, 6).complete
    assert store.paper("2608.00007", 1) is not None


def test_a_version_that_is_to_be_had_nowhere_is_given_up(store: Store) -> None:
    """When it was asked for twice, three days apart; the receipt says so."""
    world = world_of_a_replaced_paper()
    harvest(world, store, 0)
    world.service.faults = read_faults(hidden("search"))
    assert [harvest(world, store, days).complete for days in (5, 6, 8)] == [False, False, True]
    assert store.receipts()[-1].missing == ("2608.00007v1",)


def test_a_record_that_cannot_be_read_does_not_keep_a_set_incomplete(store: Store) -> None:
    """The paper is asked for by its name: else one odd record would count as a gap for ever."""
    world = World.announcing([(made_up(1), TODAY - DAY), (made_up(2), EVENING)])
    harvest(world, store, 0)
    assert harvest(world, store, 1, spoilt="2608.00002").complete
    assert store.holding(["2608.00002"])


def test_a_refused_page_says_nothing_of_other_fields(store: Store) -> None:
    """What arXiv says of one address is not that it is out."""
    both = Topic("both", "Both", "(cat:stat.ML OR cat:cs.LG) AND abs:crystal")
    world = World.announcing([(made_up(1), EVENING), (made_up(2), EVENING + 3 * DAY)])
    gather([both], store, world.arxiv(), TODAY, silent)

    def page(url: str) -> bytes:
        if "stat.ML" in url:
            raise StatusError("arXiv refuses the request with status 400")
        return world.ask(url)

    now = TODAY + 4 * DAY
    world.service.set_clock(now)
    receipts = gather([both], store, replace(world.arxiv(), page=page), now, silent)
    days = [receipt for receipt in receipts if receipt.query.startswith("cs.LG ")]
    assert days
    assert all(receipt.complete for receipt in days)
