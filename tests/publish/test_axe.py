"""Every kind of page, as axe-core judges it: what people with disabilities could not use."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode import config, deliver
from paperlode.publish import File, Look
from paperlode.sighting import Kind
from paperlode.store import Store
from tests.browser import IN_BROWSER, Browser
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = IN_BROWSER
LOOKS = ((360, "light"), (360, "dark"), (1440, "light"), (1440, "dark"))
FOUND = """axe.run(document, {resultTypes: ['violations']}).then(({violations}) =>
  violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))]))"""


def fill(shelf: Shelf) -> None:
    """See papers with elements, tags and formulas, and every kind of news."""
    told = "A graph neural network finds HfO$_2$ and Li-P-S, with $T_c$ at https://github.com/a/b."
    shelf.see(*(made_up(n, abstract=told) for n in range(1, 5)), at=TODAY - DAY)
    shelf.see(made_up(1, version=2, abstract=f"{told} More."), kind=Kind.REVISED)
    shelf.see(made_up(2, version=2, withdrawn=True, abstract=told), kind=Kind.WITHDRAWN)
    shelf.see(made_up(5, title="HfO$_2$ at $T_c$", abstract=told), topics=(CRYSTALS, POTENTIALS))
    shelf.see(made_up(6, submitted=TODAY - 40 * DAY, abstract=told), kind=Kind.LATE)
    shelf.check()


def kinds(folder: Path) -> list[Path]:
    """Name one page of each folder and depth, and every paper's: what is alike is tested once."""
    chosen = {}
    for page in sorted(folder.rglob("*.html")):
        place = page.relative_to(folder).parts
        chosen[place if "2608.0000" in str(page) else (place[0], len(place))] = page
    return list(chosen.values())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write a site with all kinds of pages."""
    folder = tmp_path_factory.mktemp("axe")
    tags = config.tags_of("ai4mat")
    look = Look("Crystals", (CRYSTALS, POTENTIALS), ZoneInfo("Asia/Singapore"), tags=tags)
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        fill(shelf)
        shelf.annotate()
        files = [File(path, content) for path, content in shelf.files().items()]
    deliver.write(files, folder / "site")
    return kinds(folder / "site")


def test_axe_finds_no_violation(pages: list[Path], tmp_path: Path) -> None:
    """In light and dark, on a telephone and on a desk."""
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text()
    found = []
    with Browser(tmp_path) as browser:
        for page in pages:
            browser.open(page)
            browser.evaluate(f"{axe};0")
            for width, scheme in LOOKS:
                browser.look(width, scheme)
                found += [(page, width, scheme, *wrong) for wrong in browser.evaluate(FOUND)]
    assert found == []
