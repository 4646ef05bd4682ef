"""The feed of the checks' state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lxml import etree

from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY

if TYPE_CHECKING:
    from tests.shelf import Shelf

NAMES = {"a": "http://www.w3.org/2005/Atom", "h": "http://www.w3.org/1999/xhtml"}
NOTHING: dict[str, Any] = {"complete": False, "papers": 0, "why": "arXiv refused"}


def feed(shelf: Shelf) -> etree._Element:
    """Make the feed and read it as strict XML."""
    return etree.fromstring(shelf.files()["status.xml"])


def texts(shelf: Shelf, path: str) -> list[str]:
    """Read some texts of the feed."""
    return ["".join(map(str, found.itertext())) for found in feed(shelf).iterfind(path, NAMES)]


def states(shelf: Shelf) -> list[str]:
    """Read the states that began, the newest first."""
    return [title.split(":")[0] for title in texts(shelf, "a:entry/a:title")]


def test_every_change_of_state_is_one_entry(shelf: Shelf) -> None:
    """As long as a state lasts nothing is told; that all was well from the beginning neither."""
    shelf.look = replace(shelf.look, topics=(CRYSTALS,))
    days: list[dict[str, Any]] = [{}, {}, {"complete": False}, NOTHING, NOTHING, {}, {}]
    for day, facts in enumerate(days):
        shelf.check(TODAY + day * DAY, **facts)
    assert states(shelf) == ["Complete again", "Failed", "Incomplete"]
    assert texts(shelf, "a:entry/a:updated") == [f"2026-08-2{n}T06:00:00Z" for n in (5, 3, 2)]
    assert texts(shelf, "a:updated") == ["2026-08-25T06:00:00Z"]


def test_entries_keep_their_names(shelf: Shelf) -> None:
    """A rebuilt site names them the same, and what happens later changes none of them."""
    shelf.look = replace(shelf.look, topics=(CRYSTALS,))
    shelf.check(**NOTHING)
    before = texts(shelf, "a:entry/a:id")
    shelf.check(TODAY + DAY)
    assert texts(shelf, "a:entry/a:id")[1:] == before
    assert texts(shelf, "a:entry/a:id")[0].startswith("urn:uuid:")


def test_an_entry_says_what_is_missing_and_why(shelf: Shelf) -> None:
    """A reason is told once, with all the topics that it holds for."""
    shelf.check(complete=False, why="time was up")
    shelf.check(topic=POTENTIALS, complete=False, why="time was up")
    (told,) = texts(shelf, "a:entry//h:li")
    assert told.startswith("Crystals & glasses, Potentials: time was up. It was never completely")
    assert "20 Aug 2026, 14:00 +08" in texts(shelf, "a:entry//h:p")[0]


def test_a_harvest_that_serves_all_topics_counts_too(shelf: Shelf) -> None:
    """It is named by what was asked."""
    shelf.look = replace(shelf.look, topics=(CRYSTALS,), channels=("oai_pmh", "search_api"))
    shelf.check()
    facts: dict[str, Any] = {"channel": "oai_pmh", "query": "*"}
    shelf.check(topic=replace(CRYSTALS, id=""), complete=False, why="cut off", **facts)
    (told,) = texts(shelf, "a:entry//h:li")
    assert "what changed in all of arXiv could not be read whole (OAI-PMH): cut off" in told


def test_what_a_run_did_not_ask_for_stays_as_it_was(shelf: Shelf) -> None:
    """A topic's check does not mend another's; a topic that is followed no more does not count."""
    shelf.check(**NOTHING)
    shelf.check(TODAY + DAY, POTENTIALS)
    assert states(shelf) == ["Incomplete", "Failed"]
    shelf.look = replace(shelf.look, topics=(POTENTIALS,))
    assert states(shelf) == []


def test_hostile_reasons_are_text(shelf: Shelf) -> None:
    """What a server said is shown and does nothing."""
    for day, text in enumerate(HOSTILE):
        shelf.check(TODAY + day * DAY, complete=day % 2 == 0, why=text)
    allowed = {"div", "p", "ul", "li"}
    found = {etree.QName(element) for element in feed(shelf).iter()}
    assert {name.localname for name in found if name.namespace == NAMES["h"]} == allowed


def test_the_status_page_leads_to_its_feed(shelf: Shelf) -> None:
    """Readers of feeds find it by the page, people by a link."""
    page = shelf.page("status/index.html")
    assert page.count('href="../status.xml"') == 2
    shelf.look = replace(shelf.look, url="https://example.org/daily")
    link = feed(shelf).find("a:link[@rel='self']", NAMES)
    assert link is not None
    assert link.get("href") == "https://example.org/daily/status.xml"
