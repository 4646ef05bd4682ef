"""Words as they are written: a query without arXiv's stems, and what to ask arXiv for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paperlode.query.syntax import BINARY, And, AndNot, Binary, Not, Or, Query, Term, fold

if TYPE_CHECKING:
    Bounds = tuple[Query | None, Query | None]
    """What finds at least and at most the papers of a part; None: all papers, and none."""

TEXTS = frozenset({"ti", "abs", "all", "co", "jr", "rn"})
"""The fields in which words are looked for."""


def as_written(tree: Query) -> Query:
    """Let the words of a query count only as they are written, upper and lower case alike."""
    return fold(tree, _written)


def _written(part: Query, below: list[Query]) -> Query:
    if isinstance(part, Term):
        return replace(part, exact=part.field in TEXTS)
    if isinstance(part, Not):
        return Not(below[0])
    return BINARY[part.word](*below) if isinstance(part, Binary) else part


def wider(tree: Query) -> Query | None:
    """Give what to ask arXiv so that it returns all that the query, as written, matches.

    Where words are wanted arXiv finds more of them, so it is asked for the same. Where words are
    *not* wanted it would leave out more: there only what it compares exactly (categories, names,
    dates) is asked. None: nothing less than all papers would do.
    """
    return fold(tree, _bounds)[0]


def _bounds(part: Query, below: list[Bounds]) -> Bounds:
    if isinstance(part, Term):
        return part, None if part.field in TEXTS else part
    if isinstance(part, Not):
        most, least = below[0]
        return _not(least), _not(most)
    (left, left_least), (right, right_least) = below
    if isinstance(part, AndNot):
        return _without(left, right_least), left_least and _no_less(left_least, right)
    if isinstance(part, And):
        return _joined(And, left, right) or left or right, _joined(And, left_least, right_least)
    least = _joined(Or, left_least, right_least) or left_least or right_least
    return _joined(Or, left, right), least


def _joined(kind: type[Binary], left: Query | None, right: Query | None) -> Query | None:
    return None if left is None or right is None else kind(left, right)


def _without(left: Query | None, right: Query | None) -> Query | None:
    return AndNot(left, right) if left is not None and right is not None else left


def _no_less(left: Query, right: Query | None) -> Query | None:
    """Find only what surely remains; all papers taken away leave none."""
    return None if right is None else AndNot(left, right)


def _not(part: Query | None) -> Query | None:
    """Negate a single term: arXiv cannot negate more."""
    return Not(part) if isinstance(part, Term) else None
