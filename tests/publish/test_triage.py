"""What a reader does with a list of papers, by keys and by buttons; kept in the browser alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode import deliver
from paperlode.publish import File, Look
from paperlode.sighting import Kind
from paperlode.store import Store
from tests.browser import IN_BROWSER
from tests.publish.reader import SITE, Reader, served
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = IN_BROWSER
ABSTRACT = "We invent a crystal and say so at length. " * 12


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Serve five papers of one day, and one of the day before; start a browser."""
    folder = tmp_path_factory.mktemp("triage")
    look = Look("Crystals", (CRYSTALS, POTENTIALS), ZoneInfo("UTC"), url="https://example.org/x/")
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        shelf.see(made_up(6, abstract=ABSTRACT), at=TODAY - DAY)
        shelf.see(*(made_up(n, abstract=ABSTRACT) for n in (1, 2, 3)))
        shelf.see(made_up(4, title="Of $x^2$ and $T_c$"), topics=(POTENTIALS,))
        shelf.see(made_up(5, submitted=TODAY - 40 * DAY), kind=Kind.LATE, topics=(POTENTIALS,))
        shelf.check()
        files = [File(path, content) for path, content in shelf.files().items()]
    deliver.write(files, folder / "www" / SITE)
    with served(folder / "www") as host, Reader(folder / "chromium") as started:
        started.root = host + SITE
        started.look(1280)
        yield started


@pytest.fixture(autouse=True)
def _anew(browser: Reader) -> Iterator[None]:
    """Begin each test with a browser that kept nothing; no test may make the console speak."""
    browser.forget()
    browser.complaints.clear()
    yield
    told = [complaint for complaint in browser.complaints if browser.root not in complaint[:200]]
    assert told == []


ORDER = [1, 2, 3, 4, 5]


# Keys


def test_j_and_k_walk_through_the_papers(browser: Reader) -> None:
    """From the first to the last and back; the focus is on the title."""
    assert browser.shown() == ORDER
    walked = []
    for key in "jjjjjjkk":
        browser.press(key)
        walked.append(browser.at())
    assert walked == [1, 2, 3, 4, 5, 5, 4, 3]


@pytest.mark.parametrize(("key", "flag"), [("s", "starred"), ("r", "read"), ("x", "hidden")])
def test_a_key_sets_a_flag_and_u_takes_it_back(browser: Reader, key: str, flag: str) -> None:
    """And says so, where a screen reader hears it."""
    browser.press("j", "j", key)
    assert browser.flags(2) == [flag]
    assert browser.said().endswith("Made-up crystal number 2")
    browser.press("u")
    assert browser.flags(2) == []
    assert browser.at() == 2


def test_hiding_leads_on_to_the_next_paper(browser: Reader) -> None:
    """So that a list is worked through with one finger; a part without papers goes, too."""
    browser.press("j", "j", "j", "j", "x", "x")
    assert browser.shown() == [1, 2, 3]
    headings = "[...document.querySelectorAll('.list h2')].filter(e => e.checkVisibility()).length"
    assert browser.evaluate(headings) == 1
    browser.press("u", "u")
    assert browser.shown() == ORDER


def test_o_unfolds_the_abstract_in_its_place(browser: Reader) -> None:
    """And folds it again."""
    whole = "document.querySelector('.abstract').checkVisibility()"
    browser.press("j", "o")
    assert browser.evaluate(whole)
    browser.press("o")
    assert not browser.evaluate(whole)


def test_n_writes_a_note(browser: Reader) -> None:
    """It is shown with the paper, kept as it is written, and gone when it is emptied."""
    browser.press("j", "n")
    browser.ask("Input.insertText", text="<b>read</b> section 2\ns x j")
    browser.press("Enter", modifiers=2)
    assert browser.record(1)["note"]["text"] == "<b>read</b> section 2\ns x j"
    assert browser.evaluate("document.querySelector('.mine').innerText").startswith("<b>read")
    assert (browser.at(), browser.flags(1)) == (1, [])
    browser.press("n")
    browser.evaluate("document.querySelector('textarea').value = ''")
    browser.press("Enter", modifiers=2)
    assert not browser.evaluate("document.querySelector('.mine').checkVisibility()")


def test_escape_leaves_a_note_as_it_was(browser: Reader) -> None:
    """A note that is not kept changes nothing."""
    browser.press("j", "n")
    browser.ask("Input.insertText", text="never mind")
    browser.press("Escape")
    assert browser.record(1) == {}


@pytest.mark.parametrize(
    ("keys", "path"),
    [("gt", ""), ("ga", "archive/"), ("gs", "starred/"), ("j\r", "paper/2608.00001/")],
)
def test_keys_lead_to_other_pages(browser: Reader, keys: str, path: str) -> None:
    """Today, archive, starred papers; Enter opens the page of a paper."""
    browser.visit("day/2026-08-20/")
    browser.press(*("Enter" if key == "\r" else key for key in keys))
    browser.await_load()
    assert browser.evaluate("location.href") == browser.root + path


