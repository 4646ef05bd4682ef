"""The tree as a whole: branches that are there twice, contradict, or swallow each other; size."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from paperlode.query.fields import EVERYTHING, NOTHING, wanted
from paperlode.query.lint.finding import Code, Edit, Repair, Severity, rule
from paperlode.query.lint.source import NO_SPACE_NEEDED_AFTER, shortened
from paperlode.query.syntax import And, AndNot, Not, Or, Query, Term, fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Source

DUPLICATE = Code("duplicate-branch")
CONTRADICTION = Code("contradiction", Severity.ERROR)
TAUTOLOGY = Code("always-true", Severity.ERROR)
REDUNDANT = Code("redundant-branch")
LONG_URL = Code("long-address")
MANY = Code("long-or-chain", Severity.NOTE)
BROAD = Code("over-10000", Severity.NOTE)

LONGEST_ADDRESS = 6_000
"""Characters of an encoded query: arXiv refused about 7,000 (HTTP 414)."""
MOST_ALTERNATIVES = 100
WINDOW = 10_000
"""Results of one query that arXiv's service gives out."""


@dataclass(slots=True)
class _Chain:
    """All parts that one kind of operator joins, through parentheses."""

    kind: type[Query]
    parts: list[Query] = field(default_factory=list)
    denied: list[Query] = field(default_factory=list)


class _Shape:
    """Keys that are equal where parts match the same papers, and where parts stand."""

    def __init__(self, source: Source, tree: Query) -> None:
        self.source = source
        self._numbers: dict[Hashable, int] = {}
        self.keys: dict[int, int] = {}
        self.spans: dict[int, tuple[int, int]] = {}
        self.empty: set[int] = set()
        self.chains = list(_chains(tree))
        fold(tree, self._note)

    def _note(self, part: Query, below: list[int]) -> int:
        if isinstance(part, Term):
            key: Hashable = wanted(part)
            place = self.source.places.get(part.position)
            here = (place.start, place.end) if place else (part.position, part.position + 1)
            self.spans[id(part)] = here
        else:
            key = (type(part), *below)
            spans = [self.spans[id(piece)] for piece in part.parts]
            self.spans[id(part)] = (min(s for s, _ in spans), max(e for _, e in spans))
        number = self._numbers.setdefault(key, len(self._numbers))
        self.keys[id(part)] = number
        if key in (NOTHING, EVERYTHING):
            self.empty.add(number)
        return number

    def key(self, part: Query) -> int:
        return self.keys[id(part)]

    def shown(self, part: Query) -> str:
        start, end = self.spans[id(part)]
        return shortened(self.source.text[start:end], 40)


def _chains(tree: Query) -> Iterator[_Chain]:
    waiting = [tree]
    while waiting:
        root = waiting.pop()
        if isinstance(root, Term):
            continue
        chain = _Chain(Or if isinstance(root, Or) else And)
        inside = [root]
        while inside:
            _take(chain, inside.pop(), inside)
        yield chain
        waiting += [*chain.parts, *chain.denied]


def _take(chain: _Chain, part: Query, inside: list[Query]) -> None:
    if isinstance(part, Or if chain.kind is Or else And):
        inside += reversed(part.parts)
    elif isinstance(part, AndNot) and chain.kind is And:
        inside.append(part.left)
        _deny(chain, part.right)
    elif isinstance(part, Not):
        _deny(chain, part.operand)
    else:
        chain.parts.append(part)


def _deny(chain: _Chain, part: Query) -> None:
    """Note what must not be: of ``x ANDNOT (y OR z)`` both y and z."""
    waiting = [part]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, Or) and chain.kind is And:
            waiting += piece.parts
        else:
            chain.denied.append(piece)


_SPACE_OR_END = ("", ")", *NO_SPACE_NEEDED_AFTER)
"""Behind these nothing grows together when what stands before them is left out."""


@rule
def branches(source: Source) -> Iterator[Finding]:
    """Compare the branches of every AND and OR."""
    if source.tree is None:
        return
    shape = _Shape(source, source.tree)
    for chain in shape.chains:
        yield from _duplicates(shape, chain)
        yield from _opposites(shape, chain)
        yield from _swallowed(shape, chain)


