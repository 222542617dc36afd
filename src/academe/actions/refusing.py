"""Says why somebody may not do what no permission word names alone: take a step, see who sees."""

from academe.actions.access import governing_state, may, roles_at, sees_type
from academe.actions.district import District
from academe.actions.explaining import roles_missing, words_of_why
from academe.actions.stepping import open_steps
from academe.store.content import Content
from academe.store.people import Identity
from academe.wording import _, word_of_files

SEEING_WHO = ("edit", "share")  # may_see_who asks for one of them


def why_no_step(person: Identity, name: str, content: Content, district: District) -> str | None:
    """Return who may take the step that is called ``name``.

    None for those who may not view the working text (how it goes on with it is not
    theirs to know), where the step is not open, and where it is no role that is missing.
    """
    if not may(person, "view", content, district.definitions):
        return None
    step = next((one for one in open_steps(content, district) if one.name == name), None)
    roles = roles_at(person, content)
    if step is None or not roles.isdisjoint(step.by):
        return None
    doing = _("take the step “${step}” with", mapping={"step": word_of_files(step.title)})
    words = words_of_why(person, doing, content, district)
    return roles_missing(person, step.by, content, district, words)


def why_not_who(person: Identity, content: Content, district: District) -> str | None:
    """Return who may see who can see ``content``; None where it is no role that is missing."""
    state = governing_state(person, content, district.definitions)
    if state is None:
        return None
    asked = dict.fromkeys(role for word in SEEING_WHO for role in state.roles_for(word))
    roles = roles_at(person, content)
    if not sees_type(roles, content, district.definitions) or not roles.isdisjoint(asked):
        return None
    words = words_of_why(person, _("see who can see"), content, district)
    return roles_missing(person, asked, content, district, words)
