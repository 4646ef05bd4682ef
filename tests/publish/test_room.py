"""What pages weigh: no page is larger than half a megabyte, and the usual day stays small."""

from __future__ import annotations

import gzip
import re
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

from paperlode.digest import Item, build
from paperlode.preference import Place, Rank
from paperlode.publish import addresses
from paperlode.publish.pages import day_page
from paperlode.publish.room import LARGEST
from paperlode.publish.templating import Pages
from paperlode.sighting import Kind
from tests.small_world import TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.paper import Paper
    from tests.shelf import Shelf

FORMULAS = (
    r"For $\alpha_{{{0}}} = \frac{{T_c}}{{k_B}}$ the $x^{{{0}}}$ of Ba$_{{{0}}}$TiO$_3$ is {0}. "
)
HEAVY = "".join(FORMULAS.format(n) for n in range(12))
"""As many formulas as hardly any real abstract has."""
MOST_COMPRESSED = 60_000
AS_REAL = 36_000
"""A page of 40 papers that are fuller of formulas than any day is as large as this, at least."""
LEAST_REASONS = 5_000
"""So much is said of 40 papers' ranks, at least."""


def day(shelf: Shelf, papers: int, abstract: str) -> str:
    """Write a day with so many papers of this abstract."""
    return written(shelf, [made_up(n, abstract=f"{n}: {abstract}") for n in range(papers)])


def written(shelf: Shelf, papers: Sequence[Paper]) -> str:
    """Write a day with these papers."""
    items = [Item(paper, TODAY, Kind.NEW, ("crystals",)) for paper in papers]
    digest = build(items, date(2026, 8, 20), shelf.look.topics)
    return day_page(Pages(shelf.look), digest, None).content.decode()


@pytest.mark.parametrize("papers", [120, 400, 1_500, 4_000])
def test_no_day_is_larger_than_half_a_megabyte(shelf: Shelf, papers: int) -> None:
    """However many papers there are, and however many formulas they have."""
    assert len(day(shelf, papers, HEAVY).encode()) < LARGEST


def test_a_long_day_shows_less_of_each_paper_and_says_what_it_leaves_out(shelf: Shelf) -> None:
    """First abstracts are left to the papers' own pages, then authors, then the papers."""
    page = day(shelf, 4_000, "word " * 300)
    shown, abstracts = page.count("<article"), page.count('<p class="abstract')
    assert 100 < abstracts < page.count('<p class="authors"') < shown < 4_000
    assert f"{4_000 - shown} more have no room here" in page
    assert 'href="../../topic/crystals/' in page


def test_a_giant_abstract_costs_only_itself(shelf: Shelf) -> None:
    """Those after it are shown whole."""
    told = [made_up(1, abstract="word " * 80_000), made_up(2), made_up(3)]
    page = written(shelf, told)
    assert page.count("<article") == 3
    assert page.count('<p class="abstract') == 2


def test_a_month_of_a_thousand_titles_with_formulas_has_room(shelf: Shelf) -> None:
    """The longest list there can be on one page."""
    title = "Phases of Ba$_{1-x}$Sr$_x$TiO$_3$ at $T_c$ with a name as long as names of papers are"
    shelf.see(*(made_up(n, title=f"{title} {n}") for n in range(1, 1_001)))
    assert len(shelf.page("month/2026-08/index.html").encode()) < LARGEST


def test_a_paper_of_three_thousand_authors_has_room(shelf: Shelf) -> None:
    """All stand on its page and in its BibTeX; other data name the first of them."""
    authors = tuple(f"Firstname Q. Invented{n}" for n in range(3_000))
    shelf.see(made_up(1, authors=authors))
    page = shelf.page("paper/2608.00001/index.html")
    assert page.count("citation_author") == 3_000
    assert page.count("Invented2999") >= 3
    assert 'href="#bibtex"' in page
    assert len(page.encode()) < LARGEST


def prose(number: int) -> str:
    """Write an abstract unlike all others, so that compressing helps no more than with real ones.

    Of 20,000 real papers the 40 with most formulas make a page of 38 kB compressed.
    """
    chance = Random(number)
    words = ("".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(190))
    formulas = (FORMULAS.format(chance.randint(1, 99)) for _ in range(9))
    return " ".join((*words, *formulas))


def reasons(number: int) -> Rank:
    """Say why a paper stands where it stands, as fully as ranking does, unlike any other paper."""
    chance = Random(-number)
    told = ["".join(chance.choices("etaoinshrdlu", k=8)) for _ in range(13)]
    words = tuple((word, chance.uniform(0.02, 1.5)) for word in told[3:])
    titles = tuple((f"2507.{chance.randint(1, 9):05}", f"A liked {word}") for word in told[:3])
    place = Place.LIKELY if number % 3 else Place.UNLIKELY
    paper, against = made_up(number), tuple((word, -weight) for word, weight in words[5:])
    given = (words[:5], against, titles, paper.authors[:1])
    return Rank(paper.id, 1, TODAY, "words", -number, 0.5, place, *given)


def weights(shelf: Shelf) -> list[int]:
    """Weigh the first page, then what it asks for, compressed as servers do it."""
    files = shelf.files()
    page = files[addresses.file_of(addresses.LATEST)]
    asked = set(re.findall(rb'(?:src="|stylesheet" href="|rel="icon" href=")([^"]+)', page))
    assert {b"style.css", b"icon.svg", b"triage.js"} <= asked
    return [len(gzip.compress(c, 6)) for c in (page, *(files[a.decode()] for a in asked))]


def test_the_first_page_with_forty_papers_loads_in_sixty_kilobytes(shelf: Shelf) -> None:
    """With everything it asks for on a day full of formulas; ranked with reasons, too."""
    shelf.see(*(made_up(n, abstract=prose(n)) for n in range(1, 41)))
    plain = weights(shelf)
    assert plain[0] > AS_REAL
    shelf.store.keep_ranks(map(reasons, range(1, 41)), [])
    ranked = weights(shelf)
    assert sum(plain) < sum(ranked) - LEAST_REASONS
    assert sum(ranked) < MOST_COMPRESSED
