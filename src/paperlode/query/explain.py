"""Why a paper matches a query or not: term by term, word by word, and where in the texts.

The verdict on a term is the evaluator's own (:mod:`paperlode.query.match`); here it is only taken
apart, and the places are looked up in the texts as they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from paperlode.paper import stamp
from paperlode.query.fields import (
    Announced,
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
    pattern_of,
    wanted,
)
from paperlode.query.match import matches
from paperlode.query.reading import Reading
from paperlode.query.syntax import And, Not, Or, Query, Term, fold
from paperlode.query.terms import made
from paperlode.text import chains
from paperlode.text.boundaries import split
from paperlode.text.chains import GAP, Chain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperlode.paper import Paper
    from paperlode.query.fields import Test


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A piece of one of a paper's texts."""

    text: str
    """Which one: title, abstract, authors, comment, journal, report, categories, id, ..."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a term looks for, and whether it is there."""

    sentence: str
    holds: bool
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a part of a query says of a paper."""

    part: Query
    holds: bool
    below: tuple[Verdict, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def marks(self) -> list[Mark]:
        """All places that speak for a match, each once, in order."""
        found: set[Mark] = set()
        waiting = [self]
        while waiting:
            one = waiting.pop()
            waiting += one.below
            if one.holds:
                found.update(
                    mark for reason in one.reasons if reason.holds for mark in reason.marks
                )
        return sorted(found)


def texts(paper: Paper) -> dict[str, str]:
    """Give the texts in which places are marked, by their names."""
    found = {
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": ", ".join(paper.authors),
        "comment": paper.comment or "",
        "journal": paper.journal_ref or "",
        "report": paper.report_no or "",
        "categories": ", ".join(paper.categories),
        "identifier": paper.id,
        "doi": paper.doi or "",
        "submitted": stamp(paper.submitted),
    }
    return {name: text for name, text in found.items() if text}


def explain(tree: Query, paper: Paper) -> Verdict:
    """Take apart why a paper matches a query or not."""
    reading = Reading(paper)
    there = texts(paper)

    def judge(part: Query, below: list[Verdict]) -> Verdict:
        if isinstance(part, Term):
            holds = matches(part, reading)
            return Verdict(part, holds, reasons=tuple(_reasons(part, reading, there)))
        first = below[0].holds
        if isinstance(part, Not):
            holds = not first
        elif isinstance(part, Or):
            holds = first or below[1].holds
        else:
            holds = first and below[1].holds is isinstance(part, And)
        return Verdict(part, holds, tuple(below))

    return fold(tree, judge)


def _reasons(term: Term, reading: Reading, there: dict[str, str]) -> Iterator[Reason]:
    """Say of each thing that a term looks for whether it is there; of ``all:`` where it is."""
    choices = wanted(term)
    alternatives = [[_reason(test, reading, there) for test in choice] for choice in choices]
    hold = [reasons for reasons in alternatives if all(reason.holds for reason in reasons)]
    if len(choices) > 1 and not hold:
        yield Reason(f"{term.text} is in none of {len(choices)} places", holds=False)
        return
    seen: set[Reason] = set()
    for reason in [reason for reasons in hold or alternatives for reason in reasons]:
        if reason not in seen:
            seen.add(reason)
            yield reason


def _reason(test: Test, reading: Reading, there: dict[str, str]) -> Reason:
    holds = made(test)[1](reading)
    return Reason(_said(test), holds, tuple(_marks(test, reading, there)) if holds else ())


_STREAMS = {
    "abstract_plain": "the abstract",
    "everybody": "the authors' names",
    "combined": "all texts together",
    "notes": "comment, journal or report number",
    "journal": "the journal reference",
    "report": "the report number",
    "title_written": "the title as written",
    "abstract_written": "the abstract as written",
    "comment_written": "the comment as written",
    "journal_written": "the journal reference as written",
    "report_written": "the report number as written",
    "notes_written": "comment, journal or report number as written",
}


def _said(test: Test) -> str:
    if isinstance(test, Person):
        words = [" or ".join(dict.fromkeys(map(_wanted_of, choice))) for choice in test.tests]
        return f"one author with {', '.join(words)}"
    if isinstance(test, Phrase | Like):
        place = _STREAMS.get(test.stream, f"the {test.stream}")
        return f'"{_wanted_of(test)}" in {place}'
    return _said_of_facts(test)


def _said_of_facts(test: Test) -> str:
    match test:
        case InCategory(pattern):
            said = f"category {pattern}"
        case NamedCategory(words):
            said = f"a category called {' '.join(sorted(words))}"
        case Identified(value) | Numbered(value):
            said = f"identifier {value}"
        case HasDoi(value):
            said = f"DOI {value}"
        case Submitted(first, last):
            said = f"submitted from {stamp(first)} to {stamp(last)}"
        case Announced(period):
            said = f"announced in {period}"
        case Formula(field, formulas):
            said = f"{' '.join(formulas)} in the {field}"
        case _:  # pragma: no cover  the others are said above
            said = str(test)
    return said


def _wanted_of(one: Any) -> str:  # noqa: ANN401  Phrase, Like or Beginning, which share no base
    if isinstance(one, Like):
        return one.pattern
    words = " ".join("(any word)" if word == GAP else word for word in one.words)
    return words if isinstance(one, Phrase) else f"{words}..."


_BY_WORD: dict[str, tuple[Chain, tuple[str, ...]]] = {
    "title": (chains.english, ("title",)),
    "abstract": (chains.english, ("abstract",)),
    "abstract_plain": (chains.standard, ("abstract",)),
    "comment": (chains.simple, ("comment",)),
    "journal": (chains.simple, ("journal",)),
    "report": (chains.simple, ("report",)),
    "notes": (chains.english, ("comment", "journal", "report")),
    "title_written": (chains.written, ("title",)),
    "abstract_written": (chains.written, ("abstract",)),
    "comment_written": (chains.written, ("comment",)),
    "journal_written": (chains.written, ("journal",)),
    "report_written": (chains.written, ("report",)),
    "notes_written": (chains.written, ("comment", "journal", "report")),
}
_BY_SPACE: dict[str, tuple[Chain, tuple[str, ...]]] = {
    "everybody": (chains.names, ("authors",)),
    "combined": (
        chains.combined,
        ("title", "abstract", "comment", "journal", "report", "authors", "identifier", "doi"),
    ),
}
_WHOLE: dict[type, str] = {
    Submitted: "submitted",
    Announced: "identifier",
    Identified: "identifier",
    Numbered: "identifier",
    HasDoi: "doi",
}


def _marks(test: Test, reading: Reading, there: dict[str, str]) -> Iterator[Mark]:
    """Find the places of a test that holds."""
    if isinstance(test, Phrase | Like):
        yield from _in_stream(test, reading, there)
    elif isinstance(test, Person):
        holds = made(test)[1]
        alone = ((name, replace(reading.paper, authors=(name,))) for name in reading.paper.authors)
        yield from _listed("authors", ((name, holds(Reading(paper))) for name, paper in alone))
    elif isinstance(test, InCategory | NamedCategory):
        yield from _of_categories(reading, made(test)[1])
    elif isinstance(test, Formula):
        text = there.get(test.field, "")
        for formula in test.formulas:
            for found in re.finditer(re.escape(formula), text):
                yield Mark(test.field, found.start(), found.end())
    elif (name := _WHOLE[type(test)]) in there:
        yield Mark(name, 0, len(there[name]))


def _of_categories(reading: Reading, holds: Callable[[Reading], bool]) -> Iterator[Mark]:
    paper = reading.paper
    alone = ((name, replace(paper, categories=(name,))) for name in paper.categories)
    yield from _listed("categories", ((name, holds(Reading(one))) for name, one in alone))


def _listed(text: str, names: Iterable[tuple[str, bool]]) -> Iterator[Mark]:
    """Mark names in a list of names."""
    at = 0
    for name, marked in names:
        if marked:
            yield Mark(text, at, at + len(name))
        at += len(name) + len(", ")


def _in_stream(test: Phrase | Like, reading: Reading, there: dict[str, str]) -> Iterator[Mark]:
    cut = test.stream in _BY_WORD
    chain, names = (_BY_WORD if cut else _BY_SPACE)[test.stream]
    for name in names:
        if name in there:
            placed = list(_placed(chain, there[name], cut=cut))
            for start, end in _found(test, placed):
                yield Mark(name, start, end)
    if test.stream == "combined" and isinstance(test, Phrase):
        phrase = re.compile(" " + " ".join(_word(word) for word in test.words) + " ")
        labelled = ((c, bool(phrase.search(catch_all(c)))) for c in reading.paper.categories)
        yield from _listed("categories", labelled)


def _word(word: str) -> str:
    return r"\S+" if word == GAP else re.escape(word)


def _placed(chain: Chain, text: str, *, cut: bool) -> Iterator[tuple[str, int, int]]:
    """Give what a chain makes of each word, and where the word stands.

    ``cut``: the chain takes pieces apart at word boundaries, else at white space only.
    """
    for piece in re.finditer(r"\S+", text):
        if not cut:
            for word in chain.words(piece[0]):
                bare = piece[0].strip(",;.")
                start = piece.start() + piece[0].find(bare)
                yield word, start, start + len(bare)
            continue
        at = 0
        for word in split(piece[0]):
            at = piece[0].index(word, at)
            made_of = chain.words(word)
            start = piece.start() + at
            at += len(word)
            for one in made_of:
                yield one, start, start + len(word)


def _found(test: Phrase | Like, placed: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    if isinstance(test, Like):
        fits = re.compile(pattern_of(test.pattern)).fullmatch
        yield from ((start, end) for word, start, end in placed if fits(word))
        return
    length = len(test.words)
    for index in range(len(placed) - length + 1):
        here = placed[index : index + length]
        if all(w in (GAP, word) for w, (word, _, _) in zip(test.words, here, strict=True)):
            yield here[0][1], here[-1][2]


def marked(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut a text into pieces that are marked and pieces that are not."""
    steps: Counter[int] = Counter({0: 0, len(text): 0})
    for start, end in marks:
        steps[start] += 1
        steps[end] -= 1
    places = sorted(steps)
    inside = [level > 0 for level in accumulate(steps[place] for place in places)]
    pieces: list[tuple[str, bool]] = []
    for (start, end), is_marked in zip(pairwise(places), inside, strict=False):
        if pieces and pieces[-1][1] == is_marked:
            pieces[-1] = (pieces[-1][0] + text[start:end], is_marked)
        else:
            pieces.append((text[start:end], is_marked))
    return pieces


def as_record(verdict: Verdict) -> Any:  # noqa: ANN401  nested objects have no better type
    """Give a verdict as nested objects, for JSON."""
    done: dict[int, Any] = {}
    waiting: list[tuple[Verdict, bool]] = [(verdict, False)]
    while waiting:
        one, ready = waiting.pop()
        if not ready:
            waiting += [(one, True), *((piece, False) for piece in one.below)]
            continue
        record: dict[str, Any] = {"holds": one.holds}
        if isinstance(one.part, Term):
            record["term"] = str(one.part)
            record["reasons"] = [_as_record(reason) for reason in one.reasons]
        else:
            word = type(one.part).__name__.upper()
            record |= {"operator": "ANDNOT" if word == "NOT" else word}
            record["parts"] = [done[id(piece)] for piece in one.below]
        done[id(one)] = record
    return done[id(verdict)]


def _as_record(reason: Reason) -> dict[str, Any]:
    places = [[mark.text, mark.start, mark.end] for mark in reason.marks]
    return {"what": reason.sentence, "holds": reason.holds, "found": places}
