"""Settings: what is read, and how mistakes are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode import config
from paperlode.errors import InputError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from paperlode.config import Config

    Load = Callable[..., Config]
    Told = Callable[..., str]

TOPIC = '[[topic]]\nname = "Crystals"\nquery = "all:crystal"\n'


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a text as if it stood in a settings file."""

    def load_text(
        text: str, environment: Mapping[str, str] | None = None, name: str = "paperlode.toml"
    ) -> Config:
        (tmp_path / name).write_bytes(text.encode())
        return config.load(tmp_path / name, environment or {})

    return load_text


@pytest.fixture
def told(load: Load) -> Told:
    """Give what a person is told about wrong settings."""

    def load_wrong(*given: object, **more: object) -> str:
        with pytest.raises(SettingsError) as caught:
            load(*given, **more)
        return str(caught.value)

    return load_wrong


def test_a_topic_is_all_that_is_needed(load: Load) -> None:
    """Everything else has a default."""
    loaded = load(TOPIC)

    assert [(topic.id, topic.name, topic.text) for topic in loaded.topics] == [
        ("crystals", "Crystals", "all:crystal")
    ]
    assert (loaded.timezone, loaded.url, loaded.contact) == ("UTC", None, None)
    assert (loaded.publish.site, loaded.publish.readme) == ("site", "README.md")


def test_a_topic_is_found_by_identifier_or_name(load: Load) -> None:
    """And what was probably meant is told when there is none."""
    loaded = load(TOPIC)

    assert loaded.topic("crystals") is loaded.topic("Crystals") is loaded.topics[0]
    with pytest.raises(InputError, match='did you mean "crystals"'):
        loaded.topic("crystal")


def test_names_of_files_are_relative_to_the_settings(load: Load, tmp_path: Path) -> None:
    """The folder is known absolutely, so that changing directories does not matter."""
    assert load(TOPIC).folder == tmp_path


def test_an_address_loses_its_last_slash(load: Load) -> None:
    """Links can then be made by adding a slash and a path."""
    assert load('url = "https://example.org/x/"\n' + TOPIC).url == "https://example.org/x"


@pytest.mark.parametrize("name", ["paperlode.toml", "config.json"])
def test_the_settings_file_of_a_folder_is_found(tmp_path: Path, name: str) -> None:
    """paperlode.toml, else config.json."""
    (tmp_path / "config.json").touch()
    (tmp_path / name).touch()

    assert config.find(tmp_path).name == name


def test_a_folder_without_settings_tells_how_to_begin(tmp_path: Path) -> None:
    """Nothing is there: `paperlode init` helps."""
    with pytest.raises(SettingsError, match="paperlode init"):
        config.find(tmp_path)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("titel = 'x'\n" + TOPIC, "line 1, column 1", 'did you mean "title"?'),
        (TOPIC + "[intak]\n", "line 4, column 1", 'did you mean "intake"?'),
        (TOPIC + "[intake]\npagesize = 5", "line 5, column 1", 'did you mean "page_size"?'),
        (TOPIC + "timezone = 'UTC'", "line 4, column 1", "at the top of the file"),
        ("page_size = 5\n" + TOPIC, "line 1, column 1", "it belongs into [intake]"),
        ("title = 5\n" + TOPIC, "line 1, column 9", '"title" is 5; allowed: a text on one line'),
        (TOPIC + "[intake]\npage_size = '5'", "line 5, column 13", "a whole number"),
        (TOPIC + "[intake]\npage_size = 300", "line 5, column 13", "divides 10000"),
        (TOPIC + "[intake]\npage_size = true", "line 5, column 13", "is true; allowed"),
        (
            TOPIC + "[intake]\nchannels = ['feed']",
            "line 5, column 13",
            '"channels" is "feed"; allow',
        ),
        (TOPIC + "[intake]\npause_seconds = 1", "line 5, column 17", "from 3 to 600"),
        (TOPIC + "[intake]\npause_seconds = nan", "line 5, column 17", "from 3 to 600"),
        (TOPIC + "[intake]\nsearch_url = 'http://x.org'", "line 5, column 14", "https://"),
        (TOPIC + "[publish]\nsite = '../x'", "line 5, column 8", "a folder inside this one"),
        (TOPIC + "[publish]\nsite = 'archive'", "line 4, column 1", "a folder of its own"),
        (TOPIC + "[publish]\nreadme = true", "line 5, column 10", "or false"),
        ('title = "a\\u001b[31m"\n' + TOPIC, "line 1, column 9", r'"a\x1b[31m"; allowed'),
        ("url = 'example.org'\n" + TOPIC, "line 1, column 7", "begins with https://"),
        ("url = 'https://[x'\n" + TOPIC, "line 1, column 7", "begins with https://"),
        ("url = 'http://example.org'\n" + TOPIC, "line 1, column 7", "begins with https://"),
        ("timezone = 'Berlin'\n" + TOPIC, "line 1, column 12", 'did you mean "Europe/Berlin"?'),
        ("timezone = 'Asia/Singapur'\n" + TOPIC, "line 1, column 12", '"Asia/Singapore"?'),
        ("timezone = 'America'\n" + TOPIC, "line 1, column 12", "no time zone"),
        ("contact = 'me'\n" + TOPIC, "line 1, column 11", "an e-mail address"),
        ("[topic]\nname = 'x'", "line 1, column 1", "two brackets"),
        ("topic = []", "line 1, column 9", "at least one [[topic]]"),
        ("title = 'x'", "line 1, column 1", "at least one [[topic]]"),
        ("intake = 3\n" + TOPIC, "line 1, column 10", "write [intake]"),
        ("[[topic]]\nname = 'x'", "line 1, column 1", 'this [[topic]] has no "query"'),
        ("[[topic]]\nname = ' '\nquery = 'all:x'", "line 2, column 8", '"name" is empty'),
        ("[[topic]]\nname = 'x'\nquery = ' '", "line 3, column 9", '"query" is empty'),
        (TOPIC + TOPIC, "line 5, column 8", 'the name "Crystals" of the one in line 1'),
        (TOPIC + TOPIC.replace("Crystals", "crystals"), "line 5", 'give one of them an "id"'),
        (TOPIC + "id = 'A b'", "line 4, column 6", "lower-case letters"),
        ("title = 'x", "line 1, column 11", "not valid TOML"),
        ("title = 'x'\ntitle = 'y'\n", "line 2", "not valid TOML"),
        ('title = "x\n', "line 1, column 11", "a text in quotes must end on its line"),
    ],
)
def test_a_mistake_is_told_with_its_place(told: Told, text: str, where: str, what: str) -> None:
    """File, line and column, what is allowed, and what was probably meant."""
    sentence = told(text)

    assert sentence.startswith(f"paperlode.toml, {where}")
    assert what in sentence


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ('"all:crystal AND (ti:x"', "line 3, column 26"),
        ("'''\nall:crystal\n  AND (ti:x'''", "line 5, column 7"),
        ('"abs:\\"space group\\" AND (ti:x"', "line 3, column 34"),
    ],
)
def test_a_query_that_does_not_parse_is_shown_where_it_breaks(
    told: Told, query: str, place: str
) -> None:
    """The place is that of the character in the file, not only that of the query."""
    assert place in told(f"[[topic]]\nname = 'x'\nquery = {query}\n")


