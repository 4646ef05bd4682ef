"""``paperlode rank``: how well ranking does for this reader."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path  # noqa: TC003  Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.errors import DeliveryError, PaperlodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperlode.cli.screen import Screen
    from paperlode.replay import Outcome, Week

rank = typer.Typer(no_args_is_help=True, help="How well ranking does for you.")
app.add_typer(rank, name="rank")

FEW = 5
"""With fewer weeks a figure says next to nothing."""
WIDTH = 40
_BAR, _ROW, _LEFT = 400, 34, 280
"""Pixels of the picture."""


@rank.callback()
def _group() -> None:
    """Keep the group a group while it has one command."""


@rank.command()
def evaluate(
    context: typer.Context,
    *,
    weeks: Annotated[
        int, typer.Option(min=1, max=520, help="How many weeks to play, the last ones.")
    ] = 26,
    plot: Annotated[
        Path | None, typer.Option(help="Draw the outcome into this file, as SVG.")
    ] = None,
    benchmark: Annotated[
        Path | None,
        typer.Option(help="Judge the readers of a benchmark's folder instead of yourself."),
    ] = None,
    readers: Annotated[
        int, typer.Option(min=0, help="How many readers of the benchmark; 0: all.")
    ] = 0,
) -> None:
    """Play your own history again: whether ranking puts first what you came to like.

    For each week in which a paper was submitted that you like: learn from what was submitted
    before, order the week's papers of your topics, compare with newest first and with the ways of
    other programs. With --benchmark the same for readers whose later papers are known.
    """
    from paperlode import replay  # noqa: PLC0415  only when the command runs

    screen: Screen = context.obj
    if benchmark is None:
        played = _own(screen, weeks)
        unit = "weeks"
    else:
        played = _readers(screen, benchmark, readers)
        unit = "readers"
    found = replay.outcomes(played) if played else []
    screen.result({"weeks": list(map(_record, played)), "outcomes": list(map(asdict, found))})
    for line in _lines(played, found, unit):
        screen.say(line)
    if plot is not None and found:
        _write(plot, picture(found))


def _own(screen: Screen, weeks: int) -> list[Week]:
    """Play the weeks of the one who asks; a model that fails leaves its own row out."""
    from paperlode import daily, replay  # noqa: PLC0415  only when the command runs
    from paperlode.cli.workplace import reading  # noqa: PLC0415  same

    with reading(screen) as place, screen.progress() as progress:
        wishes, topics = daily.wishes_of(place.config), place.config.topics
        try:
            return list(replay.weeks(place.store, topics, wishes, weeks, progress))
        except PaperlodeError as error:
            if not wishes.embeddings:
                raise
            screen.warn(f"compared without embeddings: {error}")
            alone = replace(wishes, embeddings="")
            return list(replay.weeks(place.store, topics, alone, weeks, progress))


def _readers(screen: Screen, folder: Path, most: int) -> list[Week]:
    from paperlode.benchmark import readers  # noqa: PLC0415  only when it is asked
    from paperlode.cli.benchmark_files import read  # noqa: PLC0415  same

    with screen.progress() as progress:
        return list(readers(read(folder), most, progress))


def _record(week: Week) -> dict[str, object]:
    return asdict(week) | {"begins": f"{week.begins:%Y-%m-%d}", "scores": dict(week.scores)}


def _lines(played: Sequence[Week], found: Sequence[Outcome], unit: str) -> Iterator[str]:
    if not played:
        yield (
            "There is no history to play: in no week were papers submitted that a topic tracks and "
            "you like, with three liked papers before it. Like some of your topics' papers first."
        )
        return
    papers, liked = (sum(getattr(week, name) for week in played) for name in ("papers", "liked"))
    wanted = f"of which {'you' if unit == 'weeks' else 'they'} like {liked}"
    yield f"{len(played)} {unit} with {papers} papers, {wanted}; nDCG@10, 95 %:"
    for one in found:
        bar = "#" * round(WIDTH * one.mean)
        yield f"  {one.mean:.3f} ({one.low:.3f} to {one.high:.3f})  {bar:{WIDTH}}  {one.name}"
    for one in found[1:]:
        mean, low, high = one.behind
        sure = "better" if low > 0 else "worse" if high < 0 else "no sure difference"
        against = f"Ranking against {one.name}"
        yield f"{against}: {mean:+.3f} ({low:+.3f} to {high:+.3f}): {sure}."
    if len(played) < FEW:
        yield f"So few {unit} say next to nothing."


def picture(found: Sequence[Outcome]) -> str:
    """Draw each way's mean as a bar with its interval as a line."""
    rows = "".join(_row(one, number) for number, one in enumerate(found))
    width, height = _LEFT + _BAR + 80, _ROW * len(found) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="14"><title>nDCG@10 with 95 % intervals</title>'
        f"{rows}</svg>\n"
    )


def _row(one: Outcome, number: int) -> str:
    top, middle = number * _ROW + 8, number * _ROW + 20
    low, mean, high = (round(_LEFT + _BAR * value, 1) for value in (one.low, one.mean, one.high))
    return (
        f'<text x="{_LEFT - 8}" y="{middle + 5}" text-anchor="end">{one.name}</text>'
        f'<rect x="{_LEFT}" y="{top}" width="{round(mean - _LEFT, 1)}" height="24" fill="#8bb"/>'
        f'<path d="M{low} {middle}H{high}" stroke="#000" stroke-width="2"/>'
        f'<text x="{high + 6}" y="{middle + 5}">{one.mean:.3f}</text>'
    )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DeliveryError(f"{path} could not be written: {error.strerror}") from error
