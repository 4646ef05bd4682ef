"""The words under which a paper is filed in a full-text index.

Every word is one letter for its kind and the word in ``[0-9a-z]``, so that any tokenizer keeps it
whole and a query for one kind never meets another:

=====  =====================================================================
``s``  stem of title or abstract (chain ``english``)
``p``  word of comment, journal reference or report number (``simple``)
``c``  word of the catch-all field (``combined``) that no stem stands for
``a``  word of an author's full or initialised name
``k``  category, lower case
``q``  word of a category's identifier (``simple``)
``i``  identifier, without and with version
``o``  number of an old identifier
``d``  one of the paper's DOIs
``m``  month of the identifier, ``m201606``
=====  =====================================================================

The index may only say *perhaps*: ``paperlode.query.match`` decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paperlode.paper import Author, calendar_month
from paperlode.text import chains
from paperlode.text.chains import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperlode.paper import Paper

_UNSAFE = re.compile(r"[^0-9a-y]")


def encode(kind: str, word: str) -> str:
    """Write a word with nothing but digits and small letters; a beginning stays a beginning."""
    return kind + _UNSAFE.sub(lambda sign: f"z{ord(sign[0]):x}z", word)


def full_name(author: Author) -> str:
    """Give the name as arXiv's index holds it: forenames and surname, without a suffix."""
    return f"{author.forenames} {author.surname}"


def initialised(author: Author) -> str:
    """Give the name with all words but the last cut to their first letter."""
    *first, last = full_name(author).split() or [""]
    return " ".join([*(word[0] for word in first), last])


def archive_of(category: str) -> str:
    """Give the archive of a category: ``cs`` of ``cs.LG``, ``hep-th`` of itself."""
    return category.split(".")[0]


def _distinct(stream: str) -> set[str]:
    return set(stream.split()) - {GAP}


class _Leftovers(dict[str, tuple[str, ...]]):
    """Remembers, for a piece of text, its word in the catch-all field if no stem stands for it."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        stems = _distinct(chains.english[piece])
        left = tuple(
            word
            for word in _distinct(chains.combined[piece])
            if not (needed := _distinct(chains.english[word])) or not needed <= stems
        )
        if len(piece) <= chains.LONGEST_REMEMBERED:
            if len(self) >= chains.MOST_REMEMBERED:
                self.clear()
            self[piece] = left
        return left


_leftovers = _Leftovers()


def _of_text(paper: Paper) -> Iterator[str]:
    for text in (paper.title, paper.abstract):
        pieces = set(text.split())
        for piece in pieces:
            yield from (encode("s", stem) for stem in chains.english[piece].split() if stem != GAP)
            yield from (encode("c", word) for word in _leftovers[piece])


def _of_notes(paper: Paper) -> Iterator[str]:
    for text in (paper.comment, paper.journal_ref, paper.report_no):
        if text:
            yield from (encode("p", word) for word in _distinct(chains.simple(text)))
            yield from (encode("c", word) for word in _distinct(chains.combined(text)))


def _of_people(paper: Paper) -> Iterator[str]:
    for name in paper.authors:
        author = Author.of(name)
        for form in (full_name(author), initialised(author)):
            yield from (encode("a", word) for word in chains.names.words(form))
            yield from (encode("c", word) for word in _distinct(chains.combined(form)))


def _of_categories(paper: Paper) -> Iterator[str]:
    for category in paper.categories:
        yield encode("k", category.lower())
        for text in (category, archive_of(category)):
            yield from (encode("q", word) for word in _distinct(chains.simple(text)))
            yield from (encode("c", word) for word in _distinct(chains.combined(text)))


def _of_numbers(paper: Paper) -> Iterator[str]:
    yield encode("m", calendar_month(paper.month).replace("-", ""))
    yield from (encode("i", paper.id), encode("i", paper.name))
    if "/" in paper.id:
        yield encode("o", paper.id.split("/")[1])
    for doi in (paper.doi or "").split():
        yield encode("d", doi)
        yield from (encode("c", word) for word in _distinct(chains.combined(doi)))
    yield from (encode("c", word) for word in _distinct(chains.combined(paper.id)))


def index_words(paper: Paper) -> str:
    """Give all words of a paper for a full-text index, each once, separated by spaces."""
    parts: Iterable[Iterator[str]] = (
        _of_text(paper),
        _of_notes(paper),
        _of_people(paper),
        _of_categories(paper),
        _of_numbers(paper),
    )
    return " ".join(sorted({word for part in parts for word in part}))
