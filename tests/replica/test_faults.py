"""Scripts of what goes wrong."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from paperlode.errors import InputError
from paperlode.paper import moment
from paperlode.replica.faults import CHANNELS, KINDS, read_faults

if TYPE_CHECKING:
    from paperlode.replica.faults import Faults

NOW = moment("2026-11-23T01:00:00Z")
URL = "/api/query?search_query=all:x&start=100"


def _struck(faults: Faults, requests: int) -> list[int]:
    return [n for n in range(1, requests + 1) if faults.strike(URL, NOW)]


@pytest.mark.parametrize(
    ("script", "struck"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("first = 3", [3, 4, 5, 6]),
        ("first = 2\ncount = 2", [2, 3]),
        ("count = 1", [1]),
        ("count = 0", []),
        ("probability = 0", []),
        ('match = "start=100"', [1, 2, 3, 4, 5, 6]),
        ('match = "start=200"', []),
        ("from = 2026-11-23T01:00:00Z", [1, 2, 3, 4, 5, 6]),
        ("from = 2026-11-23T01:00:01Z", []),
        ("until = 2026-11-23T01:00:00Z", []),
        ('from = "2026-11-23"\nuntil = 2026-11-24', [1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_fault_strikes_when_all_its_conditions_hold(script: str, struck: list[int]) -> None:
    """Time, number of the request, address and chance are all asked."""
    assert _struck(read_faults(f"[[fault]]\nkind = 503\n{script}"), 6) == struck


@pytest.mark.parametrize(
    ("channel", "struck"),
    [("", "search oai feed listing"), ("oai", "oai"), ("search", "search"), ("feed", "feed")],
)
def test_a_fault_can_be_one_services_alone(channel: str, struck: str) -> None:
    """Without a channel it happens to all, and to requests that go nowhere."""
    line = f'channel = "{channel}"' if channel else ""
    faults = read_faults(f"[[fault]]\nkind = 503\n{line}")
    assert [name for name in CHANNELS if faults.strike(URL, NOW, name)] == struck.split()
    assert bool(faults.strike("/nowhere", NOW, "")) == (not channel)


@pytest.mark.parametrize(
    ("ids", "count", "some"),
    [
        ('"2310.16116-2310.16350"', 235, "2310.16116 2310.16350 2310.16200"),
        ('"0704.0009-0704.0011", "2611.00001"', 4, "0704.0009 0704.0010 2611.00001"),
        ('"hep-th/9901001"', 1, "hep-th/9901001"),
    ],
)
def test_a_hole_may_be_a_block(ids: str, count: int, some: str) -> None:
    """From one identifier to another of the same month."""
    [fault] = read_faults(f'[[fault]]\nkind = "hole"\nids = [{ids}]').script
    assert len(fault.names) == count
    assert set(some.split()) <= fault.names


def test_requests_are_counted_where_a_fault_looks() -> None:
    """The third request means the third of those that ``match`` lets through in its time."""
    faults = read_faults('[[fault]]\nkind = "html"\nmatch = "start=100"\nfirst = 2\ncount = 1')
    assert not faults.strike("/api/query?start=0", NOW)
    assert not faults.strike(URL, NOW)
    assert not faults.strike("/api/query?start=0", NOW)
    assert faults.strike(URL, NOW)


def test_chance_repeats_itself() -> None:
    """The same seed has the same bad luck, about as often as it says."""
    script = '[[fault]]\nkind = "429"\nprobability = 0.3\nseed = 7'
    struck = _struck(read_faults(script), 1000)
    assert struck == _struck(read_faults(script), 1000)
    assert 230 < len(struck) < 370


def test_a_script_says_how_often_it_struck_and_can_be_sent_back() -> None:
    """What GET shows is a script again, in JSON."""
    faults = read_faults(
        '[[fault]]\nkind = "429"\nretry_after = 600\nuntil = 2027-01-01\nfirst = 2'
    )
    _struck(faults, 3)
    record = faults.to_record()
    assert record == {
        "fault": [
            {
                "kind": "429", "until": "2027-01-01T00:00:00Z", "first": 2,
                "retry_after": "600", "met": 3, "hits": 2,
            }
        ]
    }  # fmt: skip
    again = read_faults(json.dumps(record)).script[0]
    assert (again.until, again.met) == (NOW.replace(year=2027, month=1, day=1, hour=0), 0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_for(kind: str) -> None:
    """Each kind of the table can be written in a script."""
    faults = read_faults(f'[[fault]]\nkind = "{kind}"\nids = ["2611.00001"]')
    assert [fault.kind for fault in faults.strike(URL, NOW + timedelta(days=400))] == [kind]


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("[[fault]\n", "faults: cannot be read: .*line 1"),
        ("{", "faults: cannot be read: .*line 1"),
        ("[fault]\nkind = 429", "faults: a script consists of .*'fault' is no list"),
        ("[[faults]]\nkind = 429", "faults: a script consists of .*found 'faults'"),
        ("fault = [1]", "faults: fault 1 is no table"),
        ("\n[[fault]]\nfirst = 1", "faults, line 2: fault 1 has no kind; kinds are 429"),
        (
            "[[fault]]\nkind = 429\n[[fault]]\nfirst = 1\nkind = 'empty-pages'",
            r"faults, line 5: fault 2 key 'kind' .*did you mean 'empty-page'\?",
        ),
        ("[[fault]]\nkind = 500\nfrist = 1", r"line 3: .*'frist' \(did you mean 'first'\?\)"),
        ("[[fault]]\nkind = 500\nfirst = 0", "line 3: .*counted from 1"),
        ("[[fault]]\nkind = 500\ncount = -1", "line 3: .*not a whole number"),
        ("[[fault]]\nkind = 500\ncount = true", "line 3: .*not a whole number"),
        ("[[fault]]\nkind = 500\nprobability = 2", "line 3: .*between 0 and 1"),
        ("[[fault]]\nkind = 500\nfrom = 'soon'", "line 3: .*'soon'"),
        ("[[fault]]\nkind = 500\nmatch = 5", "line 3: .*not a text"),
        ("[[fault]]\nkind = 'slow'\nseconds = -1", "line 3: .*not a number"),
        ("[[fault]]\nkind = 'hole'", r"line 2: .*needs ids = "),
        ("[[fault]]\nkind = 'hole'\nids = [1]", "line 3: .*not a list of identifiers"),
        ("[[fault]]\nkind = 'hole'\nids = ['2310.00002-2310.00001']", "line 3: .*no block"),
        ("[[fault]]\nkind = 'hole'\nids = ['2310.0001-2310.00002']", "line 3: .*no block"),
        ("[[fault]]\nkind = 'lag'\ndays = 40000", "line 3: .*more than 36500 days"),
        ("[[fault]]\nkind = 'lag'\nchannel = 'serach'", r"line 3: .*mean 'search'\?"),
        ('{"fault": [{"kind": "html", "sedd": 1}]}', "faults: fault 1 .*'seed'"),
    ],
)
def test_a_wrong_script_is_named_with_its_place(script: str, sentence: str) -> None:
    """The error names line and key, what is allowed, and the nearest right spelling."""
    with pytest.raises(InputError, match=sentence):
        read_faults(script)
