"""A title in any script and of any length: every door names it, and nothing breaks."""

import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.calendars import read_calendar
from tests.web.public_site import at, fill, step

from academe.actions.answers import LONGEST_TITLE, check_answer
from academe.actions.changing import change
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.naming import LONGEST
from academe.actions.reading import LONGEST_SHOWN, is_joined, short_title
from academe.exchange.bundle import ImportedContent
from academe.exchange.formats import FORMATS
from academe.exchange.import_answers import Answering

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LONG = {
    "words": "On reading long headings aloud " * 300,
    "one word": "Donaudampfschifffahrt" * 450,
    "Arabic": "كسور الخبز المقطع " * 500,
    "Chinese": "把面包分成相等的几份" * 1000,
    "emoji": "👩‍👩‍👧‍👦" * 1400,
    "accents": "e" + "\u0301" * 9000,
    "markup": '<b>&amp;"</b> ${x} ' * 500,
}
titles = st.one_of(
    st.text(min_size=1, max_size=60),
    st.builds(lambda piece, times: piece * times, st.text(min_size=1, max_size=20), st.just(400)),
)


def whole(title: str) -> str:
    """Return a title as it is stored; "" for one without a printable sign."""
    return check_answer(Titled, title, None) or ""


class Titled:
    """The field of every type that holds its title."""

    name, type, pattern = "title", "text", None


@pytest.fixture
def public(site):
    fill(site)
    return site


ONE_SITE = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.long
@given(title=titles)
@settings(ONE_SITE, max_examples=100)
def test_every_door_names_a_content_of_any_of_100_titles(public, title: str) -> None:
    check_doors(public, title)


@given(title=titles)
@settings(ONE_SITE, max_examples=4)
@example(LONG["words"])
@example(LONG["one word"])
@example(LONG["Arabic"])
@example(LONG["Chinese"])
@example(LONG["emoji"])
@example(LONG["accents"])
@example(LONG["markup"])
def test_every_door_names_a_content_of_any_title(public, title: str) -> None:
    check_doors(public, title)


def check_doors(public, title: str) -> None:
    title = whole(title) or "Untitled"
    for path in ("mathematics/secret-course", "mathematics/open-house"):
        public.as_("cora", lambda cora, d, path=path: give(cora, at(d, path), title, d))
    cora = public.browser("cora")
    page = cora.get("/mathematics/secret-course")
    assert words(page.html.h1) == whole(title)
    trail = page.html.select(".crumbs li")[-1]
    assert words(trail) == whole(short_title(title))
    assert len(page.html.title.string) <= LONGEST_SHOWN + 40
    for view in ("", "@@contents"):
        links = cora.get(f"/mathematics/{view}").html.select(
            'main a[href$="/mathematics/secret-course"]'
        )
        assert whole(short_title(title)) in [words(one) for one in links]
    for view in ("edit", "history", "share", "copy", "year", "coverage", "export", "use"):
        cora.get(f"/mathematics/secret-course/@@{view}")
    assert cora.get("/mathematics/secret-course/@@edit").forms["form"]["title"].value == title
    for form in FORMATS:
        assert cora.get(f"/mathematics/secret-course/@@export/{form}").body.startswith(b"PK")
    feed = etree.fromstring(public.browser("cora").get("/mathematics/@@atom").body)
    assert feed.xpath("//a:entry/a:title/text()", namespaces=ATOM)
    step(public, "mathematics/open-house")
    (event,) = read_calendar(public.browser().get("/mathematics/@@calendar.ics").body)
    assert event["SUMMARY"] == title


def words(element) -> str:
    """Return what an element says, as titles are stored."""
    return whole(element.get_text())


def give(person, content, title, district):
    change(person, content, {"title": title}, district, version=content.version)


@pytest.mark.parametrize("title", LONG.values(), ids=LONG)
def test_a_long_title_is_typed_said_back_and_found(site, title):
    title = whole(title[:LONGEST_TITLE])
    cora = site.browser("cora")
    form = cora.get("/@@add/course").forms["form"]
    form["title"] = title
    answer = form.submit("save")
    assert answer.status_code == 303, "it is taken"
    cookie = "".join(answer.headers.getall("Set-Cookie"))
    assert len(cookie) < 4000, "a browser drops more"
    made = answer.follow()
    assert words(made.html.h1) == title
    assert whole(short_title(title)) in whole(made.html.select_one(".toasts").get_text())
    name = made.request.path.strip("/")
    assert len(name) <= LONGEST
    suggested = cora.get(f"/{name}/@@copy").html.select_one("[name=title]")["value"]
    assert suggested in (title, f"{title} (copy)")


def test_a_title_that_is_brought_in_beyond_the_limit_is_cut_and_told(site):
    def answered(_person, district):
        answering = Answering({}, district)
        one = ImportedContent("page", "b" * (LONGEST_TITLE + 5), "x")
        answering.answer(one, district.definitions.types["page"])
        return answering.given["title"], answering.dropped

    title, dropped = site.as_("cora", answered)
    assert len(title) == LONGEST_TITLE
    assert dropped == ["Title"]


def test_a_word_behind_what_a_list_shows_is_shown_with_the_hit(site):
    def plant(cora, district):
        title = "Reading aloud " * 40 + "zeppelin"
        create(cora, district.site.root, "course", {"title": title}, district)

    site.as_("cora", plant)
    hit = site.browser("cora").get("/@@search?q=zeppelin").html.select_one(".hits li, main ol li")
    assert [mark.get_text() for mark in hit.select("mark")] == ["zeppelin"]


def test_a_copy_keeps_the_whole_title_of_its_source(site):
    title = "Sharing bread " * 40

    def plant(cora, district):
        source = create(cora, district.site.root, "course", {"title": title}, district)
        return copy(cora, source, district.site.root, district)._origin["title"]

    assert site.as_("cora", plant) == title.strip()


@given(st.text(min_size=1, max_size=LONGEST_SHOWN * 3))
def test_a_shortened_title_is_a_beginning_that_parts_no_sign(title: str) -> None:
    shown = short_title(title)
    assert len(shown) <= LONGEST_SHOWN
    if shown != title:
        kept = shown.removesuffix("…")
        assert title.startswith(kept)
        parted = is_joined(kept[-1], title[len(kept)])
        assert not parted or len(kept) <= LONGEST_SHOWN // 2


def test_accents_stay_with_their_letters():
    title = "x" * (LONGEST_SHOWN - 2) + unicodedata.normalize("NFD", "é") + "y" * 50
    assert short_title(title) == "x" * (LONGEST_SHOWN - 2) + "…"
