"""The README block: what is new, in Markdown, between two markers that belong to paperlode.

Nothing outside the markers is ever touched. The fields are those of the *ArXiv Daily* trackers,
so that whatever reads their READMEs reads ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.digest import Item
from paperlode.errors import MarkersError
from paperlode.preference import Place
from paperlode.publish import THANKS, addresses, news
from paperlode.publish.differences import of_entry
from paperlode.publish.liking import because
from paperlode.publish.markdown import literally, markdown
from paperlode.sighting import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperlode.digest import Digest, Seen
    from paperlode.publish import Look

START = "<!-- ARXIV_PAPERS_START -->"
END = "<!-- ARXIV_PAPERS_END -->"
LARGEST = 400_000
"""Bytes that a block may have; GitHub cuts a README off at 500 KiB."""
FOR_THE_LINK = 500
"""Bytes kept free for the line that leads to the rest."""
SHOWN_AT_FIRST = 25
"""Papers shown from the archive while there is no news yet."""


def block(
    digest: Digest | None,
    archive: Sequence[Seen],
    look: Look,
    note: str = "",
    *,
    limit: int = LARGEST,
) -> str:
    """Write what stands between the markers; its last line is ended.

    ``digest`` is the last day with news, None before there was any; then the first of
    ``archive`` (newest first) are shown. ``note`` is a sentence on the last check. ``limit`` is how
    many bytes the block may have.
    """
    items = _of_archive(archive) if digest is None else digest.items
    headings = {} if digest is None else _headings(digest)
    parts = [_opening(digest, len(items), look), *([f"> {markdown(note)}\n\n"] if note else [])]
    ending = f"{_picture(look)}*{THANKS}*\n"
    room = limit - sum(len(part.encode()) for part in [*parts, ending]) - FOR_THE_LINK
    folded = {} if digest is None else _folded(digest)
    for number, item in enumerate(items, start=1):
        begin, end = folded.get(item.paper.id, ("", ""))
        part = headings.get(item.paper.id, "") + begin + _paper(number, item, look) + end
        room -= len(part.encode())
        if room < 0:
            unfinished = item.place is Place.UNLIKELY and not begin
            parts += [_FOLD_END] * unfinished + [_rest(len(items) - number + 1, digest, look)]
            break
        parts.append(part)
    return "".join([*parts, ending])


_FOLD_END = "</details>\n\n"


def _folded(digest: Digest) -> dict[str, tuple[str, str]]:
    """Give what stands before and after papers so that the less likely ones are folded away."""
    found: dict[str, tuple[str, str]] = {}
    for group in digest.groups:
        ids = [item.paper.id for item in group.folded]
        for place, identifier in enumerate(ids):
            begin = f"<details><summary>Less likely ({len(ids)})</summary>\n\n"
            found[identifier] = (
                begin if place == 0 else "",
                _FOLD_END if place == len(ids) - 1 else "",
            )
    return found


def _picture(look: Look) -> str:
    """Show the papers a week; the line stays the same, what it shows is a file of the site.

    Only with an address: the site's files are not in the repository.
    """
    if not look.url:
        return ""
    picture, page = look.address(addresses.PICTURE), look.address(addresses.TRENDS)
    return f"[![Papers a week over the last 52 weeks]({picture})]({page})\n\n"


def _of_archive(archive: Sequence[Seen]) -> tuple[Item, ...]:
    return tuple(
        Item(entry.paper, entry.seen, Kind.NEW, entry.topics) for entry in archive[:SHOWN_AT_FIRST]
    )


def _opening(digest: Digest | None, count: int, look: Look) -> str:
    if digest is None or digest.last is None:
        told = ": these papers came in as the history of the topics" if count else ""
        return f"## Newest Papers of the Archive ({count})\n\n*No news yet{told}.*\n\n"
    moment = digest.last.astimezone(look.timezone)
    return f"## New Papers ({count})\n\n*Last updated: {moment:%Y-%m-%d %H:%M:%S (%Z)}*\n\n"


def _headings(digest: Digest) -> dict[str, str]:
    """Give the heading that stands before the first paper of a topic, when there are several."""
    if len(digest.groups) == 1:
        return {}
    return {
        group.items[0].paper.id: f"## {markdown(group.topic.name)} ({len(group.items)})\n\n"
        for group in digest.groups
    }


def _paper(number: int, item: Item, look: Look) -> str:
    return "".join(f"{line}\n\n" for line in _lines(number, item, look))


def _lines(number: int, item: Item, look: Look) -> Iterator[str]:
    paper = item.paper
    withdrawn = " (withdrawn)" if paper.withdrawn else ""
    yield f"### {number}. {markdown(paper.title) or paper.name}{withdrawn}"
    yield f"**Authors:** {markdown(', '.join(paper.authors))}"
    yield f"**Published:** {paper.submitted:%Y-%m-%d}{_news(item, look)}"
    yield f"**Category:** {markdown(paper.primary)}"
    yield f"**ID:** {paper.name}"
    yield f"**Link:** [{paper.abs_url}]({paper.abs_url}){_pdf(item)}"
    yield from _facts(item)
    if item.rank is not None:
        yield f"**Why here:** {markdown(because(item.rank))}"
    yield f"**Summary:** {markdown(paper.abstract)}"
    yield from _differences(item)
    yield "---"


def _news(item: Item, look: Look) -> str:
    """Say what a date alone does not: why a paper is news that was submitted long ago."""
    if item.kind is Kind.CROSS_LISTED:
        return f" ({news.cross_listed(item, look.topics)})"
    if item.paper.withdrawn:
        return f" (withdrawn with version {item.paper.version}: {item.paper.updated:%Y-%m-%d})"
    if item.kind is Kind.REVISED:
        return f" (version {item.paper.version}: {item.paper.updated:%Y-%m-%d})"
    if item.kind is Kind.LATE:
        return f" (first seen {(item.seen - item.paper.submitted).days} days later)"
    return ""


def _pdf(item: Item) -> str:
    """Link the document; a version that withdraws a paper has none, the one before it has."""
    if not item.paper.withdrawn:
        return f" · [PDF]({item.paper.pdf_url})"
    if item.before is None:
        return ""
    return f" · [PDF of version {item.before.version}]({item.before.pdf_url})"


def _facts(item: Item) -> Iterator[str]:
    """Say what a version changed, why a paper was withdrawn, where it is published now."""
    paper = item.paper
    if item.kind is Kind.REVISED and item.before is not None:
        yield f"**Changed:** {news.changed(item.before, paper)}"
    if paper.withdrawn and paper.comment:
        yield f"**Withdrawn:** {markdown(paper.comment)}"
    if item.kind is Kind.PUBLISHED:
        links = (f"[{markdown(doi)}](<{news.doi_url(doi)}>)" for doi in news.dois(paper))
        told = [*filter(None, [markdown(paper.journal_ref or "")]), *links]
        yield f"**Now published:** {' · '.join(told)}"


def _differences(item: Item) -> Iterator[str]:
    """Fold what changed away; it is HTML on one line, so nothing in it is Markdown."""
    told = [f"<p><b>{one.heading}:</b> {one.short(literally)}</p>" for one in of_entry(item)]
    if told:
        yield f"<details><summary>What changed</summary>{''.join(told)}</details>"


def _rest(count: int, digest: Digest | None, look: Look) -> str:
    if look.url and digest is not None:
        where = f"[the page of this day]({look.address(f'day/{digest.day}/')})"
    else:
        where = "[the archive](archive/)"
    return f"*{count} more: see {where}.*\n\n"


_BOTH = f"the two lines {START} and {END}, each once and in this order"


def insert(readme: bytes, block: str) -> bytes:
    """Put a block between the markers; every byte outside of them stays as it is.

    Raises MarkersError when the markers are not there once each and in their order.
    """
    start, end = _place(readme)
    line_end = b"\r\n" if readme[start : start + 2] == b"\r\n" else b"\n"
    inside = line_end.join([b"", b"", *block.encode().splitlines(), b"", b""])
    return readme[:start] + inside + readme[end:]


def _place(readme: bytes) -> tuple[int, int]:
    """Find where the block begins and ends."""
    starts, ends = (list(_finds(readme, marker.encode())) for marker in (START, END))
    if not starts or not ends:
        missing = [marker for marker, found in ((START, starts), (END, ends)) if not found]
        raise MarkersError(
            f"the README has no {' and no '.join(missing)}; add {_BOTH} where the papers "
            "shall stand"
        )
    for marker, found in ((START, starts), (END, ends)):
        if len(found) > 1:
            raise MarkersError(
                f"the README has {marker} {len(found)} times, in lines {_lines_of(readme, found)}; "
                f"leave {_BOTH}"
            )
    if ends[0] < starts[0]:
        raise MarkersError(
            f"the README has {END} in line {_lines_of(readme, ends)} before {START} in line "
            f"{_lines_of(readme, starts)}; exchange the two"
        )
    return starts[0] + len(START), ends[0]


def _finds(readme: bytes, marker: bytes) -> Iterator[int]:
    place = readme.find(marker)
    while place >= 0:
        yield place
        place = readme.find(marker, place + len(marker))


def _lines_of(readme: bytes, places: Iterable[int]) -> str:
    return " and ".join(str(readme.count(b"\n", 0, place) + 1) for place in places)
