"""Following a place from outside: keys with which a program reads its feeds for a person.

A key opens one place and what lies below, for reading, with the rights that its person has at
that moment. Only a token's hash is kept. docs/decisions/0043
"""

from academe.actions import sealing
from academe.actions.district import District
from academe.actions.reading import may_know
from academe.errors import NotThere, Refused
from academe.store.content import Content
from academe.store.feed_keys import FeedKey, FeedKeys
from academe.store.people import Identity
from academe.wording import _

AT_MOST = 20  # keys of one person
LONGEST_TOKEN = 100


def follow(person: Identity, place: Content, district: District) -> str:
    """Return the token of a new key of ``place``: shown once, kept nowhere."""
    if not person.is_signed_in or not may_know(person, place, district):
        raise NotThere(_("There is nothing here."))
    keys = FeedKeys(district.records)
    if len(keys.of(person.id)) >= AT_MOST:
        words = {"n": AT_MOST}
        raise Refused(_("You have ${n} private feeds already: end one first.", mapping=words))
    token = sealing.new_token()
    keys.add(FeedKey(sealing.hash_of(token), person.id, place.id, district.now))
    return token


def followed_by(person: Identity, district: District) -> list[FeedKey]:
    """Return the person's own keys, the newest first."""
    return FeedKeys(district.records).of(person.id)


def end_following(person: Identity, token_hash: str, district: District) -> None:
    """Void one of the person's own keys; somebody else's raises Refused."""
    keys = FeedKeys(district.records)
    found = keys.find(token_hash)
    if found is None or found.person_id != person.id:
        raise Refused(_("This is none of your private feeds, or it has ended."))
    keys.drop(found)


def find_follower(token: str, district: District) -> tuple[Identity, Content] | None:
    """Return whose rights a token has today, and in which place.

    None where it is no token, or not any more; where the person is disabled, or may not know
    the place any more.
    """
    if len(token) > LONGEST_TOKEN:
        return None
    key = FeedKeys(district.records).find(sealing.hash_of(token))
    person = key and district.records.identity_of(key.person_id, district.today)
    place = key and district.site.content(key.content_id)
    if person is None or place is None:
        return None
    person.memo.update(now=district.now, today=district.today)
    return (person, place) if may_know(person, place, district) else None
