"""What a bundle says, as answers to the fields of a type."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from academe.actions.answers import LONGEST_TITLE, check_answers
from academe.actions.district import District
from academe.actions.filing import take_file, take_picture
from academe.definitions.fields import Field
from academe.definitions.types import ContentType
from academe.errors import InvalidAnswers
from academe.exchange.bundle import ImportedContent, ImportedFile
from academe.exchange.languages import find_language, is_code, narrow
from academe.exchange.names import shorten
from academe.exchange.sections import minutes_in
from academe.store.files import StoredFile
from academe.store.standards import KINDS

LINK = re.compile(r'(href|src)="import:([^"#]*)(#[^"]*)?"')


@dataclass
class Answering:
    """One content's answers: what fits, what leads to contents that may not be there yet.

    ``dropped`` holds the labels of fields whose answers do not fit.
    """

    ids: Mapping[str, int]  # identifier in the bundle -> content id
    district: District
    given: dict[str, Any] = field(default_factory=dict)
    later: dict[str, Any] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    rich: set[str] = field(default_factory=set)  # names of the rich texts among them

    def answer(self, one: ImportedContent, content_type: ContentType) -> None:
        """Gather the answers; one that does not fit is dropped, never the whole content."""
        self.given["title"] = one.title[:LONGEST_TITLE] or one.identifier
        if len(one.title) > LONGEST_TITLE:
            self.dropped.append(str(content_type.fields["title"].label))
        for name, value in one.values.items():
            found = content_type.fields.get(name) or _place_for(name, one, content_type)
            if value in (None, "", ()):
                continue
            if found is None:
                self._drop(one, name)
            else:
                self._take(found, value)
        for file in one.files:
            if file.field in content_type.fields:
                self._take_file(content_type.fields[file.field], file)
            else:
                self._drop(one, file.field)
        self._drop_misfits(one, content_type)
        self._speak(one)

    def _speak(self, one: ImportedContent) -> None:
        """Let rich texts say their language themselves where the district's list has it not."""
        code = find_language(str(one.values.get("language") or ""))
        if is_code(code) and "language" not in self.given:
            for name, value in self.given.items():
                if name in self.rich:
                    self.given[name] = f'<div lang="{code}">{value}</div>'

    def _drop(self, one: ImportedContent, name: str) -> None:
        """Note an answer that the type it came in as does not ask for, by its own type's label."""
        wanted = self.district.definitions.types.get(one.type_name)
        asked = wanted.fields.get(name) if wanted else None
        label, value = str(asked.label) if asked else name, one.values.get(name)
        is_short = asked is None or asked.type not in ("rich_text", "link", "links")
        said = shorten(", ".join(_listed(value)), 60) if is_short and value is not None else ""
        self.dropped.append(f"{label} ({said})" if said else label)

    def _take(self, asked: Field, value: Any) -> None:
        if asked.type in ("link", "links"):
            ids = tuple(dict.fromkeys(filter(None, map(self._target, _listed(value)))))
            if ids:
                self.later[asked.name] = ids if asked.type == "links" else ids[0]
        elif asked.type == "rich_text":
            self.given[asked.name] = LINK.sub(self._link, str(value))
            self.rich.add(asked.name)
        elif asked.type in ("choice", "choices"):
            self.given[asked.name] = self._choices(asked, value)
        else:
            self.given[asked.name] = self._placed(_python_value(asked.type, value))

    def _placed(self, value: Any) -> Any:
        """Return a moment that names no time zone as one of the district's."""
        if isinstance(value, datetime) and value.tzinfo is None:
            return value.replace(tzinfo=self.district.settings.zone)
        return value

    def _take_file(self, asked: Field, file: ImportedFile) -> None:
        with file.path.open("rb") as stream:
            stored: StoredFile = (take_picture if asked.type == "image" else take_file)(
                stream, file.name, self.district
            )
        is_list = asked.type == "files"
        before = self.given.get(asked.name, ())
        self.given[asked.name] = (*before, stored) if is_list else stored

    def _drop_misfits(self, one: ImportedContent, content_type: ContentType) -> None:
        try:
            check_answers(content_type, self.given, self.district)
        except InvalidAnswers as error:
            for name in error.errors:
                if self.given.pop(name, None) is not None:
                    self._drop(one, name)

    def _choices(self, asked: Field, value: Any) -> Any:
        """Take keys, or the labels that people see."""
        labels = self.district.definitions.choices[asked.choices or ""].labels
        keys = {str(label).casefold(): key for key, label in labels.items()}
        chosen = tuple(
            one if one in labels else keys.get(one.casefold(), one) for one in _listed(value)
        )
        if asked.name == "language":
            chosen = tuple(narrow(one, labels) for one in chosen)
        return chosen if asked.type == "choices" else chosen[0]

    def _target(self, value: str) -> int | None:
        return self.ids.get(value.removeprefix("import:").split("#")[0])

    def _link(self, match: re.Match[str]) -> str:
        attribute, identifier, fragment = match.groups()
        content_id = self.ids.get(identifier)
        if content_id is None:
            return f'{attribute}=""'
        return f'{attribute}="academe:{content_id}{fragment or ""}"'


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _place_for(name: str, one: ImportedContent, content_type: ContentType) -> Field | None:
    """Return the main text's field for a text whose own field the type does not have.

    None where ``one`` has a text of its own for that field.
    """
    main = content_type.fields.get("text") or content_type.fields.get("steps")
    if name not in ("text", "steps") or main is None or one.values.get(main.name):
        return None
    return main


def _python_value(kind: str, value: Any) -> Any:
    if not isinstance(value, str):
        return _standards(value) if kind == "standards" else value
    read = _READ.get(kind)
    try:
        return read(value) if read else value
    except ValueError:
        return value  # the check that follows says no to it


def _standards(values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Read "5.NF.A.1 assessed" as a code and how it is used; taught where nothing is said."""
    pairs = []
    for value in values:
        code, _space, kind = str(value).rpartition(" ")
        known = kind.strip("()") in KINDS and code
        pairs.append((code, kind.strip("()")) if known else (str(value), "taught"))
    return tuple(pairs)


def _number(value: str) -> int | float:
    number = float(value)
    return int(number) if number.is_integer() else number


_READ: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "date_time": datetime.fromisoformat,
    "number": _number,
    "duration": lambda value: minutes_in(value) or value,
    "yes_no": lambda value: {"yes": True, "true": True, "no": False, "false": False}.get(
        value.casefold(), value
    ),
    "standards": lambda value: _standards((value,)),
}
