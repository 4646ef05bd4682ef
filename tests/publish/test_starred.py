"""The page of starred papers: what leaves the browser as a file, and what is let in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from paperlode import deliver
from paperlode.publish import File, Look
from paperlode.publish.bibliography import bibtex, csl_json, ris
from paperlode.publish.starred import csl
from paperlode.store import Store
from tests.browser import IN_BROWSER
from tests.hostile import HOSTILE
from tests.publish.reader import SITE, Reader, served
from tests.shelf import CRYSTALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = IN_BROWSER
PAPERS = (
    made_up(1, title="Learning HfO$_2$ & $x<y$ <b>", authors=("Ada Example", "Bo Invented Jr.")),
    made_up(2, title="Learning more", doi="10.1000/a_b", journal_ref="Carbon 170 (2020) 477-486"),
    made_up(3, title="Learning again", authors=("A Collaboration",), categories=("cs.LG",)),
    *(
        made_up(n, title=text, abstract=text, authors=(text, "B"), journal_ref=text, doi=text)
        for n, text in enumerate(HOSTILE, start=10)
    ),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_record_in_a_page_is_the_record(text: str) -> None:
    """Escaped so that no page ends in it, and read back the same."""
    paper = made_up(1, title=text, abstract=text, categories=(text,), comment=text)
    written = csl(paper)
    assert not re.search("[<>&\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert [json.loads(written)] == json.loads(csl_json([paper]))


# In the browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Serve a site with hostile papers; start a browser that saves to a folder."""
    folder = tmp_path_factory.mktemp("starred")
    look = Look("Crystals", (CRYSTALS,), ZoneInfo("UTC"), url="https://example.org/x/")
    with Store.open(folder / "store.db") as store:
        shelf = Shelf(store, look)
        shelf.see(*PAPERS)
        files = [File(path, content) for path, content in shelf.files().items()]
    deliver.write(files, folder / "www" / SITE)
    with served(folder / "www") as host, Reader(folder / "chromium") as started:
        started.root = host + SITE
        started.look(1280)
        yield started


@pytest.fixture
def reader(browser: Reader, tmp_path: Path) -> Iterator[Reader]:
    """Begin with a browser that kept nothing; no test may make the console speak."""
    browser.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.forget()
    browser.complaints.clear()
    yield browser
    told = [complaint for complaint in browser.complaints if browser.root not in complaint[:200]]
    assert told == []


def star(reader: Reader, *names: str) -> None:
    """Star papers by their identifiers, as lists do."""
    for name in names:
        told = json.dumps({"title": f"Kept {name}", "authors": "Ada Example and 3 more"})
        reader.evaluate(f"paperlode.marks.set('{name}', 'starred', true, {told}); 0")
    reader.visit("starred/")


def saved(reader: Reader, css: str, folder: Path, name: str) -> bytes:
    """Press a button and wait for the file that it saves."""
    ended = f"""(async () => {{
      const done = () => document.querySelector('.toast [role=status]').textContent;
      document.querySelector({json.dumps(css)}).click();
      while (!/ in | are in /.test(done())) await new Promise((go) => setTimeout(go, 10));
    }})()"""
    reader.evaluate(ended)
    place = folder / name
    for _ in range(200):
        if place.exists():
            break
        reader.evaluate("new Promise((go) => setTimeout(go, 20))")
    return place.read_bytes()


EXPORTS = [
    ("bibtex", "papers.bib", bibtex),
    ("ris", "papers.ris", ris),
    ("csl", "papers.json", csl_json),
]


@pytest.mark.browser
@pytest.mark.parametrize(("name", "file", "write"), EXPORTS, ids=[name for name, *_ in EXPORTS])
def test_the_browser_writes_what_the_command_writes(
    reader: Reader,
    tmp_path: Path,
    name: str,
    file: str,
    write: Any,  # noqa: ANN401  a function
) -> None:
    """Byte for byte, hostile papers and shared keys included."""
    star(reader, *(paper.id for paper in PAPERS[::-1]))
    written = saved(reader, f"[data-export={name}]", tmp_path, file)
    assert written.decode() == write(PAPERS)


