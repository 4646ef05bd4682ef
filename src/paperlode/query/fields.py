"""What a value looks for in each field: terms taken apart into simple tests of a paper.

The rules are those of ``search/services/index/prepare.py`` and ``authors.py`` in arXiv's
repository arxiv-search (what its service sends to the index) and of the index's own query strings
(Elasticsearch 6). Evaluating and narrowing both work on these tests, so they cannot disagree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from typing import TYPE_CHECKING

from paperlode.query.categories import categories, labels
from paperlode.query.dates import span
from paperlode.text import chains, tex
from paperlode.text.chains import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from paperlode.query.syntax import Term


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words stand in the stream one after another; a gap stands for any one word."""

    stream: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """One word of the stream fits the pattern, in which ``*`` and ``?`` are wildcards."""

    stream: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Person:
    """One author fits all of the tests, whose streams are forms of the name."""

    tests: tuple[tuple[Phrase | Like | Beginning, ...], ...]
    """Each is a choice: one of its tests must hold."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The words stand in the stream one after another, the last perhaps only begun."""

    stream: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InCategory:
    """One of the paper's categories fits the pattern as a whole; upper and lower case are one."""

    pattern: str


@dataclass(frozen=True, slots=True)
class NamedCategory:
    """All words occur in what arXiv's index knows of one category: ids and names."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Identified:
    """The identifier, with or without version, fits the pattern or is exactly the value."""

    value: str
    wildcard: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """An old identifier ends in these seven digits, in whichever archive."""

    number: str


@dataclass(frozen=True, slots=True)
class HasDoi:
    """One of the paper's DOIs is exactly the value, or fits the pattern."""

    value: str
    wildcard: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """The first version was submitted between the two moments, both included."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Announced:
    """The identifier's month begins like this: ``2016`` or ``2016-05``."""

    period: str


@dataclass(frozen=True, slots=True)
class Formula:
    """The text has one (or all) of the formulas, sign for sign."""

    field: str
    formulas: tuple[str, ...]
    every: bool


Test = (
    Phrase | Like | Person | InCategory | NamedCategory | Identified | Numbered | HasDoi
    | Submitted | Announced | Formula
)  # fmt: skip
Choice = tuple[tuple[Test, ...], ...]
"""Alternatives, each a list of tests that must all hold."""

EVERYTHING: Choice = ((),)
NOTHING: Choice = ()

_TEXTS = {
    "ti": ("title", chains.english, chains.english),
    "abs": ("abstract", chains.english, chains.english),
    "co": ("comment", chains.standard, chains.simple),
    "jr": ("journal", chains.simple, chains.simple),
    "rn": ("report", chains.simple, chains.simple),
    "notes": ("notes", chains.english, chains.english),
}
"""Stream, and the chains for unquoted and for quoted values.

``notes`` is no field of the query language: ``all:`` looks there for the stems of comment, journal
reference, report number and classes. The mapping of arXiv's index does not stem these, but until
November 2025 its answers did (``all:crystal`` found a paper only for its journal, *Crystals*).
No later answer tells. It concerns one match in a thousand, and a paper too many is less harm than
one that is missed.
"""

_ESCAPED = frozenset("+=><!(){}[]^~:\\/-")
"""The signs that arXiv's service escapes; an escaped identifier is found no more."""

_OLD_NUMBER = re.compile(
    r"(?:910[7-9]|911[0-2]|9[2-9](?:0[1-9]|1[0-2])|0[0-6](?:0[1-9]|1[0-2])|070[1-3])"
    r"(?:00[1-9]|0[1-9]\d|[1-9]\d\d)"
)
FIRST_YEAR = 1991


def wanted(term: Term) -> Choice:
    """Take a term apart into what a paper must fulfil."""
    if term.empty:
        return EVERYTHING
    if term.field in _TEXTS:
        return _in_text(term.field, term.value, exact=term.exact)
    if term.field == "all":
        return _anywhere(term.value, exact=term.exact)
    return {
        "au": _author,
        "cat": _category,
        "id": _identifier,
        "doi": _doi,
        "submittedDate": _submitted,
    }[term.field](term.value)


def has_wildcard(value: str) -> bool:
    """Tell whether a value has a wildcard that counts: none does in quotes."""
    return not value.startswith('"') and ("*" in value or "?" in value)


