"""The Atom feed of the checks' state: one entry whenever it turned, none while it stays.

For those who keep the site: complete, incomplete and failed are told when they begin. All of it
follows from the receipts, so that a rebuilt site has the same entries under the same names.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.publish import addresses, words
from paperlode.publish.checks import COMPLETE, FAILED, INCOMPLETE
from paperlode.sighting import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from paperlode.publish import File, Look
    from paperlode.publish.checks import Checks
    from paperlode.publish.status import Status
    from paperlode.publish.templating import Pages

SPAN = timedelta(days=180)
"""How far the feed goes back from the last run; what stood then is where it starts from."""
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


def turns(checks: Checks, runs: Iterable[datetime], look: Look) -> tuple[Turn, ...]:
    """Give those of the runs after which the state turned; that all was well first is no turn.

    ``runs`` ascend. The state after a run is that of everything the settings follow: what a run
    did not ask for stays as it was.
    """
    state, found = COMPLETE, []
    for check in map(checks.after, runs):
        if check.outcome != state:
            state = check.outcome
            found.append(Turn(check.run, state, tuple(words.gaps(check, look))))
    return tuple(found)


def atom(pages: Pages, status: Status) -> File:
    """Write the feed; what is noted for after the last run was noted by a wrong clock."""
    run, look = status.run, pages.look
    since = None if run is None else run - SPAN
    runs = [each for each in status.checks.runs if run and since and since <= each <= run]
    found = turns(status.checks, runs, look)[::-1]
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
