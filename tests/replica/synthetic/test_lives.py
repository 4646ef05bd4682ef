"""Everything that arXiv announces about invented papers over some months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

import pytest

from paperlode.replica.synthetic.lives import lives
from paperlode.schedule import EASTERN, why_not

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
CATEGORIES = ("cs.LG", "cs.AI", "cond-mat.mtrl-sci")
MANY = list(lives(3000, 5, SINCE, UNTIL, CATEGORIES))
LIVES = [list(states) for _, states in groupby(MANY, key=lambda state: state.paper.id)]
FIRST = [states[0] for states in LIVES]


def test_the_same_seed_gives_the_same_lives() -> None:
    """Nothing but the arguments decides."""
    assert list(lives(50, 5, SINCE, UNTIL, CATEGORIES)) == list(
        lives(50, 5, SINCE, UNTIL, CATEGORIES)
    )


def test_everything_is_announced_on_an_evening_of_the_real_schedule() -> None:
    """At 20:00 Eastern time, from Sunday to Thursday, never on a holiday, in order."""
    evenings = {state.announced.astimezone(EASTERN) for state in MANY}
    assert {evening.hour for evening in evenings} == {20}
    assert not [evening for evening in evenings if why_not(evening.date())]
    for states in LIVES:
        assert all(one.announced < two.announced for one, two in pairwise(states))


def test_identifiers_follow_the_announcements() -> None:
    """A paper with a higher identifier was never announced earlier."""
    names = [state.paper.id for state in FIRST]
    assert names == sorted(names)
    assert len(names) == len(set(names)) == 3000


@pytest.mark.parametrize(
    ("days", "measured"), [(1, 99.6), (2, 55), (3, 39), (4, 21), (5, 11), (10, 4.3), (14, 2.6)]
)
def test_papers_become_visible_as_late_as_on_the_real_arxiv(days: int, measured: float) -> None:
    """The delays that 231 daily runs of a tracker showed, within four points of a hundred."""
    seen = [state.announced.replace(hour=23) - state.paper.submitted for state in FIRST]
    late = sum(delay > timedelta(days=days) for delay in seen)
    assert 100 * late / len(seen) == pytest.approx(measured, abs=4 if days < 10 else 1)


def test_a_record_changes_without_a_new_version_too() -> None:
    """Cross-lists, DOIs and references are added, and later versions keep them."""
    pairs = [pair for states in LIVES for pair in pairwise(states)]
    same = [(one.paper, two.paper) for one, two in pairs if one.paper.version == two.paper.version]
    assert sum(set(one.categories) < set(two.categories) for one, two in same) > 100
    assert sum(not one.doi and bool(two.doi) for one, two in same) > 100
    assert all(set(one.paper.categories) <= set(two.paper.categories) for one, two in pairs)
    assert all(one.updated == two.updated for one, two in same)


def test_papers_are_replaced_and_withdrawn() -> None:
    """Versions follow each other without gaps; nothing comes after a withdrawal."""
    for states in LIVES:
        versions = [state.paper.version for state in states]
        assert sorted(set(versions)) == list(range(1, max(versions) + 1))
        assert not any(state.paper.withdrawn for state in states[:-1])
    assert any(states[-1].paper.withdrawn for states in LIVES)
