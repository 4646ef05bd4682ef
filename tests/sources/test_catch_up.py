"""Catch-up pages: what was announced on one of the last days."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from paperlode.errors import AnswerError, IncompleteError
from paperlode.fetch import Fetch
from paperlode.paper import moment
from paperlode.query.categories import categories
from paperlode.replica import listing
from paperlode.replica.collection import Collection
from paperlode.replica.day import Days
from paperlode.replica.faults import read_faults
from paperlode.replica.server import serve
from paperlode.replica.subjects import archives, members, within
from paperlode.replica.synthetic import synthetic
from paperlode.schedule import EASTERN
from paperlode.sources import catch_up
from paperlode.sources.catch_up import PASSES, TRIES, Listed, Listing
from tests.hostile import HOSTILE
from tests.replica.announcements import announced

DAY = date(2026, 9, 22)
NOW = moment("2026-11-20T17:00:00Z")
NAMES = {"new": "New", "cross": "Cross", "replace": "Replacement"}


def section(
    kind: str, *ids: str, of: int | None = None, how: str = "showing", end: str = ""
) -> str:
    """Write a section with arXiv's elements: the heading stands within the list."""
    entries = "".join(
        f'<dt><a name=\'item{number}\'>[{number}]</a> <a href ="/abs/{name}" title="Abstract" '
        f'id="{name}"> arXiv:{name} </a>{end} [<a href="/pdf/{name}" id="pdf-{name}">pdf</a>]</dt>'
        "<dd><div class='meta'><div class='list-title mathjax'>Title: Total of 7 entries</div>"
        "<h3>x</h3></div></dd>"
        for number, name in enumerate(ids, 1)
    )
    total = len(ids) if of is None else of
    heading = f"{NAMES[kind]} submissions ({how} {len(ids)} of {total:,} entries)"
    return f"<dl id='articles'>\n<h3>{heading}</h3>{entries}</dl>"


def page(total: int, *sections: str, links: str = "", when: str = "Tue, 22 Sep 2026") -> bytes:
    """Write a page with arXiv's headings."""
    said = f"Total of {total} entries for {when}"
    following = "<a href=/catchup/cs/2026-09-23?abs=False&page=1>Continue</a>"
    return (
        "<!DOCTYPE html><html lang='en'><head><title>catchup</title></head><body><div id='dlpage'>"
        f"<h1>Catchup results for Computer Science on {when}</h1><ul></ul><div>{said}\n{links}"
        f"{following}</div>{''.join(sections)}<div></div>{said}\n{links}</div></body></html>"
    ).encode()


def test_a_page_names_papers_by_sections() -> None:
    """Identifiers old and new, kinds, and how many the day has of each."""
    body = page(
        1274,
        section("new", "2609.00001", "2609.00002"),
        section(
            "cross", "math/0702261", of=2, how="showing first", end="(cross-list from math.NT)"
        ),
        section("replace", "2608.00009", of=1270, how="continued, showing last", end="(replaced)"),
        links="View page: <span>1</span><a href=/catchup/cs/2026-09-22?abs=False&page=3>3</a>",
    )
    assert catch_up.read(body) == Listing(
        DAY,
        (
            Listed("2609.00001", "new"),
            Listed("2609.00002", "new"),
            Listed("math/0702261", "cross"),
            Listed("2608.00009", "replace"),
        ),
        1274,
        {"new": 2, "cross": 2, "replace": 1270},
        pages=3,
    )


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("Tue, 22 Sep 2026", DAY),
        ("Tuesday, 1 September 2026", date(2026, 9, 1)),
        ("2026-09-22", DAY),
        ("22 Sept 2026 ", DAY),
    ],
)
def test_a_day_without_announcements_is_a_page(when: str, day: date) -> None:
    """Weekends and holidays; the heading says which day it is."""
    assert catch_up.read(page(0, "<p>No updates</p>", when=when)) == Listing(day, (), 0)


@pytest.mark.parametrize("heading", ["New submissions for Tue", "Something else"])
@pytest.mark.parametrize(
    ("mark", "kind"), [("(replaced)", "replace"), ("(cross-list from x)", "cross"), ("", "")]
)
def test_without_a_section_an_entry_says_what_it_is(heading: str, mark: str, kind: str) -> None:
    """What neither says is left open."""
    entry = f"<h3>{heading}</h3><dl><dt><a href='/abs/2609.00001v2'>x</a>{mark}</dt></dl>"
    assert catch_up.read(page(1, entry)).items == (Listed("2609.00001", kind),)


