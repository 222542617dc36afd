"""The first page of those who work here: what was sent back, and a line for each course."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.web.test_working import at, course, publish

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.removing import remove, restore
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step
from academe.store.completing import complete_site
from academe.store.content import subtree
from academe.store.people import KEEPER

__all__ = ["course"]  # a fixture


def section(page, name):
    return " ".join(page.html.find(id=name).parent.get_text(" ").split())


def step(site, login, path, name, comment=""):
    site.as_(login, lambda p, d: take_step(p, at(d, path), name, d, comment=comment))


@pytest.fixture
def sent_back(site, course):
    """Ana's course, sent for review by Cora and sent back by Rui."""
    step(site, "cora", course, "submit")
    step(site, "rui", course, "send_back", "Which week is it in?")
    return course


def test_it_is_sent_back_to_its_writer_and_to_who_sent_it(site, sent_back):
    for login in ("ana", "cora"):
        told = section(site.browser(login).get("/@@home"), "to-do")
        assert "Sent back to you Algebra I" in told
        assert "Which week is it in?" in told
        assert "Rui Example" in told
    assert "Sent back" not in site.browser("rui").get("/@@home")
    assert "Sent back" not in site.browser("ada").get("/@@home")


def test_the_count_in_the_bar_holds_reviews_and_what_was_sent_back(site, sent_back):
    def count(login):
        found = site.browser(login).get("/").html.find(class_="count")
        return found and int(found.get_text())

    assert [count("ana"), count("rui")] == [1, None]
    step(site, "ana", sent_back, "submit")
    assert [count("ana"), count("rui")] == [None, 1]


def test_it_stays_while_it_is_mended_and_goes_when_it_is_sent_again(site, sent_back):
    site.as_("ana", lambda p, d: change(p, at(d, sent_back), {"summary": "A"}, d, version=None))
    assert "Which week" in site.browser("ana").get("/@@home")
    step(site, "ana", sent_back, "submit")
    home = site.browser("ana").get("/@@home")
    assert "Which week" not in home
    assert "Nothing waits for you." in home


def send_back_a_revision(site, course):
    publish(site, course)
    lesson = f"{course}/lines/first-of-lines"
    for login, name in (("ana", "revise"), ("ana", "submit_again")):
        step(site, login, lesson, name)
    step(site, "rui", lesson, "send_back_again", "Too short.")
    return lesson


def test_a_revision_that_was_sent_back_counts_too(site, course):
    lesson = send_back_a_revision(site, course)
    home = site.browser("ana").get("/@@home")
    assert "Too short." in section(home, "to-do")
    assert home.html.select(f"a[href='{lesson}/@@edit']")


def test_what_waits_in_one_course_is_one_line(site, course):
    publish(site, course)
    for number in (2, 3):
        title = f"Lesson {number}"
        site.as_(
            "ana",
            lambda p, d, title=title: create(
                p, at(d, f"{course}/lines"), "lesson", {"title": title}, d
            ),
        )
        step(site, "ana", f"{course}/lines/lesson-{number}", "submit")
    step(site, "ana", f"{course}/parabolas", "revise")
    step(site, "ana", f"{course}/parabolas", "submit_again")
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "Art"}, d))
    step(site, "ana", "/art", "submit")
    page = site.browser("rui").get("/@@home")
    lines = (
        page.html.find(id="to-do").parent.select("ul.contents")[0].find_all("li", recursive=False)
    )
    assert [line.h3.a.get_text() for line in lines] == ["Algebra I", "Art"]
    assert lines[0].summary.get_text().startswith("1 unit and 2 lessons waiting")
    inside = [one.get_text() for one in lines[0].select("details h3 a")]
    assert sorted(inside) == ["Lesson 2", "Lesson 3", "Parabolas"]
    assert lines[1].details is None


def test_what_one_was_writing_is_gathered_by_course(site, course):
    told = section(site.browser("ana").get("/@@home"), "writing")
    assert "the course itself, 2 units, and 2 lessons" in told


