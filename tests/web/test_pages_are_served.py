"""The simplest requests, through the whole application."""

import re

from academe.actions.creating import create
from academe.actions.moving import rename
from academe.actions.stepping import take_step


def without_nonce(answer):
    return re.sub(r'nonce="[^"]*"', "", answer.text)


def make_course(site):
    def do(ana, district):
        course = create(
            ana,
            district.site.root,
            "course",
            {"title": "Algebra I", "summary": "Lines and more."},
            district,
        )
        unit = create(
            ana,
            course,
            "unit",
            {"title": "Linear functions", "starts_in_week": 1, "weeks": 3},
            district,
        )
        create(
            ana,
            unit,
            "lesson",
            {"title": "Slope", "steps": "<h1>Do</h1><p>Draw.</p>", "answer_key": "<p>CANARY</p>"},
            district,
        )

    site.as_("ana", do)


def test_a_visitor_reads_the_front_page(site):
    page = site.browser().get("/")
    assert "Riverside Schools" in page
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_draft_is_not_there_for_a_visitor(site):
    make_course(site)
    real, never = (site.browser().get(name, status=404) for name in ("/algebra-i", "/algebra-x"))
    # The way back after sign-in, and the same page in another language.
    told = re.sub(r'(to=|")/algebra-i\b', r"\1/algebra-x", without_nonce(real))
    assert told == without_nonce(never)
    site.browser("tess").get("/algebra-i", status=404)
    page = site.browser("ana").get("/algebra-i")
    assert "Linear functions" in page
    assert "Draft" in page


def test_a_published_lesson_is_read_by_all_and_its_key_by_staff(site):
    make_course(site)
    site.as_("ana", lambda p, d: take_step(p, d.site.root["algebra-i"], "submit", d))
    site.as_("rui", lambda p, d: take_step(p, d.site.root["algebra-i"], "approve", d))
    path = "/algebra-i/linear-functions/slope"
    assert "Draw." in site.browser().get(path)
    assert "CANARY" not in site.browser().get(path)
    assert "CANARY" not in site.browser("pat").get(path)
    assert "CANARY" in site.browser("tess").get(path)


def test_strange_addresses_are_answered_at_once(site):
    browser = site.browser()
    for path in (
        "/a" * 5000,
        "/%00",
        "/%ff%fe",
        "/../etc",
        "/?language=%ff",
        "/?a=%00",
        "/?q=" + "x" * 9000,
        "/a/./b",
        "/@@nothing",
        "/@@",
        "/@@static/x/../../etc/passwd",
    ):
        assert browser.get(path, expect_errors=True).status_code in (400, 404), path
    assert browser.get("/missing", status=404)
    browser.post("/", status=(400, 403, 404, 405))


def test_static_files_are_kept_for_ever(site):
    page = site.browser().get("/")
    address = (
        next(line for line in page.text.splitlines() if "academe.css" in line)
        .split('href="')[1]
        .split('"')[0]
    )
    answer = site.browser().get(address)
    assert "immutable" in answer.headers["Cache-Control"]


def test_machines_ask_for_health_and_no_content_hides_it(site):
    assert site.browser().get("/health").text == "ok"
    made = site.as_(
        "ana", lambda p, d: create(p, d.site.root, "folder", {"title": "Health"}, d).__name__
    )
    assert made == "health-2"


def test_health_says_what_is_wrong_with_the_database_of_people(site):
    site.databases.records.storage.broken = "records.fs can no longer be written safely."
    answer = site.browser().get("/health", status=503)
    assert answer.content_type == "text/plain"
    assert answer.text.startswith("A database can no longer be written safely")


def test_a_course_says_whose_it_is(site):
    def do(cora, district):
        school = create(cora, district.site.root, "school", {"title": "Oak Hill"}, district)
        answers = {"title": "Reading", "grades": ("k",)}
        create(cora, school, "course", answers, district)
        create(cora, district.site.root, "course", {**answers, "title": "Writing"}, district)

    site.as_("cora", do)
    browser = site.browser("cora")
    rows = {
        row.find("h3").a.text: row.text
        for row in browser.get("/@@learn").html.select(".course-cards li")
    }
    assert "Oak Hill" in rows["Reading"]
    assert "Oak Hill" not in rows["Writing"]


def test_public_pages_are_kept_until_the_next_commit(site):
    make_course(site)
    site.as_("ana", lambda p, d: take_step(p, d.site.root["algebra-i"], "submit", d))
    site.as_("rui", lambda p, d: take_step(p, d.site.root["algebra-i"], "approve", d))
    browser = site.browser()
    first = browser.get("/algebra-i")
    again = browser.get("/algebra-i")
    assert first.body == again.body
    nonce = re.search(r'nonce="([^"]+)"', again.text).group(1)
    assert f"'nonce-{nonce}'" in again.headers["Content-Security-Policy"]
    same = browser.get("/algebra-i", headers={"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    assert f"'nonce-{nonce}'" in same.headers["Content-Security-Policy"]
    site.as_("cora", lambda p, d: take_step(p, d.site.root["algebra-i"], "retire", d))
    browser.get("/algebra-i", status=404)
    assert "no-store" in site.browser("ana").get("/algebra-i").headers["Cache-Control"]


def test_an_old_address_leads_to_the_new_one(site):
    make_course(site)
    site.as_("cora", lambda p, d: rename(p, d.site.root["algebra-i"], "algebra-one", d))
    answer = site.browser("ana").get("/algebra-i/linear-functions/slope?x=1", status=303)
    assert answer.location.endswith("/algebra-one/linear-functions/slope")
    site.browser().get("/algebra-i/linear-functions", status=404)


def test_what_nobody_expected_is_told_as_a_number(site):
    site.app.registry.raise_unexpected = False
    root_id = site.act(lambda d: d.site.root.id)

    def break_it(district):
        district.site.root._values = "nonsense"

    site.act(break_it)
    answer = site.browser("ana").get("/", status=500)
    assert "Something went wrong" in answer
    assert "Traceback" not in answer
    assert str(root_id) not in answer
    assert "Content-Security-Policy" in answer.headers
