"""Which shard of the archive a record stands in, and how a line of it is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  a field of a record
from typing import Any

from paperlode.errors import RecordError
from paperlode.paper import Paper, moment, month_of, stamp
from paperlode.preference import Mark, Portrait, Rank, Strike
from paperlode.rule import PLAIN, Sharper
from paperlode.sighting import Announcement, Receipt, Sighting

TOPICS = "topics.jsonl"
"""Which query a topic had since when; it is no month's shard, nor are the next three."""
LIBRARY = "library.jsonl"
PORTRAITS = "portraits.jsonl"
STRIKES = "strikes.jsonl"
WHOLE = (TOPICS, LIBRARY, PORTRAITS, STRIKES)


@dataclass(frozen=True, slots=True)
class Term:
    """From when on a topic had which rule."""

    topic: str
    since: datetime
    fingerprint: str
    query: str
    looked: bool = False
    """With this rule the topic has looked at everything in the archive."""
    sharper: Sharper = PLAIN
    """How it was sharper than arXiv's search."""

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of ``topics.jsonl``; what does not hold is absent."""
        record: dict[str, Any] = {
            "topic": self.topic,
            "since": stamp(self.since),
            "fingerprint": self.fingerprint,
            "query": self.query,
        }
        if sharper := self.sharper.to_record():
            record["sharper"] = sharper
        return record | ({"looked": True} if self.looked else {})

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Term:
        """Read such an object back; RecordError names what is missing or wrong."""
        try:
            return cls(
                topic=str(record["topic"]),
                since=moment(record["since"]),
                fingerprint=str(record["fingerprint"]),
                query=str(record["query"]),
                looked=bool(record.get("looked", False)),
                sharper=Sharper.from_record(record.get("sharper", {})),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not a topic's query: {error}") from error


Record = Paper | Sighting | Announcement | Receipt | Term | Mark | Rank | Portrait | Strike


@dataclass(frozen=True, slots=True)
class Taken:
    """A shard's file as store and archive agreed on it."""

    sha256: str
    lines: int
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard that was read from the archive."""

    path: str
    records: tuple[Record, ...]
    lines: tuple[str, ...]
    """How each paper is written; other records need no lines."""
    taken: Taken
    canonical: bool
    """Its bytes are those that we would write for these records."""


def papers_shard(identifier: str) -> str:
    """Papers stand by the month of their identifier."""
    return f"papers/{month_of(identifier)}.jsonl"


def sightings_shard(seen: str) -> str:
    """Sightings stand by the month of seeing."""
    return f"sightings/{seen[:7]}.jsonl"


def announcements_shard(day: str) -> str:
    """Announcements stand by the month of their day."""
    return f"announcements/{day[:7]}.jsonl"


def receipts_shard(run: str) -> str:
    """Receipts stand by the month of the run."""
    return f"receipts/{run[:7]}.jsonl"


def ranks_shard(seen: str) -> str:
    """Ranks stand by the month of the news."""
    return f"ranks/{seen[:7]}.jsonl"


def shard_of(record: Record) -> str:  # noqa: PLR0911  one for each kind of record
    """Give the shard in which a record stands."""
    match record:
        case Paper():
            return papers_shard(record.id)
        case Sighting():
            return sightings_shard(stamp(record.seen))
        case Announcement():
            return announcements_shard(str(record.day))
        case Receipt():
            return receipts_shard(stamp(record.run))
        case Rank():
            return ranks_shard(stamp(record.seen))
        case Term():
            return TOPICS
        case Mark():
            return LIBRARY
        case Portrait():
            return PORTRAITS
        case Strike():
            return STRIKES


def place_of(record: Record) -> tuple[Any, ...]:  # noqa: PLR0911  one for each kind
    """Give what the lines of a shard are sorted by; no two lines have the same."""
    match record:
        case Paper():
            return (record.id, record.version)
        case Sighting():
            what = (record.channel, record.kind, record.rule)
            return (stamp(record.seen), record.id, record.version, *what)
        case Announcement():
            return (str(record.day), record.id, record.subject, record.version or 0)
        case Receipt():
            return (stamp(record.run), record.topic, record.channel, record.query)
        case Rank():
            return (stamp(record.seen), record.id, record.version, record.model)
        case Term():
            return (record.topic, stamp(record.since))
        case Mark():
            return (stamp(record.at), record.id, str(record.word), record.source)
        case Strike():
            return (record.word, stamp(record.at))
        case Portrait():
            return (record.topic, stamp(record.at), record.model)


quoted = json.JSONEncoder(ensure_ascii=False).encode
"""Write a text as JSON."""


def to_line(record: dict[str, Any]) -> str:
    """Write a JSON object as a line of the archive, without its line end."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
