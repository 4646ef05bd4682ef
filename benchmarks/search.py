"""What search costs: the build's CPU seconds, memory and files, and the bytes that a search reads.

    .venv/bin/python benchmarks/search.py [--papers RECORDS] [PAPERS ...]

With records (JSON lines, also .zst) so many of them are drawn at random; invented papers have few
words. ``thirty`` writes what 30 new papers change. Bytes are compressed as a server sends them:
``page`` is the page with its style and scripts, ``ready`` what tells which files have which words,
then for each search its sheets and the cards of ten results, every volume apart.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import sys
import tempfile
import time
from bisect import bisect_right
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import zstandard

from paperlode import deliver
from paperlode.annotate import annotate
from paperlode.paper import Paper
from paperlode.publish import File, Look, addresses, lookup, pages, search
from paperlode.publish.templating import Pages
from paperlode.replica.synthetic import synthetic
from paperlode.sighting import Kind, Sighting
from paperlode.store import Store
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW = datetime(2026, 8, 1, 6, tzinfo=UTC)
TOPIC = Topic("everything", "Everything", "all:the")
LOOK = Look("Benchmark", (TOPIC,), ZoneInfo("UTC"), url="https://example.org/")
LOADED = ("early.js", "marks.js", "triage.js", "keys.js", "asked.js", "search.js", "style.css")
SEARCHES = ("perovskite", "perovskite solar cells", "graph neural network interatomic potential")
RESULTS = 10
TEMPLATES = resources.files("paperlode.publish") / "templates"


def drawn(number: int, records: str | None) -> list[Paper]:
    """Draw papers from records, or invent them."""
    if records is None:
        return [one.paper for one in islice(synthetic(number, 1, NOW), number)]
    reader = zstandard.open if records.endswith(".zst") else open
    with reader(records, "rt", encoding="utf-8") as file:
        total = sum(1 for _ in file)
    wanted = set(random.Random(1).sample(range(total), number))
    with reader(records, "rt", encoding="utf-8") as file:
        return [Paper.from_line(line) for n, line in enumerate(file) if n in wanted]


def see(store: Store, some: list[Paper], seen: datetime) -> None:
    """Let papers be seen, and find what they are about."""
    store.save(some, now=seen, channel="search_api")
    found = [Sighting(p.id, p.version, seen, "search_api", Kind.NEW, (TOPIC.id,)) for p in some]
    store.decide(TOPIC, found, store.mark())
    annotate(store, LOOK.ids, LOOK.tags)


def write(store: Store, folder: Path, mark: int | None = None) -> tuple[float, int]:
    """Write what belongs to search; give CPU seconds and changed files."""
    began = time.process_time()
    written = deliver.write(search.files(store, LOOK, mark), folder)
    return time.process_time() - began, len(written.changed)


def sent(folder: Path, names: Iterable[str]) -> int:
    """Give the bytes of files as a server sends them."""
    return sum(len(gzip.compress((folder / name).read_bytes(), 6)) for name in names)


def sheets_of(folder: Path, words: Iterable[str]) -> set[str]:
    """Name the sheets that a search for words reads, in every volume."""
    found = set()
    for volume in (folder / "search").glob("*.js"):
        told = json.loads(f"[{volume.read_text().partition('(')[2].strip()[:-1]}]")[1]
        firsts = [(first, number) for number, first in enumerate(told["firsts"]) if first]
        for word in words:
            place = max(bisect_right([first for first, _ in firsts], word) - 1, 0)
            found.add(addresses.volume_part(volume.stem, "words", firsts[place][1]))
    return found


def measure(number: int, records: str | None) -> None:
    """Build search over so many papers and print what it takes."""
    with tempfile.TemporaryDirectory() as place, Store.open(Path(place) / "store.db") as store:
        folder = Path(place) / "site"
        see(store, drawn(number, records), NOW)
        months = store.months(LOOK.ids)
        page = search.page(Pages(LOOK), months, list(pages.by_year(months)))
        contents = ((TEMPLATES / name).read_bytes() for name in LOADED)
        deliver.write([page, *map(File, LOADED, contents)], folder)
        seconds, files = write(store, folder)
        print(f"{number:7} whole {seconds:6.2f} s, {files} files")
        mark, later = store.mark(), NOW + timedelta(days=1)
        new = [replace(one.paper, version=1) for one in islice(synthetic(30, 2, later), 30)]
        see(store, [replace(p, id=f"2607.9{n:04}") for n, p in enumerate(new)], later)
        seconds, files = write(store, folder, mark)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{number:7} thirty {seconds:5.2f} s, {files} files; peak {peak} MB")
        print(f"{number:7} page {sent(folder, ['search/index.html', *LOADED]) / 1000:.0f} kB")
        volumes = [path.relative_to(folder).as_posix() for path in folder.glob("search/*.js")]
        ready = sent(folder, volumes)
        print(f"{number:7} ready {ready / 1000:.0f} kB in {len(volumes)} files")
        cards = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("cards-*.js"))
        shown = sent(folder, random.Random(1).sample(cards, min(RESULTS, len(cards))))
        for text in SEARCHES:
            its = sheets_of(folder, lookup.words(text))
            all_of_it = (ready + shown + sent(folder, its)) / 1000
            print(f"{number:7} {text}: {all_of_it:.0f} kB, {len(its)} sheets")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    source = None
    if arguments[:1] == ["--papers"]:
        source, arguments = arguments[1], arguments[2:]
    for size in [int(word) for word in arguments] or [1_746, 17_460]:
        measure(size, source)
