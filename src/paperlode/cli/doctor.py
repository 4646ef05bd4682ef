"""``paperlode doctor``: is everything as it has to be, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from paperlode.cli import app
from paperlode.cli.workplace import STORE, settings, time_given
from paperlode.errors import InputError, PaperlodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from paperlode.cli.screen import Screen
    from paperlode.config import Config
    from paperlode.progress import Progress

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look showed."""

    state: State
    about: str
    says: str
    """A sentence; where something is not right, also what to do."""
    code: int = 1
    """Exit code when it is wrong: 2 when the user's own files or settings are."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is looked at."""

    config: Config
    now: datetime
    progress: Progress


@app.command()
def doctor(
    context: typer.Context,
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nothing of arXiv.")] = False,
    now: Annotated[
        str | None, typer.Option("--now", help="Pretend that it is this moment (ISO, with zone).")
    ] = None,
) -> None:
    """Look whether everything is as it has to be, and say what to do where it is not.

    Exit code 0: nothing is wrong (there may be warnings); 2: settings or files are; 1: something
    else is.
    """
    screen: Screen = context.obj
    findings: list[Finding] = []
    with screen.progress() as progress:
        for finding in _findings(screen, time_given(now), progress, offline=offline):
            findings.append(finding)
            screen.say(f"{finding.state:8} {finding.about}: {finding.says}")
    screen.result([{"state": one.state, "about": one.about, "says": one.says} for one in findings])
    codes = [one.code for one in findings if one.state == "wrong"]
    raise typer.Exit(max(codes, default=0))


def _findings(
    screen: Screen, now: datetime, progress: Progress, *, offline: bool
) -> Iterator[Finding]:
    yield _program()
    try:
        config = settings(screen)
    except InputError as error:
        yield Finding("wrong", "settings", str(error), error.exit_code)
        return
    place = Place(config, now, progress)
    for about, look in LOOKS.items():
        if not offline or look not in {_arxiv, _changes}:
            yield from _looked(about, look, place)


def _looked(
    about: str, look: Callable[[Place], Iterator[tuple[State, str]]], place: Place
) -> Iterator[Finding]:
    """Turn what a look says or raises into findings."""
    try:
        for state, sentence in look(place):
            yield Finding(state, about, sentence)
    except PaperlodeError as error:
        yield Finding("wrong", about, str(error), error.exit_code)


def _program() -> Finding:
    import platform  # noqa: PLC0415  only the doctor needs it

    from paperlode import __version__  # noqa: PLC0415  same

    return Finding("ok", "program", f"paperlode {__version__}, Python {platform.python_version()}")


def _settings(place: Place) -> Iterator[tuple[State, str]]:
    config = place.config
    number = len(config.topics)
    yield "ok", f"{config.file.name}, {number} topic{'' if number == 1 else 's'}"
    for notice in config.notices:
        yield "ok", notice
    for topic in config.topics:
        if topic.sharper.authors:
            people = len(topic.sharper.authors)
            follows = f"{topic.name} follows {people} author{'s' * (people != 1)}"
            cost = "their papers come through arXiv's search alone, one request more in each run"
            yield "ok", f"{follows}: {cost}"
    if config.contact is None:
        yield "warning", "no contact; set one, so that arXiv's operators can reach you"


def _clock(place: Place) -> Iterator[tuple[State, str]]:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  only the doctor needs it

    here = place.now.astimezone(ZoneInfo(place.config.timezone))
    yield "ok", f"{here:%Y-%m-%d %H:%M} in {place.config.timezone}"


def _readme(place: Place) -> Iterator[tuple[State, str]]:
    from paperlode import deliver  # noqa: PLC0415  only the doctor needs it
    from paperlode.publish.readme import insert  # noqa: PLC0415  same

    name = place.config.publish.readme
    if not isinstance(name, str):
        yield "ok", "none is wanted"
        return
    there = deliver.read(name, place.config.folder)
    if there is None:
        yield "warning", f"there is no {name}; `paperlode init` writes one with the markers"
        return
    insert(there, "")
    yield "ok", f"{name} has both markers"


def _folders(place: Place) -> Iterator[tuple[State, str]]:
    import os  # noqa: PLC0415  only the doctor needs it

    publish = place.config.publish
    for name in (".", publish.archive, publish.site, ".paperlode"):
        folder = place.config.folder / name
        existing = next(one for one in (folder, *folder.parents) if one.exists())
        if not existing.is_dir():
            yield "wrong", f"{existing} is a file where a folder is needed; move it away"
        elif not os.access(existing, os.W_OK | os.X_OK):
            yield "wrong", f"{existing} cannot be written to; allow it, or choose another folder"
    yield "ok", f"working in {place.config.folder}"


SCARCE = 500_000_000
"""Free bytes below which a site of some ten thousand papers may not fit any more."""


def _disk(place: Place) -> Iterator[tuple[State, str]]:
    import shutil  # noqa: PLC0415  only the doctor needs it

    free = shutil.disk_usage(place.config.folder).free
    if free < SCARCE:
        yield "warning", f"only {free / 1e6:.0f} MB are free; make room before the next run"
    else:
        yield "ok", f"{free / 1e9:.1f} GB are free"


def _store(place: Place) -> Iterator[tuple[State, str]]:
    from paperlode.store import Store  # noqa: PLC0415  only the doctor needs it

    path = place.config.folder / STORE
    if not path.is_file():
        yield "ok", "not there yet; the next run makes it from the archive"
        return
    with Store.open(path, reading=True) as store:
        topics = [topic.id for topic in place.config.topics]
        papers = sum(count for _, count in store.months(topics))
    yield "ok", f"{papers:,} papers of your topics"


