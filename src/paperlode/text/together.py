"""Words of an index for what stands together: parts of one author's name, signs of one formula.

=====  =================================================================
``a``  word of an author's full or initialised name, and of the catch-all field
``g``  such a word that the catch-all field leaves out: a stop word
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

from paperlode.paper import but_suffix
from paperlode.text.index import decode, encode, in_part
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


def formulas(paper: Paper) -> set[str]:
    """Give the words of the formulas of a paper."""
    return {
        digest(field, formula)
        for field, text in (("title", paper.title), ("abstract", paper.abstract))
        for formula in pieces(text)
    }


def _of_part(piece: str) -> tuple[str, ...]:
    words, there = in_part(piece)
    return tuple(map(("a" if there else "g").__add__, words))


_parts = Memory(_of_part, 100_000)


def _of_name(name: str) -> str:
    words, _ = but_suffix(name)
    full = [word for part in words for word in _parts[part]]
    letters = [word for part in words[:-1] for word in _parts[part[0]]]
    return " ".join({*full, *letters, *_of_words([word[1:] for word in full])})


def _of_words(words: list[str]) -> Iterator[str]:
    """Give the words for the words of a name, which are encoded by now."""
    for word in words:
        if len(word) <= LONGEST_INITIAL or ("z" in word and len(decode(word)) <= LONGEST_INITIAL):
            yield f"f{word}"
    yield from (f"b{first}_{second}" for first, second in combinations(words[:MOST_WORDS], 2))
    if len(words) > MOST_WORDS:
        yield UNUSUAL


people = Memory(_of_name, most=200_000)
"""The words under which an author is filed, separated by spaces."""
