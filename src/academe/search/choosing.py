"""What was chosen beside the words - a type, a grade, a place - as a condition on documents."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from academe.actions.district import District
from academe.definitions.definitions import Definitions
from academe.search.asking import Question
from academe.search.clauses import Clause, Term, either, every, opposite
from academe.search.stages import WORKING, Stage, state_called
from academe.store.standards import Standards, fold

LISTS = {"grade": "grades", "subject": "subjects", "language": "languages", "licence": "licences"}
AS_THEY_ARE = frozenset(
    {"id", "within", "parent", "governed", "writer", "changed_by", "titled", "dated"}
)
"""Filters that only pages set: their values stand in the index as they are."""
MOST_STANDARDS = 50  # below a code that was typed, such as 5.NF


class Choosing(NamedTuple):
    """What the meaning of a filter hangs on."""

    stages: Sequence[Stage]  # that the index holds
    views: Clause  # where the person may know of states
    district: District


def chosen_clause(question: Question, choosing: Choosing) -> Clause:
    """Return the condition of all filters; one filter's values are alternatives."""

    def one_of(name: str, values: Sequence[str]) -> Clause:
        return either(clause for value in values for clause in _clauses(name, value, choosing))

    place = (Term("within", str(question.within)),) if question.within else ()
    chosen = (one_of(name, values) for name, values in question.filters.items())
    excluded = (opposite(one_of(name, values)) for name, values in question.excluded.items())
    return every((*place, *chosen, *excluded))


def _clauses(name: str, value: str, choosing: Choosing) -> Iterator[Clause]:
    district = choosing.district
    if name in AS_THEY_ARE:
        yield Term(name, value)
    elif name == "type":
        for one in district.definitions.types.values():
            if value.casefold() in (one.name, one.title.casefold()):
                yield Term("type", one.name)
    elif name == "worked_on":  # what tells of the working text, which the person may view
        yield choosing.views
    elif name in ("state", "looks"):
        yield every((either(_stages(name, value, choosing)), choosing.views))
    elif name == "school":
        school = district.site.root.get(value)
        yield Term("school", value if school is None else str(school.id))
    elif name == "standard":
        yield from _standards(value, district)
    else:
        for key in keys_meant(LISTS[name], value, district):
            yield Term(name, key)


def _stages(name: str, value: str, choosing: Choosing) -> Iterator[Clause]:
    """Yield the stages of working texts in a state that is called so, or looks so."""
    definitions = choosing.district.definitions
    meant = states_meant(value, definitions)
    for stage in choosing.stages:
        state = state_called(stage.states[0], definitions)
        looks = state.looks if state else None
        fits = looks == value if name == "looks" else stage.states[0] in meant
        if stage.tells_of(WORKING) and fits:
            yield Term("stage", str(stage))


def keys_meant(listed: str, value: str, district: District) -> Iterator[str]:
    """Yield the keys of a list of choices that a word means: the key itself, or its label."""
    choices = district.definitions.choices.get(listed)
    wanted = value.casefold()
    for key, label in (choices.labels if choices else {}).items():
        if wanted in (key.casefold(), label.casefold()):
            yield key


def state_titles(definitions: Definitions) -> dict[str, str]:
    """Return {"workflow:state": title}; several may have one title."""
    return {
        f"{workflow.name}:{state.name}": state.title
        for workflow in definitions.workflows.values()
        for state in workflow.states.values()
    }


def states_meant(value: str, definitions: Definitions) -> set[str]:
    """Return the states with this title; if there is none, those with this name."""
    titles, wanted = state_titles(definitions), value.casefold()
    return {state for state, title in titles.items() if title.casefold() == wanted} or {
        state for state in titles if wanted in (state, state.partition(":")[2])
    }


def _standards(value: str, district: District) -> Iterator[Clause]:
    yield Term("standard", fold(value))
    standards = Standards(district.site)
    for number, guid in enumerate(standards.guids_from(fold(value))):
        if number == MOST_STANDARDS:
            return
        yield Term("standard", guid)
