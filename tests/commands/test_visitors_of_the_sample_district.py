"""What a visitor and the sample people meet: no dead link, no picture that is not there."""

import re
import shutil
from collections import deque
from html import unescape
from urllib.parse import parse_qsl, unquote

import pytest
from webtest import TestApp

from academe.actions.access import may, sees_field
from academe.actions.opening import identity_called
from academe.app import make_app
from academe.definitions.loading import read_definitions
from academe.definitions.settings import read_settings
from academe.store.content import Text, is_reachable, path_of, subtree
from academe.store.databases import open_databases
from academe.store.people import visitor

LEADS = re.compile(r"""(?:href|src|action)="([^"#]*)""")
SET = re.compile(r"""srcset="([^"]+)""")
TO_CONTENT = re.compile(r"academe:(\d+)")
READERS = (None, "pat", "sam", "tess", "ana", "rui", "cora", "ada", "omar", "delphine")


@pytest.fixture(scope="module")
def browser(built_demo, tmp_path_factory):
    """A visitor of the sample district, who takes no account."""
    folder = tmp_path_factory.mktemp("visited") / "district"
    shutil.copytree(built_demo, folder)
    settings = read_settings(folder / "etc" / "development.ini")
    databases = open_databases(settings.data_folder)
    app = make_app(settings, databases, read_definitions(folder), raise_unexpected=True)
    yield TestApp(app, extra_environ={"REMOTE_ADDR": "127.0.0.1"})
    databases.close()


@pytest.fixture(scope="module")
def walked(browser):
    """What one reaches; of what is asked at every page, the first of each kind is enough."""
    return walk(browser, kind_of)


def kind_of(link):
    """Name what another address answers as well: a search elsewhere, a way to sign in and back,
    a file of another course or lesson, a view of another content in the other language."""
    path, _, asked = link.partition("?")
    if path.endswith("/@@search"):
        return asked
    if "/@@export/" in path:
        return path.partition("@@")[2], path.count("/")  # courses, units and lessons lie so deep
    if asked == "language=en" or ("@@" in path and asked.startswith("language=")):
        return path.partition("@@")[2], asked  # every content itself is read in Spanish, too
    if path.endswith("/@@sign-in"):
        language, _, to = asked.rpartition("to=")
        place, _, asked_there = unquote(to).partition("?")
        view = place.partition("@@")[2].partition("/")[0]
        return "@@sign-in", language, view, tuple(name for name, _ in parse_qsl(asked_there))
    return link


def walk(browser, kind=lambda link: link):
    """Return {address: (status, media type, which page leads there)} of all that one reaches."""
    found, waiting, led, kinds = {}, deque(["/"]), {"/": "typed"}, set()
    while waiting:
        path = waiting.popleft()
        answer = browser.get(path, expect_errors=True)
        found[path] = (answer.status_code, answer.content_type, led[path])
        nexts = leads_in(answer) if answer.content_type == "text/html" else []
        for link in [*nexts, *([place_of(answer)] if 300 <= answer.status_code < 400 else [])]:
            # What narrows a search down leads to ever narrower ones: the first of each is enough.
            is_narrower = "@@search?" in link and "@@search?" in path
            if link not in led and not is_narrower and kind(link) not in kinds:
                kinds.add(kind(link))
                led[link] = path
                waiting.append(link)
    return found


def leads_in(answer):
    """Return the addresses of this site that a page names: links, pictures, files, forms."""
    named = LEADS.findall(answer.text)
    for line in SET.findall(answer.text):
        named += [part.split()[0] for part in line.split(",")]
    links = [unescape(link) for link in named]
    return [link for link in links if link.startswith("/") and not link.startswith("//")]


def place_of(answer):
    return re.sub(r"^https?://[^/]+", "", answer.headers["Location"])


def test_no_link_of_a_visitor_leads_nowhere(walked):
    check_walked(walked)


@pytest.mark.long
def test_no_link_at_all_of_a_visitor_leads_nowhere(browser):
    found = walk(browser)
    assert len(found) > 5_000
    check_walked(found)


def check_walked(walked):
    assert len(walked) > 250
    wrong = {path: found for path, found in walked.items() if not 200 <= found[0] < 400}
    assert wrong == {}


def test_a_visitor_reaches_all_that_everybody_may_read(walked, sample):
    definitions, reader = sample.definitions, visitor()
    readable = [
        path_of(content)
        for content in subtree(sample.site.root)
        if may(reader, "read", content, definitions) and content.type_name != "image"
    ]
    assert len(readable) > 100
    assert set(readable) - {path.partition("?")[0] for path in walked} == set()


def test_a_visitor_sees_pictures_and_can_take_the_files(walked):
    kinds = {kind for status, kind, _from in walked.values() if status == 200}
    assert {"image/png", "application/pdf"} <= kinds


@pytest.mark.parametrize("login", READERS)
def test_links_in_texts_lead_where_their_readers_may_go(sample, login):
    reader = visitor() if login is None else identity_called(login, sample)
    links = [
        (path_of(content), path_of(target) if target is not None else number)
        for content in subtree(sample.site.root)
        for number in links_for(reader, content, sample)
        if not is_open(reader, target := sample.site.content(number), sample)
    ]
    assert links == []


def links_for(reader, content, sample):
    """Yield the numbers of the contents that the texts which this reader sees lead to."""
    definitions = sample.definitions
    if may(reader, "view", content, definitions):
        values = content.values
    elif may(reader, "read", content, definitions):
        values = content.in_force(sample.today).values
    else:
        return
    fields = definitions.types[content.type_name].fields
    for name, value in values.items():
        if isinstance(value, Text) and sees_field(reader, fields[name], content):
            yield from map(int, TO_CONTENT.findall(value.html))


def is_open(reader, target, sample):
    return (
        target is not None
        and is_reachable(target)
        and any(may(reader, word, target, sample.definitions) for word in ("read", "view"))
    )
