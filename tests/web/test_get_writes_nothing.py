"""What one looks at is not changed by looking.

Every test of this folder opens the site with ``raise_unexpected``: a GET, HEAD or OPTIONS that
would write anything fails the test in which it happens. Here the guard itself is tried.
"""

from dataclasses import replace

import pytest
from pyramid.response import Response
from tests.web.browsers import Browser
from tests.web.doors import PATHS, find_doors

from academe.app import make_app
from academe.store.content import Content


def spoil(context, request):
    """Write, though one only looks."""
    where = request.params.get("where", "content")
    if where == "content":
        context._values = {**context.values, "title": "Spoilt"}
    elif where == "new":
        request.district.site.contents[7] = Content("page", {})
    else:
        request.district.records.person_called("ana").name = "Spoilt"
    return Response("done")


def includeme(config):
    methods = ("GET", "HEAD", "OPTIONS")
    config.add_view(
        spoil, name="spoil", context=Content, permission="everybody", request_method=methods
    )


@pytest.fixture
def spoilt(site):
    """The site with an extension whose view writes when it is looked at."""

    def opened(raise_unexpected):
        settings = replace(site.settings, pyramid_includes=(__name__,))
        app = make_app(
            settings, site.databases, site.definitions, raise_unexpected=raise_unexpected
        )
        return Browser(app, extra_environ={"REMOTE_ADDR": "127.0.0.1"})

    return opened


@pytest.mark.parametrize("where", ["content", "new", "records"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_view_that_writes_when_looked_at_is_found_by_every_test(spoilt, where, method):
    with pytest.raises(AssertionError, match="wrote"):
        spoilt(True).request(f"/@@spoil?where={where}", method=method)


@pytest.mark.parametrize("where", ["content", "new", "records"])
def test_what_it_wrote_is_not_kept(spoilt, site, where):
    def last():
        databases = (site.databases.content, site.databases.records)
        return [database.storage.lastTransaction() for database in databases]

    before = last()
    spoilt(False).get(f"/@@spoil?where={where}", expect_errors=True)
    assert last() == before
    assert "Spoilt" not in site.browser().get("/").text


def test_looking_at_every_page_writes_nothing(site):
    """Every view that GET reaches, at the root, as everybody of this site."""
    databases = (site.databases.content, site.databases.records)
    browsers = [site.browser(login) for login in (None, "pat", "ana", "ada")]
    before = [database.storage.lastTransaction() for database in databases]
    for door in find_doors(site.app.registry):
        if door.method in ("GET", "HEAD"):
            for path in PATHS[door.name]:
                behind = path.format(person=5, group=6, binned=7, step="publish")
                for browser in browsers:
                    browser.request(
                        door.address("/", behind), method=door.method, expect_errors=True
                    )
    assert [database.storage.lastTransaction() for database in databases] == before
