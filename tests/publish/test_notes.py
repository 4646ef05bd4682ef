"""Words that are kept of a volume: written from them, it has the bytes of a whole build."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paperlode.enrich import Tag
from paperlode.publish.notes import Notes
from paperlode.sighting import Kind
from tests.hostile import HOSTILE
from tests.shelf import POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.publish import Look
    from tests.shelf import Shelf

LATER = TODAY + DAY
OXIDES = Tag("oxides", "Oxides", "abs:oxide", group="matter")


def oxide(number: int) -> Paper:
    """Make a paper up that names elements."""
    return made_up(number, abstract="An oxide, TiO$_2$")


def fill(shelf: Shelf) -> int:
    """See ordinary and hostile papers and build everything; give the mark of that."""
    for n, text in enumerate(HOSTILE, start=100):
        facts = {"title": text, "abstract": text, "authors": (text,), "categories": (text or "x",)}
        shelf.see(made_up(n, **facts))
    shelf.see(*map(oxide, range(1, 20)))
    searched(shelf)
    return shelf.store.mark()


def searched(shelf: Shelf, since: int | None = None) -> dict[str, bytes]:
    """Build, and give the files of search."""
    shelf.annotate()
    assert since is None or not shelf.store.remade(since)  # else it were a whole build
    made = shelf.files(since=since)
    return {path: made[path] for path in made if path.startswith("search/2")}


def notes(shelf: Shelf, look: Look | None = None) -> Notes:
    """Give what is kept of the papers' volume."""
    return Notes(shelf.store, look or shelf.look, "2026")


def change(shelf: Shelf) -> None:
    """Let papers come, change, leave, and concern another topic."""
    shelf.see(made_up(5, version=2, abstract="About HfO$_2$"), at=LATER, kind=Kind.REVISED)
    shelf.see(made_up(50, title="Between others"), at=LATER)
    shelf.see(oxide(7), at=LATER, kind=Kind.DROPPED)
    shelf.see(oxide(6), at=LATER, topics=(POTENTIALS,))


def test_a_volume_written_from_notes_has_the_bytes_of_a_whole_build(shelf: Shelf) -> None:
    """Though only papers that changed are read anew."""
    mark = fill(shelf)
    change(shelf)
    known = notes(shelf).read()
    assert {made_up(n).id for n in (5, 6, 7)}.isdisjoint(known)
    assert made_up(8).id in known
    assert searched(shelf, mark) == searched(shelf)


def test_what_was_kept_is_what_is_written_from(shelf: Shelf) -> None:
    """A paper that did not change is not read again."""
    mark = fill(shelf)
    notes(shelf).write(notes(shelf).read() | {made_up(8).id: "kept\t\t\t"})
    change(shelf)
    some = b"".join(searched(shelf, mark).values())
    assert b"kept " in some
    assert b"kept " not in b"".join(searched(shelf).values())


def test_notes_that_are_damaged_are_as_good_as_none(shelf: Shelf) -> None:
    """Everything is read again then."""
    mark = fill(shelf)
    kept = notes(shelf)
    kept.store.keep(kept._name, kept._basis, b"?")  # noqa: SLF001  the damage
    change(shelf)
    assert notes(shelf).read() == {}
    assert searched(shelf, mark) == searched(shelf)


def test_other_tags_or_topics_make_notes_worthless(shelf: Shelf) -> None:
    """They are words, too."""
    fill(shelf)
    assert notes(shelf).read()
    assert notes(shelf, replace(shelf.look, tags=(OXIDES,))).read() == {}
    assert notes(shelf, replace(shelf.look, topics=(POTENTIALS,))).read() == {}


def test_a_whole_build_reads_everything(shelf: Shelf) -> None:
    """And keeps nothing of volumes that are no more."""
    shelf.see(made_up(1), made_up(1, id="2507.00001"))
    searched(shelf)
    notes(shelf).write({made_up(1).id: "kept\t\t\t"})
    shelf.see(made_up(1, id="2507.00001"), at=LATER, kind=Kind.DROPPED)
    assert b"kept " not in b"".join(searched(shelf).values())
    assert Notes(shelf.store, shelf.look, "2025").read() == {}
