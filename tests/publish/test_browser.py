"""The site in a real browser: what eyes, keyboards and screen readers meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode import deliver
from paperlode.publish import File, Look
from paperlode.sighting import Kind
from paperlode.store import Store
from tests.browser import IN_BROWSER, Browser
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = IN_BROWSER
FORMULA = "$" + "+".join(rf"\alpha_{{{n}}}" for n in range(40)) + "$"
LONG = f"A{'a' * 200} wide {FORMULA}, $${FORMULA[1:-1]}$$ and HfO$_2$ at $T_c$. " * 3


def nothing_yet(_: Shelf) -> None:
    """Leave the store empty."""


def first_run(shelf: Shelf) -> None:
    """Bring history, and no news."""
    shelf.see(*(made_up(n, abstract=LONG) for n in range(1, 9)), kind=Kind.BACKLOG)
    shelf.check()


def full_day(shelf: Shelf) -> None:
    """See every kind of news, with everything that is long."""
    many = tuple(f"Author{n} Invented" for n in range(500))
    shelf.see(made_up(1, title=LONG, abstract=LONG, authors=many), at=TODAY - DAY)
    facts = {"comment": LONG, "doi": f"10.1000/{'a' * 200}", "report_no": "R" * 200}
    both = (CRYSTALS, POTENTIALS)
    shelf.see(made_up(1, version=2, abstract=LONG, **facts), kind=Kind.REVISED, topics=both)
    shelf.see(made_up(2, title="$T_c$", comment="This paper has been withdrawn", abstract=LONG))
    shelf.see(made_up(3, submitted=TODAY - 40 * DAY), kind=Kind.LATE, topics=(POTENTIALS,))
    shelf.see(made_up(4), kind=Kind.CROSS_LISTED)
    shelf.see(made_up(5, abstract=LONG), made_up(6), at=TODAY - DAY)
    shelf.see(made_up(5, version=2, withdrawn=True, comment=LONG), kind=Kind.WITHDRAWN)
    facts = {"journal_ref": LONG, "doi": f"10.1000/{'b' * 200}"}
    shelf.see(made_up(6, **facts), kind=Kind.PUBLISHED)
    shelf.check()


def in_doubt(shelf: Shelf) -> None:
    """Let the last check be neither complete nor fitting, on a day without news."""
    full_day(shelf)
    shelf.see(made_up(9, title=LONG), kind=Kind.QUARANTINED)
    shelf.check(TODAY + DAY, complete=False, why="w" * 300, misfits=9)
    shelf.check(TODAY + DAY, POTENTIALS)


def hostile(shelf: Shelf) -> None:
    """See papers that try to be more than text."""
    papers = [
        made_up(n, title=text, abstract=text, comment=text or None, authors=(text, "B"))
        for n, text in enumerate(HOSTILE, start=1)
    ]
    shelf.see(*papers)
    again = (replace(paper, version=2, title="x", abstract="y z") for paper in papers)
    shelf.see(*again, at=TODAY + DAY, kind=Kind.REVISED)


STATES = (nothing_yet, first_run, full_day, in_doubt, hostile)
WIDTHS = ((320, "light"), (360, "dark"), (720, "dark"), (1280, "light"))
"""In CSS pixels: a narrow telephone, a common one, a page at 200 %, a desk."""
UNFOLD = "for (const e of document.querySelectorAll('details')) e.open = true"
FORM = (Path(__file__).parent / "form.js").read_text()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start one browser for all pages."""
    with Browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture(scope="module", params=STATES, ids=lambda fill: fill.__name__)
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write a site to the disk and name its pages."""
    folder = tmp_path_factory.mktemp("site")
    look = Look("Crystals daily", (CRYSTALS, POTENTIALS), ZoneInfo("Asia/Singapore"))
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        request.param(shelf)
        shelf.annotate()
        files = [File(path, content) for path, content in shelf.files().items()]
    deliver.write(files, folder / "site")
    return sorted(folder.rglob("*.html"))


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page was like."""

    page: Path
    wrong: list[str]
    """What is wrong with its form, at any width."""
    told: list[tuple[str, str]]
    """Roles and names, as a screen reader hears them."""
    complaints: list[str]


@pytest.fixture(scope="module")
def visits(browser: Browser, pages: list[Path]) -> list[Visit]:
    """Open every page once."""
    return [visit(browser, page) for page in pages]


def visit(browser: Browser, page: Path) -> Visit:
    """Open a page and look at it at every width."""
    browser.complaints.clear()
    browser.open(page)
    wrong = []
    for width, scheme in WIDTHS:
        browser.look(width, scheme)
        wrong += browser.evaluate(FORM)
    browser.evaluate(UNFOLD)
    for width, scheme in WIDTHS:
        browser.look(width, scheme)
        wrong += browser.evaluate(FORM)
    return Visit(page, wrong, browser.accessible(), list(browser.complaints))


def test_every_page_keeps_its_form(visits: list[Visit]) -> None:
    """Landmarks, headings, tables, targets; and nothing is wider than a telephone (form.js)."""
    assert [(visit.page, visit.wrong) for visit in visits if visit.wrong] == []


NAMED = {"link", "button", "heading", "navigation", "region", "image", "DisclosureTriangle"}


