"""The first page of those who work here: what was sent back, and a line for each course."""

import pytest
from tests.web.test_working import at, course, publish

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.stepping import take_step

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


def test_a_revision_that_was_sent_back_counts_too(site, course):
    publish(site, course)
    lesson = f"{course}/lines/first-of-lines"
    for login, name in (("ana", "revise"), ("ana", "submit_again")):
        step(site, login, lesson, name)
    step(site, "rui", lesson, "send_back_again", "Too short.")
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
