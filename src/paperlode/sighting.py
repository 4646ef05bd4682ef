"""Sightings, announcements and receipts: what was seen when, and how completely we looked.

A sighting is paperlode's clock: ``submitted`` and ``updated`` are only facts about a paper, while
news is what was *seen* today. Receipts say what one harvest asked for, and whether it was whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from paperlode.errors import RecordError
from paperlode.paper import moment, stamp


class Kind(StrEnum):
    """What a sighting means for its topics."""

    NEW = "new"
    """The first version of a paper that we see, submitted recently."""
    REVISED = "revised"
    """A higher version of a paper that the topic already has."""
    LATE = "late"
    """First seen long after it was submitted: news, shown with its age."""
    CROSS_LISTED = "cross-listed"
    """First seen although arXiv had announced it before: it came to match by a new category."""
    WITHDRAWN = "withdrawn"
    """A version that withdraws a paper the topic has: the older versions stay."""
    PUBLISHED = "published"
    """A version the topic has got its first DOI or journal reference: a note, no standing."""
    BACKLOG = "backlog"
    """Came in because the topic is new or its query changed: archive, never news."""
    QUARANTINED = "quarantined"
    """A channel claimed that it matches and our evaluator disagrees: kept, never published."""
    LEFT_OUT = "left-out"
    """arXiv returns it and a setting of the topic's own leaves it out: kept, never published."""
    DROPPED = "dropped"
    """Matched once and does so no longer: kept, marked, no longer on the pages."""
    KNOWN = "known"
    """An adopted tracker knew the identifier but kept no record of the paper."""


NEWS = frozenset(
    {Kind.NEW, Kind.REVISED, Kind.LATE, Kind.CROSS_LISTED, Kind.WITHDRAWN, Kind.PUBLISHED}
)
"""The kinds that a day's digest tells of."""

