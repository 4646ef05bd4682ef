"""A paper as a reader of queries sees it: its words, each stream made when it is first asked for.

A stream (see :mod:`paperlode.text.chains`) has every word between spaces, and a line break between
texts that no phrase crosses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from paperlode.paper import Author
from paperlode.text import chains
from paperlode.text.index import full_name, initialised, notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from paperlode.paper import Paper

T = TypeVar("T")


class _Once(Generic[T]):
    """A property made when it is first asked for: functools' own takes a lock in Python 3.11."""

    def __init__(self, make: Callable[[Reading], T]) -> None:
        self._make = make
        self._name = make.__name__

    def __get__(self, reading: Reading, _owner: type[Reading]) -> T:
        value = reading.__dict__[self._name] = self._make(reading)
        return value


class Name:
    """The forms of one author's name, as streams of folded words."""

    __slots__ = ("first", "full", "initialised", "initials", "last")

    def __init__(self, author: Author) -> None:
        self.full = chains.names(full_name(author))
        self.initialised = chains.names(initialised(author))
        self.last = chains.names(author.surname)
        self.first = chains.names(author.forenames)
        self.initials = chains.initials(" ".join(w[0] for w in author.forenames.split()))


class Reading:
    """A paper and its words."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    @_Once
    def title(self) -> str:
        """Give the stems of the title."""
        return chains.english(self.paper.title)

    @_Once
    def abstract(self) -> str:
        """Give the stems of the abstract."""
        return chains.english(self.paper.abstract)

    @_Once
    def abstract_plain(self) -> str:
        """Give all words of the abstract as they stand, in lower case."""
        return chains.standard(self.paper.abstract)

    @_Once
    def title_written(self) -> str:
        """Give the words of the title as written, in lower case."""
        return chains.written(self.paper.title)

    @_Once
    def abstract_written(self) -> str:
        """Give the same of the abstract."""
        return chains.written(self.paper.abstract)

    @_Once
    def comment_written(self) -> str:
        """Give the same of the comment."""
        return chains.written(self.paper.comment or "")

    @_Once
    def journal_written(self) -> str:
        """Give the same of the journal reference."""
        return chains.written(self.paper.journal_ref or "")

    @_Once
    def report_written(self) -> str:
        """Give the same of the report number."""
        return chains.written(self.paper.report_no or "")

    @_Once
    def notes_written(self) -> str:
        """Give the same of comment, journal reference, report number and classes."""
        return _apart(chains.written, self._notes)

    @_Once
    def comment(self) -> str:
        """Give the words of the comment."""
        return chains.simple(self.paper.comment or "")

    @_Once
    def journal(self) -> str:
        """Give the words of the journal reference."""
        return chains.simple(self.paper.journal_ref or "")

    @_Once
    def report(self) -> str:
        """Give the words of the report number."""
        return chains.simple(self.paper.report_no or "")

    @_Once
    def notes(self) -> str:
        """Give the stems of comment, journal reference, report number and classes."""
        return _apart(chains.english, self._notes)

    @_Once
    def combined_text(self) -> str:
        """Give title and abstract as in the catch-all field: folded, not stemmed."""
        return _apart(chains.combined, (self.paper.title, self.paper.abstract))

    @_Once
    def combined_rest(self) -> str:
        """Give the rest of the catch-all field, but for the categories' ids and names."""
        forms = (form(author) for author in self._authors for form in (full_name, initialised))
        return _apart(chains.combined, (*self._notes, *forms, self.paper.id, *self.dois))

    @_Once
    def people(self) -> list[Name]:
        """Give the authors, each with the forms of the name."""
        return [Name(author) for author in self._authors]

    @_Once
    def everybody(self) -> str:
        """Give all words of all names, full and initialised."""
        forms = (form(author) for author in self._authors for form in (full_name, initialised))
        return chains.names(" ".join(forms))

    @_Once
    def names(self) -> str:
        """Give all words of all names as they stand, folded: made faster than their forms."""
        return chains.names(" ".join(self.paper.authors))

    @_Once
    def small_title(self) -> str:
        """Give the title in lower case."""
        return chains.lower(self.paper.title)

    @_Once
    def small_abstract(self) -> str:
        """Give the abstract in lower case."""
        return chains.lower(self.paper.abstract)

    @_Once
    def small_notes(self) -> str:
        """Give the notes in lower case."""
        return chains.lower(" ".join(self._notes))

    @_Once
    def bare_text(self) -> str | None:
        """Give title and abstract in lower case without ``. , ;``; None when folding does more."""
        return _bare(f"{self.small_title} {self.small_abstract}")

    @_Once
    def bare_rest(self) -> str | None:
        """Give the same of authors, notes, identifier and DOIs."""
        parts = (*self.paper.authors, *self._notes, self.paper.id, *self.dois)
        return _bare(chains.lower(" ".join(parts)))

    @_Once
    def dois(self) -> list[str]:
        """Give the publisher's DOIs."""
        return (self.paper.doi or "").split()

    @_Once
    def _notes(self) -> list[str]:
        return notes(self.paper)

    @_Once
    def _authors(self) -> list[Author]:
        return [Author.of(name) for name in self.paper.authors]


def reading(paper: Paper) -> Reading:
    """Prepare a paper for several queries: its words are found once."""
    return Reading(paper)


def _apart(chain: chains.Chain, texts: Iterable[str]) -> str:
    return "\n".join(map(chain, texts))


def _bare(small: str) -> str | None:
    return small.translate(chains.DELETED) if small.isascii() else None
