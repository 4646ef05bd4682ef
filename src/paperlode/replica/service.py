"""What a replica says to each request: routes, clock, faults and the log; no sockets here."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from paperlode.errors import InputError
from paperlode.paper import moment, stamp
from paperlode.replica import atom
from paperlode.replica.announced import Lags
from paperlode.replica.day import Days
from paperlode.replica.faults import Faults, read_faults
from paperlode.replica.feeds import Feeds
from paperlode.replica.journal import Journal, breaches
from paperlode.replica.listing import Listing
from paperlode.replica.oai_pmh import Repository
from paperlode.replica.search_api import Answer, RefusalError, answer, internal_error
from paperlode.replica.spoilt import Reply, behind, hidden, mischief, spoilt, thinned, trouble

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from paperlode.replica.faults import Fault
    from paperlode.replica.oai_pmh import PageSizes
    from paperlode.replica.search import Catalogue
    from paperlode.replica.search_api import Found, Request

SEARCH = "/api/query"
"""Path of the search API, as on export.arxiv.org."""
OAI = "/oai"
"""Path of the OAI-PMH repository, as on oaipmh.arxiv.org."""
FEEDS = ("/rss/", "/atom/")
"""Where the feeds are, as on rss.arxiv.org."""
LISTING = "/catchup/"
"""Where the catch-up listing is, as on arxiv.org."""
CONTROL = "/_replica"
"""Path under which the replica itself is steered."""
_STEERING = ("clock", "faults", "log", "manners")
_FORM = "application/x-www-form-urlencoded"
_CHANNELS = {SEARCH: "search", OAI: "oai"}
_METHODS = frozenset({"GET", "HEAD", "POST"})
_FAILED = Answer(500, b"Internal Server Error\n", "text/html; charset=utf-8")
_NOT_ALLOWED = Answer(405, b"Method Not Allowed\n", "text/html; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Asked:
    """One HTTP request."""

    method: str
    target: str
    body: str = ""
    content_type: str = ""
    agent: str = ""
    accept: str = ""
    known: str = ""
    """If-None-Match."""

    @property
    def path(self) -> str:
        """The path without the query string."""
        return self.target.partition("?")[0]

    @property
    def channel(self) -> str:
        """Which of arXiv's services is asked; empty for none."""
        if self.path in _CHANNELS:
            return _CHANNELS[self.path]
        if self.path.startswith(FEEDS):
            return "feed"
        return "listing" if self.path.startswith(LISTING) else ""

    @property
    def encoded(self) -> str:
        """The parameters: a query string, or the form of a POST, whose query string is ignored."""
        if self.method != "POST":
            return self.target.partition("?")[2]
        form = self.content_type.split(";")[0].strip().lower()
        return self.body if form in ("", _FORM) else ""

    @property
    def address(self) -> str:
        """Where the request goes, with all its parameters, as the log shows it."""
        return f"{self.path}?{self.encoded}" if self.encoded else self.path


