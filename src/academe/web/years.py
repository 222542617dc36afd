"""What a child learns in a course, told on a page or two for the kitchen door.

Only published texts are told here, also to those who may see drafts: who prints the page for
families prints nothing that families do not read.
"""

from functools import cached_property
from typing import Any

from academe.actions.access import sees_field
from academe.actions.reading import text_in_force
from academe.actions.translations import translations_of
from academe.definitions.fields import Field
from academe.store.content import Content, Text
from academe.store.files import StoredFile
from academe.web.cards import week_text
from academe.web.course_cards import label_of
from academe.web.in_languages import own_name
from academe.web.kinds import kind_of
from academe.web.shortening import Short, shorten
from academe.web.showing import Shown, file_words, plain_text
from academe.web.standards_shown import find_standard, grades_text, language_of
from academe.web.standards_shown import label_of as code_label
from academe.web.subject_looks import Look, look_of
from academe.web.told_languages import in_one_language, original_of, untranslated

TAUGHT = ("unit", "lesson")
NOTHING = Short([], 0)


class Told:
    """The text in force of one content, as far as this reader may know it."""

    def __init__(self, request: Any, content: Content, values: Any) -> None:
        self.request, self.content, self.values = request, content, values
        self.title, self.summary = self.text("title"), self.text("summary")
        self.lang = values.get("language") or request.registry.academe_settings.language
        self.url = str(request.address(content))
        self.id, self.translates = content.id, original_of(content, values)

    def _field(self, name: str) -> Field | None:
        """Return a field that was answered and that the reader may know."""
        for field, _label in kind_of(self.request, self.content.type_name).fields:
            if field.name == name and self.values.get(name) not in (None, (), ""):
                return field if sees_field(self.request.person, field, self.content) else None
        return None

    def label(self, name: str) -> str:
        """Return what the district calls a field."""
        fields = kind_of(self.request, self.content.type_name).fields
        return next((label for field, label in fields if field.name == name), name)

    def text(self, name: str) -> str:
        field = self._field(name)
        return plain_text(self.request, field, self.values[name]) if field else ""

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(self.values[name]) if self._field(name) else ()

    def html(self, name: str) -> str:
        """Return safe HTML; empty where there is no answer to know."""
        field = self._field(name)
        return Shown(self.request, self.content).html(field, self.values[name]) if field else ""

    def short(self, name: str, most: int) -> Short:
        """Return the first lines of a rich text."""
        field = self._field(name)
        if field is None or not isinstance(self.values[name], Text):
            return NOTHING
        return shorten(self.html(name), most)


class TaughtPart(Told):
    """A unit, or a lesson that stands in no unit."""

    @property
    def weeks(self) -> str:
        return week_text(self.request, {n: self.values.get(n) for n in ("starts_in_week", "weeks")})

    @cached_property
    def ideas(self) -> Short:
        return self.short("understandings", 2)

    @cached_property
    def goals(self) -> Short:
        return self.short("objectives", 4)

    @property
    def in_a_line(self) -> str:
        """The summary, else the first idea or goal: safe HTML for the year of a whole grade."""
        found = [*self.short("understandings", 1).lines, *self.short("objectives", 1).lines]
        return "" if self.summary else next(iter(found), "")


class CourseYear(Told):
    """One course as families read it."""

    @property
    def look(self) -> Look:
        return look_of(self.request, self.words("subjects"))

    @property
    def grades_text(self) -> str:
        return grades_text(self.request, self.words("grades"))

    @property
    def subjects_text(self) -> str:
        words = self.words("subjects")
        return ", ".join(label_of(self.request, "subjects", word) for word in words)

    @cached_property
    def translations(self) -> list["CourseYear"]:
        """The same course in other languages."""
        request = self.request
        others = translations_of(request.person, self.content, request.district)
        found = (told_of(request, one) for one in others)
        return [told for told in found if told is not None]

    @property
    def language(self) -> str:
        """What its language calls itself."""
        return own_name(self.lang)

    @property
    def untranslated(self) -> str:
        """That there is none in the reader's language; empty where there is."""
        versions = in_one_language([self, *self.translations], self.request.language)
        return untranslated(self.request, versions[:1])

    @property
    def is_a_year(self) -> bool:
        return self.values.get("length") in (None, "year")

    @cached_property
    def _below(self) -> list[Told]:
        """What readers find in the course, in teaching order and in one language."""
        found = []
        for child in self.content.children():
            told = told_of(self.request, child, TaughtPart if child.type_name in TAUGHT else Told)
            found += [told] if told is not None else []
        return in_one_language(found, self.request.language)

    @property
    def units(self) -> list[Any]:
        return [told for told in self._below if told.content.type_name in TAUGHT]

    @property
    def documents(self) -> list[Told]:
        """Documents and pages that belong to the course."""
        return [t for t in self._below if t.content.type_name in ("document", "page", "link")]

    @property
    def files(self) -> list[tuple[str, str, str]]:
        """(name, address, kind and size) of the syllabus and of the course's files."""
        found = []
        for told in [self, *(t for t in self._below if t.content.type_name == "file")]:
            name = "syllabus" if told is self else "file"
            stored = told.values.get(name) if told._field(name) else None
            if isinstance(stored, StoredFile):
                title = stored.name if told is self else told.title
                url = str(self.request.address(told.content, "file", name))
                found.append((title, url, file_words(stored, self.request.language)))
        return found

    @cached_property
    def standards(self) -> list[tuple[str, str, str]]:
        """(code, words, their language) for the course and for its units, each once."""
        parts = [self, *self.units]
        named = dict.fromkeys(name for told in parts for name, _kind in told.words("standards"))
        return [standard_words(self.request, name) for name in named]


def told_of(request: Any, content: Content, kind: type[Told] = CourseYear) -> Any:
    """Return what readers are told of a content; None where there is no text in force."""
    publication = text_in_force(request.person, content, request.district)
    return None if publication is None else kind(request, content, publication.values)


def standard_words(request: Any, name: str) -> tuple[str, str, str]:
    """Return the code of a standard, its words and their language; no words where unknown."""
    found = find_standard(request, name)
    if found is None:
        return name, "", ""
    return code_label(found), found.statement, language_of(request, found)
