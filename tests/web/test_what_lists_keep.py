"""What is kept to make lists and trees quicker belongs to no person, place or language but its own."""

from types import SimpleNamespace

import pytest

from academe.actions.creating import create
from academe.actions.stepping import take_step
from academe.web.kinds import kind_of
from academe.web.rendering import Templates


@pytest.fixture
def shelf(site):
    def fill(ana, district):
        root = district.site.root
        folder = create(ana, root, "folder", {"title": "Shelf"}, district, name="shelf")
        create(ana, folder, "page", {"title": "Open page"}, district, name="open")

    site.as_("ana", fill)
    site.as_("ana", lambda ana, d: take_step(ana, d.site.root["shelf"], "publish", d))

    def add_a_draft(ana, district):
        folder = district.site.root["shelf"]
        folder = create(ana, folder, "folder", {"title": "Drawer"}, district, name="drawer")
        create(ana, folder, "page", {"title": "CANARY"}, district, name="canary")

    site.as_("ana", add_a_draft)
    return site


@pytest.mark.parametrize("order", [("ana", None), (None, "ana"), ("ana", None, "sam", "ana")])
def test_a_draft_stays_with_those_who_may_view_it(shelf, order):
    for login in order:
        browser = shelf.browser(login)
        for address in ("/shelf", "/shelf/open"):
            text = browser.get(address).text
            assert ("Drawer" in text) == (login == "ana"), (login, address)
            assert login == "ana" or "CANARY" not in text


def test_links_lead_below_the_place_where_the_site_is_mounted(shelf):
    browser = shelf.browser()
    for mounted in ("", "/content", ""):
        page = browser.get("/shelf/open", extra_environ={"SCRIPT_NAME": mounted})
        assert f'href="{mounted}/shelf/open"' in page.text  # in the tree
        other = "" if mounted else "/content"
        assert f'href="{other}/shelf' not in page.text
        listed = browser.get("/shelf", extra_environ={"SCRIPT_NAME": mounted}).text
        assert f'href="{mounted}/shelf/open"' in listed


def test_a_branch_is_marked_on_its_own_page_only(shelf):
    browser = shelf.browser()
    assert current(browser.get("/shelf/open")) == ["/shelf/open"]
    assert current(browser.get("/shelf")) == []


def current(page):
    """Return where the marked links beside the page lead."""
    return [link["href"] for link in page.html.select(".tree a[aria-current=page]")]


def reader(site, language):
    """Somebody who reads in a language of one's own: every sentence begins with its code."""
    return SimpleNamespace(
        registry=site.app.registry, language=language, say=lambda text: f"{language}:{text}"
    )


def test_words_of_a_type_are_kept_by_language(site):
    def words(language):
        return kind_of(reader(site, language), "page")

    site.app.registry.kinds = {}
    assert words("en").title.startswith("en:")
    assert words("es").title.startswith("es:")
    assert words("en").title.startswith("en:")
    assert {label.partition(":")[0] for _field, label in words("es").fields} == {"es"}


def test_a_type_that_the_files_do_not_know_is_called_by_its_name(site):
    assert kind_of(reader(site, "en"), "gone") == ("gone", "file", (), (), False)


def test_a_template_is_compiled_once_whichever_names_it(site):
    loader = Templates(site.app.registry.theme)._loader
    page, course = loader.load("types/page.pt"), loader.load("types/course.pt")
    assert page._loader("layout.pt") is course._loader("layout.pt")
