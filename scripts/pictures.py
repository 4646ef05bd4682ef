"""Make the pictures of README and manual: a site of invented papers, seen in Chromium.

    .venv/bin/python -m scripts.pictures [FOLDER]

Papers, day and window sizes are fixed, so the pictures differ only when the pages or the fonts do.
It needs Chromium, and pngquant for small files (Debian: apt-get install chromium pngquant). Papers
in scripts for which a computer may have no font are left out.
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
DAYS = 50
"""So many days ago checks began, on working days; one of them was not complete."""
MISSED = 15
SATURDAY = 5
LAST_LETTER = 0x24F
"""Latin letters, which every computer can show."""
FOLDER = Path("docs/pictures")
TROUBLE = "trouble/"
"""The same site on the day after, when arXiv did not answer."""
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
    Picture("today", SITE),
    Picture("today-dark", SITE, scheme="dark"),
    Picture("today-phone", SITE, width=390, height=780),
    Picture("paper", SITE + "paper/{paper}/"),
    Picture("elements", f"{SITE}elements/#Li-*", wait=FOUND),
    Picture("search", f"{SITE}search/?q=%22neural+network%22", wait=FOUND),
    Picture("trouble", TROUBLE, height=480),
    Picture("status", f"{TROUBLE}status/"),
)


def invented() -> list[Paper]:
    """Invent papers; the newest version of each."""
    made = {one.paper.id: one.paper for one in synthetic(PAPERS, SEED, NOW) if one.announced <= NOW}
    shown = (paper for paper in made.values() if _is_shown(paper))
    return sorted(shown, key=lambda paper: paper.updated)


def _is_shown(paper: Paper) -> bool:
    return all(ord(letter) <= LAST_LETTER for letter in "".join((paper.title, *paper.authors)))


def fill(shelf: Shelf) -> str:
    """See what the topics take: the past, and a day of news; gives a new paper with formulas."""
    papers = invented()
    for topic in TOPICS:
        own = [paper for paper in papers if topic.takes(paper)]
        old, recent, new = own[:-145], own[-145:-25], own[-25:]
        shelf.see(*old, at=NOW - (DAYS + 1) * DAY, kind=Kind.BACKLOG, topics=(topic,))
        for number, paper in enumerate(recent):
            at = NOW - (DAYS - number * DAYS // len(recent)) * DAY
            if at.weekday() < SATURDAY and number % 3:
                shelf.see(paper, at=at, topics=(topic,))
        for paper in new:
            kind = Kind.REVISED if paper.version > 1 else Kind.NEW
            shelf.see(paper, at=NOW, kind=kind, topics=(topic,))
        for days in range(DAYS):
            if (NOW - days * DAY).weekday() < SATURDAY:
                shelf.check(NOW - days * DAY, topic, complete=days != MISSED)
    shelf.annotate()
    return max(new, key=lambda paper: paper.abstract.count("$")).id


def build(folder: Path) -> str:
    """Write the site; gives a paper that is on its first page."""
    look = Look("Materials, daily", TOPICS, ZoneInfo("UTC"), tags=config.tags_of("ai4mat"))
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        paper = fill(shelf)
        write(shelf, folder / "www" / SITE)
        for topic in TOPICS:
            shelf.check(NOW + DAY, topic, complete=False)
        write(shelf, folder / "www" / TROUBLE)
    return paper


def write(shelf: Shelf, folder: Path) -> None:
    """Write the site as it is now."""
    deliver.write((File(path, content) for path, content in shelf.files().items()), folder)


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
            browser.root = host
            for picture in PICTURES:
                its = replace(picture, page=picture.page.format(paper=paper))
                png = small(show(browser, its))
                (folder / f"{picture.name}.png").write_bytes(png)
                print(f"{picture.name}: {len(png):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