def _bare(value: str) -> str:
    return value[1:-1] if value.startswith('"') else value


def _phrase(stream: str, words: Iterable[str]) -> Choice:
    """Look for words one after another; gaps at either end say nothing."""
    kept = list(words)
    while kept and kept[-1] == GAP:
        kept.pop()
    while kept and kept[0] == GAP:
        del kept[0]
    return ((Phrase(stream, tuple(kept)),),) if kept else NOTHING


def _every_word(stream: str, words: Iterable[str]) -> Choice:
    """Look for all words, wherever they stand; a value without words finds nothing."""
    tests = tuple(Phrase(stream, (word,)) for word in words if word != GAP)
    return (tests,) if tests else NOTHING


def _in_text(field: str, value: str, *, exact: bool = False) -> Choice:
    """Look for words of a text; exact ones have to be there as arXiv finds them *and* as written.

    So nothing is taken that arXiv, asked for the same, would not return.
    """
    found = _by_stems(field, value)
    return _all_of((found, _as_written(field, value))) if exact else found


def _as_written(field: str, value: str) -> Choice:
    """Look for the words of a value side by side, in whatever case, stop words too."""
    stream = f"{_TEXTS[field][0]}_written"
    if value.startswith("$") and tex.pieces(value):
        return EVERYTHING  # formulas are looked for sign by sign anyway
    if has_wildcard(value):
        return ((Like(stream, chains.lower(value)),),)
    words = tuple(chains.written.words(_bare(value)))
    return ((Phrase(stream, words),),) if words else NOTHING


def _by_stems(field: str, value: str) -> Choice:
    stream, unquoted, in_quotes = _TEXTS[field]
    if field == "ti" and (formulas := tex.pieces(value)) and value.startswith("$"):
        return ((Formula("title", tuple(formulas), every=False),),)
    if has_wildcard(value):
        return ((Like(stream, chains.lower(value)),),)
    if not value.startswith('"'):
        return _every_word(stream, unquoted.words(value))
    found = _phrase(stream, in_quotes.words(_bare(value)))
    if field == "abs" and not found:
        return _phrase("abstract_plain", chains.standard.words(_bare(value)))
    return found


def _author(value: str) -> Choice:
    value = chains.lower(value)
    if value.startswith('"'):
        return _person([[test] for test in _name_words("full", _bare(value))])
    if ";" in value:
        return _all_of(_one_author(part) for part in value.split(";") if part)
    if "," in value:
        return _one_author(value)
    tests = tuple(_name_words("everybody", value))
    return (tests,) if tests else NOTHING


def _all_of(choices: Iterable[Choice]) -> Choice:
    """Demand one alternative of each choice."""
    return tuple(tuple(chain.from_iterable(picked)) for picked in product(*choices))


def _name_words(stream: str, text: str) -> list[Phrase | Like]:
    """Look for every word of a name, folded as the index folds names."""
    return [
        Like(stream, word) if has_wildcard(word) else Phrase(stream, (word,))
        for word in chains.names.words(text)
    ]


def _person(tests: Iterable[Iterable[Phrase | Like | Beginning]]) -> Choice:
    choices = tuple(tuple(choice) for choice in tests)
    return ((Person(choices),),) if choices else NOTHING


_FORMS = ("full", "last", "initialised")


def _one_author(part: str) -> Choice:
    """Look for one author: words of the name, or a surname and the beginning of the forenames."""
    if "," not in part:
        return _person(zip(*(_name_words(form, part) for form in _FORMS), strict=True))
    surname, *rest = (piece.strip() for piece in part.split(","))
    tests: list[list[Phrase | Like | Beginning]] = [[test] for test in _name_words("last", surname)]
    if not tests:
        return NOTHING
    forename = " ".join(rest).strip()
    if not forename:
        return _person(tests)
    initials = Beginning("initials", tuple(chains.initials.words(forename)))
    if has_wildcard(forename) and not forename.startswith(("*", "?")):
        return _person([*tests, *([test] for test in _name_words("first", forename))])
    words = tuple(chains.names.words(forename))
    return _person([*tests, [Beginning("first", words), initials]]) if words else NOTHING


def _category(value: str) -> Choice:
    return ((InCategory(_bare(value).lower()),),)


