"""Papers that are related are found when they come, and stay what they were found to be."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode.publish import Look
from paperlode.sighting import Kind
from paperlode.store import Store
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.paper import Paper

IDS = (CRYSTALS.id, POTENTIALS.id)
SAME = "Perovskite solar cells degrade under humidity."
FILLING = [
    made_up(n, title=f"Number {'abcdefghi'[n - 50]}xyz", abstract=f"Word{'abcdefghi'[n - 50]}q.")
    for n in range(50, 59)
]


def shelf_of(store: Store) -> Shelf:
    """Give a store with two topics."""
    return Shelf(store, Look("Crystals daily", (CRYSTALS, POTENTIALS), ZoneInfo("UTC")))


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """Give a store with papers that have nothing in common."""
    shelf = shelf_of(store)
    shelf.see(*FILLING, at=TODAY - DAY)
    return shelf


def alike(number: int, title: str = "Humidity", **facts: object) -> Paper:
    """Make a paper on one thing."""
    return made_up(number, title=title, abstract=SAME, **facts)


def related(shelf: Shelf, paper: Paper) -> list[str]:
    """Name the papers that are related to one."""
    return [each.id for each in shelf.store.related(paper.id, 6, IDS)]


def test_papers_with_the_same_words_are_related(shelf: Shelf) -> None:
    """Whichever came first; papers about other things are not."""
    shelf.see(alike(1), alike(2), made_up(3, title="Glass", abstract="Melts of silica flow."))
    shelf.annotate()
    assert related(shelf, alike(1)) == ["2608.00002"]
    assert related(shelf, alike(2)) == ["2608.00001"]
    assert related(shelf, made_up(3)) == []


def test_a_paper_that_comes_later_finds_those_before_it(shelf: Shelf) -> None:
    """And is found from them; only their pages are touched by it."""
    shelf.see(alike(1))
    shelf.annotate()
    mark = shelf.store.mark()
    shelf.see(alike(2), at=TODAY + DAY)
    shelf.annotate()
    assert related(shelf, alike(1)) == ["2608.00002"]
    assert shelf.store.relatives(["2608.00002"]) == {"2608.00001"}
    assert not shelf.store.remade(mark)


def test_what_is_followed_no_longer_is_named_no_longer(shelf: Shelf) -> None:
    """Only papers that have a page are named."""
    shelf.see(alike(1), alike(2))
    shelf.see(alike(1), at=TODAY + DAY, kind=Kind.DROPPED)
    shelf.annotate()
    assert related(shelf, alike(2)) == []


def test_day_by_day_or_at_once_the_same_is_found(shelf: Shelf, tmp_path: Path) -> None:
    """So that a store made from the archive gives the same pages."""
    days = [[alike(1), made_up(4)], [alike(2), alike(5, "Degrade")], [alike(3, "Solar cells")]]
    with Store.open(tmp_path / "other.db") as store:
        other = shelf_of(store)
        other.see(*FILLING, at=TODAY - DAY)
        for number, papers in enumerate(days):
            shelf.see(*papers, at=TODAY + number * DAY)
            shelf.annotate()
            other.see(*papers, at=TODAY + number * DAY)
        other.see(alike(1, version=2, title="Other"), at=TODAY + 9 * DAY, kind=Kind.REVISED)
        shelf.see(alike(1, version=2, title="Other"), at=TODAY + 9 * DAY, kind=Kind.REVISED)
        other.annotate()
        shelf.annotate()
        assert _relations(store) == _relations(shelf.store) != []


def _relations(store: Store) -> list[tuple[str, str, int]]:
    return store.rows("SELECT id, other, score FROM relation ORDER BY id, other")


@pytest.mark.parametrize("at", [TODAY - DAY, TODAY])
def test_what_came_before_its_time_lets_all_be_compared_anew(shelf: Shelf, at: object) -> None:
    """As after a merge with another clone of the archive."""
    shelf.see(alike(1))
    shelf.annotate()
    mark = shelf.store.mark()
    shelf.see(alike(2), at=at)  # type: ignore[arg-type]
    shelf.annotate()
    assert shelf.store.remade(mark)
    assert related(shelf, alike(2)) == ["2608.00001"]


def test_another_wording_of_the_same_version_lets_all_be_compared_anew(shelf: Shelf) -> None:
    """For weights are made from it."""
    shelf.see(alike(1), alike(2))
    shelf.annotate()
    mark = shelf.store.mark()
    shelf.store.save([made_up(1, abstract="Glass.")], now=TODAY + DAY, channel="search")
    shelf.annotate()
    assert shelf.store.remade(mark)
    assert related(shelf, alike(2)) == []


def test_nothing_new_is_no_change(shelf: Shelf) -> None:
    """A second look writes nothing, also after a revision."""
    shelf.see(alike(1))
    shelf.annotate()
    shelf.see(alike(1, version=2), at=TODAY + DAY, kind=Kind.REVISED)
    shelf.annotate()
    mark = shelf.store.mark()
    shelf.annotate()
    assert shelf.store.mark() == mark


def test_a_new_paper_changes_the_pages_of_its_relatives(shelf: Shelf) -> None:
    """And of no other paper, in part as in whole."""
    shelf.see(alike(1), made_up(4))
    shelf.annotate()
    before, mark = shelf.files(), shelf.store.mark()
    shelf.see(alike(2), at=TODAY + DAY)
    shelf.annotate()
    after, part = shelf.files(), shelf.files(since=mark)
    assert {path: after[path] for path in part} == part
    assert {path for path in after if before.get(path) != after[path]} <= part.keys()
    papers = {path for path in part if path.startswith("paper/")}
    assert papers == {"paper/2608.00001/index.html", "paper/2608.00002/index.html"}
    assert "Related papers" in part["paper/2608.00001/index.html"].decode()
