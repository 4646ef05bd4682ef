"""The manifest: every shard with its checksum, one line each, so that git can merge it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from paperlode.store import Taken

FORMAT = 1
"""Raised when an older paperlode could no longer read the archive."""

MANIFEST = "manifest.json"
PLAN = "manifest.next.json"
"""The manifest that a save is on its way to; it only outlives a save that was cut off."""

ACCEPT = "`paperlode build --accept-archive`"

CONFLICT = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
"""What git begins a line with where it could not merge."""


@dataclass(frozen=True, slots=True)
class Manifests:
    """What the shards have to be: as the last save left them, or as a cut-off one wanted them."""

    present: Mapping[str, str]
    """Checksum by path."""
    planned: Mapping[str, str] | None
    """None when the last save came to its end."""

    @classmethod
    def read(cls, folder: Path) -> Manifests:
        """Read both; a manifest that is not there names no shard."""
        plan = folder / PLAN
        return cls(_read(folder / MANIFEST), _read(plan) if plan.is_file() else None)

    def fit(self, path: str, sha256: str) -> bool:
        """Tell whether a shard is as one of the two says."""
        return sha256 in (self.present.get(path), (self.planned or {}).get(path))

    def missing(self, paths: set[str]) -> list[str]:
        """Name the shards that should be there and are not."""
        planned = self.present if self.planned is None else self.planned
        return sorted((self.present.keys() & planned.keys()) - paths)


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    content = path.read_bytes()
    for number, line in enumerate(content.splitlines(), start=1):
        if line.startswith(CONFLICT):
            raise ArchiveError(
                f"{path}, line {number}: git's marks of a merge that is not finished; keep the "
                f"lines of both sides in every shard, delete {path.name}, and run {ACCEPT}"
            )
    try:
        found = json.loads(content.decode(errors="replace"))
    except json.JSONDecodeError as error:
        raise ArchiveError(
            f"{path}, line {error.lineno}, column {error.colno}: not JSON: {error.msg}; "
            f"restore it with git, or delete it and run {ACCEPT}"
        ) from error
    except RecursionError:
        found = None  # nested too deeply: no manifest
    return _checked(found, path)


def _checked(found: object, path: Path) -> dict[str, str]:
    number = found.get("format") if isinstance(found, dict) else None
    if isinstance(number, int) and number > FORMAT:
        raise ArchiveError(
            f"{path}: this archive is of format {number}, this paperlode reads format {FORMAT}; "
            "update paperlode"
        )
    try:
        return {str(name): str(shard["sha256"]) for name, shard in found["shards"].items()}  # type: ignore[index]
    except (AttributeError, KeyError, TypeError) as error:
        raise ArchiveError(
            f"{path}: this is no manifest; restore it with git, or delete it and run {ACCEPT}"
        ) from error


def state_of(folder: Path) -> str:
    """Name what the manifests say, readable or not."""
    files = [path for path in (folder / MANIFEST, folder / PLAN) if path.is_file()]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def render(shards: Mapping[str, Taken]) -> bytes:
    """Write a manifest: the same shards give the same bytes."""
    lines = [
        f'  "{path}": {{"lines": {shards[path].lines}, "sha256": "{shards[path].sha256}"}}'
        for path in sorted(shards)
    ]
    body = ",\n".join(lines)
    return f'{{\n "format": {FORMAT},\n "shards": {{\n{body}\n }}\n}}\n'.encode()
