"""Papers: records, identifiers, names."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.errors import InputError, RecordError
from paperlode.paper import (
    Author,
    Paper,
    PaperId,
    but_suffix,
    calendar_month,
    moment,
    month_of,
    read_object,
    stamp,
)

RECORD: dict[str, Any] = {
    "id": "2506.05680",
    "version": 2,
    "title": "A made-up title",
    "abstract": "A made-up abstract.",
    "authors": ["Ada Example", "Bo Invented"],
    "categories": ["cond-mat.mtrl-sci", "cs.LG"],
    "submitted": "2025-06-06T01:02:03Z",
    "updated": "2025-06-10T04:05:06Z",
    "doi": "10.1234/example",
}

moments = st.datetimes(datetime(1991, 8, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001  zone next
    lambda value: value.replace(microsecond=0, tzinfo=UTC)
)
papers = st.builds(
    Paper,
    id=st.sampled_from(["2506.05680", "0704.0001", "cond-mat/0207270"]),
    version=st.integers(1, 30),
    title=st.text(),
    abstract=st.text(),
    authors=st.lists(st.text()).map(tuple),
    categories=st.lists(st.text()).map(tuple),
    submitted=moments,
    updated=moments,
    comment=st.none() | st.text(min_size=1),
    doi=st.none() | st.text(min_size=1),
    withdrawn=st.booleans(),
)


@given(papers)
def test_a_record_reads_back_as_the_same_paper(paper: Paper) -> None:
    """Writing a paper as a line and reading it again loses nothing."""
    assert Paper.from_line(paper.to_line()) == paper


def test_a_record_keeps_the_order_of_its_keys_and_leaves_out_what_is_empty() -> None:
    """The archive's diffs stay small because a record has one spelling."""
    assert Paper.from_record(RECORD).to_record() == RECORD
    assert list(Paper.from_record(RECORD).to_record()) == list(RECORD)


def test_a_record_without_version_is_version_one_updated_when_submitted() -> None:
    """Sources that do not say the version mean the first."""
    bare = {key: RECORD[key] for key in RECORD if key not in {"version", "updated"}}
    paper = Paper.from_record(bare)
    assert (paper.version, paper.updated) == (1, paper.submitted)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": None}, "'title' is missing"),
        ({"title": 3}, "'title' is not a text"),
        ({"title": "half \ud800"}, "'title' holds half a character at 5"),
        ({"authors": ["\udfff"]}, "'authors' holds half a character at 0"),
        ({"authors": "Ada Example"}, "'authors' is no list of texts"),
        ({"categories": None}, "'categories' is missing"),
        ({"version": 0}, "'version'"),
        ({"version": True}, "'version'"),
        ({"version": 10**20}, "'version'"),
        ({"submitted": "0001-01-01T00:00:00+14:00"}, "'submitted'"),
        ({"submitted": "yesterday"}, "'submitted'"),
        ({"id": "nonsense"}, "'id'"),
    ],
)
def test_a_wrong_record_names_its_field(change: dict[str, Any], says: str) -> None:
    """Whoever made the file learns which field to mend."""
    with pytest.raises(RecordError, match=says):
        Paper.from_record(RECORD | change)


@pytest.mark.parametrize("line", ["", "{", "[]", "3", '"text"', "\x00", "[" * 100_000])
def test_a_line_that_is_no_record_is_refused(line: str) -> None:
    """Anything but a JSON object is an error, never a paper."""
    with pytest.raises(RecordError):
        Paper.from_line(line)


