"""How rare words are among recent papers: counted once, kept in the store, counted anew if stale.

The store is fast and disposable, and so are these counts: they follow from the papers alone.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from paperlode.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.paper import Paper
    from paperlode.ranking import Background
    from paperlode.store import Store

_NAME = "words"


def rarity(store: Store, papers: Sequence[Paper]) -> Background:
    """Give the counts of papers' words: those kept if they are of these papers."""
    from paperlode import ranking  # noqa: PLC0415  numpy is slow to import

    basis = _basis(papers, ranking.VERSION)
    kept = store.kept(_NAME, basis)
    if kept is not None:
        try:
            return ranking.Background.from_bytes(kept)
        except InputError:
            pass  # damaged, or of a version that wrote otherwise
    counted = ranking.Background.of(papers)
    store.keep(_NAME, basis, counted.to_bytes())
    return counted


def _basis(papers: Sequence[Paper], version: str) -> str:
    """Name the texts that are counted, and the way of counting."""
    found = sha256(version.encode())
    for paper in papers:
        found.update("\0".join((paper.title, paper.abstract, *paper.categories, "\1")).encode())
    return found.hexdigest()
