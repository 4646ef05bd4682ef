"""Why a paper stands where it stands, in words; and the page of what was learned of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.preference import Place
from paperlode.publish import addresses
from paperlode.publish.dates import joined, number_of
from paperlode.publish.prose import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.preference import Portrait, Rank, Weighed
    from paperlode.publish import File
    from paperlode.publish.templating import Pages
    from paperlode.store import Store

WORDS = 3
"""Words that a sentence names, and a list of what did not decide."""
VERDICTS = {
    Place.LIKELY: "Likely for you.",
    Place.EXPLORE: "To explore: it may be new to you.",
    Place.UNLIKELY: "Less likely for you.",
}
"""What stands above the reasons where these are lists."""
COARSE = 0.05
"""Weights below this would be nought with one digit."""


def because(rank: Rank) -> str:
    """Say in one sentence why a paper stands where it stands."""
    speaks_for = _quoted(rank.speaks_for)
    if rank.place is Place.LIKELY:
        near = [f"like “{clean(title)}”" for _, title in rank.near[:1]]
        authors = [f"by {joined(rank.authors[:WORDS])}"] if rank.authors else []
        told = [*([f"for {speaks_for}"] if speaks_for else []), *near, *authors]
        return f"Likely for you: {'; '.join(told) or 'it has what you like'}."
    against = _quoted(rank.speaks_against)
    why = f"against it speaks {against}" if against else "it has little of what you like"
    if rank.place is Place.EXPLORE:
        return f"To explore: {why}, and it may be new to you."
    return f"Less likely for you: {why}."


def pros_and_cons(rank: Rank) -> list[tuple[str, Weighed]]:
    """Give the words for and against a paper; of the side that did not decide only the first.

    Words and weights compress badly, and a first page of 40 papers is to load in 60 kB.
    """
    wanted = rank.place is Place.LIKELY
    speaks_for = rank.speaks_for if wanted else rank.speaks_for[:WORDS]
    speaks_against = rank.speaks_against[:WORDS] if wanted else rank.speaks_against
    return [("For", speaks_for), ("Against", speaks_against)]


def rounded(weight: float) -> str:
    """Write a weight with its sign, as exactly as a reader compares."""
    return f"{weight:+.2f}" if abs(weight) < COARSE else f"{weight:+.1f}"


def _quoted(words: Weighed) -> str:
    return joined([f"“{clean(word)}”" for word, _ in words[:WORDS]])


def page(pages: Pages, store: Store) -> Iterator[File]:
    """Tell what paperlode thinks the reader likes, once it has learned anything."""
    portraits = list(store.portraits().values())
    shown = {word for each in portraits for word, _ in (*each.likes, *each.dislikes)}
    struck = store.struck()
    if portraits:
        yield pages.page(
            "liking.html",
            addresses.LIKING,
            heading="What paperlode thinks you like",
            summary=_summary(portraits[0]),
            portraits=[(_named(pages, portrait), portrait) for portrait in portraits],
            struck=frozenset(struck),
            gone=[word for word in struck if word not in shown],
        )


def _named(pages: Pages, portrait: Portrait) -> str:
    return pages.names.get(portrait.topic, portrait.topic) or "All topics"


def _summary(portrait: Portrait) -> str:
    counts = {"liked paper": portrait.liked, "hidden paper": portrait.hidden}
    learned = [number_of(count, word) for word, count in counts.items() if count]
    return f"Learned from {joined(learned) or 'your statement'}."
