"""The far end of the wire: answers from a script, and time that passes only by waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx  # noqa: TID251  its transport is the seam that stands for the network

from paperlode.fetch import Fetch

if TYPE_CHECKING:
    from collections.abc import Iterable

FEED = b"<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'/>"
Answer = httpx.Response | Exception | bytes | int


class Wire:
    """Answers what the script says, one a request, then feeds; remembers all that happened."""

    def __init__(self, *script: Answer, took: float = 0.0) -> None:
        self.script = list(script)
        self.took = took
        self.time = 1_000_000.0
        self.waits: list[float] = []
        self.told: list[str] = []
        self.asked: list[httpx.Request] = []
        self.at: list[float] = []

    def fetch(self, **more: Any) -> Fetch:  # noqa: ANN401  any setting of Fetch
        """Give a Fetch that is at this end of it."""
        settings: dict[str, Any] = {
            "transport": httpx.MockTransport(self._answer),
            "wait": self.wait,
            "now": lambda: self.time,
            "clock": lambda: self.time,
            "jitter": lambda: 0.0,
            "tell": self.told.append,
        }
        return Fetch(**settings | more)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(round(seconds, 3))
        self.time += seconds

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        self.at.append(self.time)
        self.time += self.took
        answer = self.script.pop(0) if self.script else FEED
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return httpx.Response(answer)
        return httpx.Response(200, content=answer) if isinstance(answer, bytes) else answer


def cut_off() -> httpx.Response:
    """Make an answer whose body ends too early."""

    def body() -> Iterable[bytes]:
        yield FEED[:20]
        raise httpx.RemoteProtocolError("peer closed connection")

    return httpx.Response(200, content=body())
