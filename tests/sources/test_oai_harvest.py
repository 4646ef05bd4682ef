"""Harvests of OAI-PMH: whole lists, or an error that says they are not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.errors import IncompleteError, RefusedError
from paperlode.paper import Paper, moment
from paperlode.replica.announced import Announced, Lags
from paperlode.replica.collection import Collection
from paperlode.replica.oai_pmh import Mischief, PageSizes, Repository
from paperlode.replica.synthetic import synthetic
from paperlode.sources import oai_harvest
from paperlode.sources.names import people
from paperlode.sources.oai_harvest import RESTARTS, TRIES
from paperlode.text.converted import unicode_as_arxiv
from tests.oai_answers import answer, papers, refusal

NOW = moment("2026-11-23T12:00:00Z")
BROKEN = b"<OAI-PMH><ListRecords><record>"


@dataclass
class Service:
    """arXiv's service with few papers on a page, and answers of its own choice in between."""

    repository: Repository
    odd: dict[int, bytes | Mischief] = field(default_factory=dict)
    """What is answered instead, by the number of the request, which counts from 1."""
    always: bytes | Mischief | None = None
    urls: list[str] = field(default_factory=list)

    def __call__(self, url: str) -> bytes:
        """Answer a URL."""
        self.urls.append(url)
        odd = self.odd.get(len(self.urls), self.always if len(self.urls) > 1 else None)
        if isinstance(odd, bytes):
            return odd
        return self.repository.answer(urlsplit(url).query, NOW, odd).body


def service(days: list[int], size: int = 3) -> Service:
    """Make a service whose papers 1, 2, 3 ... changed on these days of a month."""
    announced = []
    for number, day in enumerate(days, 1):
        seen = moment("2026-06-01T06:00:00Z") + timedelta(days=day)
        name = f"2606.{number:05}"
        paper = Paper(name, 1, "A title", "Text.", ("Ada One",), ("cs.LG",), seen, seen)
        announced.append(Announced(paper, seen))
    pages = PageSizes(records=size)
    return Service(Repository(Collection(announced), Lags(oai=timedelta(0)), pages))


def brought(ask: Service, since: date | None = None, until: date | None = None) -> list[str]:
    """Harvest, and give the identifiers that came."""
    pages = oai_harvest.harvest(ask, since=since, until=until)
    return [paper.id for page in pages for paper in page.papers]


DAYS = st.lists(st.integers(0, 4), min_size=1, max_size=12).map(sorted)
EVERY = [f"2606.{number:05}" for number in range(1, 13)]


@given(DAYS, st.integers(1, 5))
def test_a_list_comes_whole_and_each_paper_once(days: list[int], size: int) -> None:
    """Whether pages end between days or within one."""
    assert brought(service(days, size)) == EVERY[: len(days)]


FAULTS = st.sampled_from(
    [BROKEN, b"", b"<html/>", refusal("badResumptionToken"), Mischief(empty=True)]
)


@given(DAYS, st.integers(2, 4), st.dictionaries(st.integers(2, 12), FAULTS, max_size=3))
def test_nothing_is_lost_by_faults_that_pass(
    days: list[int], size: int, odd: dict[int, bytes | Mischief]
) -> None:
    """Broken and empty pages, refused tokens: all papers come, some of them twice."""
    ask = service(days, size)
    ask.odd = dict(odd)
    assert sorted(set(brought(ask))) == EVERY[: len(days)]


@pytest.mark.parametrize("odd", [Mischief(half=True), Mischief(keep=0), Mischief(shift=1)])
def test_a_page_that_does_not_fit_its_token_is_asked_for_again(odd: Mischief) -> None:
    """Tokens of arXiv count the papers; a page that begins too early repeats some."""
    ask = service([0, 0, 0, 1, 1, 1, 1, 1, 2, 2], size=2)
    ask.odd = {2: odd}
    assert sorted(set(brought(ask))) == EVERY[:10]


@pytest.mark.parametrize(
    "always",
    [BROKEN, refusal("badResumptionToken"), Mischief(empty=True), Mischief(half=True)],
)
def test_a_list_that_cannot_be_ended_is_incomplete(always: bytes | Mischief) -> None:
    """After so many attempts, and not silently; what came before stands."""
    ask = service([0, 0, 0, 0, 0, 0, 0, 0], size=2)
    ask.always = always
    pages = oai_harvest.harvest(ask)
    assert [paper.id for paper in next(pages).papers] == EVERY[:2]
    with pytest.raises((IncompleteError, RefusedError)):
        list(pages)
    assert len(ask.urls) <= 2 * TRIES * (RESTARTS + 1)


def test_a_refused_token_restarts_from_its_day() -> None:
    """Not from the beginning of the list."""
    ask = service([0, 0, 1, 1, 1, 2, 2], size=2)
    ask.odd = {3: refusal("badResumptionToken")}
    assert sorted(set(brought(ask, since=date(2026, 6, 1)))) == EVERY[:7]
    assert "from=2026-06-02" in ask.urls[3]
    assert "resumptionToken" not in ask.urls[3]


def test_a_refused_request_is_not_repeated() -> None:
    """Asking again would not help."""
    ask = service([0])
    ask.odd = {1: refusal("badArgument")}
    with pytest.raises(RefusedError, match="badArgument"):
        brought(ask)
    assert len(ask.urls) == 1


def test_a_token_that_leads_in_a_circle_is_noticed() -> None:
    """It would never end otherwise."""
    page = answer(f"{papers(1)}<resumptionToken>again</resumptionToken>")
    with pytest.raises(IncompleteError, match=f"broke off {RESTARTS} times"):
        list(oai_harvest.harvest(lambda _: page))


def test_a_resumed_list_ends_with_an_empty_token_only() -> None:
    """A page without one is not believed to be the last."""
    first = answer(f"{papers(1)}<resumptionToken>next</resumptionToken>")
    last = answer(papers(2))
    with pytest.raises(IncompleteError):
        list(oai_harvest.harvest(lambda url: last if "resumption" in url else first))


def test_no_records_are_a_whole_list() -> None:
    """One empty page with the service's clock."""
    ask = service([0])
    (page,) = oai_harvest.harvest(ask, since=date(2026, 11, 1))
    assert page.nothing
    assert page.response_date == NOW


def test_every_record_of_a_collection_comes_as_it_is() -> None:
    """All versions' times, all facts; text as the search service shows it."""
    collection = Collection(synthetic(150, 5, moment("2026-11-20T00:00:00Z")))
    ask = Service(Repository(collection, pages=PageSizes(records=40)))
    seen = collection.papers[: collection.position(NOW)]
    newest = {paper.id: paper for paper in sorted(seen, key=lambda paper: paper.version)}
    pages = list(oai_harvest.harvest(ask))
    found = {paper.id: paper for page in pages for paper in page.papers}
    assert not any(page.unreadable for page in pages)
    assert found == {name: _as_shown(paper) for name, paper in newest.items()}


def _as_shown(paper: Paper) -> Paper:
    return replace(
        paper,
        title=unicode_as_arxiv(paper.title),
        abstract=unicode_as_arxiv(paper.abstract),
        authors=people(paper.authors),
        comment=" ".join((paper.comment or "").split()) or None,
    )
