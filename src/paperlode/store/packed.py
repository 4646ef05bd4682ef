"""Papers as the mirror takes them: packed records, and the words under which they are filed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import zstandard

from paperlode.paper import Paper
from paperlode.query.categories import categories as known_categories
from paperlode.text import chains
from paperlode.text.index import apart, decode, encode, notes, of_category
from paperlode.text.stops import runs
from paperlode.text.together import UNUSUAL, formulas, people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LEVEL = 3
"""How hard Zstandard tries."""
SIZE = 112_640
"""Bytes of a dictionary, as Zstandard's own program makes them."""

LONGEST_HELD = 60_000
"""Signs of a word that the index takes, and some less; it leaves out longer ones."""

_ODD = "v"
"""The kind of categories that nobody knows, as they are written."""
CATEGORY_KINDS = ("k", _ODD)

_APART = "\n\x1f"
"""Stands between texts that no phrase crosses: a word that none of them can have."""


class Filed(NamedTuple):
    """A paper as the mirror takes it: packed, and with its words."""

    id: str
    version: int
    submitted: int
    record: bytes
    texts: tuple[str, ...]
    """By the fields of the index of words."""


class Packer:
    """Packs papers; with a dictionary to a third of what Zstandard makes of each alone."""

    def __init__(self, dictionary: bytes | None = None) -> None:
        known = None if dictionary is None else zstandard.ZstdCompressionDict(dictionary)
        self._pack = zstandard.ZstdCompressor(level=LEVEL, dict_data=known).compress

    def file(self, paper: Paper) -> Filed:
        """Pack a paper and find its words."""
        return Filed(
            paper.id,
            paper.version,
            int(paper.submitted.timestamp()),
            self._pack(paper.to_bytes()),
            texts(paper),
        )


class Unpacker:
    """Gives papers back; ``dictionary`` finds a dictionary by the number noted in a record."""

    def __init__(self, dictionary: Callable[[int], bytes | None]) -> None:
        self._dictionary = dictionary
        self._known: dict[int, zstandard.ZstdDecompressor] = {}

    def paper(self, record: bytes) -> Paper:
        """Unpack a record."""
        return Paper.from_line(self.line(record))

    def line(self, record: bytes) -> bytes:
        """Unpack a record to the line that it was."""
        number = zstandard.get_frame_parameters(record).dict_id
        if number not in self._known:
            content = self._dictionary(number)
            known = None if content is None else zstandard.ZstdCompressionDict(content)
            self._known[number] = zstandard.ZstdDecompressor(dict_data=known)
        return self._known[number].decompress(record)


def learned(papers: list[Paper]) -> tuple[int, bytes]:
    """Make a dictionary of what papers have in common; gives its number, too."""
    samples: list[bytes | bytearray | memoryview[int]] = [paper.to_bytes() for paper in papers]
    made = zstandard.train_dictionary(SIZE, samples, level=LEVEL)
    return made.dict_id(), made.as_bytes()


def texts(paper: Paper) -> tuple[str, ...]:
    """Give a paper's streams and words, by the fields of the index of words."""
    beside = notes(paper)
    title, abstract, words = apart(paper, beside)
    words += runs(abstract)
    words += formulas(paper)
    words += map(people.__getitem__, paper.authors)
    return (
        title,
        abstract,
        chains.simple(paper.comment or ""),
        chains.simple(paper.journal_ref or ""),
        chains.simple(paper.report_no or ""),
        _APART.join(map(chains.english, beside)),
        _words(paper, words),
    )


def _words(paper: Paper, words: list[str]) -> str:
    """Give the words without order, and whether there is more to say than they do."""
    known = _named_categories()
    for category in paper.categories:
        words += [known[category]] if category in known else _of_unknown(category)
    text = " ".join(words)
    if len(text) > LONGEST_HELD and max(map(len, text.split())) > LONGEST_HELD:
        return f"{text} {UNUSUAL}"
    return text


def _of_unknown(category: str) -> Iterator[str]:
    """File a category that nobody knows: as it is written, and under its words."""
    words = of_category(category)
    broken = len(category.split()) != 1
    yield from words[1:] if broken else words
    yield encode(_ODD, category)
    if broken or category.lower() in _small_categories():
        yield UNUSUAL


@cache
def _small_categories() -> frozenset[str]:
    return frozenset(name.lower() for name in known_categories())


@cache
def _named_categories() -> dict[str, str]:
    """Give the word for each category; its other words follow from it."""
    return {name: encode("k", name.lower()) for name in known_categories()}


@cache
def _categories_named() -> dict[str, str]:
    return {word: name for name, word in _named_categories().items()}


def category_of(word: str) -> str | None:
    """Give the category that a word of one of their kinds stands for; None: another word does."""
    return decode(word[1:]) if word.startswith(_ODD) else _categories_named().get(word)