def test_a_line_of_many_says_when_one_of_them_was_changed_last(site, course):
    publish(site, course)

    def age(district):
        for one in subtree(at(district, course)):
            one.changed = datetime(2025, 2, 3, 12, tzinfo=UTC)

    site.act(age)
    told = section(site.browser("cora").get("/@@home"), "changed")
    assert re.search(r"Algebra I Published Changed February 3, 2025, .* by Rui Example the c", told)
    for name in ("parabolas", "lines"):
        step(site, "ana", f"{course}/{name}", "revise")
        step(site, "ana", f"{course}/{name}", "submit_again")
    waiting = section(site.browser("rui").get("/@@home"), "to-do")
    words = r"Algebra I Published Waits since .* Last changed by Ana Example 2 units waiting"
    assert re.search(words, waiting)


def test_whoever_only_shared_something_has_not_changed_it(site, course):
    def give(cora, district):
        place = at(district, course)
        tess = district.records.person_called("tess").id
        share(cora, place, Sharing({**place.grants, tess: {"reader": None}}), district)

    assert "Changed" in section(site.browser("cora").get("/@@home"), "changed")
    before = site.act(lambda d: (at(d, course).changed, at(d, course).changed_by))
    site.as_("cora", give)
    assert site.act(lambda d: (at(d, course).changed, at(d, course).changed_by)) == before
    told = section(site.browser("cora").get("/@@home"), "changed")
    assert "Algebra I" in told
    assert "the course itself" in told
    assert "by Ana Example" in told
    assert "Algebra I" not in section(site.browser("ana").get("/@@home"), "changed")
    assert "Algebra I" in section(site.browser("ana").get("/@@home"), "writing")
    assert "Cora Example" in site.browser("cora").get(f"{course}/@@history").html.find("main").text
    step(site, "ana", course, "submit")
    assert "Cora Example" not in section(site.browser("rui").get("/@@home"), "to-do")


def test_what_somebody_else_shared_last_is_still_ones_own_writing(site, course):
    """Cora wrote in the course of Ana; that Ada shared it then leaves it hers."""

    def write(cora, district):
        change(cora, at(district, course), {"title": "Algebra, mended"}, district, version=None)

    def give(ada, district):
        tess = district.records.person_called("tess").id
        place = at(district, course)
        share(ada, place, Sharing({**place.grants, tess: {"reader": None}}), district)

    site.as_("cora", write)
    site.as_("ada", give)
    assert "Algebra, mended" in section(site.browser("cora").get("/@@home"), "writing")


def fill(site, login, parent, number, *, type_name="page", title="Page"):
    """Make many contents in one transaction."""

    def do(person, district):
        for count in range(number):
            answers = {"title": f"{title} {count}"}
            create(person, at(district, parent), type_name, answers, district)

    site.as_(login, do)


@pytest.fixture
def many(site):
    """Six hundred and fifty pages that lie before everything else."""
    site.as_("cora", lambda p, d: create(p, d.site.root, "folder", {"title": "Archive"}, d))
    fill(site, "cora", "/archive", 650)
    return "/archive"


def test_what_was_sent_back_is_found_behind_hundreds_of_contents(site, many, course):
    send_back_a_revision(site, course)
    home = site.browser("ana").get("/@@home")
    assert "Too short." in section(home, "to-do")
    assert home.html.find(class_="count").get_text() == "1"


def test_drafts_and_changes_are_found_behind_hundreds_of_contents(site, many, course):
    home = site.browser("ana").get("/@@home")
    assert "Algebra I" in section(home, "writing")
    assert len(home.html.find(id="changed").parent.select("ul.contents > li")) == 8
    assert "Page" in section(home, "changed")
    assert "Algebra I" in section(site.browser("cora").get("/@@home"), "changed")


