"""Pages of topics and of authors who are followed; the way between all pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from lxml import html

from paperlode.enrich import Tag
from paperlode.publish import addresses, shelves
from paperlode.sighting import Kind
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from tests.shelf import Shelf

ADA = Tag("ada-example", "Ada Example", 'au:"Ada Example"', group="author")


def found(page: str, path: str) -> Any:  # noqa: ANN401  whatever the path names
    """Look for something in a page."""
    return html.fromstring(page).xpath(path)


def titles(page: str) -> list[str]:
    """Name the papers that a page lists."""
    return [str(each.text_content()) for each in found(page, "//ol/li/a")]


def test_a_topic_has_all_its_papers_newest_first(shelf: Shelf) -> None:
    """History and news alike, and none of another topic."""
    shelf.see(made_up(1), made_up(2, id="2507.00002"), kind=Kind.BACKLOG)
    shelf.see(made_up(3), at=TODAY + DAY)
    shelf.see(made_up(4), topics=(POTENTIALS,))
    shelf.annotate()
    listed = [title[-1] for title in titles(shelf.page("topic/crystals/index.html"))]
    assert listed == ["3", "1", "2"]


def test_a_topic_says_what_it_is(shelf: Shelf) -> None:
    """Description, query and feeds stand on its page, whether or not it has papers."""
    page = shelf.page("topic/crystals/index.html")
    text = " ".join(found(page, "string(//main)").split())
    assert "0 papers that match its query" in text
    assert "What is <solid>" in text
    assert found(page, "string(//pre)") == CRYSTALS.text
    assert "../../feeds/topic/crystals/rss.xml" in found(page, "//main//a/@href")


@pytest.mark.parametrize(
    ("complete", "told"),
    [(True, "Nothing that arXiv announced for it"), (False, "Papers may be missing since")],
)
def test_a_topic_says_how_completely_it_is_known(shelf: Shelf, complete: bool, told: str) -> None:  # noqa: FBT001  a case of the table
    """In the words of the status; and again on the page of all topics."""
    shelf.check(TODAY - DAY)
    shelf.check(complete=complete, why="arXiv did not answer")
    for path in ("topic/crystals/index.html", "topic/index.html"):
        page = shelf.page(path)
        assert told in page
        assert ("arXiv did not answer" in page) is not complete


def test_a_check_without_news_leaves_pages_of_topics_as_they_are(shelf: Shelf) -> None:
    """They tell whether something is missing, not when that was last found out."""
    shelf.see(made_up(1))
    shelf.check()
    before = shelf.page("topic/crystals/index.html")
    shelf.check(TODAY + DAY)
    assert shelf.page("topic/crystals/index.html") == before


def test_a_topic_of_many_papers_is_paged_by_year(shelf: Shelf) -> None:
    """A page of a year stays as it is when papers of another come."""
    old = [made_up(n, id=f"2507.{n:05}") for n in range(1, 61)]
    shelf.see(*old, *(made_up(n) for n in range(1, 61)))
    shelf.annotate()
    before, mark = shelf.files(), shelf.store.mark()
    assert len(titles(before["topic/crystals/index.html"].decode())) == shelves.FIRST
    assert len(titles(before["topic/crystals/2025/index.html"].decode())) == 60

    shelf.see(made_up(99), at=TODAY + DAY)
    shelf.annotate()
    part, after = shelf.files(since=mark), shelf.files()
    assert "topic/crystals/2025/index.html" not in part
    assert before | part == after | {"build.json": part["build.json"]}


def test_an_author_who_is_followed_has_a_page(shelf: Shelf) -> None:
    """It lists their papers, and their name on a paper's page leads to it."""
    shelf.look = replace(shelf.look, tags=(ADA,))
    shelf.see(made_up(1), made_up(2, authors=("Bo Invented",)))
    shelf.annotate()
    assert titles(shelf.page("author/ada-example/index.html")) == [made_up(1).title]
    assert "author/ada-example/" in shelf.page("topic/index.html")
    assert "Ada Example" not in shelf.page("tags/index.html")
    assert authors_linked(shelf.page("paper/2608.00001/index.html")) == ["Ada Example"]
    assert authors_linked(shelf.page("paper/2608.00002/index.html")) == []


def authors_linked(page: str) -> list[str]:
    """Name the authors who lead to a page of theirs."""
    links = found(page, "//p[@class='authors']/a[contains(@href, 'author/')]")
    return [str(each.text_content()) for each in links]


def test_every_kind_of_page_is_two_clicks_away(shelf: Shelf) -> None:
    """From the first page, with a menu that marks where one is."""
    shelf.look = replace(shelf.look, tags=(ADA,), url="https://example.org/daily")
    shelf.see(made_up(1, abstract="Lithium."), made_up(2), at=TODAY - DAY)
    shelf.see(made_up(2, version=2), kind=Kind.REVISED)
    shelf.annotate()
    files = {path: content.decode() for path, content in shelf.files().items()}
    near = {""} | leads(files, {""})
    near |= leads(files, near)
    there = {path.removesuffix("index.html") for path in files if path.endswith("index.html")}
    assert there <= near


def leads(files: dict[str, str], paths: set[str]) -> set[str]:
    """Follow all links of some pages."""
    targets = [
        urljoin(f"https://here/{path}", target)
        for path in paths
        for target in found(files.get(addresses.file_of(path), "<p>"), "//a/@href")
    ]
    return {target.removeprefix("https://here/") for target in targets}


@pytest.mark.parametrize(
    ("path", "told", "name"),
    [
        ("topic/index.html", "page", "Topics"),
        ("topic/crystals/index.html", "true", "Topics"),
        ("month/2026-08/index.html", "true", "Archive"),
        ("about/index.html", "page", "About this site"),
    ],
)
def test_the_menu_marks_where_one_is(shelf: Shelf, path: str, told: str, name: str) -> None:
    """The page itself, or what it belongs to."""
    shelf.see(made_up(1))
    marked = found(shelf.page(path), "//a[@aria-current]")
    assert [(each.get("aria-current"), each.text_content()) for each in marked] == [(told, name)]


def test_an_address_that_leads_nowhere_leads_home(shelf: Shelf) -> None:
    """A server shows 404.html at any depth, so its links begin with the site's own path."""
    shelf.look = replace(shelf.look, url="https://example.org/daily")
    page = shelf.page("404.html")
    assert found(page, "//link[@rel='stylesheet']/@href") == ["/daily/style.css"]
    assert "/daily/" in found(page, "//main//a/@href")


@pytest.mark.parametrize("name", HOSTILE[:30:6])
def test_hostile_names_are_text(shelf: Shelf, name: str) -> None:
    """Of topics as well as of authors."""
    tag = replace(ADA, name=name)
    topic = replace(CRYSTALS, name=name, description=name)
    shelf.look = replace(shelf.look, topics=(topic,), tags=(tag,))
    shelf.see(made_up(1, authors=("Ada Example", name)))
    shelf.annotate()
    for path in ("topic/index.html", "topic/crystals/index.html", "author/ada-example/index.html"):
        root = html.fromstring(shelf.page(path))
        assert root.xpath("count(//h1 | //main)") == 2
        assert (
            root.xpath("count(//script[not(@src)] | //img | //main//@*[starts-with(name(), 'on')])")
            == 0
        )