def test_papers_whose_pages_are_gone_are_told_from_the_star(reader: Reader, tmp_path: Path) -> None:
    """With what was kept then, and the page says of how many."""
    star(reader, "2608.00001", "2607.00099", "cond-mat/9901001")
    text = saved(reader, "[data-export=bibtex]", tmp_path, "papers.bib").decode()
    assert text.endswith(bibtex(PAPERS[:1]))
    assert "author = {{Ada Example}}" in text
    assert re.findall(r"eprint = \{(.*?)\}", text)[:2] == ["cond-mat/9901001", "2607.00099"]
    assert re.findall(r"year = \{(\d+)\}", text)[:2] == ["1999", "2026"]
    assert "The pages of 2 could not be read" in reader.said()
    reader.complaints.clear()  # the browser tells the console of answers 404


def test_notes_for_obsidian_are_one_file_a_paper(reader: Reader, tmp_path: Path) -> None:
    """With front matter, links, abstract and the reader's note; and a file that lists them."""
    star(reader, "2608.00001", "2608.00002")
    reader.evaluate("paperlode.marks.set('2608.00001', 'note', 'See **section 2**'); 0")
    saved(reader, "[data-export=notes]", tmp_path, "papers.zip")
    with ZipFile(tmp_path / "papers.zip") as packed:
        assert packed.testzip() is None
        files = {name: packed.read(name).decode() for name in packed.namelist()}
    first = "Example 2026 Learning HfO _2 & x y b (2608.00001)"
    assert list(files) == [
        f"{first}.md", "Example 2020 Learning more (2608.00002).md", "Starred papers.md",
    ]  # fmt: skip
    assert f"- [[{first}]]" in files["Starred papers.md"]
    note = files[f"{first}.md"]
    assert 'title: "Learning HfO$_2$ & $x<y$ <b>"' in note
    assert "# Learning HfO$_2$ \\& $x\\lt y$ \\<b\\>" in note
    assert "[PDF](https://arxiv.org/pdf/2608.00001v1)" in note
    assert note.endswith("## Note\n\nSee **section 2**\n")


def test_hostile_papers_are_text_in_notes(reader: Reader, tmp_path: Path) -> None:
    """No file leaves its folder, no front matter ends early, no markup comes of a title."""
    star(reader, *(paper.id for paper in PAPERS))
    saved(reader, "[data-export=notes]", tmp_path, "papers.zip")
    with ZipFile(tmp_path / "papers.zip") as packed:
        files = {name: packed.read(name).decode() for name in packed.namelist()}
    assert len(files) == len(PAPERS) + 1
    for name, text in files.items():
        assert not re.search(r'[\\/:*?"<>|#^\[\]\x00-\x1f\u202a-\u202e]', name)
        assert len(name.encode()) < 255
        if name != "Starred papers.md":
            front = text.split("\n---\n")[0].split("\n")[1:]
            assert all(json.loads(line.partition(": ")[2]) for line in front)
        assert not re.search(
            r"(?<!\\)(<script|<img|<!--|\]\(javascript)", text.partition("\n---\n")[2]
        )


# The file of marks

MOMENT = "2026-08-20T06:00:00Z"
LATER = "2026-08-21T06:00:00Z"
FILE = {
    "format": "paperlode-marks",
    "version": 1,
    "saved": LATER,
    "papers": {
        "2608.00001": {
            "starred": {"on": True, "at": MOMENT},
            "note": {"text": "<img src=x onerror=alert(1)>", "at": MOMENT},
            "paper": {"title": "<b>Bold</b> \u202egnp", "authors": "Ada Example"},
        },
        "cond-mat/0207270": {"read": {"on": True, "at": MOMENT}, "unknown": 1},
    },
}


def load(reader: Reader, folder: Path, text: str | bytes, name: str = "marks.json") -> str:
    """Let the reader choose a file; give what the page says of it."""
    place = folder / name
    place.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    reader.visit("starred/")
    root = reader.ask("DOM.getDocument")["root"]["nodeId"]
    node = reader.ask("DOM.querySelector", nodeId=root, selector="#file")["nodeId"]
    reader.ask("DOM.setFileInputFiles", files=[str(place)], nodeId=node)
    for _ in range(200):
        if told := reader.said():
            return told
        reader.evaluate("new Promise((go) => setTimeout(go, 10))")
    return ""


