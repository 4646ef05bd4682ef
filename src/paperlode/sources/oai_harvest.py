"""Harvests of arXiv's OAI-PMH service: a list page by page, to the token that ends it.

A token is an offset in a list that can move: a record that changes during a harvest goes to the
end, and another one slips past the offset. So a list is whole only up to a day before today; what
is newer is to be asked for again by the next harvest, with an overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperlode.errors import AnswerError, IncompleteError, RefusedError
from paperlode.sources import oai_pmh
from paperlode.sources.oai_pmh import OaiError, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from paperlode.sources.oai_pmh import OaiPage

TRIES = 5
"""How often an answer is asked for that cannot be read."""

RESTARTS = 5
"""How often a list is begun anew where it broke off without getting further."""


def harvest(
    ask: Callable[[str], bytes],
    base: str = oai_pmh.ADDRESS,
    *,
    prefix: str = "arXivRaw",
    sets: str | None = None,
    since: date | None = None,
    until: date | None = None,
    today: date | None = None,
) -> Iterator[OaiPage]:
    """Give the pages of a list until the service says that it ends.

    The arguments are those of :func:`paperlode.sources.oai_pmh.request`. An answer that cannot be
    read, or that is shorter than its own token says, is asked for again. Where a token is refused
    or leads nowhere, the list is begun anew from the day that the token names: records may come
    twice, but none is left out.

    Raises RefusedError when the request itself is wrong, IncompleteError when the list cannot be
    brought to its end; what was passed on before stands.
    """
    walk = _Walk(ask, base, _List(prefix, sets, since, until, today), since)
    page = walk.begin()
    yield page
    while page.token:
        following = walk.follow(page.token)
        page = walk.anew(page.token) if following is None else following
        yield page


@dataclass(frozen=True, slots=True)
class _List:
    """What is asked for: a format, a set, a span of days."""

    prefix: str
    sets: str | None
    since: date | None
    until: date | None
    today: date | None

    def url(self, base: str, since: date | None) -> str:
        """Write the URL of the list from a later day on."""
        return oai_pmh.request(
            base,
            prefix=self.prefix,
            sets=self.sets,
            since=since,
            until=self.until,
            today=self.today,
        )

    def __str__(self) -> str:
        days = f"from {self.since or 'the beginning'} to {self.until or 'now'}"
        return f"of records changed {days} in {self.sets or 'all of arXiv'}"


@dataclass(slots=True)
class _Walk:
    """Where a harvest is."""

    ask: Callable[[str], bytes]
    base: str
    wanted: _List
    since: date | None
    restarts: int = 0
    followed: set[str] = field(default_factory=set)
    """Tokens that were followed since the list was begun."""
    before: frozenset[tuple[str, date]] = frozenset()
    """What the page before brought: each paper with the day of its change."""

    def begin(self) -> OaiPage:
        """Ask for the first page of what is left."""
        self.followed.clear()
        page = self._read(self.wanted.url(self.base, self.since), Place(self.since))
        self.before = _brought(page)
        return page

    def follow(self, token: str) -> OaiPage | None:
        """Ask for the page behind a token; None when the token leads nowhere.

        That a list must not end without the empty token is the protocol's rule. A page with a
        record of the page before does not begin where that one ended.
        """
        if token in self.followed:
            return None
        self.followed.add(token)
        try:
            page = self._read(oai_pmh.resume(self.base, token), oai_pmh.place(token))
        except OaiError:
            return None
        brought = _brought(page)
        if page.token is None or not self.before.isdisjoint(brought):
            return None
        self.before = brought
        return page

    def anew(self, token: str) -> OaiPage:
        """Begin again at the day of a token that leads nowhere.

        There were records, so neither *nothing* nor a refusal is believed at once.
        """
        place = oai_pmh.place(token)
        if place and place.day and (self.since is None or place.day > self.since):
            self.since, self.restarts = place.day, 0
        while self.restarts < RESTARTS:
            self.restarts += 1
            try:
                page = self.begin()
            except OaiError:
                continue
            if not page.nothing:
                return page
        raise IncompleteError(
            f"the list {self.wanted} cannot be brought to its end: it broke off {RESTARTS} "
            f"times after {self.since or 'its beginning'}"
        )

    def _read(self, url: str, begun: Place | None) -> OaiPage:
        """Ask for a URL until its answer can be read; RefusedError comes at once."""
        for attempt in range(1, TRIES + 1):
            body = self.ask(url)
            try:
                page = oai_pmh.read(body)
                _raise_when_thin(page, begun)
            except RefusedError:
                raise
            except AnswerError as error:
                if attempt == TRIES:
                    raise IncompleteError(f"the list {self.wanted} broke off: {error}") from error
            else:
                return page
        raise AssertionError  # pragma: no cover  the last attempt returns or raises


def _brought(page: OaiPage) -> frozenset[tuple[str, date]]:
    return frozenset(page.stamps.items())


def _raise_when_thin(page: OaiPage, begun: Place | None) -> None:
    """Compare a page with its token, which says how many records it should have.

    ``begun`` is where the page begins. Tokens that are no places say nothing.
    """
    ended = oai_pmh.place(page.token or "")
    if begun is None or ended is None:
        return
    if ended.day in (begun.day, None):
        has, should = page.entries, ended.skip - begun.skip
    else:
        has, should = page.days.get(ended.day, 0), ended.skip
    if has < should:
        raise AnswerError(f"a page has only {has:,} of {should:,} records")
