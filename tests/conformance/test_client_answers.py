"""Checks 13 to 23 of a client: how it reads the search API's answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from paperlode.errors import RefusedError
from paperlode.paper import Paper, PaperId
from paperlode.replica import atom
from paperlode.sources import search_api
from tests.memory_api import DAY_ONE

ATOM = "http://www.w3.org/2005/Atom"
SCHEMA = "http://arxiv.org/schemas/atom"
SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
TIMES = "<updated>2024-02-03T10:11:12Z</updated><published>2024-01-01T00:00:01Z</published>"


def feed(entries: str, head: str = "") -> bytes:
    """Write an answer with the namespaces on its root."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="{ATOM}" xmlns:arxiv="{SCHEMA}"'
        f' xmlns:opensearch="{SEARCH}">{head}{entries}</feed>'
    ).encode()


def paper(inner: str = "", name: str = "http://arxiv.org/abs/2401.00001v2") -> Paper:
    """Read an answer with one entry."""
    times = "" if "<published>" in inner else TIMES
    (found,) = search_api.read(feed(f"<entry><id>{name}</id>{times}{inner}</entry>")).papers
    return found


def test_namespaces_count_and_not_prefixes() -> None:
    """13. Declared on the root, on each element, or under another prefix: it is the same paper."""
    on_the_root = paper("<title>T</title><arxiv:comment>C</arxiv:comment>")
    on_each = search_api.read(
        f'<a:feed xmlns:a="{ATOM}"><a:entry><a:id>http://arxiv.org/abs/2401.00001v2</a:id>'
        "<a:updated>2024-02-03T10:11:12Z</a:updated>"
        "<a:published>2024-01-01T00:00:01Z</a:published><a:title>T</a:title>"
        f'<x:comment xmlns:x="{SCHEMA}">C</x:comment></a:entry></a:feed>'.encode()
    )
    assert on_each.papers == (on_the_root,)
    assert on_the_root.comment == "C"


def test_addresses_come_from_the_identifier() -> None:
    """14. Links may lack ``rel`` and ``title``, as in November 2025, or be missing."""
    found = paper('<link href="https://arxiv.org/abs/2401.00001v2"/><link href="x"/>')
    assert found.abs_url == "https://arxiv.org/abs/2401.00001v2"
    assert found.pdf_url == "https://arxiv.org/pdf/2401.00001v2"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_identifiers_may_be_http_or_https(scheme: str) -> None:
    """15. The service writes http in identifiers and https in links."""
    assert paper(name=f"{scheme}://arxiv.org/abs/2401.00001v2").name == "2401.00001v2"


@pytest.mark.parametrize(
    ("name", "identifier", "version"),
    [("2401.00001v12", "2401.00001", 12), ("hep-th/9901001v2", "hep-th/9901001", 2)],
)
def test_identifier_and_version_are_told_apart(name: str, identifier: str, version: int) -> None:
    """16. For new identifiers and for those before 2007."""
    found = paper(name=f"http://arxiv.org/abs/{name}")
    assert (found.id, found.version) == (identifier, version)
    assert PaperId.parse(name) == PaperId(identifier, version)


@pytest.mark.parametrize(
    ("address", "title", "author"),
    [
        (f"{atom.ERRORS}#incorrect_id_format_for_x", "Error", "arXiv api core"),
        ("http://arxiv.org/api/errors#x", "Error", ""),
        ("https://arxiv.org/help/api/user-manual#sort", "Error", ""),
        ("https://arxiv.org/elsewhere", "Error", "arXiv api core"),
    ],
)
def test_the_error_feed_is_recognised_whatever_its_status(
    address: str, title: str, author: str
) -> None:
    """17. By its entry, with status 200, 400 and 500 alike; its own sentence is told."""
    entry = (
        f"<entry><id>{address}</id><title>{title}</title><summary>incorrect id</summary>"
        f"<updated>2024-01-01T00:00:00Z</updated><author><name>{author}</name></author></entry>"
    )
    with pytest.raises(RefusedError, match="incorrect id"):
        search_api.read(feed(entry))


def test_optional_elements_may_be_missing_or_come_several_times() -> None:
    """18. No ``arxiv:`` elements, several DOIs and affiliations, no authors, no title."""
    bare = paper()
    assert (bare.title, bare.authors, bare.doi, bare.comment) == ("", (), None, None)
    affiliated = "<arxiv:affiliation>A, B</arxiv:affiliation>" * 2
    rich = paper(
        "<arxiv:doi>10.1/a</arxiv:doi><arxiv:doi>10.1/b</arxiv:doi>"
        f"<author><name>Ada Example</name>{affiliated}</author>"
    )
    assert (rich.doi, rich.authors) == ("10.1/a 10.1/b", ("Ada Example",))


def test_white_space_is_put_in_order_and_paragraphs_stay() -> None:
    """19. Names and titles on one line; an abstract keeps its paragraphs and its words."""
    found = paper(
        "<title>A\n   long title</title><summary>  First line\nof it.\n  Second.</summary>"
        "<author><name> H1 Collaboration</name></author>"
    )
    assert found.authors == ("H1 Collaboration",)
    assert found.title == "A long title"
    assert found.abstract == "First line of it.\n\nSecond."


def test_entities_are_decoded_once_and_0_is_a_title() -> None:
    """20. ``&amp;lt;`` is the text ``&lt;``; a paper of 2021 is called 0."""
    assert paper("<title>a &lt; b &amp;lt; c</title>").title == "a < b &lt; c"
    assert paper("<title>0</title>").title == "0"


def test_the_feeds_own_identifier_time_and_page_size_mean_nothing() -> None:
    """21. They are an echo of the request; what counts is the total and the entries."""
    entry = f"<entry><id>http://arxiv.org/abs/2401.00001v2</id>{TIMES}</entry>"
    total = "<opensearch:totalResults>7</opensearch:totalResults>"
    odd = "<id>x</id><updated>never</updated><opensearch:itemsPerPage>-1</opensearch:itemsPerPage>"
    assert search_api.read(feed(entry, total + odd)) == search_api.read(feed(entry, total))


@pytest.mark.parametrize("scheme", ["", f' scheme="{SCHEMA}"'])
def test_the_primary_category_is_the_one_that_is_called_so(scheme: str) -> None:
    """22. With or without a scheme; classes of other schemes are no categories."""
    found = paper(
        f'<category term="cs.LG" scheme="{SCHEMA}"/><category term="stat.ML"/>'
        '<category term="I.2.6" scheme="http://acm.org/"/>'
        f'<arxiv:primary_category term="stat.ML"{scheme}/>'
    )
    assert found.categories == ("stat.ML", "cs.LG")


@pytest.mark.parametrize("text", ["2026-03-02T09:30:15Z", "2026-03-02T04:30:15-05:00"])
def test_every_time_is_in_utc_and_says_so(text: str) -> None:
    """23. ``Z`` and offsets are understood."""
    found = paper(f"<published>{text}</published><updated>{text}</updated>")
    assert (
        found.submitted == found.updated == DAY_ONE == datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
    )
    assert found.submitted.tzinfo is UTC
