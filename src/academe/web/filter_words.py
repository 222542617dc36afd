"""What a word of a filter means: keys, titles and labels in each of our languages are one.

Case and accents do not count. Where nothing is called so, it may be the beginning of a name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from academe.actions.reading import may_know
from academe.definitions.spoken import in_all_languages
from academe.search.choosing import LISTS, state_titles, states_meant
from academe.search.comparing import folded
from academe.search.grades_typed import grade_at
from academe.store.content import Content
from academe.web.curriculum import outline_of

DISTRICT = "0"  # the school of what belongs to no school
SHORTEST_BEGINNING = 3  # letters of a name
Names = Mapping[str, tuple[str, ...]]  # {value: its names, the title last}


def canonical(request: Any, name: str, value: str) -> list[str]:
    """Return what an address says for a value of a filter; the value itself if none fits."""
    return meanings(request, name, value) or [value]


def meanings(request: Any, name: str, value: str) -> list[str]:
    """Return what an address says for a value of a filter; nothing where it can mean nothing."""
    if name == "school":
        return _school(request, value)
    if name == "state":
        return _states(request, value)
    if name == "standard":
        return [value]  # any code can be asked for
    known = named(request, name)
    return called(value, known.items()) or (_numbered(value, known) if name == "grade" else [])


def named(request: Any, name: str) -> Names:
    """Return all values that a filter has, as far as lists and files of types name them.

    What kinds of content staff have for themselves is nobody else's business.
    """
    if name == "type":
        types = request.district.definitions.types.values()
        known = [one for one in types if one.seen_by is None or request.person.is_staff]
        return {one.name: (one.name, one.title) for one in known}
    listed = request.district.definitions.choices.get(LISTS.get(name, ""))
    return {key: (key, label) for key, label in (listed.labels if listed else {}).items()}


def _numbered(value: str, known: Names) -> list[str]:
    """Return the grade that is told by its place: 5th, fifth, quinto."""
    typed = grade_at((value, "grade"), 0)
    return [str(typed.number)] if typed and str(typed.number) in known else []


def called(typed: str, named: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Return the keys of (key, names) that are called so; if none is, those that begin so."""
    wanted, equal, begun = folded(typed), [], []
    for key, names in named:
        words = {folded(word) for name in names for word in in_all_languages(name)}
        if wanted in words:
            equal.append(key)
        elif len(wanted) >= SHORTEST_BEGINNING and any(one.startswith(wanted) for one in words):
            begun.append(key)
    return list(dict.fromkeys(equal or begun))


def titles_of_states(request: Any) -> Mapping[str, str]:
    """Return {state: title}; of none for a visitor, who sees published texts alone."""
    return state_titles(request.district.definitions) if request.person.is_signed_in else {}


def _states(request: Any, value: str) -> list[str]:
    """Return titles of states: where workflows call theirs the same, each of them counts."""
    titles = titles_of_states(request)
    meant = states_meant(value, request.district.definitions) if titles else set()
    exact = [titles[one] for one in sorted(meant)]
    return list(dict.fromkeys(exact)) or called(value, ((one, (one,)) for one in titles.values()))


def _school(request: Any, value: str) -> list[str]:
    """Return what an address calls a school by; an address or an id needs no looking up."""
    site = request.district.site
    if value == DISTRICT:
        return [value]
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 17 else 0
    named = site.root.get(value) or (site.content(number) if number else None)
    is_school = named is not None and named.type_name == "school"
    # One that may not be known is as if it were not there.
    if named is not None and is_school and may_know(request.person, named, request.district):
        return [word_for_school(request, named)]
    lines = outline_of(request).schools
    found = called(value, ((str(line.id), (line.title,)) for line in lines))
    schools = (site.content(int(one)) for one in found)
    return [word_for_school(request, school) for school in schools if school]


def word_for_school(request: Any, school: Content) -> str:
    """Return what an address calls a school: its own name at the top, else its id."""
    is_at_top = school.__parent__ is request.district.site.root
    return str(school.__name__ if is_at_top else school.id)
