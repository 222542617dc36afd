"""What happens when two people edited the same text: both are shown, nothing is lost.

Answers that only one of them touched are taken from that one; for those that
both touched the person decides, with both texts before their eyes.
"""

from typing import Any, NamedTuple

from pyramid.response import Response

from academe.actions.writers import last_change
from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.store.journal import values_at
from academe.web.forms import VERSION, Form, given_version
from academe.web.page import Page
from academe.web.responding import show_page
from academe.web.showing import moment_text, name_text
from academe.wording import _


class Collision(NamedTuple):
    """One question that both answered anew."""

    label: str
    theirs: str
    yours: str
    field_id: str


def show_collision(content: Content, request: Any, form: Form) -> Response:
    """Return the page with both texts and a form that holds what was typed (409)."""
    try:
        form.read()
    except InvalidAnswers as wrong:
        form.mark(wrong)
    collisions, taken = merge(content, request, form)
    newest = last_change(content)
    request.tm.doom()
    return show_page(
        request,
        "pages/conflict.pt",
        409,
        title=_("Somebody else saved first"),
        page=Page(request, content),
        here="edit",
        form=form.render(),
        collisions=collisions,
        taken=taken,
        who=(name_text(request, newest.who) if newest else "") or None,
        when=moment_text(request, newest.when) if newest else "",
    )


def is_older(given: int, content: Content) -> bool:
    """Say whether a form was made before the last change, or by no form of ours."""
    last = last_change(content)
    return not 0 < given <= content.version or (last is not None and last.number > given)


def merge(content: Content, request: Any, form: Form) -> tuple[list[Collision], list[str]]:
    """Put their answers where only they wrote; return what both wrote, and labels of the former."""
    given = given_version(request)
    base = values_at(content, given) if 0 < given < content.version else None
    known = content.values.keys() | (base or {}).keys()
    inside, collisions, taken = form.inside, [], []
    for child in inside.children:
        if child.name == VERSION:
            child.cstruct = str(content.version)
            continue
        if isinstance(child.cstruct, dict):  # files: their numbers may mean others by now
            child.cstruct = {**child.cstruct, "gone": ()}
            continue
        mine, theirs = child.cstruct, _written(child, content.values)
        before = _written(child, base) if base is not None else None
        if mine == theirs or theirs == before or child.name not in known:
            continue
        if mine == before:
            child.cstruct = theirs
            taken.append(child.title)
        else:
            words = (_in_words(theirs), _in_words(mine))
            collisions.append(Collision(child.title, *words, child.oid))
    inside._cstruct = {child.name: child.cstruct for child in inside.children}
    return collisions, taken


def _written(child: Any, values: Any) -> Any:
    """Return an answer as it would stand in the form."""
    answer = values.get(child.name)
    return child.schema.typ.empty if answer is None else child.schema.typ.write(answer)


def _in_words(cstruct: Any) -> str:
    if isinstance(cstruct, tuple):
        return ", ".join(str(one) for one in cstruct)
    return cstruct if isinstance(cstruct, str) else ""
