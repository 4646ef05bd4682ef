"""Checks 28 to 42 of a server: the query language, and what queries find."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paperlode.query import parse

if TYPE_CHECKING:
    from tests.conformance.asking import Asking

_LINES = Path(__file__).with_name("language.tsv").read_text().splitlines()
ROWS = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]


def understood(server: Asking, query: str) -> tuple[int, str]:
    """Give the status, and the tree with all its parentheses."""
    answer = server.search(query)
    if answer.status != 200:
        return answer.status, ""
    (link,) = answer.tree.findall("{*}link")
    text = link.get("href", "").partition("?search_query=")[2].rpartition("&start=")[0]
    return 200, text


def row(status: str, _query: str, tree: str = "") -> tuple[int, str]:
    """Give what a row of the table expects; a link lacks the outermost parentheses."""
    compound = tree.startswith("(") and tree.endswith(")")
    return int(status), tree[1:-1] if compound else tree


def test_every_known_example_is_understood_as_arxiv_does(server: Asking) -> None:
    """28. 135 queries; a missing operator is OR, operators in lower case are words."""
    assert len(ROWS) == 135
    wrong = [one for one in ROWS if understood(server, one[1]) != row(*one)]
    assert wrong == []
    assert understood(server, "a and b") == (200, "all:a OR (all:and OR all:b)")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("ti:a AND ti:b OR ti:c", "ti:a AND (ti:b OR ti:c)"),
        ("ti:a OR ti:b AND ti:c", "ti:a OR (ti:b AND ti:c)"),
        ("ti:a ANDNOT ti:b AND ti:c", "ti:a ANDNOT (ti:b AND ti:c)"),
        ("ti:a ANDNOT ti:b ANDNOT ti:c", "ti:a ANDNOT (ti:b ANDNOT ti:c)"),
        ("ti:a ANDNOT ti:b OR ti:c", "ti:a ANDNOT (ti:b OR ti:c)"),
        ("cat:a OR cat:b AND ti:c", "cat:a OR (cat:b AND ti:c)"),
        ("(cat:a OR cat:b) AND ti:c", "(cat:a OR cat:b) AND ti:c"),
        ("(ti:a ANDNOT ti:b) ANDNOT ti:c", "(ti:a ANDNOT ti:b) ANDNOT ti:c"),
    ],
)
def test_nothing_binds_stronger(server: Asking, query: str, tree: str) -> None:
    """29. Everything associates to the right."""
    assert understood(server, query) == (200, tree)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("ti:(dark AND matter)", "ti:dark AND ti:matter"),
        ("ti:(space AND (apple OR time))", "ti:space AND (ti:apple OR ti:time)"),
        ("au:(space AND ti:time)", "au:space AND ti:time"),
        ("all:(title:(apple))", "all:apple"),
    ],
)
def test_a_prefix_holds_for_its_group(server: Asking, query: str, tree: str) -> None:
    """30. A prefix of its own wins."""
    assert understood(server, query) == (200, tree)


@pytest.mark.parametrize(
    ("query", "arxiv", "ours"),
    [
        ("au:a_b AND ti:c", 'au:"a b" AND ti:c', '(au:"a b" AND ti:c)'),
        ("ti:c AND au:a_b", "ti:c AND au:a_b", '(ti:c AND au:"a b")'),
        ("(au:a_b AND ti:c)", "au:a_b AND ti:c", '(au:"a b" AND ti:c)'),
        ("ti:f_b AND au:smith", 'ti:f_b AND au:"f b"', "(ti:f_b AND au:smith)"),
        ("au:a_b AND au:c_d", 'au:"a b" AND au:c_d', '(au:"a b" AND au:"c d")'),
    ],
)
def test_underscores_in_names_have_arxivs_bug(
    server: Asking, query: str, arxiv: str, ours: str
) -> None:
    """31. The server has it; topics have the sane meaning that the manual promises."""
    assert understood(server, query) == (200, arxiv)
    assert str(parse(query)) == ours


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ("[202611030100 TO 202611030100]", {"3v1"}),
        ("[20261104 TO 20261104]", {"4v2"}),
        (
            "[202611 TO 202611]",
            {"1v1", "2v1", "3v1", "4v2", "5v1", "6v1", "7v1"} | {"2611.00010v1", "2611.00011v6"},
        ),
        ("[2004 TO 2016]", {"cond-mat/0402229v1", "1605.08386v1"}),
        ("[20261103010000 TO 20261103010059]", {"3v1"}),
        ("[2026110310 TO 2026110310]", {"3v1"}),  # not ten o'clock, but one
        ("[20261104 TO 20261103]", set()),
        ("2026", 500),
        ("[2026-11-01 TO 2026-11-02]", 500),
        ("[* TO 202611040000]", 500),
        ("[202611030100 to 202611040100]", 500),
    ],
)
def test_dates_have_4_6_8_12_or_14_digits(
    server: Asking, dates: str, found: set[str] | int
) -> None:
    """32. Ten are misread; what else is no range of dates is answered with 500."""
    query = f"submittedDate:{dates}"
    if isinstance(found, int):
        assert server.search(query).why[0] == found
    else:
        assert server.found(query) == found


def test_a_filter_on_updates_acts_on_the_first_version(server: Asking) -> None:
    """33. ``lastUpdatedDate`` becomes ``submittedDate``."""
    assert server.found("lastUpdatedDate:[20261104 TO 20261104]") == {"4v2"}
    assert server.found("lastUpdatedDate:[20261113 TO 20261113]") == set()


def test_empty_phrases_and_negations(server: Asking) -> None:
    """34. Nothing in quotes matches all; NOT works for one term and fails for a group."""
    everything = server.found("cat:*")
    assert server.found('au:""') == everything
    assert server.found('ti:dark OR au:""') == everything
    assert server.found("ANDNOT ti:dark") == everything - {"1v1", "2v1"}
    assert server.search("NOT (ti:a OR ti:b)").status == 500
    assert server.search("NOT cat:cs.CV AND ti:foo").status == 500


def test_raw_leaves_the_repair_out(server: Asking) -> None:
    """35. ``raw=1`` takes the strict grammar only."""
    assert server.search("pineapple", raw=1).why[:2] == (400, "Invalid query string: 'pineapple'")
    assert server.search("all:pineapple", raw=1).status == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ti:crystal", {"3v1"}),
        ("abs:abstracts AND ti:dark", {"1v1", "2v1"}),
        ("co:run", set()),
        ("co:running", {"2v1"}),
        ("jr:Ex", {"1v1"}),
        ("jr:Exs", set()),
        ("rn:EX-PUB-12", {"1v1"}),
        ("rn:pubs", set()),
        ("ti:schrodinger", set()),
        ("ti:schr\u00f6dinger", {"3v1"}),
        ("au:Mueller", {"3v1"}),
        ("au:muller", {"3v1"}),
    ],
)
def test_stems_and_accents(server: Asking, query: str, found: set[str]) -> None:
    """36. Stems in title and abstract alone; accents count in titles and not in names."""
    assert server.found(query) == found


def test_a_quoted_name_is_one_author_in_any_order(server: Asking) -> None:
    """37. ``"x a"`` is A X; two authors A X and B Y are not ``a y``, except without quotes."""
    assert server.found('au:"x a"') == {"3v1"}
    assert server.found('au:"a y"') == set()
    assert server.found('au:"muller gerd"') == {"3v1"}


def test_a_surname_with_an_initial(server: Asking) -> None:
    """38. ``smith,j`` is John Smith and J. Smith, not Ada Smith, nor Jane Doe beside a Smith."""
    assert server.found("au:smith,j") == {"5v1", "6v1"}
    assert server.found('au:"j smith"') == {"6v1"}
    assert server.found("au:smith") == {"5v1", "6v1", "7v1"}
    assert server.found("au:doe,jane") == {"5v1"}


def test_categories_are_compared_as_a_whole(server: Asking) -> None:
    """39. ``cs`` finds nothing, wildcards do, cross-lists count."""
    assert server.found("cat:cs") == set()
    assert server.found("cat:cs.* AND ti:dark") == {"1v1", "2v1"}
    assert server.found("cat:cond-mat*") == {"1v1"}
    assert server.found("cat:stat.ML AND ti:2016") == {"5v1"}


def test_identifiers_and_years_as_words(server: Asking) -> None:
    """40. ``id:`` fails for old identifiers; ``all:2016`` finds the month of announcement."""
    assert server.found("id:2611.00004") == {"4v2"}
    assert server.found("id:cond-mat/0402229") == set()
    assert server.found("all:2016") == {"5v1", "1605.08386v1"}
    assert server.found("all:1605") == {"1605.08386v1"}


def test_lists_of_identifiers(server: Asking) -> None:
    """41. Unknown ones are absent, versions count, a query narrows, ten is the default."""
    ids = "2611.00004,2611.00004v1,2611.99999,cond-mat/0402229v1,math.GT/0309136"
    assert server.found(id_list=ids) == {"4v2", "4v1", "cond-mat/0402229v1"}
    assert server.found("ti:first", id_list=ids) == {"4v1"}
    everything = ",".join(f"2611.{number:05d}" for number in range(1, 12))
    everything += ",1605.08386,cond-mat/0402229"
    page = server.search(id_list=everything)
    assert (len(page.names), page.text("totalResults")) == (10, "11")


def test_a_search_sees_current_versions_only(server: Asking) -> None:
    """42. An old version is found by its name and not by its words; nothing is early."""
    assert server.found("ti:first") == set()
    assert server.found("ti:other") == {"4v2"}
    assert server.found(id_list="2611.00012") == set()
