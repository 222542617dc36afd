"""What a public page says to machines of its content: true, public, and nothing that it must load."""

import json
import re
from pathlib import Path

import pytest
from tests.frameworks import case_package
from tests.web.conftest import ServedSite
from tests.web.public_site import CANARY, at, fill, step, with_address
from ZODB.ActivityMonitor import ActivityMonitor

from academe.actions.changing import change
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.standards import adopt_framework
from academe.actions.stepping import take_step
from academe.exchange.case import read_case

HALVES = "/mathematics/halves"
LESSON = f"{HALVES}/cutting/a-pear"
ATTACK = "</script><script>alert(1)</script><!-- & '\" ünï"


@pytest.fixture
def public(site):
    fill(site)
    return site


def data(site, path, login=None):
    answer = site.browser(login).get(path)
    found = re.findall(r"<script type=\"application/ld\+json\"[^>]*>(.*?)</script>", answer.text)
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def everything(value):
    """Yield each value, however deep it lies."""
    yield value
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in below:
        yield from everything(one)


def test_a_lesson_says_what_lrmi_asks_for(public):
    told = data(public, LESSON)
    assert told["@context"] == "https://schema.org"
    assert told["@type"] == "LearningResource"
    assert told["@id"] == told["url"] == f"http://localhost{LESSON}"
    assert told["name"] == "A pear"
    assert told["learningResourceType"] == "Lesson"
    assert told["timeRequired"] == "PT1H30M"
    assert told["inLanguage"] == "en"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["dateModified"])
    assert told["isPartOf"]["name"] == "Cutting"


