"""Harvests: what changed lately, everything there ever was, single papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode.errors import IncompleteError, InputError, PaperlodeError
from paperlode.sources import Page, Window
from paperlode.sources.harvest import by_ids, recent, sweep
from tests.memory_api import DAY_ONE, Arxiv, paper, papers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperlode.paper import Paper

QUERY = "cat:cs.LG"
EVER = Window(DAY_ONE - timedelta(days=9), DAY_ONE + timedelta(days=900))


def names(pages: Iterable[Page]) -> list[str]:
    """Name the papers in the order in which they came."""
    return [paper.name for page in pages for paper in page.papers]


def held(some: Iterable[Paper]) -> Callable[[datetime, datetime], int]:
    """Count like a store that holds some papers."""
    kept = list(some)
    return lambda first, until: sum(first <= paper.submitted < until for paper in kept)


# --- recent


def test_recent_reads_from_the_newest_end_until_a_whole_page_is_older() -> None:
    """Papers beyond that page are not asked for."""
    arxiv = Arxiv(papers(200))
    since = arxiv.papers[160].updated
    came = names(recent(arxiv, QUERY, since, size=20))
    assert came[0] == arxiv.papers[-1].name
    assert {paper.name for paper in arxiv.papers[160:]} <= set(came)
    assert len(came) < 100
    assert {asked["sortBy"] for asked in arxiv.asked} == {"lastUpdatedDate"}


def test_recent_finds_an_old_paper_with_a_new_version() -> None:
    """What counts is the time of the version."""
    some = papers(100)
    some[3] = replace(some[3], version=2, updated=some[-1].updated)
    came = names(recent(Arxiv(some), QUERY, some[95].updated, size=20))
    assert some[3].name in came


def test_recent_closes_a_listing_that_it_read_to_its_end() -> None:
    """Then it is known what the query matches, and what it matches no longer."""
    arxiv = Arxiv(papers(30))
    *_, last = recent(arxiv, QUERY, arxiv.papers[0].updated, size=20)
    assert last.listed == frozenset(paper.id for paper in arxiv.papers)


@pytest.mark.parametrize("fault", ["hole", "slid", "twice", "short", "empty", "zero", "cut"])
@pytest.mark.parametrize("before", [0, 1, 2])
def test_recent_loses_nothing_to_a_page_that_does_not_fit(fault: str, before: int) -> None:
    """Pages that do not join, repeat a paper or are out of order are read anew."""
    arxiv = Arxiv(papers(200), [*["", ""][:before], fault])
    since = arxiv.papers[150].updated
    came = names(recent(arxiv, QUERY, since, size=20))
    assert {paper.name for paper in arxiv.papers[150:]} <= set(came)


def test_papers_that_come_in_meanwhile_are_found() -> None:
    """They push everything down by some places between two pages."""
    arxiv = Arxiv(papers(100))
    late = [paper(900 + n, arxiv.papers[-1].updated + timedelta(hours=n)) for n in range(1, 31)]
    pages = recent(arxiv, QUERY, arxiv.papers[50].updated, size=20)
    came = names([next(pages)])
    arxiv.papers += late
    came += names(pages)
    assert {paper.name for paper in arxiv.papers[50:]} <= set(came)


def test_papers_of_the_same_second_may_change_places() -> None:
    """The service has no second key; a tie is no contradiction."""
    some = papers(60, every=timedelta(0))
    mixed = [replace(p, updated=p.updated + timedelta(days=n // 4)) for n, p in enumerate(some)]
    arxiv = Arxiv(mixed)

    def restless(url: str) -> bytes:
        arxiv.papers = arxiv.papers[1:] + arxiv.papers[:1]
        return arxiv(url)

    came = names(recent(restless, QUERY, mixed[30].updated, size=20))
    assert {paper.name for paper in mixed[30:]} <= set(came)


def test_an_answer_that_is_never_in_order_is_incomplete() -> None:
    """When the service ignores the order there is no newest end."""
    arxiv = Arxiv(papers(300), ["hole"] * 999)
    with pytest.raises(IncompleteError):
        names(recent(arxiv, QUERY, arxiv.papers[250].updated, size=20))


def test_nothing_is_not_believed_by_those_who_hold_papers() -> None:
    """An index that is empty today was not empty yesterday."""
    with pytest.raises(IncompleteError, match="although we hold 7"):
        names(recent(Arxiv([]), QUERY, DAY_ONE, held=7))
    assert names(recent(Arxiv([]), QUERY, DAY_ONE)) == []


def test_recent_sweeps_the_query_when_the_service_ends_too_early() -> None:
    """More than 10,000 papers since: then by windows of submission times."""
    arxiv = Arxiv(papers(10_400, every=timedelta(minutes=7)))
    came = names(recent(arxiv, QUERY, DAY_ONE - timedelta(days=1), size=2000))
    assert Counter(came) == Counter(paper.name for paper in arxiv.papers)


# --- sweep


def test_a_sweep_brings_everything_once_and_says_first_how_much() -> None:
    """The first page has no papers: its total is what the service claims."""
    arxiv = Arxiv(papers(50))
    first, *others = sweep(arxiv, QUERY, EVER, size=20)
    assert (first.papers, first.total) == ((), 50)
    assert names(others) == [paper.name for paper in arxiv.papers]
    assert others[-1].listed == frozenset(paper.id for paper in arxiv.papers)


def test_only_the_window_is_swept() -> None:
    """Both ends are widened to whole minutes."""
    arxiv = Arxiv(papers(50))
    window = Window(arxiv.papers[10].submitted, arxiv.papers[19].submitted)
    first, *others = sweep(arxiv, QUERY, window, size=20)
    assert first.window == Window(
        window.first.replace(second=0), window.last.replace(second=0) + timedelta(minutes=1)
    )
    assert names(others) == [paper.name for paper in arxiv.papers[10:20]]


def test_where_the_counts_agree_nothing_is_fetched() -> None:
    """One small request tells that nothing is missing."""
    arxiv = Arxiv(papers(500))
    (page,) = sweep(arxiv, QUERY, EVER, arxiv.held)
    assert page.total == 500
    assert [asked["max_results"] for asked in arxiv.asked] == ["1"]


@pytest.mark.parametrize("number", [0, 1, 250, 498, 499])
def test_a_late_paper_is_hunted_down_by_halving(number: int) -> None:
    """However deep its submission lies, only about two pages are read to find it."""
    arxiv = Arxiv(papers(500))
    late = arxiv.papers[number]
    known = held(paper for paper in arxiv.papers if paper is not late)
    came = names(sweep(arxiv, QUERY, EVER, known, size=20))
    assert late.name in came
    assert len(came) <= 40
    assert len(arxiv.asked) <= 30


def test_papers_on_the_shared_minute_of_two_halves_are_found_once() -> None:
    """Windows are closed at both ends, and so is the count of what is held."""
    edge = EVER.first.replace(second=0)
    span = EVER.last.replace(second=0) + timedelta(minutes=1) - edge
    middle = edge + span // timedelta(minutes=1) // 2 * timedelta(minutes=1)
    arxiv = Arxiv([paper(n, middle) for n in range(1, 30)] + papers(200)[30:])
    late = arxiv.papers[5]
    known = held(paper for paper in arxiv.papers if paper is not late)
    came = names(sweep(arxiv, QUERY, EVER, known, size=20))
    assert late.name in came
    assert max(Counter(came).values()) == 1


def test_a_paper_that_matches_no_longer_is_missing_from_its_window() -> None:
    """We hold one more than arXiv has; the closing page tells which ones there are."""
    arxiv = Arxiv(papers(500))
    gone = arxiv.papers.pop(123)
    pages = list(sweep(arxiv, QUERY, EVER, held([*arxiv.papers, gone]), size=20))
    (closing,) = [page for page in pages if page.listed is not None]
    assert closing.window is not None
    assert closing.window.first <= gone.submitted < closing.window.until
    assert gone.id not in (closing.listed or ())


def test_windows_with_more_than_10000_papers_are_halved() -> None:
    """All of them come, each once, and every listing ends within the service's window."""
    arxiv = Arxiv(papers(10_300, every=timedelta(minutes=11)))
    came = names(sweep(arxiv, QUERY, EVER, size=2000))
    assert Counter(came) == Counter(paper.name for paper in arxiv.papers)


