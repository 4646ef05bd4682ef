"""The judge of the simulated year: what is due, and as what, told from events alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.simulation.truth import Facts, Truth
from paperlode.replica.announced import Announced
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from datetime import datetime

CRYSTALS = Topic("crystals", "Crystals", "cat:cs.LG AND abs:crystal")
RUNS = [TODAY + number * DAY for number in range(30)]
EVENING = timedelta(hours=-5)
"""From an announcement to the run that first sees it."""


def state(day: float, version: int = 1, **facts: Any) -> Announced:  # noqa: ANN401  any field
    """Announce the paper in a state on the evening before a day's run."""
    shown = TODAY + day * DAY + EVENING
    facts.setdefault("submitted", TODAY)
    return Announced(made_up(1, version=version, updated=shown, **facts), shown)


def judged(
    *states: Announced, told: dict[int, float], killed: tuple[int, ...] = ()
) -> tuple[dict[int, str], Truth, Facts]:
    """Say as what each version is due, given the days on which versions were told."""
    truth = Truth.of({"2608.00001": states}, [CRYSTALS], {"crystals": TODAY})
    delivered = {("crystals", "2608.00001", v): _run(day) for v, day in told.items()}
    ended = [run for day, run in enumerate(RUNS) if day not in killed]
    facts = Facts(delivered, RUNS, RUNS, ended)
    required = {due.paper.version: truth.kind(due, facts) for due in truth.required(facts)}
    return required, truth, facts


def _run(day: float) -> datetime:
    return TODAY + day * DAY


def test_what_was_there_when_the_topic_was_taken_up_is_backlog() -> None:
    """Only the version that was current; the older one is history nobody asks for."""
    kinds, truth, _ = judged(state(-9), state(-3, 2), told={2: 0})
    assert kinds == {2: "backlog"}
    assert truth.allows(("crystals", "2608.00001", 1))


def test_a_paper_is_new_for_seven_days_and_then_late() -> None:
    """Counted from its submission to the run that told of it."""
    assert judged(state(2), told={1: 2})[0] == {1: "new"}
    assert judged(state(2), told={1: 8})[0] == {1: "late"}


def test_a_version_whose_successor_leaves_the_topic_is_due_only_if_a_run_could_see_it() -> None:
    """Afterwards it is no paper of the topic any more."""
    leaving = state(2.6, 2, abstract="Of glass.")
    assert judged(state(2.3), leaving, told={})[0] == {}
    assert judged(state(1.1), leaving, told={1: 2})[0] == {1: "new"}
    assert judged(state(1.1), leaving, told={}, killed=(1, 2))[0] == {}


def test_a_version_that_was_replaced_before_any_run_is_due() -> None:
    """Both are: the first as new, the second as revised."""
    first, second = state(2.1), state(2.2, 2)
    assert judged(first, second, told={1: 3, 2: 3})[0] == {1: "new", 2: "revised"}


def test_a_category_that_is_added_later_makes_it_cross_listed() -> None:
    """When the state without it could be seen by a harvest before."""
    without = state(2, categories=("cs.AI",))
    assert judged(without, state(6), told={1: 6})[0] == {1: "cross-listed"}
    assert judged(state(5.9, categories=("cs.AI",)), state(6), told={1: 6})[0] == {1: "new"}


def test_a_withdrawal_is_due_although_it_does_not_match() -> None:
    """To every topic that has the paper, and to no other."""
    gone = state(5, 2, withdrawn=True, abstract="Withdrawn.")
    assert judged(state(2), gone, told={1: 2, 2: 5})[0] == {1: "new", 2: "withdrawn"}
    assert judged(state(2, abstract="No."), gone, told={})[0] == {}


def test_a_paper_that_left_the_topic_is_no_longer_revised() -> None:
    """It comes back as what it is then; both words are accepted."""
    left, back = state(4, 2, abstract="No."), state(12, 3)
    kinds, truth, facts = judged(state(2), left, back, told={1: 2, 3: 12})
    assert kinds == {1: "new", 3: "late"}
    assert truth.accepts(truth.dues["crystals", "2608.00001", 3], "revised", facts)


def test_a_doi_is_noted_when_an_earlier_run_told_of_the_version() -> None:
    """Not when it came with a version, nor to somebody who never had the paper."""
    published = state(5, doi="10.99999/Example.1")
    _, truth, facts = judged(state(2), published, told={1: 2})
    assert [topic for topic, _ in truth.notes(facts)] == ["crystals"]
    _, truth, facts = judged(state(2), published, told={1: 5})
    assert not list(truth.notes(facts))
