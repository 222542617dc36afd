"""Forms: asked with the theme's templates, read, and shown again with what was wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

import colander
import deform
from pyramid.csrf import get_csrf_token
from pyramid.response import Response

from academe.actions.filing import take_file, take_picture
from academe.actions.reading import seen_fields
from academe.definitions.fields import Field
from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.store.files import StoredFile
from academe.web.answer_types import Asking
from academe.web.questions import node_for
from academe.web.rendering import render_page
from academe.web.widgets import Typed
from academe.wording import _

SAYS_MORE = "pages/confirm.pt"  # above the form, and above that what is wrong
VERSION = "_version"  # no field of a type file can have this name


class Form:
    """One form in one request: made, read, marked with errors, rendered."""

    def __init__(
        self,
        request: Any,
        nodes: Iterable[colander.SchemaNode],
        values: Mapping[str, Any] | None = None,
        *,
        button: Any | None,
        cancel_url: str | None = None,
        form_id: str = "form",
        is_danger: bool = False,
    ) -> None:
        self.request = request
        schema = colander.SchemaNode(colander.Mapping(), *nodes)
        for node in schema.children:
            node.oid = f"{form_id}-{node.name}"
        looks = "is-danger" if is_danger else "is-main"
        buttons = []
        if button is not None:
            buttons.append(deform.Button("save", request.say(button), css_class=looks))
        if cancel_url is not None:
            title = request.say(_("Cancel"))
            buttons.append(deform.Button("cancel", title, type="link", value=cancel_url))
        self.inside = deform.Form(
            schema,
            renderer=renderer_for(request),
            formid=form_id,
            buttons=buttons,
            method="post",
            focus="off",  # a page is read from its top
            appstruct=dict(values or {}),
        )

    def read(self) -> dict[str, Any]:
        """Return {name: answer, None for none}; raises InvalidAnswers with a sentence a field."""
        try:
            return dict(self.inside.validate(list(self.request.POST.items())))
        except deform.ValidationFailure:
            errors = {
                child.name: child.error.messages()[0]
                for child in self.inside.children
                if child.error is not None
            }
            broken = _("This form did not arrive as a whole. Please send it again.")
            raise InvalidAnswers(errors or {"": broken}) from None

    def mark(self, wrong: InvalidAnswers) -> None:
        """Put each sentence at its field; those of no field at the top."""
        general = []
        for name, sentence in wrong.errors.items():
            if name and name in self.inside:
                child = self.inside[name]
                child.error = colander.Invalid(child.schema, sentence)
            else:
                general.append(sentence)
        self.inside.error = colander.Invalid(self.inside.schema, general or None)

    def render(self, *, has_problems_apart: bool = False) -> str:
        problems = "" if has_problems_apart else self.problems()
        token = str(get_csrf_token(self.request))
        return str(self.inside.render(csrf_token=token, problems=problems))

    def problems(self) -> str:
        """Return the list of what is wrong as safe HTML; empty where nothing is."""
        return str(self.inside.renderer("problems", field=self.inside)) if self.inside.error else ""


def renderer_for(request: Any) -> Any:
    """Return what deform writes a field with: a template of the theme, as pages are written."""
    templates, language = request.registry.templates, request.language

    def render(name: str, **values: Any) -> str:
        return str(templates.render(f"fields/{name}.pt", values, language))

    return render


def hidden(name: str, value: Any) -> colander.SchemaNode:
    """Return a node that carries ``value`` through the form, as text."""
    return colander.SchemaNode(
        colander.String(),
        name=name,
        widget=Typed(template="hidden", hidden=True),
        default=str(value),
        missing="",
    )


def version_node(content: Content) -> colander.SchemaNode:
    """Return the number that keeps an older form from being saved over a newer text."""
    return hidden(VERSION, content.version)


def given_version(request: Any, name: str = VERSION) -> int:
    """Return the number that the form was made from; -1, older than all, where it is missing."""
    typed = request.POST.get(name, "")
    is_number = isinstance(typed, str) and typed.isascii() and typed.isdecimal()
    return int(typed) if is_number and len(typed) < 10 else -1


def asked(
    request: Any, name: str, kind: str, label: Any, *, old: Any = None, **words: Any
) -> colander.SchemaNode:
    """Return a node for a question that no type file asks (a comment, a day)."""
    return node_for(Asking(request, Field(name, label, kind, **words), old))  # type: ignore[arg-type]


def nodes_of(request: Any, content: Content) -> list[colander.SchemaNode]:
    """Return a node for each field of a content that the person may know."""
    return [
        node_for(Asking(request, field, content.value(field.name), content))
        for field in seen_fields(request.person, content, request.district)
    ]


def stored_answers(
    request: Any, fields: Mapping[str, Field], read: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers to ``fields``, uploads stored; raises InvalidAnswers."""
    return {name: stored(field, read[name], request) for name, field in fields.items()}


def stored(field: Field, answer: Any, request: Any) -> Any:
    """Return the answer with StoredFile objects in the place of uploads."""
    if field.type not in ("file", "image", "files") or answer is None:
        return answer
    take = take_picture if field.type == "image" else take_file
    try:
        if isinstance(answer, tuple):
            return tuple(_stored(one, take, request) for one in answer)
        return _stored(answer, take, request)
    except InvalidAnswers as wrong:
        raise InvalidAnswers({field.name: wrong.errors[""]}) from None


def _stored(upload: Any, take: Any, request: Any) -> StoredFile:
    if isinstance(upload, StoredFile):
        return upload
    found: StoredFile = take(upload.file, upload.filename, request.district)
    return found


def form_page(
    request: Any,
    form: Form,
    wrong: InvalidAnswers | None = None,
    template: str = "pages/form.pt",
    status: int = 200,
    **values: Any,
) -> Response:
    """Show a form; with ``wrong`` it comes back as it was typed, and nothing is written."""
    if wrong is not None:
        form.mark(wrong)
        request.tm.doom()
        status = 422 if status == 200 else status
    apart = template == SAYS_MORE
    shown = {"form": form.render(has_problems_apart=apart), "problems": form.problems()}
    text = render_page(request, template, {**shown, **values})
    return Response(text, status=status, content_type="text/html", charset="utf-8")
