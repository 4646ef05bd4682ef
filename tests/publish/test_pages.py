"""What the pages show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from lxml import html

from paperlode.digest import Item, build
from paperlode.publish import DISCLAIMER, THANKS
from paperlode.publish.pages import UNFOLDED, day_page
from paperlode.publish.templating import Pages
from paperlode.sighting import Announcement, Kind
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from tests.shelf import Shelf


def words(page: str, path: str) -> list[str]:
    """Read the text of some elements."""
    found = html.fromstring(page).xpath(path)
    assert isinstance(found, list)
    return [" ".join(e.text_content().split()) for e in found if isinstance(e, html.HtmlElement)]


def test_the_first_page_shows_the_last_day_with_news(shelf: Shelf) -> None:
    """Its papers by topic, each once, with the others of its topics beside it."""
    shelf.see(made_up(1), at=TODAY - DAY)
    shelf.see(made_up(2), topics=(CRYSTALS, POTENTIALS))
    shelf.see(made_up(3, version=2), kind=Kind.REVISED, topics=(POTENTIALS,))
    page = shelf.page("index.html")
    assert words(page, "//h1") == ["Thursday, 20 August 2026"]
    assert words(page, "//p[@class='lead']") == ["2 papers: 1 new and 1 revised"]
    assert words(page, "//section/h2") == ["Crystals & glasses 1", "Potentials 1"]
    assert words(page, "//article//a[@class='chip']") == ["Potentials"]
    assert words(page, "//nav[@class='earlier']//li") == ["19 August 2026 1"]


@pytest.mark.parametrize(
    ("facts", "word", "sentence"),
    [
        ({}, "Quiet", "found nothing new"),
        ({"complete": False, "why": "time was up"}, "Incomplete", "papers may be missing"),
        ({"complete": False, "papers": 0}, "Failed", "nothing could be read"),
    ],
)
def test_the_first_page_says_how_the_last_check_went(
    shelf: Shelf, facts: dict[str, object], word: str, sentence: str
) -> None:
    """A quiet day, an incomplete check and a failed one look different."""
    shelf.see(made_up(1), at=TODAY - DAY)
    for topic in (CRYSTALS, POTENTIALS):
        shelf.check(topic=topic, **facts)  # type: ignore[arg-type]
    page = shelf.page("index.html")
    assert words(page, "//span[contains(@class, 'state')]") == [word]
    assert sentence in " ".join(words(page, "//aside | //p[@class='checked']"))
    assert bool(words(page, "//aside")) is (word != "Quiet")


def test_a_first_run_shows_the_archive_under_a_plain_heading(shelf: Shelf) -> None:
    """Nothing that came as history is called new."""
    shelf.see(made_up(1), kind=Kind.BACKLOG)
    page = shelf.page("index.html")
    assert words(page, "//h1 | //h2") == ["No news yet", "Newest papers of the archive 1"]
    assert words(page, "//*[contains(@class, 'kind')]") == []


def test_long_days_unfold_only_the_first_changes(shelf: Shelf) -> None:
    """The others name what changed; their own pages show it."""
    old, new = ("word " * 300, "word " * 290 + "crystal " * 10)
    items = [
        Item(made_up(n, abstract=new), TODAY, Kind.REVISED, ("crystals",), made_up(n, abstract=old))
        for n in range(1, 301)
    ]
    digest = build(items, date(2026, 8, 20), shelf.look.topics)
    page = day_page(Pages(shelf.look), digest, None).content.decode()
    assert words(page, "//p[@class='note']") == ["Changed: abstract"] * 300
    assert len(words(page, "//details[@class='changes']")) == UNFOLDED
    assert len(page) < 500_000


def test_a_paper_shows_its_versions_and_when_each_was_seen(shelf: Shelf) -> None:
    """The highest first, with links to arXiv and to the PDF."""
    shelf.see(made_up(1), at=TODAY - DAY)
    shelf.see(made_up(1, version=2, updated=TODAY), kind=Kind.REVISED)
    page = shelf.page("paper/2608.00001/index.html")
    assert words(page, "//tbody/tr") == [
        "v220 August 202620 August 2026 RevisedarXiv PDF",
        "v119 August 202619 August 2026arXiv PDF",
    ]


def test_a_paper_shows_when_and_as_what_it_was_announced(shelf: Shelf) -> None:
    """As far as that was read; what is read later changes its page and no other paper's."""
    shelf.see(made_up(1), made_up(2))
    mark, path = shelf.store.mark(), "paper/2608.00001/index.html"
    assert "Announced" not in shelf.page(path)
    facts = (made_up(1).id, 1, TODAY.date())
    said = [Announcement(*facts, *one) for one in (("cross", "stat.ML"), ("new", "cs.LG"))]
    shelf.store.announce(said)
    found = words(page := shelf.page(path), "//dl[@class='details']/dd")
    assert "20 August 2026: new in cs.LG, cross-listed into stat.ML" in found
    changed = shelf.files(since=mark)
    assert changed[path].decode() == page
    assert "paper/2608.00002/index.html" not in changed


