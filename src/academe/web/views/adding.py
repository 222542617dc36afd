"""Adding a content: first its type, then its answers."""

from collections.abc import Iterator
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.access import may, roles_at
from academe.actions.answers import LONGEST_SEARCH
from academe.actions.creating import addable_types, create
from academe.actions.reading import title_in
from academe.definitions.fields import Field
from academe.definitions.types import ContentType
from academe.errors import InvalidAnswers, NotThere
from academe.store.content import Content
from academe.web.answer_types import Asking
from academe.web.asking import number_of
from academe.web.forms import Form, form_page, stored_answers
from academe.web.page import Page
from academe.web.questions import node_for
from academe.web.responding import lead_to, show_page
from academe.web.toasts import toast
from academe.wording import _


@view_config(name="add", context=Content, permission="add", request_method=("GET", "HEAD"))
def show_add(context: Content, request: Any) -> Response:
    """Show what can be added here, or the form of the type that was chosen."""
    if not request.subpath:
        return show_page(
            request,
            "pages/add.pt",
            title=_("Add"),
            page=Page(request, context),
            types=list_types(request, context),
            here="add",
        )
    content_type = find_type(context, request)
    return _page(context, request, content_type, add_form(context, request, content_type))


@view_config(name="add", context=Content, permission="add", request_method="POST")
def save_add(context: Content, request: Any) -> Response:
    """Make the content and lead to it."""
    content_type = find_type(context, request)
    form = add_form(context, request, content_type)
    try:
        fields = asked_fields(context, request, content_type)
        answers = stored_answers(request, fields, form.read())
        made = create(request.person, context, content_type.name, answers, request.district)
    except InvalidAnswers as wrong:
        return _page(context, request, content_type, form, wrong)
    toast(request, _("“${title}” is added, as a draft.", mapping={"title": title_in(made.values)}))
    return lead_to(request, made)


def _page(
    context: Content,
    request: Any,
    content_type: ContentType,
    form: Form,
    wrong: InvalidAnswers | None = None,
) -> Response:
    title = _("Add: ${type}", mapping={"type": request.say(content_type.title)})
    page = Page(request, context)
    return form_page(
        request,
        form,
        wrong,
        title=title,
        page=page,
        here="add",
        intro=request.say(content_type.summary),
    )


def list_types(request: Any, place: Content) -> list[tuple[str, str, str, str, str]]:
    """Return (name, title, address, icon, summary) of each type that may be added."""
    known, say = request.district.definitions.types, request.say
    if not may(request.person, "add", place, request.district.definitions):
        return []
    return [
        (
            name,
            say(found.title),
            request.address(place, "add", name),
            found.icon,
            say(found.summary),
        )
        for name in addable_types(place, request.district)
        if (found := known.get(name)) is not None
    ]


def find_type(place: Content, request: Any) -> ContentType:
    """Return the type that the address names; raises NotThere."""
    name = request.subpath[0] if len(request.subpath) == 1 else ""
    if name not in addable_types(place, request.district):
        raise NotThere(_("There is nothing here."))
    found: ContentType = request.district.definitions.types[name]
    return found


def asked_fields(place: Content, request: Any, content_type: ContentType) -> dict[str, Field]:
    """Return the fields that the person may answer in a content of their own in ``place``."""
    roles = roles_at(request.person, place) | {"creator"}
    return {
        name: field
        for name, field in content_type.fields.items()
        if field.seen_by is None or field.seen_by in roles
    }


def add_form(place: Content, request: Any, content_type: ContentType) -> Form:
    """Return the form of a type, with what the address answers already."""
    fields = asked_fields(place, request, content_type)
    nodes = [node_for(Asking(request, field)) for field in fields.values()]
    return Form(
        request,
        nodes,
        button=_("Add as a draft"),
        cancel_url=request.address(place),
        values=dict(_answered(request, fields)),
    )


def _answered(request: Any, fields: dict[str, Field]) -> Iterator[tuple[str, Any]]:
    """Yield (field, answer) of those in the address that a form can be filled in with."""
    for name, field in fields.items():
        typed = str(request.GET.get(name, ""))[:LONGEST_SEARCH]
        if typed and field.type in ("text", "search", "choice"):
            yield name, typed
        elif field.type == "link" and number_of(typed):
            yield name, number_of(typed)
