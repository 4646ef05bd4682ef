"""The search API: requests as URLs, answers as papers."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.errors import AnswerError, RefusedError
from paperlode.paper import Paper
from paperlode.sources import search_api
from tests.memory_api import feed, paper

HERE = "https://example.org/api/query"


def one(inner: str, name: str = "http://arxiv.org/abs/2401.00001v2") -> Paper:
    """Read an answer with one entry."""
    times = "<published>2024-01-01T00:00:01Z</published><updated>2024-02-03T10:11:12Z</updated>"
    times = "" if "published" in inner or "updated" in inner else times
    (found,) = search_api.read(feed(f"<entry><id>{name}</id>{times}{inner}</entry>")).papers
    return found


# --- requests


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_query_is_encoded_once_and_arrives_as_it_is(query: str) -> None:
    """Plus signs, ampersands, quotes, percent signs and every alphabet."""
    url = search_api.request(HERE, query)
    assert url.isascii()
    assert parse_qs(urlsplit(url).query, keep_blank_values=True)["search_query"] == [query]


def test_a_page_always_states_its_place_and_its_order() -> None:
    """Without an order the service may give the same paper twice and another one never."""
    url = search_api.request(HERE, "(ti:a) AND (ti:b)", start=20, size=10, ascending=True)
    assert url == (
        f"{HERE}?search_query=%28ti:a%29%20AND%20%28ti:b%29&start=20&max_results=10"
        "&sortBy=submittedDate&sortOrder=ascending"
    )


def test_identifiers_are_asked_for_without_an_empty_query() -> None:
    """An empty parameter is an error for the service."""
    url = search_api.request(HERE, "", ids=["2401.00001", "hep-th/9901001v2"], size=2)
    assert "search_query" not in url
    assert "id_list=2401.00001,hep-th/9901001v2&" in url


@pytest.mark.parametrize(
    ("start", "size"), [(0, 0), (0, -1), (-1, 10), (0, 10_001), (9_999, 2), (10_000, 1)]
)
def test_what_the_service_answers_with_500_is_never_sent(start: int, size: int) -> None:
    """No empty pages, nothing beyond the 10,000th entry."""
    with pytest.raises(ValueError, match="outside"):
        search_api.request(HERE, "all:x", start=start, size=size)


def test_a_request_for_nothing_is_refused_here() -> None:
    """The service would answer 400."""
    with pytest.raises(ValueError, match="neither"):
        search_api.request(HERE, "")


# --- answers

CURRENT = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id><title>arXiv Query</title><updated>2026-05-01T12:00:00Z</updated>
  <link href="https://arxiv.org/api/query" type="application/atom+xml"/>
  <opensearch:itemsPerPage>10</opensearch:itemsPerPage>
  <opensearch:totalResults>42</opensearch:totalResults>
  <opensearch:startIndex>30</opensearch:startIndex>
  <entry>
    <id>http://arxiv.org/abs/2401.00001v2</id>
    <title>An example
  title</title>
    <updated>2024-02-03T10:11:12Z</updated>
    <link href="https://arxiv.org/abs/2401.00001v2" rel="alternate" type="text/html"/>
    <summary>  A made-up abstract
about &lt;nothing&gt;.
  Second paragraph.
</summary>
    <category term="stat.ML" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <published>2024-01-01T00:00:01Z</published>
    <arxiv:comment>9 pages,
      3 figures</arxiv:comment>
    <arxiv:primary_category term="cs.LG"/>
    <arxiv:journal_ref>J. Ex. 1 (2024) 2</arxiv:journal_ref>
    <author><name>Ada Example</name><arxiv:affiliation>A</arxiv:affiliation>
      <arxiv:affiliation>B</arxiv:affiliation></author>
    <author><name> H1 Collaboration</name></author>
    <arxiv:doi>10.1234/a</arxiv:doi>
    <link rel="related" href="https://doi.org/10.1234/a" title="doi"/>
    <arxiv:doi>10.1234/b</arxiv:doi>
  </entry>
</feed>
"""

LEGACY = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?search_query%3Dall%3Ax" rel="self"/>
  <title type="html">ArXiv Query: search_query=all:x</title>
  <id>http://arxiv.org/api/x</id>
  <updated>2016-10-09T00:00:00-04:00</updated>
  <o:totalResults xmlns:o="http://a9.com/-/spec/opensearch/1.1/">42</o:totalResults>
  <o:startIndex xmlns:o="http://a9.com/-/spec/opensearch/1.1/">30</o:startIndex>
  <entry>
    <id>https://arxiv.org/abs/2401.00001v2</id>
    <updated>2024-02-03T06:11:12-04:00</updated>
    <published>2023-12-31T20:00:01-0400</published>
    <title type="html">An example title</title>
    <summary>  A made-up abstract about
&lt;nothing&gt;.
  Second paragraph.
