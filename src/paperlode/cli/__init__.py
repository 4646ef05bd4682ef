"""The commands.

Each file here is one command or one group of them and adds itself to :data:`app` when imported.
Nothing heavy is imported before a command really runs, so that ``paperlode --help`` is immediate.
"""

from __future__ import annotations

import errno
import sys
from io import TextIOWrapper
from pathlib import Path  # noqa: TC003  Typer reads the annotations when it builds the commands
from typing import Annotated

import typer

from paperlode import __version__
from paperlode.cli.screen import Screen
from paperlode.errors import PaperlodeError

app = typer.Typer(
    name="paperlode",
    help="Every new and revised arXiv paper on your topics, once, readable, "
    "and honest about what may be missing.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001  Typer's callback signature
    if wanted:
        typer.echo(f"paperlode {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(help="Settings file (default: paperlode.toml, else config.json, here)."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say more: every request, every wait.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print results as JSON.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colours.")] = False,
    version: Annotated[  # noqa: ARG001  handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keep the options that every command shares."""
    context.obj = Screen(config=config, quiet=quiet, verbose=verbose, json=json, color=not no_color)


STOPPED = 130
"""Exit code after Ctrl-C, which is Typer's."""
UNREAD = 141
"""Exit code when whoever read our output has gone, as ``head`` does."""

_FLAGS = frozenset({"--quiet", "-q", "--verbose", "-v", "--json", "--no-color"})


def shared_options_first(words: list[str]) -> list[str]:
    """Let the shared options stand anywhere: ``run --quiet`` means ``--quiet run``."""
    front: list[str] = []
    rest: list[str] = []
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "--":
            rest += [word, *words]
            break
        if word in _FLAGS or word.startswith("--config="):
            front.append(word)
        elif word == "--config" and words:
            front += [word, words.pop(0)]
        else:
            rest.append(word)
    return front + rest


def start(words: list[str] | None = None) -> None:
    """Run the command line; every error of ours becomes one sentence and its exit code."""
    given = sys.argv[1:] if words is None else words
    _write_every_character()
    try:
        app(shared_options_first(given), prog_name="paperlode")
    except PaperlodeError as error:
        typer.echo(f"paperlode: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        typer.echo(f"paperlode: the output cannot be written: {error.strerror}", err=True)
        raise SystemExit(1) from None
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):
            raise SystemExit(UNREAD) from None
        if ended.code == STOPPED:
            typer.echo("paperlode: stopped; what was saved is kept, the next run goes on", err=True)
        raise


def _write_every_character() -> None:
    """Escape what the encoding of a terminal or a pipe has no character for."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


# Commands register themselves on `app`; the order here is the order in `paperlode --help`.
from paperlode.cli import (  # noqa: E402, I001  see above
    init as init,
    run as run,
    reconcile as reconcile,
    adopt as adopt,
    query as query,
    query_check as query_check,
    query_explain as query_explain,
    query_test as query_test,
    search as search,
    imports as imports,
    chemistry as chemistry,
    status as status,
    show as show,
    library as library,
    rank as rank,
    export as export,
    config as config,
    doctor as doctor,
    demo as demo,
    replica as replica,
)
