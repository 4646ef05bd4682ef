"""``paperlode query``: what a query means, and which papers of a file match it."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlode.cli import app
from paperlode.cli.excerpt import excerpt
from paperlode.cli.record_files import Records, opened
from paperlode.errors import InputError, QueryError, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperlode.cli.screen import Screen
    from paperlode.query import Query

group = typer.Typer(help="Show what a query means, and try it on papers.", no_args_is_help=True)
app.add_typer(group, name="query")


@group.command()
def parse(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="A query in arXiv's language.")] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Read one JSON string a line from FILE (- is standard input) and print one JSON "
            "object a line.",
        ),
    ] = None,
) -> None:
    """Show how arXiv's service reads a query, its repairs and their mistakes included."""
    screen: Screen = context.obj
    if (query is None) == (batch is None):
        raise InputError("give either a query or --batch FILE")
    if batch is not None:
        with opened(batch) as lines:
            for answer in _answers(lines):
                _print(json.dumps(answer))
    elif screen.json:
        answer = _answer(str(query))
        screen.result(answer)
        if "error" in answer:
            raise typer.Exit(InputError.exit_code)
    else:
        for line in _explained(str(query)):
            screen.say(line)


def _print(line: str) -> None:
    """Print a line of a result at once, for whoever reads while we work."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _answers(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Answer each line: the tree of its query, null when nothing is searched for, or an error."""
    for line in lines:
        try:
            query = json.loads(line)
        except json.JSONDecodeError as error:
            why = f"{error.msg}, column {error.pos + 1}" if line.strip() else "the line is empty"
            yield {"error": f"not JSON: {why}", "at": 0}
        except (ValueError, RecursionError) as error:
            yield {"error": f"not JSON: {error}", "at": 0}
        else:
            known = isinstance(query, str)
            yield _answer(query) if known else {"error": "not a JSON string", "at": 0}


def _answer(query: str) -> dict[str, Any]:
    from paperlode.query import parse_like_arxiv  # noqa: PLC0415  only when the command runs
    from paperlode.query.syntax import as_lists  # noqa: PLC0415  same

    try:
        tree = parse_like_arxiv(query)
    except QueryError as error:
        return {"error": str(error), "at": error.position}
    return {"tree": None if tree is None else as_lists(tree)}


def _explained(text: str) -> Iterator[str]:
    """Tell a person what arXiv makes of a query: repaired text, tree, unambiguous form."""
    from paperlode.query.parser import (  # noqa: PLC0415  only when the command runs
        parse_like_arxiv,
        refused_by_index,
    )
    from paperlode.query.repair import repair  # noqa: PLC0415  same

    with pointing(text):
        tree = parse_like_arxiv(text)
    if tree is None:
        raise QueryError("the query is empty: it names nothing to search for")
    yield f"arXiv reads:  {repair(text)}"
    yield ""
    yield from drawn(tree)
    yield ""
    yield f"unambiguous:  {tree}"
    if refused := refused_by_index(tree):
        yield f"but:          {refused}"


def drawn(tree: Query) -> Iterator[str]:
    """Draw a tree, one part a line."""
    waiting = [(tree, "", "", "")]
    while waiting:
        part, before, branch, below = waiting.pop()
        word = type(part).__name__.upper()
        yield f"{before}{branch}{word if part.parts else part}"
        inside = before + below
        last = len(part.parts) - 1
        for index, piece in reversed(list(enumerate(part.parts))):
            corner, bar = ("└─ ", "   ") if index == last else ("├─ ", "│  ")
            waiting.append((piece, inside, corner, bar))


@contextmanager
def pointing(text: str) -> Iterator[None]:
    """Show in a query where its mistake is."""
    try:
        yield
    except QueryError as error:
        place = excerpt(text, error.position)
        marked = (
            f"line {place.line}, column {place.column}: {error}\n  {place.shown}\n  {place.marks}"
        )
        raise QueryError(marked, position=error.position, status=error.status) from None


@group.command()
def category(
    context: typer.Context,
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Categories or archives: cs.IT, math.")
    ],
) -> None:
    """Write a query for all papers of categories and archives, second and old names included."""
    from paperlode.query.categories import under_all_names  # noqa: PLC0415  only when it runs

    values: dict[str, None] = {}
    for name in names:
        try:
            values |= dict.fromkeys(under_all_names(name))
        except KeyError:
            raise InputError(f"{name!r} is neither a category nor an archive of arXiv") from None
    text = " OR ".join(f"cat:{value}" for value in values)
    query = f"({text})" if len(values) > 1 else text
    screen: Screen = context.obj
    screen.result({"query": query})
    screen.say(query)


@group.command()
def match(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="A query in arXiv's language.")],
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Paper records: .jsonl, .jsonl.gz, .jsonl.zst, or - for input."
        ),
    ],
) -> None:
    """Print the papers of files that match a query, as 2506.05680v1, one a line."""
    from paperlode.query import matches, parse  # noqa: PLC0415  only when the command runs

    screen: Screen = context.obj
    with pointing(query):
        tree = parse(query)
    records = Records(screen)
    for name in files:
        for paper in records.of(name):
            if matches(tree, paper):
                _print(paper.name)
    if records.bad:
        raise RecordError(f"{records.bad} lines are not paper records and were left out")
