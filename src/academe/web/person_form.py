"""The form about one person, as administrators fill it in."""

from typing import Any

import colander

from academe.actions.accounts import grantable_roles
from academe.store.people import Person
from academe.web.forms import VERSION, Form, hidden
from academe.web.person_facts import at_root, role_title
from academe.web.person_questions import (
    ask_language,
    ask_some,
    ask_text,
    ask_time_zone,
    ask_yes,
)
from academe.wording import _


def person_form(request: Any, person: Person | None) -> Form:
    """Return the form about ``person``; None: about somebody new."""
    say = request.say
    held = person.roles if person else ()
    known = request.district.definitions.roles
    offered = [word for word in known if word in grantable_roles(request.person, request.district)]
    offered += [word for word in held if word not in offered]
    questions: list[colander.SchemaNode] = [
        ask_text("name", _("Name"), about=_("As others read it.")),
        ask_text(
            "login",
            _("Sign-in name"),
            look="username",
            about=_("Letters a-z, digits, dots, hyphens and underscores. Nobody else has it."),
        ),
        ask_text(
            "email",
            _("E-mail address"),
            look="email",
            needed=False,
            about=_("Empty: they are reached on paper only."),
        ),
        ask_yes(
            "is_staff",
            _("Works for the district"),
            about=_("Sees what is published for staff, such as answer keys and teacher's notes."),
        ),
        ask_some(
            "roles",
            _("Roles on the whole site"),
            tuple((word, role_title(request, word)) for word in offered),
            about=_("Roles in one school or course are given there, with Share."),
        ),
        ask_language(request, person.language if person else ""),
        ask_time_zone(request, person.time_zone if person else ""),
    ]
    names = [node.name for node in questions]
    if person is None:
        cancel_url = at_root(request, "people")
        return Form(
            request, questions, {}, button=_("Add"), cancel_url=cancel_url, form_id="person"
        )
    values = {name: getattr(person, name) for name in names}
    questions.append(hidden(VERSION, person.version))
    return Form(request, questions, values, button=say(_("Save")), form_id="person")


def person_answers(form: Form) -> dict[str, Any]:
    """Return what was answered; raises InvalidAnswers."""
    read = form.read()
    read.pop(VERSION, None)
    return read
