"""The daily feeds; the checks are those of docs/replica.md."""

from __future__ import annotations

import pytest
from lxml import etree

from paperlode.paper import moment
from paperlode.replica.collection import Collection
from paperlode.replica.day import Days
from paperlode.replica.feeds import Feeds, Trouble
from tests.replica.announcements import announced

TUESDAY = moment("2026-11-17T12:00:00Z")
PAPERS = [
    announced("2611.00001", "2026-11-13T01:00:00Z", "cs.LG stat.ML"),
    announced("2611.00002", "2026-11-17T01:00:00Z", "cs.LG stat.ML"),
    announced("2611.00003", "2026-11-17T01:00:00Z", "stat.ML cs.LG", license="http://example.org/"),
    announced(
        "2611.00001", "2026-11-17T01:00:00Z", "cs.LG stat.ML", 2, doi="10.99999/a", journal_ref="J"
    ),
    announced("2611.00004", "2026-11-18T01:00:00Z"),
]  # fmt: skip
FEEDS = Feeds(Days(Collection(PAPERS)))


def _feed(path: str, now: str = "", trouble: Trouble | None = None) -> etree._Element:
    answer = FEEDS.answer(path, moment(now) if now else TUESDAY, trouble=trouble)
    return etree.fromstring(answer.body)


def _guids(tree: etree._Element) -> list[str]:
    return [str(found.text).removeprefix("oai:arXiv.org:") for found in tree.iter("guid")]


def _told(element: etree._Element) -> list[tuple[str, str | None]]:
    return [(etree.QName(child).localname, child.text) for child in element]


def test_an_rss_item_tells_a_paper() -> None:
    """Check 45: the version stands in guid and description, not in the link."""
    items = list(_feed("/rss/stat.ML").iter("item"))
    assert _told(items[-1]) == [
        ("title", "Title 2611.00001 & more"),
        ("link", "https://arxiv.org/abs/2611.00001"),
        ("description",
         "arXiv:2611.00001v2 Announce Type: replace-cross \nAbstract: An abstract."),
        ("guid", "oai:arXiv.org:2611.00001v2"),
        ("category", "cs.LG"),
        ("category", "stat.ML"),
        ("pubDate", "Tue, 17 Nov 2026 00:00:00 -0500"),
        ("announce_type", "replace-cross"),
        ("DOI", "10.99999/a"),
        ("journal_reference", "J"),
        ("creator", "Ada Example, Paul Muster"),
    ]  # fmt: skip
    assert [item.get("isPermaLink") for item in items[-1].iter("guid")] == ["false"]
    assert items[0].findtext("{*}rights") == "http://example.org/"


def test_an_atom_entry_tells_the_same() -> None:
    """Check 45: the identifier has the version, the link has not."""
    entries = list(_feed("/atom/cs.LG").iter("{*}entry"))
    assert _told(entries[0]) == [
        ("id", "oai:arXiv.org:2611.00002v1"),
        ("title", "Title 2611.00002 & more"),
        ("updated", "2026-11-17T05:00:00Z"),
        ("link", None),
        ("summary", "arXiv:2611.00002v1 Announce Type: new \nAbstract: An abstract."),
        ("category", None),
        ("category", None),
        ("published", "2026-11-17T00:00:00-05:00"),
        ("announce_type", "new"),
        ("creator", "Ada Example, Paul Muster"),
    ]
    link = entries[0].find("{*}link")
    assert link is not None
    assert link.get("href") == "https://arxiv.org/abs/2611.00002"


def test_a_feed_says_what_it_is() -> None:
    """Title, addresses, days without announcements, midnight in New York."""
    [channel] = _feed("/rss/Stat.ml+CS").iter("channel")
    assert [(name, value) for name, value in _told(channel) if name != "item"] == [
        ("title", "stat.ML, cs updates on arXiv.org"),
        ("link", "http://rss.arxiv.org/rss/stat.ML+cs"),
        ("description", "stat.ML, cs updates on the arXiv.org e-print archive."),
        ("link", None),
        ("docs", "http://www.rssboard.org/rss-specification"),
        ("language", "en-us"),
        ("lastBuildDate", "Tue, 17 Nov 2026 05:00:00 +0000"),
        ("managingEditor", "rss-help@arxiv.org"),
        ("pubDate", "Tue, 17 Nov 2026 00:00:00 -0500"),
        ("skipDays", None),
    ]
    assert [day.text for day in channel.iter("day")] == ["Saturday", "Sunday"]


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("cs.LG", "new cross replace"),
        ("stat.ML", "new cross replace-cross"),
        ("cs.LG+stat.ML", "new new replace"),
        ("stat", "new cross replace-cross"),
        ("math.QA", ""),
    ],
)
def test_announce_types_are_relative(query: str, types: str) -> None:
    """Check 45: to all that the address asks for."""
    found = _feed(f"/rss/{query}").iter("{*}announce_type")
    assert [each.text for each in found] == types.split()


