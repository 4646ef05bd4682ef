"""The tree of a query: parts named by the words of arXiv's grammar.

Nothing here calls itself, so that a tree may be as deep as the parser allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

FIELDS = ("ti", "au", "abs", "co", "doi", "jr", "cat", "rn", "id", "submittedDate", "all")
"""The fields of the search service, by their prefixes."""


class Query:
    """Any part of a query; ``str()`` writes it so that it has one meaning everywhere."""

    __slots__ = ("compiled",)

    compiled: Any
    """What :mod:`paperlode.query.match` made of it on first use."""

    def __str__(self) -> str:
        return fold(self, lambda part, below: part.write(below))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    @property
    def parts(self) -> tuple[Query, ...]:
        """The parts directly below, left to right."""
        return ()

    def write(self, below: list[str]) -> str:
        """Write this part, given how the parts below are written."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Term(Query):
    """A value looked for in one field."""

    field: str
    value: str
    """As in arXiv's tree: a quoted value keeps its quotes, ``""`` stands for every paper."""
    position: int = 0
    """Where it begins in the text that was parsed."""
    exact: bool = False
    """Its words are looked for as written; arXiv, which is asked for the same, has only stems."""

    @property
    def quoted(self) -> bool:
        """Whether the value is a phrase in quotes."""
        return self.value.startswith('"')

    @property
    def text(self) -> str:
        """The value without its quotes."""
        return self.value[1:-1] if self.quoted else self.value

    @property
    def empty(self) -> bool:
        """Whether it is the empty phrase, which every paper matches."""
        return not self.text

    def write(self, below: list[str]) -> str:  # noqa: ARG002  nothing is below a term
        """Write ``field:value``."""
        return f"{self.field}:{self._safe()}"

    def _safe(self) -> str:
        """Keep a closing quote from being escaped by a backslash that white space stood behind."""
        text = self.text
        odd = (len(text) - len(text.rstrip("\\"))) % 2
        return f'"{text} "' if self.quoted and odd else self.value


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Binary(Query):
    """Two parts and the word between them."""

    left: Query
    right: Query
    word: ClassVar[str] = ""

    @property
    def parts(self) -> tuple[Query, ...]:
        """The two parts."""
        return self.left, self.right

    def write(self, below: list[str]) -> str:
        """Write both with the word between them, in parentheses."""
        return f"({below[0]} {self.word} {below[1]})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class And(Binary):
    """Papers that match both parts."""

    word: ClassVar[str] = "AND"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Or(Binary):
    """Papers that match one of the parts or both."""

    word: ClassVar[str] = "OR"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AndNot(Binary):
    """Papers that match the left part and not the right one."""

    word: ClassVar[str] = "ANDNOT"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Not(Query):
    """Every paper that does not match the part."""

    operand: Query

    @property
    def parts(self) -> tuple[Query, ...]:
        """The one part."""
        return (self.operand,)

    def write(self, below: list[str]) -> str:
        """Write ``ANDNOT`` before it, in parentheses."""
        return f"(ANDNOT {below[0]})"


BINARY: dict[str, type[Binary]] = {"AND": And, "OR": Or, "ANDNOT": AndNot}
"""The binary parts by their words."""


def walk(tree: Query) -> Iterator[Query]:
    """Go through all parts, a part before those below it, left to right."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.parts))


def wanted(tree: Query, field: str) -> Iterator[Term]:
    """Give the terms of a field that a query wants, not those whose papers it leaves out."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Term) and part.field == field and not part.empty:
            yield part
        if not isinstance(part, Not):
            waiting += [part.parts[0]] if isinstance(part, AndNot) else reversed(part.parts)


def fold(tree: Query, make: Callable[[Query, list[T]], T]) -> T:
    """Make something of a tree from the leaves up; ``make`` gets a part and what is below it."""
    made: list[T] = []
    for part in reversed(list(walk(tree))):
        count = len(part.parts)
        below = made[len(made) - count :][::-1]
        del made[len(made) - count :]
        made.append(make(part, below))
    return made[0]


def depth(tree: Query) -> int:
    """Count the levels of a tree."""
    return fold(tree, lambda _, below: 1 + max(below, default=0))


def as_lists(tree: Query) -> Any:  # noqa: ANN401  nested lists have no better type
    """Give the tree as nested lists, ``["AND", ["ti", "a"], ["au", "b"]]``, for JSON."""

    def make(part: Query, below: list[Any]) -> list[Any]:
        if isinstance(part, Term):
            return [part.field, part.value]
        return [part.word if isinstance(part, Binary) else "ANDNOT", *below]

    return fold(tree, make)
