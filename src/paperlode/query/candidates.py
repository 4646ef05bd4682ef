"""Which papers *may* match: a full-text expression over ``paperlode.text.index_words``.

It leaves out no paper that matches; what it lets through, ``paperlode.query.match`` decides.
Only AND, OR, words and beginnings of words (``"word" *``) are used, so that SQLite's FTS5 can hold
the words without positions (``detail=none``) in one column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from paperlode.query import fields
from paperlode.query.fields import (
    Announced,
    HasDoi,
    Identified,
    InCategory,
    Like,
    NamedCategory,
    Numbered,
    Person,
    Phrase,
    start_of,
)
from paperlode.query.syntax import And, AndNot, Or, Query, Term, fold
from paperlode.text import chains
from paperlode.text.chains import GAP
from paperlode.text.index import encode

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_PAPER = '"0"'
"""A word that no paper has."""

DEEPEST = 12
"""Parentheses in parentheses that are written; FTS5's parser has room for some more."""

REMEMBERED = 500
"""Terms of which the expressions are kept."""

_KINDS = {
    "title": "s",
    "abstract": "s",
    "comment": "p",
    "journal": "p",
    "report": "p",
    "notes": "n",
    "everybody": "a",
    "full": "a",
    "last": "a",
    "first": "a",
    "initialised": "a",
}


def fts(tree: Query) -> str | None:
    """Give an FTS5 MATCH expression that every matching paper fulfils; None: all may match."""
    return fold(tree, _narrow).text or None


@dataclass(frozen=True, slots=True)
class _Part:
    """An expression: pieces joined by one operator, and how deep its parentheses go."""

    pieces: tuple[str, ...]
    joined_by: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        """The expression as FTS5 reads it; nothing when it lets every paper through."""
        return f" {self.joined_by} ".join(self.pieces)

    def within(self, word: str) -> tuple[str, ...]:
        """Give the pieces as they stand in an expression joined by this operator."""
        return self.pieces if self.joined_by in ("", word) else (f"({self.text})",)

    def depth_within(self, word: str) -> int:
        """Count the parentheses there."""
        return self.depth + (self.joined_by not in ("", word))


_ALL_PAPERS = _Part(())
_NO_PAPER = _Part((NO_PAPER,))


def _join(word: str, parts: list[_Part]) -> _Part:
    pieces = dict.fromkeys(piece for part in parts for piece in part.within(word))
    if len(parts) == 1:
        return parts[0]
    depth = max(part.depth_within(word) for part in parts)
    return _ALL_PAPERS if depth > DEEPEST else _Part(tuple(pieces), word, depth)


def _every(parts: Iterable[_Part]) -> _Part:
    """Demand all parts; those that say nothing are left out."""
    kept = [part for part in parts if part != _ALL_PAPERS]
    if _NO_PAPER in kept:
        return _NO_PAPER
    return _join("AND", kept) if kept else _ALL_PAPERS


def _any(parts: Iterable[_Part]) -> _Part:
    """Demand one of the parts; one that says nothing lets everything through."""
    kept = [part for part in parts if part != _NO_PAPER]
    if _ALL_PAPERS in kept:
        return _ALL_PAPERS
    return _join("OR", kept) if kept else _NO_PAPER


def _narrow(part: Query, below: list[_Part]) -> _Part:
    if isinstance(part, Term):
        return _of_term(part.field, part.value, part.exact)
    if isinstance(part, And):
        return _every(below)
    if isinstance(part, Or):
        return _any(below)
    return below[0] if isinstance(part, AndNot) else _ALL_PAPERS


@lru_cache(REMEMBERED)
def _of_term(field: str, value: str, exact: bool) -> _Part:  # noqa: FBT001  as a key
    """Narrow to a term, once for all the changes of a query that have it."""
    choices = fields.wanted(Term(field, value, exact=exact))
    return _any(_every(map(_of_test, tests)) for tests in choices)


def _word(kind: str, word: str) -> _Part:
    return _Part((f'"{encode(kind, word)}"',))


def _begins(kind: str, start: str) -> _Part:
    return _Part((f'"{encode(kind, start)}" *',)) if start else _ALL_PAPERS


def _of_test(test: fields.Test | fields.Beginning) -> _Part:  # noqa: PLR0911  one line a test
    match test:
        case Phrase("combined", words):
            return _in_combined(words)
        case Phrase(stream, words) if stream in _KINDS:
            return _every(_word(_KINDS[stream], word) for word in words if word != GAP)
        case Like(stream, pattern) if stream in _KINDS:
            return _begins(_KINDS[stream], start_of(pattern))
        case Person(choices):
            return _every(_any(map(_of_test, choice)) for choice in choices)
        case InCategory(pattern):
            return _pattern("k", pattern)
        case NamedCategory(words):
            return _named(words)
        case Identified(value, wildcard) | HasDoi(value, wildcard):
            kind = "i" if isinstance(test, Identified) else "d"
            return _begins(kind, start_of(value)) if wildcard else _word(kind, value)
        case Numbered(number):
            return _word("o", number)
        case Announced(period):
            return _begins("m", period.replace("-", ""))
    return _ALL_PAPERS


def _pattern(kind: str, pattern: str) -> _Part:
    start = start_of(pattern)
    return _word(kind, pattern) if start == pattern else _begins(kind, start)


def _in_combined(words: tuple[str, ...]) -> _Part:
    """Look for words of the catch-all field: by their stems where the index left them out."""
    phrase = _phrase_of(words)
    named = [c for c in fields.known_categories() if phrase.search(fields.catch_all(c))]
    parts = _every(_one_combined(word) for word in words if word != GAP)
    return _any([parts, *(_word("k", category.lower()) for category in named)])


def _phrase_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(" " + " ".join(r"\S+" if w == GAP else re.escape(w) for w in words) + " ")


def _one_combined(word: str) -> _Part:
    stems = [_word("s", stem) for stem in chains.english.words(word) if stem != GAP]
    return _any([_word("c", word), *([_every(stems)] if stems else [])])


def _named(words: frozenset[str]) -> _Part:
    """Look for a category by the words of its name: known ones by identifier."""
    named = [c for c in fields.known_categories() if words <= fields.label_words(c)]
    unknown = _every(_word("q", word) for word in sorted(words))
    return _any([unknown, *(_word("k", category.lower()) for category in named)])
