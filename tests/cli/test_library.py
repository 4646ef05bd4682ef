"""``paperlode library``, ``like``, ``hide``, ``forget``: what a reader says, as they type it."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from paperlode.cli import start
from paperlode.paper import stamp
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection
from paperlode.replica.server import serve
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperlode.replica.server import Replica

ONE, TWO = made_up(1).id, made_up(2).id
GLASS = made_up(3, title="Glass", abstract="We invent a glass.", doi="10.1103/Example.1")


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """Serve two papers on crystals and one that no topic tracks."""
    papers = [made_up(1), made_up(2), GLASS]
    with serve(Collection(Announced(paper, paper.updated) for paper in papers), TODAY) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, replica: Replica, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with one topic, pointed at the replica."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paperlode.toml").write_text(
        f'title = "Mine"\n[[topic]]\nname = "Crystals"\nquery = "abs:crystal"\n'
        f'[publish]\nreadme = false\n[intake]\nsearch_url = "{replica.search_url}"\n'
        "pause_seconds = 0\n"
    )
    return tmp_path


def code(*words: str) -> int:
    """Run a command in this process; give its exit code."""
    with pytest.raises(SystemExit) as ended:
        start(list(words))
    return int(ended.value.code or 0)


def library(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    """Give word and source of each paper of the library."""
    capsys.readouterr()
    assert code("library", "list", "--json") == 0
    return {one["id"]: (one["word"], one["source"]) for one in json.loads(capsys.readouterr().out)}


def test_papers_are_fetched_by_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that no topic tracks is kept in the archive, on no page of a topic."""
    assert code("library", "add", GLASS.id, f"https://arxiv.org/abs/{ONE}") == 0
    assert library(capsys) == {ONE: ("liked", "command"), GLASS.id: ("liked", "command")}
    assert code("run", "--now", stamp(TODAY)) == 0
    assert GLASS.id in (folder / "archive/papers/2608.jsonl").read_text()
    assert not (folder / "site/paper" / GLASS.id).exists()


def test_a_lost_store_costs_no_like(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of it is text."""
    code("library", "add", GLASS.id)
    for file in (folder / ".paperlode").iterdir():
        file.unlink()
    assert library(capsys) == {GLASS.id: ("liked", "command")}
    assert code("show", GLASS.id) == 0


def test_what_arxiv_does_not_know_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is left out, the others are taken."""
    assert folder.is_dir()
    assert code("library", "add", "2608.09999", ONE) == 0
    assert "arXiv has no paper 2608.09999" in capsys.readouterr().err
    assert list(library(capsys)) == [ONE]


def test_files_are_read_with_what_is_broken_in_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The good entries are taken; papers that are here are found by the publisher's DOI."""
    code("--quiet", "library", "add", GLASS.id)
    code("--quiet", "forget", GLASS.id)
    (folder / "refs.bib").write_text(
        f"@misc{{a, eprint={{{ONE}}}}}\n@misc{{b, title={{\n@misc{{c, doi={{10.1103/EXAMPLE.1}}}}\n"
    )
    assert code("library", "add", "refs.bib", "--now", stamp(TODAY + 99999 * DAY)) == 0
    told = capsys.readouterr()
    assert "refs.bib, line 2" in told.err
    assert "refs.bib: 2 arXiv papers, 2 of them new in the library." in told.out
    assert library(capsys) == {ONE: ("liked", "refs.bib"), GLASS.id: ("liked", "refs.bib")}


def test_a_library_without_arxiv_papers_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the one who gave it: exit code 2 and a sentence."""
    (folder / "refs.bib").write_text("@book{a, title={A book}}\n")
    assert code("library", "add", "refs.bib") == 2
    assert "refs.bib: 1 entries, none of which names an arXiv paper" in capsys.readouterr().err


def test_a_file_in_which_nothing_is_an_entry_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not what its name says."""
    (folder / "refs.bib").write_text("Dear reader")
    assert code("library", "add", "refs.bib") == 2
    assert "looks like bibtex, but no entry is in it" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_file_is_read_in_the_encoding_it_has(folder: Path, encoding: str) -> None:
    """Nobody tells it."""
    text = f"@misc{{a, author={{J\u00f6rg Beispiel}}, eprint={{{ONE}}}}}\r\n"
    (folder / "refs.bib").write_text(text, encoding=encoding)
    assert code("library", "add", "refs.bib") == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["library", "add"], "nothing to add"),
        (["library", "add", "nothing.bib"], "nor is there a file of this name"),
        (["library", "add", "--preset", "mine"], "there is: ai4mat"),
        (["library", "add", "zotero:me"], "write zotero:users/12345"),
        (["like", "me"], "not an arXiv identifier"),
    ],
)
def test_wrong_input_is_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    """And exit code 2."""
    assert folder.is_dir()
    assert code(*words) == 2
    assert why in capsys.readouterr().err