def test_a_paper_shows_what_changed_between_its_versions(shelf: Shelf) -> None:
    """Folded away, between each pair of versions, the newest first; the whole text."""
    text = "Of " + "many " * 30 + "{} crystals"
    shelf.see(*(made_up(1, version=n, abstract=text.format(n)) for n in (1, 2)), at=TODAY - DAY)
    shelf.see(made_up(1, version=4, abstract=text.format(2)), kind=Kind.REVISED)
    page = shelf.page("paper/2608.00001/index.html")
    assert words(page, "//*[@class='changes'][self::p or summary]/descendant-or-self::p") == [
        "Version 2 to 4: only the document itself"
    ]
    assert words(page, "//details[@class='changes']/summary") == ["Version 1 to 2: abstract"]
    assert words(page, "//details//dd") == [text.format("1 2")]
    assert words(page, "//del | //ins") == ["1", "2"]


def test_a_withdrawn_paper_says_so_and_leads_to_the_version_before(shelf: Shelf) -> None:
    """In title and description, with the reason; the document is that of the last one that has."""
    shelf.see(made_up(1), at=TODAY - DAY)
    facts = {"withdrawn": True, "comment": "A sign was wrong"}
    shelf.see(made_up(1, version=2, updated=TODAY, **facts), kind=Kind.WITHDRAWN)
    page = shelf.page("paper/2608.00001/index.html")
    assert "<title>Withdrawn: Made-up crystal number 1</title>" in page
    assert 'content="Withdrawn with version 2: “A sign was wrong”"' in page
    told = "Withdrawn with version 2, 20 August 2026. The comment says: A sign was wrong"
    assert words(page, "//aside") == [f"{told} The last version with a text is version 1."]
    assert 'name="citation_pdf_url" content="https://arxiv.org/pdf/2608.00001v1"' in page
    assert "https://arxiv.org/pdf/2608.00001v2" not in page
    assert "withdrawn" in words(shelf.page("month/2026-08/index.html"), "//small")[0]


KINDS = [
    (Kind.NEW, {}, "New", ""),
    (Kind.CROSS_LISTED, {}, "Cross-listed", "Cross-listed, submitted on 19 August 2026"),
    (Kind.LATE, {}, "Late", "Submitted on 19 August 2026, seen here 1 day later"),
    (Kind.REVISED, {"version": 2, "title": "Glass"}, "Revised", "Changed: title"),
    (Kind.WITHDRAWN, {"withdrawn": True}, "Withdrawn", "Withdrawn with version 1"),
    (
        Kind.PUBLISHED,
        {"journal_ref": "J. $T_c$ 1", "doi": "10.1/<a>"},
        "Published",
        "Now published: J. Tc 1 · doi:10.1/<a>",
    ),
]


@pytest.mark.parametrize(("kind", "facts", "badge", "note"), KINDS)
def test_every_kind_of_news_has_its_badge_and_its_words(
    shelf: Shelf, kind: Kind, facts: dict[str, object], badge: str, note: str
) -> None:
    """And of a changed paper, what changed, to be unfolded."""
    before = made_up(1) if kind in {Kind.REVISED, Kind.WITHDRAWN} else None
    item = Item(made_up(1, **facts), TODAY, kind, ("crystals",), before)
    digest = build([item], date(2026, 8, 20), shelf.look.topics)
    page = day_page(Pages(shelf.look), digest, None).content.decode()
    assert words(page, "//span[starts-with(@class, 'kind')]") == [badge]
    assert words(page, "//p[@class='note']") == [note] * bool(note)
    assert words(page, "//details//dt") == ["Title"] * (kind is Kind.REVISED)
    documents = ["PDF of version 1"] if facts.get("withdrawn") else ["PDF"]
    assert [
        link.split(" of 2608")[0] for link in words(page, "//a[contains(., 'PDF')]")
    ] == documents


