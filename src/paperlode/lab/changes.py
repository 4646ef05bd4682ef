"""Every single change of a query: a term left out, taken as it is written, or only begun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from paperlode.query import And, AndNot, Not, Or, Query, Term
from paperlode.query.fields import has_wildcard
from paperlode.query.syntax import BINARY, Binary, fold, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Edit = Callable[[Term], Query | None]

STEMMED = frozenset({"ti", "abs", "all"})
"""The fields whose values are compared by their stems."""
SHORTEST_BEGINNING = 4
"""Letters of a word of which the beginning alone is worth a try."""
MOST = 200
"""Single changes of one query: each is another tree, so of long queries not all can be tried."""


class Kind(StrEnum):
    """What is done to the query."""

    WITHOUT = "without"
    WRITTEN = "as written"
    BEGUN = "begun"
    ALSO = "also"


@dataclass(frozen=True, slots=True)
class Change:
    """A query with one thing changed."""

    kind: Kind
    words: str
    """What is changed: the value of a term, with its quotes."""
    fields: tuple[str, ...]
    """Where it is looked for; in all of them it is changed."""
    tree: Query
    grows: bool = False
    """Whether it may find papers that the query does not."""
    further: Query | None = None
    """What alone finds these; None: nothing less than the changed query."""

    @property
    def name(self) -> str:
        """Name the terms: ``ti:crystal``, or ``crystal (ti, abs)``."""
        if len(self.fields) == 1:
            return f"{self.fields[0]}:{self.words}"
        return f"{self.words} ({', '.join(self.fields)})"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part after the change: nothing is left of it, or it may find more, or fewer papers."""

    tree: Query | None
    more: bool = False
    fewer: bool = False


def single(tree: Query) -> tuple[list[Change], int]:
    """Give the single changes of a query that leave something of it, and how many more there are.

    Of more than MOST, terms left out come first, then terms as written, then those only begun.
    """
    possible = [
        (kind, words, fields, mine, edit)
        for (words, fields), mine in _by_words(tree).items()
        for kind, edit in _edits(mine)
    ]
    if len(possible) > MOST:
        possible.sort(key=lambda one: _ORDER.index(one[0]))
    found = []
    for kind, words, fields, mine, edit in possible[:MOST]:
        part = _changed(tree, mine, edit)
        if part.tree is not None:
            found.append(Change(kind, words, fields, part.tree, part.more))
    return found, max(0, len(possible) - MOST)


_ORDER = (Kind.WITHOUT, Kind.WRITTEN, Kind.BEGUN)


def _by_words(tree: Query) -> dict[tuple[str, tuple[str, ...]], list[Term]]:
    """Bring together the terms that look for the same words in several fields."""
    same: dict[str, list[Term]] = {}
    for part in walk(tree):
        if isinstance(part, Term) and not part.empty:
            kind = "words" if part.field in STEMMED else part.field
            same.setdefault(f"{kind} {part.value.lower()}", []).append(part)
    return {
        (mine[0].value, tuple(dict.fromkeys(term.field for term in mine))): mine
        for mine in same.values()
    }


def _edits(mine: list[Term]) -> Iterator[tuple[Kind, Edit]]:
    yield Kind.WITHOUT, lambda _: None
    first = mine[0]
    if first.field not in STEMMED or has_wildcard(first.value) or first.value.startswith("$"):
        return
    if not first.exact:
        yield Kind.WRITTEN, lambda term: replace(term, exact=True)
        if first.text.isalpha() and first.text.isascii() and len(first.text) >= SHORTEST_BEGINNING:
            begun = f"{first.text.lower()}*"
            yield Kind.BEGUN, lambda term: Or(term, replace(term, value=begun))


def _changed(tree: Query, mine: list[Term], edit: Edit) -> _Part:
    """Change some terms, and follow what it means for the whole."""
    chosen = {id(term) for term in mine}

    def make(part: Query, below: list[_Part]) -> _Part:
        if id(part) in chosen and isinstance(part, Term):
            new = edit(part)
            more = isinstance(new, Or)
            return _Part(new, more=more, fewer=not more)
        return _joined(part, below) if below else _Part(part)

    return fold(tree, make)


def _joined(part: Query, below: list[_Part]) -> _Part:
    left = below[0]
    if isinstance(part, Not):
        return _Part(left.tree and Not(left.tree), left.fewer, left.more)
    right = below[1]
    if isinstance(part, AndNot):
        if left.tree is None or right.tree is None:
            return replace(left, more=left.more or right.tree is None)
        return _Part(
            AndNot(left.tree, right.tree), left.more or right.fewer, left.fewer or right.more
        )
    more, fewer = left.more or right.more, left.fewer or right.fewer
    if left.tree is None or right.tree is None:
        is_and = isinstance(part, And)
        return _Part(left.tree or right.tree, more or is_and, fewer or not is_and)
    assert isinstance(part, Binary)  # noqa: S101  And and Or
    return _Part(BINARY[part.word](left.tree, right.tree), more, fewer)


def groups(tree: Query) -> list[tuple[Query, tuple[str, ...]]]:
    """Give what a further phrase can stand beside: terms joined by OR, and their fields."""
    found: list[tuple[Query, tuple[str, ...]]] = []
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Or | Term):
            chain = list(_chain(part))
            fields = (one.field for one in chain if isinstance(one, Term))
            texts = tuple(dict.fromkeys(field for field in fields if field in STEMMED))
            if texts:
                found.append((part, texts))
            waiting += [one for one in chain if not isinstance(one, Term)]
        elif isinstance(part, AndNot):
            waiting.append(part.left)
        elif isinstance(part, And):
            waiting += part.parts
    return found


def _chain(part: Query) -> Iterator[Query]:
    """Give what a chain of ORs joins."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Or):
            waiting += reversed(one.parts)
        else:
            yield one


def also(tree: Query, phrase: str) -> Iterator[Change]:
    """Let a phrase do as well as the terms of each group."""
    value = f'"{phrase}"'
    for group, fields in groups(tree):
        alone = any_of([Term(field, value) for field in fields])
        wider = any_of([group, *(Term(field, value) for field in fields)])
        changed, further = (_replaced(tree, group, new) for new in (wider, alone))
        yield Change(Kind.ALSO, value, fields, changed, grows=True, further=further)


def _replaced(tree: Query, group: Query, new: Query) -> Query:
    def make(part: Query, below: list[Query]) -> Query:
        if part is group:
            return new
        if isinstance(part, Not):
            return Not(below[0])
        return BINARY[part.word](*below) if isinstance(part, Binary) else part

    return fold(tree, make)


def any_of(trees: Iterable[Query]) -> Query:
    """Join queries by OR; there has to be one."""
    first, *others = trees
    for one in others:
        first = Or(first, one)
    return first
