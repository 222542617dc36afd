"""The people of a sample district, shown on its sign-in page: on this machine only."""

from typing import Any

from academe.definitions.settings import is_loopback

FILE = "demo-password.txt"
AT_MOST = 20


def sample_password(request: Any) -> str | None:
    """Return the one password of all sample people; None where nobody may be told."""
    settings = request.registry.academe_settings
    # The name in the address bar too: a foreign name that leads here must not read the page.
    here = request.host.rpartition(":")[0] if ":" in request.host else request.host
    if not (settings.demo and settings.is_loopback and is_loopback(here.strip("[]"))):
        return None
    try:
        return (settings.data_folder / FILE).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def sample_people(request: Any) -> list[tuple[str, str, str]]:
    """Return (login, name, what they are) of those who may sign in; empty on a real site."""
    if sample_password(request) is None:
        return []
    people = request.district.records.people
    found = [people[key] for key, _number in zip(people.keys(), range(200), strict=False)]
    shown = [(one.login, one.name, _roles(request, one)) for one in found if _may_sign_in(one)]
    return sorted(shown)[:AT_MOST]


def _may_sign_in(person: Any) -> bool:
    return person.password_hash is not None and not person.disabled


def _roles(request: Any, person: Any) -> str:
    """Return the titles of the roles that somebody holds on the site and at its first level."""
    root = request.district.site.root
    words = set(person.roles)
    for place in (root, *root.children()):
        words.update(place.grants.get(person.id, {}))
    roles = request.district.definitions.roles
    return ", ".join(request.say(roles[word].title) for word in roles if word in words)
