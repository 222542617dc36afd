"""Whom a family asks: the telephone and mail that a school's own page gives."""

import re
from typing import Any, NamedTuple

from academe.actions.reading import seen_fields, title_in, values_for
from academe.actions.translations import language_of
from academe.store.content import Content
from academe.web.curriculum import Outline, SchoolLine

NO_DIGIT = re.compile(r"[^\d+]")
AT_MOST = 6  # schools below one page


class Contact(NamedTuple):
    """A school, and how it is reached; empty where it does not say."""

    title: str
    lang: str
    url: str
    phone: str
    phone_url: str
    email: str


def contact_of(request: Any, school: Content) -> Contact | None:
    """Return how a school is reached; None where its page says neither number nor mail."""
    values = values_for(request.person, school, request.district)
    if values is None:
        return None
    seen = {field.name for field in seen_fields(request.person, school, request.district)}
    phone, email = (
        str(values.get(name) or "") if name in seen else "" for name in ("phone", "email")
    )
    if not phone and not email:
        return None
    title, lang = title_in(values), language_of(values, request.district)
    phone_url = f"tel:{NO_DIGIT.sub('', phone)}" if phone else ""
    return Contact(title, lang, str(request.address(school)), phone, phone_url, email)


def contacts_for(
    request: Any, outline: Outline, school: SchoolLine | None, grades: tuple[str, ...] = ()
) -> list[Contact]:
    """Return whom to ask about a choice: its school, else the schools that teach a grade of it."""
    schools = [school] if school else list(outline.schools)
    if school is None and grades:
        schools = [one for one in schools if not set(grades).isdisjoint(one.grades)]
    places = (request.district.site.content(one.id) for one in schools[:AT_MOST])
    found = (contact_of(request, place) for place in places if place is not None)
    return [contact for contact in found if contact is not None]
