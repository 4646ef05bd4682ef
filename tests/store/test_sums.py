"""Sums by month, of which a day adds up only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode.publish import Look
from paperlode.sighting import Kind
from tests.shelf import CRYSTALS, Shelf
from tests.small_world import made_up

if TYPE_CHECKING:
    from paperlode.store import Store

MONTHS = ("2607", "2608")


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """Give a store with a paper of each of two months."""
    shelf = Shelf(store, Look("", (CRYSTALS,), ZoneInfo("UTC")))
    shelf.see(made_up(1), made_up(2, id="2607.00002"))
    return shelf


def added(shelf: Shelf, base: str = "words", months: tuple[str, ...] = MONTHS) -> list[str]:
    """Say which months are added up when they are asked for."""
    asked: list[str] = []

    def add_up(month: str) -> str:
        asked.append(month)
        return f"{month}: {len(shelf.store.month(month, shelf.look.ids))}"

    sums = shelf.store.summed("papers", base, months, add_up)
    found = {m: f"{m}: {len(shelf.store.month(m, shelf.look.ids))}" for m in months}
    assert sums == found
    return asked


def test_only_months_that_changed_are_added_up(shelf: Shelf) -> None:
    """Papers that come, go, or become others."""
    assert added(shelf) == list(MONTHS)
    assert added(shelf) == []
    shelf.see(made_up(3))
    assert added(shelf) == ["2608"]
    shelf.see(made_up(2, id="2607.00002"), kind=Kind.DROPPED)
    assert added(shelf) == ["2607"]
    shelf.store.save([made_up(1, title="Other")], now=made_up(1).submitted, channel="search")
    assert added(shelf) == ["2608"]


def test_another_way_of_adding_adds_up_all(shelf: Shelf) -> None:
    """So does forgetting; a month that was not asked for is not kept."""
    added(shelf)
    assert added(shelf, "titles") == list(MONTHS)
    shelf.store.forget_sums()
    assert added(shelf, "titles") == list(MONTHS)
    assert added(shelf, "titles", MONTHS[:1]) == []
    assert added(shelf, "titles") == ["2608"]
