"""The Atom feed: what was seen last, newest first.

An entry stands for a paper and keeps its identifier; a new version of the paper is an update of
its entry, as RFC 4287 has it.
"""

from __future__ import annotations

import uuid
from itertools import accumulate
from typing import TYPE_CHECKING

from paperlode.digest import bounds
from paperlode.publish import addresses
from paperlode.sighting import BEGINNING, NEWS, TRACKED

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.digest import Seen
    from paperlode.publish import File, Look
    from paperlode.publish.status import Status
    from paperlode.publish.templating import Pages
    from paperlode.store import Entry, Store

LENGTH = 100
"""Versions that the feed goes back."""


def atom(pages: Pages, store: Store, status: Status) -> File:
    """Write the feed."""
    look = pages.look
    papers: dict[str, Seen] = {}
    for entry in _latest(store, look, status):
        papers.setdefault(entry.paper.id, entry)
    return pages.text(
        "feed.xml",
        addresses.FEED,
        id=_identifier(look),
        updated=status.updated or BEGINNING,
        entries=[(entry, _published(store, look, entry)) for entry in papers.values()],
    )


def _latest(store: Store, look: Look, status: Status) -> list[Entry]:
    """Give what was seen last, newest first; read by days, of which only the last are needed."""
    days = list(zip(status.days, accumulate(count for _, count in status.days), strict=True))
    if not days:
        return []
    (oldest, _), _ = next((day for day in days if day[1] >= LENGTH), days[-1])
    found = store.entries(bounds(oldest, look.timezone)[0], None, look.ids, NEWS)
    return found[: -LENGTH - 1 : -1]


def _identifier(look: Look) -> str:
    """Name the feed for good: by its address, or from title and topics where it has none."""
    if look.url:
        return look.address(addresses.FEED)
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(["paperlode", look.title, *look.ids])).urn


def _published(store: Store, look: Look, entry: Seen) -> datetime:
    """Say when a paper was first seen, whatever its version."""
    return min(
        (
            sighting.seen
            for sighting in store.history(entry.paper.id).sightings
            if sighting.kind in TRACKED and set(sighting.topics) & set(look.ids)
        ),
        default=entry.seen,
    )