def test_all_mistakes_are_told_at_once(told: Told) -> None:
    """In the order of the file, so that one pass through it mends them all."""
    sentence = told("titel = 'x'\nurl = 5\n[[topic]]\nname = 'a'\n[intake]\npage_size = 0\n")

    assert sentence.splitlines()[0] == "4 mistakes in paperlode.toml:"
    assert [line.split(":")[0].strip() for line in sentence.splitlines()[1:]] == [
        "line 1, column 1",
        "line 2, column 7",
        "line 3, column 1",
        "line 6, column 13",
    ]


def test_the_environment_goes_before_the_file(load: Load) -> None:
    """A run can be pointed at a replica without touching the settings."""
    url = "http://127.0.0.1:8000/api/query"
    loaded = load(TOPIC, {"PAPERLODE_SEARCH_URL": url, "PAPERLODE_CONTACT": "a@example.org"})

    assert (loaded.intake.search_url, loaded.contact) == (url, "a@example.org")


def test_an_empty_variable_is_no_setting(load: Load) -> None:
    """A workflow passes variables on whether or not they are set."""
    assert load(TOPIC, {"PAPERLODE_SEARCH_URL": "", "PAPERLODE_CONTACT": " "}).contact is None


def test_wrong_variables_are_told_by_name(told: Told) -> None:
    """There is no line to point at, but a name."""
    sentence = told(TOPIC, {"PAPERLODE_SEARCH_URL": "ftp://x", "PAPERLODE_SERCH_URL": "y"})

    assert 'PAPERLODE_SEARCH_URL: "search_url" is "ftp://x"' in sentence
    assert '"PAPERLODE_SERCH_URL" is unknown: did you mean "PAPERLODE_SEARCH_URL"?' in sentence


def test_only_this_machine_may_be_asked_without_a_pause(load: Load) -> None:
    """A replica has no terms of use; arXiv has."""
    quick = TOPIC + "[intake]\npause_seconds = 0\n"
    replica = {"PAPERLODE_SEARCH_URL": "http://localhost:8000/api/query"}

    assert load(quick, replica).intake.pause_seconds == 0
    with pytest.raises(SettingsError, match="from 3"):
        load(quick)


def test_windows_line_ends_and_byte_order_marks_do_no_harm(load: Load, told: Told) -> None:
    """Editors on Windows leave them behind."""
    assert load("\ufeff" + TOPIC.replace("\n", "\r\n")).topics[0].name == "Crystals"
    assert "line 4, column 1" in told((TOPIC + "x = 1").replace("\n", "\r\n"))


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """The line is named, and what to do."""
    (tmp_path / "paperlode.toml").write_bytes(b"title = 'x'\n# M\xfcller\n")

    with pytest.raises(SettingsError, match="line 2: not UTF-8"):
        config.load(tmp_path, {})


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With the way to a first one."""
    with pytest.raises(SettingsError, match="paperlode init"):
        config.load(tmp_path / "none.toml", {})


@pytest.mark.parametrize("name", ["paperlode.toml", "config.json"])
def test_nesting_without_end_is_refused(told: Told, name: str) -> None:
    """A hostile file costs no more than a sentence."""
    opening = "x = " if name == "paperlode.toml" else '{"x": '

    assert name in told(opening + "[" * 100_000, name=name)
