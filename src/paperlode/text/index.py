"""The words under which a paper is filed in a full-text index.

Every word is one letter for its kind and the word in ``[0-9a-z]``, so that any tokenizer keeps it
whole and a query for one kind never meets another:

=====  =====================================================================
``s``  stem of title or abstract (chain ``english``)
``p``  word of comment, journal reference or report number (``simple``)
``n``  stem of a note: comment, journal reference, report number, ACM or MSC class
``c``  word of the catch-all field (``combined``) that no stem stands for; :func:`apart` tells
       those as well that begin with a stop word
``a``  word of an author's full or initialised name
``k``  category, lower case
``q``  word of a category's identifier (``simple``)
``i``  identifier, without and with version
``o``  number of an old identifier
``d``  one of the paper's DOIs
``m``  month of the identifier, ``m201606``
``w``  alone: between white spaces of title or abstract stand many words (:func:`apart` alone)
=====  =====================================================================

The index may only say *perhaps*: ``paperlode.query.match`` decides.
"""

from __future__ import annotations

import re
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from paperlode.paper import but_suffix, calendar_month
from paperlode.text import chains, folding
from paperlode.text.boundaries import APART, LONGEST
from paperlode.text.chains import GAP, STOP_WORDS, stem
from paperlode.text.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperlode.paper import Author, Paper

_UNSAFE = re.compile(r"[^0-9a-y]")

_BEGIN, _END = "\x02", "\x03"
"""Signs that no word has."""
_STOPPED = f" {GAP}"
_BESIDE = re.compile(f"{_BEGIN}([^{_END}]*){_END}")

MANY_WORDS = "w"
MOST_WORDS = 6
"""Words between two white spaces that are not many yet."""


def encode(kind: str, word: str) -> str:
    """Write a word with nothing but digits and small letters; a beginning stays a beginning."""
    return kind + _UNSAFE.sub(lambda sign: f"z{ord(sign[0]):x}z", word)


def decode(word: str) -> str:
    """Read what :func:`encode` wrote, without its kind."""
    return re.sub("z([0-9a-f]+)z", lambda sign: chr(int(sign[1], 16)), word)


def full_name(author: Author) -> str:
    """Give the name as arXiv's index holds it: forenames and surname, without a suffix."""
    return f"{author.forenames} {author.surname}"


def initialised(author: Author) -> str:
    """Give the name with all words but the last cut to their first letter."""
    *first, last = full_name(author).split() or [""]
    return " ".join([*(word[0] for word in first), last])


_DELETED = re.compile("[.,;]")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[a-z]+)*)?")


def is_category(text: str) -> bool:
    """Tell arXiv's categories from ACM and MSC classes, which older answers list among them."""
    return _CATEGORY.fullmatch(text) is not None


_is_category = Memory(is_category, 10_000)


def archive_of(category: str) -> str:
    """Give the archive of a category: ``cs`` of ``cs.LG``, ``hep-th`` of itself."""
    return category.split(".", maxsplit=1)[0]


def notes(paper: Paper) -> list[str]:
    """Give the texts beside title and abstract: comment, journal, report number, classes."""
    texts = [paper.comment, paper.journal_ref, paper.report_no]
    classes = [category for category in paper.categories if not _is_category[category]]
    return [text for text in (*texts, *classes) if text]


def _distinct(stream: str) -> set[str]:
    return set(stream.split()) - {GAP}


class _Filed(Memory[tuple[str, ...]]):
    """Remembers under which words of the index a text, or a piece of one, is filed."""

    __slots__ = ()

    def of(self, pieces: Iterable[str]) -> set[str]:
        """Give the words for texts that are filed whole."""
        return set().union(*map(self.__getitem__, pieces))

    def __call__(self, texts: Iterable[str]) -> set[str]:
        """Give the words for texts that are filed piece by piece."""
        return self.of(set("\n".join(texts).split()))


def _by(kind: str, analyse: chains.Chain) -> Callable[[str], tuple[str, ...]]:
    return lambda piece: tuple(encode(kind, word) for word in _distinct(analyse.anew(piece)))


def _of_text(piece: str) -> tuple[str, ...]:
    """File a piece of title or abstract under its stems, and what they do not stand for."""
    stems = chains.english[piece]
    return (*(encode("s", stem) for stem in _distinct(stems)), *_beside_stems(piece, stems))


def _beside_stems(piece: str, stems: str) -> tuple[str, ...]:
    """Give the catch-all word of a piece, unless its stems stand for it.

    They do where the word alone has the same ones in the same order: so a phrase of such words is
    a phrase of stems.
    """
    stemmed = bool(_distinct(stems))
    return tuple(
        encode("c", word)
        for word in _distinct(chains.combined.anew(piece))
        if not stemmed or (word != piece and chains.english[word] != stems)
    )


def _marked(stems: str, piece: str) -> str:
    """Write behind the dot of a stop word which one it is."""
    there = zip(stems.split(), chains.standard.anew(piece).split(), strict=True)
    return "".join(f" {stem}{word if stem == GAP else ''}" for stem, word in there)


