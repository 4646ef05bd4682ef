"""Days of a reader with a library: what pages, README and feeds show, and what never changes."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest

from paperlode import archive, config, daily
from paperlode.annotate import annotate
from paperlode.preference import Mark, Word
from paperlode.publish import addresses
from paperlode.store import Store
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from paperlode.daily import Report
    from paperlode.paper import Paper

SETTINGS = """
title = "Crystals"
[[topic]]
name = "Crystals"
query = "abs:crystal"
[intake]
channels = ["search_api"]
[ranking]
threshold = 0.9
explore = 1
"""
README = "<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->\n"
SUBJECTS = ("perovskite", "battery", "magnet", "heat")
TOMORROW = TODAY + DAY
DAY_PAGE = "site/day/2026-08-21/index.html"


def on(number: int, submitted: datetime) -> Paper:
    """Make a paper on crystals and one of four subjects, in turn."""
    subject = SUBJECTS[number % 4]
    abstract = f"A crystal. The {subject} of our crystal is a {subject}."
    title = f"Study {number} of {subject}"
    return made_up(number, title=title, abstract=abstract, submitted=submitted)


PAST = [on(number, TODAY - 5 * DAY) for number in range(1, 33)]
FUTURE = [
    *(on(number, TODAY + DAY / 2) for number in range(40, 48)),
    *(on(number, TOMORROW + DAY / 2) for number in range(50, 54)),
]
LIKED = [paper.id for paper in PAST if "perovskite" in paper.title][:5]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with settings and a README, in which the history was read."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    (tmp_path / "README.md").write_text(README)
    run(tmp_path, TODAY)
    return tmp_path


def run(folder: Path, now: datetime) -> Report:
    """Run a day as the command does."""
    world = World.of([*PAST, *FUTURE], now)
    with Store.open(folder / ".paperlode/store.db") as store:
        return daily.run(config.load(folder, {}), store, world.search(), now)


def build(folder: Path, *, whole: bool = False) -> Report:
    """Build as the command does."""
    with Store.open(folder / ".paperlode/store.db") as store:
        archive.load(folder / "archive", store)
        return daily.build(config.load(folder, {}), store, whole=whole)


def like(folder: Path, ids: Iterable[str] = LIKED, word: Word = Word.LIKED) -> None:
    """Say a word on papers as the command does."""
    with Store.open(folder / ".paperlode/store.db") as store:
        store.mark_papers([Mark(each, TODAY, word, "command") for each in ids])
        archive.save(folder / "archive", store)


def files(folder: Path) -> dict[str, bytes]:
    """Read everything that a run published or archived."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".paperlode" not in path.parts
    }


def shown(page: bytes) -> list[str]:
    """Name the subjects of a page's papers, in order."""
    return re.findall(r"Study \d+ of (\w+)</a></h3>", page.decode())


def test_a_day_is_ordered_for_the_reader(folder: Path) -> None:
    """What they like first, one to explore after it, the rest folded and still there."""
    like(folder)
    assert run(folder, TOMORROW).status.warnings == ()
    page = files(folder)[DAY_PAGE]
    assert shown(page)[:2] == ["perovskite", "perovskite"]
    assert len(shown(page)) == 8
    open_part, folded = page.split(b'<details class="unlikely">')
    assert open_part.count(b"To explore</span>") == 1
    assert (len(shown(open_part)), len(shown(folded))) == (3, 5)
    assert re.search(rb"<dt>For</dt><dd>[^<]*perovskite", page)


def test_readme_and_feeds_tell_why(folder: Path) -> None:
    """In one sentence; the README folds the rest away, too."""
    like(folder)
    run(folder, TOMORROW)
    readme = files(folder)["README.md"].decode()
    assert readme.index("of perovskite") < readme.index("Less likely (5)") < readme.index("heat")
    assert readme.count("<details>") == readme.count("</details>") == 1
    assert readme.count("**Why here:**") == 8
    assert b"<em>Likely for you: for" in files(folder)["site/feed.xml"]


def test_the_portrait_has_the_strongest_words(folder: Path) -> None:
    """And says how to strike one out; before anything was learned there is no such page."""
    assert f"site/{addresses.LIKING}index.html" not in files(folder)
    like(folder)
    build(folder)
    page = files(folder)[f"site/{addresses.LIKING}index.html"]
    assert re.search(rb'<li data-word="perovskite"><span>perovskite</span> <meter', page)
    assert b"not_words" in page


