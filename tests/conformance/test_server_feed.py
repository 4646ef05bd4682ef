"""Checks 16 to 27 of a server: its feed, element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from paperlode.paper import moment
from paperlode.replica.collection import Collection
from paperlode.replica.search_api import Found, answer
from paperlode.replica.server import serve
from paperlode.sources import search_api
from tests.conformance.asking import Asking, made_up

if TYPE_CHECKING:
    from tests.conformance.asking import Answer

SCHEMA = "http://arxiv.org/schemas/atom"


def tags(element: etree._Element) -> list[str]:
    """Name the children of an element; those of arXiv's own namespace with ``arxiv:``."""
    found = [etree.QName(child) for child in element]
    return [("arxiv:" if name.namespace == SCHEMA else "") + name.localname for name in found]


def links(entry: etree._Element) -> list[tuple[str | None, str]]:
    """Give titles and addresses of an entry's links."""
    return [(link.get("title"), link.get("href", "")) for link in entry.findall("{*}link")]


@pytest.fixture
def dark(server: Asking) -> Answer:
    """Give the answer with the paper that has everything."""
    return server.search("ti:dark AND cat:cs.AI")


def test_elements_stand_in_arxivs_order(dark: Answer) -> None:
    """16. First those of the feed, then an entry with everything."""
    head = ["id", "title", "updated", "link", "itemsPerPage", "totalResults", "startIndex"]
    assert tags(dark.tree) == [*head, "entry"]
    assert tags(dark.entries[0]) == [
        *("id", "title", "updated", "link", "link", "summary", "category", "category"),
        *("published", "arxiv:comment", "arxiv:primary_category", "arxiv:journal_ref"),
        *("author", "author", "arxiv:doi", "link", "arxiv:doi", "link"),
    ]


@pytest.mark.parametrize(
    ("asked", "digest"),
    [
        ({"search_query": "all:testing"}, "+yL+2aOC2tMwSSbNUvwVflQZ4gc"),
        ({"id_list": "0000.0000", "max_results": 100}, "oqaUC9OB2SccftmJHZqrxySXrao"),
        ({"id_list": "1605.08386", "max_results": 100}, "UY2mqR74Vu/gU683o8Kx4P2K0xU"),
    ],
)
def test_the_feeds_identifier_is_a_digest_of_the_request(
    server: Asking, asked: dict[str, str], digest: str
) -> None:
    """17. SHA-1 in base 64, as in recorded answers of arXiv."""
    assert server.search(**asked).text("id") == f"https://arxiv.org/api/{digest}"


def test_an_order_does_not_change_the_identifier(server: Asking) -> None:
    """18. Two listings in different orders have one identifier."""
    sorted_feed = server.search("cat:*", sortBy="submittedDate", sortOrder="ascending")
    assert sorted_feed.text("id") == server.search("cat:*").text("id")
    assert server.search("cat:*", start=1).text("id") != sorted_feed.text("id")


def test_the_title_echoes_the_repaired_query(server: Asking) -> None:
    """19. ``testing`` comes back as ``all:testing``."""
    title = server.search("testing", start=5).text("title")
    assert title == "arXiv Query: search_query=all:testing&id_list=&start=5&max_results=10"


def test_the_link_shows_the_grouping(server: Asking) -> None:
    """20. Three terms with AND are nested to the right."""
    (link,) = server.search("all:a AND all:b AND all:c").tree.findall("{*}link")
    assert "search_query=all:a AND (all:b AND all:c)&start" in link.get("href", "")


def test_size_is_the_request_and_total_the_truth(server: Asking) -> None:
    """21. The total counts everything, also above 10,000."""
    page = server.search("cat:*", max_results=3)
    assert (page.text("itemsPerPage"), len(page.names), page.text("totalResults")) == ("3", 3, "11")
    many = answer("search_query=all:x", lambda _: Found([], 214_881), moment("2026-11-23"))
    assert search_api.read(many.body).total == 214_881


def test_identifiers_are_http_and_links_https(server: Asking, dark: Answer) -> None:
    """22. Both with the version; a withdrawn paper keeps the link to its PDF."""
    assert dark.entries[0].findtext("{*}id") == "http://arxiv.org/abs/2611.00001v1"
    (withdrawn,) = server.search(id_list="2611.00010").entries
    for entry in (dark.entries[0], withdrawn):
        name = (entry.findtext("{*}id") or "").rpartition("/")[2]
        first, second = links(entry)[:2]
        assert first == (None, f"https://arxiv.org/abs/{name}")
        assert second == ("pdf", f"https://arxiv.org/pdf/{name}")


@pytest.mark.parametrize(
    ("name", "updated"),
    [("2611.00004", "2026-11-13T20:00:00Z"), ("2611.00004v1", "2026-11-04T01:00:30Z")],
)
def test_published_is_the_first_version_updated_this_one(
    server: Asking, name: str, updated: str
) -> None:
    """23. Also for an old version that is asked for by name."""
    (entry,) = server.search(id_list=name).entries
    assert entry.findtext("{*}published") == "2026-11-04T01:00:30Z"
    assert entry.findtext("{*}updated") == updated


def test_the_primary_category_comes_first_and_alone(dark: Answer) -> None:
    """24. By itself without a scheme; among all of them with one, first."""
    (entry,) = dark.entries
    listed = [(one.get("term"), one.get("scheme")) for one in entry.findall("{*}category")]
    assert listed == [("cond-mat.mtrl-sci", SCHEMA), ("cs.AI", SCHEMA)]
    primary = entry.find(f"{{{SCHEMA}}}primary_category")
    assert primary is not None
    assert primary.items() == [("term", "cond-mat.mtrl-sci")]


def test_each_doi_stands_with_its_link_at_the_end(dark: Answer) -> None:
    """25. Two DOIs are two elements and two links."""
    dois = [element.text for element in dark.entries[0].findall(f"{{{SCHEMA}}}doi")]
    assert dois == ["10.1234/one", "10.1234/two"]
    assert links(dark.entries[0])[2:] == [("doi", f"https://doi.org/{doi}") for doi in dois]


def test_what_a_paper_lacks_is_absent(server: Asking) -> None:
    """26. No empty comment, journal reference or DOI."""
    (entry,) = server.search(id_list="2611.00007").entries
    assert not {"arxiv:comment", "arxiv:journal_ref", "arxiv:doi"} & set(tags(entry))


def test_every_title_gives_well_formed_xml(dark: Answer) -> None:
    """27. Markup is escaped once, characters that XML forbids are taken out."""
    title = dark.entries[0].findtext("{*}title")
    assert title == "Dark <matter> & more $\u03b1$"
    odd = made_up(1, "2026-11-04T01:00:00Z", title="a\u0000\u000b\ufffe]]>&amp;\u202e<b")
    with serve(Collection([odd]), moment("2026-11-23")) as running:
        (entry,) = Asking(running).search("cat:*").entries
    assert entry.findtext("{*}title") == "a]]>&amp;\u202e<b"
