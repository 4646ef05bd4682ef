"""The first files of a new tracker: written where nothing is yet, never over anything."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperlode import deliver, presets
from paperlode.config import mistakes
from paperlode.config.places import Places
from paperlode.errors import DeliveryError, MarkersError, SettingsError
from paperlode.publish import File
from paperlode.publish.readme import END, START, insert

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from paperlode.config.places import KeyPath

SETTINGS, OLD_SETTINGS = "paperlode.toml", "config.json"
README, WORKFLOW = "README.md", ".github/workflows/daily.yml"
IGNORE, ATTRIBUTES = ".gitignore", ".gitattributes"


@dataclass(slots=True)
class Started:
    """What was done with each file."""

    written: list[str] = field(default_factory=list)
    extended: list[str] = field(default_factory=list)
    """Files that were there and to which something was added at the end."""
    kept: list[str] = field(default_factory=list)
    """Files that were there and stay as they are."""
    notes: list[str] = field(default_factory=list)
    """What the user has to know about files that were kept."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for; None: as the preset has it."""

    preset: str | None = None
    title: str | None = None
    description: str | None = None
    url: str | None = None
    source: str = ""
    """What pip shall install in the workflow; empty: the repository's variable says it."""


def start(
    folder: Path, wish: Wish, *, write: Callable[[list[File], Path], object] = deliver.write
) -> Started:
    """Write settings, README with markers, what git must know, and the workflow into a folder.

    Nothing that exists is overwritten; a README without markers gets them at its end. Raises
    InputError for an unknown preset, SettingsError for a wrong title or address (both before
    anything is written), DeliveryError when the folder cannot be written to.
    """
    settings = _settings(wish)
    started = Started()
    files = [
        *_first_settings(folder, wish, settings, started),
        *_readme(folder, settings, started),
        *_new(folder, IGNORE, presets.template("gitignore"), started),
        *_new(folder, ATTRIBUTES, presets.template("gitattributes"), started),
        *_new(folder, WORKFLOW, workflow(wish.source), started),
    ]
    _note_ignored(folder, started)
    _note_workflows(folder, started)
    _make(folder)
    write(files, folder)
    return started


def workflow(source: str) -> str:
    """Give the workflow with what pip shall install put in."""
    quoted = source.replace("'", "''")
    return presets.template("workflow.yml").replace("@SOURCE@", quoted)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliveryError(
            f"the folder {folder} cannot be made: {error.strerror}; nothing was written"
        ) from error


def _settings(wish: Wish) -> str:
    """Put title, description and address into a preset's settings."""
    text = presets.settings(wish.preset or presets.NAMES[0])
    wishes = {"title": wish.title, "description": wish.description, "url": wish.url}
    given = {key: value for key, value in wishes.items() if value is not None}
    topic = {"name": "x", "query": "all:x"}
    labels: dict[KeyPath, str] = {(key,): f"--{key}" for key in given}
    _, wrong = mistakes.check({**given, "topic": [topic]}, Places(""), labels)
    if wrong:
        raise SettingsError("\n".join(str(one) for one in wrong))
    for key, value in given.items():
        line = f"{key} = {quoted(value)}"
        text = re.sub(rf"(?m)^(# )?{key} = .*$", line.replace("\\", r"\\"), text, count=1)
    return text


def quoted(text: str) -> str:
    """Write a text as TOML does: JSON's escapes, and the one character that TOML adds to them."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _first_settings(folder: Path, wish: Wish, text: str, started: Started) -> list[File]:
    """Write paperlode.toml, unless a tracker's config.json says already what to follow."""
    old = (folder / OLD_SETTINGS).is_file() and not (folder / SETTINGS).is_file()
    if old and wish.preset is None:
        started.kept.append(OLD_SETTINGS)
        started.notes.append(
            f"{OLD_SETTINGS} works as it is, so no {SETTINGS} was written; "
            "ask for one with --preset NAME"
        )
        return []
    if old:
        started.notes.append(f"{SETTINGS} now goes before {OLD_SETTINGS}")
    return _new(folder, SETTINGS, text, started)


def _new(folder: Path, name: str, text: str, started: Started) -> list[File]:
    """Give a file to write, unless something of its name is there."""
    place = folder / name
    if place.exists() or place.is_symlink():
        started.kept.append(name)
        return []
    started.written.append(name)
    return [File(name, text.encode())]


def _readme(folder: Path, settings: str, started: Started) -> list[File]:
    """Write a README, or add the markers at the end of the one that is there."""
    there = deliver.read(README, folder)
    if there is None:
        title, description = (_value(settings, key) for key in ("title", "description"))
        text = presets.template("readme.md").replace("@TITLE@", title)
        text = text.replace("@DESCRIPTION@\n\n", f"{description}\n\n" if description else "")
        return _new(folder, README, text, started)
    if START.encode() in there or END.encode() in there:
        started.kept.append(README)
        try:
            insert(there, "")
        except MarkersError as error:
            started.notes.append(f"{README} stays as it is, but {error}")
        return []
    started.extended.append(README)
    line_end = b"\r\n" if b"\r\n" in there else b"\n"
    markers = line_end.join([b"", START.encode(), END.encode(), b""])
    gap = b"" if not there or there.endswith(b"\n") else line_end
    return [File(README, there + gap + markers)]


def _value(settings: str, key: str) -> str:
    found = re.search(rf"(?m)^{key} = (\".*\")$", settings)
    return "" if found is None else str(json.loads(found[1]))


def _note_ignored(folder: Path, started: Started) -> None:
    """Tell which lines a .gitignore that stays is missing."""
    if IGNORE not in started.kept:
        return
    there = (deliver.read(IGNORE, folder) or b"").decode(errors="replace").splitlines()
    wanted = [line for line in presets.template("gitignore").splitlines() if line.startswith("/")]
    missing = [line for line in wanted if not {line, line.strip("/"), line[1:]} & set(there)]
    if missing:
        started.notes.append(f"{IGNORE} stays as it is; add to it: {' '.join(missing)}")


def _note_workflows(folder: Path, started: Started) -> None:
    """Tell of workflows beside ours: the one of an older tracker would go on running."""
    there = (folder / WORKFLOW).parent
    others = sorted(path.name for path in there.glob("*.y*ml") if path.name != "daily.yml")
    if others and WORKFLOW in started.written:
        started.notes.append(
            f"{there} also has {', '.join(others)}; remove what {WORKFLOW} now does instead"
        )
