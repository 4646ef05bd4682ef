"""What a paper means for a topic: news of which kind, history, or nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.sighting import TRACKED, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from paperlode.paper import Paper

LATE_AFTER = timedelta(days=7)
"""A paper first seen later than this after its submission is *late* (docs/design.md, section 2)."""

OVERLAP = timedelta(days=14)
"""How far back of its frontier a channel is asked again: 2.6 % become visible later than this."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a topic stands when a paper reaches it."""

    since: datetime
    """When the query now in force was first used."""
    frontier: datetime | None
    """Up to where the channel was completely known *before* the paper arrived."""
    versions: frozenset[int] = frozenset()
    """Versions of this paper that the topic already has, tracked or known."""
    matched_before: bool = False
    """The query that was in force before matches this paper too."""
    claimed: bool = True
    """The channel itself returned the paper for this topic."""


def kind_of(paper: Paper, arrived: datetime, standing: Standing) -> Kind:
    """Say which kind of sighting a matching paper is for a topic.

    ``arrived`` is when this version (in its present wording) first reached the store.
    """
    older = any(version < paper.version for version in standing.versions)
    if any(version >= paper.version for version in standing.versions):
        return Kind.BACKLOG
    if _is_history(paper, arrived, standing):
        return Kind.BACKLOG
    if older:
        return Kind.REVISED
    return Kind.LATE if arrived - paper.submitted > LATE_AFTER else Kind.NEW


def _is_history(paper: Paper, arrived: datetime, standing: Standing) -> bool:
    """Tell papers that are only new to *us* from papers that are new."""
    if arrived < standing.since:
        return True  # it lay in the store before anybody asked for it
    if standing.frontier is None:
        return paper.updated <= standing.since and not standing.matched_before
    return not standing.claimed and paper.updated < standing.frontier - OVERLAP


def superseded(kinds: Mapping[int, Kind | None]) -> dict[int, Kind]:
    """Drop the versions of a paper whose newest version does not match; give what holds then.

    ``kinds`` says of each version what it is for a topic (None: it does not match and was never
    anything to it). A query is about the current version of a paper: when that one matches no
    longer, arXiv does not return the paper, and it leaves our pages as well. The newest version
    is then noted as dropped itself, so that this also holds after the store was rebuilt.
    """
    holding = {version: kind for version, kind in kinds.items() if kind is not None}
    tracked = [version for version, kind in holding.items() if kind in TRACKED]
    last = max(kinds)
    if not tracked or holding.get(last) in TRACKED | {Kind.KNOWN}:
        return holding
    return {last: Kind.DROPPED} | holding | dict.fromkeys(tracked, Kind.DROPPED)
