"""Every feed keeps the rules of its format, whatever stands in the papers."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from lxml import etree, html

from paperlode.annotate import annotate
from paperlode.enrich import Tag
from paperlode.publish import feeds, turns
from paperlode.publish.templating import Pages
from paperlode.sighting import Kind
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.shelf import Shelf

FORMATS = Path(__file__).parent / "formats"
RULES = {"feed.xml": "atom", "status.xml": "atom", "rss.xml": "rss", "feeds.opml": "opml"}
ADDRESSES = [None, "https://example.org/daily"]


@cache
def rules(name: str) -> etree.RelaxNG:
    """Read a format's rules."""
    return etree.RelaxNG(etree.parse(FORMATS / f"{name}.rng"))


@cache
def of_json() -> Draft202012Validator:
    """Read the rules of JSON Feed."""
    return Draft202012Validator(json.loads((FORMATS / "jsonfeed.json").read_text()))


def files(shelf: Shelf, ids: Sequence[str] | None = None, mark: int = 0) -> dict[str, bytes]:
    """Write the feeds of a site, and what lists them."""
    pages = Pages(shelf.look)
    annotate(shelf.store, shelf.look.ids, shelf.look.tags)
    made = [*feeds.files(pages, shelf.store, ids, mark), *feeds.lists(pages, shelf.store)]
    return {file.path: file.content for file in [*made, turns.atom(pages, shelf.status())]}


def check(shelf: Shelf, url: str | None) -> dict[str, bytes]:
    """Check every feed of a site; gives them."""
    shelf.look = replace(shelf.look, url=url)
    told = {path: content for path, content in files(shelf).items() if path[-5:] != ".html"}
    for path, content in told.items():
        name = path.split("/")[-1]
        if name in RULES:
            rules(RULES[name]).assertValid(etree.fromstring(content))
        else:
            of_json().validate(json.loads(content))
    return told


def fill(shelf: Shelf) -> None:
    """See hostile papers come, change, and be withdrawn."""
    many = tuple(f"Author{n} Invented" for n in range(3000))
    papers = [
        made_up(n, title=text, abstract=text, authors=(text, ""), comment=text, categories=(text,))
        for n, text in enumerate(HOSTILE, start=1)
    ]
    old = [replace(paper, title="x", abstract="y") for paper in papers]
    shelf.see(*old, made_up(99, authors=many), at=TODAY - DAY, topics=(CRYSTALS, POTENTIALS))
    shelf.see(*(replace(paper, version=2) for paper in papers[:20]), kind=Kind.REVISED)
    gone = [replace(paper, version=2, withdrawn=True) for paper in papers[20:]]
    shelf.see(*gone, kind=Kind.WITHDRAWN)


@pytest.mark.parametrize("url", ADDRESSES)
def test_hostile_papers_leave_every_feed_valid(shelf: Shelf, url: str | None) -> None:
    """Atom, RSS, JSON and OPML, with and without an address of the site."""
    fill(shelf)
    shelf.check(complete=False, why=HOSTILE[0])
    told = check(shelf, url)
    assert len(told) == 3 * 3 + 1 + bool(url)


@pytest.mark.parametrize("url", ADDRESSES)
def test_feeds_without_news_are_valid(shelf: Shelf, url: str | None) -> None:
    """Before the first run there is nothing to tell, and the feeds stand."""
    assert not any(json.loads(c)["items"] for p, c in check(shelf, url).items() if p[-4:] == "json")


def test_hostile_names_of_site_and_topics_leave_every_feed_valid(shelf: Shelf) -> None:
    """What stands in the settings is text too."""
    topics = (
        replace(CRYSTALS, name=HOSTILE[3], description=HOSTILE[0]),
        replace(POTENTIALS, name=HOSTILE[24]),
    )
    shelf.look = replace(shelf.look, title=HOSTILE[1], description=HOSTILE[9], topics=topics)
    shelf.see(made_up(1))
    check(shelf, "https://example.org/daily")


def test_every_format_tells_the_same(shelf: Shelf) -> None:
    """Same entries in the same order under the same identifiers and titles."""
    fill(shelf)
    told = check(shelf, None)
    atom = etree.fromstring(told["feed.xml"])
    rss = etree.fromstring(told["rss.xml"])
    items = json.loads(told["feed.json"])["items"]
    for name, tag, key in (("id", "guid", "id"), ("title", "title", "title")):
        said = [each.text for each in atom.iterfind(f"{{*}}entry/{{*}}{name}")]
        assert said == [each.text for each in rss.iterfind(f"channel/item/{tag}")]
        assert said == [item[key] for item in items]
    for item, encoded in zip(items, rss.iterfind("channel/item/{*}encoded"), strict=True):
        assert item["content_html"] == encoded.text


