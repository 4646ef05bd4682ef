"""What an index with positions knows of a query: which papers surely match, and which may.

All papers that surely match do match, and all that match are among those that may. Where both are
the same, no paper has to be read; else :mod:`paperlode.query.match` decides about the papers
between them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, combinations, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlode.query import fields
from paperlode.query.conditions import (
    ALL,
    NONE,
    STREAMS,
    WORDS,
    Between,
    Condition,
    Fits,
    Has,
    either,
    every,
    without,
)
from paperlode.query.fields import (
    Announced,
    Beginning,
    Formula,
    HasDoi,
    Identified,
    InCategory,
    Like,
    NamedCategory,
    Numbered,
    Person,
    Phrase,
    Submitted,
    pattern_of,
    start_of,
)
from paperlode.query.syntax import And, Or, Query, Term, fold
from paperlode.text import chains, stops, together
from paperlode.text.boundaries import APART
from paperlode.text.chains import GAP
from paperlode.text.endings import shorter_stems
from paperlode.text.index import MANY_WORDS, MOST_WORDS, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST = 7_000
"""Signs of a word that an index has to hold; papers with longer ones are marked ``UNUSUAL``."""
LONGEST_PATTERN = 200
UNUSUAL = Has(WORDS, ((0, together.UNUSUAL),))
"""The index does not say all about the paper's words without order."""

MOST_GAPS = 3
"""Gaps in a row of which the index is asked how wide they are."""

DEEPEST = 60
"""How often AND and OR may alternate; what lies deeper is left to the evaluator."""

REMEMBERED = 500
"""Terms of which the bounds are kept."""

MOST_WILDCARDS = 4
"""Wildcards that an index is asked for exactly; of more, only what stands before the first."""


class Bounds(NamedTuple):
    """Two conditions: the matches lie between them."""

    surely: Condition
    may: Condition

    @property
    def decided(self) -> bool:
        """Whether the index knows exactly which papers match."""
        return self.surely == self.may


UNKNOWN = Bounds(NONE, ALL)


def bounds(tree: Query) -> Bounds:
    """Find both conditions for a query."""
    return fold(tree, _make).joined()


class _Made(NamedTuple):
    """What was made of a part: bounds that are joined by its kind, and how nested they are."""

    kind: type[Query]
    parts: tuple[Bounds, ...]
    nested: int = 0

    def under(self, kind: type[Query]) -> tuple[Bounds, ...]:
        """Give the bounds as they stand in a part of this kind: chains become one level."""
        return self.parts if self.kind is kind else (self.joined(),)

    def joined(self) -> Bounds:
        """Make one of them."""
        return (_any if self.kind is Or else _every)(self.parts)


def _make(part: Query, below: list[_Made]) -> _Made:
    if isinstance(part, Term):
        return _Made(Term, (_of_term(part.field, part.value, part.exact),))
    kind = Or if isinstance(part, Or) else And
    if not isinstance(part, And | Or):
        below[-1] = _Made(Term, (_not(below[-1].joined()),), below[-1].nested + 1)
    nested = max(one.nested + (one.kind is not kind) for one in below)
    if nested > DEEPEST:
        return _Made(Term, (UNKNOWN,))
    return _Made(kind, tuple(chain.from_iterable(one.under(kind) for one in below)), nested)


@lru_cache(REMEMBERED)
def _of_term(field: str, value: str, exact: bool) -> Bounds:  # noqa: FBT001  as a key
    """Find the bounds of a term, once for all the changes of a query that have it."""
    choices = fields.wanted(Term(field, value, exact=exact))
    return _any(_every(map(_of_test, tests)) for tests in choices)


def _not(part: Bounds) -> Bounds:
    return Bounds(without(ALL, part.may), without(ALL, part.surely))


def _exactly(condition: Condition) -> Bounds:
    return Bounds(condition, condition)


def _at_most(condition: Condition) -> Bounds:
    return Bounds(NONE, condition)


def _every(parts: Iterable[Bounds]) -> Bounds:
    kept = list(parts)
    return Bounds(every(one.surely for one in kept), every(one.may for one in kept))


def _any(parts: Iterable[Bounds]) -> Bounds:
    kept = list(parts)
    return Bounds(either(one.surely for one in kept), either(one.may for one in kept))


