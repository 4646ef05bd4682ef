"""Checks 43 to 46 of a server: OAI-PMH, feeds, and everything that can go wrong."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

import pytest

from paperlode.errors import AnswerError
from paperlode.paper import moment
from paperlode.replica.faults import read_faults
from paperlode.replica.service import Asked
from paperlode.sources import search_api

if TYPE_CHECKING:
    from lxml import etree

    from tests.conformance.asking import Answer, Asking

FORMATS = ["oai_dc", "arXiv", "arXivRaw", "arXivOld"]


def listed(tree: etree._Element) -> list[str]:
    """Name the papers of an answer of OAI-PMH."""
    return [(one.text or "").removeprefix("oai:arXiv.org:") for one in tree.iter("{*}identifier")]


def guids(answer: Answer) -> list[str]:
    """Name the papers of an RSS feed, with their versions."""
    return [(one.text or "").removeprefix("oai:arXiv.org:") for one in answer.tree.iter("guid")]


def test_identify_says_what_the_repository_is(server: Asking) -> None:
    """43. Name, earliest day, deleted records, granularity; four formats."""
    tree = server.oai(verb="Identify")
    for name, value in {
        "repositoryName": "arXiv",
        "protocolVersion": "2.0",
        "adminEmail": "help@arxiv.org",
        "earliestDatestamp": "2005-09-16",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DD",
    }.items():
        assert tree.findtext(f".//{{*}}{name}") == value
    formats = server.oai(verb="ListMetadataFormats").iter("{*}metadataPrefix")
    assert sorted(one.text or "" for one in formats) == sorted(FORMATS)
    for form in FORMATS:
        assert listed(server.oai(verb="ListRecords", metadataPrefix=form, set="cs:cs:AI"))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"verb": "Nothing"}, "badVerb"),
        ({"verb": "Identify", "set": "cs"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"since": "2005-09-15"}, "badArgument"),
        ({"since": "2026-11-01T00:00:00Z"}, "badArgument"),
        ({"until": "2026-12-24"}, "badArgument"),
        ({"since": "2026-11-05", "until": "2026-11-04"}, "badArgument"),
        ({"since": "2005-09-16", "until": "2005-09-16"}, "noRecordsMatch"),
        ({"set": "cs:AI"}, "badArgument"),
        ({"set": "hep-th"}, "badArgument"),
        ({"set": "cs:cs:AI"}, ""),
        ({"set": "physics:hep-th"}, ""),
        ({"verb": "ListRecords", "resumptionToken": "rubbish"}, "badResumptionToken"),
        ({"verb": "GetRecord", "identifier": "oai:arXiv.org:2611.99999"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "identifier": "oai:arxiv.org:2611.00001"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "oai:arXiv.org:2611.00004v1"}, ""),
    ],
)
def test_errors_come_with_status_200(server: Asking, asked: dict[str, str], code: str) -> None:
    """43. Codes of the protocol; days are UTC days from 2005-09-16 to today; sets in full."""
    usual = {"verb": "ListRecords", "metadataPrefix": "arXiv"}
    bare = "verb" in asked and asked["verb"] != "GetRecord"
    assert server.oai_error(**(asked if bare else usual | asked)) == code


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
@pytest.mark.parametrize("since", [None, "2026-11-16"])
def test_tokens_lead_through_a_whole_list(
    small_pages: Asking, verb: str, since: str | None
) -> None:
    """44. Over borders inside of a day and between days; each paper once, the last token empty."""
    begun = {} if since is None else {"since": since}
    whole = {"verb": verb, "metadataPrefix": "arXivRaw", **begun}
    found: list[str] = []
    tree, tokens = small_pages.oai(**whole), 0
    while True:
        found += listed(tree)
        token = tree.findtext(".//{*}resumptionToken")
        if not token:
            break
        tokens += 1
        tree = small_pages.oai(verb=verb, resumptionToken=token)
    assert token == ""
    assert len(found) == len(set(found)) == (11 if since is None else 8)
    assert tokens >= 2


def test_a_list_on_one_page_has_no_token(server: Asking) -> None:
    """44. Not even an empty one."""
    tree = server.oai(verb="ListRecords", metadataPrefix="arXiv")
    assert tree.find(".//{*}resumptionToken") is None


def test_feeds_tell_a_day_relative_to_the_subject(server: Asking) -> None:
    """45. Guid with version, link without; new, cross; nothing from version 6 on; a bad subject."""
    feed = server.http("/rss/cs.LG")
    assert guids(feed) == ["1605.08386v1", "cond-mat/0402229v1", "2611.00010v1"]
    types = [one.text for one in feed.tree.iter("{*}announce_type")]
    assert types == ["new", "new", "cross"]
    assert "https://arxiv.org/abs/2611.00010" in [one.text for one in feed.tree.iter("link")]
    first = server.http("/atom/cs.LG").tree.findtext("{*}entry/{*}id")
    assert first == "oai:arXiv.org:1605.08386v1"
    bad = server.http("/rss/cs.XX")
    assert (bad.status, bad.tree.findtext("channel/title", "")[:10]) == (400, "Feed error")
    again = server.http("/rss/cs.LG", If_None_Match=feed.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_a_weekend_has_an_empty_feed(small_pages: Asking) -> None:
    """45. Valid, of that day, without items."""
    small_pages.replica.service.set_clock(moment("2026-11-21T12:00:00Z"))
    feed = small_pages.http("/rss/cs")
    assert (feed.status, guids(feed)) == (200, [])
    assert feed.tree.findtext("channel/pubDate") == "Sat, 21 Nov 2026 00:00:00 -0500"


def faulty(asking: Asking, script: str) -> Answer:
    """Ask for a page of papers while something goes wrong."""
    asking.replica.service.faults = read_faults(f"[[fault]]\n{script}\n")
    return asking.search("cat:*", start=3, max_results=3, sortBy="submittedDate")


@pytest.mark.parametrize(
    ("script", "status", "body"),
    [
        ('kind = "429"', 429, b"Rate exceeded."),
        ('kind = "empty-406"', 406, b""),
        ('kind = "rate-exceeded-200"', 200, b"Rate exceeded."),
        ('kind = "503"', 503, b"first byte timeout"),
    ],
)
def test_what_the_edge_says_can_be_asked_for(
    small_pages: Asking, script: str, status: int, body: bytes
) -> None:
    """46. 429, 406, 503, and 200 with *Rate exceeded.*; Retry-After when asked for."""
    answer = faulty(small_pages, script)
    assert (answer.status, answer.body) == (status, body)
    assert "Retry-After" not in answer.headers
    assert faulty(small_pages, f"{script}\nretry_after = 7").headers["Retry-After"] == "7"


def test_pages_can_be_empty_cut_wrong_in_their_total_and_repeated(small_pages: Asking) -> None:
    """46. An empty page, half a body, another total, entries of the page before."""
    whole = faulty(small_pages, 'kind = "slow"\nseconds = 0')
    empty = faulty(small_pages, 'kind = "empty-page"')
    assert (empty.names, empty.text("totalResults")) == ([], "11")
    assert faulty(small_pages, 'kind = "short-page"\ntotal = 7').text("totalResults") == "7"
    shifted = faulty(small_pages, 'kind = "duplicates"\nshift = 1')
    assert shifted.names[1:] == whole.names[:2]
    with pytest.raises(AnswerError):
        search_api.read(faulty(small_pages, 'kind = "truncated"').body)
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        faulty(small_pages, 'kind = "reset"')


def test_an_answer_can_come_late(small_pages: Asking) -> None:
    """46. The service says by how much; it is the server that waits."""
    script = '[[fault]]\nkind = "slow"\nseconds = 30\n'
    service = small_pages.replica.service
    service.faults = read_faults(script)
    assert service.reply(Asked("GET", "/api/query?search_query=all:a")).delay == 30
