"""Make the pictures of README and manual: a site of invented papers, seen in Chromium.

    .venv/bin/python -m scripts.pictures [FOLDER]

Papers, day and window sizes are fixed, so the pictures differ only when the pages or the fonts do.
It needs Chromium, and pngquant for small files (Debian: apt-get install chromium pngquant).
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from paperlode import config, deliver
from paperlode.publish import File, Look
from paperlode.replica.synthetic import synthetic
from paperlode.sighting import Kind
from paperlode.store import Store
from paperlode.topic import Topic
from tests.publish.reader import SITE, Reader, served
from tests.shelf import Shelf

if TYPE_CHECKING:
    from paperlode.paper import Paper

NOW = datetime(2026, 8, 20, 6, tzinfo=UTC)
PAPERS = 1_500
SEED = 5
DAY = timedelta(days=1)
FOLDER = Path("docs/pictures")
TOPICS = (
    Topic("learning", "Machine learning", "abs:learning OR abs:neural"),
    Topic("structure", "Structure and stability", "abs:crystal OR abs:structure OR abs:phase"),
)
FOUND = """new Promise((done) => {
  const look = () => document.querySelector('#found li') ? done(true) : setTimeout(look, 20);
  look();
})"""
"""Wait until a page that looks for papers has found some."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One view of the site."""

    name: str
    page: str
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    wait: str = "true"


PICTURES = (
    Picture("today", ""),
    Picture("today-dark", "", scheme="dark"),
    Picture("today-phone", "", width=390, height=780),
    Picture("paper", "paper/{paper}/"),
    Picture("elements", "elements/#Li-*", wait=FOUND),
    Picture("search", "search/?q=%22neural+network%22", wait=FOUND),
)


def invented() -> list[Paper]:
    """Invent papers; the newest version of each."""
    made = {one.paper.id: one.paper for one in synthetic(PAPERS, SEED, NOW) if one.announced <= NOW}
    return sorted(made.values(), key=lambda paper: paper.updated)


def fill(shelf: Shelf) -> str:
    """See what the topics take: the past, and a day of news; gives the newest paper."""
    papers = invented()
    for topic in TOPICS:
        own = [paper for paper in papers if topic.takes(paper)]
        old, new = own[:-25], own[-25:]
        shelf.see(*old, at=NOW - DAY, kind=Kind.BACKLOG, topics=(topic,))
        for paper in new:
            kind = Kind.REVISED if paper.version > 1 else Kind.NEW
            shelf.see(paper, at=NOW, kind=kind, topics=(topic,))
        shelf.check(NOW, topic)
    shelf.annotate()
    return new[-1].id


def build(folder: Path) -> str:
    """Write the site; gives a paper that is on its first page."""
    look = Look("Materials, daily", TOPICS, ZoneInfo("UTC"), tags=config.tags_of("ai4mat"))
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        paper = fill(shelf)
        files = [File(path, content) for path, content in shelf.files().items()]
    deliver.write(files, folder / "www" / SITE)
    return paper


def show(browser: Reader, picture: Picture) -> bytes:
    """Open a page in a window of that size; gives what is seen as PNG."""
    browser.look(picture.width, picture.scheme)
    browser.visit(picture.page)
    browser.evaluate(picture.wait)
    clip = {"x": 0, "y": 0, "width": picture.width, "height": picture.height, "scale": 1}
    seen = browser.ask("Page.captureScreenshot", format="png", clip=clip)
    return base64.b64decode(seen["data"])


def small(png: bytes) -> bytes:
    """Give the picture with 64 colours."""
    command = ["pngquant", "--speed", "1", "--strip", "--nofs", "64", "-"]
    return subprocess.run(command, input=png, stdout=subprocess.PIPE, check=True).stdout


def main(folder: Path) -> None:
    """Make all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        paper = build(Path(made))
        with served(Path(made) / "www") as host, Reader(Path(made) / "chromium") as browser:
            browser.root = host + SITE
            for picture in PICTURES:
                its = replace(picture, page=picture.page.format(paper=paper))
                png = small(show(browser, its))
                (folder / f"{picture.name}.png").write_bytes(png)
                print(f"{picture.name}: {len(png):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
