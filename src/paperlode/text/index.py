"""The words under which a paper is filed in a full-text index.

Every word is one letter for its kind and the word in ``[0-9a-z]``, so that any tokenizer keeps it
whole and a query for one kind never meets another:

=====  =====================================================================
``s``  stem of title or abstract (chain ``english``)
``p``  word of comment, journal reference or report number (``simple``)
``n``  stem of a note: comment, journal reference, report number, ACM or MSC class
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
    from collections.abc import Callable, Iterable, Iterator

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


_FORMS = (full_name, initialised)

_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[a-z]+)*)?")


def is_category(text: str) -> bool:
    """Tell arXiv's categories from ACM and MSC classes, which older answers list among them."""
    return _CATEGORY.fullmatch(text) is not None


def archive_of(category: str) -> str:
    """Give the archive of a category: ``cs`` of ``cs.LG``, ``hep-th`` of itself."""
    return category.split(".", maxsplit=1)[0]


def notes(paper: Paper) -> list[str]:
    """Give the texts beside title and abstract: comment, journal, report number, classes."""
    texts = [paper.comment, paper.journal_ref, paper.report_no]
    classes = [category for category in paper.categories if not is_category(category)]
    return [text for text in (*texts, *classes) if text]


def _distinct(stream: str) -> set[str]:
    return set(stream.split()) - {GAP}


class _Filed(dict[str, tuple[str, ...]]):
    """Remembers under which words of the index a piece of text is filed."""

    __slots__ = ("_file",)

    def __init__(self, file: Callable[[str], Iterable[str]]) -> None:
        super().__init__()
        self._file = file

    def __missing__(self, piece: str) -> tuple[str, ...]:
        filed = tuple(self._file(piece))
        if len(piece) <= chains.LONGEST_REMEMBERED:
            if len(self) >= chains.MOST_REMEMBERED:
                self.clear()
            self[piece] = filed
        return filed

    def __call__(self, texts: Iterable[str]) -> set[str]:
        """Give the words for texts."""
        return set().union(*[self[piece] for text in texts for piece in text.split()])


def _by(kind: str, analyse: chains.Chain) -> Callable[[str], Iterable[str]]:
    return lambda piece: (encode(kind, word) for word in _distinct(analyse[piece]))


def _of_text(piece: str) -> Iterator[str]:
    """File a piece of title or abstract: stems, and the catch-all word they do not stand for.

    They do where the word alone has the same ones in the same order: so a phrase of such words is
    a phrase of stems.
    """
    stems = chains.english[piece]
    yield from (encode("s", stem) for stem in _distinct(stems))
    for word in _distinct(chains.combined[piece]):
        needed = chains.english[word]
        if needed != stems or not _distinct(needed):
            yield encode("c", word)


_text = _Filed(_of_text)
_simple = _Filed(_by("p", chains.simple))
_stems = _Filed(_by("n", chains.english))
_combined = _Filed(_by("c", chains.combined))
_names = _Filed(_by("a", chains.names))
_labels = _Filed(_by("q", chains.simple))
_categories = _Filed(lambda category: [encode("k", category.lower())])


def _of_numbers(paper: Paper, dois: list[str]) -> Iterator[str]:
    yield encode("m", calendar_month(paper.month).replace("-", ""))
    yield encode("i", paper.id)
    yield encode("i", paper.name)
    if "/" in paper.id:
        yield encode("o", paper.id.split("/")[1])
    yield from (encode("d", doi) for doi in dois)


def index_words(paper: Paper) -> str:
    """Give all words of a paper for a full-text index, each once, separated by spaces."""
    return " ".join(sorted(filed(paper)))


def filed(paper: Paper) -> set[str]:
    """Give the same words for an index in memory."""
    beside = notes(paper)
    people = [form(author) for author in map(Author.of, paper.authors) for form in _FORMS]
    labels = [*paper.categories, *map(archive_of, paper.categories)]
    dois = (paper.doi or "").split()
    words = _text((paper.title, paper.abstract))
    words |= _simple(beside) | _stems(beside)
    words |= _names(people) | _labels(labels)
    words |= _combined([*beside, *people, *labels, *dois, paper.id])
    words.update(*map(_categories.__getitem__, paper.categories), _of_numbers(paper, dois))
    return words
