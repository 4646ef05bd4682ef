"""A paper as a reader of queries sees it: its words, each stream made when it is first asked for.

A stream (see :mod:`paperlode.text.chains`) has every word between spaces, and a line break between
texts that no phrase crosses.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from paperlode.paper import Author
from paperlode.text import chains
from paperlode.text.index import full_name, initialised, notes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperlode.paper import Paper


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
        """Stems of comment, journal reference, report number and classes."""
        return _apart(chains.english, self._notes)

    @cached_property
    def combined_text(self) -> str:
        """Title and abstract in the catch-all field: folded, not stemmed."""
        return _apart(chains.combined, (self.paper.title, self.paper.abstract))

    @cached_property
    def combined_rest(self) -> str:
        """What else is in the catch-all field, but for the categories' ids and names."""
        forms = (form(author) for author in self._authors for form in (full_name, initialised))
        return _apart(chains.combined, (*self._notes, *forms, self.paper.id, *self.dois))

    @cached_property
    def people(self) -> list[Name]:
        """The authors, each with the forms of the name."""
        return [Name(author) for author in self._authors]

    @cached_property
    def everybody(self) -> str:
        """All words of all names, full and initialised."""
        forms = (form(author) for author in self._authors for form in (full_name, initialised))
        return chains.names(" ".join(forms))

    @cached_property
    def names(self) -> str:
        """All words of all names as they stand, folded: made faster than their forms."""
        return chains.names(" ".join(self.paper.authors))

    @cached_property
    def small_title(self) -> str:
        """The title in lower case."""
        return chains.lower(self.paper.title)

    @cached_property
    def small_abstract(self) -> str:
        """The abstract in lower case."""
        return chains.lower(self.paper.abstract)

    @cached_property
    def small_notes(self) -> str:
        """The notes in lower case."""
        return chains.lower(" ".join(self._notes))

    @cached_property
    def bare_text(self) -> str | None:
        """Title and abstract in lower case without ``. , ;``; None when folding would do more."""
        return _bare(f"{self.small_title} {self.small_abstract}")

    @cached_property
    def bare_rest(self) -> str | None:
        """The same of authors, notes, identifier and DOIs."""
        parts = (*self.paper.authors, *self._notes, self.paper.id, *self.dois)
        return _bare(chains.lower(" ".join(parts)))

    @cached_property
    def dois(self) -> list[str]:
        """The publisher's DOIs."""
        return (self.paper.doi or "").split()

    @cached_property
    def _notes(self) -> list[str]:
        return notes(self.paper)

    @cached_property
    def _authors(self) -> list[Author]:
        return [Author.of(name) for name in self.paper.authors]


def reading(paper: Paper) -> Reading:
    """Prepare a paper for several queries: its words are found once."""
    return Reading(paper)


def _apart(chain: chains.Chain, texts: Iterable[str]) -> str:
    return "\n".join(map(chain, texts))


def _bare(small: str) -> str | None:
    return small.translate(chains.DELETED) if small.isascii() else None
