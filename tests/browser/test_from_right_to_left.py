"""A language that is written from right to left: the whole page mirrors, and so does one text."""

import shutil

import pytest
from tests.browser.live_site import LiveSite

from academe.actions.creating import create
from academe.actions.stepping import take_step
from academe.definitions import spoken

ARABIC = """msgid ""
msgstr "Language: ar\\nContent-Type: text/plain; charset=utf-8\\n"

msgid "Search"
msgstr "بحث"

msgid "Published"
msgstr "منشور"
"""
TEXT = "<h2>من الجبل إلى النهر</h2><p>يجري الماء (42 كيلومترا) من البحيرة إلى السد: لنقس معا!</p>"
TITLE = "الماء الذي نتقاسمه: درس للصف الرابع، عن النهر والساقية وكل قطرة (الجزء 1)!"
LESSON = "/curriculum/social-studies/grade-4-water-and-our-valley/where-we-live"
VISITOR = ("/", "/curriculum", LESSON, "/@@learn", "/@@sign-in", "/ma", "/curriculum/mathematics")
STAFF = ("/@@home", "/curriculum/@@contents", "/ma/@@edit", "/ma/@@history", "/ma/@@share", LESSON)


@pytest.fixture(scope="module")
def live(sample_district, tmp_path_factory):
    """The sample district with a page in Arabic, and a site that speaks some Arabic."""
    folder = tmp_path_factory.mktemp("arabic")
    shutil.copytree(sample_district, folder / "site")
    shutil.copytree(spoken.locale_folder(), folder / "locale")
    (folder / "locale" / "ar" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "locale" / "ar" / "LC_MESSAGES" / "academe.po").write_text(ARABIC, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spoken, "locale_folder", lambda: folder / "locale")
        forget()
        site = LiveSite(folder / "site")
        site.act(add_page)
        yield site
        site.close()
    forget()


def forget():
    spoken.available_languages.cache_clear()
    spoken.catalogue.cache_clear()


def add_page(district):
    from academe.actions.opening import identity_called

    cora = identity_called("cora", district)
    answers = {"title": TITLE, "summary": TITLE, "text": TEXT, "language": "ar"}
    page = create(cora, district.site.root, "page", answers, district, name="ma")
    take_step(cora, page, "publish", district)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("login", "paths"), [(None, VISITOR), ("cora", STAFF)])
def test_no_mirrored_page_is_wider_than_its_window(visit, login, paths, width):
    window = visit(login, width=width, locale="ar")
    for path in paths:
        window.open(path)
        html = window.page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
        assert window.overflow() <= 0, path
        assert window.axe() == [], path
    window.check_quiet()


def test_what_stands_left_stands_right(visit):
    window = visit(width=1440, locale="ar")
    window.open(LESSON)
    side, main = window.page.locator(".side"), window.page.locator("main")
    assert side.bounding_box()["x"] > main.bounding_box()["x"]
    name, sign_in = window.page.locator(".district"), window.page.locator(".sign-in")
    assert name.bounding_box()["x"] > sign_in.bounding_box()["x"]


def test_arrows_turn_round(visit):
    turned = "one => new DOMMatrix(getComputedStyle(one).transform).a"
    for locale, way in (("ar", -1), ("en", 1)):
        window = visit("cora", width=1440, locale=locale)
        window.open("/ma")
        assert window.page.locator(".icon-turns").first.evaluate(turned) == way


@pytest.mark.parametrize("width", [390, 1440])
def test_an_arabic_text_on_an_english_page_reads_from_the_right(visit, width):
    window = visit(width=width)
    window.open("/ma")
    direction = "one => getComputedStyle(one).direction"
    for part in ("h1", ".lede", ".prose"):
        place = window.page.locator(f"main {part}").first
        assert place.get_attribute("lang") == "ar"
        assert place.evaluate(direction) == "rtl"
    assert window.page.locator("html").get_attribute("dir") == "ltr"
    assert window.page.locator(".in-languages").inner_text().strip().startswith("This page is in")
    assert window.overflow() <= 0
    assert window.axe() == []
    window.open("/")
    card = window.page.get_by_role("link", name=TITLE)
    assert card.get_attribute("lang") == "ar"
    assert window.overflow() <= 0
