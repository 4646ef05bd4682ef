"""What an answer means, and how long arXiv's troubles are waited for.

arXiv documents none of this. What stands here was seen by many of its clients in 2025 and 2026:
429 and an empty 406 from the edge, ``Rate exceeded.`` with status 200, web pages, and an Atom
feed with arXiv's own sentence for 400 and 500.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from paperlode.errors import AnswerError, FetchError, PaperlodeError, StatusError, ThrottledError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Patience:
    """How one kind of trouble is waited for."""

    first: float
    """Seconds before the first repetition; each further wait is twice as long."""
    times: int
    """How many repetitions there are at most."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How long each kind of trouble is waited for; all times in seconds."""

    throttled: Patience = Patience(600, 3)
    """429 and ``Rate exceeded.``"""
    fenced: Patience = Patience(600, 1)
    """406 with an empty body: the edge blocks this address for a while."""
    busy: Patience = Patience(60, 4)
    """502, 503, 504, timeouts, connections that were cut."""
    broken: Patience = Patience(60, 2)
    """500: as often a query that the service cannot digest as a trouble of its own."""
    unusable: Patience = Patience(60, 2)
    """An empty body, a web page, a body that cannot be unpacked."""
    unreachable: Patience = Patience(10, 3)
    """No connection at all."""
    longest: float = 7200
    """No wait of ours is longer; a longer Retry-After is honoured."""
    connect: float = 30
    """How long a connection may take."""
    read: float = 120
    """How long an answer may be silent."""

    def wait(self, trouble: Trouble, repetition: int, jitter: float) -> float:
        """Give the seconds to wait before a repetition, counted from 1; ``jitter`` is 0 to 1.

        What the service asks for (Retry-After, RFC 9110) goes before our own figures. The jitter
        only ever adds, up to a tenth, so that not everybody comes back in the same second.
        """
        patience = self.of(trouble)
        doubled = min(patience.first * 2 ** (repetition - 1), self.longest)
        seconds = doubled if trouble.retry_after is None else trouble.retry_after
        return seconds * (1 + jitter / 10)

    def of(self, trouble: Trouble) -> Patience:
        """Give the patience that there is for a kind of trouble."""
        patience: Patience = getattr(self, trouble.kind)
        return patience


HURRIED = Policy(
    throttled=Patience(0, 0),
    fenced=Patience(0, 0),
    busy=Patience(2, 1),
    broken=Patience(2, 1),
    unusable=Patience(2, 1),
    unreachable=Patience(2, 1),
    connect=4,
    read=30,
)
"""For a command at which somebody sits, and which need not succeed: a run can ask later."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An attempt that brought no answer."""

    kind: str
    """The field of the policy that says how it is waited for."""
    what: str
    """What happened, as the beginning of a sentence."""
    error: type[PaperlodeError] = FetchError
    """What is raised when patience is at its end."""
    retry_after: float | None = None
    """Seconds that the service asks to wait."""
    body: bytes | None = field(default=None, repr=False)
    """An error feed, to be handed on when patience is at its end: it says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the network."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


TOO_MANY = 429
NOT_ACCEPTABLE = 406
FORBIDDEN = 403
INTERNAL = 500
OVERLOADED = frozenset({502, 503, 504, 408, 425, 520, 521, 522, 523, 524})

_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<feed|<rss)")
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html)", re.IGNORECASE)
_RATE = re.compile(rb"\s*rate exceeded", re.IGNORECASE)


def judge(answer: Answer, now: float, *, page: bool = False) -> Trouble | None:
    """Say what is wrong with an answer; None when its body is to be handed on.

    ``page`` says that a web page was asked for: then it is no trouble, and a feed no answer.
    The body of an error feed with status 4xx is handed on as well: its reader raises what arXiv
    says in it. Raises FetchError for what no patience can mend.
    """
    asked = _retry_after(answer.headers.get("retry-after", ""), now)
    status, body = answer.status, answer.body
    if status == TOO_MANY or _RATE.match(body):
        return Trouble("throttled", f"arXiv asks for patience ({status})", ThrottledError, asked)
    if status == NOT_ACCEPTABLE and not body.strip():
        what = "arXiv does not let us through at the moment (406)"
        return Trouble("fenced", what, ThrottledError, asked)
    if status in OVERLOADED:
        return Trouble("busy", f"arXiv is overloaded ({status})", FetchError, asked)
    if status >= INTERNAL:
        feed = body if _FEED.match(body) and not page else None
        what = f"arXiv reports a trouble of its own ({status}), as for queries it cannot digest"
        return Trouble("broken", what, FetchError, asked, feed)
    return _judge_body(answer, page=page)


def _judge_body(answer: Answer, *, page: bool) -> Trouble | None:
    """Tell an answer from what only looks like one."""
    status, body = answer.status, answer.body
    if status == FORBIDDEN:
        raise FetchError(
            "arXiv has blocked us (403): asking again would count as an attack; "
            "write to arXiv's support before the next run"
        )
    if status >= 400:  # noqa: PLR2004  HTTP's own border between answers and errors
        if _FEED.match(body) and not page:
            return None
        raise StatusError(f"arXiv refuses the request with status {status}")
    if not body.strip():
        return Trouble("unusable", f"arXiv's answer is empty ({status})", AnswerError)
    looks = _WEB_PAGE.match(body) or "text/html" in answer.headers.get("content-type", "")
    if looks and not page:
        what = f"arXiv answered with a web page instead of a feed ({status})"
        return Trouble("unusable", what, AnswerError)
    return None


_FOREVER = 366 * 86_400.0
"""Seconds: whoever asks for more patience than a year gets no more than that."""


def _retry_after(text: str, now: float) -> float | None:
    """Read a Retry-After header, seconds or a date (RFC 9110, 10.2.3); None when there is none."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _FOREVER)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(0.0, aware.timestamp() - now), _FOREVER)


_MINUTE = 60


def duration(seconds: float) -> str:
    """Say how long something takes: ``45 seconds``, ``10 minutes``; never less than it is."""
    if seconds <= 1.5 * _MINUTE:
        number, unit = math.ceil(seconds), "second"
    else:
        number, unit = math.ceil(seconds / _MINUTE), "minute"
    return f"{number} {unit}{'' if number == 1 else 's'}"
