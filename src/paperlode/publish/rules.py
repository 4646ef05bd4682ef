"""Which setting of a topic let a paper in or left it out, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.rule import AUTHORS, EXCLUDE, PLAIN, PRIMARY, QUERY, VERSION, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.paper import Paper
    from paperlode.rule import Ruling
    from paperlode.topic import Topic

_LEFT_OUT = {
    AUTHORS: "an author has that name in another form",
    EXCLUDE: "its exclude matches",
    WORDS: "the words are not there as written",
    VERSION: "the version is below its minimum_version",
    PRIMARY: "the query does not name its primary category (primary_only)",
}


def let_in(ruling: Ruling) -> str:
    """Say what let a paper in when it was not the query: nothing, or words in parentheses."""
    return f" (followed author {ruling.author})" if ruling.author else ""


def left_out(ruling: Ruling) -> str:
    """Say which setting leaves a paper out that arXiv returns; nothing when none does."""
    return "" if ruling.takes or ruling.by == QUERY else _LEFT_OUT[ruling.by]


def why(topic: Topic, paper: Paper) -> str:
    """Say which setting let a paper in or left it out; nothing when its query alone did."""
    if topic.sharper == PLAIN:
        return ""
    ruling = topic.ruling(paper)
    return f"followed author {ruling.author}" if ruling.author else left_out(ruling)


def settings(topic: Topic) -> Iterator[tuple[str, str]]:
    """Say how a topic is sharper than arXiv's search: names of settings, and what they do."""
    sharper = topic.sharper
    if sharper.exact:
        yield WORDS, "only words as they are written count, not their stems"
    if sharper.primary_only:
        yield PRIMARY, "the primary category has to be one that the query names"
    if sharper.authors:
        yield AUTHORS, f"everything by {', '.join(sharper.authors)} comes in as well"
    if sharper.exclude:
        yield EXCLUDE, f"papers that match {sharper.exclude} are left out"
    if sharper.minimum_version > 1:
        yield VERSION, f"versions below {sharper.minimum_version} are left out"
