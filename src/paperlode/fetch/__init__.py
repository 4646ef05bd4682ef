"""Asking arXiv politely: the only network access and the only waiting.

arXiv allows one connection and one request in three seconds, over all its interfaces and all
machines of a user (API terms of use). Whatever trouble it shows is told in a sentence, waited
for with growing patience within the time of the run, and in the end raised: it is never taken
for an empty answer.
"""

from __future__ import annotations

import random
import re
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import httpx  # noqa: TID251  this is the part that opens connections

import paperlode
from paperlode.errors import FetchError, OutOfTimeError, ThrottledError, TooLargeError
from paperlode.fetch.gate import Gate
from paperlode.fetch.patience import (
    FORBIDDEN,
    INTERNAL,
    Answer,
    Patience,
    Policy,
    Trouble,
    duration,
    judge,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

__all__ = ["Fetch", "Fresh", "Patience", "Policy"]

PAUSE = 3.0
"""Seconds between the end of an answer and the next request (API terms of use)."""

BUDGET = 30 * 60.0
"""Seconds that a whole run may take unless its caller says otherwise."""

CRAWL_DELAY = 15.0
"""Seconds that arXiv's own pages want between requests (https://arxiv.org/robots.txt)."""

LIMIT = 100_000_000
"""Bytes that one answer may have, unpacked: forty times a page of 1,000 papers."""

_HOPS = 5
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1"
_ACCEPT_PAGE = "text/html, */*;q=0.1"
_MAIN_SITE = frozenset({"arxiv.org", "www.arxiv.org"})
_NOT_MODIFIED = 304
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,1000}"')
"""What an entity tag looks like (RFC 9110, 8.8.3), of a length that fits into a header."""
_LOCAL = ("all://127.0.0.1", "all://localhost", "all://[::1]")


@dataclass(frozen=True, slots=True)
class Fresh:
    """An answer that is not the one we know."""

    body: bytes
    tag: str
    """By what the service knows it again (ETag); empty when it does not."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for."""

    url: str
    tag: str = ""
    """What we know; the service need not send it again."""
    page: bool = False
    """A web page, not a feed."""

    @property
    def headers(self) -> dict[str, str]:
        """What is said beyond what every request says."""
        known = {"If-None-Match": self.tag} if self.tag else {}
        return known | ({"Accept": _ACCEPT_PAGE} if self.page else {})