def _archive(place: Place) -> Iterator[tuple[State, str]]:
    """Read the whole archive into a store that is thrown away: the truest check there is."""
    import tempfile  # noqa: PLC0415  only the doctor needs it
    from pathlib import Path  # noqa: PLC0415  same

    from paperlode import archive  # noqa: PLC0415  same
    from paperlode.store import Store  # noqa: PLC0415  same

    folder = place.config.folder / place.config.publish.archive
    with (
        tempfile.TemporaryDirectory() as scratch,
        Store.open(Path(scratch) / "store.db") as store,
    ):
        records = archive.load(folder, store, place.progress)
    if records:
        yield "ok", f"{records:,} records, all whole; they fit the manifest"
    else:
        yield "ok", f"{place.config.publish.archive} is empty; the first run fills it"


def _git(place: Place) -> Iterator[tuple[State, str]]:
    config = place.config
    if _asked_git(place, "rev-parse", "--is-inside-work-tree") != "true":
        yield "warning", "no version control here (or no git); the archive deserves it: git init"
        return
    if unmerged := _asked_git(place, "diff", "--name-only", "--diff-filter=U"):
        yield "wrong", f"a merge is not finished: {', '.join(unmerged.split())}; finish it first"
    for name in (".paperlode", config.publish.site):
        if not _asked_git(place, "check-ignore", f"{name}/x"):
            yield "warning", f"/{name}/ is not ignored; add it to .gitignore, it can be made again"
    if _asked_git(place, "check-ignore", f"{config.publish.archive}/manifest.json"):
        yield "warning", f"{config.publish.archive} is ignored; take it out of .gitignore"
    yield "ok", f"on branch {_asked_git(place, 'branch', '--show-current') or '(none)'}"


def _workflow(place: Place) -> Iterator[tuple[State, str]]:
    from paperlode import deliver  # noqa: PLC0415  only the doctor needs it

    ours = ".github/workflows/daily.yml"
    words = ("grep", "--untracked", "--name-only", "--fixed-strings", "-e", "paperlode run")
    found = ours if deliver.read(ours, place.config.folder) else ""
    found = found or _asked_git(place, *words, "--", ".github/workflows")
    if found:
        yield "ok", f"{found.splitlines()[0]} is there"
    else:
        yield "warning", "none in .github/workflows runs paperlode; `paperlode init` writes one"


def _asked_git(place: Place, *words: str) -> str:
    """Ask git something; an empty text when it has no answer or is not there."""
    import subprocess  # noqa: PLC0415  only the doctor needs it

    command = ["git", "-C", str(place.config.folder), *words]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)  # noqa: S603  no shell, no words of others
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip()


def _arxiv(place: Place) -> Iterator[tuple[State, str]]:
    """Ask one polite question: the first topic's query, one paper."""
    from paperlode.config.section import is_loopback  # noqa: PLC0415  pydantic is slow to import
    from paperlode.sources import search_api  # noqa: PLC0415  lxml is slow to import

    url = place.config.intake.search_url
    body = _asked(place, search_api.request(url, place.config.topics[0].query, size=1))
    total = search_api.read(body).total
    yield "ok", f"{url} answers; the topic {place.config.topics[0].name} has {total:,} papers there"
    if not is_loopback(url):
        yield from clocks(body, place.now)


def _changes(place: Place) -> Iterator[tuple[State, str]]:
    """Ask the service that lists what changed who it is."""
    intake = place.config.intake
    if "oai_pmh" not in intake.channels:
        yield "ok", "the settings do not ask for what changed (OAI-PMH)"
        return
    url = intake.address("oai")
    if b"<Identify>" in _asked(place, f"{url}?verb=Identify"):
        yield "ok", f"{url} answers"
    else:
        yield "warning", f"{url} answers, but not as OAI-PMH does; look at oai_url in the settings"


def _asked(place: Place, url: str) -> bytes:
    from paperlode.cli.run import gate  # noqa: PLC0415  only the doctor needs it
    from paperlode.fetch import Fetch  # noqa: PLC0415  httpx is slow to import

    intake, contact = place.config.intake, place.config.contact
    with Fetch(contact=contact, pause=intake.pause_seconds, budget=120, gate=gate(intake)) as fetch:
        return fetch(url)


BEHIND, AHEAD = 600, 26 * 3600
"""Seconds that our clock may be behind arXiv's answer, or ahead of one that was kept for a day."""


def clocks(body: bytes, now: datetime) -> Iterator[tuple[State, str]]:
    """Compare our clock with the time in arXiv's answer (its feed's ``updated``)."""
    import re  # noqa: PLC0415  only the doctor needs it

    from paperlode.paper import moment, stamp  # noqa: PLC0415  same

    found = re.search(rb"<updated>([^<]+)</updated>", body.partition(b"<entry")[0])
    if found is None:
        return
    theirs = moment(found[1].decode())
    ahead = (now - theirs).total_seconds()
    if not -BEHIND <= ahead <= AHEAD:
        says = f"this machine's clock says {stamp(now)}, arXiv's answer {stamp(theirs)}"
        yield "warning", f"{says}; set the clock, days depend on it"


LOOKS: dict[str, Callable[[Place], Iterator[tuple[State, str]]]] = {
    "settings": _settings,
    "clock": _clock,
    "README": _readme,
    "folders": _folders,
    "disk": _disk,
    "store": _store,
    "archive": _archive,
    "git": _git,
    "workflow": _workflow,
    "arXiv": _arxiv,
    "changes": _changes,
}
