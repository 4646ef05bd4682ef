"""A page that cannot be made costs itself only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from paperlode.errors import DeliveryError, StoreError
from paperlode.publish import File, site
from paperlode.publish.unmade import (
    MOST,
    SHOWN,
    Unmade,
    apart,
    apart_from,
    nearly,
    sentences,
    spared,
)
from tests.publish.test_site import fill
from tests.small_world import made_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.store import Store
    from tests.shelf import Shelf

BROKEN = "2608.00003"


class Stumbling:
    """A store that fails at one paper as a mistake of ours would."""

    def __init__(self, store: Store, at: str = "history") -> None:
        self._store = store
        self._at = at

    def __getattr__(self, name: str) -> object:
        return self._stumbling if name == self._at else getattr(self._store, name)

    def _stumbling(self, identifier: str, *told: object) -> object:
        if identifier == BROKEN:
            raise ZeroDivisionError("no  such\nthing")
        return getattr(self._store, self._at)(identifier, *told)


@dataclass
class Built:
    """A site that is built again and again."""

    shelf: Shelf
    files: dict[str, bytes] = field(default_factory=dict)
    unmade: list[Unmade] = field(default_factory=list)

    def build(self, broken: str = "", *, since: int | None = None) -> set[str]:
        """Make the site from a store that may stumble; gives the files that were made."""
        old = site.Stamp.read(self.files.get("build.json"))
        store = Stumbling(self.shelf.store, broken)
        self.unmade = []
        made = site.files(
            *(store, self.shelf.look, self.shelf.status()),  # type: ignore[arg-type]
            *(site.Stamp.of("c", self.shelf.look), since),
            unmade=self.unmade,
            again=old.unmade if old else (),
        )
        new = {file.path: file.content for file in made}
        self.files |= new
        return set(new)


@pytest.fixture
def built(shelf: Shelf) -> Built:
    """Give a site that was never built, of papers of two days that name elements."""
    fill(shelf)
    shelf.see(made_up(3, title="Glass of lithium oxide"), made_up(5))
    shelf.look = replace(shelf.look, url="https://example.org/")
    shelf.annotate()
    return Built(shelf)


def test_everything_else_is_made(built: Built) -> None:
    """Only what needs the broken paper's history is missing: its page."""
    whole, made = built.build(), built.build("history")
    assert whole - made == {f"paper/{BROKEN}/index.html"}
    assert [one.path for one in built.unmade] == [f"paper/{BROKEN}/index.html"]


@pytest.mark.parametrize("broken", ["history", "facts", "first_seen"])
def test_what_could_not_be_made_is_made_the_next_time(built: Built, broken: str) -> None:
    """And nothing else: the stamp says what it is, so a page that always fails costs only itself.

    Once it can be made, the site is what it would have been.
    """
    whole, mark = built.build(), built.shelf.store.mark()
    expected, built.files = built.files, {}
    made = built.build(broken)
    missing = set(site.Stamp.read(built.files["build.json"]).unmade)  # type: ignore[union-attr]
    assert f"paper/{BROKEN}/index.html" in missing or "feed.xml" in missing
    assert not made & missing
    assert built.build(broken, since=mark) < whole - whole_pages(built, missing)
    built.build(since=mark)
    assert built.files == expected


def whole_pages(built: Built, missing: set[str]) -> set[str]:
    """Name the pages of papers that were made at once."""
    return {path for path in built.files if path.startswith("paper/")} - missing


def test_sums_that_cannot_be_read_are_added_up_again(built: Built) -> None:
    """The page of pictures is missing once; the next build does not trust what was kept."""
    built.build()
    store, mark = built.shelf.store, built.shelf.store.mark()
    with store.writing(counted=False):
        assert store.change("UPDATE meta SET value = '{' WHERE name GLOB 'sum weeks *'")
    built.shelf.see(made_up(6, id="2607.00006"))
    assert "trends/index.html" not in built.build(since=mark)
    assert [one.path for one in built.unmade] == ["trends/index.html"]
    built.build(since=mark)
    assert built.files["trends/index.html"] == built.shelf.files()["trends/index.html"]


def test_a_stamp_names_only_what_is_known_to_be_missing() -> None:
    """With a part of the site missing, or too much, the site does not count as built."""
    page, part = Unmade("paper/1/index.html", b""), Unmade("search/", b"")
    assert nearly([])
    assert nearly([page] * MOST)
    assert not nearly([page] * (MOST + 1))
    assert not nearly([page, part])


def test_what_was_there_before_stays() -> None:
    """A page that cannot be made is not removed, nor are the files beside it."""
    files = ["paper/1/index.html", "paper/2/index.html", "feeds/all/rss.xml"]
    unmade = [Unmade("paper/1/index.html", b""), Unmade("feeds/all/feed.xml", b"")]
    assert spared(files, unmade) == ["paper/2/index.html"]
    assert spared(files, []) == files


def test_nobody_overlooks_a_missing_page(shelf: Shelf) -> None:
    """Who does not ask what is missing gets an error."""
    fill(shelf)
    store: Store = Stumbling(shelf.store)  # type: ignore[assignment]
    made = site.files(store, shelf.look, shelf.status(), site.Stamp.of("c", shelf.look))
    with pytest.raises(DeliveryError, match=f"paper/{BROKEN}/index.html could not be made"):
        list(made)


def test_a_damaged_store_ends_the_build() -> None:
    """Errors that concern everything are not taken for a page's own."""

    def make() -> Iterator[File]:
        yield File("a", b"")
        raise StoreError("damaged")

    with pytest.raises(StoreError):
        list(apart("a", make))


def test_what_breaks_off_is_noted_and_leaves_nothing() -> None:
    """A list of removed files, or the README's block: half of it would be wrong."""
    missing: list[Unmade] = []

    def make() -> Iterator[str]:
        yield "a"
        raise ValueError("b")

    assert apart_from(missing, "README.md", lambda: ["a"]) == ["a"]
    assert apart_from(missing, "README.md", make) == []
    assert missing == [Unmade("README.md", b"", "ValueError: b")]


def test_few_sentences_for_many_files() -> None:
    """A mistake in every page fills no screen."""
    unmade = [Unmade.of(f"{n}.html", ValueError("wrong\nvalue")) for n in range(SHOWN + 3)]
    told = list(sentences(unmade))
    assert told[0].startswith("0.html could not be made (ValueError: wrong value): ")
    assert told[SHOWN:] == ["3 more files could not be made."]
