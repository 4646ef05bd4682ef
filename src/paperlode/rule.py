"""What a topic takes: its query, and how it is sharper than arXiv's search, by choice.

::

    Rule.asked            what arXiv is asked: it returns at least everything that is taken
    Rule.ruling(paper)    taken or not, and which setting decided: the only place that decides

A setting never makes a topic take what arXiv, asked for it, does not return.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from paperlode.errors import QueryError, RecordError
from paperlode.paper import Author
from paperlode.query import Or, Query, Term, matches, parse
from paperlode.query.exact import as_written, wider
from paperlode.query.parser import pointless
from paperlode.query.reading import Reading
from paperlode.query.syntax import wanted
from paperlode.text import chains

if TYPE_CHECKING:
    from paperlode.paper import Paper

QUERY, AUTHORS, EXCLUDE = "query", "authors", "exclude"
WORDS, VERSION, PRIMARY = "words", "minimum_version", "primary_only"
"""What decided about a paper, by the names of the settings."""

LONGEST_ADDRESS = 6_000
"""Characters of an encoded query: arXiv refused about 7,000 (HTTP 414)."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a topic takes a paper, and which setting decided."""

    by: str
    """``query`` when nothing but its words did."""
    takes: bool = False
    author: str = ""
    """The followed author who let it in."""


@dataclass(frozen=True, slots=True)
class Sharper:
    """How a topic is sharper than arXiv's search."""

    exclude: str = ""
    """A query: what matches it is left out, whatever lets it in."""
    exact: bool = False
    """Words count as they are written, not by their stems."""
    authors: tuple[str, ...] = ()
    """Their papers are taken whatever the query says."""
    minimum_version: int = 1
    primary_only: bool = False
    """The query has to name the primary category."""

    def to_record(self) -> dict[str, Any]:
        """Give what differs from arXiv, named as in the settings: nothing for most topics."""
        record: dict[str, Any] = {
            "exclude": str(parse(self.exclude)) if self.exclude else "",
            "words": "exact" if self.exact else "",
            "authors": list(self.authors),
            "minimum_version": self.minimum_version if self.minimum_version > 1 else 0,
            "primary_only": self.primary_only,
        }
        return {name: value for name, value in record.items() if value}

    @classmethod
    def from_record(cls, record: object) -> Sharper:
        """Read such an object back; RecordError says what is wrong."""
        try:
            known = _checked(record)
            return cls(
                exclude=str(known.get("exclude", "")),
                exact=known.get("words") == "exact",
                authors=tuple(map(str, known.get("authors", ()))),
                minimum_version=int(known.get("minimum_version", 1)),
                primary_only=bool(known.get("primary_only", False)),
            )
        except (TypeError, ValueError) as error:
            raise RecordError(f"not what makes a topic sharper: {error}") from error


def _checked(record: object) -> dict[str, Any]:
    if not isinstance(record, dict) or not isinstance(record.get("authors", []), list):
        raise TypeError(f"{record!r} is no object of settings")
    return record


PLAIN = Sharper()
"""What arXiv finds is what is taken."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An author whose papers are taken."""

    name: str
    tree: Term
    """What arXiv is asked for."""

    @classmethod
    def of(cls, name: str) -> Followed:
        """Read a name: ``Ada Example``, ``Example, Ada``, ``A. Example``.

        With an initial, arXiv is asked for ``au:Example,A``, which finds it written out, too.
        That needs a surname of one plain word: else it is asked for the words as they stand.
        """
        surname, comma, rest = name.partition(",")
        given = f"{rest.strip()} {surname.strip()}" if comma else name
        author = Author.of(given)
        first, *others = author.forenames.replace(".", " ").split() or [""]
        short = any(len(word) == 1 for word in (first, *others))
        if short and first.isalpha() and author.surname.isalpha():
            tree = Term("au", f"{author.surname},{first}")
        else:
            whole = f"{author.forenames} {author.surname}".strip()
            tree = Term("au", f'"{whole}"')
        return cls(" ".join(given.split()), tree)

    def wrote(self, reading: Reading) -> bool:
        """Say whether one of the paper's authors has this name.

        The surname is the same, the first forename is the first one, and all others that are
        named follow in this order. Accents do not count. A forename must be there in full when it
        is given in full; an initial stands for every forename that begins with it.
        """
        if not matches(self.tree, reading):
            return False
        wanted = Author.of(self.name)
        return any(_is(wanted, Author.of(name)) for name in reading.paper.authors)


def _words(text: str) -> list[str]:
    """Give the words of a name, folded: ``A.B.`` and ``Jean-Pierre`` are two."""
    words = chains.names.words(text.replace(".", ". "))
    return [piece for word in words for piece in word.split("-") if piece]


