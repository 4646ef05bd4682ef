"""One listing, page by page, until it is whole."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from paperlode.errors import AnswerError, IncompleteError, RefusedError
from paperlode.sources import Listing, Page, Reader, Window, follow
from paperlode.sources.listing import fitting
from tests.memory_api import DAY_ONE, Arxiv, feed, papers

ALL = Listing("all:x")


def read(arxiv: Arxiv, size: int = 20) -> list[Page]:
    """Read a listing to its end."""
    return list(follow(Reader(arxiv, size=size), ALL))


def names(pages: list[Page]) -> list[str]:
    """Name the papers in the order in which they came."""
    return [paper.id for page in pages for paper in page.papers]


def test_a_listing_comes_page_by_page_and_each_paper_once() -> None:
    """The last page closes it: it has no papers and names them all."""
    arxiv = Arxiv(papers(50))
    pages = read(arxiv)
    assert names(pages) == [paper.id for paper in arxiv.papers]
    assert pages[-1] == Page((), 50, 50, listed=frozenset(names(pages)))
    assert [page.listed for page in pages[:-1]] == [None] * (len(pages) - 1)


def test_pages_overlap() -> None:
    """Each page begins with entries of the one before, so that a shift is no loss."""
    arxiv = Arxiv(papers(50))
    read(arxiv)
    assert [asked["start"] for asked in arxiv.asked] == ["0", "10", "20", "30"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100, 5000])
def test_any_page_size_will_do(size: int) -> None:
    """Sizes are made to divide the service's window of 10,000."""
    assert len(names(read(Arxiv(papers(33)), size))) == 33


@pytest.mark.parametrize(
    ("asked", "used"), [(5000, 2000), (2000, 2000), (1999, 1250), (999, 625), (7, 5), (1, 2)]
)
def test_page_sizes_divide_the_window(asked: int, used: int) -> None:
    """The service refuses other sizes near its 10,000th entry; no page has more than 2,000."""
    assert fitting(asked) == used


@pytest.mark.parametrize(
    "faults",
    [
        ["empty"] * 4,
        ["", "empty", "empty", "", "empty"],
        ["empty"] * 11,
        ["short", "short", "short"],
        ["hole"],
        ["", "hole", "twice"],
        ["slid", "slid"],
        ["", "fewer"],
        ["more"],
        ["zero", "zero"],
        ["", "", "zero", "zero", "zero"],
        ["page", "cut", "page", "cut"],
    ],
    ids=" ".join,
)
def test_every_fault_that_passes_costs_requests_and_no_paper(faults: list[str]) -> None:
    """Empty, short and cut pages, holes, repetitions, shifts, wrong totals."""
    arxiv = Arxiv(papers(50), faults)
    assert sorted(names(read(arxiv))) == [paper.id for paper in arxiv.papers]


def test_a_listing_that_stays_short_is_incomplete_and_says_how_much() -> None:
    """What arrived was passed on before."""
    arxiv = Arxiv(papers(50), ["more"] * 100)
    pages = follow(Reader(arxiv, size=20), ALL)
    arrived = [paper for page in itertools.islice(pages, 4) for paper in page.papers]
    assert len(arrived) == 50
    with pytest.raises(IncompleteError, match="of 53 papers of the query arXiv gives only 50"):
        list(pages)


def test_pages_that_stay_empty_end_in_an_error_after_a_bounded_number_of_requests() -> None:
    """Five tries for each size down to 25, and that for each pass."""
    arxiv = Arxiv(papers(500), ["empty"] * 1000)
    with pytest.raises(IncompleteError, match="gives only 0"):
        list(follow(Reader(arxiv, size=200), ALL))
    assert len(arxiv.asked) <= 4 * 4 * 5


def test_an_answer_that_stays_broken_is_an_error_after_five_tries() -> None:
    """Broken answers are never taken for empty ones."""
    arxiv = Arxiv(papers(5), ["cut"] * 9)
    with pytest.raises(AnswerError, match="broken"):
        read(arxiv)
    assert len(arxiv.asked) == 5


def test_a_refusal_is_not_repeated() -> None:
    """Asking again would not help."""
    asked: list[str] = []

    def refuse(url: str) -> bytes:
        asked.append(url)
        return feed("<entry><id>https://arxiv.org/api/errors</id><title>Error</title></entry>")

    with pytest.raises(RefusedError):
        list(follow(Reader(refuse), ALL))
    assert len(asked) == 1


def test_nothing_is_believed_when_it_was_said_three_times() -> None:
    """An empty listing is whole and names nobody."""
    arxiv = Arxiv([])
    assert read(arxiv) == [Page((), 0, 0, listed=frozenset())]
    assert len(arxiv.asked) == 3


def test_nothing_is_not_believed_where_papers_were_counted() -> None:
    """Three zeros do not outweigh a count; the second pass finds the papers."""
    arxiv = Arxiv(papers(4), ["zero"] * 3)
    assert len(names(list(follow(Reader(arxiv), ALL, claimed=4)))) == 4


def test_an_entry_that_is_no_paper_keeps_a_listing_from_being_whole() -> None:
    """The sentence names it."""
    odd = "<entry><id>nonsense</id></entry>"
    with pytest.raises(IncompleteError, match="identifier is 'nonsense'"):
        list(follow(Reader(lambda _: feed(*papers(3), odd, total=4)), ALL))


def test_two_versions_in_one_answer_are_two_papers() -> None:
    """Only then does an identifier count twice."""
    first, *others = papers(3)
    arxiv = Arxiv([first, replace(first, version=2), *others])
    assert len(names(read(arxiv))) == 4


def test_a_window_is_written_in_arxivs_form() -> None:
    """Twelve digits, the query in parentheses of its own."""
    window = Window(DAY_ONE.replace(second=0), DAY_ONE.replace(second=0) + timedelta(days=1))
    assert Listing("(ti:a OR ti:b)", window).text == (
        "(((ti:a OR ti:b)) AND submittedDate:[202603020930 TO 202603030930])"
    )
    assert ALL.text == "all:x"
