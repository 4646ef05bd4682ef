"""The Atom feed of the checks' state: one entry whenever it turned, none while it stays.

For those who keep the site: complete, incomplete and failed are told when they begin. All of it
follows from the receipts, so that a rebuilt site has the same entries under the same names.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from paperlode.publish import addresses
from paperlode.publish.history import UNREAD
from paperlode.sighting import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from paperlode.publish import File, Look
    from paperlode.publish.status import Status
    from paperlode.publish.templating import Pages
    from paperlode.sighting import Receipt
    from paperlode.store import Store

SPAN = timedelta(days=180)
"""How far the feed goes back from the last run; what stood then is where it starts from."""
COMPLETE, INCOMPLETE, FAILED = "complete", "incomplete", "failed"
_TITLES = {
    COMPLETE: "Complete again: nothing is missing any more",
    INCOMPLETE: "Incomplete: papers may be missing",
    FAILED: "Failed: nothing could be read",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A run after which things stood otherwise than before."""

    run: datetime
    state: str
    gaps: tuple[str, ...]
    """What is missing, and why."""

    @property
    def title(self) -> str:
        """Say it in a line."""
        return _TITLES[self.state]


def turns(receipts: Sequence[Receipt], look: Look) -> tuple[Turn, ...]:
    """Give the runs at which the state turned, ascending; that all was well first is no turn.

    The state after a run is that of the last check of everything the settings follow: what a run
    did not ask for stays as it was. ``receipts`` ascend by run.
    """
    last: dict[str, list[Receipt]] = {}
    state, found = COMPLETE, []
    for run, its in groupby(receipts, key=lambda receipt: receipt.run):
        last |= _by_topic(its, look)
        after = _state(last)
        if after != state:
            found.append(Turn(run, after, tuple(_gaps(last, look))))
            state = after
    return tuple(found)


def _by_topic(receipts: Iterable[Receipt], look: Look) -> dict[str, list[Receipt]]:
    """Take one run apart by topic; what serves several topics stands under an empty name."""
    asked: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        if not receipt.topic or receipt.topic in look.ids:
            asked.setdefault(receipt.topic, []).append(receipt)
    return asked


def _state(last: Mapping[str, Sequence[Receipt]]) -> str:
    asked = [receipt for receipts in last.values() for receipt in receipts]
    if all(receipt.complete for receipt in asked):
        return COMPLETE
    read = any(receipt.papers or receipt.complete for receipt in asked)
    return INCOMPLETE if read else FAILED


def _gaps(last: Mapping[str, Sequence[Receipt]], look: Look) -> Iterator[str]:
    """Tell each reason once, with all it holds for, in the order of the settings."""
    names = {topic.id: topic.name for topic in look.topics}
    reasons: dict[str, list[str]] = {}
    for topic in ("", *look.ids):
        for receipt in last.get(topic, ()):
            if not receipt.complete:
                what = names.get(topic) or f"{receipt.channel} {receipt.query}".strip()
                reasons.setdefault(receipt.why or UNREAD, []).append(what)
    for why, whose in reasons.items():
        yield f"{', '.join(whose)}: {why}"


def atom(pages: Pages, store: Store, status: Status) -> File:
    """Write the feed; what is noted for after the last run was noted by a wrong clock."""
    run, look = status.run, pages.look
    since = None if run is None else run - SPAN
    noted = [] if run is None else [r for r in store.receipts(since) if r.run <= run]
    found = turns(noted, look)[::-1]
    return pages.text(
        "status.xml",
        addresses.STATUS_FEED,
        id=_named(look, "status"),
        updated=found[0].run if found else BEGINNING,
        entries=[(turn, _named(look, f"{turn.run} {turn.state}")) for turn in found],
    )


def _named(look: Look, what: str) -> str:
    """Give a name for good: it follows from the address, or title and topics where none is."""
    site = look.address("") if look.url else "\n".join(["paperlode", look.title, *look.ids])
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site}\n{what}").urn
