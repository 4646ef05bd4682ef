"""What goes wrong, and when: a script of the faults that were seen on the real arXiv.

::

    [[fault]]
    kind = "429"              # what happens, see KINDS
    from = 2026-11-23T00:00:00Z
    until = 2026-11-24T00:00:00Z

    [[fault]]
    kind = "short-page"
    first = 3                 # the third request ...
    count = 2                 # ... and the fourth
    match = "start=100"       # of those whose address contains this
    channel = "search"        # only of the search API (see CHANNELS)
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Any

from paperlode.errors import InputError
from paperlode.paper import moment, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KINDS = {
    "429": "status 429 and 'Rate exceeded.'; retry_after: seconds or a date for that header",
    "rate-exceeded-200": "status 200 and 'Rate exceeded.' instead of a feed",
    "empty-406": "status 406 and an empty body, as seen since September 2026",
    "500": "status 500 with arXiv's error feed",
    "503": "status 503; retry_after as above",
    "html": "status 200 and a web page",
    "entities": "a feed that declares a document type and entities",
    "truncated": "the feed ends in the middle",
    "reset": "the connection is cut in the middle of the answer",
    "slow": "the answer comes after so many seconds (default 30)",
    "trickle": "the body comes drop by drop: rate, in bytes a second (default 1000)",
    "empty-page": "a valid feed without entries; the total is true, or 0 with total = 0",
    "short-page": "fewer entries than asked for: keep (default half); total as above",
    "duplicates": "the page repeats entries of the page before: shift (default 3)",
    "hole": "the papers in ids are missing, or a block of them: 2310.16116-2310.16350",
    "loose-phrases": "phrases are treated as loose words, as from 2025-11-11 on",
    "titles-only": "the search looks for words in titles where abs: and all: ask for more",
    "lag": "the papers of so many days ago: days (default 2)",
    "stale-feed": "the feed still has the day that was announced before",
    "feed-overflow": "the feed is cut, new papers first: keep (default half)",
}
"""Every kind of fault and what it does."""

CHANNELS = ("search", "oai", "feed", "listing")
"""The services of arXiv that can fail apart from each other."""
_LONGEST = 36_500
"""Days by which a service may be late; behind them dates end."""


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong under some conditions, all of which must hold."""

    kind: str
    since: datetime | None = None
    until: datetime | None = None
    first: int = 1
    count: int | None = None
    probability: float = 1.0
    seed: int = 0
    match: str = ""
    channel: str = ""
    """The one service that it happens to; empty for all."""
    retry_after: str | None = None
    seconds: float = 30.0
    rate: int = 1000
    keep: int | None = None
    shift: int = 3
    total: int | None = None
    days: int = 2
    ids: tuple[str, ...] = ()
    met: int = 0
    """Requests so far that ``match`` and ``channel`` let through, from ``since`` to ``until``."""
    hits: int = 0
    """Requests so far in which it happened."""
    _random: Random = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311  repeatable bad luck

    def strikes(self, address: str, now: datetime, channel: str) -> bool:
        """Say whether it happens to this request; call it once a request."""
        if self.match not in address or self.channel not in ("", channel):
            return False
        if not self._in_time(now):
            return False
        self.met += 1
        last = None if self.count is None else self.first + self.count
        lucky = self._random.random() >= self.probability
        if lucky or self.met < self.first or (last is not None and self.met >= last):
            return False
        self.hits += 1
        return True

    @property
    def names(self) -> frozenset[str]:
        """The papers in ``ids``, blocks written out."""
        return _written_out(self.ids)

    def _in_time(self, now: datetime) -> bool:
        return (self.since is None or now >= self.since) and (
            self.until is None or now < self.until
        )

    def to_record(self) -> dict[str, Any]:
        """Give the fault as it is written in a script, and how often it was met and happened."""
        record = {name: getattr(self, attribute) for name, (attribute, _) in _KEYS.items()}
        record |= {"met": self.met, "hits": self.hits}
        plain = Fault(self.kind)
        return {
            name: stamp(value) if isinstance(value, datetime) else value
            for name, value in record.items()
            if name in {"kind", "met", "hits"} or value != getattr(plain, _KEYS[name][0])
        }


class Faults:
    """A script of faults."""

    def __init__(self, faults: list[Fault] | None = None) -> None:
        self.script = faults or []

    def strike(self, address: str, now: datetime, channel: str = "search") -> list[Fault]:
        """List what happens to this request to one of the services."""
        return [fault for fault in self.script if fault.strikes(address, now, channel)]

    def to_record(self) -> dict[str, Any]:
        """Give the script as it can be sent back."""
        return {"fault": [fault.to_record() for fault in self.script]}


def read_faults(text: str, name: str = "faults") -> Faults:
    """Read a script in TOML, or the same in JSON; InputError says which line or key is wrong."""
    try:
        document = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except ValueError as error:  # TOML and JSON errors alike; they name line and column
        raise InputError(f"{name}: cannot be read: {error}") from error
    unknown = [key for key in document if key != "fault"]
    entries = document.get("fault", [])
    if unknown or not isinstance(entries, list):
        found = f"found {unknown[0]!r}" if unknown else "'fault' is no list"
        raise InputError(f"{name}: a script consists of [[fault]] tables; {found}")
    return Faults(
        [_Reader(text, name, number).fault(entry) for number, entry in enumerate(entries)]
    )


