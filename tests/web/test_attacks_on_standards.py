"""Attacks on standards: files that take them from others, pages that count what is hidden."""

import json

import pytest
from tests.frameworks import LINES, case_package, guid
from tests.web.test_standards import bring_in

from academe.actions.creating import create
from academe.actions.owning import open_own_area
from academe.actions.stepping import take_step

CANARY = "Qxj hidden course"
PAIRS = (("5.NF.A.1", "assessed"), ("7.Qxj.9", "taught"))
STANDARD = f"/@@standards/{guid('5.NF.A.1')}"


@pytest.fixture
def adopted(site):
    return bring_in(site, "cora", case_package())


@pytest.fixture
def hidden(site, adopted):
    """Courses that assess a standard: one in Sam's own area, one that is a draft of Ana's."""

    def plant(person, place, district):
        course = create(person, place, "course", {"title": CANARY}, district)
        create(person, course, "lesson", {"title": CANARY, "standards": PAIRS}, district)

    site.as_("sam", lambda p, d: plant(p, open_own_area(p, d), d))
    site.as_("ana", lambda p, d: plant(p, d.site.root, d))


@pytest.fixture
def public(site, adopted):
    """A public course that teaches it, whose lesson names another one in a draft of its own."""

    def write(ana, district):
        course = create(ana, district.site.root, "course", {"title": "Grade 5"}, district)
        pairs = (("5.NF.A.1", "taught"),)
        create(ana, course, "lesson", {"title": "Sums", "standards": pairs}, district)
        take_step(ana, course, "submit", district)

    site.as_("ana", write)
    site.as_("rui", lambda p, d: take_step(p, d.site.root["grade-5"], "approve", d))


def test_no_page_of_standards_counts_or_names_what_is_hidden(site, hidden, public):
    paths = (
        *("/@@coverage", "/@@coverage?grade=5", "/@@coverage?all=1&show=assessed"),
        *("/@@coverage?as=csv", STANDARD, f"/@@standards/{guid('mathematics')}"),
        *("/@@find-standards?q=5.nf", "/grade-5/@@coverage", "/grade-5/@@coverage?as=csv"),
    )
    for login in (None, "pat", "tess"):
        for path in paths:
            page = site.browser(login).get(path)
            assert "Qxj" not in page.text, (login, path)
            assert "own/" not in page.text, (login, path)
            assert "1 assessed" not in page.text, (login, path)
        assert "<strong>0</strong> Assessed" in site.browser(login).get("/@@coverage")
    assert "1 assessed" in site.browser("ana").get("/@@coverage")


def test_who_retires_a_standard_counts_only_what_they_know_of(site, hidden, public):
    fewer = {code: line for code, line in LINES.items() if code != "5.NF.A.1"}
    report = bring_in(site, "cora", case_package(fewer))
    assert "2 contents stay aligned to it" in report  # those of Ana, not that of Sam


def test_a_file_that_takes_a_standard_from_another_framework_says_so(site, adopted, public):
    other = json.loads(case_package(name="science", title="Science"))
    other["CFItems"] = [
        {"identifier": guid("5.NF.A.1"), "humanCodingScheme": "5.NF.A.1", "fullStatement": "Mine"}
    ]
    other["CFAssociations"] = []
    report = bring_in(site, "cora", json.dumps(other).encode(), "science.json")
    report.mustcontain("1</strong> Changed", "framework")
    page = site.browser().get(STANDARD)
    page.mustcontain("Mine", "Sums")  # nothing that was aligned is lost
    again = bring_in(site, "cora", case_package())
    again.mustcontain("1</strong> Changed", "framework")
    site.browser().get(STANDARD).mustcontain("denominators", "Sums")


def test_what_a_framework_says_is_words_on_every_page(site, public):
    script = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    one = {
        "identifier": guid("x"),
        "humanCodingScheme": f"Z.1{script}",
        "fullStatement": f"{script} =1+1",
        "abbreviatedStatement": script,
        "educationLevel": [script],
        "subject": [script],
        "CFItemType": script,
    }
    document = {
        name: script
        for name in ("title", "creator", "subject", "language", "license", "adoptionStatus")
    }
    whole = {"CFDocument": {**document, "identifier": guid("f")}, "CFItems": [one]}
    report = bring_in(site, "cora", json.dumps(whole).encode(), f"{script}.json")
    pages = [report]
    for path in ("", f"/{guid('f')}", f"/{guid('x')}"):
        pages.append(site.browser().get(f"/@@standards{path}"))
    pages.append(site.browser("cora").get(f"/@@coverage?framework={guid('f')}"))
    pages.append(site.browser("cora").get("/@@keep-standards"))
    for page in pages:
        assert "<img src=x" not in page.text, page.request.path
        assert "<script>alert" not in page.text, page.request.path
    assert "&lt;img src=x" in pages[1].text


@pytest.mark.parametrize("line", ["a" + " " * 19_000 + "b(", "(" * 19_000, "a (" * 6_000])
def test_a_hostile_line_of_standards_is_refused_in_a_moment(site, public, line):
    ana = site.browser("ana")
    form = ana.get("/grade-5/@@add/lesson").forms["form"]
    form["title"], form["standards"] = "Hostile", line
    assert "is not understood" in form.submit(status=422)
    form["standards"] = "\n".join(["a" + " " * 190 + "b("] * 90)
    form["duration"] = "?"
    form.submit(status=422)