</summary>
    <author><name>Ada Example</name>
      <x:affiliation xmlns:x="http://arxiv.org/schemas/atom">A</x:affiliation></author>
    <author><name>H1 Collaboration</name></author>
    <x:doi xmlns:x="http://arxiv.org/schemas/atom">10.1234/a 10.1234/b</x:doi>
    <link title="doi" href="http://dx.doi.org/10.1234/a" rel="related"/>
    <x:comment xmlns:x="http://arxiv.org/schemas/atom">9 pages, 3 figures</x:comment>
    <x:journal_ref xmlns:x="http://arxiv.org/schemas/atom">J. Ex. 1 (2024) 2</x:journal_ref>
    <link href="http://arxiv.org/abs/2401.00001v2"/>
    <x:primary_category xmlns:x="http://arxiv.org/schemas/atom" term="cs.LG"
      scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="stat.ML" scheme="http://arxiv.org/schemas/atom"/>
    <category term="68T05" scheme="http://arxiv.org/schemas/atom"/>
    <category term="I.2.6; G.3" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.XX" scheme="http://example.org/classes"/>
  </entry>
</feed>
"""


@pytest.mark.parametrize("body", [CURRENT, LEGACY], ids=["current", "legacy"])
def test_both_generations_of_the_service_are_read_alike(body: str) -> None:
    """Namespaces on the root or on each element, links with or without rel: the same paper."""
    page = search_api.read(body.encode())
    assert (page.total, page.start, page.entries) == (42, 30, 1)
    assert page.papers == (
        Paper(
            id="2401.00001",
            version=2,
            title="An example title",
            abstract="A made-up abstract about <nothing>.\n\nSecond paragraph.",
            authors=("Ada Example", "H1 Collaboration"),
            categories=("cs.LG", "stat.ML"),
            submitted=datetime(2024, 1, 1, 0, 0, 1, tzinfo=UTC),
            updated=datetime(2024, 2, 3, 10, 11, 12, tzinfo=UTC),
            comment="9 pages, 3 figures",
            journal_ref="J. Ex. 1 (2024) 2",
            doi="10.1234/a 10.1234/b",
        ),
    )


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001v2"),
        ("https://arxiv.org/abs/math.GT/0309136v1", "math/0309136v1"),
        ("http://arxiv.org/abs/0704.0001v10", "0704.0001v10"),
        ("https://export.arxiv.org/abs/2401.00001v123", "2401.00001v123"),
        ("\n http://arxiv.org/abs/2401.00001v1 ", "2401.00001v1"),
        ("http://arxiv.org/abs/2401.00001", "2401.00001v1"),
    ],
)
def test_identifier_and_version_are_split(address: str, name: str) -> None:
    """Old and new identifiers, http and https; without a version it is the first."""
    assert one("<title>t</title>", address).name == name


def test_an_entry_may_lack_everything_but_identifier_and_time() -> None:
    """A title 0 is a title; without one it is empty."""
    assert one("<title>0</title>").title == "0"
    bare = one("")
    assert (bare.title, bare.abstract, bare.authors, bare.categories) == ("", "", (), ())
    assert (bare.comment, bare.journal_ref, bare.doi, bare.withdrawn) == (None, None, None, False)


def test_one_time_stands_in_for_the_other() -> None:
    """A missing time of the version is that of the paper, and the other way round."""
    for tag in ("published", "updated"):
        found = one(f"<{tag}>2024-02-03T10:11:12Z</{tag}>")
        assert found.submitted == found.updated == datetime(2024, 2, 3, 10, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  H1\n  Collaboration ", "H1 Collaboration"),
        ("Müller\u00a0Müller", "Müller Müller"),
        ("A\u0085B\u009f", "AB"),
        ("Zoë O&apos;Example &amp; Co", "Zoë O'Example & Co"),
    ],
)
def test_names_are_one_line_without_control_characters(text: str, name: str) -> None:
    """White space of every kind becomes a single space."""
    assert one(f"<author><name>{text}</name></author>").authors == (name,)


def test_punctuation_between_authors_is_no_author() -> None:
    """Some records have a colon as an author after a collaboration."""
    names = "".join(f"<author><name>{n}</name></author>" for n in ("The X Group", ":", "", "A. B."))
    assert one(names + "<author/>").authors == ("The X Group", "A. B.")


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("One line.", "One line."),
        ("  Hard\nwrapped  \n lines\n", "Hard wrapped\n\nlines"),
        ("First.\n\n\n  Second.\r\nStill second.", "First.\n\nSecond. Still second."),
        ("Two  spaces stay,\ttabs do not.", "Two  spaces stay, tabs do not."),
        ("é wrapped\nà la ligne &amp;lt;", "é wrapped à la ligne &lt;"),
        ("&#13;\n", ""),
    ],
)
def test_abstracts_keep_their_paragraphs_and_lose_their_hard_wraps(
    text: str, abstract: str
) -> None:
    """A blank or indented line begins a paragraph; entities are decoded exactly once."""
    assert one(f"<summary>{text}</summary>").abstract == abstract


@pytest.mark.parametrize(
    "junk",
    [
        b"\x08",
        b"\x00",
        b"\xff\xfe",
        b"&#x0;",
        b"&#8;",
        b"&#x1F;",
        b"&#xFFFF;",
        b"&#xD800;",
        "\uffff".encode(),
    ],
)
def test_a_character_that_xml_forbids_does_not_hide_a_page(junk: bytes) -> None:
    """It is taken out; the papers stay."""
    body = feed(paper(1), paper(2)).replace(b"Paper 1", b"Pa" + junk + b"per 1")
    first, second = search_api.read(body).papers
    assert first.title.replace("\ufffd", "") == "Paper 1"
    assert second.title == "Paper 2"


def test_an_entry_that_is_no_paper_is_named_and_the_others_are_read() -> None:
    """A record that cannot be read must neither vanish nor take a whole page with it."""
    no_id = "<entry><id>http://arxiv.org/abs/nonsense</id><published>2024-01-01</published></entry>"
    no_time = "<entry><id>http://arxiv.org/abs/2401.00001v1</id></entry>"
    bad_time = no_time.replace("</entry>", "<updated>yesterday</updated></entry>")
    page = search_api.read(feed(paper(1), no_id, no_time, bad_time))
    assert len(page.papers) == 1
    assert page.entries == 4
    assert [sentence[:37] for sentence in page.unreadable] == [
        f"entry {number} of arXiv's answer is no paper" for number in (2, 3, 4)
    ]


def test_a_number_that_cannot_be_one_is_taken_for_missing() -> None:
    """No total of arXiv's has five thousand digits."""
    ns = "http://a9.com/-/spec/opensearch/1.1/"
    total = f"<o:totalResults xmlns:o='{ns}'>{'9' * 5000}</o:totalResults>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'>{total}</feed>"
    assert search_api.read(body.encode()).total == 0


