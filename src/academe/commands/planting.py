"""Makes contents from a folder of Markdown files, through the actions that people use.

A folder is a content with what lies in it, its own words in ``index.md``; every other Markdown file
is a content of its own. A number before the name keeps the order: ``20-equal-parts.md``. The words
above the text, between two lines ``+++``, are TOML; each heading of the first level opens the field
with that label or name. demo/README.md explains all of it for those who write such a folder.
"""

import mimetypes
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.district import District
from academe.actions.opening import identity_called
from academe.actions.sharing import grant
from academe.actions.stepping import take_step
from academe.actions.texts import html_from_markdown
from academe.commands.desk import find_content, keeper
from academe.definitions.fields import Field
from academe.definitions.types import ContentType
from academe.errors import AcademeError, CommandError
from academe.store.content import Content
from academe.store.files import store_file
from academe.store.people import Identity

INDEX = "index.md"
FENCE = "+++\n"
WORDS = ("type", "by", "grants", "steps")  # all others are fields
DAYS = re.compile(r"(?:in (\d+) days|(\d+) days ago)(?: at (\d\d:\d\d))?")
GAP = timedelta(hours=5)  # between two things that were done, so that the history tells a story


@dataclass(frozen=True)
class Source:
    """One Markdown file: the words above, and the text below."""

    path: Path
    words: Mapping[str, Any]
    text: str


def read_source(path: Path) -> Source:
    """Read a file; raises CommandError if there are no words above the text or they are wrong."""
    text = path.read_text(encoding="utf-8")
    above, fence, below = text.removeprefix(FENCE).partition("\n" + FENCE)
    if not text.startswith(FENCE) or not fence:
        raise CommandError(f"{path}: the words between two lines +++ are missing.")
    try:
        return Source(path, tomllib.loads(above), below)
    except tomllib.TOMLDecodeError as error:
        raise CommandError(f"{path}: {error}.") from error


