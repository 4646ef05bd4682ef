"""`paperlode doctor`."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from paperlode import cli
from paperlode.cli.doctor import clocks
from paperlode.config.start import Wish, start
from paperlode.paper import stamp
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection
from paperlode.replica.server import serve
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Doctor = Callable[..., tuple[int, dict[str, str]]]

ANSWER = b"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id>
  <title>arXiv Query: search_query=all:crystal</title>
  <updated>2026-08-21T06:00:00Z</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>0</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
</feed>
"""
SETTINGS = 'contact = "a@example.org"\n[[topic]]\nname = "Crystals"\nquery = "all:crystal"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a tracker under version control, with everything in its place."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    start(tmp_path, Wish())
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return tmp_path


@pytest.fixture
def doctor(folder: Path, capsys: pytest.CaptureFixture[str]) -> Doctor:
    """Let the doctor look; give the exit code and the worst that is said about each thing."""

    def look(*words: str) -> tuple[int, dict[str, str]]:
        with pytest.raises(SystemExit) as ended:
            cli.start(["doctor", *(words or ["--offline"]), "--json", "--config", str(folder)])
        order = ["ok", "warning", "wrong"]
        found: dict[str, str] = {}
        for one in json.loads(capsys.readouterr().out):
            line = f"{one['state']}: {one['says']}"
            before = found.setdefault(one["about"], line)
            if order.index(one["state"]) > order.index(before.split(":")[0]):
                found[one["about"]] = line
        return int(ended.value.code or 0), found

    return look


def test_a_new_tracker_is_well(doctor: Doctor) -> None:
    """Nothing to do, exit code 0."""
    code, found = doctor()

    assert code == 0
    assert {line.split(":")[0] for line in found.values()} == {"ok"}


def test_wrong_settings_are_all_that_is_said(doctor: Doctor, folder: Path) -> None:
    """Without settings nothing else can be looked at; exit code 2."""
    (folder / "paperlode.toml").write_text("titel = 'x'\n" + SETTINGS)
    code, found = doctor()

    assert (code, list(found)) == (2, ["program", "settings"])
    assert "line 1, column 1" in found["settings"]


@pytest.mark.parametrize(
    ("name", "text", "about", "says", "code"),
    [
        ("paperlode.toml", SETTINGS.split("\n", 1)[1], "settings", "warning: no contact", 0),
        ("README.md", "# Mine\n", "README", "wrong: the README has no", 2),
        ("README.md", None, "README", "warning: there is no README.md", 0),
        ("archive/manifest.json", "{", "archive", "wrong: ", 2),
        ("archive/papers/2608.jsonl", "nonsense\n", "archive", "wrong: ", 2),
        ("archive", "a file", "folders", "wrong: ", 1),
        (".paperlode/store.db", "no database" * 100, "store", "wrong: ", 2),
        (".gitignore", "/site/\n", "git", "warning: /.paperlode/ is not ignored", 0),
        (".gitignore", "/site/\n.paperlode\narchive\n", "git", "warning: archive is ignored", 0),
        (".github/workflows/daily.yml", None, "workflow", "warning: none in", 0),
    ],
)
def test_what_is_not_right_is_told(
    doctor: Doctor, folder: Path, *, name: str, text: str | None, about: str, says: str, code: int
) -> None:
    """With what to do; a warning leaves the exit code at 0."""
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        place.unlink()
    else:
        place.write_text(text)
    ended, found = doctor()

    assert found[about].startswith(says)
    assert ended == code


def test_a_folder_without_version_control_is_told(doctor: Doctor, folder: Path) -> None:
    """The archive deserves it."""
    (folder / ".git").rename(folder / "git-no-more")

    assert doctor()[1]["git"].startswith("warning: no version control")


@pytest.fixture
def arxiv() -> Iterator[HTTPServer]:
    """Serve one answer for every question."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer as arXiv does when nothing matches."""
            self.send_response(200)
            self.send_header("Content-Type", "application/atom+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(ANSWER)))
            self.end_headers()
            self.wfile.write(ANSWER)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def intake(folder: Path, port: int) -> None:
    """Let the settings point at this machine."""
    url = f"http://127.0.0.1:{port}/api/query"
    more = f'[intake]\npause_seconds = 0\nsearch_url = "{url}"\n'
    (folder / "paperlode.toml").write_text(SETTINGS + more)


def test_one_question_is_asked(doctor: Doctor, folder: Path, arxiv: HTTPServer) -> None:
    """The first topic's query, so that it is known to be understood."""
    intake(folder, arxiv.server_port)
    code, found = doctor("--now", "2026-08-21T06:00:00Z")

    assert code == 0
    assert found["arXiv"].endswith("the topic Crystals has 0 papers there")
    assert "but not as OAI-PMH does" in found["changes"]


def test_the_service_that_lists_changes_is_asked_who_it_is(doctor: Doctor, folder: Path) -> None:
    """It has a host of its own, which a firewall may not know."""
    with serve(Collection([Announced(made_up(1), TODAY - DAY)]), TODAY) as replica:
        intake(folder, int(replica.url.rpartition(":")[2]))
        _, found = doctor("--now", stamp(TODAY))
    assert found["changes"].endswith("/oai answers")


NOW = datetime(2026, 8, 21, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ahead", "right"),
    [
        (timedelta(), True),
        (timedelta(hours=20), True),
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-11), False),
        (timedelta(days=2), False),
    ],
)
def test_a_clock_that_is_wrong_is_noticed(ahead: timedelta, *, right: bool) -> None:
    """An answer may be a day old, but it never comes from the future."""
    assert (not list(clocks(ANSWER, NOW + ahead))) is right


def test_an_answer_without_a_time_says_nothing_about_clocks() -> None:
    """The time of a paper is none of the answer's."""
    body = b"<feed><entry><updated>2020-01-01T00:00:00Z</updated></entry></feed>"

    assert not list(clocks(body, NOW))
