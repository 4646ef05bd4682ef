"""``paperlode init``: the first files of a new tracker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app

if TYPE_CHECKING:
    from paperlode.cli.screen import Screen
    from paperlode.config.start import Started


@app.command()
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to write; made when absent.")] = Path(),
    *,
    preset: Annotated[
        str | None,
        typer.Option(
            help="Settings to begin with: ai4mat (default), ai4mat-strict, ai4mat-broad, blank."
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Name of your pages and feeds.")] = None,
    description: Annotated[str | None, typer.Option(help="A sentence under the title.")] = None,
    url: Annotated[str | None, typer.Option(help="Where the site will be, https://...")] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="What pip shall install in the workflow (default: what this paperlode came from)."
        ),
    ] = None,
) -> None:
    """Write settings, README, the daily workflow and what git must know; overwrite nothing."""
    from paperlode.config.start import Wish, start  # noqa: PLC0415  pydantic is slow to import

    screen: Screen = context.obj
    chosen = origin() if source is None else source
    wish = Wish(preset, title, description, url, chosen)
    started = start(folder, wish)
    _tell(screen, folder, started, needs_source=not chosen)


def origin() -> str:
    """Say what pip has to install to get this very paperlode; empty when only this machine has it.

    Source: PEP 610, the direct_url.json that installers leave behind.
    """
    import json  # noqa: PLC0415  only init needs it
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415  same

    try:
        installed = distribution("paperlode")
    except PackageNotFoundError:
        return ""
    direct = installed.read_text("direct_url.json")
    return requirement(installed.version, None if direct is None else json.loads(direct))


def requirement(version: str, direct: dict[str, object] | None) -> str:
    """Make the requirement from what direct_url.json says (None: it came from a registry)."""
    if direct is None:
        return f"paperlode=={version}"
    control = direct.get("vcs_info")
    if isinstance(control, dict) and control.get("vcs") == "git":
        return f"paperlode @ git+{direct['url']}@{control['commit_id']}"
    return ""


def _tell(screen: Screen, folder: Path, started: Started, *, needs_source: bool) -> None:
    screen.result(
        {
            "folder": str(folder),
            "written": started.written,
            "extended": started.extended,
            "kept": started.kept,
            "notes": started.notes,
        }
    )
    for verb, names in (
        ("Wrote", started.written),
        ("Added the markers to", started.extended),
        ("Kept as it was:", started.kept),
    ):
        for name in names:
            screen.say(f"{verb} {folder / name}")
    for note in started.notes:
        screen.say(f"Note: {note}")
    screen.say(_next(folder, started, needs_source=needs_source))


def _next(folder: Path, started: Started, *, needs_source: bool) -> str:
    """Say what to do now."""
    here = "" if folder == Path() else f"cd {folder} && "
    if "paperlode.toml" in started.written:
        steps = ["look through paperlode.toml (topics, title, url, timezone, contact)"]
    else:
        steps = [f"{here}paperlode config show    (are these the settings you want?)"]
    if "config.json" in started.kept:
        steps.append(f"paperlode adopt {folder}    (brings in what the old tracker has found)")
    steps += [
        f"{here}paperlode run    (the first run brings the history; that takes a while)",
        "put the folder on GitHub, and there: Settings, Pages, Source: GitHub Actions",
    ]
    if needs_source:
        steps.append(
            "tell GitHub where paperlode is: Settings, Secrets and variables, Actions, Variables: "
            "PAPERLODE_SOURCE (docs/github.md says what to write)"
        )
    numbered = [f"  {number}. {step}" for number, step in enumerate(steps, start=1)]
    return "\n".join(["", "Next:", *numbered])
