"""What people do, in the model: each verb returns None to refuse, else a function that does it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from tests.actions.model import COMPUTED, HOUSE, Done, Edition, Node, Place, Someone, World
from tests.actions.model_arriving import first_state, newest, opens_nothing, settle


def create(world: World, person: Someone, parent: Node, kind: str, values: dict) -> Done | None:
    if "add" not in world.rights(person, parent):
        return None
    if kind not in world.words.types[parent.type]["holds"]:
        return None
    wanted = values["title"].lower()

    def do() -> None:
        node = Node(kind, dict(values), person.id)
        hang(world, node, parent, parent.free(wanted))
        node.writers.append((world.tick(), person.id))
        node.state = first_state(world, person, node)

    return do


def open_own_area(world: World, person: Someone) -> Done | None:
    """A private place for each of the staff, below one that nobody may know; made once."""
    if not person.staff:
        return None

    def do() -> None:
        places = [node for node in world.site.children if node.owner == HOUSE]
        top = places[0] if places else plant_area(world, world.site, "own", HOUSE)
        if not any(node.owner == person.id for node in top.children):
            plant_area(world, top, person.login, person.id)

    return do


def plant_area(world: World, parent: Node, name: str, owner: int) -> Node:
    node = Node("own_area", {"title": name}, 0, owner=owner)
    node.workflow_below = {"*": world.words.types["own_area"]["workflow"]}
    hang(world, node, parent, parent.free(name))
    node.writers.append((world.tick(), owner))
    node.state = world.words.workflows[world.words.types["own_area"]["workflow"]]["starts"]
    world.tick()
    return node


def hang(world: World, node: Node, parent: Node, name: str, position: int | None = None) -> None:
    node.parent, node.name = parent, name
    parent.children.insert(len(parent.children) if position is None else position, node)
    world.tick()


def change(world: World, person: Someone, node: Node, answers: dict) -> Done | None:
    if "edit" not in world.rights(person, node):
        return None
    if not all(world.field_open(person, node, name) for name in answers):
        return None

    def do() -> None:
        kept = {k: v for k, v in {**node.values, **answers}.items() if v is not None}
        if kept != node.values:
            node.values = kept
            node.writers.append((world.tick(), person.id))

    return do


def rename(world: World, person: Someone, node: Node, name: str) -> Done | None:
    if node.parent is None or "edit" not in world.rights(person, node):
        return None
    if name != node.name and name in {child.name for child in node.parent.children}:
        return None

    def do() -> None:
        if name != node.name:
            world.old_addresses[node.path] = node
            node.name = name
            world.tick()

    return do


def reorder(world: World, person: Someone, parent: Node, name: str, position: int) -> Done | None:
    names = [child.name for child in parent.children]
    if "add" not in world.rights(person, parent) or name not in names:
        return None

    def do() -> None:
        node = parent.children.pop(names.index(name))
        parent.children.insert(position, node)

    return do


def all_removable(world: World, person: Someone, node: Node) -> bool:
    """What has a state or people of its own below is not taken away by who may not remove it."""
    own = [place for place in node.downward() if place.state is not None or place.barrier]
    return all("remove" in world.rights(person, place) for place in [node, *own])


def move(world: World, person: Someone, node: Node, target: Node) -> Done | None:
    if node.parent is None or not all_removable(world, person, node):
        return None
    if target is node.parent:
        return lambda: None
    workflows = {place: world.workflow(place) for place in node.downward()}
    governing = world.governing(node)
    if not fits(world, person, node, target):
        return None
    if not opens_nothing(world, person, node, target, governing, workflows):
        return None

    def do() -> None:
        world.old_addresses[node.path] = node
        node.parent.children.remove(node)
        hang(world, node, target, target.free(node.name))
        settle(world, person, node, governing, workflows)

    return do


def fits(world: World, person: Someone, node: Node, target: Node) -> bool:
    return (
        "add" in world.rights(person, target)
        and node.type in world.words.types[target.type]["holds"]
        and node not in target.upward()
    )


def copy(world: World, person: Someone, node: Node, target: Node) -> Done | None:
    if world.text(person, node) is None or "add" not in world.rights(person, target):
        return None
    if node.type not in world.words.types[target.type]["holds"]:
        return None
    taken = [(source, world.text(person, source)) for source in seen(world, person, node)]
    licences = {source: world.licence(person, source) for source, _values in taken}
    words_of = {
        source: writers(source) if "view" in world.rights(person, source) else set()
        for source, _values in taken
    }

    def do() -> None:
        made: dict[Node, Node] = {}
        for source, values in taken:
            twin = Node(source.type, dict(values or {}), person.id, source=source)
            twin.licence = licences[source]
            if source is node and twin.licence:
                twin.values["licence"] = twin.licence
            parent = made.get(source.parent, target) if source is not node else target
            hang(world, twin, parent, parent.free(source.name))
            made[source] = twin
        for twin in made.values():
            twin.values["related"] = tuple(
                next((t for s, t in made.items() if s is linked), linked)
                for linked in twin.values.pop("related", ())
            )
            if not twin.values["related"]:
                del twin.values["related"]
            twin.state = first_state(world, person, twin)
            twin.writers.append((world.tick(), person.id))
            moment = twin.writers[-1][0]
            twin.writers.extend((moment, who) for who in words_of[twin.source])

    return do


def seen(world: World, person: Someone, node: Node) -> Iterator[Node]:
    """The node and what is below it, down to what the person may not know of."""
    if world.text(person, node) is not None:
        yield node
        for child in node.children:
            yield from seen(world, person, child)


def remove(world: World, person: Someone, node: Node) -> Done | None:
    if node.parent is None or not all_removable(world, person, node):
        return None

    def do() -> None:
        parent = node.parent
        workflows = {place: world.workflow(place) for place in node.downward()}
        position = parent.children.index(node)
        governing = world.governing(node)
        world.old_addresses[node.path] = node
        node.removed = Place(parent, node.name, position, person.id, governing, workflows)
        parent.children.remove(node)
        node.parent, node.name = None, ""
        world.bin.append(node)
        world.tick()

    return do


def may_restore(world: World, person: Someone, node: Node) -> bool:
    if node.removed is None or not person.id:
        return False
    if node.removed.by == person.id:
        return True
    old = node.removed.parent
    place = old if world.reachable(old) else world.site
    there = replace(node, parent=place, removed=None)  # with the barrier and state of its own
    return all("remove" in world.rights(person, one) for one in (place, there))


def restore(world: World, person: Someone, node: Node, target: Node | None) -> Done | None:
    if not may_restore(world, person, node):
        return None
    was = node.removed
    place = target or (was.parent if world.reachable(was.parent) else None)
    if place is None or not fits(world, person, node, place):
        return None
    if not opens_nothing(world, person, node, place, was.governing, was.workflows):
        return None

    def do() -> None:
        node.removed = None
        world.bin.remove(node)
        position = was.position if place is was.parent else None
        hang(world, node, place, place.free(was.name), position)
        settle(world, person, node, was.governing, was.workflows)

    return do


def share(
    world: World,
    person: Someone,
    node: Node,
    grants: dict[tuple[int, str], datetime | None],
    barrier: bool,
) -> Done | None:
    """Only roles that the person may hand out change hands; who raises a barrier stays inside."""
    changed = {key[1] for key in {*grants, *node.grants} if _differs(key, grants, node.grants)}
    if "share" not in world.rights(person, node) or not changed <= world.handable(person, node):
        return None
    given = [key for key in grants if _differs(key, grants, node.grants)]
    if any(_lasts_too_long(world, person, node, key[1], grants[key]) for key in given):
        return None
    grants, barrier = dict(grants), barrier and node.parent is not None
    if barrier and not node.barrier:
        for role, until in left_behind(world, person, node).items():
            grants[person.id, role] = until
    before = node.grants, node.barrier
    node.grants, node.barrier = grants, barrier
    world.tick()
    stays = "share" in world.rights(person, node)
    node.grants, node.barrier = before
    world.tick()
    if not stays and (grants, barrier) != before:
        return None

    def do() -> None:
        node.grants, node.barrier = grants, barrier
        world.tick()

    return do


def _differs(key: tuple[int, str], new: dict, old: dict) -> bool:
    return (key in new, new.get(key)) != (key in old, old.get(key))


def _lasts_too_long(
    world: World, person: Someone, node: Node, role: str, until: datetime | None
) -> bool:
    """Nobody hands out a role beyond the end of the role that lets them."""
    held = world.roles(person, node)
    computed = set(held) & COMPUTED
    if role in world.words.handed_out_by(computed):
        return False
    ends = [
        None if name in person.site_roles else end_of(world, person, node, name)
        for name in set(held) - computed
        if role in world.words.handed_out_by({name})
    ]
    last = None if None in ends else max(end for end in ends if end is not None)
    return last is not None and (until is None or until > last)


def left_behind(world: World, person: Someone, node: Node) -> dict[str, datetime | None]:
    """The roles that a barrier at ``node`` would take from the person, each with the end it has."""
    if node.parent is None:
        return {}
    kept = world.granted(person, node) | world.computed(person) | {"administrator"} | COMPUTED
    lost = (set(world.roles(person, node)) - kept) & set(world.words.roles)
    return {role: end_of(world, person, node.parent, role) for role in lost}


def end_of(world: World, person: Someone, node: Node, role: str) -> datetime | None:
    """When the person stops holding ``role`` at ``node``; None: nobody knows a day."""
    ends: list[datetime | None] = []
    for place in node.upward():
        for (principal, given), until in place.grants.items():
            mine = given == role and principal in world.principals(person)
            if mine and (until is None or until > world.now):
                other = world.end_of_membership(person, principal)
                both = [end for end in (until, other) if end is not None]
                ends.append(min(both) if both else None)
        if place.barrier or place.owner:
            break
    else:
        ends += [None] if role in person.site_roles else []
    # A role that comes with the place, as in one's own area, ends on no day.
    return None if None in ends else max((e for e in ends if e is not None), default=None)


def steps(world: World, person: Someone, node: Node) -> dict[str, dict]:
    """The steps that leave the node's state; a follower's own are those out of what is published."""
    roles = world.roles(person, node)
    if not roles or not world.type_open(roles, node) or node.owner:
        return {}
    name, state = world.workflow(node), world.governing(node).state
    found = {
        key: step
        for key, step in world.words.workflows[name]["transitions"].items()
        if state in step["from"] and roles & set(step["by"])
    }
    if node.state is not None:
        return found
    if state not in world.words.ends_of_publishing(name) or node.leads is None:
        return {}
    return {key: step for key, step in found.items() if not step.get("publishes")}


def followers(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        if child.state is None:
            yield from followers(child)


def writers(node: Node) -> set[int]:
    since = newest(node).moment if newest(node) is not None else -1
    return {who for moment, who in node.writers if moment > since}


def take_step(
    world: World, person: Someone, node: Node, name: str, comment: str, day: date | None
) -> Done | None:
    step = steps(world, person, node).get(name)
    if step is None or (step.get("comment") == "required" and not comment):
        return None
    if day is not None and not step.get("publishes"):
        return None
    if step.get("four_eyes") and any(person.id in writers(place) for place in followers(node)):
        return None

    def do() -> None:
        states = world.words.workflows[world.workflow(node)]["states"]
        was, will = states.get(node.state, {}), states[step["to"]]
        is_back = was.get("looks") == "waiting" and will["looks"] in ("draft", "revising")
        theirs = {node.creator, node.sender, *writers(node)} - {person.id, 0}
        node.sent_to, node.sender = theirs if is_back else set(), person.id
        if step.get("publishes"):
            seen_by_them = [p for p in followers(node) if "view" in world.rights(person, p)]
            for place in seen_by_them:
                publish(world, place, day)
        node.state = state_after(world, node, step)
        world.tick()

    return do


def publish(world: World, node: Node, day: date | None) -> None:
    """The working text becomes the published one, on its day; until then the text in force stays."""
    ahead = day is not None and day > world.today
    last, in_force = newest(node), world.edition(node)
    if last is not None and last is in_force and last.values == node.values:
        return
    edition = Edition(dict(node.values), day, world.tick())
    node.leads, node.coming = (in_force, edition) if ahead else (edition, None)


def state_after(world: World, node: Node, step: dict) -> str | None:
    """A follower follows again once it is published for the same readers as its place."""
    if not step.get("publishes") or world.own_workflow(node) is not None:
        return step["to"]
    name, states = world.workflow(node), world.words.workflows[world.workflow(node)]["states"]
    place = world.governing(node.parent)
    if world.workflow(place) != name or place.state not in states:
        return step["to"]
    above, after = states[place.state].get("read", ()), states[step["to"]].get("read", ())
    return None if set(above) == set(after) else step["to"]