def test_numbers_that_are_missing_are_counted() -> None:
    """A feed without totals has at least what it shows."""
    body = b"<feed xmlns='http://www.w3.org/2005/Atom'/>"
    assert (search_api.read(body).total, search_api.read(body).start) == (0, 0)


@pytest.mark.parametrize(
    "entry",
    [
        "<id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>",
        "<id>http://arxiv.org/api/errors#x</id><title>Error</title>",
        "<id>https://arxiv.org/help/api/user-manual#sort</id><title>Error</title>",
        "<id>x</id><title>Error</title><author><name>arXiv api core</name></author>",
    ],
)
def test_an_error_feed_raises_what_arxiv_says(entry: str) -> None:
    """Its sentence is passed on, whatever the status was."""
    body = feed(f"<entry>{entry}<summary>incorrect id\n format for abc</summary></entry>")
    with pytest.raises(RefusedError, match=r"refuses the request: incorrect id format for abc$"):
        search_api.read(body)


def test_a_paper_called_error_is_a_paper() -> None:
    """The title alone makes no error."""
    assert search_api.read(feed(paper(1, title="Error"))).papers[0].title == "Error"


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>"""


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<!DOCTYPE html>\n<html><body>Sorry</body></html>", "web page"),
        (b"<html></html>", "web page"),
        (b"Rate exceeded.", "Rate exceeded"),
        (LAUGHS, "document type"),
        (b"<!-- <feed> --><?x <feed>?>" + LAUGHS[21:], "document type"),
        (LAUGHS.decode().replace("?>", " encoding='utf-16'?>", 1).encode("utf-16"), "broken"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>&b;</feed>", "broken"),
        (b"<feed/>", "no Atom feed"),
        (b"<rss xmlns='http://www.w3.org/2005/Atom'/>", "no Atom feed"),
        (b"{}", "broken"),
        (b"\x00\x01\x02", "broken"),
    ],
)
def test_what_is_no_feed_is_an_error_with_a_sentence(body: bytes, sentence: str) -> None:
    """Entities are refused before anything is expanded."""
    with pytest.raises(AnswerError, match=sentence):
        search_api.read(body)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_cut_answer_is_an_error_wherever_it_is_cut(part: float) -> None:
    """Half a page is none: nothing of it is taken."""
    body = feed(*(paper(number) for number in range(1, 40)))
    with pytest.raises(AnswerError, match="broken or cut short"):
        search_api.read(body[: int(len(body) * part)])


def test_nested_elements_do_not_eat_memory_or_time() -> None:
    """Depth is bounded by the parser."""
    with pytest.raises(AnswerError):
        search_api.read(b"<a>" * 100_000)


def test_a_large_answer_is_read_whole() -> None:
    """More than the ten megabytes at which the parser grows careful by itself."""
    body = feed(*(paper(number, abstract="x" * 6_000_000) for number in (1, 2, 3)))
    assert [len(found.abstract) for found in search_api.read(body).papers] == [6_000_000] * 3
