"""How rare words are: counted once among recent papers, and stored."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from paperlode.errors import InputError
from paperlode.ranking.words import SIZE, Rows, counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from paperlode.paper import Paper

_MAGIC = b"paperlode words 2\n"
LEAST = 0.3
"""What a word counts that stands in every paper."""


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """In how many of recent papers each word and pair stands; words of one paper are left out."""

    papers: int = 0
    columns: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    """Ascending."""
    found: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    """In how many papers."""
    embed: Callable[[Sequence[Paper]], NDArray[np.floating[Any]]] | None = None
    """Gives one row of numbers a paper, whose likeness is that of the meaning; not stored."""

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> Background:
        """Count the words of papers: the newest few thousand of what the reader is shown."""
        found = np.bincount(counts(papers).columns, minlength=SIZE)
        columns = np.flatnonzero(found >= 2)  # noqa: PLR2004  a word of one paper tells nothing
        return cls(len(papers), columns.astype(np.uint32), found[columns].astype(np.uint32))

    def to_bytes(self) -> bytes:
        """Write it so that ``from_bytes`` reads it: the same counts give the same bytes."""
        steps = np.diff(self.columns, prepend=np.uint32(0)).astype("<u4")
        body = np.array([self.papers, len(steps)], "<u4").tobytes()
        body += steps.tobytes() + self.found.astype("<u4").tobytes()
        return _MAGIC + zlib.compress(body, 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> Background:
        """Read what ``to_bytes`` wrote; InputError when it is something else or damaged."""
        if not data.startswith(_MAGIC):
            raise InputError("not the word counts of this version of paperlode; count anew")
        try:
            body = np.frombuffer(zlib.decompress(data[len(_MAGIC) :]), "<u4")
            papers, size = int(body[0]), int(body[1])
            steps, found = body[2 : 2 + size], body[2 + size : 2 + 2 * size]
        except (zlib.error, ValueError, IndexError) as error:
            raise InputError(f"the stored word counts are damaged ({error}); count anew") from error
        if len(found) != size:
            raise InputError("the stored word counts are damaged (cut off); count anew")
        return cls(papers, np.cumsum(steps, dtype=np.uint32), found.astype(np.uint32))

    def rarity(self, columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Weigh columns: the rarer a word, the more it says; words not counted are the rarest."""
        return np.asarray(_rarity(self)[columns], np.float64)


@lru_cache(maxsize=2)
def _rarity(background: Background) -> NDArray[np.float32]:
    """Give every column its weight; kept, because each paper asks."""
    every = np.full(SIZE, np.log(1 + background.papers) + LEAST, np.float32)
    rarer = np.log((1 + background.papers) / (1 + background.found.astype(float))) + LEAST
    every[background.columns] = rarer
    return every


@dataclass(frozen=True, slots=True)
class Texts:
    """Papers with their words, read once for any number of profiles."""

    papers: tuple[Paper, ...]
    rows: Rows

    def __len__(self) -> int:
        return len(self.papers)

    def take(self, which: Sequence[int]) -> Texts:
        """Give some of the papers, in the order asked for."""
        return Texts(
            tuple(self.papers[n] for n in which), self.rows.take(np.array(which, np.int64))
        )


def read(papers: Sequence[Paper], background: Background) -> Texts:
    """Read papers once: each becomes a row of length 1; frequent and rare words are balanced."""
    found = counts(papers)
    values = (1 + np.log(found.values)) * background.rarity(found.columns)
    rows = Rows(found.starts, found.columns, values).normed()
    return meant(Texts(tuple(papers), rows), background)


def meant(texts: Texts, background: Background) -> Texts:
    """Put the meaning beside words that were read without it, where there is a model."""
    if background.embed is None or not texts.papers:
        return texts
    meaning = _meaning(background.embed(texts.papers), len(texts))
    return Texts(texts.papers, texts.rows.beside(meaning))


def _meaning(vectors: NDArray[np.floating[Any]], papers: int) -> NDArray[np.float64]:
    """Bring vectors of meaning to the length 1, each with a 1 behind it for what all share."""
    found = np.asarray(vectors, np.float64)
    if found.ndim != len("ij") or len(found) != papers or not np.isfinite(found).all():
        raise InputError("the embeddings are not one row of numbers for each paper")
    lengths = np.sqrt((found * found).sum(axis=1, keepdims=True))
    return np.hstack((found / np.where(lengths > 0, lengths, 1), np.ones((papers, 1))))
