"""Daily feeds: what was announced today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from paperlode.errors import AnswerError, RefusedError
from paperlode.paper import moment
from paperlode.query.categories import categories
from paperlode.replica.collection import Collection
from paperlode.replica.day import Days
from paperlode.replica.feeds import Feeds, Trouble
from paperlode.replica.subjects import archives, within
from paperlode.replica.synthetic import synthetic
from paperlode.schedule import EASTERN
from paperlode.sources import announcements
from paperlode.sources.announcements import Feed, Item
from paperlode.sources.entry import one_line, paragraphs
from tests.hostile import HOSTILE
from tests.replica.announcements import announced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.replica.announced import Announced
    from paperlode.replica.day import Notice

FORMS = pytest.mark.parametrize("form", announcements.FORMS)
NAMES = 'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
MIDNIGHT = {"rss": "Tue, 17 Nov 2026 00:00:00 -0500", "atom": "2026-11-17T00:00:00-05:00"}
DAY = date(2026, 11, 17)
NOON = moment("2026-11-17T17:00:00Z")


def feed(form: str, *items: str, head: str = "") -> bytes:
    """Write a feed around items."""
    if form == "atom":
        inner = f"{head}{''.join(f'<entry>{item}</entry>' for item in items)}"
        return f'<feed {NAMES} xmlns="http://www.w3.org/2005/Atom">{inner}</feed>'.encode()
    inner = f"{head}{''.join(f'<item>{item}</item>' for item in items)}"
    return f'<rss {NAMES} version="2.0"><channel>{inner}</channel></rss>'.encode()


def only(form: str, item: str) -> Item:
    """Read a feed with one item."""
    [found] = announcements.read(feed(form, item)).items
    return found


def served(papers: Sequence[Announced], subject: str, form: str, trouble: Trouble | None) -> Feed:
    """Ask the replica at noon."""
    path = announcements.request("", subject, form)
    return announcements.read(Feeds(Days(Collection(papers))).answer(path, NOON, "", trouble).body)


def announcement(notice: Notice) -> Item:
    """Say what a feed has of a notice."""
    paper = notice.paper
    return Item(
        paper.id,
        paper.version,
        notice.kind,
        paper.categories,
        one_line(paper.title),
        paragraphs(paper.abstract),
        one_line(", ".join(paper.authors)),
        paper.license,
        paper.doi,
        paper.journal_ref and one_line(paper.journal_ref),
    )


@FORMS
def test_everything_that_was_announced_is_read(form: str) -> None:
    """Whole days of synthetic papers: what is read is what was written, field by field."""
    days = Days(Collection(synthetic(4000, 3, moment("2027-01-01T00:00:00Z"))))
    feeds = Feeds(days)
    kinds: set[str] = set()
    for back in range(14):
        now = NOON - timedelta(days=back)
        day = now.astimezone(EASTERN).date()
        for subject in ("cs.LG", "cond-mat", "stat.ML"):
            found = announcements.read(feeds.answer(f"/{form}/{subject}", now).body)
            notices = days.notices(day, within(subject), now)
            assert found.items == tuple(map(announcement, notices))
            assert found.is_of(day) or (form == "atom" and not notices)
            kinds.update(item.kind for item in found.items)
    assert kinds == set(announcements.KINDS)


@FORMS
def test_a_text_that_tries_to_be_more_stays_a_text(form: str) -> None:
    """Markup, entities and control characters in titles and abstracts end nowhere else."""
    papers = [
        announced(f"2611.{number:05}", "2026-11-17T01:00:00Z", title=text, abstract=text)
        for number, text in enumerate(HOSTILE, 1)
    ]
    found = served(papers, "cs.LG", form, None)
    allowed = [one_line(text.replace("\ufffe", "").replace("\uffff", "")) for text in HOSTILE]
    assert [item.title for item in found.items] == allowed
    assert {item.kind for item in found.items} == {"new"}


@FORMS
def test_the_version_stands_in_the_identifier(form: str) -> None:
    """The link has none; the description stands in where the identifier is missing or bare."""
    about = "description" if form == "rss" else "summary"
    told = f"<{about}>arXiv:2611.00002v3 Announce Type: replace \nAbstract: Text.</{about}>"
    link = "<link>https://arxiv.org/abs/2611.00002</link>"
    for first in ("", "<id>oai:arXiv.org:2611.00002</id>", "<guid/>", "<id>tag:odd</id>"):
        item = only(form, first + link + told)
        assert (item.id, item.version, item.kind) == ("2611.00002", 3, "replace")
        assert item.abstract == "Text."
    assert only(form, "<guid>oai:arXiv.org:hep-th/9901001v2</guid>") == Item(
        "hep-th/9901001", 2, ""
    )


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("<link>https://arxiv.org/abs/2611.00001</link>", Item("2611.00001", None, "")),
        ('<link href="https://arxiv.org/abs/2611.00001"/>', Item("2611.00001", None, "")),
        ("<guid>oai:arXiv.org:2611.00001v99999999</guid>", Item("2611.00001", None, "")),
        (
            "<guid>oai:arXiv.org:2611.00001v1</guid><description>Only a text.</description>",
            Item("2611.00001", 1, "", abstract="Only a text."),
        ),
        (
            "<id>2611.00001v1</id><arxiv:announce_type>absonly</arxiv:announce_type>",
            Item("2611.00001", 1, ""),
        ),
        (
            "<id>2611.00001v1</id><arxiv:announce_type> New </arxiv:announce_type><title/>",
            Item("2611.00001", 1, "new"),
        ),
        (
            "<id>2611.00001v1</id><title>A <b>bold &amp;amp; $x&lt;y$</b> &lt;i&gt; claim</title>",
            Item("2611.00001", 1, "", title="A bold &amp; $x<y$ <i> claim"),
        ),
        (
            "<id>2611.00001v1</id><arxiv:DOI>10.1/a</arxiv:DOI><arxiv:DOI>10.1/b</arxiv:DOI>",
            Item("2611.00001", 1, "", doi="10.1/a 10.1/b"),
        ),
        (
            "<id>2611.00001v1</id><dc:creator>Ada O. (Here, There), B C Jr</dc:creator>",
            Item("2611.00001", 1, "", creators="Ada O. (Here, There), B C Jr"),
        ),
        (
            "<id>2611.00001v1</id><category>cs.LG</category><category term='cs.AI'/><category/>",
            Item("2611.00001", 1, "", ("cs.LG", "cs.AI")),
        ),
    ],
)
@FORMS
def test_an_item_may_lack_anything_but_the_paper(form: str, item: str, expected: Item) -> None:
    """Check 39: names are not split at commas; nothing that is missing is made up."""
    assert only(form, item) == expected


@FORMS
@pytest.mark.parametrize(
    "item", ["", "<title>T</title>", "<guid>x</guid>", f"<guid>{'9' * 9999}</guid>"]
)
def test_an_item_that_names_no_paper_is_told(form: str, item: str) -> None:
    """It is never dropped without a word, and the others are read."""
    found = announcements.read(feed(form, "<id>2611.00001v1</id>", item))
    assert [each.id for each in found.items] == ["2611.00001"]
    [told] = found.unreadable
    assert told.startswith("item 2 of arXiv's feed is no announcement: it names no paper")
    assert len(told) < 300


@FORMS
def test_an_item_that_comes_twice_counts_once(form: str) -> None:
    """Two versions of a paper are two items."""
    names = ("2611.00001v1", "2611.00001v1", "2611.00001v2")
    found = announcements.read(feed(form, *(f"<id>{name}</id><title>x</title>" for name in names)))
    assert [(item.id, item.version) for item in found.items] == [
        ("2611.00001", 1),
        ("2611.00001", 2),
    ]


@FORMS
@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-11-17T00:00:00-05:00", DAY),
        ("2026-11-17T05:00:00Z", DAY),
        ("2026-11-17T04:59:59Z", DAY - timedelta(days=1)),
        ("2026-11-17", DAY),
        ("Tue, 17 Nov 2026 00:00:00 -0500", DAY),
        ("Tue, 17 Nov 2026 05:00:00 GMT", DAY),
        ("17 Nov 2026 00:00:00 EST", DAY),
        ("Tue, 17 Nov 2026 05:00:00 -0000", DAY),
        ("Sun, 01 Nov 2026 00:00:00 -0400", date(2026, 11, 1)),
        ("Mon, 02 Nov 2026 00:00:00 -0500", date(2026, 11, 2)),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("Tue, 17 Nov 99999 00:00:00 -0500", None),
        ("yesterday", None),
        ("1 " * 5000, None),
        ("", None),
    ],
)
def test_the_day_is_that_of_publication_in_new_york(
    form: str, published: str, day: date | None
) -> None:
    """Also on the days on which the clocks are changed; what is no date gives none."""
    name = "pubDate" if form == "rss" else "published"
    body = feed(form, f"<id>2611.00001v1</id><{name}>{published}</{name}>")
    assert announcements.read(body).day == day


@FORMS
def test_a_fresh_date_of_building_does_not_make_a_feed_fresh(form: str) -> None:
    """Check 39: a feed that stays on the day before is not today's, whenever it was written."""
    papers = [announced(f"2611.{n:05}", f"2026-11-{n}T01:00:00Z") for n in (14, 17)]
    stuck = served(papers, "cs.LG", form, Trouble(stale=True))
    assert stuck.built == moment("2026-11-17T05:00:00Z")
    assert not stuck.is_of(DAY)
    assert stuck.day is not None
    assert stuck.day < DAY
    assert served(papers, "cs.LG", form, None).is_of(DAY)