def kept(reader: Reader) -> dict[str, Any]:
    """Give all marks, as a file would hold them."""
    papers: dict[str, Any] = reader.evaluate("paperlode.marks.file().papers")
    return papers


def test_a_file_of_marks_is_read_once_and_for_all(reader: Reader, tmp_path: Path) -> None:
    """Reading it again changes nothing; texts in it are text, and turn no direction."""
    said = load(reader, tmp_path, json.dumps(FILE))
    assert said == "marks.json: marks on 2 papers, 2 of them new here."
    assert reader.evaluate("document.querySelector('#starred a').textContent") == "<b>Bold</b> gnp"
    assert reader.evaluate("document.querySelectorAll('#starred img, #starred b').length") == 0
    assert load(reader, tmp_path, json.dumps(FILE)).endswith("none of them new here.")


def test_what_is_saved_can_be_read_elsewhere(reader: Reader, tmp_path: Path) -> None:
    """Every mark comes back, in another browser as in this one."""
    load(reader, tmp_path, json.dumps(FILE))
    before = kept(reader)
    today = reader.evaluate("new Date().toISOString().slice(0, 10)")
    text = saved(reader, "#save", tmp_path, f"marks-{today}.json")
    reader.forget()
    load(reader, tmp_path, text)
    assert kept(reader) == before
    assert set(before) == {"2608.00001", "cond-mat/0207270"}


def marked(on: object, at: str, **more: object) -> dict[str, object]:
    """Make a file with one mark."""
    return FILE | {"papers": {"2608.00001": {"starred": {"on": on, "at": at}} | more}}


def noted(text: object) -> dict[str, object]:
    """Make a file with one note."""
    return marked(on=True, at=MOMENT, note={"text": text, "at": MOMENT})


def test_of_two_marks_the_newer_one_holds(reader: Reader, tmp_path: Path) -> None:
    """In whatever order files are read: taking a star back is a mark, too."""
    files = [
        marked(on=True, at=MOMENT, note={"text": "a", "at": LATER}),
        marked(on=False, at=LATER, note={"text": "b", "at": MOMENT}),
        marked(on=True, at=LATER, note={"text": "c", "at": LATER}),
    ]
    ends = []
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)):
        reader.forget()
        for place in order:
            load(reader, tmp_path, json.dumps(files[place]))
        ends.append(kept(reader))
    assert all(end == ends[0] for end in ends)
    assert ends[0]["2608.00001"]["starred"]["on"]
    assert ends[0]["2608.00001"]["note"]["text"] == "c"


def test_a_mark_from_the_future_does_not_hold_for_ever(reader: Reader, tmp_path: Path) -> None:
    """It counts as one of now, and can be taken back."""
    load(reader, tmp_path, json.dumps(marked(on=True, at="9999-01-01T00:00:00Z")))
    reader.click(".mark-starred")
    assert reader.flags(1) == []
    assert kept(reader)["2608.00001"]["starred"]["at"] < "3000"


BAD: dict[str | bytes, str] = {
    "": "it is no JSON",
    "{": "it is no JSON",
    b"\xff\xfe\x00": "it is no JSON",
    "[" * 100_000: "it is no JSON",
    "null": 'it is no file of marks: "format" is not "paperlode-marks"',
    json.dumps(FILE | {"version": 2}): "it has version 2, and this site reads version 1",
    json.dumps(FILE | {"papers": []}): '"papers" is no object',
    json.dumps(FILE | {"papers": {"../x": {}}}): 'papers["../x"] is no identifier of an arXiv',
    json.dumps(FILE | {"papers": {"__proto__": {}}}): 'papers["__proto__"] is no identifier',
    json.dumps(FILE | {"papers": {"2608.00001": 1}}): 'papers["2608.00001"] is no object',
    json.dumps(marked(on=True, at="yesterday")): 'papers["2608.00001"].starred.at is no moment',
    json.dumps(marked(on=True, at="2026-99-99T06:00:00Z")): ".starred.at is no moment",
    json.dumps(marked(on="yes", at=MOMENT)): ".starred.on is neither true nor false",
    json.dumps(noted(["x"])): ".note.text is no text",
    json.dumps(noted("x" * 20_001)): ".note.text has more than 20000 characters",
    json.dumps(marked(on=True, at=MOMENT, paper={"title": 1})): ".paper.title is no text",
}


