"""arXiv's analysis chains: what becomes of a text before words are compared.

====================  =====================================================================
``english``           Unicode words; possessive ``'s`` off; lower case; stop words out; Porter
``written``           Unicode words; possessive ``'s`` off; lower case
``simple``            Unicode words; lower case; stop words out
``standard``          Unicode words; lower case
``combined``          white space; ``. , ;`` deleted; folded as names are; stop words out
``names``             white space; ``. , ;`` deleted; folded (the index's ``author_folding``)
``initials``          white space; ``. , ;`` deleted; ICU folding (``author_simple``)
====================  =====================================================================

Each chain gives a *stream*: `` crystal structur . predict ``, every word between spaces, a removed
stop word as a lone dot that keeps its place. So one word or a phrase is found with ``in``.
Source: ``mappings/DocumentMapping.json`` in arXiv's repository arxiv-search, and Lucene 7.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import Stemmer

from paperlode.text import folding
from paperlode.text.boundaries import LONGEST, split
from paperlode.text.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

GAP = "."
"""Stands in a stream where a stop word was."""

STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it"}
    | {"no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these"}
    | {"they", "this", "to", "was", "will", "with"}
)
"""Lucene's 33 English stop words."""

SHORTEST_STEMMED = 3
_POSSESSIVE = ("'s", "'S", "\u2019s", "\u2019S", "\uff07s", "\uff07S")
DELETED = str.maketrans("", "", ".,;")
_VOWEL_CONSONANT = re.compile(r"[aeiou][^aeiou]|[^aeiou]y[^aeiouy]")
_VOWEL = re.compile(r"[aeiou]|(?<=[^aeiou])y")
_DEPARTING = re.compile(r"(?:bl|log)(?:[iy](?:s|(?:ed|ing)s?)?|ies)\Z")
_DOUBLED = re.compile(r"([chjkqvwx])\1(?:ed|ing)s?\Z")
_INFLECTED = ("ed", "ing", "eds", "ings")
_porter: Callable[[str], str] = Stemmer.Stemmer("porter", 0).stemWord


def lower(word: str) -> str:
    """Lower a word as Java does, sign by sign: no final sigma, no dot above a dotted I."""
    if not word.isascii():
        word = word.replace("\u0130", "i").replace("\u03a3", "\u03c3")
    return word.lower()


def stem(word: str) -> str:
    """Stem a lower-case word as Lucene does: Porter's own program, which departs from his paper.

    Words of one or two letters stay, ``-bli`` becomes ``-ble`` (possibly, possible) and ``-logi``
    becomes ``-log`` (topology, topological). Before ``-ed`` and ``-ing`` any doubled consonant but
    l, s and z becomes one (grokking, grok), where the library undoubles b, d, f, g, m, n, p, r
    and t only. Source: ``PorterStemmer.java`` of Lucene 7 and the remarks DEPARTURE in Porter's
    published C program.
    """
    if len(word) < SHORTEST_STEMMED:
        return word
    if (
        word.endswith(_INFLECTED)
        and (found := _DOUBLED.search(word))
        and _VOWEL.search(word, 0, found.start() + 2)
    ):
        return stem(word[: found.start() + 1])
    short = _porter(word)
    if not short.endswith(("logi", "bli")) or not _DEPARTING.search(word):
        return short
    if short.endswith("logi"):
        return short[:-1] if _VOWEL_CONSONANT.search(short[:-4]) else short
    return _porter(short[:-1] + "e") if _VOWEL_CONSONANT.search(short[:-3]) else short


def _english(word: str) -> str:
    small = _written(word)
    return GAP if small in STOP_WORDS else stem(small)


def _written(word: str) -> str:
    return lower(word[:-2] if word.endswith(_POSSESSIVE) else word)


def _simple(word: str) -> str:
    small = lower(word)
    return GAP if small in STOP_WORDS else small


def _by_words(change: Callable[[str], str]) -> Callable[[str], str]:
    """Make a chain for a piece without white space out of one for a single word."""

    def chain(piece: str) -> str:
        if piece.isascii() and piece.isalnum() and len(piece) <= LONGEST:
            return " " + change(piece)
        return "".join([" " + change(word) for word in split(piece)])

    return chain


def _by_space(change: Callable[[str], str]) -> Callable[[str], str]:
    """Make a chain that takes the piece as one word, but for the signs that are deleted."""

    def chain(piece: str) -> str:
        bare = piece.translate(DELETED)
        return " " + change(bare) if bare else ""

    return chain


def _combined(word: str) -> str:
    return GAP if folding.icu(word) in STOP_WORDS else folding.name(word)


class Chain(Memory[str]):
    """One analysis chain, which remembers what became of every piece between two white spaces.

    White space ends a word in every chain, so a text may be analysed piece by piece.
    """

    __slots__ = ("_around", "_change")

    def __init__(self, change: Callable[[str], str], around: str = "") -> None:
        """Take the chain for one piece, and the signs around a piece that are no part of it."""
        super().__init__(self.anew)
        self._change = change
        self._around = around

    def anew(self, piece: str) -> str:
        """Give the stream of a piece without remembering it, only the word in its signs."""
        inside = piece.strip(self._around)
        return self._change(piece) if inside == piece else self[inside]

    def __call__(self, text: str) -> str:
        """Give the stream of a text."""
        return "".join(map(self.__getitem__, text.split())) + " "

    def words(self, text: str) -> list[str]:
        """Give the words of a text in order, gaps included."""
        return self(text).split()


PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~"
"""ASCII's punctuation but ``_``, which is part of a word; around a piece, it never is."""

english = Chain(_by_words(_english), PUNCTUATION)
written = Chain(_by_words(_written), PUNCTUATION)
simple = Chain(_by_words(_simple), PUNCTUATION)
standard = Chain(_by_words(lower), PUNCTUATION)
combined = Chain(_by_space(_combined))
names = Chain(_by_space(folding.name))
initials = Chain(_by_space(folding.icu))


def words(text: str) -> list[tuple[str, int]]:
    """Give the stems of a title or abstract with their positions; stop words leave holes."""
    return [(word, place) for place, word in enumerate(english.words(text)) if word != GAP]
