"""What is due, told from the invented events alone; of the product only ``query.matches`` is used.

The rules, written down before any result was looked at, but for one half-sentence:

1. A state of a record matches a topic or not. A version is *due* for a topic from the moment at
   which its first matching state is announced, also when another version replaces it before any
   run can see it. A withdrawn version is due as well, matching or not, for every topic for which
   the version before it is due and, as it last stood, still matches.
2. A version that matches when the topic is taken up and is the current one is due as *backlog*;
   older ones may be delivered and need not be. So with a version whose matching state a newer
   version overtakes before a complete harvest, if an earlier state of it did not match (a
   cross-list nobody could see), or if that newer version takes the paper out of the topic (no run
   could see it as a paper of the topic; added after the first whole year, in which one version was
   replaced so while all of arXiv was out): it may be delivered and need not be. A run that was
   killed before it chose saw nothing in this last sense (added after the third year: its harvest
   was whole, the next run found the paper gone from the topic).
3. The kind is judged at the run that delivered the version (if none did: the first that could
   have): *withdrawn* or *revised* when an older version of the paper was delivered to the topic by
   then, the same run included, and the paper did not leave the topic since: that is, no complete
   harvest in between saw a current version that neither matches nor is withdrawn. Otherwise
   *cross-listed* when a state of this version that did not match was to be had in the last complete
   harvest before that run, *late* when the run came more than seven days after the submission of
   version 1, else *new*. A paper that left a topic and comes back is judged as one it never had;
   *revised* is right as well then (added after the first results: a reader may see it either way).
4. *Published* is due, once for a paper and topic, when a state brings the paper's first DOI or
   journal reference to a version that an earlier run delivered to the topic and that still matches;
   not when a newer version overtakes the state before a complete harvest.
5. A harvest is a complete receipt of OAI-PMH in the archive (of the search API where OAI-PMH is
   not asked); what it could see is what OAI-PMH showed at its ``until``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.progress import silent
from paperlode.query import matches
from paperlode.query.reading import reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.replica.announced import Announced
    from paperlode.topic import Topic

Key = tuple[str, str, int]
"""Topic, identifier, version."""
LATE_AFTER = timedelta(days=7)
OAI_LAG = timedelta(hours=2, minutes=30)
"""How much later than elsewhere OAI-PMH shows a state."""
NEWS = ("new", "late", "revised", "cross-listed", "withdrawn")


@dataclass(frozen=True, slots=True)
class State:
    """A state of a record, and whether it matches the topic."""

    announced: datetime
    paper: Paper
    matching: bool

    @property
    def published(self) -> bool:
        """Whether it has a DOI or a journal reference."""
        return bool(self.paper.doi or self.paper.journal_ref)


@dataclass(frozen=True, slots=True)
class Due:
    """A version that a topic must be told of."""

    topic: str
    paper: Paper
    visible: datetime
    backlog: bool
    unsure: bool = False
    """Only if a harvest could see it before it was overtaken."""
    overtaken: datetime | None = None
    left: bool = False
    """The version that overtakes it takes the paper out of the topic."""

    @property
    def key(self) -> Key:
        """What identifies it."""
        return (self.topic, self.paper.id, self.paper.version)


@dataclass(slots=True)
class Facts:
    """What really happened: when runs delivered what, and which harvests were complete."""

    delivered: Mapping[Key, datetime]
    runs: Sequence[datetime]
    """Moments of the runs that count, ascending."""
    harvests: Sequence[datetime]
    """Up to when the complete harvests were whole, ascending."""
    told: Sequence[datetime] | None = None
    """The same, of the runs that were not killed; None: none was."""

    def harvested(self, since: datetime, before: datetime, *, told: bool = False) -> bool:
        """Tell whether a complete harvest saw what OAI-PMH showed in ``[since, before)``.

        With ``told``, one of a run that was not killed.
        """
        harvests = self.told if told and self.told is not None else self.harvests
        place = bisect_left(harvests, since + OAI_LAG)
        return place < len(harvests) and harvests[place] < before + OAI_LAG

    def last_harvest(self, before: datetime) -> datetime | None:
        """Give the last complete harvest before a run."""
        place = bisect_left(self.harvests, before)
        return self.harvests[place - 1] if place else None

    def first_run(self, after: datetime) -> datetime | None:
        """Give the first run that could see what was announced then."""
        place = bisect_right(self.runs, after)
        return self.runs[place] if place < len(self.runs) else None


@dataclass(slots=True)
class Truth:
    """Everything that is due to the topics of a world."""

    tales: dict[tuple[str, str], list[State]] = field(default_factory=dict)
    """For each topic and paper that has to do with it: every state, ascending."""
    dues: dict[Key, Due] = field(default_factory=dict)
    began: dict[str, datetime] = field(default_factory=dict)
    """When each topic was taken up."""

    @classmethod
    def of(
        cls,
        lives: Mapping[str, Sequence[Announced]],
        topics: Sequence[Topic],
        began: dict[str, datetime],
        progress: Progress = silent,
    ) -> Truth:
        """Look at every state with the eyes of every topic."""
        truth = cls(began=began)
        for number, (name, life) in enumerate(lives.items(), start=1):
            readings = [reading(state.paper) for state in life]
            for topic in topics:
                seen = [matches(topic.tree, each) for each in readings]
                if any(seen):
                    tale = [State(s.announced, s.paper, m) for s, m in zip(life, seen, strict=True)]
                    truth.tales[topic.id, name] = tale
                    dues = _dues(topic.id, tale, began[topic.id])
                    truth.dues |= {due.key: due for due in dues}
            if number % 500 == 0:
                progress("Looking at papers", number, len(lives))
        return truth

    def allows(self, key: Key) -> bool:
        """Tell whether a version may be delivered to a topic."""
        states = self.tales.get(key[:2], [])
        return key in self.dues or any(s.matching for s in states if s.paper.version == key[2])

    def required(self, facts: Facts) -> Iterator[Due]:
        """Give what must have been delivered when the last run was over."""
        last = facts.runs[-1]
        for due in self.dues.values():
            overtaken = due.overtaken or last
            seen = facts.harvested(due.visible, overtaken, told=due.left)
            if due.visible < last and (seen or not (due.unsure or due.left)):
                yield due

    def kind(self, due: Due, facts: Facts) -> str:
        """Say as what a version is due."""
        if due.backlog:
            return "backlog"
        at = facts.delivered.get(due.key) or facts.first_run(due.visible) or due.visible
        if self._tracked_before(due, at, facts):
            return "withdrawn" if due.paper.withdrawn else "revised"
        if self._seen_without(due, at, facts):
            return "cross-listed"
        return "late" if at - due.paper.submitted > LATE_AFTER else "new"

    def accepts(self, due: Due, said: str, facts: Facts) -> bool:
        """Tell whether a version may be told as this kind."""
        if said == self.kind(due, facts) or due.paper.withdrawn:
            return said == self.kind(due, facts)
        topic, name, version = due.key
        older = (facts.delivered.get((topic, name, number)) for number in range(1, version))
        at = facts.delivered[due.key]
        return said == "revised" and any(told is not None and told <= at for told in older)

    def notes(self, facts: Facts) -> Iterator[tuple[str, State]]:
        """Give each topic's papers that got their first DOI or reference while it had them."""
        for (topic, name), tale in self.tales.items():
            place = next((i for i, state in enumerate(tale) if state.published), 0)
            if not place or not tale[place].matching:
                continue
            before, state = tale[place - 1], tale[place]
            version = state.paper.version
            told = facts.delivered.get((topic, name, version))
            overtaken = tale[place + 1].announced if place + 1 < len(tale) else facts.runs[-1]
            seen = facts.harvested(state.announced, overtaken)
            if before.paper.version == version and told and told < state.announced and seen:
                yield topic, state

    def _tracked_before(self, due: Due, at: datetime, facts: Facts) -> bool:
        topic, name, version = due.key
        told = (facts.delivered.get((topic, name, older)) for older in range(1, version))
        first = [moment for moment in told if moment is not None and moment <= at]
        return bool(first) and not self._left(topic, name, max(first), at, facts)

    def _left(self, topic: str, name: str, since: datetime, at: datetime, facts: Facts) -> bool:
        """Tell whether a harvest between two runs saw that the paper is no longer the topic's."""
        first, behind = bisect_left(facts.harvests, since), bisect_left(facts.harvests, at)
        for harvest in facts.harvests[first:behind]:
            shown = [s for s in self.tales[topic, name] if s.announced + OAI_LAG <= harvest]
            if shown and not (shown[-1].matching or shown[-1].paper.withdrawn):
                return True
        return False

    def _seen_without(self, due: Due, at: datetime, facts: Facts) -> bool:
        last = facts.last_harvest(at)
        own = (s for s in self.tales[due.key[:2]] if s.paper.version == due.paper.version)
        state = next(own)
        return not state.matching and last is not None and state.announced + OAI_LAG <= last


def _stays(state: State) -> bool:
    """Tell whether the paper is still the topic's in a state."""
    return state.matching or state.paper.withdrawn


def _dues(topic: str, tale: list[State], began: datetime) -> Iterator[Due]:
    """Apply rules 1 and 2."""
    versions: dict[int, list[State]] = defaultdict(list)
    for state in tale:
        versions[state.paper.version].append(state)
    current = max((s.paper.version for s in tale if s.announced <= began), default=0)
    due_before = False
    for version, states in sorted(versions.items()):
        first = next((s for s in states if s.matching), None)
        if first is None and due_before and states[0].paper.withdrawn:
            first = states[0]
        following = versions.get(version + 1)
        due = first is not None and (first.announced > began or version == current)
        if due and first is not None:
            yield Due(
                topic,
                first.paper,
                first.announced,
                first.announced <= began,
                first is not states[0],
                following[0].announced if following else None,
                following is not None and not _stays(following[0]),
            )
        due_before = due and states[-1].matching
