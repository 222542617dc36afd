"""Being signed in: from the sign-in to the sign-out, an idle half hour or the end of the day.

The cookie holds a random token and when it was last seen, under a seal; the database of work
holds the token's hash and the end that nothing moves. Both must agree with the person's record,
so that disabling somebody or changing a password counts from the next request on.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from academe.actions import sealing
from academe.actions.district import District
from academe.errors import Refused
from academe.store.people import Identity, Person
from academe.store.sessions import Session

AT_MOST = 5  # sessions of one person; OWASP ASVS 5.0, 7.1.2
PURPOSE = "session"


@dataclass(frozen=True)
class Presence:
    """Somebody who is signed in, and the session in which they are."""

    person: Identity
    session: Session


def start_session(
    person: Person, district: District, *, device: str = "", instead_of: str = ""
) -> str:
    """Return the token of a new session; the one whose token is given ends (no fixation)."""
    token = sealing.new_token()
    if instead_of:
        district.work.sessions.end(sealing.hash_of(instead_of))
    ends = district.now + timedelta(hours=district.settings.session_hours)
    session = Session(
        sealing.hash_of(token), person.id, person.session_round, district.now, ends, device[:100]
    )
    district.work.sessions.add(session, at_most=AT_MOST)
    return token


def find_presence(token: str, district: District) -> Presence | None:
    """Return who is signed in with this token; None if nobody is any more."""
    session = district.work.sessions.find(sealing.hash_of(token), district.now)
    if session is None:
        return None
    person = district.records.person(session.person_id)
    identity = district.records.identity_of(session.person_id, district.today)
    if person is None or identity is None or person.session_round != session.round:
        return None
    return Presence(identity, session)


def sessions_of(person: Identity, district: District) -> list[Session]:
    """Return the person's own sessions, the newest first."""
    known = district.records.person(person.id)
    found = district.work.sessions.of(person.id, district.now)
    return [one for one in found if known is not None and one.round == known.session_round]


def sign_out(token: str, district: District) -> None:
    """End the session of this token."""
    district.work.sessions.end(sealing.hash_of(token))


def end_session(person: Identity, token_hash: str, district: District) -> None:
    """End one of the person's own sessions; somebody else's raises Refused."""
    if token_hash not in {one.token_hash for one in sessions_of(person, district)}:
        raise Refused("This is none of your sessions, or it has ended.")
    district.work.sessions.end(token_hash)


def sign_out_everywhere(person: Identity, district: District) -> None:
    """End all of the person's own sessions, on every device."""
    known = district.records.person(person.id)
    if known is not None:
        void_sessions(known)


def void_sessions(person: Person) -> None:
    """End all sessions of the person, in the transaction of the change that asks for it.

    It holds even if the file of sessions is put back from an older copy.
    """
    person.session_round += 1


def write_cookie(secret: bytes, token: str, seen: datetime) -> str:
    """Return the cookie's value: the token and when it was last seen, to the second."""
    return sealing.seal(secret, PURPOSE, f"{token}.{int(seen.timestamp())}")


def read_cookie(secret: bytes, cookie: str, *, now: datetime, idle: timedelta) -> str | None:
    """Return the token; None if the cookie is not ours or nothing was done for so long."""
    text = sealing.unseal(secret, PURPOSE, cookie)
    if text is None:
        return None
    token, _, seen = text.rpartition(".")
    return token if now - datetime.fromtimestamp(int(seen), UTC) <= idle else None


def last_seen(secret: bytes, cookie: str) -> datetime | None:
    """Return when a cookie of ours was written, however long ago; None if it is not ours."""
    text = sealing.unseal(secret, PURPOSE, cookie)
    return None if text is None else datetime.fromtimestamp(int(text.rpartition(".")[2]), UTC)
