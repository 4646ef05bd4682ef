"""News are ranked by what the reader likes, once, with reasons; nothing is ever dropped."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

import pytest

from paperlode import archive, prefer
from paperlode.digest import build
from paperlode.prefer import Wishes, striking
from paperlode.preference import Mark, Place, Rank, Strike, Word
from paperlode.publish import Look
from paperlode.publish.pages import digest_of
from paperlode.ranking import Background
from paperlode.rarity import rarity
from paperlode.sighting import Kind
from paperlode.store import Store
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.paper import Paper
    from paperlode.store import Entry

TOPICS = (CRYSTALS, POTENTIALS)
WISHES = Wishes()
SUBJECTS = ("perovskite solar cells", "battery electrolytes", "magnetic order", "thermal transport")


def on(number: int, subject: str, **facts: object) -> Paper:
    """Make a paper on crystals and a subject."""
    return made_up(
        number,
        title=f"Crystal study {number} of {subject}",
        abstract=f"We invent a crystal for {subject}. What matters for {subject} is told.",
        **facts,
    )


HISTORY = [on(n, SUBJECTS[n % 4], submitted=TODAY - 9 * DAY) for n in range(1, 41)]
NEWS = [on(100 + n, SUBJECTS[n % 4]) for n in range(8)]
SOLAR = [paper for paper in HISTORY if "solar" in paper.title]


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """Give a store with forty old papers on four subjects, and two on each that came today."""
    shelf = Shelf(store, Look("Crystals daily", TOPICS, ZoneInfo("UTC")))
    shelf.see(*HISTORY, at=TODAY - DAY, kind=Kind.BACKLOG)
    shelf.see(*NEWS)
    return shelf


def say(shelf: Shelf, word: Word, *papers: Paper) -> None:
    """Let the reader say a word on papers."""
    shelf.store.mark_papers([Mark(paper.id, TODAY, word, "command") for paper in papers])


def news(shelf: Shelf) -> list[Entry]:
    """Give today's news."""
    return shelf.store.entries(TODAY, None, shelf.look.ids)


def ranked(shelf: Shelf, wishes: Wishes = WISHES) -> list[Rank]:
    """Rank today's news; the likeliest first."""
    prefer.prefer(shelf.store, news(shelf), TOPICS, wishes)
    found = [entry.rank for entry in news(shelf) if entry.rank]
    return sorted(found, key=lambda rank: -rank.score)


def title(shelf: Shelf, rank: Rank) -> str:
    """Give the title of what was ranked."""
    paper = shelf.store.paper(rank.id)
    return paper.title if paper else ""


def test_what_is_like_the_liked_papers_comes_first(shelf: Shelf) -> None:
    """With the words that say so, and the liked papers that are nearest."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    first, second, *rest = ranked(shelf)
    assert all("solar" in title(shelf, rank) for rank in (first, second))
    assert not any("solar" in title(shelf, rank) for rank in rest)
    assert {"solar", "perovskite"} & {word for word, _ in first.speaks_for}
    assert {one for one, _ in first.near} <= {paper.id for paper in SOLAR[:5]}


def test_what_is_like_the_hidden_papers_comes_last(shelf: Shelf) -> None:
    """Also when nothing is liked but a statement."""
    say(shelf, Word.HIDDEN, *SOLAR)
    ranks = ranked(shelf, replace(WISHES, statement="battery electrolytes, magnetic order"))
    assert all("solar" in title(shelf, rank) for rank in ranks[-2:])


def test_hides_alone_fold_away_what_is_like_them(shelf: Shelf) -> None:
    """And not everything."""
    say(shelf, Word.HIDDEN, *SOLAR)
    places = {rank.id: rank.place for rank in ranked(shelf)}
    assert list(places.values()).count(Place.LIKELY) >= 4


def test_a_statement_is_enough(shelf: Shelf) -> None:
    """In the reader's own words, before any paper is liked."""
    ranks = ranked(shelf, replace(WISHES, statement="Anything on thermal transport."))
    assert all("thermal" in title(shelf, rank) for rank in ranks[:2])
    assert not any(near for rank in ranks for near in rank.near)


