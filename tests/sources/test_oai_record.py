"""Records of OAI-PMH in all of arXiv's formats."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode.paper import Paper
from paperlode.sources import oai_pmh
from paperlode.sources.names import Name
from tests.oai_answers import V1, V2, answer, raw, record

if TYPE_CHECKING:
    from paperlode.sources.oai_record import Record


def only(metadata: str) -> Record:
    """Read an answer with one record."""
    page = oai_pmh.read(answer(record(metadata), "GetRecord"))
    assert not page.unreadable
    (found,) = page.records
    return found


RAW = raw(
    r"""
  <title>An example
  title with $\alpha = \beta$</title>
  <authors>Ada Example (Example University, Town), Paul Erd\H{o}s,
  Bob Two, Jr.</authors>
  <categories>cs.LG stat.ML</categories>
  <comments>9 pages,
  3 figures</comments>
  <proxy>someone</proxy>
  <report-no>EX-1</report-no>
  <acm-class>68T05</acm-class>
  <msc-class>68T05</msc-class>
  <journal-ref>J. Ex. 1 (2024) 2</journal-ref>
  <doi>10.1234/a 10.1234/b</doi>
  <license>http://creativecommons.org/licenses/by/4.0/</license>
  <abstract>  Made-up abstract of Poincar\'e
type, $x &lt; 1$.
  Second paragraph.
</abstract>""",
    versions=V1 + V2,
)


def test_the_raw_format_tells_everything() -> None:
    """The newest version, with the times of the first and of this one, and readable text."""
    found = only(RAW)
    assert found.paper == Paper(
        id="2401.00001",
        version=2,
        title="An example title with $α= β$",  # noqa: RUF001  Greek is meant
        abstract="Made-up abstract of Poincaré type, $x < 1$.\n\nSecond paragraph.",
        authors=("Ada Example", "Paul Erdős", "Bob Two Jr."),
        categories=("cs.LG", "stat.ML"),
        submitted=datetime(2024, 1, 1, 0, 0, 1, tzinfo=UTC),
        updated=datetime(2024, 2, 3, 10, 11, 12, tzinfo=UTC),
        comment="9 pages, 3 figures",
        journal_ref="J. Ex. 1 (2024) 2",
        doi="10.1234/a 10.1234/b",
        report_no="EX-1",
        license="http://creativecommons.org/licenses/by/4.0/",
    )
    assert found.certain
    assert found.stamp == date(2024, 2, 6)
    assert found.sets == ("cs:cs:LG", "stat:stat:ML")


def test_what_a_paper_has_no_place_for_is_kept_beside_it() -> None:
    """Affiliations, suffixes, submitter, sizes, classes: the ACM class only when it is one."""
    found = only(RAW)
    assert found.authors[0] == Name("Example", "Ada", "", ("Example University, Town",))
    assert found.authors[2] == Name("Two", "Bob", "Jr.")
    others = {"submitter": "Ada Example", "proxy": "someone", "msc-class": "68T05"}
    assert found.others == others
    assert [version.size for version in found.versions] == ["14kb", "15kb"]
    assert only(raw("<acm-class>I.2.6; G.3</acm-class>")).others["acm-class"] == "I.2.6; G.3"
    assert "acm-class" not in only(raw("<acm-class>None</acm-class>")).others


@pytest.mark.parametrize(
    ("source", "withdrawn"), [("I", True), ("AI", True), ("D", False), ("AD", False), ("", False)]
)
def test_the_letter_i_withdraws_the_newest_version(source: str, *, withdrawn: bool) -> None:
    """An older version that is withdrawn says nothing about the newest."""
    last = V2.replace(">D<", f">{source}<")
    assert only(raw(versions=V1 + last)).paper.withdrawn is withdrawn
    later = V2.replace("v2", "v3")
    assert not only(raw(versions=V1 + last + later)).paper.withdrawn


def test_a_comment_can_withdraw_as_well() -> None:
    """As in the search service, whose answers have nothing else."""
    said = "<comments>This paper has been withdrawn by the author.</comments>"
    assert only(raw(said)).paper.withdrawn


@pytest.mark.parametrize("written", ["Sat, 3 Feb 2024", "Sat, 03 Feb 2024", "3 Feb 2024"])
def test_days_of_versions_have_one_digit_or_two(written: str) -> None:
    """Whatever order the versions come in."""
    versions = V2.replace("Sat, 3 Feb 2024", written) + V1
    found = only(raw(versions=versions))
    assert found.paper.name == "2401.00001v2"
    assert f"{found.paper.updated:%d %H:%M}" == "03 10:11"


STRUCTURED = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00001</id>
<created>2024-02-03</created><updated>2024-02-06</updated><authors>
<author><keyname>Deep Collaboration</keyname></author><author><keyname>:</keyname></author>
<author><keyname>van One</keyname><forenames>Ada B.</forenames><suffix>III</suffix>
<affiliation>Lab</affiliation><affiliation>Town</affiliation></author></authors>
<title>A title</title><categories>cs.LG stat.ML</categories><acm-class>68T05</acm-class>
<msc-class>68T05</msc-class><abstract>Text.</abstract></arXiv>"""