def test_a_slash_leads_into_the_search_field(browser: Reader) -> None:
    """From any page: what is typed next is searched for."""
    browser.press("/")
    browser.await_load()
    waits = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
    browser.evaluate(waits)
    assert browser.evaluate("location.pathname") == f"/{SITE}search/"
    assert browser.evaluate("document.activeElement.id") == "q"


def test_d_changes_the_density_and_the_browser_remembers(browser: Reader) -> None:
    """Compact at first; whole abstracts beside each other in comfort."""
    dense = "document.documentElement.dataset.density"
    assert browser.evaluate(dense) == "compact"
    browser.press("d")
    browser.visit("archive/")
    assert browser.evaluate(dense) == "comfortable"


def test_question_mark_lists_the_keys(browser: Reader) -> None:
    """Every key that does something is in the table; Escape closes it."""
    browser.press("?")
    cells = "[...document.querySelectorAll('dialog td:first-child')]"
    keys = browser.evaluate(cells + ".map(e => e.textContent.trim())")
    assert {"j", "k", "o", "s", "x", "r", "n", "u", "/", "?", "g t"} <= set(keys)
    browser.press("Escape")
    assert not browser.evaluate("document.querySelector('dialog').open")


def test_single_keys_can_be_switched_off(browser: Reader) -> None:
    """As WCAG 2.1.4 asks; the help is still a button, and switches them on again."""
    browser.press("?")
    browser.click("dialog input")
    browser.click("dialog .button")
    browser.press("j", "s")
    assert (browser.at(), browser.flags(1)) == (None, [])
    browser.visit("")
    browser.press("j")
    assert browser.at() is None
    browser.click("[data-help]")
    browser.click("dialog input")
    browser.click("dialog .button")
    browser.press("j")
    assert browser.at() == 1


@pytest.mark.parametrize("modifiers", [1, 2, 4], ids=["alt", "ctrl", "meta"])
def test_keys_with_modifiers_belong_to_the_browser(browser: Reader, modifiers: int) -> None:
    """Ctrl+S saves a page, and stars nothing."""
    browser.press("j")
    browser.ask("Input.dispatchKeyEvent", type="rawKeyDown", key="s", modifiers=modifiers)
    assert browser.flags(1) == []


def test_keys_in_a_field_are_letters(browser: Reader) -> None:
    """Of inputs, too, that others put on the page."""
    browser.evaluate("document.querySelector('main').append(document.createElement('input'))")
    browser.evaluate("document.querySelector('main > input').focus()")
    browser.press("s", "j", "?")
    assert browser.evaluate("document.querySelector('main > input').value") == "sj?"


# Buttons and filters


def test_buttons_do_what_keys_do(browser: Reader) -> None:
    """Star beside the title, the rest where the paper is unfolded; they say what they are."""
    for flag in ("starred", "read", "hidden"):
        browser.click(f"article .mark-{flag}")
    assert browser.flags(1) == ["starred", "read", "hidden"]
    buttons = [name for role, name in browser.accessible() if role == "button"]
    assert "Star 2608.00002" in buttons
    pressed = "document.querySelector('.mark-starred').getAttribute('aria-pressed')"
    assert browser.evaluate(pressed) == "true"


def test_filters_show_what_is_asked_for(browser: Reader) -> None:
    """What is hidden is only in its own list; the counts are right."""
    browser.press("j", "s", "j", "r", "j", "x")
    seen = {}
    for name in ("all", "unread", "starred", "hidden"):
        browser.click(f"[data-show={name}]")
        seen[name] = browser.shown()
        count = browser.evaluate(
            f"+document.querySelector('[data-show={name}] .count').textContent"
        )
        assert count == len(seen[name])
    expected = {"all": [1, 2, 4, 5], "unread": [1, 4, 5], "starred": [1], "hidden": [3]}
    assert seen == expected


def test_a_list_without_papers_says_so(browser: Reader) -> None:
    """An empty page would look broken."""
    browser.click("[data-show=starred]")
    assert browser.evaluate("document.querySelector('.none').checkVisibility()")


VISITED = {"at": 0, "newest": "2026-08-19T06:00:00Z", "before": ""}


def test_what_came_since_the_last_visit_is_marked(browser: Reader) -> None:
    """Nothing on the first visit; then what was seen here after the newest of the last visit."""
    assert not browser.evaluate("document.querySelector('[data-show=fresh]').checkVisibility()")
    key = f"paperlode /{SITE} visit"
    browser.evaluate(f"localStorage.setItem({json.dumps(key)}, {json.dumps(json.dumps(VISITED))})")
    browser.visit("")
    assert browser.evaluate("document.querySelectorAll('.fresh').length") == len(ORDER)
    browser.press("j", "r")
    browser.click("[data-show=fresh]")
    assert browser.shown() == ORDER[1:]
    browser.visit("day/2026-08-19/")
    assert browser.evaluate("document.querySelectorAll('.fresh').length") == 0
    browser.visit("")
    assert browser.evaluate("document.querySelectorAll('.fresh').length") == len(ORDER)


