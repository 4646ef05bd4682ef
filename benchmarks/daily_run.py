"""What a day costs: whole runs as processes, over archives of 17,000 and 87,000 papers.

    python benchmarks/daily_run.py [PAPERS ...]

Invented papers are served by the replica; each run is a process of its own, whose CPU seconds and
peak memory are the operating system's. Shown for each size: the first run, a run with nothing
new, one with 30 new papers, and the same two from a bare checkout (no store, no built site).
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from paperlode.paper import stamp
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection
from paperlode.replica.server import serve
from paperlode.replica.synthetic import synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = datetime(2026, 8, 20, 6, tzinfo=UTC)
DAY = timedelta(days=1)
NEW = 30
SETTINGS = """
title = "Benchmark"
[[topic]]
name = "Materials"
query = "cat:cond-mat.*"
[[topic]]
name = "Everything else"
query = "cat:c* OR cat:p* OR cat:s* OR cat:q* OR cat:m* OR cat:e*"
[intake]
search_url = "{url}"
pause_seconds = 0
budget_minutes = 600
"""
README = "# Benchmark\n<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->\n"


def papers(number: int) -> Iterator[Announced]:
    """Invent papers that are there, and thirty that come tomorrow."""
    for item in synthetic(number + NEW, 7, TODAY - 30 * DAY):
        yield item
    for place, item in enumerate(synthetic(NEW, 8, TODAY)):
        made = replace(
            item.paper,
            id=f"2608.{90000 + place}",
            version=1,
            categories=("cond-mat.mtrl-sci",),
            submitted=TODAY,
            updated=TODAY,
        )
        yield Announced(made, TODAY + DAY / 2)


def timed_run(folder: Path, now: datetime) -> tuple[float, float]:
    """Run a day; give CPU seconds and peak memory in MB."""
    command = [sys.executable, "-m", "paperlode", "--quiet", "run", "--now", stamp(now)]
    process = subprocess.Popen(command, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


RUNNER = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
"""A small process that starts the runs: Linux counts a starter's memory to what it starts."""


def run(folder: Path, now: datetime) -> tuple[float, float]:
    """Run a day, started by the small process."""
    return RUNNER.submit(timed_run, folder, now).result()


def show(number: int, what: str, figures: tuple[float, float]) -> None:
    """Print a line of the table."""
    print(
        f"{number:>7,} papers  {what:<34} {figures[0]:7.2f} s CPU {figures[1]:7.0f} MB", flush=True
    )


def bare(folder: Path) -> Path:
    """Copy what git would keep of a folder."""
    copy = folder.with_name(f"{folder.name}-bare")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".paperlode", "site"))
    return copy


def measure(number: int, folder: Path) -> None:
    """Print the table for one size."""
    collection = Collection(papers(number))
    with serve(collection, TODAY) as replica:
        folder.mkdir()
        (folder / "paperlode.toml").write_text(SETTINGS.format(url=replica.search_url))
        (folder / "README.md").write_text(README)
        show(number, "first run", run(folder, TODAY))
        show(number, "nothing new, bare checkout", run(bare(folder), TODAY + DAY / 4))
        show(number, "nothing new", run(folder, TODAY + DAY / 4))
        replica.service.set_clock(TODAY + DAY)
        show(number, f"{NEW} new, bare checkout", run(bare(folder), TODAY + DAY))
        show(number, f"{NEW} new", run(folder, TODAY + DAY))
        show(number, "the same again", run(folder, TODAY + DAY))


def main() -> None:
    """Measure the sizes that are given."""
    sizes = [int(size) for size in sys.argv[1:]] or [17_000, 87_000]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, Path(folder) / "tracker")


if __name__ == "__main__":
    with RUNNER:
        main()
