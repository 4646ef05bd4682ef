"""What papers are about is found once for each version, and kept on shelves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode.annotate import MANY, annotate, read, workers
from paperlode.enrich import Tag, Tagger
from paperlode.facts import Facts, Link
from paperlode.publish import Look
from paperlode.several import MOST, Several
from paperlode.sighting import Kind
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from paperlode.store import Store

OXIDES = Tag("oxides", "Oxides", "abs:oxide", group="matter")
GLASS = Tag("glass", "Glass", "abs:glass", group="matter")
RUTILE = made_up(1, abstract="A crystal of TiO$_2$, an oxide: https://github.com/example/rutile.")
GLASSY = made_up(2, abstract="A glass of SiO$_2$ without a crystal.")
IDS = (CRYSTALS.id,)


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """Give an empty store with two topics."""
    return Shelf(store, Look("Crystals daily", (CRYSTALS, POTENTIALS), ZoneInfo("UTC")))


def annotated(shelf: Shelf, *tags: Tag) -> Store:
    """See two papers and find out what they are about."""
    shelf.see(RUTILE, GLASSY)
    annotate(shelf.store, IDS, tags)
    return shelf.store


def test_facts_are_kept(shelf: Shelf) -> None:
    """Elements, formulas, links and tags of a version can be read back."""
    store = annotated(shelf, OXIDES, GLASS)

    link = Link("code", "https://github.com/example/rutile")
    assert store.facts(RUTILE.id, 1) == Facts(("O", "Ti"), ("TiO2",), (link,), ("oxides",))
    assert store.facts(GLASSY.id, 1).tags == ("glass",)
    assert store.facts("2601.00001", 1) == Facts()


def test_shelves_count_papers(shelf: Shelf) -> None:
    """Each paper stands under its topics, elements, tags and links, by its month."""
    store = annotated(shelf, OXIDES)

    assert store.shelves() == {
        "element/O": {"2608": 2},
        "element/Si": {"2608": 1},
        "element/Ti": {"2608": 1},
        "has/code": {"2608": 1},
        "tag/oxides": {"2608": 1},
        "topic/crystals": {"2608": 2},
    }
    assert store.shelved("2608")["element/O"] == [GLASSY.id, RUTILE.id]


def test_a_paper_without_elements_has_a_shelf_of_its_own(shelf: Shelf) -> None:
    """Nobody has to guess what the counts leave out."""
    shelf.see(made_up(3))
    annotate(shelf.store, IDS, ())

    assert shelf.store.shelves()["element/none"] == {"2608": 1}


def test_nothing_new_costs_no_change(shelf: Shelf) -> None:
    """A second look writes nothing."""
    store = annotated(shelf, OXIDES)
    mark = store.mark()
    annotate(store, IDS, (OXIDES,))

    assert store.mark() == mark
    assert store.moved(mark) == {}


def test_only_shelves_of_what_changed_move(shelf: Shelf) -> None:
    """A new version moves the shelves on which the paper stood and stands, and no other."""
    store = annotated(shelf)
    mark = store.mark()
    again = made_up(1, version=2, abstract="A crystal of GaN.", updated=TODAY)
    shelf.see(again, at=TODAY + DAY, kind=Kind.REVISED)
    annotate(store, IDS, ())

    names = {"topic/crystals", "element/O", "element/Ti", "has/code", "element/Ga", "element/N"}
    assert store.moved(mark) == {name: {"2608"} for name in names}
    assert "element/Ti" not in store.shelves()
    assert store.shelves()["element/O"] == {"2608": 1}


def test_other_tags_compare_papers_again(shelf: Shelf) -> None:
    """A tag that comes, goes or changes its query is right for papers that were there before."""
    store = annotated(shelf, OXIDES)
    annotate(store, IDS, (GLASS,))
    assert [store.facts(p.id, 1).tags for p in (RUTILE, GLASSY)] == [(), ("glass",)]

    annotate(store, IDS, (Tag("glass", "Glass", "abs:rutile OR abs:oxide"), OXIDES))
    assert [store.facts(p.id, 1).tags for p in (RUTILE, GLASSY)] == [("glass", "oxides"), ()]
    assert store.shelves()["tag/glass"] == {"2608": 1}


def test_another_method_looks_again(shelf: Shelf) -> None:
    """A program that finds other facts forgets the old ones."""
    store = annotated(shelf, OXIDES)
    store.forget_facts("older")
    assert store.facts(RUTILE.id, 1) == Facts()

    annotate(store, IDS, (OXIDES,))
    assert store.facts(RUTILE.id, 1).elements == ("O", "Ti")


def test_only_what_topics_track_is_on_shelves(shelf: Shelf) -> None:
    """Papers that were dropped leave them; topics outside the settings put nothing there."""
    store = annotated(shelf)
    shelf.see(RUTILE, at=TODAY + DAY, kind=Kind.DROPPED)
    annotate(store, IDS, ())
    assert "element/Ti" not in store.shelves()
    assert "element/Si" in store.shelves()

    annotate(store, (POTENTIALS.id,), ())
    assert store.shelves() == {}


def test_several_processes_find_what_one_finds(shelf: Shelf) -> None:
    """Facts come back in the order of the papers, whoever found them."""
    shelf.see(RUTILE, GLASSY, *map(made_up, range(3, 9)))
    papers = [one for some in shelf.store.unread() for one in some]
    with Several(2, Tagger, (OXIDES, GLASS)) as readers:
        found = list(readers.each(read, [papers[:3], papers[3:]]))

    annotate(shelf.store, IDS, (OXIDES, GLASS))
    assert [[number for number, _ in some] for some in found] == [[1, 2, 3], [4, 5, 6, 7, 8]]
    alone = [shelf.store.facts(paper.id, paper.version) for _, paper in papers]
    assert [facts for some in found for _, facts in some] == alone


def test_few_papers_are_read_by_one_process() -> None:
    """Processes that begin cost more than a day's papers."""
    assert workers(MANY - 1) == 1
    assert 1 <= workers(MANY) <= MOST
