"""The last 90 days, one mark a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from paperlode.publish.checks import WORDS
from paperlode.publish.history import DAYS, chart
from paperlode.sighting import Kind
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from tests.shelf import Shelf

NOTHING = {"complete": False, "papers": 0, "why": "arXiv refused"}


@pytest.fixture
def lived(shelf: Shelf) -> Shelf:
    """Give eight days: Thursday's first check up to the next Thursday's failed one."""
    shelf.see(made_up(1), kind=Kind.BACKLOG)
    shelf.see(made_up(2), at=TODAY + DAY)
    for topic in (CRYSTALS, POTENTIALS):
        for days in (0, 1, 2, 4):
            shelf.check(TODAY + days * DAY, topic=topic)
        shelf.check(TODAY + 7 * DAY, topic=topic, **NOTHING)
    shelf.check(TODAY + 5 * DAY)
    shelf.check(TODAY + 5 * DAY, topic=POTENTIALS, complete=False, why="time was up")
    shelf.check(TODAY + 6 * DAY, complete=False)
    for topic in (CRYSTALS, POTENTIALS):
        shelf.check(TODAY + 6.1 * DAY, topic=topic)
    return shelf


def test_every_day_has_one_word(lived: Shelf) -> None:
    """What was mended on the same day is whole; a day without a run is no quiet day."""
    assert [(mark.day.day, mark.word, mark.news) for mark in lived.status().history] == [
        (20, "first", 0),
        (21, "fresh", 1),
        (22, "no announcement", 0),
        (23, "no run", 0),
        (24, "quiet", 0),
        (25, "incomplete", 0),
        (26, "quiet", 0),
        (27, "failed", 0),
    ]


def test_the_picture_says_in_words_what_it_shows(lived: Shelf) -> None:
    """For those who do not see it: days, and how many of each."""
    drawn = chart(lived.status().history)
    assert drawn is not None
    assert drawn.text == (
        "One mark a day from 20 August 2026 to 27 August 2026: 1 fresh, 2 quiet, "
        "1 no announcement, 1 first, 1 incomplete, 1 failed and 1 no run."
    )


def test_the_status_page_shows_picture_legend_and_table(lived: Shelf) -> None:
    """Each word has a shape of its own; nothing is styled in place, nothing runs."""
    root = html.fromstring(lived.page("status/index.html"))
    shapes = {path.get("class"): path.get("d") for path in root.iter("path")}
    assert len(shapes) == len(set(shapes.values())) == len(WORDS)
    assert [row.text_content() for row in root.xpath("//details//tbody/tr")][2] == (  # type: ignore[union-attr]
        "25 Aug 20260incomplete: Potentials: time was up"
    )
    assert not root.xpath("//*[@style] | //script[not(@src)] | //style")
    assert root.xpath("//svg[@role='img']/@aria-label")


def test_the_history_ends_with_the_last_run_and_is_bounded(shelf: Shelf) -> None:
    """90 days at most, in columns of a week that are never on top of each other."""
    for days in range(100):
        shelf.check(TODAY + days * DAY)
        shelf.check(TODAY + days * DAY, topic=POTENTIALS)
    marks = shelf.status().history
    drawn = chart(marks)
    assert drawn is not None
    assert (len(marks), marks[-1].day) == (DAYS, shelf.status().today)
    assert len({(x, y) for x, y, _ in drawn.marks}) == DAYS
    assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y, _ in drawn.marks)
    assert [name for _, name in drawn.months] == ["Aug", "Sep", "Oct", "Nov"]


def test_before_the_first_run_there_is_no_picture(shelf: Shelf) -> None:
    """Days on which nothing ran yet are no gaps."""
    assert chart(shelf.status().history) is None
    assert "<svg" not in shelf.page("status/index.html")
