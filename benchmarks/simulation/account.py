"""The reckoning: what the archive's text says was delivered, beside what was due."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.simulation.truth import NEWS, Facts, Key, Truth
from paperlode.paper import moment
from paperlode.replica.journal import breaches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from benchmarks.simulation.runs import Ran
    from benchmarks.simulation.truth import Due

TRACKED = frozenset({*NEWS, "backlog"})
WHOLE = frozenset({"fresh", "quiet", "no announcement", "first"})
"""States of status.json which say that nothing is missing."""
Line = dict[str, Any]


def keys(line: Line) -> list[Key]:
    """Say which versions a line of the log is about, for which topics."""
    return [(topic, line["id"], line["version"]) for topic in line["topics"]]


def delivered(sightings: Iterable[Line]) -> dict[Key, tuple[datetime, str]]:
    """Give when and as what each version was first delivered."""
    found: dict[Key, tuple[datetime, str]] = {}
    for line in sorted(sightings, key=lambda line: line["seen"]):
        if line["kind"] in TRACKED:
            for key in keys(line):
                found.setdefault(key, (moment(line["seen"]), line["kind"]))
    return found


def harvests(receipts: Iterable[Line], but: Collection[datetime] = ()) -> list[datetime]:
    """Give up to when complete harvests were whole, without those of some runs."""
    whole = [r for r in receipts if r["complete"] and moment(r["run"]) not in but]
    channel = "oai_pmh" if any(r["channel"] == "oai_pmh" for r in whole) else "search_api"
    return sorted({moment(r.get("until", r["run"])) for r in whole if r["channel"] == channel})


@dataclass(slots=True)
class Account:
    """Everything that is counted."""

    truth: Truth
    facts: Facts
    ran: Sequence[Ran]
    sightings: Sequence[Line]
    got: dict[Key, tuple[datetime, str]]
    lost: list[tuple[Due, str]] = field(default_factory=list)
    """With the kind as which they were due."""
    wrong_kind: list[tuple[Due, str, str]] = field(default_factory=list)
    """With the kind as which they were due, and the one they were given."""
    wrong_topic: list[Key] = field(default_factory=list)
    twice: list[Key] = field(default_factory=list)
    due: Counter[str] = field(default_factory=Counter)
    delays: list[tuple[int, float, Due]] = field(default_factory=list)
    """Runs that could have told earlier and did not, and hours since it was visible."""
    notes_due: int = 0
    notes_lost: list[tuple[str, str]] = field(default_factory=list)
    notes_wrong: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls, truth: Truth, ran: Sequence[Ran], sightings: list[Line], receipts: list[Line]
    ) -> Account:
        """Compare the archive with the truth."""
        got = delivered(sightings)
        runs = [each.moment for each in ran if each.counts]
        killed = [each.moment for each in ran if each.outcome == "killed"]
        told = harvests(receipts, killed)
        seen = {key: seen for key, (seen, _) in got.items()}
        facts = Facts(seen, runs, harvests(receipts), told)
        account = cls(truth, facts, ran, sightings, got)
        account._versions()
        account._notes()
        account._twice()
        return account

    def _versions(self) -> None:
        for due in self.truth.required(self.facts):
            kind = self.truth.kind(due, self.facts)
            self.due[kind] += 1
            if due.key not in self.got:
                self.lost.append((due, kind))
                continue
            seen, said = self.got[due.key]
            if not self.truth.accepts(due, said, self.facts):
                self.wrong_kind.append((due, kind, said))
            if not due.backlog:
                self._delay(due, seen)
        self.wrong_topic = [key for key in self.got if not self.truth.allows(key)]

    def _delay(self, due: Due, seen: datetime) -> None:
        """Count runs; what was visible before the archive was set back counts from then on."""
        could = [run for run in self.facts.runs if due.visible < run < seen]
        undone = [ran.moment for ran in self.ran if ran.undone]
        since = due.visible
        if undone and since < undone[-1] < seen:
            since = max(since, undone[-1])
        self.delays.append((len(could), (seen - since).total_seconds() / 3600, due))

    def _notes(self) -> None:
        said = Counter(
            (topic, line["id"])
            for line in self.sightings
            if line["kind"] == "published"
            for topic in line["topics"]
        )
        wanted = {(topic, state.paper.id) for topic, state in self.truth.notes(self.facts)}
        self.notes_due = len(wanted)
        self.notes_lost = sorted(wanted - set(said))
        wrong = {key for key in said if not self._may_be_noted(key)}
        self.notes_wrong = sorted(wrong | {key for key, times in said.items() if times > 1})

    def _may_be_noted(self, key: tuple[str, str]) -> bool:
        """Tell whether a paper of the topic got its first DOI or reference without a version."""
        tale = self.truth.tales.get(key, [])
        place = next((i for i, state in enumerate(tale) if state.published), 0)
        return bool(place) and tale[place - 1].paper.version == tale[place].paper.version

    def _twice(self) -> None:
        kinds: defaultdict[Key, list[str]] = defaultdict(list)
        for line in sorted(self.sightings, key=lambda line: line["seen"]):
            if line["kind"] in TRACKED:
                for key in keys(line):
                    kinds[key].append(line["kind"])
        self.twice = [key for key, said in kinds.items() if set(said[1:]) & set(NEWS)]

    def lies(self, past: Iterable[Iterable[Line]]) -> list[tuple[Ran, Due]]:
        """List runs that said they knew everything, with something due that they had not told.

        ``past``: the log as it was before the archive was set back, for the runs that undid.
        """
        before = [delivered(log) for log in past]
        found = []
        for ran in self.ran:
            if ran.outcome != "done" or ran.state not in WHOLE:
                continue
            got = before[0] if ran.undone and before else self.got
            for due in self.truth.dues.values():
                began = max(due.visible, self.truth.began[due.topic])
                told = got.get(due.key)
                gone = due.left and due.overtaken is not None and due.overtaken <= ran.moment
                if due.unsure or gone or began > ran.moment or (told and told[0] <= ran.moment):
                    continue
                found.append((ran, due))
                break
        return found


@dataclass(frozen=True, slots=True)
class Manners:
    """How arXiv was asked, from the replica's own log."""

    requests: dict[str, int]
    """By service."""
    breaches: list[str]
    """Where a rule was broken: two requests at once, less than 3 s apart, before Retry-After."""
    a_day: dict[str, float]
    bytes_a_day: dict[str, float]

    @classmethod
    def of(cls, log: Sequence[Line], ran: Sequence[Ran]) -> Manners:
        """Look at every request."""
        number, size = Counter[date](), Counter[date]()
        for entry in log:
            day = moment(entry["time"]).date()
            number[day] += 1
            size[day] += entry["bytes"]
        days = [each.moment.date() for each in ran if each.outcome != "missed"]
        return cls(
            dict(Counter(entry["channel"] for entry in log)),
            breaches(log),
            spread([number[day] for day in days]),
            spread([size[day] for day in days]),
        )


def spread(numbers: Sequence[float]) -> dict[str, float]:
    """Give median, 95 % and most."""
    if len(numbers) < 2:
        return {"median": sum(numbers), "95 %": sum(numbers), "max": sum(numbers)}
    return {
        "median": median(numbers),
        "95 %": quantiles(numbers, n=20)[-1],
        "max": max(numbers),
    }
