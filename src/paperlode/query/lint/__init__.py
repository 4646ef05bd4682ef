"""What is wrong with a query, or surprising, before it is used.

``check`` never refuses a text: what arXiv would refuse is a finding, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from paperlode.query.lint import (
    broken,
    categories,
    counted,
    dates,
    operators,
    people,
    prefixes,
    shape,
    signs,
    stems,
    words,
)
from paperlode.query.lint.finding import (
    CODES,
    RULES,
    Code,
    Edit,
    Finding,
    Repair,
    Severity,
    apart,
    apply,
)
from paperlode.query.lint.source import Source, reads
from paperlode.query.parser import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.evidence import Evidence

__all__ = ["CODES", "Code", "Edit", "Finding", "Repair", "Severity", "check", "fixed", "mended"]

_MODULES = (
    broken,
    signs,
    prefixes,
    categories,
    operators,
    dates,
    people,
    words,
    stems,
    shape,
    counted,
)
"""In the order in which repairs are made: what can be read comes before what it means."""

_ORDER = {module.__name__: place for place, module in enumerate(_MODULES)}
_IN_ORDER = sorted(RULES, key=lambda find: _ORDER[find.__module__])

MOST_PER_RULE = 100
"""Findings of one rule that are reported in one query."""

MOST_ROUNDS = 60
MOST_TURNS = 8
"""How often a query is repaired, and how often for the same reason."""


def check(text: str, evidence: Evidence | None = None) -> list[Finding]:
    """Find what a query's writer should know, in the order of the text."""
    found = sorted(_found(text, evidence), key=lambda finding: (finding.start, finding.end))
    return list(dict.fromkeys(found))


def _found(text: str, evidence: Evidence | None) -> Iterator[Finding]:
    if len(text) > LONGEST:
        yield broken.TOO_LONG.at(
            LONGEST,
            len(text),
            f"the query has {len(text):,} characters; at most {LONGEST:,} are read",
        )
        return
    source = Source(text, evidence)
    failed = False
    for find in _IN_ORDER:
        for finding in islice(find(source), MOST_PER_RULE):
            failed = failed or finding.severity is Severity.ERROR
            yield _possible(source, finding)
    if source.error is not None and not failed:
        place = min(source.error.position, len(text))
        yield broken.UNREADABLE.at(place, min(place + 1, len(text)), str(source.error))


def _possible(source: Source, finding: Finding) -> Finding:
    """Leave out a repair where places are unsure, or that puts a group behind a leading NOT.

    So are quotes left out that would pair with another one than they are meant to.
    """
    edits = finding.repair.edits if finding.repair else ()
    if not edits:
        return finding
    refused = any("(" in edit.text and edit.start in source.negated for edit in edits)
    if refused or not source.faithful or any(map(source.tears, edits)):
        return replace(finding, repair=None)
    return finding


def mended(text: str, repair: Repair) -> str:
    """Give the text with one repair made."""
    return apply(text, repair.edits)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A repaired query."""

    text: str
    made: tuple[Finding, ...]
    """What was repaired, in the order in which it was; places are those of that moment."""

    @property
    def same(self) -> bool:
        """Whether it matches what it matched before."""
        return all(finding.repair is not None and finding.repair.same for finding in self.made)


def fixed(text: str, *, same: bool = False) -> Fixed:
    """Repair a query; with ``same`` only so that it matches the same papers.

    A query that reads still reads afterwards. Of a text that is no query the result may be none.
    """
    made: list[Finding] = []
    turns: dict[str, int] = {}
    is_query = reads(text)
    for _ in range(MOST_ROUNDS):
        chosen = _next_repairs(text, turns, same=same)
        if not chosen:
            break
        turns[chosen[0].code] = turns.get(chosen[0].code, 0) + 1
        new = apply(text, [edit for one in chosen if one.repair for edit in one.repair.edits])
        if (is_now := reads(new)) or not is_query:
            text, is_query = new, is_now
            made += chosen
        else:
            turns[chosen[0].code] = MOST_TURNS
    return Fixed(text, tuple(made))


def _next_repairs(text: str, turns: dict[str, int], *, same: bool) -> list[Finding]:
    """Choose what is repaired next: findings of one rule and code whose repairs do not touch."""
    if len(text) > LONGEST:
        return []
    source = Source(text)
    for find in _IN_ORDER:
        wanted: dict[str, list[Finding]] = {}
        for finding in (_possible(source, one) for one in find(source)):
            repair = finding.repair
            if repair and turns.get(finding.code, 0) < MOST_TURNS and (repair.same or not same):
                wanted.setdefault(finding.code, []).append(finding)
        for group in wanted.values():
            return _apart(group)
    return []


def _apart(findings: list[Finding]) -> list[Finding]:
    by_identity = {id(one.repair): one for one in findings if one.repair}
    return [
        by_identity[id(repair)] for repair in apart(one.repair for one in findings if one.repair)
    ]