def test_authors_of_other_liked_papers_are_named(shelf: Shelf) -> None:
    """And those who are followed; a paper's own like says nothing of its authors."""
    own = made_up(300, authors=("Cy Followed", "Di Unknown", "Ada Example"))
    shelf.see(own)
    say(shelf, Word.LIKED, own)
    wishes = replace(WISHES, followed=("Cy Followed",))
    named = {rank.id: rank.authors for rank in ranked(shelf, wishes)}
    assert named[own.id] == ("Cy Followed",)
    assert named[NEWS[0].id] == ("Ada Example",)


def test_without_anything_to_learn_from_nothing_is_ranked(shelf: Shelf) -> None:
    """Nor when the settings say so."""
    assert ranked(shelf) == []
    say(shelf, Word.LIKED, *SOLAR)
    assert ranked(shelf, replace(WISHES, enabled=False)) == []


def test_a_library_without_records_ranks_nothing(shelf: Shelf) -> None:
    """Its papers will come; until then the news stand newest first."""
    say(shelf, Word.LIKED, made_up(999))
    assert ranked(shelf) == []


def test_what_was_said_of_news_stays(shelf: Shelf) -> None:
    """Whatever the reader says later: pages of old days do not change."""
    say(shelf, Word.LIKED, *SOLAR[:3])
    before = ranked(shelf)
    say(shelf, Word.LIKED, *HISTORY[:3])
    assert ranked(shelf) == before
    assert shelf.store.portraits()[""].liked == 6


def test_nothing_new_costs_nothing(shelf: Shelf) -> None:
    """A second run on a day learns nothing."""
    say(shelf, Word.LIKED, *SOLAR[:3])
    assert prefer.prefer(shelf.store, news(shelf), TOPICS, WISHES)
    assert not prefer.prefer(shelf.store, news(shelf), TOPICS, WISHES)


def test_some_are_shown_from_below_the_threshold(shelf: Shelf) -> None:
    """Two a day, the same ones every time, also when the day's news come in two runs."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    wishes = replace(WISHES, threshold=1.0, explore=3)
    assert [rank.place for rank in ranked(shelf, wishes)].count(Place.EXPLORE) == 3
    shelf.see(on(200, SUBJECTS[1]), at=TODAY + DAY / 4)
    assert [rank.place for rank in ranked(shelf, wishes)].count(Place.EXPLORE) == 3


def test_a_profile_for_each_topic(shelf: Shelf) -> None:
    """A topic of which three papers are liked learns from these alone."""
    say(shelf, Word.LIKED, *SOLAR[:3])
    assert {rank.topic for rank in ranked(shelf, replace(WISHES, by_topic=True))} == {"crystals"}
    assert shelf.store.portraits().keys() == {"", "crystals"}


def test_words_that_are_struck_out_do_not_count(shelf: Shelf) -> None:
    """Neither among the reasons nor in the portrait."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    ranks = ranked(shelf, replace(WISHES, not_words=("solar",)))
    assert "solar" not in {word for rank in ranks for word, _ in rank.speaks_for}
    assert "solar" not in {word for word, _ in shelf.store.portraits()[""].likes}


def test_a_paper_that_was_never_news_is_explained(shelf: Shelf) -> None:
    """By what is known of the reader now."""
    assert prefer.explain(shelf.store, HISTORY[0], TOPICS, WISHES) is None
    say(shelf, Word.LIKED, *SOLAR[:5])
    rank = prefer.explain(shelf.store, SOLAR[7], TOPICS, WISHES)
    assert rank is not None
    assert rank.place is Place.LIKELY


