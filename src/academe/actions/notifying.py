"""Tells reviewers and authors what a step means for them."""

from collections.abc import Iterator

from academe.actions.access import forget, may, roles_at, workflow_at
from academe.actions.district import District
from academe.actions.journal_words import WRITING
from academe.actions.mailing import Letter, Mailer, Translate, order_mail, send_letter
from academe.definitions.workflows import State, Transition
from academe.store.content import Content, is_reachable, path_of
from academe.store.journal import Version, versions_of
from academe.store.orders import Order
from academe.store.people import Identity
from academe.wording import _

KIND = "step_mail"
LOOKED_BACK = 200  # versions searched for those who wrote


def order_step_mail(
    person: Identity, content: Content, step: Transition, district: District
) -> Order:
    """Ask, in the step's transaction, for mail to those whom it concerns."""
    details = {"content": content.id, "number": content.version, "step": step.name}
    return order_mail(person, district.site.orders, KIND, details, district.now)


def send_step_mail(
    order: Order, district: District, mailer: Mailer, translate: Translate | None = None
) -> int:
    """Write to everybody whom the step concerns and who may see the content; return how many.

    Whoever that is, is asked now: a role that was taken back meanwhile brings no mail.
    """
    content = district.site.content(_number(order, "content"))
    if content is None or not is_reachable(content):
        return 0
    version = content.versions().get(_number(order, "number"))
    if version is None:
        return 0
    sent = 0
    for person_id in sorted(_concerned(content, version, district) - {version.who}):
        letter = _letter(content, version, person_id, district)
        if letter is not None:
            sent += send_letter(order, person_id, letter, district, mailer, translate=translate)
    return sent


def _number(order: Order, word: str) -> int:
    return int(str(order.details[word]))


def _concerned(content: Content, version: Version, district: District) -> set[int]:
    """Return the ids of the reviewers that the state waits for, or else of its authors."""
    state = state_after(content, version, district)
    if state is not None and state.waits_for:
        return set(people_with_role(content, set(state.waits_for), district))
    return set(_authors(content, version))


def state_after(content: Content, version: Version, district: District) -> State | None:
    """Return the state that the step of ``version`` led to."""
    workflow = workflow_at(content, district.definitions)
    step = workflow.transitions.get(str(version.after.get("step"))) if workflow else None
    return workflow.states.get(step.to) if workflow and step else None


def people_with_role(content: Content, roles: set[str], district: District) -> Iterator[int]:
    """Yield the ids of the enabled people who hold one of ``roles`` at ``content``."""
    principals = {
        principal
        for place in content.lineage()
        for principal, held in place.grants.items()
        if roles & held.keys()
    }
    for principal in sorted(principals):
        members = [member.id for member in district.records.members_of(principal)]
        for person_id in members or [principal]:
            identity = district.records.identity_of(person_id, district.today)
            if identity is not None:
                identity.memo.update(now=district.now, today=district.today)
                if roles & roles_at(identity, content):
                    yield person_id


def _authors(content: Content, version: Version) -> Iterator[int]:
    """Yield those who wrote the content, as far back as anybody will care."""
    for looked, older in enumerate(versions_of(content)):
        if looked >= LOOKED_BACK:
            return
        if older.number < version.number and (older.what in WRITING or older.what == "step"):
            yield older.who


def _letter(
    content: Content, version: Version, person_id: int, district: District
) -> Letter | None:
    """Return what one reader is told; None if they may not see the content."""
    identity = district.records.identity_of(person_id, district.today)
    if identity is None:
        return None
    identity.memo.update(now=district.now, today=district.today)
    forget(identity)
    if not may(identity, "view", content, district.definitions):
        return None
    workflow = workflow_at(content, district.definitions)
    step = workflow.transitions.get(str(version.after.get("step"))) if workflow else None
    actor = district.records.person(version.who)
    words = {
        "title": str(content.value("title", "")),
        "who": actor.name if actor else "?",
        "step": step.title if step else str(version.after.get("step")),
        "address": district.settings.public_address + path_of(content),
        "note": version.note,
    }
    text = _(
        "${who} took the step “${step}” with “${title}”.\n\n${note}\n\n${address}\n", mapping=words
    )
    return Letter(_("${step}: ${title}", mapping=words), text)
