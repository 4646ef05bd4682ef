"""Whole papers with all their versions: words, people, categories, comments."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from paperlode.paper import Paper
from paperlode.replica.announced import Announced
from paperlode.replica.synthetic import hostile
from paperlode.replica.synthetic.fields import ALL, CROSS_LISTS, FIELDS, UP_TO, Field
from paperlode.replica.synthetic.people import authors
from paperlode.replica.synthetic.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from random import Random

    from paperlode.replica.synthetic.plan import Plan

_WITHDRAWN = 0.012
"""Share of revisions that withdraw the paper."""
_HOSTILE = 0.02
"""Share of papers that carry a text which breaks careless programs."""


@dataclass(slots=True)
class _Draft:
    """A paper's words before they are frozen into a version."""

    title: str
    sentences: list[str]
    comment: str | None
    ending: str = ""

    @property
    def abstract(self) -> str:
        return " ".join(self.sentences) + self.ending


class Writer:
    """Writes papers with one source of randomness."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._draw = random.random
        self._words = Wording(random.random)

    def write(self, identifier: str, plan: Plan) -> Iterator[Announced]:
        """Write every version of one paper."""
        field = FIELDS[bisect_right(UP_TO, int(ALL * self._draw()))]
        self._words.begin(field)
        draft = _Draft(self._words.title(), self._words.abstract(), self._comment())
        people = authors(self._random)
        if self._draw() < _HOSTILE:
            people = self._spoil(draft, people)
        paper = Paper(
            id=identifier,
            version=1,
            title=draft.title,
            abstract=draft.abstract,
            authors=people,
            categories=self._categories(field),
            submitted=plan.submitted[0],
            updated=plan.submitted[0],
            comment=draft.comment,
        )
        yield Announced(paper, plan.announced[0])
        for submitted, announced in zip(plan.submitted[1:], plan.announced[1:], strict=True):
            paper = self._revised(draft, paper, submitted)
            yield Announced(paper, announced)
            if paper.withdrawn:
                return

    def _categories(self, field: Field) -> tuple[str, ...]:
        """File a paper, one in four with a further cross-list."""
        filed = self._words.common(field.categories)
        if self._draw() < 0.25:  # noqa: PLR2004  see above
            filed = (*filed, self._words.common(CROSS_LISTS))
        return tuple(dict.fromkeys(filed))

    def _comment(self) -> str | None:
        if self._draw() < 0.4:  # noqa: PLR2004  two in five say nothing
            return None
        return f"{4 + int(30 * self._draw())} pages, {1 + int(9 * self._draw())} figures"

    def _spoil(self, draft: _Draft, people: tuple[str, ...]) -> tuple[str, ...]:
        """Put a hostile text somewhere."""
        place, words = self._draw(), self._words
        if place < 0.4:  # noqa: PLR2004  most pages show titles first
            draft.title = words.any(hostile.TITLES)
        elif place < 0.7:  # noqa: PLR2004  same
            draft.ending = words.any(hostile.ENDINGS)
        elif place < 0.85:  # noqa: PLR2004  same
            draft.comment = words.any(hostile.COMMENTS)
        else:
            return (*people, words.any(hostile.AUTHORS))
        return people

    def _revised(self, draft: _Draft, paper: Paper, submitted: datetime) -> Paper:
        """Write the next version: sentences change, sometimes the title; some are withdrawn."""
        version = paper.version + 1
        new = replace(paper, version=version, updated=submitted)
        if self._draw() < _WITHDRAWN:
            return replace(
                new, withdrawn=True, comment="This paper has been withdrawn by the authors"
            )
        if self._draw() < 0.7:  # noqa: PLR2004  most revisions touch the abstract
            draft.sentences[int(len(draft.sentences) * self._draw())] = self._words.sentence()
        if self._draw() < 0.2:  # noqa: PLR2004  one in five has another title
            draft.title = self._words.title()
        return self._published(replace(new, title=draft.title, abstract=draft.abstract))

    def _published(self, paper: Paper) -> Paper:
        """Say where a revised paper appeared, one time in four; now and then with two DOIs."""
        if paper.doi or self._draw() > 0.25:  # noqa: PLR2004  see above
            return paper
        number = 1 + int(9_999 * self._draw())
        second = f" 10.99999/example.{number}.b" if self._draw() < 0.1 else ""  # noqa: PLR2004  same
        return replace(
            paper,
            journal_ref=f"J. Invented Res. {paper.updated.year - 1999}, {number}",
            doi=f"10.99999/Example.{number}{second}",
        )
