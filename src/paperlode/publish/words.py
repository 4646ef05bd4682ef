"""What may be missing, in sentences: which channel, which days, since when, what that can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.gather import ANNOUNCEMENTS, EVERYTHING, subject
from paperlode.publish.checks import UNREAD
from paperlode.publish.templating import date_text, joined, long_date
from paperlode.sighting import BY_CHANGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from paperlode.gather import Gap
    from paperlode.publish import Look
    from paperlode.publish.checks import Check

DAYS_NAMED = 5
"""Days that a sentence names one by one."""


def moment(value: datetime, zone: ZoneInfo) -> str:
    """Write a moment for people, in a time zone."""
    local = value.astimezone(zone)
    return f"{long_date(local.date())}, {local:%H:%M %Z}"


def gaps(check: Check, look: Look) -> Iterator[str]:
    """Tell each gap once, with the topics that it concerns."""
    names = {topic.id: topic.name for topic in look.topics}
    read = {gap.channel for gap, _ in check.gaps}
    for gap, topics in check.gaps:
        whose = ", ".join(names[topic] for topic in topics)
        yield f"{whose}: {_gap(gap, look.timezone, announced=ANNOUNCEMENTS not in read)}"


def _gap(gap: Gap, zone: ZoneInfo, *, announced: bool) -> str:
    """Say what is missing; ``announced``: all that was announced has been read another way."""
    why = (gap.why or UNREAD).rstrip(".")
    if gap.channel == ANNOUNCEMENTS:
        return (
            f"what arXiv announced in {subject(gap.asked)} on {_days(gap.days)} is not confirmed "
            f"by a second channel: {why}. Papers announced then may be missing; they are asked for "
            "again with every run, for 90 days."
        )
    if gap.channel != BY_CHANGE:
        return f"{why}. {_since(gap, zone)}"
    where = "all of arXiv" if gap.asked == EVERYTHING else subject(gap.asked)
    told = f"what changed in {where} could not be read whole (OAI-PMH): {why}. "
    if announced and gap.since is not None:
        return told + (
            "What was announced has been read from the announcements; changes that arXiv does not "
            f"announce since {moment(gap.since, zone)} may be missing: versions from the sixth on, "
            "journal references and DOIs."
        )
    return told + _since(gap, zone)


def _since(gap: Gap, zone: ZoneInfo) -> str:
    if gap.since is None:
        return "It was never completely known yet: any of its papers may be missing."
    return (
        f"It is not completely known since {moment(gap.since, zone)}: "
        "papers that arXiv announced after that may be missing."
    )


def _days(days: Sequence[date]) -> str:
    if len(days) <= DAYS_NAMED:
        return joined(map(date_text, days))
    return f"{len(days)} days from {date_text(days[0])} to {date_text(days[-1])}"
