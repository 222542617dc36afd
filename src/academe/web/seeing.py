"""Who can see a content, in one sentence: the answer before the details."""

from collections.abc import Iterable
from typing import Any

from academe.actions.access import governing_state
from academe.actions.accounts import ADMINISTRATOR
from academe.actions.explaining import Audience, name_of, who_can_see
from academe.actions.owning import area_around
from academe.actions.reading import differs_from_published
from academe.store.content import Content
from academe.web.telling import listed
from academe.wording import _

NAMED = 3


def audience_sentence(request: Any, content: Content) -> str:
    """Return who can read or see a content today; empty for those who may not know that."""
    say = request.say
    audiences = who_can_see(request.person, content, request.district)
    state = governing_state(request.person, content, request.district.definitions)
    if not audiences or state is None:
        return ""
    if area_around(content) is not None:
        return str(say(_sentence_of_area(request, audiences, area_around(content))))
    readers = {one.holding.role for one in audiences if "read" in one.words}
    words = {"names": names_of(request, audiences), "state": say(state.title)}
    if "anyone" in readers:
        open_to_all = _("Everybody can read this, also without an account.")
        if not differs_from_published(content):
            return str(say(open_to_all))
        sentence = _(
            "Everybody can read the published text. ${names} can see this working text.",
            mapping=words,
        )
    elif "signed_in" in readers:
        sentence = _("Everybody with an account can read this; others cannot.")
    elif "staff" in readers:
        sentence = _("All staff can read this; families cannot.")
    elif has_family(request, audiences):
        sentence = _(
            "${names} can see this while it is “${state}”; nobody else can.", mapping=words
        )
    else:
        sentence = _(
            "${names} can see this while it is “${state}”; families cannot.", mapping=words
        )
    return str(say(sentence))


def _sentence_of_area(request: Any, audiences: Iterable[Audience], area: Any) -> Any:
    """Return who gets into an own area: its owner, who wrote there, and who was let in."""
    given = dict.fromkeys(one.holding.principal for one in audiences if one.holding.principal)
    is_own = area.owner == request.person.id
    if is_own and not given:
        return _("Only you can see this: it lies in your own area.")
    names = [name_of(one, request.district) for one in given]
    names = [*names[:NAMED], *_rest(request.say, len(names) - NAMED)]
    if is_own:
        words = {"names": listed(request, names)}
        return _("You and ${names} can see this; nobody else can.", mapping=words)
    names.insert(0, name_of(area.owner, request.district))
    return _("${names} can see this; nobody else can.", mapping={"names": listed(request, names)})


def names_of(request: Any, audiences: Iterable[Audience]) -> str:
    """Return groups, then people, then who sees it without being named, as administrators do."""
    say, district, audiences = request.say, request.district, list(audiences)
    unnamed = {one.holding.principal for one in audiences if one.holding.role == ADMINISTRATOR}
    seeing = [one.holding for one in audiences if {"view", "read"} & set(one.words)]
    given = dict.fromkeys(one.principal for one in seeing if one.principal not in {0, *unnamed})
    ordered = sorted(given, key=lambda one: district.records.group(one) is None)
    names = [name_of(one, district) for one in ordered]
    names = [*names[:NAMED], *_rest(say, len(names) - NAMED)]
    if not given and any(one.role == "creator" for one in seeing):
        names.append(say(_("Whoever made it")))
    names.append(say(_("the administrators") if names else _("The administrators")))
    return listed(request, names)


def _rest(say: Any, number: int) -> list[str]:
    return [say(_("${n} more", mapping={"n": number}))] if number > 0 else []


def has_family(request: Any, audiences: Iterable[Audience]) -> bool:
    """Say whether somebody who does not work for the district was given a role here."""
    people = (request.district.records.person(one.holding.principal) for one in audiences)
    return any(person is not None and not person.is_staff for person in people)
