"""Pages by element, tag and link: complete, no paper twice, and only what changed is written."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode.enrich import Tag
from paperlode.publish import Look, site
from paperlode.publish.shelves import FIRST, YEAR
from paperlode.sighting import Kind
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.store import Store

OXIDES = Tag("oxides", "Oxides & co", "abs:oxide", group="matter")
TEXT = "The oxide TiO$_2$; code: https://github.com/example/rutile."


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """Give an empty store whose site has a tag."""
    look = Look("Crystals daily", (CRYSTALS,), ZoneInfo("UTC"), tags=(OXIDES,))
    return Shelf(store, look)


def rutile(number: int, yymm: str = "2608", **facts: str) -> Paper:
    """Make up a paper on rutile with an identifier of a month."""
    return made_up(number, id=f"{yymm}.{number:05}", **{"abstract": TEXT, **facts})


def built(shelf: Shelf, since: int | None = None) -> dict[str, bytes]:
    """Find facts and make the files of elements and tags."""
    shelf.annotate()
    files = shelf.files(since=since)
    return {path: files[path] for path in files if path.startswith(("elements/", "tags/"))}


def papers_on(page: bytes) -> list[str]:
    """Name the papers that a page lists, in order."""
    return re.findall(r'<li><a href="[./]*/paper/([\d.]+)/', page.decode())


def test_a_paper_stands_on_a_page_for_each_of_its_facts(shelf: Shelf) -> None:
    """Elements, tags, links; and the papers that name no element have a page of their own."""
    shelf.see(rutile(1), made_up(2))
    files = built(shelf)
    assert {path for path in files if path.endswith("index.html")} == {
        *(f"elements/{name}index.html" for name in ("", "O/", "Ti/", "none/")),
        *(f"tags/{name}index.html" for name in ("", "oxides/", "has-code/")),
    }
    assert papers_on(files["elements/none/index.html"]) == ["2608.00002"]
    assert papers_on(files["tags/oxides/index.html"]) == ["2608.00001"]


def test_cards_and_papers_lead_there(shelf: Shelf) -> None:
    """And to the code itself."""
    shelf.see(rutile(1))
    shelf.annotate()
    for page in (shelf.page("index.html"), shelf.page("paper/2608.00001/index.html")):
        assert 'elements/Ti/index.html">Ti</a>' in page
        assert 'tags/oxides/index.html">Oxides &amp; co</a>' in page
        assert '<a href="https://github.com/example/rutile">' in page


def test_many_papers_are_on_the_pages_of_their_years(shelf: Shelf) -> None:
    """The newest stand first; on the years' pages each paper stands once."""
    many = [rutile(n, yymm) for yymm in ("2512", "2601") for n in range(1, FIRST)]
    shelf.see(*many, kind=Kind.BACKLOG)
    files = built(shelf)

    first = papers_on(files["elements/Ti/index.html"])
    assert first == sorted((paper.id for paper in many), reverse=True)[:FIRST]
    years = [files[f"elements/Ti/{year}/index.html"] for year in (2025, 2026)]
    assert sorted(i for page in years for i in papers_on(page)) == sorted(p.id for p in many)


def test_a_year_of_very_many_papers_is_on_the_pages_of_its_months(shelf: Shelf) -> None:
    """So that no page is over 500 kB, and what comes later leaves old months alone."""
    many = [rutile(n, yymm) for yymm in ("2601", "2602") for n in range(1, YEAR // 2 + 2)]
    shelf.see(*many, kind=Kind.BACKLOG)
    files = built(shelf)
    assert papers_on(files["elements/Ti/2026/index.html"]) == []
    assert len(papers_on(files["elements/Ti/2026-01/index.html"])) == YEAR // 2 + 1

    mark = shelf.store.mark()
    shelf.see(rutile(9000, "2602"), at=TODAY + DAY)
    late = {path for path in built(shelf, mark) if path.startswith("elements/Ti/")}
    spans = ("", "2026/", "2026-02/")
    assert late == {f"elements/Ti/{span}index.html" for span in spans}


def grow(shelf: Shelf) -> None:
    """Let one paper more make years necessary."""
    shelf.see(*(rutile(n) for n in range(FIRST, FIRST + 2)))


def revise(shelf: Shelf) -> None:
    """Let a paper name another element."""
    shelf.see(rutile(1, version=2, abstract="Now of ZrO$_2$."), kind=Kind.REVISED)  # type: ignore[arg-type]


def drop(shelf: Shelf) -> None:
    """Let papers go, so that a shelf is empty and another needs no years any more."""
    gone = [rutile(n) for n in range(1, FIRST)]
    shelf.see(*gone, made_up(7000, abstract="Gold."), at=TODAY + DAY, kind=Kind.DROPPED)


def retitle(shelf: Shelf) -> None:
    """Let a record change its title alone."""
    shelf.store.save([rutile(2, title="Renamed")], now=TODAY + DAY, channel="oai_pmh")


@pytest.mark.parametrize("change", [grow, revise, drop, retitle])
def test_what_changed_is_all_that_has_to_be_written(shelf: Shelf, change: object) -> None:
    """Old files, with those written and without those gone, are what a whole build makes."""
    gold = made_up(7000, abstract="Gold.")
    shelf.see(*(rutile(n) for n in range(1, FIRST)), rutile(1, "2512"), gold, kind=Kind.BACKLOG)
    files = built(shelf)
    mark = shelf.store.mark()
    change(shelf)  # type: ignore[operator]

    shelf.annotate()
    gone = set(site.gone(shelf.store, shelf.look, mark))
    now = files | built(shelf, mark)
    assert {path: now[path] for path in now if path not in gone} == built(shelf)


def test_other_shelves_are_left_alone(shelf: Shelf) -> None:
    """A new paper rewrites its own shelves and the two overviews."""
    shelf.see(rutile(1), made_up(2, abstract="Gold."), kind=Kind.BACKLOG)
    built(shelf)
    mark = shelf.store.mark()
    shelf.see(made_up(3, abstract="More gold."), at=TODAY + DAY)
    assert set(built(shelf, mark)) == {
        *("elements/index.html", "elements/Au/index.html", "tags/index.html"),
        *("elements/data/2026.json", "elements/data/2026-08.json"),
    }


def test_the_table_counts_and_the_data_say_which(shelf: Shelf) -> None:
    """A system once, with its papers; titles without markup, month by month."""
    shelf.see(rutile(1, title="On $x<y$"), rutile(2), made_up(3))
    files = built(shelf)
    table = files["elements/index.html"].decode()
    assert 'data-symbol="Ti" data-name="titanium" data-papers="2"' in table
    assert 'No element named</a> <span class="count">1</span>' in table
    assert json.loads(files["elements/data/2026.json"]) == {"O Ti": ["2608.00002", "2608.00001"]}
    assert json.loads(files["elements/data/2026-08.json"])["2608.00001"] == "On x<y"


def test_hostile_texts_are_text(shelf: Shelf) -> None:
    """In lists, in the query of a tag, in its name, and in the data of the filter."""
    tags = tuple(
        Tag(f"t{n}", text or "x", "all:x", group="other") for n, text in enumerate(HOSTILE)
    )
    shelf.look = replace(shelf.look, tags=tags)
    shelf.see(*(made_up(n, title=t, abstract=f"{t} x Ti") for n, t in enumerate(HOSTILE, 1)))
    for path, content in built(shelf).items():
        if path.endswith(".html"):
            assert b"<script>alert" not in content, path
            assert b"<img" not in content, path
        else:
            json.loads(content)
