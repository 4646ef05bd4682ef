"""Looking down a listing from its newest end: how far it goes, and whether it can be trusted.

A listing that is not read to its end cannot be counted. What can be seen is whether the pages
fit together: each begins with the entries the one before ended with, no answer repeats a paper,
and times only go down. A paper left out in the middle, or one that came in at the top meanwhile,
moves everything behind it, so that the pages no longer fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from paperlode.paper import stamp
from paperlode.sighting import BEGINNING
from paperlode.sources import search_api

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.sources.page import Page


@dataclass(slots=True)
class Look:
    """One look from the newest end of a listing down to ``since``."""

    since: datetime
    doubt: str = ""
    """Why the pages cannot be trusted to have shown everything, as a sentence."""
    older: bool = False
    """A whole page was older than ``since``."""
    ended: bool = False
    """The listing was read as far as the service goes; set by the reader."""
    beyond: bool = False
    """The service's window ended before the papers were older than ``since``."""
    newest: datetime = BEGINNING
    """The latest time of a version seen: nothing was submitted after it."""
    before: Page | None = None

    def at(self, page: Page) -> None:
        """Look at the next page; an empty one shows nothing."""
        if not page.entries:
            return
        self.doubt = self.doubt or _doubt(page, self.before)
        times = [paper.updated for paper in page.papers]
        self.newest = max([self.newest, *times])
        in_order = all(later >= earlier for later, earlier in pairwise(times))
        self.older = in_order and bool(times) and times[0] < self.since
        self.beyond = not self.older and page.start + page.entries >= search_api.WINDOW < page.total
        self.before = page


def _doubt(page: Page, before: Page | None) -> str:
    """Say what is odd about a page after the one before it; an empty text when nothing is."""
    names = [paper.name for paper in page.papers]
    times = [paper.updated for paper in page.papers]
    if page.unreadable:
        return page.unreadable[0]
    if len(set(names)) < len(names):
        return "an answer of arXiv has the same paper twice"
    for later, earlier in pairwise(times):
        if later < earlier:
            return f"arXiv's answer is out of order: {stamp(earlier)} after {stamp(later)}"
    if before is not None and not _fits(page, before):
        return "two pages of arXiv's answer do not fit together"
    return ""


def _fits(page: Page, before: Page) -> bool:
    """Say whether a page begins with the entries that the page before it ended with.

    Papers of the same second may change places; so the times decide, if they tell anything.
    """
    shared = before.papers[page.start - before.start :]
    again = page.papers[: len(shared)]
    if not shared:
        return False
    if [paper.name for paper in shared] == [paper.name for paper in again]:
        return True
    times = [paper.updated for paper in shared]
    return times == [paper.updated for paper in again] and len(set(times)) > 1
