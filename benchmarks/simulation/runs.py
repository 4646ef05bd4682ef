"""The daily runs: each a process that can be killed, in a folder that can lose what it holds."""

from __future__ import annotations

import json
import shutil
import traceback
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import RawValue
from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Any

from benchmarks.simulation.arxiv import FORK, Clock
from paperlode import config, daily
from paperlode.cli.run import arxiv_of
from paperlode.cli.workplace import STORE
from paperlode.fetch import Fetch
from paperlode.store import Store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from benchmarks.simulation.arxiv import Served
    from benchmarks.simulation.luck import Fate
    from benchmarks.simulation.world import World

README = "# A year\n<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->\n"
SETTINGS = """title = "A year"
[intake]
search_url = "{url}"
pause_seconds = 3
{channels}
"""
TOPIC = """
[[topic]]
id = "{0.id}"
name = "{0.name}"
query = '{0.text}'
"""
_CRASH = "crash.txt"
_KEPT = ("archive", "site", "README.md", "status.json")
"""What is under version control."""


@dataclass(slots=True)
class Ran:
    """What became of one day."""

    day: int
    moment: datetime
    outcome: str
    """missed, killed, crashed, or done."""
    exit_code: int | None = None
    state: str = ""
    """What status.json says."""
    seconds: float = 0.0
    undone: bool = False
    """What it did was lost later."""
    crash: str = ""
    """The end of the traceback of a run that ended as none should."""

    @property
    def counts(self) -> bool:
        """Whether it took place and its work is still there."""
        return self.outcome != "missed" and not self.undone


@dataclass(slots=True)
class Runner:
    """Runs day after day in one folder."""

    world: World
    clock: Clock
    served: Served
    folder: Path
    fate: Fate
    channels: tuple[str, ...] = ()
    """What the settings say; empty: the defaults."""
    past: list[list[dict[str, Any]]] = field(default_factory=list)
    """The sightings that a set-back archive had before."""
    _durations: list[float] = field(default_factory=list)
    _random: Random = field(default_factory=lambda: Random("kills"))

    def day(self, number: int) -> Ran:
        """Let one day pass."""
        fate, moment = self.fate, self.world.runs[number]
        self._before(number)
        if number in fate.missed:
            ran = Ran(number, moment, "missed")
        else:
            self._settings(number)
            ran = self._run(number, moment)
        ran.undone = fate.undone(number)
        if number == fate.kept:
            _copy(self.folder, self._snapshot)
        return ran

    @property
    def _snapshot(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}-kept")

    def _before(self, number: int) -> None:
        if number in self.fate.store_lost or number == self.fate.set_back:
            shutil.rmtree((self.folder / STORE).parent, ignore_errors=True)
        if number == self.fate.set_back:
            self.past.append(lines(self.folder, "sightings"))
            _copy(self._snapshot, self.folder)

    def _settings(self, number: int) -> None:
        self.folder.mkdir(exist_ok=True)
        if not (self.folder / "README.md").exists():
            (self.folder / "README.md").write_text(README)
        names = json.dumps(list(self.channels))
        channels = f"channels = {names}" if self.channels else ""
        topics = "".join(TOPIC.format(topic) for topic in self.world.topics(number))
        text = SETTINGS.format(url=self.served.url, channels=channels) + topics
        (self.folder / "paperlode.toml").write_text(text)

    def _run(self, number: int, moment: datetime) -> Ran:
        self.clock.set(moment)
        tally = RawValue("q", -1)
        process = FORK.Process(target=_child, args=(self.folder, self.clock, tally, moment))
        began = monotonic()
        process.start()
        killed = number in self.fate.killed
        process.join(self._patience() if killed else None)
        if process.is_alive():
            process.kill()
            process.join()
            self.served.settle()
        else:
            killed = False
        seconds = monotonic() - began
        crashed = not killed and tally.value < 0
        outcome = "killed" if killed else "crashed" if crashed else "done"
        ran = Ran(number, moment, outcome, seconds=seconds)
        if crashed:
            ran.crash = (self.folder / _CRASH).read_text()
        if outcome == "done":
            self._durations.append(seconds)
            ran.exit_code = tally.value
            ran.state = json.loads((self.folder / "status.json").read_text())["state"]
        return ran

    def _patience(self) -> float:
        """Draw the moment of a kill: anywhere in what the quickest of the last runs took.

        A run that is over cannot be killed any more.
        """
        return self._random.uniform(0.02, 0.9) * min(self._durations[-9:] or [1.0])


def _child(folder: Path, clock: Clock, tally: Any, moment: datetime) -> None:  # noqa: ANN401  a shared number
    try:
        _once(folder, clock, tally, moment)
    except BaseException:  # noqa: BLE001  whatever it is, the outcome tells of it
        (folder / _CRASH).write_text(
            "".join(traceback.format_exc().splitlines(keepends=True)[-12:])
        )
        raise SystemExit(1) from None


def _once(folder: Path, clock: Clock, tally: Any, moment: datetime) -> None:  # noqa: ANN401  a shared number
    settings = config.load(folder / "paperlode.toml", {})
    fetch = Fetch(
        pause=settings.intake.pause_seconds,
        budget=60 * settings.intake.budget_minutes,
        wait=clock.wait,
        now=clock.seconds,
        clock=clock.seconds,
        jitter=Random(str(moment)).random,
    )
    with fetch, Store.open(folder / STORE) as store:
        report = daily.run(settings, store, arxiv_of(settings, fetch), moment)
    tally.value = report.exit_code


def _copy(source: Path, target: Path) -> None:
    """Make what is under version control in one folder that of another."""
    target.mkdir(exist_ok=True)
    for name in _KEPT:
        there = target / name
        if there.is_dir():
            shutil.rmtree(there)
        there.unlink(missing_ok=True)
        if (source / name).is_dir():
            shutil.copytree(source / name, there)
        elif (source / name).exists():
            shutil.copy2(source / name, there)


def lines(folder: Path, kind: str) -> list[dict[str, Any]]:
    """Read the lines of an archive: ``sightings`` or ``receipts``."""
    files = sorted((folder / "archive" / kind).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]