class Fetch:
    """Asks for URLs, one after the other.

    ``contact`` (an address or a page) goes into the User-Agent; ``pause`` are the seconds after
    each answer; ``budget`` the seconds after which nothing more is asked (None: no end); ``gate``
    a file that all runs on this machine share; ``tell`` takes a sentence for each wait. What
    time is and how one waits is passed in: ``now`` is the wall clock in seconds, ``clock`` one
    that never goes backwards, ``jitter`` gives numbers from 0 to 1.
    """

    def __init__(  # noqa: PLR0913  everything about the world is passed in here, by name
        self,
        *,
        contact: str | None = None,
        pause: float = PAUSE,
        budget: float | None = BUDGET,
        policy: Policy = Policy(),  # noqa: B008  frozen
        limit: int = LIMIT,
        gate: Path | None = None,
        transport: httpx.BaseTransport | None = None,
        tell: Callable[[str], None] = lambda _: None,
        wait: Callable[[float], None] = time.sleep,  # noqa: TID251  the only place that waits
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.requests = 0
        """Requests that were sent, repetitions and redirections included."""
        self.received = 0
        """Bytes of all answers, unpacked."""
        self.repetitions = 0
        """How often a trouble was waited for."""
        self._policy = policy
        self._budget = budget
        self._limit = limit
        self._tell = tell
        self._wait = wait
        self._now = now
        self._clock = clock
        self._jitter = jitter
        self._pause = pause
        self._began = clock()
        self._over: FetchError | None = None
        self._out_of_reach: dict[str, FetchError] = {}
        """Hosts that cannot be reached, and what was said of them."""
        self._gate = Gate(gate, pause, now=now, wait=wait, tell=tell)
        self._client = _client(contact, transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def __call__(self, url: str) -> bytes:
        """Give the body of the answer to ``url``, unpacked.

        Raises FetchError when there is none: ThrottledError and OutOfTimeError when waiting on
        would take longer than the run may, after which every further call raises at once;
        TooLargeError for more than ``limit`` bytes. Raises AnswerError for an empty body or a
        web page. An error feed is an answer: whoever reads it knows what it means.
        """
        return self._persist(_Wish(url)).body

    def newer(self, url: str, tag: str = "") -> Fresh | None:
        """Give the answer to ``url`` unless it is the one called ``tag``; then None.

        The tag is that of an answer before; with an empty one everything is news. Raises what a
        call raises.
        """
        answer = self._persist(_Wish(url, tag if _TAG.fullmatch(tag) else ""))
        if answer.status == _NOT_MODIFIED:
            return None
        found = answer.headers.get("etag", "") if answer.status < 300 else ""  # noqa: PLR2004  HTTP's successes
        return Fresh(answer.body, found if _TAG.fullmatch(found) else "")

    def page(self, url: str) -> bytes:
        """Give a web page. Raises what a call raises, and FetchError for a page of an error."""
        return self._persist(_Wish(url, page=True)).body

    def _persist(self, wish: _Wish) -> Answer:
        """Ask until there is an answer, or no patience left."""
        seen: Counter[str] = Counter()
        host = _host(wish.url)
        if host in self._out_of_reach:
            raise FetchError(str(self._out_of_reach[host]))
        while True:
            self._check()
            outcome = self._attempt(wish)
            if isinstance(outcome, Answer):
                return outcome
            seen[outcome.kind] += 1
            if seen[outcome.kind] > self._times(outcome):
                return self._give_up(outcome, seen[outcome.kind], host)
            self._be_patient(outcome, seen[outcome.kind])

    def _times(self, trouble: Trouble) -> int:
        """Say how often one tries again; the network is gone when a second host is silent."""
        alone = trouble.kind != "unreachable" or not self._out_of_reach
        return self._policy.of(trouble).times if alone else 0

    # --- one attempt

    def _attempt(self, wish: _Wish) -> Answer | Trouble:
        """Ask once, following redirections; give the answer or what is wrong."""
        try:
            answer = self._follow(wish)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise FetchError(f"{wish.url} is not an address that can be asked: {error}") from error
        except httpx.TimeoutException as error:
            return Trouble("busy", f"arXiv does not answer ({type(error).__name__})")
        except httpx.ConnectError as error:
            return Trouble("unreachable", f"arXiv cannot be reached ({error})")
        except httpx.DecodingError as error:
            return Trouble("unusable", f"arXiv's answer cannot be unpacked ({error})")
        except httpx.HTTPError as error:
            return Trouble("busy", f"the connection to arXiv was cut ({error})")
        return self._weigh(answer, wish)

    def _weigh(self, answer: Answer, wish: _Wish) -> Answer | Trouble:
        if wish.tag and answer.status == _NOT_MODIFIED:
            return answer
        try:
            return judge(answer, self._now(), page=wish.page) or answer
        except FetchError as error:
            if answer.status == FORBIDDEN:
                self._over = error
            raise

    def _follow(self, wish: _Wish) -> Answer:
        """Ask, and go where a redirection points; never from https to http."""
        url = wish.url
        for _ in range(_HOPS):
            if httpx.URL(url).scheme not in ("http", "https"):
                raise httpx.UnsupportedProtocol("neither http nor https")
            with self._gate.passing(self._check, _pause(url)):
                answer = self._send(url, wish.headers)
            target = answer.headers.get("location") if 300 <= answer.status < 400 else None  # noqa: PLR2004  HTTP's redirections
            if target is None:
                return answer
            moved = httpx.URL(url).join(target)
            if moved.scheme != "https" and httpx.URL(url).scheme == "https":
                raise FetchError(f"arXiv's answer leads from {url} to {moved}, which is not safe")
            url = str(moved)
        raise FetchError(f"arXiv's answers lead in a circle, lastly to {url}")

    def _send(self, url: str, headers: dict[str, str]) -> Answer:
        """Send one request and read what comes back, up to the limit."""
        self.requests += 1
        with self._client.stream("GET", url, headers=headers, timeout=self._timeout()) as response:
            announced = response.headers.get("content-length", "")
            if announced.isdigit() and int(announced) > self._limit:
                raise self._too_large(url)
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                self.received += len(piece)
                if len(body) > self._limit:
                    raise self._too_large(url)
                self._check()
            return Answer(response.status_code, response.headers, bytes(body))

    def _too_large(self, url: str) -> TooLargeError:
        return TooLargeError(
            f"the answer to {url} has more than {self._limit:,} bytes; ask for less"
        )

    def _timeout(self) -> httpx.Timeout:
        """Give the times an answer may take: never more than the run has left."""
        left = max(1.0, self._left())
        read, connect = min(self._policy.read, left), min(self._policy.connect, left)
        return httpx.Timeout(read, connect=connect)

    # --- patience

    def _left(self) -> float:
        """Give the seconds that the run has left."""
        if self._budget is None:
            return float("inf")
        return self._budget - (self._clock() - self._began)

    def _check(self) -> None:
        """Raise when nothing more may be asked in this run."""
        if self._over is None and self._left() <= 0:
            self._over = OutOfTimeError(
                f"the run's time of {duration(self._budget or 0)} is used up; "
                "what arrived so far is kept, and the next run goes on from there"
            )
        if self._over is not None:
            raise type(self._over)(str(self._over))

    def _be_patient(self, trouble: Trouble, repetition: int) -> None:
        """Say that we wait, and wait; raise when that takes longer than the run may."""
        seconds = max(self._pause, self._policy.wait(trouble, repetition, self._jitter()))
        if seconds > self._left():
            throttled = issubclass(trouble.error, ThrottledError)
            self._over = (ThrottledError if throttled else OutOfTimeError)(
                f"{trouble.what}; waiting {duration(seconds)} would take longer than "
                f"the {duration(max(0.0, self._left()))} that this run has left"
            )
            raise self._over
        times = self._policy.of(trouble).times
        again = f"repetition {repetition} of at most {times}"
        self._tell(f"{trouble.what}; waiting {duration(seconds)} ({again})")
        self.repetitions += 1
        self._wait(seconds)

    def _give_up(self, trouble: Trouble, tries: int, host: str) -> Answer:
        """Hand on an error feed, or raise what the trouble amounts to.

        What will be no better a second later is not tried again in this run.
        """
        if trouble.body is not None:
            return Answer(INTERNAL, {}, trouble.body)
        often = f", {tries} times in a row" if tries > 1 else ""
        error = trouble.error(f"{trouble.what}{often}")
        if trouble.kind == "unreachable" and isinstance(error, FetchError):
            self._out_of_reach[host] = error
        elif isinstance(error, ThrottledError):
            self._over = error
        raise error


def _host(url: str) -> str:
    """Give the part of an address that says whom it asks."""
    return url.partition("://")[2].partition("/")[0]


def _pause(url: str) -> float:
    """Give the seconds that the site of an address wants for itself."""
    return CRAWL_DELAY if httpx.URL(url).host in _MAIN_SITE else 0.0


def _client(contact: str | None, transport: httpx.BaseTransport | None) -> httpx.Client:
    """Make the one connection; an address of this machine is never asked through a proxy."""
    return httpx.Client(
        transport=transport,
        mounts=dict.fromkeys(_LOCAL),
        follow_redirects=False,  # each hop is a request that keeps its distance
        limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=30),
        headers={
            "User-Agent": _user_agent(contact),
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
        },
    )


def _user_agent(contact: str | None) -> str:
    """Say who asks, as arXiv wants it; header values are plain ASCII without brackets."""
    plain = unicodedata.normalize("NFKD", contact or "").encode("ascii", "ignore").decode()
    address = " ".join("".join(c for c in plain if c.isprintable() and c not in "()\\").split())
    name = f"paperlode/{paperlode.__version__}"
    return f"{name} (+{address})" if address else name