class Planting:
    """One walk through a folder; what is done later has a later time."""

    def __init__(self, district: District, begin: datetime) -> None:
        self.district = replace(district, now=begin)
        self._end = district.now

    def plant(self, folder: Path) -> None:
        """Fill the site with a folder, whose own ``index.md`` says the words of the front page."""
        root, source = self.district.site.root, read_source(folder / INDEX)
        with _at(source.path):
            self._change(self._person(source), root, source.words, source.text, source.path)
            self._grant(root, source)
        self._plant_below(root, folder)
        with _at(source.path):
            self._take_steps(root, source)

    def _plant_below(self, parent: Content, folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                source = read_source(path / INDEX)
            elif path.suffix == ".md" and path.name != INDEX:
                source = read_source(path)
            else:
                continue  # a picture or a file that a content names
            with _at(source.path):
                content = self._make(parent, source, path)
            if path.is_dir():
                self._plant_below(content, path)
            with _at(source.path):
                self._take_steps(content, source)

    def _make(self, parent: Content, source: Source, path: Path) -> Content:
        type_name = source.words.get("type", "")
        content_type = self.district.definitions.types.get(type_name)
        if content_type is None:
            raise CommandError(f"there is no type {type_name!r}.")
        answers = self._answers(content_type, source.words, source.text, source.path)
        name = re.sub(r"^\d+-", "", path.stem)
        person = self._person(source)
        content = create(person, parent, type_name, answers, self.district, name=name)
        self._grant(content, source)
        return content

    def _grant(self, content: Content, source: Source) -> None:
        for who, roles in source.words.get("grants", {}).items():
            records = self.district.records
            found = records.group_called(who) or records.person_with_login(who)
            if found is None:
                raise CommandError(f"there is no person and no group {who!r}.")
            for role in roles:
                grant(keeper(self.district), content, found.id, role, self.district)

    def _take_steps(self, content: Content, source: Source) -> None:
        for step in source.words.get("steps", ()):
            person = self._tick(step["by"])
            take_step(person, content, step["step"], self.district, comment=step.get("comment", ""))
            if "then" in step:
                self._change(self._tick(step["by"]), content, step["then"], "", source.path)

    def _change(
        self, person: Identity, content: Content, words: Mapping[str, Any], text: str, path: Path
    ) -> None:
        content_type = self.district.definitions.types[content.type_name]
        answers = self._answers(content_type, words, text, path)
        change(person, content, answers, self.district, version=None)

    def _person(self, source: Source) -> Identity:
        return self._tick(source.words.get("by", ""))

    def _tick(self, login: str) -> Identity:
        """Return somebody as of the next moment."""
        now = min(self.district.now + GAP, self._end)
        self.district = replace(self.district, now=now)
        found = identity_called(login, self.district)
        if found is None:
            raise CommandError(f"there is no person {login!r} for the word 'by'.")
        return found

    # Answers

    def _answers(
        self, content_type: ContentType, words: Mapping[str, Any], text: str, path: Path
    ) -> dict[str, Any]:
        """Return what the words and the text answer, as ``create`` and ``change`` take it."""
        answers: dict[str, Any] = {}
        for word, value in words.items():
            if word not in WORDS:
                answers[word] = self._answer(_field(content_type, word), value, path)
        for heading, below in _sections(text):
            field = _field(content_type, heading)
            answers[field.name] = self._answer(field, below, path)
        return answers

    def _answer(self, field: Field, value: Any, path: Path) -> Any:
        read = _READ.get(field.type)
        return value if read is None else read(self, value, path)

    def _rich_text(self, value: Any, path: Path) -> str:
        return html_from_markdown(str(value))

    def _date(self, value: Any, path: Path) -> Any:
        return self._moment(value).date() if isinstance(value, str) else value

    def _date_time(self, value: Any, path: Path) -> Any:
        return self._moment(value) if isinstance(value, str) else value

    def _moment(self, words: str) -> datetime:
        """Return the moment of "in 12 days at 18:00" or "30 days ago", seen from today."""
        match = DAYS.fullmatch(words)
        if match is None:
            raise CommandError(f"{words!r} is not like 'in 12 days at 18:00' or '30 days ago'.")
        days = int(match[1]) if match[1] else -int(match[2])
        zone = self.district.settings.zone
        day = self._end.astimezone(zone).date() + timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(match[3] or "00:00"), zone)

    def _file(self, value: Any, path: Path) -> Any:
        file = path.parent / value
        media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        with file.open("rb") as stream:
            return store_file(stream, file.name, media_type, self.district.site.connection)

    def _files(self, value: Any, path: Path) -> Any:
        return tuple(self._file(each, path) for each in value)

    def _link(self, value: Any, path: Path) -> int:
        return find_content(value, self.district).id

    def _links(self, value: Any, path: Path) -> Any:
        return tuple(self._link(each, path) for each in value)

    def _standards(self, value: Any, path: Path) -> Any:
        """Read "5.NF.A.1" or "5.NF.A.1 assessed"."""
        parts = (each.partition(" ") for each in value)
        return tuple((code, alignment or "taught") for code, _, alignment in parts)


_READ: Mapping[str, Callable[[Planting, Any, Path], Any]] = {
    "rich_text": Planting._rich_text,
    "date": Planting._date,
    "date_time": Planting._date_time,
    "file": Planting._file,
    "image": Planting._file,
    "files": Planting._files,
    "link": Planting._link,
    "links": Planting._links,
    "standards": Planting._standards,
    "choices": lambda planting, value, path: tuple(value),
}


def _field(content_type: ContentType, word: str) -> Field:
    if word in content_type.fields:
        return content_type.fields[word]
    for field in content_type.fields.values():
        if field.label.casefold() == word.casefold():
            return field
    raise CommandError(f"the type {content_type.name!r} has no field {word!r}.")


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield (heading, Markdown below it); what stands before the first heading is the ``text``."""
    parts = re.split(r"^# +(.+)$", text, flags=re.MULTILINE)
    for heading, below in zip(["text", *parts[1::2]], parts[0::2], strict=True):
        if below.strip():
            yield heading.strip(), below


class _at:  # noqa: N801 reads as a word: with _at(path)
    """Say in which file an error was."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        if isinstance(error, AcademeError):
            raise CommandError(f"{self._path}: {error}") from error