def test_an_entry_that_names_no_paper_is_told() -> None:
    """Its text stands in where its address is missing."""
    entries = "<dt>arXiv:2609.00001</dt><dt>nothing</dt><dt><a href='/abs/x'>y</a></dt>"
    found = catch_up.read(page(3, f"<dl>{entries}</dl>"))
    assert [item.id for item in found.items] == ["2609.00001"]
    assert [told[:39] for told in found.unreadable] == [
        "an entry of arXiv's page names no paper"
    ] * 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"\x00",
        b"Rate exceeded.",
        b"<html><body><h1>Bad request</h1></body></html>",
        b"<html><h1>Catchup results for x on 99 Sep 2026</h1>Total of 0 entries</html>",
        b"<html><h1>Catchup results for x on 22 Sep 2026</h1></html>",
        b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'/>",
        b"<" * 100_000,
        b"<div>" * 100_000,
        page(2, section("new", "2609.00001", "2609.00002")).partition(b"[2]")[0],
        page(2, section("new", "2609.00001").replace("1 of 1", "2 of 2")),
    ],
    ids=lambda body: repr(body[:24]),
)
def test_what_is_no_whole_page_is_no_day(body: bytes) -> None:
    """Never an empty day."""
    with pytest.raises(AnswerError):
        catch_up.read(body)


def test_no_total_is_smaller_than_what_is_shown() -> None:
    """The day has at least what its sections say."""
    assert catch_up.read(page(0, section("new", "2609.00001"))).total == 1
    assert catch_up.read(page(3, section("new", "2609.00001", of=2_000))).total == 2000


def test_nothing_is_resolved_or_loaded() -> None:
    """A document type with entities is only noise, and so is a very long title."""
    bomb = b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    body = page(1, section("new", "2609.00001").replace("Title:", "&a;&b;" + "x" * 5_000_000))
    assert [each.id for each in catch_up.read(bomb + body).items] == ["2609.00001"]


@dataclass
class Site:
    """arXiv's pages with few entries on each, and answers of its own choice in between."""

    days: Days
    size: int = 7
    odd: dict[int, bytes] = field(default_factory=dict)
    """What is answered instead, by the number of the request, which counts from 1."""
    hidden: frozenset[str] = frozenset()
    urls: list[str] = field(default_factory=list)

    def __call__(self, url: str) -> bytes:
        """Answer a URL."""
        self.urls.append(url)
        if len(self.urls) in self.odd:
            return self.odd[len(self.urls)]
        parts = urlsplit(url)
        pages = listing.Listing(self.days, self.size)
        return pages.answer(parts.path, parts.query, NOW, self.hidden).body

    def listed(self, subject: str, day: date) -> list[Listed]:
        """Read a day."""
        pages = catch_up.follow(self, catch_up.ADDRESS, subject, day)
        return [item for each in pages for item in each.items]


def small(papers: int = 20) -> Site:
    """Make a site on which a day has so many papers."""
    return Site(
        Days(
            Collection(
                announced(f"2611.{n:05}", "2026-11-17T01:00:00Z") for n in range(1, papers + 1)
            )
        )
    )


ON = date(2026, 11, 17)


@pytest.mark.parametrize("subject", ["cs.LG", "cond-mat", "stat.ML", "grp_physics"])
def test_everything_that_was_announced_is_listed(subject: str) -> None:
    """Whole days of synthetic papers, page by page: what is read is what was written."""
    site = Site(Days(Collection(synthetic(4000, 3, moment("2027-01-01T00:00:00Z")))))
    categories_of = members("physics") if subject == "grp_physics" else within(subject)
    kinds: set[str] = set()
    for back in range(14):
        day = NOW.astimezone(EASTERN).date() - timedelta(days=back)
        notices = site.days.notices(day, categories_of, NOW)
        expected = [Listed(each.paper.id, each.kind.removesuffix("-cross")) for each in notices]
        assert site.listed(subject, day) == expected
        kinds.update(item.kind for item in expected)
    assert kinds == set(catch_up.KINDS)


def test_a_title_that_tries_to_be_more_stays_a_title() -> None:
    """No markup of a title makes or hides an entry."""
    papers = [
        announced(f"2611.{number:05}", "2026-11-17T01:00:00Z", title=text)
        for number, text in enumerate(HOSTILE, 1)
    ]
    listed = Site(Days(Collection(papers)), size=2000).listed("cs", ON)
    assert [item.id for item in listed] == [f"2611.{n:05}" for n in range(1, len(HOSTILE) + 1)]


def test_pages_are_asked_for_until_all_entries_arrived() -> None:
    """Twenty papers on pages of seven are three requests, each for one page."""
    site = small()
    assert len(site.listed("cs.LG", ON)) == 20
    assert [url.rpartition("=")[2] for url in site.urls] == ["1", "2", "3"]
    quiet = small()
    assert quiet.listed("cs.LG", date(2026, 11, 15)) == []
    assert len(quiet.urls) == 1


