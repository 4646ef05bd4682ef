"""Links to code and data that authors name."""

from __future__ import annotations

import pytest

from paperlode.enrich.links import MOST, links
from paperlode.facts import Link
from tests.hostile import HOSTILE
from tests.small_world import made_up


@pytest.mark.parametrize(
    ("text", "kind", "url"),
    [
        ("Code: https://github.com/a/b.", "code", "https://github.com/a/b"),
        ("(see github.com/a/b)", "code", "https://github.com/a/b"),
        (r"at \url{https://github.com/a/b_c}.", "code", "https://github.com/a/b_c"),
        (r"at \href{https://github.com/a/b}{our code}", "code", "https://github.com/a/b"),
        (r"https://github.com/a/b\_c, too", "code", "https://github.com/a/b_c"),
        ("http://www.github.com/a/b/", "code", "https://www.github.com/a/b"),
        ("https://github.com/a/b/tree/main/(x)", "code", "https://github.com/a/b/tree/main/(x)"),
        ("https://gitlab.example.org/a/b", "code", "https://gitlab.example.org/a/b"),
        ("https://codeberg.org/a/b", "code", "https://codeberg.org/a/b"),
        ("https://bitbucket.org/a/b", "code", "https://bitbucket.org/a/b"),
        ("https://huggingface.co/a/b", "code", "https://huggingface.co/a/b"),
        ("https://huggingface.co/datasets/a", "data", "https://huggingface.co/datasets/a"),
        ("https://zenodo.org/records/1", "data", "https://zenodo.org/records/1"),
        ("doi: 10.5281/zenodo.1234.", "data", "https://doi.org/10.5281/zenodo.1234"),
        ("https://doi.org/10.24435/x:ab", "data", "https://doi.org/10.24435/x:ab"),
        ("https://figshare.com/articles/1", "data", "https://figshare.com/articles/1"),
        ("archive.materialscloud.org/record/1", "data", None),
        ("https://osf.io/abcde/", "data", "https://osf.io/abcde"),
        ("https://dataverse.harvard.edu/x", "data", "https://dataverse.harvard.edu/x"),
        ("https://www.kaggle.com/c/x", "data", "https://www.kaggle.com/c/x"),
        ("https://someone.github.io/thing", "page", "https://someone.github.io/thing"),
    ],
)
def test_a_link_is_found_and_cleaned(text: str, kind: str, url: str | None) -> None:
    """Of what surrounds it nothing stays, and it says what lies there."""
    url = url or f"https://{text}"
    assert links(made_up(1, abstract=text)) == (Link(kind, url),)
    assert links(made_up(1, comment=text)) == (Link(kind, url),)


@pytest.mark.parametrize(
    "text",
    [
        "https://arxiv.org/abs/2506.05680",
        "https://doi.org/10.1103/PhysRevB.1",
        "Code is on GitHub.",
        "https://github.com/",
        "https://github.com.",
        "https://notgithub.com/a/b",
        "https://github.com.example.org/a/b",
        "javascript:github.com",
        "https://user:word@github.com/a/b",
        "a/b and c/d",
    ],
)
def test_what_is_no_link_to_code_or_data(text: str) -> None:
    """Papers, front pages, hosts that only look alike."""
    assert links(made_up(1, abstract=text)) == ()


def test_each_is_named_once_and_code_first() -> None:
    """However often and in whatever case authors write it."""
    text = "https://osf.io/abcde github.com/A/b https://github.com/a/B.git"
    found = links(made_up(1, abstract=text, comment=text))
    assert [link.url for link in found] == ["https://github.com/A/b", "https://osf.io/abcde"]


def test_a_catalogue_is_cut() -> None:
    """Some papers list a hundred repositories."""
    text = " ".join(f"https://github.com/a/{n}" for n in range(100))
    assert len(links(made_up(1, abstract=text))) == MOST


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_make_no_other_links(text: str) -> None:
    """Only addresses that begin with https:// and hold nothing that ends an attribute."""
    told = made_up(1, abstract=f"{text} https://github.com/a/{text}{text}", comment=text)
    for link in links(told):
        assert link.url.startswith("https://")
        assert not set("<>\"' ") & set(link.url)
