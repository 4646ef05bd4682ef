"""Findings that need papers at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.query.lint.finding import Code, rule
from paperlode.query.lint.source import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Source

NO_PAPER = Code("no-paper")

ENOUGH = 100
"""Papers below which a term without a paper says nothing."""


@rule
def no_paper(source: Source) -> Iterator[Finding]:
    """Find terms that no paper here has."""
    evidence = source.evidence
    if evidence is None or evidence.papers < ENOUGH:
        return
    for place in source.plain_terms:
        if evidence.found.get(str(place.term)) == 0:
            yield NO_PAPER.at(
                place.start,
                place.end,
                f"none of the {evidence.papers:,} papers here has {shortened(str(place.term), 60)}",
            )