def test_a_paper_that_was_opened_is_read(browser: Reader) -> None:
    """Its page has the same keys and buttons."""
    browser.visit("paper/2608.00002/")
    assert browser.flags(2) == ["read"]
    browser.press("s")
    assert browser.flags(2) == ["read", "starred"]
    browser.visit("month/2026-08/")
    browser.click("[data-show=unread]")
    assert browser.shown() == [6, 5, 4, 3, 1]


def test_a_formula_of_a_title_is_kept_as_people_type_it(browser: Reader) -> None:
    """Exponents do not run into what they stand on."""
    browser.press("j", "j", "j", "j", "s")
    assert browser.record(4)["paper"]["title"] == "Of x^2 and T_c"


# What the browser keeps


OTHER_TAB = """(async () => {
  const other = open(location.href);
  while (!other.document.querySelector('.mark-starred')) {
    await new Promise((done) => setTimeout(done, 20));
  }
  const heard = new Promise((done) => addEventListener('storage', done, { once: true }));
  other.document.querySelectorAll('.mark-starred')[1].click();
  document.querySelector('.mark-read').click();
  await heard;
  other.close();
})()"""


def test_two_tabs_agree(browser: Reader) -> None:
    """What is done in one is seen in the other, and neither overwrites the other's marks."""
    browser.evaluate(OTHER_TAB)
    stars = "[...document.querySelectorAll('.mark-starred')].map(e => e.ariaPressed)"
    assert browser.evaluate(stars)[:3] == ["false", "true", "false"]
    assert (browser.flags(1), browser.flags(2)) == (["read"], ["starred"])


def test_a_browser_without_room_says_so(browser: Reader) -> None:
    """The mark holds on this page, and nothing that was kept is lost."""
    browser.press("j", "s")
    browser.evaluate(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    browser.press("j", "s")
    assert "no room" in browser.said()
    browser.click("[data-show=starred]")
    assert browser.shown() == [1, 2]
    browser.visit("")
    assert (browser.flags(1), browser.flags(2)) == (["starred"], [])


def test_a_browser_that_keeps_nothing_still_sorts_the_page(browser: Reader) -> None:
    """Private windows of some browsers refuse even to be asked."""
    refusing = "{ get() { throw new DOMException('', 'SecurityError') } }"
    source = f"Object.defineProperty(window, 'localStorage', {refusing})"
    script = browser.ask("Page.addScriptToEvaluateOnNewDocument", source=source)["identifier"]
    browser.visit("")
    browser.press("j", "x")
    seen = browser.shown()
    browser.ask("Page.removeScriptToEvaluateOnNewDocument", identifier=script)
    assert seen == [2, 3, 4, 5]


def test_what_others_broke_is_nothing(browser: Reader) -> None:
    """Damaged entries do not stop the page."""
    for value in ("{", "[]", '{"starred": 1}', '{"note": {"text": 1}}'):
        key = json.dumps(f"paperlode /{SITE} paper 2608.00001")
        browser.evaluate(f"localStorage.setItem({key}, {json.dumps(value)})")
        browser.visit("")
        browser.press("j", "s")
        assert browser.flags(1) == ["starred"]


# Without scripts, and on paper

CONTROLS = """[...document.querySelectorAll('.scripted, .marks, .toast, button')]
  .filter(e => e.checkVisibility()).length"""


def test_without_scripts_no_control_is_shown(browser: Reader) -> None:
    """Abstracts unfold all the same, and the page of starred papers says what it needs."""
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    shown = []
    for path in ("", "month/2026-08/", "paper/2608.00001/", "starred/"):
        browser.visit(path)
        shown.append(browser.evaluate(CONTROLS))
    told = browser.evaluate("document.querySelector('noscript').textContent")
    browser.visit("")
    browser.click("article.paper summary")
    unfolded = browser.evaluate("document.querySelector('.abstract').checkVisibility()")
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)
    assert shown == [0, 0, 0, 0]
    assert "scripts do not run" in told
    assert unfolded


def test_paper_shows_abstracts_and_no_controls(browser: Reader) -> None:
    """However compact the screen is."""
    browser.ask("Emulation.setEmulatedMedia", media="print")
    seen = browser.evaluate("document.querySelector('.abstract').checkVisibility()")
    controls = browser.evaluate(CONTROLS)
    browser.ask("Emulation.setEmulatedMedia", media="")
    assert (seen, controls) == (True, 0)
