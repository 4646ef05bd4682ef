"""The static site: which files it has, and which change."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from paperlode.publish import addresses, site
from paperlode.publish.months import MOST
from paperlode.sighting import Kind
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperlode.topic import Topic
    from tests.shelf import Shelf

OLD = made_up(0, id="cond-mat/0207270")
ALWAYS = {
    *("index.html", "archive/index.html", "trends/index.html", "feeds/index.html"),
    *("starred/index.html", "elements/index.html", "tags/index.html"),
    *("status/index.html", "about/index.html", "search/index.html", "404.html"),
    *("topic/index.html", "topic/crystals/index.html", "topic/potentials/index.html"),
}
FEEDS = ("feed.xml", "rss.xml", "feed.json")


def feeds_of(topic: Topic) -> list[str]:
    """Name the feeds of a topic."""
    return [f"feeds/topic/{topic.id}/{name}" for name in FEEDS]


BESIDE = {
    "trends/papers.svg",
    *FEEDS,
    *feeds_of(CRYSTALS),
    *feeds_of(POTENTIALS),
    "status.xml",
    "status.json",
    "robots.txt",
    *("style.css", "liking.css"),
    "icon.svg",
    "build.json",
    *addresses.SCRIPTS,
}


def fill(shelf: Shelf) -> None:
    """See papers on two days: history, news, a revision and a late find."""
    shelf.see(OLD, made_up(1), at=TODAY - DAY, kind=Kind.BACKLOG)
    shelf.see(made_up(2), made_up(3), at=TODAY - DAY, topics=(CRYSTALS, POTENTIALS))
    shelf.see(made_up(2, version=2), kind=Kind.REVISED)
    shelf.see(made_up(4, submitted=TODAY - 40 * DAY), kind=Kind.LATE, topics=(POTENTIALS,))
    shelf.check()
    shelf.check(topic=POTENTIALS)


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Name the files that differ, leaving out the stamp."""
    return {path for path in after if before.get(path) != after[path]} - {"build.json"}


def pages_of(paths: Iterable[str]) -> set[str]:
    """Leave out what the search page reads: test_search.py is about that."""
    return {path for path in paths if not path.endswith(".js") or "/" not in path}


def test_the_site_has_these_pages(shelf: Shelf) -> None:
    """Latest, days with news, months of identifiers, papers, archive, status, about."""
    fill(shelf)
    assert pages_of(shelf.files()) == ALWAYS | BESIDE | {
        "day/2026-08-19/index.html",
        "day/2026-08-20/index.html",
        "month/2002-07/index.html",
        "month/2026-08/index.html",
        "paper/cond-mat/0207270/index.html",
        *(f"paper/2608.0000{n}/index.html" for n in range(1, 5)),
    }


def test_the_same_store_gives_the_same_bytes(shelf: Shelf) -> None:
    """Neither the clock nor the order of arrival goes into a page."""
    fill(shelf)
    assert shelf.files() == shelf.files()


def test_an_empty_store_has_a_site(shelf: Shelf) -> None:
    """Before the first run there is a page, and it says so."""
    assert set(shelf.files()) == ALWAYS | BESIDE
    assert "No news yet" in shelf.page("index.html")


@pytest.mark.parametrize("url", [None, "https://example.org/daily", "https://example.org/"])
def test_every_link_leads_to_a_file_of_the_site_or_to_arxiv(shelf: Shelf, url: str | None) -> None:
    """Links are relative, so that the site works from a disk and below any address."""
    fill(shelf)
    shelf.look = replace(shelf.look, url=url)
    files = shelf.files()
    for path in files:
        if path.endswith(".html"):
            for element in html.document_fromstring(files[path]).iter("a", "link"):
                if element.get("rel") != "canonical":
                    check_link(element.get("href", ""), path, files, absent="" if url else "/")


def check_link(link: str, path: str, files: dict[str, bytes], absent: str) -> None:
    """Follow one link; ``absent`` is how no link may end."""
    if link.startswith("data:application/x-bibtex;"):
        return
    parts = urlsplit(urljoin(f"https://here.example/{path}", link))
    if parts.netloc != "here.example":
        assert parts.scheme == "https"
        assert parts.netloc in {"arxiv.org", "doi.org"}
        return
    assert not absent or not link.endswith(absent)
    assert not link.startswith("/") or path == addresses.LOST
    target = parts.path.removeprefix("/").removeprefix("daily/")
    assert (f"{target}index.html" if target[-1:] in {"", "/"} else target) in files


