"""Acts out the history of the sample district, through the actions that people use.

Each act is done by its own person, at its own date, in a transaction of that date.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from academe.actions.changing import change
from academe.actions.choosing_workflow import choose_workflows
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.district import District
from academe.actions.markdown import html_from_markdown
from academe.actions.naming import slug
from academe.actions.opening import identity_called
from academe.actions.removing import remove
from academe.actions.sharing import grant
from academe.actions.stepping import take_step
from academe.commands.desk import find_content, keeper
from academe.commands.history import NOTHING_TOLD, Act, Calendar, Entry, read_history
from academe.commands.versions import Versions, with_answers
from academe.errors import AcademeError, CommandError
from academe.exchange.bundle import ImportedContent
from academe.exchange.import_answers import Answering
from academe.exchange.reading import read
from academe.exchange.vocabulary import FILED, Vocabulary
from academe.store.content import Content, new_id
from academe.store.people import Identity

Lend = Callable[[datetime], AbstractContextManager[District]]
WORKDAY = timedelta(hours=9)  # from eight in the morning, for all that is done on one day


@dataclass(frozen=True)
class Place:
    """One content of the folder: its address, what it says, and what is told of it."""

    address: str
    one: ImportedContent | None  # None: a copy, which has no file
    entry: Entry
    by: str
    made: int
    rank: int  # its place among those it lies beside


@dataclass
class Planting:
    """One walk through a year; ``lend`` opens the district at a moment."""

    lend: Lend
    calendar: Calendar
    vocabulary: Vocabulary
    ids: dict[str, int] = field(default_factory=dict)  # identifier -> content id
    ranks: dict[str, int] = field(default_factory=dict)  # address -> rank
    done: dict[str, int] = field(default_factory=dict)  # address -> changes done

    def plant(self, source: Path, workfolder: Path) -> None:
        """Fill the site with a folder (``district/``) and its history (``history.toml``)."""
        history = read_history(source / "history.toml")
        bundle = read(source / "district", workfolder, vocabulary=self.vocabulary)
        (root,) = bundle.roots
        self.ids = {one.identifier: new_id() for one in bundle.contents()}
        places = list(self._places(root, "/", "", 0, history)) + list(self._copies(history))
        if unknown := set(history) - {place.address for place in places}:
            raise CommandError(f"history.toml tells of {sorted(unknown)}, which is not there.")
        self.versions = Versions(source / "district", workfolder, self.vocabulary)
        for place in places:
            if place.one is not None and place.entry is not NOTHING_TOLD:
                name = _file_of(source / "district", place)
                self.versions.take_back(place.one.identifier, name, place.entry, self.calendar)
        self.versions.read()
        self._act_out(places)

    def _places(
        self, one: ImportedContent, address: str, by: str, made: int, history: dict[str, Entry]
    ) -> Iterator[Place]:
        entry = history.get(address, NOTHING_TOLD)
        by, made = entry.by or by, made if entry.made is None else entry.made
        yield Place(address, one, entry, by, made, self.ranks.setdefault(address, 0))
        for rank, child in enumerate(one.children):
            below = f"{address.rstrip('/')}/{slug(child.name_hint or child.title)}"
            self.ranks[below] = rank
            yield from self._places(child, below, by, made, history)

    def _copies(self, history: dict[str, Entry]) -> Iterator[Place]:
        for address, entry in history.items():
            if entry.copy_of:
                yield Place(address, None, entry, entry.by, entry.made or 0, len(self.ranks))

    # The year

    def _act_out(self, places: list[Place]) -> None:
        """Do everything in the order of its days; on one day first what is made, then the acts."""
        deeds = [(-place.made, 0, place, None) for place in places] + [
            (-act.days_ago, 1, place, act) for place in places for act in place.entry.acts
        ]
        deeds.sort(key=lambda deed: deed[:2])
        days: dict[int, list[tuple[Place, Act | None]]] = {}
        for day, _kind, place, act in deeds:
            days.setdefault(-day, []).append((place, act))
        for day, todo in days.items():
            for number, (place, act) in enumerate(todo):
                self._do(place, act, self.calendar.moment(day) + WORKDAY * number / len(todo))

    def _do(self, place: Place, act: Act | None, moment: datetime) -> None:
        try:
            with self.lend(moment) as district:
                person = _person(act.by if act else place.by, district)
                if act is None:
                    self._make(person, place, district)
                else:
                    self._deeds[act.doing](self, person, place, act, district)
        except AcademeError as error:
            said = f"{act.doing} by {act.by}, {act.days_ago} days ago" if act else "made"
            raise CommandError(f"history.toml: {place.address}: {said}: {error}") from error

    # Making

    def _make(self, person: Identity, place: Place, district: District) -> None:
        if place.one is None:
            made = self._copy(person, place, district)
        elif place.address == "/":
            made = district.site.root
            self.ids[place.one.identifier] = made.id  # it was there before: links name it so
            self._answer(keeper(district), place, 0, district, "")
        else:
            made = self._create(person, place, place.one, district)
        for who, roles in place.entry.grants.items():
            for role in roles:
                grant(keeper(district), made, _principal(who, district), role, district)

    def _create(
        self, person: Identity, place: Place, one: ImportedContent, district: District
    ) -> Content:
        folder, _slash, name = place.address.rpartition("/")
        parent = find_content(folder or "/", district)
        answers = self._answers(self.versions.version(one, 0), one.type_name, district)
        return create(
            *(person, parent, one.type_name, answers, district),
            name=name,
            position=self._position(parent, place),
            content_id=self.ids[one.identifier],
        )

    def _position(self, parent: Content, place: Place) -> int:
        folder = place.address.rpartition("/")[0]
        ranks = [self.ranks.get(f"{folder}/{name}", place.rank + 1) for name in parent.names()]
        return sum(rank < place.rank for rank in ranks)

    def _copy(self, person: Identity, place: Place, district: District) -> Content:
        source = find_content(place.entry.copy_of, district)
        target = find_content(place.address.rpartition("/")[0] or "/", district)
        return copy(person, source, target, district)

    def _answers(self, one: ImportedContent, type_name: str, district: District) -> dict[str, Any]:
        """Return the answers; one that does not fit is a mistake of the folder, not left out."""
        content_type = district.definitions.types[type_name]
        answering = Answering(self.ids, district)
        answering.answer(one, content_type)
        if answering.dropped:
            raise CommandError(f"these answers do not fit: {', '.join(answering.dropped)}.")
        return {**answering.given, **answering.later}

    # Acts

    def _answer(
        self, person: Identity, place: Place, number: int, district: District, comment: str
    ) -> None:
        """Change a content into what it said after ``number`` of its changes."""
        if place.one is None:
            raise CommandError("a copy has no file; say what is set.")
        content = find_content(place.address, district)
        fields = district.definitions.types[content.type_name].fields
        answers = self._answers(
            self.versions.version(place.one, number), content.type_name, district
        )
        gone = {name: None for name in content.values if name not in answers}
        news = {
            name: value
            for name, value in {**gone, **answers}.items()
            if fields[name].type not in FILED
        }
        change(person, content, news, district, version=None, note=comment)

    def _was(self, person: Identity, place: Place, act: Act, district: District) -> None:
        number = self.done[place.address] = self.done.get(place.address, 0) + 1
        self._answer(person, place, number, district, act.comment)

    def _set(self, person: Identity, place: Place, act: Act, district: District) -> None:
        content = find_content(place.address, district)
        fields = district.definitions.types[content.type_name].fields
        said = {
            word: html_from_markdown(value) if fields[word].type == "rich_text" else value
            for word, value in act.what.items()
        }
        one = with_answers(ImportedContent(content.type_name, content.values["title"], ""), said)
        answers = self._answers(one, content.type_name, district)
        change(person, content, answers, district, version=None, note=act.comment)

    def _step(self, person: Identity, place: Place, act: Act, district: District) -> None:
        begins = self.calendar.day(act.in_force_from) if act.in_force_from else None
        take_step(
            *(person, find_content(place.address, district), act.what, district),
            comment=act.comment,
            in_force_from=begins,
        )

    def _share(self, person: Identity, place: Place, act: Act, district: District) -> None:
        until = self.calendar.read(act.until) if act.until else None
        content = find_content(place.address, district)
        for who, role in act.what.items():
            grant(person, content, _principal(who, district), role, district, until)

    def _workflows(self, person: Identity, place: Place, act: Act, district: District) -> None:
        choose_workflows(person, find_content(place.address, district), act.what, district)

    def _remove(self, person: Identity, place: Place, act: Act, district: District) -> None:
        remove(person, find_content(place.address, district), district, note=act.comment)

    _deeds = {
        "was": _was,
        "set": _set,
        "step": _step,
        "share": _share,
        "workflows": _workflows,
        "remove": _remove,
    }


def _file_of(tree: Path, place: Place) -> str:
    """Return the name of the file that says a content's words."""
    identifier = place.one.identifier if place.one is not None else ""
    for name in (identifier, f"{identifier}/index.md", "index.md"):
        if (tree / name).is_file():
            return name
    raise CommandError(f"{place.address} has no file.")


def _person(login: str, district: District) -> Identity:
    found = identity_called(login, district)
    if found is None:
        raise CommandError(f"there is no person {login!r}.")
    return found


def _principal(who: str, district: District) -> int:
    found = district.records.group_called(who) or district.records.person_with_login(who)
    if found is None:
        raise CommandError(f"there is no person and no group {who!r}.")
    return int(found.id)
