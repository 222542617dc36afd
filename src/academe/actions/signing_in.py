"""Signing in with a name and a password, and changing the password.

A guesser learns nothing: an unknown name, a wrong password, a disabled person and one without a
password get the same sentence after the same work. Guessing is slowed down for each account and
for each network; a device on which somebody has signed in before counts for itself, so nobody can
keep that person out by guessing from elsewhere.
"""

import ipaddress
import logging
import math
from dataclasses import dataclass
from datetime import timedelta

from academe.actions import passwords, sealing
from academe.actions.district import District
from academe.actions.sessions import start_session, void_sessions
from academe.errors import InvalidAnswers, Refused
from academe.store.people import Identity, Person
from academe.store.records import fold
from academe.store.throttles import Limit
from academe.wording import _

log = logging.getLogger(__name__)

# Ten tries in the first hour, three in each later one.
ACCOUNT = Limit(5, timedelta(minutes=2), timedelta(minutes=20), timedelta(hours=2))
# A school's staff share one address: many may mistype on a Monday.
NETWORK = Limit(50, timedelta(seconds=2), timedelta(minutes=5), timedelta(hours=1))
DEVICE_KNOWN = timedelta(days=90)
WRONG = _(
    "That did not work. Check the name and the password; after several tries, wait a few minutes."
)


@dataclass(frozen=True)
class SignedIn:
    """Two tokens for two cookies: one of the session, one that outlives it on this device."""

    person_id: int
    session_token: str
    device_token: str


def sign_in(
    login_or_email: str,
    password: str,
    district: District,
    *,
    network: str,
    device_token: str = "",
    device: str = "",
    instead_of: str = "",
) -> SignedIn:
    """Start a session for whoever knows the password; raises Refused otherwise.

    ``network`` is the address that the request came from; an IPv6 one counts by its first half.
    """
    person = district.records.person_called(login_or_email[:320])
    known = _is_known_device(person, device_token, district)
    if known:
        _refuse_early([(_key("device", sealing.hash_of(device_token)), ACCOUNT)], district)
    else:
        name = _key("name", fold(login_or_email))
        _refuse_early([(_network_key(network), NETWORK), (name, ACCOUNT)], district)
    in_time = known or _may_try(person, login_or_email, district)
    right = passwords.is_right(password, _hash_to_try(person))
    if not (in_time and right) or person is None:
        log.info("sign-in refused: person %s", person.id if person else 0)
        raise Refused(WRONG)
    forget_tries(person, login_or_email, district)
    district.work.throttles.take_back(_network_key(network), NETWORK, district.now)
    if passwords.is_outdated(person.password_hash or ""):
        person.password_hash = passwords.hash_password(password)
    log.info("signed in: person %s", person.id)
    token = start_session(person, district, device=device, instead_of=instead_of)
    return SignedIn(person.id, token, _remember_device(person, device_token, known, district))


def change_password(
    person: Identity, password: str, new_password: str, district: District, *, device: str = ""
) -> str:
    """Take a new password from somebody who knows the present one; return a new session's token.

    All other sessions end.
    """
    found = district.records.person(person.id)
    if found is None:
        raise Refused(WRONG)
    _refuse_early([(_key("own", str(found.id)), ACCOUNT)], district)
    if not passwords.is_right(password, _hash_to_try(found)):
        raise InvalidAnswers({"password": _("This is not your present password.")})
    try:
        choose_password(found, new_password)
    except InvalidAnswers as error:
        raise InvalidAnswers({"new_password": error.errors["password"]}) from error
    district.records.drop_invitations(found.id)  # a link for a new password that lies in some mail
    forget_tries(found, found.login, district)
    return start_session(found, district, device=device)


def choose_password(person: Person, password: str) -> None:
    """Give the person a new password; raises InvalidAnswers if it is weak.

    All sessions end; links for choosing another one are the caller's to void.
    """
    passwords.refuse_weak(password, known=(person.login, person.name, person.email))
    person.password_hash = passwords.hash_password(password)
    void_sessions(person)


def forget_tries(person: Person, typed: str, district: District) -> None:
    """Let the person try again at once: they have shown who they are."""
    names = {fold(typed), fold(person.login), fold(person.email)}
    keys = [_key("name", name) for name in names]
    keys += [_key(kind, str(person.id)) for kind in ("person", "own")]
    district.work.throttles.clear(*keys)


def _hash_to_try(person: Person | None) -> str | None:
    return None if person is None or person.disabled else person.password_hash


def _refuse_early(limits: list[tuple[str, Limit]], district: District) -> None:
    """Raise Refused if one of the keys must wait. Known and unknown names wait alike."""
    key = district.work.throttles.try_now(limits, district.now)
    if key is not None:
        wait = district.work.throttles.wait(key, district.now)
        minutes = max(1, math.ceil(wait.total_seconds() / 60))
        raise Refused(
            _(
                "That was tried too often. Try again in ${minutes} min, or ask for a new password.",
                mapping={"minutes": minutes},
            )
        )


def _may_try(person: Person | None, typed: str, district: District) -> bool:
    """Count a try for the account, as which login and mail address are one.

    Only the wrong-password sentence tells of it: another one would say that both belong together.
    """
    key = _key("person", str(person.id)) if person else _key("nobody", fold(typed))
    return district.work.throttles.try_now([(key, ACCOUNT)], district.now) is None


def _is_known_device(person: Person | None, token: str, district: District) -> bool:
    if person is None or not token:
        return False
    return district.work.sessions.knows_device(sealing.hash_of(token), person.id, district.now)


def _remember_device(person: Person, token: str, known: bool, district: District) -> str:
    kept = token if known else sealing.new_token()
    until = district.now + DEVICE_KNOWN
    district.work.sessions.know_device(sealing.hash_of(kept), person.id, until, district.now)
    district.work.throttles.clear(_key("device", sealing.hash_of(kept)))
    return kept


def _network_key(network: str) -> str:
    """Return the key of an address; of IPv6 the first half counts: the rest its owner chooses."""
    try:
        address = ipaddress.ip_address(network)
    except ValueError:  # a Unix socket, or nothing at all
        return _key("network", network)
    bits = 32 if address.version == 4 else 64
    return _key("network", str(ipaddress.ip_network((address, bits), strict=False)))


def _key(kind: str, text: str) -> str:
    """Return a key that names nobody to whoever reads the file."""
    return sealing.hash_of(f"{kind}\0{text}")
