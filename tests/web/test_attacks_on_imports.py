"""Attacks on what is brought in by browser: numbers that are guessed, disks filled, logs read."""

import logging

import pytest
from tests.web.test_importing import LESSON, hand_in, packages, zipped

from academe.actions.creating import create
from academe.actions.jobs import drain_once
from academe.actions.owning import open_own_area
from academe.app import make_jobs
from academe.exchange import ordering_imports, reading

PACKAGE = zipped({"weather/lesson-1.md": LESSON})
SECRET = "tomas-diagnosis"


@pytest.fixture
def do_jobs(site):
    """Carry out all that was ordered."""
    doers = make_jobs(site.settings, site.databases, site.definitions)
    return lambda: drain_once(site.databases, doers)


def number_in(answer) -> str:
    return answer.location.rpartition("/")[2]


def areas_of(site, *logins) -> list[str]:
    for login in logins:
        site.as_(login, open_own_area)
    return [f"/own/{login}-example" for login in logins]


def test_what_was_refused_is_told_to_nobody_else_who_guesses_its_number(site, do_jobs):
    mine, others = areas_of(site, "sam", "tess")
    sam, tess = site.browser("sam"), site.browser("tess")
    answer = hand_in(sam, zipped({f"../{SECRET}.md": "x"}), at=mine)
    assert do_jobs().done == 1
    assert SECRET in sam.get(answer.location)
    tess.get(f"{others}/@@import/{number_in(answer)}", status=404)
    sam.get(f"/@@import/{number_in(answer)}", status=(403, 404))
    assert packages(site) == []


def test_what_came_of_an_import_whose_course_is_gone_is_told_to_nobody_else(site, do_jobs):
    mine, others = areas_of(site, "sam", "tess")
    answer = hand_in(site.browser("sam"), PACKAGE, at=mine)
    do_jobs()

    def forget(district):
        del district.site.contents[int(number_in(answer))]

    site.act(forget)
    site.browser("tess").get(f"{others}/@@import/{number_in(answer)}", status=404)
    assert "1 imported" in site.browser("sam").get(answer.location)


def test_a_package_that_waits_for_an_answer_is_answered_in_no_other_place(site, do_jobs):
    mine, others = areas_of(site, "sam", "tess")
    sam, tess = site.browser("sam"), site.browser("tess")
    hand_in(sam, PACKAGE, at=mine)
    do_jobs()
    answer = hand_in(sam, PACKAGE, at=mine)
    do_jobs()
    form = sam.get(answer.location).forms[1]
    path = f"{others}/@@import/{number_in(answer)}"
    tess.get(path, status=404)
    token = tess.get(f"{others}/@@import").forms[1]["csrf_token"].value
    tess.post(path, {"csrf_token": token, "again": "yes"}, status=404)
    assert len(packages(site)) == 1
    form.submit("again", status=303)


def test_nobody_fills_the_disk_with_packages_that_wait(site, do_jobs, monkeypatch):
    monkeypatch.setattr(ordering_imports, "MOST_WAITING", 3)
    (mine,) = areas_of(site, "sam")
    sam = site.browser("sam")
    hand_in(sam, PACKAGE, at=mine)
    do_jobs()  # it is in, and the same ones ask from now on
    for _number in range(2):
        assert hand_in(sam, PACKAGE, at=mine).status_code == 303
    do_jobs()
    assert len(packages(site)) == 2
    assert hand_in(sam, PACKAGE, at=mine).status_code == 303
    page = hand_in(sam, PACKAGE, at=mine)
    assert page.status_code == 422
    assert "3 packages of yours wait already" in page
    assert len(packages(site)) == 3
    assert hand_in(site.browser("cora"), PACKAGE).status_code == 303


def test_the_name_of_a_package_turns_no_words_round(site):
    answer = hand_in(site.browser("cora"), PACKAGE, "gpj.\u202eexe\u0007.zip")
    page = site.browser("cora").get(answer.location)
    assert "gpj.exe.zip" in page
    assert "\u202e" not in page.text


def test_the_report_shows_names_as_they_are(site, do_jobs):
    names = ("gpj.\u202eexe", "a" * 240, "<b onclick=x>")
    texts = {f"weather/{name}.txt": "x" for name in names} | {"weather/lesson-1.md": LESSON}
    cora = site.browser("cora")
    answer = hand_in(cora, zipped(texts))
    do_jobs()
    page = cora.get(answer.location)
    course, report = page.click("Open the course"), page.click("See the report")
    for page in (course, report):
        assert "\u202e" not in page.text
        assert "<b onclick" not in page
    assert "gpj.\ufffdexe.txt" in report


def test_a_reader_that_breaks_down_says_nothing_of_the_package_in_the_log(
    site, do_jobs, monkeypatch, caplog
):
    """The words of an error may be those of a text, and they stand in what the reader writes."""
    own = f'import sys; sys.modules["x"]; raise ValueError("{SECRET}")'
    real = reading.subprocess.run
    broken = lambda command, **more: real([command[0], "-c", own], **more)  # noqa: E731
    monkeypatch.setattr(reading.subprocess, "run", broken)
    with caplog.at_level(logging.DEBUG):
        answer = hand_in(site.browser("cora"), PACKAGE, f"{SECRET}.zip")
        do_jobs()
    assert "could not be read" in site.browser("cora").get(answer.location)
    assert "the reader ended with 1: KeyError at <string>:1" in caplog.text
    assert SECRET not in caplog.text


def test_what_is_above_a_text_chooses_no_kind_that_nobody_adds(site, do_jobs):
    texts = {
        f"weather/{name}.md": f"---\ntype: {name}\ntitle: T {name}\nowner: 1\n---\nx\n"
        for name in ("own_area", "site", "school", "lesson")
    }
    (mine,) = areas_of(site, "sam")
    hand_in(site.browser("sam"), zipped(texts), at=mine)
    do_jobs()

    def kinds(district):
        found = [one for one in district.site.contents.values() if one._origin.get("format")]
        assert all(one.owner == 0 and not one.grants for one in found)
        return {one.type_name for one in found}

    assert site.act(kinds) <= {"course", "lesson", "page", "document", "folder"}


def test_a_package_says_nothing_of_contents_that_somebody_else_keeps(site, do_jobs):
    """An address or a number of ours in a text of a package is no way to look behind a door."""

    def hide(ana, district):
        area = open_own_area(ana, district)
        return create(ana, area, "document", {"title": SECRET}, district, name="plan").id

    number = site.as_("ana", hide)
    body = (
        f"# Wind\n\n[one](academe:{number}) [two](/own/ana-example/plan) "
        f"![three](academe:{number}) ![four](http://localhost/own/ana-example/plan)\n"
    )
    sam = site.browser("sam")
    (mine,) = areas_of(site, "sam")
    answer = hand_in(sam, zipped({"weather/lesson-1.md": body}), at=mine)
    do_jobs()
    page = sam.get(answer.location).click("Open the course")
    lesson = sam.get(page.html.find("a", string="Wind")["href"])
    assert SECRET not in page.text + lesson.text + sam.get(answer.location).text
    assert str(number) not in lesson
    assert "linked" not in site.browser("ana").get("/own/ana-example/plan").text.casefold()
