"""Every view, every role, every state, every method: what is answered is what the files say."""

import pytest
from tests.actions import model_verbs as verbs
from tests.web.doors import PATHS, is_open
from tests.web.matrix_people import TOKEN, Matrix
from tests.web.matrix_site import PEOPLE

ANSWERED = {200, 302, 303, 304, 400, 409, 422}
MAY_BE_MISSING = {"missing", "file", "version", "version-file", "import-report", "group", "welcome"}
MAY_BE_MISSING |= {"standards", "coverage"}
MAY_BE_MISSING |= {"hand-over", "feed", "take-out"}
MAY_BE_MISSING |= {"add", "restore", "jobs", "membership", "invite", "enable", "disable", "person"}
REFUSED_BY_THE_ACTION = {"edit", "copy", "use", "move", "remove", "import", "sessions", "feeds"}
"""Views whose action asks more than the permission: of the target, of what lies below."""


@pytest.fixture(scope="module")
def matrix(tmp_path_factory):
    made = Matrix(tmp_path_factory.mktemp("matrix") / "site")
    yield made
    made.close()


def cells(matrix, method, every):
    """Yield (door, person, node); of all of them only each ``every``-th, but each pair."""
    doors = [door for door in matrix.doors if door.method == method]
    for one, door in enumerate(doors):
        nodes = [matrix.world.site] if door.only_root else matrix.nodes
        for two, person in enumerate(PEOPLE):
            for three, node in enumerate(nodes):
                if (one + two + three) % every == 0 or door.only_root:
                    yield door, person, node


def is_door_open(matrix, door, person, node, behind):
    if door.name == "step":
        return behind.removeprefix("/") in verbs.steps(matrix.world, person, node)
    return is_open(door.permission, person, node, matrix.world)


def check_cell(matrix, door, person, node, behind, answer):
    known = matrix.world.rights(person, node) & {"view", "read"}
    where = (door, person.login, node.path, node.state, behind, answer.status_int)
    if is_door_open(matrix, door, person, node, behind):
        may_miss = answer.status_int == 404 and (door.name in MAY_BE_MISSING or not known)
        refused = door.name in REFUSED_BY_THE_ACTION and answer.status_int == 403
        assert answer.status_int in ANSWERED or may_miss or refused, where
    elif not person.id and door.permission in ("signed_in", "administer") and door.method != "POST":
        assert answer.status_int == 303, where
        assert "/@@sign-in" in answer.location
    elif known:
        assert answer.status_int in (403, 404), where
    else:
        assert answer.status_int == 404 or (node.parent is None and person.id), where


def test_each_view_is_known_to_the_matrix(matrix):
    assert {door.name for door in matrix.doors} == PATHS.keys()
    assert len(matrix.doors) > 50


def test_every_state_of_every_workflow_is_in_the_matrix(matrix):
    world = matrix.world
    met = {(world.workflow(node), node.state) for node in matrix.nodes}
    for name, workflow in world.words.workflows.items():
        for state in workflow["states"]:
            assert (name, state) in met


def try_each(matrix, method, every, form=None):
    """Ask at the doors; fail with everything that is not as the files say."""
    wrong = []
    matrix.sign_in()
    for door, person, node in cells(matrix, method, every):
        for behind in list(matrix.behind(door, node, PATHS))[: None if method == "GET" else 1]:
            ends_session = method == "POST" and door.name in ("sign-out", "sign-in", "sessions")
            try:
                answer = matrix.ask(
                    person,
                    method,
                    door.address(node.path, behind),
                    browser=matrix.browser(person) if ends_session else None,
                    **({"POST": form} if form else {}),
                )
                check_cell(matrix, door, person, node, behind, answer)
            except AssertionError as error:
                wrong.append(str(error).splitlines()[0])
    assert not wrong, "\n".join(wrong[:40])


def read_through(matrix, every):
    before = matrix.site.databases.content.lastTransaction()
    try_each(matrix, "GET", every)
    assert matrix.site.databases.content.lastTransaction() == before, "looking wrote something"


def post_through(matrix, every):
    try_each(matrix, "POST", every, {"csrf_token": TOKEN})


def test_looking_is_open_to_whom_the_files_name(matrix):
    read_through(matrix, every=12)


def test_doing_is_open_to_whom_the_files_name(matrix):
    post_through(matrix, every=10)


@pytest.mark.long
def test_looking_is_open_to_whom_the_files_name_everywhere(matrix):
    read_through(matrix, every=1)


@pytest.mark.long
def test_doing_is_open_to_whom_the_files_name_everywhere(matrix):
    post_through(matrix, every=1)