TRACKED = NEWS - {Kind.PUBLISHED} | {Kind.BACKLOG}
"""The kinds that put a paper on the pages of a topic."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One version of one paper was seen at a moment through a channel, and what that means."""

    id: str
    version: int
    seen: datetime
    channel: str
    kind: Kind
    topics: tuple[str, ...]
    rule: str = ""
    """Which setting of its topics decided, when it was not the query alone: ``authors``, ..."""

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of the archive's ``sightings`` shards (design, section 6)."""
        record: dict[str, Any] = {
            "id": self.id,
            "version": self.version,
            "seen": stamp(self.seen),
            "channel": self.channel,
            "kind": str(self.kind),
            "topics": list(self.topics),
        }
        return record | ({"rule": self.rule} if self.rule else {})

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Sighting:
        """Read such an object back; RecordError names what is missing or wrong."""
        try:
            return cls(
                id=str(record["id"]),
                version=int(record["version"]),
                seen=moment(record["seen"]),
                channel=str(record["channel"]),
                kind=Kind(record["kind"]),
                topics=_names(record["topics"]),
                rule=str(record.get("rule", "")),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not a sighting: {error}") from error


def _names(topics: object) -> tuple[str, ...]:
    """Take a list of identifiers; ValueError for anything else, a single text for example."""
    if not isinstance(topics, list) or not all(isinstance(one, str) and one for one in topics):
        raise ValueError("'topics' is no list of identifiers")
    return tuple(topics)


NEW_THERE, CROSS, REPLACED, REPLACED_CROSS = "new", "cross", "replace", "replace-cross"
"""What arXiv announces a paper as, relative to a field; listings say only "replace" of both."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """arXiv announced a paper under a date, to those who follow a field."""

    id: str
    version: int | None
    """None: whichever was current, for listings do not say."""
    day: date
    """The date that the announcement bears; it was made on the evening before, Eastern time."""
    kind: str
    """One of the four words above; empty when arXiv says none of them."""
    subject: str
    """The field as arXiv's feeds name it: ``cs.LG``, ``cond-mat``, ``astro-ph+cond-mat``."""

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of the archive's ``announcements`` shards; absent when empty."""
        record: dict[str, Any] = {
            "day": self.day.isoformat(),
            "id": self.id,
            "version": self.version,
            "kind": self.kind,
            "subject": self.subject,
        }
        return {key: value for key, value in record.items() if value not in (None, "")}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Announcement:
        """Read such an object back; RecordError names what is missing or wrong."""
        try:
            version, kind = record.get("version"), str(record.get("kind", ""))
            if kind not in {NEW_THERE, CROSS, REPLACED, REPLACED_CROSS, ""}:
                raise ValueError(f"'kind' is {kind!r}")  # noqa: TRY301  told with the others
            return cls(
                id=str(record["id"]),
                version=None if version is None else int(version),
                day=date.fromisoformat(record["day"]),
                kind=kind,
                subject=str(record["subject"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not an announcement: {error}") from error


MISFIT_SHARE = 0.05
MISFIT_LEAST = 3
"""When more than this share of a batch, and at least this many, do not match, arXiv is off."""


def fits(misfits: int, papers: int) -> bool:
    """Say whether a channel's answers fit the query, given how many of them do not match it."""
    return misfits < MISFIT_LEAST or misfits <= MISFIT_SHARE * papers


BY_QUERY = "search_api"
"""The channel that is asked for what matches a query."""
BY_CHANGE = "oai_pmh"
"""The channel that is asked for what changed since a day."""
BY_DAY = frozenset({"feed", "listing"})
"""The channels that are asked for what was announced on a day."""
ANNOUNCEMENTS = "announcements"
"""Both of these together: the daily feeds and, where they fail, the catch-up listings."""
CHANNELS = (BY_CHANGE, ANNOUNCEMENTS, BY_QUERY)
"""Everything that can be asked, in the order in which it is."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one harvest of one channel for one topic asked for, got, and whether it was whole.

    Only facts that do not depend on how often the run was interrupted: so a run that was killed
    and repeated leaves the same receipt as one that never was.
    """

    run: datetime
    """The moment of the run (its ``now``); one run has one moment."""
    channel: str
    topic: str
    """The topic that was asked for; empty for a harvest that serves several."""
    query: str
    """What was asked: fingerprint of a query (``Topic.fingerprint``), a set, a field and a day."""
    mode: str
    """``sweep``: everything the query ever matched; ``recent``, ``changes``: what can have changed
    since; ``day``: what was announced on one day."""
    since: datetime | None
    """Everything that changed from here on was asked for (None: from the beginning)."""
    papers: int
    """Distinct papers received."""
    claimed: int | None
    """How many papers the service says the query has in all."""
    misfits: int
    """How many of the received papers our evaluator says do not match."""
    complete: bool
    why: str = ""
    """What is missing when not complete, or what is odd although complete; a sentence."""
    until: datetime | None = None
    """The service's own clock when the harvest began: up to then it is whole."""
    highest: str = ""
    """The newest identifier received: what has an older one had been announced by then."""
    missing: tuple[str, ...] = ()
    """Papers that were announced but are to be had nowhere."""
    expected: int | None = None
    """Papers of the time asked for that match and were here before; None: nothing was compared."""
    absent: int = 0
    """How many of those the answer does not have."""
    absentees: tuple[str, ...] = ()
    """The first of them, by name and version."""
    strangers: tuple[str, ...] = ()
    """The first of the papers received that do not match."""

    @property
    def fits(self) -> bool:
        """Whether the answer fits the query: hardly anything too much, hardly anything missing."""
        return fits(self.misfits, self.papers) and fits(self.absent, self.expected or 0)

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of the archive's ``receipts`` shards; absent when empty."""
        record: dict[str, Any] = {
            "run": stamp(self.run),
            "channel": self.channel,
            "topic": self.topic,
            "query": self.query,
            "mode": self.mode,
            "since": None if self.since is None else stamp(self.since),
            "papers": self.papers,
            "claimed": self.claimed,
            "misfits": self.misfits,
            "complete": self.complete,
            "why": self.why,
            "until": None if self.until is None else stamp(self.until),
            "highest": self.highest,
            "missing": list(self.missing),
            "expected": self.expected,
            "absent": self.absent or None,
            "absentees": list(self.absentees),
            "strangers": list(self.strangers),
        }
        return {key: value for key, value in record.items() if value not in (None, "", [])}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Receipt:
        """Read such an object back; RecordError names what is missing or wrong."""
        try:
            since, until = record.get("since"), record.get("until")
            claimed = record.get("claimed")
            return cls(
                run=moment(record["run"]),
                channel=str(record["channel"]),
                topic=str(record.get("topic", "")),
                query=str(record["query"]),
                mode=str(record["mode"]),
                since=None if since is None else moment(since),
                papers=int(record["papers"]),
                claimed=None if claimed is None else int(claimed),
                misfits=int(record["misfits"]),
                complete=bool(record["complete"]),
                why=str(record.get("why", "")),
                until=None if until is None else moment(until),
                highest=str(record.get("highest", "")),
                missing=_names(record.get("missing", [])),
                expected=None if record.get("expected") is None else int(record["expected"]),
                absent=int(record.get("absent", 0)),
                absentees=_names(record.get("absentees", [])),
                strangers=_names(record.get("strangers", [])),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not a receipt: {error}") from error


BEGINNING = datetime(1991, 8, 1, tzinfo=UTC)
"""arXiv's first month: nothing was submitted before."""