def _duplicates(shape: _Shape, chain: _Chain) -> Iterator[Finding]:
    seen: dict[int, Query] = {}
    for part in sorted(chain.parts, key=lambda part: shape.spans[id(part)]):
        key = shape.key(part)
        if key in shape.empty:
            continue
        if key not in seen:
            seen[key] = part
            continue
        start, end = shape.spans[id(part)]
        yield DUPLICATE.at(
            start,
            end,
            f"this finds the same papers as {shape.shown(seen[key])}, which stands beside it",
            _without(shape.source, start, end, "OR" if chain.kind is Or else "AND"),
        )


def _without(source: Source, start: int, end: int, word: str) -> Repair | None:
    """Leave out a part of a group in which all operators are the same."""
    for group in source.groups:
        if (start, end) not in group.parts[1:] or not group.whole or group.negated:
            continue
        if set(group.words) == {word}:
            before = group.parts[group.parts.index((start, end)) - 1]
            apart = "" if source.text[end : end + 1] in _SPACE_OR_END else " "
            return Repair((Edit(before[1], end, apart),), same=True)
    return None


def _opposites(shape: _Shape, chain: _Chain) -> Iterator[Finding]:
    wanted_here = {shape.key(part): part for part in chain.parts}
    for part in chain.denied:
        other = wanted_here.get(shape.key(part))
        if other is None or shape.key(part) in shape.empty:
            continue
        code = TAUTOLOGY if chain.kind is Or else CONTRADICTION
        result = "everything" if chain.kind is Or else "nothing"
        yield code.at(
            *shape.spans[id(part)],
            f"{shape.shown(other)} is both wanted and excluded, so this finds {result}",
        )


def _swallowed(shape: _Shape, chain: _Chain) -> Iterator[Finding]:
    """Find ``x OR (x AND y)`` and ``x AND (x OR y)``."""
    here = {shape.key(part): part for part in chain.parts}
    opposite = Or if chain.kind is And else And
    for part in chain.parts:
        if not isinstance(part, opposite):
            continue
        inside = _Chain(opposite)
        waiting: list[Query] = [part]
        while waiting:
            _take(inside, waiting.pop(), waiting)
        for piece in inside.parts:
            other = here.get(shape.key(piece))
            if other is not None and shape.key(piece) not in shape.empty:
                yield REDUNDANT.at(
                    *shape.spans[id(part)],
                    f"this changes nothing, because {shape.shown(other)} stands beside it",
                )
                break


@rule
def size(source: Source) -> Iterator[Finding]:
    """Find queries that are too long for an address, or have very many alternatives."""
    if source.tree is None:
        return
    length = len(quote_plus(str(source.tree), errors="replace"))
    if length > LONGEST_ADDRESS:
        yield LONG_URL.at(
            0,
            len(source.text),
            f"the query takes {length:,} characters of an address; arXiv has refused about 7,000: "
            "split the topic",
        )
    for chain in _chains(source.tree):
        if chain.kind is Or and len(chain.parts) > MOST_ALTERNATIVES:
            yield MANY.at(
                0,
                len(source.text),
                f"{len(chain.parts)} alternatives: arXiv answers long OR chains slowly, or not",
            )


def _is_broad(part: Query, below: list[bool]) -> bool:
    if isinstance(part, Term):
        return part.empty or part.field == "cat"
    if isinstance(part, Or):
        return any(below)
    return below[0] if isinstance(part, AndNot) else all(below) or isinstance(part, Not)


@rule
def results(source: Source) -> Iterator[Finding]:
    """Find queries with more results than arXiv gives out at once."""
    if source.tree is None:
        return
    known = source.evidence.results if source.evidence else None
    finding = partial(BROAD.at, 0, len(source.text))
    if known is not None and known > WINDOW:
        yield finding(
            f"arXiv returned {known:,} papers for this so far; it gives out {WINDOW:,} at once, so "
            "the first run asks for them by date, piece by piece"
        )
    elif known is None and fold(source.tree, _is_broad):
        yield finding(
            f"categories alone usually have more than {WINDOW:,} papers, which arXiv gives out at "
            "once: the first run asks for them by date, piece by piece"
        )
