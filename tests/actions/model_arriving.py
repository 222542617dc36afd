"""What arriving at another place means in the model, and choosing other workflows for a place."""

from tests.actions.model import Done, Edition, Node, Someone, World


def first_state(world: World, person: Someone, node: Node) -> str | None:
    """Its own first state; a follower follows where its author may go on writing unpublished."""
    own = world.own_workflow(node)
    if own is not None:
        return world.words.workflows[own]["starts"]
    node.state = None
    world.tick()
    name = world.workflow(node)
    closed = world.governing(node).state in world.words.ends_of_publishing(name)
    licence, node.licence = node.licence, None  # that it cannot be changed is no matter here
    writes = "edit" in world.rights(person, node)
    node.licence = licence
    world.tick()
    return None if writes and not closed else world.words.workflows[name]["starts"]


def newest(node: Node) -> Edition | None:
    return node.coming or node.leads


def opens_nothing(
    world: World,
    person: Someone,
    node: Node,
    target: Node,
    governing: Node,
    workflows: dict[Node, str],
) -> bool:
    """Where other rules would hold, the mover's roles at the target open it by the old rules too."""
    here = set(world.roles(person, target)) - {"creator"}
    old_parent, node.parent = node.parent, target
    after = {place: world.workflow(place) for place in node.downward()}
    node.parent = old_parent
    for place, name in workflows.items():
        inside = [above for above in place.upward() if above in workflows and above.state]
        state = (inside[0] if inside else governing).state
        words = world.words.workflows[name]["states"].get(state)
        mine = here | ({"creator"} if place.creator == person.id else set())
        mine |= set(world.roles(person, place)) & {"owner"}
        opens = set(words.get("view", ())) if words else {"administrator"}
        if name != after[place] and not mine & opens:
            return False
    return True


def settle(world: World, person: Someone, top: Node, was: Node, workflows: dict[Node, str]) -> None:
    """Nobody brings what they could not have set here with the roles that this place gives them."""
    here = set(world.roles(person, top.parent)) - {"creator"}
    keeps: dict[Node, bool] = {}
    for node in list(top.downward()):
        mine = here | ({"creator"} if node.creator == person.id else set())
        world.tick()
        state = world.state(node) or {}
        given = world.words.handed_out_by(mine) if mine & set(state.get("share", ())) else set()
        node.grants = {key: until for key, until in node.grants.items() if key[1] in given}
        world.tick()
        name = world.workflow(node)
        if node.state is None and node is not top:
            keeps[node] = keeps[node.parent]
        else:
            same_place = node is top and node.state is None and world.governing(node) is was
            same_rules = name == workflows[node]
            keeps[node] = same_place or (same_rules and world.may_publish(mine, name))
        if not keeps[node]:
            node.leads = node.coming = None
        if not keeps[node] or (node is top and node.state is None and newest(node) is None):
            begins, old = node is top or world.own_workflow(node) is not None, node.state
            node.state = first_state(world, person, node) if begins else None
            node.sent_to = node.sent_to if node.state == old else set()
        world.tick()


def choose_workflows(
    world: World, person: Someone, node: Node, wanted: dict[str, str]
) -> Done | None:
    """An administrator's choice; nobody's text is opened by it, to them or to readers."""
    if "administrator" not in world.roles(person, node):
        return None
    if "share" not in world.rights(person, node):
        return None
    before = {place: world.workflow(place) for place in node.downward()}
    old, node.workflow_below = node.workflow_below, wanted
    after = {place: world.workflow(place) for place in node.downward()}
    node.workflow_below = old
    anew = [place for place in before if before[place] != after[place]]
    if not all("view" in world.rights(person, place) for place in anew):
        return None

    def do() -> None:
        node.workflow_below = wanted
        world.tick()
        for place in anew:
            if place.state is not None and widens(world, place.state, before[place], after[place]):
                place.leads = place.coming = None
                old, place.state = place.state, first_state(world, person, place)
                place.sent_to = place.sent_to if place.state == old else set()
                world.tick()

    return do


def widens(world: World, state: str, before: str, after: str) -> bool:
    old = world.words.workflows[before]["states"].get(state, {})
    new = world.words.workflows[after]["states"].get(state)
    return new is None or not set(new.get("read", ())) <= set(old.get("read", ()))
