"""Words of an index for what stands together: parts of one author's name, signs of one formula.

=====  =================================================================
``b``  two words of one full name in their order, ``b`` first ``_`` second
``f``  a short word of a full name; a long one cannot be an initial
``t``  formula of the title, ``h`` of the abstract: a digest of its signs
``x``  alone: the words of the paper that have no order are not all in the index
=====  =================================================================
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING

from paperlode.paper import Author
from paperlode.text import chains
from paperlode.text.index import encode, full_name
from paperlode.text.memory import Memory
from paperlode.text.tex import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.paper import Paper

UNUSUAL = "x"

LONGEST_INITIAL = 4
"""Letters that the first letter of a name can become when it is folded, and some more."""

MOST_WORDS = 12
"""Words of a name of which all pairs are filed."""

_FIELDS = {"title": "t", "abstract": "h"}


def pair(first: str, second: str) -> str:
    """Write two words of a name as one of the index."""
    return f"{encode('b', first)}_{encode('', second)}"


def short(word: str) -> str:
    """Write a short word of a full name."""
    return encode("f", word)


def digest(field: str, formula: str) -> str:
    """Write a formula of title or abstract, its dollar signs included."""
    return _FIELDS[field] + blake2b(formula.encode(), digest_size=6).hexdigest()


def together(paper: Paper) -> set[str]:
    """Give these words of a paper."""
    words = set().union(*map(_names.__getitem__, paper.authors))
    words.update(digest("title", formula) for formula in pieces(paper.title))
    words.update(digest("abstract", formula) for formula in pieces(paper.abstract))
    return words


def _of_name(name: str) -> tuple[str, ...]:
    return tuple(set(_of_words(chains.names.words(full_name(Author.of(name))))))


def _of_words(words: list[str]) -> Iterator[str]:
    yield from (short(word) for word in words if len(word) <= LONGEST_INITIAL)
    yield from (pair(*two) for two in combinations(words[:MOST_WORDS], 2))
    if len(words) > MOST_WORDS:
        yield UNUSUAL


_names = Memory(_of_name, most=50_000)
