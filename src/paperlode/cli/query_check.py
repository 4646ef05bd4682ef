"""``paperlode query check``: what is wrong with a query, or surprising, before it is used."""

from __future__ import annotations

import textwrap
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlode.cli.excerpt import excerpt
from paperlode.cli.query import group
from paperlode.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.cli.screen import Screen
    from paperlode.config import Config
    from paperlode.query.lint import Finding
    from paperlode.query.lint.evidence import Evidence

WIDTH = 88
MOST_PAPERS = 20_000
"""Papers that are counted: those that arrived last."""
MOST_SHOWN = 60
"""Findings that are shown of one query; the rest is counted."""


@group.command()
def check(
    context: typer.Context,
    query: Annotated[
        str | None,
        typer.Argument(help="A query in arXiv's language (default: those of all topics)."),
    ] = None,
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Print the repaired query.")] = False,
    same: Annotated[
        bool,
        typer.Option("--same", help="With --fix: repair only what matches the same papers."),
    ] = False,
    papers: Annotated[
        bool,
        typer.Option("--papers/--no-papers", help="Count words and hits in the papers at hand."),
    ] = True,
) -> None:
    """Find mistakes and surprises in a query; exit code 2 when there are errors."""
    from paperlode.query.lint import Severity  # noqa: PLC0415  only when the command runs
    from paperlode.query.lint import check as found_in  # noqa: PLC0415  same

    screen: Screen = context.obj
    asked, evidence = _asked(screen, query, papers=papers and not fix)
    if fix:
        _print_fixed(screen, asked, same=same)
        return
    found = [
        (name, text, found_in(text, told))
        for (name, text), told in zip(asked, evidence, strict=True)
    ]
    screen.result([_record(*each) for each in found])
    for name, text, findings in found:
        for line in _told(name, text, findings):
            screen.say(line)
    if any(one.severity is Severity.ERROR for _, _, findings in found for one in findings):
        raise typer.Exit(InputError.exit_code)


def _asked(
    screen: Screen, query: str | None, *, papers: bool
) -> tuple[list[tuple[str | None, str]], list[Evidence | None]]:
    """Give the queries, named by their topics, and what the papers at hand say about each."""
    from paperlode.cli.workplace import settings  # noqa: PLC0415  only when the command runs

    asked: list[tuple[str | None, str]] = [(None, query)] if query is not None else []
    try:
        config = settings(screen) if query is None or papers else None
    except InputError:
        if query is None:
            raise
        config = None
    if query is None and config is not None:
        asked = [(topic.name, topic.text) for topic in config.topics]
    if config is None or not papers or not _has_papers(config):
        return asked, [None] * len(asked)
    return asked, _evidence(screen, asked)


def _has_papers(config: Config) -> bool:
    from paperlode.cli.workplace import STORE  # noqa: PLC0415  only when the command runs

    return any((config.folder / name).exists() for name in (STORE, config.publish.archive))


def _evidence(screen: Screen, asked: list[tuple[str | None, str]]) -> list[Evidence | None]:
    from dataclasses import replace  # noqa: PLC0415  only when the command runs

    from paperlode.cli.workplace import reading  # noqa: PLC0415  same
    from paperlode.query.lint.evidence import gather  # noqa: PLC0415  same
    from paperlode.store.where import newest  # noqa: PLC0415  same

    texts = [text for _, text in asked]
    with ExitStack() as stack:
        place = stack.enter_context(reading(screen))
        progress = stack.enter_context(screen.progress())
        evidence = gather(texts, newest(place.store, MOST_PAPERS), progress)
        claimed = {topic.text: place.store.claimed(topic) for topic in place.config.topics}
    return [replace(evidence, results=claimed.get(text) or None) for text in texts]


def _print_fixed(screen: Screen, asked: list[tuple[str | None, str]], *, same: bool) -> None:
    """Print the repaired queries; what was repaired is told beside them."""
    from paperlode.query.lint import Severity, fixed  # noqa: PLC0415  only when the command runs
    from paperlode.query.lint import check as found_in  # noqa: PLC0415  same

    bad = False
    records = []
    for name, text in asked:
        result = fixed(text, same=same)
        bad = bad or any(f.severity is Severity.ERROR for f in found_in(result.text))
        made = [one.code for one in result.made]
        records.append(
            {"topic": name, "query": text, "repaired": result.text}
            | {"same": result.same, "made": made}
        )
        if name is not None:
            screen.say(f"# {name}")
        screen.say(result.text)
        for one in result.made:
            screen.detail(f"repaired: {one.code}")
    screen.result(records)
    if bad:
        raise typer.Exit(InputError.exit_code)


def _record(name: str | None, text: str, findings: list[Finding]) -> dict[str, Any]:
    return {"topic": name, "query": text, "findings": [_as_record(text, one) for one in findings]}


def _as_record(text: str, finding: Finding) -> dict[str, Any]:
    from paperlode.query.lint import mended  # noqa: PLC0415  only when the command runs

    place = excerpt(text, finding.start, finding.end)
    record: dict[str, Any] = {
        "code": finding.code,
        "severity": str(finding.severity),
        "sentence": finding.sentence,
        "line": place.line,
        "column": place.column,
        "start": finding.start,
        "end": finding.end,
    }
    if finding.repair is not None:
        query = mended(text, finding.repair)
        record["repair"] = {"query": query, "same": finding.repair.same}
    return record


def _told(name: str | None, text: str, findings: list[Finding]) -> Iterator[str]:
    """Tell a person about one query."""
    if name is not None:
        yield f"{name}"
    for finding in findings[:MOST_SHOWN]:
        yield from _shown(text, finding)
    if len(findings) > MOST_SHOWN:
        yield f"... and {len(findings) - MOST_SHOWN} more"
    yield _counted(findings)
    if name is not None:
        yield ""


def _shown(text: str, finding: Finding) -> Iterator[str]:
    from paperlode.query.lint import mended  # noqa: PLC0415  only when the command runs

    place = excerpt(text, finding.start, finding.end)
    yield f"  line {place.line}, column {place.column}: {finding.severity} {finding.code}"
    yield f"    {place.shown}"
    yield f"    {place.marks}"
    yield from _wrapped(finding.sentence)
    if finding.repair is not None:
        query = " ".join(mended(text, finding.repair).split())
        if len(query) <= 2 * WIDTH:
            same = " (same papers)" if finding.repair.same else ""
            yield from _wrapped(f"repair{same}: {query}")
    yield ""


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent="    ",
        subsequent_indent="      ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _counted(findings: list[Finding]) -> str:
    from paperlode.query.lint import Severity  # noqa: PLC0415  only when the command runs

    numbers = [(sum(f.severity is kind for f in findings), kind) for kind in Severity]
    said = [f"{number} {kind}{'s' if number > 1 else ''}" for number, kind in numbers if number]
    return ", ".join(said) if said else "nothing to say against this query"
