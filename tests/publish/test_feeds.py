"""The Atom feed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from paperlode.sighting import Kind
from tests.hostile import HOSTILE
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from tests.shelf import Shelf

NAMES = {"a": "http://www.w3.org/2005/Atom", "h": "http://www.w3.org/1999/xhtml"}


def feed(shelf: Shelf) -> etree._Element:
    """Make the feed and read it as strict XML."""
    return etree.fromstring(shelf.files()["feed.xml"])


def texts(shelf: Shelf, path: str) -> list[str]:
    """Read some texts of the feed."""
    return [str(found.text) for found in feed(shelf).iterfind(path, NAMES)]


def test_entries_stand_in_the_order_in_which_they_were_seen(shelf: Shelf) -> None:
    """A late find comes at the time of finding, whenever it was submitted; history never."""
    shelf.see(made_up(1), at=TODAY)
    shelf.see(made_up(2, submitted=TODAY - 90 * DAY), at=TODAY + DAY, kind=Kind.LATE)
    shelf.see(made_up(3), at=TODAY + DAY, kind=Kind.BACKLOG)
    assert texts(shelf, "a:entry/a:id") == [
        "https://arxiv.org/abs/2608.00002",
        "https://arxiv.org/abs/2608.00001",
    ]


def test_a_revision_updates_its_entry(shelf: Shelf) -> None:
    """The identifier stays, ``published`` stays, ``updated`` and the title tell of the version."""
    shelf.see(made_up(1))
    before = texts(shelf, "a:entry/a:id")
    shelf.see(made_up(1, version=2), at=TODAY + DAY, kind=Kind.REVISED)
    assert texts(shelf, "a:entry/a:id") == before
    assert texts(shelf, "a:entry/a:published") == ["2026-08-20T06:00:00Z"]
    assert texts(shelf, "a:entry/a:updated") == ["2026-08-21T06:00:00Z"]
    assert texts(shelf, "a:entry/a:title") == ["Made-up crystal number 1 (v2)"]


def content(shelf: Shelf) -> str:
    """Read the first entry's content."""
    return " ".join("".join(map(str, p.itertext())) for p in feed(shelf).iterfind(".//h:p", NAMES))


def test_a_revision_tells_what_it_changed(shelf: Shelf) -> None:
    """What went and what came, in the elements that HTML has for it."""
    shelf.see(made_up(1, title="Of $T_c$"), at=TODAY - DAY)
    shelf.see(made_up(1, version=2, title="Of $T_N$"), kind=Kind.REVISED)
    assert "Changed: title" in content(shelf)
    (went,) = feed(shelf).iterfind(".//h:del", NAMES)
    (came,) = feed(shelf).iterfind(".//h:ins", NAMES)
    assert ("".join(map(str, went.itertext())), len(came)) == ("Tc", 1)


def test_a_withdrawal_is_in_the_title_and_tells_why(shelf: Shelf) -> None:
    """The document is that of the version before."""
    shelf.see(made_up(1), at=TODAY - DAY)
    shelf.see(made_up(1, version=2, withdrawn=True, comment="A sign"), kind=Kind.WITHDRAWN)
    assert texts(shelf, "a:entry/a:title") == ["Made-up crystal number 1 (v2, withdrawn)"]
    assert "Withdrawn with version 2: “A sign”" in content(shelf)
    assert texts(shelf, ".//h:a") == ["arXiv:2608.00001v2", "PDF of version 1"]
    links = [link.get("href") for link in feed(shelf).iterfind("a:entry/a:link", NAMES)]
    assert links == ["https://arxiv.org/abs/2608.00001v2", "https://arxiv.org/pdf/2608.00001v1"]


def test_a_published_paper_leads_to_its_journal(shelf: Shelf) -> None:
    """It is an update of its entry, with the kind as a category for filters."""
    shelf.see(made_up(1), at=TODAY - DAY)
    facts = {"journal_ref": "J. Glass 1", "doi": "10.1/a"}
    shelf.see(made_up(1, **facts), kind=Kind.PUBLISHED)
    assert texts(shelf, "a:entry/a:title") == ["Made-up crystal number 1 (now published)"]
    assert "https://doi.org/10.1/a" in [
        a.get("href") for a in feed(shelf).iterfind(".//h:a", NAMES)
    ]
    terms = [c.get("term") for c in feed(shelf).iterfind("a:entry/a:category", NAMES)]
    assert terms == ["cond-mat.mtrl-sci", "cs.LG", "published", "crystals"]


def test_every_hostile_title_is_well_formed_text(shelf: Shelf) -> None:
    """No element but those of the feed comes out of titles, names or abstracts."""
    papers = [
        made_up(n, title=title, abstract=title, authors=(title,), categories=(title,))
        for n, title in enumerate(HOSTILE, start=1)
    ]
    shelf.see(*(replace(paper, title="x", abstract="y") for paper in papers), at=TODAY - DAY)
    shelf.see(*(replace(paper, version=2) for paper in papers), kind=Kind.REVISED)
    allowed = {"div", "p", "a", "span", "sub", "sup", "ins", "del", "strong"}
    found = {etree.QName(element) for element in feed(shelf).iter()}
    assert {name.localname for name in found if name.namespace == NAMES["h"]} <= allowed
    assert len(texts(shelf, "a:entry")) == len(papers)


def test_mathematics_keeps_its_namespace(shelf: Shelf) -> None:
    """MathML inside XHTML inside Atom."""
    shelf.see(made_up(1, abstract="At $T_c$."))
    assert feed(shelf).find(".//{http://www.w3.org/1998/Math/MathML}msub") is not None


def test_the_feed_names_itself_only_when_it_has_an_address(shelf: Shelf) -> None:
    """Without ``url`` its identifier is made of title and topics, and stays."""
    shelf.see(made_up(1))
    assert texts(shelf, "a:id")[0].startswith("urn:uuid:")
    assert texts(shelf, "a:id") == texts(shelf, "a:id")
    shelf.look = replace(shelf.look, url="https://example.org/daily")
    assert texts(shelf, "a:id") == ["https://example.org/daily/feed.xml"]
    link = feed(shelf).find("a:entry/a:link[@rel='alternate']", NAMES)
    assert link is not None
    assert link.get("href") == "https://example.org/daily/paper/2608.00001/"


def test_a_feed_is_bounded(shelf: Shelf) -> None:
    """It shows sixty papers, over as many days as that takes."""
    for day in range(4):
        shelf.see(*(made_up(n + 40 * day) for n in range(1, 41)), at=TODAY + day * DAY)
    ids = texts(shelf, "a:entry/a:id")
    assert (len(ids), ids[0][-5:], ids[-1][-5:]) == (60, "00160", "00101")


def test_a_long_day_is_not_cut_short(shelf: Shelf) -> None:
    """Who reads the feed once a day misses nothing, up to three hundred versions."""
    shelf.see(made_up(1), at=TODAY - DAY)
    shelf.see(*(made_up(n) for n in range(2, 92)))
    assert len(texts(shelf, "a:entry/a:id")) == 90
    shelf.see(*(made_up(n) for n in range(92, 402)), at=TODAY + DAY)
    assert len(texts(shelf, "a:entry/a:id")) == 300


def test_a_feed_without_news_is_a_feed(shelf: Shelf) -> None:
    """It has a title, an identifier and a moment, and no entries."""
    assert texts(shelf, "a:updated") == ["1991-08-01T00:00:00Z"]
    assert texts(shelf, "a:entry") == []
