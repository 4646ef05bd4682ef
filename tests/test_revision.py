"""What a new version changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.paper import Paper, moment
from paperlode.revision import FIELDS, LONGEST, MOST_EDITS, Piece, Revision, pieces, revision
from paperlode.text.converted import unicode_as_arxiv

if TYPE_CHECKING:
    from collections.abc import Iterable

OLD = Paper(
    id="2608.00001",
    version=1,
    title=r"Gold of Erd\H{o}s",
    abstract="We find gold in the river.",
    authors=("Ada Example", "Bo Sample Jr"),
    categories=("cs.LG", "cs.AI"),
    submitted=moment("2026-08-03"),
    updated=moment("2026-08-03"),
    comment="5 pages",
    journal_ref="J. Gold 1",
    doi="10.1000/1",
    license="http://creativecommons.org/licenses/by/4.0/",
)
NEXT = replace(OLD, version=2, updated=moment("2026-08-09"))

WORDS = st.lists(st.sampled_from(["gold", "in", "the", "river", "$a+b$", "{x}"]), max_size=30)


def told(found: Iterable[Piece]) -> str:
    """Write pieces in short: what was removed in brackets, what was added with signs."""
    forms = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return " ".join(forms[piece.change].format(piece.text) for piece in found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Silver of Erdős"),
        ("abstract", "We find silver."),
        ("authors", ("Ada Example", "Cy Third")),
        ("authors", ("Ada Example",)),
        ("categories", ("cs.AI", "cs.LG")),
        ("categories", ("cs.LG",)),
        ("comment", "6 pages"),
        ("comment", None),
        ("journal_ref", "J. Gold 2"),
        ("doi", "10.1000/2"),
        ("license", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"),
        ("withdrawn", True),
    ],
)
def test_what_differs_is_named(name: str, value: Any) -> None:  # noqa: ANN401  any field
    """One field at a time; the primary category counts, and its place is the first."""
    assert revision(OLD, replace(NEXT, **{name: value})).fields == (name,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Gold of Erdős"),
        ("abstract", "We find gold\n  in the river."),
        ("authors", ("Ada Example", "Bo Sample")),
        ("categories", ("cs.LG", "cs.AI")),
        ("journal_ref", None),
        ("doi", None),
        ("license", None),
    ],
)
def test_another_wording_is_no_change(name: str, value: Any) -> None:  # noqa: ANN401  any field
    """Nor is what a channel leaves out, whichever of the two versions came through it."""
    other = replace(NEXT, **{name: value})
    assert revision(OLD, other) == revision(other, OLD) or name in {"journal_ref", "doi"}
    assert revision(OLD, other) == Revision((), (), ())


def test_fields_stand_in_their_order() -> None:
    """Also when all of them change."""
    other = Paper(
        id=OLD.id,
        version=2,
        title="Iron",
        abstract="Rust.",
        authors=(),
        categories=(),
        submitted=OLD.submitted,
        updated=OLD.updated,
        comment="none",
        journal_ref="J. Iron",
        doi="10.1000/9",
        license="other",
        withdrawn=True,
    )
    assert revision(OLD, other).fields == FIELDS


@pytest.mark.parametrize(
    ("old", "new", "say"),
    [
        ("Gold in the river", "Gold in the deep river", "Gold in the [+deep+] river"),
        ("Gold in the river", "Gold in it", "Gold in [-the river-] [+it+]"),
        ("Gold in the river", "", "[-Gold in the river-]"),
        ("a gold in iron b", "a wood in stone b", "a [-gold in iron-] [+wood in stone+] b"),
        ("the big house", "the very big old house", "the [+very+] big [+old+] house"),
        (r"Erd\H{o}s and {Bell}", "Erdős or Bell", "Erdős [-and-] [+or+] Bell"),
        ("for $a + b$ we", "for $a + c$ we", "for [-$a + b$-] [+$a + c$+] we"),
        (r"at \$ 5 or $ 6", r"at \$ 5 or $ 7", r"at \$ 5 or $ [-6-] [+7+]"),
    ],
)
def test_words_are_compared(old: str, new: str, say: str) -> None:
    """A formula is one word; a lone word between two changes is changed with them."""
    assert told(pieces(old, new)) == say


@given(WORDS, WORDS)
def test_the_pieces_are_both_texts(old: list[str], new: list[str]) -> None:
    """What stayed and what was removed is the old text, what stayed and what was added the new."""
    found = pieces(" ".join(old), " ".join(new))
    for words, change in ((old, "removed"), (new, "added")):
        text = " ".join(piece.text for piece in found if piece.change in {"same", change})
        assert text.translate({123: "", 125: ""}) == " ".join(words).translate({123: "", 125: ""})


@given(st.text("$\\{}ab \n~"), st.text("$\\{}ab \n~"))
def test_any_text_can_be_compared(old: str, new: str) -> None:
    """Half formulas and half macros too; neighbours differ in what happened to them."""
    found = pieces(old, new)
    text = " ".join(piece.text for piece in found if piece.change != "removed")
    said = unicode_as_arxiv(new)
    assert "".join(text.replace("~", " ").split()) == "".join(said.replace("~", " ").split())
    assert all(a.change != b.change for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 15_000, "b a c " * 10_000),
        ("$" * 60_000, "$ " * 30_000),
        (" ".join("abcdefghij"[n * n % 10] for n in range(LONGEST)), "j b " * (LONGEST // 2)),
        ("{{" * 30_000, "\\" * 60_000),
    ],
)
def test_a_text_made_to_be_slow_is_compared_by_its_ends(old: str, new: str) -> None:
    """The middle is then told as replaced."""
    assert max(len(old), len(new)) >= MOST_EDITS
    assert pieces(f"x {old} y", f"x {new} y")[0] == Piece("x", "same")
