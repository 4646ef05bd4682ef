"""Finds the papers of a collection that match a query, and quickly so.

An index of words narrows, :func:`paperlode.query.matches` decides. What was found is remembered
for each query whatever the clock says, and apart from the dates it is limited to: so a client that
goes through a listing in slices of time does not cost a search for each slice.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from paperlode.progress import silent
from paperlode.query import matches
from paperlode.query.syntax import And, Query, Term, fold, walk
from paperlode.replica.collection import indices_of, of_indices
from paperlode.replica.search_api import Found
from paperlode.replica.words import Words
from paperlode.text.converted import unicode_as_arxiv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.replica.collection import Collection
    from paperlode.replica.search_api import Request

K = TypeVar("K")
V = TypeVar("V")

REMEMBERED = 1000
"""Queries (and parts of them) whose papers are remembered; one bit a paper each."""
_LISTINGS = 8
"""Sorted listings that are remembered, for clients that page through them."""
_PHRASED = frozenset({"ti", "abs", "co", "jr", "rn", "all"})
"""Fields in which a phrase is more than its words."""


class Catalogue:
    """Searches a collection."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.papers: list[Paper] = [as_indexed(paper) for paper in collection.papers]
        """Every state of every version as the index has it, in the order of the collection."""
        self._words: Words | None = None
        self._known: OrderedDict[str, int] = OrderedDict()
        self._listings: OrderedDict[object, list[int]] = OrderedDict()
        self._ranks: dict[str, list[int]] = {}

    def prepare(self, progress: Progress = silent) -> None:
        """Build the index of words now instead of at the first search."""
        self._words = Words(self.papers, progress)

    def find(
        self,
        request: Request,
        position: int,
        *,
        hidden: frozenset[str] = frozenset(),
        loose: bool = False,
        titles: bool = False,
    ) -> Found:
        """Give the page that a request asks for, of what is announced at a clock position.

        ``hidden``: identifiers of papers to leave out; ``loose``: treat phrases as loose words;
        ``titles``: look for words in titles only.
        """
        tree = None if request.tree is None else loosened(request.tree) if loose else request.tree
        tree = titled(tree) if titles and tree is not None else tree
        key = (str(tree), request.ids, request.sort, request.ascending, position, hidden)
        listing = self._listings.get(key)
        if listing is None:
            papers = self._chosen(tree, request.ids, position)
            listing = self._sorted(papers, request, hidden)
            _remember(self._listings, key, listing, _LISTINGS)
        page = listing[request.start : request.start + request.size]
        return Found([self.papers[index] for index in page], len(listing))

    def matching(self, tree: Query) -> int:
        """Give the set of all versions that match, whether announced or not."""
        key = str(tree)
        if key not in self._known:
            _remember(self._known, key, self._evaluate(tree), REMEMBERED)
        return self._known[key]

    def _chosen(self, tree: Query | None, ids: tuple[str, ...], position: int) -> int:
        collection = self.collection
        if ids:
            found = (collection.named(name, position) for name in ids)
            papers = of_indices((i for i in found if i is not None), len(collection))
        else:
            papers = collection.current(position)
        return papers if tree is None else papers & self.matching(tree)

    def _evaluate(self, tree: Query) -> int:
        """Search; a part that only limits dates is looked at apart from the rest."""
        if isinstance(tree, And) and any(map(_only_dates, tree.parts)):
            return self.matching(tree.left) & self.matching(tree.right)
        if isinstance(tree, Term) and tree.field == "submittedDate" and not tree.empty:
            return self._index.candidates(tree)
        papers = self.papers
        candidates = indices_of(self._index.candidates(tree))
        return of_indices((i for i in candidates if matches(tree, papers[i])), len(papers))

    @property
    def _index(self) -> Words:
        if self._words is None:
            self.prepare()
        assert self._words is not None  # noqa: S101  prepare() sees to it
        return self._words

    def _sorted(self, papers: int, request: Request, hidden: frozenset[str]) -> list[int]:
        """Sort as asked; ties are broken by identifier and version, so that paging is stable."""
        rank = self._rank(request.sort)
        found: Iterable[int] = indices_of(papers)
        if hidden:
            found = [i for i in found if self.papers[i].id not in hidden]
        return sorted(found, key=rank.__getitem__, reverse=not request.ascending)

    def _rank(self, sort: str) -> list[int]:
        """Say for each paper which place it takes when all are sorted in ascending order."""
        if sort not in self._ranks:
            papers, key = self.papers, _KEYS[sort]
            order = sorted(range(len(papers)), key=lambda i: (*key(papers[i]), papers[i].version))
            ranks = [0] * len(papers)
            for place, index in enumerate(order):
                ranks[index] = place
            self._ranks[sort] = ranks
        return self._ranks[sort]


def as_indexed(paper: Paper) -> Paper:
    r"""Give a paper as arXiv's index has it: ``\alpha`` as a sign, accents on letters.

    OAI-PMH and the feeds have the TeX as it was typed. A paper without TeX is given as it is.
    """
    typed = (paper.title, paper.abstract, paper.comment, paper.journal_ref, *paper.authors)
    if not any(text and ("\\" in text or "{{" in text) for text in typed):
        return paper
    return replace(
        paper,
        title=unicode_as_arxiv(paper.title),
        abstract=unicode_as_arxiv(paper.abstract),
        authors=tuple(map(unicode_as_arxiv, paper.authors)),
        comment=paper.comment and unicode_as_arxiv(paper.comment),
        journal_ref=paper.journal_ref and unicode_as_arxiv(paper.journal_ref),
    )


_KEYS: dict[str, Callable[[Paper], tuple[object, ...]]] = {
    "relevance": lambda paper: (paper.id,),
    "lastUpdatedDate": lambda paper: (paper.updated, paper.id),
    "submittedDate": lambda paper: (paper.submitted, paper.id),
}
"""What the listings are sorted by. There is no relevance here: the order is that of identifiers."""


def _remember(memory: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    memory[key] = value
    if len(memory) > most:
        memory.popitem(last=False)


def _only_dates(tree: Query) -> bool:
    return all(part.field == "submittedDate" for part in walk(tree) if isinstance(part, Term))


def loosened(tree: Query) -> Query:
    """Give the query as arXiv's search answered it in its broken weeks: phrases as loose words."""

    def loosen(part: Query, below: list[Query]) -> Query:
        if isinstance(part, Term) and part.quoted and part.field in _PHRASED and part.text.split():
            words = [Term(part.field, word) for word in part.text.split()]
            return _all_of(words)
        return part if not below else type(part)(*below)

    return fold(tree, loosen)


def titled(tree: Query) -> Query:
    """Give the query as a search answers it that finds nothing but what titles have, too."""

    def shorten(part: Query, below: list[Query]) -> Query:
        if isinstance(part, Term) and part.field in {"abs", "all"} and not part.empty:
            return And(part, Term("ti", part.value))
        return part if not below else type(part)(*below)

    return fold(tree, shorten)


def _all_of(parts: Sequence[Query]) -> Query:
    first, *rest = parts
    return And(first, _all_of(rest)) if rest else first
