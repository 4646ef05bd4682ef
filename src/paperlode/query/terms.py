"""The tests of a term as functions of a reading.

Most papers fail most tests, so each test first looks for something that must literally stand in
the text, which is much faster than analysing the text.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from paperlode.paper import calendar_month
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
from paperlode.text import tex
from paperlode.text.chains import GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from paperlode.query.fields import Test
    from paperlode.query.reading import Name, Reading

    Matcher = Callable[["Reading"], bool]
    Found = Callable[[str], bool]

_RAW = {
    "title": "small_title",
    "abstract": "small_abstract",
    "comment": "small_notes",
    "journal": "small_notes",
    "report": "small_notes",
    "notes": "small_notes",
    "title_written": "small_title",
    "abstract_written": "small_abstract",
}
"""Where the words of a stream stand in lower case."""

_COSTS = {"title": 2, "abstract": 3, "abstract_plain": 4, "everybody": 5, "combined": 6}
_USUAL_COST = 2


def made(test: Test) -> tuple[int, Matcher]:
    """Make a function of a test, and say what it costs: the cheap ones are to come first."""
    if isinstance(test, Phrase | Like):
        return _COSTS.get(test.stream, _USUAL_COST), _in_stream(test)
    if isinstance(test, Person):
        return _COSTS["everybody"], _person(test)
    return 1, _OTHERS[type(test)](test)


def _in_stream(test: Phrase | Like) -> Matcher:
    if test.stream == "combined":
        return _combined(test)
    stream, found = attrgetter(test.stream), _finder(test)
    if isinstance(test, Phrase) and test.stream in _RAW:
        # The stemmer changes at most the last letter of what it leaves of a word.
        literal = _literal(word[:-1] for word in test.words)
        small = attrgetter(_RAW[test.stream])
        return lambda reading: literal(small(reading)) and found(stream(reading))
    if isinstance(test, Phrase) and test.stream == "everybody":
        likely = _in_names([test])
        return lambda reading: likely(reading) and found(stream(reading))
    return lambda reading: found(stream(reading))


def _literal(pieces: Iterable[str]) -> Found:
    """Look for the two longest of some pieces of text: the fastest way to rule a paper out."""
    first, second, *_ = [*sorted(pieces, key=len, reverse=True), "", ""]
    return lambda text: first in text and second in text


LONGEST_INITIAL = 4
"""Letters that the first letter of a name can become when it is folded, and some more."""


def _in_names(tests: list[Phrase]) -> Matcher:
    """Look for words in the authors' names as they stand, before the names are taken apart."""
    literal = _literal(run for test in tests for run in _unfolded(test))
    long = [_finder(test) for test in tests if len(test.words[0]) > LONGEST_INITIAL]

    def matcher(reading: Reading) -> bool:
        rest = reading.bare_rest
        if rest is not None:
            return literal(rest)
        return all(found(reading.names) for found in long)

    return matcher


def _finder(test: Phrase | Like | Beginning) -> Found:
    """Make the test of one stream, whose words stand between spaces."""
    if isinstance(test, Like):
        return _search(f" {_of_words(test.pattern)} ")
    if GAP in test.words:
        words = (r"\S+" if word == GAP else re.escape(word) for word in test.words)
        return _search(f" {' '.join(words)} ")
    needle = " " + " ".join(test.words) + ("" if isinstance(test, Beginning) else " ")
    return lambda stream: needle in stream


def _of_words(pattern: str) -> str:
    """Write a pattern that neither a gap fits nor nothing, which folding leaves of some signs."""
    fits = pattern_of(pattern)
    if any(re.fullmatch(fits, no_word) for no_word in ("", GAP)):
        return rf"(?!{re.escape(GAP)}? ){fits}"
    return fits


def _search(pattern: str) -> Found:
    search = re.compile(pattern).search
    return lambda stream: search(stream) is not None


def _combined(test: Phrase | Like) -> Matcher:
    """Look in the catch-all field, part by part."""
    found = _finder(test)
    literal = _literal(_unfolded(test))
    labelled = _by_category(lambda category: found(catch_all(category)))

    def matcher(reading: Reading) -> bool:
        text, rest = reading.bare_text, reading.bare_rest
        return (
            ((text is None or literal(text)) and found(reading.combined_text))
            or ((rest is None or literal(rest)) and found(reading.combined_rest))
            or labelled(reading)
        )

    return matcher


def _unfolded(test: Phrase | Like) -> Iterable[str]:
    """Give letters that folding leaves side by side: in ASCII it only deletes after a, o and u."""
    if isinstance(test, Like):
        return ()
    return (run for word in test.words for run in re.split("[aou.]", word))


def _by_category(fits: Callable[[str], bool]) -> Matcher:
    """Ask about each category only once."""
    known: dict[str, bool] = {}

    def matcher(reading: Reading) -> bool:
        for category in reading.paper.categories:
            if category not in known:
                known[category] = fits(category)
            if known[category]:
                return True
        return False

    return matcher


def _in_category(test: InCategory) -> Matcher:
    fits = re.compile(pattern_of(test.pattern)).fullmatch
    return _by_category(lambda category: fits(category.lower()) is not None)


def _named_category(test: NamedCategory) -> Matcher:
    return _by_category(lambda category: test.words <= label_words(category))


def _person(test: Person) -> Matcher:
    choices = [[(attrgetter(one.stream), _finder(one)) for one in choice] for choice in test.tests]
    likely = _in_names(
        [
            one
            for choice in test.tests
            for one in choice
            if len(choice) == 1 and isinstance(one, Phrase) and one.stream in {"full", "last"}
        ]
    )

    def is_meant(name: Name) -> bool:
        return all(any(found(form(name)) for form, found in choice) for choice in choices)

    return lambda reading: likely(reading) and any(map(is_meant, reading.people))


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

    def matcher(reading: Reading) -> bool:
        there = tex.pieces(getattr(reading.paper, test.field))
        return bool(there) and decide(formula in there for formula in test.formulas)

    return matcher


_OTHERS: dict[type, Callable[[Any], Matcher]] = {
    InCategory: _in_category,
    NamedCategory: _named_category,
    Identified: _identified,
    Numbered: _numbered,
    HasDoi: _has_doi,
    Submitted: _submitted,
    Announced: _announced,
    Formula: _formula,
}
