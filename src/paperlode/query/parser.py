"""From text to tree: arXiv's strict grammar, and which trees its service cannot answer.

The grammar is that of ``search/domain/classic_api/query_parser.py`` in arXiv's repository
arxiv-search: no precedence, everything associates to the right, a leading ANDNOT takes all that
follows in its group. Reading takes time in proportion to the length of the text.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperlode.errors import QueryError
from paperlode.query.dates import span
from paperlode.query.repair import Repaired, repaired
from paperlode.query.syntax import BINARY, FIELDS, Not, Query, Term, depth, walk

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 100_000
"""Characters of a query that are read."""

DEEPEST = 900
"""Levels of a tree: arXiv's service, too, gives up somewhat below a thousand (HTTP 500)."""

_SPACE = re.compile(r"[ \t\f\r\n]*")
_FIELD = re.compile("|".join(FIELDS))
_BARE = re.compile(r'[^\s"()]+')
_QUOTED = re.compile(r'".*?(?<!\\)(?:\\\\)*"')
_OPERATOR = re.compile("ANDNOT|AND|OR")


def parse(text: str) -> Query:
    """Read a query for a topic: as arXiv's service would, but every ``au:first_last`` is mended.

    Raises QueryError where the service would answer with an error, where its index would refuse
    the query, and where there is nothing to search for.
    """
    tree = _parse(text, lambda given: repaired(given, mend_authors=True))
    if tree is None:
        raise QueryError("the query is empty: it names nothing to search for")
    if (refused := refused_by_index(tree)) is not None:
        raise refused
    return tree


def parse_like_arxiv(text: str, *, raw: bool = False) -> Query | None:
    """Read a query exactly as arXiv's service does; None when nothing is left to search for.

    ``raw``: without the repair step (the service's parameter ``raw=1``). QueryError.status is the
    status with which the service answers: 400 for what does not parse, 500 for what it overlooks.
    """
    return _parse(text, _unrepaired if raw else repaired)


def _unrepaired(text: str) -> Repaired:
    return Repaired(text, (0,), (0,), len(text))


def _parse(text: str, prepare: Callable[[str], Repaired]) -> Query | None:
    if len(text) > LONGEST:
        raise QueryError(
            f"the query has {len(text)} characters; at most {LONGEST} are read", position=LONGEST
        )
    source = prepare(text)
    if not source.text:
        return None
    tree = _Reader(source).read()
    if depth(tree) > DEEPEST:
        raise QueryError(
            f"the query is more than {DEEPEST} levels deep; arXiv's service fails on such queries",
            status=500,
        )
    if (failure := _failure(tree)) is not None:
        raise failure
    return tree


_NOT = "NOT"
"""A leading ANDNOT among the operators of a group."""


@dataclass(slots=True)
class _Group:
    """What stands between two parentheses: operators and the parts they join, left to right."""

    opened: int
    parts: list[Query] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    wants_part: bool = True
    """Whether a term, a group or ANDNOT must follow."""

    def add(self, part: Query) -> None:
        """Take a term or a group."""
        self.parts.append(part)
        self.wants_part = False

    def join(self, word: str) -> None:
        """Take an operator."""
        self.words.append(word)
        self.wants_part = True

    def tree(self) -> Query:
        """Join the parts from the right."""
        tree = self.parts.pop()
        while self.words:
            word = self.words.pop()
            tree = Not(tree) if word == _NOT else BINARY[word](self.parts.pop(), tree)
        return tree


