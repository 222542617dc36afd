"""An application that is lent to one site after another keeps nothing of the one before."""

import shutil

from tests.web.conftest import ServedSite
from tests.web.lent_apps import LentApps


def serve(built_site, folder, definitions, apps):
    shutil.copytree(built_site, folder)
    return ServedSite(folder, definitions, apps)


def test_the_next_site_meets_nothing_of_the_one_before(built_site, tmp_path, definitions):
    apps = LentApps()
    first = serve(built_site, tmp_path / "first", definitions, apps)
    first.browser("ana").get("/")
    before, router = dict(vars(first.app.registry)), first.app.app
    first.app.registry.left_behind = True
    first.app.registry.has_search = False
    first.close()
    second = serve(built_site, tmp_path / "second", definitions, apps)
    registry = second.app.registry
    assert second.app.app is router
    assert not hasattr(registry, "left_behind")
    assert registry.has_search
    assert registry.kinds == {}
    for name in ("databases", "indexer", "page_store", "sitemap_parts", "feed_pace", "templates"):
        assert getattr(registry, name) is not before[name], name
    second.close()


def test_two_sites_at_once_have_an_application_each(built_site, tmp_path, definitions):
    apps = LentApps()
    one, other = (serve(built_site, tmp_path / n, definitions, apps) for n in ("one", "other"))
    assert one.app.app is not other.app.app
    assert one.app.registry.databases is not other.app.registry.databases
    one.close()
    other.close()