def _of_test(test: fields.Test) -> Bounds:
    find = _TESTS.get(type(test))
    return UNKNOWN if find is None else find(test)


def _of_phrase(test: Phrase) -> Bounds:
    if test.stream == "combined":
        return _in_combined(test.words)
    if test.stream == "abstract_plain":
        return _stop_words(test.words)
    if test.stream == "everybody" and len(test.words) == 1:
        return _kind(_PEOPLE, test.words[0])
    return _phrase(test.stream, test.words) if test.stream in STREAMS else UNKNOWN


def _of_like(test: Like) -> Bounds:
    if test.stream == "combined":
        return _like_combined(test.pattern)
    if test.stream == "everybody":
        return _kind_like(_PEOPLE, test.pattern)
    return _like(test.stream, test.pattern) if test.stream in STREAMS else UNKNOWN


def _phrase(stream: str, words: tuple[str, ...]) -> Bounds:
    """Look for words that stand side by side."""
    if any(map(_HALF.search, words)):
        return _exactly(NONE)
    places = [place for place, word in enumerate(words) if word != GAP]
    placed = tuple((place - places[0], words[place]) for place in places)
    if not placed or any(len(word) > LONGEST for _, word in placed):
        return UNKNOWN
    # Texts of the notes stand apart by one place only, which a gap may jump over.
    jumps = stream == "notes" and GAP in words
    return (_at_most if jumps else _exactly)(Has(stream, placed))


def _stop_words(words: tuple[str, ...]) -> Bounds:
    """Look for stop words in a row; more than an index tells of by those that overlap."""
    if len(words) == 1:
        return UNKNOWN
    found = every(Has(WORDS, ((0, word),)) for word in stops.sought(words))
    return (_at_most if len(words) > stops.LONGEST else _exactly)(found)


def _like(stream: str, pattern: str) -> Bounds:
    """Look for a word that fits; the places of stop words, which the index has not, fit too."""
    if re.fullmatch(pattern_of(pattern), GAP) or len(pattern) > LONGEST_PATTERN:
        return UNKNOWN
    if _HALF.search(pattern):
        return _exactly(NONE)
    return _fitting(stream, "", pattern, _sign)


_HALF = re.compile("[\ud800-\udfff]")
"""Half a character: no paper has one, and no index can be asked for one."""


def _fitting(field: str, kind: str, pattern: str, sign: _Written) -> Bounds:
    if _simple(pattern):
        return _exactly(Fits(field, kind + _regex(pattern, sign)))
    start = start_of(pattern)
    return _at_most(Fits(field, kind + _regex(start + "*", sign))) if start else UNKNOWN


def _simple(pattern: str) -> bool:
    """Tell whether an automaton for a pattern stays small."""
    return sum(map(pattern.count, "*?")) <= MOST_WILDCARDS


class _Written(NamedTuple):
    """How the words of a field write one sign, and any one sign."""

    encoded: bool
    one: str

    def literal(self, text: str) -> str:
        """Write text that has to be there as it stands."""
        return encode("", text) if self.encoded else re.escape(text)


_sign = _Written(encoded=False, one=".")
_encoded = _Written(encoded=True, one="(?:z[0-9a-f]+z|[0-9a-y])")


def _regex(pattern: str, sign: _Written) -> str:
    pieces = re.split(r"(\*+|\?)", pattern)
    return "".join(
        f"{sign.one}*"
        if piece.startswith("*")
        else sign.one
        if piece == "?"
        else sign.literal(piece)
        for piece in pieces
    )


_PEOPLE = "ag"
_CATCH_ALL = "ca"


def _kind(kinds: str, word: str) -> Bounds:
    """Look for a word of one of some kinds that the index has in full."""
    if len(word) > LONGEST or len(word.split()) != 1:
        return _at_most(UNUSUAL)
    return _exactly(either(Has(WORDS, ((0, encode(kind, word)),)) for kind in kinds))


def _kind_like(kinds: str, pattern: str) -> Bounds:
    if start_of(pattern) == pattern:
        return _kind(kinds, pattern)
    if len(pattern) > LONGEST_PATTERN:
        return UNKNOWN
    found = _fitting(WORDS, f"(?:{'|'.join(kinds)})", pattern, _encoded)
    return found._replace(may=either((found.may, UNUSUAL)))


