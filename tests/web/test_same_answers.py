"""What holds for every answer: no difference that tells, no foreign form, headers everywhere."""

import re

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from tests.web.doors import PATHS, is_open
from tests.web.matrix_people import TOKEN, Matrix
from tests.web.matrix_site import PEOPLE, VISITOR

from academe.store.content import Content
from academe.web.security import check_views

OTHER_METHODS = ("PUT", "DELETE", "PATCH")


@pytest.fixture(scope="module")
def matrix(tmp_path_factory):
    made = Matrix(tmp_path_factory.mktemp("answers") / "site")
    yield made
    made.close()


def unknown(matrix, person):
    """Contents that a person may not know of."""
    world = matrix.world
    return [node for node in matrix.nodes if not world.rights(person, node) & {"view", "read"}]


def bare(answer, path):
    """An answer without what differs each time: nonces, and the address that was asked."""
    text = answer.text.replace(path, "PATH").replace(path.rpartition("/")[2], "NAME")
    text = re.sub(r'nonce="[^"]*"', "", text)
    told = {
        name: re.sub(r"nonce-[\w-]+", "", value)
        for name, value in answer.headers.items()
        if name not in ("Date", "Content-Length", "ETag", "Set-Cookie")
    }
    return answer.status_int, text, told


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.login or "visitor")
@pytest.mark.parametrize("behind", ["", "/@@edit", "/@@history", "/@@file/syllabus", "/@@step/x"])
def test_what_one_may_not_know_is_as_what_does_not_exist(matrix, person, behind):
    for node in unknown(matrix, person)[::4]:
        never = re.sub(r"\d+", lambda number: "9" + number.group()[1:], node.path)
        assert never != node.path
        real = matrix.ask(person, "GET", node.path + behind)
        other = matrix.ask(person, "GET", never + behind)
        assert bare(real, node.path) == bare(other, never), (person.login, node.path + behind)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.login or "visitor")
def test_names_below_what_one_may_not_know_are_as_unknown(matrix, person):
    for node in unknown(matrix, person)[::4]:
        below, beside = f"{node.path}/nothing", "/nothing-there/nothing"
        one, other = matrix.ask(person, "GET", below), matrix.ask(person, "GET", beside)
        text, expected = bare(one, below), bare(other, beside)
        assert text == expected, (person.login, node.path)


def test_forms_without_their_token_are_refused_at_every_door(matrix):
    for number, door in enumerate(matrix.doors):
        node = matrix.world.site if door.only_root else matrix.nodes[number % len(matrix.nodes)]
        for person in (VISITOR, PEOPLE[7], PEOPLE[6]):
            for behind in list(matrix.behind(door, node, PATHS))[:1]:
                address = door.address(node.path, behind)
                answer = matrix.ask(person, "POST", address, POST={"x": "1"})
                assert answer.status_int in (400, 403, 404, 405), (door, answer.status_int)
                wrong = matrix.ask(person, "POST", address, POST={"csrf_token": "other"})
                assert wrong.status_int in (400, 403, 404, 405), (door, wrong.status_int)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "something"])
def test_forms_of_another_site_are_refused_at_every_door(matrix, site):
    for number, door in enumerate(matrix.doors):
        node = matrix.world.site if door.only_root else matrix.nodes[number % len(matrix.nodes)]
        behind = next(iter(matrix.behind(door, node, PATHS)))
        answer = matrix.ask(
            PEOPLE[7],
            "POST",
            door.address(node.path, behind),
            POST={"csrf_token": TOKEN},
            headers={"Sec-Fetch-Site": site},
        )
        assert answer.status_int == 403, (door, answer.status_int)


