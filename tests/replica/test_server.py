"""A replica over real HTTP; the checks are those of docs/replica.md."""

from __future__ import annotations

import http.client
import threading
from typing import TYPE_CHECKING

import arxiv
import pytest

from paperlode.errors import InputError
from paperlode.paper import moment
from paperlode.replica.collection import Collection
from paperlode.replica.faults import read_faults
from paperlode.replica.search import Catalogue
from paperlode.replica.search_api import check
from paperlode.replica.server import Replica, serve
from paperlode.replica.synthetic import synthetic
from paperlode.sources import search_api

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = moment("2026-11-23T12:00:00Z")
CATALOGUE = Catalogue(Collection(synthetic(400, 2, moment("2027-01-01T00:00:00Z"))))
MATERIALS = "cat:cond-mat.mtrl-sci"


@pytest.fixture
def replica() -> Iterator[Replica]:
    """Run a replica with 400 synthetic papers, most of them announced."""
    with serve(CATALOGUE, NOW) as running:
        yield running


def _ask(
    replica: Replica, method: str, target: str, body: str = "", **headers: str
) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(replica.url.removeprefix("http://"), timeout=10)
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders(body.encode())
    try:
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def _two_answers(connection: http.client.HTTPConnection) -> None:
    connection.getresponse().read()
    connection.request("GET", "/api/query")
    connection.getresponse()


def _expected(query: str) -> list[str]:
    given = {"search_query": query, "max_results": "10000", "sortBy": "submittedDate"}
    position = CATALOGUE.collection.position(NOW)
    return [paper.name for paper in CATALOGUE.find(check(given), position).papers]


def _client(replica: Replica, **given: int) -> arxiv.Client:
    client = arxiv.Client(delay_seconds=0, **{"num_retries": 0, **given})
    client.query_url_format = replica.search_url + "?{}"
    return client


def test_papers_come_over_http(replica: Replica) -> None:
    """Checks 1 and 3: a GET brings a feed that our own reader understands."""
    target = "/api/query?search_query=cat:*&max_results=5"
    status, content_type, body = _ask(replica, "GET", target)
    assert (status, content_type) == (200, "application/atom+xml; charset=utf-8")
    assert len(search_api.read(body).papers) == 5


def test_head_brings_no_body(replica: Replica) -> None:
    """Check 1: HEAD has the status and headers of GET."""
    assert _ask(replica, "HEAD", "/api/query?id_list=x") == (
        400, "application/atom+xml; charset=utf-8", b"",
    )  # fmt: skip


def test_a_form_comes_over_http(replica: Replica) -> None:
    """Check 2: the body counts, the query string does not."""
    assert _ask(replica, "POST", "/api/query?start=x", "search_query=all:x")[0] == 200
    assert _ask(replica, "PUT", "/api/query", "search_query=all:x")[0] == 405


def test_a_feed_is_not_sent_twice(replica: Replica) -> None:
    """Check 45: the ETag comes back as If-None-Match, over one connection that stays in step."""
    connection = http.client.HTTPConnection(replica.url.removeprefix("http://"), timeout=10)
    connection.request("GET", "/rss/cs.LG")
    first = connection.getresponse()
    assert first.read()
    for _ in range(2):
        connection.request("GET", "/rss/cs.LG", headers={"If-None-Match": first.headers["ETag"]})
        again = connection.getresponse()
        assert (again.status, again.read()) == (304, b"")
    connection.close()


def test_one_connection_serves_many_requests(replica: Replica) -> None:
    """Connections are kept open, as arXiv's are, and end with the replica."""
    connection = http.client.HTTPConnection(replica.url.removeprefix("http://"), timeout=10)
    for _ in range(3):
        connection.request("GET", "/api/query?id_list=2601.00001")
        assert connection.getresponse().read()
    assert connection.sock is not None
    connection.close()
    assert len(replica.log) == 3


def test_nothing_is_left_when_it_ends() -> None:
    """No thread outlives a replica, even with a connection open and an answer delayed."""
    before = threading.active_count()
    slow = read_faults('[[fault]]\nkind = "slow"\nseconds = 3600')
    with serve(CATALOGUE, NOW, slow) as running:
        connection = http.client.HTTPConnection(running.url.removeprefix("http://"), timeout=10)
        connection.request("GET", "/api/query?id_list=2601.00001")
        while not running.log:
            pass
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        _two_answers(connection)
    connection.close()
    assert threading.active_count() == before


def test_a_reset_ends_in_the_middle_of_the_answer() -> None:
    """The client gets less than was announced, and an error."""
    with (
        serve(CATALOGUE, NOW, read_faults('[[fault]]\nkind = "reset"')) as running,
        pytest.raises((ConnectionError, http.client.IncompleteRead)),
    ):
        _ask(running, "GET", "/api/query?search_query=cat:*&max_results=100")


