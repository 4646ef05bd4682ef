"""Does a paper match a query? The only place that decides.

A query is turned into one function on its first use. Within AND and OR the cheap tests come first
(categories, dates, identifiers), then words, then names, then the catch-all field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.query.fields import wanted
from paperlode.query.reading import Reading
from paperlode.query.syntax import And, AndNot, Not, Or, Query, Term, fold, walk
from paperlode.query.terms import made

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperlode.paper import Paper

    Matcher = Callable[["Reading"], bool]


def matches(tree: Query, paper: Paper | Reading) -> bool:
    """Say whether the paper matches; give a ``reading`` when several queries ask about it."""
    matcher: Matcher = _compiled(tree)
    return matcher(paper if isinstance(paper, Reading) else Reading(paper))


def _compiled(tree: Query) -> Matcher:
    try:
        return tree.compiled  # type: ignore[no-any-return]
    except AttributeError:
        matcher = _compile(tree)
        object.__setattr__(tree, "compiled", matcher)
        return matcher


MOST_NESTED = 100
"""How often AND, OR and NOT may alternate from root to leaf in a query made into one function."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of a part: functions to be joined by ``kind``, what they cost, how nested."""

    kind: type[Query]
    choices: tuple[tuple[int, Matcher], ...]
    nested: int = 0

    def under(self, kind: type[Query]) -> tuple[tuple[int, Matcher], ...]:
        """Give the functions as they stand in a part of this kind: chains become one level."""
        return self.choices if self.kind is kind else (self.joined(),)

    def joined(self) -> tuple[int, Matcher]:
        """Make one function, the cheap tests first."""
        if len(self.choices) == 1:
            return self.choices[0]
        ordered = sorted(self.choices, key=lambda choice: choice[0])
        matchers = tuple(matcher for _, matcher in ordered)
        join = _any if self.kind is Or else _every
        return ordered[-1][0], join(matchers)


def _compile(tree: Query) -> Matcher:
    whole = fold(tree, _make)
    return whole.joined()[1] if whole.nested <= MOST_NESTED else _deep(tree)


def _make(part: Query, below: list[_Made]) -> _Made:
    if isinstance(part, Term):
        return _Made(Term, (_of_term(part),))
    nested = 1 + max(one.nested for one in below)
    if nested > MOST_NESTED + 1:
        return _Made(Term, ((0, bool),), nested)
    if isinstance(part, Not):
        cost, matcher = below[0].joined()
        return _Made(Not, ((cost, _not(matcher)),), nested)
    kind = Or if isinstance(part, Or) else And
    left, right = below
    if isinstance(part, AndNot):
        cost, matcher = right.joined()
        right = _Made(Not, ((cost, _not(matcher)),), right.nested)
    nested = max(one.nested + (one.kind is not kind) for one in (left, right))
    return _Made(kind, left.under(kind) + right.under(kind), nested)


def _deep(tree: Query) -> Matcher:
    """Evaluate a tree level by level, where one function would call itself too deep."""
    terms = {id(part): _of_term(part)[1] for part in walk(tree) if isinstance(part, Term)}

    def value(part: Query, below: list[bool], reading: Reading) -> bool:
        if isinstance(part, Term):
            return terms[id(part)](reading)
        if isinstance(part, Or):
            return below[0] or below[1]
        return below[0] and below[1] if isinstance(part, And) else below[0] > any(below[1:])

    def matcher(reading: Reading) -> bool:
        return fold(
            tree,
            lambda part, below: (
                not below[0] if isinstance(part, Not) else value(part, below, reading)
            ),
        )

    return matcher


def _not(matcher: Matcher) -> Matcher:
    return lambda reading: not matcher(reading)


def _every(matchers: Sequence[Matcher]) -> Matcher:
    if len(matchers) == 1:
        return matchers[0]

    def every(reading: Reading) -> bool:
        for matcher in matchers:  # noqa: SIM110  a generator would cost as much as the tests
            if not matcher(reading):
                return False
        return True

    return every


def _any(matchers: Sequence[Matcher]) -> Matcher:
    if len(matchers) == 1:
        return matchers[0]

    def anything(reading: Reading) -> bool:
        for matcher in matchers:  # noqa: SIM110  a generator would cost as much as the tests
            if matcher(reading):
                return True
        return False

    return anything


def _of_term(term: Term) -> tuple[int, Matcher]:
    choices = [
        (max((cost for cost, _ in tests), default=0), _every([test for _, test in tests]))
        for tests in ([made(test) for test in choice] for choice in wanted(term))
    ]
    choices.sort(key=lambda choice: choice[0])
    cost = max((cost for cost, _ in choices), default=0)
    return cost, _any([matcher for _, matcher in choices])
