"""Search: every paper by its words and facets, as one types, with the address keeping what for."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from paperlode import deliver
from paperlode.enrich import Tag
from paperlode.publish import File, Look, lookup, site
from paperlode.publish.search import PAPERS_A_CARD, PAPERS_A_SHEET
from paperlode.sighting import Kind
from paperlode.store import Store
from tests.browser import IN_BROWSER
from tests.hostile import HOSTILE
from tests.publish.reader import SITE, Reader, served
from tests.publish.test_lookup import WORDS
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperlode.paper import Paper

OXIDES = Tag("oxides", "Oxides & co", "abs:oxide", group="matter")
CODE = "An oxide, TiO$_2$, whose code is at https://github.com/example/rutile"
OLD = made_up(3, id="cond-mat/0402229", title="Old batteries", submitted=TODAY - 8000 * DAY)
NEWS = (
    made_up(1, title="Phonons of HfO$_2$", authors=("Ren\u00e9 Sch\u00f6n",)),
    made_up(2, abstract=f"{CODE}; a phonon too.", categories=("cs.LG", "physics.comp-ph")),
    made_up(4, title="A battery of potentials", abstract="Potentials. " * 9),
    made_up(5, title="Crystals", abstract="Of a potential"),
    made_up(70, authors=(*(f"{name} Person" for name in "ABCDE"), "Fourth Author")),
)


def files(shelf: Shelf, since: int | None = None) -> dict[str, bytes]:
    """Find facts and make what belongs to search."""
    shelf.annotate()
    made = shelf.files(since=since)
    return {path: made[path] for path in made if path.startswith("search")}


def months_of_papers(number: int, yymm: str) -> list[Paper]:
    """Make papers of a month up."""
    return [made_up(n, id=f"{yymm}.{n:05}") for n in range(1, number + 1)]


# What is written


def test_only_volumes_whose_papers_changed_are_written(shelf: Shelf) -> None:
    """And they are what a whole build writes; the cards of old papers stay as they are."""
    shelf.see(*months_of_papers(30, "2507"), *months_of_papers(30, "2607"))
    before, mark = files(shelf), shelf.store.mark()
    shelf.see(made_up(31, id="2607.00031"), at=TODAY + DAY)
    some, whole = files(shelf, mark), files(shelf)
    assert {path.split("/")[1] for path in some if "/2" in path} == {"2026", "2026.js"}
    assert before | some == whole
    cards = [path for path in whole if "cards" in path and whole[path] != before.get(path)]
    assert cards == ["search/2026/cards-6.js"]


def test_files_of_papers_that_left_are_gone(shelf: Shelf) -> None:
    """Of a volume that shrinks, and of one that is no more."""
    some = months_of_papers(PAPERS_A_SHEET + 1, "2607")
    shelf.see(made_up(9, id="2507.00009"), *some)
    before, mark = files(shelf), shelf.store.mark()
    left = (made_up(9, id="2507.00009"), some[-1])
    shelf.see(*left, at=TODAY + DAY, kind=Kind.DROPPED)
    gone = set(site.gone(shelf.store, shelf.look, mark))
    after = files(shelf)
    assert before.keys() - after.keys() == {
        *("search/2025.js", "search/2025/words-0.js", "search/2025/cards-0.js"),
        "search/2026/words-1.js",
    }
    assert before.keys() - after.keys() <= gone
    assert not gone & after.keys()


def test_a_hostile_text_is_handed_over_as_text(shelf: Shelf) -> None:
    """Each file is one call with JSON in it."""
    for n, text in enumerate(HOSTILE):
        facts = {"title": text, "abstract": text, "authors": (text,), "categories": (text or "x",)}
        shelf.see(made_up(n, **facts))
    for path, content in files(shelf).items():
        if path.endswith(".js") and path != "search.js":
            call, _, rest = content.decode().partition("(")
            assert call == "paperlode.search.take"
            assert len(json.loads("[" + rest.removesuffix(")\n") + "]")) == 2


def test_pages_without_papers_have_a_search_that_finds_nothing(shelf: Shelf) -> None:
    """The first page of a new site."""
    assert files(shelf).keys() == {"search/index.html", "search.js"}


# In a browser


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a site with ordinary and hostile papers."""
    folder = tmp_path_factory.mktemp("search")
    topics = (CRYSTALS, POTENTIALS)
    look = Look("Crystals", topics, ZoneInfo("UTC"), url="https://x.org/", tags=(OXIDES,))
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        shelf.see(OLD, kind=Kind.BACKLOG)
        shelf.see(*NEWS[:2], NEWS[-1], *(made_up(n, title="Fill") for n in range(200, 260)))
        shelf.see(*NEWS[2:-1], topics=(POTENTIALS,))
        texts = enumerate(HOSTILE, start=100)
        shelf.see(*(made_up(n, title=t, abstract=f"{t} zzz", authors=(t,)) for n, t in texts))
        shelf.annotate()
        deliver.write([File(*pair) for pair in shelf.files().items()], folder / "www" / SITE)
    return folder / "www"