def test_what_was_searched_for_can_be_ordered(shelf: Shelf) -> None:
    """Every paper is still there; without a library there is no such order."""
    assert prefer.order(shelf.store, HISTORY, TOPICS, WISHES) is None
    say(shelf, Word.LIKED, *SOLAR[:5])
    ordered = prefer.order(shelf.store, HISTORY, TOPICS, WISHES)
    assert ordered is not None
    assert {paper.id for paper in ordered[:10]} == {paper.id for paper in SOLAR}
    assert sorted(paper.id for paper in ordered) == [paper.id for paper in HISTORY]


def test_words_struck_out_on_the_site_count_no_more(shelf: Shelf) -> None:
    """Until they are taken back."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    shelf.store.strike([Strike("solar", TODAY, on=True)])
    ranked(shelf, WISHES)
    assert "solar" not in dict(shelf.store.portraits()[""].likes)
    shelf.store.strike([Strike("solar", TODAY + DAY, on=False)])
    assert striking(shelf.store, WISHES) == WISHES


def test_embeddings_that_fail_leave_the_words(shelf: Shelf) -> None:
    """And somebody hears why."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    told: list[str] = []
    wishes = replace(WISHES, embeddings="no such model")
    prefer.prefer(shelf.store, news(shelf), TOPICS, wishes, told.append)
    assert "no such model" in told[0]
    assert all(entry.rank for entry in news(shelf))


def test_embeddings_that_fail_stop_no_command(shelf: Shelf) -> None:
    """What is asked now is answered by words alone."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    wishes = replace(WISHES, embeddings="mini", embeddings_url="http://localhost:no/v1")
    assert prefer.explain(shelf.store, SOLAR[7], TOPICS, wishes) is not None
    assert prefer.order(shelf.store, HISTORY, TOPICS, wishes) == prefer.order(
        shelf.store, HISTORY, TOPICS, WISHES
    )


class Service(BaseHTTPRequestHandler):
    """Says of each text whether it is about the sun; notes what it was asked."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """Answer."""
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        self.asked.extend(texts)
        rows = [{"index": n, "embedding": ["solar" in t, 1]} for n, t in enumerate(texts)]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"data": rows}).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_service_is_asked_once_for_a_paper(shelf: Shelf) -> None:
    """Its meaning counts, and is kept: what is ranked again asks for nothing."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    told: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/v1"
        wishes = replace(WISHES, embeddings="sun", embeddings_url=url)
        prefer.prefer(shelf.store, news(shelf), TOPICS, wishes, told.append)
        asked = len(Service.asked)
        rank = prefer.explain(shelf.store, NEWS[0], TOPICS, wishes)
        server.shutdown()
    assert (told, asked) == ([], len(set(Service.asked)))
    assert len(Service.asked) == asked
    assert rank is not None
    assert {"alike in meaning", "unlike in meaning"} & set(
        dict(rank.speaks_for + rank.speaks_against)
    )


class Tired(Service):
    """A service that answers two requests and no more."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """Answer, or refuse."""
        if len(self.asked) < len(SOLAR[:5]) + 1:
            super().do_POST()
        else:
            self.send_error(401)


def test_what_a_service_found_before_it_stopped_is_kept(shelf: Shelf) -> None:
    """The next run asks for the rest only; meanwhile words rank."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    told: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Tired) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/v1"
        wishes = replace(WISHES, embeddings="sun", embeddings_url=url)
        prefer.prefer(shelf.store, news(shelf), TOPICS, wishes, told.append)
        server.shutdown()
    assert len(told) == 1
    assert all(entry.rank for entry in news(shelf))
    assert len(shelf.store.meanings(f"sun {url}")) == len(Tired.asked) > 0


def test_a_key_is_in_no_message() -> None:
    """Not even where the wishes are printed."""
    assert "secret" not in repr(replace(WISHES, embeddings_key="secret"))