def test_older_drafts_are_found_behind_hundreds_of_newer_ones_in_one_course(site, course):
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "Biology"}, d))
    fill(site, "ana", "/biology", 130, type_name="lesson", title="Cell")
    told = section(site.browser("ana").get("/@@home"), "writing")
    assert "the course itself and 130 lessons" in told
    assert "and 81 more" in told
    assert "Algebra I" in told
    assert "the course itself, 2 units, and 2 lessons" in told


def test_what_was_handed_on_or_only_stepped_is_no_draft(site, course):
    step(site, "cora", course, "submit")
    step(site, "rui", course, "send_back", "Which week?")
    for login in ("rui", "ana"):
        assert "Algebra I" not in section(site.browser(login).get("/@@home"), "writing")
    site.as_(
        "cora", lambda p, d: change(p, at(d, f"{course}/lines"), {"summary": "A"}, d, version=None)
    )
    assert "Lines" not in section(site.browser("ana").get("/@@home"), "writing")
    step(site, "ana", course, "submit")
    assert "No draft of yours is open." in section(site.browser("ana").get("/@@home"), "writing")


def test_what_goes_into_the_bin_waits_for_nobody_until_it_comes_back(site, sent_back):
    content_id = site.act(lambda d: at(d, sent_back).id)
    site.as_("ana", lambda p, d: remove(p, at(d, sent_back), d))
    assert "Nothing waits for you." in site.browser("ana").get("/@@home")
    site.as_("ana", lambda p, d: restore(p, d.site.content(content_id), d))
    assert "Which week" in site.browser("ana").get("/@@home")


def test_what_was_sent_back_is_known_of_an_older_database(site, sent_back):
    def forget(district):
        del district.site.connection.root()["sent_back"]

    def complete(district):
        return complete_site(district.site.connection.root())

    told = site.act(lambda d: dict(d.site.sent_back))
    assert len(told) == 1
    site.act(forget)
    assert site.act(complete)
    assert site.act(lambda d: dict(d.site.sent_back)) == told
    assert "Which week" in site.browser("cora").get("/@@home")


def test_lessons_without_a_course_are_gathered_below_their_unit(site):
    def do(ana, district):
        unit = create(ana, district.site.root["shelf"], "unit", {"title": "Poems"}, district)
        for title in ("Rhyme", "Metre"):
            create(ana, unit, "lesson", {"title": title}, district)

    site.as_("cora", lambda p, d: create(p, d.site.root, "folder", {"title": "Shelf"}, d))
    site.as_("ana", do)
    found = site.browser("ana").get("/@@home").html.find(id="writing").parent
    assert [line.get_text() for line in found.select("ul.contents > li > div > h3 > a")][:1] == [
        "Poems"
    ]
    assert "the unit itself and 2 lessons" in section(site.browser("ana").get("/@@home"), "writing")


def test_the_sites_keeper_has_a_name_in_lists(site, course):
    keeper = replace(KEEPER, memo={})
    site.act(lambda d: change(keeper, at(d, course), {"summary": "A"}, d, version=None))
    told = section(site.browser("ana").get("/@@home"), "changed")
    assert "Algebra I" in told
    assert "The site's keeper" in told


def test_the_menu_leads_to_reviews_only_those_who_review(site):
    def menu(login):
        page = site.browser(login).get("/@@home")
        return [link["href"] for link in page.html.select("a[href$='/@@review']")]

    assert [bool(menu(login)) for login in ("rui", "cora", "ada")] == [True, True, True]
    assert [bool(menu(login)) for login in ("ana", "tess", "pat")] == [False, False, False]


@pytest.fixture
def policy(site):
    """Cora's policy, which she sent to the board herself: four eyes keep her from adopting it."""
    answers = {"title": "Homework", "code": "IKB"}
    site.as_("cora", lambda p, d: create(p, d.site.root, "policy", answers, d))
    step(site, "cora", "/homework", "submit")
    return "/homework"


def test_ones_own_text_does_not_wait_where_four_eyes_are_asked_for(site, policy):
    home = site.browser("cora").get("/@@home")
    assert "Nothing waits for you." in home
    assert "Homework" not in site.browser("cora").get("/@@review").html.find("main").get_text()
    assert "Homework" in section(site.browser("rui").get("/@@home"), "to-do")


