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
from paperlode.sources.oai_pmh import OaiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from paperlode.sources.oai_pmh import OaiPage

TRIES = 5
"""How often an answer is asked for that cannot be read."""

RESTARTS = 5
"""How often a list is begun anew where it broke off without getting further."""


@dataclass(frozen=True, slots=True)
class List:
    """What is asked for: a format, a set, a span of days."""

    prefix: str = "arXivRaw"
    sets: str | None = None
    since: date | None = None
    until: date | None = None
    today: date | None = None

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


def harvest(
    ask: Callable[[str], bytes], wanted: List | None = None, base: str = oai_pmh.ADDRESS
) -> Iterator[OaiPage]:
    """Give the pages of a list until the service says that it ends.

    An answer that cannot be read is asked for again. Where a token is refused or leads nowhere,
    the list is begun anew from the day that the token names, so that records may come twice;
    never is one left out. Raises RefusedError when the request itself is wrong, IncompleteError
    when the list cannot be brought to its end; what was passed on before stands.
    """
    wanted = wanted or List()
    walk = _Walk(ask, base, wanted, since=wanted.since)
    page = walk.begin()
    yield page
    while page.token:
        following = walk.follow(page.token)
        page = walk.anew(page.token) if following is None else following
        yield page


@dataclass(slots=True)
class _Walk:
    """Where a harvest is."""

    ask: Callable[[str], bytes]
    base: str
    wanted: List
    since: date | None
    restarts: int = 0
    followed: set[str] = field(default_factory=set)

    def begin(self) -> OaiPage:
        """Ask for the first page of what is left."""
        return self._read(self.wanted.url(self.base, self.since))

    def follow(self, token: str) -> OaiPage | None:
        """Ask for the page behind a token; None when the token leads nowhere.

        That it must not end without the empty token is the protocol's rule.
        """
        if token in self.followed:
            return None
        self.followed.add(token)
        try:
            page = self._read(oai_pmh.resume(self.base, token))
        except OaiError as error:
            if error.code != "badResumptionToken":
                raise
            return None
        return page if page.token is not None else None

    def anew(self, token: str) -> OaiPage:
        """Begin again at the day of a token that leads nowhere."""
        day = oai_pmh.from_day(token)
        if day is not None and (self.since is None or day > self.since):
            self.since, self.restarts = day, 0
        self.restarts += 1
        if self.restarts > RESTARTS:
            raise IncompleteError(
                f"the list {self.wanted} cannot be brought to its end: arXiv does not go on "
                f"from {self.since or 'its beginning'}, where it broke off {RESTARTS} times"
            )
        self.followed.clear()
        return self.begin()

    def _read(self, url: str) -> OaiPage:
        """Ask for a URL until its answer can be read; RefusedError comes at once."""
        for _ in range(TRIES - 1):
            body = self.ask(url)
            try:
                return oai_pmh.read(body)
            except RefusedError:
                raise
            except AnswerError:
                continue
        try:
            return oai_pmh.read(self.ask(url))
        except RefusedError:
            raise
        except AnswerError as error:
            raise IncompleteError(f"the list {self.wanted} broke off: {error}") from error
