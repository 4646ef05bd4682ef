"""Why a paper stands where it stands: its words for and against, and the likes it resembles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from paperlode.ranking.background import read
from paperlode.ranking.words import SIZE, look_up, readable

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.ranking.profile import Profile
    from paperlode.ranking.words import Rows

ALIKE = "alike in meaning"
UNLIKE = "unlike in meaning"
"""What stands for the share of an embedding among the words."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word, a pair of words, a category or the meaning, and how much it moves the score."""

    text: str
    weight: float
    """Above zero: for; below: against."""
    meant: bool = False
    """The text is no word of the paper: it stands for the embedding's share."""


@dataclass(frozen=True, slots=True)
class Near:
    """A liked paper that resembles another one."""

    id: str
    version: int
    title: str
    likeness: float
    """1 for the same text, 0 for no word in common."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a paper stands where it stands."""

    speak_for: tuple[Weighed, ...]
    speak_against: tuple[Weighed, ...]
    nearest: tuple[Near, ...]


def why(paper: Paper, profile: Profile, *, count: int = 5) -> Why:
    """Name the ``count`` words that most move a paper up and down, and the likes nearest to it."""
    texts = read([paper], profile.background)
    weights = texts.rows.values * profile.weigh(texts.rows.columns)
    names = readable([paper])
    found = [
        Weighed(names[column], float(weight))
        for column, weight in zip(texts.rows.columns.tolist(), weights, strict=True)
        if column in names
    ]
    found += _meant(float(weights[texts.rows.columns >= SIZE].sum()))
    return Why(*_strongest(found, count), _nearest(texts.rows, profile, count))


def _meant(weight: float) -> list[Weighed]:
    """Tell in one line what the embedding says; a weight of 0 is never told."""
    return [Weighed(ALIKE if weight > 0 else UNLIKE, weight, meant=True)]


def tastes(profile: Profile, *, count: int = 50) -> tuple[tuple[Weighed, ...], tuple[Weighed, ...]]:
    """Name the words that weigh most in a profile, for and against: what it thinks one likes."""
    names = readable([*profile.liked.papers, *profile.hidden.papers])
    weights = profile.weigh(np.array(list(names), np.int64))
    found = [Weighed(name, float(w)) for name, w in zip(names.values(), weights, strict=True)]
    return _strongest(found, count)


def nearest(paper: Paper, profile: Profile, *, count: int = 3) -> tuple[Near, ...]:
    """Name the liked papers whose words are most like the paper's; none without a common word."""
    return _nearest(read([paper], profile.background).rows, profile, count)


def _nearest(row: Rows, profile: Profile, count: int) -> tuple[Near, ...]:
    liked = profile.liked.rows
    common = look_up(liked.columns, row.columns, row.values * (row.columns < SIZE))
    likeness = liked.with_values(liked.values * common).sums()
    best = np.argsort(-likeness, kind="stable")[:count]
    papers = profile.liked.papers
    return tuple(
        Near(papers[n].id, papers[n].version, papers[n].title, float(likeness[n]))
        for n in best
        if likeness[n] > 0
    )


def _strongest(found: list[Weighed], count: int) -> tuple[tuple[Weighed, ...], tuple[Weighed, ...]]:
    up = sorted((one for one in found if one.weight > 0), key=lambda w: (-w.weight, w.text))
    down = sorted((one for one in found if one.weight < 0), key=lambda w: (w.weight, w.text))
    return tuple(up[:count]), tuple(down[:count])