def test_embeddings_are_kept_for_the_next_time(store: Store) -> None:
    """Those of one model at a time."""
    store.keep_meanings("one", {("2608.00001", 1): b"1234"})
    assert store.meanings("one") == {("2608.00001", 1): b"1234"}
    store.keep_meanings("two", {})
    assert store.meanings("one") == {}


def test_the_same_store_ranks_alike(shelf: Shelf, tmp_path: Path) -> None:
    """A store that was rebuilt from the archive learns the same."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    archive.save(tmp_path / "archive", shelf.store)
    with Store.open(tmp_path / "other.db") as other:
        archive.load(tmp_path / "archive", other)
        assert ranked(Shelf(other, shelf.look)) == ranked(shelf)


def test_a_days_news_stand_in_the_readers_order(shelf: Shelf) -> None:
    """Likely ones first, then those to explore, the rest folded; each paper exactly once."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    prefer.prefer(shelf.store, news(shelf), TOPICS, replace(WISHES, threshold=0.95))
    (group,) = digest_of(shelf.store, shelf.look, TODAY.date()).groups
    scores = [item.rank.score for item in group.shown if item.rank and item.place is Place.LIKELY]
    assert scores == sorted(scores, reverse=True)
    assert [item.place for item in group.shown[-2:]] == [Place.EXPLORE] * 2
    assert sorted(i.paper.id for i in (*group.shown, *group.folded)) == [p.id for p in NEWS]


def test_without_ranks_a_day_stands_newest_first(shelf: Shelf) -> None:
    """As ever; and a ranked group still knows that order."""
    (plain,) = digest_of(shelf.store, shelf.look, TODAY.date()).groups
    say(shelf, Word.LIKED, *SOLAR[:5])
    prefer.prefer(shelf.store, news(shelf), TOPICS, WISHES)
    (group,) = digest_of(shelf.store, shelf.look, TODAY.date()).groups
    assert not plain.ranked
    assert plain.folded == ()
    assert list(group.unranked) == [item.paper.id for item in plain.items]


def test_what_nobody_ranked_is_not_folded(shelf: Shelf) -> None:
    """It came when ranking failed, perhaps."""
    say(shelf, Word.LIKED, *SOLAR[:5])
    prefer.prefer(shelf.store, news(shelf), TOPICS, replace(WISHES, threshold=1.0))
    entries = [replace(e, rank=None) if e.paper == NEWS[0] else e for e in news(shelf)]
    (group,) = build(entries, TODAY.date(), TOPICS).groups
    assert NEWS[0].id in {item.paper.id for item in group.shown}


def test_nothing_is_imported_before_it_is_needed() -> None:
    """A run without a profile pays nothing for ranking."""
    code = (
        "import sys, paperlode.daily, paperlode.cli;"
        "sys.exit(any(n in sys.modules for n in ('numpy', 'scipy', 'bibtexparser')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_words_are_counted_once(shelf: Shelf) -> None:
    """Until the papers differ; what is kept is what would be counted."""
    counted = rarity(shelf.store, HISTORY)
    kept = rarity(shelf.store, HISTORY)
    assert kept.to_bytes() == counted.to_bytes() == Background.of(HISTORY).to_bytes()
    changed = [*HISTORY[1:], replace(HISTORY[0], abstract="Another crystal another day.")]
    assert rarity(shelf.store, changed).to_bytes() == Background.of(changed).to_bytes()


def test_damaged_counts_are_counted_anew(shelf: Shelf) -> None:
    """They are never needed, only fast."""
    counted = rarity(shelf.store, HISTORY)
    told = shelf.store.first("SELECT value FROM meta WHERE name = 'kept words'")
    assert told is not None
    shelf.store.keep("words", str(told[0]).partition(" ")[0], b"nonsense")
    assert rarity(shelf.store, HISTORY).to_bytes() == counted.to_bytes()


def test_keeping_counts_is_no_change(shelf: Shelf) -> None:
    """No page is made anew for it."""
    before = shelf.store.mark()
    rarity(shelf.store, HISTORY)
    assert shelf.store.mark() == before