def test_a_screen_reader_hears_a_name_for_everything(visits: list[Visit]) -> None:
    """As the browser itself works names out: links, buttons, headings, parts and pictures."""
    for visit in visits:
        assert {"main", "banner", "contentinfo", "navigation"} <= {role for role, _ in visit.told}
        nameless = [role for role, name in visit.told if role in NAMED and not name.strip()]
        assert nameless == [], visit.page


def test_the_console_stays_empty_and_nothing_is_asked_of_others(visits: list[Visit]) -> None:
    """Hostile titles and all: the policy refuses nothing of ours and lets nothing else through."""
    assert [visit.complaints for visit in visits if visit.complaints] == []


FOCUS = """(() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  if (e === document.body) return null;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const stops = [...document.querySelectorAll('a, button, input, select, summary, [tabindex]')];
  return [stops.indexOf(e), box.width > 0 && inside, outlined];
})()"""
a_full_day = pytest.mark.parametrize("pages", [full_day], indirect=True)


@a_full_day
@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_walks_through_every_page_in_order(
    browser: Browser, pages: list[Path], width: int
) -> None:
    """The focus can always be seen, never goes back, and first offers to skip to the content."""
    browser.look(width, prefers_reduced_motion="reduce")
    for page in pages:
        browser.open(page)
        browser.press_tab()
        assert browser.evaluate("document.activeElement.className") == "skip"
        steps = walk(browser)
        assert [place for place, *_ in steps] == sorted({place for place, *_ in steps}), page
        assert [step for step in steps if not all(step[1:])] == [], page


def walk(browser: Browser) -> list[list[int]]:
    """Press Tab from the first stop to the last; give each one's place, and how it was seen."""
    steps: list[list[int]] = []
    while (step := browser.evaluate(FOCUS)) and step[:1] not in [past[:1] for past in steps[:1]]:
        steps.append(step)
        browser.press_tab()
    return steps


@a_full_day
def test_without_motion_nothing_glides(browser: Browser, pages: list[Path]) -> None:
    """Who asks the system for less motion gets it."""
    browser.look(1280, prefers_reduced_motion="reduce")
    browser.open(pages[0])
    smooth = "getComputedStyle(document.documentElement).scrollBehavior"
    assert browser.evaluate(smooth) == "auto"


@a_full_day
def test_a_screen_reader_hears_what_went_and_what_came(visits: list[Visit]) -> None:
    """A line through a word and one under it are told; colours are only an addition."""
    (page,) = [visit for visit in visits if visit.page.match("2608.00001/index.html")]
    assert {role for role, _ in page.told} >= {"deletion", "insertion"}
    heard = " ".join(name for role, name in page.told if role == "StaticText")
    assert "[added: " in heard


CUT = "[...document.querySelectorAll('.abstract')].some(e => e.scrollHeight > e.clientHeight + 2)"
SHOWN = "[...document.querySelectorAll('nav, .more, .skip')].some(e => e.checkVisibility())"


@a_full_day
def test_paper_shows_whole_abstracts(browser: Browser, pages: list[Path]) -> None:
    """What is folded on the screen is printed; what can only be pressed is not."""
    browser.look(700)
    browser.open(next(page for page in pages if page.match("site/index.html")))
    browser.evaluate("document.documentElement.dataset.density = 'comfortable'")
    assert (browser.evaluate(CUT), browser.evaluate(SHOWN)) == (True, True)
    browser.ask("Emulation.setEmulatedMedia", media="print")
    printed = browser.evaluate(CUT), browser.evaluate(SHOWN)
    browser.ask("Emulation.setEmulatedMedia", media="")
    assert printed == (False, False)


BADGES = """[...document.querySelectorAll('.rail')].flatMap(rail => {
  const boxes = [...rail.querySelectorAll('.kind, .category')].map(e => e.getBoundingClientRect());
  const broken = boxes.filter(b => b.height > 24).length;
  return broken + boxes.filter((b, n) => boxes.slice(n + 1).some(c =>
    b.left < c.right && c.left < b.right && b.top < c.bottom && c.top < b.bottom)).length;
})"""
"""For each paper, how many of the words beside it are broken or lie on one another."""


@a_full_day
def test_words_beside_a_paper_are_whole_and_apart(browser: Browser, pages: list[Path]) -> None:
    """A paper may be new and withdrawn, and no word needs two lines."""
    browser.open(next(page for page in pages if page.match("site/index.html")))
    for width in (360, 1000, 1440):
        browser.look(width)
        counted = browser.evaluate(BADGES)
        assert (width, max(counted)) == (width, 0)


CHANGES = "[...document.querySelectorAll('.changes dd')].map(e => e.checkVisibility())"


@a_full_day
def test_paper_shows_what_changed(browser: Browser, pages: list[Path]) -> None:
    """It is folded away on the screen, where it can be unfolded."""
    browser.look(700)
    browser.open(next(page for page in pages if page.match("2608.00001/index.html")))
    assert not any(browser.evaluate(CHANGES))
    browser.ask("Emulation.setEmulatedMedia", media="print")
    printed = browser.evaluate(CHANGES)
    browser.ask("Emulation.setEmulatedMedia", media="")
    assert printed
    assert all(printed)
