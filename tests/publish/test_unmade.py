"""A page that cannot be made costs itself only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.errors import DeliveryError, StoreError
from paperlode.publish import File, site
from paperlode.publish.unmade import SHOWN, Unmade, apart, sentences
from tests.publish.test_site import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.facts import Facts
    from paperlode.store import Store
    from tests.shelf import Shelf

BROKEN = "2608.00003"


class Stumbling:
    """A store that fails at one paper as a mistake of ours would."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def history(self, identifier: str) -> object:
        """Fail at the broken paper."""
        if identifier == BROKEN:
            raise ZeroDivisionError("no  such\nthing")
        return self._store.history(identifier)

    def facts(self, identifier: str, version: int) -> Facts:
        """Find no facts of it; of the others, what there is."""
        return self._store.facts(identifier, version)


def build(shelf: Shelf, *, broken: bool) -> tuple[dict[str, bytes], list[Unmade]]:
    """Make the site from a store that may stumble."""
    unmade: list[Unmade] = []
    store: Store = Stumbling(shelf.store) if broken else shelf.store  # type: ignore[assignment]
    stamp = site.Stamp.of("c", shelf.look)
    made = site.files(store, shelf.look, shelf.status(), stamp, unmade=unmade)
    return {file.path: file.content for file in made}, unmade


def test_everything_else_is_made(shelf: Shelf) -> None:
    """Only what needs the broken paper's history is missing: its page, and feeds that name it."""
    fill(shelf)
    whole, none = build(shelf, broken=False)
    made, unmade = build(shelf, broken=True)

    missing = whole.keys() - made.keys() - {"build.json"}
    assert not none
    assert f"paper/{BROKEN}/index.html" in missing
    assert all("feed" in path or "rss" in path for path in missing - {unmade[0].path})
    assert all(made[path] == whole[path] for path in made)


def test_a_site_that_is_not_whole_has_no_stamp(shelf: Shelf) -> None:
    """So the next build tries again."""
    fill(shelf)
    assert "build.json" in build(shelf, broken=False)[0]
    assert "build.json" not in build(shelf, broken=True)[0]


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


def test_few_sentences_for_many_files() -> None:
    """A mistake in every page fills no screen."""
    unmade = [Unmade.of(f"{n}.html", ValueError("wrong\nvalue")) for n in range(SHOWN + 3)]
    told = list(sentences(unmade))
    assert told[0].startswith("0.html could not be made (ValueError: wrong value): ")
    assert told[SHOWN:] == ["3 more files could not be made."]