def test_more_than_10000_papers_in_one_minute_cannot_be_listed() -> None:
    """The sentence says so."""
    arxiv = Arxiv(papers(10_001, every=timedelta(0)))
    with pytest.raises(IncompleteError, match="10,001 papers in one minute"):
        names(sweep(arxiv, QUERY, EVER))


def test_an_empty_answer_for_a_query_with_papers_is_incomplete() -> None:
    """Nothing is unclaimed on such a day."""
    arxiv = Arxiv([])
    with pytest.raises(IncompleteError, match="although we hold 3 papers"):
        names(sweep(arxiv, QUERY, EVER, held(papers(3))))
    assert len(arxiv.asked) == 3


def test_halves_that_have_less_than_the_whole_are_counted_again() -> None:
    """A half that seems empty would otherwise be passed over."""
    arxiv = Arxiv(papers(500))
    late = arxiv.papers[10]
    arxiv.faults.extend(["", "zero", ""])
    known = held(paper for paper in arxiv.papers if paper is not late)
    assert late.name in names(sweep(arxiv, QUERY, EVER, known, size=20))


FAULTS = st.lists(
    st.sampled_from(["", "", "empty", "short", "hole", "twice", "slid", "more", "page", "cut"]),
    max_size=12,
)
LIES = st.sampled_from([[], ["fewer"], ["zero"], ["zero", "zero"], ["fewer", "zero"]])
"""A wrong total that fits the answer can only be told from a right one by asking again."""


