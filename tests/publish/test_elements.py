"""The periodic table in a real browser: a filter for those with scripts, links for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode import deliver
from paperlode.publish import File, Look
from paperlode.publish.elements import _PLACES
from paperlode.store import Store
from tests.browser import IN_BROWSER
from tests.publish.reader import SITE, Reader, served
from tests.shelf import CRYSTALS, Shelf
from tests.small_world import made_up

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = IN_BROWSER
ABSTRACTS = {
    1: "Crystals of Li$_3$PS$_4$.",
    2: "Crystals of Li$_7$P$_3$S$_{11}$ and of Li$_2$O.",
    3: "Crystals of LiCoO$_2$.",
    4: "Gold crystals.",
    5: "Crystals alone.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Serve a small site and start a browser."""
    folder = tmp_path_factory.mktemp("elements")
    look = Look("Crystals", (CRYSTALS,), ZoneInfo("UTC"), url="https://example.org/x/")
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        hostile = {6: "<img src=x onerror=alert(1)>"}
        shelf.see(*(made_up(n, abstract=text) for n, text in ABSTRACTS.items()))
        shelf.see(
            *(made_up(n, title=t, abstract="Crystals of uranium.") for n, t in hostile.items())
        )
        shelf.see(*(made_up(100 + n, abstract="Crystals of GaN.") for n in range(60)))
        shelf.annotate()
        files = [File(path, content) for path, content in shelf.files().items()]
    deliver.write(files, folder / "www" / SITE)
    with served(folder / "www") as host, Reader(folder / "chromium") as started:
        started.root = host + SITE
        yield started


def choose(site: Reader, address: str = "") -> str:
    """Open the table at an address, wait, and give what it says."""
    site.open("about:blank")
    site.visit(f"elements/{address}")
    return told(site)


def told(site: Reader) -> str:
    """Wait until the page has answered and give its sentence."""
    script = """new Promise((done) => { const look = () => {
      const text = document.getElementById('told').textContent;
      const chosen = document.querySelector('[aria-pressed=true]');
      const rows = document.querySelectorAll('#found li').length;
      if (!chosen || (text && (rows || text.startsWith('0')))) done(text);
      else setTimeout(look, 20); }; setTimeout(look, 50); })"""
    text: str = site.evaluate(script)
    return text


def found(site: Reader) -> list[int]:
    """Give the numbers of the papers that were found."""
    numbers: list[int] = site.evaluate(
        "[...document.querySelectorAll('#found a')].map(e => +e.href.match(/\\.0*(\\d+)\\//)[1])"
    )
    return numbers


@pytest.mark.parametrize(
    ("address", "numbers", "sentence"),
    [
        ("", [], ""),
        ("#Li-P-S", [1], "1 paper naming lithium, phosphorus and sulfur and no other element"),
        ("#Li-P-S-*", [2, 1], "2 papers naming lithium, phosphorus and sulfur"),
        ("#Li-*-!P", [3], "1 paper naming lithium, without phosphorus"),
        ("#Li-P", [], "0 papers naming lithium and phosphorus and no other element"),
        ("#*-!Li-!Ga-!U", [4], "1 paper naming elements, without gallium, lithium or uranium"),
        ("#nonsense", [], ""),
    ],
)
def test_a_chemical_system_is_an_address(
    site: Reader, address: str, numbers: list[int], sentence: str
) -> None:
    """Only these, at least these, none of these; the newest papers first."""
    assert choose(site, address) == sentence
    assert found(site) == numbers


def test_elements_are_chosen_by_click_and_by_key(site: Reader) -> None:
    """The address follows; the counts tell how many papers are left with each."""
    choose(site)
    site.click("[data-symbol=Li]")
    assert told(site) == "3 papers naming lithium"
    assert site.evaluate("document.querySelector('[data-symbol=P] .papers').textContent") == "2"
    site.evaluate("document.querySelector('[data-symbol=Co]').focus()")
    site.press(" ")
    assert told(site) == "1 paper naming cobalt and lithium"
    assert site.evaluate("location.hash") == "#Co-Li-*"
    assert site.evaluate("document.activeElement.ariaPressed") == "true"
    site.click("[value=only]")
    assert told(site) == "0 papers naming cobalt and lithium and no other element"
    site.click("#clear")
    assert (told(site), site.evaluate("location.hash")) == ("", "")


