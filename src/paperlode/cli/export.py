"""``paperlode export``: papers of the archive for reference managers and other programs."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003  Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.errors import InputError
from paperlode.paper import Paper, PaperId
from paperlode.sighting import NEWS, TRACKED, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from paperlode.cli.screen import Screen
    from paperlode.cli.workplace import Workplace
    from paperlode.config import Config
    from paperlode.store import Entry, Store


class Format(StrEnum):
    """How papers are written."""

    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"
    JSONL = "jsonl"


_ENDINGS = {".bib": Format.BIBTEX, ".ris": Format.RIS, ".json": Format.CSL_JSON}
_ENDINGS[".jsonl"] = Format.JSONL


class Choice(StrEnum):
    """Kinds that can be asked for."""

    NEW = "new"
    CROSS_LISTED = "cross-listed"
    LATE = "late"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    BACKLOG = "backlog"
    QUARANTINED = "quarantined"


@app.command()
def export(  # noqa: PLR0913  each is an option of the command
    context: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Papers, as 2506.05680 or 2506.05680v2 (default: all that fit)."),
    ] = None,
    *,
    how: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: by --output's ending, or bibtex."),
    ] = None,
    topic: Annotated[
        list[str] | None, typer.Option(help="Only papers of this topic; may be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="First day, as 2026-08-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, itself included.")] = None,
    day: Annotated[str | None, typer.Option(help="Only what was first seen on this day.")] = None,
    kind: Annotated[
        list[Choice] | None, typer.Option(help="Only papers of this kind; may be repeated.")
    ] = None,
    all_versions: Annotated[
        bool, typer.Option("--all-versions", help="Every version, not only the newest that fits.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here, not to standard output.")
    ] = None,
) -> None:
    """Write papers as BibTeX, RIS, CSL-JSON or JSON lines."""
    from paperlode.cli.workplace import reading  # noqa: PLC0415  only when the command runs

    screen: Screen = context.obj
    usual = Format.CSL_JSON if screen.json else Format.BIBTEX
    form = how or _ENDINGS.get(output.suffix if output else "", usual)
    with reading(screen) as place:
        if ids:
            _refuse_filters(topic, since, until, day, kind)
            papers = [_paper(place.store, text) for text in ids]
        else:
            window = _window(place.config, since, until, day)
            papers = _selected(place, window, _topics(place.config, topic), kind)
            papers = papers if all_versions else _newest(papers)
    _put(written(papers, form), output)
    if not papers:
        screen.warn("no paper fits, so nothing is exported")
    if output is not None:
        screen.say(f"{len(papers)} papers written to {output}")
        screen.result({"papers": len(papers), "file": str(output), "format": form})


def written(papers: Iterable[Paper], form: Format) -> Iterator[str]:
    """Write papers piece by piece: JSON lines one at a time, the other formats at once."""
    from paperlode.publish import bibliography  # noqa: PLC0415  only when the command runs

    match form:
        case Format.JSONL:
            yield from (f"{_armoured(paper.to_line())}\n" for paper in papers)
        case Format.BIBTEX:
            yield bibliography.bibtex(papers)
        case Format.RIS:
            yield bibliography.ris(papers)
        case Format.CSL_JSON:
            yield bibliography.csl_json(papers)


_COMMANDING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _armoured(line: str) -> str:
    """Spell characters that a terminal obeys or UTF-8 lacks as JSON escapes: the same record."""
    return _COMMANDING.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _put(pieces: Iterable[str], output: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output; always UTF-8."""
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode())
        sys.stdout.buffer.flush()
        return
    from paperlode import deliver  # noqa: PLC0415  only for files
    from paperlode.publish import File  # noqa: PLC0415  same

    deliver.write([File(output.name, "".join(pieces).encode())], output.parent)


# Which papers


def _refuse_filters(*given: object) -> None:
    if any(given):
        raise InputError(
            "identifiers and filters do not go together: name papers, or say --topic, --since, "
            "--until, --day, --kind"
        )


def _paper(store: Store, text: str) -> Paper:
    wanted = PaperId.parse(text)
    paper = store.paper(wanted.id, wanted.version)
    if paper is None:
        raise InputError(f"there is no record of {wanted} here; `paperlode show {wanted.id}`")
    return paper


def _topics(config: Config, wanted: Sequence[str] | None) -> list[str]:
    """Give the identifiers of the topics; InputError names those that there are."""
    ids = [topic.id for topic in config.topics]
    for one in wanted or ():
        if one not in ids:
            raise InputError(f"there is no topic {one!r}; the topics are {', '.join(ids)}")
    return [one for one in ids if not wanted or one in wanted]


def _window(
    config: Config, since: str | None, until: str | None, day: str | None
) -> tuple[datetime | None, datetime | None]:
    """Give the moments between the beginning of the first day and the end of the last one."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  only with filters

    from paperlode.cli.workplace import day_given  # noqa: PLC0415  same
    from paperlode.digest import bounds  # noqa: PLC0415  same

    if day and (since or until):
        raise InputError("--day stands for --since and --until: give either it or them")
    zone = ZoneInfo(config.timezone)
    first, last = day_given("--since", since or day), day_given("--until", until or day)
    if first and last and last < first:
        raise InputError(f"--until {last} is before --since {first}")
    return (
        bounds(first, zone)[0] if first else None,
        bounds(last, zone)[1] if last else None,
    )


def _selected(
    place: Workplace,
    window: tuple[datetime | None, datetime | None],
    topics: Sequence[str],
    kinds: Sequence[Choice] | None,
) -> list[Paper]:
    """Give what fits, by moment, identifier and version."""
    wanted = {Kind(kind) for kind in kinds or TRACKED}
    found: list[Entry] = place.store.entries(*window, topics, wanted & (NEWS | TRACKED))
    if Kind.QUARANTINED in wanted:
        since, until = window
        refused = place.store.quarantine(topics, since)
        found += [entry for entry in refused if until is None or entry.seen < until]
    return list({entry.paper.name: entry.paper for entry in found}.values())


def _newest(papers: Iterable[Paper]) -> list[Paper]:
    """Keep the highest version of each paper, at the place of its first one."""
    newest: dict[str, Paper] = {}
    for paper in papers:
        if paper.id not in newest or newest[paper.id].version < paper.version:
            newest[paper.id] = paper
    return list(newest.values())
