"""What is written to whom: the jobs that carry out orders for mail."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from academe.actions.access import may, roles_at, workflow_at
from academe.actions.arriving import followers
from academe.actions.district import District
from academe.actions.inviting import ORDER_KIND, RESET, ordered_ticket
from academe.actions.jobs import Doer, Job
from academe.actions.journal_words import WRITING
from academe.actions.mailing import Letter, Mailer, Translate, send_letter
from academe.actions.reading import title_in
from academe.actions.sharing import identity_at, people_concerned
from academe.definitions.workflows import State
from academe.store.content import Content, is_reachable, path_of
from academe.store.journal import Version
from academe.store.people import Identity
from academe.wording import _, word_of_files

NOBODY = _("Nobody to write to.")


@dataclass(frozen=True)
class PostOffice:
    """All that a letter needs to be written and handed over."""

    open_district: Callable[[], AbstractContextManager[District]]
    mailer: Mailer
    secret: bytes = field(repr=False)
    translate: Translate | None = None

    def doers(self) -> dict[str, Doer]:
        """Return {kind of order: who carries it out}."""
        return {ORDER_KIND: self.post_invitation, "step_mail": self.post_step}

    def post_invitation(self, job: Job) -> str:
        """Send somebody their way in; nothing if it was used already or is too old."""
        with self.open_district() as district:
            ticket = ordered_ticket(job.order, self.secret, district)
            if ticket is None:
                return NOBODY
            purpose = str(job.order.details["purpose"])
            letter = reset_letter if purpose == RESET else invitation_letter
            return self._post(
                job, int(str(job.order.details["to"])), letter(ticket.address), district
            )

    def post_step(self, job: Job) -> str:
        """Tell reviewers what waits for them, or authors what became of their work."""
        with self.open_district() as district:
            content = district.site.content(int(str(job.order.details["content"])))
            if content is None or not is_reachable(content):
                return _("The content is gone.")
            version = content.versions().get(int(str(job.order.details["number"])))
            if version is None:
                return _("The step is gone.")
            told = list(_readers(content, version, district))
            for done, (person_id, letter) in enumerate(told):
                self._post(job, person_id, letter, district)
                job.report(done + 1, len(told))
            if not told:
                return NOBODY
            if len(told) == 1:
                return _("Sent to one person.")
            return _("Sent to ${count} people.", mapping={"count": len(told)})

    def _post(self, job: Job, person_id: int, letter: Letter, district: District) -> str:
        sent = send_letter(
            job.order, person_id, letter, district, self.mailer, translate=self.translate
        )
        return _("Sent.") if sent else NOBODY


def invitation_letter(address: str) -> Letter:
    return Letter(
        _("Your account"),
        _(
            "An account was made for you. Choose your password here within seven days:\n\n"
            "${address}\n\nThe address works once. If you do not know what this is about,"
            " do nothing.\n",
            mapping={"address": address},
        ),
    )


def reset_letter(address: str) -> Letter:
    return Letter(
        _("A new password"),
        _(
            "Somebody, probably you, has asked for a new password. Choose it here within half an"
            " hour:\n\n${address}\n\nThe address works once. If it was not you, do nothing: your"
            " password stays as it is.\n",
            mapping={"address": address},
        ),
    )


def review_letter(content: Content, version: Version, district: District) -> Letter:
    told = _told(content, version, district)
    return Letter(
        _("Waits for your review: ${title}", mapping=told),
        _(
            "“${title}” was sent for review by ${who}.\n\n${note}${address}\n",
            mapping=told,
        ),
    )


def outcome_letter(content: Content, version: Version, state: State, district: District) -> Letter:
    told = {**_told(content, version, district), "state": word_of_files(state.title)}
    return Letter(
        _("${title}: ${state}", mapping=told),
        _(
            "${who} has brought “${title}” to the state “${state}”.\n\n${note}${address}\n",
            mapping=told,
        ),
    )


def _told(content: Content, version: Version, district: District) -> dict[str, str]:
    person = district.records.person(version.who)
    return {
        "title": title_in(content.values),
        "who": person.name if person else "",
        "note": f"{version.note}\n\n" if version.note else "",
        "address": district.settings.public_address + path_of(content),
    }


def _readers(
    content: Content, version: Version, district: District
) -> Iterator[tuple[int, Letter]]:
    """Yield who is told of a step, and what; nobody of what is no longer so."""
    workflow = workflow_at(content, district.definitions)
    state = workflow.states.get(str(version.after.get("state"))) if workflow else None
    if state is None or content.state not in (None, state.name):
        return
    if state.waits_for:
        people, letter = (
            _reviewers(content, state, district),
            review_letter(content, version, district),
        )
    else:
        people = _authors(content, version, district)
        letter = outcome_letter(content, version, state, district)
    for someone in people:
        if someone.id != version.who and may(someone, "view", content, district.definitions):
            yield someone.id, letter


def _reviewers(content: Content, state: State, district: District) -> Iterator[Identity]:
    wanted = set(state.waits_for)
    known = {someone.id: someone for someone in people_concerned(content, {}, district)}
    site_wide = {one.id for role in wanted for one in district.records.holders_of(role)}
    for person_id in sorted(site_wide - known.keys()):
        someone = identity_at(person_id, district)
        if someone is not None:
            known[person_id] = someone
    return (someone for someone in known.values() if wanted & roles_at(someone, content))


def _authors(content: Content, version: Version, district: District) -> Iterator[Identity]:
    """Yield who wrote the content before the step, and who made what follows it."""
    earlier = content.versions().values(max=version.number, excludemax=True)
    ids = {place.created_by for place in followers(content)}
    ids |= {one.who for one in earlier if one.what in WRITING}
    return (someone for one in sorted(ids) if (someone := identity_at(one, district)))
