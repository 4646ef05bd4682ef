"""``paperlode library``, ``like``, ``hide``, ``forget``: what the reader says of papers."""

from __future__ import annotations

import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.errors import AnswerError, FetchError, InputError, PaperlodeError
from paperlode.paper import PaperId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from paperlode.cli.screen import Screen
    from paperlode.cli.workplace import Workplace
    from paperlode.library import Found, Reference
    from paperlode.preference import Mark, Word

library = typer.Typer(no_args_is_help=True, help="The papers you like: what ranking learns from.")
app.add_typer(library, name="library")

LARGEST = 200_000_000
"""Bytes of a library's file: fifty thousand entries with their abstracts have half of that."""
MOST_NAMED = 20
"""Bad entries that are named one by one; the rest is counted."""
COMMAND = "command"

Ids = Annotated[list[str], typer.Argument(help="Identifiers or addresses of arXiv papers.")]
Now = Annotated[
    str | None, typer.Option("--now", help="Pretend that it is this moment (ISO, with zone).")
]
NoFetch = Annotated[
    bool,
    typer.Option("--no-fetch", help="Do not ask arXiv for papers that are not here; a run will."),
]


@library.command()
def add(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help="Identifiers, addresses, files (BibTeX, RIS, CSL-JSON, the site's marks, lists of "
            "identifiers), or a Zotero library (zotero:users/12345)."
        ),
    ] = None,
    *,
    preset: Annotated[str | None, typer.Option(help="A ready library: ai4mat.")] = None,
    no_fetch: NoFetch = False,
    now: Now = None,
) -> None:
    """Take papers into the library: ranking learns from them.

    Papers that are not here are fetched from arXiv, a hundred a request. A file may be read again
    at any time: what is known already, or was forgotten since, stays as it is.
    """
    from paperlode.cli.workplace import time_given, workplace  # noqa: PLC0415  only when it runs

    screen: Screen = context.obj
    if not what and preset is None:
        raise InputError("nothing to add: name identifiers, files, zotero:..., or --preset ai4mat")
    moment = time_given(now)
    with workplace(screen) as place:
        adding = Adding(screen, place, moment, fetch=not no_fetch)
        if preset is not None:
            adding.take(f"preset {preset}", _preset(preset))
        adding.sort(what or ())
        adding.finish()


@library.command("list")
def list_(context: typer.Context) -> None:
    """List the library: what is liked and what is hidden, the last said first."""
    from paperlode.cli.workplace import reading  # noqa: PLC0415  only when the command runs
    from paperlode.preference import Word  # noqa: PLC0415  same
    from paperlode.text.tex import plain  # noqa: PLC0415  same

    screen: Screen = context.obj
    with reading(screen) as place:
        marks = [m for m in place.store.marks().values() if m.word is not Word.FORGOTTEN]
        titles = {p.id: p.title for p in place.store.newest_texts([mark.id for mark in marks])}
    screen.result([m.to_record() | {"title": titles.get(m.id)} for m in marks])
    for mark in marks:
        title = plain(titles.get(mark.id, "")) or "(no record yet: the next run asks arXiv for it)"
        screen.say(f"{mark.word!s:6}  {mark.id:16}  {mark.at:%Y-%m-%d}  {mark.source:16}  {title}")
    liked = sum(mark.word is Word.LIKED for mark in marks)
    screen.say(f"{liked} liked, {len(marks) - liked} hidden.")


@library.command()
def remove(
    context: typer.Context,
    what: Annotated[
        list[str], typer.Argument(help="Identifiers, or a source as `library list` names it.")
    ],
    *,
    now: Now = None,
) -> None:
    """Take papers out of the library, or all that came from one source."""
    from paperlode.cli.workplace import time_given, workplace  # noqa: PLC0415  only when it runs
    from paperlode.preference import Word  # noqa: PLC0415  same

    screen: Screen = context.obj
    with workplace(screen) as place:
        held = place.store.marks()
        sources = {mark.source for mark in held.values()}
        ids = [
            identifier
            for one in what
            for identifier in (
                [mark.id for mark in held.values() if mark.source == one]
                if one in sources
                else [PaperId.parse(one).id]
            )
        ]
        _say(screen, place, ids, Word.FORGOTTEN, time_given(now))


@app.command()
def like(
    context: typer.Context, papers: Ids, *, no_fetch: NoFetch = False, now: Now = None
) -> None:
    """Say that you like papers: more like these."""
    from paperlode.preference import Word  # noqa: PLC0415  only when the command runs

    _command(context.obj, papers, Word.LIKED, now, fetch=not no_fetch)


