"""Does a paper match a query? The only place that decides.

A query is turned into one function on its first use. Within AND and OR the cheap tests come first
(categories, dates, identifiers), then words, then names, then the catch-all field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from paperlode.paper import Author, Paper, calendar_month
from paperlode.query import fields
from paperlode.query.fields import (
    Announced,
    Beginning,
    Formula,
    HasDoi,
    Identified,
    InCategory,
    Like,
    NamedCategory,
    Numbered,
    Person,
    Phrase,
    Submitted,
    catch_all,
    label_words,
    pattern_of,
)
from paperlode.query.syntax import And, AndNot, Not, Or, Query, Term, fold, walk
from paperlode.text import chains, tex
from paperlode.text.chains import GAP
from paperlode.text.index import full_name, initialised, notes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Matcher = Callable[["Reading"], bool]


def matches(tree: Query, paper: Paper | Reading) -> bool:
    """Say whether the paper matches; give a :func:`reading` when several queries ask about it."""
    matcher: Matcher = _compiled(tree)
    return matcher(paper if isinstance(paper, Reading) else Reading(paper))


def reading(paper: Paper) -> Reading:
    """Prepare a paper for several queries: its words are found once."""
    return Reading(paper)


class Name:
    """The forms of one author's name, as streams of folded words."""

    __slots__ = ("first", "full", "initialised", "initials", "last")

    def __init__(self, name: str) -> None:
        author = Author.of(name)
        self.full = chains.names(full_name(author))
        self.initialised = chains.names(initialised(author))
        self.last = chains.names(author.surname)
        self.first = chains.names(author.forenames)
        self.initials = chains.initials(" ".join(w[0] for w in author.forenames.split()))


class Reading:
    """A paper and its words, each stream made when it is first asked for."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    @cached_property
    def title(self) -> str:
        """Stems of the title."""
        return chains.english(self.paper.title)

    @cached_property
    def abstract(self) -> str:
        """Stems of the abstract."""
        return chains.english(self.paper.abstract)

    @cached_property
    def abstract_plain(self) -> str:
        """All words of the abstract as they stand, in lower case."""
        return chains.standard(self.paper.abstract)

    @cached_property
    def comment(self) -> str:
        """Words of the comment."""
        return chains.simple(self.paper.comment or "")

    @cached_property
    def journal(self) -> str:
        """Words of the journal reference."""
        return chains.simple(self.paper.journal_ref or "")

    @cached_property
    def report(self) -> str:
        """Words of the report number."""
        return chains.simple(self.paper.report_no or "")

    @cached_property
    def notes(self) -> str:
        """Stems of comment, journal reference, report number and classes, each apart."""
        return "\n".join(map(chains.english, notes(self.paper)))

    @cached_property
    def people(self) -> list[Name]:
        """The authors."""
        return [Name(name) for name in self.paper.authors]

    @cached_property
    def everybody(self) -> str:
        """All words of all names, full and initialised."""
        return "\n".join(form for name in self.people for form in (name.full, name.initialised))

    @cached_property
    def categories(self) -> list[str]:
        """The categories in lower case."""
        return [category.lower() for category in self.paper.categories]

    @cached_property
    def dois(self) -> list[str]:
        """The publisher's DOIs."""
        return (self.paper.doi or "").split()

    @cached_property
    def combined(self) -> str:
        """The catch-all field: copies of all other fields, folded; phrases do not cross them."""
        paper = self.paper
        texts = [paper.title, paper.abstract, *notes(paper)]
        for author in map(Author.of, paper.authors):
            texts += [full_name(author), initialised(author)]
        values = [chains.combined(text) for text in (*texts, paper.id, *self.dois)]
        return "\n".join([*values, *map(catch_all, paper.categories)])


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
    made = fold(tree, _make)
    return made.joined()[1] if made.nested <= MOST_NESTED else _deep(tree)


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