def _is(wanted: Author, author: Author) -> bool:
    if _words(wanted.surname) != _words(author.surname):
        return False
    names, there = _words(wanted.forenames), _words(author.forenames)
    if names and not (there and _fits(names[0], there[0])):
        return False
    rest = iter(there)
    return all(any(_fits(name, one) for one in rest) for name in names)


def _fits(name: str, one: str) -> bool:
    return one.startswith(name) if len(name) == 1 else one == name


@dataclass(frozen=True)
class Rule:
    """What a topic takes."""

    text: str
    """The query as its writer wrote it, in arXiv's language."""
    sharper: Sharper = PLAIN
    tree: Query = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise QueryError for queries that cannot be used."""
        object.__setattr__(self, "tree", _parsed(self.text))
        if self.sharper != PLAIN:
            self._check()

    def _check(self) -> None:
        if self.sharper.exclude:
            _parsed(self.sharper.exclude)
        if self.sharper.primary_only and not self._categories:
            raise QueryError('"primary_only" needs a query that names a category')
        if self.sharper.exact and wider(self.tree) is None:
            raise QueryError(
                'with words = "exact" a query must say what it wants, not only what it does not '
                "want: arXiv would have to be asked for everything"
            )
        length = len(quote_plus(str(self.asked)))
        if length > LONGEST_ADDRESS:
            raise QueryError(
                f"with its authors the query is {length:,} characters long in an address, and "
                f"arXiv takes {LONGEST_ADDRESS:,}: follow fewer authors, or in another topic"
            )

    @cached_property
    def asked(self) -> Query:
        """What arXiv is asked: at least everything that is taken."""
        tree = (wider(self.tree) or self.tree) if self.sharper.exact else self.tree
        for author in self._authors:
            tree = Or(tree, author.tree)
        return tree

    @cached_property
    def confined(self) -> Query:
        """The same without the authors, whose papers can be anywhere."""
        return (wider(self.tree) or self.tree) if self.sharper.exact else self.tree

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change exactly when the meaning may."""
        text = str(self.tree)
        if sharper := self.sharper.to_record():
            text += "\n" + json.dumps(sharper, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def read(self) -> Query:
        """The query as it is read here."""
        return as_written(self.tree) if self.sharper.exact else self.tree

    @cached_property
    def excluded(self) -> Query | None:
        """What is left out, as it is read here; None: nothing."""
        if not self.sharper.exclude:
            return None
        tree = _parsed(self.sharper.exclude)
        return as_written(tree) if self.sharper.exact else tree

    @cached_property
    def _categories(self) -> tuple[Term, ...]:
        """The categories that the query wants."""
        return tuple(wanted(self.tree, "cat"))

    @cached_property
    def _authors(self) -> tuple[Followed, ...]:
        return tuple(map(Followed.of, self.sharper.authors))

    def takes(self, paper: Paper | Reading) -> bool:
        """Say whether the paper concerns the topic."""
        if self.sharper == PLAIN:
            return matches(self.tree, paper)
        return self.ruling(paper).takes

    def ruling(self, paper: Paper | Reading) -> Ruling:
        """Say whether the paper concerns the topic, and which setting decided."""
        reading = paper if isinstance(paper, Reading) else Reading(paper)
        found = self._let_in(reading)
        if not found.takes:
            return found
        if self.excluded is not None and matches(self.excluded, reading):
            return Ruling(EXCLUDE)
        if reading.paper.version < self.sharper.minimum_version:
            return Ruling(VERSION)
        return found

    def _let_in(self, reading: Reading) -> Ruling:
        """Ask the query, then the authors."""
        by_query = self._by_query(reading)
        if by_query.takes:
            return by_query
        author = next((one for one in self._authors if one.wrote(reading)), None)
        return by_query if author is None else Ruling(AUTHORS, takes=True, author=author.name)

    def _by_query(self, reading: Reading) -> Ruling:
        if not matches(self.read, reading):
            return Ruling(self._refused_by(reading))
        if self.sharper.primary_only and not self._by_primary(reading.paper):
            return Ruling(PRIMARY)
        return Ruling(QUERY, takes=True)

    def _by_primary(self, paper: Paper) -> bool:
        alone = replace(paper, categories=paper.categories[:1])
        return any(matches(term, alone) for term in self._categories)

    def _refused_by(self, reading: Reading) -> str:
        """Say which setting leaves out what arXiv, asked for the topic, returns."""
        if self.sharper.exact and matches(self.confined, reading):
            return WORDS
        by_author = any(matches(one.tree, reading) for one in self._authors)
        return AUTHORS if by_author else QUERY


def _parsed(text: str) -> Query:
    tree = parse(text)
    if (mistake := pointless(tree)) is not None:
        raise mistake
    return tree