@app.command()
def hide(
    context: typer.Context, papers: Ids, *, no_fetch: NoFetch = False, now: Now = None
) -> None:
    """Say that you do not want papers: less like these."""
    from paperlode.preference import Word  # noqa: PLC0415  only when the command runs

    _command(context.obj, papers, Word.HIDDEN, now, fetch=not no_fetch)


@app.command()
def forget(context: typer.Context, papers: Ids, *, now: Now = None) -> None:
    """Take back what you said of papers."""
    from paperlode.preference import Word  # noqa: PLC0415  only when the command runs

    _command(context.obj, papers, Word.FORGOTTEN, now, fetch=False)


def _command(
    screen: Screen, papers: Sequence[str], word: Word, now: str | None, *, fetch: bool
) -> None:
    from paperlode.cli.workplace import time_given, workplace  # noqa: PLC0415  only when it runs

    ids = [PaperId.parse(each).id for each in papers]
    with workplace(screen) as place:
        moment = time_given(now)
        if fetch:
            ids = Adding(screen, place, moment).known(ids)
        _say(screen, place, ids, word, moment)


def _say(
    screen: Screen, place: Workplace, ids: Sequence[str], word: Word, moment: datetime
) -> None:
    """Note a word on papers, and tell what changed."""
    from paperlode import archive  # noqa: PLC0415  only when the command runs
    from paperlode.library.marking import wanted  # noqa: PLC0415  same

    marks = wanted(ids, word, place.store.marks(), moment)
    place.store.mark_papers(marks)
    archive.save(place.config.folder / place.config.publish.archive, place.store)
    screen.result([mark.to_record() for mark in marks])
    same = len(set(ids)) - len(marks)
    screen.say(f"{len(marks)} {word}{f', {same} as before' if same else ''}.")


def _preset(name: str) -> Found:
    """Read a ready library; InputError names those there are."""
    from paperlode import presets  # noqa: PLC0415  only when the command runs
    from paperlode.library import plain  # noqa: PLC0415  same

    ready = presets.LIBRARIES
    if name not in ready:
        raise InputError(f'there is no library "{name}"; there is: {", ".join(ready)}')
    return plain.read(presets.template(f"library-{name}.txt"))


def refresh(screen: Screen, place: Workplace, moment: datetime) -> None:
    """Read what the settings name before a run; what cannot be read is told and stops nothing."""
    for name in place.config.ranking.library:
        path = place.config.folder / name
        try:
            Adding(screen, place, moment, fetch=False).sort([str(path) if path.is_file() else name])
        except PaperlodeError as error:
            screen.warn(f"the library {name} was not read: {error}")