class Service:
    """An arXiv: papers, a clock, what goes wrong, and a log of who asked for what.

    ``now`` is a moment at which the clock stands, or a function that tells the running time.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        now: datetime | Callable[[], datetime],
        faults: Faults | None = None,
        *,
        lags: Lags | None = None,
        pages: PageSizes | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.lags = lags or Lags()
        self._repository = Repository(catalogue.collection, self.lags, pages)
        days = Days(catalogue.collection, self.lags)
        self._feeds, self._listing = Feeds(days), Listing(days)
        self.faults = faults or Faults()
        self._given = now
        self._set: datetime | None = None
        self._lock = Lock()
        self.journal = Journal(lambda: self.now)

    @property
    def now(self) -> datetime:
        """The replica's time, which decides what is announced."""
        given = self._set or self._given
        return given() if callable(given) else given

    def set_clock(self, now: datetime | None) -> None:
        """Stop the clock at ``now``; None returns to the clock that the replica started with."""
        self._set = now

    @property
    def log(self) -> deque[dict[str, Any]]:
        """The requests so far; see :mod:`paperlode.replica.journal`."""
        return self.journal.entries

    def reply(self, asked: Asked) -> Reply:
        """Answer one request; requests wait for each other."""
        with self.taken(asked) as reply:
            return reply

    @contextmanager
    def taken(self, asked: Asked) -> Iterator[Reply]:
        """Answer one request, which lasts until the context ends, or :meth:`ended` is called."""
        if asked.path.rstrip("/").startswith(CONTROL):
            with self._lock:
                reply = Reply(self._controlled(asked))
            yield reply
            return
        with self.journal.taken() as (now, entry):
            with self._lock:
                struck = self.faults.strike(unquote(asked.address), now, asked.channel)
                reply = spoilt(self._answered(asked, now, struck), struck)
                self._note(entry, asked, reply, struck)
            yield replace(reply, entry=entry)

    def ended(self, reply: Reply, sent: int) -> None:
        """Say that an answer is on its way with all its bytes, so many of the body."""
        if reply.entry is not None:
            reply.entry["bytes"] = sent
            self.journal.end(reply.entry)

    def _note(self, entry: dict[str, Any], asked: Asked, reply: Reply, struck: list[Fault]) -> None:
        headers = dict(reply.answer.headers)
        entry |= {
            "channel": asked.channel,
            "method": asked.method,
            "url": asked.address,
            "status": reply.answer.status,
            "bytes": len(reply.answer.body),
            "retry_after": headers.get("Retry-After"),
            "faults": [fault.kind for fault in struck],
            "agent": asked.agent,
            "accept": asked.accept,
        }
        self.journal.entries.append(entry)

    def _answered(self, asked: Asked, now: datetime, struck: list[Fault]) -> Answer:
        """Give the answer of an arXiv whose papers, but not whose machines, may be disturbed."""
        services = {
            "search": self._searched,
            "oai": self._harvested,
            "feed": self._subscribed,
            "listing": self._listed,
        }
        if asked.channel not in services:
            return RefusalError(404, "There is nothing at this address.", atom.ERRORS).answer(now)
        return services[asked.channel](asked, now, struck)

    def _searched(self, asked: Asked, now: datetime, struck: list[Fault]) -> Answer:
        if asked.method not in _METHODS:
            sentence = f"The method {asked.method} is not allowed here."
            return RefusalError(405, sentence, atom.ERRORS).answer(now)
        if _failing(struck):
            return internal_error().answer(now)
        position = self._position(now, struck)
        kinds = {fault.kind for fault in struck}
        odd = {"loose": "loose-phrases" in kinds, "titles": "titles-only" in kinds}

        def search(request: Request) -> Found:
            for fault in struck:
                if fault.kind == "duplicates" and request.start:
                    request = replace(request, start=max(0, request.start - fault.shift))
            found = self.catalogue.find(request, position, hidden=hidden(struck), **odd)
            for fault in struck:
                found = thinned(found, fault)
            return found

        return answer(asked.encoded, search, now)

    def _harvested(self, asked: Asked, now: datetime, struck: list[Fault]) -> Answer:
        if asked.method not in _METHODS:
            return _NOT_ALLOWED
        if _failing(struck):
            return _FAILED
        late = timedelta(days=behind(struck))
        return self._repository.answer(asked.encoded, now, mischief(struck), behind=late)

    def _subscribed(self, asked: Asked, now: datetime, struck: list[Fault]) -> Answer:
        if asked.method not in ("GET", "HEAD"):
            return _NOT_ALLOWED
        if _failing(struck):
            return _FAILED
        return self._feeds.answer(asked.path, now, asked.known, trouble(struck))

    def _listed(self, asked: Asked, now: datetime, struck: list[Fault]) -> Answer:
        if asked.method not in ("GET", "HEAD"):
            return _NOT_ALLOWED
        if _failing(struck):
            return _FAILED
        late = timedelta(days=behind(struck))
        return self._listing.answer(asked.path, asked.encoded, now, hidden(struck), behind=late)

    def _position(self, now: datetime, struck: list[Fault]) -> int:
        late = self.lags.search + timedelta(days=behind(struck))
        return self.catalogue.collection.position(now - late)

    # --- /_replica

    def _controlled(self, asked: Asked) -> Answer:
        what = asked.path.rstrip("/").removeprefix(CONTROL).strip("/")
        try:
            if asked.method == "POST":
                return _json(self._changed(what, asked.body))
            return _json(self._told(what))
        except InputError as error:
            return _json({"error": str(error)}, status=400)
        except KeyError:
            return _json({"error": f"nothing at {asked.path} for {asked.method}"}, status=404)

    def _told(self, what: str) -> dict[str, Any]:
        told: dict[str, Callable[[], dict[str, Any]]] = {
            "": self.description,
            "clock": lambda: {"now": stamp(self.now)},
            "faults": self.faults.to_record,
            "log": lambda: {"requests": list(self.log)},
            "manners": lambda: {"breaches": breaches(self.log)},
        }
        return told[what]()

    def _changed(self, what: str, body: str) -> dict[str, Any]:
        if what == "clock":
            self.set_clock(_time(body))
        elif what == "faults":
            self.faults = read_faults(body)
        else:
            raise KeyError(what)
        return self._told(what)

    def description(self) -> dict[str, Any]:
        """Say what is served."""
        collection, now = self.catalogue.collection, self.now
        position = collection.position(now)
        return {
            "search": SEARCH,
            "oai": OAI,
            "feeds": list(FEEDS),
            "listing": LISTING,
            "now": stamp(now),
            "papers": collection.current(position).bit_count(),
            "versions": collection.versions_by(position),
            "not_yet_announced": collection.versions_by(len(collection))
            - collection.versions_by(position),
            "control": [f"{CONTROL}/{name}" for name in _STEERING],
        }


def _failing(struck: list[Fault]) -> bool:
    return any(fault.kind == "500" for fault in struck)


def _json(value: dict[str, Any], status: int = 200) -> Answer:
    body = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return Answer(status, body.encode(), "application/json")


def _time(body: str) -> datetime | None:
    """Read ``{"now": "2026-11-23T01:00:00Z"}``; null lets the clock go on."""
    try:
        now = json.loads(body)["now"]
        return None if now is None else moment(now)
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            f'send {{"now": "2026-11-23T01:00:00Z"}} or {{"now": null}}: {error}'
        ) from error
