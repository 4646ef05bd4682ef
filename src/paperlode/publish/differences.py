"""What differs between two versions, as HTML: ``del`` for what went, ``ins`` for what came.

A formula is a word of its own: it went or came as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from paperlode.publish.dates import joined
from paperlode.publish.markup import flowing
from paperlode.publish.news import FIELDS, compared
from paperlode.revision import Piece, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperlode.digest import Seen
    from paperlode.paper import Paper

AROUND = 8
"""Words on either side of a change in a list; the page of the paper shows the whole text."""
MOST = 1500
"""Characters of one field's changes in a list."""
_MARKS = {
    "same": Markup("{}"),
    "added": Markup("<ins>{}</ins>"),
    "removed": Markup("<del>{}</del>"),
}
_GAP = "\N{HORIZONTAL ELLIPSIS}"
_WORD = re.compile(r"\$[^$]{1,500}\$|\S+")


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in one field."""

    name: str
    """The field, in words."""
    pieces: tuple[Piece, ...]

    @property
    def heading(self) -> str:
        """The field as a heading."""
        return self.name[:1].upper() + self.name[1:]

    def whole(self, written: Callable[[str], Markup] = flowing) -> Markup:
        """Give the whole text, with what went and what came marked."""
        return _marked(self.pieces, written)

    def short(self, written: Callable[[str], Markup] = flowing) -> Markup:
        """Give the changes with some words around them."""
        return _marked(self.shortened, written)

    @property
    def shortened(self) -> tuple[Piece, ...]:
        """The changes with some words around them, no longer than a list can bear."""
        return tuple(_bounded(_shortened(self.pieces)))


def differences(before: Paper, paper: Paper) -> tuple[Difference, ...]:
    """Say what a version changed, field by field, in the order in which a page shows them."""
    found = compared(before, paper)
    told = {"title": found.title, "abstract": found.abstract}
    return tuple(
        Difference(name, told[field] if field in told else _other(field, before, paper))
        for field, name in FIELDS.items()
        if field in found.fields
    )


def of_entry(entry: Seen) -> tuple[Difference, ...]:
    """Say what news changed; of a withdrawal not the comment, which the news itself tells."""
    if entry.before is None:
        return ()
    found = differences(entry.before, entry.paper)
    return tuple(one for one in found if not (entry.paper.withdrawn and one.name == "comment"))


def _other(field: str, before: Paper, paper: Paper) -> tuple[Piece, ...]:
    if field in {"authors", "categories"}:
        return tuple(_listed(getattr(before, field), getattr(paper, field)))
    return pieces(getattr(before, field) or "", getattr(paper, field) or "")


def _listed(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Tell which names went and came; when none did, they stand in another order."""
    went = [name for name in old if name not in new]
    came = [name for name in new if name not in old]
    if went:
        yield Piece(", ".join(went), "removed")
    if came:
        yield Piece(", ".join(came), "added")
    if not went and not came:
        yield Piece(f"now in the order {joined(new)}", "same")


def _marked(told: Sequence[Piece], written: Callable[[str], Markup]) -> Markup:
    return Markup(" ").join(_MARKS[piece.change].format(written(piece.text)) for piece in told)


def _shortened(told: Sequence[Piece]) -> Iterator[Piece]:
    """Leave out the middle of what stayed the same."""
    for place, piece in enumerate(told):
        words = _WORD.findall(piece.text)
        left = AROUND if place else 0
        right = AROUND if place < len(told) - 1 else 0
        if piece.change != "same" or len(words) <= left + right + 1:
            yield piece
        else:
            kept = [*words[:left], _GAP, *words[len(words) - right :]]
            yield Piece(" ".join(kept), "same")


def _bounded(told: Iterator[Piece]) -> Iterator[Piece]:
    """Stop when a list would become a book."""
    room = MOST
    for piece in told:
        if len(piece.text) > room:
            yield Piece(piece.text[: max(room, 0)].rsplit(" ", 1)[0] + _GAP, piece.change)
            return
        room -= len(piece.text)
        yield piece
