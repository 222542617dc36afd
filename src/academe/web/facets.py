"""What a search can be narrowed down by: choices with how many hits each has, and those made."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from academe.actions.reading import may_know, title_for
from academe.actions.translations import spoken_in
from academe.search.choosing import LISTS, state_titles
from academe.search.finding import Found, find
from academe.search.stages import WORKING, stage_from, state_called
from academe.store.standards import Standards, fold
from academe.web.course_cards import label_of, place_in
from academe.web.filter_words import DISTRICT, word_for_school
from academe.web.in_languages import name_of
from academe.web.kinds import kind_of
from academe.web.searching import FILTERS, Asked
from academe.web.standards_shown import find_standard, language_of, short_of
from academe.web.standards_shown import label_of as standard_label
from academe.wording import _

COUNTED = ("type", "grade", "subject", "standard", "school", "language", "licence", "stage")
SHOWN = 6  # choices of one kind; the others unfold
MOST = 40
TITLES = {
    "type": _("Kind"),
    "grade": _("Grade"),
    "subject": _("Subject"),
    "standard": _("Standard"),
    "school": _("School"),
    "language": _("Language"),
    "licence": _("Licence"),
    "state": _("State"),
}


class Choice(NamedTuple):
    """One value of a filter."""

    label: str
    lang: str | None
    detail: str  # what a code stands for
    url: str  # of the search with it, or without it where it is chosen
    hits: int
    is_chosen: bool


class Facet(NamedTuple):
    """One filter."""

    name: str
    title: str
    choices: Sequence[Choice]  # at first sight
    more: Sequence[Choice]

    @property
    def adds_up(self) -> bool:
        """Whether one value is chosen and another can be: any of them will do."""
        choices = (*self.choices, *self.more)
        return len(choices) > 1 and any(one.is_chosen for one in choices)


class Chip(NamedTuple):
    """A choice that was made, and the way back from it."""

    title: str  # of the filter
    label: str
    lang: str | None
    url: str


def facets_of(request: Any, asked: Asked, found: Found) -> list[Facet]:
    """Return the filters that would show something else than what is shown."""
    facets = []
    for name in FILTERS:
        counts = found.counts
        if name in asked.filters:  # what else could be chosen is not among the hits
            counts = _counts_without(request, asked, name)
        choices = list(_choices(request, asked, name, counts))
        chosen = [one for one in choices if one.is_chosen]
        if chosen or len(choices) > 1 or (choices and choices[0].hits < found.total):
            first = max(SHOWN, len(chosen))
            title = str(request.say(TITLES[name]))
            facets.append(Facet(name, title, choices[:first], choices[first:MOST]))
    return facets


def chips_of(request: Any, asked: Asked) -> list[Chip]:
    """Return what was chosen, in the order of the filters."""
    return [
        Chip(
            str(request.say(TITLES[name])),
            *_label(request, name, value)[:2],
            asked.address(request, filters=asked.without_filter(name, value)),
        )
        for name in FILTERS
        for value in asked.filters.get(name, ())
    ]


def _counts_without(
    request: Any, asked: Asked, name: str
) -> Mapping[str, Sequence[tuple[str, int]]]:
    others = {word: values for word, values in asked.filters.items() if word != name}
    question = asked._replace(filters=others).question(request.district)
    counted = ("stage",) if name == "state" else (name,)
    district, indexer = request.district, request.registry.indexer
    return find(request.person, question, district, indexer, most=0, count_by=counted).counts


def _choices(
    request: Any, asked: Asked, name: str, counts: Mapping[str, Sequence[tuple[str, int]]]
) -> list[Choice]:
    chosen = asked.filters.get(name, ())
    counted = _counted(request, name, counts)
    for value in chosen:
        counted.setdefault(value, 0)
    choices = []
    for value, count in counted.items():
        label, lang, detail = _label(request, name, value)
        is_chosen = value in chosen
        change = asked.without_filter if is_chosen else asked.with_filter
        url = asked.address(request, filters=change(name, value))
        choices.append(
            (_order(request, name, value), Choice(label, lang, detail, url, count, is_chosen))
        )
    choices.sort(key=lambda one: (not one[1].is_chosen, one[0], -one[1].hits, one[1].label))
    return [choice for _place, choice in choices]


def _order(request: Any, name: str, value: str) -> int:
    return place_in(request, "grades", (value,)) if name == "grade" else 0


def _counted(
    request: Any, name: str, counts: Mapping[str, Sequence[tuple[str, int]]]
) -> dict[str, int]:
    """Return {value as an address has it: number of hits}."""
    found: Counter[str] = Counter()
    for value, count in counts.get("stage" if name == "state" else name, ()):
        word = _word(request, name, value)
        if word:
            found[word] += count
    return dict(found)


def _word(request: Any, name: str, value: str) -> str:
    """Return how an address says a value of the index; empty for what is not offered."""
    district = request.district
    if name == "state":
        stage = stage_from(value)
        state = state_called(stage.states[0], district.definitions)
        return state.title if state is not None and stage.tells_of(WORKING) else ""
    if name == "school" and value != DISTRICT:
        school = district.site.content(int(value))
        is_known = school is not None and may_know(request.person, school, district)
        return word_for_school(request, school) if school is not None and is_known else ""
    if name == "standard":
        return _name_of_standard(request, value)
    return value


def _name_of_standard(request: Any, value: str) -> str:
    """Return the code, where it means this standard alone; a code that has a GUID counts once."""
    standard = find_standard(request, value)
    if standard is None:
        return value
    if value != standard.guid:
        return ""
    below = list(Standards(request.district.site).guids_from(fold(standard.code)))
    return standard.code if standard.code and below == [standard.guid] else standard.guid


def _label(request: Any, name: str, value: str) -> tuple[str, str | None, str]:
    """Return (words, their language, more words) for a value of a filter."""
    if name == "type":
        return kind_of(request, value).title, None, ""
    if name == "language":
        label = label_of(request, LISTS[name], value)
        return (label if label != value else name_of(value, request.language)), None, ""
    if name in LISTS:
        return label_of(request, LISTS[name], value), None, ""
    if name == "standard":
        standard = find_standard(request, value)
        return (
            (value, None, "")
            if standard is None
            else (
                standard_label(standard),
                language_of(request, standard) or None,
                short_of(standard),
            )
        )
    if name == "school":
        return *_title_of_school(request, value), ""
    # States with one title are one choice, as a hit says it.
    is_known = value in state_titles(request.district.definitions).values()
    return (str(request.say(value)) if is_known else value), None, ""


def _title_of_school(request: Any, value: str) -> tuple[str, str | None]:
    if value == DISTRICT:
        return str(request.say(_("The whole district"))), None
    site = request.district.site
    school = site.root.get(value)
    if school is None and value.isascii() and value.isdigit() and len(value) < 17:
        school = site.content(int(value))
    try:
        title = title_for(request.person, school, request.district) if school else value
    except KeyError:  # nobody learns here what it is called
        return value, None
    return title, spoken_in(request.person, school, request.district) if school else None
