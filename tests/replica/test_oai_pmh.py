"""OAI-PMH: verbs, arguments, errors, lists; the checks are those of docs/replica.md."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from paperlode.paper import moment
from paperlode.replica.announced import Lags
from paperlode.replica.collection import Collection
from paperlode.replica.oai_pmh import Mischief, PageSizes, Repository
from tests.replica.announcements import announced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOW = moment("2026-11-23T12:00:00Z")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ALL = "verb=ListRecords&metadataPrefix=arXiv"


PAPERS = [
    announced("hep-th/9901001", "1999-01-05T00:00:00Z", "hep-th"),
    announced("2601.00001", "2026-01-06T01:00:00Z", "cs.LG stat.ML"),
    announced("2611.00001", "2026-11-17T01:00:00Z", "cs.SY"),
    announced("2611.00002", "2026-11-17T01:00:00Z", "cond-mat.soft cs.LG"),
    announced("2611.00003", "2026-11-18T01:00:00Z", "math.AG"),
    announced("2601.00001", "2026-11-18T01:00:00Z", "cs.LG stat.ML", version=2),
    announced("2611.00004", "2026-11-23T23:00:00Z"),
]
SMALL = Repository(Collection(PAPERS))


def _ask(
    encoded: str, repository: Repository = SMALL, mischief: Mischief | None = None
) -> etree._Element:
    answer = repository.answer(encoded, NOW, mischief)
    assert (answer.status, answer.content_type) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(answer.body)


def _error(encoded: str) -> str | None:
    error = _ask(encoded).find("{*}error")
    return None if error is None else error.get("code")


def _ids(tree: etree._Element) -> list[str]:
    return [str(found.text).removeprefix("oai:arXiv.org:") for found in tree.iter("{*}identifier")]


def _token(tree: etree._Element) -> str | None:
    found = tree.find(".//{*}resumptionToken")
    return None if found is None else found.text or ""


def _pages(repository: Repository, encoded: str) -> Iterator[etree._Element]:
    verb = encoded.split("&", maxsplit=1)[0]
    while True:
        page = _ask(encoded, repository)
        yield page
        token = _token(page)
        if not token:
            return
        encoded = f"{verb}&{urlencode({'resumptionToken': token})}"


def test_the_repository_says_what_it_is() -> None:
    """Check 43: the values of Identify."""
    [told] = _ask("verb=Identify").findall("{*}Identify")
    assert [child.text for child in list(told)[:7]] == [
        "arXiv", "https://oaipmh.arxiv.org/oai", "2.0", "help@arxiv.org", "2005-09-16",
        "persistent", "YYYY-MM-DD",
    ]  # fmt: skip


@pytest.mark.parametrize("item", ["", "&identifier=oai:arXiv.org:2611.00001v7"])
def test_there_are_four_formats(item: str) -> None:
    """Check 43: the same for every paper, without looking whether it exists."""
    found = _ask(f"verb=ListMetadataFormats{item}").iter("{*}metadataPrefix")
    assert [each.text for each in found] == ["oai_dc", "arXiv", "arXivRaw", "arXivOld"]


def test_sets_are_listed_on_one_page() -> None:
    """Check 43: groups, archives, categories; an archive that is its own category twice."""
    specs = [each.text for each in _ask("verb=ListSets").iter("{*}setSpec")]
    assert specs[:3] == ["physics", "math", "q-bio"]
    assert len(specs) == 8 + 20 + 155
    assert [specs.count(spec) for spec in ("physics:hep-th", "cs:cs:AI", "cs:cs")] == [2, 1, 1]


LIST = "verb=ListRecords&metadataPrefix=arXiv"
GET = "verb=GetRecord&metadataPrefix=arXiv&identifier="
RESUME = "verb=ListRecords&resumptionToken="


@pytest.mark.parametrize(
    ("encoded", "code"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badArgument"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListSets&resumptionToken=x", "badArgument"),
        ("verb=ListMetadataFormats&identifier=2611.00001", "badArgument"),
        ("verb=ListMetadataFormats&metadataPrefix=arXiv", "badArgument"),
        (f"{GET}oai:arXiv.org:2611.00001", None),
        (f"{GET}oai:arXiv.org:2611.00001v9", None),
        (f"{GET}oai:arXiv.org:hep-th/9901001", None),
        (f"{GET}oai:arXiv.org:2611.00004", "idDoesNotExist"),
        (f"{GET}oai:arXiv.org:2611.99999", "idDoesNotExist"),
        (f"{GET}oai:arxiv.org:2611.00001", "badArgument"),
        (f"{GET}oai:arXiv.org:26110", "badArgument"),
        (f"{GET}oai:arXiv.org:https://arxiv.org/abs/2611.00001", "badArgument"),
        (f"{GET}oai:arXiv.org:2611.00001&set=cs", "badArgument"),
        ("verb=GetRecord&identifier=oai:arXiv.org:2611.00001", "badArgument"),
        ("verb=GetRecord&identifier=oai:arXiv.org:2611.00001&metadataPrefix=x",
         "cannotDisseminateFormat"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        (f"{LIST}&metadataPrefix=arXiv", "badArgument"),
        (f"{LIST}&identifier=x", "badArgument"),
        (f"{LIST}&resumptionToken=x", "badArgument"),
        (f"{LIST}&from=2005-09-16", None),
        (f"{LIST}&from=2005-09-15", "badArgument"),
        (f"{LIST}&from=1990-01-01", "badArgument"),
        (f"{LIST}&from=2026-11-18T00:00:00Z", "badArgument"),
        (f"{LIST}&from=2026-11-31", "badArgument"),
        (f"{LIST}&from=20261118", "badArgument"),
        (f"{LIST}&from=yesterday", "badArgument"),
        (f"{LIST}&from=&until=&set=", None),
        (f"{LIST}&from=2026-11-18&until=2026-11-17", "badArgument"),
        (f"{LIST}&from=2026-11-24", "badArgument"),
        (f"{LIST}&until=2026-11-23", None),
        (f"{LIST}&until=2026-11-25", "badArgument"),
        (f"{LIST}&from=2026-11-19&until=2026-11-23", "noRecordsMatch"),
        (f"{LIST}&set=econ", "noRecordsMatch"),
        (f"{LIST}&set=cs", None),
        (f"{LIST}&set=cs:cs", None),
        (f"{LIST}&set=cs:cs:LG", None),
        (f"{LIST}&set=cs:LG", "badArgument"),
        (f"{LIST}&set=cs.LG", "badArgument"),
        (f"{LIST}&set=hep-th", "badArgument"),
        (f"{LIST}&set=physics:hep-th", None),
        (f"{LIST}&set=cs:cs:LG:x", "badArgument"),
        (f"{RESUME}nothing", "badResumptionToken"),
        (f"{RESUME}{quote(f'{LIST}&skip=-1')}", "badResumptionToken"),
        (f"{RESUME}{quote(f'{LIST}&skip=²')}", "badResumptionToken"),
        (f"{RESUME}{quote(LIST)}", "badResumptionToken"),
        (f"{RESUME}{quote('metadataPrefix=arXiv&skip=1')}", "badResumptionToken"),
        (f"{RESUME}{quote(LIST.replace('Records', 'Identifiers') + '&skip=1')}",
         "badResumptionToken"),
        (f"{RESUME}{quote(f'{LIST}&skip=1')}", None),
        (f"{RESUME}{quote(f'{LIST}&skip=1')}&metadataPrefix=arXiv", "badArgument"),
        (f"{RESUME}{quote(f'{LIST}&skip=99')}", "noRecordsMatch"),
    ],
)  # fmt: skip
def test_a_wrong_request_is_answered_with_a_code(encoded: str, code: str | None) -> None:
    """Check 43: errors come with status 200; dates, sets, identifiers and tokens are checked."""
    assert _error(encoded) == code


@pytest.mark.parametrize(
    ("encoded", "echoed"),
    [
        ("verb=Identify", {"verb": "Identify"}),
        ("verb=ListRecords&metadataPrefix=arXiv&set=cs&from=2026-01-01",
         {"verb": "ListRecords", "metadataPrefix": "arXiv", "set": "cs", "from": "2026-01-01"}),
        (f"{RESUME}{quote(f'{LIST}&skip=1')}",
         {"verb": "ListRecords", "resumptionToken": f"{LIST}&skip=1"}),
        (f"{LIST}&set=econ",
         {"verb": "ListRecords", "metadataPrefix": "arXiv", "set": "econ"}),
        ("verb=Nothing", {}),
        (f"{LIST}&set=nothing", {}),
    ],
)  # fmt: skip
def test_an_answer_repeats_what_was_asked(encoded: str, echoed: dict[str, str]) -> None:
    """Check 43: all arguments; of a resumed list only verb and token; none when they are wrong."""
    answer = _ask(encoded)
    [request] = answer.findall("{*}request")
    assert dict(request.items()) == echoed
    assert request.text == "http://oaipmh.arxiv.org/oai"
    assert answer.findtext("{*}responseDate") == "2026-11-23T12:00:00Z"


@pytest.mark.parametrize(
    ("selected", "ids"),
    [
        ("", "hep-th/9901001 2611.00001 2611.00002 2601.00001 2611.00003"),
        ("&until=2005-09-16", "hep-th/9901001"),
        ("&from=2026-11-17&until=2026-11-17", "2611.00001 2611.00002"),
        ("&from=2026-11-18", "2601.00001 2611.00003"),
        ("&set=cs", "2611.00001 2611.00002 2601.00001"),
        ("&set=eess:eess:SY", "2611.00001"),
        ("&set=physics", "hep-th/9901001 2611.00002"),
        ("&set=stat:stat:ML&from=2026-01-01", "2601.00001"),
    ],
)
def test_a_list_is_selected_by_datestamp_and_set(selected: str, ids: str) -> None:
    """Check 43: both ends inclusive, cross-lists and second names inside, one record a paper."""
    assert _ids(_ask(f"verb=ListIdentifiers&metadataPrefix=oai_dc{selected}")) == ids.split()


def test_a_datestamp_is_the_day_on_which_a_version_came() -> None:
    """The UTC day on which OAI-PMH shows the current version, hours after its announcement."""
    collection = Collection([announced("2611.00001", "2026-11-17T22:00:00Z")])
    for lag, day in ((HOUR, "2026-11-17"), (3 * HOUR, "2026-11-18")):
        page = _ask(LIST, Repository(collection, Lags(oai=lag)))
        assert page.findtext(".//{*}datestamp") == day
    early = Repository(collection).answer(LIST, moment("2026-11-18T00:29:59Z"))
    assert b"noRecordsMatch" in early.body


@pytest.mark.parametrize(
    ("verb", "specs"),
    [("ListRecords", ["cs:cs:SY", "eess:eess:SY"]), ("ListIdentifiers", ["cs:cs:SY"])],
)
def test_headers_name_sets(verb: str, specs: list[str]) -> None:
    """Full records have second names too, bare headers only what the paper was filed under."""
    page = _ask(f"verb={verb}&metadataPrefix=arXiv&set=cs:cs:SY")
    assert [each.text for each in page.iter("{*}setSpec")] == specs


def test_a_list_that_fits_one_page_has_no_token() -> None:
    """Check 44: five papers, a page for five."""
    assert _token(_ask(LIST, Repository(Collection(PAPERS), pages=PageSizes(5, 5)))) is None


@pytest.mark.parametrize(
    ("size", "tokens"),
    [
        (2, ["from=2026-11-17&skip=1", "from=2026-11-18&skip=1", ""]),
        (3, ["from=2026-11-18&skip=0", ""]),
        (4, ["from=2026-11-18&skip=1", ""]),
    ],
)
def test_tokens_can_be_read(size: int, tokens: list[str]) -> None:
    """Check 44: the day on which the list goes on and what was given of it; the last is empty."""
    repository = Repository(Collection(PAPERS), pages=PageSizes(size))
    found = [unquote(_token(page) or "") for page in _pages(repository, LIST)]
    assert found == [f"{LIST}&{token}" if token else "" for token in tokens]


def test_inside_one_day_a_token_counts_on() -> None:
    """Check 44: as long as the day does not end, ``from`` stays as it was asked."""
    papers = [announced(f"2611.0000{n}", "2026-11-17T01:00:00Z") for n in range(1, 6)]
    repository = Repository(Collection(papers), pages=PageSizes(2))
    asked = f"{LIST}&from=2026-11-01&until=2026-11-20&set=cs:cs:LG"
    found = [unquote(unquote(_token(page) or "")) for page in _pages(repository, asked)]
    assert found == [f"{asked}&skip=2", f"{asked}&skip=4", ""]


def test_a_token_lasts_until_midnight() -> None:
    """The next one, UTC; nothing checks it."""
    page = _ask(LIST, Repository(Collection(PAPERS), pages=PageSizes(2)))
    [token] = page.iter("{*}resumptionToken")
    assert dict(token.items()) == {"expirationDate": "2026-11-24T00:00:00Z"}


HOURS = st.lists(st.integers(0, 24 * 12), min_size=1, max_size=25)
VERBS = st.sampled_from(["ListRecords", "ListIdentifiers"])


@given(HOURS, HOURS, st.integers(1, 30), VERBS)
def test_following_tokens_gives_each_paper_once(
    first: Sequence[int], again: Sequence[int], size: int, verb: str
) -> None:
    """Check 44: whatever the size of a page and however the datestamps are spread."""
    start = moment("2026-10-01T00:00:00Z")
    papers = [
        announced(f"2610.{n:05d}", (start + hours * HOUR).isoformat(), version=version)
        for version, moments in ((1, first), (2, again))
        for n, hours in enumerate(sorted(moments), start=1)
    ]
    repository = Repository(Collection(papers), pages=PageSizes(size, size))
    pages = list(_pages(repository, f"verb={verb}&metadataPrefix=arXivRaw"))
    ids = [name for page in pages for name in _ids(page)]
    days = [str(found.text) for page in pages for found in page.iter("{*}datestamp")]
    assert sorted(ids) == sorted({item.paper.id for item in papers})
    assert days == sorted(days)
    assert (len(pages) == 1) == (_token(pages[-1]) is None)
    assert all(len(_ids(page)) == size for page in pages[:-1])


ODD = st.text() | st.text(alphabet="arXivListRecords:-0123456789=&%")
NAMES = st.sampled_from(
    ["verb", "metadataPrefix", "from", "until", "set", "identifier", "resumptionToken"]
)


@given(st.sampled_from(["ListRecords", "GetRecord", "ListSets"]), st.dictionaries(NAMES, ODD))
def test_every_request_gets_an_answer(verb: str, odd: dict[str, str]) -> None:
    """Whatever is sent, the answer is well-formed OAI-PMH."""
    encoded = urlencode({"verb": verb, "metadataPrefix": "arXiv", **odd}, errors="replace")
    assert etree.QName(_ask(encoded)).localname == "OAI-PMH"


@pytest.mark.parametrize(
    ("mischief", "ids"),
    [
        (Mischief(hidden=frozenset({"2611.00001"})), "2611.00002 2601.00001 2611.00003"),
        (Mischief(keep=1), "2611.00002"),
        (Mischief(half=True), "2611.00002"),
        (Mischief(shift=2), "hep-th/9901001 2611.00001 2611.00002"),
        (Mischief(empty=True), ""),
    ],
)
def test_a_page_can_be_spoilt(mischief: Mischief, ids: str) -> None:
    """Papers in a hole, pages too short, pages that repeat the one before, pages denied."""
    asked = f"verb=ListIdentifiers&resumptionToken={quote(LIST + '&skip=2')}"
    repository = Repository(Collection(PAPERS), pages=PageSizes(3, 3))
    page = _ask(asked.replace("Records", "Identifiers"), repository, mischief)
    if mischief.hidden:
        page = _ask(f"{LIST}&from=2026-11-01", repository, mischief)
    assert _ids(page) == ids.split()