def arrived(pages: Iterator[Page]) -> set[str] | None:
    """Collect what came; None when the harvest ended in an error, as it may."""
    came: list[str] = []
    try:
        came += names(pages)
    except PaperlodeError:
        return None
    assert len(came) == len(set(came))
    return set(came)


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 60), FAULTS, LIES, st.sampled_from([2, 5, 20, 100]), st.data())
def test_whatever_goes_wrong_every_paper_comes_once_or_an_error(
    count: int, faults: list[str], lies: list[str], size: int, data: st.DataObject
) -> None:
    """There is no fault that loses a paper silently, in any kind of harvest."""
    some = papers(count)
    order = data.draw(st.permutations(faults + lies))
    late = set(data.draw(st.lists(st.sampled_from(some), max_size=3)))
    since = data.draw(st.sampled_from(some)).updated
    wanted = {paper.name for paper in some}
    came = arrived(sweep(Arxiv(some, order), QUERY, EVER, size=size))
    assert came is None or came == wanted
    honest = [fault for fault in order if fault != "fewer"]
    known = held(paper for paper in some if paper not in late)
    came = arrived(sweep(Arxiv(some, honest), QUERY, EVER, known, size=size))
    assert came is None or came >= {paper.name for paper in late}
    came = arrived(recent(Arxiv(some, order), QUERY, since, held=1, size=size))
    assert came is None or came >= {paper.name for paper in some if paper.updated >= since}


# --- by identifier


def test_identifiers_are_looked_up_in_batches_and_in_their_order() -> None:
    """A hundred at a time, as many results as identifiers; twice the same is once."""
    arxiv = Arxiv(papers(150))
    wanted = [paper.id for paper in reversed(arxiv.papers)]
    pages = list(by_ids(arxiv, [*wanted, wanted[0]]))
    assert [paper.id for page in pages for paper in page.papers] == wanted
    assert [asked["max_results"] for asked in arxiv.asked] == ["100", "50"]


def test_identifiers_are_taken_as_people_write_them() -> None:
    """Addresses, prefixes and spaces are cleaned before they are sent."""
    arxiv = Arxiv(papers(3))
    (page,) = by_ids(arxiv, [" arXiv:2603.00001v1", "https://arxiv.org/pdf/2603.00002.pdf"])
    assert [paper.id for paper in page.papers] == ["2603.00001", "2603.00002"]
    assert page.missing == ()
    assert arxiv.asked[0]["id_list"] == "2603.00001v1,2603.00002"


def test_identifiers_that_arxiv_does_not_know_are_named() -> None:
    """After they were asked for a second time."""
    arxiv = Arxiv(papers(3))
    (page,) = by_ids(arxiv, ["2603.00001", "2603.09999"])
    assert page.missing == ("2603.09999",)
    assert [asked["id_list"] for asked in arxiv.asked] == ["2603.00001,2603.09999", "2603.09999"]


def test_a_short_answer_is_completed_by_asking_for_the_rest() -> None:
    """Only a paper that is missing twice is missing."""
    arxiv = Arxiv(papers(10), ["short"])
    (page,) = by_ids(arxiv, [paper.id for paper in arxiv.papers])
    assert len(page.papers) == 10


def test_what_is_no_identifier_is_said_before_anything_is_asked() -> None:
    """One bad identifier would cost the whole batch."""
    arxiv = Arxiv(papers(3))
    with pytest.raises(InputError, match="nonsense"):
        list(by_ids(arxiv, ["2603.00001", "nonsense"]))
    assert arxiv.asked == []


def test_an_identifier_that_arxiv_refuses_does_not_cost_the_others() -> None:
    """The batch is halved until it stands alone."""
    arxiv = Arxiv(papers(7))
    refusal = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>/api/errors</id></entry></feed>"
    )

    def picky(url: str) -> bytes:
        return refusal if "2603.00004" in url else arxiv(url)

    (page,) = by_ids(picky, [paper.id for paper in arxiv.papers])
    assert len(page.papers) == 6
    assert page.missing == ("2603.00004",)
