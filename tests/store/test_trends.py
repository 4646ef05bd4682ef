"""What pictures are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from paperlode.paper import stamp
from paperlode.publish import Look
from paperlode.sighting import Kind
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from paperlode.store import Store

IDS = ("crystals", "potentials")


def shelf_of(store: Store) -> Shelf:
    """Make the store one that can be filled in a line."""
    return Shelf(store, Look("", (CRYSTALS, POTENTIALS), ZoneInfo("UTC")))


def test_submissions_are_papers_by_their_first_day_and_newest_title(store: Store) -> None:
    """One a paper, however many versions and topics it has."""
    shelf = shelf_of(store)
    shelf.see(made_up(1), made_up(2, id="2506.00002", submitted=TODAY - 400 * DAY))
    shelf.see(made_up(1, version=2, title="Better"), topics=(CRYSTALS, POTENTIALS), at=TODAY + DAY)
    (paper,) = store.submissions("2608", IDS)
    assert (paper.title, paper.topics, paper.submitted) == ("Better", IDS, TODAY - DAY)
    assert len(store.submissions("2506", IDS)) == 1
    assert store.last_submission(IDS) == TODAY - DAY


def test_what_is_dropped_counts_nowhere(store: Store) -> None:
    """Nor does what waits in quarantine."""
    shelf = shelf_of(store)
    shelf.see(made_up(1), kind=Kind.DROPPED)
    shelf.see(made_up(2), kind=Kind.QUARANTINED)
    assert not store.submissions("2608", IDS)
    assert store.last_submission(IDS) is None


def test_delays_are_those_of_papers_that_appeared(store: Store) -> None:
    """Neither history nor cross-lists, and a paper only by its first sight."""
    shelf = shelf_of(store)
    shelf.see(made_up(1), made_up(2), made_up(3, submitted=TODAY - 9 * DAY), kind=Kind.LATE)
    shelf.see(made_up(1, version=2, updated=TODAY), kind=Kind.REVISED, at=TODAY + DAY)
    shelf.see(made_up(4, submitted=TODAY - 9 * DAY), kind=Kind.BACKLOG)
    shelf.see(made_up(4, version=2), at=TODAY + DAY, topics=(POTENTIALS,))
    shelf.see(made_up(5), kind=Kind.CROSS_LISTED)
    assert store.delays("2608", IDS) == {stamp(TODAY): {1: 2, 9: 1}}
    assert not store.delays("2607", IDS)
