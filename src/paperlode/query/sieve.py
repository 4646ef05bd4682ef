"""Which of many queries may match a paper: told from the words under which it is filed.

Tags are queries of hundreds of phrases. Asking a paper for each of them takes milliseconds; but
most need a word that it lacks, and a look into a set tells which. What may match,
``paperlode.query.match`` decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.query.candidates import fts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from paperlode.query.syntax import Query

_TOKEN = re.compile(r'"([^"]*)"( \*)?|(AND|OR)|([()])')


@dataclass(frozen=True, slots=True)
class _Need:
    """Words that a paper must have, all or any of them, and groups of such words."""

    words: frozenset[str]
    groups: tuple[_Need, ...] = ()
    any_of: bool = False

    def met(self, words: AbstractSet[str]) -> bool:
        """Say whether these words will do."""
        if self.any_of:
            return not self.words.isdisjoint(words) or any(g.met(words) for g in self.groups)
        return self.words <= words and all(group.met(words) for group in self.groups)

    def keys(self) -> frozenset[str]:
        """Give words of which one is there whenever the need is met; none: it always may be.

        Of several that are all needed the longest will do, which few papers have.
        """
        if not self.any_of and self.words:
            return frozenset([max(self.words, key=lambda word: (len(word), word))])
        below = [group.keys() for group in self.groups]
        if self.any_of:
            return frozenset().union(self.words, *below) if all(below) else frozenset()
        return min((keys for keys in below if keys), key=len, default=frozenset())

    def choices(self) -> Sequence[_Need]:
        """Give needs of which one has to be met."""
        if not self.any_of:
            return [self]
        return [*(_Need(frozenset([word])) for word in self.words), *self.groups]


_NOTHING = _Need(frozenset())
"""What every paper meets."""


class Sieve:
    """Tells which of some queries may match a paper."""

    def __init__(self, trees: Sequence[Query]) -> None:
        self._always: set[int] = set()
        self._by_word: dict[str, list[tuple[int, _Need]]] = {}
        for place, tree in enumerate(trees):
            for need in _need(tree).choices():
                self._add(place, need)

    def _add(self, place: int, need: _Need) -> None:
        keys = need.keys()
        if not keys:
            self._always.add(place)
        for key in keys:
            self._by_word.setdefault(key, []).append((place, need))

    def passing(self, words: Iterable[str]) -> list[int]:
        """Give the places of the queries that may match a paper filed under these words.

        The words are those of :func:`paperlode.text.index.filed`.
        """
        words = frozenset(words)
        found = set(self._always)
        for key in self._by_word.keys() & words:
            for place, need in self._by_word[key]:
                if place not in found and need.met(words):
                    found.add(place)
        return sorted(found)


def _need(tree: Query) -> _Need:
    expression = fts(tree)
    return _NOTHING if expression is None else _read(iter(_TOKEN.findall(expression)))


def _read(tokens: Iterator[tuple[str, str, str, str]]) -> _Need:
    """Read an expression up to its end; beginnings of words are not looked for."""
    words: list[str] = []
    groups: list[_Need] = []
    joined = "AND"
    for word, beginning, operator, parenthesis in tokens:
        if parenthesis == ")":
            break
        if parenthesis:
            groups.append(_read(tokens))
        elif operator:
            joined = operator
        elif beginning:
            groups.append(_NOTHING)
        else:
            words.append(word)
    return _Need(frozenset(words), tuple(groups), joined == "OR")