@pytest.mark.parametrize(
    ("now", "guids"),
    [
        ("2026-11-17T04:59:59Z", ""),  # Monday until midnight, with nothing new since Sunday
        ("2026-11-17T05:00:00Z", "2611.00002v1 2611.00003v1 2611.00001v2"),
        ("2026-11-18T04:59:59Z", "2611.00002v1 2611.00003v1 2611.00001v2"),
        ("2026-11-18T05:00:00Z", "2611.00004v1"),
        ("2026-11-13T12:00:00Z", "2611.00001v1"),  # Friday
        ("2026-11-14T12:00:00Z", ""),  # Saturday
        ("2026-11-15T12:00:00Z", ""),  # Sunday
    ],
)
def test_a_feed_has_one_day(now: str, guids: str) -> None:
    """Check 45: built at midnight in New York, valid and empty at weekends."""
    assert _guids(_feed("/rss/cs+stat", now)) == guids.split()


@pytest.mark.parametrize("query", ["", "xx", "cs.XX", "cs+", "cs.AI.x", "cs.AI,stat", "cs/x", "<&"])
@pytest.mark.parametrize(("form", "kind"), [("rss", "rss"), ("atom", "atom")])
def test_a_field_that_does_not_exist_is_a_bad_request(query: str, form: str, kind: str) -> None:
    """Check 45: a feed with status 400 whose title names the query."""
    answer = FEEDS.answer(f"/{form}/{query}", TUESDAY)
    assert (answer.status, answer.content_type) == (400, f"application/{kind}+xml")
    title = next(etree.fromstring(answer.body).iter("{*}title"))
    assert title.text == f"Feed error for query: http://rss.arxiv.org/{form}/{query}"


@pytest.mark.parametrize(
    ("known", "status"),
    [("", 200), ('"x"', 200), ("{}", 304), ("W/{}", 304), ('"x", {}', 304), ("*", 304)],
)
def test_a_feed_that_is_known_is_not_sent_again(known: str, status: int) -> None:
    """Check 45: ETag and If-None-Match; it may be kept until the next midnight in New York."""
    first = dict(FEEDS.answer("/rss/cs", TUESDAY).headers)
    again = FEEDS.answer("/rss/cs", TUESDAY, known.format(first["ETag"]))
    assert (again.status, bool(again.body)) == (status, status == 200)
    assert dict(again.headers) == first
    assert first["Cache-Control"] == f"max-age={17 * 3600}"


def test_new_papers_are_lost_first_when_a_feed_is_too_large() -> None:
    """The service fills a feed from the end, as arXiv does with more than 2,000."""
    small = Feeds(Days(Collection(PAPERS)), largest=2)
    found = etree.fromstring(small.answer("/rss/cs", TUESDAY).body).iter("{*}announce_type")
    assert [each.text for each in found] == ["cross", "replace"]


@pytest.mark.parametrize(
    ("trouble", "guids", "day"),
    [
        (Trouble(hidden=frozenset({"2611.00002"})), "2611.00003v1 2611.00001v2", "17"),
        (Trouble(overflow=True), "2611.00001v2", "17"),
        (Trouble(overflow=True, largest=2), "2611.00003v1 2611.00001v2", "17"),
        (Trouble(half=True), "2611.00002v1", "17"),
        (Trouble(shown=2), "2611.00002v1 2611.00003v1", "17"),
        (Trouble(stale=True), "2611.00001v1", "13"),
        (Trouble(behind=4), "2611.00001v1", "13"),
        (Trouble(behind=1), "", "16"),
    ],
)
def test_a_feed_can_be_spoilt(trouble: Trouble, guids: str, day: str) -> None:
    """Holes, feeds too large or too short, and old days under a fresh date of building."""
    feed = _feed("/rss/cs", trouble=trouble)
    assert _guids(feed) == guids.split()
    assert str(feed.findtext("channel/pubDate")).split()[1] == day
    assert feed.findtext("channel/lastBuildDate") == "Tue, 17 Nov 2026 05:00:00 +0000"
