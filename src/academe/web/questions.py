"""What each word of a type file asks: how an answer is typed, and what is read from it.

A question is a colander node: its type writes a stored value into the form and
reads it back, its widget names the template in templates/fields.
"""

from collections.abc import Callable, Mapping
from typing import Any

import colander

from academe.web.answer_types import (
    Answer,
    Asking,
    DayAnswer,
    DurationAnswer,
    FilesAnswer,
    LinkAnswer,
    LinksAnswer,
    MomentAnswer,
    NumberAnswer,
    RichTextAnswer,
    SearchAnswer,
    SomeAnswers,
    StandardsAnswer,
    YesNoAnswer,
)
from academe.web.showing import size_text
from academe.web.standards_field import StandardsLines
from academe.web.widgets import Day, Kept, Moment, OneOf, SomeOf, Stored, Ticked, Typed
from academe.wording import _

READABLE = "image/png,image/jpeg,image/gif,image/webp"

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
    "search": lambda asking: (SearchAnswer, Typed(template="search")),
    "standards": lambda asking: (StandardsAnswer, StandardsLines(asking.request)),
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