def _time(value: object) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return moment(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("not a whole number from 0 on")
    return value


def _days(value: object) -> int:
    if _whole(value) > _LONGEST:
        raise ValueError(f"more than {_LONGEST} days")
    return _whole(value)


def _from_one(value: object) -> int:
    if _whole(value) < 1:
        raise ValueError("requests are counted from 1 on")
    return _whole(value)


def _rate(value: object) -> int:
    if _whole(value) < 1:
        raise ValueError("at least one byte a second has to come")
    return _whole(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError("not a number from 0 on")
    return float(value)


def _share(value: object) -> float:
    if _number(value) > 1:
        raise ValueError("a probability lies between 0 and 1")
    return _number(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004  one error for every wrong value
    return value


def _seconds_or_date(value: object) -> str:
    return str(_whole(value)) if isinstance(value, int) else _text(value)


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
        raise ValueError("not a list of identifiers")
    _written_out(tuple(value))
    return tuple(value)


_BLOCK = re.compile(r"(?P<month>\d{4})\.(?P<first>\d{4,5})-(?P=month)\.(?P<last>\d{4,5})", re.ASCII)


@lru_cache(maxsize=64)
def _written_out(ids: tuple[str, ...]) -> frozenset[str]:
    """Name every paper of ``2310.16116-2310.16350``; ValueError when it is no block of a month."""
    names: set[str] = set()
    for name in ids:
        block = _BLOCK.fullmatch(name)
        if block is None:
            names.add(name)
            continue
        first, last, digits = int(block["first"]), int(block["last"]), len(block["first"])
        if first > last or digits != len(block["last"]):
            raise ValueError(f"{name} is no block of identifiers")
        names |= {f"{block['month']}.{n:0{digits}d}" for n in range(first, last + 1)}
    return frozenset(names)


def _channel(value: object) -> str:
    channel = _text(value)
    if channel not in CHANNELS:
        raise ValueError(
            f"no such channel{_nearest(channel, CHANNELS)}; channels are {', '.join(CHANNELS)}"
        )
    return channel


def _kind(value: object) -> str:
    kind = str(value) if isinstance(value, int) else _text(value)
    if kind not in KINDS:
        raise ValueError(f"no such kind{_nearest(kind, KINDS)}; kinds are {', '.join(KINDS)}")
    return kind


_KEYS: dict[str, tuple[str, Callable[[object], Any]]] = {
    "kind": ("kind", _kind),
    "from": ("since", _time),
    "until": ("until", _time),
    "first": ("first", _from_one),
    "count": ("count", _whole),
    "probability": ("probability", _share),
    "seed": ("seed", _whole),
    "match": ("match", _text),
    "channel": ("channel", _channel),
    "retry_after": ("retry_after", _seconds_or_date),
    "seconds": ("seconds", _number),
    "rate": ("rate", _rate),
    "keep": ("keep", _whole),
    "shift": ("shift", _whole),
    "total": ("total", _whole),
    "days": ("days", _days),
    "ids": ("ids", _names),
}
_REPORTED = frozenset({"met", "hits"})
"""What GET adds; a script that is sent back may still have them."""


def _nearest(word: str, choices: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, choices, n=1)
    return f" (did you mean '{near[0]}'?)" if near else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one table of a script and knows where it stands."""

    text: str
    name: str
    number: int

    def fault(self, entry: object) -> Fault:
        if not isinstance(entry, dict):
            raise self._wrong("", "is no table")
        values: dict[str, Any] = {}
        for key, value in entry.items():
            if key in _REPORTED:
                continue
            if key not in _KEYS:
                allowed = f"keys are {', '.join(_KEYS)}"
                raise self._wrong(
                    key, f"has an unknown key '{key}'{_nearest(key, _KEYS)}; {allowed}"
                )
            attribute, read = _KEYS[key]
            try:
                values[attribute] = read(value)
            except ValueError as error:
                raise self._wrong(key, f"key '{key}' is {value!r}: {error}") from error
        if "kind" not in values:
            raise self._wrong("", f"has no kind; kinds are {', '.join(KINDS)}")
        if values["kind"] == "hole" and not values.get("ids"):
            raise self._wrong("kind", 'a hole needs ids = ["2611.00001", ...]')
        return Fault(**values)

    def _wrong(self, key: str, sentence: str) -> InputError:
        return InputError(f"{self.name}{self._place(key)}: fault {self.number + 1} {sentence}")

    def _place(self, key: str) -> str:
        """Find the line of a key in its table of a TOML file; nothing for JSON."""
        table = -1
        for number, line in enumerate(self.text.splitlines(), start=1):
            table += line.strip().startswith("[[fault]]")
            wanted = rf"\s*[\"']?{re.escape(key)}[\"']?\s*=" if key else r"\s*\[\[fault\]\]"
            if table == self.number and re.match(wanted, line):
                return f", line {number}"
        return ""
