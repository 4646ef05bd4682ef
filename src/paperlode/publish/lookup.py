"""The words of papers as the search page looks them up, without a server.

What counts as a word is said twice, here and in ``asked.js``, and a test in a browser compares
them: compatible forms made simple (HfO₂ is HfO2), no accents, lower case, runs of letters and
digits, plurals as singulars. Facets are words too, which nobody can type: ``@element/Li``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from paperlode.publish.markup import plain
from paperlode.text.chains import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from paperlode.facts import Facts
    from paperlode.store.reading import Entry

LONGEST = 32
"""Signs of a word that count."""
OFTEN = 3
"""How often an abstract says a word that it is about."""
ABSTRACT, REPEATED, NAMED, TITLE = range(4)
"""Where a word stands in a paper: what ranks it. NAMED: by author, formula or identifier."""
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_BITS = 5
_MORE = 1 << _BITS
"""Numbers are written five bits a sign, the low ones first; a sign from here on says: and more."""
_KEPT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss"})
_RUN = re.compile(r"[^\W_]+")


readable = lru_cache(maxsize=256)(plain)
"""A text without markup: the words of a paper and its card need the same, one after the other."""


class _Bare(dict[int, int | None]):
    """Takes accents and other marks away; remembers which signs are some."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = None if unicodedata.category(chr(sign)).startswith("M") else sign
        return self[sign]


_BARE = _Bare()


def words(text: str) -> list[str]:
    """Give the words of a text in order; stop words and single letters are none."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_BARE)
    small = text.lower()
    runs = _RUN.findall(small if small.isascii() else small.translate(_KEPT))
    return [word for word in map(_word, runs) if word]


@lru_cache(maxsize=200_000)
def _word(run: str) -> str:
    if run in STOP_WORDS or (len(run) == 1 and run.isascii()):
        return ""
    return singular(run[:LONGEST])


def singular(word: str) -> str:
    """Take the ending of a plural off: ``batteries``, ``glasses``, ``metals``.

    Donna Harman's rules ("How effective is suffixing?", 1991), and -sses.
    """
    if len(word) <= len("gas") or not word.endswith("s") or word.endswith(("us", "ss")):
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return f"{word[:-3]}y"
    if word.endswith("sses"):
        return word[:-2]
    return word if word.endswith(("aes", "ees", "oes")) else word[:-1]


def described(entry: Entry, facts: Facts) -> dict[str, int]:
    """Say by which words a paper is found, and where in it they stand at best."""
    paper = entry.paper
    counted = Counter(words(readable(paper.abstract)))
    found = {w: ABSTRACT if n < OFTEN else REPEATED for w, n in counted.items()}
    formulas = ["".join(_RUN.findall(formula)) for formula in facts.formulas]
    for text in (*map(readable, paper.authors), *formulas):
        found.update(dict.fromkeys(words(text), NAMED))
    found.update(dict.fromkeys(words(readable(paper.title)), TITLE))
    found[f"#{paper.id.lower()}"] = NAMED
    found.update(dict.fromkeys(map("@{}".format, facets(entry, facts)), ABSTRACT))
    return found


def facets(entry: Entry, facts: Facts) -> Iterator[str]:
    """Name what a paper may be filtered by."""
    yield from facts.facets
    yield f"kind/{entry.kind}"
    yield from (f"topic/{topic}" for topic in entry.topics)
    yield from (
        f"category/{name}" for name in entry.paper.categories if not set(name) & set(" \t\n")
    )


def noted(found: Mapping[str, int]) -> str:
    """Write the words of a paper in a line, to be kept: those of each place, then the next."""
    parts: list[list[str]] = [[] for _ in range(TITLE + 1)]
    for word, where in found.items():
        parts[where].append(word)
    return "\t".join(map(" ".join, parts))


class Index:
    """The words of some papers and where they stand, which are numbered as they come."""

    def __init__(self) -> None:
        self.papers = 0
        self._places: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, note: str) -> None:
        """Add a paper with its words, as they were noted."""
        places, number = self._places, self.papers << 2
        for where, words_there in enumerate(note.split("\t")):
            for word in words_there.split(" ") if words_there else ():
                places[word].append(number | where)
        self.papers += 1

    def facets(self) -> dict[str, int]:
        """Count the papers of each facet."""
        return {
            word[1:]: len(self._places[word])
            for word in sorted(w for w in self._places if w[0] == "@")
        }

    def sheets(self, number: int) -> Iterator[tuple[str, str]]:
        """Write the words in so many parts of alike size: from which word on, and the lines.

        A part without words begins nowhere.
        """
        lines = [
            f"{word} {_written(self._places[word])}" for word in sorted(self._places, key=_order)
        ]
        parts: list[list[str]] = [[] for _ in range(number)]
        total, told = sum(map(len, lines)), 0
        for line in lines:
            parts[told * number // total].append(line)
            told += len(line)
        last = ""
        for part in parts:
            first = _between(last, _word_of(part[0])) if part else ""
            last = _word_of(part[-1]) if part else last
            yield first, "\n".join(part)


def _word_of(line: str) -> str:
    return line.partition(" ")[0]


def _between(last: str, first: str) -> str:
    """Give the shortest beginning of a word that sorts after the word before it."""
    same = next(
        (n for n, pair in enumerate(zip(last, first, strict=False)) if len({*pair}) > 1), -1
    )
    return first[: (same if same >= 0 else len(last)) + 1]


def _order(word: str) -> bytes:
    """Sort words as a browser does."""
    return word.encode("utf-16-be")


def _written(places: Sequence[int]) -> str:
    """Write where a word stands: papers as steps from the one before, each with its place."""
    signs, last = [], 0
    for place in places:
        paper = place >> 2
        number = (paper - last) << 2 | (place & 3)
        last = paper
        while number >= _MORE:
            signs.append(_DIGITS[_MORE | (number & (_MORE - 1))])
            number >>= _BITS
        signs.append(_DIGITS[number])
    return "".join(signs)
