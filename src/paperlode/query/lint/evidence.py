"""What papers at hand say about a query: how many a term finds, which words share a stem."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperlode.progress import silent
from paperlode.query.lint.source import Place, Source
from paperlode.query.match import matches
from paperlode.query.reading import Reading
from paperlode.text import chains
from paperlode.text.boundaries import split
from paperlode.text.chains import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.query.syntax import Term

STEMMED = frozenset({"ti", "abs", "all"})
"""The fields whose values are compared by their stems."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts over papers at hand."""

    papers: int = 0
    found: Mapping[str, int] = field(default_factory=dict)
    """By term, as ``str`` writes it: how many papers match it."""
    words: Mapping[str, Counter[str]] = field(default_factory=dict)
    """By stem: in how many papers' titles and abstracts each word with this stem stands."""
    results: int | None = None
    """How many papers arXiv ever returned for the query, where that is known."""


def stems(term: Term) -> list[tuple[str, str]]:
    """Give the words of a term that are stemmed, in lower case, each with its stem."""
    if term.field not in STEMMED or (not term.quoted and ("*" in term.text or "?" in term.text)):
        return []
    pairs = []
    for word in split(term.text):
        stem = chains.english(word).strip()
        if stem and stem != GAP and " " not in stem:
            pairs.append((chains.lower(word), stem))
    return pairs


def gather(texts: Iterable[str], papers: Iterable[Paper], progress: Progress = silent) -> Evidence:
    """Count what the terms of some queries find among papers; each paper is read once."""
    terms = {str(place.term): place.term for text in texts for place in _readable(text)}
    wanted = {stem for term in terms.values() for _, stem in stems(term)}
    found: Counter[str] = Counter()
    words: dict[str, Counter[str]] = {stem: Counter() for stem in wanted}
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    number = 0
    for paper in papers:
        number += 1
        reading = Reading(paper)
        found.update(name for name, term in terms.items() if matches(term, reading))
        for stem, word in _of(f"{paper.title} {paper.abstract}", wanted, known):
            words[stem][word] += 1
        progress("papers counted", number)
    return Evidence(number, {name: found[name] for name in terms}, words)


def _readable(text: str) -> list[Place]:
    """Leave out ranges of dates that nobody can read."""
    return [p for p in Source(text).terms if p.term.field != "submittedDate"]


def _of(
    text: str, wanted: set[str], known: dict[str, tuple[tuple[str, str], ...]]
) -> set[tuple[str, str]]:
    """Find the words of a text that have one of the stems, each once."""
    pairs: set[tuple[str, str]] = set()
    for piece in text.split():
        if piece not in known:
            known[piece] = tuple(
                (stem, chains.lower(word))
                for word in split(piece)
                if (stem := chains.english(word).strip()) in wanted
            )
        pairs.update(known[piece])
    return pairs