@pytest.fixture(scope="module")
def browser(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Serve the site and start a browser."""
    profile = tmp_path_factory.mktemp("chromium")
    with served(made) as host, Reader(profile) as started:
        started.root = host + SITE
        started.look(1280)
        yield started


UNTIL = """new Promise((done) => {
  const look = () => (%s) ? done(%s) : setTimeout(look, 10);
  look();
})"""


def until(browser: Reader, condition: str, expression: str) -> Any:  # noqa: ANN401  what the page says
    """Wait until something is so on the page, then ask it something."""
    asked = {"expression": UNTIL % (condition, expression), "awaitPromise": True}
    return browser.ask("Runtime.evaluate", returnByValue=True, **asked)["result"]["value"]


def finished(browser: Reader) -> str:
    """Wait until the page has said what it found; give that."""
    told = "document.getElementById('told').textContent"
    text: str = until(browser, f"/paper|read|write/.test({told})", told)
    return text


def ids(browser: Reader) -> list[str]:
    """Name the papers that are shown."""
    links = "[...document.querySelectorAll('#found > li > a')]"
    found: list[str] = browser.evaluate(
        links + ".map(a => a.href.match(/\\/paper\\/(.*?)\\/(index.html)?$/)[1])"
    )
    return found


def search(browser: Reader, asked: str) -> list[str]:
    """Open the page with an address that asks; name what it finds."""
    browser.visit(f"search/?{asked}")
    finished(browser)
    return ids(browser)


def type_in(browser: Reader, text: str) -> None:
    """Type into the field, sign by sign."""
    browser.evaluate("document.getElementById('told').textContent = ''")
    browser.evaluate("document.getElementById('q').focus()")
    for sign in text:
        browser.ask("Input.insertText", text=sign)


def press(browser: Reader, key: str) -> None:
    """Press a key that is no letter."""
    code = {"ArrowDown": 40, "ArrowUp": 38, "Enter": 13, "Escape": 27}[key]
    sign = {"text": "\r"} if key == "Enter" else {}
    for kind in ("keyDown", "keyUp"):
        asked = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
        browser.ask("Input.dispatchKeyEvent", **asked, **(sign if kind == "keyDown" else {}))


class TestSearching:
    """The page as a reader meets it."""

    pytestmark = IN_BROWSER

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("phonons", ["2608.00001", "2608.00002"]),
            ("phon", ["2608.00001", "2608.00002"]),
            ("phonon oxide", ["2608.00002"]),
            ("phonons -oxide", ["2608.00001"]),
            ("HfO2", ["2608.00001"]),
            ("hfo₂", ["2608.00001"]),
            ("TiO2", ["2608.00002"]),
            ("schon", ["2608.00001"]),
            ("René Schön", ["2608.00001"]),
            ("battery", ["2608.00004", "cond-mat/0402229"]),
            ("batteri", ["2608.00004", "cond-mat/0402229"]),
            ("2608.00002", ["2608.00002"]),
            ("arXiv:2608.00002v3", ["2608.00002"]),
            ("2608.0000", ["2608.00005", "2608.00004", "2608.00002", "2608.00001"]),
            ("https://arxiv.org/abs/cond-mat/0402229", ["cond-mat/0402229"]),
            ("potential", ["2608.00004", "2608.00005"]),
            ("nothinglikethis", []),
            ('"battery of potentials"', ["2608.00004"]),
            ('"potentials battery"', []),
            ('"potentials of battery', ["2608.00004"]),
            ('phonon "code is at"', ["2608.00002"]),
            ("\u201cRen\u00e9 Sch\u00f6n\u201d", ["2608.00001"]),
            ('battery -"old batteries"', ["2608.00004"]),
            ('-"old batteries" "battery"', ["2608.00004"]),
            ('"Fourth Author"', ["2608.00070"]),
        ],
    )
    def test_papers_are_found_by_what_they_say(
        self, browser: Reader, query: str, found: list[str]
    ) -> None:
        """Title, authors, abstract, formula, identifier; what says it in the title comes first."""
        assert search(browser, f"q={quote(query)}") == found

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("topic=potentials", ["2608.00005", "2608.00004"]),
            ("tag=oxides", ["2608.00002"]),
            ("element=Hf", ["2608.00001"]),
            ("category=physics.comp-ph", ["2608.00002"]),
            ("year=2004", ["cond-mat/0402229"]),
            ("kind=backlog", ["cond-mat/0402229"]),
            ("has=code", ["2608.00002"]),
            ("q=phonon&topic=crystals&element=Hf", ["2608.00001"]),
            ("q=phonon&topic=potentials&element=Hf", []),
            ("q=potential&sort=date", ["2608.00005", "2608.00004"]),
        ],
    )
    def test_filters_and_order_are_in_the_address(
        self, browser: Reader, asked: str, found: list[str]
    ) -> None:
        """Alone or with words; what the address asks for stands in the form and stays there."""
        assert search(browser, asked) == found
        assert browser.evaluate("location.search") == f"?{asked}"

    def test_results_come_as_one_types(self, browser: Reader) -> None:
        """The address keeps what was typed; going on narrows; the list of months makes room."""
        browser.visit("search/")
        assert browser.evaluate("document.getElementById('all').checkVisibility()")
        type_in(browser, "phonon")
        assert finished(browser) == "2 papers"
        assert browser.evaluate("location.search") == "?q=phonon"
        assert not browser.evaluate("document.getElementById('all').checkVisibility()")
        type_in(browser, " oxide")
        assert finished(browser) == "1 paper"
        assert ids(browser) == ["2608.00002"]

    def test_what_was_looked_for_is_marked(self, browser: Reader) -> None:
        """In title, authors and a piece of the abstract."""
        search(browser, "q=schon+crystals+HfO2")
        marked = "[...document.querySelectorAll('#found mark')].map(e => e.textContent)"
        assert browser.evaluate(marked) == ["HfO₂", "Schön", "crystal"]

    def test_arrows_lead_from_the_field_through_the_results_and_back(self, browser: Reader) -> None:
        """Enter goes to the first result, Escape back to the field."""
        browser.visit("search/")
        type_in(browser, "phonon")
        finished(browser)
        stops = []
        for key in (*["ArrowDown"] * 3, *["ArrowUp"] * 2, "ArrowDown", "Escape"):
            press(browser, key)
            stops.append(browser.at() or browser.evaluate("document.activeElement.id"))
        assert stops == [1, 2, 2, 1, "q", 1, "q"]

    def test_more_results_follow_on_demand(self, browser: Reader) -> None:
        """Ten at first; the focus goes to the first of the next."""
        assert len(search(browser, "q=zzz")) == 2 * PAPERS_A_CARD
        many = browser.evaluate("document.getElementById('told').textContent")
        assert many == f"{len(HOSTILE)} papers"
        browser.click("#rest button")
        focus = "document.activeElement.closest('#found > li:nth-child(11)')"
        assert until(browser, focus, "true")
        assert len(ids(browser)) == 4 * PAPERS_A_CARD

    def test_a_phrase_is_looked_for_by_and_by(self, browser: Reader) -> None:
        """Papers have its words in other places: the page says how far it got, and goes on."""
        assert search(browser, "q=%22crystal+invent%22") == []
        told = browser.evaluate("document.getElementById('told').textContent")
        assert told == "No paper so far: 60 of 63 with these words are looked through"
        browser.click("#rest button")
        text = "document.getElementById('told').textContent"
        assert until(browser, f"!/far/.test({text})", text) == "No paper"

    def test_a_result_can_be_starred(self, browser: Reader) -> None:
        """As in every list; and what was hidden is found all the same."""
        search(browser, "q=HfO2")
        browser.click("#found .mark-starred")
        assert browser.flags(1) == ["starred"]
        browser.forget()

    def test_filters_say_how_many_papers_they_have(self, browser: Reader) -> None:
        """When somebody is about to search; those without papers are not offered."""
        browser.visit("search/")
        browser.evaluate("document.getElementById('q').focus()")
        there = "document.querySelectorAll('[name=category] option').length > 1"
        options = "[...document.querySelectorAll('[name=element] option')]"
        told = until(browser, there, f"{options}.map(e => e.textContent)")
        assert "Hafnium (Hf) · 1" in told
        assert not any("Helium" in text for text in told)

    def test_the_script_has_the_same_words(self, browser: Reader) -> None:
        """As the program that wrote the sheets, whatever the text."""
        browser.visit("search/")
        for text in (*HOSTILE, *(text for text, _ in WORDS)):
            asked = f"paperlode.asked.words({json.dumps(text)}).map(one => one.word)"
            assert browser.evaluate(asked) == lookup.words(text), text

    @pytest.mark.parametrize("width", [360, 1280])
    def test_hostile_papers_are_found_and_do_nothing(self, browser: Reader, width: int) -> None:
        """Nothing executes, nothing is wider than the window, the console stays empty."""
        browser.look(width)
        browser.complaints.clear()
        assert search(browser, "q=zzz")
        assert browser.evaluate("document.documentElement.scrollWidth") <= width
        assert not browser.evaluate(
            "document.querySelectorAll('#found :is(script, img, style)').length"
        )
        own = [c for c in browser.complaints if browser.root not in c[:200]]
        assert own == []
        browser.look(1280)

    def test_a_screen_reader_hears_field_results_and_their_number(self, browser: Reader) -> None:
        """The form is a search landmark; the number is a status; results are a named list."""
        search(browser, "q=phonon&element=Hf")
        told = browser.accessible()
        assert ("searchbox", "Words, a name, a formula or an identifier") in told
        assert ("list", "Papers found") in told
        assert {"search", "status"} <= {role for role, _ in told}
        assert {("combobox", name) for name in ("Topic", "Tag", "Element", "Sort by")} <= set(told)

    def test_it_works_from_the_disk(self, browser: Reader, made: Path) -> None:
        """Without a server scripts are read all the same (the pages of a site without address)."""
        page = made / SITE / "search" / "index.html"
        text = page.read_text().replace("'self'", "'self' file:")
        page.with_name("disk.html").write_text(text)
        browser.open(f"{page.with_name('disk.html').as_uri()}?q=phonon")
        finished(browser)
        assert ids(browser) == ["2608.00001", "2608.00002"]

    def test_what_cannot_be_read_is_said(self, browser: Reader, made: Path) -> None:
        """Nothing is claimed then; asking again reads it."""
        sheets = list((made / SITE / "search" / "2004").glob("words-*"))
        for place in sheets:
            place.rename(place.with_suffix(".off"))
        browser.ask("Network.setCacheDisabled", cacheDisabled=True)
        browser.visit("search/?q=battery")
        assert "could not be read" in finished(browser)
        for place in sheets:
            place.with_suffix(".off").rename(place)
        browser.evaluate("document.getElementById('told').textContent = ''")
        browser.evaluate("document.getElementById('q').form.requestSubmit()")
        assert finished(browser) == "2 papers"
        browser.complaints.clear()

    def test_a_site_that_was_built_anew_meanwhile_is_read_again(
        self, browser: Reader, made: Path
    ) -> None:
        """A browser that kept an old file of a volume notices by the stamp of its sheets."""
        place = made / SITE / "search" / "2026.js"
        new = place.read_bytes()
        stamp = json.loads(b"[" + new.partition(b"(")[2].strip()[:-1] + b"]")[1]["stamp"]
        place.write_bytes(new.replace(stamp.encode(), b"00000000"))
        browser.visit("search/?q=nothinglikethis")
        place.write_bytes(new)
        assert search(browser, "q=phonon") == ["2608.00001", "2608.00002"]

    def test_without_scripts_the_months_are_there_and_it_is_said(self, browser: Reader) -> None:
        """The form is not, for it would do nothing."""
        browser.ask("Emulation.setScriptExecutionDisabled", value=True)
        browser.visit("search/")
        seen = {name for _, name in browser.accessible()}
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)
        assert any("scripts do not run here" in name for name in seen)
        assert "Words, a name, a formula or an identifier" not in seen
        assert "Papers by the month of their identifier" in seen or any("month" in s for s in seen)

    def test_the_page_is_small(self, made: Path) -> None:
        """With all it loads, compressed: 60 kB at most."""
        site_of = made / SITE
        scripts = (
            "early.js",
            "marks.js",
            "triage.js",
            "keys.js",
            "asked.js",
            "search.js",
            "style.css",
        )
        names = ("search/index.html", *scripts)
        assert sum(len(gzip.compress((site_of / name).read_bytes())) for name in names) < 60_000