def test_nothing_in_a_feed_runs(shelf: Shelf) -> None:
    """No script, no handler, no picture, no address but arXiv's and publishers'."""
    fill(shelf)
    for item in json.loads(check(shelf, None)["feed.json"])["items"]:
        content = html.fragment_fromstring(item["content_html"], create_parent="div")
        for element in content.iter():
            assert element.tag not in {"script", "img", "iframe", "style", "object"}
            assert not any(name.startswith("on") or name == "style" for name in element.keys())  # noqa: SIM118  lxml
            assert element.get("href", "https://").startswith("https://")


def test_a_topic_has_its_own_feed(shelf: Shelf) -> None:
    """It tells what the topic saw, at the moment at which the topic saw it."""
    shelf.see(made_up(1), made_up(2))
    shelf.see(made_up(2), at=TODAY + DAY, kind=Kind.CROSS_LISTED, topics=(POTENTIALS,))
    told = check(shelf, "https://example.org/daily")
    (item,) = json.loads(told["feeds/topic/potentials/feed.json"])["items"]
    assert (item["id"][-5:], item["date_published"]) == ("00002", "2026-08-21T06:00:00Z")
    assert len(json.loads(told["feeds/topic/crystals/feed.json"])["items"]) == 2
    assert len(json.loads(told["feed.json"])["items"]) == 2


def test_a_shelf_has_its_own_feed(shelf: Shelf) -> None:
    """An element, a tag, code; the page of the shelf leads to it."""
    shelf.look = replace(shelf.look, tags=(Tag("glass", "Glass", "all:glass"),))
    shelf.see(made_up(1, abstract="Glass of lithium. https://github.com/a/b"), made_up(2))
    told = check(shelf, None)
    for folder in ("element/Li", "tag/glass", "has/code"):
        (item,) = json.loads(told[f"feeds/{folder}/feed.json"])["items"]
        assert item["id"] == "https://arxiv.org/abs/2608.00001"
    page = html.document_fromstring(shelf.page("elements/Li/index.html"))
    links = [link.get("href") for link in page.iter("link") if link.get("rel") == "alternate"]
    assert "../../feeds/element/Li/feed.xml" in links


def test_an_author_is_followed_by_a_tag(shelf: Shelf) -> None:
    """In a group of its own, with a feed like any other."""
    author = Tag("example", "Ada Example", 'au:"Ada Example"', group="author")
    shelf.look = replace(shelf.look, tags=(author, Tag("glass", "Glass", "all:glass")))
    shelf.see(made_up(1), made_up(2, abstract="A glass.", authors=("Bo Invented",)))
    told = check(shelf, "https://example.org")
    (item,) = json.loads(told["feeds/tag/example/feed.json"])["items"]
    assert item["id"] == "https://arxiv.org/abs/2608.00001"
    listed = etree.fromstring(told["feeds.opml"]).iterfind("body/outline")
    assert "Authors followed" in [group.get("text") for group in listed]


def test_feeds_of_shelves_come_and_go_with_their_papers(shelf: Shelf) -> None:
    """Only those on which something changed are written; an empty one is named as gone."""
    shelf.see(made_up(1, abstract="We melt lithium."), made_up(2, abstract="We melt iron."))
    before, mark = files(shelf), shelf.store.mark()
    shelf.see(made_up(1, abstract="We melt lithium."), at=TODAY + DAY, kind=Kind.DROPPED)
    part = files(shelf, [made_up(1).id], mark)
    assert not [path for path in part if path.startswith("feeds/element/")]
    lost = {path for path in before if path.startswith("feeds/element/Li/")}
    assert set(feeds.gone(shelf.store, mark)) == lost
    assert len(lost) == 3


def test_only_feeds_of_what_changed_are_written(shelf: Shelf) -> None:
    """What is rendered follows from the papers that changed."""
    shelf.see(made_up(1))
    shelf.see(made_up(2), topics=(POTENTIALS,))
    assert not {"feed.xml", "feeds/topic/crystals/rss.xml"} & files(shelf, []).keys()
    part = files(shelf, [made_up(2).id])
    assert {"feed.xml", "feeds/topic/potentials/rss.xml"} <= part.keys()
    assert "feeds/topic/crystals/rss.xml" not in part


def test_the_list_of_feeds_names_each_once(shelf: Shelf) -> None:
    """For people on a page, for feed readers as OPML, which needs absolute addresses."""
    told = check(shelf, "https://example.org/daily/")
    (listed,) = (etree.fromstring(c) for p, c in told.items() if p == "feeds.opml")
    named = [
        outline.get("xmlUrl", "") for outline in listed.iter("outline") if outline.get("xmlUrl")
    ]
    assert [name.removeprefix("https://example.org/daily/") for name in named] == [
        *("feed.xml", "feeds/topic/crystals/feed.xml", "feeds/topic/potentials/feed.xml"),
    ]
    page = html.document_fromstring(files(shelf)["feeds/index.html"])
    links = {link.get("href", "") for link in page.iter("a")}
    assert {f"../{path}" for path in told} <= links
