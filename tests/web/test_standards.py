"""Standards in the browser: brought in, chosen, shown, covered; and never more than one may see."""

import csv
import io
import json

import pytest
from tests.frameworks import LINES, case_package, guid
from webtest import Upload

from academe.actions.creating import create
from academe.actions.stepping import take_step

STANDARD = f"/@@standards/{guid('5.NF.A.1')}"
CANARY = "Qxj canary lesson"


@pytest.fixture
def adopted(site):
    """Cora brought the framework in through the page; returns the page that says what it did."""
    return bring_in(site, "cora", case_package())


def bring_in(site, login, data, name="mathematics.json", **more):
    form = site.browser(login).get("/@@keep-standards").forms["bring-in"]
    form["file"] = Upload(name, data, "application/json")
    return form.submit(**more)


@pytest.fixture
def course(site):
    """A published course with a lesson, and a draft lesson beside it that only its writers see."""

    def make(cora, district):
        course = create(cora, district.site.root, "course", {"title": "Grade 5"}, district)
        unit = create(cora, course, "unit", {"title": "=Fractions"}, district)
        pairs = (("5.NF.A.1", "taught"), ("9.X.1", "taught"))
        create(cora, unit, "lesson", {"title": "Sums", "standards": pairs}, district)
        take_step(cora, district.site.root["grade-5"], "submit", district)

    def approve(rui, district):
        take_step(rui, district.site.root["grade-5"], "approve", district, comment="Good")

    def add_draft(cora, district):
        unit = district.site.root["grade-5"]["fractions"]
        pairs = (("5.NF.A.1", "assessed"), ("5.NF.B.4", "taught"))
        create(cora, unit, "lesson", {"title": CANARY, "standards": pairs}, district)

    for login, do in (("cora", make), ("rui", approve), ("cora", add_draft)):
        site.as_(login, do)
    return "/grade-5"


def test_a_coordinator_brings_standards_in_and_reads_what_changed(site, adopted):
    adopted.mustcontain("8</strong> Added", "Riverside mathematics")
    again = bring_in(site, "ada", case_package(codes={"5.NF.A.1": "MA.5.1"}))
    again.mustcontain("1</strong> Changed", "7</strong> As it was", "was 5.NF.A.1")
    page = site.browser().get("/@@standards")
    page.mustcontain("Riverside mathematics", "2026 Implemented")
    assert "cora" not in page.text.casefold()


def test_what_is_no_framework_is_said_at_the_field(site):
    answer = bring_in(site, "cora", b"{}", status=422)
    answer.mustcontain("no CASE package", 'aria-invalid="true"')
    form = site.browser("cora").get("/@@keep-standards").forms["bring-in"]
    form.submit(status=422).mustcontain("Choose a file first.")


@pytest.mark.parametrize("login", [None, "pat", "tess", "ana", "rui"])
def test_nobody_else_brings_standards_in(site, login):
    browser = site.browser(login)
    browser.get("/@@keep-standards", status="*", expect_errors=True)
    assert "keep-standards" not in browser.get("/@@standards").text
    assert browser.get("/@@keep-standards", status="*").status_code != 200


def test_everybody_browses_a_framework_by_grade(site, adopted):
    browser = site.browser()
    page = browser.get(f"/@@standards/{guid('mathematics')}")
    page.mustcontain(*LINES)
    fourth = browser.get(f"/@@standards/{guid('mathematics')}?grade=4")
    fourth.mustcontain("4.NF.A.1")
    assert "5.NF.A.1" not in fourth.text
    browser.get("/@@standards/nothing", status=404)


def test_the_page_of_a_standard_never_tells_of_a_draft(site, adopted, course):
    page = site.browser().get(STANDARD)
    page.mustcontain("Add fractions whose denominators differ.", "Sums", "taught (1)", "5.NF.A")
    for path in (STANDARD, f"{course}/@@coverage", "/@@coverage", f"{course}/@@coverage?as=csv"):
        for login in (None, "pat"):
            assert CANARY not in site.browser(login).get(path).text
    own = site.browser("cora").get(STANDARD)
    own.mustcontain(CANARY, "assessed (1)")


def test_coverage_counts_what_one_sees(site, adopted, course):
    visitor, cora = site.browser(), site.browser("cora")
    public = visitor.get(f"{course}/@@coverage?grade=5")
    public.mustcontain(
        "<strong>3</strong> Not taught", "<strong>1</strong> Never assessed", "9.X.1"
    )
    own = cora.get(f"{course}/@@coverage?grade=5")
    own.mustcontain("<strong>2</strong> Not taught", "<strong>1</strong> Assessed")
    gaps = cora.get(f"{course}/@@coverage?show=none")
    gaps.mustcontain("4.NF.A.1")
    assert "5.NF.B.4" not in gaps.text
    cora.get("/@@coverage").mustcontain("Grade 5", "1 assessed")
    cora.get(f"{course}/fractions/@@coverage", status=404)


def test_the_table_goes_to_a_spreadsheet_without_formulas(site, adopted, course):
    answer = site.browser("cora").get(f"{course}/@@coverage?as=csv")
    assert answer.content_type == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert rows[0][-1] == "'=Fractions"
    line = next(row for row in rows if row[0] == "5.NF.A.1")
    assert line[3:8] == ["Assessed", "1", "1", "0", "0"]
    assert line[8] == "1 taught, 1 assessed"


def test_the_picker_finds_by_code_and_by_words(site, adopted):
    browser = site.browser("ana")
    by_code = browser.get("/@@find-standards?q=5.nf.a.1").json
    assert [(one["id"], one["detail"]) for one in by_code] == [
        ("5.NF.A.1", "Riverside mathematics · Grade 5")
    ]
    assert [one["id"] for one in browser.get("/@@find-standards?q=word+sums").json] == ["5.NF.A.2"]
    assert browser.get("/@@find-standards?q=5").json == []


def test_lines_of_codes_work_without_script_and_come_back_as_codes(site, adopted, course):
    browser = site.browser("cora")
    path = f"{course}/fractions/qxj-canary-lesson"
    form = browser.get(f"{path}/@@edit").forms["form"]
    assert form["standards"].value == "5.NF.A.1 (assessed)\n5.NF.B.4"
    form["standards"] = "5.nf.a.2 (introduced)\n7.Y.2"
    form.submit().follow().mustcontain("5.NF.A.2", "(introduced)", "not in any framework here")
    bring_in(site, "cora", case_package(codes={"5.NF.A.2": "MA.5.2"}))
    form = browser.get(f"{path}/@@edit").forms["form"]
    assert form["standards"].value == "MA.5.2 (introduced)\n7.Y.2"
    known = json.loads(
        browser.get(f"{path}/@@edit").html.select_one("[data-standards]")["data-standards"]
    )
    assert known == {"MA.5.2": ["MA.5.2", LINES["5.NF.A.2"][3]]}


def test_lessons_say_the_words_of_a_standard_and_lead_to_it(site, adopted, course):
    page = site.browser().get(f"{course}/fractions/sums")
    page.mustcontain("5.NF.A.1", LINES["5.NF.A.1"][3], STANDARD, "9.X.1")
    assert "not in any framework" not in page.text  # of no use to families
