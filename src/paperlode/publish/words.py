"""What may be missing, in sentences: which channel, which days, since when, what that can mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.gather import ANNOUNCEMENTS, EVERYTHING, subject
from paperlode.publish.checks import UNREAD
from paperlode.publish.templating import date_text, joined, long_date
from paperlode.sighting import BY_CHANGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from paperlode.publish import Look
    from paperlode.publish.checks import Check

DAYS_NAMED = 5
"""Days that a sentence names one by one."""


def moment(value: datetime, zone: ZoneInfo) -> str:
    """Write a moment for people, in a time zone."""
    local = value.astimezone(zone)
    return f"{long_date(local.date())}, {local:%H:%M %Z}"


@dataclass(frozen=True, slots=True)
class _Alike:
    """Gaps that differ only in what was asked."""

    channel: str
    why: str
    since: datetime | None
    days: tuple[date, ...]

    def sentence(self, asked: Sequence[str], zone: ZoneInfo, *, announced: bool) -> str:
        """Say what is missing; ``announced``: what was announced has been read another way."""
        if self.channel == ANNOUNCEMENTS:
            return (
                f"what arXiv announced in {joined(map(subject, asked))} on {_days(self.days)} is "
                f"not confirmed: {self.why}. Papers announced then may be missing; every run asks "
                "again, for 90 days."
            )
        since = _since(self.since, zone)
        if self.channel != BY_CHANGE:
            return f"{self.why}. {since}"
        where = joined("all of arXiv" if each == EVERYTHING else subject(each) for each in asked)
        told = f"what changed in {where} could not be read whole (OAI-PMH): {self.why}. "
        if not announced or self.since is None:
            return told + since
        return told + (
            "What was announced has been read from the announcements; what arXiv changes without "
            f"announcing it may be missing since {moment(self.since, zone)}: versions from the "
            "sixth on, journal references and DOIs."
        )


def gaps(check: Check, look: Look) -> Iterator[str]:
    """Tell each gap once, with the topics that it concerns; those that are alike together."""
    names = {topic.id: topic.name for topic in look.topics}
    read = all(gap.channel != ANNOUNCEMENTS for gap, _ in check.gaps)
    found: dict[_Alike, tuple[dict[str, None], dict[str, None]]] = {}
    for gap, topics in check.gaps:
        alike = _Alike(gap.channel, (gap.why or UNREAD).rstrip("."), gap.since, gap.days)
        asked, whose = found.setdefault(alike, ({}, {}))
        asked |= dict.fromkeys([gap.asked])
        whose |= dict.fromkeys(names[topic] for topic in topics)
    for alike, (asked, whose) in found.items():
        told = alike.sentence(list(asked), look.timezone, announced=read)
        yield f"{', '.join(whose)}: {told}"


def _since(since: datetime | None, zone: ZoneInfo) -> str:
    if since is None:
        return "It was never completely known yet: any of its papers may be missing."
    return (
        f"It is not completely known since {moment(since, zone)}: "
        "papers that arXiv announced after that may be missing."
    )


def _days(days: Sequence[date]) -> str:
    if len(days) <= DAYS_NAMED:
        return joined(map(date_text, days))
    return f"{len(days)} days from {date_text(days[0])} to {date_text(days[-1])}"
