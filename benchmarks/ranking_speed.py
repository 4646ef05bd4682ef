"""What learning and ranking cost: seconds and memory, start of the program included.

    .venv/bin/python -m benchmarks.ranking_speed FOLDER

FOLDER is one of benchmarks/ranking.py. A process of its own starts, reads the stored counts of
words and the papers (JSON lines), learns from likes and three times as many papers seen (1,500 at
most), and ranks 2,500 papers. ``profiles`` learns 1,000 profiles of 20 likes and 200 papers seen
and ranks 300 papers for each, in one process that reads every text once.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.ranking import paper, records
from paperlode.paper import Paper
from paperlode.ranking import Background, learn, rank, read

NEWS = 2_500
PROFILES = 1_000


def load(path: Path, most: int = NEWS) -> list[Paper]:
    """Read papers from a file."""
    with path.open("rb") as file:
        return [Paper.from_line(line) for line in islice(file, most)]


def most() -> float:
    """Say how much memory this process ever had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def once(folder: Path, likes: int) -> None:
    """Learn and rank: the work of one day."""
    background = Background.from_bytes((folder / "words").read_bytes())
    number = likes + min(3 * likes, 1_500)
    papers, news = load(folder / "papers.jsonl", number), load(folder / "news.jsonl")
    began = time.process_time()
    profile = learn(papers[:likes], [], background, seen=papers[likes:])
    learned = time.process_time()
    rank(news, profile)
    spent = time.process_time() - learned
    print(f"learning {learned - began:.2f} s, ranking {spent:.2f} s,", end=" ")
    print(f"CPU in all {time.process_time():.2f} s,", end=" ")
    print(f"{most():.0f} MB")


def profiles(folder: Path) -> None:
    """Learn and rank for a thousand readers; every text is read once."""
    background = Background.from_bytes((folder / "words").read_bytes())
    texts = read(load(folder / "papers.jsonl"), background)
    news = read(load(folder / "news.jsonl"), background)
    chance = random.Random(1)
    for _ in range(PROFILES):
        some = chance.sample(range(len(texts)), 220)
        profile = learn(texts.take(some[:20]), [], background, seen=texts.take(some[20:]))
        rank(news.take(chance.sample(range(len(news)), 300)), profile)
    print(f"CPU {time.process_time():.1f} s, {most():.0f} MB")


def prepare(source: Path, folder: Path) -> None:
    """Write papers drawn at random, and the counts of others, as a run would find them."""
    every = sorted((paper(one) for one in records(source)), key=lambda one: one.id)
    drawn = random.Random(1).sample(every, 10_000)
    (folder / "news.jsonl").write_text("".join(f"{p.to_line()}\n" for p in drawn[:NEWS]))
    (folder / "papers.jsonl").write_text("".join(f"{p.to_line()}\n" for p in drawn[NEWS:5_000]))
    (folder / "words").write_bytes(Background.of(drawn[5_000:]).to_bytes())
    print(f"counts of 5,000 papers: {(folder / 'words').stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Measure each in a process of its own, or be one of these processes."""
    if sys.argv[1] == "--once":
        once(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "--profiles":
        profiles(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            prepare(Path(sys.argv[1]), Path(folder))
            for work in (
                ["--once", folder, "100"],
                ["--once", folder, "1000"],
                ["--profiles", folder],
            ):
                print(f"{' '.join(work[::2])}:", end=" ", flush=True)
                began = time.perf_counter()
                subprocess.run(
                    [sys.executable, "-m", "benchmarks.ranking_speed", *work], check=True
                )
                print(f"    {time.perf_counter() - began:.2f} s by the clock", flush=True)


if __name__ == "__main__":
    main()
