"""The news of shelves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from paperlode.annotate import annotate
from paperlode.publish import Look
from paperlode.sighting import Kind
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from paperlode.store import Store

IDS = ("crystals", "potentials")
LITHIUM = "We melt lithium oxide."


def shelf_of(store: Store) -> Shelf:
    """Make the store one that can be filled in a line."""
    return Shelf(store, Look("", (CRYSTALS, POTENTIALS), ZoneInfo("UTC")))


def newest(store: Store, limit: int = 9) -> list[tuple[str, str]]:
    """Give the news of lithium: papers and what they are."""
    annotate(store, IDS, ())
    entries = store.newest(["element/Li", "element/U"], limit, IDS)
    assert entries["element/U"] == []
    return [(entry.paper.name[-3:], str(entry.kind)) for entry in entries["element/Li"]]


def test_news_of_a_shelf_are_those_of_its_papers(store: Store) -> None:
    """Newest first, one entry a paper, history never, so many as are asked for."""
    shelf = shelf_of(store)
    shelf.see(*(made_up(n, abstract=LITHIUM) for n in range(1, 4)), made_up(4))
    shelf.see(made_up(5, abstract=LITHIUM), kind=Kind.BACKLOG)
    shelf.see(made_up(1, version=2, abstract=LITHIUM), at=TODAY + DAY, kind=Kind.REVISED)
    assert newest(store) == [("1v2", "revised"), ("3v1", "new"), ("2v1", "new")]
    assert newest(store, 2) == [("1v2", "revised"), ("3v1", "new")]


def test_the_first_topic_says_when_it_was_news(store: Store) -> None:
    """As in the feed of everything."""
    shelf = shelf_of(store)
    shelf.see(made_up(1, abstract=LITHIUM))
    shelf.see(made_up(2, abstract=LITHIUM), at=TODAY + DAY)
    shelf.see(made_up(1), at=TODAY + 2 * DAY, topics=(POTENTIALS,), kind=Kind.LATE)
    shelf.see(made_up(1, abstract=LITHIUM), at=TODAY + 2 * DAY, topics=(POTENTIALS,))
    assert newest(store) == [("2v1", "new"), ("1v1", "new")]


def test_a_note_that_a_paper_was_published_is_news(store: Store) -> None:
    """Also of history, and then it stands once."""
    shelf = shelf_of(store)
    shelf.see(made_up(1, abstract=LITHIUM), kind=Kind.BACKLOG)
    shelf.see(made_up(2, abstract=LITHIUM), at=TODAY + DAY)
    shelf.see(made_up(1, abstract=LITHIUM, doi="10.1/a"), at=TODAY + DAY, kind=Kind.PUBLISHED)
    assert newest(store) == [("2v1", "new"), ("1v1", "published")]
