"""Turns stored values into words and safe HTML for one reader."""

from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal

from academe.actions.reading import may_know, title_for
from academe.actions.texts import clean, link_outward
from academe.actions.translations import spoken_in
from academe.definitions.fields import Field
from academe.store.content import Content, Text
from academe.store.files import StoredFile
from academe.store.people import KEEPER
from academe.web.standards_shown import code_of, standard_html
from academe.web.translating import locale_of, translate
from academe.wording import _


def size_text(size: int, language: str) -> str:
    """Return bytes as people say them: ``640 kB``, ``3.1 MB``."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            number = size / factor
            digits = "#,##0.#" if number < 10 else "#,##0"
            return f"{format_decimal(number, digits, locale=locale_of(language))} {unit}"
    return f"{size} bytes"


def media_text(media_type: str, name: str) -> str:
    """Return the kind of a file as people call it: ``PDF``; without an ending, its media type."""
    _stem, dot, ending = name.rpartition(".")
    return ending.upper() if dot and ending.isalnum() and len(ending) <= 5 else media_type


def file_words(stored: StoredFile, language: str) -> str:
    """Return kind and size of a file: ``PDF, 120 kB``."""
    return f"{media_text(stored.media_type, stored.name)}, {size_text(stored.size, language)}"


def day_text(request: Any, day: date) -> str:
    return format_date(day, "long", locale=locale_of(request.language))


def day_of(request: Any, moment: datetime) -> date:
    """Return the district's day of a moment."""
    return moment.astimezone(request.district.settings.zone).date()


def name_text(request: Any, person_id: int) -> str:
    """Return the name of who did something; empty for a person who is gone."""
    who = request.district.records.person(person_id)
    if who is not None:
        return str(who.name)
    return "" if person_id > KEEPER.id else str(request.say(_("The site's keeper")))


def moment_text(request: Any, moment: datetime) -> str:
    """Return a moment in the reader's time zone; the district's where they chose none."""
    local = moment.astimezone(ZoneInfo(request.time_zone))
    minute = local.replace(second=0, microsecond=0, tzinfo=None)
    return _minute_text(minute, locale_of(request.language))


@lru_cache(maxsize=5000)
def _minute_text(minute: datetime, language: str) -> str:
    """Return the words for a local time of day; a table asks for the same ones again and again."""
    day = format_date(minute, "long", locale=language)
    hour = format_time(minute, "short", locale=language)
    return str(get_datetime_format("medium", locale=language)).format(hour, day)


def duration_text(request: Any, minutes: int) -> str:
    return _duration_text(minutes, request.language)


@lru_cache(maxsize=2000)
def _duration_text(minutes: int, language: str) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        text = _("${n} minutes", mapping={"n": rest})
    elif rest:
        text = _("${h} h ${m} min", mapping={"h": hours, "m": rest})
    else:
        text = _("1 hour") if hours == 1 else _("${n} hours", mapping={"n": hours})
    return translate(text, language)


def plain_text(request: Any, field: Field, value: Any) -> str:
    """Return an answer as one line of plain words."""
    say = request.say
    if value is None:
        return ""
    if field.type == "duration":
        return duration_text(request, value)
    if isinstance(value, bool):
        return str(say(_("Yes") if value else _("No")))
    if isinstance(value, datetime):
        return moment_text(request, value)
    if isinstance(value, date):
        return day_text(request, value)
    if field.type in ("choice", "choices"):
        labels = _labels(request, field)
        words = value if isinstance(value, tuple) else (value,)
        return ", ".join(str(say(labels.get(word, word))) for word in words)
    if field.type == "standards":
        return ", ".join(code_of(request, name) for name, _kind in value)
    if field.type == "number":
        return format_decimal(value, locale=locale_of(request.language))
    return str(value)


def _labels(request: Any, field: Field) -> Any:
    found = request.district.definitions.choices.get(field.choices or "")
    return found.labels if found else {}


class Shown:
    """Shows the values of one content to whoever makes the request."""

    def __init__(self, request: Any, content: Content) -> None:
        self.request, self.content = request, content
        self.file_view: tuple[str, ...] = ("file",)  # where its files are; older texts have another

    def html(self, field: Field, value: Any) -> str:
        """Return safe HTML; empty for no answer."""
        if value is None or value == ():
            return ""
        if isinstance(value, Text):
            return self.rich(value.html)
        if field.type == "paragraph":
            parts = str(value).split("\n\n")
            return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts)
        if field.type in ("link", "links"):
            return self._links(value if isinstance(value, tuple) else (value,))
        if field.type in ("file", "files", "image"):
            return self._files(field, value)
        if field.type == "standards":
            return self._listed([standard_html(self.request, *pair) for pair in value])
        return escape(self.text(field, value))

    def text(self, field: Field, value: Any) -> str:
        """Return one line of plain words."""
        return plain_text(self.request, field, value)

    def rich(self, html: str) -> str:
        """Return a rich text as it may be shown: cleaned again, its links led to today's places."""
        cleaned = clean(link_outward(html, self._address_of).replace(' data-gone=""', ""))
        # A table wider than the screen is scrolled: by keyboard too.
        return cleaned.replace("<table>", '<table tabindex="0">')

    def _address_of(self, content_id: int, attribute: str) -> str | None:
        found = self.request.district.site.content(content_id)
        if found is None or not may_know(self.request.person, found, self.request.district):
            return None
        if attribute == "src":
            return str(self.request.address(found, "file", "picture"))
        if found.type_name == "file":
            return str(self.request.address(found))
        return str(self.request.address(found))

    def _links(self, ids: tuple[int, ...]) -> str:
        entries = []
        for content_id in ids:
            address = self._address_of(content_id, "href")
            found = self.request.district.site.content(content_id)
            if address and found is not None:
                title = title_for(self.request.person, found, self.request.district)
                lang = escape(spoken_in(self.request.person, found, self.request.district))
                entries.append(
                    f'<a href="{escape(address)}" lang="{lang}" dir="auto">{escape(title)}</a>'
                )
        return self._listed(entries)

    def _files(self, field: Field, value: Any) -> str:
        stored = value if isinstance(value, tuple) else (value,)
        entries = []
        for number, one in enumerate(stored):
            if isinstance(one, StoredFile):
                rest = (str(number),) if isinstance(value, tuple) else ()
                address = self.request.address(self.content, *self.file_view, field.name, *rest)
                entries.append(
                    f'<a href="{escape(address)}">{escape(one.name)}</a> '
                    f"<small>{escape(file_words(one, self.request.language))}</small>"
                )
        return self._listed(entries)

    @staticmethod
    def _listed(entries: list[str]) -> str:
        if len(entries) < 2:
            return "".join(entries)
        return "<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>"
