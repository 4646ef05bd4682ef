"""Which terms of a query are at fault when a search returns other papers than the query matches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from paperlode.query.match import matches
from paperlode.query.reading import Reading
from paperlode.query.syntax import And, Not, Or, Query, Term, fold, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperlode.paper import Paper

LOOSELY = "its words are there, but not side by side"


@dataclass(frozen=True, slots=True)
class Fault:
    """A term that a search understood otherwise."""

    term: Term
    papers: int
    """In how many papers it alone makes the difference."""
    loosely: int = 0
    """In how many of them the words of a phrase are there, but not side by side."""

    def told(self, number: int) -> str:
        """Say it of so many papers."""
        where = f"{self.term} in {self.papers} of {number}"
        return f"{where} ({LOOSELY})" if self.loosely > self.papers / 2 else where


def at_fault(tree: Query, papers: Iterable[Paper]) -> list[Fault]:
    """Name the terms that make the difference for papers on which a search disagrees, worst first.

    Returned without matching or missing although it matches: a term is at fault that, taken for
    the opposite of what it is, makes the search right. Of phrases this is tried together with
    their words alone, for so arXiv's search once answered for weeks.
    """
    found: Counter[Term] = Counter()
    loosely: Counter[Term] = Counter()
    for paper in papers:
        terms, loose = _decisive(tree, Reading(paper))
        found.update(terms)
        loosely.update(loose)
    faults = [Fault(term, number, loosely[term]) for term, number in found.items()]
    return sorted(faults, key=lambda fault: (-fault.papers, str(fault.term)))


def _decisive(tree: Query, reading: Reading) -> tuple[list[Term], list[Term]]:
    """Give the terms that decide about a paper, and those that hold if phrases are loose."""
    terms = dict.fromkeys(part for part in walk(tree) if isinstance(part, Term))
    values = {term: matches(term, reading) for term in terms}
    holds = _value(tree, values)
    loose = [term for term in terms if not values[term] and _is_loose(term, reading)]
    if loose and _value(tree, values | dict.fromkeys(loose, True)) is not holds:
        return loose, loose
    alone = [t for t in terms if _value(tree, values | {t: not values[t]}) is not holds]
    return alone, []


def _is_loose(term: Term, reading: Reading) -> bool:
    """Say whether a phrase's words are there, in whatever order."""
    if not term.quoted or " " not in term.text:
        return False
    return matches(replace(term, value=term.text), reading)


def _value(tree: Query, values: Mapping[Term, bool]) -> bool:
    def value(part: Query, below: list[bool]) -> bool:
        if isinstance(part, Term):
            return values[part]
        if isinstance(part, Not):
            return not below[0]
        if isinstance(part, Or):
            return below[0] or below[1]
        return below[0] and below[1] is isinstance(part, And)

    return fold(tree, value)
