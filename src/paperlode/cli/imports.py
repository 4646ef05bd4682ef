"""``paperlode import``: all of arXiv beside the tracker, from arXiv's snapshot or our records."""

from __future__ import annotations

import hashlib
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlode.cli import app
from paperlode.errors import InputError

if TYPE_CHECKING:
    from paperlode.cli.screen import Screen
    from paperlode.importing import Brought
    from paperlode.progress import Progress
    from paperlode.store.mirror import Mirror

MIRROR = ".paperlode/mirror.sqlite"
"""Where imported papers lie in the settings' folder: disposable, never committed, large."""
MOST_NAMED = 20
"""Bad lines that are named one by one; the rest is counted."""
_ENDS = 1 << 20
"""Bytes at either end of a file by which it is known again."""


@app.command("import")
def import_files(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="arXiv's snapshot, records, or saved answers; .gz, .zst, .zip; - is input.",
        ),
    ],
) -> None:
    """Bring papers of arXiv's snapshot, records or saved answers into the mirror."""
    from paperlode.cli.workplace import settings  # noqa: PLC0415  only when the command runs
    from paperlode.store.mirror import Mirror  # noqa: PLC0415  same

    screen: Screen = context.obj
    for name in files:
        _readable(name)
    folder = settings(screen).folder
    with Mirror.open(folder / MIRROR) as mirror, screen.progress() as progress:
        mirror.refile(progress)
        told = [_import(screen, mirror, name, progress) for name in files]
        papers = mirror.held()
    screen.result({"files": told, "papers": papers})
    screen.say(f"{papers:,} papers are in the mirror")
    nonsense = [one["file"] for one in told if _nonsense(one)]
    if nonsense:
        raise InputError(
            f"{', '.join(nonsense)}: no line is a paper's; what can be imported is arXiv's "
            "metadata snapshot, record files and saved answers, plain or packed as gz, zst or zip"
        )


def _readable(name: str) -> None:
    """Raise InputError for what is no file and no pipe."""
    if name != "-" and Path(name).is_dir():
        raise InputError(f"{name} is a folder; name the files in it")
    if name != "-" and not Path(name).exists():
        raise InputError(f"there is no file {name}")


def _nonsense(told: dict[str, Any]) -> bool:
    """Say whether a file has lines and none of them is a paper's."""
    papers = told["new"] + told["replaced"] + told["unchanged"]
    return bool(told["bad"] and not papers and not told["lines_before"])


def _import(screen: Screen, mirror: Mirror, name: str, progress: Progress) -> dict[str, Any]:
    from paperlode.cli.record_files import opened  # noqa: PLC0415  only when the command runs
    from paperlode.importing import bring  # noqa: PLC0415  same
    from paperlode.sources.saved import is_answer  # noqa: PLC0415  same

    named = 0

    def tell(line: int, sentence: str) -> None:
        nonlocal named
        named += 1
        if named <= MOST_NAMED:
            place = "standard input" if name == "-" else name
            screen.warn(f"{place}, line {line}: {sentence}")

    began = monotonic()
    known = _known_by(name)
    with opened(name, is_answer) as lines:
        brought = bring(mirror, lines, known, tell=tell, progress=progress)
    seconds = monotonic() - began
    screen.say(_sentence(name, brought, seconds))
    told = {
        "file": name,
        "lines": brought.lines,
        "lines_before": brought.before,
        "bad": brought.bad,
        "new": brought.tally.new,
        "replaced": brought.tally.replaced,
        "unchanged": brought.tally.unchanged,
    }
    if _nonsense(told):
        mirror.forget(known)
    return told


def _known_by(name: str) -> str:
    """Name a file by size, time of change and both ends; nothing for what cannot be read again.

    A file that only looks changed is imported anew, which changes nothing.
    """
    if name == "-" or not Path(name).is_file():  # a pipe cannot be read twice
        return ""
    with Path(name).open("rb") as file:
        facts = Path(name).stat()
        ends = hashlib.sha256(file.read(_ENDS))
        file.seek(max(facts.st_size - _ENDS, 0))
        ends.update(file.read(_ENDS))
    return f"{facts.st_size} {facts.st_mtime_ns} {ends.hexdigest()}"


def _sentence(name: str, brought: Brought, seconds: float) -> str:
    read = brought.lines - brought.before
    if not read:
        return f"{name}: nothing that was not imported before"
    said = [
        f"{name}: {read:,} lines, {read / max(seconds, 0.001):,.0f} a second",
        f"{brought.tally.new:,} new papers",
        f"{brought.tally.replaced:,} replaced",
        f"{brought.tally.unchanged:,} as they were",
    ]
    if brought.before:
        said.insert(1, f"after {brought.before:,} of an earlier import")
    if brought.bad:
        said.append(f"{brought.bad:,} bad lines")
    return ", ".join(said)
