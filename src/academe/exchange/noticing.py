"""Notices that a package was brought in before, so that nobody has a course twice unawares."""

import hashlib
from collections.abc import Iterable

from academe.actions.district import District
from academe.actions.reading import may_know, title_for
from academe.errors import BroughtInBefore
from academe.exchange.bundle import Bundle
from academe.store.content import Content, is_reachable, path_of
from academe.store.people import Identity
from academe.wording import _


def note_import(bundle: Bundle, roots: Iterable[Content], district: District) -> None:
    """Remember in this transaction what the package made."""
    for root in roots:
        for key in keys_of(bundle):
            district.site.note_import(key, root.id)


def check_is_new(person: Identity, bundle: Bundle, district: District) -> None:
    """Raise BroughtInBefore for a package that made something which is there and known to them."""
    found = earlier_import(person, bundle, district)
    if found is None:
        return
    by = district.records.person(found.created_by)
    said = {
        "title": str(title_for(person, found, district)),
        "address": path_of(found),
        "day": found.created.date().isoformat() if found.created else "?",
        "name": "?" if by is None else by.name,
    }
    sentence = _(
        "This was brought in on ${day} by ${name}, as “${title}” (${address}).", mapping=said
    )
    raise BroughtInBefore(sentence, found.id)


def earlier_import(person: Identity, bundle: Bundle, district: District) -> Content | None:
    """Return the newest content that the package made, None where there is none to know of.

    The same files are the same package; and so is another version of a course that calls itself
    the same. What lies in the bin, or is hidden from the person, is not told.
    """
    found = [content for key in keys_of(bundle) for content in district.site.imports_of(key)]
    known = [c for c in found if is_reachable(c) and may_know(person, c, district)]
    return max(known, key=lambda content: (content.created, content.id), default=None)


def keys_of(bundle: Bundle) -> list[str]:
    """Give what tells the package from others: its files; its own name together with its title.

    Programs give one name to different courses: only with the title it means something.
    """
    keys = [f"files {bundle.fingerprint}"] if bundle.fingerprint else []
    if bundle.identifier and bundle.roots:
        own = "\0".join((bundle.identifier, bundle.roots[0].title))
        keys.append(f"name {hashlib.sha256(own.encode()).hexdigest()}")
    return keys
