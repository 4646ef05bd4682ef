"""Records that change without a new version, as every service shows them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from paperlode.paper import moment
from paperlode.replica.collection import Collection
from paperlode.replica.search import Catalogue
from paperlode.replica.service import Asked, Service
from tests.replica.announcements import announced

EVENING = moment("2026-11-17T01:00:00Z")
SUBMITTED = "2026-11-16T12:00:00Z"
NAME = "2611.00001"
STATES = [
    announced(NAME, "2026-11-17T01:00:00Z", "cs.LG", submitted=SUBMITTED),
    announced(NAME, "2026-11-18T01:00:00Z", "cs.LG stat.ML", submitted=SUBMITTED),
    announced(NAME, "2026-11-19T01:00:00Z", "cs.LG stat.ML", submitted=SUBMITTED, doi="10.99999/a"),
    announced(NAME, "2026-11-20T01:00:00Z", "cs.LG math.AG", version=2, title="Another title"),
    announced(NAME, "2026-11-21T01:00:00Z", "cs.LG math.AG", version=2, comment="Corrected"),
]
CATALOGUE = Catalogue(Collection(STATES))


def _said(days: int, target: str) -> str:
    """Ask nine hours after the announcement of a day, when every service has it."""
    service = Service(CATALOGUE, EVENING + timedelta(days=days, hours=9))
    return service.reply(Asked("GET", target)).answer.body.decode()


@pytest.mark.parametrize(
    ("days", "query", "found"),
    [
        (0, "cat:stat.ML", False),
        (1, "cat:stat.ML", True),
        (2, "cat:stat.ML", True),
        (3, "cat:stat.ML", False),
        (3, "ti:another", True),
        (2, "ti:another", False),
        (3, "co:corrected", False),
        (4, "co:corrected", True),
    ],
)
def test_a_search_finds_the_state_of_the_moment(days: int, query: str, *, found: bool) -> None:
    """Neither an earlier state nor a later one."""
    answer = _said(days, f"/api/query?search_query={query}")
    assert (f"/abs/{NAME}v" in answer) is found


@pytest.mark.parametrize(
    ("days", "name", "doi"),
    [(0, "v1", False), (1, "v1", False), (2, "v1", True), (4, "v1", True), (4, "v2", False)],
)
def test_a_version_is_shown_in_its_newest_state(days: int, name: str, *, doi: bool) -> None:
    """Asked for by its identifier."""
    answer = _said(days, f"/api/query?id_list={NAME}{name}")
    assert ("10.99999/a" in answer) is doi
    assert answer.count("<entry>") == 1


@pytest.mark.parametrize(
    ("days", "datestamp", "sets"),
    [
        (0, "2026-11-17", ["cs:cs:LG"]),
        (1, "2026-11-18", ["cs:cs:LG", "stat:stat:ML"]),
        (2, "2026-11-19", ["cs:cs:LG", "stat:stat:ML"]),
        (3, "2026-11-20", ["cs:cs:LG", "math:math:AG"]),
        (4, "2026-11-21", ["cs:cs:LG", "math:math:AG"]),
    ],
)
def test_a_change_gives_a_new_datestamp(days: int, datestamp: str, sets: list[str]) -> None:
    """The day of the newest change; sets follow the categories."""
    header = _said(days, "/oai?verb=ListIdentifiers&metadataPrefix=arXivRaw")
    assert re.findall("<setSpec>(.*?)</setSpec>", header) == sets
    assert re.findall("<datestamp>(.*?)</datestamp>", header) == [datestamp]
    listed = f"/oai?verb=ListRecords&metadataPrefix=arXivRaw&from={datestamp}&set={sets[-1]}"
    assert f"<id>{NAME}</id>" in _said(days, listed)


def test_versions_are_told_once() -> None:
    """However often a version changed, arXivRaw has one line for it."""
    raw = _said(4, f"/oai?verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:{NAME}")
    assert re.findall('<version version="(v.)">', raw) == ["v1", "v2"]


@pytest.mark.parametrize(
    ("days", "subject", "kinds"),
    [
        (0, "cs.LG", ["new"]),
        (1, "cs.LG", []),
        (1, "stat.ML", ["cross"]),
        (2, "cs.LG", []),
        (2, "stat.ML", []),
        (3, "cs.LG", ["replace"]),
        (3, "math.AG", ["cross"]),
        (4, "cs.LG", []),
    ],
)
def test_feeds_tell_of_versions_and_cross_lists_only(
    days: int, subject: str, kinds: list[str]
) -> None:
    """Another comment or DOI is announced to nobody; the listing says the same."""
    feed = _said(days, f"/rss/{subject}")
    assert re.findall("announce_type>(.*?)<", feed) == kinds
    day = (EVENING + timedelta(days=days)).date()
    listing = _said(days, f"/catchup/{subject}/{day}")
    assert listing.count('title="Abstract"') == len(kinds)


TYPED = r"Na\"{\i}ve $\alpha$-helices by G\"odel"


@pytest.mark.parametrize(
    ("target", "title"),
    [
        ("/api/query?search_query=ti:naïve", "Naïve $\u03b1$-helices by Gödel"),
        ("/api/query?search_query=ti:g%C3%B6del", "Naïve $\u03b1$-helices by Gödel"),
        ("/oai?verb=ListRecords&metadataPrefix=arXivRaw", TYPED),
        ("/oai?verb=ListRecords&metadataPrefix=oai_dc", TYPED),
        ("/rss/cs.LG", TYPED),
        ("/atom/cs.LG", TYPED),
    ],
)
def test_tex_is_converted_by_the_search_service_alone(target: str, title: str) -> None:
    """Its index has Unicode; the others have what the authors typed."""
    papers = Collection([announced(NAME, "2026-11-17T01:00:00Z", title=TYPED)])
    service = Service(Catalogue(papers), EVENING + timedelta(hours=9))
    assert f"title>{title}<" in service.reply(Asked("GET", target)).answer.body.decode()


def test_a_withdrawal_is_told_by_every_service() -> None:
    """As a comment in the search API, as a source type in arXivRaw, as a replacement in feeds."""
    papers = [
        announced(NAME, "2026-11-17T01:00:00Z", submitted=SUBMITTED),
        announced(NAME, "2026-11-18T01:00:00Z", version=2, withdrawn=True),
    ]
    service = Service(Catalogue(Collection(papers)), EVENING + timedelta(days=1, hours=9))
    raw = f"/oai?verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:{NAME}"
    said = {
        target: service.reply(Asked("GET", target)).answer.body.decode()
        for target in (raw, "/rss/cs.LG", "/api/query?search_query=cat:cs.LG")
    }
    assert re.findall("<source_type>(.*?)</source_type>", said[raw]) == ["I"]
    assert "announce_type>replace<" in said["/rss/cs.LG"]
    assert "withdrawn by the authors</arxiv:comment>" in said["/api/query?search_query=cat:cs.LG"]
