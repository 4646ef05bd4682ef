"""Where settings stand in their file."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.config.places import Place, of_json, of_toml
from paperlode.config.start import quoted


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ('title = "x"', ("title",), Place(1, 9)),
        ('# [topic]\n\n  title   =   "x"', ("title",), Place(3, 15)),
        ("[intake]\npage_size = 5", ("intake", "page_size"), Place(2, 13)),
        ("intake.page_size = 5", ("intake", "page_size"), Place(1, 20)),
        ('"intake" . page_size=5', ("intake", "page_size"), Place(1, 22)),
        ("intake = { a = [1, 2], page_size = 5 }", ("intake", "page_size"), Place(1, 36)),
        ("[[topic]]\nname='a'\n[[topic]]\nname='b'", ("topic", 0, "name"), Place(2, 6)),
        ("[[topic]]\nname='a'\n[[topic]]\nname='b'", ("topic", 1, "name"), Place(4, 6)),
        ("[[topic]]\n[topic.more]\nname='a'", ("topic", 0, "more", "name"), Place(3, 6)),
        ('a = """x\n[b]\nc = 1""""\nd = 1', ("d",), Place(4, 5)),
        ("a = '''x''y'''''\nd = 1", ("d",), Place(2, 5)),
        ('a = [ "]", # ]\n {x = "}"}, ]\nd = 1', ("d",), Place(3, 5)),
        ('a = ""\nd = 1', ("d",), Place(2, 5)),
        ('a = "\\"#"\nd = 1', ("d",), Place(2, 5)),
        ("a = 1979-05-27 07:32:00 # then\nd = 1", ("d",), Place(2, 5)),
    ],
)
def test_a_value_is_found_in_every_way_to_write_toml(
    text: str, path: tuple[str | int, ...], place: Place
) -> None:
    """Strings of all kinds, comments, dotted keys, inline tables and arrays do not confuse it."""
    tomllib.loads(text)

    assert of_toml(text).value(path) == place


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ('{"query": "x"}', ("query",), Place(1, 11)),
        ('{\n "a": {"b": [1, {"c": true}]},\n "query"\n:\n  "x"}', ("query",), Place(5, 3)),
        ('{"a": "\\\\", "query": 1.5e3}', ("query",), Place(1, 22)),
        ('{"a": [[], {}], "query": null}', ("query",), Place(1, 26)),
        ('{"a": [1, {"c": true}]}', ("a", 1, "c"), Place(1, 17)),
    ],
)
def test_a_value_is_found_in_json(text: str, path: tuple[str | int, ...], place: Place) -> None:
    """JSON is found through the same eyes."""
    json.loads(text)

    assert of_json(text).value(path) == place


def test_what_is_absent_is_where_it_would_have_to_be() -> None:
    """A setting that is missing in the second topic is reported at that topic's header."""
    places = of_toml("[[topic]]\nname='a'\n[[topic]]\nname='b'")

    assert places.value(("topic", 1, "query")) == Place(3, 1)
    assert places.key(("intake", "page_size")) == Place(1, 1)


def test_a_key_that_stands_twice_in_json_is_noticed() -> None:
    """JSON's readers take the last one silently; a person should know."""
    assert of_json('{"query": "a",\n "query": "b"}').twice == [("query", Place(2, 2))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('q = "ab!"', "!"),
        ("q = 'ab!'", "!"),
        (r'q = "a\"\u00e9\U0001F600!"', "!"),
        ('q = """\nab\n c!"""', "!"),
        ('q = """ab \\\n\n    c!"""', "!"),
        ("q = '''\nab\\\n c!'''", "!"),
        ('q = """a"b""!"""', "!"),
    ],
)
def test_a_character_is_found_inside_a_text(text: str, shown: str) -> None:
    """Escapes, trimmed line ends and opening line breaks are counted as TOML counts them."""
    position = tomllib.loads(text)["q"].index(shown)
    place = of_toml(text).inside(("q",), position)

    assert text.split("\n")[place.line - 1][place.column - 1] == shown


@given(before=st.text(), after=st.text())
def test_a_character_is_found_inside_any_json_text(before: str, after: str) -> None:
    """Whatever json.dumps escapes, the place of a character is where it stands in the file."""
    text = json.dumps({"q": f"{before}\x00{after}"})
    place = of_json(text).inside(("q",), len(before))

    assert text[place.column - 1 :].startswith("\\u0000")


_lines = st.dictionaries(st.from_regex(r"[a-z0-9_-]{1,5}", fullmatch=True), st.text(), min_size=1)


@given(lines=_lines)
def test_every_line_of_any_toml_is_found(lines: dict[str, str]) -> None:
    """Whatever stands in the texts, each value begins where its line says."""
    text = "".join(f"{key} = {quoted(value)}\n" for key, value in lines.items())
    places = of_toml(text)

    assert [places.value((key,)) for key in lines] == [
        Place(number, len(key) + 4) for number, key in enumerate(lines, start=1)
    ]


_values = st.recursive(
    st.integers() | st.text() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(data=st.dictionaries(st.text(), _values), indent=st.sampled_from([None, 0, 2]))
def test_any_json_is_walked_to_its_end(data: dict[str, object], indent: int | None) -> None:
    """Every value at the top is found where it really begins."""
    text = json.dumps({**data, "the end": 1}, indent=indent)
    places = of_json(text)

    place = places.value(("the end",))
    line = text.split("\n")[place.line - 1]
    assert line[place.column - 1 :].rstrip("}") == "1"
