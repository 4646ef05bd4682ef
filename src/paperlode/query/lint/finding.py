"""What a finding is: a code, a place, one sentence, and perhaps a repair.

To add a finding: give it a :class:`Code` in one of the modules here, write a generator with
``@rule`` that yields it, and describe the code in docs/lint.md.
"""

from __future__ import annotations

from bisect import bisect, insort
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperlode.query.lint.source import Source

    Rule = Callable[[Source], Iterator["Finding"]]


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    """arXiv refuses the query, or this part of it finds nothing or everything."""
    WARNING = "warning"
    """It means something else than most people think."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A piece of the text and what is to stand in its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """How a query is mended."""

    edits: tuple[Edit, ...]
    same: bool = False
    """Whether the repaired query matches exactly the papers that it matched before."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a query that its writer should know."""

    code: str
    severity: Severity
    sentence: str
    start: int
    """Offset in the text of the query."""
    end: int
    repair: Repair | None = None


CODES: dict[str, Code] = {}
"""All codes by their names."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding; making one makes it known."""

    name: str
    severity: Severity = field(default=Severity.WARNING)

    def __post_init__(self) -> None:
        CODES[self.name] = self

    def at(self, start: int, end: int, sentence: str, repair: Repair | None = None) -> Finding:
        """Find it in a place."""
        return Finding(self.name, self.severity, sentence, start, end, repair)


RULES: list[Rule] = []
"""All rules, in the order in which their repairs are made."""


def rule(find: Rule) -> Rule:
    """Take a generator of findings among the rules."""
    RULES.append(find)
    return find


def replacing(start: int, end: int, text: str, *, same: bool = False) -> Repair:
    """Make a repair that writes something else in one place."""
    return Repair((Edit(start, end, text),), same)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Write a text anew; edits do not overlap."""
    pieces, done = [], 0
    for edit in sorted(edits):
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]])


def apart(repairs: Iterable[Repair]) -> list[Repair]:
    """Choose repairs that do not touch each other, the first ones first."""
    taken: list[tuple[int, int]] = []
    chosen = []
    for repair in repairs:
        places = [(edit.start, edit.end) for edit in repair.edits]
        if not any(_touches(taken, *place) for place in places):
            for place in places:
                insort(taken, place)
            chosen.append(repair)
    return chosen


def _touches(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect(taken, (start, end))
    before = index > 0 and taken[index - 1][1] >= start
    return before or (index < len(taken) and taken[index][0] <= end)
