"""A month of daily runs against an arXiv at which everything goes wrong, judged by the events.

The year is benchmarks/year.py; its rules are in benchmarks/simulation/truth.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.simulation.truth import NEWS
from benchmarks.simulation.world import World
from benchmarks.year import Outcome, details, simulate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Let thirty days pass, with outages, throttling, holes, kills and a lost store."""
    folder: Path = tmp_path_factory.mktemp("month") / "tracker"
    return simulate(World(seed=7, days=30, history=40, papers_a_day=16), folder)


def _told(month: Outcome) -> str:
    return "\n".join(details(month))


def test_the_month_has_everything_in_it(month: Outcome) -> None:
    """Runs are missed and killed, services fail, and every kind of news is due."""
    outcomes = {ran.outcome for ran in month.ran}
    assert outcomes == {"done", "missed", "killed"}, _told(month)
    assert set(month.account.due) == {*NEWS, "backlog"}
    assert {ran.state for ran in month.ran} & {"failed", "incomplete"}


def test_nothing_is_lost(month: Outcome) -> None:
    """Every version that was visible before the last run is in the archive."""
    assert not month.account.lost, _told(month)


def test_nothing_is_told_twice(month: Outcome) -> None:
    """No version is news a second time, also after the store was lost."""
    assert not month.account.twice, _told(month)


def test_nothing_is_told_that_does_not_match(month: Outcome) -> None:
    """No version is delivered to a topic that none of its states matches."""
    assert not month.account.wrong_topic, _told(month)


def test_everything_is_told_as_what_it_is(month: Outcome) -> None:
    """New, late, revised, cross-listed, withdrawn or history, as the events have it."""
    assert not month.account.wrong_kind, _told(month)


def test_publication_is_noted_once(month: Outcome) -> None:
    """A first DOI or journal reference of a tracked version is told of, once."""
    assert not month.account.notes_lost, _told(month)
    assert not month.account.notes_wrong, _told(month)


def test_the_status_never_says_that_all_is_known_when_it_is_not(month: Outcome) -> None:
    """On no day it called itself complete with something due that was not delivered."""
    assert not month.lies, _told(month)


def test_arxiv_is_asked_politely_whatever_happens(month: Outcome) -> None:
    """Never two requests at once, three seconds apart, and Retry-After is honoured."""
    assert month.manners.requests
    assert not month.manners.breaches
