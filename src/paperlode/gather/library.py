"""The papers of the reader's library of which there is no record yet: asked for by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperlode.progress import silent
from paperlode.sources.harvest import by_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from paperlode.gather.arxiv import Arxiv
    from paperlode.progress import Progress
    from paperlode.store import Store

CHANNEL = "library"
A_RUN = 100
"""Papers that a daily run asks for: one request."""
_UNKNOWN = "library unknown"


def look_up(
    ids: Sequence[str], store: Store, arxiv: Arxiv, now: datetime, progress: Progress = silent
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Fetch papers by name, some at a time, and keep each lot before the next is asked for.

    Gives of each lot the identifiers that arXiv has, and those that it does not know.
    """
    done = 0
    for page in by_ids(arxiv.ask, ids, base=arxiv.search):
        store.save(page.papers, now=now, channel=CHANNEL)
        done += len(page.papers) + len(page.missing)
        progress("Papers of the library", done, len(ids))
        yield tuple(paper.id for paper in page.papers), page.missing


def complete(store: Store, arxiv: Arxiv, now: datetime, progress: Progress = silent) -> int:
    """Fetch in a daily run what the library still lacks; gives how many papers came.

    What arXiv does not know is not asked for again while the store remembers.
    """
    unknown = set(json.loads(store.recall(_UNKNOWN) or "[]"))
    ids = [each for each in store.wanting() if each not in unknown][:A_RUN]
    came = 0
    for found, missing in look_up(ids, store, arxiv, now, progress) if ids else ():
        came += len(found)
        _remember(store, unknown.union(missing))
    return came


def _remember(store: Store, unknown: Collection[str]) -> None:
    store.remember(_UNKNOWN, json.dumps(sorted(unknown)))