class _Reader:
    """Reads one repaired query from left to right."""

    def __init__(self, source: Repaired) -> None:
        self.source = source
        self.text = source.text
        self.at = 0
        self.groups = [_Group(0)]

    def read(self) -> Query:
        """Give the tree of the whole text."""
        self._skip()
        if self.at == len(self.text):
            return Term("all", '""')  # unrepaired white space: the empty term
        while self.at < len(self.text):
            if self.groups[-1].wants_part:
                self._operand()
            else:
                self._after_operand()
            self._skip()
        return self._end()

    def _end(self) -> Query:
        group = self.groups[-1]
        if len(self.groups) > 1:
            raise self._error("this parenthesis is never closed", group.opened)
        if group.wants_part:
            raise self._error("the query ends where a term is expected")
        return group.tree()

    def _operand(self) -> None:
        group = self.groups[-1]
        if self._take("("):
            self.groups.append(_Group(self.at - 1))
        elif self.text.startswith("ANDNOT", self.at):
            self.at += len("ANDNOT")
            group.join(_NOT)
        else:
            group.add(self._term())

    def _after_operand(self) -> None:
        if found := _OPERATOR.match(self.text, self.at):
            self.at = found.end()
            self.groups[-1].join(found[0])
        elif self.text[self.at] == ")" and len(self.groups) > 1:
            self.at += 1
            group = self.groups.pop()
            self.groups[-1].add(group.tree())
        elif self.text[self.at] == ")":
            raise self._error("this closing parenthesis has no opening one")
        else:
            raise self._error("AND, OR or ANDNOT is expected here")

    def _term(self) -> Term:
        start = self.at
        found = _FIELD.match(self.text, start)
        if found is None:
            raise self._error(f"a term like ti:word is expected, not {self._next()}")
        self.at = found.end()
        self._skip()
        if not self._take(":"):
            raise self._error(f"a colon is expected after {found[0]}")
        self._skip()
        return Term(found[0], self._value(), self.source.origin(start))

    def _value(self) -> str:
        if found := _BARE.match(self.text, self.at):
            self.at = found.end()
            return found[0]
        if self.text.startswith('"', self.at):
            found = _QUOTED.match(self.text, self.at)
            if found is None:
                raise self._error("this quotation never ends; a backslash keeps a quote open")
            self.at = found.end()
            return f'"{found[0][1:-1].strip()}"'
        raise self._error("a word or a quoted phrase is expected after the colon")

    def _skip(self) -> None:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at

    def _take(self, sign: str) -> bool:
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def _next(self) -> str:
        found = _BARE.match(self.text, self.at)
        return _shown(found[0] if found else self.text[self.at])

    def _error(self, what: str, offset: int | None = None) -> QueryError:
        place = self.source.origin(self.at if offset is None else offset)
        return QueryError(f"{what} (read as {_shown(self.text)})", position=place)


LONGEST_SHOWN = 300


def _brief(part: Query | str) -> str:
    text = str(part)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "..."


def _shown(text: str) -> str:
    return repr(_brief(text))


def _failure(tree: Query) -> QueryError | None:
    """Find what arXiv's service parses and then cannot turn into a search: it answers 500."""
    for part in walk(tree):
        if isinstance(part, Not) and not isinstance(part.operand, Term):
            return _internal("NOT stands before a group; arXiv can only negate a single term", part)
        if isinstance(part, Term) and not part.empty and (why := _unsearchable(part)):
            return _internal(why, part)
    return None


def _internal(why: str, part: Query) -> QueryError:
    first = next(piece for piece in walk(part) if isinstance(piece, Term))
    return QueryError(f"{why} (arXiv answers HTTP 500)", position=first.position, status=500)


def _unsearchable(term: Term) -> str | None:
    if term.field == "submittedDate":
        return _bad_dates(term)
    if term.field in {"all", "au"} and not term.value.strip(";"):
        return f"{_brief(term)} names nothing but semicolons"
    looked_at = term.value if term.field == "id" else term.text
    if term.field in {"all", "id", "doi"} and looked_at.startswith(("*", "?")):
        return f"{_brief(term)} begins with a wildcard, which only cat: allows"
    return None


def _bad_dates(term: Term) -> str | None:
    try:
        span(term.text)
    except ValueError:
        return (
            f"{_brief(term)} is no range of dates; "
            "write submittedDate:[202501010000 TO 202501312359] with both ends"
        )
    return None


_ANALYSED = ("ti", "abs", "co", "jr", "rn", "au")


def refused_by_index(tree: Query) -> QueryError | None:
    """Find what arXiv's service passes on and its index refuses (inferred; HTTP 500 as well).

    A wildcard at the beginning of a word, and a value that is only an operator of the index.
    """
    for part in walk(tree):
        if not isinstance(part, Term) or part.field == "cat" or part.empty:
            continue
        if not part.quoted and part.field in _ANALYSED and part.value.startswith(("*", "?")):
            return _internal(f"{_brief(part)} begins with a wildcard, which only cat: allows", part)
        if part.field in {*_ANALYSED, "all"} and part.value in {"&&", "||"}:
            return _internal(f"{_brief(part)} is an operator of arXiv's index and no word", part)
    return None


def pointless(tree: Query) -> QueryError | None:
    """Find what arXiv's service answers but nobody who follows a topic can mean.

    An empty phrase, which every paper matches, and a range of dates that ends before it begins.
    """
    for part in walk(tree):
        if not isinstance(part, Term):
            continue
        if part.empty:
            why = f"{part} has no words: every paper matches it"
        elif part.field == "submittedDate" and operator.gt(*span(part.text)):
            why = f"{_brief(part)} ends before it begins: no paper matches it"
        else:
            continue
        return QueryError(why, position=part.position)
    return None
