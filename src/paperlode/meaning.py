"""What papers mean to a model of embeddings: found once for each version, kept in the store.

What was found is kept at once, so that a service that stops in the middle is asked for the rest
the next time, and not for all again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from paperlode.paper import Paper
    from paperlode.store import Store

    Embed = Callable[[Sequence[Paper]], NDArray]  # type: ignore[type-arg]  # of any numbers


def named(model: str, url: str) -> str:
    """Name a model: where the same name is another model, it has another name here."""
    return f"{model} {url}".strip() if model else ""


def meaning(store: Store, model: str, url: str, key: str) -> Embed | None:
    """Open a model with what it has found before; None without one: words alone."""
    if not model:
        return None
    from paperlode.ranking import embeddings  # noqa: PLC0415  only with embeddings

    name = named(model, url)
    found = embeddings.recall(embeddings.load(model, url, key), name, store.meanings(name))

    def embed(papers: Sequence[Paper]) -> NDArray:  # type: ignore[type-arg]  # same
        before = set(found.known)
        try:
            return found(papers)
        finally:
            new = {each: v for each, v in found.kept().items() if each not in before}
            if new and store.writes:
                store.keep_meanings(name, new)

    return embed
