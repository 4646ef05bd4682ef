"""What a person sees while a command works: a bar on a terminal, lines in a log, or nothing."""

from __future__ import annotations

import json as json_format
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

from paperlode.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from paperlode.progress import Progress

RARELY = 5.0
"""Seconds between two lines of a log about the same work."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The shared options, and how to speak to whoever started the command."""

    config: Path | None = None
    quiet: bool = False
    verbose: bool = False
    json: bool = False
    color: bool = True

    def say(self, sentence: str) -> None:
        """Tell a person how things stand (standard output; not with --quiet or --json)."""
        if not (self.quiet or self.json):
            print(printable(sentence), flush=True)  # noqa: T201  the one place that speaks

    def say_marked(self, pieces: Iterable[tuple[str, bool]]) -> None:
        """Tell a line of which some pieces stand out: bold on a terminal, else in brackets."""
        if self.quiet or self.json:
            return
        bold = self.color and sys.stdout.isatty()
        before, after = ("\x1b[1;4m", "\x1b[0m") if bold else ("[", "]")
        line = "".join(
            f"{before}{printable(text)}{after}" if marked else printable(text)
            for text, marked in pieces
        )
        print(line.rstrip(), flush=True)  # noqa: T201  the one place that speaks

    def detail(self, sentence: str) -> None:
        """Tell what only --verbose wants to know (standard error)."""
        if self.verbose:
            print(printable(sentence), file=sys.stderr, flush=True)  # noqa: T201  the one place

    def warn(self, sentence: str) -> None:
        """Tell what must not be missed (standard error, also with --quiet)."""
        print(f"paperlode: {printable(sentence)}", file=sys.stderr, flush=True)  # noqa: T201  same

    def result(self, value: Any) -> None:  # noqa: ANN401  anything JSON can say
        """Print the machine-readable result of a command when --json asks for it."""
        if self.json:
            text = json_format.dumps(value, ensure_ascii=not _unicode(sys.stdout), indent=1)
            print(text)  # noqa: T201  same

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show how far work is: a bar on a terminal, a line now and then elsewhere."""
        if self.quiet or self.json:
            yield silent
        elif sys.stderr.isatty():
            with _bars(color=self.color) as bars:
                yield bars
        else:
            yield Lines()


def _unicode(stream: TextIO | None) -> bool:
    """Tell whether a stream can say every character as it is."""
    return stream is not None and stream.encoding.lower().replace("-", "") == "utf8"


def printable(text: str) -> str:
    """Make text safe for a terminal: control characters become visible, nothing is executed."""
    return "".join(
        character if character in "\n\t" or character.isprintable() else f"\\x{ord(character):02x}"
        for character in text
    )


def amount(done: int, total: int | None) -> str:
    """Say how far something is: ``1,000 of 4,000``, or only ``1,000`` when nobody knows."""
    return f"{done:,} of {total:,}" if total else f"{done:,}"


@dataclass(slots=True)
class Lines:
    """Plain lines for logs: when a kind of work begins, then at tenths, rarely.

    When nobody knows how much there is to do, at 1, 10, 100 and so on. Kinds of work that take
    turns, and work that is begun again and again, are told no more often.
    """

    clock: Callable[[], float] = monotonic
    shown: dict[str, int] = field(default_factory=dict)
    """Up to which tenth each kind of work was told."""
    told: float = 0.0
    """When the last line was told."""

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        """Tell it, unless it was told a moment ago."""
        tenth = 10 * done // total if total else len(str(done))
        now = self.clock()
        if what in self.shown and (tenth == self.shown[what] or now - self.told < RARELY):
            return
        self.shown[what], self.told = tenth, now
        print(printable(f"{what} {amount(done, total)}"), file=sys.stderr, flush=True)  # noqa: T201  same


@contextmanager
def _bars(*, color: bool) -> Iterator[Progress]:
    from rich.console import Console  # noqa: PLC0415  slow to import, only needed on a terminal
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415  same
    from rich.progress import Progress as Bars  # noqa: PLC0415  same

    console = Console(stderr=True, no_color=not color)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[amount]}", markup=False),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int | None = None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(printable(what), total=total, amount="")
            bars.update(tasks[what], completed=done, total=total, amount=amount(done, total))

        yield show
