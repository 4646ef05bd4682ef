"""Where a command works: settings, store and archive of the folder the user stands in."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paperlode.errors import BusyError, InputError
from paperlode.paper import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperlode.cli.screen import Screen
    from paperlode.config import Config
    from paperlode.store import Store

STORE = ".paperlode/store.db"
"""Where the store lies in the settings' folder: fast, disposable, never committed."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """Settings, and the store with everything that the archive has."""

    config: Config
    store: Store


def settings(screen: Screen) -> Config:
    """Load the settings that the command line names; SettingsError when they are wrong."""
    from paperlode import config  # noqa: PLC0415  pydantic is slow to import

    path = config.find(Path.cwd()) if screen.config is None else screen.config
    loaded = config.load(path, os.environ)
    for notice in loaded.notices:
        screen.detail(notice)
    return loaded


@contextmanager
def workplace(screen: Screen, *, accept_archive: bool = False) -> Iterator[Workplace]:
    """Open the folder's store and bring in what the archive has and the store lacks."""
    with _up_to_date(screen, settings(screen), accept=accept_archive) as place:
        yield place


@contextmanager
def _up_to_date(
    screen: Screen, config: Config, store_at: Path | None = None, *, accept: bool = False
) -> Iterator[Workplace]:
    from paperlode import archive  # noqa: PLC0415  only commands that need it pay for it
    from paperlode.store import Store  # noqa: PLC0415  same

    with Store.open(store_at or config.folder / STORE) as store:
        with screen.progress() as progress:
            archive.load(config.folder / config.publish.archive, store, progress, accept=accept)
        yield Workplace(config, store)


@contextmanager
def reading(screen: Screen, writable: Callable[[Path], bool] | None = None) -> Iterator[Workplace]:
    """Open the same to look only: while a run holds the store, beside it and as it is then.

    Where nobody can write (``writable`` says so of the store's path), as it was last written; when
    there is no store, one made of the archive for this command alone.
    """
    from paperlode.store import database  # noqa: PLC0415  only commands that need it pay for it

    config = settings(screen)
    can = (writable or database.can_write)(config.folder / STORE)
    with ExitStack() as stack:
        place = None
        with suppress(BusyError):
            place = stack.enter_context(_up_to_date(screen, config)) if can else None
        if place is None:
            why = "a run is at work" if can else "this folder is read-only"
            screen.detail(f"{why}: this is how things stood when the store was last written")
            held = can or (config.folder / STORE).exists()
            as_it_is = _as_written(config, can=can) if held else _of_our_own(screen, config)
            place = stack.enter_context(as_it_is)
        yield place


@contextmanager
def _as_written(config: Config, *, can: bool) -> Iterator[Workplace]:
    """Open the store as it was last written."""
    from paperlode.store import Store  # noqa: PLC0415  only commands that need it pay for it

    with Store.open(config.folder / STORE, reading=True, writable=lambda _: can) as store:
        yield Workplace(config, store)


@contextmanager
def _of_our_own(screen: Screen, config: Config) -> Iterator[Workplace]:
    """Open a store in a folder that goes with the command."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415  seldom needed

    with (
        TemporaryDirectory(prefix="paperlode-") as folder,
        _up_to_date(screen, config, Path(folder, "store.db")) as place,
    ):
        yield place


def day_given(option: str, text: str | None) -> date | None:
    """Read the day that an option names; InputError says how to write it."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{option} {text!r} is not a day; write it like 2026-08-21") from None


def time_given(text: str | None) -> datetime:
    """Read ``--now``; without it ask the clock, the only place that does.

    Raises InputError for a time without a zone: what "today" means would be a guess.
    """
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  the edge asks the clock
    try:
        zoned = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        zoned = False
    if not zoned:
        raise InputError(
            f"--now {text!r} is not an ISO time with a zone; write it like 2026-08-21T06:00:00Z"
        )
    return moment(text).replace(microsecond=0)