def test_what_is_left_out_is_chosen_the_same_way(site: Reader) -> None:
    """A third meaning of a click; a second click takes it back."""
    choose(site, "#Li-*")
    site.click("[value=without]")
    site.click("[data-symbol=O]")
    assert told(site) == "1 paper naming lithium, without oxygen"
    site.click("[data-symbol=O]")
    assert told(site) == "3 papers naming lithium"


def test_many_papers_are_shown_fifty_at_a_time(site: Reader) -> None:
    """The focus goes to the first of those that come."""
    assert choose(site, "#Ga-*") == "60 papers naming gallium"
    assert len(found(site)) == 50
    site.click("#more")
    site.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert len(found(site)) == 60
    assert not site.evaluate("document.getElementById('more').checkVisibility()")


def test_a_paper_that_was_found_can_be_starred_and_hidden(site: Reader) -> None:
    """By button and by key, as in every list; whoever asks for all papers gets hidden ones too."""
    choose(site, "#Co-Li-O")
    site.click("#found .mark-starred")
    assert site.flags(3) == ["starred"]
    site.press("j", "r", "x")
    assert site.flags(3) == ["starred", "read", "hidden"]
    assert not site.evaluate("document.querySelector('#found li').checkVisibility()")
    assert choose(site, "#Co-Li-O").startswith("1 paper")
    assert site.evaluate("document.querySelector('#found li').checkVisibility()")
    site.forget()


def test_a_screen_reader_hears_what_is_chosen(site: Reader) -> None:
    """Names and numbers, and that a button is pressed; what was found is announced."""
    choose(site, "#Li-*-!O")
    heard = site.accessible()
    assert ("button", "lithium, 1 paper, chosen") in heard
    assert ("button", "oxygen, 0 papers, left out") in heard
    assert site.evaluate("document.getElementById('told').role") == "status"


def test_hostile_titles_are_text(site: Reader) -> None:
    """A title is put in as text, never as markup."""
    choose(site, "#U-*")
    assert site.evaluate("document.querySelector('#found a').textContent").startswith("<img")
    assert site.evaluate("document.images.length") == 0


def test_opening_the_page_asks_for_no_papers(site: Reader) -> None:
    """They are read when somebody chooses."""
    choose(site)
    names = "performance.getEntriesByType('resource').map(e => e.name).join(' ')"
    assert "/data/" not in site.evaluate(names)
    choose(site, "#Li-*")
    assert "/data/2026.json" in site.evaluate(names)


def test_without_scripts_elements_are_links(site: Reader) -> None:
    """To all papers that name them; nothing is offered that does not work."""
    site.ask("Emulation.setScriptExecutionDisabled", value=True)
    site.visit("elements/")
    site.ask("Emulation.setScriptExecutionDisabled", value=False)
    assert not site.evaluate("document.getElementById('filter').checkVisibility()")
    href = site.evaluate("document.querySelector('[data-symbol=Li]').href")
    assert href.endswith("/elements/Li/")
    assert site.evaluate("document.querySelector('[data-symbol=Li]').role") is None


def test_no_complaints(site: Reader) -> None:
    """Nothing was refused, nothing failed, nobody else was asked."""
    assert [one for one in site.complaints if site.root not in one] == []


def test_each_element_has_a_place_of_its_own() -> None:
    """103 of them, in 18 columns; carbon above silicon, cerium under no group."""
    assert len(set(_PLACES.values())) == len(_PLACES) == 103
    assert _PLACES["C"] == (2, 14)
    assert _PLACES["Si"] == (3, 14)
    assert _PLACES["Hf"] == (6, 4)
    assert _PLACES["Lr"] == (9, 17)
