"""Every page, in every role: open to those who cannot see, hear, point or wait."""

from collections.abc import Iterator

import pytest
from tests.browser.crawling import Found, browser_of, crawl, found_at, one_of_each, view_names
from tests.browser.live_site import ROLES

PAGES_OF_A_WINDOW = 50  # a browser that has shown hundreds in one takes gigabytes


@pytest.fixture(scope="module")
def pages(live):
    """The pages of each role, found once."""
    known: dict[str | None, list[Found]] = {}

    def of(login: str | None) -> list[Found]:
        if login not in known:
            known[login] = crawl(live, login) + views_of(live, login)
        return known[login]

    return of


@pytest.fixture(scope="module")
def looked_at() -> set[tuple[str, ...]]:
    """Kinds of work pages that some role was shown already: they are the same for the next."""
    return set()


def views_of(live, login: str | None) -> list[Found]:
    """Return what views answer on the front page and on a course, linked or not, refusals too."""
    browser = browser_of(live, login)
    found = []
    for name in view_names(live.app):
        for place in ("", course_in(live)):
            path = f"{place}/@@{name}"
            answer = browser.get(path, expect_errors=True)
            if answer.content_type == "text/html" and answer.status_code not in (301, 302, 303):
                page = found_at(path, answer.text)
                refused = answer.status_code >= 400
                found.append(Found(path, str(answer.status_code), "", ()) if refused else page)
    return found


def course_in(live) -> str:
    """Return the path of a course."""

    def look(district):
        contents = district.site.contents.values()
        course = next(c for c in contents if c.type_name == "course" and c._published)
        return "/" + "/".join(reversed([p.__name__ for p in course.lineage() if p.__name__]))

    return live.act(look)


def check(visit, login, found: list[Found]) -> None:
    """Look at pages by day and by night; fail with all that is wrong on any of them."""
    wrong = []
    for at in range(0, len(found), PAGES_OF_A_WINDOW):
        window = visit(login)
        for page in found[at : at + PAGES_OF_A_WINDOW]:
            wrong += wrong_on(window, page.path)
        window.check_quiet()
        window.context.close()
    assert not wrong, "\n".join(wrong)


def wrong_on(window, path: str) -> Iterator[str]:
    """Yield what axe finds on a page by day, and what by night: other colours alone."""
    window.page.emulate_media(color_scheme="light")
    window.open(path)
    yield from (f"{path}: {one}" for one in window.axe())
    window.page.emulate_media(color_scheme="dark")
    yield from (f"{path} in the dark: {one}" for one in window.axe("color-contrast"))


@pytest.mark.parametrize("login", list(ROLES), ids=list(ROLES.values()))
def test_axe_finds_nothing_on_any_kind_of_page(visit, pages, looked_at, login):
    found = [page for page in one_of_each(pages(login)) if page.kind not in looked_at]
    looked_at.update(page.kind for page in found if page.view)
    check(visit, login, found)


@pytest.mark.long
@pytest.mark.parametrize("login", list(ROLES), ids=list(ROLES.values()))
def test_axe_finds_nothing_on_any_page(visit, pages, login):
    check(visit, login, pages(login))


@pytest.mark.parametrize("login", list(ROLES), ids=list(ROLES.values()))
def test_no_script_and_no_style_stands_in_a_page(pages, login):
    found = pages(login)
    assert len(found) > 10
    assert {page.path: page.inline for page in found if page.inline} == {}


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("cora", "/@@add/course"),
        ("cora", "/@@add/event"),
        ("cora", "/@@add/image"),
        ("cora", "/@@add/link"),
        ("cora", "/@@import"),
        ("ada", "/@@add-person"),
        (None, "/@@sign-in"),
    ],
)
def test_axe_finds_nothing_on_a_form_that_comes_back(visit, login, path):
    window = visit(login)
    window.open(path)
    window.page.locator("main form.form button[type=submit]").last.click()
    window.page.wait_for_load_state()
    wrong = window.axe()
    window.page.emulate_media(color_scheme="dark")
    wrong += window.axe("color-contrast")
    assert not wrong, "\n".join(wrong)
    assert window.page.get_by_role("alert").count() > 0
    window.check_quiet()


@pytest.mark.parametrize("login", ["cora", None], ids=["coordinator", "visitor"])
def test_no_page_is_wider_than_a_small_telephone(visit, pages, login):
    """320 pixels are also what is left of a wide window at a zoom of 400 percent."""
    window = visit(login, width=320)
    wide = []
    for page in one_of_each(pages(login)):
        window.open(page.path)
        if window.overflow() > 0:
            wide.append(f"{page.path}: {window.overflow()} pixels too wide")
    assert not wide, "\n".join(wide)
