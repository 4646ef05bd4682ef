"""Stems: which other words a word finds, and what that does to quotes and wildcards."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from paperlode.query.lint.evidence import STEMMED, stems
from paperlode.query.lint.finding import Code, Severity, rule
from paperlode.query.lint.words import instead, of_text
from paperlode.text import chains

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Place, Source

STEM = Code("stem-surprise", Severity.NOTE)
QUOTES = Code("quotes-keep-stemming", Severity.NOTE)
WILDCARD_STEM = Code("wildcard-and-stem")
WILDCARD_QUOTED = Code("wildcard-in-quotes")
WILDCARD_SHORT = Code("short-wildcard")

_SHORTEST = 3
"""Letters before a wildcard below which nearly everything fits."""
RARE = 50
"""Other words are worth no note when they are fewer than one in this many."""
MOST_WORDS = 6
"""Words with the same stem that are named."""

_COMMON = """
action active activity actual adapt adaptation adaptive analog analogy animal animation arm army
author authority certain certainty chemical chemistry class classic classical classification
commune communication community complex complexity computation compute computer conform
conformation conservation conservative conserve critic critical criticality crystal crystalline
crystallize dense density design designate determination determine discrete discretion electron
electronic electronics element elementary emission emit ethane ethanol execute executive
experience experiment experimental explain explore expression factor factory form formal formation
formula formulation function functional general generality generalize generate generation
generative generator generic generous graph graphic graphical ideal idealize import importance
important inform informal information intern internal international interpret interpretable logic
logical magnet magnetic magnetism material materialize mean meaning measure measurement mechanic
mechanical mechanics metal metallic minimal minimize minimum mobile mobility model modeling moment
momentary moral morale neural neuron new news number numerical numerous object objective
observation observe opera operate operation operational operator optic optical optics organ
organic organism organization organize particle particular past paste perform performance periodic
periodical phase physic physical physics polar polarity polarization police policy polymer
polymeric portable posit position positive potent potential predict prediction predictive
predictor probability probable process procession product production productive relate relation
relational relative relativity represent representation representative reserve resident residual
science scientific secret secretion secure security sense sensing sensitive sensitivity sensor
simulate simulation simulator single singular spectral spectrum state station stationary statistic
statistics structural structure structured surface symmetric symmetry synthesis synthesize
synthetic text textual texture theoretical theory thermal train training transform transformation
transformer transition unit unite united universal universe university valid validation valuable
value vector wander wave wavelet
"""
"""Words of papers of which some share a stem although they mean different things."""


@cache
def _families() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in _COMMON.split():
        found.setdefault(chains.english(word).strip(), set()).add(word)
    return {stem: frozenset(words) for stem, words in found.items()}


_ENDINGS = ("s", "es", "ed", "d", "ing", "e", "y", "ies", "ied", "'s", "\u2019s", "al", "ly")


def _bases(word: str) -> set[str]:
    return {word} | {word.removesuffix(ending) for ending in _ENDINGS}


def _others(source: Source, word: str, stem: str) -> list[str]:
    """Name other words with the same stem, with counts where papers are at hand."""
    counted = source.evidence.words.get(stem) if source.evidence else None
    if counted:
        others = {w: number for w, number in counted.items() if not _bases(w) & _bases(word)}
        if sum(others.values()) * RARE < sum(counted.values()):
            return []
        ordered = sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))
        return [f"{other} ({number:,})" for other, number in ordered]
    return sorted(w for w in _families().get(stem, ()) if not _bases(w) & _bases(word))


@rule
def stem_surprise(source: Source) -> Iterator[Finding]:
    """Find words whose stem other words have, too."""
    told: set[str] = set()
    for place in of_text(source, STEMMED):
        for word, stem in stems(place.term):
            others = _others(source, word, stem)
            if not others or word in told:
                continue
            told.add(word)
            more = f" and {len(others) - MOST_WORDS} more" if len(others) > MOST_WORDS else ""
            papers = source.evidence.papers if source.evidence else 0
            where = f" (papers of {papers:,} here)" if papers else ""
            yield STEM.at(
                place.value,
                place.end,
                f"{word!r} is searched as {stem!r} and also finds "
                f"{', '.join(others[:MOST_WORDS])}{more}{where}",
            )


@rule
def quotes_keep_stemming(source: Source) -> Iterator[Finding]:
    """Find phrases whose words are stemmed, which quotes do not prevent."""
    for place in of_text(source, STEMMED):
        changed = [word for word, stem in stems(place.term) if stem != word]
        if place.term.quoted and changed:
            yield QUOTES.at(
                place.value,
                place.end,
                f"quotes keep words together but do not switch off stemming: {changed[0]} is "
                f"searched as {chains.english(changed[0]).strip()}",
            )
            return


@rule
def wildcards(source: Source) -> Iterator[Finding]:
    """Find wildcards that do not do what they seem to."""
    for place in of_text(source):
        term = place.term
        if term.quoted:
            yield from _quoted_wildcard(source, place)
            continue
        start = re.split(r"[*?]", term.value, maxsplit=1)[0]
        if start in ("", term.value):
            continue
        if term.field in STEMMED and len(start) < _SHORTEST:
            yield WILDCARD_SHORT.at(place.value, place.end, f"very many words begin with {start!r}")
        elif term.field in STEMMED and start.isalpha():
            yield from _stemmed_wildcard(source, place, chains.lower(start))


def _stemmed_wildcard(source: Source, place: Place, start: str) -> Iterator[Finding]:
    stem = chains.stem(start)
    if stem != start:
        shared = _shared(stem, start)
        text = f"{place.term.field}:{shared}*"
        yield WILDCARD_STEM.at(
            place.value,
            place.end,
            f"wildcards are compared with stems, and the stem of {start!r} is {stem!r}: "
            f"papers that have just this word are missed; write {shared}*",
            instead(source, place, text) if len(shared) >= _SHORTEST else None,
        )


def _quoted_wildcard(source: Source, place: Place) -> Iterator[Finding]:
    term = place.term
    if not re.search(r"\w\*", term.text):
        return
    words = " AND ".join(f"{term.field}:{word}" for word in term.text.split())
    yield WILDCARD_QUOTED.at(
        place.value,
        place.end,
        "between quotes * is no wildcard and is left out",
        instead(source, place, f"({words})"),
    )


def _shared(one: str, other: str) -> str:
    """Give what two words begin with."""
    pairs = zip(one, other, strict=False)
    length = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return one[:length]