def test_files_that_are_bad_are_named_and_change_nothing(reader: Reader, tmp_path: Path) -> None:
    """With what is wrong in them and where, as a sentence."""
    load(reader, tmp_path, json.dumps(FILE))
    before = kept(reader)
    wrong = []
    for number, (text, told) in enumerate(BAD.items()):
        said = load(reader, tmp_path, text, f"bad{number}.json")
        start = f"bad{number}.json cannot be read: "
        if not (said.startswith(start) and told in said and said.endswith("Nothing was changed.")):
            wrong.append((text[:80], said))
    assert wrong == []
    assert kept(reader) == before


def test_a_file_that_is_too_large_is_not_even_read(reader: Reader, tmp_path: Path) -> None:
    """A browser would stand still over it."""
    assert "larger than 20 MB" in load(reader, tmp_path, b" " * 20_000_001)


# Links


def test_a_link_carries_starred_papers_to_another_browser(reader: Reader) -> None:
    """Who opens it is asked; notes come along only when they are meant to."""
    star(reader, "2608.00001", "2608.00002")
    reader.evaluate("paperlode.marks.set('2608.00001', 'note', 'mine'); 0")
    links = []
    for _ in range(2):
        reader.evaluate("document.querySelector('#address input').value = ''")
        reader.click("#link")
        reader.evaluate("""(async () => { while (!document.querySelector('#address input').value)
          await new Promise((go) => setTimeout(go, 10)) })()""")
        links.append(reader.evaluate("document.querySelector('#address input').value"))
        reader.click("#notes")
    for link, note in zip(links, (None, "mine"), strict=True):
        assert link.startswith(f"{reader.root}starred/#marks=")
        reader.forget()
        reader.open(link)
        wait_for(reader, "#offer button")
        assert kept(reader) == {}
        reader.click("#offer button")
        assert set(kept(reader)) == {"2608.00001", "2608.00002"}
        assert kept(reader)["2608.00001"].get("note", {}).get("text") == note
        assert "#" not in reader.evaluate("location.href")


def wait_for(reader: Reader, css: str) -> None:
    """Wait until the page has such an element."""
    reader.evaluate(f"""(async () => {{ while (!document.querySelector({json.dumps(css)}))
      await new Promise((go) => setTimeout(go, 10)) }})()""")


@pytest.mark.parametrize("code", ["AAAA", "x", "7cEBDQAAAMKg_09toYPFAAAA", "SyzKzi8GAA"])
def test_a_damaged_link_says_so(reader: Reader, code: str) -> None:
    """And changes nothing."""
    reader.open(f"{reader.root}starred/#marks={code}")
    reader.evaluate("""(async () => { while (!document.querySelector('.toast[data-on]'))
      await new Promise((go) => setTimeout(go, 10)) })()""")
    assert reader.said().startswith("The link cannot be read: ")
    assert kept(reader) == {}


def test_a_star_that_is_taken_back_leaves_the_page_and_can_come_again(reader: Reader) -> None:
    """The keys of lists work here as well; without papers the page says how to star one."""
    star(reader, "2608.00001", "2608.00002")
    assert reader.shown() == [2, 1]
    reader.press("j", "s")
    assert (reader.shown(), reader.at()) == ([1], 1)
    reader.press("s")
    assert reader.shown() == []
    assert reader.evaluate("document.querySelector('#none').checkVisibility()")
    reader.press("u", "u")
    assert sorted(reader.shown()) == [1, 2]


def test_everything_can_be_forgotten(reader: Reader) -> None:
    """After a question."""
    star(reader, "2608.00001")
    reader.evaluate("window.confirm = () => true")
    reader.click("#forget")
    assert kept(reader) == {}
    assert reader.shown() == []


def test_the_page_depends_on_no_paper(shelf: Shelf) -> None:
    """It is the same every day, and for everybody."""
    before = shelf.page("starred/index.html")
    shelf.see(replace(PAPERS[0], title="Another"), at=TODAY + DAY)
    assert shelf.page("starred/index.html") == before
