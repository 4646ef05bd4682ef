"""From the archive into the store."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from paperlode.archive.manifest import ACCEPT, CONFLICT, PLAN, Manifests, state_of
from paperlode.errors import ArchiveError, RecordError
from paperlode.paper import Paper
from paperlode.preference import Mark, Portrait, Rank, Strike
from paperlode.progress import silent
from paperlode.sighting import Announcement, Receipt, Sighting
from paperlode.store import Shard, Taken, Term
from paperlode.store.shards import (
    LIBRARY,
    PORTRAITS,
    STRIKES,
    TOPICS,
    WHOLE,
    place_of,
    shard_of,
    to_line,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from paperlode.progress import Progress
    from paperlode.store import Record, Store

ACCEPTED = "archive accepted"
"""Under this name the store notes the manifest to which somebody said yes."""

FOLDERS = ("sightings", "papers", "announcements", "ranks", "receipts")
"""In the order in which the store wants them; before them come the reader's marks."""

READERS: Mapping[str, Callable[[dict[str, Any]], Record]] = {
    "sightings": Sighting.from_record,
    "papers": Paper.from_record,
    "announcements": Announcement.from_record,
    "receipts": Receipt.from_record,
    "ranks": Rank.from_record,
    TOPICS: Term.from_record,
    LIBRARY: Mark.from_record,
    PORTRAITS: Portrait.from_record,
    STRIKES: Strike.from_record,
}
"""How to read a line, by the folder or file in which it stands."""


def load(folder: Path, store: Store, progress: Progress = silent, *, accept: bool = False) -> int:
    """Take into the store what it lacks of the archive; gives how many records that were.

    Shards that the store has taken before are not read again. Raises ArchiveError when a line is
    damaged, or when a shard has not the checksum that the manifest says; with ``accept`` it is
    taken anyway if all its lines are good, as after a merge; this holds until a save has written
    another manifest. After an error the store is as before.
    """
    with _sentences(folder):
        state = state_of(folder)
        accept = accept or store.recall(ACCEPTED) == state
        number = _load(folder, store, progress, accept=accept)
        if accept:
            store.remember(ACCEPTED, state)
        return number


def _load(folder: Path, store: Store, progress: Progress, *, accept: bool) -> int:
    manifests = Manifests({}, None) if accept else Manifests.read(folder)
    found, taken = _files(folder), store.taken()
    if missing := manifests.missing(set(found)):
        raise ArchiveError(
            f"{folder / missing[0]} is missing although the manifest names it; "
            f"restore it with git, or run {ACCEPT}"
        )
    touched, changed = _compare(folder, found, taken)
    store.seen_again(touched, taken.keys() - found.keys())
    if not changed:
        return 0
    changed |= {path: found[path] for path in found if path == TOPICS}
    shards = _shards(folder, changed, None if accept else manifests, progress)
    return store.take(shards, looked=not (folder / PLAN).is_file())


@contextmanager
def _sentences(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveError(f"{folder}: the archive cannot be read: {error}") from error


def _files(folder: Path) -> dict[str, Taken]:
    """Give size and time of each shard's file, in the order of loading."""
    paths = [
        *folder.glob(LIBRARY),
        *(path for name in FOLDERS for path in sorted((folder / name).glob("*.jsonl"))),
        *folder.glob(PORTRAITS),
        *folder.glob(STRIKES),
        *folder.glob(TOPICS),
    ]
    stats = ((path.relative_to(folder).as_posix(), path.stat()) for path in paths)
    return {path: Taken("", 0, stat.st_size, stat.st_mtime_ns) for path, stat in stats}


def _compare(
    folder: Path, found: Mapping[str, Taken], taken: Mapping[str, Taken]
) -> tuple[dict[str, Taken], dict[str, Taken]]:
    """Tell shards that were only touched from shards that changed."""
    touched: dict[str, Taken] = {}
    changed: dict[str, Taken] = {}
    for path, file in found.items():
        known = taken.get(path)
        if known is None:
            changed[path] = file
        elif (known.size, known.mtime_ns) != (file.size, file.mtime_ns):
            same = _sha256((folder / path).read_bytes()) == known.sha256
            (touched if same else changed)[path] = replace(
                file, sha256=known.sha256, lines=known.lines
            )
    return touched, changed


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _shards(
    folder: Path, changed: Mapping[str, Taken], manifests: Manifests | None, progress: Progress
) -> Iterator[Shard]:
    """Read shards one after the other; a damaged line is named before a wrong checksum."""
    for done, (path, file) in enumerate(changed.items(), start=1):
        content = (folder / path).read_bytes()
        records = tuple(_records(folder / path, content))
        taken = replace(file, sha256=_sha256(content), lines=len(records), size=len(content))
        if manifests is None:
            yield _accepted(path, records, taken, content)
        elif manifests.fit(path, taken.sha256):
            yield Shard(path, records, _lines(path, content), taken, canonical=True)
        else:
            raise ArchiveError(
                f"{folder / path}: all lines are good, but they are not those of the manifest; "
                f"restore the file with git, or if the change is wanted (a merge, an edit), "
                f"run {ACCEPT}"
            )
        progress("Archive", done, len(changed))


def _lines(path: str, content: bytes) -> tuple[str, ...]:
    lines = content.decode().split("\n") if path.startswith("papers") else []
    return tuple(line for line in lines if line)


def _accepted(path: str, records: tuple[Record, ...], taken: Taken, content: bytes) -> Shard:
    """Make a shard for whose bytes no manifest vouches."""
    lines = tuple(to_line(record.to_record()) for record in records)
    canonical = (
        "".join(f"{line}\n" for line in lines).encode() == content
        and all(shard_of(record) == path for record in records)
        and all(one < other for one, other in pairwise(map(place_of, records)))
    )
    return Shard(path, records, lines, taken, canonical)


def _records(path: Path, content: bytes) -> Iterator[Record]:
    read = READERS[path.name if path.name in WHOLE else path.parent.name]
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line and not line.isspace():
            yield _record(path, number, line, read)


def _record(
    path: Path, number: int, line: bytes, read: Callable[[dict[str, Any]], Record]
) -> Record:
    if line.startswith(CONFLICT):
        raise ArchiveError(
            f"{path}, line {number}: git's marks of a merge that is not finished; keep the "
            f"lines of both sides, take the marks out, and run {ACCEPT}"
        )
    try:
        return read(_object(line.decode()))
    except UnicodeDecodeError as error:
        raise _damaged(path, number, error.start + 1, "not UTF-8") from error
    except json.JSONDecodeError as error:
        raise _damaged(path, number, error.colno, f"not JSON: {error.msg}") from error
    except RecordError as error:
        raise _damaged(path, number, 1, str(error)) from error


def _object(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except RecursionError as error:
        raise RecordError("nested too deeply") from error
    if not isinstance(record, dict):
        raise RecordError("not a JSON object")
    if "\\ud" in text.lower():
        _check_characters(record)
    return record


def _check_characters(record: dict[str, Any]) -> None:
    """Refuse half characters, which JSON can say and neither store nor file can hold."""
    try:
        to_line(record).encode()
    except UnicodeEncodeError as error:
        raise RecordError("half a character (a lone surrogate)") from error


def _damaged(path: Path, line: int, column: int, what: str) -> ArchiveError:
    return ArchiveError(
        f"{path}, line {line}, column {column}: {what}; restore the file with git, or take the "
        f"line out and run {ACCEPT}"
    )
