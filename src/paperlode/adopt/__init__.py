"""Going on from an existing *ArXiv Daily* tracker: its result files become store and archive.

Each version was first seen at the time of the earliest result file that lists it. What it meant
on that day is decided as a run decides it, so the history is true and nothing in it is news of
today. Papers that the query never matched go into quarantine.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from paperlode import archive, config, deliver
from paperlode.adopt.account import Account, account
from paperlode.adopt.judge import CHANNEL, judge
from paperlode.adopt.tracker import Skipped, Tracker, read
from paperlode.errors import DeliveryError, MarkersError, SettingsError, TrackerError
from paperlode.progress import silent
from paperlode.publish import File, readme
from paperlode.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperlode.progress import Progress
    from paperlode.sighting import Sighting

__all__ = [
    "CHANNEL",
    "Account",
    "Place",
    "Skipped",
    "Tracker",
    "account",
    "advice",
    "judge",
    "place_for",
    "read",
    "settle",
]

STAGING = ".paperlode/adopting"
"""Where the archive is built before it is moved to its place in one step."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder that goes on from here."""

    folder: Path
    archive: Path
    store: Path
    has_settings: bool


def place_for(tracker: Tracker, folder: Path, store: str) -> tuple[Place, Tracker]:
    """Find out where store and archive go, and which topic there is the tracker's.

    A folder without settings gets the tracker's. Raises TrackerError when something is there
    already, or when the settings there ask something else.
    """
    try:
        settings = config.load(config.find(folder), {}) if _has_settings(folder) else None
    except SettingsError as error:
        raise TrackerError(f"the settings in {folder} cannot be used: {error}") from error
    shards = folder / (settings.publish.archive if settings else "archive")
    place = Place(folder, shards, folder / store, settings is not None)
    _require_empty(place)
    if settings is None:
        return place, tracker
    for topic in settings.topics:
        if topic.fingerprint == tracker.topic.fingerprint:
            return place, replace(tracker, topic=topic)
    raise TrackerError(
        f"no topic in {settings.file} asks what the tracker asked, {tracker.topic.text}; adopt "
        "with that query, and change the settings afterwards: what is stored is then judged "
        "again, and nothing of it becomes news"
    )


def _has_settings(folder: Path) -> bool:
    return any((folder / name).is_file() for name in config.NAMES)


def _require_empty(place: Place) -> None:
    for taken in (place.archive, place.store):
        if taken.is_file() or (taken.is_dir() and any(taken.iterdir())):
            raise TrackerError(
                f"{taken} is there already, and a tracker is only adopted into an empty place; "
                f"if this tracker was adopted before, there is nothing to do; else move "
                f"{place.archive} and {place.store} away and adopt again, or name another folder "
                "with --into"
            )


def settle(
    tracker: Tracker,
    sightings: Iterable[Sighting],
    place: Place,
    progress: Progress = silent,
) -> None:
    """Write archive and store, all or nothing: the archive gets its name when it is whole.

    The store is then made from the archive, as a run would do. Raises DeliveryError when
    something cannot be written.
    """
    staging = place.folder / STAGING
    with _sentences(place.folder):
        shutil.rmtree(staging, ignore_errors=True)
        try:
            _build(tracker, sightings, staging)
            if not place.has_settings:
                deliver.write([File("config.json", tracker.settings)], place.folder)
            place.archive.parent.mkdir(parents=True, exist_ok=True)
            staging.replace(place.archive)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    with Store.open(place.store) as store:
        archive.load(place.archive, store, progress)


def _build(tracker: Tracker, sightings: Iterable[Sighting], folder: Path) -> None:
    """Write the archive into ``folder`` by way of a store that nobody keeps."""
    with tempfile.TemporaryDirectory() as scratch, Store.open(Path(scratch) / "store.db") as store:
        for results in tracker.results:
            store.save(results.papers, now=results.seen, channel=CHANNEL, topic=tracker.topic)
        store.began(tracker.topic, tracker.until)
        store.decide(tracker.topic, sightings, store.mark())
        archive.save(folder, store)


def advice(folder: Path) -> Iterator[str]:
    """Say what the owner has to do by hand: files of theirs are never rewritten."""
    try:
        readme.insert((folder / "README.md").read_bytes(), "")
    except MarkersError as error:
        yield f"{error} (until then no run changes it)"
    except OSError:
        yield f"no README.md in {folder}: write one with {readme.START} and {readme.END} in it"
    ignore = folder / ".gitignore"
    lines = ignore.read_bytes().splitlines() if ignore.is_file() else []
    missing = [name for name in ("/.paperlode/", "/site/") if not _is_ignored(name, lines)]
    if missing:
        yield f"add to {ignore}: {' and '.join(missing)} (made again by every run)"


def _is_ignored(name: str, lines: Iterable[bytes]) -> bool:
    return any(
        line.strip().strip(b"/").decode("utf-8", "replace") == name.strip("/") for line in lines
    )


@contextmanager
def _sentences(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeliveryError(
            f"nothing was adopted: {error.filename or folder} cannot be written: {error.strerror}"
        ) from error