@pytest.mark.parametrize(
    ("text", "identifier", "version"),
    [
        ("2506.05680", "2506.05680", None),
        ("2506.05680v12", "2506.05680", 12),
        ("arXiv:0706.0001v2", "0706.0001", 2),
        (" https://arxiv.org/abs/1605.08386v3 ", "1605.08386", 3),
        ("http://export.arxiv.org/pdf/1605.08386v3.pdf", "1605.08386", 3),
        ("https://arxiv.org/abs/1605.08386?context=cs#top", "1605.08386", None),
        ("https://doi.org/10.48550/arXiv.2506.05680", "2506.05680", None),
        ("10.48550/arXiv.2506.05680", "2506.05680", None),
        ("oai:arXiv.org:hep-th/9901001", "hep-th/9901001", None),
        ("math.GT/0309136v1", "math/0309136", 1),
        ("cond-mat/0207270", "cond-mat/0207270", None),
    ],
)
def test_identifiers_are_read_as_people_write_them(
    text: str, identifier: str, version: int | None
) -> None:
    """Addresses, prefixes and old subject classes all lead to the bare identifier."""
    assert PaperId.parse(text) == PaperId(identifier, version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "12345.12345",
        "0703.0001",
        "1501.0001",
        "1412.00001",
        "0713.0001",
        "0706.0000",
        "0706.0001v0",
        "hep-th/9901000",
        "hep-th9901001",
        "2506.05680x",
        "2506.05680v1.5",
    ],
)
def test_what_arxiv_never_gave_out_is_no_identifier(text: str) -> None:
    """A typing error is caught here and not by an empty answer."""
    with pytest.raises(InputError, match="not an arXiv identifier"):
        PaperId.parse(text)


@pytest.mark.parametrize(
    ("identifier", "month", "calendar"),
    [("2506.05680", "2506", "2025-06"), ("cond-mat/9912001", "9912", "1999-12")],
)
def test_both_schemes_of_identifiers_tell_their_month(
    identifier: str, month: str, calendar: str
) -> None:
    """The archive keeps a paper in the shard of its identifier's month."""
    assert month_of(identifier) == month
    assert calendar_month(month) == calendar


@pytest.mark.parametrize(
    ("name", "surname", "forenames", "suffix"),
    [
        ("Ada Example", "Example", "Ada", ""),
        ("Adriano del Maestro", "del Maestro", "Adriano", ""),
        ("Ludwig van der Invented", "van der Invented", "Ludwig", ""),
        ("Bo Invented Jr.", "Invented", "Bo", "Jr."),
        ("Plato", "Plato", "", ""),
        ("The Imaginary Collaboration", "The Imaginary Collaboration", "", ""),
        ("Van Example", "Example", "Van", ""),
        ("", "", "", ""),
    ],
)
def test_names_are_split_as_bibliographies_need_them(
    name: str, surname: str, forenames: str, suffix: str
) -> None:
    """Particles go with the surname, collaborations stay whole."""
    assert Author.of(name) == Author(surname, forenames, suffix)


@given(moments)
def test_a_time_reads_back_as_itself(value: datetime) -> None:
    """Times are written in UTC with whole seconds."""
    assert moment(stamp(value)) == value


def test_a_time_with_an_offset_is_moved_to_utc() -> None:
    """Different spellings of one moment are one moment."""
    assert (
        moment("2025-06-06T02:00:00+02:00")
        == moment("2025-06-06T00:00:00")
        == moment("2025-06-06") + timedelta(0)
    )


@given(st.text(), st.text())
def test_lines_are_as_python_writes_them(title: str, comment: str) -> None:
    """So archives that another library wrote stay as they are, byte for byte."""
    paper = Paper.from_record({**RECORD, "title": title, "comment": comment})
    written = json.dumps(paper.to_record(), ensure_ascii=False, separators=(",", ":"))
    assert paper.to_line() == written


@pytest.mark.parametrize("text", ['{"a": NaN}', f'{{"a": {10**30}}}', '{"a": "\\ud83d"}'])
def test_what_only_python_reads_is_read(text: str) -> None:
    """Other programs write it; what is wrong with it for a paper, the fields say."""
    assert list(read_object(text)) == ["a"]


@given(st.lists(st.sampled_from(["Ada", "de", "Jr.", "iii", "Team", "M."]), max_size=4))
def test_a_suffix_is_the_only_word_left_out_of_a_full_name(words: list[str]) -> None:
    """So an author's words are found without taking the name apart."""
    author = Author.of(" ".join(words))
    assert but_suffix(" ".join(words)) == (
        f"{author.forenames} {author.surname}".split(),
        author.suffix,
    )
