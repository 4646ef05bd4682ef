"""Every kind of page, as axe-core judges it: what people with disabilities could not use."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode import config, deliver
from paperlode.digest import Item
from paperlode.enrich import Tag
from paperlode.publish import File, Look, months
from paperlode.publish.templating import Pages
from paperlode.sighting import Kind
from paperlode.store import Store
from tests.browser import IN_BROWSER
from tests.hostile import HOSTILE
from tests.publish.reader import SITE, Reader, served
from tests.publish.test_liking import rank
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = IN_BROWSER
AUTHOR = Tag("ada", "Ada Example", 'au:"Ada Example"', group="author")
KINDS = {
    *("about", "archive", "author", "day", "elements", "feeds", "for-me", "month", "paper"),
    *("search", "starred", "status", "tags", "topic", "trends"),
}
"""Folders that a site has at least."""
WHOLE = ((360, "dark"), (1440, "light"))
"""Where every rule is asked: each width and each scheme once."""
SEEN = ((360, "light"), (1440, "dark"))
"""Where only what a look can change is asked again."""
RULES = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
TWINS = {"author", "day"}
"""Whose parts all stand on the first page, or on a topic's: asked in the first look alone."""
FORCED = ("index.html", "elements", "search", "status", "trends", "paper")
"""Pages with signs of their own, which must stand out in the colours of the system too."""
FOUND = """axe.run(document, {resultTypes: ['violations'], ...%s}).then(({violations}) =>
  violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))]))"""
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text()
USED = """(async () => {
  for (const part of document.querySelectorAll('details')) part.open = true;
  document.querySelector('.mark-starred[aria-pressed=false]')?.click();
  document.querySelector('[data-symbol]')?.click();
  document.querySelector('[data-word] button')?.click();
  const field = document.getElementById('q');
  if (field) field.value = 'graph';
  field?.dispatchEvent(new Event('input', { bubbles: true }));
  const found = document.getElementById('found');
  while (found && !found.children.length) await new Promise((done) => setTimeout(done, 20));
})()"""
"""Unfolds what is folded, stars a paper, chooses an element, strikes a word out, searches."""

ALIKE = """(() => {
  const seen = new Map();
  const form = (part) => part.localName + [...part.attributes].map(({name, value}) =>
    ` ${name}${/^(class|role|type|aria-(pressed|expanded|hidden))$/.test(name) ? value : ''}`
  ).sort() + '(' + [...part.children].map(form) + ')';
  for (const part of document.querySelectorAll('article.paper, .rows > li, .weights > li')) {
    const like = form(part.parentNode.cloneNode(false)) + form(part);
    seen.set(like, (seen.get(like) ?? 0) + 1);
    if (seen.get(like) > 3) part.remove();
  }
})()"""
"""Leaves three of the papers that consist of the same parts: the judge takes long over hundreds."""


def fill(shelf: Shelf) -> None:
    """See papers with elements, tags and formulas, and every kind of news."""
    told = "A graph neural network finds HfO$_2$ and Li-P-S, with $T_c$ at https://github.com/a/b."
    shelf.see(*(made_up(n, abstract=told) for n in range(1, 5)), at=TODAY - DAY)
    shelf.see(made_up(1, version=2, abstract=f"{told} More."), kind=Kind.REVISED)
    shelf.see(made_up(2, version=2, withdrawn=True, abstract=told), kind=Kind.WITHDRAWN)
    shelf.see(made_up(5, title="HfO$_2$ at $T_c$", abstract=told), topics=(CRYSTALS, POTENTIALS))
    shelf.see(made_up(6, submitted=TODAY - 40 * DAY, abstract=told), kind=Kind.LATE)
    shelf.see(*(made_up(n, title=t, abstract=t) for n, t in enumerate(HOSTILE, start=100)))
    old = (made_up(n, id=f"2507.{n:05}") for n in range(101))
    shelf.see(*old, made_up(1, id="2609.00001"), kind=Kind.BACKLOG)
    shelf.check()
    rank(shelf)


def split(look: Look) -> Iterator[File]:
    """Write a month of so many papers that it has parts; one part has a single paper."""
    numbers = (*range(months.MOST), 5000)
    items = [Item(made_up(n, id=f"2609.{n:05}"), TODAY, Kind.NEW, ("crystals",)) for n in numbers]
    written = months.files(Pages(look), "2609", items, None)
    yield from (file for file in written if "/00000/" not in file.path)


def kinds(folder: Path) -> list[Path]:
    """Name one page of each folder and depth, and every paper's: what is alike is tested once."""
    chosen = {}
    for page in sorted(folder.rglob("*.html")):
        place = page.relative_to(folder).parts
        chosen[place if "2608.0000" in str(page) else (place[0], len(place))] = page
    assert {place[0] for place in chosen} >= {"index.html", *KINDS}
    assert {("month", 4), ("topic", 4)} <= chosen.keys()  # parts of a month, a year of a topic
    return list(chosen.values())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a site with all kinds of pages."""
    folder = tmp_path_factory.mktemp("axe")
    tags = (AUTHOR, *config.tags_of("ai4mat"))
    look = Look("Crystals", (CRYSTALS, POTENTIALS), ZoneInfo("Asia/Singapore"), tags=tags)
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        fill(shelf)
        shelf.annotate()
        files = {path: File(path, content) for path, content in shelf.files().items()}
        files |= {file.path: file for file in split(look)}
    deliver.write(files.values(), folder / "www" / SITE)
    return folder / "www"


class Judge(Reader):
    """A browser that has its pages judged."""

    def load(self, page: str) -> None:
        """Open a page, use it, and bring in the judge."""
        self.visit(page)
        self.evaluate(USED)
        self.evaluate(ALIKE)
        self.evaluate(f"{AXE};0")

    def judged(self, width: int, scheme: str, *rules: str, **media: str) -> list[list[object]]:
        """Name what is wrong in a look: by all rules, or by some."""
        self.look(width, scheme, **media)
        options: dict[str, object] = {"rules": {"target-size": {"enabled": True}}}
        options |= {"runOnly": rules} if rules else {}
        found: list[list[object]] = self.evaluate(FOUND % json.dumps(options))
        return [[width, scheme, media, *wrong] for wrong in found]


@pytest.fixture(scope="module")
def judge(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """Serve the site; start a browser."""
    with served(site) as host, Judge(tmp_path_factory.mktemp("chromium")) as browser:
        browser.root = host + SITE
        yield browser


def test_axe_finds_no_violation(site: Path, judge: Judge) -> None:
    """In light and dark, on a telephone and on a desk, and in the colours of the system; in use."""
    found = []
    for page in kinds(site / SITE):
        place = page.relative_to(site / SITE)
        judge.load(place.as_posix())
        wrong = judge.judged(*WHOLE[0])
        if place.parts[0] not in TWINS:
            wrong += judge.judged(*WHOLE[1])
            wrong += [each for look in SEEN for each in judge.judged(*look, *RULES)]
        if place.parts[0] in FORCED:
            wrong += judge.judged(1440, "dark", *RULES, forced_colors="active")
        found += [(place, each) for each in wrong]
    assert found == []


@pytest.mark.parametrize("key", ["?", "n"])
@pytest.mark.parametrize("look", WHOLE)
def test_axe_finds_none_in_a_dialog(judge: Judge, key: str, look: tuple[int, str]) -> None:
    """The keys, and a note that is being written."""
    judge.load("")
    judge.press("j", key)
    assert judge.evaluate("document.querySelectorAll('dialog[open]').length") == 1
    assert judge.judged(*look) == []
