"""When synthetic papers come, and how they are numbered."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from paperlode.paper import moment
from paperlode.replica.synthetic.plan import YEARS, Plan, numbered, plans
from paperlode.schedule import EASTERN

UNTIL = moment("2027-01-01T00:00:00Z")
MANY = plans(8000, Random(11), UNTIL)


def _days_until_a_daily_run_sees(plan: Plan) -> float:
    """Count from submission to the first run at 23:00 UTC that can see the paper."""
    run = plan.announced[0].replace(hour=23, minute=0, second=0)
    return (run - plan.submitted[0]) / timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "measured"),
    [(1, 99.6), (2, 55), (3, 39), (4, 21), (5, 11), (10, 4.3), (14, 2.6)],
)
def test_papers_become_visible_as_late_as_on_the_real_arxiv(days: int, measured: float) -> None:
    """The delays that 231 daily runs of a tracker showed, within four points of a hundred."""
    late = sum(_days_until_a_daily_run_sees(plan) > days for plan in MANY)
    assert 100 * late / len(MANY) == pytest.approx(measured, abs=4 if days < 10 else 1)


def test_papers_go_back_some_years_and_become_more() -> None:
    """Most papers are recent, the first ones are years old, none comes after the end."""
    ages = sorted((UNTIL - plan.submitted[0]).days for plan in MANY)
    assert ages[0] >= 0
    assert 365 * (YEARS - 1) < ages[-1] <= 366 * YEARS
    assert ages[len(ages) // 2] < 365


def test_a_revision_follows_the_announcement_before_it() -> None:
    """What is replaced before it is announced makes no version."""
    for plan in MANY:
        assert list(plan.announced) == sorted(plan.announced)
        later = zip(plan.announced, plan.submitted[1:], strict=False)
        assert all(before < again < UNTIL for before, again in later)
    revised = sum(len(plan.submitted) > 1 for plan in MANY)
    assert 0.2 < revised / len(MANY) < 0.4


def test_numbers_are_given_at_announcement() -> None:
    """Identifiers count up within the month of the announcement, in its order."""
    named = list(numbered(MANY))
    assert [name for name, _ in named] == sorted({name for name, _ in named})
    for name, plan in named:
        assert name[:4] == plan.announced[0].astimezone(EASTERN).strftime("%y%m")
    assert any(name[:4] > f"{plan.submitted[0]:%y%m}" for name, plan in named)
