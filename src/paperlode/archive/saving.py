"""From the store into the archive."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from paperlode.archive.loading import load
from paperlode.archive.manifest import MANIFEST, PLAN, render
from paperlode.errors import DeliveryError
from paperlode.store import Taken
from paperlode.store.shards import LIBRARY, PORTRAITS, STRIKES, TOPICS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperlode.store import Store

Put = Callable[[Path, bytes], None]
"""How bytes get to the disk: whole and durable, or OSError."""

ORDER = (
    *(TOPICS, LIBRARY, STRIKES, "papers", "sightings", "announcements"),
    *("ranks", PORTRAITS, "receipts"),
)
"""A receipt says that a harvest was whole: it is written after all that the harvest brought."""

HELD = 32_000_000
"""Bytes of shards that are kept in memory between the manifest and their writing."""


def write(path: Path, content: bytes) -> None:
    """Put a file in its place, whole and on the disk, or leave what is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _part(path)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Let the new name survive a power cut, where folders can be synced at all."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _part(path: Path) -> Path:
    """Name the one file beside it in which a new content is prepared."""
    return path.with_name(f".{path.name}.part")


def save(folder: Path, store: Store, *, put: Put = write) -> list[str]:
    """Write the shards that changed and the manifest; gives their paths, the manifest last.

    What the archive has and the store lacks is taken in first. The bytes depend on what the
    store holds and on nothing else. ``put`` is how bytes get to the disk. Raises DeliveryError
    when a file cannot be written: each file is then the old or the new one, and the next save goes
    on from there.
    """
    load(folder, store)
    taken = store.taken()
    changed = _changed(store, taken)
    manifest = render(taken | {path: shard.taken for path, shard in changed.items()})
    try:
        written = _write(folder, store, changed, manifest, put)
        store.agreed({path: _on_disk(folder / path, it.taken) for path, it in changed.items()})
    except OSError as error:
        raise DeliveryError(
            f"the archive in {folder} cannot be written: {error}; no file is half-written, "
            "and the next run goes on from here"
        ) from error
    return written


@dataclass(frozen=True, slots=True)
class _Changed:
    """A shard that has to be written."""

    taken: Taken
    content: bytes | None
    """None: made again when it is written, so that a first save does not hold the whole archive."""


def _changed(store: Store, taken: Mapping[str, Taken]) -> dict[str, _Changed]:
    """Say what the shards will be that differ from their files, in the order of writing."""
    changed, held = {}, 0
    for path in sorted(store.dirty() | {TOPICS}, key=_place):
        content = _content(store, path)
        shard = _measure(content)
        if shard.sha256 != (taken[path].sha256 if path in taken else _NOTHING):
            held += shard.size
            changed[path] = _Changed(shard, content if held <= HELD else None)
    return changed


def _place(path: str) -> tuple[int, str]:
    return ORDER.index(path.partition("/")[0]), path


def _content(store: Store, path: str) -> bytes:
    return "".join(f"{line}\n" for line in store.lines(path)).encode()


def _measure(content: bytes) -> Taken:
    sha256 = hashlib.sha256(content).hexdigest()
    return Taken(sha256, content.count(b"\n"), len(content), 0)


_NOTHING = _measure(b"").sha256
"""A shard that was never written and has no lines needs no file."""


def _write(
    folder: Path, store: Store, changed: Mapping[str, _Changed], manifest: bytes, put: Put
) -> list[str]:
    place, plan = folder / MANIFEST, folder / PLAN
    old = place.read_bytes() if place.is_file() else render({})
    written = []
    if manifest != old or changed:
        put(plan, manifest)
        for path, shard in changed.items():
            put(folder / path, shard.content or _content(store, path))
        put(place, manifest)
        written = [*changed, MANIFEST]
    plan.unlink(missing_ok=True)
    for left_over in folder.glob(f"**/{_part(Path('*')).name}"):
        left_over.unlink()
    return written


def _on_disk(path: Path, shard: Taken) -> Taken:
    stat = path.stat()
    return replace(shard, size=stat.st_size, mtime_ns=stat.st_mtime_ns)
