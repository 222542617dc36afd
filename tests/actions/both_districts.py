"""One district, lived through twice: by the actions on a database, and by the model."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import transaction
from hypothesis import note
from tests.actions import model_arriving
from tests.actions import model_verbs as verbs
from tests.actions.comparing import Comparison
from tests.actions.model import Edition, Node, Someone, World
from tests.actions.model_stage import AT_THE_SITE, BEGINNING, Stage
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage

from academe.actions import changing, copying, creating, moving, removing, sharing, stepping
from academe.actions.choosing_workflow import choose_workflows
from academe.actions.district import District
from academe.actions.foreseeing import roles_lost
from academe.actions.founding import found_site
from academe.actions.owning import open_own_area
from academe.errors import InvalidAnswers, Refused
from academe.store.content import Content, subtree
from academe.store.people import Identity, visitor
from academe.store.records import Records
from academe.store.site import Site


def given_at(place: Content) -> set[tuple[int, str]]:
    return {(principal, role) for principal, roles in place.grants.items() for role in roles}


class BothDistricts:
    """Each verb is done on both sides; then both must say the same."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.db = DB(DemoStorage())
        self.manager = transaction.TransactionManager()
        self.content = self.db.open(self.manager)
        self.records = stage.records_db.open(self.manager)
        site = found_site(self.content, "Site", "", stage.definitions, BEGINNING)
        self.district = District(
            stage.definitions, site, Records(self.records), stage.work, stage.settings, BEGINNING
        )
        root = Node("site", {"title": "Site"}, 0, state="published", id=site.root.id)
        root.leads = Edition({"title": "Site"}, None, 0)
        self.world = World(stage.words, root, BEGINNING, stage.settings.time_zone)
        self.comparison = Comparison(self)
        self.give_first_roles(site)

    def give_first_roles(self, site: Site) -> None:
        self.world.site.grants = dict(AT_THE_SITE)
        site.root.grants = {who: {role: None} for who, role in AT_THE_SITE}
        site.places.update((who, site.root.id) for who, _role in AT_THE_SITE)
        self.manager.commit()
        self.compare()

    def close(self) -> None:
        self.manager.abort()
        self.content.close()
        self.records.close()
        self.db.close()

    def identity(self, person: Someone) -> Identity:
        """The person as a new request knows them."""
        if not person.id:
            found = visitor()
        else:
            found = self.district.records.identity_of(person.id, self.district.today)
        found.memo.update(now=self.district.now, today=self.district.today)
        return found

    def real(self, node: Node):
        return self.district.site.content(node.id)

    def compare(self, touched: dict[str, list[int]] | None = None) -> None:
        self.comparison.compare(touched)

    def attempt(self, planned, do, *told) -> None:
        """Do it really; it must be refused exactly where the model refuses it."""
        note(" ".join(map(told_as, told)))
        refusal = None
        try:
            do()
        except (Refused, InvalidAnswers) as error:
            refusal = error
            self.manager.abort()
        assert (planned is None) == (refusal is not None), f"really: {refusal or 'done'}"
        if planned is not None:
            planned()
            self.world.tick()
            extension = self.manager.get().extension
            touched = {kind: list(extension.get(kind, ())) for kind in ("changed", "below")}
            self.manager.commit()
            self.compare(touched)

    # The verbs

    def create(self, person: Someone, parent: Node, kind: str, title: str) -> None:
        fields = self.world.words.types[kind]["fields"]
        asked = [name for name, table in fields.items() if table.get("required")]
        answers = dict.fromkeys(asked, "https://x.example") | {"title": title}
        self.attempt(
            verbs.create(self.world, person, parent, kind, answers),
            lambda: creating.create(
                self.identity(person), self.real(parent), kind, answers, self.district
            ),
            *("create", person, parent, kind, title),
        )

    def change(self, person: Someone, node: Node, answers: dict) -> None:
        real = dict(answers)
        if answers.get("related"):
            real["related"] = tuple(other.id for other in answers["related"])
        self.attempt(
            verbs.change(self.world, person, node, answers),
            lambda: changing.change(
                self.identity(person), self.real(node), real, self.district, version=None
            ),
            *("change", person, node, answers),
        )

    def rename(self, person: Someone, node: Node, name: str) -> None:
        self.attempt(
            verbs.rename(self.world, person, node, name),
            lambda: moving.rename(self.identity(person), self.real(node), name, self.district),
            *("rename", person, node, name),
        )

    def reorder(self, person: Someone, parent: Node, name: str, position: int) -> None:
        self.attempt(
            verbs.reorder(self.world, person, parent, name, position),
            lambda: moving.reorder(
                self.identity(person), self.real(parent), name, position, self.district
            ),
            *("reorder", person, parent, name, position),
        )

    def move(self, person: Someone, node: Node, target: Node) -> None:
        self.attempt(
            verbs.move(self.world, person, node, target),
            lambda: self._move_as_foreseen(
                self.identity(person), self.real(node), self.real(target)
            ),
            *("move", person, node, target),
        )

    def _move_as_foreseen(self, person: Identity, content: Content, target: Content) -> None:
        """Move it; the roles that it loses are those that the page before it names."""
        lost = {
            loss.place.id: set(loss.roles)
            for loss in roles_lost(person, content, target, self.district)
        }
        before = {place.id: given_at(place) for place in subtree(content)}
        stays = target is content.__parent__
        moving.move(person, content, target, self.district)
        after = {place.id: before[place.id] - given_at(place) for place in subtree(content)}
        assert stays or lost == {number: gone for number, gone in after.items() if gone}

    def copy(self, person: Someone, node: Node, target: Node) -> None:
        self.attempt(
            verbs.copy(self.world, person, node, target),
            lambda: copying.copy(
                self.identity(person), self.real(node), self.real(target), self.district
            ),
            *("copy", person, node, target),
        )

    def open_own_area(self, person: Someone) -> None:
        self.attempt(
            verbs.open_own_area(self.world, person),
            lambda: open_own_area(self.identity(person), self.district),
            *("own area", person),
        )

    def remove(self, person: Someone, node: Node) -> None:
        self.attempt(
            verbs.remove(self.world, person, node),
            lambda: removing.remove(self.identity(person), self.real(node), self.district),
            *("remove", person, node),
        )

    def restore(self, person: Someone, node: Node, target: Node | None) -> None:
        self.attempt(
            verbs.restore(self.world, person, node, target),
            lambda: removing.restore(
                self.identity(person),
                self.real(node),
                self.district,
                target=self.real(target) if target else None,
            ),
            *("restore", person, node, target),
        )

    def share(
        self,
        person: Someone,
        node: Node,
        grants: dict[tuple[int, str], datetime | None],
        barrier: bool,
    ) -> None:
        wanted: dict[int, dict[str, datetime | None]] = {}
        for (principal, role), until in grants.items():
            wanted.setdefault(principal, {})[role] = until
        self.attempt(
            verbs.share(self.world, person, node, grants, barrier),
            lambda: sharing.share(
                self.identity(person),
                self.real(node),
                sharing.Sharing(wanted, not barrier),
                self.district,
            ),
            *("share", person, node, grants, barrier),
        )

    def step(
        self, person: Someone, node: Node, name: str, comment: str = "", day: date | None = None
    ) -> None:
        self.attempt(
            verbs.take_step(self.world, person, node, name, comment, day),
            lambda: stepping.take_step(
                self.identity(person),
                self.real(node),
                name,
                self.district,
                comment=comment,
                in_force_from=day,
            ),
            *("step", person, node, name, comment, day),
        )

    def choose_workflows(self, person: Someone, node: Node, wanted: dict[str, str]) -> None:
        self.attempt(
            model_arriving.choose_workflows(self.world, person, node, wanted),
            lambda: choose_workflows(self.identity(person), self.real(node), wanted, self.district),
            *("choose", person, node, wanted),
        )

    def wait(self, hours: int) -> None:
        """Grants and memberships expire, in-force days come: nobody does anything for it."""
        self.world.now += timedelta(hours=hours)
        self.world.tick()
        self.district = replace(self.district, now=self.world.now)
        self.compare()


def told_as(one: object) -> str:
    """Say in a failure's story who and what was drawn."""
    if isinstance(one, Node):
        return f"{one.path}({one.state})"
    return one.login if isinstance(one, Someone) else str(one)
