"""Ways in that work once: an invitation on paper or by mail, and the forgotten password.

Only a token's hash is kept. A token that goes by mail is derived from the site's secret and the
order's id, and again when the mail is written: it lies in no database, and a mail that is written
twice says the same.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from academe.actions import sealing
from academe.actions.accounts import find_person
from academe.actions.district import District
from academe.actions.signing_in import choose_password, forget_tries
from academe.errors import NotThere, Refused
from academe.store.content import new_id
from academe.store.orders import Order
from academe.store.people import Identity, Invitation, Person
from academe.store.records import fold
from academe.store.throttles import Limit
from academe.wording import _

log = logging.getLogger(__name__)

INVITE, RESET = "invite", "reset"
ORDER_KIND = "invitation_mail"
LASTS = {INVITE: timedelta(days=7), RESET: timedelta(minutes=30)}  # paper takes its days
# Who forgets a password asks once or twice; who asks for others', or for many, waits.
ASKING = Limit(3, timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
ASKING_FROM = Limit(30, timedelta(seconds=10), timedelta(minutes=10), timedelta(hours=1))


@dataclass(frozen=True)
class Ticket:
    """An invitation as it is handed over: shown once, kept nowhere."""

    token: str
    address: str  # where the person chooses a password
    until: datetime  # UTC


def invite_on_paper(person: Identity, person_id: int, district: District) -> Ticket:
    """Return an invitation to print or to read out; earlier ones of this person are void."""
    invited = _find_invitable(person, person_id, district)
    token, until = sealing.new_token(), district.now + LASTS[INVITE]
    district.records.drop_invitations(invited.id)
    _put(token, invited, INVITE, until, person.id, district)
    return Ticket(token, address_of(token, district), until)


def invite_by_mail(person: Identity, person_id: int, district: District, *, secret: bytes) -> Order:
    """Order an invitation by mail; earlier ones of this person are void."""
    invited = _find_invitable(person, person_id, district)
    if not invited.email:
        raise Refused(_("There is no mail address of this person: print the invitation."))
    district.records.drop_invitations(invited.id)
    return _order(invited, INVITE, person.id, district, secret)


def forget_password(
    login_or_email: str, district: District, *, network: str, secret: bytes
) -> None:
    """Order mail with a way to a new password, if the name is known and has a mail address.

    Nothing tells the asker whether it is: both times one order is written and one throttle asked.
    """
    sought = district.records.person_called(login_or_email[:320])
    throttles = district.work.throttles
    if throttles.try_now([(_key("from", network), ASKING_FROM)], district.now):
        raise Refused(_("That was asked too often. Wait a few minutes."))
    about = str(sought.id) if sought else fold(login_or_email[:320])
    often = throttles.try_now([(_key("about", about), ASKING)], district.now)
    reachable = sought is not None and not sought.disabled and bool(sought.email) and not often
    _order(sought if reachable else None, RESET, 0, district, secret)


def invited_by(token: str, district: District) -> Person:
    """Return whom the token lets in; raises NotThere if it was used, is too old or none at all."""
    invitation = district.records.invitations.get(sealing.hash_of(token))
    person = invitation and district.records.person(invitation.person_id)
    if person is None or person.disabled or invitation.until < district.now:
        raise NotThere(_("This invitation was used or is too old. Ask for a new one."))
    return person


def accept(token: str, password: str, district: District) -> Person:
    """Give the invited person their password; the token and all others of theirs are void.

    Raises NotThere as ``invited_by`` does, and InvalidAnswers if the password is weak.
    """
    person = invited_by(token, district)
    choose_password(person, password)
    district.records.drop_invitations(person.id)
    forget_tries(person, person.login, district)
    log.info("invitation accepted: person %s", person.id)
    return person


def ordered_ticket(order: Order, secret: bytes, district: District) -> Ticket | None:
    """Return the invitation that an order shall send; None if it was used, is void or too old."""
    token = sealing.derive(secret, "invitation", str(order.id))
    invitation = district.records.invitations.get(sealing.hash_of(token))
    if invitation is None or invitation.until < district.now:
        return None
    return Ticket(token, address_of(token, district), invitation.until)


def address_of(token: str, district: District) -> str:
    """Return the address at which the token is taken."""
    return f"{district.settings.public_address}/@@welcome/{token}"


def _find_invitable(person: Identity, person_id: int, district: District) -> Person:
    found = find_person(person, person_id, district)
    if found.disabled:
        raise Refused(_("This person is disabled: enable them first."))
    return found


def _put(
    token: str, person: Person, purpose: str, until: datetime, by: int, district: District
) -> None:
    invitation = Invitation(sealing.hash_of(token), person.id, purpose, until=until, created_by=by)
    district.records.drop_invitations(person.id, until=district.now)
    district.records.put_invitation(invitation)


def _order(
    person: Person | None, purpose: str, by: int, district: District, secret: bytes
) -> Order:
    """Order the mail; None: to nobody, so that the same is done for an unknown name."""
    details = {"to": person.id if person else 0, "purpose": purpose}
    order = Order(new_id(), ORDER_KIND, details, ordered_by=by, ordered_at=district.now)
    district.records.orders[order.id] = order
    token = sealing.derive(secret, "invitation", str(order.id))
    if person is not None:
        _put(token, person, purpose, district.now + LASTS[purpose], by, district)
    return order


def _key(kind: str, text: str) -> str:
    return sealing.hash_of(f"forgotten {kind} {text}")
