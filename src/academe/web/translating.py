"""The languages of the texts on pages: chosen by address, then cookie, then browser."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from babel import Locale, negotiate_locale
from translationstring import TranslationString
from webob.acceptparse import create_accept_language_header

from academe.definitions.spoken import SOURCE, available_languages, catalogue
from academe.web.cookies import LANGUAGE as COOKIE
from academe.web.cookies import keep_language

# Hours, days and numbers as families in the Americas write them: 6:30 p.m., 1,141.5.
LOCALES = {"es": "es_419"}


def language(request: Any) -> str:
    """Return the language of this request: ``?language=``, the cookie, the browser, the site's."""
    known = available_languages()
    if len(known) == 1:
        return SOURCE
    asked = request.GET.get("language")
    if asked in known:
        keep_language(request, str(asked))
    wanted = request.headers.get("Accept-Language", "")
    default = request.registry.academe_settings.language
    return choose_language((asked, request.cookies.get(COOKIE)), wanted, default)


def choose_language(asked: Iterable[str | None], accepted: str, default: str) -> str:
    """Return the first wish that has a catalogue: what was asked, then the browser's header."""
    known = available_languages()
    for wish in asked:
        if wish in known:
            return str(wish)
    wanted = [code for code, _weight in create_accept_language_header(accepted).parsed or ()]
    found = negotiate_locale(wanted, known, sep="-") if wanted else None
    return found or (default if default in known else SOURCE)


def translate(text: Any, code: str) -> str:
    """Return a sentence in the language ``code``, its values filled in."""
    if not isinstance(text, TranslationString):
        return catalogue(code).get(text, text) if isinstance(text, str) else str(text)
    if not text.mapping and code == SOURCE:
        return str(text.default or text)
    mapping = {
        name: translate(value, code) if isinstance(value, TranslationString) else value
        for name, value in (text.mapping or {}).items()
    }
    translated = catalogue(code).get(str(text), text.default or str(text))
    return TranslationString(translated, mapping=mapping).interpolate()


def for_template(
    msgid: Any,
    domain: Any = None,
    mapping: Any = None,
    context: Any = None,
    target_language: Any = None,
    default: Any = None,
) -> str:
    """Translate for Chameleon, which hands over the language with each rendering."""
    if isinstance(msgid, TranslationString):
        return translate(msgid, target_language or SOURCE)
    text = catalogue(target_language or SOURCE).get(str(msgid), default or str(msgid))
    if mapping and len(mapping) == 1:  # as nearly always; what is put in is not looked at again
        ((name, value),) = mapping.items()
        return text.replace(f"${{{name}}}", str(value))
    return TranslationString(text, mapping=mapping).interpolate() if mapping else text


def locale_of(language: str) -> str:
    """Return what Babel calls the language in which days and numbers are written."""
    return LOCALES.get(language, language.replace("-", "_"))


@cache
def direction(code: str) -> str:
    """Return ``rtl`` for languages that are written from right to left."""
    return Locale.parse(code, sep="-").text_direction


def say(request: Any, text: Any) -> str:
    """Translate one sentence for this request: ``request.say(_("..."))``."""
    return translate(text, request.language)


def includeme(config: Any) -> None:
    config.add_request_method(language, reify=True)
    config.add_request_method(say)
