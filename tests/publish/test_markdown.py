"""arXiv's text as GitHub's Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from paperlode.publish.markdown import markdown
from paperlode.publish.markup import plain
from paperlode.publish.prose import Words, runs
from tests.hostile import HOSTILE

RENDER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TEXT = st.text(st.sampled_from("ab1 _*[]()<>!#`~|\\&@-:/.\n"), max_size=40)


def rendered(text: str) -> str:
    """Render text as the README shows it: after a heading's number."""
    return str(RENDER.render(f"### 1. {markdown(text)}\n\n**Summary:** {markdown(text)}\n"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """One heading and one paragraph come out, without links, images or HTML of its own."""
    tags = re.findall(r"<(/?[a-z0-9]+)", rendered(text))
    assert [tag for tag in tags if tag not in {"code", "/code"}] == (
        ["h3", "/h3", "p", "strong", "/strong", "/p"]
    )


@given(TEXT)
def test_any_text_reads_as_it_was(text: str) -> None:
    """Rendered, the paragraph says what the text says; nothing was taken as markup."""
    shown = re.sub("<[^>]*>", "", rendered(text).splitlines()[1])
    shown = shown.removeprefix("Summary:").replace("\u200b", "").strip()
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, character)
    if all(isinstance(run, Words) for run in runs(text)):
        assert shown == plain(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("the $T_c$ of", "the $T_c$ of"),
        (r"films of $\mathrm{MgB}_2$.", r"films of $\mathrm{MgB}_2$."),
        ("($x$)", "($x$)"),
        ("bound $x^*$ here", "bound $`x^*`$ here"),
        (r"set $\{a\}$", r"set $`\{a\}`$"),
        (r"\(x\) and $$y$$", "$x$ and $y$"),
        ("HfO$_2$ with Ca$^{2+}$", "HfO₂ with Ca²⁺"),
        ("n$\\alpha$", "n&#x200b;$`\\alpha`$"),
        ("costs $5 or $10", r"costs \$5 or \$10"),
        ("$<!-- x -->$", r"\$&lt;!-- x --&gt;\$"),
    ],
)
def test_mathematics_keeps_working_on_github(text: str, written: str) -> None:
    """Each formula is written in the form that GitHub takes where it stands."""
    assert markdown(text) == written


@pytest.mark.parametrize("text", ["@someone", "see #12", "GH-7", "a/b#3", "mail a@b.org"])
def test_nobody_is_called_and_no_issue_is_linked(text: str) -> None:
    """A space of no width stands where GitHub looks for a name or a number."""
    assert not re.search(r"@\w|#\d|GH-\d", markdown(text))


@pytest.mark.parametrize(
    "link", ["https://github.com/example/some_code", "https://example.org/a?b=c&d=e"]
)
def test_addresses_stay_usable(link: str) -> None:
    """GitHub makes a link of an address in an abstract, so it must not be cut up."""
    assert markdown(f"Code: {link}.").replace("&amp;", "&") == f"Code: {link}."
