"""A query as a linter sees it: what was typed, what arXiv makes of it, and where each part stands.

Works for texts that are no query at all, in time proportional to their length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from paperlode.errors import QueryError
from paperlode.query.categories import categories
from paperlode.query.parser import parse
from paperlode.query.repair import Kind, Token, repaired_tokens, typed_tokens
from paperlode.query.syntax import FIELDS, Query, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.evidence import Evidence
    from paperlode.query.lint.finding import Edit

OPERATORS_IN_SMALL = frozenset({"and", "or", "not", "andnot"})
NOT_SPREAD = frozenset({"all:", "cat:", "id:", "doi:", "submittedDate:", "lastUpdatedDate:"})
"""Prefixes after which further words are no part of the same value."""

_SIGNS = ("+", "-", "!", "&&", "||", "~")
RANGE = re.compile(
    r"(?<![^\s()\"])(?P<field>submittedDate|lastUpdatedDate):\s*"
    r"(?:\[(?P<inside>[^\]\[()\"]{0,80})\]|(?P<single>[\d*?-]{4,20}))"
)
"""A range of dates as people write it."""
REMEMBERED = 4
"""Texts that need not be parsed again: what a repair made is looked at next."""
NO_SPACE_NEEDED_AFTER = frozenset(" \t\n\r\f\v(")


@dataclass(frozen=True, slots=True)
class Place:
    """A term and where it stands."""

    term: Term
    start: int
    """With its prefix."""
    end: int
    value: int
    """Where its value begins."""
    index: int
    """Which of the typed tokens its value is."""
    own_prefix: bool
    """Whether its prefix stands directly before it."""


@dataclass(slots=True)
class Group:
    """What stands between two parentheses: parts and the operators between them."""

    start: int
    end: int = 0
    parts: list[tuple[int, int]] = field(default_factory=list)
    operators: list[Token] = field(default_factory=list)
    negated: Token | None = None
    """A leading ANDNOT, which takes everything that follows."""

    @property
    def whole(self) -> bool:
        """Whether it reads: a part, and a further one after each operator."""
        return len(self.parts) == len(self.operators) + 1

    @property
    def words(self) -> list[str]:
        """The operators."""
        return [operator.text for operator in self.operators]


class Source:
    """A query's text and everything that rules ask about it."""

    def __init__(self, text: str, evidence: Evidence | None = None) -> None:
        self.text = text
        self.evidence = evidence
        self.typed = typed_tokens(text)
        parsed = _parsed(text)
        self.error = parsed if isinstance(parsed, QueryError) else None
        self.tree = parsed if isinstance(parsed, Query) else None

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the repaired query."""
        return repaired_tokens(self.text, mend_authors=True)

    @cached_property
    def prefixes(self) -> list[Token | None]:
        """For each typed token the prefix directly before it."""
        before = [None, *self.typed][: len(self.typed)]
        return [t if t is not None and t.kind is Kind.PREFIX else None for t in before]

    @cached_property
    def spread(self) -> list[bool]:
        """For each typed token whether a prefix before a group is given to it."""
        given: set[int] = set()
        last: Token | None = None
        for token in self.tokens:
            if last is not None and last.kind is Kind.PREFIX and last.position == last.end:
                given |= {token.position} if last.text != "all:" else set()
            last = token
        return [token.kind is Kind.TEXT and token.position in given for token in self.typed]

    @cached_property
    def terms(self) -> list[Place]:
        """All terms, also of a query that does not parse."""
        index = {t.position: i for i, t in enumerate(self.typed) if t.kind is Kind.TEXT}
        found = []
        for prefix, text in zip(self.tokens, self.tokens[1:], strict=False):
            if prefix.kind is Kind.PREFIX and text.kind is Kind.TEXT:
                term = Term(prefix.text[:-1], _stripped(text.text), prefix.position)
                own = prefix.end > prefix.position
                at = index.get(text.position, 0)
                found.append(Place(term, prefix.position, text.end, text.position, at, own))
        return [place for place in found if place.term.field in FIELDS]

    @cached_property
    def places(self) -> dict[int, Place]:
        """The terms by the positions that the tree's terms have."""
        return {place.start: place for place in self.terms}

    @cached_property
    def groups(self) -> list[Group]:
        """All groups, the whole query last."""
        done: list[Group] = []
        stack = [Group(0)]
        start: int | None = None
        for token in self.tokens:
            group = stack[-1]
            if token.kind is Kind.PREFIX:
                start = token.position
            elif token.kind is Kind.TEXT:
                group.parts.append((token.position if start is None else start, token.end))
                start = None
            elif token.kind is Kind.OPEN:
                stack.append(Group(token.end))
                stack[-1].start = self.begins(token)
            elif token.kind is Kind.CLOSE and len(stack) > 1:
                done.append(stack.pop())
                done[-1].end = token.position
                stack[-1].parts.append((done[-1].start, token.end))
            elif token.kind is Kind.OPERATOR:
                _join(group, token)
        done += reversed(stack)
        done[-1].end = len(self.text)
        return done

    @cached_property
    def runs(self) -> list[tuple[Token, list[int]]]:
        """Prefixes before several words, of which they cover only the first."""
        found: list[tuple[Token, list[int]]] = []
        for index, token, prefix in self.typed_text():
            if prefix is not None and prefix.text not in NOT_SPREAD and index not in self.dated:
                found.append((prefix, [index]))
            elif found and found[-1][1][-1] == index - 1 and self._goes_on(index, token):
                found[-1][1].append(index)
        return [run for run in found if len(run[1]) > 1]

    def _goes_on(self, index: int, token: Token) -> bool:
        word = token.text
        return not (
            self.prefixes[index] is not None
            or self.spread[index]
            or word.lower() in OPERATORS_IN_SMALL
            or word.startswith(_SIGNS)
            or word in categories()
        )

    @cached_property
    def dated(self) -> set[int]:
        """The typed tokens that belong to a range of dates, whether it can be read or not."""
        spans = [(found.start(), found.end()) for found in RANGE.finditer(self.text)]
        within: set[int] = set()
        for index, token in enumerate(self.typed):
            while spans and spans[0][1] <= token.position:
                spans.pop(0)
            if spans and spans[0][0] <= token.position:
                within.add(index)
        return within

    @cached_property
    def claimed(self) -> set[int]:
        """The typed values that another finding explains already."""
        later = {index for _, run in self.runs for index in run[1:]}
        return later | self.dated | self.joining

    @cached_property
    def joining(self) -> set[int]:
        """The typed values that are no values but stand for an operator or a prefix."""
        found = set()
        for index, token, prefix in self.typed_text():
            if prefix is None and (
                token.text.lower() in OPERATORS_IN_SMALL
                or token.text in {"&&", "||"}
                or token.text.endswith(":")
            ):
                found.add(index)
        return found

    @cached_property
    def plain_terms(self) -> list[Place]:
        """The terms that no other finding explains already."""
        return [place for place in self.terms if place.index not in self.claimed]

    @cached_property
    def faithful(self) -> bool:
        """Whether every token stands in the text as it is: not so for ranges of dates in quotes."""
        flat = self.text.replace("\r", " ").replace("\n", " ")
        return all(
            flat[token.position : token.end] == token.text or index in self.dated
            for index, token in enumerate(self.typed)
        )

    @cached_property
    def unpaired(self) -> int:
        """Where a quote without a partner stands, always the last one; -1: there is none."""
        return self.text.rfind('"') if self.text.count('"') % 2 else -1

    def tears(self, edit: Edit) -> bool:
        """Tell whether an edit puts quotes behind one without a partner, which would pair anew."""
        added = edit.text.count('"')
        return bool(added) and added % 2 == 0 and edit.start > self.unpaired >= 0

    @cached_property
    def negated(self) -> set[int]:
        """Where terms begin that a leading NOT negates: no group may take their place."""
        return {group.parts[0][0] for group in self.groups if group.negated and group.parts}

    @cached_property
    def _prefix_of(self) -> dict[int, Token | None]:
        """The prefixes before parentheses."""
        pairs = zip(self.typed, self.prefixes, strict=True)
        return {token.position: prefix for token, prefix in pairs if token.kind is Kind.OPEN}

    def begins(self, token: Token) -> int:
        """Say where a token begins: a group with the prefix before it."""
        prefix = self._prefix_of.get(token.position) if token.kind is Kind.OPEN else None
        return token.position if prefix is None else prefix.position

    def space_before(self, offset: int) -> str:
        """Give the space that something inserted here needs before it."""
        return "" if offset == 0 or self.text[offset - 1] in NO_SPACE_NEEDED_AFTER else " "

    def typed_text(self) -> Iterator[tuple[int, Token, Token | None]]:
        """Go through the values as typed: index, token, and the prefix directly before it."""
        for index, (token, prefix) in enumerate(zip(self.typed, self.prefixes, strict=True)):
            if token.kind is Kind.TEXT:
                yield index, token, prefix

    def kind(self, index: int) -> Kind | None:
        """Give the kind of a typed token; None before the first and after the last."""
        return self.typed[index].kind if 0 <= index < len(self.typed) else None

    def operand_before(self, index: int) -> bool:
        """Tell whether a term or a group ends before this token."""
        return self.kind(index - 1) in {Kind.TEXT, Kind.CLOSE}

    def operand_after(self, index: int) -> bool:
        """Tell whether a term or a group begins after this token."""
        after = self.kind(index + 1)
        if after is Kind.PREFIX:
            return self.kind(index + 2) in {Kind.TEXT, Kind.OPEN}
        return after in {Kind.TEXT, Kind.OPEN}


def _join(group: Group, token: Token) -> None:
    if group.parts:
        group.operators.append(token)
    else:
        group.negated = token


def _stripped(value: str) -> str:
    return f'"{value[1:-1].strip()}"' if value.startswith('"') and len(value) > 1 else value


@lru_cache(REMEMBERED)
def _parsed(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error.with_traceback(None)


def reads(text: str) -> bool:
    """Tell whether a text is a query."""
    return isinstance(_parsed(text), Query)


LONGEST_FLAT = 1_000
"""Characters in which those that are shown are looked for: the others may be spaces."""


def shortened(text: str, longest: int = 28) -> str:
    """Show a piece of a query on one line."""
    flat = " ".join(text[:LONGEST_FLAT].split())
    whole = len(text) <= LONGEST_FLAT and len(flat) <= longest
    return flat if whole else f"{flat[: longest - 3]}..."
