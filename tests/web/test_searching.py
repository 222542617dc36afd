"""The search page: words of filters, what cannot be found, and every string."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academe.actions.creating import create
from academe.actions.stepping import take_step


@pytest.fixture
def pears(site):
    def do(cora, district):
        root = district.site.root
        create(cora, root, "page", {"title": "Pear notes"}, district)
        page = create(cora, root, "page", {"title": "Pear page"}, district)
        take_step(cora, page, "publish", district)
        course = create(cora, root, "course", {"title": "Pear course"}, district)
        take_step(cora, course, "submit", district)
        policy = create(cora, root, "policy", {"title": "Pear policy", "code": "1"}, district)
        take_step(cora, policy, "submit", district)
        school = create(cora, root, "school", {"title": "Maple Street"}, district, name="maple")
        create(cora, school, "page", {"title": "Pear trees"}, district)

    site.as_("cora", do)
    return site.browser("cora")


def searched(browser, **asked):
    return browser.get("/@@search?" + urlencode(asked, doseq=True))


def titles(page) -> list[str]:
    return [one.get_text(strip=False) for one in page.html.select(".hits h3 a")]


def offered(page, name: str) -> dict[str, int]:
    """Return {label: number of hits} of one filter."""
    choices = page.html.select(f"[aria-labelledby=facet-{name}] li")
    return {
        label_of(one): int(one.select_one(".facet-count").get_text().strip("()")) for one in choices
    }


def label_of(choice) -> str:
    return choice.select_one("bdi").get_text()


def states_of_hits(page) -> list[str]:
    return [one.get_text(strip=True) for one in page.html.select(".hits h3 .chip")]


def test_states_are_offered_in_the_words_and_numbers_of_the_hits(pears):
    page = searched(pears, q="pear")
    states = offered(page, "state")
    assert states == {"Draft": 2, "In review": 1, "Before the board": 1, "Published": 1}
    assert set(states_of_hits(page)) <= set(states)  # what is as its place has no chip
    for choice in page.html.select("[aria-labelledby=facet-state] a"):
        chosen = pears.get(choice["href"])
        assert len(titles(chosen)) == states[label_of(choice)]
        assert set(states_of_hits(chosen)) <= {label_of(choice)}
        assert chosen.html.select_one(".search-chips bdi").get_text() == label_of(choice)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('pear state:"in review"', ["Pear course"]),
        ("pear state:review type:course", ["Pear course"]),
        ('pear state:"before the board"', ["Pear policy"]),
        ("pear state:published", ["Pear page"]),
        ('pear school:"maple street"', ["Pear trees"]),
        ("pear school:maple", ["Pear trees"]),
        ("pear school:map", ["Pear trees"]),
        ("pear type:politica", ["Pear policy"]),
        ("pear tipo:POLÍTICA", ["Pear policy"]),
        ("pear type:pol", ["Pear policy"]),
        ("pear type:po", []),
        ("pear type:politics", []),
    ],
)
def test_a_filter_knows_titles_and_names(pears, typed, found):
    assert titles(searched(pears, q=typed)) == found


def test_a_school_that_may_not_be_known_hides_no_other_one(pears, site):
    def plant(cora, district):
        for title, shown in (("Lincoln High", True), ("Lincoln", False)):
            school = create(cora, district.site.root, "school", {"title": title}, district)
            create(cora, school, "page", {"title": f"Pear of {title}"}, district)
            if shown:
                take_step(cora, school, "publish", district)

    site.as_("cora", plant)
    page = searched(site.browser(), q="pear school:lincoln")
    assert titles(page) == ["Pear of Lincoln High"]
    assert "is called" not in page.html.main.get_text()


@pytest.mark.parametrize(
    "typed", ['state:"en revisión"', "type:curso", 'state:"en revisi\u00f3n" type:curso']
)
def test_a_filter_knows_titles_in_the_readers_language(pears, typed):
    pears.set_cookie("language", "es")
    page = searched(pears, q=f"pear {typed}")
    assert titles(page) == ["Pear course"]


def test_the_language_of_the_page_is_no_filter_and_a_filter_no_language_of_the_page(pears, site):
    def plant(cora, district):
        answers = {"title": "Pear en la cocina", "language": "es"}
        create(cora, district.site.root, "page", answers, district)

    site.as_("cora", plant)
    spanish = pears.get("/@@search?q=pear&language=es")
    assert spanish.html.html["lang"] == "es"
    assert len(titles(spanish)) == 6
    assert not spanish.html.select(".search-chips")
    english = pears.get("/@@search?q=pear&language=en")
    (choice,) = [
        one
        for one in english.html.select("[aria-labelledby=facet-language] a")
        if label_of(one).startswith("Spanish") or label_of(one) == "Español"
    ]
    chosen = pears.get(choice["href"])
    assert titles(chosen) == ["Pear en la cocina"]
    assert chosen.html.html["lang"] == "en"
    assert searched(pears, q="pear").html.html["lang"] == "en"
    again = chosen.html.select_one(".search-form input[type=hidden]")
    assert (again["name"], again["value"]) == ("in", "es")


def test_a_part_of_what_is_not_public_says_so(site):
    def plant(cora, district):
        course = create(cora, district.site.root, "course", {"title": "Plums"}, district)
        unit = create(cora, course, "unit", {"title": "Plum unit"}, district)
        create(cora, unit, "lesson", {"title": "Plum lesson"}, district)

    site.as_("cora", plant)
    browser = site.browser("cora")
    page = searched(browser, q="plum")
    assert len(titles(page)) == 3
    assert states_of_hits(page) == ["Draft"] * 3
    site.as_("ana", lambda ana, d: take_step(ana, d.site.root["plums"], "submit", d))
    site.as_("rui", lambda rui, d: take_step(rui, d.site.root["plums"], "approve", d))
    assert states_of_hits(searched(browser, q="plum")) == ["Published"]


def test_a_school_that_one_may_not_know_is_not_found_by_its_title(pears, site):
    assert titles(searched(site.browser("pat"), q='school:"maple street"')) == []


def test_a_word_without_end_finds_nothing_and_is_told(pears):
    for typed in ("x" * 61, "pear " + "é" * 90, '"pear ' + "y" * 70 + '"'):
        page = searched(pears, q=typed)
        assert titles(page) == []
        assert "A word is too long to be found: it has more than 60 letters." in page
    assert "too long" not in searched(pears, q="x" * 60)


def test_what_is_no_letter_is_a_blank(pears):
    assert titles(pears.get("/@@search?q=pear%00course")) == ["Pear course"]
    assert pears.get("/@@suggest?q=pear%00cou").json[0]["title"] == "Pear course"
    pears.get("/@@search?q=pear&type=%00", status=200)
    pears.get("/pear-page?q=%00", status=400)


def test_a_thousand_signs_of_any_kind_are_a_question(pears):
    pears.get("/@@search?q=" + quote("\U0001f350" * 1000), status=200)


def test_two_slips_need_the_same_first_letter(pears, site):
    def do(cora, district):
        create(cora, district.site.root, "page", {"title": "La guagua y el cocodrilo"}, district)

    site.as_("cora", do)
    assert "Did you mean" not in searched(pears, q="quagga")
    assert "Did you mean" in searched(pears, q="cocodirlo")
    assert "Did you mean" in searched(pears, q="huagua")


SIGNS = st.text(alphabet='"*?:()[]{}~^\\/-+&|!<>= \t\n\u202e\x00\ufeffab5%', max_size=60)


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    q=st.one_of(SIGNS, st.text(st.characters(exclude_categories=["Cs"]), max_size=200)),
    name=st.sampled_from(["type", "grade", "standard", "school", "language", "state"]),
    value=st.one_of(SIGNS, st.text(st.characters(exclude_categories=["Cs"]), max_size=30)),
    sort=st.sampled_from(["newest", "title", "\x00"]),
    page=st.sampled_from(["1", "-1", "999999999999", "٣", "x"]),
)
def test_every_string_has_a_page(pears, q, name, value, sort, page):
    asked = {"q": q, name: value, "sort": sort, "page": page}
    shown = pears.get("/@@search?" + urlencode(asked), status=200)
    for link in shown.html.select(".search-shell a[href*='@@search']")[:2]:
        pears.get(link["href"], status=200)
    pears.get("/@@suggest?" + urlencode({"q": q}), status=200)


@pytest.fixture
def graded(site):
    """Return what makes a page in grade 5 that says little, and one of grade 8 with a 5 in it."""

    def do(cora, district):
        root = district.site.root
        answers = {"title": "Quince plans", "grades": ("5",), "subjects": ("science",)}
        create(cora, root, "course", answers, district)
        create(cora, root, "course", {"title": "Quince 5 times", "grades": ("8",)}, district)
        create(cora, root, "news", {"title": "Quince concert of the fifth grade"}, district)
        create(cora, root, "page", {"title": "Quince 5.NF.A.1"}, district)
        create(cora, root, "page", {"title": "Quince 5, then NF, a 1"}, district)

    site.as_("cora", do)
    return site.browser("cora")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("quince grade 5", ["Quince plans"]),
        ("quince 5th grade", ["Quince plans"]),
        ("quince fifth grade", ["Quince concert of the fifth grade", "Quince plans"]),
        ("quince 5to grado", ["Quince plans"]),
        ("quince ciencias", ["Quince plans"]),
        ("quince 5.NF.A.1", ["Quince 5.NF.A.1"]),
        ("quince 5.NF.1", ["Quince 5, then NF, a 1", "Quince 5.NF.A.1"]),
    ],
)
def test_grades_subjects_and_codes_are_found_as_people_call_them(graded, typed, found):
    assert sorted(titles(searched(graded, q=typed))) == found


def test_a_word_that_stands_somewhere_is_none_to_be_corrected(graded):
    page = searched(graded, q="quince concerd times")
    meant = page.html.select_one(".search-meant a")
    assert meant is None, "nothing has “concert” and “times”"
    assert searched(graded, q="quince concerd").html.select_one(".search-meant a").get_text() == (
        "quince concert"
    )


def test_the_newest_say_since_when_and_events_say_when_they_are(site):
    def do(cora, district):
        root, day = district.site.root, datetime(2099, 5, 6, 17, 30, tzinfo=UTC)
        event = create(cora, root, "event", {"title": "Quince fair", "starts": day}, district)
        take_step(cora, event, "publish", district)

    site.as_("cora", do)
    visitor = site.browser()
    line = searched(visitor, q="quince").html.select_one(".hit .line").get_text()
    assert "2099" in line
    newest = searched(visitor, q="quince", sort="newest").html.select(".hit .line span")
    assert len(newest) == len(searched(visitor, q="quince").html.select(".hit .line span")) + 1


def test_the_way_to_search_is_told_in_the_readers_language(site):
    page = site.browser().get("/@@search?language=es")
    examples = [one.get_text() for one in page.html.select("#q-help code")]
    assert examples[0] == "ciclo del agua"
    assert not [one for one in examples if "grade:" in one or "state:" in one]


def any_of(page, name: str) -> bool:
    """Say whether a filter tells that any of its values will do."""
    return "any of these" in page.html.find(id=f"facet-{name}").get_text()


def test_values_of_one_filter_say_that_any_of_them_will_do(pears):
    assert not any_of(searched(pears, q="pear"), "type")
    page = searched(pears, q="pear", type=["course", "page"])
    assert any_of(page, "type")
    assert not any_of(page, "state")
    assert len(titles(page)) == 4


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("subject:maht", [
            "No subject here is called “maht”. Did you mean Mathematics?"
        ]),
        ("type:leson grade:5", ["No kind of content here is called “leson”. Did you mean Lesson?"]),
        ('pear typ:lesson TYP:page "typ:x"', [
            "There is no filter “typ”: it was looked for as a word. Did you mean type:?"
        ]),
        ("blorp:nothing", ["There is no filter “blorp”: it was looked for as a word."]),
        ("https://pears.example", []),
        ("pear grade:99", ["No grade here is called “99”."]),
        ("type:poem state:lost", [
            "No kind of content here is called “poem”.", "No state here is called “lost”.",
        ]),
        ("school:nowhere standard:zz.1", [
            "No standard here is called “zz.1”.", "No school here is called “nowhere”.",
        ]),
        ("pear subject:mathematics grade:5", []),
        ("nowhere", []),
        ("pear type:page type:poem", []),
    ],
)  # fmt: skip
def test_a_value_that_nothing_is_called_by_is_named(pears, typed, told):
    page = searched(pears, q=typed)
    sentences = [one.get_text().strip() for one in page.html.select(".search-unknown p")]
    assert sentences == told


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pear type:pge", "type=page"),
        ("pear typ:page", "type=page"),
        ("subject:maht", "mathematics"),
    ],
)
def test_what_may_have_been_meant_is_a_search_by_itself(pears, typed, meant):
    page = searched(pears, q=typed)
    again = page.click("^(Page|type:|Mathematics)$")
    assert again.html.select(".search-unknown") == []
    chips = [one["href"] for one in again.html.select(".search-chips a")]
    assert len(chips) == 1
    assert meant.split("=")[-1] not in chips[0]


def test_a_code_that_only_a_content_knows_is_none_that_nothing_has(pears, site):
    def plant(cora, district):
        answers = {"title": "Pear units", "standards": (("9.X.1", "taught"),)}
        create(cora, district.site.root, "course", answers, district)

    site.as_("cora", plant)
    page = searched(pears, q="standard:9.X.1 type:page")
    assert not titles(page)
    assert not page.html.select(".search-unknown")


@pytest.mark.parametrize("typed", ["grade:5th", "grade:fifth", "grado:quinto", "grade:4,5"])
def test_a_grade_is_known_by_its_place_and_several_by_commas(pears, typed):
    page = searched(pears, q=f"pear {typed}")
    assert page.html.select(".search-unknown") == []
    chips = [one.get_text(" ", strip=True) for one in page.html.select(".search-chips li")]
    assert any("Grade 5" in one for one in chips)


@pytest.mark.parametrize(
    "typed", ['state:"in rev"', 'state:"in revew"', 'type:"page for"', 'type:"page for stuff"']
)
def test_a_visitor_learns_nothing_of_states_and_of_kinds_for_staff(site, typed):
    def told(browser) -> bool:
        page = searched(browser, q=typed)
        said = page.html.select(".search-unknown, .search-chips")
        return any(
            name in one.get_text() for one in said for name in ("In review", "Page for staff")
        )

    assert told(site.browser("ana"))
    assert not told(site.browser())


def test_what_may_have_been_meant_changes_the_name_of_the_filter_alone(pears):
    page = searched(pears, q='subtyp:x typ:page TYP:page "typ:x"')
    meant = {one.get_text(): one["href"] for one in page.html.select(".search-unknown a")}
    assert parse_qs(urlsplit(meant["type:"]).query)["q"] == ['subtyp:x type:page type:page "typ:x"']


def test_two_do_not_guess_at_what_one_name_meant(pears):
    page = searched(pears, q="typ:pge paer")
    assert [one.get_text() for one in page.html.select(".search-unknown a")] == ["type:"]
    assert page.html.select(".search-meant a") == []


def test_a_visitor_is_not_sent_to_a_filter_that_finds_them_nothing(site, pears):
    assert "state:" in searched(pears, q="stat:draft").html.select(".search-unknown")[0].get_text()
    told = searched(site.browser(), q="stat:draft").html.select(".search-unknown")[0].get_text()
    assert "state:" not in told


@pytest.mark.parametrize("typed", ["pear -type:page", "pear -tipo:pág", "pear -type:page,course"])
def test_a_filter_with_a_minus_leaves_its_hits_out(pears, typed):
    found = set(titles(searched(pears, q=typed)))
    assert "Pear policy" in found
    assert not found & {"Pear page", "Pear notes", "Pear trees"}
    assert ("Pear course" in found) == ("course" not in typed)


def test_a_filter_with_a_minus_stays_when_another_is_chosen(pears):
    page = searched(pears, q="-type:page pear")
    chosen = page.click(href="type=policy")
    assert titles(chosen) == ["Pear policy"]
    assert "-type:page pear" in chosen.html.find(id="q")["value"]
