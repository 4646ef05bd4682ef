"""What a new version of a paper changed: which fields, and which words of title and abstract.

Only what differs in meaning is a change. One channel tells TeX where another has Unicode, or leaves
out licences and suffixes of names: see ``text/joined.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, TypeAlias

from paperlode.text.converted import unicode_as_arxiv
from paperlode.text.joined import alike, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperlode.paper import Paper

Change: TypeAlias = Literal["same", "added", "removed"]
Edit: TypeAlias = tuple[Change, str]
Steps: TypeAlias = list[dict[int, int]]

FIELDS = (
    *("title", "abstract", "authors", "categories", "comment"),
    *("journal_ref", "doi", "license", "withdrawn"),
)
"""What can change, in the order in which it is told."""

LONGEST = 2_000
"""Words between the first and the last difference that are compared; arXiv's abstracts are at most
1,920 characters long."""
MOST_EDITS = 600
"""Words added and removed that are told apart; two texts with more of them have little in common.
Both bounds keep a text made to be slow below half a second."""

_WORD = re.compile(r"(?:\\\$|\$[^$]{1,500}\$|[^\s~])+")
"""A word, or a formula whole: half a formula cannot be shown."""
_UNSEEN = str.maketrans("", "", "{}~ \t\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that follow each other; a space stands between two pieces."""

    text: str
    change: Change


@dataclass(frozen=True, slots=True)
class Revision:
    """What differs between two versions of a paper."""

    fields: tuple[str, ...]
    """Names of fields of Paper, in the order of ``FIELDS``."""
    title: tuple[Piece, ...]
    """The title word by word; empty when it is the same."""
    abstract: tuple[Piece, ...]
    """The abstract word by word; empty when it is the same."""


def revision(old: Paper, new: Paper) -> Revision:
    """Say what a version changed; ``old`` is any version before it.

    Nothing is a change that a channel may have left out: a licence, a DOI or a journal reference
    that is told no longer.
    """
    fields = tuple(_changed(old, new))
    return Revision(
        fields=fields,
        title=pieces(old.title, new.title) if "title" in fields else (),
        abstract=pieces(old.abstract, new.abstract) if "abstract" in fields else (),
    )


def _changed(old: Paper, new: Paper) -> Iterator[str]:
    kept = joined(new, old)
    for name in FIELDS:
        before, after = getattr(old, name), getattr(kept, name)
        match name:
            case "authors":
                changed = not _same_people(before, after)
            case "license":
                changed = before is not None and before != after
            case "withdrawn":
                changed = before != new.withdrawn
            case _:
                changed = before != after
        if changed:
            yield name


def _same_people(before: Sequence[str], after: Sequence[str]) -> bool:
    """Compare names; where only a suffix was added, the shorter name begins the longer one."""
    return len(before) == len(after) and all(
        alike(one, other) or alike(one, other[: len(one)])
        for one, other in zip(before, after, strict=True)
    )


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word; what was removed stands before what was added instead.

    The texts are given as arXiv's search service shows them: accents and Greek in Unicode. One
    word between two changes counts as changed with them.
    """
    before, after = _words(old), _words(new)
    first = _common(before, after)
    rest = _common(before[first:][::-1], after[first:][::-1])
    inner = slice(first, len(before) - rest), slice(first, len(after) - rest)
    edits = [
        *_kept(after[:first]),
        *_swept(_edits(before[inner[0]], after[inner[1]])),
        *_kept(after[inner[1].stop :]),
    ]
    return tuple(
        Piece(" ".join(word for _, word in run), change)
        for change, run in groupby(edits, key=itemgetter(0))
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(unicode_as_arxiv(text))


def _key(word: str) -> str:
    return word.translate(_UNSEEN)


def _kept(words: Iterable[str]) -> Iterator[Edit]:
    return (("same", word) for word in words)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the words with which both begin."""
    pairs = enumerate(zip(map(_key, one), map(_key, other), strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _edits(one: Sequence[str], other: Sequence[str]) -> list[Edit]:
    """Give the fewest edits that make the one text the other; all of it where that is too much."""
    steps = None
    if max(len(one), len(other)) <= LONGEST:
        steps = _steps([_key(word) for word in one], [_key(word) for word in other])
    if steps is None:
        return [*(("removed", word) for word in one), *(("added", word) for word in other)]
    return _path(one, other, steps)


def _steps(one: Sequence[str], other: Sequence[str]) -> Steps | None:
    """Find how far each number of edits leads on each diagonal; None when too many are needed.

    Source: E. W. Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1 (1986).
    """
    far = {1: 0}
    steps = []
    for number in range(min(MOST_EDITS, len(one) + len(other)) + 1):
        steps.append(dict(far))
        for diagonal in range(-number, number + 1, 2):
            down = _is_down(far, diagonal, number)
            row = far[diagonal + 1] if down else far[diagonal - 1] + 1
            while row < len(one) and row - diagonal < len(other):
                if one[row] != other[row - diagonal]:
                    break
                row += 1
            far[diagonal] = row
            if row >= len(one) and row - diagonal >= len(other):
                return steps
    return None


def _is_down(far: dict[int, int], diagonal: int, number: int) -> bool:
    """Say whether a diagonal is best reached by adding a word, not by removing one."""
    if diagonal in {-number, number}:
        return diagonal == -number
    return far[diagonal - 1] < far[diagonal + 1]


def _path(one: Sequence[str], other: Sequence[str], steps: Steps) -> list[Edit]:
    """Walk back from the end of both texts to their beginning."""
    row, column = len(one), len(other)
    edits: list[Edit] = []
    for number in range(len(steps) - 1, -1, -1):
        down = _is_down(steps[number], row - column, number)
        before = row - column + (1 if down else -1)
        start = steps[number][before]
        while row > start and column > start - before:
            row, column = row - 1, column - 1
            edits.append(("same", other[column]))
        if number:
            edits.append(("added", other[column - 1]) if down else ("removed", one[row - 1]))
            row, column = start, start - before
    return edits[::-1]


def _swept(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Put what was removed before what was added, and take lone words between changes along."""
    runs = [list(run) for _, run in groupby(edits, key=lambda edit: edit[0] == "same")]
    changed: list[Edit] = []
    for place, run in enumerate(runs):
        if run[0][0] != "same":
            changed += run
        elif _is_alone(runs, place):
            changed += [("removed", run[0][1]), ("added", run[0][1])]
        else:
            yield from _in_order(changed)
            yield from run
            changed = []
    yield from _in_order(changed)


def _is_alone(runs: Sequence[list[Edit]], place: int) -> bool:
    """Say whether one word stayed where those on both sides were replaced."""
    if len(runs[place]) > 1 or not 0 < place < len(runs) - 1:
        return False
    around = {change for change, _ in (*runs[place - 1], *runs[place + 1])}
    return around == {"added", "removed"}


def _in_order(edits: Iterable[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: edit[0] != "removed")
