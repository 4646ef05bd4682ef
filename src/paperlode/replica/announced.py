"""When papers become visible, and where first: one clock under all of arXiv's services.

Listings and search show a paper at its announcement, OAI-PMH some hours later, the feeds from the
next midnight in New York on.

When papers are announced is arXiv's schedule. Its holidays are passed in: the command
``paperlode replica`` keeps those that are known; without them every week is an ordinary one, so
that what a test sees does not change when the list of another year becomes known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from paperlode.schedule import announced

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from paperlode.paper import Paper

    Holidays = Mapping[int, Mapping[date, str]]

ORDINARY: Holidays = MappingProxyType({})
"""Years without holidays."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A version of a paper, and the moment from which the world can see it like this (UTC).

    The same version with a later moment is a change without a new version: a cross-list, a
    journal reference, a corrected comment.
    """

    paper: Paper
    announced: datetime


@dataclass(frozen=True, slots=True)
class Lags:
    """How long after its announcement a paper reaches each service."""

    search: timedelta = timedelta(0)
    """The search API; the real index lags some hours, now and then days."""
    oai: timedelta = timedelta(hours=2, minutes=30)
    """OAI-PMH: about 22:30 Eastern time (source: arXiv's OAI-PMH page)."""
    feed: timedelta = timedelta(hours=4)
    """What is so old at midnight Eastern time is in the feed of the day that begins then."""


def announcement(submitted: datetime, holidays: Holidays = ORDINARY) -> datetime:
    """Say when a paper that was submitted (or let go by the moderators) then is announced, UTC."""
    return announced(submitted, holidays)