@FORMS
def test_a_feed_with_items_of_two_days_is_that_of_the_first(form: str) -> None:
    """Half of a day is not the day."""
    name = "pubDate" if form == "rss" else "published"
    mixed = feed(
        form,
        f"<id>2611.00001v1</id><{name}>{MIDNIGHT[form]}</{name}>",
        f"<id>2611.00002v1</id><{name}>2026-11-16</{name}>",
        head=f"<{name}>{MIDNIGHT[form]}</{name}>",
    )
    assert announcements.read(mixed).day == date(2026, 11, 16)


@pytest.mark.parametrize(("form", "day"), [("rss", date(2026, 11, 21)), ("atom", None)])
def test_an_empty_feed_is_an_answer(form: str, day: date | None) -> None:
    """Check 39: at weekends there is nothing; only RSS then says of which day it is."""
    answer = Feeds(Days(Collection([]))).answer(f"/{form}/cs", moment("2026-11-21T12:00:00Z"))
    assert announcements.read(answer.body) == Feed(day, built=moment("2026-11-21T05:00:00Z"))


@FORMS
def test_a_feed_that_is_full_may_have_been_cut(form: str) -> None:
    """From 2,000 items on, readable or not."""
    items = ["<id>2611.00001v1</id>"] * 1998
    assert not announcements.read(feed(form, *items, "")).overflow
    assert announcements.read(feed(form, *items, "", "")).overflow


