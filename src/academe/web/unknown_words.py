"""Filters that nothing is called by, in sentences, and what may have been meant instead."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from academe.definitions.spoken import in_all_languages
from academe.search.asking import NAMED, TOKEN, understand
from academe.search.comparing import SHORT, WORD, folded, slips_in
from academe.search.finding import Found, find
from academe.store.standards import Standards, fold
from academe.web.curriculum import outline_of
from academe.web.filter_words import canonical, meanings, named, titles_of_states
from academe.web.searching import FILTERS, Asked
from academe.wording import _

SENTENCES = {
    "type": _("No kind of content here is called “${value}”."),
    "grade": _("No grade here is called “${value}”."),
    "subject": _("No subject here is called “${value}”."),
    "standard": _("No standard here is called “${value}”."),
    "school": _("No school here is called “${value}”."),
    "language": _("No language here is called “${value}”."),
    "licence": _("No licence here is called “${value}”."),
    "state": _("No state here is called “${value}”."),
}
LONGEST = 60  # characters of a value in a sentence
NO_FILTER = _("There is no filter “${name}”: it was looked for as a word.")


class Unknown(NamedTuple):
    """What is said of one filter."""

    sentence: str
    meant: str = ""  # what may have been meant
    url: str = ""  # of the search for that


def unknown_words(request: Any, asked: Asked, found: Found) -> list[Unknown]:
    """Return what is to be said of names and values of filters that nothing is called by."""
    is_nothing = not found.total
    return [
        *_unknown_names(request, asked, is_nothing or found.has_mistakes),
        *(_unknown_values(request, asked) if is_nothing else ()),
    ]


def _unknown_names(request: Any, asked: Asked, found_nothing: bool) -> Iterator[Unknown]:
    """Yield names before a colon that are nearly those of filters; others only if that matters."""
    strange = understand(asked.words).strange
    for name in dict.fromkeys(one.lower() for one in strange):
        meant = nearly(name, ((one, one) for one in _filters_of(request)))
        if meant or found_nothing:
            sentence = str(request.say(NO_FILTER % {"name": name}))
            words = _renamed(asked.words, name, meant)
            url = asked.address(request, words=words) if meant else ""
            yield Unknown(sentence, f"{meant}:" if meant else "", url)


def _filters_of(request: Any) -> Iterator[str]:
    """Yield the names of filters that find something for this person."""
    return (one for one, key in NAMED.items() if key != "state" or request.person.is_signed_in)


def _renamed(words: str, name: str, meant: str) -> str:
    """Return the words with another name before the colon, wherever that is one."""

    def rename(match: re.Match[str]) -> str:
        is_meant = not match["not"] and (match["name"] or "").lower() == name
        return f"{meant}{match[0][len(name) :]}" if is_meant else match[0]

    return TOKEN.sub(rename, words)


def _unknown_values(request: Any, asked: Asked) -> Iterator[Unknown]:
    for name in FILTERS:
        for value in asked.filters.get(name, ()):
            if not _is_known(request, name, value) and not _is_found(request, asked, name, value):
                sentence = str(request.say(SENTENCES[name] % {"value": _short(value)}))
                meant = nearly(value, _names(request, name))
                filters = asked.without_filter(name, value)
                kept = (*filters.get(name, ()), *canonical(request, name, meant))
                url = asked.address(request, filters={**filters, name: kept}) if meant else ""
                yield Unknown(sentence, str(request.say(meant)), url)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def nearly(typed: str, names: Iterable[tuple[str, str]]) -> str:
    """Return the title of (name, title) whose name has the fewest slips; "": none is near.

    A beginning will do, as where nothing is misspelt: maht is the beginning of mathematics.
    """
    wanted = _letters(typed)
    is_long = len(wanted) >= SHORT  # of three letters there is hardly a word that begins otherwise
    near = [
        (slips, len(written), title)
        for name, title in names
        for written in {_letters(name), _letters(name)[: len(wanted) if is_long else None]}
        if (slips := slips_in(written, wanted)) is not None
    ]
    return min(near)[2] if near else ""


def _letters(name: str) -> str:
    """Return a name in one piece: of several words any may have a slip."""
    return "".join(WORD.findall(folded(name)))


def _names(request: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield (name, title) of all values of a filter that one may know, in all our languages."""
    for words in (*named(request, name).values(), *((one,) for one in _titles(request, name))):
        for word in (*words, *in_all_languages(words[-1])):
            yield word, words[-1]


def _titles(request: Any, name: str) -> Iterable[str]:
    """Return the titles of states or schools that one may know."""
    if name == "state":
        return titles_of_states(request).values()
    return [line.title for line in outline_of(request).schools] if name == "school" else []


def _is_known(request: Any, name: str, value: str) -> bool:
    if name == "standard":  # a code is known by its beginning, too
        return next(Standards(request.district.site).guids_from(fold(value)), None) is not None
    return bool(meanings(request, name, value))


def _is_found(request: Any, asked: Asked, name: str, value: str) -> bool:
    """Say whether something has a value that no list knows, such as the code of a standard."""
    root = request.district.site.root
    alone = asked._replace(words="", filters={name: (value,)}, excluded={}, place=root)
    question = alone.question(request.district)
    district, indexer = request.district, request.registry.indexer
    return find(request.person, question, district, indexer, most=0).total > 0
