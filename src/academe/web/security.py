"""The security policy: it asks ``may()`` and decides nothing itself."""

from collections.abc import Callable
from typing import Any

from pyramid.interfaces import IExceptionResponse, ISecurityPolicy
from pyramid.security import Allowed, Denied
from zope.interface import implementer

from academe.actions.access import may
from academe.actions.choosing_workflow import may_choose
from academe.actions.explaining import may_see_who
from academe.actions.reading import may_know
from academe.actions.removing import may_restore
from academe.actions.standards import may_keep_standards
from academe.actions.stepping import steps_for
from academe.definitions.workflows import PERMISSIONS
from academe.exchange.formats import EXPORTED
from academe.store.content import Content
from academe.store.people import Identity

PAGE_PERMISSIONS: dict[str, Callable[[Identity, Content, Any], bool]] = {}
"""Words that views may name beside those of the workflow files, each with its rule."""


def page_permission(word: str) -> Callable[[Any], Any]:
    def keep(rule: Any) -> Any:
        PAGE_PERMISSIONS[word] = rule
        return rule

    return keep


@page_permission("everybody")
def _everybody(person: Identity, content: Content, district: Any) -> bool:
    """Sign-in, static files, health: there is nothing to protect. Each use is reviewed."""
    return True


@page_permission("signed_in")
def _signed_in(person: Identity, content: Content, district: Any) -> bool:
    """A person's own pages: what is shown is asked for each thing shown."""
    return person.is_signed_in


@page_permission("administer")
def _administer(person: Identity, content: Content, district: Any) -> bool:
    """People, groups, jobs: the site-wide role."""
    return "administrator" in person.roles


@page_permission("know")
def _know(person: Identity, content: Content, district: Any) -> bool:
    """The working text or the text in force."""
    return may_know(person, content, district)


@page_permission("copy")
def _copy(person: Identity, content: Content, district: Any) -> bool:
    """What one may know, for those who may have a place of their own; that place is asked too."""
    return person.is_signed_in and may_know(person, content, district)


@page_permission("export")
def _export(person: Identity, content: Content, district: Any) -> bool:
    """What one may know, where it is something to take along as a whole."""
    return content.type_name in EXPORTED and may_know(person, content, district)


@page_permission("use")
def _use(person: Identity, content: Content, district: Any) -> bool:
    """What staff may know: they have an area of their own to use it in."""
    return (
        person.is_staff and content.__parent__ is not None and may_know(person, content, district)
    )


@page_permission("staff")
def _staff(person: Identity, content: Content, district: Any) -> bool:
    """What each member of staff has for themselves."""
    return person.is_signed_in and person.is_staff


@page_permission("step")
def _step(person: Identity, content: Content, district: Any) -> bool:
    """Some step of the workflow."""
    return bool(steps_for(person, content, district))


@page_permission("see who can see")
def _see_who(person: Identity, content: Content, district: Any) -> bool:
    """Who else gets in: for those who may edit or share."""
    return may_see_who(person, content, district)


@page_permission("choose workflows")
def _choose_workflows(person: Identity, content: Content, district: Any) -> bool:
    """Other workflows below a place: an administrator there who may share it."""
    return may_choose(person, content, district)


@page_permission("keep standards")
def _keep_standards(person: Identity, content: Content, district: Any) -> bool:
    """The district's frameworks: whoever may share its front page."""
    return may_keep_standards(person, district)


@page_permission("restore")
def _restore(person: Identity, content: Content, district: Any) -> bool:
    """Back from the bin."""
    return may_restore(person, content, district)


KNOWN = frozenset(PERMISSIONS) | PAGE_PERMISSIONS.keys()


@implementer(ISecurityPolicy)
class Policy:
    """Pyramid's questions, answered by the one rule."""

    def identity(self, request: Any) -> Identity:
        return request.person

    def authenticated_userid(self, request: Any) -> int | None:
        return request.person.id or None

    def permits(self, request: Any, context: Any, permission: str) -> Allowed | Denied:
        """Allow only what a rule allows; an unknown word or a stranger's context is denied."""
        allowed = isinstance(context, Content) and self._ask(request, context, permission)
        if not allowed:
            request.wanted_permission = permission  # for the page that explains the refusal
        return Allowed("") if allowed else Denied("")

    def _ask(self, request: Any, context: Content, permission: str) -> bool:
        rule = PAGE_PERMISSIONS.get(permission)
        if rule is not None:
            return bool(rule(request.person, context, request.district))
        return may(request.person, permission, context, request.district.definitions)

    def remember(self, request: Any, userid: Any, **kw: Any) -> list[Any]:
        return []  # signing in is an action with its own cookies: web/views/signing_in.py

    def forget(self, request: Any, **kw: Any) -> list[Any]:
        return []


def check_views(introspector: Any) -> None:
    """Stop the start if a view has no permission, an unknown one, or no request method."""
    wrong = []
    for entry in introspector.get_category("views") or ():
        view = entry["introspectable"]
        if view.get("exception_only") or _is_exception(view.get("context")):
            continue
        found = [rel["permission"] for rel in [view] if rel.get("permission")]
        found += [
            related.discriminator
            for related in introspector.related(view)
            if related.category_name == "permissions"
        ]
        words = {str(word) for word in found}
        if not words or not words <= KNOWN:
            wrong.append(
                f"{view['name'] or '(no name)'}: permission {', '.join(words) or 'missing'}"
            )
        if not view.get("request_methods"):
            wrong.append(f"{view['name'] or '(no name)'}: no request method is named")
    if wrong:
        raise RuntimeError("Views without a rule of access: " + "; ".join(wrong))


def _is_exception(context: Any) -> bool:
    is_error = isinstance(context, type) and issubclass(context, BaseException)
    return is_error or context is IExceptionResponse
