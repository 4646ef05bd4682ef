"""A public harvester, which knows nothing of us, takes everything over real HTTP."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import pytest
from oaipmh_scythe import Scythe
from oaipmh_scythe.config import HTTPConfig, RetryConfig
from oaipmh_scythe.exceptions import NoRecordsMatch
from oaipmh_scythe.models import Header, OAIItem, Record, Set

from paperlode.paper import moment
from paperlode.replica.collection import Collection, indices_of
from paperlode.replica.faults import read_faults
from paperlode.replica.oai_pmh import PageSizes
from paperlode.replica.server import Replica, serve
from paperlode.replica.synthetic import synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oaipmh_scythe.response import OAIResponse

NOW = moment("2026-11-23T12:00:00Z")
PAPERS = Collection(synthetic(200, 4, moment("2027-01-01T00:00:00Z")))


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """Run a replica whose pages are small."""
    with serve(PAPERS, NOW, pages=PageSizes(records=7, identifiers=11)) as running:
        yield running


@pytest.fixture(params=["GET", "POST"])
def scythe(replica: Replica, request: pytest.FixtureRequest) -> Iterator[Scythe]:
    """Give the harvester, by both methods of the protocol."""
    with Scythe(replica.oai_url, http_config=HTTPConfig(http_method=request.param)) as harvester:
        yield harvester


def _visible() -> list[str]:
    position = PAPERS.position(NOW)
    return sorted(PAPERS.papers[i].id for i in indices_of(PAPERS.current(position)))


def _name(header: OAIResponse | OAIItem) -> str:
    assert isinstance(header, Header)
    return str(header.identifier).removeprefix("oai:arXiv.org:")


def _record(record: OAIResponse | OAIItem) -> Record:
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize("form", ["oai_dc", "arXiv", "arXivRaw", "arXivOld"])
def test_a_public_harvester_takes_every_record_once(scythe: Scythe, form: str) -> None:
    """Check 44: in every format, page by page."""
    records = [_record(found) for found in scythe.list_records(metadata_prefix=form)]
    assert sorted(_name(record.header) for record in records) == _visible()
    assert all(record.metadata for record in records)


def test_a_public_harvester_understands_the_rest(scythe: Scythe) -> None:
    """Check 43: what the repository is, its sets and formats, headers, one record."""
    assert "<repositoryName>arXiv</repositoryName>" in str(scythe.identify())
    assert len(list(scythe.list_metadata_formats())) == 4
    assert len(list(scythe.list_sets())) == 183
    names = sorted(map(_name, scythe.list_identifiers(metadata_prefix="arXiv")))
    assert names == _visible()
    identifier = f"oai:arXiv.org:{names[0]}"
    record = scythe.get_record(identifier=identifier, metadata_prefix="arXivRaw")
    assert _name(_record(record).header) == names[0]


FAULTS = """
    fault = [
      { kind = "503", retry_after = 0, match = "resumptionToken", first = 2, count = 2 },
      { kind = "500", first = 7, count = 1 },
      { kind = "reset", match = "resumptionToken", first = 6, count = 1 },
      { kind = "429", retry_after = 0, probability = 0.1, seed = 3 },
      { kind = "trickle", rate = 2000000, match = "resumptionToken" },
      { kind = "slow", seconds = 0.01, probability = 0.2 },
    ]
"""


def test_a_public_harvester_survives_bad_moments() -> None:
    """It asks again after refusals and cut connections, over the boundaries of pages."""
    again = RetryConfig(5, (429, 500, 503), 0.001, retry_on_transport_error=True)
    with (
        serve(PAPERS, NOW, read_faults(FAULTS), pages=PageSizes(records=7)) as replica,
        Scythe(replica.oai_url, retry_config=again) as harvester,
    ):
        records = [_record(found) for found in harvester.list_records(metadata_prefix="arXivRaw")]
        happened = {kind for entry in replica.log for kind in entry["faults"]}
    assert sorted(_name(record.header) for record in records) == _visible()
    assert happened == {"503", "500", "reset", "429", "trickle", "slow"}


def _listed(harvester: Scythe, spec: str) -> list[str]:
    try:
        return list(map(_name, harvester.list_identifiers(metadata_prefix="arXiv", set_=spec)))
    except NoRecordsMatch:
        return []


def test_a_public_harvester_goes_through_all_sets(replica: Replica) -> None:
    """Check 43: each set has exactly the records whose headers name it or a part of it."""
    with Scythe(replica.oai_url) as harvester:
        records = map(_record, harvester.list_records(metadata_prefix="arXiv"))
        headers = [record.header for record in records]
        specs = {str(found.setSpec) for found in harvester.list_sets() if isinstance(found, Set)}
        for spec in specs:
            part_of = [
                any(f"{own}:".startswith(f"{spec}:") for own in header.setSpecs)
                for header in headers
            ]
            assert sorted(_listed(harvester, spec)) == sorted(
                map(_name, compress(headers, part_of))
            )
