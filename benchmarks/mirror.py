"""All of arXiv beside a small tracker: what importing and searching millions of papers costs.

    python -m benchmarks.mirror --records N [--file FILE] [--folder FOLDER] [--queries 200]
                                [--compare] [--snapshot] [--keep]

Without ``--file`` so many papers are invented (``benchmarks/invented.py``) and written to the
folder, where they are found again the next time; ``--snapshot`` writes them as arXiv's snapshot
does. ``--compare`` asks the same queries of plain SQLite FTS5, of a scan as arxiv-sanity-lite does
it, and of bm25s, over the same records in the same run. ``--keep`` leaves the mirror there.

Memory is that of the command and its processes together: the sum of their proportional set sizes
(``/proc/PID/smaps_rollup``), every two seconds, so that pages they share count once. CPU seconds
are the kernel's account of them. Every query is asked once, in the order in which it was drawn.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import invented, mirror_peers
from benchmarks.mirror_queries import REFERENCE, Asked, drawn
from paperlode.query import parse
from paperlode.store.mirror import Mirror

if TYPE_CHECKING:
    from collections.abc import Callable

NEWEST = 50
SETTINGS = '[[topic]]\nname = "Nothing"\nquery = "ti:nothing"\n'


class Cost(NamedTuple):
    """What one answer cost."""

    kind: str
    query: str
    found: int
    seconds: float
    cpu: float


def main() -> None:
    """Import, ask, and print both as tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=100_000)
    options.add_argument("--file", type=Path, help="record lines, or arXiv's snapshot")
    options.add_argument("--folder", type=Path, help="where all files go")
    options.add_argument("--queries", type=int, default=200)
    options.add_argument("--compare", action="store_true")
    options.add_argument("--snapshot", action="store_true")
    options.add_argument("--keep", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        folder = given.folder or Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        file = _file(given.file, folder, given.records, snapshot=given.snapshot)
        _measure(file, folder, given)


def _measure(file: Path, folder: Path, given: argparse.Namespace) -> None:
    place = folder / "mirror"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    _import(file, place)
    queries = drawn(file, given.queries)
    with Mirror.open(place / ".paperlode" / "mirror.sqlite") as mirror:
        _reference(mirror)
        costs = [_asked(mirror, one) for one in queries]
    _table("paperlode", costs)
    _kinds(costs)
    if not given.keep:
        shutil.rmtree(place)
    if given.compare:
        for peer in mirror_peers.peers(file, place.with_name("peers")):
            print(
                f"\n{peer.name}: built in {peer.built:,.0f} s, {peer.size >> 20:,} MB {peer.where}"
            )
            _table(peer.name, [_timed(one, peer.newest) for one in queries[:: peer.every]])


def _file(file: Path | None, folder: Path, records: int, *, snapshot: bool) -> Path:
    """Give a file with just so many records."""
    kind = "snapshot" if snapshot else "papers"
    wanted = folder / f"{kind}-{records}.jsonl"
    if wanted.exists():
        return wanted
    if file is None:
        invented.write(wanted, records, snapshot=snapshot)
        return wanted
    with file.open("rb") as lines, wanted.open("wb") as some:
        some.writelines(islice(lines, records))
    return wanted


def _import(file: Path, place: Path) -> None:
    """Run the command as anybody would, and watch it."""
    (place / "paperlode.toml").write_text(SETTINGS)
    with file.open("rb") as lines:
        number = sum(1 for _ in lines)
    command = [sys.executable, "-m", "paperlode", "import", "--config"]
    before, began = _children(), time.monotonic()
    process = subprocess.Popen(
        [*command, str(place / "paperlode.toml"), str(file)], stderr=subprocess.PIPE
    )
    peak, own = _peak(process)
    seconds, cpu = time.monotonic() - began, _children() - before
    assert process.returncode == 0
    size = sum(one.stat().st_size for one in place.rglob("*") if one.is_file())
    text = file.stat().st_size
    print(f"import of {number:,} records, {text / 1e6:,.0f} MB of text:")
    print(f"  {number / seconds:10,.0f} records a second by the clock ({seconds:,.0f} s)")
    print(f"  {number / cpu:10,.0f} records a CPU second, all processes ({cpu:,.0f} s)")
    print(f"  {own / 1e6:10,.0f} MB of memory of their own at most, all processes together")
    print(f"  {peak / 1e6:10,.0f} MB with the pages of mapped files, which can be given back")
    print(f"  {size / 1e6:10,.0f} MB on disk, {size / text:.2f} times the text", flush=True)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Wait for a process; give the most memory that it and its children had at a time.

    With pages of mapped files, and without.
    """
    peak = own = 0
    while True:
        try:
            process.communicate(timeout=2)
        except subprocess.TimeoutExpired:
            family = [_memory(one) for one in _family(process.pid)]
            peak = max(peak, sum(one.get("Pss", 0) for one in family))
            own = max(own, sum(one.get("Pss_Anon", 0) for one in family))
        else:
            return peak, own


def _family(first: int) -> list[int]:
    """List a process and all below it."""
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        below.setdefault(parent, []).append(int(stat.parent.name))
    family = [first]
    for one in family:
        family.extend(below.get(one, ()))
    return family


def _memory(process: int) -> dict[str, int]:
    try:
        facts = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return {}
    said = (line.partition(":") for line in facts.splitlines() if line.endswith(" kB"))
    return {name: int(number.split()[0]) << 10 for name, _, number in said}


def _reference(mirror: Mirror) -> None:
    tree = parse(REFERENCE)
    for name, what in (
        ("counting the reference query", lambda: mirror.count(tree)),
        ("all its numbers", lambda: len(mirror.numbers(tree))),
        ("counting how many may match", lambda: mirror.holders(tree)),
    ):
        found, seconds, cpu = _clocked(what)
        print(f"  {name}: {found:,} in {seconds * 1000:,.1f} ms ({cpu * 1000:,.1f} ms of CPU)")


def _clocked(what: Callable[[], int]) -> tuple[int, float, float]:
    began, used = time.perf_counter(), time.process_time()
    found = what()
    return found, time.perf_counter() - began, time.process_time() - used


def _asked(mirror: Mirror, asked: Asked) -> Cost:
    """Ask the mirror for the newest papers; reading the query counts, too."""
    return _timed(asked, lambda one: len(list(islice(mirror.found(parse(one.query)), NEWEST))))


def _timed(asked: Asked, newest: Callable[[Asked], int]) -> Cost:
    return Cost(asked.kind, asked.query, *_clocked(lambda: newest(asked)))


def _table(name: str, costs: list[Cost]) -> None:
    print(f"{name}: {NEWEST} newest papers of {len(costs)} queries, ms (of CPU in parentheses)")
    _row("all", costs)


def _row(name: str, costs: list[Cost]) -> None:
    by_clock, by_cpu = [one.seconds * 1000 for one in costs], [one.cpu * 1000 for one in costs]
    figures = (
        f"{shape} {of(by_clock):8,.1f} ({of(by_cpu):,.1f})"
        for shape, of in (("p50", statistics.median), ("p95", _almost), ("worst", max))
    )
    empty = sum(cost.found == 0 for cost in costs)
    print(f"  {name:12} {len(costs):4}  {'  '.join(figures)}  {empty} find nothing", flush=True)


def _kinds(costs: list[Cost]) -> None:
    for kind in dict.fromkeys(cost.kind for cost in costs):
        _row(kind, [cost for cost in costs if cost.kind == kind])
    for cost in sorted(costs, key=lambda one: one.seconds)[-5:]:
        print(f"  {cost.seconds * 1000:8,.1f} ms, {cost.found} found: {cost.query[:110]}")


def _almost(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * 95 // 100)]


if __name__ == "__main__":
    main()
