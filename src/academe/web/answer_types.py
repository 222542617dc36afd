"""How each kind of answer is written into a form, and read out of it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import colander

from academe.actions.answers import WrongAnswerError
from academe.actions.markdown import html_from_markdown, markdown_from_html
from academe.actions.reading import may_know
from academe.actions.texts import link_outward
from academe.definitions.fields import Field
from academe.store.content import Content, Text, path_of
from academe.web import readings
from academe.web.finding import content_at, content_called
from academe.web.search_field import read_search
from academe.web.standards_shown import line_name
from academe.wording import _

LONGEST_TYPED = 500_000  # characters of Markdown: two hundred pages


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
        if len(typed) > LONGEST_TYPED:  # reading it would take a second for each 40,000
            raise WrongAnswerError(
                _("This text is too long. Please divide it into several contents.")
            )
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
        pairs = [(line_name(self.request, name), kind) for name, kind in value]
        return readings.write_standards(pairs, self.request.say)

    def read(self, typed: str) -> Any:
        return readings.read_standards(typed, self.request.say)


class SearchAnswer(Answer):
    """A search in the words of the search box, its filters named as an address names them."""

    def read(self, typed: str) -> str:
        return read_search(self.request, typed)


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
            matches: Sequence[Content] = [found] if found else []
        else:
            matches = self._called(line)
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

    def _called(self, title: str) -> Sequence[Content]:
        found = content_called(self.request, title, self.field.to)
        if found is None:
            words = {"line": title[:120]}
            sentence = _(
                "Titles cannot be looked up now. Write the address of “${line}”.", mapping=words
            )
            raise WrongAnswerError(sentence)
        return found

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
