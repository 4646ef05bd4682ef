"""A year of paperlode: what is due, what is delivered, and how arXiv is asked meanwhile.

    python -m benchmarks.year [--seed N] [--days N] [--no-faults] [--json]

An arXiv of more than 60,000 announced versions is invented from a seed and served by the replica
over HTTP, with outages, throttling, holes and late indexes. One run a day is a process of its own;
some are missed, some are killed, twice the store is lost, once the archive is set back by two
weeks. What is due is told from the invented events alone (benchmarks/simulation/truth.py has the
rules), what was delivered is read from the archive's text. Four ways of asking that are in wide
use are followed through the same year, without any fault at arXiv.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from benchmarks.simulation import peers
from benchmarks.simulation.account import Account, Manners, spread
from benchmarks.simulation.arxiv import Clock, serving
from benchmarks.simulation.luck import Fate, Luck
from benchmarks.simulation.runs import Ran, Runner, lines
from benchmarks.simulation.truth import NEWS, Truth
from benchmarks.simulation.world import World
from paperlode.progress import silent

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the simulation gives."""

    world: World
    ran: list[Ran]
    account: Account
    manners: Manners
    lies: list[tuple[Ran, Any]]

    def to_record(self) -> dict[str, Any]:
        """Give every figure of the table."""
        account = self.account
        news = [(runs, hours) for runs, hours, _ in account.delays]
        done = [ran for ran in self.ran if ran.outcome == "done"]
        return {
            "seed": self.world.seed,
            "days": self.world.days,
            "versions announced": self.world.announced_versions,
            "runs": dict(Counter(ran.outcome for ran in self.ran)),
            "states": dict(Counter(ran.state for ran in done)),
            "due": dict(account.due),
            "delivered": sum(account.due.values()) - len(account.lost),
            "lost": len(account.lost),
            "delivered twice": len(account.twice),
            "wrong kind": len(account.wrong_kind),
            "wrong topic": len(account.wrong_topic),
            "published due": account.notes_due,
            "published lost": len(account.notes_lost),
            "published wrong": len(account.notes_wrong),
            "delay in runs": spread([runs for runs, _ in news]),
            "delay in hours": spread([hours for _, hours in news]),
            "days whose status lied": len(self.lies),
            "requests": self.manners.requests,
            "breaches of manners": len(self.manners.breaches),
            "requests a day": self.manners.a_day,
            "bytes a day": self.manners.bytes_a_day,
            "seconds a run": spread([round(ran.seconds, 2) for ran in done]),
            "losses by kind": self.losses(),
        }

    def losses(self) -> dict[str, dict[str, int]]:
        """Count for paperlode and its peers what was not told, by kind."""
        account, truth = self.account, self.account.truth
        runs = [ran.moment for ran in self.ran if ran.outcome in {"done", "crashed"}]
        required = [due for due in truth.required(account.facts) if not due.backlog]
        due = {each.key: truth.kind(each, account.facts) for each in required}
        table = {
            "due": dict(Counter(due.values())),
            "paperlode": dict(Counter(kind for each, kind in account.lost if not each.backlog)),
        }
        for name, told in peers.told(truth, list(truth.began), runs):
            table[name] = dict(Counter(kind for key, kind in due.items() if key not in told))
        return table


def simulate(
    world: World,
    folder: Path,
    progress: Progress = silent,
    *,
    faults: bool = True,
    channels: tuple[str, ...] = (),
) -> Outcome:
    """Let the days of a world pass, and count."""
    luck, clock = Luck(world), Clock()
    fate = luck.fate() if faults else Fate()
    script = luck.faults() if faults else []
    with serving(world, clock, script) as served:
        runner = Runner(world, clock, served, folder, fate, channels)
        ran = []
        for number in range(world.days):
            ran.append(runner.day(number))
            progress("Days", number + 1, world.days)
        log = served.log()
    truth = Truth.of(world.lives, world.topics(world.days), _began(world, ran), progress)
    account = Account.of(truth, ran, lines(folder, "sightings"), lines(folder, "receipts"))
    manners = Manners.of(log, ran)
    return Outcome(world, ran, account, manners, account.lies(runner.past))


def _began(world: World, ran: list[Ran]) -> dict[str, datetime]:
    """Say when each topic was asked for first, by a run whose work is still there."""
    found: dict[str, datetime] = {}
    for each in ran:
        if each.counts:
            found |= {t.id: each.moment for t in world.topics(each.day) if t.id not in found}
    return found


def table(record: dict[str, Any]) -> list[str]:
    """Write the figures for people."""
    found = []
    for name, value in record.items():
        if name != "losses by kind":
            text = value
            if isinstance(value, dict):
                text = ", ".join(f"{key or 'none'} {figure:,.5g}" for key, figure in value.items())
            found.append(f"{name:<28} {text}")
    kinds = [*NEWS]
    found.append("")
    found.append(f"{'lost, by kind of news':<34}" + "".join(f"{kind:>14}" for kind in kinds))
    for name, losses in record["losses by kind"].items():
        found.append(f"{name:<34}" + "".join(f"{losses.get(kind, 0):>14,}" for kind in kinds))
    return found


class _Bar:
    """Shows on a terminal how far it is."""

    def __init__(self) -> None:
        self._began = monotonic()

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        if sys.stderr.isatty():
            seconds = monotonic() - self._began
            print(
                f"\r{what}: {done:,} of {total:,}, {seconds:.0f} s \033[K", end="", file=sys.stderr
            )


def details(outcome: Outcome) -> list[str]:
    """Name what went wrong, a few of each."""
    account = outcome.account
    found = [f"crashed: {ran.moment} {ran.crash}" for ran in outcome.ran if ran.crash][:3]
    found += [f"lost: {due.key} {kind} since {due.visible}" for due, kind in account.lost[:40]]
    found += [
        f"as {said}, not {kind}: {due.key} {account.got[due.key][0]}"
        for due, kind, said in account.wrong_kind[:40]
    ]
    found += [f"wrong topic: {key} {account.got[key]}" for key in account.wrong_topic[:20]]
    found += [f"twice: {key}" for key in account.twice[:20]]
    found += [f"note lost: {key}" for key in account.notes_lost[:20]]
    found += [f"note wrong: {key}" for key in account.notes_wrong[:20]]
    found += [
        f"lied: {ran.moment} {ran.state}: {due.key} since {due.visible}"
        for ran, due in outcome.lies[:40]
    ]
    found += [f"manners: {breach}" for breach in outcome.manners.breaches[:20]]
    worst = sorted(account.delays, key=lambda delay: -delay[0])[:20]
    found += [f"late: {due.key} {runs} runs, {hours:.0f} h" for runs, hours, due in worst if runs]
    return found


def main() -> None:
    """Simulate as the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--papers-a-day", type=float, default=World.papers_a_day)
    parser.add_argument("--faults", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--channels", nargs="*", default=[], help="what [intake] channels says")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--details", action="store_true", help="name what went wrong")
    asked = parser.parse_args()
    world = World(asked.seed, asked.days, papers_a_day=asked.papers_a_day)
    with tempfile.TemporaryDirectory() as folder:
        outcome = simulate(
            world,
            Path(folder) / "tracker",
            _Bar(),
            faults=asked.faults,
            channels=tuple(asked.channels),
        )
    record = outcome.to_record()
    if asked.json:
        print(json.dumps(record, indent=1))
    else:
        print("\n".join(("", *table(record))))
    if asked.details:
        print("\n".join(details(outcome)), file=sys.stderr)


if __name__ == "__main__":
    main()
