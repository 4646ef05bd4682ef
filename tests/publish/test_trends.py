"""The page of pictures, and the numbers beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from paperlode.annotate import annotate
from paperlode.enrich import Tag
from paperlode.publish import trends
from paperlode.publish.strips import bars
from paperlode.publish.templating import Pages
from paperlode.sighting import Kind
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from tests.shelf import Shelf

SVG = "{http://www.w3.org/2000/svg}"


def files(shelf: Shelf) -> dict[str, bytes]:
    """Write page and picture."""
    annotate(shelf.store, shelf.look.ids, shelf.look.tags)
    return {file.path: file.content for file in trends.files(Pages(shelf.look), shelf.store)}


def page(shelf: Shelf) -> html.HtmlElement:
    """Write the page and read it."""
    return html.document_fromstring(files(shelf)["trends/index.html"])


def table(shelf: Shelf, label: str) -> list[list[str]]:
    """Read the table below a picture."""
    rows = page(shelf).xpath(f"//*[@aria-label='{label}' or @aria-labelledby='{label}']//tr")
    return [[str(cell.text_content()).strip() for cell in row] for row in rows]


def test_papers_are_counted_by_the_week_of_their_submission(shelf: Shelf) -> None:
    """Of all topics together and of each; a paper of both counts once in all."""
    shelf.see(made_up(1), topics=(CRYSTALS, POTENTIALS))
    shelf.see(made_up(2, submitted=TODAY - 8 * DAY), kind=Kind.BACKLOG)
    head, last, before = table(shelf, "Papers a week")[:3]
    assert head == ["Week of", "All topics", "Crystals & glasses", "Potentials"]
    assert (last, before) == (["17 Aug 2026", "1", "1", "1"], ["10 Aug 2026", "1", "1", "0"])


def test_every_picture_says_what_it_shows(shelf: Shelf) -> None:
    """As a sentence for those who do not see it."""
    shelf.see(made_up(1), made_up(2))
    told = [svg.get("aria-label") for svg in page(shelf).iter("svg") if svg.get("role") == "img"]
    assert told[0] == "All topics: 2 papers in 52 weeks, at most 2 in a week, 2 in the last one."


def test_tags_and_elements_are_shares_of_papers(shelf: Shelf) -> None:
    """With links to the pages that list the papers."""
    glass = Tag("glass", "Glass & more", "all:glass", group="matter")
    shelf.look = replace(shelf.look, tags=(glass,))
    shelf.see(made_up(1, abstract="Glass of lithium oxide."), made_up(2))
    assert table(shelf, "Tags by quarter")[1][-1] == "50 %"
    told = table(shelf, "Elements by quarter")
    assert [row[0] for row in told[1:]] == ["Li", "O"]
    assert told[0][-1] == "Q3 2026"
    links = {a.get("href") for a in page(shelf).iter("a")}
    assert {"../elements/Li/index.html", "../tags/glass/index.html"} <= links


def test_delays_are_counted_from_submission_to_first_sight(shelf: Shelf) -> None:
    """In whole days; history is no delay."""
    shelf.see(made_up(1), made_up(2, submitted=TODAY - 6 * DAY))
    shelf.see(made_up(3, submitted=TODAY - 90 * DAY), kind=Kind.BACKLOG)
    told = {row[0]: row[1:3] for row in table(shelf, "delays")}
    assert told["1 day"] == told["5 to 7 days"] == ["1", "50 %"]
    assert told["more than 30 days"] == ["0", "0 %"]


def test_years_are_those_of_identifiers(shelf: Shelf) -> None:
    """The whole archive, the newest year first."""
    shelf.see(made_up(1), made_up(0, id="cond-mat/9907270"))
    assert [row[:2] for row in table(shelf, "years")[1:]] == [["2026", "1"], ["1999", "1"]]


def test_nothing_yet_is_a_page(shelf: Shelf) -> None:
    """Before the first run it says so, and the picture is one."""
    made = files(shelf)
    assert "Nothing is here yet." in made["trends/index.html"].decode()
    assert etree.fromstring(made["trends/papers.svg"]).tag == f"{SVG}svg"


def test_the_picture_stands_alone(shelf: Shelf) -> None:
    """It has a title, a description, its own colours for light and dark, and loads nothing."""
    shelf.see(*(made_up(n) for n in range(1, 8)))
    picture = etree.fromstring(files(shelf)["trends/papers.svg"])
    assert picture.findtext(f"{SVG}title") == "Papers a week: Crystals daily"
    assert "7 papers in 52 weeks" in picture.findtext(f"{SVG}desc", "")
    text = etree.tostring(picture, encoding="unicode")
    assert "prefers-color-scheme: dark" in text
    assert not {"href", "src", "script", "url("} & set(text.replace("(", "( ").split())


def test_the_same_papers_give_the_same_bytes(shelf: Shelf) -> None:
    """And a check that brings nothing writes neither page nor picture."""
    shelf.see(made_up(1))
    assert files(shelf) == files(shelf)
    part = shelf.files(since=shelf.store.mark())
    assert not {"trends/index.html", "trends/papers.svg"} & part.keys()


@pytest.mark.parametrize("text", HOSTILE[:12])
def test_hostile_names_are_text(shelf: Shelf, text: str) -> None:
    """Titles, topics and the name of the site."""
    topics = (replace(CRYSTALS, name=text), POTENTIALS)
    shelf.look = replace(shelf.look, title=text, topics=topics)
    shelf.see(*(made_up(n, title=text) for n in range(1, 30)))
    shelf.see(*(made_up(n, submitted=TODAY - 200 * DAY) for n in range(30, 60)))
    found = {str(element.tag) for element in page(shelf).iter()}
    assert not {"img", "iframe", "b", "i"} & found
    assert len(page(shelf).findall(".//h1")) == 1
    etree.fromstring(files(shelf)["trends/papers.svg"])


def test_bars_are_as_high_as_their_numbers() -> None:
    """The highest fills the row, nothing is no bar, and little can still be seen."""
    assert bars((0, 5, 10), 10) == "M1 10v-5h0.78v5zM2 10v-10h0.78v10z"
    assert bars((1, 1000), 10).startswith("M0 10v-0.5")
    assert not bars((), 10)