def test_other_methods_do_nothing(matrix):
    before = matrix.site.databases.content.lastTransaction()
    for number, door in enumerate(matrix.doors):
        node = matrix.world.site if door.only_root else matrix.nodes[number % len(matrix.nodes)]
        behind = next(iter(matrix.behind(door, node, PATHS)))
        method = OTHER_METHODS[number % len(OTHER_METHODS)]
        address, sent = door.address(node.path, behind), {"X-CSRF-Token": TOKEN}
        answer = matrix.ask(PEOPLE[7], method, address, headers=sent)
        assert answer.status_int in (400, 403, 404, 405), (door, method, answer.status_int)
    assert matrix.site.databases.content.lastTransaction() == before


def test_only_asking_for_the_head_tells_the_same_without_a_body(matrix):
    for person in (VISITOR, PEOPLE[4]):
        for node in matrix.nodes[::3]:
            got, head = (matrix.ask(person, method, node.path) for method in ("GET", "HEAD"))
            assert head.status_int == got.status_int
            assert head.body == b""


@pytest.mark.parametrize(
    "address",
    [
        "/@@static/x/academe.css",
        "/@@static/x/none.css",
        "/%00",
        "/a/../b",
        "/" + "a" * 5000,
        "/" + "a/" * 200,
        "/@@nothing",
        "/@@",
        "/robots.txt",
        "/favicon.ico",
        "/.git/config",
        "/?" + "q=" * 4000,
    ],
)
def test_strange_answers_have_the_headers_too(matrix, address):
    for person in (VISITOR, PEOPLE[4]):
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = matrix.ask(person, method, address)  # looks at the headers
            assert answer.status_int in (200, 400, 404, 405), (address, method)


def test_an_unexpected_error_is_a_plain_page_with_the_headers(matrix, monkeypatch, caplog):
    registry = matrix.site.app.registry
    monkeypatch.setattr(registry, "raise_unexpected", False)
    monkeypatch.setattr(registry, "definitions", None)
    answer = matrix.browsers[PEOPLE[4]].get("/@@home", status=500)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in answer.text
    assert "AttributeError" not in answer.text
    assert "NoneType" in caplog.text


def test_uploads_over_the_limit_are_refused_before_they_are_read(matrix):
    limit = matrix.site.settings.upload_limit_mb * 1024 * 1024
    environ = Request.blank("/@@add/page", method="POST").environ
    environ["CONTENT_LENGTH"], environ["wsgi.input"] = str(limit + 1), None  # cannot be read
    answered = []
    list(matrix.site.app(environ, lambda status, headers: answered.append((status, headers))))
    ((status, headers),) = answered
    assert status.startswith("413")
    assert "default-src 'none'" in dict(headers)["Content-Security-Policy"]


def show_nothing(context, request):
    return Response("")


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"permission": "whatever"},
        {"permission": NO_PERMISSION_REQUIRED},
        {"permission": "read", "request_method": None},
    ],
)
def test_a_view_without_a_rule_stops_the_start(words):
    config = Configurator()
    given = {"request_method": "GET", **words}
    config.add_view(show_nothing, name="open", context=Content, **given)
    config.commit()
    with pytest.raises(RuntimeError, match="open"):
        check_views(config.introspector)


def test_every_door_for_everybody_has_been_looked_at(matrix):
    """What asks for no right at all: signing in and out, the theme's files, health, not found.

    What the sitemap holds is a visitor's; a private feed asks what its key's person may read.
    """
    found = {door.name for door in matrix.doors if door.permission == "everybody"}
    assert found <= {
        *("static", "health", "missing", "sign-in", "sign-out", "forgot", "welcome", "language"),
        *("robots.txt", "sitemap.xml", "feed"),
    }


def test_a_rule_is_asked_for_each_answer_and_not_only_at_the_door(matrix):
    """A person who may know nothing but public things finds nothing else by any finder."""
    for person in PEOPLE:
        for node in matrix.nodes:
            if is_open("know", person, node, matrix.world):
                for query in ("q=q1", "q=z", "q=%25", "q=w&to=course"):
                    matrix.ask(person, "GET", f"{node.path.rstrip('/')}/@@find?{query}")
                break