def _person(test: Person) -> Bounds:
    """Look for the words of a name; that they are one author's, pairs of words know."""
    parts = [part for choice in test.tests if (part := _part(choice))]
    full = {part.word for part in parts if part.stream == "full"}
    if len(parts) == len(test.tests) and all(part.stream == "full" for part in parts):
        if len(full) == 1:
            return _full(*full)
        if len(full) == 2:  # noqa: PLR2004  what a pair has
            return _pair(*full)
    words = _every(_any(map(_of_name, choice)) for choice in test.tests).may
    pairs = [_pair(*two).may for two in combinations({part.word for part in parts}, 2)]
    return _at_most(every((words, *pairs, *_forenames(test, parts))))


def _part(choice: tuple[Phrase | Like | Beginning, ...]) -> _Part | None:
    """Give the word of a full name that a choice demands."""
    match choice:
        case (Phrase("full" | "last" | "first" as stream, (word,)),):
            return _Part(stream, word)
    return None


class _Part(NamedTuple):
    stream: str
    word: str


def _full(word: str) -> Bounds:
    """Look for a word of a full name; short ones may be initials, too."""
    if len(word) > together.LONGEST_INITIAL:
        return _kind(_PEOPLE, word)
    return _exactly(Has(WORDS, ((0, together.short(word)),)))


def _pair(one: str, other: str) -> Bounds:
    """Look for two words of one full name, in whatever order."""
    if max(len(one), len(other)) > LONGEST:
        return _at_most(UNUSUAL)
    orders = (together.pair(one, other), together.pair(other, one))
    surely = either(Has(WORDS, ((0, order),)) for order in orders)
    return Bounds(surely, either((surely, UNUSUAL)))


def _forenames(test: Person, parts: list[_Part]) -> Iterator[Condition]:
    """Look for a surname after a forename of which the beginning is known."""
    last = [part.word for part in parts if part.stream == "last" and len(part.word) <= LONGEST]
    for choice in test.tests:
        starts = [_start(one) for one in choice if isinstance(one, Beginning)]
        if last and starts and len(starts) == len(choice) and all(starts):
            found = (f"b{start}[0-9a-z]*_{encode('', last[-1])}" for start in starts)
            yield either((Fits(WORDS, "|".join(dict.fromkeys(found))), UNUSUAL))


def _start(test: Beginning) -> str:
    """Give what a word of the full name begins with, as the index writes it.

    Of an initial only its first letter is sure, where folding leaves it alone.
    """
    word = test.words[-1] if test.words else ""
    if test.stream == "first":
        return encode("", word[:LONGEST_PATTERN])
    return word[0] if word[:1].isascii() and word[:1].isalnum() else ""


def _of_name(test: Phrase | Like | Beginning) -> Bounds:
    match test:
        case Phrase(_, (word,)):
            return _kind(_PEOPLE, word)
        case Like(_, pattern):
            return _kind_like(_PEOPLE, pattern)
    return UNKNOWN


def _named(test: NamedCategory) -> Bounds:
    """Look for a category by the words of its name: known ones by identifier."""
    found = _known(c for c in fields.known_categories() if test.words <= fields.label_words(c))
    unknown = _at_most(_every(_kind("q", word) for word in sorted(test.words)).may)
    return _any((found, unknown))


def _known(categories: Iterable[str]) -> Bounds:
    """Look for known categories; in other letters they are unknown, and the paper ``UNUSUAL``."""
    may = _any(_kind("k", category.lower()) for category in categories).may
    return Bounds(without(may, UNUSUAL), may)


def _in_combined(words: tuple[str, ...]) -> Bounds:
    """Look for words in the catch-all field, whose text is not in the index as such.

    A word of it is there as a word of kind ``c`` or its stems stand, in order, where it does. So a
    phrase is one of stems, or one of its words is there as ``c`` and the others in either way.
    """
    gap = re.compile(" " + " ".join(r"\S+" if w == GAP else re.escape(w) for w in words) + " ")
    known = _known(c for c in fields.known_categories() if gap.search(fields.catch_all(c)))
    if len(words) == 1:
        return _any((known, _one_combined(words[0])))
    runs = [tuple(run) for _, run in groupby(words, lambda word: word == GAP)]
    apart = map(_apart, runs[::2], map(len, runs[1::2]), runs[2::2])
    return _any((known, _at_most(every((*map(_run, runs[::2]), *apart)))))


