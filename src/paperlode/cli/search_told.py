"""How ``paperlode search`` writes papers: for people, perhaps in a pager, and for programs."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Protocol

from paperlode.cli.query_explain import places, rows
from paperlode.cli.screen import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperlode.cli.screen import Screen
    from paperlode.cli.search import Form, Search
    from paperlode.paper import Paper
    from paperlode.query import Query
    from paperlode.store.counts import Counts

    Piece = tuple[str, bool]
    """Some text, and whether it stands out."""

WIDTH = 88
NARROWEST, WIDEST = 30, 100
MOST_AUTHORS = 3
EXCERPT = 240
"""Characters of an abstract that are shown around its first marked word."""
BEFORE = 60
MOST_CATEGORIES = 20
LESS = "FRX"
"""As git has it: no pager for what fits on the screen, colours, and the text stays."""


class Show(Protocol):
    """Writes lines to whoever reads."""

    width: int

    def __call__(self, lines: Iterable[Iterable[Piece]]) -> None:
        """Write lines, pieces that stand out in bold where that can be."""


class _Shown:
    """Lines to a terminal, its pager, or a pipe."""

    def __init__(self, stream: IO[str], *, bold: bool, width: int) -> None:
        self.stream = stream
        self.marks = ("\x1b[1;4m", "\x1b[0m") if bold else ("", "")
        self.width = width

    def __call__(self, lines: Iterable[Iterable[Piece]]) -> None:
        """Write lines at once, so that a reader has the first ones while we look for more."""
        for line in lines:
            self.stream.write("".join(map(self._piece, line)).rstrip() + "\n")
        self.stream.flush()

    def _piece(self, piece: Piece) -> str:
        text, stands_out = piece
        before, after = self.marks if stands_out else ("", "")
        return f"{before}{printable(text)}{after}"


@contextmanager
def shown(screen: Screen) -> Iterator[Show]:
    """Give what writes to the terminal, through the user's pager, or to a pipe."""
    if not sys.stdout.isatty():
        yield _Shown(sys.stdout, bold=False, width=WIDTH)
        return
    width = min(max(shutil.get_terminal_size().columns - 2, NARROWEST), WIDEST)
    with _pager(os.environ) as stream:
        yield _Shown(stream or sys.stdout, bold=screen.color, width=width)


@contextmanager
def _pager(environment: os._Environ[str]) -> Iterator[IO[str] | None]:
    """Start ``$PAGER``, or less where it is; None: there is no pager, or none is wanted."""
    command = shlex.split(environment.get("PAGER", "less"))
    program = shutil.which(command[0]) if command and sys.stdin.isatty() else None
    if program is None or command[0] == "cat":
        yield None
        return
    started = subprocess.Popen(  # noqa: S603  the program that the user names
        [program, *command[1:]],
        stdin=subprocess.PIPE,
        env={"LESS": LESS, **environment},
        text=True,
        encoding="utf-8",
        errors="backslashreplace",
    )
    try:
        yield started.stdin
    except BrokenPipeError:
        pass  # who has read enough closes the pager
    finally:
        _wait_for(started)


def _wait_for(pager: subprocess.Popen[str]) -> None:
    """Leave the terminal to the pager until its reader is done; Ctrl-C is the pager's."""
    if pager.stdin is not None:
        with suppress(BrokenPipeError):
            pager.stdin.close()
    while True:
        try:
            pager.wait()
        except KeyboardInterrupt:
            continue
        return


def entry(tree: Query, paper: Paper, show: Show) -> Iterator[list[Piece]]:
    """Tell of a paper: what it is, title, authors, and what stands in the abstract."""
    marks = places(tree, paper)
    withdrawn = "  withdrawn" if paper.withdrawn else ""
    yield [(f"{paper.name}  {paper.submitted:%Y-%m-%d}  {paper.primary}{withdrawn}", False)]
    yield from _indented(rows(paper.title, marks.get("title", ()), show.width - 2))
    yield from _indented(rows(_people(paper), (), show.width - 2))
    if found := marks.get("abstract"):
        yield from _indented(rows(*excerpt(paper.abstract, found), show.width - 4), by=4)
    yield []


def _indented(lines: Iterable[list[Piece]], by: int = 2) -> Iterator[list[Piece]]:
    return ([(" " * by, False), *line] for line in lines)


def _people(paper: Paper) -> str:
    more = len(paper.authors) - MOST_AUTHORS
    names = ", ".join(paper.authors[:MOST_AUTHORS])
    return f"{names} and {more} more" if more > 0 else names


def excerpt(text: str, marks: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Cut a text around its first marked word, at spaces, and move the marks along."""
    start, end = max(0, marks[0][0] - BEFORE), len(text)
    if start and (space := text.find(" ", start, marks[0][0])) >= 0:
        start = space + 1
    if end - start > EXCERPT:
        space = text.rfind(" ", marks[0][1], start + EXCERPT)
        end = space if space >= 0 else max(start + EXCERPT, marks[0][1])
    before, after = "... " if start else "", " ..." if end < len(text) else ""
    moved = [
        (first - start + len(before), last - start + len(before))
        for first, last in marks
        if last <= end
    ]
    return f"{before}{text[start:end]}{after}", moved


def counted(counts: Counts) -> Iterator[list[Piece]]:
    """Tell how many papers match, by category and by year."""
    total = counts.papers
    yield [(f"{total:,} {'paper' if total == 1 else 'papers'}", False)]
    if not total:
        return
    yield from _column("By category (a paper counts in each of its own)", _most(counts))
    years = sorted(counts.years.items(), reverse=True)
    yield from _column("By year of submission", [(str(year), n) for year, n in years])


def _most(counts: Counts) -> list[tuple[str, int]]:
    named = sorted(counts.categories.items(), key=lambda each: (-each[1], each[0]))
    shown = named[:MOST_CATEGORIES]
    rest = len(named) - len(shown)
    return [*shown, *([(f"and {rest} more", 0)] if rest else [])]


def _column(heading: str, numbers: list[tuple[str, int]]) -> Iterator[list[Piece]]:
    yield []
    yield [(heading, False)]
    wide = max(len(name) for name, _ in numbers)
    for name, number in numbers:
        yield [(f"  {name:<{wide}}  {number:>9,}" if number else f"  {name}", False)]


def as_data(
    asked: Search, papers: Iterable[Paper], form: Form, query: str, count: Callable[[], Counts]
) -> None:
    """Write papers for programs to standard output, each at once but for BibTeX."""
    from paperlode.cli.export import Format, written  # noqa: PLC0415  only for programs

    if form == "ids":
        pieces: Iterable[str] = (f"{paper.name}\n" for paper in papers)
    elif form == "json":
        pieces = _object(asked, written(papers, Format.JSONL), query, count)
    else:
        pieces = written(papers, Format(form.value))
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
        sys.stdout.buffer.flush()


def _object(
    asked: Search, lines: Iterable[str], query: str, count: Callable[[], Counts]
) -> Iterator[str]:
    """Write one JSON object piece by piece."""
    yield f'{{"query": {json.dumps(query)}, "papers": ['
    between = "\n"
    for line in lines:
        yield between + line.rstrip("\n")
        between = ",\n"
    yield "\n]"
    if asked.facets:
        counts = count()
        said = {"papers": counts.papers, "categories": dict(counts.categories.most_common())}
        years = {str(year): number for year, number in sorted(counts.years.items())}
        yield f', "facets": {json.dumps({**said, "years": years})}'
    yield "}\n"