def test_a_fault_is_steered_over_http(replica: Replica) -> None:
    """Faults and clock change while the replica runs."""
    status, content_type, body = _ask(
        replica, "POST", "/_replica/faults", '{"fault": [{"kind": "429", "retry_after": 5}]}'
    )
    assert (status, content_type) == (200, "application/json")
    assert b'"429"' in body
    assert _ask(replica, "GET", "/api/query?search_query=all:x")[0] == 429
    assert _ask(replica, "POST", "/_replica/clock", '{"now": "2020-01-01"}')[0] == 200
    assert replica.service.now == moment("2020-01-01")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "example.org", "", "localhost"])  # noqa: S104  refused
def test_only_this_machine_is_served(host: str) -> None:
    """A replica never listens where others could reach it."""
    with pytest.raises(InputError, match="this machine only"), serve(CATALOGUE, NOW, host=host):
        pass


def test_a_taken_port_is_named(replica: Replica) -> None:
    """A port that cannot be had gives a sentence."""
    taken = int(replica.url.rpartition(":")[2])
    for port in (taken, 99_999):
        with pytest.raises(InputError, match=f"port {port}"), serve(CATALOGUE, NOW, port=port):
            pass


# --- the public client `arxiv`


def test_the_public_client_finds_everything(replica: Replica) -> None:
    """All pages of a listing, in order, each paper once."""
    search = arxiv.Search(MATERIALS, max_results=None, sort_by=arxiv.SortCriterion.SubmittedDate)
    found = [result.get_short_id() for result in _client(replica, page_size=20).results(search)]
    assert found == _expected(MATERIALS)
    assert len(found) > 60


def test_the_public_client_reads_every_field(replica: Replica) -> None:
    """What it shows is what the paper says."""
    ids = [paper.name for paper in CATALOGUE.collection.papers[:200]]
    for result in _client(replica, page_size=100).results(arxiv.Search(id_list=ids[:100])):
        index = CATALOGUE.collection.named(result.get_short_id(), 10**9)
        assert index is not None
        paper = CATALOGUE.papers[index]
        assert (result.title, result.summary) == (" ".join(paper.title.split()), paper.abstract)
        assert [author.name.strip() for author in result.authors] == list(paper.authors)
        assert (result.published, result.updated) == (paper.submitted, paper.updated)
        assert (result.primary_category, result.categories) == (
            paper.primary, list(paper.categories),
        )  # fmt: skip
        assert (result.comment, result.journal_ref) == (paper.comment, paper.journal_ref)
        assert result.doi == (paper.doi.split()[0] if paper.doi else None)
        assert result.pdf_url == paper.pdf_url


def test_the_public_client_goes_through_a_list_of_identifiers(replica: Replica) -> None:
    """Lists longer than a page are paged through; unknown identifiers are absent."""
    position = CATALOGUE.collection.position(NOW)
    ids = [paper.id for paper in CATALOGUE.collection.papers[:position]][:30]
    search = arxiv.Search(id_list=[*dict.fromkeys(ids), "0704.0001"], max_results=None)
    found = {result.get_short_id() for result in _client(replica, page_size=10).results(search)}
    assert {name.split("v")[0] for name in found} == set(ids)


@pytest.mark.parametrize(
    ("search", "status"),
    [
        (arxiv.Search("(ti:space"), 400),
        (arxiv.Search(id_list=["abc"]), 400),
        (arxiv.Search("submittedDate:20240101"), 500),
        (arxiv.Search(""), 400),
    ],
)
def test_the_public_client_sees_errors(replica: Replica, search: arxiv.Search, status: int) -> None:
    """Refusals reach it with their status."""
    with pytest.raises(arxiv.HTTPError) as caught:
        list(_client(replica).results(search))
    assert caught.value.status == status


FAULTS = """
    fault = [
      { kind = "503", first = 2, count = 1 },
      { kind = "empty-page", first = 4, count = 1 },
      { kind = "429", first = 8, count = 1 },
      { kind = "500", first = 10, count = 1 },
      { kind = "trickle", rate = 3000000 },
    ]
"""


def test_the_public_client_survives_bad_moments() -> None:
    """It asks again after refusals and empty pages, and has everything."""
    with serve(CATALOGUE, NOW, read_faults(FAULTS)) as running:
        search = arxiv.Search(MATERIALS, max_results=None)
        found = list(_client(running, page_size=10, num_retries=3).results(search))
        happened = {kind for entry in running.log for kind in entry["faults"]}
    assert len({result.entry_id for result in found}) == len(_expected(MATERIALS))
    assert happened == {"503", "empty-page", "429", "500", "trickle"}