_COSTS = {
    "title": 2,
    "abstract": 3,
    "comment": 2,
    "journal": 2,
    "report": 2,
    "notes": 2,
    "everybody": 5,
    "abstract_plain": 4,
    "combined": 6,
}
_CHEAP, _NAMES = 1, 5


def _of_term(term: Term) -> tuple[int, Matcher]:
    choices = [
        (max((cost for cost, _ in tests), default=0), _every([test for _, test in tests]))
        for tests in ([_of_test(test) for test in choice] for choice in fields.wanted(term))
    ]
    choices.sort(key=lambda choice: choice[0])
    cost = max((cost for cost, _ in choices), default=0)
    return cost, _any([matcher for _, matcher in choices])


def _of_test(test: fields.Test) -> tuple[int, Matcher]:
    if isinstance(test, Phrase | Like):
        return _COSTS[test.stream], _on(attrgetter(test.stream), _in_stream(test))
    if isinstance(test, Person):
        return _NAMES, _person(test)
    return _CHEAP, _PLAIN[type(test)](test)


def _on(stream: Callable[[Any], str], found: Callable[[str], bool]) -> Matcher:
    return lambda reading: found(stream(reading))


def _in_stream(test: Phrase | Like | Beginning) -> Callable[[str], bool]:
    """Make the test of one stream: words between spaces."""
    if isinstance(test, Like):
        return _found(f" {pattern_of(test.pattern)} ")
    if isinstance(test, Phrase) and GAP in test.words:
        return _found(
            " " + " ".join(r"\S+" if w == GAP else re.escape(w) for w in test.words) + " "
        )
    needle = " " + " ".join(test.words) + ("" if isinstance(test, Beginning) else " ")
    return lambda stream: needle in stream


def _found(pattern: str) -> Callable[[str], bool]:
    search = re.compile(pattern).search
    return lambda stream: search(stream) is not None


def _person(test: Person) -> Matcher:
    choices = [
        [(attrgetter(one.stream), _in_stream(one)) for one in choice] for choice in test.tests
    ]

    def is_meant(name: Name) -> bool:
        return all(any(found(form(name)) for form, found in choice) for choice in choices)

    return lambda reading: any(map(is_meant, reading.people))


def _in_category(test: InCategory) -> Matcher:
    fits = re.compile(pattern_of(test.pattern)).fullmatch
    return lambda reading: any(map(fits, reading.categories))


def _named_category(test: NamedCategory) -> Matcher:
    return lambda reading: any(test.words <= label_words(c) for c in reading.paper.categories)


def _identified(test: Identified) -> Matcher:
    value = test.value
    if test.wildcard:
        fits = re.compile(pattern_of(value)).fullmatch
        return lambda reading: bool(fits(reading.paper.id) or fits(reading.paper.name))
    return lambda reading: value in (reading.paper.id, reading.paper.name)


def _numbered(test: Numbered) -> Matcher:
    ending = "/" + test.number
    return lambda reading: reading.paper.id.endswith(ending)


def _has_doi(test: HasDoi) -> Matcher:
    if test.wildcard:
        fits = re.compile(pattern_of(test.value)).fullmatch
        return lambda reading: any(map(fits, reading.dois))
    return lambda reading: test.value in reading.dois


def _submitted(test: Submitted) -> Matcher:
    return lambda reading: test.first <= reading.paper.submitted <= test.last


def _announced(test: Announced) -> Matcher:
    return lambda reading: calendar_month(reading.paper.month).startswith(test.period)


def _formula(test: Formula) -> Matcher:
    decide = all if test.every else any

    def found(reading: Reading) -> bool:
        there = tex.pieces(getattr(reading.paper, test.field))
        return bool(there) and decide(formula in there for formula in test.formulas)

    return found


_PLAIN: dict[type, Callable[[Any], Matcher]] = {
    InCategory: _in_category,
    NamedCategory: _named_category,
    Identified: _identified,
    Numbered: _numbered,
    HasDoi: _has_doi,
    Submitted: _submitted,
    Announced: _announced,
    Formula: _formula,
}