def test_addresses_are_absolute_only_when_the_site_has_one(shelf: Shelf) -> None:
    """Canonical addresses and sitemaps need ``url``; nothing else is absolute."""
    fill(shelf)
    assert b"canonical" not in b"".join(shelf.files().values())
    shelf.look = replace(shelf.look, url="https://example.org/daily/")
    page = shelf.page("paper/cond-mat/0207270/index.html")
    assert '<link rel="canonical" href="https://example.org/daily/paper/cond-mat/0207270/">' in page


def test_sitemaps_list_every_page_once(shelf: Shelf) -> None:
    """An index, one for the pages, and one for the papers of each month."""
    fill(shelf)
    shelf.look = replace(shelf.look, url="https://example.org/daily")
    files = shelf.files()
    maps = re.findall("<loc>(.*?)</loc>", files["sitemap.xml"].decode())
    listed = [
        page
        for name in maps
        for page in re.findall(
            "<loc>(.*?)</loc>", files[name.removeprefix("https://example.org/daily/")].decode()
        )
    ]
    pages = {path.removesuffix("index.html") for path in files if path.endswith("index.html")}
    pages.remove(addresses.STARRED)  # empty for everybody but its reader
    assert sorted(listed) == sorted(f"https://example.org/daily/{page}" for page in pages)
    assert b"Sitemap: https://example.org/daily/sitemap.xml" in files["robots.txt"]


@pytest.mark.parametrize("place", range(0, len(HOSTILE), 6))
def test_hostile_titles_are_text_on_every_page(shelf: Shelf, place: int) -> None:
    """Read as a browser reads it, a page has the elements of its templates and no others."""
    titles = HOSTILE[place : place + 6]
    for number, title in enumerate(titles, start=1):
        facts = {"title": title, "abstract": title, "comment": title, "journal_ref": title}
        shelf.see(
            made_up(
                number, authors=(title,), categories=(title,), doi=title, license=title, **facts
            )
        )
    for path, content in shelf.files().items():
        if path.endswith(".html"):
            check_page(content.decode())


EXPECTED = (
    {"html", "head", "meta", "title", "link", "body", "header", "nav", "main", "footer", "section"}
    | {"article", "aside", "div", "h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "a"}
    | {"table", "thead", "tbody", "tr", "th", "td", "pre", "code", "details", "summary", "time"}
    | {"span", "small", "strong", "b", "sub", "sup", "math"}
    | {"svg", "path", "script", "noscript", "button", "label", "input"}
    | {"form", "fieldset", "legend", "select", "option"}
)


def check_page(page: str) -> None:
    """See that a page holds nothing that acts, and none of the characters that hide."""
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", page
    )
    root = html.document_fromstring(page)
    for element in root.iter():
        assert element.tag in EXPECTED or element.xpath("ancestor::math"), element.tag
        assert not [name for name in element.attrib if str(name).startswith(("on", "style"))]
        href = element.get("href", "").removeprefix("data:application/x-bibtex;charset=utf-8,")
        assert href.split(":")[0] not in {"javascript", "data"}
    assert len(root.findall(".//h1")) == len(root.findall(".//main")) == 1


def test_pages_are_strict_about_what_they_load(shelf: Shelf) -> None:
    """A Content-Security-Policy allows our style and picture; nothing comes from elsewhere."""
    fill(shelf)
    shelf.look = replace(shelf.look, url="https://example.org/")
    for path, content in shelf.files().items():
        if path.endswith(".html"):
            root = html.document_fromstring(content)
            policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
            assert str(policy).startswith("default-src 'none'; style-src 'self'; img-src 'self';")
            assert root.xpath("count(//img | //iframe | //@style)") == 0
            named = (str(script.get("src", "")) for script in root.iter("script"))
            ours = {name.rpartition("/")[2] for name in named if name}
            assert ours <= set(addresses.SCRIPTS)
            assert root.xpath("count(//script[not(@src)][not(contains(@type, 'json'))])") == 0
            assert root.get("lang") == "en"


def test_headings_do_not_skip_a_level(shelf: Shelf) -> None:
    """So that a page can be walked through by its headings."""
    fill(shelf)
    for path, content in shelf.files().items():
        if path.endswith(".html"):
            root = html.document_fromstring(content)
            levels = [int(str(e.tag)[1]) for e in root.iter("h1", "h2", "h3", "h4")]
            steps = pairwise(levels)
            assert levels[0] == 1
            assert all(after - before <= 1 for before, after in steps), path


# What changes from one build to the next


