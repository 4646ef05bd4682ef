"""``paperlode config``: what the settings are, whether they are right, what is allowed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlode.cli import app
from paperlode.errors import InputError

if TYPE_CHECKING:
    from paperlode.cli.screen import Screen
    from paperlode.config import Config

config = typer.Typer(no_args_is_help=True, help="Show and check the settings.")
app.add_typer(config, name="config")


@config.command()
def check(context: typer.Context) -> None:
    """Check the settings; every mistake is named with its line."""
    screen: Screen = context.obj
    loaded = _load(screen)
    topics = f"{len(loaded.topics)} topic{'' if len(loaded.topics) == 1 else 's'}"
    screen.result({"file": str(loaded.file), "right": True, "notices": list(loaded.notices)})
    screen.say(f"{loaded.file.name} is right: {topics}.")
    for notice in loaded.notices:
        screen.say(f"Note: {notice}")


@config.command()
def show(context: typer.Context) -> None:
    """Print the settings in effect, defaults and environment included."""
    from paperlode.config.effective import as_toml, effective  # noqa: PLC0415  pydantic is slow

    screen: Screen = context.obj
    loaded = _load(screen)
    screen.result(effective(loaded))
    screen.say(as_toml(loaded))


@config.command()
def get(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Such as title or publish.site.")],
) -> None:
    """Print one setting in effect, for scripts; nothing when it is not set."""
    from paperlode.config.effective import effective  # noqa: PLC0415  pydantic is slow to import

    screen: Screen = context.obj
    value: Any = effective(_load(screen))
    for part in name.split("."):
        if not isinstance(value, dict) or part not in value:
            raise InputError(f'there is no setting "{name}"; `paperlode config show` lists them')
        value = value[part]
    screen.result(value)
    if value is None or value is False:
        return
    screen.say(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


@config.command()
def schema(context: typer.Context) -> None:
    """Print the JSON schema of paperlode.toml, for editors."""
    from paperlode import config as settings  # noqa: PLC0415  pydantic is slow to import

    screen: Screen = context.obj
    text = json.dumps(settings.schema(), indent=1, ensure_ascii=False)
    typer.echo(text) if screen.quiet or screen.json else screen.say(text)


def _load(screen: Screen) -> Config:
    from paperlode.cli.workplace import settings  # noqa: PLC0415  pydantic is slow to import

    return settings(screen)