class _Stems(Memory[str]):
    """Remembers the stems of pieces, and between two signs the words beside them.

    These are what the stems do not stand for, or do not tell the beginning of, for that is a stop
    word; and ``w`` where there are many. Behind the dot for a stop word stands which one it is.
    """

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(self._anew)

    def _anew(self, piece: str) -> str:
        inside = piece.strip(chains.PUNCTUATION)
        small = inside.lower()
        plain = inside.isascii() and not folding.changes(small)
        if plain and len(inside) <= LONGEST:  # as most pieces are; the rest comes to the same
            if inside.isalnum() and small not in STOP_WORDS:
                return " " + stem(small)
            words = APART.split(small)
            if 1 < len(words) <= MOST_WORDS and all(map(str.isalnum, words)):
                stems = "".join(map(self.__getitem__, words))
                if not stems.startswith(_STOPPED):
                    return stems
        stems = chains.english.anew(inside)
        beside: tuple[str, ...] = ()
        if stems.startswith(_STOPPED):
            beside = tuple(encode("c", word) for word in _distinct(chains.combined.anew(piece)))
        elif not plain or _DELETED.search(inside) or not stems:
            beside = _beside_stems(piece, stems)
        if stems.count(" ") > MOST_WORDS:
            beside = (MANY_WORDS, *beside)
        stems = _marked(stems, inside) if GAP in stems else stems
        return f"{stems}{_BEGIN}{' '.join(beside)}{_END}" if beside else stems

    def of(self, text: str, words: list[str]) -> str:
        """Give the stream of a text; ``words`` is told what stands beside its stems."""
        found = "".join(itemgetter(*text.split(), "")(self))
        if _BEGIN not in found:
            return found + " "
        parts = _BESIDE.split(found)
        words += parts[1::2]
        return "".join(parts[::2]) + " "


_of_combined = _by("c", chains.combined)
_of_simple = _by("p", chains.simple)
_of_stems = _by("n", chains.english)


def _of_note(piece: str) -> tuple[str, ...]:
    return (*_of_simple(piece), *_of_stems(piece), *_combined[piece])


def in_part(piece: str) -> tuple[list[str], bool]:
    """Give the words of a part of a name, encoded, and whether the catch-all field has them."""
    small = piece.lower()
    if piece.isascii() and piece.isalpha() and not folding.changes(small):
        return [encode("", small)], small not in STOP_WORDS
    stream = chains.names.anew(piece)
    # Folding makes stop words of some words (toe, to), and another word of no stop word.
    there = stream[1:] not in STOP_WORDS or chains.combined.anew(piece) == stream
    return [encode("", word) for word in _distinct(stream)], there


def _of_part(piece: str) -> tuple[str, ...]:
    """File a part of a name as such and, unless it is a stop word, for the catch-all field."""
    words, there = in_part(piece)
    return tuple(kind + word for kind in ("ac" if there else "a") for word in words)


def _of_name(words: list[str]) -> tuple[str, ...]:
    """File an author under the words of the full name, and the first letters of all but the last.

    So both forms of the name (:func:`full_name`, :func:`initialised`) have all their words.
    """
    pieces = {*words, *(word[0] for word in words[:-1])}
    return tuple(chain.from_iterable(map(_parts.__getitem__, pieces)))


def of_category(category: str) -> tuple[str, ...]:
    """File a category as such, under the words of its identifier, and for the catch-all field.

    What only looks like one, such as a class of another classification, has no archive.
    """
    archive = archive_of(category) if is_category(category) else ""
    pieces = dict.fromkeys(f"{category} {archive}".split())
    words = (word for piece in pieces for word in (*_labels(piece), *_combined[piece]))
    return (encode("k", category.lower()), *words)


_text = _Filed(_of_text)
_stems = _Stems()
_combined = _Filed(_of_combined)
_labels = _by("q", chains.simple)
_notes = _Filed(_of_note)
_parts = _Filed(_of_part, 100_000)
_people = _Filed(lambda name: _of_name(but_suffix(name)[0]), 50_000)
_categories = _Filed(of_category)
_months = Memory(lambda month: encode("m", calendar_month(month).replace("-", "")))


def _of_numbers(paper: Paper) -> Iterator[str]:
    """File identifier, month and DOIs; but for months they are not remembered: none comes again."""
    identifier = encode("i", paper.id)
    yield from (_months[paper.month], identifier, f"{identifier}v{paper.version}")
    if "/" in paper.id:
        yield encode("o", paper.id.split("/")[1])
        yield from _of_combined(paper.id)
    else:
        yield f"c{paper.id.replace('.', '')}"
    for doi in (paper.doi or "").split():
        yield encode("d", doi)
        yield from _of_combined(doi)


def index_words(paper: Paper) -> str:
    """Give all words of a paper for a full-text index, each once, separated by spaces."""
    return " ".join(sorted(filed(paper)))


def filed(paper: Paper) -> set[str]:
    """Give the same words for an index in memory."""
    words = _text((paper.title, paper.abstract)) | _notes(notes(paper))
    words.update(_of_numbers(paper), _categories.of(paper.categories))
    return words.union(*map(_people.__getitem__, paper.authors))


def apart(paper: Paper, notes: list[str]) -> tuple[str, str, list[str]]:
    """Give the stems of title and abstract, in order, and the words of kinds c, i, o, d and m.

    Stop words are marked in both (:mod:`paperlode.text.stops`).
    ``notes`` are the paper's :func:`notes`. Some of the texts are several words, separated by
    spaces; neither authors nor categories are among them.
    """
    words = [word for text in notes for piece in text.split() for word in _combined[piece]]
    words += _of_numbers(paper)
    return _stems.of(paper.title, words), _stems.of(paper.abstract, words), words
