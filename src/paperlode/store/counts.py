"""How many papers match a query, by category and by year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperlode.paper import Paper


@dataclass(slots=True)
class Counts:
    """How many papers match, by category and by year of submission."""

    papers: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)

    def add(self, paper: Paper) -> None:
        """Count a paper; it counts in each of its categories."""
        self.papers += 1
        self.categories.update(dict.fromkeys(paper.categories, 1))
        self.years[paper.submitted.year] += 1