def _identifier(value: str) -> Choice:
    if has_wildcard(value):
        return ((Identified(value.lower(), wildcard=True),),)
    found: Choice = NOTHING
    if not _ESCAPED.intersection(value) and not value.startswith('"'):
        found += ((Identified(value),),)
    if _OLD_NUMBER.fullmatch(value):
        found += ((Numbered(value),),)
    return found


def _doi(value: str) -> Choice:
    if has_wildcard(value):
        return ((HasDoi(value.lower(), wildcard=True),),)
    return ((HasDoi(_bare(value)),),)


def _submitted(value: str) -> Choice:
    return ((Submitted(*span(_bare(value))),),)


def _anywhere(value: str, *, exact: bool = False) -> Choice:
    """Look in the catch-all field and in every single field; years and months are dates, too."""
    if value.startswith("$") and (formulas := tuple(tex.pieces(value))):
        return tuple((Formula(field, formulas, every=True),) for field in ("title", "abstract"))
    found = _in_any_field(value, exact=exact)
    period, rest = _period(value)
    dates = tuple((Announced(text),) for text in period)
    if not dates:
        return found
    if not _bare(rest).strip():
        return found + dates
    return found + _all_of((_in_any_field(rest, exact=exact), dates))


def _in_any_field(value: str, *, exact: bool) -> Choice:
    found: Choice = NOTHING
    for field in ("ti", "abs"):
        found += _in_text(field, value, exact=exact)
    found += _in_combined(value)
    for field in ("co", "jr", "rn", "notes"):
        found += _in_text(field, value, exact=exact)
    words = frozenset(chains.simple.words(_bare(value))) - {GAP}
    found += ((NamedCategory(words),),) if words else NOTHING
    return found + _author(value) + _identifier(value) + _doi(value)


def _in_combined(value: str) -> Choice:
    if has_wildcard(value):
        patterns = chains.names.words(value)
        return (tuple(Like("combined", pattern) for pattern in patterns),) if patterns else NOTHING
    words = chains.combined.words(_bare(value))
    return (_phrase if value.startswith('"') else _every_word)("combined", words)


_MONTH = re.compile(r"(?:^|\s)(\d{4}-\d{2})(?=$|\s)", re.ASCII)
_YEAR = re.compile(r"(?:^|\s)(\d{4})(?=$|\s)", re.ASCII)
_YYMM = re.compile(r"(\d{2})(0[1-9]|1[0-2])", re.ASCII)
_PIVOT = "91"


def _period(value: str) -> tuple[list[str], str]:
    """Find a year, a month or an identifier's month in a value, and what remains without it."""
    found = _MONTH.search(value) or _YEAR.search(value)
    if found is None:
        return [], value
    text = found[1]
    periods = [text] if int(text[:4]) >= FIRST_YEAR else []
    if short := _YYMM.fullmatch(text):
        century = "19" if short[1] >= _PIVOT else "20"
        periods.append(f"{century}{short[1]}-{short[2]}")
    return periods, f"{value[: found.start()]} {value[found.end() :]}".strip()


@cache
def catch_all(category: str) -> str:
    """Give a category's part of the catch-all stream: ids and names, each a text of its own."""
    return "\n".join(chains.combined(label) for label in labels(category))


@cache
def label_words(category: str) -> frozenset[str]:
    """Give the words of a category's ids and names, as the index compares them."""
    return frozenset(chains.simple(" ".join(labels(category))).split()) - {GAP}


def known_categories() -> Iterable[str]:
    """Give the identifiers of all categories of arXiv."""
    return categories()


def pattern_of(value: str) -> str:
    """Write a value with ``*`` and ``?`` as a regular expression for one word.

    What stands between two wildcards is taken where it first fits and never looked for again, so
    that many wildcards cost no more than few.
    """
    first, *others = (_piece_of(piece) for piece in re.split(r"\*+", value))
    if not others:
        return first
    *middle, last = others
    return first + "".join(rf"(?>\S*?{piece})" for piece in middle) + rf"\S*{last}"


def _piece_of(value: str) -> str:
    return "".join(r"\S" if sign == "?" else re.escape(sign) for sign in value)


def start_of(value: str) -> str:
    """Give what stands before the first wildcard of a pattern."""
    return re.split(r"[*?]", value, maxsplit=1)[0]