def test_a_paper_carries_what_reference_managers_read(shelf: Shelf) -> None:
    """Title, every author, dates, identifier, DOI and PDF as ``citation_*``."""
    shelf.see(made_up(1, title="On $T_c$", doi="10.1000/a 10.1000/<b>"))
    root = html.fromstring(shelf.page("paper/2608.00001/index.html"))
    found = [(meta.get("name"), meta.get("content")) for meta in root.iter("meta")]
    cited = [pair for pair in found if str(pair[0]).startswith("citation_")]
    assert cited[1:] == [
        ("citation_author", "Example, Ada"),
        ("citation_author", "Invented, Bo"),
        ("citation_date", "2026/08/19"),
        ("citation_online_date", "2026/08/19"),
        ("citation_arxiv_id", "2608.00001"),
        ("citation_doi", "10.1000/a"),
        ("citation_doi", "10.1000/<b>"),
        ("citation_abstract_html_url", "https://arxiv.org/abs/2608.00001v1"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2608.00001v1"),
    ]


def test_three_thousand_authors_are_counted(shelf: Shelf) -> None:
    """A collaboration does not bury the abstract."""
    shelf.see(made_up(1, authors=tuple(f"Author{n} Invented" for n in range(3000))))
    assert words(shelf.page("index.html"), "//span[@class='others']") == ["and 2992 more"]
    assert words(shelf.page("paper/2608.00001/index.html"), "//span[@class='others']") == [
        "and 2940 more"
    ]


def test_mathematics_is_shown_as_such_and_money_as_money(shelf: Shelf) -> None:
    """MathML where it converts, the source where it does not, dollars where they are dollars."""
    shelf.see(made_up(1, abstract=r"At $T_c$ or $\cancel{x}$ it costs $5 or $10."))
    page = shelf.page("paper/2608.00001/index.html")
    assert "<msub><mi>T</mi><mi>c</mi></msub>" in page
    assert r"or $\cancel{x}$ it costs $5 or $10." in page


WIDE = "$" + "+".join(f"x_{{{n}}}" for n in range(30)) + "$"


def test_formulas_that_are_too_wide_become_text_in_lists(shelf: Shelf) -> None:
    """On its own page a wide formula scrolls in a box that the keyboard reaches."""
    shelf.see(made_up(1, title=f"On {WIDE} and $T_c$", abstract=f"{WIDE} and $T_c$"))
    assert shelf.page("index.html").count("<math ") == 2
    page = shelf.page("paper/2608.00001/index.html")
    assert page.count('role="group" aria-label="Formula" tabindex="0"><math ') == 1
    assert words(page, "//h1") == words(shelf.page("index.html"), "//h3")


def test_a_title_is_never_mathematics_alone(shelf: Shelf) -> None:
    """Links and headings need a name that every reader can speak."""
    shelf.see(made_up(1, title="$T_c$"))
    assert "<math" not in shelf.page("index.html")
    assert words(shelf.page("paper/2608.00001/index.html"), "//h1") == ["T_c"]


def test_before_the_first_check_the_first_page_says_what_will_come(shelf: Shelf) -> None:
    """An empty list would look like a fault."""
    assert "Nothing is here yet" in shelf.page("index.html")


def test_the_archive_leads_to_every_day_and_month(shelf: Shelf) -> None:
    """Days stand under their month, months of identifiers under their year, the newest first."""
    shelf.see(made_up(1), made_up(2), at=TODAY - DAY)
    shelf.see(made_up(3), made_up(0, id="hep-th/9901001"))
    page = shelf.page("archive/index.html")
    assert words(page, "//h3") == ["August 2026", "2026", "1999"]
    days = ["19 August 2026: 2", "20 August 2026: 2"]
    assert words(page, "//li") == [*days, "Aug 2026: 3", "Jan 1999: 1"]


def test_lists_of_days_count_papers_as_their_pages_do(shelf: Shelf) -> None:
    """A paper that was news twice on a day, or noted as published then, counts once there."""
    before = TODAY - DAY
    shelf.see(made_up(1), made_up(2), at=before)
    shelf.see(made_up(1, version=2), at=before + timedelta(hours=1), kind=Kind.REVISED)
    shelf.see(made_up(2), at=before + timedelta(hours=2), kind=Kind.PUBLISHED)
    shelf.see(made_up(3), made_up(2, version=2))
    pages = shelf.files()
    assert "2 papers: " in pages["day/2026-08-19/index.html"].decode()
    assert words(pages["index.html"].decode(), "//nav[@class='earlier']//li") == [
        "19 August 2026 2"
    ]
    days = ["19 August 2026: 2", "20 August 2026: 2"]
    assert words(pages["archive/index.html"].decode(), "//li")[:2] == days


def test_the_about_page_states_queries_thanks_and_disclaimer(shelf: Shelf) -> None:
    """The two sentences are those that arXiv prescribes; the first is on every page."""
    shelf.look = replace(shelf.look, contact="someone@example.org")
    page = shelf.page("about/index.html")
    assert f"{THANKS} {DISCLAIMER}" in page.replace("&#39;", "'")
    assert words(page, "//pre") == ["abs:crystal", "abs:potential"]
    assert "someone@example.org" in page
    for path, content in shelf.files().items():
        assert not path.endswith(".html") or THANKS in content.decode()