def test_a_new_paper_changes_only_what_shows_it(shelf: Shelf) -> None:
    """Old days, other months and other papers keep their bytes."""
    fill(shelf)
    before, mark = shelf.files(), shelf.store.mark()
    shelf.see(made_up(5), at=TODAY + DAY)
    part = shelf.files(since=mark)
    assert changed(before, shelf.files()) == changed(before, part)
    assert pages_of(changed(before, part)) == {
        *("index.html", "archive/index.html", "status/index.html", "status.json"),
        *("topic/index.html", "search/index.html"),
        "elements/index.html",
        *(*FEEDS, *feeds_of(CRYSTALS), "trends/index.html", "trends/papers.svg"),
        *("day/2026-08-21/index.html", "month/2026-08/index.html"),
        "paper/2608.00005/index.html",
    }  # fmt: skip
    assert "paper/2608.00004/index.html" not in part
    assert "month/2002-07/index.html" not in part


def test_a_changed_record_changes_every_page_that_shows_it(shelf: Shelf) -> None:
    """A corrected title reaches the day, the month and the paper, in part as in whole."""
    fill(shelf)
    before, mark = shelf.files(), shelf.store.mark()
    shelf.store.save([made_up(3, title="Corrected")], now=TODAY + DAY, channel="search")
    after = shelf.files()
    assert changed(before, after) == changed(before, shelf.files(since=mark))
    assert pages_of(changed(before, after)) == {
        *("day/2026-08-19/index.html", "month/2026-08/index.html", *FEEDS),
        *(*feeds_of(CRYSTALS), *feeds_of(POTENTIALS)),
        "paper/2608.00003/index.html",
    }  # fmt: skip


def test_a_day_between_two_others_reaches_the_link_of_the_next(shelf: Shelf) -> None:
    """A day links to the one before it, so a day that is filled in later changes the next."""
    shelf.see(made_up(1), at=TODAY - 3 * DAY)
    shelf.see(made_up(2))
    before, mark = shelf.files(), shelf.store.mark()
    shelf.see(made_up(3), at=TODAY - 2 * DAY)
    assert changed(before, shelf.files()) == changed(before, shelf.files(since=mark))


def test_papers_that_stopped_matching_leave_the_pages(shelf: Shelf) -> None:
    """Page, day and month are named as gone when nothing is left on them."""
    shelf.see(made_up(1), OLD)
    before, mark = set(shelf.files()), shelf.store.mark()
    shelf.see(OLD, at=TODAY + DAY, kind=Kind.DROPPED)
    gone = before & set(site.gone(shelf.store, shelf.look, mark))
    assert gone == before - set(shelf.files())
    assert pages_of(gone) == {"paper/cond-mat/0207270/index.html", "month/2002-07/index.html"}
    assert not list(site.gone(shelf.store, shelf.look, shelf.store.mark()))


def test_parts_of_a_month_that_has_room_again_are_gone(shelf: Shelf) -> None:
    """A paper less, and the month stands on one page again."""
    papers = [made_up(n) for n in range(MOST, 2 * MOST + 1)]
    shelf.see(*papers)
    mark = shelf.store.mark()
    shelf.see(papers[0], at=TODAY + DAY, kind=Kind.DROPPED)
    gone = site.gone(shelf.store, shelf.look, mark)
    assert [path for path in gone if path.startswith("month/")] == [
        "month/2026-08/01000/index.html",
        "month/2026-08/02000/index.html",
    ]


def test_a_paper_that_one_topic_drops_stays_for_the_other(shelf: Shelf) -> None:
    """Only the last word of every topic takes a page away."""
    shelf.see(made_up(1), topics=(CRYSTALS, POTENTIALS))
    before, mark = set(shelf.files()), shelf.store.mark()
    shelf.see(made_up(1), at=TODAY + DAY, kind=Kind.DROPPED)
    assert not before & set(site.gone(shelf.store, shelf.look, mark))
    assert "Crystals" not in shelf.page("paper/2608.00001/index.html").split("<dl")[1]


# Stamps


def test_a_stamp_can_be_read_back(shelf: Shelf) -> None:
    """It is the site's last file: a build that was broken off does not claim to be whole."""
    stamp = site.Stamp.of("content", shelf.look)
    assert site.Stamp.read(stamp.file().content) == stamp
    assert list(shelf.files("content"))[-1] == "build.json"


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"content": "x"}'])
def test_a_broken_stamp_is_none(content: bytes | None) -> None:
    """Then everything is built."""
    assert site.Stamp.read(content) is None


@pytest.mark.parametrize(
    "fact",
    [{"title": "x"}, {"url": "https://example.org"}, {"topics": (CRYSTALS,)}, {"contact": "me"}],
)
def test_settings_change_the_stamp(shelf: Shelf, fact: dict[str, object]) -> None:
    """Every page may show them."""
    other = replace(shelf.look, **fact)  # type: ignore[arg-type]
    assert site.Stamp.of("c", other).look != site.Stamp.of("c", shelf.look).look
