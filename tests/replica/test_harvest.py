"""A public harvester, which knows nothing of us, takes everything over real HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from oaipmh_scythe import Scythe
from oaipmh_scythe.config import HTTPConfig
from oaipmh_scythe.models import Header, OAIItem, Record

from paperlode.paper import moment
from paperlode.replica.collection import Collection, indices_of
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
