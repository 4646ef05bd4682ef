"""Months of identifiers, and months of very many papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode.digest import Item
from paperlode.publish import Look
from paperlode.publish.months import MOST, files, part_of
from paperlode.publish.templating import Pages
from paperlode.sighting import Kind
from tests.shelf import CRYSTALS
from tests.small_world import TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGES = Pages(Look("Crystals", (CRYSTALS,), ZoneInfo("UTC")))
LONG = "A long title that says everything about crystals of a hundred kinds, and glasses " * 2


def seen(numbers: Iterable[int]) -> list[Item]:
    """See papers of one month by their numbers."""
    return [Item(made_up(n, title=LONG), TODAY, Kind.NEW, ("crystals",)) for n in numbers]


def written(entries: list[Item], ids: set[str] | None = None) -> dict[str, str]:
    """Write the pages of that month."""
    return {file.path: file.content.decode() for file in files(PAGES, "2608", entries, ids)}


def test_a_month_of_many_papers_is_split_by_identifier() -> None:
    """Its page leads to its parts, each paper stands in one, and no page is over 500 kB."""
    pages = written(seen(range(1, 3 * MOST, 2)))
    assert list(pages) == [
        "month/2026-08/index.html",
        *(f"month/2026-08/0{part}000/index.html" for part in (2, 1, 0)),
    ]
    assert (
        '2608.01000 to 2608.01999</a> <span class="count">500<' in pages["month/2026-08/index.html"]
    )
    shown = [re.findall(r"paper/(2608\.\d+)/", page) for page in pages.values()]
    assert [len(papers) for papers in shown] == [0, 500, 500, 500]
    assert max(map(len, pages.values())) < 500_000


def test_the_largest_page_stays_under_500_kilobytes() -> None:
    """A month, and a part, has room for a thousand papers."""
    (page,) = written(seen(range(MOST))).values()
    assert len(page) < 500_000


def test_only_the_part_that_a_paper_belongs_to_is_written_again() -> None:
    """And the page of the month, which counts."""
    assert list(written(seen(range(1, 3 * MOST)), {"2608.01500"})) == [
        "month/2026-08/index.html",
        "month/2026-08/01000/index.html",
    ]


def test_a_month_that_grows_over_the_limit_is_split_at_once() -> None:
    """Then all of its parts are new, though only one of its papers is."""
    assert len(written(seen(range(1, MOST + 2)), {"2608.00001"})) == 3


@pytest.mark.parametrize(
    ("identifier", "part"),
    [
        ("2506.05680", "05000"),
        ("2506.15680", "15000"),
        ("1406.0568", "0000"),
        ("cond-mat/9901123", "cond-mat"),
    ],
)
def test_a_paper_never_moves_to_another_part(identifier: str, part: str) -> None:
    """Its part follows from its identifier alone: its thousand, or its archive before 2007."""
    assert part_of(identifier) == part
