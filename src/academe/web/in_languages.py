"""The languages of contents: what else there is, what is missing, and ``lang`` for titles."""

from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError

from academe.actions.reading import text_in_force, title_in, values_for
from academe.actions.translations import language_of, spoken_in, translations_of
from academe.store.content import Content
from academe.wording import _


class Version(NamedTuple):
    """One content in another language than the one that is read."""

    code: str
    language: str  # what it calls itself
    title: str
    url: str
    full_url: str


def versions_of(request: Any, content: Content) -> list[Version]:
    """Return the same in other languages, the reader's own first."""
    versions = []
    for one in translations_of(request.person, content, request.district):
        values = values_for(request.person, one, request.district) or {}
        code = language_of(values, request.district)
        title, url = title_in(values), request.address(one)
        versions.append(Version(code, own_name(code), title, url, request.full_address(one)))
    return sorted(versions, key=lambda one: (one.code != request.language, one.language, one.title))


def version_in_force(request: Any, content: Content) -> Content | None:
    """Return the same in the reader's language, where it is another and has a text in force."""
    person, district = request.person, request.district
    wanted = request.language.split("-")[0]
    if spoken_in(person, content, district).split("-")[0] == wanted:
        return None
    for one in translations_of(person, content, district):
        publication = text_in_force(person, one, district)
        if publication and language_of(publication.values, district).split("-")[0] == wanted:
            return one
    return None


def what_is_missing(request: Any, values: Any, versions: list[Version]) -> str:
    """Return that there is no version in the reader's language; empty where there is one."""
    spoken, wanted = language_of(values, request.district), request.language
    known = {spoken, *(one.code for one in versions)}
    if any(code.split("-")[0] == wanted.split("-")[0] for code in known):
        return ""
    words = {"language": name_of(spoken, wanted), "wanted": name_of(wanted, wanted)}
    sentence = _("This page is in ${language}. There is no ${wanted} version yet.", mapping=words)
    return str(request.say(sentence))


def versions_html(versions: list[Version]) -> str:
    """Return the links to other languages for a list of facts."""
    return "<br>".join(
        f'<a href="{escape(one.url)}" lang="{one.code}" hreflang="{one.code}">'
        f"{escape(one.language)}</a>"
        for one in versions
    )


def foreign(request: Any, values: Any) -> str | None:
    """Return the language of a content where it is another than the page's: for ``lang``."""
    code = language_of(values, request.district)
    return None if code == request.language else code


@lru_cache(maxsize=1000)  # a code may be made up
def own_name(code: str) -> str:
    """Return what a language calls itself: ``Español``; its code where Babel does not know it."""
    name = name_of(code, code)
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=1000)  # a code may be made up
def name_of(code: str, reader: str) -> str:
    """Return what the reader's language calls a language: ``inglés``."""
    try:
        locale = Locale.parse(code, sep="-")
        return locale.get_display_name(Locale.parse(reader, sep="-")) or code
    except (UnknownLocaleError, ValueError):
        return code
