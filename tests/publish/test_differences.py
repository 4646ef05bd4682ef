"""What differs between two versions, as HTML."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from paperlode.publish.differences import MOST, differences
from paperlode.publish.markdown import literally
from tests.hostile import HOSTILE
from tests.small_world import made_up


def shown(old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
    """Give the whole differences of two versions by field."""
    found = differences(made_up(1, **old), made_up(1, version=2, **new))
    return {difference.name: str(difference.whole()) for difference in found}


def test_what_went_and_what_came_is_marked() -> None:
    """Word by word, what went before what came."""
    assert shown({"title": "On one kind of glass"}, {"title": "On no kind of soft glass"}) == {
        "title": "On <del>one</del> <ins>no</ins> kind of <ins>soft</ins> glass"
    }


def test_a_formula_is_one_word() -> None:
    """Half of it would be no formula."""
    told = shown({"abstract": "At $T_c = 4$ K."}, {"abstract": "At $T_c = 7$ K."})["abstract"]
    assert told.startswith('At <del><math alttext="T_c = 4"><msub>')
    assert told.count("</math></ins> K.") == 1


def test_people_and_categories_are_told_by_name() -> None:
    """Those who went and those who came; otherwise the new order."""
    old, new = {"authors": ("A B", "C D", "E F")}, {"authors": ("C D", "A B")}
    assert shown(old, new) == {"authors": "<del>E F</del>"}
    assert shown(new, {"authors": ("A B", "C D")}) == {"authors": "now in the order A B and C D"}
    assert shown({"categories": ("a.B",)}, {"categories": ("a.B", "c.D")}) == {
        "categories": "<ins>c.D</ins>"
    }


def test_what_was_empty_came_and_what_is_empty_went() -> None:
    """A comment that is there no more is shown as gone."""
    assert shown({}, {"comment": "9 pages"}) == {"comment": "<ins>9 pages</ins>"}
    assert shown({"comment": "9 pages"}, {}) == {"comment": "<del>9 pages</del>"}


def test_a_list_shows_the_words_around_a_change() -> None:
    """The rest is three dots; a formula counts as one word."""
    old = " ".join(f"w{n}" for n in range(40))
    (told,) = differences(
        made_up(1, abstract=old), made_up(1, abstract=old.replace("w20", "$a + b$ here"))
    )
    assert told.short(literally) == (
        "… w12 w13 w14 w15 w16 w17 w18 w19 <del>w20</del> <ins>a + b here</ins> "
        "w21 w22 w23 w24 w25 w26 w27 w28 …"
    )


def test_the_differences_of_a_list_are_bounded() -> None:
    """A page of many papers must not be made of one."""
    (told,) = differences(made_up(1, abstract="a " * 30_000), made_up(1, abstract="b " * 30_000))
    assert len(told.short()) < MOST + 100
    assert str(told.short()).endswith("…</del>")


ALLOWED = {"div", "ins", "del", "a"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_text_in_differences(text: str) -> None:
    """Whether they came, went, or stand between two changes."""
    other = f"once {text} upon {text} a time"
    for old, new in ((text, "crystal"), ("crystal", text), (other, other.replace("upon", "at"))):
        facts = {"title": new, "abstract": new, "comment": new, "authors": (new,), "doi": new}
        for one in differences(
            made_up(1, title=old, abstract=old, comment=old), made_up(1, **facts)
        ):
            for written in (one.whole(), one.short(), one.short(literally)):
                root = html.fragment_fromstring(f"<div>{written}</div>")
                found = [e for e in root.iter() if not e.xpath("ancestor-or-self::math")]
                assert {element.tag for element in found} <= ALLOWED
                assert not [name for e in root.iter() for name in e.attrib if name[:2] == "on"]
                assert "<!--" not in written
