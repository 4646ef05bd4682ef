"""What a paper means for a topic: news of which kind, history, or nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.schedule import announced
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
    """Up to where everything the query matches was known *before* the paper arrived."""
    versions: frozenset[int] = frozenset()
    """Versions of this paper that the topic already has, tracked or known."""
    matched_before: bool = False
    """The query that was in force before matches this paper too."""
    history: bool = False
    """Somebody asked for old papers."""
    announced: bool = False
    """arXiv had announced the paper, in whatever version, when it was last harvested whole."""
    harvested: datetime | None = None
    """That harvest, before the paper arrived, by arXiv's clock."""
    now: datetime | None = None
    """When the paper is told of: after a run that was killed, later than it arrived."""
    told: frozenset[str] = frozenset()
    """As what arXiv announced this version in the topic's fields since the topic last looked."""


def kind_of(paper: Paper, arrived: datetime, standing: Standing) -> Kind:
    """Say which kind of sighting a matching paper is for a topic.

    ``arrived`` is when this version (in its present wording) first reached the store. An older
    version that comes after a newer one is judged like any other if it is of the time in which the
    topic was followed.
    """
    if paper.version in standing.versions or _is_history(paper, arrived, standing):
        return Kind.BACKLOG
    if any(version < paper.version for version in standing.versions):
        return Kind.WITHDRAWN if paper.withdrawn else Kind.REVISED
    if _is_cross_listed(paper, standing):
        return Kind.CROSS_LISTED
    seen = standing.now or arrived
    return Kind.LATE if seen - paper.submitted > LATE_AFTER else Kind.NEW


def _is_history(paper: Paper, arrived: datetime, standing: Standing) -> bool:
    """Tell papers that are only new to *us* from papers that are new."""
    if arrived < standing.since:
        return True  # it lay in the store before anybody asked for it
    newer = any(version > paper.version for version in standing.versions)
    if newer and paper.updated <= standing.since:
        return True
    if standing.frontier is None:
        return paper.updated <= standing.since and not standing.matched_before
    return standing.history and paper.updated < standing.frontier - OVERLAP


_ANEW = frozenset({"new", "replace", "replace-cross"})
"""What feeds and listings say of a version that was announced then, and not only cross-listed."""


def _is_cross_listed(paper: Paper, standing: Standing) -> bool:
    """Tell a paper that came into the query from one that is new.

    It was announced before without matching. A later version counts only when that very version
    had been announced: else it is its text that made it match.
    """
    if not standing.announced or standing.harvested is None or standing.told & _ANEW:
        return False
    return paper.version == 1 or announced(paper.updated) <= standing.harvested


def superseded(kinds: Mapping[int, Kind | None]) -> dict[int, Kind]:
    """Drop the versions of a paper whose newest version does not match; give what holds then.

    ``kinds`` says of each version what it is for a topic (None: it does not match and was never
    anything to it). A query is about the current version of a paper: when that one matches no
    longer, arXiv does not return the paper, and it leaves our pages as well. The newest version
    is then noted as dropped itself, so that this also holds after the store was rebuilt. A version
    that withdraws a tracked paper is tracked, whatever its text, so it drops nothing.
    """
    holding = {version: kind for version, kind in kinds.items() if kind is not None}
    tracked = [version for version, kind in holding.items() if kind in TRACKED]
    last = max(kinds)
    if not tracked or holding.get(last) in TRACKED | {Kind.KNOWN}:
        return holding
    return {last: Kind.DROPPED} | holding | dict.fromkeys(tracked, Kind.DROPPED)