def _one_combined(word: str) -> Bounds:
    return _any((_kind(_CATCH_ALL, word), _at_most(_in_text((word,)))))


def _run(words: tuple[str, ...]) -> Condition:
    some = every(_one_combined(word).may for word in words)
    return either((_in_text(words), every((some, _explicit(words)))))


def _explicit(words: tuple[str, ...]) -> Condition:
    return either(_kind(_CATCH_ALL, word).may for word in words)


def _apart(before: tuple[str, ...], gaps: int, after: tuple[str, ...]) -> Condition:
    """Look for runs of words with gaps between them.

    What stands in a gap is one word of the catch-all field, and none to some among stems; where it
    can be more, the paper is marked.
    """
    if gaps > MOST_GAPS:
        return ALL
    lengths = range(gaps * MOST_WORDS + 1)
    stems = (_in_text((*before, *(GAP,) * length, *after)) for length in lengths)
    return either((*stems, _explicit((*before, *after)), Has(WORDS, ((0, MANY_WORDS),))))


def _in_text(words: tuple[str, ...]) -> Condition:
    """Look for the stems of words side by side; a word without stems is always there as ``c``."""
    stems = [[GAP] if word == GAP else chains.english.words(word) for word in words]
    if not all(set(some) - {GAP} for word, some in zip(words, stems, strict=True) if word != GAP):
        return NONE
    found = tuple(stem for some in stems for stem in some)
    return either(_phrase(stream, found).may for stream in ("title", "abstract"))


def _like_combined(pattern: str) -> Bounds:
    if re.fullmatch(pattern_of(pattern), GAP) or len(pattern) > LONGEST_PATTERN:
        return UNKNOWN
    fits = re.compile(f" {pattern_of(pattern)} ").search
    known = _known(c for c in fields.known_categories() if fits(fields.catch_all(c)))
    in_text = either(_begun(stream, start_of(pattern)) for stream in ("title", "abstract"))
    return _any((known, _kind_like(_CATCH_ALL, pattern), _at_most(in_text)))


def _begun(stream: str, start: str) -> Condition:
    """Look for the stems of a word that begins like this; without ``c``, they are its own.

    So it begins with no stop word, but the words within it may be some.
    """
    *whole, last = APART.split(start)
    stems = (chains.english(word).strip() for word in whole if word.isalnum())
    found: list[Condition] = [Has(stream, ((0, stem),)) for stem in stems if stem != GAP]
    if not whole or not any(word.startswith(last) for word in chains.STOP_WORDS):
        found.append(_word_begun(stream, last))
    return every(found)


def _word_begun(stream: str, start: str) -> Condition:
    if not (start.isascii() and start.isalnum()):
        return ALL
    shorter = (Has(stream, ((0, stem),)) for stem in sorted(shorter_stems(start)))
    return either((Fits(stream, f"{start}.*"), *shorter))


def _value(kind: str) -> Callable[[Identified | HasDoi], Bounds]:
    return lambda test: (_kind_like if test.wildcard else _kind)(kind, test.value)


def _formula(test: Formula) -> Bounds:
    """Look for formulas by what is filed in their place."""
    found = (Has(WORDS, ((0, together.digest(test.field, formula)),)) for formula in test.formulas)
    return _at_most(every(found) if test.every else either(found))


def _submitted(test: Submitted) -> Bounds:
    return _exactly(Between(int(test.first.timestamp()), int(test.last.timestamp())))


_TESTS: dict[type, Callable[[Any], Bounds]] = {
    Phrase: _of_phrase,
    Like: _of_like,
    Person: _person,
    InCategory: lambda test: _kind_like("k", test.pattern),
    NamedCategory: _named,
    Identified: _value("i"),
    HasDoi: _value("d"),
    Numbered: lambda test: _kind("o", test.number),
    Announced: lambda test: _kind_like("m", test.period.replace("-", "") + "*"),
    Submitted: _submitted,
    Formula: _formula,
}
