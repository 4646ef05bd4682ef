"""Words: stop words, hyphens, accents, formulas, years, and what ``all:`` looks at."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from paperlode.query.categories import categories, name_of
from paperlode.query.fields import NOTHING, label_words, wanted
from paperlode.query.lint.finding import Code, Repair, Severity, replacing, rule
from paperlode.query.lint.source import reads, shortened
from paperlode.text import chains, folding
from paperlode.text.boundaries import split
from paperlode.text.chains import GAP, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Place, Source
    from paperlode.query.syntax import Term

STOP_ONLY = Code("stop-words-only", Severity.ERROR)
NO_WORD = Code("no-word", Severity.ERROR)
EMPTY_PHRASE = Code("empty-phrase", Severity.ERROR)
STOP_IN_PHRASE = Code("stop-word-in-phrase", Severity.NOTE)
HYPHEN = Code("hyphen", Severity.NOTE)
ACCENT = Code("accent")
FORMULA = Code("formula", Severity.NOTE)
SIGNS_LOST = Code("signs-lost")
YEAR = Code("year-in-all")
CATEGORY = Code("category-in-all")

TEXT_FIELDS = frozenset({"ti", "abs", "co", "jr", "rn", "all"})
MOST_NAMED = 3
"""Categories that are named."""


def instead(source: Source, place: Place, text: str, *, same: bool = False) -> Repair | None:
    """Write something else for a term, if it reads."""
    if not reads(text):
        return None
    return replacing(place.start, place.end, source.space_before(place.start) + text, same=same)


def of_text(source: Source, fields: frozenset[str] = TEXT_FIELDS) -> Iterator[Place]:
    """Go through the terms that are compared as text."""
    return (place for place in source.plain_terms if place.term.field in fields)


@rule
def void(source: Source) -> Iterator[Finding]:
    """Find values that no paper, or every paper, can match."""
    for place in source.plain_terms:
        term = place.term
        if term.empty:
            yield EMPTY_PHRASE.at(
                place.start,
                place.end,
                f"{term} is an empty phrase, which every paper matches",
            )
        elif term.field in TEXT_FIELDS and wanted(term) == NOTHING:
            words = chains.standard.words(term.text)
            stop = words and all(word in STOP_WORDS for word in words)
            yield (STOP_ONLY if stop else NO_WORD).at(
                place.start,
                place.end,
                f"{shortened(term.text)!r} is left out of arXiv's index, so this finds nothing"
                if stop
                else f"{shortened(term.text)!r} has no word in it, so this finds nothing",
            )
        elif term.field == "all" and chains.lower(term.text) in STOP_WORDS:
            yield STOP_ONLY.at(
                place.start,
                place.end,
                f"{term.text!r} is left out of arXiv's index: at most a name is found",
            )


@rule
def stop_in_phrase(source: Source) -> Iterator[Finding]:
    """Find phrases in which any word may stand for another."""
    for place in of_text(source):
        words = chains.english.words(place.term.text)
        inner = words[1:-1]
        if place.term.quoted and GAP in inner and len(set(words) - {GAP}) > 1:
            yield STOP_IN_PHRASE.at(
                place.value,
                place.end,
                "small words like 'of' are left out; any word may stand in their place",
            )


@rule
def hyphen(source: Source) -> Iterator[Finding]:
    """Find words with a hyphen, which are two words."""
    for place in of_text(source):
        value = place.term.value
        if place.term.quoted or not re.search(r"\w[-\u2010\u2011]\w", value) or "$" in value:
            continue
        if "*" in value or "?" in value or chains.lower(value) in map(str.lower, categories()):
            continue
        yield HYPHEN.at(
            place.value,
            place.end,
            f"{shortened(value)} is two words, which may stand anywhere; "
            "in quotes they stand side by side",
            instead(source, place, f'{place.term.field}:"{value}"'),
        )


@rule
def accent(source: Source) -> Iterator[Finding]:
    """Find accents, which count in titles and abstracts."""
    for place in of_text(source, frozenset({"ti", "abs"})):
        value = place.term.value
        bare = "".join(folding.icu(sign) if sign.isalpha() else sign for sign in value)
        if chains.lower(value) == bare or not bare.isascii():
            continue
        field = place.term.field
        yield ACCENT.at(
            place.value,
            place.end,
            f"accents count in titles and abstracts: this does not find {shortened(bare)}",
            instead(source, place, f"({field}:{value} OR {field}:{bare})"),
        )


@rule
def formula(source: Source) -> Iterator[Finding]:
    """Find formulas, which are compared sign by sign."""
    for place in of_text(source, frozenset({"ti", "all"})):
        if re.match(r"\$[^$]+\$", place.term.value):
            yield FORMULA.at(
                place.value,
                place.end,
                "a value that begins with a formula is compared with whole formulas between "
                "dollar signs, sign by sign",
            )


@rule
def signs_lost(source: Source) -> Iterator[Finding]:
    """Find ``C++`` and ``C#``, of which only the letter is searched."""
    for place in of_text(source, frozenset({"ti", "abs", "co", "jr"})):
        words = split(place.term.text)
        if words and re.search(r"\w[+#]", place.term.text) and max(map(len, words)) <= 2:  # noqa: PLR2004  letters
            yield SIGNS_LOST.at(
                place.value,
                place.end,
                f"signs are no part of words: this searches for {' '.join(words)!r}",
            )


@rule
def year(source: Source) -> Iterator[Finding]:
    """Find numbers that ``all:`` takes for a year or a month."""
    for place in of_text(source, frozenset({"all"})):
        found = re.fullmatch(r"\d{4}(-\d{2})?", place.term.text)
        if not found or len(wanted(place.term)) == len(wanted(_inert(place))):
            continue
        value = place.term.value
        yield YEAR.at(
            place.start,
            place.end,
            f"all:{value} also finds every paper announced in {place.term.text}: "
            "four digits are a year, or year and month of an identifier",
            instead(source, place, f"(ti:{value} OR abs:{value})"),
        )


def _inert(place: Place) -> Term:
    return replace(place.term, value="0000")


@rule
def category_in_all(source: Source) -> Iterator[Finding]:
    """Find words that are in the names of categories, which ``all:`` searches, too."""
    for place in of_text(source, frozenset({"all"})):
        names = _named(place.term.value)
        low = place.term.text.lower()
        if not names or low in map(str.lower, categories()) or not _is_words(place.term.text):
            continue
        value = place.term.value
        shown = ", ".join(f"{name} ({name_of(name)})" for name in names[:MOST_NAMED])
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield CATEGORY.at(
            place.start,
            place.end,
            f"all: also searches the names of categories: every paper in {shown}{more} is found",
            instead(source, place, f"(ti:{value} OR abs:{value})"),
        )


def _is_words(text: str) -> bool:
    return any(word not in STOP_WORDS for word in chains.standard.words(text))


@cache
def _label_index() -> Mapping[str, frozenset[str]]:
    """Say for each word which categories have it in their names."""
    found: dict[str, set[str]] = {}
    for name in categories():
        for word in label_words(name):
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _named(value: str) -> list[str]:
    text = value.strip('"')
    words = set(chains.simple.words(text)) - {GAP}
    if not words or "*" in value or "?" in value:
        return []
    named = frozenset.intersection(*(_label_index().get(word, frozenset()) for word in words))
    return sorted(named)
