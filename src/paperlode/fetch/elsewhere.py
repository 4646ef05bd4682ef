"""Asking a service that is not arXiv: a reader's own library or model, with their key.

Its manners differ (no pause of three seconds, no gate over all processes), its troubles do not:
throttling and overload are waited for, and nothing is taken for an empty answer.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

import httpx  # noqa: TID251  this is the part that opens connections

import paperlode
from paperlode.errors import AnswerError, FetchError, InputError, StatusError, ThrottledError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TRIES = 6
"""How often a request is sent that meets throttling, overload or silence."""
SILENT = 2
"""How often in a row a service may not be reached at all: waiting longer helps nobody."""
CONNECT, READ = 4.0, 60.0
"""Seconds in which a service must be reached, and say something."""
LONGEST = 300.0
"""Seconds that are waited at most because the service asks for it."""
LIMIT = 50_000_000
"""Bytes that an answer may have."""
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_REFUSED = 400


@dataclass(frozen=True, slots=True)
class Given:
    """An answer."""

    body: bytes
    headers: Mapping[str, str]


class Elsewhere:
    """Asks one service; ``name`` is what it is called in messages, which never tell ``headers``.

    Redirections are not followed: a key must not go where nobody meant it to go.
    """

    def __init__(
        self,
        name: str,
        headers: Mapping[str, str],
        *,
        tries: int = TRIES,
        tell: Callable[[str], None] = lambda _: None,
        wait: Callable[[float], None] = time.sleep,  # noqa: TID251  the part that waits
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        if not all(value.isascii() and value.isprintable() for value in headers.values()):
            raise InputError(f"the key to {name} has signs in it that no key has: copy it anew")
        self._name, self._tries, self._tell, self._wait = name, tries, tell, wait
        self._owed = 0.0
        """Seconds that the service asked to be left alone (Backoff)."""
        self._client = httpx.Client(
            headers={"User-Agent": f"paperlode/{paperlode.__version__}", **headers},
            transport=transport,
            timeout=httpx.Timeout(READ, connect=CONNECT),
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def __call__(
        self, url: str, parameters: Mapping[str, str | int], *, sent: object = None
    ) -> Given:
        """Give the answer to a request; ``sent``, if there is any, goes along as JSON (POST).

        Raises StatusError when the service refuses it, ThrottledError or FetchError when it is
        busy or silent for good, AnswerError for an answer that is too large.
        """
        silent = 0
        for tried in range(1, self._tries + 1):
            if self._owed:
                self._wait(self._owed)
            answer, trouble = self._attempt(url, parameters, sent)
            if answer is not None and not trouble:
                self._owed = _seconds(answer, "backoff")
                return Given(answer.content, dict(answer.headers))
            silent = silent + 1 if answer is None else 0
            if silent == SILENT or tried == self._tries:
                break
            self._owed = max(2.0**tried, _seconds(answer, "retry-after"))
            self._tell(f"{self._name} {trouble}; waiting {self._owed:.0f} seconds")
        raise FetchError(f"{self._name} {trouble}, {tried} times in a row; try again later")

    def _attempt(
        self, url: str, parameters: Mapping[str, str | int], sent: object
    ) -> tuple[httpx.Response | None, str]:
        """Ask once; give the answer, and what is wrong."""
        try:
            method = "GET" if sent is None else "POST"
            answer = self._client.request(method, url, params=dict(parameters), json=sent)
        except httpx.InvalidURL as error:
            raise FetchError(f"{url} is not an address that can be asked: {error}") from error
        except httpx.HTTPError as error:
            return None, f"does not answer ({type(error).__name__})"
        if answer.status_code in _BUSY:
            self._check_patience(answer)
            return answer, f"is busy (HTTP {answer.status_code})"
        if answer.status_code >= 300:  # noqa: PLR2004  HTTP's successes end here
            raise StatusError(f"{self._name} refuses {url} (HTTP {answer.status_code})")
        if len(answer.content) > LIMIT:
            raise AnswerError(f"{self._name}'s answer has more than {LIMIT:,} bytes")
        return answer, ""

    def _check_patience(self, answer: httpx.Response) -> None:
        if (asked := _seconds(answer, "retry-after")) > LONGEST:
            raise ThrottledError(f"{self._name} asks to be left alone for {asked:.0f} seconds")


def answers(url: str, seconds: float = 5.0, transport: httpx.BaseTransport | None = None) -> bool:
    """Say within so many seconds whether anything answers at an address, whatever it says.

    A thread asks, for looking up a name knows no limit of its own.
    """
    heard = Event()

    def ask() -> None:
        with suppress(httpx.HTTPError), httpx.Client(timeout=seconds, transport=transport) as ours:
            ours.head(url)
            heard.set()

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    return heard.is_set()


def _seconds(answer: httpx.Response | None, header: str) -> float:
    """Read how long a service asks us to wait; 0 when it does not say or says it as a date."""
    told = "" if answer is None else answer.headers.get(header, "")
    return float(told) if told.isdigit() else 0.0