def test_authors_in_parts_are_kept_in_parts() -> None:
    """With suffixes and affiliations; the colon after a collaboration is nobody."""
    found = only(STRUCTURED)
    assert found.authors == (
        Name("Deep Collaboration"),
        Name("van One", "Ada B.", "III", ("Lab", "Town")),
    )
    assert found.paper.authors == ("Deep Collaboration", "Ada B. van One III")
    assert found.others == {"msc-class": "68T05", "updated": "2024-02-06"}


DUBLIN = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A title</dc:title>
<dc:creator>van One Jr., Ada B.</dc:creator><dc:creator>Deep Collaboration</dc:creator>
<dc:subject>Machine Learning</dc:subject><dc:subject>68T05</dc:subject>
<dc:subject>I.2.6</dc:subject>
<dc:description>Text. </dc:description><dc:description>Comment: 9 pages</dc:description>
<dc:date>2024-01-01</dc:date><dc:date>2024-02-03</dc:date><dc:type>text</dc:type>
<dc:identifier>https://arxiv.org/abs/2401.00001</dc:identifier>
<dc:identifier>http://arxiv.org/abs/2401.00001</dc:identifier>
<dc:identifier>J. Ex. 1 (2024) 2</dc:identifier>
<dc:identifier>doi:10.1234/a</dc:identifier></oai_dc:dc>"""


def test_dublin_core_is_read_as_far_as_it_goes() -> None:
    """Names turned round, categories from the sets, identifiers told apart, both days."""
    paper = only(DUBLIN).paper
    assert paper.authors == ("Ada B. van One Jr.", "Deep Collaboration")
    assert paper.categories == ("cs.LG", "stat.ML")
    assert (paper.comment, paper.journal_ref) == ("9 pages", "J. Ex. 1 (2024) 2")
    assert (paper.doi, paper.abstract) == ("10.1234/a", "Text.")
    assert f"{paper.submitted:%m-%d} {paper.updated:%m-%d}" == "01-01 02-03"


def test_categories_of_the_former_service_are_found_by_name() -> None:
    """It had sets of archives only, and the archive's name before the category's."""
    former = DUBLIN.replace(">Machine Learning<", ">Mathematics - Logic<")
    body = answer(record(former)).replace(b"stat:stat:ML", b"math").replace(b"cs:cs:LG", b"cs")
    assert oai_pmh.read(body).records[0].paper.categories == ("math.LO",)


OLD = """<arXivOld xmlns="http://arxiv.org/OAI/arXivOld/"><id>2401.00001</id><title>A title</title>
<authors>Ada One and Bob Two</authors><categories>cs.LG</categories></arXivOld>"""


@pytest.mark.parametrize("metadata", [STRUCTURED, DUBLIN, OLD])
def test_only_the_raw_format_says_which_version_it_is(metadata: str) -> None:
    """A record of another format is no paper to be stored: its times may be another version's."""
    page = oai_pmh.read(answer(record(metadata)))
    assert not page.records[0].certain
    assert page.papers == ()
    assert page.stamps == {"2401.00001": date(2024, 2, 6)}


@pytest.mark.parametrize("lost", [' xmlns="http://arxiv.org/OAI/arXivRaw/"', ""])
def test_namespaces_may_be_lost(lost: str) -> None:
    """Some archives of records have none in a part of them."""
    assert only(RAW.replace(lost, "")).paper.version == 2


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        (record(""), "it has no metadata"),
        (record("<other/>"), "its format 'other'"),
        (record(raw(versions="")), "it has no version"),
        (record(raw(versions=V1.replace("v1", "first"))), "'first'"),
        (record(raw(versions=V1.replace("01 Jan", "31 Feb"))), "day"),
        (record(raw(versions=V1.replace("Jan", "Foo"))), "the time of one of its versions"),
        (record(raw(identifier="2401.00002")), "its header names 2401.00001"),
        (record(raw(), "nonsense"), "its identifier is 'oai:arXiv.org:nonsense'"),
        (record(raw(), stamp="yesterday"), "yesterday"),
        ("<record/>", "it has no header"),
        (record(STRUCTURED.replace("2024-02-03", "0001-01-01T00:00:00+23:00")), ""),
    ],
)
def test_a_record_that_is_no_paper_is_named_and_the_others_are_read(odd: str, why: str) -> None:
    """One sentence each, with the record's number."""
    page = oai_pmh.read(answer(odd + record(RAW)))
    assert [paper.name for paper in page.papers] == ["2401.00001v2"]
    (sentence,) = page.unreadable
    assert sentence.startswith("record 1 of arXiv's answer is no paper: ")
    assert why in sentence
