"""Questions about people and groups, for forms that no type file describes."""

from datetime import date
from typing import Any

import colander
from babel import Locale, UnknownLocaleError
from deform.widget import CheckedPasswordWidget

from academe.definitions.spoken import available_languages
from academe.web.time_zones import plain_zone, zones_for
from academe.web.widgets import Day, OneOf, SomeOf, Ticked, Typed
from academe.wording import _

REQUIRED = _("Fill this in.")
Pairs = tuple[tuple[str, str], ...]


class Words(colander.SchemaType):
    """Several words at once, as boxes give them."""

    def serialize(self, node: Any, appstruct: Any) -> Any:
        return () if appstruct is colander.null else tuple(appstruct)

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        return () if cstruct is colander.null else tuple(cstruct)


class DayOrNone(colander.SchemaType):
    """A day such as 2026-08-31, or nothing."""

    def serialize(self, node: Any, appstruct: Any) -> Any:
        return appstruct.isoformat() if isinstance(appstruct, date) else ""

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if not cstruct:
            return colander.null
        try:
            return date.fromisoformat(cstruct)
        except ValueError:
            raise colander.Invalid(node, _("Write a day like 2026-08-31.")) from None


class YesNo(colander.SchemaType):
    """A box that is ticked or not."""

    def serialize(self, node: Any, appstruct: Any) -> Any:
        return "yes" if appstruct is True else ""

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        return cstruct == "yes"


def ask_text(
    name: str,
    title: Any,
    *,
    about: Any = "",
    look: str = "textinput",
    needed: bool = True,
    **more: Any,
) -> colander.SchemaNode:
    """Ask for one line; ``look`` is a template of templates/fields, ``more`` goes to its widget."""
    return _node(colander.String(), name, title, about, Typed(template=look, **more), needed, "")


def show_login() -> colander.SchemaNode:
    """Show the sign-in name beside a password, so that password keepers know whose it is."""
    title = _("You sign in as")
    kind = {"look": "username", "autocomplete": "username"}
    return ask_text("login", title, readonly=True, needed=False, **kind)


def ask_password(name: str, title: Any, *, about: Any = "") -> colander.SchemaNode:
    """Ask for the present password; it is never shown again."""
    widget = Typed(template="password", redisplay=False, autocomplete="current-password")
    return _node(colander.String(), name, title, about, widget, True, "")


def ask_new_password(name: str) -> colander.SchemaNode:
    """Ask twice for a new password."""
    about = _("At least 15 characters: four or five words in a row are easy to keep in mind.")
    widget = CheckedPasswordWidget(
        mismatch_message=_("The two are not the same. Type both again."), redisplay=False
    )
    return _node(colander.String(), name, _("Choose a password"), about, widget, True, "")


def ask_one(name: str, title: Any, values: Pairs, *, about: Any = "") -> colander.SchemaNode:
    """Ask for one of the values, or none where the first is empty."""
    node = _node(colander.String(), name, title, about, OneOf(values=values), False, "")
    known = {word for word, _label in values}

    def refuse_others(node: Any, value: str) -> None:
        if value not in known:
            raise colander.Invalid(node, _("Choose one of the list."))

    node.validator = refuse_others
    return node


def ask_some(name: str, title: Any, values: Pairs, *, about: Any = "") -> colander.SchemaNode:
    """Ask for any number of the values."""
    return _node(Words(), name, title, about, SomeOf(values=values), False, ())


def ask_yes(name: str, title: Any, *, about: Any = "") -> colander.SchemaNode:
    return _node(YesNo(), name, title, about, Ticked(label=title), False, False)


def ask_day(name: str, title: Any, *, about: Any = "") -> colander.SchemaNode:
    return _node(DayOrNone(), name, title, about, Day(), False, None)


def ask_language(request: Any, present: str) -> colander.SchemaNode:
    """Ask which language somebody reads; empty: the district's."""
    codes = sorted({*available_languages(), present} - {""})
    values = (("", request.say(_("As the district"))), *((one, name_of(one)) for one in codes))
    return ask_one("language", _("Language"), values, about=_("Of pages and of mail."))


def ask_time_zone(request: Any, present: str) -> colander.SchemaNode:
    """Ask in which time zone somebody lives; empty: the district's."""
    zone = plain_zone(request.district.settings.time_zone)
    first = ("", request.say(_("As the district (${zone})", mapping={"zone": zone})))
    groups = zones_for(request, present)
    pairs = (first, *(pair for group in groups for pair in group.options))
    node = ask_one("time_zone", _("Time zone"), pairs, about=_("Times are shown in it."))
    if len(groups) > 1:
        node.widget.values = (first, *groups)
    return node


def name_of(code: str) -> str:
    """Return a language's own name for itself; its code where nobody knows one."""
    try:
        return (Locale.parse(code, sep="-").get_language_name(code) or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


def _node(
    kind: Any, name: str, title: Any, about: Any, widget: Any, needed: bool, missing: Any
) -> colander.SchemaNode:
    return colander.SchemaNode(
        kind,
        name=name,
        title=title,
        description=about,
        widget=widget,
        missing=colander.required if needed else missing,
        missing_msg=REQUIRED,
    )
