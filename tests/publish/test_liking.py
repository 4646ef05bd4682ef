"""What a page says of a reader's liking, and the switch between their order and newest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode import deliver
from paperlode.library import site as site_marks
from paperlode.preference import Place, Portrait, Rank, Strike
from paperlode.publish import File, Look
from paperlode.publish.liking import because
from paperlode.store import Store
from tests.browser import IN_BROWSER
from tests.publish.reader import SITE, Reader, served
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Test = Callable[..., None]

RANK = Rank("2608.00001", 1, TODAY, "words-1 abc", 0.5, 0.9, Place.LIKELY)
WORDS = (("crystal", 0.5), ("glass", 0.25), ("melt", 0.2), ("flow", 0.1))
NEAR = (("2508.00001", "A liked\nstudy"),)


@pytest.mark.parametrize(
    ("rank", "told"),
    [
        (RANK, "Likely for you: it has what you like."),
        (
            replace(RANK, speaks_for=WORDS, near=NEAR, authors=("Bo",)),
            "Likely for you: for “crystal”, “glass” and “melt”; like “A liked study”; by Bo.",
        ),
        (
            replace(RANK, place=Place.UNLIKELY, speaks_against=WORDS[:1]),
            "Less likely for you: against it speaks “crystal”.",
        ),
        (
            replace(RANK, place=Place.EXPLORE),
            "To explore: it has little of what you like, and it may be new to you.",
        ),
    ],
)
def test_a_sentence_says_why(rank: Rank, told: str) -> None:
    """The strongest words, the nearest paper, the authors; or what is missing."""
    assert because(rank) == told


def rank(shelf: Shelf) -> None:
    """Let the reader like papers with high numbers; two are folded, one is to explore."""
    places = [Place.LIKELY, Place.EXPLORE, Place.UNLIKELY, Place.UNLIKELY, Place.LIKELY]
    ranks = [
        replace(RANK, id=made_up(n).id, score=n, place=place, speaks_for=WORDS, near=NEAR)
        for n, place in enumerate(places, start=1)
    ]
    portrait = Portrait(TODAY, "words-1 abc", 7, 1, WORDS, (("<b>", -0.5),))
    shelf.store.keep_ranks(ranks, [portrait])
    shelf.store.strike([Strike("melt", TODAY, on=True)])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, bytes]]]:
    """Make a site with five papers of one day, ranked."""
    folder = tmp_path_factory.mktemp("liking")
    look = Look("Crystals", (CRYSTALS, POTENTIALS), ZoneInfo("UTC"), url="https://example.org/x/")
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        shelf.see(*map(made_up, range(1, 6)))
        shelf.check()
        rank(shelf)
        files = shelf.files()
        deliver.write([File(*file) for file in files.items()], folder / "www" / SITE)
        yield folder, files


def test_words_are_text_on_the_portrait(site: tuple[Path, dict[str, bytes]]) -> None:
    """Whatever authors write."""
    page = site[1]["for-me/index.html"].decode()
    assert "&lt;b&gt;" in page
    assert "7 liked papers and 1 hidden paper" in page


def test_pages_of_months_and_papers_say_nothing_of_it(
    site: tuple[Path, dict[str, bytes]],
) -> None:
    """What was said of news stands with the news."""
    told = {path for path, content in site[1].items() if b'class="why"' in content}
    assert told == {"index.html", "day/2026-08-20/index.html"}


@pytest.fixture(scope="module")
def browser(site: tuple[Path, dict[str, bytes]]) -> Iterator[Reader]:
    """Serve the site; start a browser."""
    folder = site[0]
    with served(folder / "www") as host, Reader(folder / "chromium") as started:
        started.root = host + SITE
        started.look(1280)
        yield started


def in_browser(test: Test) -> Test:
    """Mark a test that needs one."""
    for mark in IN_BROWSER:
        test = mark(test)
    return test


@in_browser
def test_newest_first_and_back(browser: Reader) -> None:
    """Nothing is folded then, the keys follow the order, and the browser remembers."""
    browser.forget()
    assert browser.shown() == [5, 1, 2]
    browser.click("[data-order=newest]")
    assert browser.shown() == [1, 2, 3, 4, 5]
    browser.visit("")
    assert browser.shown() == [1, 2, 3, 4, 5]
    walked = []
    for _ in range(5):
        browser.press("j")
        walked.append(browser.at())
    assert walked == [1, 2, 3, 4, 5]
    browser.click("[data-order=liking]")
    assert browser.shown() == [5, 1, 2]


@in_browser
def test_the_rest_unfolds(browser: Reader) -> None:
    """It is on the page."""
    browser.forget()
    browser.click(".unlikely > summary")
    assert browser.shown() == [5, 1, 2, 4, 3]


def out(browser: Reader) -> list[str]:
    """Name the words that are struck out on the page."""
    words: list[str] = browser.evaluate(
        "[...document.querySelectorAll('[data-out]')].map(e => e.dataset.word)"
    )
    return words


def waits(browser: Reader) -> bool:
    """Say whether the page tells what to do next."""
    shown: bool = browser.evaluate("document.getElementById('next').checkVisibility()")
    return shown


@in_browser
def test_a_word_is_struck_out_and_kept(browser: Reader) -> None:
    """By its button, with the keys, too; a second press takes it back."""
    browser.forget()
    browser.visit("for-me/")
    assert (out(browser), waits(browser)) == (["melt"], False)
    browser.evaluate("document.querySelector('[data-word=glass] button').focus()")
    browser.press("Enter")
    browser.click("[data-word='<b>'] button")
    browser.click("[data-word=melt] button")
    assert browser.said() == "Counts again: melt"
    browser.visit("for-me/")
    assert (out(browser), waits(browser)) == (["glass", "<b>"], True)
    assert ("button", "Strike out glass") in browser.accessible()
    browser.click("[data-word='<b>'] button")
    assert out(browser) == ["glass"]


@in_browser
def test_words_go_with_the_file_of_marks_and_come_back(browser: Reader) -> None:
    """The command that reads the file understands them; forgetting forgets them, too."""
    browser.forget()
    browser.visit("for-me/")
    browser.click("[data-word=glass] button")
    text = browser.evaluate("JSON.stringify(paperlode.struck.file())")
    (strike,) = site_marks.read(text).strikes
    assert (strike.word, strike.on) == ("glass", True)
    words = f"paperlode.struck.read({text}.words)"
    browser.evaluate("paperlode.struck.forget()")
    assert browser.evaluate(
        f"[paperlode.struck.merge({words}), paperlode.struck.merge({words})]"
    ) == [
        1,
        0,
    ]
    browser.visit("for-me/")
    assert out(browser) == ["glass", "melt"]


@in_browser
@pytest.mark.parametrize(
    "words", ["[]", "{a: 1}", "{a: {on: 1}}", "{a: {on: true, at: 'now'}}", "{'a\\nb': {on: true}}"]
)
def test_wrong_words_are_refused(browser: Reader, words: str) -> None:
    """The whole file is, then."""
    browser.visit("for-me/")
    tried = f"try {{ paperlode.struck.read({words}); 0 }} catch (e) {{ e.constructor.name }}"
    assert browser.evaluate(tried) == "Refused"
