"""The index of words narrows and never loses a paper."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode.query import And, AndNot, Or, Query, matches, parse
from paperlode.store import Store
from paperlode.store.where import candidates, index

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from paperlode.paper import Paper

    MakePaper = Callable[..., Paper]

WORDS = ["gold", "golden", "Rings", "nano-wire", "Erdős", "of", "C_60", "naïve", "état", "x"]
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
PAPERS = st.lists(
    st.fixed_dictionaries(
        {
            "title": TEXT,
            "abstract": TEXT,
            "authors": st.lists(TEXT, min_size=1, max_size=2).map(tuple),
            "categories": st.sampled_from([("cs.LG",), ("cond-mat.mtrl-sci", "cs.LG"), ()]),
        },
        optional={"comment": TEXT, "journal_ref": TEXT, "doi": st.just("10.1000/Gold")},
    ),
    min_size=1,
    max_size=4,
)
FIELDS = st.sampled_from(["ti", "abs", "au", "all", "co", "jr"])
LEAVES = st.one_of(
    st.builds("{}:{}".format, FIELDS, st.sampled_from(WORDS)),
    st.builds('{}:"{}"'.format, FIELDS, TEXT),
    st.builds("{}:{}*".format, FIELDS, st.sampled_from(["go", "ri", "nan"])),
    st.sampled_from(
        ["cat:cs.LG", "cat:cond-mat*", "doi:10.1000/Gold", "all:mtrl", "id:2608.00001"]
    ),
).map(parse)


def joined(below: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Join trees with every operator."""
    kinds = st.sampled_from([And, Or, AndNot])
    return st.builds(lambda kind, left, right: kind(left, right), kinds, below, below)


@settings(max_examples=60, deadline=None)
@given(texts=PAPERS, tree=st.recursive(LEAVES, joined, max_leaves=4))
def test_every_match_is_a_candidate(
    texts: list[dict[str, str]], tree: Query, paper: MakePaper, day_one: datetime
) -> None:
    """What SQLite finds contains what the evaluator accepts, whatever the query."""
    papers = [paper(number, **more) for number, more in enumerate(texts, start=1)]
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite") as store:
        store.save(papers, now=day_one, channel="file")
        assert {p.id for p in papers if matches(tree, p)} <= found(store, tree)


def found(store: Store, tree: Query) -> set[str]:
    """Ask the index."""
    where, values = candidates(store, tree)
    return {row[0] for row in store.rows(f"SELECT id FROM paper WHERE {where}", values)}  # noqa: S608  ours


def test_the_index_is_filled_when_asked(store: Store, paper: MakePaper, day_one: datetime) -> None:
    """A daily run never pays for it; whoever asks pays once."""
    store.save([paper(1), paper(2)], now=day_one, channel="file")
    assert index(store) == 2
    store.save([paper(3)], now=day_one, channel="file")
    assert index(store) == 1
    assert index(store) == 0


@pytest.mark.parametrize(("query", "names"), [("ti:gold", set()), ("ti:iron", {"2608.00001"})])
def test_a_changed_record_is_found_by_its_new_words(
    store: Store, paper: MakePaper, day_one: datetime, query: str, names: set[str]
) -> None:
    """The index follows the record, and the old words lead nowhere."""
    store.save([paper(1)], now=day_one, channel="file")
    index(store)
    store.save([paper(1, title="Iron")], now=day_one, channel="file")
    assert found(store, parse(query)) == names


def test_a_query_that_cannot_be_narrowed_gives_everything(
    store: Store, paper: MakePaper, day_one: datetime
) -> None:
    """All papers are candidates, and nothing is indexed for it."""
    store.save([paper(1), paper(2)], now=day_one, channel="file")
    assert len(found(store, parse("submittedDate:[190001010000 TO 290001010000]"))) == 2
