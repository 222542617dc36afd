"""What a word of a filter means: keys, titles and labels, in the reader's language too, are one."""

from collections.abc import Mapping
from typing import Any

from academe.actions.reading import may_know
from academe.search.choosing import LISTS, state_titles, states_meant
from academe.store.content import Content
from academe.web.curriculum import outline_of

DISTRICT = "0"  # the school of what belongs to no school


def canonical(request: Any, name: str, value: str) -> list[str]:
    """Return what an address says for a value of a filter; the value itself if none fits."""
    return meanings(request, name, value) or [value]


def meanings(request: Any, name: str, value: str) -> list[str]:
    """Return what an address says for a value of a filter; nothing where it can mean nothing."""
    if name == "school":
        return _school(request, value)
    if name == "state":
        return _states(request, value)
    if name == "type":
        types = request.district.definitions.types.values()
        named = {one.name: (one.name, one.title, request.say(one.title)) for one in types}
    elif name in LISTS:
        listed = request.district.definitions.choices.get(LISTS[name])
        labels = listed.labels if listed else {}
        named = {key: (key, label, request.say(label)) for key, label in labels.items()}
    else:  # any code of a standard can be asked for
        return [value]
    return _meant(named, value.casefold())


def _meant(named: Mapping[str, tuple[str, ...]], wanted: str) -> list[str]:
    return [key for key, words in named.items() if wanted in map(str.casefold, words)]


def _states(request: Any, value: str) -> list[str]:
    """Return titles of states: where workflows call theirs the same, each of them counts."""
    definitions, say = request.district.definitions, request.say
    titles = state_titles(definitions)
    found = [one for one in titles.values() if say(one).casefold() == value.casefold()]
    found = found or [titles[one] for one in sorted(states_meant(value, definitions))]
    return list(dict.fromkeys(found))


def _school(request: Any, value: str) -> list[str]:
    """Return what an address calls a school by; an address or an id needs no looking up."""
    site = request.district.site
    if value == DISTRICT:
        return [value]
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 17 else 0
    named = site.root.get(value) or (site.content(number) if number else None)
    if named is not None and named.type_name == "school":
        is_known = may_know(request.person, named, request.district)
        return [word_for_school(request, named)] if is_known else []
    found = [
        school
        for line in outline_of(request).schools
        if line.title.casefold() == value.casefold() and (school := site.content(line.id))
    ]
    return [word_for_school(request, school) for school in found]


def word_for_school(request: Any, school: Content) -> str:
    """Return what an address calls a school: its own name at the top, else its id."""
    is_at_top = school.__parent__ is request.district.site.root
    return str(school.__name__ if is_at_top else school.id)
