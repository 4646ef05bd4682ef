"""What simple trackers would have told in the same year: four ways that are in wide use.

They have it easier than paperlode: arXiv always answers them, and at once. They only share its
days without a run. Each sees the current state of every matching paper, as arXiv's search shows it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.replica.day import UNMAILED_FROM
from paperlode.schedule import EASTERN, midnight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from benchmarks.simulation.truth import Key, State, Truth

    Shown = list[State]
    Strategy = Callable[[Shown, datetime, set[str]], list[State]]

_DAY = timedelta(days=1)


def newest_200(shown: Shown, now: datetime, known: set[str]) -> list[State]:
    """Ask for the 200 that were updated last."""
    del now, known
    return sorted(shown, key=lambda state: state.paper.updated, reverse=True)[:200]


def yesterday(shown: Shown, now: datetime, known: set[str]) -> list[State]:
    """Ask for what was submitted yesterday."""
    del known
    day = now.date() - _DAY
    return [state for state in shown if state.paper.submitted.date() == day]


def until_known(shown: Shown, now: datetime, known: set[str]) -> list[State]:
    """Go through what was submitted last, and stop at the first known identifier."""
    del now
    found: list[State] = []
    for state in sorted(shown, key=lambda state: state.paper.submitted, reverse=True):
        if state.paper.id in known:
            break
        found.append(state)
    return found


def feed_only(shown: Shown, now: datetime, known: set[str]) -> list[State]:
    """Read today's feed, whatever happened on the days before."""
    del known
    today = midnight(now.astimezone(EASTERN).date())
    return [
        state
        for state in shown
        if today - _DAY <= state.announced < today and state.paper.version < UNMAILED_FROM
    ]


STRATEGIES: dict[str, Strategy] = {
    "newest 200 by lastUpdatedDate": newest_200,
    "submittedDate = yesterday": yesterday,
    "stop at the first known id": until_known,
    "feed only": feed_only,
}


def told(
    truth: Truth, topics: Sequence[str], runs: Sequence[datetime]
) -> Iterator[tuple[str, set[Key]]]:
    """Give for each strategy which versions it told of, the first run's included."""
    for name, strategy in STRATEGIES.items():
        keys: set[Key] = set()
        for topic in topics:
            keys |= _followed(truth, topic, runs, strategy)
        yield name, keys


def _followed(truth: Truth, topic: str, runs: Sequence[datetime], strategy: Strategy) -> set[Key]:
    tales = [tale for (owner, _), tale in truth.tales.items() if owner == topic]
    changes = sorted(
        ((state, place) for place, tale in enumerate(tales) for state in tale),
        key=lambda change: change[0].announced,
    )
    current: dict[int, State] = {}
    found: set[Key] = set()
    known: set[str] = set()
    position = 0
    for now in runs:
        while position < len(changes) and changes[position][0].announced <= now:
            state, place = changes[position]
            current[place] = state
            position += 1
        shown = [state for state in current.values() if state.matching]
        for state in strategy(shown, now, known):
            found.add((topic, state.paper.id, state.paper.version))
        known |= {identifier for _, identifier, _ in found}
    return found
