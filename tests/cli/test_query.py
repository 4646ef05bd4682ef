"""``paperlode query``: what a query means, and which papers of a file match it."""

from __future__ import annotations

import gzip
import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
import zstandard

from paperlode.cli import query, start

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = query.__name__  # importing the module adds the commands

RECORDS = [
    {
        "id": f"2608.0000{number}",
        "version": number,
        "title": title,
        "abstract": "Made up.",
        "authors": ["Ada Example"],
        "categories": ["cs.LG"],
        "submitted": "2026-08-01T00:00:00Z",
    }
    for number, title in enumerate(["Crystals", "Glasses", "A crystal"], start=1)
]
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()


def run(*words: str) -> object:
    """Run the command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        start(["query", *words])
    return left.value.code or 0


def answers(
    lines: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """Give what the batch command answers to lines on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run("parse", "--batch", "-") == 0
    return capsys.readouterr().out


def test_a_batch_is_answered_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Trees as lists, null for nothing to search, an error with its place."""
    asked = ['ti:a AND NOT au:"b c"', "NOT ti:a", "", "ti:", "ti:a AND", "all:*", 'au:""']
    out = answers("".join(json.dumps(text) + "\n" for text in asked).encode(), monkeypatch, capsys)
    told = [json.loads(line) for line in out.splitlines()]
    assert told[:4] == [
        {"tree": ["ANDNOT", ["ti", "a"], ["au", '"b c"']]},
        {"tree": ["ANDNOT", ["ti", "a"]]},
        {"tree": None},
        {"tree": None},
    ]
    assert [set(answer) for answer in told[4:6]] == [{"error", "at"}] * 2
    assert (told[4]["at"], told[5]["at"]) == (8, 0)
    assert "500" in told[5]["error"]
    assert told[6] == {"tree": ["au", '""']}


ODD_LINES = [
    (b"7", '{"error": "not a JSON string", "at": 0}'),
    (b"not json", '{"error": "not JSON: Expecting value, column 1", "at": 0}'),
    (b"", '{"error": "not JSON: the line is empty", "at": 0}'),
    (b'"tab\t"', '{"error": "not JSON: Invalid control character at, column 5", "at": 0}'),
    (b'"\xff"', "{\"error\": \"not JSON: 'utf-8' codec can't decode byte 0xff"),
    (b"\x00\x00", '{"error": "not JSON: '),
    (b"[" * 100_000, '{"error": "not JSON: maximum recursion'),
    (b'"' + b"a" * 1_000_000 + b'"', '{"error": "the query has 1000000 characters'),
    (b'"ti:a"\r', '{"tree": ["ti", "a"]}'),
    (b'\xef\xbb\xbf"ti:a"', '{"tree": ["ti", "a"]}'),
    (b'"\\ud800 \\u0000"', r'{"tree": ["OR", ["all", "\ud800"], ["all", "\u0000"]]}'),
    (b'"no line break behind"', '{"tree": ["OR", ["all", "no"]'),
]


def test_every_line_is_answered_by_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In their order, whatever comes."""
    given = b"\n".join(line for line, _ in ODD_LINES)
    told = answers(given, monkeypatch, capsys).split("\n")
    assert told.pop() == ""
    assert len(told) == len(ODD_LINES)
    assert [line[: len(begin)] for line, (_, begin) in zip(told, ODD_LINES, strict=True)] == [
        begin for _, begin in ODD_LINES
    ]


def test_a_person_is_shown_what_arxiv_reads(capsys: pytest.CaptureFixture[str]) -> None:
    """The repaired text, the tree drawn, and a form without doubt."""
    assert run("parse", "ti:dark matter AND cat:cs.LG") == 0
    told = capsys.readouterr().out
    assert "arXiv reads:  ti:dark OR all:matter AND cat:cs.LG" in told
    assert "OR\n├─ ti:dark\n└─ AND\n   ├─ all:matter\n   └─ cat:cs.LG" in told
    assert "unambiguous:  (ti:dark OR (all:matter AND cat:cs.LG))" in told


def test_a_person_is_told_what_the_index_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    """A query can be read and still not be answered."""
    assert run("parse", "ti:*a") == 0
    assert "but:          ti:*a begins with a wildcard" in capsys.readouterr().out


def test_a_mistake_is_pointed_at(capsys: pytest.CaptureFixture[str]) -> None:
    """Line, column, and a mark under the place."""
    assert run("parse", "ti:a OR\n  (ti:b") == 2
    told = capsys.readouterr().err
    assert "line 2, column 3: this parenthesis is never closed" in told
    assert told.splitlines()[-2:] == ["    (ti:b", "    ^"]


def test_a_mistake_in_a_long_query_is_shown_with_its_surroundings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not a screenful of query."""
    assert run("parse", "ti:aaaa OR " * 50 + ") OR ti:b") == 2
    *_, shown, mark = capsys.readouterr().err.splitlines()
    assert shown[mark.index("^")] == ")"
    assert len(shown) < 80


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["parse", "--json", "ti:a"], 0, {"tree": ["ti", "a"]}),
        (["parse", "--json", "ti:a AND"], 2, {"at": 8}),
    ],
)
def test_one_query_as_json(
    words: list[str], code: int, told: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    """For other programs; the exit code says whether it can be asked."""
    assert run(*words) == code
    assert told.items() <= json.loads(capsys.readouterr().out).items()


@pytest.mark.parametrize("words", [["parse"], ["parse", "ti:a", "--batch", "-"], ["parse", ""]])
def test_wrong_use_is_told(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exactly one query, or a batch."""
    assert run(*words) == 2
    assert capsys.readouterr().err.startswith("paperlode: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("records.jsonl", LINES),
        ("records.jsonl.gz", gzip.compress(LINES)),
        ("records.jsonl.zst", zstandard.compress(LINES)),
    ],
)
def test_matching_papers_are_named(
    name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Plain or packed, one identifier with version a line."""
    (tmp_path / name).write_bytes(content)
    assert run("match", "ti:crystal", str(tmp_path / name)) == 0
    assert capsys.readouterr().out.splitlines() == ["2608.00001v1", "2608.00003v3"]


def test_bad_lines_are_named_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest is matched; the exit code says that something was left out."""
    file = tmp_path / "records.jsonl"
    file.write_bytes(b"\n{broken\n" + LINES + b'{"id":"x"}\n')
    assert run("match", "ti:crystal", str(file)) == 2
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert f"{file}, line 2: not JSON" in told.err
    assert f"{file}, line 6: field 'submitted'" in told.err
    assert "2 lines are not paper records" in told.err


@pytest.mark.parametrize("words", [["ti:a AND", "x"], ["ti:a", "no-such-file.jsonl"]])
def test_what_cannot_be_matched_is_told(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A query with a mistake, a file that is not there."""
    assert run("match", *words) == 2
    assert capsys.readouterr().err.startswith("paperlode: ")


def test_a_category_is_written_with_all_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    """Ready to be put into a topic; what arXiv does not know is refused."""
    assert run("category", "math.ST", "hep-th") == 0
    assert capsys.readouterr().out == "(cat:math.ST OR cat:stat.TH OR cat:hep-th)\n"
    assert run("category", "hep-th", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"query": "cat:hep-th"}
    assert run("category", "hep-xx") == 2
    assert "neither a category nor an archive" in capsys.readouterr().err