@pytest.mark.parametrize("body", [b"<html>Sorry</html>", page(0), page(5)])
def test_a_page_that_cannot_be_read_is_asked_for_again(body: bytes) -> None:
    """So is one of another day."""
    site = small()
    site.odd = {2: body, 3: body}
    assert len(site.listed("cs.LG", ON)) == 20
    assert len(site.urls) == 5


def test_a_page_that_cannot_be_read_at_all_ends_the_reading() -> None:
    """What came before stands; the sentence says what is the matter."""
    site = small()
    site.odd = dict.fromkeys(range(2, 99), b"<html>Sorry</html>")
    pages = catch_up.follow(site, catch_up.ADDRESS, "cs.LG", ON)
    assert len(next(pages).items) == 7
    with pytest.raises(IncompleteError, match=r"cs.LG of 2026-11-17 cannot be read: .* no page of"):
        next(pages)
    assert len(site.urls) == 1 + TRIES


def test_a_day_that_stays_short_is_incomplete() -> None:
    """Fewer entries than the pages say, in every pass: asked again, then told."""
    short = page(2, section("new", "2611.00001"), when="17 Nov 2026")
    site = small()
    site.odd = dict.fromkeys(range(1, 99), short)
    with pytest.raises(IncompleteError, match=r"of 2 entries of the listing of cs.LG .* only 1 ar"):
        site.listed("cs.LG", ON)
    assert len(site.urls) == 2 * PASSES


def test_an_entry_without_a_paper_makes_a_day_incomplete() -> None:
    """It is named in the sentence."""
    odd = page(2, "<dl><dt>arXiv:2611.00001</dt><dt>odd</dt></dl>", when="17 Nov 2026")
    site = small()
    site.odd = dict.fromkeys(range(1, 99), odd)
    with pytest.raises(IncompleteError, match=r"only 1 arrived; an entry of .* no paper \('odd'\)"):
        site.listed("cs.LG", ON)


def test_what_moved_from_page_to_page_meanwhile_is_found_in_the_second_pass() -> None:
    """A paper that is taken off while the day is read pulls another one over a border."""
    site = small()
    pages = catch_up.follow(site, catch_up.ADDRESS, "cs.LG", ON)
    found = {item.id for item in next(pages).items}
    site.hidden = frozenset({"2611.00001"})
    found |= {item.id for each in pages for item in each.items}
    assert len(found) == 20


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("cs.LG", "cs.LG"),
        ("CS.lg", "cs.LG"),
        ("cond-mat", "cond-mat"),
        ("math.MP", "math-ph"),
        ("cs.NA", "math.NA"),
        ("alg-geom", "math.AG"),
        ("grp_physics", "grp_physics"),
    ],
)
def test_a_page_is_asked_for_by_the_main_name_of_a_field(subject: str, expected: str) -> None:
    """A second name would cost one more request."""
    url = f"https://arxiv.org/catchup/{expected}/2026-11-17?abs=False&page=2"
    assert catch_up.request("https://arxiv.org/", subject, ON, 2) == url


@pytest.mark.parametrize("subject", ["", "cs+math", "cs/x", "grp_", "grp_Physics", "x y"])
def test_what_is_no_field_is_not_asked_for(subject: str) -> None:
    """Nor are several at once."""
    with pytest.raises(ValueError, match="neither an archive nor a category"):
        catch_up.request(catch_up.ADDRESS, subject, ON)


def test_every_field_has_a_page() -> None:
    """Each archive and category of the taxonomy, without being sent on."""
    pages = listing.Listing(Days(Collection([])))
    for name in {*categories(), *archives()}:
        path = urlsplit(catch_up.request("", name, ON)).path
        assert pages.answer(path, "", NOW).status == 200


def test_a_day_comes_over_http() -> None:
    """From the replica: with a fault first, and by a second name."""
    papers = [announced(f"2611.{n:05}", "2026-11-17T01:00:00Z", "math-ph") for n in (1, 2)]
    faults = read_faults('[[fault]]\nkind = "503"\ncount = 1\nchannel = "listing"')
    with (
        serve(Collection(papers), NOW, faults) as replica,
        Fetch(pause=0, wait=lambda _: None) as fetch,
    ):
        pages = list(catch_up.follow(fetch.page, replica.url, "math.MP", ON))
    assert [item.id for item in pages[0].items] == ["2611.00001", "2611.00002"]
    assert (len(pages), fetch.requests) == (1, 2)


def test_titles_are_not_taken_for_counts() -> None:
    """The number of entries stands outside of the list."""
    body = page(1, section("new", "2609.00001")).decode()
    assert re.search(r"Title: Total of 7", html.unescape(body))
    assert catch_up.read(body.encode()).total == 1
