"""What became of an adopted tracker's papers, accounted for to the last one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paperlode.paper import stamp
from paperlode.sighting import TRACKED, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperlode.adopt.tracker import Skipped, Tracker
    from paperlode.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Account:
    """Numbers of papers, unless said otherwise."""

    files: int
    """Result files that were read."""
    first: str | None
    """Time of the first of them, UTC."""
    last: str | None
    versions: int
    """Versions that the result files list."""
    papers: int
    """Papers that the result files list."""
    known: int
    """Entries of the list of known papers."""
    tracked: int
    """Known papers of which a version matches the query."""
    quarantined: int
    """Known papers of which there are records, and none matches."""
    without_record: int
    """Known papers that no result file lists."""
    unreadable: int
    """Entries of the list that are no identifier, or that name a paper again."""
    unlisted: int
    """Papers of the result files that the list of known papers lacks."""
    kinds: dict[str, int]
    """Versions by what they meant on their day."""
    skipped: tuple[Skipped, ...]

    @property
    def balanced(self) -> bool:
        """Say whether every known paper is accounted for."""
        parts = self.tracked + self.quarantined + self.without_record + self.unreadable
        return self.known == parts

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object that ``paperlode adopt --json`` prints."""
        record: dict[str, Any] = {
            "files": self.files,
            "first": self.first,
            "last": self.last,
            "versions": self.versions,
            "papers": self.papers,
            "known": self.known,
            "tracked": self.tracked,
            "quarantined": self.quarantined,
            "known_without_record": self.without_record,
            "unreadable": self.unreadable,
            "not_in_known_papers": self.unlisted,
            "kinds": self.kinds,
        }
        return record | {"skipped": [{"place": one.place, "why": one.why} for one in self.skipped]}

    def sentences(self) -> Iterator[str]:
        """Tell the same to a person."""
        span = f", {self.first} to {self.last}" if self.files else ""
        listed = f"{self.versions:,} versions of {self.papers:,} papers"
        yield f"{self.files:,} result files{span}: {listed}."
        parts = [
            f"{self.tracked:,} tracked",
            f"{self.quarantined:,} quarantined (never matched the query)",
            f"{self.without_record:,} known without a record",
        ]
        if self.unreadable:
            parts.append(f"{self.unreadable:,} entries that name no further paper")
        yield f"{self.known:,} known papers = {' + '.join(parts)}."
        if self.unlisted:
            yield f"{self.unlisted:,} papers are in result files and not in the list of known ones."
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in self.kinds.items())
        if kinds:
            yield f"Versions by what they were on their day: {kinds}."


def account(tracker: Tracker, sightings: Iterable[Sighting]) -> Account:
    """Count what was read and what was decided."""
    sightings = tuple(sightings)
    listed = {one.id for one in sightings if one.kind is not Kind.KNOWN}
    tracked = {one.id for one in sightings if one.kind in TRACKED}
    known = tracker.known.versions.keys()
    kinds = Counter(one.kind for one in sightings)
    times = [results.seen for results in tracker.results]
    return Account(
        files=len(times),
        first=stamp(times[0]) if times else None,
        last=stamp(times[-1]) if times else None,
        versions=sum(kinds.values()) - kinds[Kind.KNOWN],
        papers=len(listed),
        known=tracker.known.entries,
        tracked=len(known & tracked),
        quarantined=len(known & (listed - tracked)),
        without_record=len(known - listed),
        unreadable=tracker.known.entries - len(known),
        unlisted=len(listed - known),
        kinds={str(kind): kinds[kind] for kind in Kind if kinds[kind]},
        skipped=tracker.skipped,
    )