def test_liking_hiding_and_forgetting(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last word holds, also within one second; what was forgotten is not listed."""
    assert folder.is_dir()
    for words in (["like", ONE, TWO], ["hide", ONE], ["forget", TWO, GLASS.id]):
        assert code(*words, "--now", stamp(TODAY)) == 0
    assert library(capsys) == {ONE: ("hidden", "command")}


def test_without_fetching_papers_come_with_the_next_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The mark is there at once, the record after the run."""
    assert code("library", "add", GLASS.id, "--no-fetch") == 0
    code("library", "list")
    assert "(no record yet: the next run asks arXiv for it)" in capsys.readouterr().out
    code("run", "--now", stamp(TODAY))
    capsys.readouterr()
    code("library", "list")
    assert "Glass" in capsys.readouterr().out
    assert folder.is_dir()


def test_a_source_is_removed_as_a_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the name under which the list shows it; adding it again brings nothing back."""
    (folder / "mine.txt").write_text(f"{ONE} {TWO}\n")
    code("library", "add", "mine.txt")
    code("library", "remove", "mine.txt")
    assert library(capsys) == {}
    code("library", "add", "mine.txt")
    assert library(capsys) == {}


def test_words_struck_out_on_the_site_stand_in_the_archive(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Older files change nothing; a wrong word is named and costs the others nothing."""
    for day, on in ((2, True), (1, False)):
        word = {"on": on, "at": f"2026-08-0{day}T06:00:00.123Z"}
        words = {"glass": word, "new\nline": word, "two words": {**word, "on": True}}
        marks = {"format": "paperlode-marks", "version": 1, "papers": {}, "words": words}
        (folder / "marks.json").write_text(json.dumps(marks))
        assert code("library", "add", "marks.json") == 0
    told = capsys.readouterr()
    assert "words struck out: glass, two words." in told.out
    assert "no word that is struck out" in told.err
    lines = (folder / "archive" / "strikes.jsonl").read_text().splitlines()
    assert json.loads(lines[0]) == {"word": "glass", "at": "2026-08-02T06:00:00Z", "on": True}
    assert len(lines) == 2
    (folder / ".paperlode" / "store.db").unlink()
    assert code("library", "add", ONE) == 0
    assert (folder / "archive" / "strikes.jsonl").read_text().splitlines() == lines


def test_the_sites_marks_are_taken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Stars and what was hidden, with their moments; again and again."""
    at = "2026-08-20T06:00:00.250Z"
    papers = {ONE: {"starred": {"on": True, "at": at}}, TWO: {"hidden": {"on": True, "at": at}}}
    marks = {"format": "paperlode-marks", "version": 1, "saved": at, "papers": papers}
    (folder / "marks.json").write_text(json.dumps(marks))
    for _ in range(2):
        assert code("library", "add", "marks.json") == 0
    assert library(capsys) == {ONE: ("liked", "site"), TWO: ("hidden", "site")}
    assert (folder / "archive/library.jsonl").read_text().count("\n") == 2


class Zotero(BaseHTTPRequestHandler):
    """A Zotero with one item, for whoever has the key."""

    def do_GET(self) -> None:
        """Answer."""
        items = [{"version": 9, "data": {"DOI": f"10.48550/arXiv.{ONE}"}}]
        body = json.dumps([] if "since=9" in self.path else items).encode()
        self.send_response(200 if self.headers["Zotero-API-Key"] == "made-up" else 403)
        self.send_header("Last-Modified-Version", "9")
        self.send_header("Total-Results", str(body.count(b"version")))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def zotero(folder: Path) -> Iterator[ThreadingHTTPServer]:
    """Serve it, and let the settings point there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Zotero)
    Thread(target=server.serve_forever, daemon=True).start()
    settings = folder / "paperlode.toml"
    address = f"http://127.0.0.1:{server.server_port}"
    settings.write_text(f'{settings.read_text()}[ranking]\nzotero_url = "{address}"\n')
    yield server
    server.shutdown()
    server.server_close()


def test_zotero_is_read_with_the_key_of_the_environment(
    zotero: ThreadingHTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The second time only what changed; the key is never printed, right or wrong."""
    assert zotero.server_port
    monkeypatch.setenv("ZOTERO_API_KEY", "made-up")
    assert code("library", "add", "zotero:users/1") == 0
    assert "zotero users/1: 1 arXiv papers, 1 of them new" in capsys.readouterr().out
    assert code("library", "add", "zotero:users/1") == 0
    assert "zotero users/1: 0 arXiv papers" in capsys.readouterr().out
    monkeypatch.setenv("ZOTERO_API_KEY", "wrong-secret")
    assert code("library", "add", "zotero:users/1") == 1
    told = capsys.readouterr()
    assert "key is missing, wrong" in told.err
    assert "secret" not in told.err + told.out


@pytest.mark.parametrize("key", ["secr\u00e9t", "secret\nmore"])
def test_a_key_with_signs_that_no_key_has_is_named(
    zotero: ThreadingHTTPServer,
    key: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And never printed."""
    assert zotero.server_port
    monkeypatch.setenv("ZOTERO_API_KEY", key)
    assert code("--verbose", "library", "add", "zotero:users/1") == 2
    told = capsys.readouterr()
    assert "the key to Zotero has signs in it" in told.err
    assert "secr" not in told.err + told.out


def test_a_run_reads_what_the_settings_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before it ranks; what cannot be read is told, and the run goes on."""
    settings = folder / "paperlode.toml"
    names = '["mine.txt", "gone.bib"]'
    settings.write_text(f"{settings.read_text()}[ranking]\nlibrary = {names}\n")
    (folder / "mine.txt").write_text(f"{ONE}\n")
    assert code("run", "--now", stamp(TODAY)) == 0
    assert "the library gone.bib was not read" in capsys.readouterr().err
    assert library(capsys) == {ONE: ("liked", "mine.txt")}
