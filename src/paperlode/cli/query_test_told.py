"""How ``paperlode query test`` tells what came out: for people, and as JSON."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paperlode.cli.query_explain import places, rows
from paperlode.lab.changes import Kind
from paperlode.lab.trial import neighbours, noisiest
from paperlode.paper import stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperlode.cli.screen import Screen
    from paperlode.lab.trial import Effect, Group, Trial
    from paperlode.paper import Paper
    from paperlode.query import Query

    Piece = tuple[str, bool]
    Lists = dict[str, tuple[Group, list["Marked"]]]

WIDEST, NARROWEST = 100, 40
NOISIEST, NEIGHBOURS = 8, 12
BARS = "▁▂▃▄▅▆▇█"
PLAIN_BARS = ".:-=+*#@"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked."""

    query: str
    tree: Query
    against: str | None
    old: Query | None
    has_topics: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A paper, and where the words stand for which it was found."""

    paper: Paper
    title: tuple[tuple[int, int], ...]
    abstract: tuple[tuple[int, int], ...]


def lists(asked: Asked, tried: Trial, paper: Callable[[str, int], Paper]) -> Lists:
    """Read the papers that are listed: gained, lost and kept, or simply the newest."""
    if asked.old is None:
        groups = {"newest": (tried.brings, asked.tree)}
    else:
        groups = {
            "gained": (tried.new, asked.tree),
            "lost": (tried.lost, asked.old),
            "kept": (tried.kept, asked.tree),
        }
    return {
        name: (group, [_marked(tree, paper(one.id, one.version)) for one in group.newest])
        for name, (group, tree) in groups.items()
    }


def _marked(tree: Query, paper: Paper) -> Marked:
    found = places(tree, paper)
    title, abstract = (tuple(found.get(name, ())) for name in ("title", "abstract"))
    return Marked(paper, title, abstract)


def tell(screen: Screen, asked: Asked, tried: Trial, found: Lists) -> None:
    """Tell a person."""
    width = _width()
    for sentence in _summary(asked, tried, width):
        screen.say(sentence)
    for name, (group, papers) in found.items():
        if papers:
            screen.say("")
            screen.say(_heading(name, group.number, len(papers)))
            for line in _listed(papers, width):
                screen.say_marked(line)
    for sentence in (*_noise(tried, width), *_near(tried, width)):
        screen.say(sentence)


def _width() -> int:
    """Give the columns there are; 80 where nobody looks."""
    columns = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    return min(max(columns, NARROWEST), WIDEST)


def _summary(asked: Asked, tried: Trial, width: int) -> Iterator[str]:
    brings, new = tried.brings, tried.new
    yield from _wrapped(
        f"Brings {_papers(brings.number)}, {_rate(brings.weekly)} a week{_new(asked, new)}.", width
    )
    if asked.old is not None:
        yield ""
        yield f"{'':8}{'papers':>9}{'a week':>9}"
        for name, group in (("kept", tried.kept), ("gained", new), ("lost", tried.lost)):
            yield f"{name:8}{group.number:>9,}{_rate(group.weekly):>9}"
    if not tried.weeks or not (brings.number or tried.lost.number):
        return
    yield ""
    yield from _sparks(asked, tried, width)


def _new(asked: Asked, new: Group) -> str:
    if asked.old is not None:
        return f", of which {_rate(new.weekly)} new"
    if asked.has_topics and new.number:
        return f", of which {_rate(new.weekly)} new: no topic has them"
    return ""


def _sparks(asked: Asked, tried: Trial, width: int) -> Iterator[str]:
    """Draw the weeks as small bars, those of the old query below on the same scale."""
    weeks = tried.weeks[-(width - 6) :]
    highest = max(max(new, old) for _, new, old in weeks) or 1
    yield f"Papers a week from {weeks[0][0]} to {tried.last}, {highest} at most:"
    yield f"  {'new ' if asked.old else ''}{_bars([new for _, new, _ in weeks], highest)}"
    if asked.old is not None:
        yield f"  old {_bars([old for _, _, old in weeks], highest)}"


def _bars(numbers: Iterable[int], highest: int) -> str:
    encoding = (sys.stdout.encoding or "").lower()
    signs = BARS if encoding.startswith("utf") else PLAIN_BARS
    top = len(signs) - 1
    return "".join(
        signs[max(1, round(top * number / highest))] if number else signs[0] for number in numbers
    )


def _heading(name: str, number: int, shown: int) -> str:
    newest = f"the newest {shown} of {number:,}" if number > shown else _papers(number)
    return f"{name.capitalize()}, {newest}:" if name != "newest" else f"{newest.capitalize()}:"


def _listed(papers: Iterable[Marked], width: int) -> Iterator[list[Piece]]:
    """Tell of papers: name, day, title, and the marked words where the title has none."""
    from paperlode.cli.search_told import excerpt  # noqa: PLC0415  only for people

    for one in papers:
        paper = one.paper
        yield [(f"  {paper.name}  {paper.submitted:%Y-%m-%d}  {paper.primary}", False)]
        for row in rows(paper.title, one.title, width - 4):
            yield [("    ", False), *row]
        if one.abstract and not one.title:
            for row in rows(*excerpt(paper.abstract, list(one.abstract)), width - 6):
                yield [("      ", False), *row]


def _noise(tried: Trial, width: int) -> Iterator[str]:
    found = noisiest(tried.effects, NOISIEST)
    if not found:
        return
    yield ""
    yield from _wrapped("Papers that only one term brings; the query without it loses them:", width)
    for each in found:
        yield from _row(_signed("-", each.loses), each.change.name, width)


def _near(tried: Trial, width: int) -> Iterator[str]:
    found = neighbours(tried.effects, NEIGHBOURS)
    if found:
        yield ""
        yield from _wrapped("Single changes, and the papers they would add and remove:", width)
        for each in found:
            numbers = _signed("+", each.adds) + _signed("-", each.loses)
            yield from _row(numbers, sentence(each), width)
    if tried.left_out:
        yield ""
        yield from _wrapped(
            f"Further changes that would have taken too long to try: {tried.left_out}.",
            width,
        )


def sentence(effect: Effect) -> str:
    """Say what is changed."""
    change = effect.change
    if change.kind is Kind.BEGUN:
        return f"{change.words}* as well as {change.name}"
    return {
        Kind.WITHOUT: f"without {change.name}",
        Kind.WRITTEN: f"{change.name} only as written",
        Kind.ALSO: f"or {change.name}",
    }[change.kind]


def _row(numbers: str, text: str, width: int) -> Iterator[str]:
    """Put numbers in a column, what they are about behind them."""
    first, *others = _wrapped(text, width - len(numbers) - 2)
    yield f"{numbers}  {first}"
    yield from (f"{'':{len(numbers) + 4}}{line}" for line in others)


def _signed(sign: str, number: int) -> str:
    return f"{sign + format(number, ',') if number else '':>8}"


def _wrapped(text: str, width: int) -> Iterator[str]:
    for row in rows(text, (), width):
        yield "".join(piece for piece, _ in row).rstrip()


def _papers(number: int) -> str:
    return f"{number:,} {'paper' if number == 1 else 'papers'}"


def _rate(weekly: float) -> str:
    return f"{weekly:,.1f}"


def as_record(asked: Asked, tried: Trial, found: Lists) -> dict[str, Any]:
    """Give everything for programs."""
    days = [tried.first, tried.last]
    record: dict[str, Any] = {
        "query": str(asked.tree),
        "against": None if asked.old is None else str(asked.old),
        "papers_read": tried.read,
        "days": [None if day is None else day.isoformat() for day in days],
        "brings": _group(tried.brings),
        "new": _group(tried.new),
    }
    if asked.old is not None:
        record |= {"kept": _group(tried.kept), "lost": _group(tried.lost)}
    weeks = [{"week": week.isoformat(), "new": n, "old": o} for week, n, o in tried.weeks]
    return record | {
        "weeks": weeks,
        "papers": {name: [_paper(one) for one in papers] for name, (_, papers) in found.items()},
        "changes": [_change(effect) for effect in tried.effects],
        "changes_not_tried": tried.left_out,
    }


def _group(group: Group) -> dict[str, Any]:
    return {"papers": group.number, "a_week": round(group.weekly, 2)}


def _paper(one: Marked) -> dict[str, Any]:
    marks = [["title", *mark] for mark in one.title] + [
        ["abstract", *mark] for mark in one.abstract
    ]
    return {
        "paper": one.paper.name,
        "submitted": stamp(one.paper.submitted),
        "title": one.paper.title,
        "marks": marks,
    }


def _change(effect: Effect) -> dict[str, Any]:
    change = effect.change
    return {
        "change": change.kind.value,
        "words": change.words,
        "fields": list(change.fields),
        "adds": effect.adds,
        "adds_a_week": round(effect.adds_weekly, 2),
        "loses": effect.loses,
        "loses_a_week": round(effect.loses_weekly, 2),
        "query": str(change.tree) if change.kind is not Kind.WRITTEN else None,
    }
