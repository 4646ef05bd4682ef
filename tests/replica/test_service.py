"""What a replica says to each request, its clock, its faults and its log."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from paperlode.paper import moment
from paperlode.replica.announced import Lags
from paperlode.replica.collection import Collection
from paperlode.replica.faults import read_faults
from paperlode.replica.search import Catalogue
from paperlode.replica.service import Asked, Service
from paperlode.replica.synthetic import synthetic

NOW = moment("2026-11-23T12:00:00Z")
CATALOGUE = Catalogue(Collection(synthetic(300, 3, moment("2027-01-01T00:00:00Z"))))
ALL = "/api/query?search_query=cat:*&sortBy=submittedDate&max_results=20"


def _service(script: str = "") -> Service:
    return Service(CATALOGUE, NOW, read_faults(script))


def _json(service: Service, path: str, body: str | None = None) -> Any:  # noqa: ANN401  JSON
    asked = Asked("GET" if body is None else "POST", f"/_replica/{path}", body or "")
    return json.loads(service.reply(asked).answer.body)


def _ids(service: Service, target: str = ALL) -> list[str]:
    feed = etree.fromstring(service.reply(Asked("GET", target)).answer.body)
    return [str(entry.findtext("{*}id")) for entry in feed.iterfind("{*}entry")]


def _total(service: Service) -> str | None:
    body = service.reply(Asked("GET", ALL)).answer.body
    return etree.fromstring(body).findtext("{*}totalResults")


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", ALL, 200),
        ("HEAD", ALL, 200),
        ("PUT", ALL, 405),
        ("DELETE", ALL, 405),
        ("GET", "/api/query/", 404),
        ("GET", "/api/query/search_query", 404),
        ("GET", "/oai/", 404),
        ("GET", "/rss", 404),
        ("GET", "/", 404),
        ("GET", "/api/query", 400),
    ],
)
def test_routes_are_those_of_arxiv(method: str, target: str, status: int) -> None:
    """Check 1: three methods, one address; every error is an Atom feed."""
    answer = _service().reply(Asked(method, target)).answer
    assert answer.status == status
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert etree.fromstring(answer.body).tag == "{http://www.w3.org/2005/Atom}feed"


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("", 200),
        ("application/x-www-form-urlencoded", 200),
        ("Application/X-WWW-Form-Urlencoded; charset=utf-8", 200),
        ("application/json", 400),
    ],
)
def test_a_form_may_be_posted(content_type: str, status: int) -> None:
    """Check 2: also without a content type; the query string of a POST is ignored."""
    asked = Asked("POST", "/api/query?max_results=foo", "search_query=all:x", content_type)
    assert _service().reply(asked).answer.status == status


def test_the_clock_decides_what_is_visible() -> None:
    """Papers appear at their announcement; turning the clock back takes them away again."""
    service = _service()
    before = _total(service)
    assert _json(service, "clock", '{"now": "2027-06-01T00:00:00Z"}') == {
        "now": "2027-06-01T00:00:00Z"
    }
    assert int(_total(service) or 0) > int(before or 0)
    assert _json(service, "clock", '{"now": null}')["now"] == "2026-11-23T12:00:00Z"
    assert _total(service) == before


def test_a_running_clock_is_asked_each_time() -> None:
    """A replica may follow a clock that runs; it looks when a request begins and when it ends."""
    moments = iter([moment("2022-01-01"), NOW, NOW, NOW])
    service = Service(CATALOGUE, lambda: next(moments))
    assert _total(service) == "0"
    assert _total(service) != "0"


@pytest.mark.parametrize(
    "body", ["", "now", "{}", '{"now": "soon"}', '{"now": 3}', "[]", '{"now": "2026-13-01"}']
)
def test_a_wrong_time_is_refused(body: str) -> None:
    """The clock stays where it was, and the answer says what to send."""
    service = _service()
    reply = service.reply(Asked("POST", "/_replica/clock", body)).answer
    assert reply.status == 400
    assert "2026-11-23T01:00:00Z" in json.loads(reply.body)["error"]
    assert service.now == NOW


def test_faults_can_be_changed_and_read() -> None:
    """A script is taken as TOML or JSON, shown with its counts, and refused with a sentence."""
    service = _service()
    _json(service, "faults", '[[fault]]\nkind = "429"\ncount = 1')
    assert service.reply(Asked("GET", ALL)).answer.status == 429
    assert service.reply(Asked("GET", ALL)).answer.status == 200
    assert _json(service, "faults")["fault"][0]["hits"] == 1
    assert "did you mean" in _json(service, "faults", '{"fault": [{"kind": "htlm"}]}')["error"]
    assert _json(service, "faults")["fault"][0]["met"] == 2
    assert _json(service, "faults", "") == {"fault": []}


def test_the_log_tells_every_request() -> None:
    """Time, address with its form, status, faults, and how the client introduced itself."""
    service = _service('[[fault]]\nkind = "503"\nfirst = 2')
    service.reply(Asked("GET", ALL, agent="example/1 (mailto:a@example.org)", accept="*/*"))
    service.reply(Asked("POST", "/api/query", "id_list=2601.00001"))
    _json(service, "clock")
    first, second = _json(service, "log")["requests"]
    moments = {"began": "2026-11-23T12:00:00.000000Z", "ended": "2026-11-23T12:00:00.000000Z"}
    assert first == {
        **moments, "time": "2026-11-23T12:00:00Z", "open": 0, "channel": "search",
        "method": "GET", "url": ALL, "status": 200, "bytes": first["bytes"], "retry_after": None,
        "faults": [], "agent": "example/1 (mailto:a@example.org)", "accept": "*/*",
    }  # fmt: skip
    assert second["url"] == "/api/query?id_list=2601.00001"
    assert (second["status"], second["faults"]) == (503, ["503"])


def test_a_replica_describes_itself() -> None:
    """How many papers are visible, and how many versions are still to come."""
    told = _json(_service(), "")
    assert told["papers"] == int(_total(_service()) or 0)
    assert told["versions"] + told["not_yet_announced"] == len(CATALOGUE.collection)
    assert _json(_service(), "nothing")["error"] == "nothing at /_replica/nothing for GET"
    assert _json(_service(), "log", "x")["error"] == "nothing at /_replica/log for POST"


@pytest.mark.parametrize(
    ("script", "status", "body", "content_type"),
    [
        ('kind = "429"', 429, b"Rate exceeded.", "text/plain; charset=utf-8"),
        ('kind = "rate-exceeded-200"', 200, b"Rate exceeded.", "text/plain; charset=utf-8"),
        ('kind = "empty-406"', 406, b"", "text/plain; charset=utf-8"),
        ('kind = "503"', 503, b"first byte timeout", "text/plain; charset=utf-8"),
        ('kind = "500"', 500, b"api/errors", "application/atom+xml; charset=utf-8"),
        ('kind = "html"', 200, b"<!DOCTYPE html>", "text/html; charset=utf-8"),
        ('kind = "entities"', 200, b"<!ENTITY", "application/atom+xml; charset=utf-8"),
    ],
)
def test_machines_fail_as_they_were_seen_to(
    script: str, status: int, body: bytes, content_type: str
) -> None:
    """Check 46: status, body and content type of all that comes instead of a feed."""
    answer = _service(f"[[fault]]\n{script}").reply(Asked("GET", ALL)).answer
    assert (answer.status, answer.content_type) == (status, content_type)
    assert body in answer.body
    assert bool(body) == bool(answer.body)


def test_throttling_may_say_how_long() -> None:
    """Retry-After is there when the script has it, in seconds or as a date."""
    for wait, sent in (("600", "600"), ('"Tue, 24 Nov 2026 01:00:00 GMT"', None)):
        script = f'[[fault]]\nkind = "429"\nretry_after = {wait}'
        headers = dict(_service(script).reply(Asked("GET", ALL)).answer.headers)
        assert headers["Retry-After"] == (sent or wait.strip('"'))
    assert _service('[[fault]]\nkind = "429"').reply(Asked("GET", ALL)).answer.headers == ()


def test_pages_can_be_empty_or_short() -> None:
    """Check 46: the total stays true, unless the script says that it, too, is wrong."""
    whole = _ids(_service())
    assert _ids(_service('[[fault]]\nkind = "short-page"')) == whole[:10]
    assert _ids(_service('[[fault]]\nkind = "short-page"\nkeep = 3')) == whole[:3]
    empty = _service('[[fault]]\nkind = "empty-page"')
    assert (_ids(empty), _total(empty)) == ([], _total(_service()))
    assert _total(_service('[[fault]]\nkind = "empty-page"\ntotal = 0')) == "0"
    assert _total(_service('[[fault]]\nkind = "short-page"\ntotal = 7')) == "7"


def test_pages_can_repeat_entries() -> None:
    """Check 46: a page begins with the last entries of the one before: the index has moved."""
    whole = _ids(_service(), ALL.replace("=20", "=40"))
    faulty = _service('[[fault]]\nkind = "duplicates"\nshift = 2')
    assert _ids(faulty) == whole[:20]
    assert _ids(faulty, ALL + "&start=20") == whole[18:38]


def test_a_hole_hides_papers() -> None:
    """The papers are missing everywhere, and so they are in the total."""
    name = _ids(_service())[0].rsplit("/", 1)[1].split("v")[0]
    faulty = _service(f'[[fault]]\nkind = "hole"\nids = ["{name}"]')
    assert not any(name in found for found in _ids(faulty))
    assert int(_total(faulty) or 0) == int(_total(_service()) or 0) - 1


def test_a_cut_answer_is_broken_xml() -> None:
    """Check 46: two thirds arrive as if they were all."""
    body = _service('[[fault]]\nkind = "truncated"').reply(Asked("GET", ALL)).answer.body
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(body)


OAI = "/oai?verb=ListRecords&metadataPrefix=arXiv&from=2026-11-20"
RSS = "/rss/cond-mat+cs+physics"
LISTED = "/catchup/cond-mat/2026-11-20"
MONDAY = NOW.replace(hour=5)
"""Midnight in New York: the feed has what was announced on Sunday evening."""


def _names(service: Service, target: str) -> set[str]:
    body = service.reply(Asked("GET", target)).answer.body.decode()
    return set(re.findall(r"\d{4}\.\d{5}", body))


@pytest.mark.parametrize(
    ("target", "content_type"),
    [
        (OAI, "text/xml; charset=utf-8"),
        (RSS, "application/rss+xml"),
        ("/atom/cs.LG", "application/atom+xml"),
        (LISTED, "text/html; charset=utf-8"),
    ],
)
def test_every_service_has_its_address(target: str, content_type: str) -> None:
    """Only OAI-PMH takes a POST besides search; other methods are refused."""
    answer = _service().reply(Asked("GET", target)).answer
    assert (answer.status, answer.content_type) == (200, content_type)
    assert _service().reply(Asked("PUT", target)).answer.status == 405
    status = 200 if target == OAI else 405
    assert _service().reply(Asked("POST", target, "verb=Identify")).answer.status == status


def test_services_follow_each_other() -> None:
    """One clock: search first, then OAI-PMH, then the feed."""
    seen = []
    for hours in (-1, 0, 2.5, 4):
        service = Service(CATALOGUE, moment("2026-11-20T01:00:00Z") + timedelta(hours=hours))
        searched = set(map(_bare, _ids(service, ALL.replace("submitted", "lastUpdated"))))
        listed, told = _names(service, LISTED), _names(service, RSS)
        harvested = _names(service, OAI)
        seen.append((bool(listed), bool(harvested & listed), bool(told & listed)))
        assert listed <= searched or not listed
    assert seen == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, True),
    ]


def test_delays_can_be_set() -> None:
    """Tests and simulations choose their own."""
    later = Service(CATALOGUE, NOW, lags=Lags(search=timedelta(days=30)))
    assert int(_total(later) or 0) < int(_total(_service()) or 0)


def _bare(address: str) -> str:
    return address.rsplit("/", 1)[1].split("v", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("500", 500, b"Internal Server Error"),
        ("503", 503, b"first byte timeout"),
        ("429", 429, b"Rate exceeded."),
        ("html", 200, b"<!DOCTYPE html>"),
    ],
)
def test_one_service_fails_and_the_others_do_not(kind: str, status: int, body: bytes) -> None:
    """A fault may name its channel."""
    for channel, target in (("oai", OAI), ("feed", RSS), ("listing", LISTED)):
        service = _service(f'[[fault]]\nkind = "{kind}"\nchannel = "{channel}"')
        answer = service.reply(Asked("GET", target)).answer
        assert (answer.status, body in answer.body) == (status, True)
        assert service.reply(Asked("GET", ALL)).answer.status == 200


def test_a_hole_can_be_in_one_service_alone() -> None:
    """A block of identifiers is missing in OAI-PMH while search and listing have it."""
    script = '[[fault]]\nkind = "hole"\nchannel = "oai"\nids = ["2611.00001-2611.99999"]'
    holed, whole = _service(script), _service()
    assert any(name.startswith("2611") for name in _names(whole, OAI))
    assert not any(name.startswith("2611") for name in _names(holed, OAI))
    assert _names(holed, LISTED) == _names(whole, LISTED)
    assert _ids(holed) == _ids(whole)


def test_the_search_index_can_lag() -> None:
    """It answers as it would have two days ago; the harvester sees everything."""
    script = '[[fault]]\nkind = "lag"\nchannel = "search"\ndays = 20'
    assert _ids(_service(script)) == _ids(Service(CATALOGUE, NOW - timedelta(days=20)))
    assert _names(_service(script), OAI) == _names(_service(), OAI)
    behind = _service(script.replace("search", "oai"))
    assert _names(behind, OAI) == set()


def test_a_feed_can_be_stuck_or_too_large() -> None:
    """Yesterday's papers under today's date; the new ones cut off."""
    fresh = _names(Service(CATALOGUE, MONDAY), RSS)
    script = '[[fault]]\nkind = "stale-feed"'
    friday = _names(Service(CATALOGUE, MONDAY - timedelta(days=3)), RSS)
    assert fresh != friday
    assert _names(Service(CATALOGUE, MONDAY, read_faults(script)), RSS) == friday
    script = '[[fault]]\nkind = "feed-overflow"\nkeep = 1'
    [left] = _names(Service(CATALOGUE, MONDAY, read_faults(script)), RSS)
    assert left in fresh


def test_pages_of_every_service_can_be_thinned() -> None:
    """Short and empty pages, in the form that each service gives them."""
    short = _service('[[fault]]\nkind = "short-page"\nkeep = 1')
    assert len(_names(short, OAI)) == len(_names(short, RSS)) == 1
    empty = _service('[[fault]]\nkind = "empty-page"')
    assert b"noRecordsMatch" in empty.reply(Asked("GET", OAI)).answer.body
    assert _names(empty, RSS) == set()


ODD = st.text() | st.text(alphabet='ti:aulNOTANDR "()*?[]\\\\$,;%&=0123456789.-')
NAMES = st.sampled_from(["search_query", "id_list", "start", "max_results", "sortBy", "raw", "x"])


@given(st.dictionaries(NAMES, ODD))
def test_every_request_gets_an_answer(given_parameters: dict[str, str]) -> None:
    """Whatever is sent, the answer is a well-formed feed with a status that arXiv uses."""
    asked = Asked("GET", "/api/query?" + urlencode(given_parameters, errors="replace"))
    answer = _service().reply(asked).answer
    assert answer.status in (200, 400, 500)
    assert etree.fromstring(answer.body).tag == "{http://www.w3.org/2005/Atom}feed"


@given(st.text())
def test_every_address_gets_an_answer(target: str) -> None:
    """No address, however malformed, is left without a reply."""
    for begin in ("", "/api/query?", "/_replica/", "/oai?", "/rss/", "/atom/", "/catchup/"):
        answer = _service().reply(Asked("GET", begin + target)).answer
        assert answer.status in (200, 400, 404, 500)


def test_slow_and_reset_are_told_to_the_server() -> None:
    """Check 46: the service itself neither waits nor cuts; different kinds act together."""
    script = '[[fault]]\nkind = "slow"\nseconds = 7\n[[fault]]\nkind = "reset"'
    reply = _service(script).reply(Asked("GET", ALL))
    assert (reply.delay, reply.cut, reply.answer.status) == (7.0, True, 200)
