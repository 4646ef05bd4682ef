"""Which reasons tell a person something: "of the" counts, and tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperlode.ranking.why import Weighed

_WORDS = (
    "a about also an and are as at be been between both but by can could de do each either for "
    "from has have here how however in into is it its may more most no not of on one or other our "
    "over present show such than that the their them then there these they this those through "
    "thus to two under up upon use used using very via was we were when where which while who "
    "whose will with within without would"
)
_SMALL = frozenset(_WORDS.split())


def tells(one: Weighed) -> bool:
    """Say whether what weighs is the meaning, or words without a small one among them."""
    return one.meant or _SMALL.isdisjoint(one.text.lower().split())