def test_a_lesson_has_the_licence_author_and_grade_of_its_course(public):
    told = data(public, LESSON)
    assert told["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert told["author"] == {"name": "Ana Example"}
    assert told["educationalLevel"] == ["Grade 5"]
    assert told["about"] == ["Mathematics"]


def test_a_course_says_what_it_teaches_and_holds(public):
    told = data(public, HALVES)
    assert told["@type"] == ["Course", "LearningResource"]
    assert [one["termCode"] for one in told["teaches"]] == ["5.NF.A.1"]
    assert [one["termCode"] for one in told["assesses"]] == ["5.NF.B.3"]
    aligned = {one["targetName"]: one["alignmentType"] for one in told["educationalAlignment"]}
    assert aligned == {"5.NF.A.1": "teaches", "5.NF.B.3": "assesses"}
    assert [one["name"] for one in told["hasPart"]] == ["Cutting"]
    assert data(public, f"{HALVES}/cutting")["timeRequired"] == "P3W"


def test_a_standard_of_the_district_is_told_with_its_words_and_framework(public):
    def adopt(ada, district):
        adopt_framework(ada, read_case(case_package(), "Standards"), "standards.json", district)

    def name_it(cora, district):
        standard = next(iter(district.site.standards.values()))
        course = at(district, "mathematics/secret-course")
        answers = {"title": "Known", "standards": ((standard.guid, "taught"),)}
        change(cora, course, answers, district, version=course.version)
        return standard

    public.as_("ada", adopt)
    standard = public.as_("cora", name_it)
    step(public, "mathematics/secret-course")
    (told,) = data(public, "/mathematics/secret-course")["educationalAlignment"]
    assert told["targetDescription"] == standard.statement
    assert told["educationalFramework"]
    assert told["targetUrl"].endswith(f"/@@standards/{standard.guid}")
    public.browser().get(told["targetUrl"].removeprefix("http://localhost"), status=200)


def test_documents_places_and_the_site_are_what_they_are(public):
    (district, web_site) = data(public, "/")["@graph"]
    assert (district["@type"], web_site["@type"]) == ("Organization", "WebSite")
    assert data(public, "/mathematics")["@type"] == "CollectionPage"
    event = data(public, "/mathematics/open-house")
    assert event["@type"] == "Event"
    assert event["location"] == {"@type": "Place", "name": "Gym, left"}

    def add(cora, district):
        place = at(district, "mathematics")
        create(cora, place, "document", {"title": "Guide"}, district, name="guide")

    public.as_("cora", add)
    step(public, "mathematics/guide", "submit", login="ana")
    step(public, "mathematics/guide", "approve", login="rui")
    assert data(public, "/mathematics/guide")["@type"] == "CreativeWork"


@pytest.mark.parametrize("path", ["/", "/mathematics", HALVES, LESSON, "/mathematics/open-house"])
def test_nothing_is_null_or_empty(public, path):
    told = data(public, path)
    assert told is not None
    assert not [one for one in everything(told) if one in (None, "", [], {})]


def test_no_title_ends_the_script(public):
    def name_it(cora, district):
        content = at(district, "mathematics/open-house")
        change(cora, content, {"title": ATTACK}, district, version=content.version)

    public.as_("cora", name_it)
    step(public, "mathematics/open-house", "publish")
    for path in ("/mathematics/open-house", "/mathematics"):
        answer = public.browser().get(path)
        script = answer.html.select_one("script[type='application/ld+json']")
        assert not re.search("[<>&\u2028\u2029]", script.string)
        assert "<script>alert(1)" not in answer
    assert data(public, "/mathematics/open-house")["name"] == ATTACK


def test_the_script_carries_the_nonce_of_its_answer(public):
    answer = public.browser().get(LESSON)
    script = answer.html.select_one("script[type='application/ld+json']")
    assert f"'nonce-{script['nonce']}'" in answer.headers["Content-Security-Policy"]


def test_only_visitors_are_told_and_only_of_what_is_published(public):
    assert data(public, LESSON, "cora") is None
    assert data(public, "/mathematics/secret-course", "cora") is None
    for view in ("/@@learn", f"{HALVES}/@@year", "/mathematics/@@follow", "/@@sign-in"):
        assert data(public, view) is None, view


@pytest.mark.parametrize("path", ["/", "/mathematics", HALVES, f"{HALVES}/cutting", LESSON])
def test_nothing_hidden_is_told(public, path):
    told = json.dumps(data(public, path))
    assert CANARY not in told
    assert "secret" not in told


def test_a_working_text_is_not_told_until_it_is_published(public):
    def reword(cora, district):
        course = at(district, HALVES)
        take_step(cora, course, "revise", district)
        change(cora, course, {"title": CANARY}, district, version=course.version)

    public.as_("cora", reword)
    assert data(public, HALVES)["name"] == "Halves"
    assert data(public, f"{HALVES}/cutting")["isPartOf"]["name"] == "Halves"


def test_a_place_that_a_visitor_may_not_read_is_not_named(public):
    def plant(cora, district):
        room = create(cora, district.site.root, "folder", {"title": CANARY}, district, name="room")
        create(cora, room, "news", {"title": "Open"}, district, name="open")

    public.as_("cora", plant)
    step(public, "room/open", "publish")
    told = data(public, "/room/open")
    assert told["@type"] == "NewsArticle"
    assert "isPartOf" not in told


def copied(site):
    def do(cora, district):
        made = copy(cora, at(district, HALVES), district.site.root, district)
        return made.__name__

    name = site.as_("cora", do)
    step(site, name)
    return f"/{name}"


def test_a_copy_says_what_it_was_made_of_while_that_is_open(public):
    path = copied(public)
    (source,) = data(public, path)["isBasedOn"]
    assert source["@id"] == f"http://localhost{HALVES}"
    assert source["name"] == "Halves"
    step(public, HALVES, "retire")
    assert "isBasedOn" not in data(public, path)


def test_the_districts_address_stands_in_it_whatever_the_host_is_called(public):
    served = with_address(public)
    answer = served.browser().get(LESSON, headers={"Host": "evil.example"})
    script = answer.html.select_one("script[type='application/ld+json']").string
    assert "evil.example" not in script
    assert f"https://learn.district.example{LESSON}" in script


def loads_of(site, path):
    monitor = ActivityMonitor()
    site.databases.content.cacheMinimize()
    site.databases.content.setActivityMonitor(monitor)
    site.app.registry.page_store.forget()
    site.browser().get(path)
    return sum(one["loads"] for one in monitor.getActivityAnalysis(divisions=1))


def without_linked_data(site) -> ServedSite:
    """Serve the same site with a theme whose layout tells nothing to machines."""
    folder = Path(site.settings.site_folder)
    layout = site.app.registry.theme.find("templates/layout.pt").read_text(encoding="utf-8")
    bare = re.sub(r"<tal:data define=\"linked_data.*?</tal:data>", "", layout)
    assert bare != layout
    theme = folder / "themes" / "bare"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text('title = "Bare"\nbased_on = "plain"\n', encoding="utf-8")
    (theme / "templates" / "layout.pt").write_text(bare, encoding="utf-8")
    ini = folder / "etc" / "development.ini"
    text = re.sub(r"(?m)^theme\b.*$", "", ini.read_text(encoding="utf-8"))
    ini.write_text(text.replace("[academe]", "[academe]\ntheme = bare"), encoding="utf-8")
    site.close()
    served = ServedSite(folder, site.definitions)
    site.close = served.close
    return served


def test_a_page_loads_no_record_for_what_it_tells_machines(public):
    paths = ["/", "/mathematics", HALVES, f"{HALVES}/cutting", LESSON, copied(public)]
    [loads_of(public, path) for path in paths]  # what is made once a change
    told = [loads_of(public, path) for path in paths]
    assert all(data(public, path) for path in paths)
    bare = without_linked_data(public)
    [loads_of(bare, path) for path in paths]
    assert [loads_of(bare, path) for path in paths] == told
    assert not any(data(bare, path) for path in paths)
