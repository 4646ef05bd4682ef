"""What a paper's page tells reference managers and search engines."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

import pytest
from lxml import html

from paperlode.publish.bibliography import bibtex
from paperlode.publish.citing import coins, described, html_url, json_ld
from tests.hostile import HOSTILE
from tests.small_world import made_up

if TYPE_CHECKING:
    from tests.shelf import Shelf

PATH = "paper/2608.00001/index.html"


def found(page: str, path: str) -> Any:  # noqa: ANN401  whatever the path names
    """Look for something in a page."""
    return html.fromstring(page).xpath(path)


def test_a_preprint_is_a_context_object() -> None:
    """In Dublin Core, with every author and arXiv's address."""
    told = parse_qs(coins(made_up()), strict_parsing=True)
    assert told["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert told["rft.type"] == ["preprint"]
    assert told["rft.title"] == ["Made-up crystal number 1"]
    assert told["rft.au"] == ["Ada Example", "Bo Invented"]
    assert told["rft_id"] == ["https://arxiv.org/abs/2608.00001v1"]


def test_an_article_names_its_journal() -> None:
    """Where the reference can be read with certainty."""
    told = parse_qs(coins(made_up(journal_ref="Phys. Rev. B 90, 123 (2014)", doi="10.1000/x")))
    assert told["rft_id"][1] == "info:doi/10.1000/x"
    fields = [told[f"rft.{key}"][0] for key in ("jtitle", "volume", "pages", "date", "genre")]
    assert fields == ["Phys. Rev. B", "90", "123", "2014", "article"]


def test_search_engines_are_told_of_an_article() -> None:
    """As schema.org's ScholarlyArticle."""
    told = json.loads(json_ld(made_up(doi="10.1000/x"), "https://example.org/paper/"))
    assert (told["@type"], told["headline"]) == ("ScholarlyArticle", "Made-up crystal number 1")
    assert [author["name"] for author in told["author"]] == ["Ada Example", "Bo Invented"]
    assert told["sameAs"] == ["https://arxiv.org/abs/2608.00001v1", "https://doi.org/10.1000/x"]


def test_bibtex_can_be_saved_without_scripts(shelf: Shelf) -> None:
    """The link is the file, and the same text can be copied from the page."""
    shelf.see(made_up())
    page = shelf.page(PATH)
    (link,) = found(page, "//a[@download]")
    assert link.get("download") == "2608.00001v1.bib"
    assert unquote(link.get("href").partition(",")[2]) == bibtex([made_up()])
    assert found(page, "string(//pre[@id='bibtex'])") == bibtex([made_up()])


@pytest.mark.parametrize(
    ("identifier", "there"),
    [("2608.00001", True), ("2312.00001", True), ("2311.00001", False), ("hep-th/9901001", False)],
)
def test_html_is_linked_where_arxiv_may_have_it(identifier: str, there: bool) -> None:  # noqa: FBT001  a case of the table
    """Since December 2023."""
    assert (html_url(made_up(id=identifier)) is not None) is there


def test_a_description_ends_with_a_word() -> None:
    """It is the beginning of the abstract."""
    told = described(made_up(abstract="crystal " * 99))
    assert told.endswith("crystal …")
    assert len(told) < 202


def test_hostile_papers_are_data(shelf: Shelf) -> None:
    """Nothing leaves its attribute or its block, and what is there can be read."""
    papers = [
        made_up(n, title=text, abstract=text, authors=(text, "Ada Example"), doi=text, license=text)
        for n, text in enumerate(HOSTILE)
    ]
    shelf.see(*papers)
    shelf.look = replace(shelf.look, url="https://example.org")
    files = shelf.files()
    for paper in papers:
        page = files[f"paper/{paper.id}/index.html"].decode()
        blocks = found(page, "//script[not(@src)]")
        assert [one.get("type") for one in blocks] == ["application/ld+json", "application/json"]
        assert all(json.loads(block.text) for block in blocks)
        told = parse_qs(found(page, "string(//span[@class='Z3988']/@title)"))
        assert told["rft.type"] == ["preprint"]
        link = found(page, "string(//a[@download]/@href)")
        assert unquote(link.partition(",")[2]) == bibtex([paper])
