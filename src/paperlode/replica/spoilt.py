"""What faults make of answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from paperlode.replica.feeds import Trouble
from paperlode.replica.oai_pmh import Mischief
from paperlode.replica.search_api import Answer

if TYPE_CHECKING:
    from paperlode.replica.faults import Fault
    from paperlode.replica.search_api import Found

_PAGE = b"<!DOCTYPE html>\n<html><head><title>Sorry</title></head><body>Back soon.</body></html>\n"
_ENTITIES = (
    b"<?xml version='1.0' encoding='UTF-8'?>\n"
    b'<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY file SYSTEM "file:///etc/hostname">]>\n'
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;&b;&b;&file;</title></feed>\n'
)
_RATE = b"Rate exceeded."
_PLAIN = "text/plain; charset=utf-8"
_INSTEAD = {
    "429": Answer(429, _RATE, _PLAIN),
    "rate-exceeded-200": Answer(200, _RATE, _PLAIN),
    "empty-406": Answer(406, b"", _PLAIN),
    "503": Answer(503, b"first byte timeout", _PLAIN),
    "html": Answer(200, _PAGE, "text/html; charset=utf-8"),
    "entities": Answer(200, _ENTITIES),
}
"""What comes in place of the service's answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and how it is brought: after how many seconds, how fast, cut off or whole."""

    answer: Answer
    delay: float = 0.0
    cut: bool = False
    rate: int | None = None
    """Bytes of the body in a second; None: as fast as it goes."""
    entry: dict[str, Any] | None = None
    """What the log has of it."""


def hidden(struck: list[Fault]) -> frozenset[str]:
    """Name the papers that fell into a hole."""
    return frozenset[str]().union(*(fault.names for fault in struck if fault.kind == "hole"))


def behind(struck: list[Fault]) -> int:
    """Say by how many days a service is late."""
    return max((fault.days for fault in struck if fault.kind == "lag"), default=0)


def mischief(struck: list[Fault]) -> Mischief:
    """Say what happens to a list of OAI-PMH records."""
    kinds = {fault.kind: fault for fault in reversed(struck)}
    short, shifted = kinds.get("short-page"), kinds.get("duplicates")
    return Mischief(
        hidden(struck),
        keep=short.keep if short else None,
        half=short is not None and short.keep is None,
        empty="empty-page" in kinds,
        shift=shifted.shift if shifted else 0,
    )


def trouble(struck: list[Fault]) -> Trouble:
    """Say what happens to a feed."""
    kinds = {fault.kind: fault for fault in reversed(struck)}
    short, overflow = kinds.get("short-page"), kinds.get("feed-overflow")
    return Trouble(
        hidden(struck),
        shown=0 if "empty-page" in kinds else short.keep if short else None,
        half=short is not None and short.keep is None,
        overflow=overflow is not None,
        largest=overflow.keep if overflow else None,
        stale="stale-feed" in kinds,
        behind=behind(struck),
    )


def thinned(found: Found, fault: Fault) -> Found:
    """Take entries off a page, and tell another total if the script says so."""
    total = found.total if fault.total is None else fault.total
    if fault.kind == "empty-page":
        return replace(found, papers=(), total=total)
    if fault.kind == "short-page":
        keep = len(found.papers) // 2 if fault.keep is None else fault.keep
        return replace(found, papers=found.papers[:keep], total=total)
    return found


def spoilt(answer: Answer, struck: list[Fault]) -> Reply:
    """Let the machines in front of the service fail: the first fault that can, decides."""
    delay = sum(fault.seconds for fault in struck if fault.kind == "slow")
    rate = min((fault.rate for fault in struck if fault.kind == "trickle"), default=None)
    brought = Reply(answer, delay, rate=rate)
    for fault in struck:
        if fault.kind in _INSTEAD:
            wait = (("Retry-After", fault.retry_after),) if fault.retry_after is not None else ()
            return replace(brought, answer=replace(_INSTEAD[fault.kind], headers=wait))
        if fault.kind == "truncated":
            body = answer.body[: 2 * len(answer.body) // 3]
            return replace(brought, answer=replace(answer, body=body))
        if fault.kind == "reset":
            return replace(brought, cut=True)
    return brought
