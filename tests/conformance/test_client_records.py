"""Checks 34 to 39 and 44 of a client: records of OAI-PMH, feeds, and texts of both."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from paperlode.fetch import Fetch
from paperlode.sources import announcements, oai_pmh, search_api
from paperlode.sources.oai_harvest import harvest
from paperlode.sources.oai_pmh import OaiError
from tests.memory_api import feed
from tests.oai_answers import V1, answer, raw, record, refusal

if TYPE_CHECKING:
    from paperlode.sources.oai_record import Record
    from tests.conformance.asking import Asking

TODAY = date(2026, 11, 23)


def only(metadata: str) -> Record:
    """Read an answer with one record."""
    (found,) = oai_pmh.read(answer(record(metadata))).records
    return found


def test_tokens_are_followed_to_the_empty_one(small_pages: Asking) -> None:
    """34. A token is encoded once; a list that breaks off is begun again where it was."""
    refused: list[str] = []

    with Fetch(pause=0) as fetch:

        def ask(url: str) -> bytes:
            token = parse_qs(urlsplit(url).query).get("resumptionToken", [""])[0]
            if token and not refused:
                refused.append(token)
                return refusal("badResumptionToken")
            return fetch(url)

        pages = list(harvest(ask, small_pages.replica.oai_url, today=TODAY))
    found = {paper.id for page in pages for paper in page.papers}
    assert len(found) == 11
    assert pages[-1].token == ""
    tokens = {page.token for page in pages if page.token}
    sent = [dict(parse_qsl(urlsplit(asked["url"]).query)) for asked in small_pages.replica.log]
    assert {asked["resumptionToken"] for asked in sent if "resumptionToken" in asked} <= tokens
    assert any("from" in asked for asked in sent)


def test_errors_of_the_protocol_are_errors_and_nothing_is_nothing() -> None:
    """35. They come with status 200; ``noRecordsMatch`` is an empty page."""
    for code in ("badArgument", "badResumptionToken", "idDoesNotExist"):
        with pytest.raises(OaiError, match=code):
            oai_pmh.read(refusal(code))
    assert oai_pmh.read(refusal("noRecordsMatch")).nothing


def test_only_days_are_sent_that_the_service_accepts() -> None:
    """36. No time, nothing before 2005-09-16, no end in the future."""
    early = oai_pmh.request("x", since=date(1991, 8, 1), today=TODAY)
    assert "from" not in early
    late = oai_pmh.request("x", since=date(2026, 11, 20), until=date(2027, 1, 1), today=TODAY)
    asked = dict(parse_qsl(urlsplit(late).query))
    assert (asked["from"], asked.get("until")) == ("2026-11-20", None)
    moment = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert "from=2026-11-20&" in oai_pmh.request("x", since=moment, sets="cs", today=TODAY)


def test_the_history_of_a_paper_is_read() -> None:
    """37. Days of one and two digits; a source type with ``I`` is a withdrawal."""
    second = (
        '<version version="v2"><date>Sat, 3 Feb 2024 10:11:12 GMT</date><size>0kb</size>'
        "<source_type>AI</source_type></version>"
    )
    found = only(raw("<title>T</title>", versions=V1 + second))
    assert [version.number for version in found.versions] == [1, 2]
    assert (found.paper.version, found.paper.withdrawn) == (2, True)
    assert found.paper.submitted == datetime(2024, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert found.paper.updated == datetime(2024, 2, 3, 10, 11, 12, tzinfo=UTC)


def test_the_format_with_parts_is_not_relied_on_for_versions() -> None:
    """38. ``created`` may belong to any version, and ``acm-class`` shows the MSC class."""
    metadata = (
        '<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00001</id>'
        "<created>2024-02-03</created><authors><author><keyname>Example</keyname>"
        "<forenames>Ada</forenames></author></authors><title>T</title>"
        "<categories>cs.LG</categories><msc-class>68T05</msc-class>"
        "<acm-class>68T05</acm-class></arXiv>"
    )
    page = oai_pmh.read(answer(record(metadata)))
    (found,) = page.records
    assert found.paper.authors == ("Ada Example",)
    assert not found.certain
    assert page.papers == ()
    assert "acm-class" not in found.others


ITEM = (
    "<item><title>T</title><link>https://arxiv.org/abs/2611.00001</link>"
    "<description>arXiv:2611.00001v3 Announce Type: replace-cross \nAbstract: An abstract."
    '</description><guid isPermaLink="false">{guid}</guid><category>cs.LG</category>'
    "<arxiv:announce_type>replace-cross</arxiv:announce_type>"
    "<dc:creator>Ada Example (Lab, Town), Bo Invented Jr.</dc:creator></item>"
)


def rss(items: str, published: str = "Mon, 23 Nov 2026 00:00:00 -0500") -> announcements.Feed:
    """Read a feed that was written just now."""
    return announcements.read(
        '<rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>cs.LG</title>'
        "<lastBuildDate>Mon, 23 Nov 2026 05:00:12 +0000</lastBuildDate>"
        f"<pubDate>{published}</pubDate>{items}</channel></rss>".encode()
    )


@pytest.mark.parametrize("guid", ["oai:arXiv.org:2611.00001v3", ""])
def test_a_feed_is_read_with_care(guid: str) -> None:
    """39. Version from guid or description, creators whole, empty at weekends, stale when old."""
    (item,) = rss(ITEM.format(guid=guid)).items
    assert (item.id, item.version, item.kind) == ("2611.00001", 3, "replace-cross")
    assert item.creators == "Ada Example (Lab, Town), Bo Invented Jr."
    weekend = rss("", "Sat, 21 Nov 2026 00:00:00 -0500")
    assert (weekend.items, weekend.day) == ((), date(2026, 11, 21))
    assert rss(ITEM.format(guid=guid)).is_of(TODAY)
    assert not rss(ITEM.format(guid=guid), "Fri, 20 Nov 2026 00:00:00 -0500").is_of(TODAY)


def test_texts_of_all_channels_are_alike_before_they_are_compared() -> None:
    """44. What OAI-PMH has as TeX, the search API has as Unicode."""
    tex = raw(
        r"<title>On $\alpha = \beta$ by Erd\H{o}s</title><authors>Paul Erd\H{o}s</authors>"
        "<categories>cs.LG</categories><abstract>  First line\nof it.</abstract>"
    )
    (shown,) = search_api.read(
        feed(
            "<entry><id>http://arxiv.org/abs/2401.00001v1</id>"
            "<title>On $\u03b1= \u03b2$ by Erd\u0151s</title>"
            "<published>2024-01-01T00:00:01Z</published><updated>2024-01-01T00:00:01Z</updated>"
            '<summary>First line of it.</summary><category term="cs.LG"/>'
            "<author><name>Paul Erd\u0151s</name></author></entry>"
        )
    ).papers
    assert only(tex).paper == shown