@FORMS
def test_of_a_feed_that_was_cut_the_new_papers_are_missing(form: str) -> None:
    """The replica loses them first, as arXiv does; the reader says that it may be so."""
    known = [
        announced(f"{yymm}.{n:05}", when, version=version)
        for yymm, when, version in [
            ("2610", "2026-10-15T00:00:00Z", 1),
            ("2610", "2026-11-17T01:00:00Z", 2),
            ("2611", "2026-11-17T01:00:00Z", 1),
        ]
        for n in range(1, 1101)
    ]
    found = served(known, "cs.LG", form, None)
    assert (len(found.items), found.overflow) == (2000, True)
    assert sum(item.kind == "new" for item in found.items) == 900


@FORMS
@pytest.mark.parametrize("query", ["xx", "cs.XX"])
def test_the_feed_of_an_error_is_an_error(form: str, query: str) -> None:
    """With arXiv's own sentence."""
    answer = Feeds(Days(Collection([]))).answer(f"/{form}/{query}", NOON)
    assert answer.status == 400
    with pytest.raises(RefusedError, match=r"Bad (archive|subject class) '(xx|XX)'\."):
        announcements.read(answer.body)


BOMB = (
    b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>'
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"Rate exceeded.",
        b"<!DOCTYPE html><html></html>",
        b"<html><body>Sorry</body></html>",
        BOMB,
        b"<?xml version='1.0'?>\n<!-- x -->" + BOMB,
        b"<rss/>",
        b"<OAI-PMH/>",
        b"<rss><channel>",
        feed("rss", "<id>2611.00001v1</id>")[:-9],
        feed("atom", "<id>2611.00001v1</id>")[:-9],
        b"<rss><channel>&undefined;</channel></rss>",
        b"\xff\xfe\x00",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_what_is_no_whole_feed_is_no_feed(body: bytes) -> None:
    """Never an empty day; entities are never resolved."""
    with pytest.raises(AnswerError):
        announcements.read(body)


@FORMS
def test_a_huge_text_is_only_long(form: str) -> None:
    """Ten megabytes of abstract, of white space and of nothing in particular."""
    about = "description" if form == "rss" else "summary"
    for text in ("word " * 2_000_000, " " * 10_000_000, "arXiv:" + "x" * 10_000_000):
        found = announcements.read(
            feed(form, f"<id>2611.00001v1</id><title>{text[:99]}</title><{about}>{text}</{about}>")
        )
        assert [item.id for item in found.items] == ["2611.00001"]


def test_characters_that_xml_forbids_do_not_hide_a_day() -> None:
    """They are taken out."""
    body = feed("rss", "<id>2611.00001v1</id><title>a\x00b&#0;c\x1f</title>")
    assert announcements.read(body).items == (Item("2611.00001", 1, "", title="abc"),)


@pytest.mark.parametrize(
    ("subject", "form", "expected"),
    [
        ("cs.LG", "rss", "https://rss.arxiv.org/rss/cs.LG"),
        ("CS.lg", "atom", "https://rss.arxiv.org/atom/cs.LG"),
        ("cond-MAT.mtrl-SCI+MATH", "rss", "https://rss.arxiv.org/rss/cond-mat.mtrl-sci+math"),
        ("astro-ph", "rss", "https://rss.arxiv.org/rss/astro-ph"),
        ("later.Added", "rss", "https://rss.arxiv.org/rss/later.Added"),
    ],
)
def test_a_feed_is_asked_for_by_its_field(subject: str, form: str, expected: str) -> None:
    """Joined by a plus sign as it is; in any case; new categories need no new program."""
    assert announcements.request("https://rss.arxiv.org/", subject, form) == expected


@pytest.mark.parametrize("subject", ["", "cs+", "cs.LG cs.AI", "../x", "cs/x", "cs?x", "cs.", "ü"])
def test_what_is_no_field_is_not_asked_for(subject: str) -> None:
    """Nor is a form that arXiv does not have."""
    with pytest.raises(ValueError, match="neither an archive nor a category"):
        announcements.request(announcements.ADDRESS, subject)
    with pytest.raises(ValueError, match="not one of the forms"):
        announcements.request(announcements.ADDRESS, "cs", "json")


def test_every_field_has_a_feed() -> None:
    """Each archive and category of the taxonomy, whatever case it is asked in."""
    feeds = Feeds(Days(Collection([])))
    for name in {*categories(), *archives()}:
        path = announcements.request("", name.upper())
        assert path == f"/rss/{name}"
        assert feeds.answer(path, NOON).status == 200
