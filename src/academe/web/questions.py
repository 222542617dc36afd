"""What each word of a type file asks: how an answer is typed, and what is read from it.

A question is a colander node: its type writes a stored value into the form and
reads it back, its widget names the template in templates/fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import colander

from academe.actions.answers import WrongAnswerError
from academe.actions.reading import may_know
from academe.actions.texts import html_from_markdown, link_outward, markdown_from_html
from academe.definitions.fields import Field
from academe.store.content import Content, Text, path_of
from academe.web import readings
from academe.web.finding import content_at, content_called
from academe.web.showing import size_text
from academe.web.widgets import Day, Kept, Moment, OneOf, SomeOf, Stored, Ticked, Typed
from academe.wording import _

READABLE = "image/png,image/jpeg,image/gif,image/webp"


@dataclass(frozen=True)
class Asking:
    """Who is asked, about which field, and what the answer has been so far."""

    request: Any
    field: Field
    old: Any = None
    content: Content | None = None  # None: it does not exist yet


class Answer(colander.SchemaType):
    """A text that is stored as it was typed, and the ground of all other answers.

    An answer that was not touched is the old one: nothing is lost by writing it
    into a form and reading it again.
    """

    def __init__(self, asking: Asking) -> None:
        self.asking, self.request, self.field = asking, asking.request, asking.field

    def serialize(self, node: Any, appstruct: Any) -> Any:
        is_empty = appstruct is colander.null or appstruct is None
        return self.empty if is_empty else self.write(appstruct)

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if self.asking.old is not None and cstruct == self.write(self.asking.old):
            return self.asking.old
        if not cstruct or (isinstance(cstruct, str) and not cstruct.strip()):
            return colander.null
        try:
            found = self.read(cstruct)
        except WrongAnswerError as wrong:
            raise colander.Invalid(node, wrong.sentence) from None
        return colander.null if found is None or found == () else found

    empty: Any = ""

    def write(self, value: Any) -> Any:
        return str(value)

    def read(self, typed: Any) -> Any:
        return typed


class RichTextAnswer(Answer):
    """Markdown as typed; links are shown as addresses of today."""

    def write(self, value: Text) -> str:
        return markdown_from_html(link_outward(value.html, self._address_of))

    def read(self, typed: str) -> str:
        return html_from_markdown(typed)

    def _address_of(self, content_id: int, attribute: str) -> str:
        found = self.request.district.site.content(content_id)
        if found is None or not may_know(self.request.person, found, self.request.district):
            return f"academe:{content_id}"
        return path_of(found)


class NumberAnswer(Answer):
    def write(self, value: Any) -> str:
        return readings.write_number(value, self.request.language)

    def read(self, typed: str) -> int | float:
        return readings.read_number(typed.strip(), self.request.language)


class DurationAnswer(Answer):
    def write(self, value: int) -> str:
        return readings.write_duration(value)

    def read(self, typed: str) -> int:
        return readings.read_duration(typed)


class DayAnswer(Answer):
    def write(self, value: Any) -> str:
        return str(value.isoformat())

    def read(self, typed: str) -> Any:
        return readings.read_day(typed)


class MomentAnswer(Answer):
    def write(self, value: Any) -> str:
        return readings.write_moment(value, self.request.time_zone)

    def read(self, typed: str) -> Any:
        return readings.read_moment(typed, self.request.time_zone)


class YesNoAnswer(Answer):
    """A box: unticked means no where there was an answer before, else none."""

    def write(self, value: bool) -> str:
        return "yes" if value else ("no" if self.field.required else "")

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct == "yes":
            return True
        if cstruct == "no" or self.asking.old is not None:
            return False
        return colander.null


class SomeAnswers(Answer):
    empty = ()

    def write(self, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value)

    def read(self, typed: tuple[str, ...]) -> tuple[str, ...]:
        return typed


class StandardsAnswer(Answer):
    def write(self, value: Any) -> str:
        return readings.write_standards(value, self.request.say)

    def read(self, typed: str) -> Any:
        return readings.read_standards(typed, self.request.say)


class LinksAnswer(Answer):
    """One address or title a line."""

    def write(self, value: Any) -> str:
        ids = value if isinstance(value, tuple) else (value,)
        return "\n".join(self._line(content_id) for content_id in ids)

    def _line(self, content_id: int) -> str:
        found = self.request.district.site.content(content_id)
        if found is None or not may_know(self.request.person, found, self.request.district):
            return f"academe:{content_id}"
        return path_of(found)

    def read(self, typed: str) -> Any:
        return tuple(self._find(line) for line in readings.lines_of(typed))

    def _find(self, line: str) -> int:
        number = line.removeprefix("academe:")
        if number != line and number.isdecimal() and int(number) in self._old_ids():
            return int(number)  # a link that was there already, to what this person may not see
        if line.startswith("/") or "://" in line:
            found = content_at(self.request, line)
            matches = [found] if found else []
        else:
            matches = content_called(self.request, line, self.field.to)
        if len(matches) == 1:
            return matches[0].id
        raise WrongAnswerError(
            _(
                "“${line}” is the title of several contents. Please write its address.",
                mapping={"line": line[:120]},
            )
            if matches
            else _(
                "There is no content “${line}” here. Write its address or its title.",
                mapping={"line": line[:120]},
            )
        )

    def _old_ids(self) -> tuple[int, ...]:
        old = self.asking.old
        return old if isinstance(old, tuple) else (old,)


class LinkAnswer(LinksAnswer):
    def read(self, typed: str) -> Any:
        ids = super().read(typed)
        if len(ids) > 1:
            raise WrongAnswerError(_("Please give one content only."))
        return ids[0] if ids else None


class FilesAnswer(Answer):
    """What stays and what is new: StoredFile objects and uploads, stored when all is well."""

    empty: Any = {}

    def write(self, value: Any) -> Any:
        return {}

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        given = cstruct if isinstance(cstruct, dict) else {}
        gone, new = given.get("gone", ()), given.get("new", ())
        stays = tuple(one for number, one in enumerate(self.old_files) if number not in gone)
        if self.field.type == "files":
            answer: Any = (*stays, *new)
        else:
            answer = new[0] if new else (stays[0] if stays else None)
        return colander.null if answer is None or answer == () else answer

    @property
    def old_files(self) -> tuple[Any, ...]:
        old = self.asking.old
        return old if isinstance(old, tuple) else (() if old is None else (old,))


Made = tuple[type[Answer], Any]


def _choice(asking: Asking) -> Made:
    labels = _labels(asking)
    nothing = _("Not said") if not asking.field.required else _("Please choose")
    values = (("", asking.request.say(nothing)), *labels)
    return Answer, OneOf(values=values)


def _labels(asking: Asking) -> tuple[tuple[str, str], ...]:
    """Return (word, label), with words of the old answer that the list no longer has."""
    found = asking.request.district.definitions.choices[asking.field.choices or ""]
    labels = [(word, asking.request.say(label)) for word, label in found.labels.items()]
    old = asking.old if isinstance(asking.old, tuple) else (asking.old,)
    return (*labels, *((word, word) for word in old if word and word not in found.labels))


def _yes_no(asking: Asking) -> Made:
    say = asking.request.say
    if asking.field.required:
        values = (("yes", say(_("Yes"))), ("no", say(_("No"))))
        return YesNoAnswer, OneOf(values=values, template="radio_choice")
    return YesNoAnswer, Ticked()


def _lines(asking: Asking, template: str = "links") -> Any:
    place = asking.content or asking.request.context
    kinds = "".join(f"&type={name}" for name in asking.field.to)
    pick_url = asking.request.address(place, "find") + (f"?{kinds[1:]}" if kinds else "")
    return Typed(template=template, pick_url=pick_url)


def _files(asking: Asking) -> Made:
    request, field = asking.request, asking.field
    old = FilesAnswer(asking).old_files
    rest = [(str(number),) if field.type == "files" else () for number in range(len(old))]
    kept = tuple(
        Kept(
            number,
            stored.name,
            request.address(asking.content, "file", field.name, *rest[number]),
            size_text(stored.size, request.language),
        )
        for number, stored in enumerate(old)
    )
    return FilesAnswer, Stored(
        files=kept,
        many=field.type == "files",
        accept=READABLE if field.type == "image" else None,
        limit=request.registry.academe_settings.upload_limit_mb * 1024 * 1024,
    )


QUESTIONS: Mapping[str, Callable[[Asking], Made]] = {
    "text": lambda asking: (Answer, Typed()),
    "paragraph": lambda asking: (Answer, Typed(template="textarea", rows=3)),
    "rich_text": lambda asking: (RichTextAnswer, Typed(template="rich_text", rows=10)),
    "number": lambda asking: (NumberAnswer, Typed(template="number")),
    "duration": lambda asking: (DurationAnswer, Typed(template="duration")),
    "date": lambda asking: (DayAnswer, Day()),
    "date_time": lambda asking: (MomentAnswer, Moment()),
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": lambda asking: (SomeAnswers, SomeOf(values=_labels(asking))),
    "link": lambda asking: (LinkAnswer, _lines(asking)),
    "links": lambda asking: (LinksAnswer, _lines(asking)),
    "file": _files,
    "image": _files,
    "files": _files,
    "standards": lambda asking: (StandardsAnswer, Typed(template="standards")),
}
"""For each word of ``FIELD_TYPES``: how it is read and how it is asked for."""


def node_for(asking: Asking) -> colander.SchemaNode:
    """Return the node of one field."""
    field, say = asking.field, asking.request.say
    answer, widget = QUESTIONS[field.type](asking)
    label = say(field.label)
    return colander.SchemaNode(
        answer(asking),
        name=field.name,
        title=label,
        description=say(field.help) if field.help else "",
        widget=widget,
        missing=colander.required if field.required else None,
        missing_msg=_("Please answer this."),
    )
