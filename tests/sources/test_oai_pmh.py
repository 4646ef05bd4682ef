"""OAI-PMH: requests as URLs, answers as pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.errors import AnswerError, RefusedError
from paperlode.sources import oai_pmh
from paperlode.sources.oai_pmh import OaiError, Place, place, read, request, resume
from tests.oai_answers import answer, papers, raw, record, refusal

HERE = "https://example.org/oai"
TODAY = date(2026, 11, 23)


def sent(url: str) -> dict[str, str]:
    """Give what the service reads in a URL."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True))


# --- requests


def test_a_list_is_asked_for_by_set_and_days() -> None:
    """Days only: arXiv refuses a time of day."""
    url = request(HERE, sets="cs:cs:LG", since=date(2026, 11, 1), until=date(2026, 11, 9))
    assert url == (
        f"{HERE}?verb=ListRecords&metadataPrefix=arXivRaw"
        "&from=2026-11-01&until=2026-11-09&set=cs:cs:LG"
    )
    moment = datetime(2026, 11, 1, 23, 59, tzinfo=UTC)
    assert sent(request(HERE, since=moment))["from"] == "2026-11-01"
    assert "doc" not in sent(oai_pmh.one(HERE, "hep-th/9901001"))


DAYS = st.none() | st.dates(date(1999, 1, 1), date(2030, 1, 1))


@given(DAYS, DAYS)
def test_no_request_is_sent_that_the_service_refuses(
    since: date | None, until: date | None
) -> None:
    """No day before 2005-09-16, none in the future, no end before the beginning."""
    try:
        fields = sent(request(HERE, since=since, until=until, today=TODAY))
    except ValueError:
        assert until is not None
        assert until < max(since or oai_pmh.EARLIEST, oai_pmh.EARLIEST)
        return
    first, last = fields.get("from", "2005-09-16"), fields.get("until", "2026-11-23")
    assert "2005-09-16" <= first <= last <= "2026-11-23"
    assert first < "2026-11-23"
    assert set(fields) <= {"verb", "metadataPrefix", "from", "until"}


@given(DAYS, DAYS, st.dates(oai_pmh.EARLIEST, TODAY))
def test_what_is_asked_for_holds_every_day_that_is_wanted(
    since: date | None, until: date | None, day: date
) -> None:
    """What is left out of a request makes it ask for more, never for less."""
    wanted = (since or day) <= day <= (until or day)
    if wanted:
        fields = sent(request(HERE, since=since, until=until, today=TODAY))
        assert fields.get("from", "") <= f"{day}" <= fields.get("until", "9")


def test_an_unknown_format_is_refused_here() -> None:
    """The message names those there are."""
    with pytest.raises(ValueError, match="arXivRaw"):
        request(HERE, prefix="marcxml")


TOKEN = "verb%3DListRecords%26metadataPrefix%3DarXivRaw%26from%3D2026-05-01%26skip%3D120"  # noqa: S105


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.just(TOKEN))
def test_a_token_is_encoded_once_and_alone(token: str) -> None:
    """The service reads it as it wrote it; nothing but the verb stands beside it."""
    assert sent(resume(HERE, token)) == {"verb": "ListRecords", "resumptionToken": token}


def test_an_empty_token_is_no_request() -> None:
    """It ends a list."""
    with pytest.raises(ValueError, match="ends"):
        resume(HERE, "")


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (TOKEN, Place(date(2026, 5, 1), 120)),
        ("verb=ListRecords&skip=7", Place(None, 7)),
        ("6460044|1001", None),
        ("from=2026-05-01", None),
        ("from=May&skip=1", None),
        (f"skip={'9' * 5000}", None),
        ("", None),
    ],
)
def test_a_token_says_where_a_list_goes_on(token: str, expected: Place | None) -> None:
    """Those of the former service, and others that cannot be understood, say nothing."""
    assert place(token) == expected


# --- answers


def test_an_answer_has_papers_a_clock_and_a_token() -> None:
    """The clock is the service's own."""
    page = read(answer(f"{papers(1, 2)}<resumptionToken>{TOKEN}</resumptionToken>"))
    assert [paper.id for paper in page.papers] == ["2401.00001", "2401.00002"]
    assert page.response_date == datetime(2024, 2, 7, 1, 2, 3, tzinfo=UTC)
    assert page.token == TOKEN
    assert page.days == {date(2024, 2, 6): 2}


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("", (None, None)),
        ("<resumptionToken/>", ("", None)),
        ('<resumptionToken expirationDate="2024-02-08T00:00:00Z"> </resumptionToken>', ("", None)),
        ('<resumptionToken cursor="0" completeListSize="9">a|1</resumptionToken>', ("a|1", 9)),
        ('<resumptionToken completeListSize="many">a</resumptionToken>', ("a", None)),
    ],
)
def test_an_empty_token_is_told_from_none(
    token: str, expected: tuple[str | None, int | None]
) -> None:
    """Only a list in several pages ends with one."""
    page = read(answer(papers(1) + token))
    assert (page.token, page.total) == expected


def test_deleted_papers_are_listed_apart() -> None:
    """They have a header and nothing else."""
    gone = record("", "2401.00009", status="deleted")
    page = read(answer(gone + papers(1)))
    assert page.deleted == ("2401.00009",)
    assert (page.entries, len(page.papers), page.unreadable) == (2, 1, ())


def test_no_records_is_an_empty_page() -> None:
    """It is no failure; the clock runs on."""
    page = read(refusal("noRecordsMatch"))
    assert (page.nothing, page.entries, page.token) == (True, 0, None)
    assert page.response_date is not None


@pytest.mark.parametrize(
    "code",
    ["badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat", "idDoesNotExist"],
)
def test_errors_of_the_protocol_are_raised_with_their_code(code: str) -> None:
    """They come with HTTP status 200."""
    with pytest.raises(RefusedError, match=f"{code}.*Reason: a test") as caught:
        read(refusal(code))
    assert isinstance(caught.value, OaiError)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"<html><body>503</body></html>", "web page instead of an answer of OAI-PMH"),
        (b"Rate exceeded.", "Rate exceeded"),
        (answer(papers(1))[:-30], "cut short"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "outermost element"),
        (b"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'/>", "neither records nor"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><OAI-PMH>&a;</OAI-PMH>", "document type"),
    ],
)
def test_what_is_no_answer_is_an_error(body: bytes, why: str) -> None:
    """Nothing of it counts."""
    with pytest.raises(AnswerError, match=why):
        read(body)


def test_a_forbidden_character_hides_no_page() -> None:
    """It is taken out."""
    body = answer(record(raw("<title>A\x0bB&#11;C</title>")))
    assert [paper.title for paper in read(body).papers] == ["ABC"]


@given(st.binary(max_size=200) | st.integers(0, 900).map(lambda end: answer(papers(1))[:end]))
def test_whatever_arrives_is_read_or_refused(body: bytes) -> None:
    """No other error comes out of it."""
    with suppress(AnswerError):
        read(body)