def test_a_word_of_the_portrait_can_be_struck_out(folder: Path) -> None:
    """As it stands on the page it goes into the settings; the next day goes without it."""
    like(folder)
    build(folder)
    portrait = f"site/{addresses.LIKING}index.html"
    strongest = re.findall(r"<span>([^<]+)</span> <meter", files(folder)[portrait].decode())[:2]
    assert strongest
    struck = f"[ranking]\nnot_words = {json.dumps([unescape(word) for word in strongest])}\n"
    settings = (folder / "paperlode.toml").read_text()
    (folder / "paperlode.toml").write_text(settings.replace("[ranking]\n", struck, 1))
    run(folder, TOMORROW)
    ranks = [json.loads(line) for line in files(folder)["archive/ranks/2026-08.jsonl"].splitlines()]
    of_tomorrow = [rank for rank in ranks if rank["seen"].startswith("2026-08-21")]
    spoken = {word for rank in of_tomorrow for word, _ in rank.get("for", [])}
    page = re.findall(r"<span>([^<]+)</span> <meter", files(folder)[portrait].decode())
    assert of_tomorrow
    assert spoken
    assert not spoken.intersection(strongest)
    assert not set(page).intersection(strongest)


def test_pages_of_old_days_stay_when_the_reader_changes(folder: Path) -> None:
    """Also when everything is built anew."""
    like(folder)
    run(folder, TOMORROW)
    before = files(folder)[DAY_PAGE]
    like(folder, [paper.id for paper in PAST if "battery" in paper.title])
    like(folder, LIKED, Word.FORGOTTEN)
    run(folder, TOMORROW + DAY)
    build(folder, whole=True)
    assert files(folder)[DAY_PAGE] == before
    assert shown(files(folder)["site/day/2026-08-22/index.html"])[0] == "battery"


def test_running_again_changes_no_byte(folder: Path) -> None:
    """Nothing is learned twice, and a page that is built alone is the one of a whole build."""
    like(folder)
    run(folder, TOMORROW)
    before = files(folder)
    assert run(folder, TOMORROW).written == ()
    assert build(folder, whole=True).written == ()
    assert files(folder) == before


def test_without_the_store_the_same_bytes(folder: Path) -> None:
    """The archive has likes, ranks and reasons."""
    like(folder)
    run(folder, TOMORROW)
    before = files(folder)
    shutil.rmtree(folder / ".paperlode")
    shutil.rmtree(folder / "site")
    build(folder)
    assert files(folder) == before


def test_the_first_likes_order_the_last_day(folder: Path) -> None:
    """A build is enough; every feed and page that tells of it is written."""
    run(folder, TOMORROW)
    like(folder)
    build(folder)
    before = files(folder)
    assert shown(before[DAY_PAGE])[0] == "perovskite"
    assert build(folder, whole=True).written == ()
    assert files(folder) == before


def test_when_ranking_fails_the_run_goes_on(folder: Path) -> None:
    """Newest first, and the status says why; a record that is damaged, for example."""
    glass = made_up(99, title="Glass", abstract="A glass.")
    run(folder, TOMORROW)
    with Store.open(folder / ".paperlode/store.db") as store:
        store.save([glass], now=TODAY, channel="library")
        annotate(store, ["crystals"], ())
    like(folder, [glass.id])
    with Store.open(folder / ".paperlode/store.db") as store, store.writing():
        store.change("UPDATE paper SET line = '{}' WHERE id = ?", (glass.id,))
    report = build(folder)
    assert any("could not be ranked" in warning for warning in report.status.warnings)
    assert b'class="unlikely"' not in files(folder)[DAY_PAGE]
    assert b"could not be ranked" in files(folder)["status.json"]


def test_ranking_can_be_turned_off(folder: Path) -> None:
    """News stand newest first then; what was said before stays."""
    like(folder)
    settings = (folder / "paperlode.toml").read_text()
    (folder / "paperlode.toml").write_text(f"{settings}enabled = false\n")
    run(folder, TOMORROW)
    assert b"data-newest" not in files(folder)[DAY_PAGE]