def test_there_is_no_button_where_four_eyes_forbid_it_and_a_comment_is_kept(site, policy):
    browser = site.browser("cora")
    page = browser.get(f"{policy}/@@step/approve")
    assert "Four eyes" in page
    assert not page.html.find("main").select("button[type=submit]")
    token = browser.get(f"{policy}/@@step/send_back").html.find(attrs={"name": "csrf_token"})
    typed = {"csrf_token": token["value"], "comment": "The board met on Monday."}
    answer = browser.post(f"{policy}/@@step/approve", typed, status=403)
    assert "Four eyes" in answer
    assert answer.html.find("textarea").get_text().strip() == "The board met on Monday."
    assert site.act(lambda d: at(d, policy).state) == "review"


@pytest.fixture
def waiting(site, course):
    """Ana's course, which waits since June and was changed in July; says so in (since, changed)."""
    step(site, "ana", course, "submit")

    def age(district):
        content = at(district, course)
        district.site.waiting[content.id] = datetime(2026, 6, 2, 8, 0, tzinfo=UTC)
        content.changed = datetime(2026, 7, 3, 9, 0, tzinfo=UTC)

    site.act(age)
    return "June 2, 2026", "July 3, 2026"


def test_home_and_the_queue_say_since_when_something_waits(site, course, waiting):
    since, changed = waiting
    home = section(site.browser("rui").get("/@@home"), "to-do")
    assert f"Waits since {since}" in home
    assert "Last changed by Ana Example" in home
    queue = site.browser("rui").get("/@@review").html.find("table")
    assert f"waits since {since}" in " ".join(queue.get_text(" ").split())
    assert changed not in home
    assert changed not in queue.get_text()


def test_other_lists_at_home_say_that_a_date_is_that_of_a_change(site, course):
    told = section(site.browser("cora").get("/@@home"), "changed")
    assert re.search(r"Changed \w+ \d+, \d{4}, .* by Ana Example", told)


def submit_sixty(ana, district):
    for number in range(60):
        paper = {"title": f"Paper {number}"}
        page = create(ana, district.site.root, "document", paper, district)
        take_step(ana, page, "submit", district)


@pytest.fixture
def much_sent_back(site):
    """Sixty pages of Ana's that Rui sent back."""

    def send_back(rui, district):
        for number in range(60):
            page = district.site.root[f"paper-{number}"]
            take_step(rui, page, "send_back", district, comment="Too short.")

    site.as_("ana", submit_sixty)
    site.as_("rui", send_back)


def test_of_much_that_was_sent_back_home_shows_the_newest_and_leads_to_all(site, much_sent_back):
    browser = site.browser("ana")
    home = browser.get("/@@home")
    assert len(home.html.find(id="sent-back").find_next("ul").find_all("li")) == 20
    assert home.html.find(class_="count").get_text() == "60"
    everything = home.html.find("a", string=re.compile("All that was sent back to you"))
    assert "(60)" in everything.get_text()
    first = browser.get(everything["href"])
    assert "60 texts" in first
    second = browser.get(first.html.select_one(".pages [rel=next]")["href"])
    pages = [page.html.select(".contents h3 a") for page in (first, second)]
    assert [len(links) for links in pages] == [50, 10]
    assert len({link.get_text() for links in pages for link in links}) == 60


def test_a_long_queue_has_pages(site):
    site.as_("ana", submit_sixty)
    browser = site.browser("rui")
    first = browser.get("/@@review")
    second = browser.get(first.html.select_one(".pages [rel=next]")["href"])
    rows = [len(page.html.select("tbody tr")) for page in (first, second)]
    assert rows == [50, 10]


def test_where_nothing_was_sent_back_the_page_says_so(site):
    assert "Nothing was sent back to you" in site.browser("ana").get("/@@sent-back")
    site.browser().get("/@@sent-back", status=303)