@dataclass(slots=True)
class Adding:
    """Takes libraries in, one after the other, and tells what came of each."""

    screen: Screen
    place: Workplace
    moment: datetime
    fetch: bool = True
    added: int = 0
    told: list[dict[str, object]] = field(default_factory=list)
    nothing: list[str] = field(default_factory=list)
    """What was said of libraries in which there was nothing."""

    def sort(self, what: Iterable[str]) -> None:
        """Take what the command line names: identifiers together, each library by itself."""
        from paperlode.library import Found, Reference, zotero  # noqa: PLC0415  when it runs

        ids: list[str] = []
        for one in what:
            if library := zotero.library_of(one):
                self._zotero(library)
            elif Path(one).is_file():
                self._file(Path(one))
            else:
                ids.append(_identifier(one))
        if ids:
            self.take(COMMAND, Found.of(map(Reference, ids)))

    def take(self, source: str, found: Found) -> None:
        """Note what a library says of papers that are here or that arXiv has."""
        from paperlode.library import marking  # noqa: PLC0415  only when the command runs

        store = self.place.store
        references = self._resolved(found)
        known = set(self.known([one.id for one in references]))
        here = [one for one in references if one.id in known]
        marks: Sequence[Mark]
        if source == COMMAND:
            liked = [one.id for one in here]
            marks = marking.wanted(liked, here[0].word, store.marks(), self.moment) if here else []
        else:
            marks = marking.taken(here, store.all_marks(), self.moment, source)
        added = store.mark_papers(marks)
        self._strike(source, found)
        self._tell(source, found, len(here), added)

    def _strike(self, source: str, found: Found) -> None:
        """Let words that were struck out on the site count no more, and others count again."""
        if found.strikes:
            self.place.store.strike(found.strikes)
            words = sorted(one.word for one in found.strikes if one.on)
            self.screen.say(f"{source}: words struck out: {', '.join(words) or 'none any more'}.")

    def known(self, ids: Sequence[str]) -> list[str]:
        """Give those of the papers that are here, or that arXiv has; fetch these.

        Without arXiv every paper counts as known: the next run asks for it.
        """
        from paperlode.cli.run import asking  # noqa: PLC0415  only when something is to be asked
        from paperlode.gather.library import A_RUN, look_up  # noqa: PLC0415  same

        held = self.place.store.holding(ids)
        lacking = [each for each in dict.fromkeys(ids) if each not in held]
        unknown: set[str] = set()
        if lacking and self.fetch:
            hurried = len(lacking) <= A_RUN  # what a run cannot catch up with is worth waiting for
            try:
                with (
                    asking(self.screen, self.place.config, hurried=hurried) as (_, arxiv),
                    self.screen.progress() as progress,
                ):
                    for _, missing in look_up(
                        lacking, self.place.store, arxiv, self.moment, progress
                    ):
                        unknown.update(missing)
            except (FetchError, AnswerError) as error:
                self.screen.warn(f"{error}; noted all the same, and the next run asks again")
        for each in sorted(unknown)[:MOST_NAMED]:
            self.screen.warn(f"arXiv has no paper {each}; it is left out")
        return [each for each in dict.fromkeys(ids) if each not in unknown]

    def finish(self) -> None:
        """Write the archive, and raise when there was nothing in anything."""
        from paperlode import archive  # noqa: PLC0415  only when the command runs

        archive.save(self.place.config.folder / self.place.config.publish.archive, self.place.store)
        self.screen.result(self.told)
        if self.nothing and len(self.nothing) == len(self.told):
            raise InputError("; ".join(self.nothing))

    def _file(self, path: Path) -> None:
        from paperlode import library as forms  # noqa: PLC0415  only when there is a file

        text = _text(path)
        form = forms.form_of(path.name, text)
        try:
            found = forms.read(path.name, text)
        except InputError as error:
            raise InputError(f"{path} cannot be read: {error}") from error
        if text.strip() and found == forms.Found(()):
            raise InputError(f"{path}: it looks like {form}, but no entry is in it")
        for each in found.bad[:MOST_NAMED]:
            self.screen.warn(f"{path.name}, {each}")
        if len(found.bad) > MOST_NAMED:
            self.screen.warn(f"{path.name}: and {len(found.bad) - MOST_NAMED} more of the kind")
        self.take("site" if form == "marks" else path.name, found)

    def _zotero(self, library: str) -> None:
        """Read what changed in a Zotero library since it was read last."""
        from paperlode.fetch.elsewhere import Elsewhere  # noqa: PLC0415  httpx is slow to import
        from paperlode.library import Found, zotero  # noqa: PLC0415  only for Zotero

        name = f"zotero {library}"
        key = os.environ.get(self.place.config.ranking.zotero_key, "").strip()
        since = int(self.place.store.recall(name) or 0)
        base = self.place.config.ranking.zotero_url
        pages: list[zotero.Page] = []
        with (
            Elsewhere("Zotero", zotero.headers(key), tell=self.screen.warn) as ask,
            self.screen.progress() as progress,
        ):
            for page in zotero.pages(library, ask, since, base=base):
                progress("Zotero", page.done, page.total)
                pages.append(page)
        every = tuple(one for page in pages for one in page.found.references)
        self.take(name, Found(every, sum(page.found.others for page in pages)))
        self.place.store.remember(name, str(pages[0].version))

    def _resolved(self, found: Found) -> list[Reference]:
        """Find papers by the publisher's identifier among those that are here."""
        from dataclasses import replace  # noqa: PLC0415  one name

        dois = [one.doi for one in found.references if not one.id]
        ids = self.place.store.by_doi(dois) if dois else {}
        every = (
            one if one.id else replace(one, id=ids.get(one.doi, "")) for one in found.references
        )
        return list({one.id: one for one in every if one.id}.values())

    def _tell(self, source: str, found: Found, here: int, added: int) -> None:
        entries = len(found.references) + found.others
        self.told.append(
            {
                "source": source,
                "entries": entries,
                "papers": here,
                "added": added,
                "bad": list(found.bad),
            }
        )
        if not here and not found.strikes and entries + len(found.bad):
            self.nothing.append(
                f"{source}: {entries} entries, none of which names an arXiv paper (an identifier, "
                "an arXiv address or DOI, or the DOI of a paper that is here)"
            )
        rest = entries - here
        self.screen.say(
            f"{source}: {here} arXiv papers, {added} of them new in the library"
            f"{f'; {rest} other entries' if rest else ''}."
        )


def _identifier(text: str) -> str:
    try:
        return PaperId.parse(text).id
    except InputError as error:
        raise InputError(f"{error}; nor is there a file of this name") from error


def _text(path: Path) -> str:
    """Read a library's file, whose encoding nobody tells."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} has more than {LARGEST:,} bytes; split it")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
