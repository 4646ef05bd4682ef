"""``paperlode replica``: an arXiv on this machine, for as long as wanted."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from paperlode.cli import start
from paperlode.cli.replica import horizon
from paperlode.paper import moment
from paperlode.sources import search_api

if TYPE_CHECKING:
    from pathlib import Path

RECORD = {
    "id": "2611.00001",
    "version": 1,
    "title": "A made-up title",
    "abstract": "A made-up abstract.",
    "authors": ["Ada Example"],
    "categories": ["cs.LG"],
    "submitted": "2026-11-03T12:00:00Z",
    "updated": "2026-11-03T12:00:00Z",
}


def _get(url: str) -> bytes:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        return connection.getresponse().read()
    finally:
        connection.close()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end(tmp_path: Path, ending: signal.Signals) -> None:
    """It says where it is, answers, and ends with exit code 0 on Ctrl-C and SIGTERM."""
    papers, faults = tmp_path / "papers.jsonl", tmp_path / "faults.toml"
    papers.write_text(json.dumps(RECORD) + "\n")
    faults.write_text('[[fault]]\nkind = "429"\nfirst = 2\n')
    words = ["--papers", str(papers), "--now", "2026-11-23T06:00:00Z", "--faults", str(faults)]
    with subprocess.Popen(
        [sys.executable, "-m", "paperlode", "replica", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Papers: 1 (1 versions) as they stood")
        url = process.stdout.readline().split()[-1]
        page = search_api.read(_get(f"{url}?search_query=all:made"))
        assert [paper.to_record() for paper in page.papers] == [RECORD]
        assert _get(f"{url}?search_query=all:made") == b"Rate exceeded."
        process.send_signal(ending)
        process.stdout.read()
        assert process.wait(10) == 0


def test_it_tells_programs_where_it_is() -> None:
    """With --json the first output is one object with the addresses; the index may be late."""
    words = ["--json", "replica", "--synthetic", "50", "--now", "2026-11-23T06:00:00Z"]
    words += ["--search-lag", "8760"]
    with subprocess.Popen(
        [sys.executable, "-m", "paperlode", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told = _object(process)
        assert json.loads(_get(told["url"] + "/_replica/clock"))["now"] == "2026-11-23T06:00:00Z"
        assert told["search_url"] == told["url"] + "/api/query"
        assert told["versions"] + told["not_yet_announced"] >= 50
        assert search_api.read(_get(f"{told['search_url']}?search_query=cat:*")).total < 50
        assert told["papers"] > 30
        process.terminate()
        assert process.wait(10) == 0


def _object(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    lines = ""
    while not lines.endswith("\n}\n"):
        lines += process.stdout.readline()
    value: dict[str, Any] = json.loads(lines)
    return value


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--papers", "no.jsonl"], "cannot read no.jsonl: "),
        (["--papers", "bad.jsonl"], "bad.jsonl, line 2: field 'submitted' is missing"),
        (["--papers", "bad.gz"], "cannot read bad.gz: "),
        (["--papers", "bad.zst"], "cannot read bad.zst: "),
        (["--papers", "empty.jsonl"], "empty.jsonl has no papers"),
        (["--papers", "bad.jsonl", "--synthetic", "3"], "either --papers or --synthetic"),
        (["--synthetic", "0"], "at least 1 paper"),
        (["--synthetic", "1", "--seed", "-1"], "a number from 0 on"),
        (["--synthetic", "1", "--now", "today"], "--now 'today' is not an ISO time"),
        (["--synthetic", "1", "--now", "2026-11-23"], "with a zone"),
        (["--synthetic", "1", "--port", "99999"], "port 99999 cannot be used"),
        (["--synthetic", "1", "--faults", "no.toml"], "cannot read the fault file no.toml"),
        (["--synthetic", "1", "--faults", "bad.toml"], "bad.toml, line 2: fault 1 key 'kind'"),
    ],
)
def test_wrong_input_is_named(
    words: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each mistake ends with exit code 2 and one sentence that says what and where."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text(json.dumps(RECORD) + '\n{"id": "2611.00002"}\n')
    (tmp_path / "empty.jsonl").write_text("\n")
    (tmp_path / "bad.gz").write_bytes(b"not packed")
    (tmp_path / "bad.zst").write_bytes(b"not packed")
    (tmp_path / "bad.toml").write_text('[[fault]]\nkind = "fourtwonine"\n')
    with pytest.raises(SystemExit) as ended:
        start(["--quiet", "replica", *words])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-01-01T00:00:00Z", "2026-04-01"),
        ("2026-03-15T00:00:00Z", "2026-07-01"),
        ("2026-08-20T06:00:00Z", "2026-10-01"),
        ("2026-11-23T06:00:00Z", "2027-01-01"),
        ("2026-12-31T23:59:59Z", "2027-04-01"),
    ],
)
def test_the_same_papers_are_invented_for_a_quarter(now: str, until: str) -> None:
    """A restart shows the same papers, and there are always some still to come."""
    assert horizon(moment(now)) == moment(until)
