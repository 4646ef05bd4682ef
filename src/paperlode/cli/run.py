"""``paperlode run``, ``build``, ``backfill``: the daily job and its parts."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.cli.workplace import time_given, workplace
from paperlode.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperlode.cli.screen import Screen
    from paperlode.config import Config
    from paperlode.config.settings import Intake
    from paperlode.daily import Report
    from paperlode.fetch import Fetch
    from paperlode.gather import Arxiv

Now = Annotated[
    str | None, typer.Option("--now", help="Pretend that it is this moment (ISO, with zone).")
]
Summary = Annotated[
    Path | None, typer.Option(help="Append a summary in Markdown to this file (for GitHub).")
]
AcceptArchive = Annotated[
    bool,
    typer.Option(
        "--accept-archive", help="Take the archive as it is, for example after a git merge."
    ),
]


@app.command()
def run(
    context: typer.Context,
    *,
    now: Now = None,
    summary: Summary = None,
    accept_archive: AcceptArchive = False,
) -> None:
    """Fetch what is new or changed, check it, publish it: the daily job.

    Exit code 0: everything is known; 3: published, but something may be missing (the status says
    what); 1: nothing could be fetched, or a page could not be made; 2: wrong settings or files.
    """
    from paperlode import daily  # noqa: PLC0415  only this command pays for it
    from paperlode.cli.library import refresh  # noqa: PLC0415  its commands come later

    screen: Screen = context.obj
    moment = time_given(now)
    with workplace(screen, accept_archive=accept_archive) as place:
        refresh(screen, place, moment)
        with asking(screen, place.config) as (fetch, arxiv), screen.progress() as progress:
            report = daily.run(place.config, place.store, arxiv, moment, progress)
        tell(screen, place.config, report, fetch, summary)
    raise typer.Exit(report.exit_code)


@app.command()
def build(
    context: typer.Context,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Render every page, not only those that may differ.")
    ] = False,
    accept_archive: AcceptArchive = False,
) -> None:
    """Write README, site and feed again from the archive, without the network."""
    from paperlode import daily  # noqa: PLC0415  only this command pays for it

    screen: Screen = context.obj
    with workplace(screen, accept_archive=accept_archive) as place:
        with screen.progress() as progress:
            report = daily.build(place.config, place.store, progress, whole=full)
        tell(screen, place.config, report, None, None)
    raise typer.Exit(int(bool(report.unmade)))


@app.command()
def backfill(
    context: typer.Context,
    topic: Annotated[
        list[str] | None, typer.Argument(help="Identifiers of topics; without any, all of them.")
    ] = None,
    *,
    now: Now = None,
) -> None:
    """Ask again for everything the topics ever matched; what was missing comes in as history."""
    from paperlode import daily  # noqa: PLC0415  only this command pays for it

    screen: Screen = context.obj
    moment = time_given(now)
    with workplace(screen) as place:
        wanted = place.config.topics if not topic else tuple(map(place.config.topic, topic))
        with asking(screen, place.config) as (fetch, arxiv), screen.progress() as progress:
            report = daily.backfill(
                place.config, place.store, arxiv, moment, progress, topics=wanted
            )
        tell(screen, place.config, report, fetch, None)
    raise typer.Exit(report.exit_code)


@contextmanager
def asking(
    screen: Screen, config: Config, *, hurried: bool = False
) -> Iterator[tuple[Fetch, Arxiv]]:
    """Open the one connection to arXiv as the settings name it; ``hurried``: somebody waits."""
    from paperlode.fetch import Fetch  # noqa: PLC0415  httpx is slow to import
    from paperlode.fetch.patience import HURRIED, Policy  # noqa: PLC0415  same

    intake = config.intake
    fetch = Fetch(
        contact=config.contact,
        pause=intake.pause_seconds,
        budget=60 * intake.budget_minutes,
        policy=HURRIED if hurried else Policy(),
        gate=gate(intake),
        tell=screen.warn,
    )
    with fetch:
        yield fetch, arxiv_of(config, fetch, _telling(screen))


def arxiv_of(config: Config, fetch: Fetch, tell: Callable[[str], object] | None = None) -> Arxiv:
    """Put together what a run needs to ask arXiv; ``tell`` hears of every address asked."""
    from paperlode.gather import Arxiv  # noqa: PLC0415  only commands that fetch need it

    def told(url: str) -> str:
        if tell is not None:
            tell(url)
        return url

    intake = config.intake
    return Arxiv(
        ask=lambda url: fetch(told(url)),
        newer=lambda url, tag: fetch.newer(told(url), tag),
        page=lambda url: fetch.page(told(url)),
        search=intake.search_url,
        oai=intake.address("oai"),
        feed=intake.address("feed"),
        listing=intake.address("listing"),
        size=intake.page_size,
        channels=tuple(intake.channels),
    )


def gate(intake: Intake) -> Path | None:
    """Name the file through which all commands of a user keep their distance from each other.

    None when only this machine is asked, which may be done at any time.
    """
    import getpass  # noqa: PLC0415  only commands that fetch need it
    import os  # noqa: PLC0415  same
    import tempfile  # noqa: PLC0415  same

    if intake.local:
        return None
    user = getattr(os, "getuid", getpass.getuser)()  # in a container a user may have no name
    return Path(tempfile.gettempdir(), f"paperlode-{user}.gate")


def _telling(screen: Screen) -> Callable[[str], None]:
    """Let --verbose say what is asked."""
    return lambda url: screen.detail(f"asking {url}")


def tell(
    screen: Screen, config: Config, report: Report, fetch: Fetch | None, summary: Path | None
) -> None:
    """Say what a run did: to a person, to a program, to GitHub."""
    from paperlode.cli import report as words  # noqa: PLC0415  only after a run
    from paperlode.publish.unmade import sentences  # noqa: PLC0415  same

    screen.result(report.to_record())
    for line in words.lines(report, config, fetch):
        screen.say(line)
    for warning in (*report.status.warnings, *report.status.gaps, *sentences(report.unmade)):
        screen.warn(warning)
    if summary is not None:
        _append(summary, words.markdown(report, config))


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise DeliveryError(
            f"the summary {path} could not be written: {error.strerror}; all else was"
        ) from error
